"""``geomap evaluate``: the figures of a run against annotations made by hand."""

import json
from pathlib import Path
from typing import Any

import click

__all__ = ["evaluate_command"]


@click.command("evaluate", epilog="Example: geomap evaluate --gold annotations/ output/")
@click.argument("run_folder", type=click.Path(path_type=Path))
@click.option("--gold", required=True, type=click.Path(path_type=Path), help="Folder of annotations, one JSON file an article.")
@click.option("--actors", type=click.Path(path_type=Path), help="The table of actors the run was made with, if not the bundled one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
def evaluate_command(run_folder: Path, gold: Path, actors: Path | None, as_json: bool) -> None:
    """Score RUN_FOLDER (of `geomap run` or `geomap extract`) against annotations made by hand.

    What the figures ask, and the format of the annotations, is told in docs/accuracy.md.
    """
    from geomap.pipeline.evaluate import evaluate

    result = evaluate(gold, run_folder, actors=actors)
    figures: dict[str, tuple[float | None, int]] = {}
    for what, score in (("toponym", result.toponyms), ("event", result.events)):
        asked, claimed = score.right + score.missed, score.right + score.false
        figures |= {f"{what}_precision": (score.precision, claimed), f"{what}_recall": (score.recall, asked), f"{what}_f1": (score.f1, asked)}
    for name, (right, asked) in {"toponym_resolved": result.resolved, **result.fields}.items():
        figures[name] = (right / asked if asked else None, asked)
    for missing in result.without_output:
        click.echo(f"no output for {missing}: all its annotations count as missed", err=True)
    if as_json:
        record: dict[str, Any] = {"articles": result.articles, "without_output": list(result.without_output)}
        click.echo(json.dumps(record | {k: {"value": v, "of": n} for k, (v, n) in figures.items()}))
        return
    click.echo(f"{'articles':<20}{result.articles}")
    for name, (value, asked) in figures.items():
        click.echo(f"{name:<20}{'-' if value is None else f'{value:.3f}':<8}of {asked}")
