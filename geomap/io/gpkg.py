"""GeoPackage: flat columns, real dates, areas as a second layer, reports as a table; the same bytes for the same events."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.io.areas import event_areas
from geomap.io.atomic import atomic_path
from geomap.io.columns import COLUMNS
from geomap.io.frames import conform
from geomap.io.parts import EventParts, parts_of
from geomap.io.qgis import REPORT_ALIASES, layer_styles

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame

__all__ = ["EPOCH", "read_gpkg", "write_gpkg"]

_VERSION = "1.2"  # of the format; GDAL before 3.7, and with it QGIS in long-term use, warns of 1.4
EPOCH = "2000-01-01T00:00:00.000Z"
"""Written where the format asks for the time of writing: a file says what was coded, not when."""


def _for_sqlite(events: "GeoDataFrame") -> "GeoDataFrame":
    """Dates as dates, and no NUL in text: it would end the text in SQLite."""
    import pandas as pd
    import pyarrow as pa

    dated = events.copy()
    for column in (c.name for c in COLUMNS if c.kind in ("text", "json") and c.name in dated.columns):
        if dated[column].str.contains("\0", regex=False).any():
            dated[column] = dated[column].str.replace("\0", "\ufffd", regex=False)
    for column in (c.name for c in COLUMNS if c.kind == "date" and c.name in dated.columns):
        days = pd.to_datetime(dated[column], format="%Y-%m-%d", errors="raise")
        dated[column] = pd.Series(days.dt.date, dtype=pd.ArrowDtype(pa.date32()))  # dates even where the table is empty
    return dated


def _reports_table(events: "GeoDataFrame") -> Any:
    import pandas as pd

    keys = tuple(key for key in REPORT_ALIASES if key != "event_id")
    rows = [
        {"event_id": event, **{k: report.get(k) for k in keys}}
        for event, told in zip(events["id"], events["reports_json"], strict=True)
        for report in json.loads(told if isinstance(told, str) else "[]")
    ]
    return pd.DataFrame({k: pd.Series([r[k] for r in rows], dtype="str") for k in ("event_id", *keys)})


def _layers(events: "GeoDataFrame") -> "Iterator[tuple[str, pd.DataFrame, str | None]]":
    """Name, rows and kind of geometry of each layer."""
    yield "events", _for_sqlite(events), "Point"
    yield "event_areas", _for_sqlite(event_areas(events)), "MultiPolygon"
    yield "reports", _reports_table(events), None


def write_gpkg(path: Path, events: "GeoDataFrame | EventParts") -> None:
    """Write events as GeoPackage, whole or not at all.

    Parameters
    ----------
    path : Path
    events : GeoDataFrame or EventParts
        As from `geomap.io.frames.events_frame`.

    Raises
    ------
    InputError
        The file cannot be written, or a date is no ISO date.

    Notes
    -----
    Layers: ``events`` (points; also those without a point), ``event_areas`` (where the precision is an area), ``reports``
    (a table: one row a report, with ``event_id``), ``layer_styles`` (in which QGIS looks for styles).
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    before = os.environ.get("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": EPOCH})
    try:
        with atomic_path(path) as part:
            made = {"dataset_options": {"VERSION": _VERSION}}
            for some in parts_of(events):
                for layer, table, geometry in _layers(some):
                    pyogrio.write_dataframe(table, part, layer=layer, driver="GPKG", geometry_type=geometry, append=not made, use_arrow=True, **made)
                    made = {}
            pyogrio.write_dataframe(layer_styles(EPOCH), part, layer="layer_styles", driver="GPKG", append=True, use_arrow=True)
    except (DataSourceError, DataLayerError) as error:
        raise InputError(f"{path}: GDAL could not write the GeoPackage ({error}); is there room on the disk?") from error
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def read_gpkg(path: Path) -> "GeoDataFrame":
    """Read the events of a GeoPackage that `write_gpkg` wrote.

    Parameters
    ----------
    path : Path

    Returns
    -------
    GeoDataFrame
        Equal to what was written.

    Raises
    ------
    InputError
        The file cannot be read, or has no layer ``events``.
    """
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        return conform(pyogrio.read_dataframe(path, layer="events", use_arrow=True))
    except (DataSourceError, DataLayerError) as error:
        raise InputError(f"{path}: no GeoPackage with a layer events ({error}); write it with geomap export") from error
