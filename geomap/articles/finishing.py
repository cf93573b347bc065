"""From decoded text to an article: parts, outlet, language, date."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from geomap.articles.addresses import archived_on, date_in_address, date_in_name
from geomap.articles.attribution import attribute, outlet_names
from geomap.articles.boilerplate import find_boilerplate
from geomap.articles.dating import Dating, given_date, stated_date
from geomap.articles.documents import Document, Draft, Stated
from geomap.articles.headers import Layout, header_statements
from geomap.articles.languages import detect_language
from geomap.articles.parts import find_paragraphs, guessed_headline, titled
from geomap.articles.presupposed import fitting_years
from geomap.articles.recent import recent_day
from geomap.errors import InputError, LimitError
from geomap.limits import Limits
from geomap.model import Article, DatePrecision, Span, sha256_hex
from geomap.tables.outlets import load_outlets

__all__ = ["Given", "finish"]

_BOUNDS = 2
"""Names that must bound the years before a single fitting one is taken: one alone may be a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the user said of all articles of a run."""

    published: str | None
    outlet: str | None

    def __post_init__(self) -> None:
        if self.published:
            given_date(self.published, "--published")


def finish(document: Document, draft: Draft, row: Mapping[str, str], given: Given, limits: Limits) -> Article:
    """Make an article of decoded text.

    Parameters
    ----------
    document : Document
    draft : Draft
    row : mapping
        The user's row of ``articles.csv``; empty where there is none.
    given : Given
    limits : Limits

    Returns
    -------
    Article

    Raises
    ------
    InputError
        There is no text, or the user's row has a date that is none.
    LimitError
        The text is longer than `limits` allow.
    """
    text = draft.text
    _check_text(document, text, limits)
    outlets = load_outlets()
    archive = row.get("archive_url") or document.fields.get("archive_url") or None
    draft = replace(draft, url=row.get("url") or draft.url, captured=draft.captured or archived_on(archive) or archived_on(draft.url))
    paragraphs = find_paragraphs(text)
    by = attribute(draft, paragraphs, row.get("outlet") or document.fields.get("outlet") or given.outlet)
    known = outlets.named(by.outlet)
    title = row.get("title") or draft.title
    headline = titled(text, paragraphs, title)
    boilerplate = find_boilerplate(text, paragraphs, headline)
    layout = Layout(paragraphs, boilerplate, headline)
    body = layout.story()
    dating = _dating(document, draft, layout, row, given, order=known.date_order if known else "")
    dateline = dating.span
    if headline is None:
        headline = guessed_headline(text, tuple(p for p in body if not (dateline and _mostly(p, dateline))))
    return Article(
        id=document.id, file=document.file, sha256=sha256_hex(document.data), text=text,
        title=title or (text[headline.start : headline.end] if headline else None),
        outlet=by.outlet, url=draft.url, archive_url=archive,
        captured=draft.captured, language=detect_language(text) or draft.language,
        published=dating.published, published_precision=dating.precision, published_reason=dating.reason,
        published_candidates=dating.candidates, reprinted=dating.reprinted, headline=headline, dateline=dateline, paragraphs=paragraphs, boilerplate=boilerplate,
        original_source=by.original_source,
    )  # fmt: skip


def _check_text(document: Document, text: str, limits: Limits) -> None:
    """Refuse what has no text, or too much of it."""
    if not text.strip():
        raise InputError(f"{document.file}: no text; save the article again, or remove the file")
    if len(text) > limits.article_chars:
        raise LimitError(f"{document.file}: {len(text):,} characters; the cap is {limits.article_chars:,} (article_chars in [limits]); split the file, or raise the cap")
    lines = text.count("\n") + text.count("\r") + 1
    if lines > limits.article_lines:
        raise LimitError(f"{document.file}: {lines:,} lines; the cap is {limits.article_lines:,} (article_lines in [limits]); is this one article? Split the file, or raise the cap")


def _mostly(paragraph: Span, dateline: Span) -> bool:
    """Whether a paragraph is little but the line of the date."""
    return paragraph.contains(dateline) and paragraph.end - paragraph.start < (dateline.end - dateline.start) + 80


def _dating(document: Document, draft: Draft, layout: Layout, row: Mapping[str, str], given: Given, *, order: str) -> Dating:
    statements = header_statements(draft.text, layout, outlet_names(load_outlets()), order=order)
    found_in = ((date_in_address(draft.url, order), "the page's address"), (date_in_name(document.file), "the name of the file"))
    stated = (*draft.dates, *(Stated(day, reason) for day, reason in found_in if day))
    found = stated_date(statements, stated)
    user = ((row.get("published"), row.get("_row", "articles.csv")), (given.published, "--published"))
    for value, where in user:
        if value:
            date, precision = given_date(value, where)
            if (date, precision) == (found.published, found.precision):
                return replace(found, reason=f"{found.reason}; so says {where}")
            return Dating(date, precision, f"given by the user ({where})" + _differs(found, date), span=found.span)
    return found if found.published or found.candidates else _inferred(draft, layout, found)


def _inferred(draft: Draft, layout: Layout, found: Dating) -> Dating:
    """What the days fit that a text names. A single one is taken, as a week and marked as inferred; none lies after the day of saving."""
    story = layout.story()
    last = draft.captured or "9999"
    recent = recent_day(draft.text, story)
    if recent and recent.day.isoformat() <= last:
        return Dating(recent.day.isoformat(), DatePrecision.WEEK, f"inferred: {recent.reason}", (recent.day.isoformat(),))
    years = fitting_years(draft.text, story)
    candidates = tuple(d.isoformat() for d in years.days if d.isoformat() <= last)
    if not candidates:
        return Dating(None, DatePrecision.UNKNOWN, f"{found.reason}; {years.reason}")
    if len(candidates) == 1 and years.bounds >= _BOUNDS:
        return Dating(candidates[0], DatePrecision.WEEK, f"inferred, the only year that fits: {years.reason}", candidates)
    return Dating(None, DatePrecision.UNKNOWN, f"{found.reason}; {len(candidates)} years fit: {years.reason}", candidates)


def _differs(found: Dating, date: str) -> str:
    return f"; the article itself has {found.published} ({found.reason})" if found.published and found.published != date else ""
