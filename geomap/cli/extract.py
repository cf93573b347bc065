"""``geomap extract``: articles to mentions, reports and control facts, without merging or drawing."""

from pathlib import Path
from typing import Any

import click

from geomap.cli.main import EXIT_NOTHING, EXIT_OK, EXIT_REJECTED
from geomap.cli.progress import Progress
from geomap.cli.run import common_options, options_of
from geomap.io.jsonl import write_jsonl
from geomap.io.records import article_record, control_fact_record, mention_record, report_record
from geomap.pipeline import run_pipeline

__all__ = ["extract"]


@click.command(epilog="Example: geomap extract articles/ -o extracted/")
@common_options
def extract(project: Path | None, inputs: tuple[Path, ...], gazetteers: tuple[Path, ...], quiet: bool, **given: Any) -> int:
    """Articles to mentions, reports and control facts (JSON lines), without merging or drawing."""
    options = options_of(project, inputs, gazetteers, **given)
    with Progress(quiet) as progress:
        result = run_pipeline(options, progress=progress.stage)
    for rejected in result.rejections:
        click.echo(f"rejected: {rejected.file}: {rejected.reason}", err=True)
    for line in result.corrections.lines()[quiet:]:
        click.echo(line, err=True)
    if not result.articles:
        return EXIT_NOTHING
    write_jsonl(options.output / "articles.jsonl", map(article_record, result.articles))
    write_jsonl(options.output / "mentions.jsonl", map(mention_record, result.mentions))
    write_jsonl(options.output / "reports.jsonl", map(report_record, result.reports))
    write_jsonl(options.output / "control_facts.jsonl", map(control_fact_record, result.control_facts))
    if not quiet:
        click.echo("\n".join(result.ledgers.lines()[:2]), err=True)
    click.echo(str(options.output))
    return EXIT_REJECTED if result.rejections else EXIT_OK
