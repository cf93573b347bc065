"""The commands ``geomap embed`` and ``geomap methods``: what goes into a report."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.embed_compare import compare_options, embed_comparison
from geomap.cli.figure import figure_options, filter_options, filters_from, read_events, read_layer
from geomap.cli.main import EXIT_NOTHING, EXIT_OK
from geomap.cli.public import policy_of, tell_edition
from geomap.errors import InputError

if TYPE_CHECKING:
    from geomap.maps.embed import Bundle

__all__ = ["embed", "methods"]

_FILE = click.Path(path_type=Path, exists=True)


@click.command(epilog="Example: geomap embed output/ --since 2017 --side sdf -o bundle/")
@click.argument("run", type=_FILE)
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write.")
@click.option("--title", default="", help="Title.")
@click.option("--extent", nargs=4, type=float, metavar="W S E N", help="What the picture shows, in degrees.")
@click.option("--governorate", help="Show a governorate.")
@click.option("--around", metavar="PLACE", help="Show the surroundings of a place; see --km.")
@click.option("--km", type=float, default=25.0, show_default=True, help="How far --around reaches.")
@click.option("--labels", type=click.Choice(["en", "ar", "both", "none"]), default="en", show_default=True, help="Script of place names.")
@click.option("--label-table", type=_FILE, help="CSV name,shown,right_mm,up_mm: house names (- hides one) and where labels stand.")
@click.option("--worldview", type=click.Choice(["un", "de_facto", "lebanon"]), default="un", show_default=True, help="Whose practice contested borders follow.")
@click.option("--black-and-white", is_flag=True, help="Letters and hatches in place of colours.")
@click.option("--sides", type=_FILE, help="Table of sides of one's own: house palette and names.")
@click.option("--areas", type=_FILE, help="Control areas (GeoJSON with the property side) beneath.")
@click.option("--lines", type=_FILE, help="Front lines (GeoJSON) beneath the events of the picture.")
@click.option("--sources", help="Sources in place of the outlets of the events.")
@click.option("--data-cut", metavar="DATE", help="Day up to which articles were read.")
@click.option("--force", is_flag=True, help="Write into a folder that holds other things; they stay.")
@compare_options
@filter_options
def embed(run: Path, folder: Path, force: bool, compare: tuple[str, str] | None, **given: Any) -> int:
    """Write a figure with all that a report needs: RUN is a run's folder, or an events.geojson."""
    if compare:
        return embed_comparison(run, folder, compare, given, force=force)
    if any([given.pop("facts"), given.pop("include_claimed")]):
        raise InputError("--facts and --include-claimed belong to --compare; for areas beneath events give --areas")
    from geomap.maps.embed import EmbedOptions, write_bundle
    from geomap.pipeline.mapping import place_credits
    from geomap.pipeline.methods import read_record
    from geomap.pipeline.snapshot import run_hashes

    policy, as_of = policy_of(given, run)
    filters = filters_from(given)
    layers = read_layer(given.pop("areas"), "side"), read_layer(given.pop("lines"), None)
    events = read_events(run)
    home = run if run.is_dir() else run.parent
    options = EmbedOptions(
        figure=figure_options(given, ("png",), ()), control_areas=layers[0], control_lines=layers[1], record=read_record(home / "run.json"),
        hashes=run_hashes(run), credits=tuple(place_credits()), force=force, policy=policy, as_of=as_of,
    )  # fmt: skip
    bundle = write_bundle(folder, events, filters=filters, options=options)
    if bundle is None:
        held = "; the harm policy delays or withholds what is recent: see --as-of" if filters.public else ""
        click.echo(f"geomap embed: no event meets the conditions; nothing was written{held}", err=True)
        return EXIT_NOTHING
    _tell(bundle)
    for name in [*sorted(bundle.files), "figure.json"]:
        click.echo(folder / name)
    return EXIT_OK


def _tell(bundle: "Bundle") -> None:
    """What the bundle lacks, on standard error."""
    facts = bundle.drawn.facts
    click.echo(f"{facts.shown} of {bundle.events} events drawn; {facts.outside} outside the frame, {facts.not_placed} without a place", err=True)
    if bundle.edition:
        tell_edition(bundle.edition)
    if bundle.unreviewed_public:
        click.echo("--public: no event has been accepted by a person; all that is shown is unreviewed, and every file says so", err=True)
    elif bundle.words.stamp:
        click.echo(bundle.words.stamp, err=True)
    for note in bundle.skipped:
        click.echo(f"not written: {note}", err=True)
    if bundle.drawn.labels_dropped:
        click.echo(f"names without room: {', '.join(bundle.drawn.labels_dropped)}", err=True)


@click.command(epilog="Example: geomap methods output/ -o methods.md")
@click.argument("run", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write (Markdown).")
def methods(run: Path, output: Path) -> int:
    """Write a two-page note on how the events of RUN came about, with every number from its files."""
    from geomap.io.atomic import write_text
    from geomap.pipeline.methods import methods_note

    write_text(output, methods_note(run))
    click.echo(output)
    return EXIT_OK
