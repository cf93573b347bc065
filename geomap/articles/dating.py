"""When an article was published: what states it, how exactly, and why that is believed."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from geomap.articles.datewords import FIRST_YEAR, iso_date
from geomap.articles.documents import Stated
from geomap.articles.headers import Statement
from geomap.errors import InputError
from geomap.model import DatePrecision, Span

__all__ = ["Dating", "given_date", "stated_date"]

_REPRINT = 366
"""Days within which a text is reprinted where it names both outlets; a later one is another text."""
_COPY = 60
"""The same where only the page's own data tell of the copy."""
_ISO_DAY = 10
"""Length of an ISO day; a month's is shorter."""


@dataclass(frozen=True, slots=True)
class Dating:
    """A publication date with its reason."""

    published: str | None
    precision: DatePrecision
    reason: str
    candidates: tuple[str, ...] = ()
    span: Span | None = None
    """Where the text states it."""
    reprinted: str | None = None
    """ISO date of this copy, where `published` is the original's."""


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
    if precision is not DatePrecision.DAY and (closer := _within(best, metadata[1:], firm)):
        return closer
    earlier = [s for s in firm if s.by and s.written.days[0].isoformat() < value]
    if precision is DatePrecision.DAY and earlier and _apart(earlier[0].written.days[0].isoformat(), value) <= _COPY:
        original = earlier[0].written
        return Dating(
            original.days[0].isoformat(), DatePrecision.DAY, f"date of the original ({earlier[0].by}); {best.reason} gives {value} for this copy",
            span=original.span, reprinted=value,
        )  # fmt: skip
    others = sorted({s.written.days[0].isoformat() for s in firm} | {s.value for s in metadata[1:]} - {value})
    far = [o for o in others if _apart(o, value) > 2]
    return Dating(value, precision, best.reason + (f"; elsewhere the page has {', '.join(far)}" if far else ""))


def _within(coarse: Stated, metadata: list[Stated], firm: list[Statement]) -> Dating | None:
    """The day that the text or another of the page's data states within a month or year that is given."""
    for statement in firm:
        if statement.written.days[0].isoformat().startswith(coarse.value):
            found = _from_text([statement])
            return replace(found, reason=f"{found.reason}, within the month of {coarse.reason}")
    other = next((s for s in metadata if len(s.value) == _ISO_DAY and s.value.startswith(coarse.value)), None)
    return Dating(other.value, DatePrecision.DAY, other.reason) if other else None


def _from_text(firm: list[Statement]) -> Dating:
    named = [s for s in firm if s.by]
    days = sorted({s.written.days[0] for s in named})
    if len(days) > 1 and (days[-1] - days[0]).days <= _REPRINT:
        original = next(s for s in named if s.written.days[0] == days[0])
        return Dating(
            days[0].isoformat(), DatePrecision.DAY, f"date of the original ({original.by}); this copy appeared on {days[-1].isoformat()}",
            span=original.written.span, reprinted=days[-1].isoformat(),
        )  # fmt: skip
    first = firm[0]
    return Dating(first.written.days[0].isoformat(), DatePrecision.DAY, f"the date {first.how}", span=first.written.span)


def _apart(one: str, other: str) -> int:
    try:
        return abs((dt.date.fromisoformat(one) - dt.date.fromisoformat(other)).days)
    except ValueError:  # a month or year only
        return 0
