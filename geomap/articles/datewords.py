"""Dates as pages write them: one expression to the days it may mean."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from geomap.model import DatePrecision, Span

__all__ = ["FIRST_YEAR", "MONTHS", "WEEKDAYS", "Written", "find_dates", "find_yearless", "iso_date"]

FIRST_YEAR = 2010
"""Dates before it are of no article on this war."""
_LAST_YEAR = 2100

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_NAMES: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "monday mon lundi pazartesi duşem الاثنين الإثنين понедельник", "tuesday tues tue mardi salı sêşem الثلاثاء вторник",
        "wednesday wed mercredi çarşamba çarşem الأربعاء الاربعاء среда", "thursday thurs thur thu jeudi perşembe pêncşem الخميس четверг",
        "friday fri vendredi cuma în الجمعة пятница", "saturday sat samedi cumartesi şemî السبت суббота",
        "sunday sun dimanche pazar yekşem الأحد الاحد воскресенье",
    )
):  # fmt: skip
    for _name in _names.split():
        _WEEKDAY_NAMES[_name] = _number
MONTHS: dict[str, int] = {}
"""Names of months in the languages of the war's press, in lower case, and their numbers."""
# A hyphen stands for a blank within a name: Levantine Arabic and Kurdish name months with two words.
for _number, _names in enumerate(
    (
        "january jan janvier ocak çile çileyê يناير كانون-الثاني января کانوونی-دووەم", "february feb février fevrier şubat sibat sibatê فبراير شباط февраля شوبات",
        "march mar mars mart adar adarê مارس آذار اذار марта ئازار", "april apr avril nisan nîsan nîsanê أبريل ابريل نيسان апреля نیسان",
        "may mai mayıs gulan gulanê مايو أيار ايار мая ئایار", "june jun juin haziran hezîran hezîranê يونيو حزيران июня حوزەیران",
        "july jul juillet temmuz tîrmeh tîrmehê يوليو تموز июля تەمموز", "august aug août aout ağustos tebax tebaxê أغسطس اغسطس آب اب августа ئاب",
        "september sep sept septembre eylül îlon îlonê سبتمبر أيلول ايلول сентября ئەیلوول",
        "october oct octobre ekim cotmeh cotmehê أكتوبر اكتوبر تشرين-الأول تشرين-الاول октября تشرینی-یەکەم",
        "november nov novembre kasım mijdar mijdarê نوفمبر تشرين-الثاني ноября تشرینی-دووەم",
        "december dec décembre decembre aralık ديسمبر كانون-الأول كانون-الاول декабря کانوونی-یەکەم",
    ), 1,
):  # fmt: skip
    for _name in _names.split():
        MONTHS[_name.replace("-", " ")] = _number


def _any(names: dict[str, int]) -> str:
    return "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))


_WEEKDAY = rf"(?P<weekday>{_any(_WEEKDAY_NAMES)})\b\.?[,،]?\s+"
# Turkish writes the weekday behind the date; in English texts without punctuation a sentence may begin with one there.
_WEEKDAY_BEHIND = r"(?:[,،]?\s+(?P<weekday_behind>pazartesi|salı|çarşamba|perşembe|cumartesi|cuma|pazar)\b)?"
# Arabic papers give both names of a month: 21 كانون الثاني/يناير 2022.
_MONTH = rf"(?P<month>{_any(MONTHS)})\b\.?(?:\s*[/(]\s*(?:{_any(MONTHS)})\b\)?)?"
_DAY = r"(?P<day>[0-3٠-٣]?\d)(?:st|nd|rd|th|er|['’]?ê|ی)?"
_ALONE = r"(?!\d|\s*(?:st|nd|rd|th)?\s+(?:Street|Brigade|Division|Corps)\b)"
_YEAR = r"(?P<year>(?:20|٢٠|۲۰)\d\d)(?!\d)"
# "Apr 152017": scraped pages lose the comma and the blank between day and year.
_MONTH_FIRST = rf"(?:{_WEEKDAY})?{_MONTH}\s*{_DAY}(?:[,،]\s*|\s+|(?=20\d\d))(?:at\s+)?{_YEAR}"
_DAY_FIRST = rf"(?:{_WEEKDAY})?{_DAY}\s*(?:of\s+|de\s+|[-/]\s*)?{_MONTH}(?:[,،]?\s+|\s*[-/]\s*){_YEAR}{_WEEKDAY_BEHIND}"
_ISO = r"(?P<year>20\d\d)(?P<sep>[-/.])(?P<month>[01]?\d)(?P=sep)(?P<day>[0-3]?\d)(?!\d)"
_DIGITS = rf"(?:{_WEEKDAY})?(?P<first>[0-3]?\d)(?P<sep>[./-])(?P<second>[0-3]?\d)(?P=sep){_YEAR}"
_YEARLESS = rf"(?:{_MONTH}\s+{_DAY}{_ALONE}|(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH})".replace("P<month>", "P<month_a>", 1).replace("P<day>", "P<day_a>", 1)


