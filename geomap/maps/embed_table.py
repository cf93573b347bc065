"""The table beside a figure: one short row an event, for pages, Markdown and Word alike."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geomap.maps.canvas import clean_text
from geomap.maps.caption import period_text
from geomap.maps.symbols import text_of
from geomap.model import DatePrecision, Precision, Review

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["HEADINGS", "FigureTable", "TableRow", "event_table", "table_rows", "tidied", "web_address"]

HEADINGS = ("Date", "Place", "What", "Who", "Against", "Killed", "Status", "Who says so", "Reviewed")
_WHERE = {
    Precision.NEAR.value: "near", Precision.ADMIN3.value: "in the sub-district", Precision.ADMIN2.value: "in the district",
    Precision.ADMIN1.value: "in the governorate", Precision.LINE.value: "along a stretch", Precision.AREA.value: "in an area",
    Precision.COUNTRY.value: "in the country",
}  # fmt: skip
_WIDTHS_CM = (2.6, 3.4, 2.9, 3.2, 3.2, 1.6, 2.0, 3.6, 2.2)
_ADDRESSES = ("url", "archive_url")
_ADDRESS_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells in the order of the headings, and the addresses behind "Who says so"."""

    cells: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()
    """Outlet and address, http or https only."""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The table beside a figure, and the files that hold all of it."""

    name: str
    """Heading."""
    what: str
    """What the rows are, for "the first 50 of 200 ..."."""
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    data: tuple[tuple[str, str], ...]
    """Name and file of each form of the data; the first is referred to where the table is cut."""
    widths_cm: tuple[float, ...]
    """Of the columns in Word."""

    def cut_at(self, most: int) -> str:
        """What to say where only the first rows are shown; empty where all are."""
        return f"The first {most:,} of {len(self.rows):,} {self.what}; all are in {self.data[0][1]}." if len(self.rows) > most else ""


def web_address(value: object) -> str | None:
    """An address that a reader can open: http or https with a host; None for paths of a disk, scripts and the like."""
    text = text_of(value)
    try:
        parts = urlsplit(text)
        host, user = parts.hostname, parts.username
    except ValueError:  # as http://[x
        return None
    odd = any(c.isspace() or not c.isprintable() or c in "\"<>\\^`{|}" for c in text)
    good = parts.scheme in {"http", "https"} and host and user is None and not odd and len(text) <= _ADDRESS_CHARS
    return text if good else None


def tidied(events: "GeoDataFrame") -> "GeoDataFrame":
    """Events fit to leave the house.

    Parameters
    ----------
    events : GeoDataFrame
        Flat columns.

    Returns
    -------
    GeoDataFrame
        A copy. Addresses that are no web addresses are gone (a file's path tells a name of its user); so are the reasons of events
        that a person has looked at, because an editor's reason is not for readers.
    """
    kept = events.copy()
    seen = [text_of(v) not in ("", Review.UNREVIEWED.value) for v in kept["review"]]
    if "reports_json" in kept:
        kept["reports_json"] = [_reports(v, told=not s) for v, s in zip(kept["reports_json"], seen, strict=True)]
    for column in ("place_reason", "merge_reason"):
        if column in kept and any(seen):
            kept[column] = [None if s else v for v, s in zip(kept[column], seen, strict=True)]
    return kept


def _parsed(value: object) -> list[dict[str, Any]]:
    try:
        reports = json.loads(text_of(value) or "[]")
    except (ValueError, RecursionError):
        return []
    return [r for r in reports if isinstance(r, dict)] if isinstance(reports, list) else []


def _reports(value: object, *, told: bool) -> str:
    reports = _parsed(value)
    for report in reports:
        for name in _ADDRESSES:
            if name in report:
                report[name] = web_address(report[name])
        if not told and "why_here" in report:
            report["why_here"] = None
    return json.dumps(reports, ensure_ascii=False, separators=(",", ":"))


def table_rows(events: "GeoDataFrame") -> list[TableRow]:
    """Rows of a table, by date; undated events last.

    Parameters
    ----------
    events : GeoDataFrame
        Flat columns.

    Returns
    -------
    list of TableRow
    """
    rows: list[dict[str, Any]] = [{str(k): v for k, v in r.items()} for r in events.drop(columns="geometry", errors="ignore").to_dict("records")]
    rows.sort(key=lambda r: (text_of(r["date_start"]) or "9", text_of(r.get("date_end")), text_of(r.get("place")), text_of(r["id"])))
    return [_row(r) for r in rows]


def event_table(events: "GeoDataFrame") -> FigureTable:
    """The table of a figure of events."""
    data = (("CSV", "events.csv"), ("GeoJSON", "events.geojson"), ("XLSX", "events.xlsx"))
    return FigureTable("Events", "events", HEADINGS, tuple(table_rows(events)), data, _WIDTHS_CM)


def _row(row: dict[str, Any]) -> TableRow:
    links = [(clean_text(text_of(r.get("outlet"))), web_address(r.get("url"))) for r in _parsed(row.get("reports_json"))]
    cells = (
        _date(row), _place(row), text_of(row.get("sub_event_type")) or text_of(row.get("event_type")), text_of(row.get("actor1_name")) or "not named",
        text_of(row.get("actor2_name")), _killed(row), text_of(row.get("status")), text_of(row.get("outlets")) or "not stated",
        text_of(row.get("review")) or Review.UNREVIEWED.value,
    )  # fmt: skip
    return TableRow(tuple(clean_text(c) for c in cells), tuple(sorted({(name or "article", url) for name, url in links if url})))


def _date(row: dict[str, Any]) -> str:
    start, precision = text_of(row.get("date_start"))[:10], text_of(row.get("date_precision"))
    if not start:
        return "not known"
    days = period_text(start, text_of(row.get("date_end"))[:10])
    return days if precision in ("", DatePrecision.DAY.value) else f"{days} (known to the {precision})"


def _place(row: dict[str, Any]) -> str:
    name, governorate = text_of(row.get("place")), text_of(row.get("admin1"))
    if not name:
        return "not known"
    where = _WHERE.get(text_of(row.get("precision")), "")
    return name + (f", {governorate}" if governorate and governorate != name else "") + (f" ({where})" if where else "")


def _killed(row: dict[str, Any]) -> str:
    low, high = (text_of(row.get(k)) if str(row.get(k)) != "<NA>" else "" for k in ("deaths_min", "deaths_max"))
    low, high = (v.removesuffix(".0") for v in (low, high))
    return low if low == high else f"{low or '?'} to {high or '?'}"
