"""When: date expressions of a sentence, resolved against the article's publication date.

A date without a year takes the year in which it is the latest not after publication; a weekday the last such day up to publication.
Without a publication date such words stay unresolved: a wrong date is worse than none.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from geomap.model import DatePrecision, Period, Span
from geomap.text.gated import gated
from geomap.text.patterns import lowered

__all__ = ["Dated", "find_dates", "period_of"]

_MONTHS = {m.lower(): i for i, m in enumerate(calendar.month_name) if m} | {m.lower(): i for i, m in enumerate(calendar.month_abbr) if m} | {"sept": 9}
_DAYS = {d.lower(): i for i, d in enumerate(calendar.day_name)}
_MONTH = "(?P<{0}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_SMALL = {w: i for i, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])} | {"a": 1, "an": 1, "several": 4, "a few": 3, "couple of": 2}
_COUNT = r"(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a few|several|an?|couple of)"

_ACTS = (
    r"(?:air ?strikes?|attacks?|assaults?|offensives?|strikes?|raids?|(?:car |suicide )?bomb(?:ing|ardment)?s?|massacres?|killings?|executions?|abductions?|kidnappings?|battles?|fighting|clashes|campaigns?|operations?|"
    r"incidents?|shelling|explosions?|blasts?|captures?|takeovers?|sieges?|deals?|truces?|cease-?fires?|agreements?|evacuations?|withdrawals?|protests?|(?:chemical|gas|sarin|chlorine)(?: \w+)? attacks?)\b"
)
"""Nouns for acts, before which a month or year stands ("the August raid")."""

_RULES: tuple[tuple[str, str], ...] = (
    ("iso", r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    ("dmy", r"\b(?:(?P<d0>\d{1,2})(?:st|nd|rd|th)? ?(?:to|and|-|until) ?)?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)? " + _MONTH.format("mon") + r"(?:,? (?P<y>(?:19|20)\d\d)\b)?"),
    ("mdy", r"\b" + _MONTH.format("mon") + r" (?P<d>\d{1,2})(?:st|nd|rd|th)?\b(?:(?:,? and|,? to|,|-) ?(?P<d2>\d{1,2})(?:st|nd|rd|th)?\b(?!\s?(?:\w+\s)?(?:percent|%|km|people|fighters|soldiers|militants|terrorists|rebels|insurgents|civilians|others|were|was|killed)))?(?!\s(?:street|square|road|brigade|division|movement|revolution|bridge))(?!\s?(?:percent|%|km|people|fighters|soldiers|militants|terrorists|rebels))(?:,? (?P<y>(?:19|20)\d\d)\b)?"),
    ("my", r"\b(?:in|since|during|of|last|late|early|mid)[ -](?:early |late |mid-)?" + _MONTH.format("mon") + r"(?:,? (?P<y>(?:19|20)\d\d)\b)?"),
    ("my", r"\b" + _MONTH.format("mon") + r",? (?P<y>(?:19|20)\d\d)\b"),
    ("my", r"\b(?:the|an?|its|their|his|that|in|last)(?: [a-z\-]+)? (?!may\b|mar\b|march\b)" + _MONTH.format("mon") + r"(?= (?:[\w\-]+ ){0,2}?" + _ACTS + ")"),
    ("my", r"\b(?:the|an?|its|their|that) (?P<mon>may|march)(?= (?:[\w\-]+ ){0,2}?" + _ACTS + ")"),
    ("year", r"\b(?:the|an?|its|their|his|that|similar)(?: [a-z\-]+)? (?P<y>(?:19|20)\d\d)(?= (?:[\w\-]+ ){0,2}?" + _ACTS + ")"),
    ("old", r"\b" + _COUNT + r"[\- ](?P<unit>day|week|month)s?[\- ]old(?= (?:[\w\-]+ ){0,2}?" + _ACTS + ")"),
    ("span", r"\b(?:in|over|during|within|for|throughout) the (?:past|last)(?: " + _COUNT + r")? (?P<unit>hour|day|week|month|year)s?\b"),
    ("span", r"\bthe (?:past|last) " + _COUNT + r" (?P<unit>day|week|month|year)s\b"),
    ("span24", r"\b(?:past|last) (?:24|48|72|few) hours\b"),
    ("lastunit", r"\b(?P<which>last|this|past|previous) (?P<unit>week|month|year)s?\b"),
    ("weekend", r"\b(?:(?:(?:over|at|during|on) )?the |last |this |past )?(?<!next )(?<!coming )weekend\b"),
    ("recent", r"\b(?:(?:in|over) )?(?:the )?(?:recent|past few|last few) (?P<unit>day|week|month|year)s\b|\brecently\b"),
    ("weekday", r"\b(?P<which>last |next |this )?(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?(?P<night> night| evening)?\b"),
    ("same", r"\b(?:on )?(?:the )?same (?:day|night|evening|morning)\b|\b(?:(?:later|earlier) (?:in the day|that day)|that (?:same )?(?:day|night|evening|morning))\b"),
    ("yesterday", r"\byesterday\b|\blast night\b"),
    ("today", r"\btoday\b|\btonight\b|\bthis (?:morning|evening|afternoon)\b|\bearlier today\b"),
    ("overnight", r"\bovernight\b"),
    ("tomorrow", r"\btomorrow\b"),
    ("year", r"\b(?:in|since|during|of|early|late) (?:the )?(?P<y>(?:19|20)\d\d)\b"),
    ("ago", r"\b" + _COUNT + r" (?P<unit>day|week|month|year)s? (?:ago|earlier|before)\b"),
    ("vague", r"\b(?P<unit>day|week|month|year)s (?:ago|earlier)\b"),
    ("after", r"\b" + _COUNT + r" (?P<unit>day|week|month|year)s? after\b"),
    ("after", r"(?<!the )(?<!few )(?<!first )\b(?P<unit>day|week)s after\b"),
    ("later", r"\b" + _COUNT + r" (?P<unit>day|week|month|year)s? later\b"),
    ("later1", r"\bthe (?:next|following) (?P<unit>day|week|month|year|morning|night)\b"),
    ("ago1", r"\bthe (?:previous|preceding) day\b|\bthe day before\b|\ba day earlier\b"),
)  # fmt: skip
_FROM_A_DAY = frozenset({"same", "ago", "ago1", "after", "later", "later1"})
"""Rules that count from the day told before them; they come last, so that it is known."""
_HOURS = 24
_COMPILED = tuple((name, gated(rule)) for name, rule in _RULES)
_LAST_YEAR = re.compile(r",? (?:of )?last year\b")
_SINCE = gated(r"\b(?:since\s+(?:\w+\s+){0,2}|from\s+(?:(?:early|late|last)\s+)?)$")
_COMING = gated(r"\b(?:will|shall|would|next|upcoming|until|by|before|ahead|due|set|deadline|scheduled|planned|plans?|expected|expires?|announced|(?:is|are) to)\b")
_A_FEW_DAYS = dt.timedelta(days=3)
"""By so much a stated day of publication may lag behind the text, which was written on or changed to a later day."""
_JOIN = re.compile(r"\s*(?:,|and|to|until|till|-|through|or)\s*(?:on\s+|the\s+)?(?:late\s+|early\s+|later\s+)?(?:night of\s+)?")


_CALENDAR = frozenset({"iso", "dmy", "mdy"})
_BESIDE = re.compile(r"(?:'s|s)?,?\s*\(?(?:the\s+)?")
"""Between a weekday and the day of the calendar that it names again."""
_NIGHT_OF = re.compile(r",?\s+(?:(?:on|from|late|into|to)\s+)?")
"""Between "overnight" and the weekday on which that night began, or into which it went."""
_STOP = re.compile(r"[,;.]")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date expression: its words and the days it stands for (both None where the year cannot be told)."""

    span: Span
    start: dt.date | None
    end: dt.date | None
    precision: DatePrecision
    rule: str
    ongoing: bool = False


