"""Two people's files of decisions made one: what both decided counts once, what contradicts stays as a question, nothing is lost."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from geomap.corrections.edit import at_odds
from geomap.corrections.outcome import apart, settle
from geomap.io.corrections import correction_record, in_order
from geomap.model import Correction, decided_on, problem_of

__all__ = ["Merged", "contradictions", "merge_corrections"]


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge."""

    rows: tuple[Correction, ...]
    """All decisions, each once, in the order of `geomap.io.corrections.in_order`."""
    agreed: tuple[str, ...]
    """Ids of decisions that both made."""
    withdrawn: tuple[Correction, ...]
    """Decisions of the common ancestor that one of the two has taken back."""
    questions: tuple[tuple[Correction, ...], ...]
    """Decisions on one thing that contradict each other. They are all among the rows; runs keep the machine's value until one is left."""


def contradictions(rows: Iterable[Correction]) -> tuple[tuple[Correction, ...], ...]:
    """Decisions on one thing that contradict each other, group by group.

    Parameters
    ----------
    rows : iterable of Correction

    Returns
    -------
    tuple of tuple of Correction
        Those on one field, then those on two of which one says the other too (a type and a sub-type). Rows that cannot be used as they
        are written take no part.
    """
    groups: dict[tuple[str, ...], list[Correction]] = defaultdict(list)
    for c in rows:
        if problem_of(c) is None:
            groups[decided_on(c)].append(c)
    settled = {key: settle(group) for key, group in sorted(groups.items())}
    same_field = [decisions for decisions in settled.values() if len(decisions) > 1]
    on_one: dict[tuple[str, ...], list[Correction]] = defaultdict(list)
    for (scope, _, *anchor), decisions in settled.items():
        on_one[scope, *anchor] += decisions if len(decisions) == 1 else ()
    across = [(a, b) for rows in on_one.values() for a in rows for b in rows if apart(a, b) and at_odds(a, b)]
    return (*same_field, *across)


def merge_corrections(one: Iterable[Correction], other: Iterable[Correction], base: Iterable[Correction] = ()) -> Merged:
    """Merge two files, with or without the file from which both began.

    Parameters
    ----------
    one, other : iterable of Correction
        The result is the same in either order.
    base : iterable of Correction
        The common ancestor: what stood in it and one of the two has no longer was taken back.

    Returns
    -------
    Merged
    """
    sides = [_by_id(one), _by_id(other)]
    start = _by_id(base)
    gone = {i for i in start if any(i not in side for side in sides)}
    rows = {i: _combined([side[i] for side in sides if i in side]) for i in sorted({*sides[0], *sides[1]} - gone)}
    agreed = tuple(sorted(i for i in rows if i in sides[0] and i in sides[1] and i not in start))
    ordered = in_order(rows.values())
    return Merged(ordered, agreed, in_order(start[i] for i in gone), contradictions(ordered))


def _by_id(rows: Iterable[Correction]) -> dict[str, Correction]:
    groups: dict[str, list[Correction]] = defaultdict(list)
    for c in rows:
        groups[c.id].append(c)
    return {i: _combined(group) for i, group in groups.items()}


def _combined(same: list[Correction]) -> Correction:
    """One row of several that decide the same: all who did, all their reasons, the earliest day."""
    first = min(same, key=lambda c: tuple(correction_record(c).values()))
    return replace(
        first, by="; ".join(sorted({p.strip() for c in same for p in c.by.split(";") if p.strip()})),
        why=" | ".join(sorted({p for c in same for p in c.why.split(" | ") if p})), made_on=min((c.made_on for c in same if c.made_on), default=""),
        old=min((c.old for c in same if c.old), default=""),
    )  # fmt: skip
