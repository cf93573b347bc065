"""From degrees to millimetres: the frame of a static map, in UTM zone 37N (EPSG:32637), whose scale errs by under half a per cent in Syria."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import InputError

if TYPE_CHECKING:
    from pyproj import Transformer

__all__ = ["CRS", "SYRIA", "Frame", "frame_for", "least_width_km", "project", "to_metres"]

CRS = "EPSG:32637"
SYRIA = (35.45, 32.15, 42.55, 37.45)
_COARSE_KM = 20.0
"""Narrowest map: below it, lines made for 1 : 10 million are only straight strokes."""
_RING_SHARE = 0.125
"""The best-known event's error may fill this share of the width; then its ring is plainly a ring."""
_Extent = tuple[float, float, float, float]


@lru_cache(maxsize=2)
def _transformer(*, back: bool = False) -> "Transformer":
    from pyproj import Transformer

    ends = (CRS, "EPSG:4326") if back else ("EPSG:4326", CRS)
    return Transformer.from_crs(*ends, always_xy=True)


def to_metres(longitude: Any, latitude: Any) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Degrees to metres of the map's projection."""
    x, y = _transformer().transform(np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float))
    return np.asarray(x), np.asarray(y)


def project(geometry: BaseGeometry) -> BaseGeometry:
    """A shape in degrees as one in metres of the map's projection."""
    return shapely.transform(geometry, lambda xy: np.column_stack(to_metres(xy[:, 0], xy[:, 1])))


@dataclass(frozen=True, slots=True)
class Frame:
    """What a map shows, in metres, and how large it is on paper."""

    x0: float
    y0: float
    x1: float
    y1: float
    width_mm: float
    capped: bool
    """Whether the map was widened because its data is not known finely enough."""

    @property
    def height_mm(self) -> float:
        """Height on paper."""
        return self.width_mm * (self.y1 - self.y0) / (self.x1 - self.x0)

    @property
    def metres_per_mm(self) -> float:
        """Ground metres for each millimetre of paper."""
        return (self.x1 - self.x0) / self.width_mm

    @property
    def box(self) -> BaseGeometry:
        """The frame as a rectangle in metres."""
        return shapely.box(self.x0, self.y0, self.x1, self.y1)

    @property
    def extent(self) -> _Extent:
        """West, south, east, north of the smallest rectangle in degrees that holds the frame."""
        ring = shapely.segmentize(self.box, (self.x1 - self.x0) / 16)
        xy = shapely.get_coordinates(ring)
        lon, lat = _transformer(back=True).transform(xy[:, 0], xy[:, 1])
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())

    def mm(self, longitude: Any, latitude: Any) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Degrees to millimetres from the frame's left bottom corner."""
        x, y = to_metres(longitude, latitude)
        return (x - self.x0) / self.metres_per_mm, (y - self.y0) / self.metres_per_mm


def least_width_km(radii_km: list[float]) -> float:
    """Narrowest honest map: its best-known event's error fills an eighth of the width, and it is not below 20 km."""
    known = [r for r in radii_km if r > 0]
    return max(_COARSE_KM, min(known) * 2 / _RING_SHARE) if known else _COARSE_KM


def frame_for(extent: _Extent, width_mm: float, *, height_mm: float | None = None, least_km: float = 0.0, tallest: float = 1.25) -> Frame:
    """Fit an extent on paper.

    Parameters
    ----------
    extent : tuple of float
        West, south, east, north in degrees.
    width_mm : float
        Width on paper.
    height_mm : float, optional
        Height on paper; by default that of the extent, at most `tallest` times the width.
    least_km : float
        Narrower extents are widened round their middle.
    tallest : float
        Height over width.

    Returns
    -------
    Frame
        Holds the extent; the rest of the paper is filled with what lies round it.

    Raises
    ------
    InputError
        The extent is empty or lies outside the region.
    """
    west, south, east, north = extent
    if not (-10 <= west < east <= 90 and 0 <= south < north <= 70):
        raise InputError(f"extent {extent}: give west, south, east, north in degrees in or near Syria, as 35.4 32.1 42.6 37.5")
    outline = shapely.get_coordinates(shapely.segmentize(shapely.box(*extent), max(east - west, north - south) / 16))
    x, y = to_metres(outline[:, 0], outline[:, 1])
    x0, x1, y0, y1 = float(x.min()), float(x.max()), float(y.min()), float(y.max())
    capped = (x1 - x0) < least_km * 1000
    wide = max(x1 - x0, least_km * 1000)
    high = max(y1 - y0, 0.55 * wide if height_mm is None else 0.0)
    if height_mm is not None:
        wide, high = max(wide, high * width_mm / height_mm), max(high, wide * height_mm / width_mm)
    elif high > tallest * wide:
        wide = high / tallest
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    return Frame(cx - wide / 2, cy - high / 2, cx + wide / 2, cy + high / 2, width_mm, capped)
