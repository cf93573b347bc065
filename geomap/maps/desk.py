"""The review desk: one offline page on which a person accepts, corrects or rejects what a run coded, and takes the decisions away as files.

The page holds the articles whole, so it is as public as they are. All their text travels as inert JSON and is shown as text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from shapely import Point

from geomap.io.corrections import correction_record, in_order
from geomap.io.records import article_record, control_fact_record, mention_record, report_record
from geomap.maps.basemap import ATTRIBUTION, disclaimer, load_basemap
from geomap.maps.doubt import fact_priority, place_mention, report_priority
from geomap.maps.inline import data_block, leaflet_css, leaflet_js, one_scope, own_asset, viewer_css
from geomap.maps.outlines import outlines
from geomap.maps.page import Page, write_page
from geomap.model import (
    EVENT_TYPE_OF,
    Article,
    ControlFact,
    ControlKind,
    Correction,
    Event,
    LossSide,
    Mention,
    Report,
    Status,
    content_id,
)  # fmt: skip
from geomap.tables.actors import Actors, load_actors
from geomap.tables.sides import load_sides
from geomap.text.folding import fold

__all__ = ["DeskInput", "desk_page", "desk_payload"]

_SHARED_PARTS = ("data", "symbols", "background")
_OWN_PARTS = ("rows", "items", "store", "gold", "text", "minimap", "places", "form", "queue", "main")
_OF_ARTICLE = ("id", "file", "sha256", "title", "outlet", "published", "published_reason", "headline", "paragraphs", "boilerplate", "text")
_OF_MENTION = (
    "start", "end", "text", "toponym_type", "in_syria", "place_id", "place", "feature_code", "longitude", "latitude", "radius_km", "admin1",
    "match_type", "score", "reason", "runners_up",
)  # fmt: skip
_OF_WHERE = ("place_id", "place", "feature_code", "longitude", "latitude", "radius_km", "precision", "geo_precision", "admin1")
_OF_PERIOD = ("date_start", "date_end", "date_precision")
_OF_REPORT = (
    "id", "evidence", "trigger", "event_type", "sub_event_type", *_OF_PERIOD, "actor1", "actor2", "actor1_name", "actor2_name", *_OF_WHERE,
    "status", "claimant", "deaths", "weapon", "object", "control_change", "confidence", "review",
)  # fmt: skip
_OF_FACT = ("id", *_OF_WHERE, *_OF_PERIOD, "side", "from_side", "kind", "status", "claimant", "evidence", "review")


@dataclass(frozen=True, slots=True)
class DeskInput:
    """What a run found, as far as a person reviews it."""

    articles: Sequence[Article]
    mentions: Sequence[Mention]
    reports: Sequence[Report]
    events: Sequence[Event]
    control_facts: Sequence[ControlFact]
    actors: Actors | None = None
    """A user's table of actors in place of the bundled one."""
    title: str = "Events"
    corrections: Sequence[Correction] = ()
    """Decisions that the run applied; the page goes on from them, so that its file holds all of them."""


