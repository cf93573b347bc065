"""What follows from a decision on a place name: the acts and facts told of it stand at the new place, and nothing else changes.

Which sentences tell one act, and who is meant in them, was read with the places as the machine took them. Reading again with another place
would join them otherwise, and a decision on a name would change what nobody decided on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geomap.corrections import CHOSEN
from geomap.events.scene import where_of
from geomap.model import Article, ControlFact, ControlKind, Mention, Report, Span, Where

__all__ = ["Told", "moved"]


@dataclass(frozen=True, slots=True)
class Told:
    """How an article's places were told, before and after people's decisions."""

    machine: Sequence[Mention]
    """Places of acts as they were coded."""
    decided: Sequence[Mention]
    """The same as people decided; what is told by another place ("12 km north of X") has moved with it."""
    names: Sequence[Mention]
    """All names as people decided, those too by which another place is told."""
    by: Mapping[Span, str]
    """Words that place an act, to the id of the mention that they mean."""


def moved(
    reports: Sequence[Report], facts: Sequence[tuple[ControlFact, Span]], article: Article, told: Told
) -> tuple[tuple[Report, ...], tuple[ControlFact, ...]]:
    """Reports and facts of an article at the places that people chose for its names.

    Parameters
    ----------
    reports : sequence of Report
    facts : sequence of (ControlFact, Span)
        Each with the span of its place's name in the evidence; (0, 0) where the name does not stand there.
    article : Article
    told : Told

    Returns
    -------
    tuple
        Both in the order given, ids as they were.
    """
    places = _Places(article.text, told)
    wheres = {r.id: places.where(_words(r)) for r in reports}
    acts = {(r.evidence, r.where): wheres[r.id] for r in reports if r.control_change}
    own = {m.span: places.where(m.span) for m in told.machine}
    made = []
    for fact, spot in facts:
        act = acts.get((fact.evidence, fact.where)) if fact.kind is ControlKind.CHANGE else None
        where = act or own.get(spot)
        made.append(replace(fact, where=where) if where else fact)
    return tuple(_at(r, where) if (where := wheres[r.id]) else r for r in reports), tuple(made)


class _Places:
    def __init__(self, text: str, told: Told) -> None:
        self._text, self._by = text, told.by
        self._chosen = [m for m in told.names if CHOSEN in m.resolution.reason]
        self._machine = {m.id: m for m in told.machine}
        self._decided = {m.id: m for m in told.decided}

    def where(self, words: Span | None) -> Where | None:
        """Where words mean now; None where that is what they meant before."""
        if words is None:
            return None
        was = self._machine.get(self._by.get(words, "")) or next((m for m in self._machine.values() if m.span == words), None)
        if was is None:
            return None
        now = self._decided.get(was.id) or self._instead(was)
        if now is None or now.resolution == was.resolution:
            return None
        where = where_of(self._text, replace(now, span=words) if now.id == was.id or words != was.span else now)
        inside = [m for m in self._chosen if now.span.contains(m.span)]
        if not inside or CHOSEN in where.reason:
            return where
        return replace(where, reason="; ".join([where.reason, *(f"{m.text} {m.resolution.reason}" for m in inside)]))

    def _instead(self, was: Mention) -> Mention | None:
        """The place told by words that overlap most: a name that has become part of "north of X", or the other way round."""
        shared = [(min(m.span.end, was.span.end) - max(m.span.start, was.span.start), -m.span.start, m.id) for m in self._decided.values()]
        most = max(shared, default=(0, 0, ""))
        return self._decided[most[2]] if most[0] > 0 else None


def _words(report: Report) -> Span | None:
    why = report.provenance.get("where")
    return why.spans[0] if why and why.spans else None


def _at(report: Report, where: Where) -> Report:
    why, change = report.provenance["where"], report.control_change
    there = replace(change, place_id=where.place_id, place=where.place) if change and change.place_id == report.where.place_id else change
    return replace(report, where=where, control_change=there, provenance={**report.provenance, "where": replace(why, rule=where.reason or why.rule)})
