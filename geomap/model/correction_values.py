"""Values of corrections: how places, dates, losses and anchors are written in a cell. Each reader raises ValueError with what is expected."""

import re
from datetime import date, timedelta

from geomap.model.article import Span
from geomap.model.codes import DatePrecision, LossSide
from geomap.model.report import YEARS, Loss, Period

__all__ = ["anchor_value", "change_value", "date_value", "losses_text", "losses_value", "names_value", "period_text", "place_value", "yes_value"]

_PIN = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*,\s*(-?\d{1,2}(?:\.\d{1,12})?)\s*", re.ASCII)
_PLACE_ID = re.compile(r"[\w.:+-]{1,80}", re.ASCII)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_LOSS = re.compile(r"(actor1|actor2|civilians|unknown):(\d{1,7})(?:-(\d{1,7}))?", re.ASCII)
_ANCHOR = re.compile(r"([0-9a-f]{64}):(\d{1,9})-(\d{1,9})(?::(r[0-9a-f]{12}))?", re.ASCII)
_WEEK_DAYS, _MONTH_DAYS = 7, 31


def place_value(text: str) -> str | tuple[float, float] | None:
    """A place: the id of a gazetteer entry, a pin as ``longitude,latitude`` (WGS84 degrees), or None for ``none``."""
    if text.strip() == "none":
        return None
    pin = _PIN.fullmatch(text)
    if pin:
        longitude, latitude = float(pin[1]), float(pin[2])
        if abs(longitude) <= 180 and abs(latitude) <= 90:
            return longitude, latitude
    elif _PLACE_ID.fullmatch(text.strip()):
        return text.strip()
    raise ValueError(f"{text!r} is no place; write the id of a gazetteer entry, longitude,latitude (as 38.54,36.01) or none")


def _day(text: str, *, last: bool = False) -> tuple[date, DatePrecision]:
    match = _DATE.fullmatch(text)
    y, m, d = (int(g) if g else 0 for g in match.groups()) if match else (0, 0, 0)
    try:
        first = date(y if y in YEARS else 0, m or 1, d or 1)  # there is no year 0
    except ValueError as error:
        raise ValueError(f"{text!r} is no date from {YEARS[0]} to {YEARS[-1]}; write 2017, 2017-03, 2017-03-14, a range 2017-03-14/2017-03-16, or none") from error
    precision = DatePrecision.DAY if d else DatePrecision.MONTH if m else DatePrecision.YEAR
    if not last or d:
        return first, precision
    return (date(y + m // 12, m % 12 + 1, 1) - timedelta(1) if m else date(y, 12, 31)), precision


def date_value(text: str) -> Period:
    """A time: a day, month, year, or a range of them (first and last, both inclusive) with a slash; ``none`` is not dated.

    A range of up to a week is known to the week, of up to 31 days to the month, else to the year.
    """
    if text.strip() == "none":
        return Period(None, None, DatePrecision.UNKNOWN)
    first, _, second = (p.strip() for p in text.partition("/"))
    start, precision = _day(first)
    end, _ = _day(second or first, last=True)
    if end < start:
        raise ValueError(f"{text!r} ends before it begins; write the first day, a slash, the last day")
    if second and (start, end) != (start, _day(first, last=True)[0]):
        days = (end - start).days + 1
        precision = DatePrecision.WEEK if days <= _WEEK_DAYS else DatePrecision.MONTH if days <= _MONTH_DAYS else DatePrecision.YEAR
    return Period(start.isoformat(), end.isoformat(), precision)


def period_text(period: Period) -> str:
    """A period as `date_value` reads it."""
    if period.date_start is None:
        return "none"
    end = period.date_end or period.date_start
    for text in (period.date_start[:4], period.date_start[:7], period.date_start):
        known = date_value(text)
        if (known.date_start, known.date_end) == (period.date_start, end):
            return text
    return f"{period.date_start}/{end}"


def losses_value(text: str) -> tuple[Loss, ...]:
    """Figures: ``side:number`` or ``side:least-most``, several separated by semicolons; ``none`` for no figure.

    Sides are actor1, actor2, civilians, unknown; each once.
    """
    if text.strip() == "none":
        return ()
    losses = []
    for part in text.split(";"):
        match = _LOSS.fullmatch(part.strip())
        if match is None or (match[3] and int(match[3]) < int(match[2])):
            raise ValueError(f"{part.strip()!r} is no figure; write side:number or side:least-most, as civilians:3-5, or none")
        losses.append(Loss(LossSide(match[1]), int(match[2]), int(match[3] or match[2]), "as corrected"))
    if len({x.side for x in losses}) < len(losses):
        raise ValueError(f"{text!r} gives a side twice; one figure for each side")
    return tuple(sorted(losses, key=lambda x: list(LossSide).index(x.side)))


def losses_text(losses: tuple[Loss, ...]) -> str:
    """Figures as `losses_value` reads them: of each side the widest range; those in words alone have no number to write."""
    parts = []
    for side in LossSide:
        lows = [x.min for x in losses if x.side is side and x.min is not None]
        highs = [x.max for x in losses if x.side is side and x.max is not None]
        if lows or highs:
            low, high = min(lows or highs), max(highs or lows)
            parts.append(f"{side}:{low}" if low == high else f"{side}:{low}-{high}")
    return "; ".join(parts) or "none"


def change_value(text: str) -> tuple[str | None, str | None] | None:
    """A change of hands: ``FROM>TO`` with ids of sides, FROM may be left out; None for ``none``."""
    if text.strip() == "none":
        return None
    old, mark, new = (p.strip() for p in text.partition(">"))
    if not mark or not new or ">" in new:
        raise ValueError(f"{text!r} is no change of hands; write FROM>TO with sides, as isis>government, >sdf or none")
    return old or None, new


def anchor_value(text: str) -> tuple[str, Span, str]:
    """Another report: hash of its article, span of its trigger, and its id where several share the trigger."""
    match = _ANCHOR.fullmatch(text.strip())
    if match is None or int(match[2]) >= int(match[3]):
        raise ValueError(f"{text!r} is no anchor; write ARTICLE_SHA256:START-END:REPORT_ID (the id may be left out)")
    return match[1], Span(int(match[2]), int(match[3])), match[4] or ""


def yes_value(text: str) -> bool:
    """``yes`` or ``no``."""
    if text.strip() not in ("yes", "no"):
        raise ValueError(f"{text!r}: write yes or no")
    return text.strip() == "yes"


def names_value(text: str) -> tuple[str, ...]:
    """Names or ids separated by semicolons, each once, in order; empty for ``none``."""
    return () if text.strip() == "none" else tuple(dict.fromkeys(p.strip() for p in text.split(";") if p.strip()))
