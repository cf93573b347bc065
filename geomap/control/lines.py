"""Front lines: where the ground of two sides meets, how long, and how far off the line may be."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.control.areas import AreaMap
from geomap.control.field import nearest_distances, nearest_of
from geomap.control.grid import Floats
from geomap.control.shapes import SPOT_M

__all__ = ["ACCURACY_CLASSES_KM", "FrontLine", "front_band", "front_lines"]

ACCURACY_CLASSES_KM = (5.0, 15.0)
"""A line is cut where its accuracy passes from one class to the next, so that each piece can be drawn as wide as its error."""
_SHARE_OF_GAP = 0.5
"""Accuracy over the sum of the distances to the nearest place of either side: a drawn line may lie on either place. Nine tenths of the
length of lines from 229, 300 and 1,000 towns lay within 0.4 of the sum of a line drawn by hand (``benchmarks/control.py lines``); as that
map is of a calm day, the half is kept."""


@dataclass(frozen=True, slots=True)
class FrontLine:
    """One piece of front, in equal-area metres."""

    side_a: str
    side_b: str
    line: BaseGeometry
    length_km: float
    accuracy_km: float
    """Nine tenths of the true line are expected within this."""
    nearest_place_km: float
    """Mean distance to the nearest place of either side."""
    doubtful: bool
    """The accuracy is in the last class."""


def _segments(area: BaseGeometry) -> npt.NDArray[np.void]:
    """Edges of an area with their ends in a fixed order, as one value each, so that equal edges compare equal."""
    xy, ring = shapely.get_coordinates(shapely.get_parts(shapely.boundary(area)), return_index=True)
    pieces = np.concatenate((xy[:-1], xy[1:]), axis=1)[ring[:-1] == ring[1:]]
    swap = (pieces[:, 0] > pieces[:, 2]) | ((pieces[:, 0] == pieces[:, 2]) & (pieces[:, 1] > pieces[:, 3]))
    pieces[swap] = pieces[swap][:, [2, 3, 0, 1]]
    return np.ascontiguousarray(pieces).view([("", float)] * 4).ravel()


def _accuracy(areas: AreaMap, points: Floats, pair: tuple[int, int]) -> tuple[Floats, Floats]:
    """Accuracy and distance to the nearest place at points of a front, km."""
    own = np.isin(areas.side, pair) & ~areas.doubted
    side = np.where(areas.side[own] == pair[0], 0, 1)
    distance = nearest_distances(points, areas.xy[own], side.astype(np.intp), 2) / 1e3
    # A side without a place of its own, or with doubted ones only, holds no front; kept for safety.
    finite = np.where(np.isfinite(distance), distance, 100.0)
    return finite.sum(axis=1) * _SHARE_OF_GAP, finite.min(axis=1)


def _pieces(areas: AreaMap, pair: tuple[int, int], shared: Floats) -> list[FrontLine]:
    middle = (shared[:, :2] + shared[:, 2:]) / 2
    accuracy, near = _accuracy(areas, middle, pair)
    rank = np.digitize(accuracy, ACCURACY_CLASSES_KM)
    length = np.hypot(*(shared[:, 2:] - shared[:, :2]).T)
    lines: Any = shapely.linestrings(shared.reshape(-1, 2, 2))
    found = []
    for r in np.unique(rank):
        own = np.flatnonzero(rank == r)
        merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines[own])))
        of = shapely.STRtree(merged).query(shapely.points(middle[own]), predicate="dwithin", distance=0.01)
        for m, line in enumerate(merged):
            at = own[of[0][of[1] == m]]
            weight = length[at] if len(at) else None
            found.append(
                FrontLine(
                    areas.sides[pair[0]], areas.sides[pair[1]], line, float(line.length / 1e3),
                    float(np.average(accuracy[at], weights=weight)), float(np.average(near[at], weights=weight)),
                    bool(r == len(ACCURACY_CLASSES_KM)),
                )
            )  # fmt: skip
    return found


def _without_spots(areas: AreaMap, shared: Floats) -> Floats:
    """Edges without the rims of the spots of doubted places."""
    if not areas.doubted.any() or not len(shared):
        return shared
    middle = (shared[:, :2] + shared[:, 2:]) / 2
    lone = areas.xy[areas.doubted]
    far = np.hypot(*(middle - lone[nearest_of(middle, lone)]).T) > SPOT_M + 1.0
    return np.asarray(shared[far])


def front_lines(areas: AreaMap) -> tuple[FrontLine, ...]:
    """Front lines of an area map.

    Parameters
    ----------
    areas : AreaMap

    Returns
    -------
    tuple of FrontLine
        By sides, then longest first. Edges that two areas share exactly; the border of the country is no front, nor is the rim of the
        spot of a doubted place.
    """
    edges = [_segments(a) if not a.is_empty else None for a in areas.areas]
    found: list[FrontLine] = []
    for i, first in enumerate(edges):
        for j in range(i + 1, len(edges)):
            second = edges[j]
            if first is None or second is None:
                continue
            shared = _without_spots(areas, np.intersect1d(first, second).view(float).reshape(-1, 4))
            if len(shared):
                pieces = _pieces(areas, (i, j), shared)
                found += sorted(pieces, key=lambda f: (-round(f.length_km, 6), f.line.wkt))
    return tuple(found)


def front_band(lines: tuple[FrontLine, ...], country: BaseGeometry, without: BaseGeometry | None = None) -> BaseGeometry:
    """Ground of a country on which front lines may lie: each as far to either side as it may be off; metres. `without` is left out."""
    wide = shapely.union_all([shapely.buffer(f.line, 1e3 * f.accuracy_km, quad_segs=4) for f in lines])
    band = shapely.intersection(shapely.simplify(wide, 500), country)
    if without is not None:
        band = shapely.difference(band, without)
    return shapely.MultiPolygon([p for p in shapely.get_parts(band) if p.geom_type == "Polygon"])
