"""The outline of the country whose ground is shared out."""

import json
from functools import lru_cache
from importlib import resources
from pathlib import Path

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geomap.errors import GeometryError, InputError

__all__ = ["load_country"]


@lru_cache(maxsize=4)
def load_country(path: Path | None = None, name: str = "Syria") -> BaseGeometry:
    """Outline of a country in WGS84 degrees.

    Parameters
    ----------
    path : Path, optional
        GeoJSON with polygons; the features whose property ``name`` is `name`, or all where none has that name. The bundled base map
        by default, in which the occupied Golan is part of Syria.
    name : str

    Returns
    -------
    shapely Polygon or MultiPolygon

    Raises
    ------
    InputError
        The file cannot be read or is no GeoJSON.
    GeometryError
        It holds no polygon.
    """
    shown = str(path) if path else "basemap/countries.geojson"
    try:
        data = path.read_bytes() if path else resources.files("geomap").joinpath("data", "basemap", "countries.geojson").read_bytes()
        features = json.loads(data)["features"]
        named = [f for f in features if (f.get("properties") or {}).get("name") == name] or (features if path else [])
        parts = [shape(f["geometry"]) for f in named]
    except OSError as error:
        raise InputError(f"country outline {shown}: cannot be read ({error.strerror}); give one with --country FILE") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"country outline {shown}: no GeoJSON feature collection ({error}); give one of polygons, or leave it out for the bundled outline") from error
    ground = shapely.union_all([shapely.make_valid(p) for p in parts if p.geom_type in ("Polygon", "MultiPolygon")])
    if ground.is_empty:
        raise GeometryError(f"country outline {shown}: no polygon named {name!r}; give a file whose features are polygons")
    return ground