def find_dates(text: str, sentence: Span, published: dt.date | None, previous: dt.date | None, *, exact: bool = True) -> list[Dated]:
    """Find the date expressions of a sentence.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    published : date or None
        When the article, or the original of which it is a reprint, was published.
    previous : date or None
        The day last spoken of, for "the same day" and "a day earlier".
    exact : bool
        Whether `published` is a day; of an article known to a month or year, words like "Tuesday" stay open.

    Returns
    -------
    list of Dated
        In order, not overlapping; ranges ("October 12 and 13") are one.
    """
    low = lowered(text)
    coming = bool(_COMING.search(low, sentence.start, sentence.end))
    found: list[Dated] = []
    for name, rule in _COMPILED:
        for m in rule.finditer(low, sentence.start, sentence.end):
            span = Span(*m.span())
            if any(span.overlaps(f.span) for f in found):
                continue
            told = _counted_from(m, found, low) if name in _FROM_A_DAY else None
            if dated := _resolve(name, m, span, published, told.start if told else previous, exact):
                dated = dated if coming else _past(dated, m, published)
                ongoing = bool(_SINCE.search(low, sentence.start, m.start()) or m[0].startswith("since"))
                found.append(_open_ended(dated, published) if ongoing and not _closed(dated) else dated)
    found.sort(key=lambda f: f.span)
    return list(_joined(list(_with_weekday(found, low)), low))


