"""The probability that a side holds a cell: clamped harmonic interpolation between places.

The method is the random walker of Grady (2006, IEEE TPAMI 28(11)) on a grid: the probability of a side in a cell is the chance
that a walker who starts there first comes to ground held by that side. Ground is fixed where it holds a place, and where one side
is at least 3.3 times nearer than any other (`CLAMP`); without the second rule single places in empty country shrink to dots.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geomap.control.grid import Floats, Grid

__all__ = ["CLAMP", "Field", "nearest_distances", "nearest_of", "solve"]

Ints = npt.NDArray[np.intp]

CLAMP = 0.3
"""Distance to the nearest place over distance to the nearest place of another side, below which a cell is fixed. Taken from 0.2,
0.3 and 0.4 tried on a hand-drawn map of December 2024; figures in ``docs/control.md``."""
SHARPEN = 1.2
"""Power by which probabilities are sharpened, which changes no winner. Raw ones were too modest by up to five points on held-out towns
(``benchmarks/control.py calibration``)."""
_DECIMALS = 6  # probabilities are rounded before they are compared, so that no last bit of a solver decides a cell


@dataclass(frozen=True, slots=True)
class Field:
    """Probabilities on a grid."""

    grid: Grid
    sides: tuple[str, ...]
    """Sorted; the order of the last axis of `p`."""
    p: Floats
    """Shape (cells inside, sides), rows sum to 1."""
    nearest: Ints
    """Number of the place nearest to the middle of each cell."""


def nearest_distances(points: Floats, xy: Floats, side: Ints, n_sides: int) -> Floats:
    """Distance from each point to the nearest place of each side.

    Parameters
    ----------
    points : array, shape (n, 2)
        Metres.
    xy : array, shape (m, 2)
        Places, metres.
    side : array of int, shape (m,)
        Number of the side that holds each place.
    n_sides : int

    Returns
    -------
    array, shape (n, n_sides)
        Metres; infinite for a side that holds nothing.
    """
    out = np.full((len(points), n_sides), np.inf)
    for s in range(n_sides):
        if np.any(side == s):
            own = xy[side == s]
            to = own[nearest_of(points, own)]
            out[:, s] = np.hypot(*(points - to).T)
    return out


def nearest_of(points: Floats, xy: Floats) -> Ints:
    """For each point the number of the nearest place; metres, shapes (n, 2) and (m, 2)."""
    from scipy.spatial import cKDTree

    return np.asarray(cKDTree(xy).query(points)[1], dtype=np.intp)


def _two_nearest(points: Floats, xy: Floats, side: Ints) -> tuple[Ints, Floats, Floats]:
    """For each point the nearest place, its distance, and the distance to the nearest place of any side but its own, metres.

    Two searches a point, where the distance to every side would take one for each side.
    """
    at = nearest_of(points, xy)
    first = side[at]
    near, next_near = np.hypot(*(points - xy[at]).T), np.full(len(points), np.inf)
    for s in np.unique(first):
        others, own = xy[side != s], first == s
        if len(others):
            next_near[own] = np.hypot(*(points[own] - others[nearest_of(points[own], others)]).T)
    return at, near, next_near


def _fixed(grid: Grid, centres: Floats, xy: Floats, side: Ints, n_sides: int) -> tuple[Ints, Ints]:
    """Side of each fixed cell, -1 where the cell is free; and the place nearest to each cell."""
    nearest, near, next_near = _two_nearest(centres, xy, side)
    fixed = np.where(near < CLAMP * next_near, side[nearest], -1)
    cell = grid.cell_of(xy)
    at = np.where(cell[:, 0] >= 0, grid.index()[cell[:, 0], cell[:, 1]], -1)
    held, row = np.unique(at[at >= 0], return_inverse=True)
    votes = np.zeros((len(held), n_sides))
    np.add.at(votes, (row, side[at >= 0]), 1.0)
    # Several places in one cell: the side with most of them, then the nearest to the middle.
    votes -= np.minimum(nearest_distances(centres[held], xy, side, n_sides), 1e7) / 1e8
    fixed[held] = votes.argmax(axis=1)
    return fixed, nearest


def _laplace(grid: Grid, fixed: Ints, n_sides: int) -> Floats:
    """Solve the Laplace equation between the fixed cells, four neighbours a cell, no flow through the rim."""
    from scipy.sparse import coo_matrix, csc_matrix
    from scipy.sparse.linalg import splu

    index = grid.index()
    pairs = [(index[:, :-1].ravel(), index[:, 1:].ravel()), (index[:-1].ravel(), index[1:].ravel())]
    a = np.concatenate([p[0] for p in pairs])
    b = np.concatenate([p[1] for p in pairs])
    both = (a >= 0) & (b >= 0)
    a, b = np.concatenate((a[both], b[both])), np.concatenate((b[both], a[both]))
    p = np.zeros((len(fixed), n_sides))
    p[fixed >= 0, fixed[fixed >= 0]] = 1.0
    free = np.flatnonzero(fixed < 0)
    if not len(free):
        return p
    place = np.full(len(fixed), -1, dtype=np.intp)
    place[free] = np.arange(len(free))
    out = fixed[a] < 0
    inner, rim = out & (fixed[b] < 0), out & (fixed[b] >= 0)
    # The small term keeps a free island without any fixed cell solvable; it is zero there, and filled below.
    degree = np.bincount(place[a[out]], minlength=len(free)) + 1e-9
    rows = np.concatenate((np.arange(len(free)), place[a[inner]]))
    columns = np.concatenate((np.arange(len(free)), place[b[inner]]))
    values = np.concatenate((degree, -np.ones(int(inner.sum()))))
    matrix: csc_matrix = coo_matrix((values, (rows, columns)), shape=(len(free), len(free))).tocsc()
    right = np.zeros((len(free), n_sides))
    np.add.at(right, (place[a[rim]], fixed[b[rim]]), 1.0)
    solver = splu(matrix, permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True})
    p[free] = solver.solve(right)
    return p


def solve(grid: Grid, xy: Floats, side: Ints, sides: tuple[str, ...]) -> Field:
    """Probability of each side in each cell.

    Parameters
    ----------
    grid : Grid
    xy : array, shape (m, 2)
        Places, metres; at least one.
    side : array of int, shape (m,)
        Number in `sides` of the side that holds each place.
    sides : tuple of str

    Returns
    -------
    Field
    """
    centres = grid.centres()
    fixed, nearest = _fixed(grid, centres, xy, side, len(sides))
    p = _laplace(grid, fixed, len(sides))
    p = np.asarray(np.round(np.clip(p, 0.0, 1.0), _DECIMALS), dtype=np.float64)
    total = p.sum(axis=1)
    empty = total < 0.5
    p[empty] = np.eye(len(sides))[nearest_distances(centres[empty], xy, side, len(sides)).argmin(axis=1)]
    p = p**SHARPEN
    return Field(grid, sides, np.round(p / p.sum(axis=1, keepdims=True), _DECIMALS), nearest)
