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
    taken_by: str = ""
    """Who took it, under the name of that day; `side_to` is who holds it on the later date."""


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


def _rim(mask: Bools) -> Bools:
    """Cells of a mask with a neighbour outside it: of all its cells, one of these is the nearest to any cell outside."""
    inner = np.zeros_like(mask)
    inner[1:-1, 1:-1] = mask[1:-1, 1:-1] & mask[:-2, 1:-1] & mask[2:, 1:-1] & mask[1:-1, :-2] & mask[1:-1, 2:]
    return mask & ~inner


def _origins(dates: _Dates, cells: Floats, to: int) -> Floats | None:
    """For each cell the nearest one that the taker held before; None where it held nothing."""
    old = _cells(dates.grid, _rim(dates.inside & (dates.labels[0] == to)))
    return old[nearest_of(cells, old)] if len(old) else None


def _depth(step: float, cells: Floats, origins: Floats | None) -> tuple[float | None, BaseGeometry | None]:
    """Depth in km and arrow from the old line, or None for a pocket that does not touch the taker's old ground."""
    if origins is None:
        return None, None
    distance = np.hypot(*(cells - origins).T)
    if distance.min() > 2.1 * step:
        return None, None
    deepest = int(distance.argmax())
    return float(distance[deepest] / 1e3), shapely.linestrings([origins[deepest], cells[deepest]])


def _patches(dates: _Dates, sides: tuple[str, ...], pair: tuple[int, int], country: BaseGeometry) -> list[Patch]:
    """Patches of one pair of sides: ground near a place with its km², the rest without."""
    a, b = pair
    moved = dates.inside & dates.reach & (dates.labels[0] == a) & (dates.labels[1] == b)
    if not moved.any():
        return []
    p_before, p_after = _on_fine(dates, 0, a), _on_fine(dates, 1, b)
    sure = moved & (p_before >= _SURE_P) & (p_after >= _SURE_P)
    possible = dates.inside & dates.reach & (moved | ((p_before >= _POSSIBLE_P) & (p_after >= _POSSIBLE_P)))
    found = []
    for measurable in (True, False):
        ground = dates.near if measurable else ~dates.near
        masks = {"moved": moved & ground, "sure": sure & ground, "possible": possible & ground}
        parts = [p for p in shapely.get_parts(mask_polygon(dates.grid, masks["moved"], country)) if p.area / 1e6 >= _SMALLEST_KM2]
        if parts:
            found += _measured(dates, parts, masks, (sides[a], sides[b], b), measurable)
    return sorted(found, key=lambda p: (p.km2 is None, -p.area.area, p.area.bounds))


def _parts_of(grid: Grid, mask: Bools, parts: list[BaseGeometry]) -> Ints:
    """Number of the part to which each cell of a mask belongs: connected cells together, by the cell in the middle of each group."""
    from scipy.ndimage import label

    group = label(mask)[0][mask] - 1
    cells = _cells(grid, mask)
    first = np.unique(group, return_index=True)[1]
    part = shapely.STRtree(parts).nearest(shapely.points(cells[first]))
    return np.asarray(part)[group]


def _owners(grid: Grid, masks: dict[str, Bools], cells: Floats, part_of: Ints) -> dict[str, Ints]:
    """For the cells of the masks "sure" and "possible" the part to which the nearest cell that moved belongs."""
    own = np.full(grid.shape, -1, dtype=np.intp)
    own[masks["moved"]] = part_of
    beside = masks["possible"] & ~masks["moved"]
    if beside.any():
        own[beside] = part_of[nearest_of(_cells(grid, beside), cells)]
    return {name: own[masks[name]] for name in ("sure", "possible")}


def _measured(dates: _Dates, parts: list[BaseGeometry], masks: dict[str, Bools], names: tuple[str, str, int], measurable: bool) -> list[Patch]:
    cell = dates.grid.step**2 / 1e6
    cells = _cells(dates.grid, masks["moved"])
    part_of = _parts_of(dates.grid, masks["moved"], parts)
    origins = _origins(dates, cells, names[2])
    near = {name: np.bincount(own, minlength=len(parts)) * cell for name, own in _owners(dates.grid, masks, cells, part_of).items()}
    found = []
    for i, part in enumerate(parts):
        own = part_of == i
        if not own.any():
            continue
        depth, arrow = _depth(dates.grid.step, cells[own], None if origins is None else origins[own])
        km2 = float(part.area / 1e6)
        low, high = float(near["sure"][i]), float(near["possible"][i])
        if measurable:
            found.append(Patch(names[0], names[1], part, km2, min(low, km2), max(high, km2), depth, arrow, depth is None))
        else:
            found.append(Patch(names[0], names[1], part, None, None, None, None, None, depth is None))
    return found


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
            if swept <= 0:
                continue
            old, length = _front_cells(dates, 0, (a, b))
            new, _ = _front_cells(dates, 1, (a, b))
            if len(old) and len(new):
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
    # Ground passes from one side to another only where a place did: elsewhere two old neighbours merely share what a third one lost.
    moved = before != after
    for pair in sorted(set(zip(before[moved].tolist(), after[moved].tolist(), strict=True))):
        patches += _patches(dates, sides, pair, country)
    return tuple(patches), tuple(_shifts(dates, sides, patches))
