"""The day of a text that states none, by the freshest day it names: that of a quoted post, or one written with its weekday."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from geomap.articles.datewords import WEEKDAYS, find_dates
from geomap.articles.presupposed import latest_named, looks_ahead
from geomap.model import Span

__all__ = ["Recent", "recent_day"]

_POST = re.compile(r"\(@\w{2,30}\)\s*$")
"""What stands before the date of a post that a page shows."""
_OLD = re.compile(r"\b(?:file|archive|archival)\b", re.IGNORECASE)
"""Agencies write so below pictures of earlier years."""
_SAID = re.compile(rf"(?<!\w)({'|'.join(WEEKDAYS)})\b(?!\s*['’]s)", re.IGNORECASE)
_LATER = 2
"""Days by which a story follows the freshest day it shows."""


@dataclass(frozen=True, slots=True)
class Recent:
    """The day that fits, and why."""

    day: dt.date
    reason: str


def recent_day(text: str, body: tuple[Span, ...]) -> Recent | None:
    """Infer the day of a text from the freshest day it names and the first weekday it speaks of without a date.

    Parameters
    ----------
    text : str
    body : tuple of Span
        The paragraphs of the story.

    Returns
    -------
    Recent or None
        The day of that weekday, on the freshest day or at most two days later. None where no day is written with its weekday or as that of a
        post, where none of these days is the latest that the text looks back on, or where the weekday does not fit.

    Notes
    -----
    Measured on what FA-KES texts and scraped pages give once their stated dates are hidden: see ``docs/articles.md``.
    """
    anchors = list(_anchors(text, body))
    if not anchors:
        return None
    freshest = max(day for day, _ in anchors)
    if latest_named(text, body) > freshest:
        return None
    holders = {paragraph for _, paragraph in anchors}
    said = _first_weekday(text, [p for p in body if p not in holders]) or _first_weekday(text, list(body))
    for later in range(_LATER + 1):
        day = freshest + dt.timedelta(days=later)
        if said == WEEKDAYS[day.weekday()]:
            return Recent(day, f"the freshest day it names, with a weekday or of a post, is {freshest}; it speaks of {said.capitalize()}")
    return None


def _anchors(text: str, body: tuple[Span, ...]) -> Iterator[tuple[dt.date, Span]]:
    for p in body:
        old = _OLD.search(text, p.start, p.end) is not None
        for written in find_dates(text, p.start, p.end):
            at = written.span.start
            post = _POST.search(text[max(p.start, at - 40) : at]) is not None
            if len(written.days) == 1 and (post or (written.weekday and not old)) and not looks_ahead(text, p, at):
                yield written.days[0], p


def _first_weekday(text: str, paragraphs: list[Span]) -> str | None:
    """The first weekday that stands without a date."""
    for p in paragraphs:
        dated = [w.span for w in find_dates(text, p.start, p.end)]
        for match in _SAID.finditer(text, p.start, p.end):
            if not any(s.start <= match.start() < s.end for s in dated):
                return match[1].lower()
    return None
