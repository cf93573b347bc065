"""XLSX without a library: events, reports, a pivot by district and week, and a dictionary; the same bytes for the same events.

Cells hold text as text (``inlineStr``), never formulas, so nothing in an article can run. Row 2 of the data sheets holds HXL tags.
Rows go to the file as they come, so that a workbook of any size needs the memory of one part of the events.
"""

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from geomap.errors import InputError
from geomap.io.atomic import atomic_path
from geomap.io.columns import COLUMNS
from geomap.io.geojson import iter_rows
from geomap.io.tolls import beyond_parts

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geomap.io.parts import EventParts

__all__ = ["Sheet", "hxl_tag", "workbook", "write_xlsx", "xml_text"]

_CELL_CHARS = 32_767  # Excel's cap, as the next
_ROWS = 1_048_576
_WRITTEN_ROWS = 500  # at one time
_LARGE = 100_000  # events, whose sheet may pass 2 GB before it is packed; some readers know only archives without such members
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 cannot hold
_HXL = {
    "id": "#event+id", "event_type": "#event+type", "sub_event_type": "#event+subtype", "date_start": "#date+start", "date_end": "#date+end",
    "actor1_name": "#group+name+initiator", "actor2_name": "#group+name+target", "place": "#loc+name", "place_id": "#loc+code",
    "longitude": "#geo+lon", "latitude": "#geo+lat", "country": "#country+code", "admin1": "#adm1+name", "admin2": "#adm2+name",
    "admin3": "#adm3+name", "admin1_pcode": "#adm1+code", "admin2_pcode": "#adm2+code", "admin3_pcode": "#adm3+code",
    "deaths_min": "#affected+killed+min", "deaths_max": "#affected+killed+max", "deaths_representative": "#affected+killed", "wounded_min": "#affected+injured+min",
    "wounded_max": "#affected+injured+max", "status": "#status", "n_parts": "#indicator+parts+num", "outlets": "#meta+source", "quote": "#description",
}  # fmt: skip
_REPORT_KEYS = ("event_id", "id", "article", "outlet", "title", "url", "published", "quote", "claimant", "status", "review", "rule", "why_here")
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>%s</Types>'
)
_SHEET_TYPE = (
    '<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Row = Sequence[Any]
Sheet = tuple[str, Iterable[Row]]


def xml_text(text: str) -> str:
    """Text that XML 1.0 can hold: other characters become U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text)


def hxl_tag(column: str) -> str:
    """The HXL hashtag of a column of events."""
    return _HXL.get(column, f"#meta+{column.replace('_', '')}")


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    text = xml_text(str(value))
    if len(text) > _CELL_CHARS:
        text = text[: _CELL_CHARS - 5] + "[...]"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _sheet_xml(name: str, rows: Iterable[Row]) -> Iterator[str]:
    """The text of a sheet, piece by piece."""
    frozen = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">{frozen}<sheetData>'
    waiting, count = iter(rows), 0
    while part := list(islice(waiting, _WRITTEN_ROWS)):
        count += len(part)
        if count > _ROWS:
            raise InputError(
                f"the sheet {name!r} would have more than the {_ROWS} rows that a workbook can hold; write .csv, .gpkg or .parquet, or fewer events"
            )
        yield "".join([f"<row>{''.join(map(_cell, row))}</row>" for row in part])
    yield "</sheetData></worksheet>"


def _week(text: str) -> str:
    day = date.fromisoformat(text)
    return (day - timedelta(days=day.weekday())).isoformat()


_COUNTED = ("id", "status", "part_of", "deaths_min", "date_start", "date_precision", "admin1", "admin2")


def _pivot(events: "GeoDataFrame | EventParts") -> Iterator[Row]:
    """Events and deaths by district and week; what has no district, or no week, stands under its own name.

    Of the toll of a period only what exceeds that of the events within it is added: the period's dead hold theirs.
    """
    yield from (
        ["Governorate", "District", "Week from", "Events", "Killed, lowest"],
        ["#adm1+name", "#adm2+name", "#date+week+start", "#indicator+events+num", "#affected+killed+min"],
    )
    numbers: Counter[tuple[str, str, str]] = Counter()
    deaths: Counter[tuple[str, str, str]] = Counter()
    tolls: list[tuple[str, str | None, float]] = []
    keys: dict[str, tuple[str, str, str]] = {}
    for row in iter_rows(events, _COUNTED):
        if row["status"] not in ("reported", "claimed"):
            continue
        exact = row["date_start"] and row["date_precision"] in ("day", "week")
        key = (row["admin1"] or "(not known)", row["admin2"] or "(not known)", _week(row["date_start"]) if exact else "(not known to a week)")
        numbers[key] += 1
        if row["deaths_min"]:
            tolls.append((row["id"], row["part_of"], row["deaths_min"]))
            keys[row["id"]] = key
    for name, killed in beyond_parts(tolls).items():
        deaths[keys[name]] += int(killed)
    yield from ([*key, numbers[key], deaths[key]] for key in sorted(numbers))


def _data(events: "GeoDataFrame | EventParts") -> Iterator[Row]:
    names = [c.name for c in COLUMNS if c.name != "reports_json"]
    yield [c.alias for c in COLUMNS if c.name != "reports_json"]
    yield [hxl_tag(n) for n in names]
    yield from ([row[n] for n in names] for row in iter_rows(events))


def _told(events: "GeoDataFrame | EventParts") -> Iterator[Row]:
    yield _REPORT_KEYS
    for row in iter_rows(events, ("id", "reports_json")):
        yield from ([row["id"], *(report.get(k) for k in _REPORT_KEYS[1:])] for report in json.loads(row["reports_json"] or "[]"))


def _dictionary() -> Iterator[Row]:
    yield ["Column", "Heading", "HXL", "Meaning"]
    yield from ([c.name, c.alias, hxl_tag(c.name), c.meaning] for c in COLUMNS if c.name != "reports_json")


def write_xlsx(path: Path, events: "GeoDataFrame | EventParts") -> None:
    """Write events as a workbook, whole or not at all.

    Parameters
    ----------
    path : Path
    events : GeoDataFrame or EventParts
        As from `geomap.io.frames.events_frame`.

    Raises
    ------
    InputError
        The file cannot be written; or there are more events or reports than a sheet has rows (1,048,576).
    """
    sheets = [("Events", _data(events)), ("District and week", _pivot(events)), ("Reports", _told(events)), ("Dictionary", _dictionary())]
    try:
        with atomic_path(path) as part, part.open("xb") as stream:
            _write_workbook(stream, sheets, large=len(events) > _LARGE)
    except InputError as error:
        raise error if str(path) in str(error) else InputError(f"{path}: {error}") from error


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Sheets (name, rows of cells) as a workbook: text as text, never a formula; the same bytes for the same cells."""
    out = io.BytesIO()
    _write_workbook(out, sheets)
    return out.getvalue()


def _write_workbook(out: IO[bytes], sheets: Sequence[Sheet], *, large: bool = False) -> None:
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, (name, _) in enumerate(sheets, 1))
    related = "".join(f'<Relationship Id="rId{n}" Type="{_RELS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts: dict[str, Iterable[str]] = {
        "[Content_Types].xml": [_TYPES % "".join(_SHEET_TYPE % n for n in numbers)],
        "_rels/.rels": [f'{head}<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'],
        "xl/workbook.xml": [f'{head}<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>{listed}</sheets></workbook>'],
        "xl/_rels/workbook.xml.rels": [f'{head}<Relationships xmlns="{_PACKAGE}">{related}</Relationships>'],
        **{f"xl/worksheets/sheet{n}.xml": _sheet_xml(name, rows) for n, (name, rows) in enumerate(sheets, 1)},
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in parts.items():
            # A fixed date: the file says what was coded, not when it was written.
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=large) as stream:
                for piece in pieces:
                    stream.write(piece.encode())