def _counted_from(m: re.Match[str], found: list[Dated], low: str) -> Dated | None:
    """The day of the sentence from which words count: after "before" the one that follows ("two days before the talks opened on Sunday"), else the last one told."""
    days = [f for f in found if f.start and f.precision is DatePrecision.DAY]
    if m[0].endswith("before"):
        after = min((f for f in days if f.span.start >= m.end()), key=lambda f: f.span, default=None)
        if after and not _STOP.search(low, m.end(), after.span.start):
            return after
    return max((f for f in days if f.span.end <= m.start()), key=lambda f: f.span, default=None)


def _with_weekday(found: list[Dated], low: str) -> Iterator[Dated]:
    """Dates in order; a weekday before or after a day of the calendar is part of it, whichever day it would be alone ("Saturday, March 28, 2015")."""
    for i, dated in enumerate(found):
        before, after = found[i - 1] if i else None, found[i + 1] if i + 1 < len(found) else None
        if after and dated.rule == "overnight" and after.rule == "weekday" and after.start and (link := _NIGHT_OF.fullmatch(low, dated.span.end, after.span.start)):
            one = dt.timedelta(days=1)
            first = after.start - one if link[0].strip() in ("into", "to") else after.start
            found[i + 1] = replace(after, span=Span(dated.span.start, after.span.end), start=first, end=first + one, rule="overnight")
            continue
        if dated.rule == "weekday":
            if after and after.rule in _CALENDAR and _BESIDE.fullmatch(low, dated.span.end, after.span.start):
                continue
            if before and before.rule in _CALENDAR and _BESIDE.fullmatch(low, before.span.end, dated.span.start):
                continue
        if dated.rule in _CALENDAR and before and before.rule == "weekday" and _BESIDE.fullmatch(low, before.span.end, dated.span.start):
            yield replace(dated, span=Span(before.span.start, dated.span.end))
        else:
            yield dated


def _past(dated: Dated, m: re.Match[str], published: dt.date | None) -> Dated:
    """A day without a year that would lie ahead, in a sentence that speaks of nothing to come, is last year's."""
    if not (published and dated.start and dated.end) or m.groupdict().get("y", "") is not None or dated.start <= published + _A_FEW_DAYS:
        return dated
    year = dated.start.year - 1
    return replace(dated, start=_in_year(dated.start, year), end=_in_year(dated.end, dated.end.year - 1))


def _in_year(day: dt.date, year: int) -> dt.date:
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def _closed(dated: Dated) -> bool:
    """Whether an expression tells its last day itself ("from 10 to 12 October")."""
    return dated.precision is DatePrecision.DAY and dated.start != dated.end


def _open_ended(dated: Dated, published: dt.date | None) -> Dated:
    """What began on a day and lasts; "since Sunday morning" of yesterday is the day itself."""
    if published and dated.rule == "weekday" and dated.start and published - dated.start <= dt.timedelta(days=1):
        return dated
    end = published if published and dated.start and published >= dated.start else dated.end
    return replace(dated, end=end, ongoing=True)


def _joined(found: list[Dated], low: str) -> Iterator[Dated]:
    """Two days of one precision joined by "and", "to" or a comma are a period."""
    pending: Dated | None = None
    for dated in found:
        if pending and _go_on(pending, dated) and _JOIN.fullmatch(low, pending.span.end, dated.span.start):
            pending = replace(pending, span=Span(pending.span.start, dated.span.end), end=dated.end, rule=pending.rule + "+join")
            continue
        if pending:
            yield pending
        pending = dated
    if pending:
        yield pending


def _go_on(first: Dated, second: Dated) -> bool:
    """Whether two expressions are days of which the second follows within two months."""
    if not first.start or not second.end or not first.precision is second.precision is DatePrecision.DAY:
        return False
    return first.start <= second.end and (second.end - first.start).days < 60


def _resolve(name: str, m: re.Match[str], span: Span, published: dt.date | None, previous: dt.date | None, exact: bool) -> Dated | None:
    try:
        return _dated(name, m, span, published, previous, exact)
    except (ValueError, OverflowError):  # year 0, or thousands of years ago: no day of the calendar
        return None


