"""Read an editable table: CSV with a header, lines that begin with ``#`` are comments."""

import csv
import io
from importlib import resources
from pathlib import Path

from geomap.errors import InputError

__all__ = ["Row", "read_table", "table_bytes"]

Row = dict[str, str]


def table_bytes(name: str, path: Path | None = None) -> bytes:
    """Bytes of a table, for its hash in the record of a run.

    Parameters
    ----------
    name : str
        File name of a bundled table, as ``actors.csv``.
    path : Path, optional
        A user's file instead of the bundled one.

    Returns
    -------
    bytes

    Raises
    ------
    InputError
        The file cannot be read.
    """
    try:
        return path.read_bytes() if path else resources.files("geomap.tables").joinpath(name).read_bytes()
    except OSError as error:
        raise InputError(f"table {path or name}: cannot be read ({error.strerror}); check the path in geomap.toml") from error


def read_table(name: str, columns: tuple[str, ...], path: Path | None = None) -> list[Row]:
    """Read a bundled table, or a user's in its place.

    Parameters
    ----------
    name : str
        File name of the bundled table.
    columns : tuple of str
        Columns that must be there; further ones are kept.
    path : Path, optional
        A user's file instead of the bundled one.

    Returns
    -------
    list of dict
        One dict a row, values stripped, missing values as empty text; the key ``_row`` holds ``name:line``.

    Raises
    ------
    InputError
        The file is no UTF-8, lacks a column, or a row has more fields than the header.
    """
    shown = str(path) if path else name
    try:
        text = table_bytes(name, path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"table {shown}: byte {error.start} is no UTF-8; save the table as UTF-8") from error
    numbered = [(n, line) for n, line in enumerate(io.StringIO(text, newline=""), 1) if line.strip() and not line.startswith("#")]
    reader = csv.DictReader((line for _, line in numbered), strict=True)
    rows: list[Row] = []
    try:
        missing = [c for c in columns if c not in (reader.fieldnames or ())]  # reads the first row
        if missing:
            raise InputError(f"table {shown}: no column {', '.join(missing)}; it has {', '.join(reader.fieldnames or ()) or 'none'}")
        for row in reader:
            line = numbered[min(reader.line_num, len(numbered)) - 1][0]
            if None in row:
                raise InputError(f"table {shown}, line {line}: more fields than columns; quote a field that holds a comma")
            rows.append({**{k: (v or "").strip() for k, v in row.items()}, "_row": f"{shown}:{line}"})
    except csv.Error as error:
        raise InputError(f"table {shown}, near line {reader.line_num}: {error}; check the quotes") from error
    return rows
