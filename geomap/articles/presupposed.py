"""Which years fit a text that names days but no year: by office holders, operations, weekdays, and years it looks back on."""

import datetime as dt
import re
from dataclasses import dataclass

from geomap.articles.datewords import WEEKDAYS, find_dates, find_yearless, iso_date
from geomap.model import Span
from geomap.tables.office_holders import OfficeHolders, Tenure, load_office_holders

__all__ = ["Years", "fitting_years", "latest_named", "looks_ahead"]

_FORMER = re.compile(r"\b(?:former|then|ex|late|previous|ousted|ex-)[\s-]*(?:\w+[\s-]+){0,2}$", re.IGNORECASE)
_AHEAD = re.compile(r"\b(?:will|scheduled|planned|due|expected|deadline|until|by|before|plans?|starting|set\s+for|can\s+begin)\b[^.]{0,60}$", re.IGNORECASE)
_PAST_YEAR = re.compile(r"\b(?:in|since|during|from|of)\s+(?:early\s+|late\s+|mid-?\s*)?(?:[A-Z][a-z]+\s+)?(20[12]\d)\b")
_WEEKDAY_BESIDE = re.compile(rf"(?:^|\W)({'|'.join(WEEKDAYS)})[,\s(]+$", re.IGNORECASE)
_WEEKDAY_AFTER = re.compile(rf"[,\s(]+({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_SPREAD = 45
"""News rarely gives more than this many days' worth of dates without a year: a wider spread names anniversaries and plans."""
_READ = 60_000
"""Code points read: as many as the longest real article measured."""
_SLACK = dt.timedelta(days=30)
"""A text may name only days of some weeks before its own: bounds are not taken to the day."""


@dataclass(frozen=True, slots=True)
class Years:
    """Days that fit, each the latest day the text names, in one year."""

    days: tuple[dt.date, ...]
    reason: str
    span: Span | None = None
    bounds: int = 0
    """How many names bound the years."""


def fitting_years(text: str, body: tuple[Span, ...], holders: OfficeHolders | None = None) -> Years:
    """Tell in which years a text that names days without a year may have been written.

    Parameters
    ----------
    text : str
    body : tuple of Span
        The paragraphs of the story.
    holders : OfficeHolders, optional
        The bundled table where none is given.

    Returns
    -------
    Years
        Empty where the text names no day, or no year fits.

    Notes
    -----
    A name bounds the day from below (nothing is named before it exists) and, where the table gives an end, from above. Years that
    the text looks back on bound it from below; a weekday written beside the day decides.
    """
    holders = holders or load_office_holders()
    body = tuple(Span(p.start, min(p.end, _READ)) for p in body if p.start < _READ)
    named = [(span, m, d) for p in body for span, m, d in find_yearless(text, p.start, p.end) if not looks_ahead(text, p, span.start)]
    latest = _latest([(m, d) for _, m, d in named])
    if latest is None:
        looked_back = latest_named(text, body)
        dated = f"the latest day it names is {looked_back}, which need not be its own" if looked_back > dt.date.min else "the text names no day"
        return Years((), dated)
    span = next(s for s, m, d in named if (m, d) == latest)
    bounds = _bounds(text, body, holders)
    floor = latest_named(text, body)
    weekday = next((w for s, m, d in named if (m, d) == latest and (w := _weekday_beside(text, s)) is not None), None)
    days = []
    for year in range(holders.horizon[0].year, holders.horizon[1].year + 1):
        day = iso_date(year, *latest)
        if not day or not holders.horizon[0] <= day <= holders.horizon[1] or day + _SLACK < floor:
            continue
        if weekday in (None, day.weekday()) and all(any(_within(day, t) for t in tenures) for tenures in bounds.values()):
            days.append(day)
    words = sorted(bounds)
    parts = [f"{', '.join(words)}"] if words else []
    parts += [f"it looks back on {floor.year}"] if floor > dt.date.min else []
    parts += [f"{WEEKDAYS[weekday].capitalize()} beside it"] if weekday is not None else []
    reason = f"the latest day named is {latest[0]:02d}-{latest[1]:02d}, without a year; bounded by {'; '.join(parts) or 'nothing'}"
    return Years(tuple(days), reason, span, len(words))


def looks_ahead(text: str, paragraph: Span, at: int) -> bool:
    """Whether the words before tell of something still to come."""
    return _AHEAD.search(text, max(paragraph.start, at - 90), at) is not None


def _within(day: dt.date, tenure: Tenure) -> bool:
    return tenure.first <= day + _SLACK and (tenure.last is None or day <= tenure.last + _SLACK)


def _latest(days: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The last of days of the year, round the turn of the year if they lie closer together so; None if they are too far apart."""
    known = sorted({(m, d) for m, d in days})
    if not known:
        return None
    numbers = [dt.date(2012, m, d).timetuple().tm_yday for m, d in known]
    gaps = [(numbers[(i + 1) % len(numbers)] - n) % 366 or 366 for i, n in enumerate(numbers)]
    widest = max(range(len(gaps)), key=lambda i: (gaps[i], i))
    return known[widest] if 366 - gaps[widest] <= _SPREAD else None


def _bounds(text: str, body: tuple[Span, ...], holders: OfficeHolders) -> dict[str, tuple[Tenure, ...]]:
    found: dict[str, tuple[Tenure, ...]] = {}
    for p in body:
        for match in holders.pattern.finditer(text, p.start, p.end):
            word = match[0].replace("’", "'")
            if not _FORMER.search(text[max(p.start, match.start() - 40) : match.start()]):
                found[word] = holders.by_words[word]
    return found


def latest_named(text: str, body: tuple[Span, ...]) -> dt.date:
    """The latest day, or first day of a year, that the text looks back on; the first day of all where it names none."""
    days = [d for p in body for w in find_dates(text, p.start, p.end, order="dmy") for d in w.days if not looks_ahead(text, p, w.span.start)]
    years = [
        dt.date(int(m[1]), 1, 1) for p in body for m in _PAST_YEAR.finditer(text, p.start, p.end)
        if not looks_ahead(text, p, m.start())
    ]  # fmt: skip
    return max([*days, *years], default=dt.date.min)


def _weekday_beside(text: str, span: Span) -> int | None:
    match = _WEEKDAY_BESIDE.search(text[max(0, span.start - 14) : span.start]) or _WEEKDAY_AFTER.match(text, span.end, span.end + 14)
    return WEEKDAYS.index(match[1].lower()) if match else None
