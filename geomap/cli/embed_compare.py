"""The part of ``geomap embed`` that compares two dates of control."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.main import EXIT_NOTHING, EXIT_OK
from geomap.cli.public import policy_of
from geomap.errors import InputError
from geomap.model import sha256_hex

if TYPE_CHECKING:
    from geomap.control.facts import Fact
    from geomap.pipeline.public_control import PublicFacts

__all__ = ["compare_options", "embed_comparison"]

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_OWN = ("title", "facts", "include_claimed", "km", "labels", "worldview", "public", "harm_policy", "as_of")
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
    from geomap.control.compare import compare
    from geomap.control.country import load_country
    from geomap.maps.embed_compare import ComparedDates, write_comparison_bundle
    from geomap.pipeline.comparison import compared, comparison_data

    if given["public"] and given["include_claimed"]:
        raise InputError("--public takes what a person has accepted: leave out --include-claimed")
    if wrong := sorted(name for name, value in given.items() if value and name not in _OWN) or (["worldview"] if given["worldview"] != "un" else []):
        raise InputError(f"--compare shows who held which ground, no events: leave out --{wrong[0].replace('_', '-')}")
    public = {"public": given["public"], "harm_policy": given.pop("harm_policy"), "as_of": given.pop("as_of")}
    facts, edition = _facts(run, given["facts"] or (), public)
    country = load_country(None)
    found = compare(facts, country, *dates, include_claimed=given["include_claimed"])
    warnings = found.warnings
    if edition:
        found = replace(found, warnings=(*found.warnings, f"{edition.words()}."))
    drawn = compared(found, facts, country)
    before, after = drawn.ends
    files = [*given["facts"], run / "control_facts.jsonl"]
    shown = ComparedDates(
        before, after, drawn.change, comparison_data(found, drawn), claims_drawn=given["include_claimed"],
        facts={path.name: sha256_hex(path.read_bytes()) for path in files if path.is_file()},
        edition=edition.counts() if edition else (), policy=edition.record() if edition else None,
    )  # fmt: skip
    bundle = write_comparison_bundle(folder, shown, title=given["title"], force=force)
    for warning in (*warnings, *bundle.skipped):
        click.echo(f"geomap embed: {warning}", err=True)
    click.echo("\n".join(str(folder / name) for name in (*bundle.files, "figure.json")))
    return EXIT_OK if bundle.changes else EXIT_NOTHING


def _facts(run: Path, tables: tuple[Path, ...], public: dict[str, Any]) -> "tuple[tuple[Fact, ...], PublicFacts | None]":
    """The facts to draw from: of tables, else the bundled ones, and those of the run; in a public edition what may be shown of them."""
    from geomap.control.bundled import bundled_facts
    from geomap.control.coded import read_run
    from geomap.control.facts import read_facts

    facts = sum((read_facts(path) for path in tables), ()) or bundled_facts()
    coded = run / "control_facts.jsonl"
    policy, as_of = policy_of(public, run)
    if policy is None:
        return facts + (read_run(run) if coded.is_file() else ()), None
    from geomap.io.jsonl import read_articles_jsonl, read_control_facts
    from geomap.pipeline.public_control import feature_code_of, public_facts

    of_run = (read_control_facts(coded), read_articles_jsonl(run / "articles.jsonl")) if coded.is_file() else ((), ())
    edition = public_facts(facts, of_run, policy, feature_code_of, as_of)
    click.echo(edition.words(), err=True)
    return edition.facts, edition
