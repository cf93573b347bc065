"""Areas, layers and lines as GeoJSON, the same bytes for the same input."""

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.control.areas import AreaMap
from geomap.control.grid import to_degrees

__all__ = ["area_features", "collection", "dump", "feature", "geometry_of"]

Json = dict[str, Any]


def geometry_of(geometry: BaseGeometry) -> Json:
    """A geometry in metres as GeoJSON in WGS84 degrees, rings as RFC 7946 wants them (outer ones counter-clockwise)."""
    degrees = shapely.orient_polygons(to_degrees(geometry)) if geometry.geom_type.endswith("Polygon") else to_degrees(geometry)
    value: Json = json.loads(shapely.to_geojson(degrees))
    return value


def feature(geometry: BaseGeometry, **properties: Any) -> Json:
    """A feature from a geometry in metres."""
    return {"type": "Feature", "properties": properties, "geometry": geometry_of(geometry)}


def collection(features: Iterable[Json], **about: Any) -> Json:
    """A feature collection; `about` says what the data rests on."""
    return {"type": "FeatureCollection", "geomap": about, "features": list(features)}


def dump(value: Json) -> str:
    """JSON text with a line a feature."""
    head = json.dumps({k: v for k, v in value.items() if k != "features"}, ensure_ascii=False, separators=(",", ":"))
    lines = [json.dumps(f, ensure_ascii=False, separators=(",", ":"), allow_nan=False) for f in value["features"]]
    return head[:-1] + ',"features":[\n' + ",\n".join(lines) + "\n]}\n"


def area_features(areas: AreaMap) -> list[Json]:
    """One feature a side that holds ground, largest first.

    Parameters
    ----------
    areas : AreaMap

    Returns
    -------
    list of dict
        Properties: side, date, method, area_km2, share (of the country), places, newest_fact, median_age_days.
    """
    whole = areas.country.area
    order = sorted(range(len(areas.sides)), key=lambda s: (-areas.areas[s].area, areas.sides[s]))
    found = []
    for s in order:
        if areas.areas[s].is_empty:
            continue
        held = [areas.holdings[i] for i in np.flatnonzero(areas.side == s)]
        ages = sorted(h.age_days for h in held)
        newest = max((f.date_end for h in held for f in h.facts if f.date_end <= areas.date), default=None)
        found.append(
            feature(
                areas.areas[s], side=areas.sides[s], date=areas.date, method=areas.method, area_km2=round(areas.areas[s].area / 1e6, 1),
                share=round(areas.areas[s].area / whole, 4), places=len(held), newest_fact=newest,
                median_age_days=ages[len(ages) // 2] if ages else None,
            )
        )  # fmt: skip
    return found
