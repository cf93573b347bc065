"""Places that changed hands between two dates, conquest apart from renames."""

from dataclasses import dataclass

from geomap.control.facts import ASSESSED, CLAIMED, Fact, is_point
from geomap.control.holdings import Holding, group_places, holdings_on
from geomap.model import ControlKind, Precision
from geomap.tables.successions import Successions

__all__ = ["SUCCESSION_KINDS", "Change", "PlacePair", "areas_between", "claims_between", "pair_places"]

SUCCESSION_KINDS = ("rename", "merger", "collapse")


@dataclass(frozen=True, slots=True)
class Change:
    """One place whose holder differs between two dates, or was said to."""

    place: str
    longitude: float
    latitude: float
    """As the longitude, WGS84 degrees."""
    kind: str
    """conquest, back-and-forth (changed and changed back), rename, merger or collapse."""
    side_from: str | None
    side_to: str
    date_start: str
    date_end: str
    date_precision: str
    status: str
    """assessed or claimed."""
    facts: tuple[Fact, ...]
    precision: Precision = Precision.EXACT
    """A line or an area changed hands as a whole where this is neither exact nor near."""
    radius_km: float | None = None
    later_holder: str | None = None
    """On the later date, where the side that took the place is then another: it was renamed, merged or ended."""

    @property
    def of_area(self) -> bool:
        """Whether an area, a line or a place known only roughly changed hands: nothing that can be put at a point."""
        return not is_point(self.precision, self.radius_km)


@dataclass(frozen=True, slots=True)
class PlacePair:
    """A place known on both dates. Labels name both holders in the words of the earlier date, so that only conquest makes them differ."""

    before: Holding
    after: Holding
    label_before: str
    label_after: str
    change: Change | None


def _earlier_name(stated: str, on: str, before: str, successions: Successions) -> str:
    """The name on the earlier date of the side that a later fact names, where it was one force under another name."""
    for side, step in sorted(successions.by_side.items()):
        same = step.kind == "rename" and side != stated and successions.side_on(side, before, on) == stated
        # The whole chain has to be renames: a force that ended is not its successor.
        if same and all(s.kind == "rename" for s in successions.steps(side, before, on)):
            return side
    return stated


def _conquered(before: Holding, after: Holding, first: str, successions: Successions) -> bool:
    newest = after.facts[0]
    if after.implied or newest.date_end <= first:
        return False
    if newest.kind is ControlKind.CHANGE and newest.side_from == before.side and newest.side != before.side:
        steps = successions.steps(before.side, first, newest.date_end)
        return not (steps and steps[-1].side_to == newest.side)
    return successions.side_on(before.side, first, newest.date_end) != after.stated_side


def _between(facts: tuple[Fact, ...], first: str, last: str) -> tuple[Fact, ...]:
    return tuple(f for f in facts if first < f.date_end <= last and f.kind in (ControlKind.STATE, ControlKind.CHANGE))


def _pair(before: Holding, after: Holding, first: str, last: str, facts: tuple[Fact, ...], successions: Successions) -> PlacePair:
    place = (before.place, before.longitude, before.latitude)
    if _conquered(before, after, first, successions):
        started = min((f for f in after.facts if f.date_end > first), key=lambda f: (f.date_end, f.date_start))
        label = _earlier_name(after.stated_side, started.date_end, first, successions)
        change = Change(
            *place, "conquest", before.side, after.stated_side, started.date_start, started.date_end, started.date_precision, ASSESSED, after.facts,
            later_holder=after.side if after.side != after.stated_side else None,
        )  # fmt: skip
        return PlacePair(before, after, before.side, label, change if label != before.side else None)
    steps = successions.steps(before.side, first, last)
    if steps:
        kind = max((s.kind for s in steps), key=SUCCESSION_KINDS.index)
        day = steps[0].date
        change = Change(*place, kind, before.side, steps[-1].side_to, day, day, "day", ASSESSED, before.facts)
        return PlacePair(before, after, before.side, before.side, change)
    passing = [f for f in _between(facts, first, last) if f.side != successions.side_on(before.side, first, f.date_end)]
    back: Change | None = None
    if passing and not after.implied:
        f = passing[0]
        back = Change(*place, "back-and-forth", before.side, f.side, f.date_start, f.date_end, f.date_precision, ASSESSED, tuple(passing))
    return PlacePair(before, after, before.side, before.side, back)


