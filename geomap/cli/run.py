"""``geomap run``, ``geomap demo``: the main job."""

import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.main import EXIT_NOTHING, EXIT_OK, EXIT_REJECTED
from geomap.cli.progress import Progress
from geomap.errors import InputError
from geomap.pipeline import RunOptions, RunResult, options_from_project, run_pipeline
from geomap.pipeline.options import PROJECT_FILE

if TYPE_CHECKING:
    from geomap.pipeline.large import LargeResult

__all__ = ["demo", "options_of", "run"]

EXISTING = click.Path(path_type=Path)


def common_options(command: Any) -> Any:
    """Options that `run` and `extract` share."""
    for option in reversed(
        [
            click.argument("inputs", nargs=-1, type=EXISTING),
            click.option("-o", "--output", type=EXISTING, help="Folder for everything that is written (default: output)."),
            click.option("--project", type=EXISTING, help=f"A {PROJECT_FILE}, or the folder that holds one (default: here, if there is one)."),
            click.option("--gazetteer", "gazetteers", multiple=True, type=EXISTING, help="A further gazetteer; may be given several times."),
            click.option("--corrections", type=EXISTING, help="Decisions of people (default: every corrections.csv beside the articles or the project)."),
            click.option("--actors", type=EXISTING, help="A table of actors in place of the bundled one."),
            click.option("--store", type=EXISTING, help="Keep what was coded in this file: the next run codes only what changed, ids of events outlive it."),
            click.option("--published", metavar="DATE", help="Publication date of articles that tell none (YYYY-MM-DD)."),
            click.option("--outlet", help="Outlet of articles that tell none."),
            click.option("--parser/--no-parser", default=None, help="Use the dependency parser, if it is installed (default), or word order alone."),
            click.option("--jobs", type=click.IntRange(1, 256), help="Processes; the result is the same (default: 1)."),
            click.option("-q", "--quiet", is_flag=True, help="Only errors."),
        ]
    ):
        command = option(command)
    return command


def options_of(project: Path | None, inputs: tuple[Path, ...], gazetteers: tuple[Path, ...], **given: Any) -> RunOptions:
    """The options of a project, changed by the flags; without project or inputs, a usage error.

    Parameters
    ----------
    project : Path or None
    inputs, gazetteers : tuple of Path
        Empty: as the project says.
    **given
        Further fields of `RunOptions`; None means not given.

    Returns
    -------
    RunOptions
    """
    file = project or Path(PROJECT_FILE)
    file = file / PROJECT_FILE if file.is_dir() else file
    if project is None and inputs and not file.exists():
        base = RunOptions(inputs)
    elif not inputs and not file.exists():
        raise InputError(f"no input and no {PROJECT_FILE} here: name articles, as in `geomap run articles/`, or write a project with `geomap init`")
    else:
        base = options_from_project(file)
    return base.changed(inputs=inputs or None, gazetteers=gazetteers or None, **given)


@click.command(epilog="Example: geomap run articles/ -o output/")
@common_options
@click.option("--title", help="Title of the map.")
@click.option("--cluster", metavar="SCHEDULER", help="Code on a Dask cluster: address (tcp://host:8786) or scheduler file; its workers see the output folder.")
def run(
    project: Path | None, inputs: tuple[Path, ...], gazetteers: tuple[Path, ...], quiet: bool, cluster: str | None, **given: Any
) -> int:  # fmt: skip
    """Articles to events, map and tables.

    INPUTS are folders and files; an articles.csv beside the articles (file, published, outlet, title, url) tells what is known of each.
    Without INPUTS, geomap.toml says what to read. Written are articles, mentions, reports and control facts (JSON lines), events
    (GeoJSON, CSV, GeoPackage, GeoParquet, a QGIS project), map.html, review.html (the desk on which a person reviews them) and run.json.
    """
    return _run(options_of(project, inputs, gazetteers, **given), quiet, cluster)


@click.command(epilog="Example: geomap demo -o demo/")
@click.option("-o", "--output", type=EXISTING, default=Path("geomap-demo"), show_default=True, help="Folder for everything that is written.")
@click.option("-q", "--quiet", is_flag=True, help="Only errors.")
def demo(output: Path, quiet: bool) -> int:
    """The main job on the bundled example articles, which were written for geomap about real events."""
    bundled = resources.files("geomap").joinpath("data", "examples")
    checkout = Path(str(resources.files("geomap"))).parent / "examples" / "articles"  # an editable install has them where they are written
    source = bundled if bundled.is_dir() else checkout
    with resources.as_file(source) as folder:
        return _run(RunOptions((folder,), output, "Example: twelve short reports on the war in Syria"), quiet)


def _run(options: RunOptions, quiet: bool, cluster: str | None = None) -> int:
    from geomap.pipeline.large import is_large
    from geomap.pipeline.outputs import write_outputs

    if cluster or is_large(options):
        return _run_large(options, quiet, cluster)
    with Progress(quiet) as progress:
        result = run_pipeline(options, progress=progress.stage)
        if result.articles:
            write_outputs(result, options.output, progress=progress.file)
    _tell(result, [a.file for a in result.articles if a.published is None], options.output, quiet)
    return _exit_of(result)


def _run_large(options: RunOptions, quiet: bool, cluster: str | None) -> int:
    from geomap.pipeline.cluster import dask_pool
    from geomap.pipeline.large import run_large

    with Progress(quiet) as progress:
        result = run_large(options, pool=dask_pool(cluster) if cluster else None, progress=progress.stage)
    _tell(result, list(result.undated), options.output, quiet)
    return _exit_of(result)


def _exit_of(result: "RunResult | LargeResult") -> int:
    if not result.ledgers.events:
        return EXIT_NOTHING
    return EXIT_REJECTED if result.rejections else EXIT_OK


_EMPTY = "no articles were found, so nothing was written; give files or a folder of saved pages or texts (txt, html, mhtml, pdf, docx, ...)"


def _tell(result: "RunResult | LargeResult", undated: list[str], folder: Path, quiet: bool) -> None:
    for line in result.corrections.lines()[quiet:]:  # what was not applied is told in any case
        click.echo(line, err=True)
    for rejected in result.rejections:
        click.echo(f"rejected: {rejected.file}: {rejected.reason}", err=True)
    if not result.ledgers.articles_read:
        why = "nothing could be read, so nothing was written; see the reasons above" if result.rejections else _EMPTY
        click.echo(f"geomap: {why}", err=True)
    if quiet:
        return
    for line in result.ledgers.lines():
        click.echo(line, err=True)
    if undated:
        shown = ", ".join(undated[:5]) + (f" and {len(undated) - 5} more" if len(undated) > 5 else "")
        click.echo(f"no publication date: {shown} (give them in articles.csv or with --published)", err=True)
    if result.ledgers.articles_read:
        click.echo(str(folder / "map.html"))
        sys.stdout.flush()
