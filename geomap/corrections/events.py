"""Decisions on merged events: which reports tell one event, fields, and review."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from geomap.corrections.anchors import Reports, span_of
from geomap.corrections.edit import NOT_EDITS, edit_event, present_value
from geomap.corrections.lookup import Lookup
from geomap.corrections.outcome import Outcome, Question, Unfit
from geomap.corrections.reports import judge
from geomap.model import Article, Correction, Event, Report, Review, Scope
from geomap.model.correction_values import anchor_value

__all__ = ["apply_to_events", "regrouped", "review_of_reports"]

_VOUCHED = (Review.ACCEPTED, Review.EDITED)


def review_of_reports(reviews: Iterable[Review]) -> Review:
    """The review state of an event from those of its reports.

    Parameters
    ----------
    reviews : iterable of Review
        At least one.

    Returns
    -------
    Review
        Disputed if any is; accepted or edited only if all are (a new report that nobody has seen reopens the event); rejected if all are.
    """
    states = set(reviews)
    if Review.DISPUTED in states:
        return Review.DISPUTED
    if states == {Review.REJECTED}:
        return Review.REJECTED
    if states <= {*_VOUCHED, Review.REJECTED}:
        return Review.EDITED if Review.EDITED in states else Review.ACCEPTED
    return Review.UNREVIEWED


def regrouped(
    groups: Sequence[tuple[str, ...]], reports: Sequence[Report], articles: Mapping[str, Article], corrections: Sequence[Correction]
) -> tuple[tuple[tuple[str, ...], ...], Outcome]:
    """Groups of reports as people joined and parted them.

    Parameters
    ----------
    groups : sequence of tuple of str
        Ids of the reports of each event, as the machine merged them.
    reports : sequence of Report
        All of these.
    articles : mapping of str to Article
        By id.
    corrections : sequence of Correction
        Usable ones; those with the fields ``merge`` and ``split`` of reports and events are applied.

    Returns
    -------
    tuple
        Every report in exactly one group, each sorted; and what became of the decisions. A report that some join with another and
        some set apart stays where the machine put it.
    """
    links = [c for c in corrections if c.field in ("merge", "split")]
    if not links:
        return tuple(groups), Outcome()
    known = Reports.of(reports, articles)
    holder = {r: group for group in groups for r in group}
    joins, apart, unfit = _links(links, known, holder)
    torn = sorted({a for a, b, _ in joins for a in (a, b) if a in apart})
    questions = tuple(Question(r, "merge", "", tuple(sorted({(c.id, c.new, c.by) for a, b, c in joins if r in (a, b)} | {(c.id, c.new, c.by) for c in apart[r]}))) for r in torn)
    group_of = {r: min(group) for group in groups for r in group}
    for r in apart:
        if r not in torn:
            group_of = _part(group_of, r)
    reached = [(c.id, r) for r, rows in apart.items() if r not in torn for c in rows]
    for a, b, c in joins:
        if a in torn or b in torn:
            continue
        reached += [(c.id, a), (c.id, b)]
        one, other = sorted((group_of[a], group_of[b]))
        group_of = {r: one if g == other else g for r, g in group_of.items()}
    members: dict[str, list[str]] = defaultdict(list)
    for r, g in group_of.items():
        members[g].append(r)
    return tuple(tuple(sorted(m)) for _, m in sorted(members.items())), Outcome(tuple(reached), tuple(unfit), questions)


def _part(group_of: Mapping[str, str], report: str) -> dict[str, str]:
    """A report in a group of its own; the group it led goes on under its next report."""
    left = [r for r, g in group_of.items() if g == group_of[report] and r != report]
    changed = dict(group_of)
    changed |= dict.fromkeys(left, min(left, default=""))
    changed[report] = report
    return changed


def _links(
    links: Sequence[Correction], known: Reports, holder: Mapping[str, tuple[str, ...]]
) -> tuple[list[tuple[str, str, Correction]], dict[str, list[Correction]], list[Unfit]]:
    joins, apart, unfit = [], defaultdict(list), []
    for c in sorted(links, key=lambda c: c.id):
        found = known.find(c.article_sha256, span_of(c), c.report_id)
        other: Report | str = found
        if c.field == "merge":
            other = known.find(*anchor_value(c.new))
        if isinstance(found, str) or isinstance(other, str):
            unfit.append(Unfit(c.id, found if isinstance(found, str) else f"the other report: {other}"))
        elif c.field == "merge":
            joins.append((found.id, other.id, c))
        else:
            for r in holder[found.id] if c.scope is Scope.EVENT else (found.id,):
                apart[r].append(c)
    return joins, dict(apart), unfit


def apply_to_events(
    events: Sequence[Event], reports: Sequence[Report], articles: Mapping[str, Article], corrections: Sequence[Correction], lookup: Lookup
) -> tuple[tuple[Event, ...], Outcome]:
    """Events with review states, and with fields as people set them.

    Parameters
    ----------
    events : sequence of Event
        Made of the corrected reports.
    reports : sequence of Report
        All of them, corrected.
    articles : mapping of str to Article
        By id.
    corrections : sequence of Correction
        Usable ones; those of scope ``event`` are applied, ``merge`` and ``split`` aside.
    lookup : Lookup

    Returns
    -------
    tuple
        The events in the same order; and what became of the decisions.
    """
    by_id = {r.id: r for r in reports}
    holder = {r: e.id for e in events for r in e.reports}
    rows, unfit = _rows(corrections, Reports.of(reports, articles), holder)
    reached: list[tuple[str, str]] = []
    questions: list[Question] = []
    made = []
    for event in events:
        review = review_of_reports(by_id[r].review for r in event.reports)
        about = rows.get(event.id, [])
        if not about:
            made.append(replace(event, review=review))
            continue
        judged = judge(event.id, about, {c.field: present_value(event, c.field) for c in about}, lookup)
        reached += judged.reached
        questions += judged.questions
        unfit += judged.unfit
        edits = {n: c for n, c in judged.decisions.items() if n not in NOT_EDITS}
        said = judged.review(review)
        # A report on which people contradict each other keeps its event out of public output, whatever is said of the event.
        made.append(replace(edit_event(event, edits, lookup), review=review if review is Review.DISPUTED else said))
    return tuple(made), Outcome(tuple(reached), tuple(unfit), tuple(questions))


def _rows(corrections: Sequence[Correction], known: Reports, holder: Mapping[str, str]) -> tuple[dict[str, list[Correction]], list[Unfit]]:
    rows: dict[str, list[Correction]] = defaultdict(list)
    unfit = []
    for c in corrections:
        if c.scope is Scope.EVENT and c.field not in ("merge", "split"):
            found = known.find(c.article_sha256, span_of(c), c.report_id)
            if isinstance(found, str):
                unfit.append(Unfit(c.id, found))
            else:
                rows[holder[found.id]].append(c)
    return rows, unfit
