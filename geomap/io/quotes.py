"""The words behind a report: its sentences as one quote, and where in the quote the telling words stand."""

from typing import Any

from geomap.model import LANGUAGE_NAMES, Article, Report, Span

__all__ = ["quote_of", "report_summary"]

_GAP = " [...] "
_RULE_FIELDS = ("event_type", "sub_event_type", "trigger")


def _joined(spans: tuple[Span, ...]) -> list[Span]:
    if len(spans) < 2:
        return list(spans)
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end + 1:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


def quote_of(report: Report, text: str) -> tuple[str, list[list[int]]]:
    """The evidence of a report as one quote.

    Parameters
    ----------
    report : Report
    text : str
        The article's text.

    Returns
    -------
    tuple of str and list
        The quote, word for word, with ``[...]`` where sentences between are left out; and [start, end] in code points of the
        quote, of the words that the report's fields rest on.
    """
    parts = _joined(report.evidence or (report.trigger,))
    telling = dict.fromkeys([report.trigger, *(s for p in report.provenance.values() for s in p.spans)])
    quote, marks = "", []
    for part in parts:
        if quote:
            quote += _GAP
        shift = len(quote) - part.start
        marks += [Span(s.start + shift, s.end + shift) for s in telling if part.contains(s) and s.end - s.start < part.end - part.start]
        quote += text[part.start : part.end]
    return quote, [[m.start, m.end] for m in _joined(tuple(marks))]


def _rule(report: Report) -> str:
    return next((report.provenance[f].rule for f in _RULE_FIELDS if f in report.provenance), "")


def _title(article: Article) -> str | None:
    """The article's title; that its words are a supplied translation stands behind it."""
    if article.translated_from is None:
        return article.title
    language = LANGUAGE_NAMES.get(article.translated_from, "another language")
    return f"{article.title or 'Untitled'} (from a translation, original in {language})"


def report_summary(report: Report, article: Article | None) -> dict[str, Any]:
    """What a reader of an event needs to judge one of its reports.

    Parameters
    ----------
    report : Report
    article : Article or None
        None where the article is not at hand; then there is no quote.

    Returns
    -------
    dict
        Keys id, article, outlet, title, url, archive_url, published, quote, spans, claimant, status, review, rule, why_here.
    """
    quote, spans = quote_of(report, article.text) if article else ("", [])
    return {
        "id": report.id,
        "article": report.article,
        "outlet": article.outlet if article else None,
        "title": _title(article) if article else None,
        "url": article.url if article else None,
        "archive_url": article.archive_url if article else None,
        "published": article.published if article else None,
        "quote": quote,
        "spans": spans,
        "claimant": report.claimant,
        "status": str(report.status),
        "review": str(report.review),
        "rule": _rule(report),
        "why_here": report.where.reason,
    }
