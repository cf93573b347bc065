"""Ground that changed hands between two dates: patches, km² with ranges, depth, and the shift of the line.

Both dates are drawn from the same places. Ground counts only where a place lies within 15 km, and only within reach of a place that
itself changed hands: a fact can decide a cell no farther away than the nearest fact's distance over `field.CLAMP`. The farthest
that one fact can move the result is therefore 15 km / 0.3 = 50 km.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.control.areas import STEP_M
from geomap.control.field import CLAMP, Field, Ints, nearest_of, solve
from geomap.control.grid import Bools, Floats, Grid, grid_over
from geomap.control.layers import mask_polygon
from geomap.control.shapes import fine_labels

__all__ = ["MEASURABLE_KM", "REACH_KM", "Patch", "Shift", "changed_ground"]

MEASURABLE_KM = 15.0
REACH_KM = MEASURABLE_KM / CLAMP
"""One fact moves no ground farther away than this."""
_SURE_P = 0.8
"""A cell counts towards the lower end of a range where the old and the new holder are at least this likely."""
_POSSIBLE_P = 0.15
"""A side with at least this probability may hold the cell: the upper end of a range."""
_SMALLEST_KM2 = 1.0  # patches below four fine cells are the grid's, not the war's


@dataclass(frozen=True, slots=True)
class Patch:
    """One stretch of ground that changed hands, in equal-area metres."""

    side_from: str
    side_to: str
    area: BaseGeometry
    km2: float | None
    """None where it cannot be measured: no place within 15 km."""
    low_km2: float | None
    high_km2: float | None
    depth_km: float | None
    """From the old line to the deepest point; None for a new pocket."""
    arrow: BaseGeometry | None
    new_pocket: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the line between two sides moved."""

    side_a: str
    side_b: str
    line_km: float
    mean_km: float
    """Ground that changed hands either way over the length of the old line."""
    p90_km: float
    """Nine tenths of the new line lie within this of the old one."""


@dataclass(frozen=True, slots=True)
class _Dates:
    """Both dates on one fine grid."""

    grid: Grid
    labels: tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]
    fields: tuple[Field, Field]
    inside: Bools
    reach: Bools
    near: Bools


def _two_dates(country: BaseGeometry, xy: Floats, sides: tuple[str, ...], before: Ints, after: Ints) -> _Dates:
    coarse = grid_over(country, STEP_M)
    fields = (solve(coarse, xy, before, sides), solve(coarse, xy, after, sides))
    grid, first, _ = fine_labels(fields[0], xy, before)
    _, second, _ = fine_labels(fields[1], xy, after)
    changed = np.flatnonzero(before != after)
    rows, columns = np.nonzero(grid.inside)
    centres = np.column_stack((grid.west + (columns + 0.5) * grid.step, grid.south + (rows + 0.5) * grid.step))
    shapely.prepare(country)
    inside, reach, near = (np.zeros(grid.shape, dtype=bool) for _ in range(3))
    inside[grid.inside] = shapely.contains_xy(country, centres)
    nearest = np.hypot(*(centres - xy[nearest_of(centres, xy)]).T)
    near[grid.inside] = nearest <= MEASURABLE_KM * 1e3
    if len(changed):
        moved = xy[changed]
        reach[grid.inside] = np.hypot(*(centres - moved[nearest_of(centres, moved)]).T) <= nearest / CLAMP + grid.step
    return _Dates(grid, (first, second), fields, inside, reach, near)


def _on_fine(dates: _Dates, date: int, side: int) -> Floats:
    """Probability of a side on the fine grid, without interpolation."""
    coarse = dates.fields[date].grid
    whole = np.zeros(coarse.shape)
    whole[coarse.inside] = dates.fields[date].p[:, side]
    times = round(coarse.step / dates.grid.step)
    return np.repeat(np.repeat(whole, times, 0), times, 1)


def _cells(grid: Grid, mask: Bools) -> Floats:
    rows, columns = np.nonzero(mask)
    return np.column_stack((grid.west + (columns + 0.5) * grid.step, grid.south + (rows + 0.5) * grid.step))


def _depth(dates: _Dates, cells: Floats, to: int) -> tuple[float | None, BaseGeometry | None]:
    """Depth in km and arrow from the old line, or None for a pocket that does not touch the taker's old ground."""
    old = _cells(dates.grid, dates.inside & (dates.labels[0] == to))
    if not len(old):
        return None, None
    origin = old[nearest_of(cells, old)]
    distance = np.hypot(*(cells - origin).T)
    if distance.min() > 2.1 * dates.grid.step:
        return None, None
    deepest = int(distance.argmax())
    return float(distance[deepest] / 1e3), shapely.linestrings([origin[deepest], cells[deepest]])


