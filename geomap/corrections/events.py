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
    parts = _Parts(groups)
    reached = [(c.id, r) for r, rows in apart.items() if r not in torn for c in rows]
    for r in apart:
        if r not in torn:
            parts.part(r)
    for a, b, c in joins:
        if a not in torn and b not in torn:
            reached += [(c.id, a), (c.id, b)]
            parts.join(a, b)
    return tuple(sorted(tuple(sorted(m)) for m in parts.members.values())), Outcome(tuple(reached), tuple(unfit), questions)


class _Parts:
    """Groups of reports that are joined and parted one by one."""

    def __init__(self, groups: Sequence[tuple[str, ...]]) -> None:
        self.members = {min(group): set(group) for group in groups}
        self._group = {r: name for name, group in self.members.items() for r in group}

    def part(self, report: str) -> None:
        """Set a report apart from those it was with."""
        left = self.members.pop(self._group[report]) - {report}
        for group in ({report}, left):
            if group:
                self.members[min(group)] = group
                self._group |= dict.fromkeys(group, min(group))

    def join(self, one: str, other: str) -> None:
        """Make one group of two."""
        name, gone = sorted((self._group[one], self._group[other]))
        if name != gone:
            added = self.members.pop(gone)
            self.members[name] |= added
            self._group |= dict.fromkeys(added, name)


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
