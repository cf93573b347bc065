"""From a field of probabilities to polygons without gaps or overlaps.

The edges between fine cells of different sides are simplified together, noded with the border and with a small disc round every
place that would otherwise lie on the wrong side, and cut into faces. As all faces come from one set of lines, neighbours share
their edges exactly.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.control.field import Field, Ints, nearest_of
from geomap.control.grid import Floats, Grid

__all__ = ["SMALLEST_DISC_M", "SPOT_M", "Places", "Shapes", "fine_labels", "harmonic_shapes", "label_faces", "label_polygons", "nearest_shapes", "unpartable"]

_FINE = 4  # fine cells along the side of a cell: the line is placed to half a kilometre at 2 km cells
_LARGEST_DISC_M = 400.0
SPOT_M = 100.0
"""Radius of the spot that a doubted place keeps: as exact as a position is, and too small to read as ground."""
SMALLEST_DISC_M = 2.0
"""Two places of different sides nearer than 4.4 m cannot be parted; both are listed as contested."""
_FRINGE_M = 5000.0
"""The outline is drawn for 1 : 10,000,000: of 4,559 towns of Syria it leaves 52 outside, the farthest 2.8 km. Such a town keeps its
disc as ground of the country."""
Geometries = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Shapes:
    """One geometry a side, in equal-area metres; empty where a side holds no ground."""

    by_side: tuple[BaseGeometry, ...]


def unpartable(xy: Floats, side: Ints) -> npt.NDArray[np.bool_]:
    """Places so near to one of another side that no area can hold both apart."""
    return Places(xy, side, np.zeros(len(xy), dtype=bool)).room() < SMALLEST_DISC_M


@dataclass(frozen=True, slots=True)
class Places:
    """Places on the ground."""

    xy: Floats
    """Metres, shape (m, 2)."""
    side: Ints
    """Number of the side that holds each."""
    points: npt.NDArray[np.bool_]
    """Those that keep a spot of their own and shape no ground."""

    def room(self) -> Floats:
        """Radius of the disc that each may claim, metres: discs of different sides never touch."""
        return np.minimum(_room(self.xy, self.side), np.where(self.points, SPOT_M, _LARGEST_DISC_M))


def _room(xy: Floats, side: Ints) -> Floats:
    room = np.full(len(xy), _LARGEST_DISC_M)
    for s in np.unique(side):
        own = side == s
        if not own.all():
            others = xy[~own]
            room[own] = np.minimum(room[own], 0.45 * np.hypot(*(xy[own] - others[nearest_of(xy[own], others)]).T))
    return room


def fine_labels(field: Field, xy: Floats, side: Ints) -> tuple[Grid, npt.NDArray[np.int16], Floats]:
    """Label and probability of fine cells.

    Parameters
    ----------
    field : Field
    xy : array, shape (m, 2)
        Places, metres.
    side : array of int, shape (m,)

    Returns
    -------
    grid : Grid
        Four fine cells along the side of a cell.
    labels : array of int, shape (rows, columns)
        Number of the side.
    p : array, shape (rows, columns)
        Probability of that side.
    """
    coarse = field.grid
    rows, columns = coarse.shape
    best = np.zeros((rows * _FINE, columns * _FINE), dtype=np.float32)
    labels = np.zeros(best.shape, dtype=np.int16)
    for s in range(len(field.sides)):
        whole = np.zeros(coarse.shape, dtype=np.float32)
        whole[coarse.inside] = field.p[:, s]
        fine = _bilinear(whole)  # falls towards zero at the rim, alike for all sides
        better = fine > best + np.float32(1e-6)
        best[better], labels[better] = fine[better], s
    step = coarse.step / _FINE
    grid = Grid(coarse.west, coarse.south, step, np.repeat(np.repeat(coarse.inside, _FINE, 0), _FINE, 1))
    cell = grid.cell_of(xy)
    on = cell[:, 0] >= 0
    labels[cell[on, 0], cell[on, 1]] = side[on]
    return grid, labels, best.astype(np.float64)


def _bilinear(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Interpolate between the middles of cells, constant beyond the outermost ones."""
    for _ in (0, 1):  # along the rows, then, turned, along the columns
        n = len(values)
        at = np.clip((np.arange(n * _FINE) + 0.5) / _FINE - 0.5, 0, n - 1)
        low = np.minimum(at.astype(np.intp), max(n - 2, 0))
        share = (at - low).astype(values.dtype)[:, None]
        values = (values[low] * (1 - share) + values[np.minimum(low + 1, n - 1)] * share).T
    return values


def _edges(grid: Grid, labels: npt.NDArray[np.int16]) -> BaseGeometry:
    """The lines between fine cells of different labels, and the rim of the grid."""
    rows, columns = labels.shape
    padded = np.full((rows + 2, columns + 2), -1, dtype=np.int32)
    padded[1:-1, 1:-1] = labels
    r, c = np.nonzero(padded[:, :-1] != padded[:, 1:])  # upright edges
    upright = np.stack((np.column_stack((c, r - 1)), np.column_stack((c, r))), axis=1)
    r, c = np.nonzero(padded[:-1] != padded[1:])  # level edges
    level = np.stack((np.column_stack((c - 1, r)), np.column_stack((c, r))), axis=1)
    lines = np.concatenate((upright, level)) * grid.step + [grid.west, grid.south]
    pieces: Any = shapely.linestrings(lines)
    merged: BaseGeometry = shapely.line_merge(shapely.multilinestrings(pieces))
    return merged


