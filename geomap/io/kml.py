"""KML for Google Earth: a folder for each side, time spans, every column as extended data."""

import html
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from geomap.io.atomic import write_bytes
from geomap.io.columns import COLUMNS
from geomap.io.geojson import flat_rows
from geomap.io.xlsx import xml_text

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geomap.io.parts import EventParts

__all__ = ["write_kml"]

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_LEFT_OUT = frozenset({"reports_json", "quote"})


def _child(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = None if text is None else xml_text(text)
    return element


def _placemark(folder: ET.Element, row: dict[str, Any]) -> None:
    mark = _child(folder, "Placemark", id=xml_text(row["id"]))
    _child(mark, "name", f"{row['sub_event_type']}, {row['place'] or 'place not known'}")
    # Google Earth shows descriptions as HTML: the words of an article are escaped once more than XML asks.
    shown = f"{row['quote'] or ''}\n({row['outlets'] or 'outlet not known'}; {row['status']}; place known to: {row['precision'] or 'nothing'})"
    _child(mark, "description", html.escape(shown))
    if row["date_start"]:
        span = _child(mark, "TimeSpan")
        _child(span, "begin", row["date_start"])
        _child(span, "end", row["date_end"] or row["date_start"])
    data = _child(mark, "ExtendedData")
    for column in COLUMNS:
        if column.name not in _LEFT_OUT and row[column.name] is not None:
            _child(_child(data, "Data", name=column.name), "value", html.escape(str(row[column.name])))
    if row["longitude"] is not None and row["latitude"] is not None:
        _child(_child(mark, "Point"), "coordinates", f"{row['longitude']},{row['latitude']}")


def write_kml(path: Path, events: "GeoDataFrame | EventParts") -> None:
    """Write events as KML 2.2, whole or not at all.

    Parameters
    ----------
    path : Path
    events : GeoDataFrame or EventParts
        As from `geomap.io.frames.events_frame`. Events without a point are listed without one.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    root = ET.Element("kml", {"xmlns": _NAMESPACE})
    document = _child(root, "Document")
    _child(document, "name", "Events")
    rows = sorted(flat_rows(events), key=lambda r: (r["side1"] or "~", r["date_start"] or "~", r["id"]))
    for side, members in groupby(rows, key=lambda r: r["side1"]):
        folder = _child(document, "Folder")
        _child(folder, "name", side or "side not known")
        for row in members:
            _placemark(folder, row)
    ET.indent(root)
    write_bytes(path, ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")
