"""A workbook or GeoPackage of events as somebody edited it: rows of plain text, read within bounds."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from geomap.errors import InputError, LimitError
from geomap.io.columns import COLUMNS
from geomap.limits import DEFAULT, Limits

__all__ = ["read_edited"]

_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})\d+")
_DAY_ONE = date(1899, 12, 30)  # Excel counts days from here, with a leap day in 1900 that never was
_MOST_COLUMNS = 500  # ours are some ninety; a cell far to the right must not fill memory with empty ones
_HEADINGS = {c.alias: c.name for c in COLUMNS}
_DATES = frozenset(c.name for c in COLUMNS if c.kind == "date")


def read_edited(path: Path, limits: Limits = DEFAULT) -> list[dict[str, str]]:
    """Read the events of an exported file that may have been edited.

    Parameters
    ----------
    path : Path
        ``.xlsx`` as `geomap.io.xlsx.write_xlsx` writes and spreadsheets save it, or ``.gpkg``.
    limits : Limits
        `archive_bytes` and `archive_ratio` cap what a workbook unpacks to.

    Returns
    -------
    list of dict
        A row an event: column to text, empty where there is nothing. A point that was moved in a GIS (its geometry is not where
        longitude and latitude say) gives longitude and latitude of the geometry.

    Raises
    ------
    InputError
        No workbook or GeoPackage of events, or larger than a cap.
    """
    if path.suffix.lower() == ".gpkg":
        return _gpkg(path)
    if path.suffix.lower() != ".xlsx":
        raise InputError(f"{path}: the ending {path.suffix or '(none)'!r} cannot be read back; give the .xlsx or .gpkg that was edited")
    try:
        with zipfile.ZipFile(path) as book:
            return _sheet(book, path, limits)
    except InputError:
        raise
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise InputError(f"{path}: no workbook that can be read ({error}); save it as .xlsx") from error


def _gpkg(path: Path) -> list[dict[str, str]]:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        frame = pyogrio.read_dataframe(path, layer="events", use_arrow=True)
    except (DataSourceError, DataLayerError) as error:
        raise InputError(f"{path}: no GeoPackage with a layer events ({error}); give the file that geomap wrote and somebody edited") from error
    names = [c.name for c in COLUMNS if c.name in frame.columns]
    rows = []
    for values, point in zip(frame[names].itertuples(index=False), frame.geometry, strict=True):
        row = {n: _text(v) for n, v in zip(names, values, strict=True)}
        if point is not None and not point.is_empty:
            moved = _moved(row, point)
            row |= {"longitude": f"{point.x:.6f}", "latitude": f"{point.y:.6f}"} if moved else {}
        rows.append(row)
    return rows


def _moved(row: dict[str, str], point: Any) -> bool:
    if not row.get("longitude") or not row.get("latitude"):
        return True
    return bool(abs(point.x - float(row["longitude"])) > 1e-7 or abs(point.y - float(row["latitude"])) > 1e-7)


def _text(value: Any) -> str:
    import pandas as pd

    if value is None or pd.isna(value):
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat()[:10])
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).removesuffix(".0")  # whole numbers with gaps among them come as floats


# -- workbook --------------------------------------------------------------------------------------------------------


def _part(book: zipfile.ZipFile, name: str, path: Path, limits: Limits) -> Any:
    from lxml import etree

    info = book.getinfo(name)
    if info.file_size > limits.archive_bytes or info.file_size > max(1_000_000, limits.archive_ratio * info.compress_size):
        raise LimitError(f"{path}: {name} unpacks to {info.file_size} bytes, more than archive_bytes or archive_ratio allow; raise them under [limits]")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(book.read(info), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{path}: {name} is no XML ({error}); save the workbook again") from error


def _sheet(book: zipfile.ZipFile, path: Path, limits: Limits) -> list[dict[str, str]]:
    workbook = _part(book, "xl/workbook.xml", path, limits)
    sheets = {s.get("name"): s.get(_REL) for s in workbook.iterfind("m:sheets/m:sheet", _NS)}
    wanted = next((n for n in sheets if (n or "").lower() == "events"), None)
    if wanted is None:
        raise InputError(f"{path}: no sheet 'Events'; it has {', '.join(map(str, sheets)) or 'none'}. Give the workbook that geomap export wrote")
    relations = {r.get("Id"): str(r.get("Target")) for r in _part(book, "xl/_rels/workbook.xml.rels", path, limits)}
    target = relations[sheets[wanted]].lstrip("/")
    shared = _shared(book, path, limits)
    rows = _rows(_part(book, target if target.startswith("xl/") else f"xl/{target}", path, limits), shared)
    names = [_HEADINGS.get(h, h) for h in next(rows, [])]
    if "id" not in names:
        raise InputError(f"{path}: the first row of the sheet has no column id; leave the headings as geomap export wrote them")
    found = []
    for cells in rows:
        row = {n: v for n, v in zip(names, [*cells, *[""] * len(names)], strict=False) if n}
        if any(row.values()) and not row["id"].startswith("#"):  # the second row holds HXL tags
            found.append({n: _iso(v) if n in _DATES else v for n, v in row.items()})
    return found


def _shared(book: zipfile.ZipFile, path: Path, limits: Limits) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return ["".join(t.text or "" for t in item.iterfind(".//m:t", _NS)) for item in _part(book, "xl/sharedStrings.xml", path, limits)]


def _rows(sheet: Any, shared: list[str]) -> Iterator[list[str]]:
    for row in sheet.iterfind("m:sheetData/m:row", _NS):
        cells: list[str] = []
        for cell in row.iterfind("m:c", _NS):
            at = _CELL.fullmatch(cell.get("r") or "")
            column = _column(at[1]) if at else len(cells)
            if column >= _MOST_COLUMNS:
                continue
            cells += [""] * (column - len(cells))
            cells.append(_value(cell, shared))
        yield cells


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: Any, shared: list[str]) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iterfind(".//m:t", _NS))
    value = cell.find("m:v", _NS)
    text = (value.text or "") if value is not None else ""
    if kind == "s":
        return shared[int(text)] if text.isdecimal() and int(text[:9]) < len(shared) else ""
    if kind == "b":
        return "true" if text == "1" else "false"
    return text.removesuffix(".0")


def _iso(text: str) -> str:
    """A day that a spreadsheet keeps as a number, as ISO text."""
    return (_DAY_ONE + timedelta(int(text))).isoformat() if text.isdecimal() and len(text) == 5 else text
