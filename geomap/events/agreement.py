"""Whether two reports tell of the same event, explained: what contradicts, what agrees, and how much that weighs."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import asin, sin, sqrt
from typing import NamedTuple

from geomap.events.facets import Facet
from geomap.events.wording import Wording
from geomap.model import EVENT_TYPE_OF, SUB_TYPE_RANK, EventType, Precision, SubEventType
from geomap.tables.actors import Actors

__all__ = ["CAMP_OF", "THRESHOLD", "Agreement", "Parties", "camp_of", "compare", "contradiction", "far_apart", "strangers", "within"]

THRESHOLD = 3.5
"""Sum of weights from which two reports without a contradiction are one event; set on labelled pairs (docs/merging.md)."""

CAMP_OF = {
    "government": "government", "russia": "government", "iran": "government",
    "sdf": "sdf", "coalition": "sdf", "usa": "sdf",
    "opposition": "opposition", "turkish-backed": "opposition", "turkey": "opposition", "hts": "opposition", "new-government": "opposition",
}  # fmt: skip
"""Sides that speak for each other; any other side is a camp of its own."""

_SAME_POINT_KM = 1.0  # two gazetteer rows of one place; neighbouring villages of the war lie 1.5 km apart and more
_KM_OF_A_RADIAN = 6_331.0  # of latitude, at the equator, where it is shortest
_WEEK = 7
_REPRINT, _STRANGE = 0.8, 0.1  # of 166 labelled pairs, 18 of 23 that share 80 % of their words are one act, 1 of 15 below 10 %
_BATTLES = frozenset({SubEventType.ARMED_CLASH, SubEventType.GOVERNMENT_REGAINS, SubEventType.NON_STATE_OVERTAKES})
# Told of most places on most days: the same of these says less than the same of the others.
_COMMON = frozenset({SubEventType.ARMED_CLASH, SubEventType.AIR_STRIKE, SubEventType.SHELLING, SubEventType.OTHER, SubEventType.ATTACK})
# Sub-types under which different outlets file one act: the outcome and the fight, the blast and its bearer, gas and its carrier.
_FAMILIES = (
    _BATTLES,
    frozenset({SubEventType.GOVERNMENT_REGAINS, SubEventType.NON_STATE_OVERTAKES, SubEventType.NON_VIOLENT_TRANSFER}),
    frozenset({SubEventType.AIR_STRIKE, SubEventType.SHELLING, SubEventType.CHEMICAL_WEAPON}),
    frozenset({SubEventType.SUICIDE_BOMB, SubEventType.REMOTE_EXPLOSIVE}),
    frozenset({SubEventType.ABDUCTION, SubEventType.ARRESTS}),
    frozenset({SubEventType.PEACEFUL_PROTEST, SubEventType.PROTEST_INTERVENTION, SubEventType.EXCESSIVE_FORCE}),
)
# "Bombing" is any of these; and people "killed in an attack" are told of without the means.
_BLASTS = frozenset(sub for sub, kind in EVENT_TYPE_OF.items() if kind is EventType.EXPLOSIONS)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two reports have in common."""

    contradiction: str | None
    """Why they cannot be one event, or None."""
    score: float
    reasons: tuple[str, ...]
    hard: bool = False
    """Whether the contradiction is one of place, date or modality, which no third report can explain away; of type, outlets differ."""

    @property
    def same(self) -> bool:
        """Whether they are taken for one event."""
        return self.contradiction is None and self.score >= THRESHOLD


class _Part(NamedTuple):
    weight: float
    reason: str
    contradiction: bool = False
    hard: bool = True


_NOTHING = _Part(0, "")


def camp_of(side: str | None) -> str | None:
    """The camp of a side; sides outside `CAMP_OF` are camps of their own."""
    return CAMP_OF.get(side, side) if side else None


@lru_cache(maxsize=4096)
def _shown(*days: int) -> str:
    return "..".join(date.fromordinal(d).isoformat() for d in days)


