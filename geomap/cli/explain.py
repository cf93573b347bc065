"""``geomap explain``: the sentence, the words that decided, the candidates that lost."""

from pathlib import Path

import click

from geomap.errors import InputError
from geomap.io.geojson import read_geojson
from geomap.io.jsonl import read_articles_jsonl, read_mentions, read_reports
from geomap.model import Article, Mention, Report, Span

__all__ = ["explain"]


@click.command(epilog="Example: geomap explain e1a2b3c4d5e6 -o output/")
@click.argument("item")
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), default=Path("output"), show_default=True, help="Folder of a run.")
def explain(item: str, folder: Path) -> None:
    """Why ITEM (id of an event, a report or a mention) was coded as it was."""
    if not (folder / "articles.jsonl").is_file():
        raise InputError(f"{folder}: no run is there (no articles.jsonl); name the folder that `geomap run` wrote with -o")
    articles = {a.id: a for a in read_articles_jsonl(folder / "articles.jsonl")}
    mentions = read_mentions(folder / "mentions.jsonl")
    reports = {r.id: r for r in read_reports(folder / "reports.jsonl")}
    chosen = [m for m in mentions if m.id == item]
    if chosen:
        click.echo("\n".join(_mention(chosen[0], articles[chosen[0].article])))
        return
    ids = [item] if item in reports else _reports_of_event(folder, item)
    blocks = [_report(reports[i], articles[reports[i].article], mentions) for i in ids if i in reports]
    if not blocks:
        raise InputError(f"{item!r} is no event, report or mention of {folder}; ids stand in its events.csv, reports.jsonl and mentions.jsonl")
    click.echo("\n\n".join("\n".join(b) for b in blocks))


def _reports_of_event(folder: Path, item: str) -> list[str]:
    import json

    events = read_geojson(folder / "events.geojson")
    rows = events[events["id"] == item]
    return [i for cell in rows["reports_json"] for i in (r["id"] for r in json.loads(cell))]


def _quote(article: Article, span: Span) -> str:
    return " ".join(article.text[span.start : span.end].split())


def _report(report: Report, article: Article, mentions: tuple[Mention, ...]) -> list[str]:
    lines = [
        f"report {report.id}: {report.sub_event_type} ({report.event_type}), {report.status}, confidence {report.confidence:.2f}",
        f"  article   {article.id} ({article.outlet or 'outlet not known'}, {article.published or 'date not known'}: {article.published_reason})",
    ]
    lines += [f"  sentence  [{s.start}-{s.end}] {_quote(article, s)}" for s in report.evidence]
    lines.append(f"  who       {report.actor1_name or 'not named'} -> {report.actor2_name or 'not named'}")
    when = report.period
    lines.append(f"  when      {when.date_start or 'not dated'}{' to ' + when.date_end if when.date_end != when.date_start and when.date_end else ''}, precision {when.date_precision}")
    lines.append(f"  where     {report.where.place or 'not placed'}, precision {report.where.precision}: {report.where.reason}")
    for field, why in report.provenance.items():
        words = ", ".join(f"{_quote(article, s)!r}" for s in why.spans) or "no words of its own"
        lines.append(f"  why {field:<12} {words} by {why.rule}{f' ({why.row})' if why.row else ''}")
    for mention in mentions:
        same_place = report.where.place_id is not None and mention.resolution.place_id == report.where.place_id
        if mention.article == article.id and same_place and any(s.contains(mention.span) for s in report.evidence):
            lines += ["  " + line for line in _mention(mention, article)]
            break
    return lines


def _mention(mention: Mention, article: Article) -> list[str]:
    r = mention.resolution
    point = f"{r.longitude:.4f}, {r.latitude:.4f}" if r.longitude is not None and r.latitude is not None else "no point"
    lines = [
        f"mention {mention.id}: {mention.text!r} [{mention.span.start}-{mention.span.end}] in {article.id}, {mention.toponym_type}",
        f"  taken for {r.place or 'nothing'} ({r.place_id or 'no entry'}), {point}, {r.match_type}, score {r.score:.2f}: {r.reason}",
    ]
    lines += [f"  not {u.place} ({u.place_id}, {u.longitude:.3f}, {u.latitude:.3f}), score {u.score:.2f}: {u.reason}" for u in r.runners_up]
    return lines