_YEAR_ALONE = re.compile(r"(?:20|٢٠|۲۰)\d\d(?!\d)")
_DIGIT = re.compile(r"\d{1,2}")
_BEFORE, _BEHIND = 80, 40
"""Code points that a date may take before its year, weekday and both names of a month included, and behind it."""


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


def _read(match: re.Match[str], order: str) -> Written | None:
    groups = match.groupdict()
    year = int(groups["year"])
    if "first" in groups:
        pairs = _pairs(int(groups["first"]), int(groups["second"]), order if groups["sep"] != "." else "dmy")
    else:
        month = groups["month"].lower()
        pairs = [(int(month) if month.isdigit() else MONTHS[month], int(groups["day"]))]
    days = [day for month, number in pairs if (day := iso_date(year, month, number))]
    if not days:
        return None
    word = groups.get("weekday") or groups.get("weekday_behind")
    named = _WEEKDAY_NAMES[word.lower()] if word else None
    fitting = [d for d in days if named is None or d.weekday() == named]
    return Written(
        Span(match.start(), match.end()), tuple(dict.fromkeys(fitting)), weekday=WEEKDAYS[named] if named is not None else None,
        contradicted=tuple(d for d in days if d not in fitting),
    )  # fmt: skip


def _pairs(first: int, second: int, order: str) -> list[tuple[int, int]]:
    """Month and day of two numbers. A dot between them means day first; else the outlet's habit decides, or nothing."""
    day_first, month_first = (second, first), (first, second)
    return [day_first] if order == "dmy" else [month_first] if order == "mdy" else [day_first, month_first]


def _windows(text: str, start: int, end: int, centre: re.Pattern[str]) -> list[tuple[int, int]]:
    """Stretches around years, or digits, in which alone dates are looked for: the patterns are slow, and most of a text has neither."""
    windows: list[tuple[int, int]] = []
    for match in centre.finditer(text, start, end):
        begin, stop = max(start, match.start() - _BEFORE), min(end, match.end() + _BEHIND)
        if windows and begin <= windows[-1][1]:
            begin = windows.pop()[0]
        windows.append((begin, stop))
    return windows


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
        (
            w for begin, stop in _windows(text, start, end, _YEAR_ALONE) for p in (_MONTH_FIRST, _DAY_FIRST, _ISO, _DIGITS)
            for m in _compiled(p).finditer(text, begin, stop) if (w := _read(m, order))
        ),
        key=lambda w: (w.span.start, -w.span.end),
    )  # fmt: skip
    kept: list[Written] = []
    for written in found:
        if not kept or written.span.start >= kept[-1].span.end:
            kept.append(written)
    return kept


def find_yearless(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Span, int, int]]:
    """Find month and day without a year: span, month, day, in the order of the text."""
    end = len(text) if end is None else end
    matches = (m for begin, stop in _windows(text, start, end, _DIGIT) for m in _compiled(_YEARLESS).finditer(text, begin, stop))
    for match in matches:
        if re.match(rf"[,،]?\s*{_YEAR}", text[match.end() : match.end() + 8]):
            continue
        groups = match.groupdict()
        month, day = MONTHS[(groups["month_a"] or groups["month"]).lower()], int(groups["day_a"] or groups["day"])
        if iso_date(2012, month, day):  # a leap year: 29 February is a day
            yield Span(match.start(), match.end()), month, day
