"""``geomap diff``: what changed between two runs, as a notice of corrections."""

import dataclasses
from pathlib import Path

import click

from geomap.cli.main import EXIT_OK
from geomap.events.changes import Change, changes
from geomap.io.jsonl import dump_line
from geomap.io.run_folder import read_run
from geomap.pipeline.reproduce import side_of

__all__ = ["change_lines", "diff"]

_HEADS = {
    "added": "Added", "changed": "Changed", "merged": "Found to be one with another event", "renamed": "Under a new id",
    "split": "Found to be several events", "withdrawn": "Withdrawn",
}  # fmt: skip


def change_lines(change: Change) -> list[str]:
    """A change in words: what became of the event and why, then its fields."""
    became = f" -> {', '.join(change.became)}" if change.became and change.became != (change.id,) else ""
    lines = [f"- {change.id}{became}: {change.what} ({change.reason})"]
    return lines + [f"    {name}: {_shown(old)} -> {_shown(new)}" for name, old, new in change.fields]


def _shown(value: object) -> str:
    return "nothing" if value is None else str(value)


@click.command(epilog="Example: geomap diff monday/ tuesday/")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def diff(old: Path, new: Path, as_json: bool) -> int:
    """List the events that were added, changed or withdrawn between two run folders, each with the reason."""
    found = changes(side_of(read_run(old)), side_of(read_run(new)))
    if as_json:
        for change in found:
            click.echo(dump_line(dataclasses.asdict(change)))
        return EXIT_OK
    for kind, head in _HEADS.items():
        members = [c for c in found if c.kind == kind]
        if members:
            click.echo(f"{head} ({len(members)})")
            click.echo("\n".join(line for c in members for line in change_lines(c)) + "\n")
    if not found:
        click.echo("No event changed.")
    return EXIT_OK
