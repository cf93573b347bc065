"""``geomap corrections``: list, check, merge and read back decisions."""

from pathlib import Path

import click

from geomap.cli.main import EXIT_OK, EXIT_REJECTED
from geomap.model import Correction, problem_of

__all__ = ["corrections"]

_FILE = click.Path(path_type=Path, dir_okay=False)
_RUN = click.Path(path_type=Path, file_okay=False, exists=True)


@click.group(epilog="Example: geomap corrections check corrections.csv --run output/")
def corrections() -> None:
    """Decisions of people on what was coded (docs/corrections.md)."""


def _shown(c: Correction) -> str:
    spot = f"{c.article_sha256[:8]} {c.start}-{c.end}" if c.start is not None else c.article_sha256[:8]
    about = " ".join(p for p in (c.scope, spot.strip(), c.report_id, f"{c.old!r}" if c.old else "") if p)
    return f"{c.id}  {about}: {c.field} = {c.new}" + "".join(f"  {label} {text}" for label, text in (("by", c.by), ("on", c.made_on), ("why", c.why)) if text)


def _questions(groups: tuple[tuple[Correction, ...], ...]) -> None:
    for group in groups:
        answers = " or ".join(f"{c.new} ({c.by or 'nobody named'}, {c.id})" for c in group)
        click.echo(f"question: {group[0].scope} {group[0].report_id or group[0].old or group[0].article_sha256[:8]}, {group[0].field}: {answers}?")


@corrections.command(name="list", epilog="Example: geomap corrections list corrections.csv")
@click.argument("file", type=_FILE)
def list_(file: Path) -> int:
    """List the decisions of FILE, one a line, and the questions among them."""
    from geomap.corrections.merge import contradictions
    from geomap.io.corrections import read_corrections

    rows = read_corrections(file)
    for c in rows:
        click.echo(_shown(c))
    _questions(contradictions(rows))
    click.echo(f"{len(rows)} decisions", err=True)
    return EXIT_OK


@corrections.command(epilog="Example: geomap corrections check corrections.csv --run output/")
@click.argument("file", type=_FILE)
@click.option("--run", type=_RUN, help="A run's folder: shows what the decisions would change in it, and what does not fit.")
def check(file: Path, run: Path | None) -> int:
    """Check the decisions of FILE; with --run, preview them. Leaves with 3 where one cannot be used, does not fit, or contradicts another."""
    from geomap.corrections.merge import contradictions
    from geomap.io.corrections import read_corrections

    rows = read_corrections(file)
    if run is None:
        bad = [(c, why) for c in rows if (why := problem_of(c))]
        for c, why in bad:
            click.echo(f"cannot be used: {_shown(c)}: {why}")
        asked = contradictions(rows)
        _questions(asked)
        click.echo(f"{len(rows)} decisions, {len(bad)} cannot be used, {len(asked)} questions", err=True)
        return EXIT_REJECTED if bad or asked else EXIT_OK
    from geomap.pipeline.preview import preview, read_written

    seen = preview(read_written(run), rows)
    for line in (*seen.lines, *seen.outcome.lines()[1:]):
        click.echo(line)
    click.echo("\n".join(seen.outcome.lines()[:1]), err=True)
    return EXIT_REJECTED if seen.outcome.unfit or seen.outcome.questions else EXIT_OK


@corrections.command(epilog="Example: geomap corrections merge mine.csv theirs.csv --base before.csv -o corrections.csv")
@click.argument("one", type=_FILE)
@click.argument("other", type=_FILE)
@click.option("--base", type=_FILE, help="The file from which both began: what one has taken out of it goes.")
@click.option("-o", "--output", type=_FILE, help="File to write (default: only show what would come of it).")
def merge(one: Path, other: Path, base: Path | None, output: Path | None) -> int:
    """Merge two people's files: same decisions become one, contradictions stay as questions, nothing is lost; in either order the same.

    A run keeps the machine's value where there is a question, marks the item disputed and keeps it out of public output.
    """
    from geomap.corrections.merge import merge_corrections
    from geomap.io.corrections import read_corrections, write_corrections

    merged = merge_corrections(read_corrections(one), read_corrections(other), read_corrections(base) if base else ())
    _questions(merged.questions)
    for c in merged.withdrawn:
        click.echo(f"taken back: {_shown(c)}")
    click.echo(f"{len(merged.rows)} decisions, {len(merged.agreed)} made by both, {len(merged.questions)} questions, {len(merged.withdrawn)} taken back", err=True)
    if output is not None:
        write_corrections(output, merged.rows)
        click.echo(str(output))
    return EXIT_OK


@corrections.command(epilog="Example: geomap corrections read edited.xlsx --run output/ -o corrections.csv")
@click.argument("file", type=_FILE)
@click.option("--run", type=_RUN, required=True, help="The run from which FILE was exported.")
@click.option("-o", "--output", type=_FILE, help="File to add the decisions to (default: only show them).")
@click.option("--by", default="", help="Who made the edits.")
@click.option("--made-on", default="", metavar="DATE", help="Day of the edits (YYYY-MM-DD).")
def read(file: Path, run: Path, output: Path | None, by: str, made_on: str) -> int:
    """Read edits made in an exported workbook (.xlsx) or GeoPackage (.gpkg) back as decisions on events."""
    from geomap.corrections.merge import merge_corrections
    from geomap.io.corrections import read_corrections, write_corrections
    from geomap.pipeline.readback import read_back

    found = read_back(file, run, by=by, made_on=made_on)
    for c in found.rows:
        click.echo(_shown(c))
    for note in found.not_taken:
        click.echo(f"not taken back: {note}", err=True)
    click.echo(f"{len(found.rows)} decisions, {len(found.not_taken)} edits that cannot be taken back", err=True)
    if output is not None:
        earlier = read_corrections(output) if output.exists() else ()
        write_corrections(output, merge_corrections(earlier, found.rows).rows)
        click.echo(str(output))
    return EXIT_REJECTED if found.not_taken else EXIT_OK
