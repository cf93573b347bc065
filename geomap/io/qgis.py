"""A QGIS project beside a GeoPackage of events, and the styles that the GeoPackage itself carries; the same bytes for the same file name.

The elements are those that QGIS 3.22 writes and reads (project files, QML styles, the table ``layer_styles`` of its data manager).
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

from geomap.errors import InputError
from geomap.io.areas import AREA_COLUMNS
from geomap.io.atomic import write_bytes
from geomap.io.columns import COLUMNS
from geomap.model import EventType, Review, Status
from geomap.tables.sides import Side, load_sides

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LAYERS", "MARKERS", "REPORT_ALIASES", "layer_styles", "project_bytes", "style_qml", "write_project"]

_VERSION = "3.22.0"
_SYRIA = (35.4, 32.2, 42.6, 37.5)  # west, south, east, north
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
MARKERS = {
    EventType.BATTLES: "cross_fill", EventType.EXPLOSIONS: "triangle", EventType.CIVILIANS: "diamond", EventType.PROTESTS: "circle",
    EventType.RIOTS: "pentagon", EventType.STRATEGIC: "square",
}  # fmt: skip
"""QGIS's names of the shapes by which figures tell the types of events apart."""
REPORT_ALIASES = {
    "event_id": "Event", "id": "Report", "article": "Article", "outlet": "Outlet", "title": "Title", "url": "Address",
    "archive_url": "Archived at", "published": "Published", "quote": "Quote", "claimant": "Who says so", "status": "Status",
    "review": "Review", "rule": "Rule", "why_here": "Why there",
}  # fmt: skip
"""Headings of the table of reports."""
_ALIASES = {c.name: c.alias for c in COLUMNS}
_TOLD = f"\"status\" IN ('{Status.REPORTED}', '{Status.CLAIMED}')"
_KEPT = f"\"review\" <> '{Review.REJECTED}'"


class Layer(NamedTuple):
    """A layer of the project."""

    id: str
    """QGIS gives a layer whose id is shorter than eleven characters another one."""
    name: str
    table: str
    """Table of the GeoPackage."""
    geometry: str
    """``Point``, ``Polygon`` or ``No geometry``."""
    subset: str
    """Condition in SQL; empty for all rows."""
    shown: bool


LAYERS = (
    Layer("geomap_layer_events", "Events", "events", "Point", f"{_TOLD} AND {_KEPT}", True),
    Layer("geomap_layer_events_not_counted", "Planned, threatened, denied, of an earlier time", "events", "Point", f"NOT {_TOLD} AND {_KEPT}", False),
    Layer("geomap_layer_event_areas", "Where the place is inexact", "event_areas", "Polygon", f"{_TOLD} AND {_KEPT}", True),
    Layer("geomap_layer_reports", "Reports", "reports", "No geometry", "", True),
)
"""Top first. As on the map, what did not happen is a layer of its own, off; what a person rejected is in none."""


def _child(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, tag, attributes)
    made.text = text
    return made


def _options(parent: ET.Element, values: dict[str, Any]) -> ET.Element:
    """A map of values as QGIS nests them."""
    made = _child(parent, "Option", type="Map")
    for name, value in values.items():
        if isinstance(value, dict):
            _options(made, value).set("name", name)
        else:
            kind = {bool: "bool", int: "int"}.get(type(value), "QString")
            _child(made, "Option", name=name, type=kind, value=str(value).lower() if kind == "bool" else str(value))
    return made


def _rgba(colour: str, alpha: int = 255) -> str:
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + f",{alpha}"


