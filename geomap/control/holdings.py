"""Who holds each place on a date: facts carried forward until contradicted, votes where they disagree."""

import datetime as dt
import re
from dataclasses import dataclass

from geomap.control.facts import ASSESSED, Fact, day
from geomap.model import ControlKind
from geomap.tables.successions import Succession, Successions, load_successions
from geomap.text.folding import fold

__all__ = ["Holding", "family", "group_places", "holdings_on"]

_SAME_PLACE_DEGREES = 0.06  # about 6 km: facts of one name within this speak of one place
_PARTISAN_WEIGHT = 0.5  # a source speaking for its own side's gain; a guess between "nothing" and "all", tested in neither direction
_SCHEME = re.compile(r"^[a-z]+://(?:www\.)?")


@dataclass(frozen=True, slots=True)
class Holding:
    """What is known of one place on one date."""

    place: str
    longitude: float
    latitude: float
    """As the longitude, WGS84 degrees."""
    side: str
    """Under its name on the date."""
    stated_side: str
    """As the facts name it."""
    since: str
    """ISO day from which the facts hold."""
    age_days: int
    """Age of the newest fact that supports the side; for a holder known only from a later change, days until that change."""
    implied: bool
    """Known only from a later change of hands."""
    contested: bool
    besieged_by: str | None
    facts: tuple[Fact, ...]
    """Those that carry the side, best first."""
    dissent: tuple[Fact, ...]
    """Facts of the same time that say otherwise."""
    succession: tuple[Succession, ...] = ()
    moved: bool = False
    """Another side is known to have held the place before."""

    @property
    def key(self) -> tuple[str, float, float]:
        """The same place on two dates has the same key."""
        return (self.place, self.longitude, self.latitude)


def family(source: str) -> str:
    """What a source belongs to: the host of an address, else the words before a colon, folded."""
    bare = _SCHEME.sub("", source.strip().casefold())
    return fold(bare.split("/")[0] if bare != source.strip().casefold() else bare.split(":")[0])


def group_places(facts: tuple[Fact, ...]) -> list[tuple[Fact, ...]]:
    """Facts by place: the same gazetteer id, or the same folded name within 6 km.

    Parameters
    ----------
    facts : tuple of Fact

    Returns
    -------
    list of tuple of Fact
        Each sorted by time; the list by name and position.
    """
    named: dict[str, list[Fact]] = {}
    for fact in facts:
        named.setdefault(fold(fact.place) or fact.place, []).append(fact)
    groups: list[list[Fact]] = []
    for _, same in sorted(named.items()):
        near: list[list[Fact]] = []
        for fact in sorted(same, key=lambda f: (f.longitude, f.latitude)):
            for group in near:
                first = group[0]
                if (fact.place_id and fact.place_id == first.place_id) or (
                    abs(fact.longitude - first.longitude) <= _SAME_PLACE_DEGREES and abs(fact.latitude - first.latitude) <= _SAME_PLACE_DEGREES
                ):
                    group.append(fact)
                    break
            else:
                near.append([fact])
        groups += near
    by_id: dict[str, list[Fact]] = {}
    merged: list[list[Fact]] = []
    for group in groups:  # other spellings of one gazetteer place
        ids = sorted({f.place_id for f in group if f.place_id})
        known = next((by_id[i] for i in ids if i in by_id), None)
        if known is None:
            merged.append(known := [])
        known += group
        by_id.update(dict.fromkeys(ids, known))
    return [tuple(sorted(g, key=_order)) for g in merged]


def _order(fact: Fact) -> tuple[str, str, int, str, str, str]:
    # Of two facts of one day, a change is news and a state may be what it was in the morning.
    return (fact.date_end, fact.date_start, int(fact.kind is ControlKind.CHANGE), fact.side, fact.source, fact.row)


def _weight(fact: Fact) -> float:
    return _PARTISAN_WEIGHT if fact.source_side and fact.source_side == fact.side else 1.0


def _vote(facts: list[Fact]) -> tuple[str, tuple[Fact, ...], tuple[Fact, ...]]:
    """The side on which the newest facts agree best, counting each family of sources once."""
    newest = facts[-1]
    if len(facts) == 1:
        return newest.side, tuple(facts), ()
    rivals = [f for f in facts if f.date_end >= newest.date_start and f.date_start >= newest.date_start]
    weight: dict[str, dict[str, float]] = {}
    for fact in rivals:
        of = weight.setdefault(fact.side, {})
        of[family(fact.source)] = max(of.get(family(fact.source), 0.0), _weight(fact))
    last = {side: max(_order(f) for f in rivals if f.side == side) for side in weight}
    winner = max(weight, key=lambda side: (sum(weight[side].values()), last[side]))
    carrying = [f for f in facts if f.side == winner and f not in rivals and f.date_end >= _last_other(facts, winner)]
    support = [f for f in reversed(rivals) if f.side == winner] + carrying[::-1]
    return winner, tuple(support), tuple(f for f in reversed(rivals) if f.side != winner)


