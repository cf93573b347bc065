"""What of a report takes part in comparisons, made ready once: days as numbers, points as radians, figures in order."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from math import cos, radians
from typing import NamedTuple

from geomap.model import (
    SUB_TYPE_RANK,
    Article,
    DatePrecision,
    Event,
    Loss,
    Modality,
    Period,
    Precision,
    Report,
    Review,
    Span,
    Status,
    SubEventType,
    Where,
)

__all__ = ["POINTS", "Facet", "Facets", "days_before", "facet_of_event"]

POINTS = (Precision.EXACT, Precision.NEAR)
_NO_DATE = "9999-12-31"
_DEADLIEST = 2000  # the deadliest single act, the gas attack on the Ghouta, is put at up to 1,729
# A date in full is the article's own where it stands above the text.
_WRITTEN = frozenset({"date:iso", "date:dmy", "date:mdy"})
_HEAD_CHARS = 150  # headline and date line
_MODAL_CLASS = {
    Modality.ACTUAL: "done", Modality.PLANNED: "planned", Modality.CONDITIONAL: "planned", Modality.THREATENED: "threatened",
    Modality.NEGATED: "negated",
}  # fmt: skip
_MODAL_OF_STATUS = {Status.PLANNED: "planned", Status.THREATENED: "threatened", Status.DENIED: "negated"}
_WIDTHS = {DatePrecision.DAY: 0, DatePrecision.WEEK: 6, DatePrecision.MONTH: 30, DatePrecision.YEAR: 365}
_NIGHT = 1
_ASSUMED = 6
_CITIES = frozenset({"PPLC", "PPLA", "PPLA2"})


class Facet(NamedTuple):
    """A report as comparisons see it; some 600 bytes, where a report with the words it rests on has ten times as many."""

    id: str
    article: str
    published: str
    """Day of the article; the last of all days where it is not known."""
    trigger: Span
    evidence: tuple[Span, ...]
    modal: str
    """done, planned, threatened or negated; of an event, also rejected."""
    period: Period
    dated: bool
    first: int
    """First day on which the act can have been, as a number (`datetime.date.toordinal`); 0 where nothing is known."""
    last: int
    wide: int
    """As `first`, and as many days earlier as `days_before` says where the day is only that of the article."""
    day: bool
    """Whether the date is exact to the day."""
    long: bool
    """Whether the act is told of several days in a row: a siege, a campaign; a night, which has two dates, is none."""
    where: Where
    point: bool
    city: bool
    longitude: float | None
    """Radians, as the next two."""
    latitude: float | None
    cosine: float
    """Of the latitude."""
    type: SubEventType
    rank: int
    """Of the type, in ACLED's hierarchy."""
    actor1: str | None
    actor2: str | None
    claimant: str | None
    figures: tuple[tuple[int, ...], ...] | None
    """Numbers told of killed, wounded and captured, each in order; None where none is told."""
    weapon: str | None
    object: str | None
    control: tuple[str | None] | None
    """Who holds a place afterwards, where that is told."""


@lru_cache(maxsize=65536)
def _span_of(p: Period) -> tuple[int, int] | None:
    if p.date_start is None or p.date_precision is DatePrecision.UNKNOWN:
        return None
    start = date.fromisoformat(p.date_start).toordinal()
    if p.date_end:
        return start, max(start, date.fromisoformat(p.date_end).toordinal())
    return start, start + _WIDTHS[p.date_precision]


def days_before(report: Report) -> int:
    """How many days before its date an act can have been, where that date is only the article's.

    Parameters
    ----------
    report : Report

    Returns
    -------
    int
        6 where no words of the sentence give the day (it was told of the week that ends with the article, or follows from sentences
        around), 1 where it stands above the text (news of the night carries the next day's date), else 0.
    """
    why, period = report.provenance.get("period"), report.period
    if why is None or period.date_start is None or period.date_start != period.date_end:
        return 0
    if not why.spans:
        return _ASSUMED if period.date_precision in (DatePrecision.DAY, DatePrecision.WEEK) else 0
    above = why.rule in _WRITTEN and why.spans[0].start < _HEAD_CHARS
    return _NIGHT if above and period.date_precision is DatePrecision.DAY else 0


def _numbers(losses: tuple[Loss, ...]) -> tuple[int, ...]:
    """The numbers told, without those that can only be totals of the war."""
    return tuple(sorted({x.min for x in losses if x.min is not None and x.min <= _DEADLIEST}))


class Facets:
    """Makes facets; equal places and periods become one object.

    Parameters
    ----------
    articles : mapping of str to Article
        By id, for the days of publication.
    """

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._wheres: dict[Where, Where] = {}
        self._periods: dict[Period, Period] = {}
        self._words: dict[str, str] = {}

    def _word(self, text: str | None) -> str | None:
        return None if text is None else self._words.setdefault(text, text)

    def of(self, report: Report) -> Facet:
        """The facet of a report.

        Parameters
        ----------
        report : Report

        Returns
        -------
        Facet
        """
        r, article = report, self._articles.get(report.article)
        where, period = self._wheres.setdefault(r.where, r.where), self._periods.setdefault(r.period, r.period)
        figures = tuple(map(_numbers, (r.deaths, r.wounded, r.captured)))
        change = r.control_change
        return Facet(
            r.id, self._word(r.article) or "", self._word(article.published if article else None) or _NO_DATE, r.trigger, r.evidence,
            _MODAL_CLASS[r.modality], period, *_days(period, before=days_before(r)), where, *_point(where), r.sub_event_type,
            SUB_TYPE_RANK[r.sub_event_type], self._word(r.actor1), self._word(r.actor2), self._word(r.claimant), figures if any(figures) else None,
            self._word(r.weapon), self._word(r.object), (change.side_to,) if change else None,
        )  # fmt: skip


def _days(period: Period, *, before: int = 0) -> tuple[bool, int, int, int, bool, bool]:
    span = _span_of(period)
    first, last = span or (0, 0)
    day = period.date_precision is DatePrecision.DAY
    wide = first - before if span else first
    return span is not None, first, last, wide, day, day and last - first + period.ongoing > _NIGHT


def _point(where: Where) -> tuple[bool, bool, float | None, float | None, float]:
    point, city = where.precision in POINTS, where.feature_code in _CITIES
    if where.longitude is None or where.latitude is None:
        return point, city, None, None, 0.0
    return point, city, radians(where.longitude), radians(where.latitude), cos(radians(where.latitude))


def facet_of_event(event: Event) -> Facet:
    """What of an event takes part in comparisons with other events.

    Parameters
    ----------
    event : Event

    Returns
    -------
    Facet
        Without words, tolls and details.
    """
    e, nowhere = event, Span(0, 0)
    modal = "rejected" if e.review is Review.REJECTED else _MODAL_OF_STATUS.get(e.status, "done")
    return Facet(
        e.id, e.id, _NO_DATE, nowhere, (), modal, e.period, *_days(e.period), e.where, *_point(e.where), e.sub_event_type,
        SUB_TYPE_RANK[e.sub_event_type], e.actor1, e.actor2, None, None, None, None, None,
    )  # fmt: skip
