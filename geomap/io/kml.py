"""KML for Google Earth: a folder for each side, time spans, every column as extended data."""

import html
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from geomap.io.atomic import atomic_path
from geomap.io.columns import COLUMNS
from geomap.io.geojson import iter_rows
from geomap.io.xlsx import xml_text

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geomap.io.parts import EventParts

__all__ = ["write_kml"]

_HEAD = """<?xml version='1.0' encoding='utf-8'?>
<kml xmlns="http://www.opengis.net/kml/2.2">
  <Document>
    <name>Events</name>
"""
_TOLD = tuple(c.name for c in COLUMNS if c.name not in ("reports_json", "quote"))
_IN_QUOTES = {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}

_Spot = tuple[str, str, str, int, int]
"""Side, first day and id of an event, and where in the spool its placemark begins and how long it is."""


def _element(indent: int, tag: str, text: str) -> str:
    text = xml_text(text)
    return f"{' ' * indent}<{tag}>{escape(text)}</{tag}>\n" if text else f"{' ' * indent}<{tag} />\n"


def _placemark(row: Mapping[str, Any]) -> str:
    # Google Earth shows descriptions as HTML: the words of an article are escaped once more than XML asks.
    shown = f"{row['quote'] or ''}\n({row['outlets'] or 'outlet not known'}; {row['status']}; place known to: {row['precision'] or 'nothing'})"
    pieces = [
        f'      <Placemark id="{escape(xml_text(row["id"]), _IN_QUOTES)}">\n',
        _element(8, "name", f"{row['sub_event_type']}, {row['place'] or 'place not known'}"),
        _element(8, "description", html.escape(shown)),
    ]
    if row["date_start"]:
        ends = _element(10, "begin", row["date_start"]) + _element(10, "end", row["date_end"] or row["date_start"])
        pieces.append(f"        <TimeSpan>\n{ends}        </TimeSpan>\n")
    pieces.append("        <ExtendedData>\n")
    for name in _TOLD:
        if row[name] is not None:
            value = _element(12, "value", html.escape(str(row[name])))
            pieces.append(f'          <Data name="{name}">\n{value}          </Data>\n')
    pieces.append("        </ExtendedData>\n")
    if row["longitude"] is not None and row["latitude"] is not None:
        pieces.append(f"        <Point>\n          <coordinates>{row['longitude']},{row['latitude']}</coordinates>\n        </Point>\n")
    return "".join([*pieces, "      </Placemark>\n"])


def _spooled(spool: IO[bytes], events: "GeoDataFrame | EventParts") -> list[_Spot]:
    """Write the placemarks as they come and say where each stands."""
    spots: list[_Spot] = []
    for row in iter_rows(events):
        text = _placemark(row).encode()
        spots.append((row["side1"] or "", row["date_start"] or "~", row["id"], spool.tell(), len(text)))
        spool.write(text)
    return sorted(spots, key=lambda s: (s[0] or "~", *s[1:]))


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

    Notes
    -----
    Placemarks wait in a file without a name until all are known, so that memory holds only where each of them stands.
    """
    with atomic_path(path) as part, part.open("xb") as stream, TemporaryFile(dir=part.parent) as spool:
        spots = _spooled(spool, events)
        stream.write(_HEAD.encode())
        for side, members in groupby(spots, key=lambda s: s[0]):
            name = xml_text(side) or "side not known"
            stream.write(f"    <Folder>\n      <name>{escape(name)}</name>\n".encode())
            for *_, start, length in members:
                spool.seek(start)
                stream.write(spool.read(length))
            stream.write(b"    </Folder>\n")
        stream.write(b"  </Document>\n</kml>\n")
