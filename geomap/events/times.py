"""Whether two drafts can be of one time, and whether their dead are counted differently."""

import datetime as dt
from collections.abc import Sequence

from geomap.events.actdates import SAID
from geomap.events.dates import Dated
from geomap.events.draft import Draft
from geomap.model import DatePrecision, Span

__all__ = ["DEFAULT_DATE", "MANY", "are_alike", "day_of_same_words", "dead_of", "long_past", "only_said", "rival_tolls", "same_time"]

_NOW_DAYS = 14
_TOLD_DAYS = 2
MANY = 5
"""So many dead that two acts have the same number by no chance."""
_ALIKE = 1.2
"""Counts of one act differ by as much from hour to hour."""
DEFAULT_DATE = frozenset({DatePrecision.WEEK, DatePrecision.UNKNOWN})
"""Precisions of acts told without a date."""


def same_time(a: Draft, b: Draft) -> bool:
    """Whether the dates told of two drafts leave room for one act.

    Parameters
    ----------
    a, b : Draft

    Returns
    -------
    bool
    """
    if a.period.date_start is None or b.period.date_start is None:
        return True
    if a.passing != b.passing and (None in (a.dated, b.dated) or set(a.evidence) & set(b.evidence)):
        return False  # the town "seized last month" is not what was done there now
    if a.dated is None or b.dated is None:  # told without a day, an act is of the days around, not of last year
        return _gap_days(a, b) <= _NOW_DAYS or (b.dated is None and (a.weak or b.weak) and not rival_tolls(a, b))
    if only_said(a) != only_said(b) and _gap_days(a, b) <= _TOLD_DAYS:
        return True  # told a day or two later
    if any(n >= MANY for n in dead_of(a) & dead_of(b)) and _gap_days(a, b) <= _TOLD_DAYS:
        return True  # so many dead on two days running are those of one act
    if a.period.date_precision in DEFAULT_DATE or b.period.date_precision in DEFAULT_DATE:
        return _overlap(a, b)
    if a.weak or b.weak or a.headline or b.headline or _one_night(a, b):
        return _overlap(a, b)
    return (a.period.date_start, a.period.date_end) == (b.period.date_start, b.period.date_end)


def only_said(draft: Draft) -> bool:
    """Whether only the day of the telling is known.

    Parameters
    ----------
    draft : Draft

    Returns
    -------
    bool
    """
    return draft.dated is not None and draft.dated.rule.endswith(SAID)


def _gap_days(a: Draft, b: Draft) -> int:
    earlier, later = sorted((d.period.date_end or d.period.date_start or "", d.period.date_start or "") for d in (a, b))
    return (dt.date.fromisoformat(later[1]) - dt.date.fromisoformat(earlier[0])).days


def _one_night(a: Draft, b: Draft) -> bool:
    """Whether one is told of two days running ("overnight", "late Saturday and early Sunday") and the other of one of them."""
    return sorted(_days(d) for d in (a, b)) == [0, 1]


def _days(draft: Draft) -> int:
    start, end = draft.period.date_start, draft.period.date_end or draft.period.date_start
    return (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days if start and end else -1


def _overlap(a: Draft, b: Draft) -> bool:
    a0, a1 = a.period.date_start or "", a.period.date_end or a.period.date_start or ""
    b0, b1 = b.period.date_start or "", b.period.date_end or b.period.date_start or ""
    return a0 <= b1 and b0 <= a1


def rival_tolls(a: Draft, b: Draft) -> bool:
    """Whether both count their dead, and not about the same number.

    Parameters
    ----------
    a, b : Draft

    Returns
    -------
    bool
    """
    counted, counted2 = dead_of(a), dead_of(b)
    return bool(counted) and bool(counted2) and not any(are_alike(n, m) for n in counted for m in counted2)


def are_alike(n: int, m: int) -> bool:
    """Whether two counts can be of one act.

    Parameters
    ----------
    n, m : int

    Returns
    -------
    bool
    """
    return max(n, m) <= _ALIKE * min(n, m)


def dead_of(draft: Draft) -> set[int]:
    """The numbers of dead that a draft tells.

    Parameters
    ----------
    draft : Draft

    Returns
    -------
    set of int
    """
    return {t.toll.min for t in draft.tolls if t.toll.kind == "killed" and t.toll.min}


def long_past(draft: Draft, published: dt.date | None) -> bool:
    """Whether an act is told as history: tolls told after it without a day go on with the story instead.

    Parameters
    ----------
    draft : Draft
    published : date or None

    Returns
    -------
    bool
    """
    if published is None or draft.dated is None or draft.period.date_end is None:
        return False
    return (published - dt.date.fromisoformat(draft.period.date_end)).days > _NOW_DAYS


def day_of_same_words(text: str, sentence: Span, drafts: Sequence[Draft]) -> Dated | None:
    """The day told of a sentence that stood in the text before, word for word (a caption, the entries of a timeline).

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    drafts : sequence of Draft
        Of the sentences before.

    Returns
    -------
    Dated or None
    """
    at = text.find(text[sentence.start : sentence.end], 0, sentence.start)
    return next((d.dated for d in drafts if d.dated and any(e.start <= at < e.end for e in d.evidence)), None) if at >= 0 else None
