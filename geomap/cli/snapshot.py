"""``geomap snapshot`` and ``geomap reproduce``: a run as it was, and a figure drawn again from it."""

import tempfile
from pathlib import Path

import click

from geomap.cli.main import EXIT_OK, EXIT_REJECTED

__all__ = ["reproduce", "snapshot"]

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(epilog="Example: geomap snapshot output/ -o snapshots/march/")
@click.argument("run", type=_FOLDER)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write; or a .json file for the hashes alone.")
def snapshot(run: Path, output: Path) -> int:
    """Keep RUN as it is: hashes of articles, facts, corrections, gazetteer, tables, settings and versions, and copies of its data.

    The copies hold the articles' texts: keep a snapshot where the articles may be kept.
    """
    from geomap.pipeline.snapshot import write_snapshot

    record = write_snapshot(run, output)
    click.echo(f"snapshot {record['id'][:12]}: {len(record['articles'])} articles, geomap {record['versions']['geomap']}", err=True)
    click.echo(str(output))
    return EXIT_OK


@click.command(epilog="Example: geomap reproduce bundle/figure.json snapshots/march/")
@click.argument("record", type=_FILE)
@click.argument("source", type=_FOLDER)
@click.option("--was", type=_FOLDER, help="Snapshot from which the figure was made: tells which cause changed which events.")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder for the bundle drawn again (default: it is not kept).")
@click.option("--areas", type=_FILE, help="The control areas the figure was drawn with.")
@click.option("--lines", type=_FILE, help="The front lines the figure was drawn with.")
@click.option("--sides", type=_FILE, help="The table of sides the figure was drawn with.")
@click.option("--harm-policy", type=_FILE, help="The policy the figure was drawn with.")
def reproduce(record: Path, source: Path, was: Path | None, output: Path | None, **drawn_with: Path | None) -> int:
    """Draw the bundle of RECORD (a figure.json) again from SOURCE, a snapshot or a run's folder.

    Leaves with 0 where every file is the same byte for byte; with 3 where not, and tells what is not as it was.
    """
    from geomap.cli.diff import change_lines
    from geomap.cli.figure import read_layer
    from geomap.pipeline.reproduce import Beside
    from geomap.pipeline.reproduce import reproduce as again
    from geomap.tables.harm import load_harm_policy

    given, policy = drawn_with, drawn_with["harm_policy"]
    beside = Beside(read_layer(given["areas"], "side"), read_layer(given["lines"], None), given["sides"], load_harm_policy(policy) if policy else None)
    with tempfile.TemporaryDirectory(prefix="geomap-") as scratch:
        made = again(record, source, output or Path(scratch) / "bundle", was=was, beside=beside)
    if not made.differing:
        click.echo("the same figure: every file is as it was")
        return EXIT_OK
    click.echo(f"another figure: {', '.join(made.differing)}")
    for cause in made.causes or ("nothing that is recorded changed; other versions of packages may draw otherwise",):
        click.echo(f"cause: {cause}")
    for change in made.changes:
        click.echo("\n".join(change_lines(change)))
    return EXIT_REJECTED
