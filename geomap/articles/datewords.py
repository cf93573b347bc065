"""Dates as pages write them: one expression to the days it may mean."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from geomap.model import DatePrecision, Span

__all__ = ["FIRST_YEAR", "WEEKDAYS", "Written", "find_dates", "find_yearless", "iso_date"]

FIRST_YEAR = 2010
"""Dates before it are of no article on this war."""
_LAST_YEAR = 2100

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = r"(?P<weekday>(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?)\b\.?,?\s+"
_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january jan janvier ocak يناير كانون-الثاني января", "february feb février fevrier şubat فبراير شباط февраля",
        "march mar mars mart مارس آذار марта", "april apr avril nisan أبريل ابريل نيسان апреля", "may mai mayıs مايو أيار ايار мая",
        "june jun juin haziran يونيو حزيران июня", "july jul juillet temmuz يوليو تموز июля",
        "august aug août aout ağustos أغسطس اغسطس آب августа", "september sep sept septembre eylül سبتمبر أيلول ايلول сентября",
        "october oct octobre ekim أكتوبر اكتوبر تشرين-الأول октября", "november nov novembre kasım نوفمبر تشرين-الثاني ноября",
        "december dec décembre decembre aralık ديسمبر كانون-الأول декабря",
    ), 1,
):  # fmt: skip
    for _name in _names.split():
        _MONTHS[_name.replace("-", " ")] = _number
_MONTH = r"(?P<month>" + "|".join(re.escape(n) for n in sorted(_MONTHS, key=lambda n: (-len(n), n))) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er)?"
_ALONE = r"(?!\d|\s*(?:st|nd|rd|th)?\s+(?:Street|Brigade|Division|Corps)\b)"
_YEAR = r"(?P<year>20\d\d)(?!\d)"
# "Apr 152017": scraped pages lose the comma and the blank between day and year.
_MONTH_FIRST = rf"(?:{_WEEKDAY})?{_MONTH}\s*{_DAY}(?:[,،]\s*|\s+|(?=20\d\d))(?:at\s+)?{_YEAR}"
_DAY_FIRST = rf"(?:{_WEEKDAY})?{_DAY}\s*(?:of\s+|de\s+|[-/]\s*)?{_MONTH}(?:[,،]?\s+|\s*[-/]\s*){_YEAR}"
_ISO = r"(?P<year>20\d\d)(?P<sep>[-/.])(?P<month>[01]?\d)(?P=sep)(?P<day>[0-3]?\d)(?!\d)"
_DIGITS = rf"(?:{_WEEKDAY})?(?P<first>[0-3]?\d)(?P<sep>[./-])(?P<second>[0-3]?\d)(?P=sep){_YEAR}"
_MONTH_YEAR = rf"{_MONTH},?\s+{_YEAR}"
_YEARLESS = rf"(?:{_MONTH}\s+{_DAY}{_ALONE}|(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH})".replace("P<month>", "P<month_a>", 1).replace("P<day>", "P<day_a>", 1)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written, with every day it may mean."""

    span: Span
    days: tuple[dt.date, ...]
    """More than one where digits leave day and month open; none where the weekday named is not the day's."""
    precision: DatePrecision = DatePrecision.DAY
    weekday: str | None = None
    contradicted: tuple[dt.date, ...] = ()
    """Days that the weekday written beside them rules out."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.-]){pattern}", re.IGNORECASE)


def iso_date(year: int, month: int, day: int) -> dt.date | None:
    """The day, or None where there is no such day or it lies outside of the years geomap reads."""
    if not FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _weekday(word: str | None) -> int | None:
    if not word:
        return None
    return next(i for i, name in enumerate(WEEKDAYS) if name.startswith(word.lower()[:3]))


def _read(match: re.Match[str], order: str) -> Written | None:
    groups = match.groupdict()
    year = int(groups["year"])
    if "first" in groups:
        pairs = _pairs(int(groups["first"]), int(groups["second"]), order if groups["sep"] != "." else "dmy")
    else:
        month = groups["month"].lower()
        pairs = [(int(month) if month.isdigit() else _MONTHS[month], int(groups["day"]))]
    days = [day for month, number in pairs if (day := iso_date(year, month, number))]
    if not days:
        return None
    named = _weekday(groups.get("weekday"))
    fitting = [d for d in days if named is None or d.weekday() == named]
    return Written(
        Span(match.start(), match.end()), tuple(dict.fromkeys(fitting)), weekday=WEEKDAYS[named] if named is not None else None,
        contradicted=tuple(d for d in days if d not in fitting),
    )  # fmt: skip


def _pairs(first: int, second: int, order: str) -> list[tuple[int, int]]:
    """Month and day of two numbers. A dot between them means day first; else the outlet's habit decides, or nothing."""
    day_first, month_first = (second, first), (first, second)
    return [day_first] if order == "dmy" else [month_first] if order == "mdy" else [day_first, month_first]


def find_dates(text: str, start: int = 0, end: int | None = None, *, order: str = "") -> list[Written]:
    """Find dates with a year, in the order of the text.

    Parameters
    ----------
    text : str
    start, end : int
        The stretch to search, in code points.
    order : str
        ``dmy`` or ``mdy`` where the outlet's way of writing digits is known; else both readings are kept.

    Returns
    -------
    list of Written
        Never overlapping; where two patterns match, the one that begins first, then the longer, stands.
    """
    end = len(text) if end is None else end
    found = sorted(
        (w for p in (_MONTH_FIRST, _DAY_FIRST, _ISO, _DIGITS) for m in _compiled(p).finditer(text, start, end) if (w := _read(m, order))),
        key=lambda w: (w.span.start, -w.span.end),
    )
    kept: list[Written] = []
    for written in found:
        if not kept or written.span.start >= kept[-1].span.end:
            kept.append(written)
    return kept


def find_yearless(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Span, int, int]]:
    """Find month and day without a year: span, month, day, in the order of the text."""
    end = len(text) if end is None else end
    for match in _compiled(_YEARLESS).finditer(text, start, end):
        if re.match(r",?\s*20\d\d(?!\d)", text[match.end() : match.end() + 8]):
            continue
        groups = match.groupdict()
        month, day = _MONTHS[(groups["month_a"] or groups["month"]).lower()], int(groups["day_a"] or groups["day"])
        if iso_date(2012, month, day):  # a leap year: 29 February is a day
            yield Span(match.start(), match.end()), month, day
