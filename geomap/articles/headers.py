"""Dates in the head and at the end of a text, in the places where pages say when they were published."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from geomap.articles.datewords import Written, find_dates
from geomap.model import Span

__all__ = ["Layout", "Statement", "header_statements"]

_HEAD, _LINES = 1_500, 25
"""Code points and paragraphs at the beginning in which a page's header lies; the longest of the sample ends at 420."""
_BODY, _STORY = 250, 100
"""Lengths of paragraphs: no header stands behind one of the story's body; behind a standfirst it may, not among titles of other stories."""
_TITLE = 200
"""Titles are hardly longer."""
_FAR = 20_000
"""Beyond it no header is looked for, however long the menu is."""
_TAIL = 15
"""Paragraphs at the end in which a page may say when it was published."""
_SIGNED = 2
"""A text of fewer paragraphs has a head and no end."""
_BANNER = 4
"""With so many paragraphs of a menu between a date and the headline, the date is the day of the visit, not the article's."""
_LABEL = re.compile(
    r"(?:^|(?<=[\s|(>]))(?:(?P<update>(?:last\s+)?(?:updated|modified|edited)(?:\s+(?:on|at))?|last\s+update|mis\s+à\s+jour(?:\s+le)?|güncelleme"
    r"(?:\s+tarihi)?|آخر\s+تحديث|обновлено)|date\s+(?:of\s+publication|published|posted)|publi(?:cation|sh(?:ed)?)\s+date"
    r"|(?:first\s+|originally\s+)?published(?:\s+(?:on|at))?|posted(?:\s+(?:on|at))?|submitted(?:\s+on)?|publié\s+le|date|(?:yayın(?:lanma)?\s+)?tarihi?"
    r"|tarîx|تاريخ\s+النشر|(?:تم\s+)?نُ?شر\s+(?:في|بتاريخ)|дата\s+публикации|опубликовано)\s*[:–—-]?\s*$",
    re.IGNORECASE,
)
_IN_SENTENCE = re.compile(
    r"\b(?:on|in|since|of|from|until|till|to|by|between|and|or|dated|after|before|around|late|early|the|a|last|next|this|that|was|is|were"
    r"|said|killed|\w+ed)$|[,;:]$",
    re.IGNORECASE,
)
_TIME = (
    r"(?:at\s+|-\s*|,\s*|\|\s*|/\s*|в\s+|الساعة\s+|à\s+)?\d{1,2}[:.h]?\d{2}(?::?\d{2})?\s*(?:[ap]\.?m\.?)?"
    r"(?:,?\s*\(?(?:gmt|utc|ist|est|edt|et|eet|cet|cest|bst|uk|local\s+time)\b[+\d:]*\)?)?"
)
_AFTER = re.compile(rf"[\s,|)–—-]*(?:г\.\s*)?(?:{_TIME})?[\s,|)–—-]*", re.IGNORECASE)
_REST = re.compile(r"(?:\d+\s*min(?:ute)?s?(?:\s+read)?|by\s+[^.!?]{2,60}|(?:last\s+)?(?:updated|modified)\b.{0,60}|[\d.,k]+\s*(?:views?|comments?|shares?))?", re.IGNORECASE)
"""What may follow a date on a line of its own: reading time, authors, a later change, counters."""
_SECTION = re.compile(r"^[^.!?:;]{2,60}?\s*[|·•»]\s*$")
"""The name of a section or of authors before a date, parted by a sign."""
_PICTURE = re.compile(r"\b(?:photo|photograph|picture|image|file|archive|credit|caption|video)\b", re.IGNORECASE)
_DATELINE = re.compile(r"[A-Z][\w’' /-]{2,40},\s*$")
_LOG = re.compile(r"^(?:updates? to this page|(?:page|revision|update|change)\s+history|history of changes|change\s?log)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """The paragraphs of a text, those of them that are no story, and the headline."""

    paragraphs: tuple[Span, ...]
    boilerplate: tuple[Span, ...] = ()
    headline: Span | None = None

    def marked(self) -> frozenset[Span]:
        """Paragraphs that are no part of the story."""
        starts = [b.start for b in self.boilerplate]  # in order and apart: only the last that begins before a paragraph can hold it
        held = ((p, bisect_right(starts, p.start) - 1) for p in self.paragraphs)
        return frozenset(p for p, i in held if i >= 0 and self.boilerplate[i].contains(p))

    def story(self) -> tuple[Span, ...]:
        """The other paragraphs."""
        marked = self.marked()
        return tuple(p for p in self.paragraphs if p not in marked)


@dataclass(frozen=True, slots=True)
class Statement:
    """A date in a place where pages say when they were published."""

    written: Written
    how: str
    update: bool = False
    by: str | None = None
    """The outlet named right before it."""


def header_statements(text: str, layout: Layout, names: re.Pattern[str], *, order: str = "") -> list[Statement]:
    """Find the dates by which a text says when it was published.

    Parameters
    ----------
    text : str
    layout : Layout
    names : re.Pattern
        Matches the name of an outlet or agency at its end.
    order : str
        How the outlet writes digits (see `find_dates`).

    Returns
    -------
    list of Statement
        In the order of the text. A date counts when a label precedes it, when it opens the text, when it stands alone on its
        line (with a time or a name), or when an outlet's name or a line of authors precedes it; where the head has none, when it signs the
        story or a label precedes it at the end. Dates within sentences never do, nor does the day that a page shows above its menu, nor
        those of a log of changes, of which the last is the day of a later change.
    """
    marked = layout.marked()
    logged = list(_logged(text, layout, order))
    statements = logged or list(_in_head(text, layout, marked, names, order))
    if not statements and layout.paragraphs:
        under_title = _under_title(text, layout)
        openings = layout.paragraphs[: 2 if under_title else 1]
        statements = next((s for p in openings if (s := _within_opening(text, p, order))), [])
    statements = [s for s in statements if not _is_banner(s, layout, marked)]
    alone = {s.written.span: s.written.days for s in statements if s.how.endswith("of its own")}
    if len(set(alone.values())) > 2:  # several stories, each under its day: none of them is the page's
        statements = [s for s in statements if s.written.span not in alone]
    return statements or _single(_at_end(text, layout, marked, names, order))


def _in_head(text: str, layout: Layout, marked: frozenset[Span], names: re.Pattern[str], order: str) -> Iterator[Statement]:
    body_seen = story_seen = False
    openings = layout.paragraphs[: 2 if _under_title(text, layout) else 1]
    for number, line in enumerate(layout.paragraphs):
        near = number <= _LINES and line.start <= _HEAD
        if not near and (body_seen or line.start > _FAR):
            return
        short = line.end - line.start <= 140
        listed = story_seen and line in marked and layout.paragraphs[number - 1] in marked  # below the title of another story
        if near or line not in marked:
            for written in find_dates(text, line.start, min(line.end, line.start + 500), order=order):
                statement = _how(text, line, written, names, first=line in openings, short=short)
                if statement and not (body_seen and statement.how != "labelled") and not (listed and statement.how.endswith("of its own")):
                    yield statement
        body_seen = body_seen or line.end - line.start > _BODY
        story_seen = story_seen or (line not in marked and line.end - line.start > _STORY)


def _under_title(text: str, layout: Layout) -> bool:
    """Whether the first paragraph is a title and the second the story, as in a text saved without its line breaks."""
    if len(layout.paragraphs) < _SIGNED:
        return False
    title, story = layout.paragraphs[:2]
    length = title.end - title.start
    return length <= _TITLE and story.end - story.start > max(_STORY, 2 * length) and (text[title.end - 1] not in ".!?;:" or (text[title.end - 1] == "." and len(layout.paragraphs) == _SIGNED))


def _is_banner(statement: Statement, layout: Layout, marked: frozenset[Span]) -> bool:
    at, headline = statement.written.span.end, layout.headline
    if headline is None or at > headline.start or statement.how == "labelled":
        return False
    return sum(p in marked for p in layout.paragraphs if at < p.start < headline.start) >= _BANNER


def _logged(text: str, layout: Layout, order: str) -> Iterator[Statement]:
    """The last entry of a log of changes: the day up to which the page was written."""
    titles = [p.end for p in layout.paragraphs if p.end - p.start <= 40 and _LOG.match(text[p.start : p.end])]
    if titles:
        later = [p for p in layout.paragraphs if p.start > titles[0] and p.end - p.start < 200]
        entries = [w for p in later for w in find_dates(text, p.start, p.end, order=order) if w.span.start == p.start and len(w.days) == 1]
        if entries:
            yield Statement(max(entries, key=lambda w: (w.days, -w.span.start)), "heads the last entry of the page's log", update=True)


def _at_end(text: str, layout: Layout, marked: frozenset[Span], names: re.Pattern[str], order: str) -> Iterator[Statement]:
    """Dates that sign the story, and those with a label below it."""
    signing = set(_signing(text, layout.paragraphs, marked, names))
    for line in layout.paragraphs[-_TAIL:] if len(layout.paragraphs) > _SIGNED else ():
        if line.end - line.start > 140:
            continue
        for written in find_dates(text, line.start, line.end, order=order):
            statement = _how(text, line, written, names, first=False, short=True)
            if statement and statement.how.endswith("of its own"):
                yield replace(statement, how="signs the story" if line in signing else "stands below the story")
            elif statement and (line in signing or statement.how == "labelled"):
                yield statement


def _signing(text: str, paragraphs: tuple[Span, ...], marked: frozenset[Span], names: re.Pattern[str]) -> Iterator[Span]:
    """The paragraphs in which a story is signed: its last one, the one below, and the one below the outlet's name."""
    last = max((i for i, p in enumerate(paragraphs) if p not in marked), default=-1)
    for i, p in enumerate(paragraphs[last : last + 3], last):
        if i <= last + 1 or (i == last + 2 and names.search(text, paragraphs[i - 1].start, paragraphs[i - 1].end)):
            yield p


def _single(statements: Iterable[Statement]) -> list[Statement]:
    """The statements, if all are of one day and one of them says so: below a story stand the dates of others."""
    found = list(statements)
    said = [s for s in found if s.how != "stands below the story"]
    return said if len({s.written.days for s in found}) == 1 else []


def _within_opening(text: str, opening: Span, order: str) -> list[Statement]:
    """A date between the title and the story in a text that has lost its line breaks: no preposition before it, a new start behind."""
    if opening.end - opening.start < 250:
        return []
    for written in find_dates(text, opening.start, opening.start + 300, order=order):
        before = text[opening.start : written.span.start].rstrip(" \"'“”")
        after = _behind(text, written, opening)[:1]
        if not _IN_SENTENCE.search(before) and (after.isupper() or after in '"“(' or text[written.span.end].isupper()):
            return [Statement(written, "stands between the title and the story")]
    return []


def _behind(text: str, written: Written, line: Span) -> str:
    """What follows a date on its line, a time of day aside."""
    return text[_AFTER.match(text, written.span.end).end() : line.end]  # type: ignore[union-attr]  # matches the empty text too


def _how(text: str, line: Span, written: Written, names: re.Pattern[str], *, first: bool, short: bool) -> Statement | None:
    before = text[line.start : written.span.start]
    after = _behind(text, written, line).strip(" |–—-")
    label = _LABEL.search(before[-60:])
    if label and (short or written.span.start - line.start < 200):
        return Statement(written, "labelled", bool(label["update"]))
    ends = _REST.fullmatch(after) is not None
    if not before.strip(" |–—-"):
        begins = first and (line.start == 0 or not after[:1].islower() or text[written.span.end : written.span.end + 1].isupper())
        if begins or ends or (short and names.fullmatch(after.strip(" |–—-()"))):
            return Statement(written, "opens the text" if begins else "stands on a line of its own")
        return None
    named = names.search(before[-80:].rstrip(" ,|–—-:()"))
    if named and (short or written.span.start - line.start < 300):
        return Statement(written, "follows the outlet's name", by=named[0])
    if short and ends and re.match(r"(?:by|from)\s", before, re.IGNORECASE):
        return Statement(written, "stands in the line of authors")
    if short and ends and _SECTION.match(before) and not _PICTURE.search(before):
        return Statement(written, "stands on a line of its own")
    if _DATELINE.fullmatch(before) and re.match(r"\s*(?:\([^()]{2,40}\)\s*)?[–—-]", text[written.span.end : line.end]):
        return Statement(written, "stands in the dateline")
    return None