def _dated(name: str, m: re.Match[str], span: Span, published: dt.date | None, previous: dt.date | None, exact: bool) -> Dated | None:
    if name in ("iso", "dmy", "mdy", "my", "year"):
        return _absolute(name, m, span, published)
    if published is None or (not exact and (name != "same" or previous is None)):
        return Dated(span, None, None, DatePrecision.UNKNOWN, name)
    if name == "weekday":
        return _weekday(m, span, published)
    if name in _FROM_A_DAY:
        return _relative(name, m, span, published, previous)
    return _deictic(name, m, span, published)


def _absolute(name: str, m: re.Match[str], span: Span, published: dt.date | None) -> Dated | None:
    g = m.groupdict()
    if name == "year":
        whole = int(g["y"])
        return Dated(span, dt.date(whole, 1, 1), dt.date(whole, 12, 31), DatePrecision.YEAR, name)
    month = int(g["m"]) if name == "iso" else _MONTHS[g["mon"]]
    if name == "my" and g["mon"] in ("may", "mar") and not g["y"] and m[0].startswith(("last", "late")):
        return None  # after "last" and "late", "may" is a verb more often than a month
    day = int(g["d"]) if g.get("d") else None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= calendar.monthrange(2024, month)[1]):  # 2024 has 29 February
        return None
    told = int(g["y"]) if g.get("y") else _year_for(month, day or 1, published)
    if published and not g.get("y") and _LAST_YEAR.match(m.string, m.end(), m.endpos):
        told = published.year - 1
    if told is None:
        return Dated(span, None, None, DatePrecision.UNKNOWN, name + ": the year is not told")
    last = calendar.monthrange(told, month)[1]
    if day is None:
        first, end = dt.date(told, month, 1), dt.date(told, month, last)
        if published and first <= published < end:
            end = published  # of the present month, only what has passed
        return Dated(span, first, end, DatePrecision.MONTH, name)
    date = dt.date(told, month, min(day, last))
    since, until = int(g.get("d0") or 0), int(g.get("d2") or 0)  # "10 to 12 October", "October 12 and 13"
    start = dt.date(told, month, since) if 0 < since < day else date
    end = dt.date(told, month, until) if day < until <= last else date
    return Dated(span, start, end, DatePrecision.DAY, name)


def _year_for(month: int, day: int, published: dt.date | None) -> int | None:
    if published is None:
        return None
    # a report may speak of the next days; beyond a month ahead it speaks of last year
    same = dt.date(published.year, month, min(day, calendar.monthrange(published.year, month)[1]))
    if same > published + dt.timedelta(days=31):
        return published.year - 1
    if same < published - dt.timedelta(days=335):
        return published.year + 1
    return published.year


def _weekday(m: re.Match[str], span: Span, published: dt.date) -> Dated:
    back = (published.weekday() - _DAYS[m["day"]]) % 7
    which = (m["which"] or "").strip()
    if which == "next":
        day = published + dt.timedelta(days=7 - back if back else 7)
    else:
        day = published - dt.timedelta(days=back or (7 if which == "last" else 0))
    return Dated(span, day, day, DatePrecision.DAY, "weekday")


def _relative(name: str, m: re.Match[str], span: Span, published: dt.date, previous: dt.date | None) -> Dated | None:
    base = published if name == "ago" and m[0].endswith("ago") else (previous or published)
    if name in ("later", "later1"):
        return _later(name, m, span, published, previous)
    if name == "same":
        return Dated(span, base, base, DatePrecision.DAY, name)
    if name == "ago1":
        day = base - dt.timedelta(days=1)
        return Dated(span, day, day, DatePrecision.DAY, name)
    if "n" not in m.groupdict():  # "days after", uncounted
        longest, precision = (7, DatePrecision.WEEK) if m["unit"] == "day" else (30, DatePrecision.MONTH)
        return Dated(span, base - dt.timedelta(days=longest), base - dt.timedelta(days=1), precision, name)
    count = int(m["n"]) if m["n"].isdigit() else _SMALL[m["n"]]
    days = count * {"day": 1, "week": 7, "month": 30, "year": 365}[m["unit"]]
    day = base - dt.timedelta(days=days)
    if m["unit"] == "day":
        exact = m["n"] not in ("several", "a few", "couple of")
        return Dated(span, day, day, DatePrecision.DAY if exact else DatePrecision.WEEK, name)
    return _unit_around(span, day, m["unit"], name)


