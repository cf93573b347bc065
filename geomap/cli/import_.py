"""``geomap import``: events of other collections into our own files."""

from pathlib import Path

import click

from geomap.cli.main import EXIT_NOTHING, EXIT_OK, EXIT_REJECTED
from geomap.io.imports import Imported, read_foreign

__all__ = ["import_command"]


def _write(imported: list[Imported], folder: Path) -> int:
    from geomap.events.merge import merge_reports
    from geomap.io.frames import events_frame
    from geomap.io.geojson import write_geojson
    from geomap.io.jsonl import write_jsonl
    from geomap.io.records import article_record, report_record

    articles = sorted((a for i in imported for a in i.articles), key=lambda a: a.id)
    reports = sorted((r for i in imported for r in i.reports), key=lambda r: r.id)
    by_id = {a.id: a for a in articles}
    events = merge_reports(reports, by_id)
    write_jsonl(folder / "articles.jsonl", map(article_record, articles))
    write_jsonl(folder / "reports.jsonl", map(report_record, reports))
    write_geojson(folder / "events.geojson", events_frame(events, reports, by_id))
    return len(events)


@click.command("import", epilog="Example: geomap import acled_export.csv -o imported/")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("imported"), help="Folder to write (default: imported).")
def import_command(files: tuple[Path, ...], output: Path) -> int:
    """Read events of ACLED, UCDP GED or any CSV with coordinates; the folder can be mapped, compared, exported and merged."""
    from geomap.pipeline.imported import located
    from geomap.places.gazetteer import Gazetteer

    imported = [located(read_foreign(f), Gazetteer.bundled()) for f in files]
    for file, one in zip(files, imported, strict=True):
        click.echo(f"{file}: {one.kind}, {len(one.reports)} rows taken, {len(one.rejected)} rejected", err=True)
        for line, reason in one.rejected:
            click.echo(f"rejected: {file}, line {line}: {reason}", err=True)
    if not any(one.reports for one in imported):
        return EXIT_NOTHING
    count = _write(imported, output)
    click.echo(f"{count} events", err=True)
    click.echo(str(output))
    return EXIT_REJECTED if any(one.rejected for one in imported) else EXIT_OK
