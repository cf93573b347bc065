"""The fields of an event from those of its reports: the most exact of each, the anchor's where they are alike."""

from collections.abc import Mapping, Sequence

from geomap.events.accord import camp_of
from geomap.events.basis import source_of, standing_of
from geomap.events.counts import merge_losses
from geomap.events.facets import days_before
from geomap.events.identity import event_id
from geomap.io.quotes import quote_of
from geomap.model import (
    EVENT_TYPE_OF,
    SUB_TYPE_RANK,
    Article,
    DatePrecision,
    Event,
    Period,
    Precision,
    Report,
    Status,
    Where,
)  # fmt: skip
from geomap.tables.actors import Actors
from geomap.tables.outlets import Outlets

__all__ = ["period_of", "summarise"]

# A status told by one report stands over a weaker one of another: a strike reported and denied has been reported.
_STATUS_ORDER = (Status.REPORTED, Status.CLAIMED, Status.HISTORICAL, Status.DENIED, Status.PLANNED, Status.THREATENED)


_DATE_RANK = {precision.value: rank for rank, precision in enumerate(DatePrecision)}
_PLACE_RANK = {precision.value: rank for rank, precision in enumerate(Precision)}


def period_of(periods: Sequence[Period], before: Sequence[int]) -> Period:
    """When an event was: the first of the most exact periods that its reports tell, the anchor's before the others'.

    Parameters
    ----------
    periods : sequence of Period
        The anchor's first.
    before : sequence of int
        For each of them `geomap.events.facets.days_before`: a day that words tell goes before one that is only the article's.

    Returns
    -------
    Period
        Of what went on when it was told, and was told again, the last day is the latest.
    """
    best = min(zip(periods, before, strict=True), key=lambda p: (_DATE_RANK[p[0].date_precision], p[1]))[0]
    if not best.ongoing:
        return best
    alike = (p for p in periods if (p.ongoing, p.date_start, p.date_precision) == (True, best.date_start, best.date_precision))
    return max(alike, key=lambda p: p.date_end or "")


def _where(reports: Sequence[Report]) -> Where:
    return min((r.where for r in reports), key=lambda w: (_PLACE_RANK[w.precision] if w.precision else len(_PLACE_RANK), w.radius_km or 0))


def _most_specific(ids: Sequence[tuple[str | None, str | None]], actors: Actors) -> tuple[str | None, str | None]:
    """The first actor named, or its most particular part that another report names."""
    best: tuple[str | None, str | None] = (None, None)
    for actor, name in ids:
        if actor is None:
            if best == (None, None) and name:
                best = (None, name)
        elif best[0] is None or (actor != best[0] and best[0] in actors.line(actor)) or actors.side(best[0]) == "unidentified":
            best = (actor, name)
    return best


def _swapped(report: Report, anchor: Report, actors: Actors) -> bool:
    """Whether a report names the anchor's two parties the other way round."""
    mine = (camp_of(actors.side(report.actor1)), camp_of(actors.side(report.actor2)))
    its = (camp_of(actors.side(anchor.actor1)), camp_of(actors.side(anchor.actor2)))
    if mine == its or its[0] == its[1]:
        return False
    straight = (mine[0] == its[0] and mine[0] is not None) + (mine[1] == its[1] and mine[1] is not None)
    crossed = (mine[0] == its[1] and mine[0] is not None) + (mine[1] == its[0] and mine[1] is not None)
    return crossed > straight


def _parties(reports: Sequence[Report], crossed: frozenset[str]) -> tuple[list[tuple[str | None, str | None]], ...]:
    first, second = [], []
    for r in reports:
        one, two = (r.actor1, r.actor1_name), (r.actor2, r.actor2_name)
        if r.id in crossed:
            one, two = two, one
        first.append(one)
        second.append(two)
    return first, second


def _associates(reports: Sequence[Report], crossed: frozenset[str], actors: tuple[str | None, str | None]) -> tuple[tuple[str, ...], ...]:
    one: set[str] = set()
    two: set[str] = set()
    for r in reports:
        mine, its = (r.actor2_associates, r.actor1_associates) if r.id in crossed else (r.actor1_associates, r.actor2_associates)
        one |= set(mine)
        two |= set(its)
    return tuple(sorted(one - set(actors))), tuple(sorted(two - set(actors)))


def summarise(
    reports: Sequence[Report], articles: Mapping[str, Article], actors: Actors, outlets: Outlets, why: str
) -> Event:
    """The event that reports tell of.

    Parameters
    ----------
    reports : sequence of Report
        At least one; the anchor first.
    articles : mapping of str to Article
        By id.
    actors : Actors
    outlets : Outlets
    why : str
        Why the reports were joined.

    Returns
    -------
    Event
    """
    anchor = reports[0]
    crossed = frozenset(r.id for r in reports if _swapped(r, anchor, actors))
    first, second = _parties(reports, crossed)
    (actor1, name1), (actor2, name2) = _most_specific(first, actors), _most_specific(second, actors)
    associates1, associates2 = _associates(reports, crossed, (actor1, actor2))
    sub_type = min((r.sub_event_type for r in reports), key=SUB_TYPE_RANK.__getitem__)
    standing = standing_of(reports, articles, actors, outlets)
    tolls = {
        kind: merge_losses(reports, kind, lambda r: source_of(r, articles, outlets), lambda r: r.id in crossed)
        for kind in ("deaths", "wounded", "captured")
    }
    article = articles.get(anchor.article)
    names = [a.outlet for r in reports if (a := articles.get(r.article)) and a.outlet]
    return Event(
        id=event_id(anchor.id), anchor=anchor.id, reports=tuple(r.id for r in reports), event_type=EVENT_TYPE_OF[sub_type],
        sub_event_type=sub_type, period=period_of([r.period for r in reports], [days_before(r) for r in reports]), where=_where(reports), actor1=actor1, actor2=actor2, actor1_name=name1,
        actor2_name=name2, actor1_associates=associates1, actor2_associates=associates2,
        status=min((r.status for r in reports), key=_STATUS_ORDER.index), deaths=tolls["deaths"], wounded=tolls["wounded"],
        captured=tolls["captured"], weapon=next((r.weapon for r in reports if r.weapon), None),
        object=next((r.object for r in reports if r.object), None),
        control_change=next((r.control_change for r in reports if r.control_change), None), n_sources=len(standing.sources),
        n_camps=len(standing.camps), basis=standing.basis, confidence=max(r.confidence for r in reports),
        quote=quote_of(anchor, article.text)[0] if article else "", outlets=tuple(dict.fromkeys(names)), merge_reason=why,
    )  # fmt: skip
