"""The part of ``geomap embed`` that compares two dates of control."""

from pathlib import Path
from typing import Any

import click

from geomap.cli.main import EXIT_NOTHING, EXIT_OK
from geomap.errors import InputError
from geomap.model import sha256_hex

__all__ = ["compare_options", "embed_comparison"]

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_OWN = ("title", "facts", "include_claimed", "km", "labels", "worldview")
"""Options that a comparison takes, or that have a value of their own without being given."""


def compare_options(command: Any) -> Any:
    """The options of a comparison."""
    for option in (
        click.option("--include-claimed", is_flag=True, help="With --compare: also draw facts that nobody has assessed."),
        click.option("--facts", multiple=True, type=_FILE, help="With --compare: dated facts in place of the bundled ones; repeat."),
        click.option("--compare", nargs=2, metavar="D1 D2", help="Two dates of control in place of events, as 2016-12-31 2017-10-31."),
    ):
        command = option(command)
    return command


def embed_comparison(run: Path, folder: Path, dates: tuple[str, str], given: dict[str, Any], *, force: bool) -> int:
    """Write the bundle of two dates, from the bundled facts or given ones, and those of the run, which count as claimed.

    Raises
    ------
    InputError
        An option chooses events, or the dates cannot be drawn.
    """
    from geomap.control.bundled import bundled_facts
    from geomap.control.coded import read_run
    from geomap.control.compare import compare
    from geomap.control.country import load_country
    from geomap.control.facts import read_facts
    from geomap.maps.embed_compare import ComparedDates, write_comparison_bundle
    from geomap.pipeline.comparison import compared, comparison_data

    if wrong := sorted(name for name, value in given.items() if value and name not in _OWN) or (["worldview"] if given["worldview"] != "un" else []):
        raise InputError(f"--compare shows who held which ground, no events: leave out --{wrong[0].replace('_', '-')}")
    facts = sum((read_facts(path) for path in given["facts"]), ()) or bundled_facts()
    coded = run / "control_facts.jsonl"
    if coded.is_file():
        facts += read_run(run)
    country = load_country(None)
    found = compare(facts, country, *dates, include_claimed=given["include_claimed"])
    drawn = compared(found, facts, country)
    before, after = drawn.ends
    files = [*given["facts"], coded]
    shown = ComparedDates(
        before, after, drawn.change, comparison_data(found, drawn), claims_drawn=given["include_claimed"],
        facts={path.name: sha256_hex(path.read_bytes()) for path in files if path.is_file()},
    )  # fmt: skip
    bundle = write_comparison_bundle(folder, shown, title=given["title"], force=force)
    for warning in (*found.warnings, *bundle.skipped):
        click.echo(f"geomap embed: {warning}", err=True)
    click.echo("\n".join(str(folder / name) for name in (*bundle.files, "figure.json")))
    return EXIT_OK if bundle.changes else EXIT_NOTHING
