"""Whether two reports tell of the same event, explained: what contradicts, what agrees, and how much that weighs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from geomap.events.wording import Wording
from geomap.model import EVENT_TYPE_OF, DatePrecision, EventType, Loss, Modality, Period, Precision, Report, SubEventType
from geomap.tables.actors import Actors

__all__ = ["CAMP_OF", "THRESHOLD", "Agreement", "camp_of", "compare", "contradiction", "days_of", "far_apart", "possible_days"]

THRESHOLD = 3.5
"""Sum of weights from which two reports without a contradiction are one event; set on labelled pairs (docs/merging.md)."""

CAMP_OF = {
    "government": "government", "russia": "government", "iran": "government",
    "sdf": "sdf", "coalition": "sdf", "usa": "sdf",
    "opposition": "opposition", "turkish-backed": "opposition", "turkey": "opposition", "hts": "opposition", "new-government": "opposition",
}  # fmt: skip
"""Sides that speak for each other; any other side is a camp of its own."""

_SAME_POINT_KM = 1.0  # two gazetteer rows of one place; neighbouring villages of the war lie 1.5 km apart and more
_KM_OF_A_DEGREE = 110.5  # of latitude, at the equator, where it is shortest
_POINTS = (Precision.EXACT, Precision.NEAR)
_WEEK = 7
_DEADLIEST = 2000  # the deadliest single act, the gas attack on the Ghouta, is put at up to 1,729
_REPRINT, _STRANGE = 0.8, 0.1  # of 166 labelled pairs, 18 of 23 that share 80 % of their words are one act, 1 of 15 below 10 %
_CITIES = frozenset({"PPLC", "PPLA", "PPLA2"})
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
# A date in full is the article's own where it stands above the text.
_WRITTEN = frozenset({"date:iso", "date:dmy", "date:mdy"})
_HEAD_CHARS = 150  # headline and date line
_MODAL_CLASS = {
    Modality.ACTUAL: "done", Modality.PLANNED: "planned", Modality.CONDITIONAL: "planned", Modality.THREATENED: "threatened",
    Modality.NEGATED: "negated",
}  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class _Part:
    weight: float
    reason: str
    contradiction: bool = False
    hard: bool = True


def camp_of(side: str | None) -> str | None:
    """The camp of a side; sides outside `CAMP_OF` are camps of their own."""
    return CAMP_OF.get(side, side) if side else None


def _of_the_writing(report: Report) -> bool:
    """Whether the day of an act is only that of the article: from no words of the sentence, or from the date above the text."""
    why = report.provenance.get("period")
    if why is None or report.period.date_precision is not DatePrecision.DAY:
        return False
    return not why.spans or (why.rule in _WRITTEN and why.spans[0].start < _HEAD_CHARS)


def days_of(report: Report) -> tuple[date, date] | None:
    """First and last day on which the act can have been, or None where nothing is known.

    Parameters
    ----------
    report : Report

    Returns
    -------
    tuple of date, or None
    """
    return _span_of(report.period)


@lru_cache(maxsize=65536)
def _span_of(p: Period) -> tuple[date, date] | None:
    if p.date_start is None or p.date_precision is DatePrecision.UNKNOWN:
        return None
    start = date.fromisoformat(p.date_start)
    if p.date_end:
        return start, max(start, date.fromisoformat(p.date_end))
    width = {DatePrecision.DAY: 0, DatePrecision.WEEK: 6, DatePrecision.MONTH: 30, DatePrecision.YEAR: 365}[p.date_precision]
    return start, start + timedelta(days=width)


def possible_days(report: Report) -> tuple[date, date] | None:
    """As `days_of`, and the day before where the day is only that of the article: news of the night carries the next day's date.

    Parameters
    ----------
    report : Report

    Returns
    -------
    tuple of date, or None
    """
    span = days_of(report)
    return (span[0] - timedelta(days=1), span[1]) if span and _of_the_writing(report) else span


def _date_part(a: Report, b: Report) -> _Part:
    span_a, span_b = days_of(a), days_of(b)
    if span_a is None or span_b is None:
        # In one article "the strike" without a date is usually the strike just told; across articles it may be any.
        return _Part(0.5 if a.article == b.article else -3.0, "not dated" if span_a == span_b else "one is not dated")
    if span_a[0] > span_b[1] or span_b[0] > span_a[1]:
        wide_a, wide_b = possible_days(a) or span_a, possible_days(b) or span_b
        single = span_a[0] == span_a[1] and span_b[0] == span_b[1]
        if single and wide_a[0] <= span_b[1] and wide_b[0] <= span_a[1]:
            return _Part(-1.0, f"{span_a[0]} and {span_b[0]}, of which one is the day of the writing")
        return _Part(0, f"{span_a[0]}..{span_a[1]} and {span_b[0]}..{span_b[1]} do not overlap", contradiction=True)
    day_a, day_b = a.period.date_precision is DatePrecision.DAY, b.period.date_precision is DatePrecision.DAY
    long_a, long_b = day_a and span_a[0] != span_a[1], day_b and span_b[0] != span_b[1]
    if long_a != long_b:
        return _Part(0, "one is a period, the other a day or an inexact date within it", contradiction=True)
    width = max((x[1] - x[0]).days for x in (span_a, span_b))
    if span_a == span_b:
        return _Part(2.0 if width == 0 or long_a else 1.0 if width <= _WEEK else -0.5, f"same dates ({span_a[0]})")
    if long_a:
        return _Part(0, "two different periods", contradiction=True)
    # A rare act seldom comes twice to one place in a month; strikes and clashes do.
    rare = not {a.sub_event_type, b.sub_event_type} & _COMMON
    return _Part(0.5 if width <= _WEEK else 0.0 if rare else -1.0, "the day of one lies within the range of the other")


def _distance_km(a: Report, b: Report) -> float | None:
    points = (a.where.longitude, a.where.latitude, b.where.longitude, b.where.latitude)
    if any(v is None for v in points):
        return None
    lon_a, lat_a, lon_b, lat_b = (radians(v) for v in points if v is not None)
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0088 * asin(min(1.0, sqrt(h)))


def _same_place_weight(a: Report, b: Report) -> float:
    """How much a common place says: a village much, a city less, a region or governorate, with its many acts a day, little."""
    if a.where.precision not in _POINTS or b.where.precision not in _POINTS:
        return -0.5 if Precision.ADMIN1 in (a.where.precision, b.where.precision) else 0.5
    return 1.0 if a.where.feature_code in _CITIES else 2.0


def _place_part(a: Report, b: Report) -> _Part:
    if a.where.place_id is None or b.where.place_id is None:
        return _Part(0, "a place is not known", contradiction=True)
    if a.where.place_id == b.where.place_id:
        return _Part(_same_place_weight(a, b), f"same place ({a.where.place})")
    if a.article == b.article and a.trigger == b.trigger:
        return _Part(0, "one sentence tells of several places", contradiction=True)
    km = _distance_km(a, b)
    if km is None:
        return _Part(0, "different places", contradiction=True)
    if a.where.precision in _POINTS and b.where.precision in _POINTS:
        if km <= _SAME_POINT_KM:
            return _Part(1.5, f"{km:.1f} km apart")
        quarters = (a.where.feature_code == "PPLX") + (b.where.feature_code == "PPLX")
        city, quarter = (a, b) if b.where.feature_code == "PPLX" else (b, a)
        if quarters == 1 and city.where.feature_code in _CITIES and km <= (city.where.radius_km or 0):
            return _Part(-1.0, f"{quarter.where.place} is a quarter of {city.where.place}")
        near = Precision.NEAR in (a.where.precision, b.where.precision) and quarters < 2
        if near and km <= max(a.where.radius_km or 0, b.where.radius_km or 0):
            return _Part(-1.0, f"{km:.0f} km apart, within the radius told")
        return _Part(0, f"{a.where.place} and {b.where.place} are {km:.0f} km apart", contradiction=True)
    return _coarse_part(a, b, km)


def _coarse_part(a: Report, b: Report, km: float) -> _Part:
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


def _type_part(a: Report, b: Report) -> _Part:
    if a.sub_event_type is b.sub_event_type:
        return _Part(0.75 if a.sub_event_type in _COMMON else 1.75, a.sub_event_type.value)
    both = {a.sub_event_type, b.sub_event_type}
    weight = _kindred_weight(both)
    if weight is not None:
        return _Part(weight, f"{a.sub_event_type.value} and {b.sub_event_type.value} may be one act")
    return _Part(0, f"{a.sub_event_type.value} is not {b.sub_event_type.value}", contradiction=True, hard=False)


def _actor_weight(a: str | None, b: str | None, actors: Actors) -> float | None:
    """Agreement of two actors: 1 the same or one within the other, less for the same side or camp, None where they contradict."""
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


def _initiator(report: Report, actors: Actors) -> str | None:
    # Civilians do not bomb or fight battles: where they stand as initiator, who did it is not known.
    armed = report.event_type in (EventType.BATTLES, EventType.EXPLOSIONS)
    return None if armed and actors.side(report.actor1) == "civilians" else report.actor1


def _pair_weight(a: Report, b: Report, actors: Actors, *, swap: bool) -> float | None:
    a1, b1, b2 = _initiator(a, actors), _initiator(b, actors), b.actor2
    if swap:
        b1, b2 = b2, b1
    first, second = _actor_weight(a1, b1, actors), _actor_weight(a.actor2, b2, actors)
    if first is None:
        return None
    if second is None:
        # A strike on a town is told as one on its holders or on its people.
        civil = "civilians" in (actors.side(a.actor2), actors.side(b2))
        return first - 0.25 if civil and not swap else None
    return first + second


def _actor_part(a: Report, b: Report, actors: Actors) -> _Part:
    weights = [_pair_weight(a, b, actors, swap=False)]
    if a.event_type is EventType.BATTLES and b.event_type is EventType.BATTLES:
        weights.append(_pair_weight(a, b, actors, swap=True))  # who began a battle depends on who tells it
    known = [w for w in weights if w is not None]
    if not known:
        pairs = f"{a.actor1}/{a.actor2} and {b.actor1}/{b.actor2}"
        return _Part(-1.5, f"other parties: {pairs}")  # outlets name the parties by their own lights: a doubt, no contradiction
    best = max(known)
    return _Part(best, f"parties agree ({best:g} of 2)") if best > 0 else _Part(-0.5, "no party is told by both")


def _figures(losses: tuple[Loss, ...]) -> set[int]:
    """The numbers told, without those that can only be totals of the war."""
    return {x.min for x in losses if x.min is not None and x.min <= _DEADLIEST}


def _toll_part(a: Report, b: Report) -> _Part:
    weight, reasons = 0.0, []
    for name in ("deaths", "wounded", "captured"):
        mine, its = _figures(getattr(a, name)), _figures(getattr(b, name))
        if not mine or not its:
            continue
        # A report may give a total and its parts; the largest number is what readers compare.
        high_a, high_b, common = max(mine), max(its), mine & its
        if high_a in common or high_b in common:
            weight += 1.5 if max(common) > 1 else 0.75
            reasons.append(f"same number {name}: {max(common)}")
        elif a.claimant == b.claimant and a.article == b.article:
            weight -= 2.0  # one teller with two figures in one text tells of two acts
            reasons.append(f"{name} {high_a} and {high_b} on one word")
        elif max(high_a, high_b) >= 3 * max(1, min(high_a, high_b)):
            weight -= 1.0
            reasons.append(f"{name} far apart: {high_a} and {high_b}")
    return _Part(weight, ", ".join(reasons))


def _detail_part(a: Report, b: Report) -> _Part:
    weight, reasons = 0.0, []
    for name, plus, minus in (("weapon", 0.5, -0.5), ("object", 1.0, -0.5)):
        mine, its = getattr(a, name), getattr(b, name)
        if mine and its:
            if mine == its == "aircraft":  # an air strike has no other weapon
                continue
            weight += plus if mine == its else minus
            reasons.append(f"{name} {mine}" if mine == its else f"{name} {mine} and {its}")
    if a.control_change and b.control_change:
        same = a.control_change.side_to == b.control_change.side_to
        weight += 1.0 if same else -2.0
        reasons.append("same change of control" if same else "different holders afterwards")
    return _Part(weight, ", ".join(reasons))


def _modality_part(a: Report, b: Report) -> _Part:
    mine, its = _MODAL_CLASS[a.modality], _MODAL_CLASS[b.modality]
    if mine != its:
        return _Part(0, f"one is {mine}, the other {its}", contradiction=True)
    return _Part(0, "")


def _wording_part(a: Report, b: Report, wording: Wording | None) -> _Part:
    shared = wording.shared(a, b) if wording else None
    if shared is None:
        return _Part(0, "")
    if shared >= _REPRINT:
        return _Part(2.5, "told in the same words")
    return _Part(-0.5, "no words in common") if shared < _STRANGE else _Part(0, "")


def contradiction(a: Report, b: Report) -> tuple[str, bool] | None:
    """As the contradiction of `compare`, without weighing anything.

    Parameters
    ----------
    a, b : Report

    Returns
    -------
    tuple of str and bool, or None
        Why they cannot be one event, and whether that is of place, date or modality.
    """
    for check in (_modality_part, _date_part, _place_part, _type_part):
        part = check(a, b)
        if part.contradiction:
            return part.reason, part.hard
    return None


def far_apart(a: Report, b: Report) -> bool:
    """Whether two points lie so far apart that nothing can make them one place: a quick look before `compare`."""
    x, y = a.where, b.where
    if x.precision not in _POINTS or y.precision not in _POINTS or x.latitude is None or y.latitude is None or x.place_id == y.place_id:
        return False
    return abs(x.latitude - y.latitude) * _KM_OF_A_DEGREE > max(_SAME_POINT_KM, x.radius_km or 0, y.radius_km or 0)


def _parts(a: Report, b: Report, actors: Actors, wording: Wording | None) -> Iterator[_Part]:
    """The parts in order, made one by one: most pairs end at a contradiction of the first."""
    yield _modality_part(a, b)
    yield _date_part(a, b)
    yield _place_part(a, b)
    yield _type_part(a, b)
    yield _actor_part(a, b, actors)
    yield _toll_part(a, b)
    yield _detail_part(a, b)
    yield _wording_part(a, b, wording)


def compare(a: Report, b: Report, actors: Actors, wording: Wording | None = None) -> Agreement:
    """Compare two reports; the order of the two does not matter.

    Parameters
    ----------
    a, b : Report
    actors : Actors
        Gives parents and sides.
    wording : Wording, optional
        Gives the words of the evidence; without it, reprints are not seen.

    Returns
    -------
    Agreement
    """
    if b.id < a.id:
        a, b = b, a
    score, reasons = 0.0, []
    for part in _parts(a, b, actors, wording):
        if part.contradiction:
            return Agreement(part.reason, 0.0, (), part.hard)
        score += part.weight
        if part.reason:
            reasons.append(part.reason)
    return Agreement(None, score, tuple(reasons))
