"""CSV for spreadsheets: text that a spreadsheet would run as a formula is made harmless; numbers are left as they are."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from geomap.io.atomic import atomic_path
from geomap.io.columns import COLUMNS
from geomap.io.geojson import iter_rows

if TYPE_CHECKING:
    from _csv import Writer

    from geopandas import GeoDataFrame

    from geomap.io.parts import EventParts

__all__ = ["csv_bytes", "guard", "row_writer", "unguard", "write_csv"]

# OWASP's list for CSV injection, the full-width forms that some spreadsheets fold, and line ends.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        NUL, which no spreadsheet can hold, becomes U+FFFD. Text that begins with an apostrophe and a formula sign gets one more,
        so that `unguard` gives back what was there.
    """
    text = text.replace("\0", "\ufffd")
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) or text.lstrip(" '").startswith(_FORMULA) else text


def unguard(text: str) -> str:
    """Take away the apostrophe that `guard` put there."""
    return text[1:] if text.startswith("'") and text.lstrip(" '").startswith(_FORMULA) else text


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return guard(value) if isinstance(value, str) else str(value)


class _LineFeeds:
    """Takes rows that end in CR LF, as the writer gives them, and passes them on with LF."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, row: str) -> int:
        return self._out.write(row.removesuffix("\r\n") + "\n")


def row_writer(out: TextIO) -> "Writer":
    """A writer of rows that end in a line feed, for a stream opened with ``newline=""``.

    Python's own quotes a carriage return inside a cell only where line ends hold one; unquoted it would end the row for readers.
    """
    return csv.writer(_LineFeeds(out), lineterminator="\r\n")


def _write(out: TextIO, rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    writer = row_writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])


def csv_bytes(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, bom: bool = False) -> bytes:
    """Rows as CSV (RFC 4180, UTF-8, line feed).

    Parameters
    ----------
    rows : iterable of mapping
    columns : sequence of str
        Header and order.
    bom : bool
        Begin with a byte order mark, which Excel needs to see UTF-8.

    Returns
    -------
    bytes
    """
    out = io.StringIO(newline="")
    _write(out, rows, columns)
    return ("\ufeff" if bom else "").encode() + out.getvalue().encode("utf-8", errors="replace")


def write_csv(path: Path, events: "GeoDataFrame | EventParts", *, bom: bool = False) -> None:
    """Write events as CSV, whole or not at all.

    Parameters
    ----------
    path : Path
    events : GeoDataFrame or EventParts
        As from `geomap.io.frames.events_frame`.
    bom : bool
        Begin with a byte order mark, for Excel.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    with atomic_path(path) as part, part.open("x", encoding="utf-8", errors="replace", newline="") as stream:
        stream.write("\ufeff" if bom else "")
        _write(stream, iter_rows(events), [c.name for c in COLUMNS])
