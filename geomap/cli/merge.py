"""``geomap merge``: reports of one or more folders to events."""

from pathlib import Path

import click

from geomap.cli.main import EXIT_NOTHING, EXIT_OK
from geomap.errors import InputError
from geomap.io.jsonl import dump_line, event_record, read_articles_jsonl, read_reports
from geomap.model import Article, Report

__all__ = ["merge"]


def _gather(folders: tuple[Path, ...]) -> tuple[list[Report], dict[str, Article]]:
    reports: dict[str, Report] = {}
    articles: dict[str, Article] = {}
    for folder in folders:
        for article in read_articles_jsonl(folder / "articles.jsonl"):
            known = articles.setdefault(article.id, article)
            if known.sha256 != article.sha256:
                raise InputError(f"{folder}: the article id {article.id!r} also names another text in an earlier folder; rename one of the files")
        reports |= {r.id: r for r in read_reports(folder / "reports.jsonl")}
    return sorted(reports.values(), key=lambda r: r.id), articles


@click.command(epilog="Example: geomap merge output/ imported/ -o all.geojson")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write, as of geomap export (default: JSON lines on standard output).")
def merge(folders: tuple[Path, ...], output: Path | None) -> int:
    """Merge the reports of folders that geomap run, extract or import wrote into events."""
    from geomap.events.merge import merge_reports

    reports, articles = _gather(folders)
    events = merge_reports(reports, articles)
    click.echo(f"{len(reports)} reports = {len(events)} events", err=True)
    if output is None:
        for event in events:
            click.echo(dump_line(event_record(event)))
    else:
        from geomap.cli.export import write_events
        from geomap.io.frames import events_frame

        write_events(output, events_frame(events, reports, articles))
        click.echo(str(output))
    return EXIT_OK if events else EXIT_NOTHING
