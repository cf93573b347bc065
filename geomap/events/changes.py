"""What changed between two runs: events added, changed and withdrawn, each with the reason; a ready notice of corrections."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from geomap.events.identity import fates
from geomap.model import Article, Fate, Report, Trace

__all__ = ["Change", "Side", "changes"]

# Fields a reader sees; confidence and wording of reasons may move without the event being another.
_COMPARED = (
    "event_type", "sub_event_type", "date_start", "date_end", "date_precision", "actor1_name", "actor2_name", "place", "longitude", "latitude",
    "precision", "status", "deaths_min", "deaths_max", "wounded_min", "wounded_max", "captured_min", "captured_max", "weapon", "object",
    "control_change_json", "n_reports", "n_sources", "basis", "review",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two runs."""

    articles: Mapping[str, Article]
    reports: Mapping[str, Report]
    rows: Sequence[Mapping[str, Any]]
    """Its events, flat."""
    tables: Mapping[str, str]
    """Hash of every table, by name, and ``geomap`` with its version."""


@dataclass(frozen=True, slots=True)
class Change:
    """One event that is not as it was."""

    kind: Literal["added", "changed", "renamed", "merged", "split", "withdrawn"]
    id: str
    """Of the older run, or of the newer where the event was added."""
    became: tuple[str, ...]
    what: str
    """The event in a few words."""
    fields: tuple[tuple[str, Any, Any], ...]
    """Name, old value, new value."""
    reason: str


@dataclass(frozen=True, slots=True)
class _Told:
    id: str
    anchor: str
    reports: tuple[str, ...]


def _told(row: Mapping[str, Any]) -> _Told:
    return _Told(row["id"], row["anchor"], tuple(r["id"] for r in json.loads(row["reports_json"] or "[]")))


def _traces(side: Side) -> Iterable[Trace]:
    for told in map(_told, side.rows):
        anchor = side.reports.get(told.anchor)
        article = side.articles.get(anchor.article) if anchor else None
        start, end = (anchor.trigger.start, anchor.trigger.end) if anchor else (0, 0)
        yield Trace(told.id, told.reports, told.anchor, article.sha256 if article else "", start, end)


def _words(row: Mapping[str, Any]) -> str:
    return f"{row['sub_event_type']}, {row['place'] or 'place not known'}, {row['date_start'] or 'not dated'}"


def _named(reports: Iterable[str], side: Side) -> str:
    found = {side.reports[r].article for r in reports if r in side.reports}
    return ", ".join(sorted(found))


def _reason(old: Mapping[str, Any], new: Mapping[str, Any], before: Side, after: Side) -> str:
    was, now = set(_told(old).reports), set(_told(new).reports)
    parts = []
    if now - was:
        parts.append(f"now also told in {_named(now - was, after)}")
    if was - now:
        parts.append(f"no longer told in {_named(was - now, before)}")
    if new["review"] != old["review"]:
        parts.append(f"a person's decision: {new['review']}")
    return "; ".join(parts) or _tables(before, after)


def _tables(before: Side, after: Side) -> str:
    names = sorted(set(before.tables) | set(after.tables))
    moved = [n for n in names if before.tables.get(n) != after.tables.get(n)]
    return f"coded anew: {', '.join(moved)} changed" if moved else "coded anew"


def _added_reason(row: Mapping[str, Any], before: Side, after: Side) -> str:
    known = {a.sha256 for a in before.articles.values()}
    articles = {after.reports[r].article for r in _told(row).reports if r in after.reports}
    fresh = sorted(a for a in articles if a in after.articles and after.articles[a].sha256 not in known)
    return f"new article: {', '.join(fresh)}" if fresh else _tables(before, after)


def _change(fate: Fate, old: Mapping[str, Any], current: Mapping[str, Mapping[str, Any]], before: Side, after: Side) -> Change | None:
    if not fate.became:
        return Change("withdrawn", fate.id, (), _words(old), (), fate.reason)
    new = current[fate.became[0]]
    fields = tuple((name, old[name], new[name]) for name in _COMPARED if old[name] != new[name])
    if fate.kind == "same":
        return Change("changed", fate.id, fate.became, _words(new), fields, _reason(old, new, before, after)) if fields else None
    kind = fate.kind if fate.kind in ("renamed", "merged", "split") else "changed"
    return Change(kind, fate.id, fate.became, _words(new), fields, fate.reason)


def changes(before: Side, after: Side) -> tuple[Change, ...]:
    """What changed between two runs.

    Parameters
    ----------
    before, after : Side

    Returns
    -------
    tuple of Change
        Every event of the older run that is not as it was, and every event that came to be; sorted by kind and id.
    """
    current = {row["id"]: row for row in after.rows}
    earlier = {row["id"]: row for row in before.rows}
    found = fates(_traces(before), [_told(row) for row in after.rows], after.reports, after.articles)
    listed = [c for fate in found if (c := _change(fate, earlier[fate.id], current, before, after))]
    reached = {became for fate in found for became in fate.became}
    listed += [
        Change("added", i, (i,), _words(row), (), _added_reason(row, before, after)) for i, row in current.items() if i not in reached
    ]
    return tuple(sorted(listed, key=lambda c: (c.kind, c.id)))