def _later(name: str, m: re.Match[str], span: Span, published: dt.date, previous: dt.date | None) -> Dated | None:
    """So long after the day told before; nothing where none was, or where that would be still to come."""
    number = 1 if name == "later1" else int(m["n"]) if m["n"].isdigit() else _SMALL[m["n"]]
    unit = {"morning": "day", "night": "day"}.get(m["unit"], m["unit"])
    day = previous + dt.timedelta(days=number * {"day": 1, "week": 7, "month": 30, "year": 365}[unit]) if previous else None
    if day is None or day > published:
        return None
    return Dated(span, day, day, DatePrecision.DAY, name) if unit == "day" else _unit_around(span, day, unit, name)


def _unit_around(span: Span, day: dt.date, unit: str, rule: str) -> Dated:
    if unit == "week":
        monday = day - dt.timedelta(days=day.weekday())
        return Dated(span, monday, monday + dt.timedelta(days=6), DatePrecision.WEEK, rule)
    if unit == "month":
        last = calendar.monthrange(day.year, day.month)[1]
        return Dated(span, day.replace(day=1), day.replace(day=last), DatePrecision.MONTH, rule)
    return Dated(span, dt.date(day.year, 1, 1), dt.date(day.year, 12, 31), DatePrecision.YEAR, rule)


def _deictic(name: str, m: re.Match[str], span: Span, published: dt.date) -> Dated | None:
    one = dt.timedelta(days=1)
    if name in ("today", "overnight", "tomorrow", "yesterday"):
        day = published + {"today": 0, "overnight": 0, "tomorrow": 1, "yesterday": -1}[name] * one
        start = day - one if name == "overnight" else day
        return Dated(span, start, day, DatePrecision.DAY, name)
    if name == "span24":
        return Dated(span, published - one, published, DatePrecision.DAY, name)
    if name == "old":
        number = int(m["n"]) if m["n"].isdigit() else _SMALL[m["n"]]
        return Dated(span, published - dt.timedelta(days=number * {"day": 1, "week": 7, "month": 30}[m["unit"]]), published, DatePrecision.WEEK, name, ongoing=True)
    if name == "weekend":
        sunday = published - dt.timedelta(days=(published.weekday() + 1) % 7)
        return Dated(span, sunday - one, sunday, DatePrecision.DAY, name)
    unit = m.groupdict().get("unit") or "day"
    if name in ("recent", "vague"):
        days = {"day": 7, "week": 30, "month": 90, "year": 730}[unit]
        precision = {"day": DatePrecision.WEEK, "week": DatePrecision.MONTH}.get(unit, DatePrecision.YEAR)
        return Dated(span, published - dt.timedelta(days=days), published, precision, name)
    if name == "span":
        count = m.groupdict().get("n")
        number = 1 if not count else int(count) if count.isdigit() else _SMALL[count]
        days = -(-number // _HOURS) if unit == "hour" else number * {"day": 1, "week": 7, "month": 30, "year": 365}[unit]
        precision = {"hour": DatePrecision.DAY, "day": DatePrecision.DAY, "week": DatePrecision.WEEK, "month": DatePrecision.MONTH}.get(unit, DatePrecision.YEAR)
        return Dated(span, published - dt.timedelta(days=days), published, precision, name)
    if m["which"] == "this":
        whole = _unit_around(span, published, unit, name)
        return replace(whole, end=published)
    if m["which"] == "past":
        return Dated(span, published - dt.timedelta(days={"week": 7, "month": 30, "year": 365}[unit]), published, DatePrecision(unit), name)
    if unit == "month":
        return _unit_around(span, published.replace(day=1) - one, unit, name)
    back = dt.timedelta(days=7 if unit == "week" else 365)
    return _unit_around(span, published - back, unit, name)


def period_of(dated: Dated | None, published: dt.date | None, precision: DatePrecision = DatePrecision.DAY) -> Period:
    """The period of an act from its date expression, or from the publication date where it has none.

    Parameters
    ----------
    dated : Dated or None
    published : date or None
        Last day of the month or year where it is known no better.
    precision : DatePrecision
        Of the publication date.

    Returns
    -------
    Period
        Without an expression: the publication date with the precision of a week, since a situation report tells the last days;
        unknown where that date is unknown too.
    """
    if dated is not None and dated.start is not None and dated.end is not None:
        return Period(dated.start.isoformat(), dated.end.isoformat(), dated.precision, dated.ongoing)
    if dated is not None or published is None:
        return Period(None, None, DatePrecision.UNKNOWN)
    if precision in (DatePrecision.MONTH, DatePrecision.YEAR):
        first = published.replace(day=1, month=1 if precision is DatePrecision.YEAR else published.month)
        return Period(first.isoformat(), published.isoformat(), precision)
    return Period(published.isoformat(), published.isoformat(), DatePrecision.WEEK)
