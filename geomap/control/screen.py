"""Facts that contradict everything around them. Nothing is deleted: sieges and enclaves are real.

A place is judged by the others only: the chance that its side holds it, as its nearest places tell (inverse square of the distance),
against the chance that a label is wrong. Where a wrong label is likelier a person is asked. If nothing but one bare statement stands
behind the place, it is moreover drawn as a point: it keeps its own spot and shapes no ground (`docs/decisions/0006`).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geomap.control.grid import Floats, to_metres
from geomap.control.holdings import Holding, family
from geomap.model import ControlKind

__all__ = ["Question", "doubted", "questions"]

_NEIGHBOURS = 8
_LEAST = 4  # fewer places near by contradict nobody
_NEAR_M = 25_000.0  # a place farther away tells nothing of this one, as in `areas.FAR_KM`
_CLOSEST_M = 100.0  # positions are no better
_WRONG = 0.05
"""Share of labels that are wrong, for the odds: the share planted in ``benchmarks/control.py wrong``."""
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to look at again."""

    holding: Holding
    others: str
    """The side that holds most of the places around."""
    reason: str
    drawn_as_point: bool = False
    """One bare statement: no ground is drawn round it."""


@dataclass(frozen=True, slots=True)
class _Around:
    """The neighbours of each place, nearest first; -1 where there are no more within 25 km."""

    number: npt.NDArray[np.intp]
    distance: Floats


def _around(xy: Floats) -> _Around:
    from scipy.spatial import cKDTree

    distance, number = (np.asarray(v) for v in cKDTree(xy).query(xy, k=_NEIGHBOURS + 1, distance_upper_bound=_NEAR_M))
    other = np.isfinite(distance) & (number != np.arange(len(xy))[:, None])
    other &= np.cumsum(other, axis=1) <= _NEIGHBOURS  # the place itself may be missing among several at one point
    return _Around(np.where(other, number, -1), np.where(other, distance, np.inf))


def _numbered(holdings: tuple[Holding, ...]) -> tuple[Floats, npt.NDArray[np.intp], list[str]]:
    sides = sorted({h.side for h in holdings})
    xy = to_metres(np.array([[h.longitude, h.latitude] for h in holdings]))
    return xy, np.array([sides.index(h.side) for h in holdings], dtype=np.intp), sides


def _contradicted(around: _Around, side: npt.NDArray[np.intp], n_sides: int) -> Bools:
    """Whether a wrong label is likelier than the side that a place is said to be held by."""
    near = around.number >= 0
    weight = np.where(near, np.maximum(around.distance, _CLOSEST_M), 1.0) ** -2.0 * near
    total = weight.sum(axis=1)
    own = (weight * (side[around.number] == side[:, None])).sum(axis=1) / np.where(total > 0, total, 1.0)
    likelier = (1 - _WRONG) * own < _WRONG / max(n_sides - 1, 1) * (1 - own)
    return np.asarray((near.sum(axis=1) >= _LEAST) & likelier)


def _bare(holding: Holding) -> bool:
    """Whether one statement without anything to bear it out is all that is known of a place.

    A second family of sources, a basis (a curated row, or a person's acceptance), a siege, fighting, or a known change of hands
    each bear it out: contradicting one's neighbours is then what an enclave does, or news.
    """
    if holding.implied or holding.contested or holding.besieged_by or holding.moved:
        return False
    known = holding.facts
    return not any(f.basis or f.kind is not ControlKind.STATE for f in known) and len({family(f.source) for f in known}) == 1


def doubted(holdings: tuple[Holding, ...]) -> Bools:
    """Holdings that contradict their neighbours and rest on one bare statement: drawn as points without ground.

    Parameters
    ----------
    holdings : tuple of Holding

    Returns
    -------
    array of bool, shape (n,)
    """
    bare = np.array([_bare(h) for h in holdings], dtype=bool)
    if len(holdings) <= _LEAST or not bare.any():
        return np.zeros(len(holdings), dtype=bool)
    xy, side, sides = _numbered(holdings)
    return bare & _contradicted(_around(xy), side, len(sides))


def questions(holdings: tuple[Holding, ...]) -> tuple[Question, ...]:
    """Find holdings that contradict their neighbours.

    Parameters
    ----------
    holdings : tuple of Holding

    Returns
    -------
    tuple of Question
        In the order of the holdings. A place known to be besieged or contested is not asked about.
    """
    if len(holdings) <= _LEAST:
        return ()
    xy, side, sides = _numbered(holdings)
    around = _around(xy)
    found = []
    for i in np.flatnonzero(_contradicted(around, side, len(sides))):
        holding = holdings[i]
        if holding.contested or holding.besieged_by:
            continue
        near = around.number[i][around.number[i] >= 0]
        votes = np.bincount(side[near], minlength=len(sides))
        most, own = int(votes.argmax()), int(votes[side[i]])
        far = float(around.distance[i][around.number[i] >= 0].max()) / 1e3
        reason = (
            f"{votes[most]} of the {len(near)} nearest places (within {far:.0f} km) are held by {sides[most]}, "
            f"{own or 'none'} by {holding.side}"
        )  # fmt: skip
        bare = _bare(holding)
        if bare:
            reason += "; drawn as a point without ground until a second source, a basis or a siege bears it out"
        found.append(Question(holding, sides[most], reason, bare))
    return tuple(found)
