"""What became of decisions: applied to what, no longer fitting and why, or contradicting each other."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from geomap.model import Correction, problem_of
from geomap.model.correction import value_of

__all__ = ["Outcome", "Question", "Unfit", "apart", "join", "settle", "usable"]


@dataclass(frozen=True, slots=True, order=True)
class Unfit:
    """A decision that could not be applied."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """Decisions on one thing that contradict each other; the machine's value stays until a person answers."""

    item: str
    """Id of the mention, report, event, fact or article."""
    field: str
    machine: str
    """What stands now."""
    answers: tuple[tuple[str, str, str], ...]
    """Of each: id of the decision, its value, who made it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a set of decisions."""

    reached: tuple[tuple[str, str], ...] = ()
    """Pairs of a decision and of what it was applied to, by id."""
    unfit: tuple[Unfit, ...] = ()
    questions: tuple[Question, ...] = ()
    given: tuple[str, ...] = field(default=())
    """Ids of all decisions that were read."""
    sha256: str = ""
    """Hash of the rows as `geomap.io.corrections.corrections_bytes` writes them."""
    said: tuple[tuple[str, str, str, str], ...] = ()
    """Of each that can be used: id, scope, field and new value."""

    def record(self) -> dict[str, Any]:
        """As it stands in ``run.json``: every decision that was read is applied, does not fit, or is part of a question.

        Returns
        -------
        dict
            Plain values, fit for JSON.
        """
        by_id: dict[str, list[str]] = defaultdict(list)
        for decision, item in self.reached:
            by_id[decision].append(item)
        said = {i: {"scope": scope, "field": name, "new": new} for i, scope, name, new in self.said}
        return {
            "sha256": self.sha256 or None, "read": len(self.given),
            "applied": [{"id": i, "to": sorted(set(items)), **said.get(i, {})} for i, items in sorted(by_id.items())],
            "not_fitting": [{"id": u.id, "reason": u.reason} for u in self.unfit],
            "questions": [
                {"item": q.item, "field": q.field, "machine": q.machine, "answers": [dict(zip(("id", "new", "by"), a, strict=True)) for a in q.answers]}
                for q in self.questions
            ],
        }  # fmt: skip

    def lines(self) -> list[str]:
        """For a person: a count, then each decision that was not applied, with the reason.

        Returns
        -------
        list of str
            Lines without an end; empty if no decision was given.
        """
        if not self.given:
            return []
        applied = len({decision for decision, _ in self.reached})
        lines = [f"corrections: {len(self.given)} read, {applied} applied, {len(self.unfit)} no longer fit, {len(self.questions)} questions"]
        lines += [f"does not fit: {u.id}: {u.reason}" for u in self.unfit]
        for q in self.questions:
            answers = " or ".join(f"{new} ({by or 'nobody named'}, {i})" for i, new, by in q.answers)
            lines.append(f"question: {q.item}: {q.field}: {answers}? Until answered it stays {q.machine or 'empty'}, disputed")
        return lines


def join(outcomes: Iterable[Outcome]) -> Outcome:
    """One outcome of several stages.

    Parameters
    ----------
    outcomes : iterable of Outcome

    Returns
    -------
    Outcome
        Sorted. A decision that reached something, or is part of a question, at one stage counts as fitting.
    """
    parts = list(outcomes)
    reached = {pair for o in parts for pair in o.reached}
    questions = {q for o in parts for q in o.questions}
    fitting = {decision for decision, _ in reached} | {a[0] for q in questions for a in q.answers}
    reasons: dict[str, str] = {}
    for u in sorted(u for o in parts for u in o.unfit):
        reasons.setdefault(u.id, u.reason)
    given = tuple(sorted({i for o in parts for i in o.given}))
    unfit = tuple(Unfit(i, reason) for i, reason in sorted(reasons.items()) if i not in fitting)
    return Outcome(tuple(sorted(reached)), unfit, tuple(sorted(questions)), given, max((o.sha256 for o in parts), default=""), tuple(sorted({row for o in parts for row in o.said})))


def usable(corrections: Iterable[Correction]) -> tuple[tuple[Correction, ...], Outcome]:
    """Set apart what cannot be used as it is written.

    Parameters
    ----------
    corrections : iterable of Correction

    Returns
    -------
    tuple
        Decisions with a known field and a value of the right form; and the others, with the reason.
    """
    good, bad, given = [], [], set()
    for c in corrections:
        given.add(c.id)
        problem = problem_of(c)
        if problem is None:
            good.append(c)
        else:
            bad.append(Unfit(c.id, problem))
    said = tuple(sorted({(c.id, c.scope.value, c.field, c.new) for c in good}))
    return tuple(good), Outcome(unfit=tuple(sorted(set(bad))), given=tuple(sorted(given)), said=said)


def settle(rows: Iterable[Correction]) -> tuple[Correction, ...]:
    """The decision on one field of one thing, or all that contradict each other.

    Parameters
    ----------
    rows : iterable of Correction
        All that set the same field of the same thing.

    Returns
    -------
    tuple of Correction
        One where all agree; several, one for each value, where they do not. Of two by one and the same person the later counts.
    """
    latest: dict[str, str] = {}
    listed = sorted(rows, key=lambda c: (c.id, c.by, c.made_on, c.why))
    for c in listed:
        if c.by:
            latest[c.by] = max(latest.get(c.by, ""), c.made_on)
    standing = [c for c in listed if not c.by or c.made_on == latest[c.by]]
    by_value: dict[object, Correction] = {}
    for c in standing:
        by_value.setdefault(value_of(c), c)
    return tuple(by_value.values())


def apart(one: Correction, other: Correction) -> bool:
    """Whether two decisions were made by different people; one person's decisions complete each other."""
    names = [{p.strip() for p in c.by.split(";") if p.strip()} for c in (one, other)]
    return not (names[0] & names[1]) and bool(names[0] or names[1])