def _patches(dates: _Dates, sides: tuple[str, ...], pair: tuple[int, int], country: BaseGeometry) -> list[Patch]:
    a, b = pair
    grid, cell = dates.grid, dates.grid.step**2 / 1e6
    moved = dates.inside & dates.reach & (dates.labels[0] == a) & (dates.labels[1] == b)
    area = mask_polygon(grid, moved, country)
    parts = [p for p in shapely.get_parts(area) if p.area / 1e6 >= _SMALLEST_KM2]
    if not parts:
        return []
    p_before, p_after = _on_fine(dates, 0, a), _on_fine(dates, 1, b)
    sure = moved & (p_before >= _SURE_P) & (p_after >= _SURE_P)
    possible = dates.inside & dates.reach & (moved | ((p_before >= _POSSIBLE_P) & (p_after >= _POSSIBLE_P)))
    tree = shapely.STRtree(parts)
    of = {name: tree.nearest(shapely.points(_cells(grid, m))) for name, m in (("moved", moved), ("sure", sure), ("possible", possible))}
    far = tree.nearest(shapely.points(_cells(grid, moved & ~dates.near)))
    cells = _cells(grid, moved)
    found = []
    for i, part in enumerate(parts):
        own = cells[of["moved"] == i]
        if not len(own):
            continue
        measurable = bool((far == i).mean() * len(far) < 0.5 * len(own)) if len(far) else True
        depth, arrow = _depth(dates, own, b)
        km2 = float(part.area / 1e6)
        low, high = float((of["sure"] == i).sum() * cell), float((of["possible"] == i).sum() * cell)
        numbers = (km2, min(low, km2), max(high, km2)) if measurable else (None, None, None)
        found.append(Patch(sides[a], sides[b], part, *numbers, depth if measurable else None, arrow, depth is None))
    return sorted(found, key=lambda p: (-p.area.area, p.area.bounds))


def _front_cells(dates: _Dates, date: int, pair: tuple[int, int]) -> tuple[Floats, float]:
    """Middles of the fine edges between two sides on a date, and the length they stand for, km."""
    labels, step = np.where(dates.inside, dates.labels[date], -1), dates.grid.step
    points, count = [], 0
    for axis in (0, 1):
        one, two = (labels[:-1], labels[1:]) if axis == 0 else (labels[:, :-1], labels[:, 1:])
        r, c = np.nonzero(((one == pair[0]) & (two == pair[1])) | ((one == pair[1]) & (two == pair[0])))
        shift = (0.5, 1.0) if axis == 0 else (1.0, 0.5)
        points.append(np.column_stack((dates.grid.west + (c + shift[0]) * step, dates.grid.south + (r + shift[1]) * step)))
        count += len(r)
    # A slanting line crosses 4/pi times as many square edges as its length, averaged over all directions.
    return np.concatenate(points), count * step / 1e3 * np.pi / 4


def _shifts(dates: _Dates, sides: tuple[str, ...], patches: list[Patch]) -> list[Shift]:
    found = []
    for a in range(len(sides)):
        for b in range(a + 1, len(sides)):
            swept = sum(p.km2 or 0.0 for p in patches if {p.side_from, p.side_to} == {sides[a], sides[b]})
            old, length = _front_cells(dates, 0, (a, b))
            new, _ = _front_cells(dates, 1, (a, b))
            if swept > 0 and len(old) and len(new):
                moved = np.hypot(*(new - old[nearest_of(new, old)]).T) / 1e3
                found.append(Shift(sides[a], sides[b], length, swept / length, float(np.percentile(moved, 90))))
    return found


def changed_ground(
    country: BaseGeometry, xy: Floats, sides: tuple[str, ...], before: Ints, after: Ints
) -> tuple[tuple[Patch, ...], tuple[Shift, ...]]:
    """Patches of ground that changed hands and the shift of each line.

    Parameters
    ----------
    country : shapely Polygon or MultiPolygon
        Metres.
    xy : array, shape (m, 2)
        Places known on both dates, metres.
    sides : tuple of str
    before, after : array of int, shape (m,)
        Numbers of the sides on the two dates.

    Returns
    -------
    patches : tuple of Patch
        By pair of sides, then largest first. Empty where no place changed hands.
    shifts : tuple of Shift
    """
    if not np.any(before != after):
        return (), ()
    dates = _two_dates(country, xy, sides, before, after)
    patches: list[Patch] = []
    for a in range(len(sides)):
        for b in range(len(sides)):
            if a != b:
                patches += _patches(dates, sides, (a, b), country)
    return tuple(patches), tuple(_shifts(dates, sides, patches))