def _date_part(a: Facet, b: Facet) -> _Part:
    if not (a.dated and b.dated):
        # In one article "the strike" without a date is usually the strike just told; across articles it may be any.
        return _Part(0.5 if a.article == b.article else -3.0, "not dated" if a.dated == b.dated else "one is not dated")
    if a.first > b.last or b.first > a.last:
        single = a.first == a.last and b.first == b.last
        if single and a.wide <= b.last and b.wide <= a.last:
            return _Part(-1.0, f"{_shown(a.first)} and {_shown(b.first)}, of which one is the day of the writing")
        return _Part(0, f"{_shown(a.first, a.last)} and {_shown(b.first, b.last)} do not overlap", contradiction=True)
    if a.long != b.long:
        return _Part(0, "one is a period, the other a day or an inexact date within it", contradiction=True)
    width = max(a.last - a.first, b.last - b.first)
    if a.first == b.first and a.last == b.last:
        return _Part(2.0 if width == 0 or a.day else 1.0 if width <= _WEEK else -0.5, f"same dates ({_shown(a.first)})")
    if a.long:
        since = a.first == b.first and a.period.ongoing and b.period.ongoing  # told again while it goes on
        return _Part(2.0, f"both since {_shown(a.first)}") if since else _Part(0, "two different periods", contradiction=True)
    if a.day and b.day:
        return _Part(1.0, f"one night ({_shown(min(a.first, b.first), max(a.last, b.last))})")
    # A rare act seldom comes twice to one place in a month; strikes and clashes do.
    rare = a.type not in _COMMON and b.type not in _COMMON
    return _Part(0.5 if width <= _WEEK else 0.0 if rare else -1.0, "the day of one lies within the range of the other")


def _distance_km(a: Facet, b: Facet) -> float | None:
    if a.longitude is None or b.longitude is None or a.latitude is None or b.latitude is None:
        return None
    h = sin((b.latitude - a.latitude) / 2) ** 2 + a.cosine * b.cosine * sin((b.longitude - a.longitude) / 2) ** 2
    return 2 * 6371.0088 * asin(min(1.0, sqrt(h)))


def _same_place_weight(a: Facet, b: Facet) -> float:
    """How much a common place says: a village much, a city less, a region or governorate, with its many acts a day, little."""
    if not (a.point and b.point):
        return -0.5 if Precision.ADMIN1 in (a.where.precision, b.where.precision) else 0.5
    return 1.0 if a.city else 2.0


def _place_part(a: Facet, b: Facet) -> _Part:
    x, y = a.where, b.where
    if x.place_id is None or y.place_id is None:
        return _Part(0, "a place is not known", contradiction=True)
    if x.place_id == y.place_id:
        return _Part(_same_place_weight(a, b), f"same place ({x.place})")
    if a.article == b.article and a.trigger == b.trigger:
        return _Part(0, "one sentence tells of several places", contradiction=True)
    km = _distance_km(a, b)
    if km is None:
        return _Part(0, "different places", contradiction=True)
    return _points_part(a, b, km) if a.point and b.point else _coarse_part(a, b, km)


def _points_part(a: Facet, b: Facet, km: float) -> _Part:
    x, y = a.where, b.where
    if km <= _SAME_POINT_KM:
        return _Part(1.5, f"{km:.1f} km apart")
    quarters = (x.feature_code == "PPLX") + (y.feature_code == "PPLX")
    city, quarter = (a, b) if y.feature_code == "PPLX" else (b, a)
    if quarters == 1 and city.city and km <= (city.where.radius_km or 0):
        return _Part(-1.0, f"{quarter.where.place} is a quarter of {city.where.place}")
    near = Precision.NEAR in (x.precision, y.precision) and quarters < 2
    if near and km <= max(x.radius_km or 0, y.radius_km or 0):
        return _Part(-1.0, f"{km:.0f} km apart, within the radius told")
    return _Part(0, f"{x.place} and {y.place} are {km:.0f} km apart", contradiction=True)


def _coarse_part(a: Facet, b: Facet, km: float) -> _Part:
    """One of the two is an area: the other must lie in it."""
    coarse, fine = (a, b) if (a.where.radius_km or 0) >= (b.where.radius_km or 0) else (b, a)
    level = {Precision.ADMIN1: "admin1", Precision.ADMIN2: "admin2", Precision.ADMIN3: "admin3"}.get(coarse.where.precision or Precision.AREA)
    if level:
        mine, its = getattr(coarse.where.admin, level), getattr(fine.where.admin, level)
        inside = mine is not None and mine == its
    else:
        inside = km <= (coarse.where.radius_km or 0)
    if not inside:
        return _Part(0, f"{fine.where.place} does not lie in {coarse.where.place}", contradiction=True)
    # A governorate sees several strikes a day: its name alone is no evidence, only a frame for other evidence. But one article
    # often names the governorate in its headline and the village below.
    return _Part(-0.5 if a.article == b.article else -1.5, f"{fine.where.place} lies in {coarse.where.place}")