def _symbol(parent: ET.Element, name: str, side: Side, geometry: str) -> None:
    symbol = _child(parent, "symbol", name=name, type="marker" if geometry == "Point" else "fill", alpha="1", clip_to_extent="1", force_rhr="0")
    if geometry != "Point":
        layer = _child(symbol, "layer", **{"class": "SimpleFill", "enabled": "1", "locked": "0", "pass": "0"})
        look = {"color": _rgba(side.colour, 46), "outline_color": _rgba(side.colour), "outline_style": "dash", "outline_width": "0.3"}
        _options(layer, {**look, "outline_width_unit": "MM", "style": "solid"})
        return
    layer = _child(symbol, "layer", **{"class": "SimpleMarker", "enabled": "1", "locked": "0", "pass": "0"})
    look = {"color": _rgba(side.colour), "name": "circle", "outline_color": "26,26,26,255", "outline_style": "solid", "outline_width": "0.2"}
    _options(layer, {**look, "outline_width_unit": "MM", "size": "2.8", "size_unit": "MM"})
    shapes = " ".join(f"WHEN \"event_type\" = '{kind}' THEN '{marker}'" for kind, marker in MARKERS.items())
    shape = {"active": True, "expression": f"CASE {shapes} ELSE 'square' END", "type": 3}
    _options(_child(layer, "data_defined_properties"), {"name": "", "properties": {"name": shape}, "type": "collection"})


def _renderer(parent: ET.Element, layer: Layer, sides: dict[str, Side]) -> None:
    """One category for each side; events without a side look like those of nobody known."""
    if layer.geometry == "No geometry":
        return
    renderer = _child(parent, "renderer-v2", type="categorizedSymbol", attr="coalesce(\"side1\", 'unidentified')", enableorderby="0", forceraster="0", symbollevels="0")
    categories, symbols = _child(renderer, "categories"), _child(renderer, "symbols")
    for number, side in enumerate(sides.values()):
        _child(categories, "category", value=side.id, symbol=str(number), label=side.name, render="true", type="string")
        _symbol(symbols, str(number), side, layer.geometry)


def _fields(layer: Layer) -> dict[str, str]:
    if layer.table == "reports":
        return REPORT_ALIASES
    return {name: _ALIASES[name] for name in (AREA_COLUMNS if layer.table == "event_areas" else _ALIASES)}


def _styled(parent: ET.Element, layer: Layer, sides: dict[str, Side]) -> None:
    """What a project's layer and a style have in common: time, symbols, headings, the words under the pointer."""
    if layer.geometry != "No geometry":
        time = {"startField": "date_start", "endField": "date_end", "mode": "2", "limitMode": "1", "enabled": "1", "accumulate": "0"}
        fixed = _child(parent, "temporal", **time, durationField="", durationUnit="days", fixedDuration="0", startExpression="", endExpression="")
        span = _child(fixed, "fixedRange")
        _child(span, "start")
        _child(span, "end")
    _renderer(parent, layer, sides)
    aliases = _child(parent, "aliases")
    for number, (name, alias) in enumerate(_fields(layer).items(), start=1):  # 0 is the row's own number
        _child(aliases, "alias", field=name, index=str(number), name=alias)
    if layer.table == "events":
        _child(parent, "previewExpression", "concat(\"date_start\", ' ', \"place\", ': ', \"sub_event_type\")")


def style_qml(table: str, sides: Path | None = None) -> str:
    """The style of a table of the GeoPackage.

    Parameters
    ----------
    table : str
        ``events`` or ``event_areas``.
    sides : Path, optional
        A table of sides of one's own, for its colours and names.

    Returns
    -------
    str
        QML.
    """
    layer = next(known for known in LAYERS if known.table == table)
    root = ET.Element("qgis", version=_VERSION, styleCategories="Symbology|Fields|Temporal", labelsEnabled="0")
    _styled(root, layer, load_sides(sides))
    ET.indent(root)
    return _DOCTYPE + ET.tostring(root, encoding="unicode") + "\n"


