"""The background of interactive maps: borders, governorates, water and towns, packed as small whole numbers."""

import csv
import json
from functools import lru_cache
from importlib import resources
from typing import Any

__all__ = ["GRID", "outlines", "pack_line"]

GRID = 1000
"""Steps per degree: the bundled lines are rounded to three decimals (about 100 m)."""

_AREAS = ("countries", "governorates", "lakes")
_LINES = ("rivers", "coast", "disputed")


def pack_line(points: list[list[float]]) -> list[int]:
    """Longitude and latitude pairs as whole steps of the grid, each the difference to the point before.

    Parameters
    ----------
    points : list of [longitude, latitude]

    Returns
    -------
    list of int
        ``[x0, y0, dx1, dy1, ...]``; consecutive equal points are dropped.
    """
    out: list[int] = []
    x0 = y0 = 0
    for point in points:
        x, y = round(point[0] * GRID), round(point[1] * GRID)
        if out and x == x0 and y == y0:
            continue
        out += [x - x0, y - y0]
        x0, y0 = x, y
    return out


def _rings(geometry: dict[str, Any]) -> list[list[int]]:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Polygon":
        lines = coordinates
    elif kind == "MultiPolygon":
        lines = [ring for polygon in coordinates for ring in polygon]
    elif kind == "LineString":
        lines = [coordinates]
    else:
        lines = coordinates
    return [pack_line(line) for line in lines]


def _label_point(geometry: dict[str, Any]) -> list[float]:
    """A point well inside the largest part: where an event known only to a governorate is drawn, and where names stand."""
    from shapely import maximum_inscribed_circle
    from shapely.geometry import shape

    whole = shape(geometry)
    largest = max(getattr(whole, "geoms", [whole]), key=lambda part: part.area)
    centre = maximum_inscribed_circle(largest, tolerance=0.01).coords[0]
    return [round(centre[0], 3), round(centre[1], 3)]


@lru_cache(maxsize=1)
def outlines() -> dict[str, Any]:
    """Read the bundled basemap and towns.

    Returns
    -------
    dict
        Per layer a list of ``{"name", "rings"}`` (areas with names also ``"point"``), and ``towns`` with columns.
    """
    folder = resources.files("geomap.data").joinpath("basemap")
    out: dict[str, Any] = {}
    for layer in (*_AREAS, *_LINES):
        collection = json.loads(folder.joinpath(f"{layer}.geojson").read_text("utf-8"))
        out[layer] = [_feature(layer, f) for f in collection["features"] if f.get("geometry")]
    towns = resources.files("geomap.maps").joinpath("assets", "towns.csv").read_text("utf-8")
    out["towns"] = [
        [r["name"], r["arabic"], float(r["longitude"]), float(r["latitude"]), int(r["rank"])] for r in csv.DictReader(towns.splitlines())
    ]  # fmt: skip
    return out


def _feature(layer: str, feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature.get("properties") or {}
    packed: dict[str, Any] = {"name": str(properties.get("name") or ""), "rings": _rings(feature["geometry"])}
    if layer in ("governorates", "countries"):
        packed["point"] = _label_point(feature["geometry"])
    return packed
