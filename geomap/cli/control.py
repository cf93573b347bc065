"""Commands for control areas, front lines and the comparison of two dates."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from geomap.cli.main import EXIT_NOTHING

if TYPE_CHECKING:
    from geomap.control.areas import AreaMap
    from geomap.control.facts import Fact

__all__ = ["control"]

_FILE = click.Path(path_type=Path, exists=True)
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _shared(command: _Command) -> _Command:
    """Options of every command: facts, claimed ones or not, outline."""
    for option in (
        click.option("--country", type=_FILE, help="GeoJSON outline in place of the bundled one."),
        click.option("--include-claimed", is_flag=True, help="Also draw facts that nobody has assessed."),
        click.option("--bundled", is_flag=True, help="Add the bundled facts to the given ones; without FACTS they are used alone."),
        click.argument("facts", nargs=-1, type=_FILE),
    ):
        command = option(command)
    return command


@click.group(epilog="Example: geomap control areas facts.csv --date 2017-01-31 -o areas.geojson")
def control() -> None:
    """Who held which ground on a date, and what changed between two dates.

    FACTS are CSV files with the columns place, longitude, latitude, date, side, source (optional: from, kind, date_precision, status),
    control_facts.jsonl files, or folders that a run has written, whose facts count as claimed. Without FACTS the bundled ones are used.
    """


def _facts(paths: tuple[Path, ...], bundled: bool) -> "tuple[Fact, ...]":
    from geomap.control.bundled import bundled_facts
    from geomap.control.coded import read_run
    from geomap.control.facts import read_facts

    found = bundled_facts() if bundled or not paths else ()
    for path in paths:
        found += read_run(path) if path.is_dir() else read_facts(path)
    return found


def _write(text: str, output: Path | None) -> None:
    from geomap.io.atomic import write_text

    if output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text)


def _drawn(facts: tuple[Path, ...], bundled: bool, when: str, method: str, include_claimed: bool, country: Path | None) -> "AreaMap":
    from geomap.control.areas import areas_on
    from geomap.control.country import load_country

    found = areas_on(_facts(facts, bundled), load_country(country), when, method=method, include_claimed=include_claimed)
    newest = found.latest_fact
    if newest < when:
        click.echo(f"geomap: the newest fact used is of {newest or 'a later day'}, median age {found.median_age_days} days", err=True)
    return found


@control.command(epilog="Example: geomap control areas facts.csv --date 2017-01-31 -o areas.geojson")
@_shared
@click.option("--date", "when", required=True, metavar="DATE", help="Day to draw, as 2017-01-31.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="GeoJSON to write; standard output by default.")
@click.option("--method", type=click.Choice(["harmonic", "nearest"]), default="harmonic", show_default=True, help="A field between the places, or the side of the nearest one.")
@click.option("--layers", type=click.Path(path_type=Path), help="Second GeoJSON: doubtful ground, ground without facts, places with reasons.")
@click.option("--figure", type=click.Path(path_type=Path), help="Map to write, .png, .svg or .pdf.")
def areas(when: str, output: Path | None, method: str, layers: Path | None, figure: Path | None, **given: Any) -> None:
    """Polygons of control on a date, property `side`."""
    from geomap.control.geojson import area_features, collection, dump
    from geomap.control.output import about_areas, layer_features
    from geomap.control.screen import questions

    found = _drawn(given["facts"], given["bundled"], when, method, given["include_claimed"], given["country"])
    drawn = collection(area_features(found), **about_areas(found))
    _write(dump(drawn), output)
    if layers is not None:
        _write(dump(collection(layer_features(found), **about_areas(found))), layers)
    if figure is not None:
        from geomap.io.atomic import write_bytes
        from geomap.maps.control_figures import Panel, area_panels

        kind = figure.suffix.lstrip(".").lower()
        panel = Panel(when, drawn, collection(layer_features(found)))
        write_bytes(figure, area_panels([panel], formats=(kind,))[kind])
    for question in questions(found.holdings):
        click.echo(f"geomap: look again at {question.holding.place}: {question.reason}", err=True)


@control.command(epilog="Example: geomap control lines facts.csv --date 2017-01-31 -o lines.geojson")
@_shared
@click.option("--date", "when", required=True, metavar="DATE", help="Day to draw, as 2017-01-31.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="GeoJSON to write; standard output by default.")
@click.option("--method", type=click.Choice(["harmonic", "nearest"]), default="harmonic", show_default=True, help="A field between the places, or the side of the nearest one.")
def lines(when: str, output: Path | None, method: str, **given: Any) -> None:
    """Front lines on a date, with length and accuracy."""
    from geomap.control.geojson import collection, dump
    from geomap.control.output import about_areas, line_features

    found = _drawn(given["facts"], given["bundled"], when, method, given["include_claimed"], given["country"])
    _write(dump(collection(line_features(found), **about_areas(found))), output)


@control.command(epilog="Example: geomap control compare facts.csv --from 2016-12-31 --to 2017-03-31 -o change/")
@_shared
@click.option("--from", "date_from", required=True, metavar="DATE", help="First day.")
@click.option("--to", "date_to", required=True, metavar="DATE", help="Second day.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Folder for the files.")
@click.option("--figures/--no-figures", default=True, help="Also draw panels.png and change.png.")
@click.option("--also", multiple=True, metavar="DATE", help="Further days for the slider; repeat.")
def compare(date_from: str, date_to: str, output: Path, figures: bool, also: tuple[str, ...], **given: Any) -> int | None:
    """What changed between two days: places first, then ground."""
    from geomap.control.compare import compare as compare_dates
    from geomap.control.country import load_country
    from geomap.pipeline.comparison import compared, write_comparison

    facts = _facts(given["facts"], given["bundled"])
    country = load_country(given["country"])
    found = compare_dates(facts, country, date_from, date_to, include_claimed=given["include_claimed"])
    for warning in found.warnings:
        click.echo(f"geomap: {warning}", err=True)
    names = write_comparison(found, compared(found, facts, country, also=also, include_claimed=given["include_claimed"]), output, figures=figures)
    taken = sum(c.kind == "conquest" and not c.of_area for c in found.changes)
    wide = sum(c.of_area for c in found.changes)
    back = sum(c.kind == "back-and-forth" and not c.of_area for c in found.changes)
    passed = len(found.changes) - taken - wide - back
    click.echo(
        f"geomap: {taken} places changed hands, {back} did and changed back, {passed} passed on as their side was renamed, merged "
        f"or ended, {wide} changes are told of "
        f"areas or known only roughly, {len(found.claims)} are claimed only; {len(found.pairs)} places known on both days",
        err=True,
    )
    click.echo("\n".join(str(output / name) for name in names))
    return None if found.changes or found.claims else EXIT_NOTHING
