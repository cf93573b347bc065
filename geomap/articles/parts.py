"""The parts of an article's text: lines, paragraphs, headline."""

import re

from geomap.model import Span

__all__ = ["clean_spans", "find_headline", "find_paragraphs", "trimmed"]

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_ENDS = re.compile(r"""[.!?:;…][\"”’')\]*]*\s*$""")
_WRAPPED = range(45, 130)
"""Lengths of lines that an editor or a PDF has broken."""


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


def find_headline(text: str, paragraphs: tuple[Span, ...], title: str | None) -> Span | None:
    """Find the headline: where the known title stands, else the first short paragraph that is no sentence.

    Parameters
    ----------
    text : str
    paragraphs : tuple of Span
        Paragraphs that are no boilerplate and no line of date or author.
    title : str or None
        The title, if the page or the user gives one.

    Returns
    -------
    Span or None
    """
    if title:
        at = text.find(title.strip(), 0, 3_000)
        if at >= 0:
            return Span(at, at + len(title.strip()))
    if len(paragraphs) < 2:
        return None
    first = paragraphs[0]
    length = first.end - first.start
    if 15 <= length <= 220 and not re.search(r"[.!?;,:]$", text[first.start : first.end]):
        return first
    return None
