"""What decisions would change in a run that was written, without running again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geomap.corrections import (
    NameRules,
    Outcome,
    Unfit,
    apply_to_articles,
    apply_to_facts,
    apply_to_mentions,
    apply_to_reports,
    join,
    mention_outcome,
    regrouped,
    usable,
)
from geomap.corrections.anchors import Reports, span_of
from geomap.corrections.edit import present_value
from geomap.errors import InputError
from geomap.io.jsonl import read_articles_jsonl, read_control_facts, read_mentions, read_reports
from geomap.io.run_folder import read_events
from geomap.model import Article, ControlFact, Correction, Mention, Report, Review
from geomap.model.correction import FIELDS, Scope

__all__ = ["Preview", "Written", "preview", "read_written", "target_of"]


@dataclass(frozen=True, slots=True)
class Written:
    """What a run wrote, as far as decisions go."""

    articles: dict[str, Article]
    mentions: tuple[Mention, ...]
    reports: tuple[Report, ...]
    facts: tuple[ControlFact, ...]
    anchors: dict[str, str]
    """Of each event: its anchor report."""
    groups: tuple[tuple[str, ...], ...]
    """Ids of the reports of each event."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change."""

    lines: tuple[str, ...]
    """One for each field of each item: id, article, field, old and new value."""
    outcome: Outcome


def read_written(folder: Path) -> Written:
    """Read a run's folder.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    Written

    Raises
    ------
    InputError
        A file is missing or no file of a run.
    """
    articles = {a.id: a for a in read_articles_jsonl(folder / "articles.jsonl")}
    events = read_events(folder)
    told = (tuple(r["id"] for r in json.loads(text)) for text in events["reports_json"])
    return Written(
        articles, read_mentions(folder / "mentions.jsonl"), read_reports(folder / "reports.jsonl"),
        read_control_facts(folder / "control_facts.jsonl"), dict(zip(events["id"], events["anchor"], strict=True)), tuple(told),
    )  # fmt: skip


def target_of(run: Written, item: str, scope: Scope | None) -> dict[str, object]:
    """The anchor of a decision on an item of a run.

    Parameters
    ----------
    run : Written
    item : str
        Id of an article, a mention, a report, an event or a control fact.
    scope : Scope or None
        None: as the item is.

    Returns
    -------
    dict
        Fields of `Correction`: scope, article_sha256, start, end, report_id and, for rules, old.

    Raises
    ------
    InputError
        The run has no such item, or the scope is none of an item of this kind.
    """
    mention = next((m for m in run.mentions if m.id == item), None)
    if mention is not None:
        return _of_name(mention, run.articles[mention.article], scope or Scope.MENTION)
    report = next((r for r in run.reports if r.id == run.anchors.get(item, item)), None)
    if report is not None:
        _allow(item, scope, Scope.EVENT if item in run.anchors else Scope.REPORT, Scope.EVENT, Scope.REPORT)
        kind = scope or (Scope.EVENT if item in run.anchors else Scope.REPORT)
        return {"scope": kind, "article_sha256": run.articles[report.article].sha256, "start": report.trigger.start, "end": report.trigger.end, "report_id": report.id}
    fact = next((f for f in run.facts if f.id == item), None)
    if fact is not None:
        _allow(item, scope, Scope.CONTROL)
        first = fact.evidence[0]
        return {"scope": Scope.CONTROL, "article_sha256": run.articles[fact.article or ""].sha256, "start": first.start, "end": first.end, "report_id": fact.id}
    if item in run.articles:
        _allow(item, scope, Scope.ARTICLE, Scope.REPORT)
        return {"scope": scope or Scope.ARTICLE, "article_sha256": run.articles[item].sha256}
    raise InputError(f"{item!r}: this run has no mention, report, event, control fact or article of that id; `geomap explain` and the tables list them")


def _allow(item: str, scope: Scope | None, *known: Scope) -> None:
    if scope is not None and scope not in known:
        raise InputError(f"{item!r} takes a decision of scope {' or '.join(dict.fromkeys(known))}, not {scope}")


def _of_name(mention: Mention, article: Article, scope: Scope) -> dict[str, object]:
    if "toponym_type" not in FIELDS[scope]:
        raise InputError(f"{mention.id!r} is a place name: its scope is mention, name-in-article, name-in-outlet or name, not {scope}")
    if scope is Scope.MENTION:
        return {"scope": scope, "article_sha256": article.sha256, "start": mention.span.start, "end": mention.span.end}
    if scope is Scope.NAME_IN_ARTICLE:
        return {"scope": scope, "article_sha256": article.sha256, "old": mention.text}
    if scope is Scope.NAME:
        return {"scope": scope, "old": mention.text}
    if not article.outlet:
        raise InputError(f"{mention.id!r}: nothing is known of the outlet of {article.id}; give it in articles.csv, or choose another scope")
    return {"scope": scope, "old": f"{mention.text} @ {article.outlet}"}