def _kindred_weight(both: set[SubEventType]) -> float | None:
    """How much two different sub-types say for one act, or None where no outlet would take the one for the other."""
    # The fight and its outcome, the gas and its aircraft are told by turns; bombs from the air and from guns fall side by side.
    if any(both <= family for family in _FAMILIES):
        return -1.0 if SubEventType.SHELLING in both else 0.25
    if both <= _BLASTS:
        return -1.0
    return -0.5 if SubEventType.ATTACK in both and both & _BLASTS else None


def _of_types(one: SubEventType, other: SubEventType) -> _Part:
    if one is other:
        return _Part(0.75 if one in _COMMON else 1.75, one.value)
    weight = _kindred_weight({one, other})
    if weight is not None:
        return _Part(weight, f"{one.value} and {other.value} may be one act")
    return _Part(0, f"{one.value} is not {other.value}", contradiction=True, hard=False)


# By place in ACLED's hierarchy: a list of lists is read much faster than members of an enumeration are hashed.
_TYPE_PARTS = [[_of_types(one, other) for other in SUB_TYPE_RANK] for one in SUB_TYPE_RANK]


class Parties:
    """How far the parties of two acts agree; what was weighed once is remembered.

    Parameters
    ----------
    actors : Actors
        Gives parents and sides.
    """

    def __init__(self, actors: Actors) -> None:
        self._actors = actors
        self._known: dict[tuple[str | None, str | None, str | None, str | None, bool], _Part] = {}

    def part(self, a: Facet, b: Facet) -> _Part:
        """The weight of the parties of two reports."""
        battles = a.type in _BATTLES and b.type in _BATTLES  # who began a battle depends on who tells it
        one, other = self._initiator(a), self._initiator(b)
        key = (one, a.actor2, other, b.actor2, battles)
        part = self._known.get(key)
        if part is None:
            part = self._known[key] = self._weighed(*key, f"{a.actor1}/{a.actor2} and {b.actor1}/{b.actor2}")
        elif part.weight == _STRANGERS:  # who they are is told, not only that they differ
            part = _Part(_STRANGERS, f"other parties: {a.actor1}/{a.actor2} and {b.actor1}/{b.actor2}")
        return part

    def _initiator(self, facet: Facet) -> str | None:
        # Civilians do not bomb or fight battles: where they stand as initiator, who did it is not known.
        armed = facet.type in _BATTLES or facet.type in _BLASTS
        return None if armed and self._actors.side(facet.actor1) == "civilians" else facet.actor1

    def _weighed(self, a1: str | None, a2: str | None, b1: str | None, b2: str | None, battles: bool, names: str) -> _Part:
        weights = [self._pair_weight(a1, a2, b1, b2, swap=False)]
        if battles:
            weights.append(self._pair_weight(a1, a2, b2, b1, swap=True))
        known = [w for w in weights if w is not None]
        if not known:
            return _Part(_STRANGERS, f"other parties: {names}")  # outlets name the parties by their own lights: a doubt, no contradiction
        best = max(known)
        return _Part(best, f"parties agree ({best:g} of 2)") if best > 0 else _Part(-0.5, "no party is told by both")

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


_ONE_PARTY, _BOTH_PARTIES, _NEVER = 1.0, 1.75, 3.0  # weights of parties that a link to a period asks for
_VIOLENT = frozenset({EventType.BATTLES, EventType.EXPLOSIONS, EventType.CIVILIANS})
_STRANGERS = -1.5  # weight of parties of different camps


def _toll_part(a: Facet, b: Facet) -> _Part:
    if a.figures is None or b.figures is None:
        return _NOTHING
    weight, reasons = 0.0, []
    for name, mine, its in zip(("deaths", "wounded", "captured"), a.figures, b.figures, strict=True):
        if not mine or not its:
            continue
        # A report may give a total and its parts; the largest number is what readers compare.
        high_a, high_b = mine[-1], its[-1]
        if high_a in its or high_b in mine:
            common = min(high_a, high_b)
            weight += 1.5 if common > 1 else 0.75
            reasons.append(f"same number {name}: {common}")
        elif a.claimant == b.claimant and a.article == b.article:
            weight -= 2.0  # one teller with two figures in one text tells of two acts
            reasons.append(f"{name} {high_a} and {high_b} on one word")
        elif max(high_a, high_b) >= 3 * max(1, min(high_a, high_b)):
            weight -= 1.0
            reasons.append(f"{name} far apart: {high_a} and {high_b}")
    return _Part(weight, ", ".join(reasons))


