"""The interactive map of a run, drawn from its events and its record: alike at the end of the run and from its folder years later."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geomap.corrections import decisions_in
from geomap.maps.caption import period_text
from geomap.maps.uncoded import uncoded_words
from geomap.model import Scope, Status
from geomap.model.correction import NAME_SCOPES
from geomap.places.bundled import read_manifest

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geomap.maps.eventmap import EventMap

__all__ = ["map_of_run", "outlets_of", "place_credits"]

_LOOKED_UP = {
    "wof": "Who's On First", "ocha": "OCHA COD-AB (CC BY-IGO)", "ocha-neighbourhoods": "OCHA COD-AB (CC BY-IGO)", "ucdp": "UCDP GED (CC BY 4.0)",
}  # fmt: skip
_LEDGERS = {
    "articles": (("read", "read"), ("not_coded", "not coded"), ("copies", "copies"), ("rejected", "rejected")),
    "mentions": (("resolved", "resolved"), ("unresolved", "unresolved"), ("outside_syria", "outside Syria")),
    "events": (("drawn", "drawn"), ("without_place", "listed without place"), ("outside_syria", "outside Syria"), ("rejected", "rejected by a person")),
}
"""Of each ledger in ``run.json``: key and words."""
_RARE = ("rejected by a person",)
"""Words of a ledger that are left out where there is nothing to count."""
_OF_NAMES = frozenset({Scope.MENTION.value, *(s.value for s in NAME_SCOPES)})
_COUNTED = (Status.REPORTED.value, Status.CLAIMED.value)


def map_of_run(
    events: "GeoDataFrame",
    record: Mapping[str, Any],
    *,
    title: str = "",
    subtitle: str | None = None,
    outlets: Sequence[str] | None = None,
    control: "GeoDataFrame | None" = None,
    edition: tuple[str, ...] = (),
) -> "EventMap":
    """Draw the interactive map.

    Parameters
    ----------
    events : GeoDataFrame
        Flat columns as in ``events.geojson``.
    record : mapping
        Content of ``run.json``; empty where there is none.
    title : str
        In place of the run's.
    subtitle : str, optional
        In place of the period and the number of articles.
    outlets : sequence of str, optional
        Outlets to credit; by default those of all articles that were read, or of the events where nothing is known of the run.
    control : GeoDataFrame, optional
        Areas or lines of control, as `EventMap` takes them.
    edition : tuple of str
        Of a public edition: what the harm policy did, for the legend.

    Returns
    -------
    EventMap
    """
    from geomap.maps.eventmap import EventMap, MapOptions
    from geomap.maps.filters import standing

    events = _with_decisions(standing(events), record)
    options = record.get("options") or {}
    if outlets is None:
        outlets = sorted({str(a["outlet"]) for a in record["articles"] if a.get("outlet")}) if record.get("articles") else outlets_of(events)
    return EventMap(
        events,
        title=title or str(options.get("title") or "Events"),
        subtitle=_subtitle(events, record) if subtitle is None else subtitle,
        sources=[*place_credits(), *([f"Articles of {', '.join(outlets)}"] if outlets else [])],
        ledgers=_ledgers(record.get("ledgers") or {}, uncoded_words(record)),
        control=control,
        options=MapOptions(worldview=str(options.get("worldview") or "un"), edition=edition),
    )


def _with_decisions(events: "GeoDataFrame", record: Mapping[str, Any]) -> "GeoDataFrame":
    """Events with what people decided of them, of their reports and of the articles that tell them; not who decided, nor why."""
    said: dict[str, list[dict[str, str]]] = {}
    for row in (record.get("corrections") or {}).get("applied") or ():
        for item in row["to"] if "field" in row else ():
            said.setdefault(item, []).append({"decision": row["id"], "scope": row["scope"], "field": row["field"], "new": row["new"]})
    if not said or "reports_json" not in events:
        return events
    names = {row["decision"]: row for rows in said.values() for row in rows if row["scope"] in _OF_NAMES}
    cells = []
    whys = events["place_reason"] if "place_reason" in events else [None] * len(events)
    for event, told, reason in zip(events["id"], events["reports_json"], whys, strict=True):
        reports = json.loads(told) if isinstance(told, str) else []
        items = {event, *(r[k] for r in reports for k in ("id", "article") if r.get(k))}
        rows = {row["decision"]: row for item in items for row in said.get(item, ())}
        reasons = " ".join(str(w) for w in (reason, *(r.get("why_here") for r in reports)) if w)  # these name decisions on place names
        rows |= {i: names[i] for i in decisions_in(reasons) if i in names}
        cells.append(json.dumps([{"field": f"{r['field']} ({r['scope']})", "new": r["new"]} for _, r in sorted(rows.items())]))
    return events.assign(corrections_json=cells)


def outlets_of(events: "GeoDataFrame") -> list[str]:
    """Outlets that tell of events, by name."""
    cells: Iterable[str] = events["outlets"].dropna().astype(str) if "outlets" in events else ()
    return sorted({name.strip() for cell in cells for name in cell.split(";") if name.strip()})


def _ledgers(counts: Mapping[str, Any], uncoded: str) -> dict[str, dict[str, int]]:
    return {
        name: {f"{words} ({uncoded})" if key == "not_coded" and uncoded else words: int(counts[name][key]) for key, words in rows if isinstance(counts[name].get(key), int) and (counts[name][key] or words not in _RARE)}
        for name, rows in _LEDGERS.items()
        if isinstance(counts.get(name), Mapping)
    }


def _subtitle(events: "GeoDataFrame", record: Mapping[str, Any]) -> str:
    happened = events[events["status"].isin(_COUNTED)] if "status" in events else events
    days = sorted(day for day in happened["date_start"].dropna().astype(str) if day) if "date_start" in happened else []
    articles = ((record.get("ledgers") or {}).get("articles") or {}).get("read")
    parts = [period_text(days[0], days[-1])] if days else []
    return ", ".join([*parts, *([f"{articles} articles, machine-coded"] if articles is not None else [])])


def place_credits() -> list[str]:
    """Attributions of the gazetteer, as its manifest names them."""
    manifest: Mapping[str, Any] = read_manifest()
    registries = [f"{s['title'].split(' through ')[0]} ({s['licence']})" for k, s in sorted(manifest["sources"].items()) if k != "curated"]
    keys = (b.removeprefix("looked-up:") for b in sorted(manifest["by_basis"]))
    looked_up = list(dict.fromkeys(_LOOKED_UP[k] for k in keys if k in _LOOKED_UP))
    return [f"Places: {', '.join(registries)}; geomap's own tables, looked up in {', '.join(looked_up)}"]
