"""The bundled basemap under a stated worldview: who a disputed area is drawn with is a parameter, never an accident of the data.

Source: Natural Earth 1:10 million (public domain), cut by ``gazetteer/build/basemap.py``; ``manifest.json`` names packages and hashes.
"""

import json
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geomap.errors import InputError

__all__ = [
    "ATTRIBUTION", "WINDOW", "WORLDVIEWS", "Basemap", "Feature", "disclaimer", "governorate_extent", "load_basemap",
]  # fmt: skip

ATTRIBUTION = "Basemap: Natural Earth 1:10m (public domain)"
WINDOW = (34.0, 31.5, 44.0, 38.0)
"""West, south, east, north of what is bundled."""
WORLDVIEWS = {
    "un": "Golan Heights with Shebaa Farms in Syria, marked as occupied; Hatay in Turkey",
    "de_facto": "Golan Heights with Shebaa Farms in Israel, which administers them; Hatay in Turkey",
    "lebanon": "Golan Heights in Syria, Shebaa Farms in Lebanon, which claims them; Hatay in Turkey",
}


@dataclass(frozen=True, slots=True)
class Feature:
    """A named shape in WGS84 degrees."""

    name: str
    name_ar: str
    geometry: BaseGeometry
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Basemap:
    """Layers; `disputed_areas` and `disputed_lines` are drawn over the borders, dashed."""

    worldview: str
    countries: tuple[Feature, ...]
    governorates: tuple[Feature, ...]
    rivers: tuple[Feature, ...]
    lakes: tuple[Feature, ...]
    coast: tuple[Feature, ...]
    disputed_areas: tuple[Feature, ...]
    disputed_lines: tuple[Feature, ...]


def _layer(name: str) -> tuple[Feature, ...]:
    text = resources.files("geomap.data").joinpath("basemap").joinpath(f"{name}.geojson").read_text("utf-8")
    found = []
    for row in json.loads(text)["features"]:
        properties = row["properties"]
        found.append(Feature(properties.get("name", ""), properties.get("name_ar", ""), shape(row["geometry"]), properties))
    return tuple(found)


@lru_cache(maxsize=len(WORLDVIEWS))
def load_basemap(worldview: str = "un") -> Basemap:
    """Read the bundled layers under a worldview.

    Parameters
    ----------
    worldview : str
        A key of `WORLDVIEWS`.

    Returns
    -------
    Basemap

    Raises
    ------
    InputError
        The worldview is unknown.
    """
    if worldview not in WORLDVIEWS:
        raise InputError(f"worldview {worldview!r} is unknown; choose {', '.join(sorted(WORLDVIEWS))}")
    countries, governorates, disputed = _layer("countries"), _layer("governorates"), _layer("disputed")
    areas = tuple(f for f in disputed if f.properties["kind"] == "area")
    if worldview != "un":
        # The bundled polygons are the UN's. Shebaa lies inside the Golan, so it comes last.
        for area in sorted(areas, key=lambda f: f.name):
            countries, governorates = _transferred(countries, governorates, area, area.properties[worldview])
    lines = tuple(f for f in disputed if f.properties["kind"] == "line")
    return Basemap(worldview, countries, governorates, _layer("rivers"), _layer("lakes"), _layer("coast"), areas, lines)


def _transferred(
    countries: tuple[Feature, ...], governorates: tuple[Feature, ...], area: Feature, owner: str
) -> tuple[tuple[Feature, ...], tuple[Feature, ...]]:
    """Give a disputed area to its owner."""
    countries = tuple(
        replace(f, geometry=(shapely.union if f.name == owner else shapely.difference)(f.geometry, area.geometry)) for f in countries
    )
    if owner != "Syria":
        governorates = tuple(replace(f, geometry=shapely.difference(f.geometry, area.geometry)) for f in governorates)
    return countries, governorates


def governorate_extent(name: str) -> tuple[float, float, float, float]:
    """West, south, east, north of a governorate, with a margin of a twelfth.

    Parameters
    ----------
    name : str
        English name or p-code, any case.

    Returns
    -------
    tuple of float
        WGS84 degrees.

    Raises
    ------
    InputError
        No governorate is called so.
    """
    frame = load_basemap().governorates
    wanted = name.strip().casefold()
    for f in frame:
        if wanted in {f.name.casefold(), f.properties["pcode"].casefold()}:
            west, south, east, north = f.geometry.bounds
            dx, dy = (east - west) / 12, (north - south) / 12
            return west - dx, south - dy, east + dx, north + dy
    raise InputError(f"governorate {name!r} is unknown; choose {', '.join(sorted(f.name for f in frame))}")


def disclaimer(worldview: str) -> str:
    """The line that every figure prints: what boundaries mean, and whose view they follow."""
    views = {
        "un": "Golan Heights shown as occupied Syrian territory",
        "de_facto": "borders as administered",
        "lebanon": "Shebaa Farms shown as claimed by Lebanon",
    }
    return f"Boundaries and names do not imply endorsement; {views[worldview]} (worldview: {worldview})."