def pair_places(
    facts: tuple[Fact, ...], first: str, last: str, successions: Successions, include_claimed: bool = False
) -> tuple[tuple[PlacePair, ...], tuple[Holding, ...]]:
    """Match the places known on two dates.

    Parameters
    ----------
    facts : tuple of Fact
    first, last : str
        ISO days, the earlier first.
    successions : Successions
    include_claimed : bool
        Also use facts that nobody has assessed.

    Returns
    -------
    pairs : tuple of PlacePair
        Places known on both dates, sorted.
    single : tuple of Holding
        Places known on the later date only: they take part in no comparison.
    """
    used = tuple(f for f in facts if f.of_point and (include_claimed or f.status == ASSESSED))
    before = {h.key: h for h in holdings_on(used, first, successions, True)}
    after = {h.key: h for h in holdings_on(used, last, successions, True)}
    of = {(g[0].place, g[0].longitude, g[0].latitude): g for g in group_places(used)}
    both = sorted(before.keys() & after.keys())
    pairs = tuple(_pair(before[k], after[k], first, last, of[k], successions) for k in both)
    return pairs, tuple(after[k] for k in sorted(after.keys() - before.keys()))


def claims_between(facts: tuple[Fact, ...], first: str, last: str, successions: Successions) -> tuple[Change, ...]:
    """Changes that are claimed only: each is listed and moves no assessed line.

    Parameters
    ----------
    facts : tuple of Fact
    first, last : str
        ISO days; facts after the first and not after the last.
    successions : Successions

    Returns
    -------
    tuple of Change
        By date and place. A claimed state counts where it contradicts the assessed holder, or where none is known.
    """
    points = tuple(f for f in facts if f.of_point)
    assessed = {h.key: h for h in holdings_on(points, last, successions)}
    keys: dict[Fact, tuple[str, float, float]] = {}
    for group in group_places(points):
        known = tuple(f for f in group if f.status == ASSESSED)
        for f in group:
            keys[f] = (known[0].place, known[0].longitude, known[0].latitude) if known else (f.place, f.longitude, f.latitude)
    found = []
    for f in sorted(points, key=_told_order):
        if f.status != CLAIMED or not first < f.date_end <= last or f.kind not in (ControlKind.STATE, ControlKind.CHANGE):
            continue
        holder = assessed.get(keys[f])
        held = holder.side if holder else None
        if f.kind is ControlKind.STATE and held == successions.side_on(f.side, f.date_end, last):
            continue
        found.append(_stated(f, f.side_from or held))
    return tuple(sorted((*found, *areas_between(facts, first, last, CLAIMED)), key=lambda c: _told_order(c.facts[0])))


def areas_between(facts: tuple[Fact, ...], first: str, last: str, status: str) -> tuple[Change, ...]:
    """Changes told of lines and areas as a whole ("the valley surrendered"): listed, and no ground is drawn from them.

    Parameters
    ----------
    facts : tuple of Fact
    first, last : str
        ISO days; facts after the first and not after the last.
    status : str
        assessed or claimed.

    Returns
    -------
    tuple of Change
        By date and name.
    """
    told = (f for f in facts if not f.of_point and f.status == status and f.kind is ControlKind.CHANGE and first < f.date_end <= last)
    return tuple(_stated(f, f.side_from) for f in sorted(told, key=_told_order))


def _told_order(fact: Fact) -> tuple[str, str, str, str, str]:
    return (fact.date_end, fact.place, fact.side, fact.source, fact.row)


def _stated(f: Fact, side_from: str | None) -> Change:
    return Change(
        f.place, f.longitude, f.latitude, "conquest", side_from, f.side, f.date_start, f.date_end, f.date_precision, f.status, (f,),
        f.precision, f.radius_km,
    )  # fmt: skip
