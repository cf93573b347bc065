"""When an article was published: what states it, how exactly, and why that is believed."""

import datetime as dt
import re
from dataclasses import dataclass

from geomap.articles.datewords import FIRST_YEAR, Written, find_dates, iso_date
from geomap.articles.documents import Stated
from geomap.errors import InputError
from geomap.model import DatePrecision, Span

__all__ = ["Dating", "date_in_address", "date_in_name", "given_date", "header_statements", "stated_date"]

_HEAD = 1_500
"""Code points at the beginning in which a page's header lies; the longest of the sample ends at 420."""
_LABEL = re.compile(
    r"(?:^|(?<=[\s|(>]))(?:(?P<update>(?:last\s+)?(?:updated|modified|edited)(?:\s+(?:on|at))?|last\s+update)"
    r"|date\s+of\s+publication|publication\s+date|published(?:\s+(?:on|at))?|posted(?:\s+(?:on|at))?|publié\s+le|date|tarih"
    r"|تاريخ\s+النشر|نشر\s+في|опубликовано)\s*[:–—-]?\s*$",
    re.IGNORECASE,
)
_IN_SENTENCE = re.compile(
    r"\b(?:on|in|since|of|from|until|till|to|by|between|and|or|dated|after|before|around|late|early|the|a|last|next|this|that|was|is|were"
    r"|said|killed|\w+ed)$|[,;:]$",
    re.IGNORECASE,
)
_TIME = r"(?:at\s+|-\s*|,\s*|\|\s*|/\s*)?\d{1,2}[:.h]?\d{2}(?::?\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s*\(?(?:gmt|utc|ist|est|eet|local\s+time)[+\d:]*\)?)?"
_AFTER = re.compile(rf"[\s,|)–—-]*(?:{_TIME})?[\s,|)–—-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dating:
    """A publication date with its reason."""

    published: str | None
    precision: DatePrecision
    reason: str
    candidates: tuple[str, ...] = ()
    span: Span | None = None
    """Where the text states it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A date in the head of a text in a place where pages say when they were published."""

    written: Written
    how: str
    update: bool = False
    by: str | None = None
    """The outlet named right before it."""


def given_date(value: str, where: str) -> tuple[str, DatePrecision]:
    """Read a date that a user gave.

    Parameters
    ----------
    value : str
        ISO: year, year-month or year-month-day, a time of day being left out.
    where : str
        Where it stands, for the message.

    Returns
    -------
    tuple
        ISO date of the first day, and the precision.

    Raises
    ------
    InputError
        The value is no ISO date.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?", value.strip())
    day = iso_date(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None
    if match is None or day is None:
        raise InputError(f"{where}: published {value!r} is no ISO date since {FIRST_YEAR}; write 2018-10-13, 2018-10 or 2018")
    precision = DatePrecision.DAY if match[3] else DatePrecision.MONTH if match[2] else DatePrecision.YEAR
    return day.isoformat(), precision


def date_in_address(url: str | None) -> str | None:
    """The day in a path such as ``/2022/01/20/``; None where there is none."""
    match = re.search(r"/(20[12]\d)[/-]([01]?\d)[/-]([0-3]?\d)(?=[/._-]|$)", url or "")
    day = iso_date(int(match[1]), int(match[2]), int(match[3])) if match else None
    return day.isoformat() if day else None


def date_in_name(file: str) -> str | None:
    """The day in a file name such as ``2018-10-13-hajin.html`` or ``hajin_20181013.txt``; None where there is none."""
    match = re.search(r"(?<!\d)(20[12]\d)([-_.]?)([01]\d)\2([0-3]\d)(?!\d)", file.rsplit("/", 1)[-1])
    day = iso_date(int(match[1]), int(match[3]), int(match[4])) if match else None
    return day.isoformat() if day else None


def header_statements(text: str, head: tuple[Span, ...], names: re.Pattern[str], *, order: str = "") -> list[Statement]:
    """Find the dates by which the head of a text says when it was published.

    Parameters
    ----------
    text : str
    head : tuple of Span
        The paragraphs.
    names : re.Pattern
        Matches the name of an outlet or agency at its end.
    order : str
        How the outlet writes digits (see `find_dates`).

    Returns
    -------
    list of Statement
        In the order of the text. A date counts when a label precedes it, when it opens the text, when it stands alone on its
        line (with a time or a name), or when an outlet's name or a line of authors precedes it. Dates within sentences never do.
    """
    statements: list[Statement] = []
    body_seen = False
    for number, line in enumerate(head):
        if line.start > _HEAD or number > 25:
            break
        short = line.end - line.start <= 140
        for written in find_dates(text, line.start, min(line.end, line.start + 500), order=order):
            how = _how(text, line, written, names, first=number == 0, short=short)
            if how and not (body_seen and how[0] != "labelled"):
                statements.append(Statement(written, *how))
        body_seen = body_seen or line.end - line.start > 250
    if not statements and head:
        statements = _within_opening(text, head[0], order)
    alone = {s.written.span: s.written.days for s in statements if s.how.endswith("of its own")}
    if len(set(alone.values())) > 2:  # a log of updates, each under its day: none of them is the page's
        statements = [s for s in statements if s.written.span not in alone]
    return statements


def _within_opening(text: str, opening: Span, order: str) -> list[Statement]:
    """A date between the title and the story in a text that has lost its line breaks: no preposition before it, a new start behind."""
    if opening.end - opening.start < 250:
        return []
    for written in find_dates(text, opening.start, opening.start + 300, order=order):
        before = text[opening.start : written.span.start].rstrip(" \"'“”")
        after = text[_AFTER.match(text, written.span.end).end() :][:1]  # type: ignore[union-attr]  # matches the empty text too
        if not _IN_SENTENCE.search(before) and (after.isupper() or after in '"“(' or text[written.span.end].isupper()):
            return [Statement(written, "stands between the title and the story")]
    return []


def _how(
    text: str, line: Span, written: Written, names: re.Pattern[str], *, first: bool, short: bool
) -> tuple[str, bool, str | None] | None:
    before = text[line.start : written.span.start]
    after = text[_AFTER.match(text, written.span.end).end() : line.end]  # type: ignore[union-attr]  # matches the empty text too
    label = _LABEL.search(before[-60:])
    if label and (short or written.span.start - line.start < 200):
        return "labelled", bool(label["update"]), None
    if not before.strip(" |–—-"):
        if first or not after.strip(" |–—-") or (short and names.fullmatch(after.strip(" |–—-()"))):
            return "opens the text" if first else "stands on a line of its own", False, None
        return None
    named = names.search(before[-80:].rstrip(" ,|–—-:()"))
    if named and (short or written.span.start - line.start < 300):
        return "follows the outlet's name", False, named[0]
    if short and re.match(r"(?:by|from)\s", before, re.IGNORECASE) and not after.strip(" |–—-"):
        return "stands in the line of authors", False, None
    return None


def stated_date(statements: list[Statement], stated: tuple[Stated, ...]) -> Dating:
    """Decide on what is stated, by the text's head and by the page's metadata, address and file name.

    Parameters
    ----------
    statements : list of Statement
        From `header_statements`.
    stated : tuple of Stated
        From the format, in order of trust.

    Returns
    -------
    Dating
        A day only where one is stated and nothing on the page contradicts it; else what would fit, with the reason.
        Where an outlet's own date stands beside a reprinter's, the earlier is the original's and rules.
    """
    firm = [s for s in statements if len(s.written.days) == 1 and not s.update]
    metadata = [s for s in stated if not s.update]
    if metadata:
        return _from_metadata(metadata, firm)
    if firm:
        return _from_text(firm)
    updates = [s for s in statements if s.update and len(s.written.days) == 1]
    if updates:
        written = updates[0].written
        return Dating(
            written.days[0].isoformat(), DatePrecision.DAY, "the text gives the day of its last update; that of first publication is not stated",
            span=written.span,
        )  # fmt: skip
    late = [s for s in stated if s.update]
    if late:
        return Dating(None, DatePrecision.UNKNOWN, f"only a later change is dated: {late[0].reason}", (late[0].value,))
    return _open(statements)


def _open(statements: list[Statement]) -> Dating:
    for statement in statements:
        days = statement.written.days or statement.written.contradicted
        if len(statement.written.days) > 1:
            reason = "the date in digits leaves open which number is the month"
        else:
            reason = f"the date stated is no {statement.written.weekday}, as the text says it is"
        return Dating(None, DatePrecision.UNKNOWN, reason, tuple(sorted(d.isoformat() for d in days)), statement.written.span)
    return Dating(None, DatePrecision.UNKNOWN, "nothing states it")


def _from_metadata(metadata: list[Stated], firm: list[Statement]) -> Dating:
    best = metadata[0]
    value, precision = given_date(best.value, best.reason)
    earlier = [s for s in firm if s.by and s.written.days[0].isoformat() < value]
    if precision is DatePrecision.DAY and earlier and _apart(earlier[0].written.days[0].isoformat(), value) <= 60:
        original = earlier[0].written
        return Dating(
            original.days[0].isoformat(), DatePrecision.DAY, f"date of the original ({earlier[0].by}); {best.reason} gives {value} for this copy",
            span=original.span,
        )  # fmt: skip
    others = sorted({s.written.days[0].isoformat() for s in firm} | {s.value for s in metadata[1:]} - {value})
    far = [o for o in others if _apart(o, value) > 2]
    return Dating(value, precision, best.reason + (f"; elsewhere the page has {', '.join(far)}" if far else ""))


def _from_text(firm: list[Statement]) -> Dating:
    named = [s for s in firm if s.by]
    days = sorted({s.written.days[0] for s in named})
    if len(days) > 1 and (days[-1] - days[0]).days <= 366:
        original = next(s for s in named if s.written.days[0] == days[0])
        return Dating(
            days[0].isoformat(), DatePrecision.DAY, f"date of the original ({original.by}); this copy appeared on {days[-1].isoformat()}",
            span=original.written.span,
        )  # fmt: skip
    first = firm[0]
    return Dating(first.written.days[0].isoformat(), DatePrecision.DAY, f"the date {first.how}", span=first.written.span)


def _apart(one: str, other: str) -> int:
    try:
        return abs((dt.date.fromisoformat(one) - dt.date.fromisoformat(other)).days)
    except ValueError:  # a month or year only
        return 0
