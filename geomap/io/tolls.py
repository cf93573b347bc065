"""Flat figures of killed, wounded and captured people from rival claims.

Figures of one teller for different sides are added; figures of different tellers never are: they are rivals, and become the
lower and upper end. A teller is a claimant, or the outlet itself where none is named.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from geomap.model import Loss, LossSide

__all__ = ["Range", "Views", "beyond_parts", "side_range", "total_range", "views"]


class Range(NamedTuple):
    """Lower and upper end; None where nothing is known."""

    min: int | None
    max: int | None


class Views(NamedTuple):
    """A toll by side in three views; a side that is not told is left out."""

    conservative: dict[LossSide, int]
    informative: dict[LossSide, int]
    representative: dict[LossSide, int]


def _low(loss: Loss) -> int | None:
    return loss.min if loss.min is not None else loss.max


def _high(loss: Loss) -> int | None:
    return loss.max if loss.max is not None else loss.min


def _span(losses: Sequence[Loss]) -> Range:
    lows = [x for x in map(_low, losses) if x is not None]
    highs = [x for x in map(_high, losses) if x is not None]
    return Range(min(lows, default=None), max(highs, default=None))


def side_range(losses: Sequence[Loss], side: LossSide) -> Range:
    """Lowest and highest figure that anybody gives for one side.

    Parameters
    ----------
    losses : sequence of Loss
        All claims of one event and one kind (killed, wounded or captured).
    side : LossSide

    Returns
    -------
    Range
        Both None where no number is told, as for "heavy casualties".
    """
    return _span([x for x in losses if x.side is side])


def total_range(losses: Sequence[Loss]) -> Range:
    """Lowest and highest total over all sides.

    Parameters
    ----------
    losses : sequence of Loss
        All claims of one event and one kind.

    Returns
    -------
    Range
        Each teller's figures are added over the sides; the range runs from the lowest teller to the highest.
    """
    tellers: dict[str | None, dict[LossSide, list[Loss]]] = defaultdict(lambda: defaultdict(list))
    for loss in losses:
        tellers[loss.claimant][loss.side].append(loss)
    lows, highs = [], []
    for sides in tellers.values():
        ranges = [_span(claims) for claims in sides.values()]
        low = [r.min for r in ranges if r.min is not None]
        if low:
            lows.append(sum(low))
            highs.append(sum(r.max for r in ranges if r.max is not None))
    return Range(min(lows, default=None), max(highs, default=None))


def _tellers(losses: Sequence[Loss]) -> dict[str | None, dict[LossSide, list[int]]]:
    tellers: dict[str | None, dict[LossSide, list[int]]] = defaultdict(lambda: defaultdict(list))
    for loss in losses:
        low = _low(loss)
        if low is not None:
            tellers[loss.claimant][loss.side].append(low)
    return tellers


def _commonest(numbers: Sequence[int]) -> int:
    return min(sorted(set(numbers)), key=lambda n: -numbers.count(n))


def views(losses: Sequence[Loss]) -> Views:
    """One event's toll in three views, each one teller's figures by side.

    Parameters
    ----------
    losses : sequence of Loss
        All claims of one event and one kind.

    Returns
    -------
    Views
        Conservative: the teller with the lowest total, its lowest figures. Informative: the teller with figures for most
        sides, then the highest total. Representative: the total that most tellers give, else the middle one. All empty where no
        number is told. After the three merges of the eventreport package (Donnay, Dunford, McGrath, Backer, Cunningham 2019).
    """
    tellers = _tellers(losses)
    if not tellers:
        return Views({}, {}, {})
    low = [{s: min(n) for s, n in sides.items()} for sides in tellers.values()]
    high = [{s: max(n) for s, n in sides.items()} for sides in tellers.values()]
    usual = [{s: _commonest(n) for s, n in sides.items()} for sides in tellers.values()]
    totals = [sum(u.values()) for u in usual]
    middle = _commonest(totals) if len(set(totals)) < len(totals) else sorted(totals)[(len(totals) - 1) // 2]
    return Views(
        conservative=min(low, key=lambda v: sum(v.values())),
        informative=max(high, key=lambda v: (len(v), sum(v.values()))),
        representative=usual[totals.index(middle)],
    )


def beyond_parts(events: Iterable[tuple[str, str | None, float]]) -> dict[str, float]:
    """What each event adds to a sum of tolls: a period's dead hold those of the events within it, so only what exceeds them.

    Parameters
    ----------
    events : iterable of tuple
        Id, `part_of` (ids of the periods it lies within, the shortest first, separated by semicolons) and toll, of the events that are added up.

    Returns
    -------
    dict
        By id; never below 0.
    """
    tolls: dict[str, float] = {}
    within: dict[str, float] = defaultdict(int)
    for name, part_of, toll in events:
        tolls[name] = toll
        if part_of:  # of several the shortest: the longer ones hold its toll, not theirs
            within[part_of.partition("; ")[0]] += toll
    return {name: max(0, toll - within.get(name, 0)) for name, toll in tolls.items()}