def label_polygons(grid: Grid, labels: npt.NDArray[np.int16]) -> tuple[Geometries, Ints]:
    """Polygons of equal label as a valid coverage, and the label of each."""
    faces = shapely.get_parts(shapely.polygonize([_edges(grid, labels)]))
    inner = shapely.get_coordinates(shapely.point_on_surface(faces))
    cell = grid.cell_of(inner)
    return faces, labels[cell[:, 0], cell[:, 1]].astype(np.intp)


def _on_own_side(faces: Geometries, label: Ints, xy: Floats, side: Ints) -> npt.NDArray[np.bool_]:
    """Whether each place lies in a face of its side, clear of the edge by a metre."""
    good = np.zeros(len(xy), dtype=bool)
    for s in np.unique(side):
        ground = shapely.coverage_union_all(faces[label == s])
        shapely.prepare(ground)
        good[side == s] = shapely.contains_xy(ground, xy[side == s])
    ends, ring = shapely.get_coordinates(shapely.boundary(faces), return_index=True)
    pieces = np.stack((ends[:-1], ends[1:]), axis=1)[ring[:-1] == ring[1:]]
    on_edge = shapely.STRtree(shapely.linestrings(pieces)).query(shapely.points(xy), predicate="dwithin", distance=1.0)[0]
    good[on_edge] = False
    return good


def label_faces(faces: Geometries, label: Ints, country: BaseGeometry, places: Places, n_sides: int) -> Shapes:
    """Cut labelled faces at the border, put every place on its side, and join what one side holds.

    Parameters
    ----------
    faces : array of Polygon
        A coverage that reaches beyond the border.
    label : array of int
        Number of the side of each face.
    country : shapely Polygon or MultiPolygon
        Metres.
    places : Places
    n_sides : int

    Returns
    -------
    Shapes
    """
    xy, side, room = places.xy, places.side, places.room()
    outside = ~shapely.contains_xy(country, xy) & shapely.dwithin(country, shapely.points(xy), _FRINGE_M)
    cut = (outside | ~_on_own_side(faces, label, xy, side)) & (room >= SMALLEST_DISC_M)
    discs = shapely.buffer(shapely.points(xy[cut]), room[cut], quad_segs=4)
    if outside.any():
        country = shapely.union_all([country, *discs[outside[cut]]])
    shapely.prepare(country)
    lines = shapely.union_all([*shapely.boundary(faces), country.boundary, *shapely.boundary(discs)])
    parts = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    inner = shapely.point_on_surface(parts)
    within = shapely.contains(country, inner)
    parts, inner = parts[within], inner[within]
    owner = np.zeros(len(parts), dtype=np.intp)
    part, face = shapely.STRtree(faces).query(inner, predicate="intersects")
    owner[part] = label[face]
    if len(discs):
        part, disc = shapely.STRtree(discs).query(inner, predicate="intersects")
        owner[part] = side[cut][disc]
    empty = shapely.Polygon()
    return Shapes(tuple(shapely.coverage_union_all(parts[owner == s]) if np.any(owner == s) else empty for s in range(n_sides)))


def harmonic_shapes(field: Field, country: BaseGeometry, places: Places) -> Shapes:
    """Areas from a field of probabilities.

    Parameters
    ----------
    field : Field
    country : shapely Polygon or MultiPolygon
        Metres.
    places : Places

    Returns
    -------
    Shapes
    """
    shaping = ~places.points
    grid, labels, _ = fine_labels(field, places.xy[shaping], places.side[shaping])
    faces, label = label_polygons(grid, labels)
    # Takes out the steps of the fine cells; shared edges move together, the rim lies beyond the border.
    smooth = shapely.coverage_simplify(faces, grid.step * 2, simplify_boundary=False)
    return label_faces(smooth, label, country, places, len(field.sides))


def nearest_shapes(country: BaseGeometry, places: Places, n_sides: int) -> Shapes:
    """Areas by the nearest place (Voronoi, Thiessen): the baseline that a reader can check with a ruler.

    Parameters
    ----------
    country : shapely Polygon or MultiPolygon
        Metres.
    places : Places
    n_sides : int

    Returns
    -------
    Shapes
    """
    frame = shapely.box(*country.buffer(50_000).bounds)
    xy = places.xy
    unique = np.unique(xy, axis=0)
    faces = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(unique), extend_to=frame)) if len(unique) > 1 else np.array([frame])
    nearest = nearest_of(shapely.get_coordinates(shapely.point_on_surface(faces)), xy)
    return label_faces(faces, places.side[nearest], country, places, n_sides)
