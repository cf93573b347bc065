"""How far the parties of two acts agree, and the camps that sides belong to."""

from typing import NamedTuple

from geomap.events.facets import Facet
from geomap.model import EVENT_TYPE_OF, EventType, SubEventType
from geomap.tables.actors import Actors

__all__ = ["BATTLES", "BLASTS", "CAMP_OF", "Part", "Parties", "camp_of"]

CAMP_OF = {
    "government": "government", "russia": "government", "iran": "government",
    "sdf": "sdf", "coalition": "sdf", "usa": "sdf",
    "opposition": "opposition", "turkish-backed": "opposition", "turkey": "opposition", "hts": "opposition", "new-government": "opposition",
}  # fmt: skip
"""Sides that speak for each other; any other side is a camp of its own."""

BATTLES = frozenset({SubEventType.ARMED_CLASH, SubEventType.GOVERNMENT_REGAINS, SubEventType.NON_STATE_OVERTAKES})
# "Bombing" is any of these; and people "killed in an attack" are told of without the means.
BLASTS = frozenset(sub for sub, kind in EVENT_TYPE_OF.items() if kind is EventType.EXPLOSIONS)
_STRANGERS = -1.5  # weight of parties of different camps


class Part(NamedTuple):
    """What one part of a comparison says: a weight, or a contradiction."""

    weight: float
    reason: str
    contradiction: bool = False
    hard: bool = True


def camp_of(side: str | None) -> str | None:
    """The camp of a side; sides outside `CAMP_OF` are camps of their own."""
    return CAMP_OF.get(side, side) if side else None


class Parties:
    """How far the parties of two acts agree; what was weighed once is remembered.

    Parameters
    ----------
    actors : Actors
        Gives parents and sides.
    """

    def __init__(self, actors: Actors) -> None:
        self._actors = actors
        self._known: dict[tuple[str | None, str | None, int, str | None, str | None, int], Part] = {}

    def part(self, a: Facet, b: Facet) -> Part:
        """The weight of the parties of two reports."""
        key = (a.actor1, a.actor2, a.rank, b.actor1, b.actor2, b.rank)
        part = self._known.get(key)
        if part is None:
            battles = a.type in BATTLES and b.type in BATTLES  # who began a battle depends on who tells it
            names = f"{a.actor1}/{a.actor2} and {b.actor1}/{b.actor2}"
            part = self._known[key] = self._weighed(self._initiator(a), a.actor2, self._initiator(b), b.actor2, battles, names)
        return part

    def _initiator(self, facet: Facet) -> str | None:
        # Civilians do not bomb or fight battles: where they stand as initiator, who did it is not known.
        armed = facet.type in BATTLES or facet.type in BLASTS
        return None if armed and self._actors.side(facet.actor1) == "civilians" else facet.actor1

    def _weighed(self, a1: str | None, a2: str | None, b1: str | None, b2: str | None, battles: bool, names: str) -> Part:
        weights = [self._pair_weight(a1, a2, b1, b2, swap=False)]
        if battles:
            weights.append(self._pair_weight(a1, a2, b2, b1, swap=True))
        known = [w for w in weights if w is not None]
        if not known:
            return Part(_STRANGERS, f"other parties: {names}")  # outlets name the parties by their own lights: a doubt, no contradiction
        best = max(known)
        return Part(best, f"parties agree ({best:g} of 2)") if best > 0 else Part(-0.5, "no party is told by both")

    def _pair_weight(self, a1: str | None, a2: str | None, b1: str | None, b2: str | None, *, swap: bool) -> float | None:
        first, second = self._actor_weight(a1, b1), self._actor_weight(a2, b2)
        if first is None:
            return None
        if second is None:
            # A strike on a town is told as one on its holders or on its people.
            civil = "civilians" in (self._actors.side(a2), self._actors.side(b2))
            return first - 0.25 if civil and not swap else None
        return first + second

    def _actor_weight(self, a: str | None, b: str | None) -> float | None:
        """Agreement of two actors: 1 the same or one within the other, less for the same side or camp, None where they contradict."""
        actors = self._actors
        if a is None or b is None:
            return 0.25 if a is None and b is None else 0.0
        if a == b or a in actors.line(b) or b in actors.line(a):
            return 1.0
        side_a, side_b = actors.side(a), actors.side(b)
        if "unidentified" in (side_a, side_b) or side_a is None or side_b is None:
            return 0.0
        if side_a == side_b:
            return 0.75
        return 0.25 if camp_of(side_a) == camp_of(side_b) else None