def _last_other(facts: list[Fact], side: str) -> str:
    return max((f.date_end for f in facts if f.side != side), default="")


def _at_place(group: tuple[Fact, ...], on: dt.date, successions: Successions) -> Holding | None:
    when = on.isoformat()
    known = [f for f in group if f.date_end <= when]
    holds = [f for f in known if f.kind in (ControlKind.STATE, ControlKind.CHANGE)]
    implied = not holds
    if implied:
        later = next((f for f in group if f.kind in (ControlKind.STATE, ControlKind.CHANGE) and f.date_end > when), None)
        # A first fact that is a state tells nothing of the time before it, and nor does a change beyond it.
        if later is None or later.kind is ControlKind.STATE or not later.side_from:
            return _only_fought_over(group[0], known, on, successions)
        stated, support, dissent = _before(later)
        since, age = when, (day(later.date_end) - on).days
        steps: tuple[Succession, ...] = ()
    else:
        stated, support, dissent = _vote(holds)
        since, age = min(f.date_end for f in support), (on - day(max(f.date_end for f in support))).days
        steps = successions.steps(stated, max(f.date_end for f in support), when)
    newest = max(f.date_end for f in support)  # a later statement that a side holds the place ends a siege
    fought = [f for f in known if f.date_end >= newest and f.kind in (ControlKind.CONTESTED, ControlKind.BESIEGED)] if not implied else []
    siege = next((f.side_from for f in reversed(fought) if f.kind is ControlKind.BESIEGED and f.side_from), None)
    return Holding(
        group[0].place, group[0].longitude, group[0].latitude, steps[-1].side_to if steps else stated, stated, since, age, implied,
        any(f.kind is ControlKind.CONTESTED for f in fought), siege, support, (*dissent, *fought), steps,
        any(f.side != stated for f in holds),
    )  # fmt: skip


def _before(later: Fact) -> tuple[str, tuple[Fact, ...], tuple[Fact, ...]]:
    return later.side_from or "", (later,), ()


def _only_fought_over(named: Fact, known: list[Fact], on: dt.date, successions: Successions) -> Holding | None:
    """A place of which only fighting or a siege is known: held by the side that the newest fact names, and marked.

    A fact whose side is "contested" or "besieged" names nobody: the place then takes no part in the areas.
    """
    known = [f for f in known if f.side not in (ControlKind.CONTESTED, ControlKind.BESIEGED)]
    if not known:
        return None
    last = known[-1]
    steps = successions.steps(last.side, last.date_end, on.isoformat())
    side = steps[-1].side_to if steps else last.side
    siege = last.side_from if last.kind is ControlKind.BESIEGED else None
    age = (on - day(last.date_end)).days
    return Holding(
        named.place, named.longitude, named.latitude, side, last.side, last.date_end, age, False,
        last.kind is ControlKind.CONTESTED, siege, (last,), (), steps,
    )  # fmt: skip


def holdings_on(
    facts: tuple[Fact, ...], when: str, successions: Successions | None = None, include_claimed: bool = False
) -> tuple[Holding, ...]:
    """Who holds each place on a date.

    A fact counts from the last day on which it can have become true, and holds until a newer one contradicts it. Where the newest
    facts disagree they vote: each family of sources once, half where a source speaks for its own side. A place that only a later
    change speaks of is held by the side from which it was taken. Facts about lines and areas hold no place.

    Parameters
    ----------
    facts : tuple of Fact
    when : str
        ISO day.
    successions : Successions, optional
        The bundled table by default.
    include_claimed : bool
        Also use facts that nobody has assessed yet.

    Returns
    -------
    tuple of Holding
        Sorted by name and position.

    Raises
    ------
    InputError
        `when` is no day.
    """
    on = day(when)
    table = successions if successions is not None else load_successions()
    used = tuple(f for f in facts if f.of_point and (include_claimed or f.status == ASSESSED))
    found = (_at_place(group, on, table) for group in group_places(used))
    return tuple(sorted((h for h in found if h is not None), key=lambda h: (h.place, h.longitude, h.latitude)))