def preview(run: Written, corrections: Sequence[Correction], actors: Path | None = None) -> Preview:
    """What decisions would change in a run.

    Parameters
    ----------
    run : Written
    corrections : sequence of Correction
    actors : Path, optional
        The table of actors the run was made with.

    Returns
    -------
    Preview
        Of place names: the mentions, and how many reports stand at them; these move with it on the next run.
    """
    from geomap.pipeline.stages import Setting, lookup_for

    good, outcome = usable(corrections)
    lookup = lookup_for(Setting(actors=actors))
    rules = NameRules.of(good)
    named = mention_outcome(run.mentions, run.articles, rules, lookup)
    lines: list[str] = []
    for article in run.articles.values():
        of_article = [m for m in run.mentions if m.article == article.id]
        for old, new in zip(of_article, apply_to_mentions(of_article, article, rules, lookup), strict=True):
            lines += _mention_lines(old, new, run.reports)
    articles, on_articles = apply_to_articles(list(run.articles.values()), good)
    for a in articles:
        was = run.articles[a.id]
        lines += [_line(a.id, a.id, n, getattr(was, n), getattr(a, n)) for n in ("published", "outlet") if getattr(was, n) != getattr(a, n)]
    reports, on_reports = apply_to_reports(run.reports, run.articles, good, lookup)
    before = {r.id: r for r in run.reports}
    for r in reports:
        lines += _lines(r.id, r.article, before.get(r.id), r, Scope.REPORT)
    facts, on_facts = apply_to_facts(run.facts, (run.reports, reports), run.articles, good, lookup)
    stated = {f.id: f for f in run.facts}
    for f in facts:
        lines += _lines(f.id, f.article or "", stated.get(f.id), f, Scope.CONTROL)
    on_events = _events(run, reports, good, lines)
    return Preview(tuple(lines), join([outcome, named, on_articles, on_reports, on_facts, on_events]))


def _events(run: Written, reports: Sequence[Report], good: Sequence[Correction], lines: list[str]) -> Outcome:
    """Groups that would change, and decisions of scope event, which the next run applies to what it merges."""
    groups, on_groups = regrouped(run.groups, reports, run.articles, good)
    known = {frozenset(g) for g in run.groups}
    lines += [f"events: {', '.join(g)} become one event" for g in groups if frozenset(g) not in known]
    of = {r: event for event, anchor in run.anchors.items() for g in run.groups if anchor in g for r in g}
    listed = Reports.of(reports, run.articles)
    reached, unfit = [], []
    for c in good:
        if c.scope is not Scope.EVENT or c.field in ("merge", "split"):
            continue
        found = listed.find(c.article_sha256, span_of(c), c.report_id)
        if isinstance(found, str):
            unfit.append(Unfit(c.id, found))
        else:
            event = of.get(found.id, found.id)
            reached.append((c.id, event))
            lines.append(_line(event, found.article, c.field, present_value(found, c.field), c.new))
    return Outcome((*on_groups.reached, *reached), (*on_groups.unfit, *unfit), on_groups.questions)


def _mention_lines(old: Mention, new: Mention, reports: Sequence[Report]) -> list[str]:
    lines = []
    if old.resolution.place_id != new.resolution.place_id:
        here = sum(r.article == old.article and any(s.overlaps(old.span) for s in getattr(r.provenance.get("where"), "spans", ())) for r in reports)
        lines.append(_line(old.id, old.article, f"place of {old.text!r}", old.resolution.place_id, new.resolution.place_id) + f" ({here} reports stand there)")
    lines += [_line(old.id, old.article, n, getattr(old, n), getattr(new, n)) for n in ("in_syria", "toponym_type") if getattr(old, n) != getattr(new, n)]
    return lines


def _lines(item: str, article: str, old: Report | ControlFact | None, new: Report | ControlFact, scope: Scope) -> list[str]:
    if old is None:
        return [_line(item, article, "added", "", present_value(new, "sub_event_type") or present_value(new, "side"))]
    if old == new:
        return []
    names = [n for n in FIELDS[scope] if n not in ("review", "merge", "split", "add")]
    lines = [_line(item, article, n, present_value(old, n), present_value(new, n)) for n in names if present_value(old, n) != present_value(new, n)]
    return lines + ([_line(item, article, "review", old.review, new.review)] if old.review is not new.review else [])


def _line(item: str, article: str, name: str, old: object, new: object) -> str:
    return f"{item} ({article}): {name}: {_text(old)} -> {_text(new)}"


def _text(value: object) -> str:
    return "nothing" if value is None or value == "" else str(value.value if isinstance(value, Review) else value)
