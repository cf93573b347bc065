"""The background of interactive maps: borders, governorates, water and towns, packed as small whole numbers."""

import csv
from functools import lru_cache
from importlib import resources
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.maps.basemap import WORLDVIEWS, Feature, load_basemap

__all__ = ["GRID", "outlines", "pack_line"]

GRID = 1000
"""Steps per degree: the bundled lines are rounded to three decimals (about 100 m)."""

_LABELLED = ("countries", "governorates")
_PLAIN = ("lakes", "rivers", "coast")


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


def _rings(geometry: BaseGeometry) -> list[list[int]]:
    parts = shapely.get_parts(geometry)
    rings = (ring for part in parts for ring in ([part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]))
    return [pack_line(shapely.get_coordinates(ring).tolist()) for ring in rings]


def _label_point(geometry: BaseGeometry) -> list[float]:
    """A point well inside the largest part: where an event known only to a governorate is drawn, and where names stand."""
    largest = max(shapely.get_parts(geometry), key=lambda part: part.area)
    centre = shapely.maximum_inscribed_circle(largest, tolerance=0.01).coords[0]
    return [round(centre[0], 3), round(centre[1], 3)]


@lru_cache(maxsize=len(WORLDVIEWS))
def outlines(worldview: str = "un") -> dict[str, Any]:
    """Read the bundled basemap and towns.

    Parameters
    ----------
    worldview : str
        A key of `geomap.maps.basemap.WORLDVIEWS`.

    Returns
    -------
    dict
        Per layer a list of ``{"name", "rings"}`` (areas with names also ``"point"``), and ``towns`` with columns.

    Raises
    ------
    InputError
        The worldview is unknown.
    """
    base = load_basemap(worldview)
    out: dict[str, Any] = {layer: [_feature(f) | {"point": _label_point(f.geometry)} for f in getattr(base, layer)] for layer in _LABELLED}
    out |= {layer: [_feature(f) for f in getattr(base, layer)] for layer in _PLAIN}
    out["disputed"] = [_feature(f) for f in (*base.disputed_areas, *base.disputed_lines)]
    towns = resources.files("geomap.maps").joinpath("assets", "towns.csv").read_text("utf-8")
    out["towns"] = [
        [r["name"], r["arabic"], float(r["longitude"]), float(r["latitude"]), int(r["rank"])] for r in csv.DictReader(towns.splitlines())
    ]  # fmt: skip
    return out


def _feature(feature: Feature) -> dict[str, Any]:
    return {"name": feature.name, "rings": _rings(feature.geometry)}
