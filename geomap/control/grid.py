"""An equal-area grid over a country, and the way between degrees and metres."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.errors import GeometryError

__all__ = ["EQUAL_AREA", "Grid", "grid_over", "to_degrees", "to_metres"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

# Centred on Syria: areas are exact, distances within the country true to 0.2 %.
EQUAL_AREA = "+proj=laea +lat_0=35 +lon_0=38.5 +datum=WGS84 +units=m +no_defs"
_MARGIN_CELLS = 2  # cells beyond the border, so that the field is known on both sides of every part of the border
_DENSE_DEGREES = 0.02  # a border drawn straight in degrees bends in metres: 2 km pieces keep it within 1 m


@lru_cache(maxsize=1)
def _transformers() -> tuple[pyproj.Transformer, pyproj.Transformer]:
    return (
        pyproj.Transformer.from_crs("EPSG:4326", EQUAL_AREA, always_xy=True),
        pyproj.Transformer.from_crs(EQUAL_AREA, "EPSG:4326", always_xy=True),
    )


def _apply(transformer: pyproj.Transformer, xy: Floats) -> Floats:
    return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])) if len(xy) else xy


def to_metres(geometry: Any) -> Any:
    """Project from WGS84 degrees to equal-area metres.

    Parameters
    ----------
    geometry : shapely geometry or array of float, shape (n, 2)
        Longitude before latitude. Polygons are given more vertices first, so that a border straight in degrees stays where it is.

    Returns
    -------
    shapely geometry or array of float
        The same in metres, x before y.
    """
    forward = _transformers()[0]
    if isinstance(geometry, BaseGeometry):
        return shapely.transform(shapely.segmentize(geometry, _DENSE_DEGREES), lambda xy: _apply(forward, xy))
    return _apply(forward, np.asarray(geometry, dtype=float).reshape(-1, 2))


def to_degrees(geometry: Any) -> Any:
    """Project from equal-area metres to WGS84 degrees; the inverse of `to_metres`.

    Parameters
    ----------
    geometry : shapely geometry, array of geometries, or array of float, shape (n, 2)

    Returns
    -------
    shapely geometry, array of geometries or array of float
        Degrees rounded to seven decimals (1 cm), so that the same area has the same bytes on every machine.
    """
    back = _transformers()[1]
    if isinstance(geometry, BaseGeometry) or (isinstance(geometry, np.ndarray) and geometry.dtype == object):
        return shapely.transform(geometry, lambda xy: np.round(_apply(back, xy), 7))
    return np.round(_apply(back, np.asarray(geometry, dtype=float).reshape(-1, 2)), 7)


@dataclass(frozen=True, slots=True)
class Grid:
    """Square cells in equal-area metres; row 0 lies in the south, column 0 in the west."""

    west: float
    south: float
    step: float
    """Side of a cell, metres."""
    inside: Bools
    """Shape (rows, columns): whether the field is computed in the cell (the country and a margin)."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.inside.shape
        return rows, columns

    def centres(self) -> Floats:
        """Middle points of the cells that are inside, row by row, shape (n, 2), metres."""
        rows, columns = np.nonzero(self.inside)
        return np.column_stack((self.west + (columns + 0.5) * self.step, self.south + (rows + 0.5) * self.step))

    def cell_of(self, xy: Floats) -> npt.NDArray[np.intp]:
        """Row and column of points, shape (n, 2); -1 outside the grid."""
        cell = np.floor((xy - [self.west, self.south]) / self.step).astype(np.intp)[:, ::-1]
        off = ((cell < 0) | (cell >= np.array(self.shape))).any(axis=1)
        cell[off] = -1
        return cell

    def index(self) -> npt.NDArray[np.intp]:
        """For each cell its position in `centres`, -1 outside; shape (rows, columns)."""
        index = np.full(self.shape, -1, dtype=np.intp)
        index[self.inside] = np.arange(int(self.inside.sum()))
        return index


def grid_over(country: BaseGeometry, step: float) -> Grid:
    """Lay a grid over a country.

    Parameters
    ----------
    country : shapely Polygon or MultiPolygon
        In equal-area metres.
    step : float
        Side of a cell, metres.

    Returns
    -------
    Grid

    Raises
    ------
    GeometryError
        The country has no area, or the step gives too many cells to solve for.
    """
    if country.is_empty or country.area <= 0:
        raise GeometryError("the country outline has no area; give a polygon in WGS84 degrees")
    west, south, east, north = country.bounds
    pad = _MARGIN_CELLS * step
    # The origin is a whole number of steps, so that a small change of the outline does not move every cell.
    west, south = np.floor((west - pad) / step) * step, np.floor((south - pad) / step) * step
    columns, rows = int(np.ceil((east + pad - west) / step)), int(np.ceil((north + pad - south) / step))
    if rows * columns > 4_000_000:
        raise GeometryError(f"a cell of {step:g} m gives {rows * columns} cells; take a larger one (2000 m suits 200 to 5,000 places)")
    x = west + (np.arange(columns) + 0.5) * step
    y = south + (np.arange(rows) + 0.5) * step
    wide = country.buffer(pad)
    shapely.prepare(wide)
    inside = shapely.contains_xy(wide, *np.meshgrid(x, y))
    return Grid(float(west), float(south), float(step), np.asarray(inside, dtype=bool))
