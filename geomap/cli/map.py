"""``geomap map``: the interactive map of a run, whole or in part."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from geomap.cli.figure import filter_options, read_events
from geomap.cli.main import EXIT_NOTHING, EXIT_OK
from geomap.cli.public import edition_of, tell_unreviewed
from geomap.errors import InputError
from geomap.io.atomic import write_text

__all__ = ["map_command"]

EXISTING = click.Path(path_type=Path)


@click.command(name="map", epilog="Example: geomap map output/ --since 2017 --side isis -o isis-2017.html")
@click.argument("run", type=EXISTING, default=Path("output"))
@click.option("-o", "--output", "target", type=EXISTING, help="File to write (default: map.html in RUN; with filters map-filtered.html, so that the run's own map stays).")
@click.option("--title", help="Headline (default: that of the run).")
@click.option("--subtitle", default="", help="Line below the headline (default: the filters).")
@filter_options
@click.option("--control", "control_file", type=EXISTING, help="GeoJSON of control areas or lines (properties side, date) to lay beneath.")
@click.option("--force", is_flag=True, help="Replace a file that is already there (the default files are always replaced).")
def map_command(run: Path, target: Path | None, title: str | None, subtitle: str, control_file: Path | None, force: bool, **chosen: Any) -> int:
    """Draw the interactive map of RUN, a folder that `geomap run` wrote, or of its events.geojson."""
    from geomap.maps.filters import choose
    from geomap.pipeline.mapping import map_of_run, outlets_of
    from geomap.pipeline.methods import read_record

    folder = run if run.is_dir() else run.parent
    whole, edition, (control,) = edition_of(read_events(run), chosen, folder, _control(control_file))
    filters, narrowed = _filters(chosen), _narrowed(chosen)
    events, filters, unreviewed = choose(whole, filters)
    if events.empty:
        click.echo("geomap map: no event passes these filters; nothing was written", err=True)
        return EXIT_NOTHING
    tell_unreviewed(unreviewed)
    _tell_late(control, events)
    path = target or folder / ("map-filtered.html" if narrowed else "map.html")
    if target is not None and path.exists() and not force:
        raise InputError(f"{path} is already there; choose another name or add --force")
    conditions = [t for t in filters.describe() if chosen["status"] or not t.startswith("status: ")]
    words = "; ".join([*conditions, *(["public edition"] if edition else [])])
    record = read_record(folder / "run.json")
    if edition:  # what a person set may tell what the policy hides
        record = {key: value for key, value in record.items() if key != "corrections"}
    drawn = map_of_run(
        events,
        record,
        title=title or "",
        subtitle=subtitle or (words if narrowed else None),
        outlets=outlets_of(events) if narrowed else None,
        control=control,
        edition=edition.legend(list(events["id"])) if edition else (),
    )
    write_text(path, drawn.page())
    click.echo(f"{path}: {len(events)} events", err=True)
    return EXIT_OK


def _tell_late(control: Any, events: Any) -> None:
    """Say it where every picture of control is of a later day than the last event."""
    days = sorted({str(d)[:10] for d in control["date"].dropna()}) if control is not None and "date" in control else []
    last = max((str(d)[:10] for d in events["date_end"].dropna()), default="") if "date_end" in events else ""
    if days and last and days[0] > last:
        click.echo(f"geomap map: the control is of {days[0]}, the last event of {last}; it lies beneath every day, and the page says so", err=True)


def _narrowed(chosen: Mapping[str, Any]) -> bool:
    """Whether the map shows only a part of the run."""
    return any(chosen.values())


def _filters(chosen: Mapping[str, Any]) -> Any:
    from geomap.maps.filters import Filters
    from geomap.model import Status

    return Filters(
        since=chosen["since"], until=chosen["until"], actor=chosen["actor"], side=chosen["side"], type=chosen["types"],
        status=chosen["status"] or tuple(s.value for s in Status), place=chosen["place"], bbox=chosen["bbox"] or None, public=chosen["public"],
    )  # fmt: skip


def _control(path: Path | None) -> Any:
    if path is None:
        return None
    import geopandas as gpd
    from pyogrio.errors import DataSourceError

    try:
        return gpd.read_file(path)
    except (DataSourceError, OSError) as error:
        raise InputError(f"{path}: cannot be read as a map layer ({str(error)[:120]}); give GeoJSON or GeoPackage") from error