def _detail_part(a: Facet, b: Facet) -> _Part:
    weight, reasons = 0.0, []
    for name, mine, its, plus in (("weapon", a.weapon, b.weapon, 0.5), ("object", a.object, b.object, 1.0)):
        if mine and its:
            if mine == its == "aircraft":  # an air strike has no other weapon
                continue
            weight += plus if mine == its else -0.5
            reasons.append(f"{name} {mine}" if mine == its else f"{name} {mine} and {its}")
    if a.control and b.control:
        same = a.control == b.control
        weight += 1.0 if same else -2.0
        reasons.append("same change of control" if same else "different holders afterwards")
    return _Part(weight, ", ".join(reasons))


def _modality_part(a: Facet, b: Facet) -> _Part:
    return _NOTHING if a.modal == b.modal else _Part(0, f"one is {a.modal}, the other {b.modal}", contradiction=True)


def _type_part(a: Facet, b: Facet) -> _Part:
    return _TYPE_PARTS[a.rank][b.rank]


def _wording_part(a: Facet, b: Facet, wording: Wording | None) -> _Part:
    shared = wording.shared(a, b) if wording else None
    if shared is None:
        return _NOTHING
    if shared >= _REPRINT:
        return _Part(2.5, "told in the same words")
    return _Part(-0.5, "no words in common") if shared < _STRANGE else _NOTHING


_CHECKS = (_modality_part, _date_part, _place_part, _type_part)


def contradiction(a: Facet, b: Facet) -> tuple[str, bool] | None:
    """As the contradiction of `compare`, without weighing anything.

    Parameters
    ----------
    a, b : Facet

    Returns
    -------
    tuple of str and bool, or None
        Why they cannot be one event, and whether that is of place, date or modality.
    """
    for check in _CHECKS:
        part = check(a, b)
        if part.contradiction:
            return part.reason, part.hard
    return None


def strangers(a: Facet, b: Facet) -> bool:
    """Whether type or modality alone say that two reports are not one event: a quick look before `compare`."""
    return _TYPE_PARTS[a.rank][b.rank].contradiction or a.modal != b.modal


def far_apart(a: Facet, b: Facet) -> bool:
    """Whether two points lie so far apart that nothing can make them one place: a quick look before `compare`."""
    if not (a.point and b.point) or a.latitude is None or b.latitude is None or a.where.place_id == b.where.place_id:
        return False
    return abs(a.latitude - b.latitude) * _KM_OF_A_RADIAN > max(_SAME_POINT_KM, a.where.radius_km or 0, b.where.radius_km or 0)


def compare(a: Facet, b: Facet, parties: Parties, wording: Wording | None = None) -> Agreement:
    """Compare two reports; the order of the two does not matter.

    Parameters
    ----------
    a, b : Facet
        Of the reports.
    parties : Parties
    wording : Wording, optional
        Gives the words of the evidence; without it, reprints are not seen.

    Returns
    -------
    Agreement
    """
    if b.id < a.id:
        a, b = b, a
    parts = []
    for check in _CHECKS:
        part = check(a, b)
        if part.contradiction:
            return Agreement(part.reason, 0.0, (), part.hard)
        parts.append(part)
    parts += (parties.part(a, b), _toll_part(a, b), _detail_part(a, b), _wording_part(a, b, wording))
    return Agreement(None, sum(p.weight for p in parts), tuple(p.reason for p in parts if p.reason))


def within(period: Facet, one: Facet, parties: Parties) -> str | None:
    """Why an event lies within one of a period, or None where it does not (see `geomap.events.periods`).

    Parameters
    ----------
    period, one : Facet
        Of events that were done; the first of several days.
    parties : Parties

    Returns
    -------
    str or None
    """
    inside = period.first <= one.first and one.last <= period.last and one.last - one.first < period.last - period.first
    if period.id == one.id or not inside or not one.day:
        return None
    place = _place_part(period, one)
    same = one.where.place_id == period.where.place_id
    finer = same or (one.where.radius_km or 0) <= (period.where.radius_km or 0)
    sides, kind = parties.part(period, one), _type_part(period, one)
    enough = _ONE_PARTY
    if kind.contradiction:
        enough = _BOTH_PARTIES if {EVENT_TYPE_OF[period.type], EVENT_TYPE_OF[one.type]} <= _VIOLENT else _NEVER
    if place.contradiction or not finer or sides.weight < enough:
        return None
    told = period.type.value if kind.contradiction else kind.reason
    # No names of places: the reason stands beside events whose place is coarsened for the public.
    return f"{_shown(period.first, period.last)}; {'same place' if same else 'a place within its own'}; {told}; {sides.reason}"
