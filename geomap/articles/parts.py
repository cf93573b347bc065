"""The parts of an article's text: lines, paragraphs, headline."""

import re

from geomap.model import Span

__all__ = ["clean_spans", "find_paragraphs", "guessed_headline", "titled", "trimmed"]

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_ENDS = re.compile(r"""[.!?:;…][\"”’')\]*]*\s*$""")
_WRAPPED = range(45, 130)
"""Lengths of lines that an editor or a PDF has broken."""
_HEADLINE = (15, 220)
"""Lengths of headlines; those of the samples have 31 to 163 code points."""
_QUOTES = str.maketrans("’‘“”–—", "''\"\"--")


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The stretch without surrounding white space, or None where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def clean_spans(spans: list[Span]) -> tuple[Span, ...]:
    """Spans in order, with overlapping ones joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return tuple(joined)


def find_paragraphs(text: str) -> tuple[Span, ...]:
    """Find the paragraphs: lines, where hard-wrapped lines that follow each other without a blank one are joined.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of Span
        In order, without surrounding white space, never empty, together holding all of the text but white space.
    """
    lines = [span for m in _LINE.finditer(text) if (span := trimmed(text, m.start(), m.end()))]
    paragraphs: list[Span] = []
    last = None
    for line in lines:
        if last is not None and _continues(text, last, line):
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(line)
        last = line
    return tuple(paragraphs)


def _continues(text: str, line: Span, following: Span) -> bool:
    """Whether a line goes on in the next: one line break between them, a broken line's length, no end of a sentence."""
    between = text[line.end : following.start].replace("\r\n", "\n")
    if between.count("\n") + between.count("\r") != 1 or line.end - line.start not in _WRAPPED:
        return False
    return not _ENDS.search(text, line.start, line.end) or text[following.start].islower()


def titled(text: str, paragraphs: tuple[Span, ...], title: str | None) -> Span | None:
    """Find the headline by a known title.

    Parameters
    ----------
    text : str
    paragraphs : tuple of Span
    title : str or None
        As the page or the user gives it, perhaps with the site's name behind it.

    Returns
    -------
    Span or None
        The longest of the first paragraphs that the title holds, or that holds the title and little more; where a text is one
        paragraph, the title's own words in its beginning.
    """
    wanted = _plain(title or "")
    if len(wanted) < _HEADLINE[0]:
        return None
    fitting = [p for p in paragraphs[:40] if _HEADLINE[0] <= p.end - p.start <= len(wanted) + 60 and _same(_plain(text[p.start : p.end]), wanted)]
    if fitting:
        return max(fitting, key=lambda p: (p.end - p.start, -p.start))
    at = text.find((title or "").strip(), 0, 3_000)
    return Span(at, at + len((title or "").strip())) if at >= 0 else None


def _plain(words: str) -> str:
    return " ".join(words.translate(_QUOTES).casefold().split())


def _same(line: str, title: str) -> bool:
    return line in title or (title in line and len(line) <= len(title) + 40)


def guessed_headline(text: str, paragraphs: tuple[Span, ...]) -> Span | None:
    """Take the first short paragraph of the story for the headline if it is no sentence.

    Parameters
    ----------
    text : str
    paragraphs : tuple of Span
        Those that are no boilerplate and no line of a date.

    Returns
    -------
    Span or None
    """
    if len(paragraphs) < 2:
        return None
    first = paragraphs[0]
    words = text[first.start : first.end]
    fits = _HEADLINE[0] <= len(words) <= _HEADLINE[1] and not re.search(r"[.!?;,:]$", words)
    return first if fits else None