def _kept(record: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {k: record[k] for k in keys}


def _lists(actors: Actors) -> dict[str, Any]:
    """What a reviewer chooses from."""
    types: dict[str, list[str]] = {}
    for sub_type, event_type in EVENT_TYPE_OF.items():
        types.setdefault(event_type.value, []).append(sub_type.value)
    return {
        "actors": sorted(([a.id, a.name] for a in actors.by_id.values()), key=lambda row: (row[1].casefold(), row[0])),
        "types": types, "statuses": [s.value for s in Status], "kinds": [k.value for k in ControlKind], "losses": [s.value for s in LossSide],
        "sides": [[s.id, s.name] for s in load_sides().values()],
    }  # fmt: skip


@lru_cache(maxsize=65_536)
def _governorate(longitude: float, latitude: float) -> str | None:
    """What tells two places of one name apart."""
    point = Point(longitude, latitude)
    return next((f.name for f in load_basemap().governorates if f.geometry.contains(point)), None)


def _mentions(mentions: Sequence[Mention], number: Mapping[str, int]) -> list[dict[str, Any]]:
    rows = []
    for m in mentions:
        row = {"article": number[m.article], "name": fold(m.text), **_kept(mention_record(m), _OF_MENTION)}
        row["runners_up"] = [{**u, "admin1": _governorate(u["longitude"], u["latitude"])} for u in row["runners_up"]]
        rows.append(row)
    return rows


def _roles(report: Report) -> dict[str, list[list[int]]]:
    """Words behind the parties and the date, to be shown in the text."""
    fields = {"actor1": "actor1", "actor2": "actor2", "period": "date"}
    found = {name: report.provenance.get(key) for key, name in fields.items()}
    return {name: [[s.start, s.end] for s in p.spans] for name, p in found.items() if p and p.spans}


def _reports(given: DeskInput, number: Mapping[str, int]) -> list[dict[str, Any]]:
    at: dict[str, dict[tuple[int, int], Mention]] = {}
    index: dict[str, int] = {}
    for i, m in enumerate(_sorted_mentions(given)):
        at.setdefault(m.article, {})[m.span.start, m.span.end] = m
        index[m.id] = i
    event_of = {r: e.id for e in given.events for r in e.reports}
    rows = []
    for report in given.reports:
        mention = place_mention(report, at.get(report.article, {}))
        rank = report_priority(report, mention)
        rows.append({
            "article": number[report.article], **_kept(report_record(report), _OF_REPORT), "roles": _roles(report),
            "mention": index[mention.id] if mention else None, "event": event_of.get(report.id), "doubt": rank.doubt,
            "consequence": rank.consequence, "why": list(rank.why),
        })  # fmt: skip
    return rows


def _facts(facts: Sequence[ControlFact], number: Mapping[str, int]) -> list[dict[str, Any]]:
    rows = []
    for fact in facts:
        if fact.article is None or fact.article not in number or not fact.evidence:
            continue
        rank, record = fact_priority(fact), control_fact_record(fact)
        rows.append({
            "article": number[fact.article], **_kept(record, _OF_FACT), "doubt": rank.doubt, "consequence": rank.consequence,
            "why": list(rank.why),
        })  # fmt: skip
    return rows


def _sorted_mentions(given: DeskInput) -> list[Mention]:
    return sorted(given.mentions, key=lambda m: (m.article, m.span, m.id))


def desk_payload(given: DeskInput) -> dict[str, Any]:
    """What the page shows, as plain values.

    Parameters
    ----------
    given : DeskInput

    Returns
    -------
    dict
        Ready for `json.dumps`; the same for the same values in any order. ``key`` names the run: decisions kept by a browser belong
        to it. Spans are code points; longitude and latitude WGS84 degrees.
    """
    articles = sorted(given.articles, key=lambda a: a.id)
    number = {a.id: i for i, a in enumerate(articles)}
    ordered = DeskInput(
        articles, given.mentions, sorted(given.reports, key=lambda r: (r.article, r.trigger, r.id)), given.events,
        sorted(given.control_facts, key=lambda f: (f.article or "", f.evidence, f.where.place or "", f.side, f.kind)), given.actors, given.title, in_order(given.corrections),
    )  # fmt: skip
    rows = [correction_record(c) for c in ordered.corrections]
    reports = _reports(ordered, number)
    return {
        "title": given.title,
        "key": content_id("d", *(a.sha256 for a in articles), *(r["id"] for r in reports), *(r["id"] for r in rows)),
        "rows": rows,
        "credit": f"{ATTRIBUTION}. {disclaimer('un')}",
        "lists": _lists(given.actors or load_actors()),
        "articles": [_kept(article_record(a), _OF_ARTICLE) for a in articles],
        "mentions": _mentions(_sorted_mentions(ordered), number),
        "reports": reports,
        "facts": _facts(ordered.control_facts, number),
        "base": outlines(),
    }


@lru_cache(maxsize=1)
def _script() -> str:
    """The desk's code: parts of the viewer, then its own, in one function scope."""
    own = [own_asset(f"{part}.js", "assets_desk") for part in _OWN_PARTS]
    return one_scope([own_asset(f"{part}.js") for part in _SHARED_PARTS] + own)


def desk_page(given: DeskInput) -> str:
    """Write the page.

    Parameters
    ----------
    given : DeskInput

    Returns
    -------
    str
        HTML that makes no request and runs no script but its own (policy by hash).
    """
    page = Page(
        f"Review: {given.title}", own_asset("desk.html", "assets_desk"), [leaflet_css(), viewer_css(), own_asset("desk.css", "assets_desk")],
        [leaflet_js(), _script()], [data_block(desk_payload(given))],
        description=f"Review of {len(given.reports)} reports and {len(given.control_facts)} statements of control",
    )  # fmt: skip
    return write_page(page)
