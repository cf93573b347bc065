"""Commands for control areas, front lines and the comparison of two dates."""

from pathlib import Path

import click

from geomap.cli.main import EXIT_NOTHING

__all__ = ["control"]

_FILE = click.Path(path_type=Path, exists=True)


@click.group(epilog="Example: geomap control areas facts.csv --date 2017-01-31 -o areas.geojson")
def control() -> None:
    """Who held which ground on a date, and what changed between two dates."""


@control.command(epilog="Example: geomap control areas facts.csv --date 2017-01-31 -o areas.geojson")
@click.argument("facts", nargs=-1, type=_FILE)
@click.option("--date", "when", required=True, metavar="DATE", help="Day to draw, as 2017-01-31.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="GeoJSON to write; standard output by default.")
@click.option("--method", type=click.Choice(["harmonic", "nearest"]), default="harmonic", show_default=True)
@click.option("--include-claimed", is_flag=True, help="Also draw facts that nobody has assessed.")
@click.option("--country", type=_FILE, help="GeoJSON outline in place of the bundled one.")
def areas(facts: tuple[Path, ...], when: str, output: Path | None, method: str, include_claimed: bool, country: Path | None) -> None:
    """Polygons of control on a date."""
    from geomap.control.areas import areas_on
    from geomap.control.country import load_country
    from geomap.control.facts import read_facts
    from geomap.control.geojson import area_features, collection, dump
    from geomap.io.atomic import write_text

    given = tuple(f for path in facts for f in read_facts(path))
    found = areas_on(given, load_country(country), when, method=method, include_claimed=include_claimed)
    text = dump(collection(area_features(found), date=when, method=method))
    if output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text)
