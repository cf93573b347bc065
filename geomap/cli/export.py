"""``geomap export``: a run, or a file of events, in another format."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.main import EXIT_NOTHING, EXIT_OK
from geomap.cli.public import edition_of, public_options
from geomap.errors import InputError
from geomap.io.run_folder import read_events

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geomap.io.parts import EventParts

__all__ = ["export", "write_events"]

FORMATS = ("geojson", "gpkg", "parquet", "csv", "xlsx", "kml", "jsonl")


def _write_lines(path: Path, events: "GeoDataFrame | EventParts") -> None:
    from geomap.io.geojson import iter_rows
    from geomap.io.jsonl import write_jsonl

    def nested(row: dict[str, Any]) -> dict[str, Any]:
        return {k.removesuffix("_json"): json.loads(v) if k.endswith("_json") and v else v for k, v in row.items()}

    write_jsonl(path, map(nested, iter_rows(events)))


def _writers(*, bom: bool) -> dict[str, Callable[[Path, "GeoDataFrame | EventParts"], None]]:
    from geomap.io.flat_csv import write_csv
    from geomap.io.geojson import write_geojson
    from geomap.io.gpkg import write_gpkg
    from geomap.io.kml import write_kml
    from geomap.io.parquet import write_parquet
    from geomap.io.xlsx import write_xlsx

    return {
        "geojson": write_geojson, "gpkg": write_gpkg, "parquet": write_parquet, "csv": lambda p, e: write_csv(p, e, bom=bom),
        "xlsx": write_xlsx, "kml": write_kml, "jsonl": _write_lines,
    }  # fmt: skip


def write_events(path: Path, events: "GeoDataFrame | EventParts", *, bom: bool = False) -> None:
    """Write events in the format that the ending of a name asks for; beside a GeoPackage, a QGIS project.

    Parameters
    ----------
    path : Path
    events : GeoDataFrame or EventParts
    bom : bool
        Begin a CSV with a byte order mark.

    Raises
    ------
    InputError
        An ending that is no format, or a file that cannot be written.
    """
    kind = path.suffix.lstrip(".").lower()
    writers = _writers(bom=bom)
    if kind not in writers:
        raise InputError(f"{path}: the ending {path.suffix or '(none)'!r} is no format; known: {', '.join('.' + f for f in FORMATS)}")
    writers[kind](path, events)
    if kind == "gpkg":
        from geomap.io.qgis import write_project

        write_project(path)


def _parts(source: Path) -> "EventParts | None":
    """A GeoParquet part by part, so that it may be larger than memory; None for any other source."""
    if source.suffix != ".parquet" or source.is_dir():
        return None
    from geomap.io.parquet import parquet_parts

    return parquet_parts(source)


def _write_foreign(path: Path, events: "GeoDataFrame", collection: str, *, numeric: bool, coarse: bool) -> int:
    from geomap.io.acled import acled_rows
    from geomap.io.foreign import write_exported
    from geomap.io.ucdp import ucdp_rows

    if path.suffix.lower() != ".csv":
        raise InputError(f"{path}: rows of {collection} are written as .csv; give a name that ends so")
    exported = acled_rows(events, labels=not numeric) if collection == "acled" else ucdp_rows(events, coarse=coarse)
    beside = write_exported(path, exported)
    left_out = sum(n.what == "event" for n in exported.not_held)
    click.echo(
        f"{len(exported.rows)} rows; {left_out} events have none; {len(exported.not_held) - left_out} values that {collection} cannot hold: {beside}",
        err=True,
    )
    return len(exported.rows)


@click.command(epilog="Example: geomap export output/ -o events.xlsx")
@click.argument("source", type=click.Path(path_type=Path), default=Path("output"))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=f"File to write; its ending tells the format: {', '.join(FORMATS)}.")
@click.option("--as", "collection", type=click.Choice(["acled", "ucdp"]), help="Rows of ACLED or UCDP GED (.csv), with a list of what they cannot hold.")
@click.option("--bom", is_flag=True, help="Begin a CSV with a byte order mark, for Excel.")
@click.option("--numeric", is_flag=True, help="ACLED: kinds of actors as numbers.")
@click.option("--coarse", is_flag=True, help='UCDP: every opposition group as "Syrian insurgents".')
@public_options
def export(source: Path, output: Path, collection: str | None, bom: bool, numeric: bool, coarse: bool, **public: Any) -> int:
    """Write the events of a run (SOURCE: its folder, or a file of events) in another format."""
    from geomap.maps.filters import accepted

    events, edition, _ = edition_of(read_events(source), public, source)
    if edition:
        events, unreviewed = accepted(events)
        if unreviewed:
            click.echo("--public: no event has been accepted by a person; all that is written is unreviewed, and the column review says so", err=True)
    if collection:
        count = _write_foreign(output, events, collection, numeric=numeric, coarse=coarse)
    else:
        write_events(output, events, bom=bom)
        count = len(events)
    click.echo(str(output))
    return EXIT_OK if count else EXIT_NOTHING
