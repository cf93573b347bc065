"""The command ``geomap figure``: a static map, small multiples, a timeline or an atlas of a run."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.main import EXIT_NOTHING, EXIT_OK
from geomap.cli.public import edition_of, public_options, tell_unreviewed
from geomap.errors import InputError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geomap.maps.figure import Drawn, FigureOptions
    from geomap.maps.filters import Filters

__all__ = ["figure", "figure_options", "filter_options", "filters_from", "read_events", "read_layer"]

_FILE = click.Path(path_type=Path, exists=True)
_PRESETS = ("journal-single", "journal-double", "cms", "cms-narrow", "slides", "social")


def filter_options(command: Any) -> Any:
    """The options that choose events, alike for every command that draws or exports."""
    for option in reversed(
        (
            click.option("--since", metavar="DATE", help="First day, as 2017, 2017-03 or 2017-03-14."),
            click.option("--until", metavar="DATE", help="Last day, inclusive."),
            click.option("--actor", multiple=True, help="Id or name of an actor, on either side. Repeatable, like the following."),
            click.option("--side", multiple=True, help="Id of a side, as sdf or government."),
            click.option("--type", "types", multiple=True, help="Event type or sub-event type, as battles."),
            click.option("--status", multiple=True, help="Status; by default reported and claimed (an interactive map also holds the others, in layers that are off)."),
            click.option("--place", multiple=True, help="Name of a place, district or governorate."),
            click.option("--bbox", nargs=4, type=float, metavar="W S E N", help="West, south, east, north in degrees."),
            public_options,
        )
    ):
        command = option(command)
    return command


def filters_from(given: dict[str, Any]) -> "Filters":
    """Filters from the values of `filter_options`, which are taken out of `given`."""
    from geomap.maps.filters import SHOWN_BY_DEFAULT, Filters

    values = {name: given.pop(name) for name in ("since", "until", "actor", "side", "place", "bbox", "public")}
    return Filters(**values, type=given.pop("types"), status=given.pop("status") or SHOWN_BY_DEFAULT)


def read_events(path: Path) -> "GeoDataFrame":
    """Events of a run's folder or of an ``events.geojson``.

    Raises
    ------
    InputError
        The folder holds no events.
    """
    from geomap.io.geojson import read_geojson

    file = path / "events.geojson" if path.is_dir() else path
    if not file.is_file():
        raise InputError(f"{path}: holds no events.geojson; give the folder that `geomap run` wrote")
    return read_geojson(file)


@click.command(epilog="Example: geomap figure output/ --since 2017 --side sdf -o figure.png -o figure.pdf")
@click.argument("run", type=_FILE)
@click.option("-o", "--output", "outputs", multiple=True, type=click.Path(path_type=Path), required=True, help="File to write: .png, .svg or .pdf.")
@click.option("--kind", type=click.Choice(["map", "multiples", "timeline", "atlas"]), default="map", show_default=True, help="One map, small multiples, a timeline, or a PDF with a page for each part.")
@click.option("--by", help="Multiples and atlas: year, month, side, type, status or governorate.")
@click.option("--title", default="", help="Title.")
@click.option("--subtitle", help="Subtitle in place of the one made from the data.")
@click.option("--extent", nargs=4, type=float, metavar="W S E N", help="What the map shows, in degrees.")
@click.option("--governorate", help="Show a governorate.")
@click.option("--around", metavar="PLACE", help="Show the surroundings of a place; see --km.")
@click.option("--km", type=float, default=25.0, show_default=True, help="How far --around reaches.")
@click.option("--preset", type=click.Choice(_PRESETS), default="journal-double", show_default=True, help="Size and type for where it will stand.")
@click.option("--width", "width_mm", type=float, help="Width in mm in place of the preset's.")
@click.option("--dpi", type=int, help="Dots per inch in place of the preset's.")
@click.option("--labels", type=click.Choice(["en", "ar", "both", "none"]), default="en", show_default=True, help="Script of place names.")
@click.option("--label-table", type=_FILE, help="CSV name,shown,right_mm,up_mm: house names (- hides one) and where labels stand.")
@click.option("--worldview", type=click.Choice(["un", "de_facto", "lebanon"]), default="un", show_default=True, help="Whose practice contested borders follow.")
@click.option("--black-and-white", is_flag=True, help="Letters and hatches in place of colours.")
@click.option("--sides", type=_FILE, help="Table of sides of one's own: house palette and names.")
@click.option("--areas", type=_FILE, help="Control areas (GeoJSON with the property side) beneath.")
@click.option("--lines", type=_FILE, help="Front lines (GeoJSON) beneath.")
@click.option("--sources", help="Sources in place of the outlets of the events.")
@click.option("--data-cut", metavar="DATE", help="Day up to which articles were read.")
@filter_options
def figure(run: Path, outputs: tuple[Path, ...], **given: Any) -> int:
    """Draw a static map of a run: RUN is its folder, or an events.geojson."""
    from geomap.io.atomic import write_bytes
    from geomap.maps.filters import choose

    formats = tuple(dict.fromkeys(_format(path) for path in outputs))
    areas, lines = read_layer(given.pop("areas"), "side"), read_layer(given.pop("lines"), None)
    whole, edition, (areas, lines) = edition_of(read_events(run), given, run, areas, lines)
    events, filters, unreviewed = choose(whole, filters_from(given))
    if not len(events):
        click.echo("geomap figure: no event meets the conditions; nothing drawn", err=True)
        return EXIT_NOTHING
    tell_unreviewed(unreviewed)
    layers = {"areas": areas, "lines": lines}
    kind, by = given.pop("kind"), given.pop("by")
    conditions = (*filters.describe(), *(["public edition"] if edition else []))
    options = replace(figure_options(given, formats, conditions), edition=edition.legend(list(events["id"])) if edition else ())
    files = _draw(kind, by, events, options, layers)
    for path in outputs:
        write_bytes(path, files[_format(path)])
        click.echo(path)
    return EXIT_OK


def _format(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")


def read_layer(path: Path | None, column: str | None) -> "GeoDataFrame | None":
    """A layer to lie beneath events, in WGS84, with `column` where one is asked for; None without a path."""
    import geopandas as gpd
    from pyogrio.errors import DataSourceError

    if path is None:
        return None
    try:
        frame = gpd.read_file(path).to_crs(4326)
    except (DataSourceError, ValueError) as error:
        raise InputError(f"{path}: no layer that can be read ({error}); give what `geomap control` wrote") from error
    if column and column not in frame.columns:
        raise InputError(f"{path}: no property {column!r}; give what `geomap control areas` wrote")
    return frame


def _label_table(path: Path | None) -> dict[str, Any]:
    """Names of the house style, and where labels stand, from a table that outlives the figure."""
    from geomap.tables.reader import read_table

    if path is None:
        return {}
    names: dict[str, str] = {}
    offsets: dict[str, tuple[float, float] | None] = {}
    for row in read_table("labels.csv", ("name", "shown", "right_mm", "up_mm"), path):
        if row["shown"] == "-":
            offsets[row["name"]] = None
            continue
        if row["shown"]:
            names[row["name"]] = row["shown"]
        if row["right_mm"] or row["up_mm"]:
            try:
                offsets[row["name"]] = (float(row["right_mm"] or 0), float(row["up_mm"] or 0))
            except ValueError as error:
                raise InputError(f"{row['_row']}: right_mm and up_mm of {row['name']!r} are millimetres, as 2.5") from error
    return {"house_names": names, "label_overrides": offsets}


def figure_options(given: dict[str, Any], formats: tuple[str, ...], conditions: tuple[str, ...]) -> "FigureOptions":
    """Options of a figure from those of the command line, which are taken out of `given`."""
    from geomap.maps.basemap import governorate_extent
    from geomap.maps.figure import FigureOptions

    extent, governorate, around, km = (given.pop(name) for name in ("extent", "governorate", "around", "km"))
    label_table = given.pop("label_table")
    if sum(bool(v) for v in (extent, governorate, around)) > 1:
        raise InputError("--extent, --governorate and --around: give one of them")
    if governorate:
        extent = governorate_extent(governorate)
    elif around:
        extent = _around(around, km)
    return FigureOptions(**given, **_label_table(label_table), extent=extent or None, formats=formats, conditions=conditions)


def _around(name: str, km: float) -> tuple[float, float, float, float]:
    from geomap.maps.filters import near
    from geomap.places.gazetteer import Gazetteer

    found = Gazetteer.bundled().resolve(name)
    if found.longitude is None or found.latitude is None:
        raise InputError(f"--around {name!r}: {found.reason}; give another spelling, or --extent")
    return near(found.longitude, found.latitude, km)


def _draw(kind: str, by: str | None, events: "GeoDataFrame", options: "FigureOptions", layers: dict[str, Any]) -> dict[str, bytes]:
    if kind == "atlas":
        from geomap.maps.atlas import draw_atlas

        if options.formats != ("pdf",):
            raise InputError(f"an atlas is one PDF: give -o atlas.pdf, not .{options.formats[0]}")
        atlas = draw_atlas(events, by=by or "governorate", options=options, control_areas=layers["areas"])
        click.echo(f"{len(atlas.pages)} pages", err=True)
        return {"pdf": atlas.pdf}
    drawn = _drawn(kind, by, events, options, layers)
    _tell(drawn)
    return drawn.files


def _drawn(kind: str, by: str | None, events: "GeoDataFrame", options: "FigureOptions", layers: dict[str, Any]) -> "Drawn":
    if kind == "timeline":
        from geomap.maps.timeline import draw_timeline

        return draw_timeline(events, options=options)
    if kind == "multiples":
        from geomap.maps.multiples import draw_multiples, panels_by

        return draw_multiples(panels_by(events, by or "year"), options=options)
    from geomap.maps.figure import draw_figure

    return draw_figure(events, options=options, control_areas=layers["areas"], control_lines=layers["lines"])


def _tell(drawn: "Drawn") -> None:
    """What the picture leaves out, on standard error."""
    f = drawn.facts
    click.echo(f"{f.shown} of {f.given} events drawn; {f.outside} outside the frame, {f.not_placed} without a place", err=True)
    if drawn.labels_dropped:
        click.echo(f"names without room: {', '.join(drawn.labels_dropped)}", err=True)
    if drawn.scale_capped:
        click.echo("shown wider than asked for: neither places nor basemap are known more finely", err=True)
