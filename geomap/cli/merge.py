"""``geomap merge``: reports of one or more folders to events."""

from pathlib import Path

import click

from geomap.cli.main import EXIT_NOTHING, EXIT_OK

__all__ = ["merge"]


@click.command(epilog="Example: geomap merge output/ imported/ -o all.geojson")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write, as of geomap export (default: JSON lines on standard output).")
def merge(folders: tuple[Path, ...], output: Path | None) -> int:
    """Merge the reports of folders that geomap run, extract or import wrote into events."""
    from geomap.cli.export import write_events
    from geomap.io.jsonl import dump_line, event_record
    from geomap.pipeline.merging import merging

    with merging(folders) as merged:
        click.echo(f"{len(merged.reports)} reports = {len(merged.groups)} events", err=True)
        if output is None:
            for event in merged.events():
                click.echo(dump_line(event_record(event)))
        else:
            with merged.parts(output) as events:
                write_events(output, events)
            click.echo(str(output))
        return EXIT_OK if merged.groups else EXIT_NOTHING