def layer_styles(moment: str) -> "pd.DataFrame":
    """The table ``layer_styles``, in which QGIS looks for the style of a layer that is opened by itself.

    Parameters
    ----------
    moment : str
        Time of the last change, ISO 8601.

    Returns
    -------
    DataFrame
        One row for each layer with a geometry.
    """
    import pandas as pd

    rows = [
        {
            "f_table_catalog": "", "f_table_schema": "", "f_table_name": table, "f_geometry_column": "geom", "styleName": "geomap",
            "styleQML": style_qml(table), "styleSLD": "", "useAsDefault": True, "description": "Colour: side of the initiator",
            "owner": "", "ui": "", "update_time": pd.Timestamp(moment),
        }
        for table in ("events", "event_areas")
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _reference_system(parent: ET.Element, tag: str) -> None:
    system = _child(_child(parent, tag), "spatialrefsys")
    _child(system, "srsid", "3452")  # QGIS's own number of EPSG:4326: without it the next line is not read
    _child(system, "authid", "EPSG:4326")


def _layer(parent: ET.Element, layer: Layer, gpkg: str, sides: dict[str, Side]) -> None:
    made = _child(parent, "maplayer", type="vector", geometry=layer.geometry, readOnly="0", hasScaleBasedVisibilityFlag="0", labelsEnabled="0")
    _child(made, "id", layer.id)
    _child(made, "datasource", _source(layer, gpkg))
    _child(made, "layername", layer.name)
    _reference_system(made, "srs")
    _child(made, "provider", "ogr", encoding="UTF-8")
    _styled(made, layer, sides)


def _source(layer: Layer, gpkg: str) -> str:
    subset = f"|subset={layer.subset}" if layer.subset else ""
    return f"./{gpkg}|layername={layer.table}{subset}"


def project_bytes(gpkg: str, sides: Path | None = None) -> bytes:
    """A QGIS project of the layers of a GeoPackage that lies beside it.

    Parameters
    ----------
    gpkg : str
        File name of the GeoPackage, without folders.
    sides : Path, optional
        A table of sides of one's own, for its colours and names.

    Returns
    -------
    bytes
        XML: styled layers with headings and times, the relation of events to their reports, relative paths.

    Raises
    ------
    InputError
        The name cannot stand in a project: QGIS parts a source at ``|``, and XML holds no control characters.
    """
    if "|" in gpkg or "/" in gpkg or not gpkg.isprintable():
        raise InputError(f"{gpkg!r}: a QGIS project cannot name this file; use a name without |, / and control characters")
    table = load_sides(sides)
    root = ET.Element("qgis", version=_VERSION, projectname="geomap")
    _child(root, "title", "geomap")
    _reference_system(root, "projectCrs")
    tree = _child(root, "layer-tree-group")
    for layer in LAYERS:
        checked = "Qt::Checked" if layer.shown else "Qt::Unchecked"
        _child(tree, "layer-tree-layer", id=layer.id, name=layer.name, source=_source(layer, gpkg), providerKey="ogr", checked=checked, expanded="0")
    _relations(root)
    canvas = _child(root, "mapcanvas", name="theMapCanvas")
    _child(canvas, "units", "degrees")
    extent = _child(canvas, "extent")
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), _SYRIA, strict=True):
        _child(extent, name, str(value))
    _reference_system(canvas, "destinationsrs")
    layers = _child(root, "projectlayers")
    for layer in LAYERS:
        _layer(layers, layer, gpkg, table)
    _child(root, "ProjectTimeSettings", timeStep="1", timeStepUnit="d", frameRate="1", cumulativeTemporalRange="0")
    properties = _child(root, "properties")
    _child(_child(properties, "Paths"), "Absolute", "false", type="bool")
    _child(_child(properties, "SpatialRefSys"), "ProjectionsEnabled", "1", type="int")  # without it the project's system is not read
    ET.indent(root)
    return (_DOCTYPE + ET.tostring(root, encoding="unicode") + "\n").encode()


def _relations(root: ET.Element) -> None:
    relations = _child(root, "relations")
    for layer in LAYERS:
        if layer.table == "events":
            ends = {"referencingLayer": LAYERS[-1].id, "referencedLayer": layer.id}
            made = _child(relations, "relation", id=f"reports_of_{layer.id}", name="Reports of the event", strength="Association", **ends)
            _child(made, "fieldRef", referencingField="event_id", referencedField="id")


def write_project(gpkg: Path) -> Path:
    """Write the project beside a GeoPackage, under its name with the ending ``.qgs``.

    Parameters
    ----------
    gpkg : Path

    Returns
    -------
    Path
        The project.

    Raises
    ------
    InputError
        It cannot be written, or the name cannot stand in a project.
    """
    path = gpkg.with_suffix(".qgs")
    write_bytes(path, project_bytes(gpkg.name))
    return path
