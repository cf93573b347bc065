"""On whose word an event rests: distinct original sources, their camps, and what that is worth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geomap.events.accord import camp_of
from geomap.model import Article, Basis, EventType, LossSide, Report, SubEventType
from geomap.tables.actors import Actors
from geomap.tables.outlets import Outlet, Outlets

__all__ = ["INDEPENDENT", "Standing", "standing_of"]

INDEPENDENT = "independent"
"""Camp of a source that is known and belongs to no side: a wire, a monitor, a witness."""
_GAINS = frozenset({SubEventType.GOVERNMENT_REGAINS, SubEventType.NON_STATE_OVERTAKES, SubEventType.NON_VIOLENT_TRANSFER})


@dataclass(frozen=True, slots=True)
class Standing:
    """The sources of an event, counted."""

    sources: tuple[str, ...]
    camps: tuple[str, ...]
    basis: Basis


@lru_cache(maxsize=4096)
def _named(outlets: Outlets, name: str | None) -> Outlet | None:
    """As `Outlets.named`; a run asks for the same few names again and again."""
    return outlets.named(name)


def _outlet_of(article: Article | None, articles: Mapping[str, Article]) -> str | None:
    """The outlet a text comes from first: of a copy, that of its original."""
    seen: set[str] = set()
    while article and article.duplicate_of and article.duplicate_of in articles and article.id not in seen:
        seen.add(article.id)
        article = articles[article.duplicate_of]
    return (article.original_source or article.outlet) if article else None


def source_of(report: Report, articles: Mapping[str, Article], outlets: Outlets) -> str:
    """Name of the original source of a report: the claimant, else whom the text was taken from, else the outlet, else the text.

    Parameters
    ----------
    report : Report
    articles : mapping of str to Article
    outlets : Outlets
        Brings the spellings of one outlet together ("SANA", "Syrian Arab News Agency").

    Returns
    -------
    str
    """
    named = report.claimant or _outlet_of(articles.get(report.article), articles)
    known = _named(outlets, named)
    return known.name if known else " ".join(named.split()).casefold() if named else f"article {report.article}"


def _camp(report: Report, articles: Mapping[str, Article], outlets: Outlets) -> str | None:
    if report.source_affiliation:
        return camp_of(report.source_affiliation)
    if report.claimant:
        known = _named(outlets, report.claimant)
        return (camp_of(known.affiliation) if known and known.affiliation else None) or INDEPENDENT
    known = _named(outlets, _outlet_of(articles.get(report.article), articles))
    if known is None:
        return None
    return camp_of(known.affiliation) if known.affiliation else INDEPENDENT


def _hurts(report: Report, camp: str, actors: Actors) -> bool:
    """Whether what a camp tells speaks against itself: its own violence against civilians, or its loss of ground."""
    initiator, target = camp_of(actors.side(report.actor1)), camp_of(actors.side(report.actor2))
    if camp == initiator:
        killed = any(x.side is LossSide.CIVILIANS for x in (*report.deaths, *report.wounded))
        return report.event_type is EventType.CIVILIANS or killed or actors.side(report.actor2) == "civilians"
    change = report.control_change
    lost = camp_of(change.side_from) if change else None
    return report.sub_event_type in _GAINS and camp in (target, lost) and camp != initiator


def standing_of(reports: Sequence[Report], articles: Mapping[str, Article], actors: Actors, outlets: Outlets) -> Standing:
    """Count the sources and camps of an event and say what its word is worth.

    Parameters
    ----------
    reports : sequence of Report
        Of one event.
    articles : mapping of str to Article
        By id.
    actors : Actors
    outlets : Outlets

    Returns
    -------
    Standing
        The strongest basis that holds: independent, against-interest, several-camps, one-camp, own-side-only. A source of
        unknown camp adds no camp.
    """
    sources = {source_of(r, articles, outlets): _camp(r, articles, outlets) for r in sorted(reports, key=lambda r: r.id)}
    camps = {c for c in sources.values() if c}
    told = [(r, _camp(r, articles, outlets)) for r in reports]
    return Standing(tuple(sorted(sources)), tuple(sorted(camps)), _basis(camps, told, actors))


def _basis(camps: set[str], told: Iterable[tuple[Report, str | None]], actors: Actors) -> Basis:
    if INDEPENDENT in camps:
        return Basis.INDEPENDENT
    listed = list(told)
    if any(camp and _hurts(r, camp, actors) for r, camp in listed):
        return Basis.AGAINST_INTEREST
    if len(camps) > 1:
        return Basis.SEVERAL_CAMPS
    parties = {camp_of(actors.side(a)) for r, _ in listed for a in (r.actor1, r.actor2)}
    return Basis.OWN_SIDE_ONLY if camps and camps <= parties else Basis.ONE_CAMP
