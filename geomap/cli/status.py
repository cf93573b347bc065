"""``geomap status``: what the store holds, and whether it is whole."""

from pathlib import Path

import click

from geomap.cli.main import EXIT_OK
from geomap.errors import StoreError
from geomap.pipeline.options import PROJECT_FILE, options_from_project
from geomap.store import Store

__all__ = ["status"]


def _default() -> Path:
    project = Path(PROJECT_FILE)
    return (options_from_project(project).store if project.exists() else None) or Path("output/store.sqlite")


@click.command(epilog="Example: geomap status --store output/store.sqlite")
@click.option("--store", "path", type=click.Path(path_type=Path), help="The store (default: of the project here, else output/store.sqlite).")
@click.option("--event", "event_id", help="What became of an event id.")
@click.option("--hand-on", "copy", type=click.Path(path_type=Path), help="Also write a copy as one plain file.")
def status(path: Path | None, event_id: str | None, copy: Path | None) -> int:
    """Say what the store holds, check it from end to end, and resolve event ids of earlier runs."""
    path = path or _default()
    if not path.exists():
        raise StoreError(f"{path}: no store; the first geomap run with --store {path} makes it")
    with Store(path, warn=lambda text: click.echo(f"warning: {text}", err=True)) as store:
        if event_id:
            fate = store.fate(event_id)
            if fate is None:
                click.echo(f"{event_id}: never given out")
            else:
                click.echo(f"{event_id}: {fate.kind}" + (f" -> {', '.join(fate.became)}" if fate.became else "") + (f" ({fate.reason})" if fate.reason else ""))
        else:
            store.check()
            for name, number in store.counts().items():
                click.echo(f"{name.replace('_', ' ')}: {number}")
            click.echo("whole: yes")
        if copy:
            store.hand_on(copy)
            click.echo(str(copy), err=True)
    return EXIT_OK
