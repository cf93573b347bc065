"""Whether two reports tell of the same event, explained: what contradicts, what agrees, and how much that weighs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import asin, inf, sin, sqrt

from geomap.events.accord import BATTLES, BLASTS, Part, Parties
from geomap.events.facets import Facet
from geomap.events.wording import Wording
from geomap.model import EVENT_TYPE_OF, SUB_TYPE_RANK, EventType, Precision, SubEventType

__all__ = ["THRESHOLD", "Agreement", "compare", "contradiction", "far_apart", "reach_of", "score_of", "strangers", "within"]

THRESHOLD = 3.5
"""Sum of weights from which two reports without a contradiction are one event; set on labelled pairs (docs/merging.md)."""

_SAME_POINT_KM = 1.0  # two gazetteer rows of one place; neighbouring villages of the war lie 1.5 km apart and more
_KM_OF_A_RADIAN = 6_331.0  # of latitude, at the equator, where it is shortest
_WEEK = 7
_REPRINT, _HALF, _STRANGE = 0.8, 0.5, 0.1  # of 166 labelled pairs, 18 of 23 that share 80 % of their words are one act, 1 of 15 below 10 %
# Told of most places on most days: the same of these says less than the same of the others.
_COMMON = frozenset({SubEventType.ARMED_CLASH, SubEventType.AIR_STRIKE, SubEventType.SHELLING, SubEventType.OTHER, SubEventType.ATTACK})
# Sub-types under which different outlets file one act: the outcome and the fight, the blast and its bearer, gas and its carrier.
_FAMILIES = (
    BATTLES,
    frozenset({SubEventType.GOVERNMENT_REGAINS, SubEventType.NON_STATE_OVERTAKES, SubEventType.NON_VIOLENT_TRANSFER}),
    frozenset({SubEventType.AIR_STRIKE, SubEventType.SHELLING, SubEventType.CHEMICAL_WEAPON}),
    frozenset({SubEventType.SUICIDE_BOMB, SubEventType.REMOTE_EXPLOSIVE}),
    frozenset({SubEventType.ABDUCTION, SubEventType.ARRESTS}),
    frozenset({SubEventType.PEACEFUL_PROTEST, SubEventType.PROTEST_INTERVENTION, SubEventType.EXCESSIVE_FORCE}),
)


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


_NOTHING = Part(0, "")


@lru_cache(maxsize=4096)
def _shown(*days: int) -> str:
    return "..".join(date.fromordinal(d).isoformat() for d in days)


def _date_part(a: Facet, b: Facet) -> Part:
    if not (a.dated and b.dated):
        # In one article "the strike" without a date is usually the strike just told; across articles it may be any.
        return Part(0.5 if a.article == b.article else -3.0, "not dated" if a.dated == b.dated else "one is not dated")
    if a.first > b.last or b.first > a.last:
        single = a.first == a.last and b.first == b.last
        if single and a.wide <= b.last and b.wide <= a.last:
            # In one article, as above, what has no day of its own is usually what was just told.
            weight = 0.0 if a.article == b.article else -1.0 if abs(a.first - b.first) == 1 else -2.0
            return Part(weight, f"{_shown(a.first)} and {_shown(b.first)}, of which one is the day of the writing")
        return Part(0, f"{_shown(a.first, a.last)} and {_shown(b.first, b.last)} do not overlap", contradiction=True)
    if a.long != b.long:
        return Part(0, "one is a period, the other a day or an inexact date within it", contradiction=True)
    width = max(a.last - a.first, b.last - b.first)
    if a.first == b.first and a.last == b.last:
        return Part(2.0 if width == 0 or a.day else 1.0 if width <= _WEEK else -0.5, f"same dates ({_shown(a.first)})")
    if a.long:
        since = a.first == b.first and a.period.ongoing and b.period.ongoing  # told again while it goes on
        return Part(2.0, f"both since {_shown(a.first)}") if since else Part(0, "two different periods", contradiction=True)
    if a.day and b.day:
        return Part(1.0, f"one night ({_shown(min(a.first, b.first), max(a.last, b.last))})")
    # A rare act seldom comes twice to one place in a month; strikes and clashes do.
    rare = a.type not in _COMMON and b.type not in _COMMON
    return Part(0.5 if width <= _WEEK else 0.0 if rare else -1.0, "the day of one lies within the range of the other")


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


def _place_part(a: Facet, b: Facet) -> Part:
    x, y = a.where, b.where
    if x.place_id is None or y.place_id is None:
        return Part(0, "a place is not known", contradiction=True)
    if x.place_id == y.place_id:
        return Part(_same_place_weight(a, b), f"same place ({x.place})")
    if a.article == b.article and a.trigger == b.trigger:
        return Part(0, "one sentence tells of several places", contradiction=True)
    km = _distance_km(a, b)
    if km is None:
        return Part(0, "different places", contradiction=True)
    return _points_part(a, b, km) if a.point and b.point else _coarse_part(a, b, km)


def _points_part(a: Facet, b: Facet, km: float) -> Part:
    x, y = a.where, b.where
    if km <= _SAME_POINT_KM:
        return Part(1.5, f"{km:.1f} km apart")
    quarters = (x.feature_code == "PPLX") + (y.feature_code == "PPLX")
    city, quarter = (a, b) if y.feature_code == "PPLX" else (b, a)
    if quarters == 1 and city.city and km <= (city.where.radius_km or 0):
        return Part(-1.0, f"{quarter.where.place} is a quarter of {city.where.place}")
    near = Precision.NEAR in (x.precision, y.precision) and quarters < 2
    if near and km <= max(x.radius_km or 0, y.radius_km or 0):
        return Part(-1.0, f"{km:.0f} km apart, within the radius told")
    return Part(0, f"{x.place} and {y.place} are {km:.0f} km apart", contradiction=True)


def _coarse_part(a: Facet, b: Facet, km: float) -> Part:
    """One of the two is an area: the other must lie in it."""
    coarse, fine = (a, b) if (a.where.radius_km or 0) >= (b.where.radius_km or 0) else (b, a)
    level = {Precision.ADMIN1: "admin1", Precision.ADMIN2: "admin2", Precision.ADMIN3: "admin3"}.get(coarse.where.precision or Precision.AREA)
    if level:
        mine, its = getattr(coarse.where.admin, level), getattr(fine.where.admin, level)
        inside = mine is not None and mine == its
    else:
        inside = km <= (coarse.where.radius_km or 0)
    if not inside:
        return Part(0, f"{fine.where.place} does not lie in {coarse.where.place}", contradiction=True)
    # A governorate sees several strikes a day: its name alone is no evidence, only a frame for other evidence. But one article
    # often names the governorate in its headline and the village below.
    return Part(-0.5 if a.article == b.article else -1.5, f"{fine.where.place} lies in {coarse.where.place}")


def _kindred_weight(both: set[SubEventType]) -> float | None:
    """How much two different sub-types say for one act, or None where no outlet would take the one for the other."""
    # The fight and its outcome, the gas and its aircraft are told by turns; bombs from the air and from guns fall side by side.
    if any(both <= family for family in _FAMILIES):
        return -1.0 if SubEventType.SHELLING in both else 0.25
    if both <= BLASTS:
        return -1.0
    return -0.5 if SubEventType.ATTACK in both and both & BLASTS else None


def _of_types(one: SubEventType, other: SubEventType) -> Part:
    if one is other:
        return Part(0.75 if one in _COMMON else 1.75, one.value)
    weight = _kindred_weight({one, other})
    if weight is not None:
        return Part(weight, f"{one.value} and {other.value} may be one act")
    return Part(0, f"{one.value} is not {other.value}", contradiction=True, hard=False)


# By place in ACLED's hierarchy: a list of lists is read much faster than members of an enumeration are hashed.
_TYPE_PARTS = [[_of_types(one, other) for other in SUB_TYPE_RANK] for one in SUB_TYPE_RANK]


_ONE_PARTY, _BOTH_PARTIES, _NEVER = 1.0, 1.75, 3.0  # weights of parties that a link to a period asks for
_VIOLENT = frozenset({EventType.BATTLES, EventType.EXPLOSIONS, EventType.CIVILIANS})
_SAME_WORDS = 2.5


def _toll_part(a: Facet, b: Facet) -> Part:
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
    return Part(weight, ", ".join(reasons))


def _detail_part(a: Facet, b: Facet) -> Part:
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
    return Part(weight, ", ".join(reasons))


def _modality_part(a: Facet, b: Facet) -> Part:
    return _NOTHING if a.modal == b.modal else Part(0, f"one is {a.modal}, the other {b.modal}", contradiction=True)


def _type_part(a: Facet, b: Facet) -> Part:
    return _TYPE_PARTS[a.rank][b.rank]


def _wording_part(a: Facet, b: Facet, wording: Wording | None) -> Part:
    shared = wording.shared(a, b) if wording else None
    if shared is None:
        return _NOTHING
    if shared >= _REPRINT:
        return Part(_SAME_WORDS, "told in the same words")
    if shared >= _HALF:
        return Part(1.0, "half of the words in common")
    return Part(-0.5, "no words in common") if shared < _STRANGE else _NOTHING


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


def reach_of(points: Iterable[Facet]) -> float:
    """How much the latitudes of two of these points (radians) may differ before `far_apart` must hold; endless where a place has two."""
    places: dict[str | None, float | None] = {}
    widest = _SAME_POINT_KM
    for one in points:
        if places.setdefault(one.where.place_id, one.latitude) != one.latitude:
            return inf
        widest = max(widest, one.where.radius_km or 0)
    return widest / _KM_OF_A_RADIAN


def score_of(a: Facet, b: Facet, parties: Parties, wording: Wording) -> float | None:
    """As `compare`, without reasons: the score of two reports that are one event, or None; texts are looked into only where they decide.

    Parameters
    ----------
    a, b : Facet
    parties : Parties
    wording : Wording

    Returns
    -------
    float or None
    """
    if b.id < a.id:
        a, b = b, a
    score = 0.0
    for check in _CHECKS:
        part = check(a, b)
        if part.contradiction:
            return None
        score += part.weight
    score += parties.part(a, b).weight
    if a.figures and b.figures:
        score += _toll_part(a, b).weight
    score += _detail_part(a, b).weight
    if score + _SAME_WORDS < THRESHOLD:
        return None
    score += _wording_part(a, b, wording).weight
    return score if score >= THRESHOLD else None


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
