"""``geomap correct``: one decision from the command line, previewed before it is kept."""

from pathlib import Path
from typing import Any

import click

from geomap.cli.main import EXIT_OK
from geomap.errors import InputError
from geomap.model import Correction, problem_of
from geomap.model.correction import Scope, decided_on

__all__ = ["correct"]


@click.command(epilog='Example: geomap correct output/ r0123456789ab date 2017-03-14 --why "the day before" --by "N. N."')
@click.argument("run", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("item")
@click.argument("field")
@click.argument("new")
@click.option("--scope", type=click.Choice([s.value for s in Scope]), help="How far it reaches (default: the item alone).")
@click.option("--span", nargs=2, type=int, help="First and last (exclusive) character of the words marked, to add a report to an article.")
@click.option("--why", default="", help="The reason, for others.")
@click.option("--by", default="", help="Who decides.")
@click.option("--made-on", default="", metavar="DATE", help="Day of the decision (YYYY-MM-DD).")
@click.option("--corrections", "target", type=click.Path(path_type=Path, dir_okay=False), default=Path("corrections.csv"), show_default=True, help="File to add it to.")
@click.option("-n", "--dry-run", is_flag=True, help="Only show what it would change.")
def correct(run: Path, item: str, target: Path, dry_run: bool, **told: Any) -> int:
    """Decide on one item of RUN, a folder that `geomap run` wrote, and keep the decision for all later runs.

    ITEM is the id of a mention (m...), report (r...), event (e...), control fact (f...) or article; FIELD and NEW as docs/corrections.md
    lists them. What the decision would change is shown first. It replaces an earlier one by the same person on the same field.
    """
    from geomap.io.corrections import read_corrections, write_corrections
    from geomap.pipeline.preview import preview, read_written

    written = read_written(run)
    made = _correction(written, item, told)
    seen = preview(written, [made])
    for line in seen.lines:
        click.echo(line)
    for unfit in seen.outcome.unfit:
        raise InputError(f"this decision does not fit the run: {unfit.reason}")
    if not seen.lines:
        click.echo("it changes nothing that is written so: it confirms the machine", err=True)
    if dry_run:
        return EXIT_OK
    rows = read_corrections(target) if target.exists() else ()
    kept = [c for c in rows if c.id != made.id and not (decided_on(c) == decided_on(made) and c.by == made.by)]
    write_corrections(target, [*kept, made])
    rivals = [c for c in kept if decided_on(c) == decided_on(made)]
    for rival in rivals:
        click.echo(f"contradicts {rival.new} ({rival.by or 'nobody named'}, {rival.id}): a question until one of the two is taken out", err=True)
    click.echo(f"{target}: {made.id} kept, {len(kept) + 1} decisions", err=True)
    return EXIT_OK


def _correction(written: Any, item: str, told: dict[str, Any]) -> Correction:
    from geomap.corrections.edit import present_value
    from geomap.pipeline.preview import target_of

    field, new, scope, span = (told.pop(name) for name in ("field", "new", "scope", "span"))
    anchor = target_of(written, item, Scope.REPORT if span else Scope(scope) if scope else None)
    if span:
        anchor = {"scope": Scope.REPORT, "article_sha256": anchor["article_sha256"], "start": span[0], "end": span[1]}
    known = next((x for x in (*written.reports, *written.facts) if x.id == anchor.get("report_id")), None)
    old = {"old": present_value(known, field)} if known else {}
    made = Correction(**{"field": field, "new": _anchored(written, field, new), **old, **anchor, **told})
    problem = problem_of(made)
    if problem:
        raise InputError(f"{field} {new!r}: {problem}")
    return made


def _anchored(written: Any, field: str, new: str) -> str:
    """The other report of a merge by its anchor, where it was named by its id or that of its event."""
    if field != "merge" or ":" in new:
        return new
    other = next((r for r in written.reports if r.id == written.anchors.get(new, new)), None)
    if other is None:
        raise InputError(f"merge {new!r}: this run has no report or event of that id; take one from reports.jsonl or events.csv")
    return f"{written.articles[other.article].sha256}:{other.trigger.start}-{other.trigger.end}:{other.id}"
