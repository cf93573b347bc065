"""Ids that outlive content: which report lends an event its id, and what became of an id of an earlier run."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from geomap.model import Article, Event, Fate, Report, Trace, content_id

__all__ = ["anchor_order", "event_id", "fates", "traces"]


class _HasReports(Protocol):
    """An event, as far as its reports go."""

    @property
    def id(self) -> str: ...
    @property
    def reports(self) -> tuple[str, ...]: ...


def event_id(report_id: str) -> str:
    """The id of the event that a report anchors."""
    return content_id("e", report_id)


def anchor_order(report: Report, articles: Mapping[str, Article]) -> tuple[str, str]:
    """Sort key of reports of one event: earliest publication, then smallest id; undated articles last."""
    article = articles.get(report.article)
    return ((article.published if article else None) or "9999-12-31", report.id)


def _key(report: Report, articles: Mapping[str, Article]) -> str:
    article = articles.get(report.article)
    return article.sha256 if article else report.article


def traces(events: Iterable[Event], reports: Mapping[str, Report], articles: Mapping[str, Article]) -> tuple[Trace, ...]:
    """What to remember of events.

    Parameters
    ----------
    events : iterable of Event
    reports : mapping of str to Report
        By id.
    articles : mapping of str to Article
        By id.

    Returns
    -------
    tuple of Trace
        Sorted by id.
    """
    kept = []
    for e in events:
        anchor = reports[e.anchor]
        kept.append(Trace(e.id, e.reports, e.anchor, _key(anchor, articles), anchor.trigger.start, anchor.trigger.end))
    return tuple(sorted(kept, key=lambda t: t.id))


def _by_words(trace: Trace, spots: Mapping[str, Sequence[tuple[int, int, str]]]) -> tuple[str, ...]:
    """Events told by words that overlap the old trigger, largest overlap first."""
    found = []
    for start, end, event in spots.get(trace.article, ()):
        overlap = min(end, trace.end) - max(start, trace.start)
        if overlap > 0:
            found.append((-overlap, event))
    return tuple(dict.fromkeys(event for _, event in sorted(found)))


def fates(
    old: Iterable[Trace], events: Sequence[_HasReports], reports: Mapping[str, Report], articles: Mapping[str, Article]
) -> tuple[Fate, ...]:
    """What became of the events of an earlier run.

    Parameters
    ----------
    old : iterable of Trace
    events : sequence of Event
        Of the current run; only ids and reports are looked at.
    reports : mapping of str to Report
        Of the current run, by id.
    articles : mapping of str to Article
        Of the current run, by id.

    Returns
    -------
    tuple of Fate
        One for each old id, in order of ids. Found by its reports, and where these were coded anew, by the words in the article.
    """
    holder = {r: e.id for e in events for r in e.reports}
    spots: dict[str, list[tuple[int, int, str]]] = {}
    for report in reports.values():
        if report.id in holder:
            spots.setdefault(_key(report, articles), []).append((report.trigger.start, report.trigger.end, holder[report.id]))
    present = {a.sha256 for a in articles.values()} | set(articles)
    return tuple(_fate(trace, holder, spots, present) for trace in sorted(old, key=lambda t: t.id))


def _fate(trace: Trace, holder: Mapping[str, str], spots: Mapping[str, Sequence[tuple[int, int, str]]], present: set[str]) -> Fate:
    ordered = (trace.anchor, *trace.reports)
    became = tuple(dict.fromkeys(holder[r] for r in ordered if r in holder))
    if trace.anchor not in holder:
        became = tuple(dict.fromkeys((*_by_words(trace, spots), *became)))
    if trace.id in became and len(became) == 1:
        return Fate(trace.id, became, "same", "")
    if not became:
        gone = "its article is no longer read" if trace.article not in present else "its words are no longer coded as an act"
        return Fate(trace.id, (), "withdrawn", gone)
    if len(became) > 1:
        return Fate(trace.id, became, "split", f"its reports now tell of {len(became)} events")
    if trace.anchor in holder:
        return Fate(trace.id, became, "merged", "an earlier report tells of the same event")
    return Fate(trace.id, became, "renamed", "its report was coded anew from the same words")
