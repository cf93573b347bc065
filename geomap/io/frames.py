"""Events as a table: one flat row each, nested things as JSON text, a point where there is one."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geomap.io.columns import COLUMNS, Kind
from geomap.io.quotes import report_summary
from geomap.io.records import event_record, losses_record
from geomap.io.tolls import side_range, total_range
from geomap.model import Article, Event, Loss, LossSide, Precision, Report
from geomap.tables.actors import Actors, load_actors

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame

__all__ = ["conform", "event_row", "events_frame", "frame_from_rows"]

# An event known to a governorate has no district: a name finer than the precision would invent one.
_FINEST_ADMIN = {Precision.ADMIN3: 3, Precision.ADMIN2: 2, Precision.ADMIN1: 1, Precision.COUNTRY: 0, Precision.LINE: 1, Precision.AREA: 1}


def json_text(value: Any) -> str:
    """Nested values as compact JSON text, letters as they are."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _toll_columns(name: str, losses: tuple[Loss, ...]) -> dict[str, Any]:
    total = total_range(losses)
    row: dict[str, Any] = {f"{name}_min": total.min, f"{name}_max": total.max, f"{name}_json": json_text(losses_record(losses))}
    for side in LossSide:
        row[f"{name}_{side}_min"], row[f"{name}_{side}_max"] = side_range(losses, side)
    return row


def event_row(event: Event, reports: Mapping[str, Report], articles: Mapping[str, Article], actors: Actors) -> dict[str, Any]:
    """One event as a flat row.

    Parameters
    ----------
    event : Event
    reports : mapping of str to Report
        By id; must hold the event's reports. Reports that are not there are left out of ``reports_json``.
    articles : mapping of str to Article
        By id, for quotes, outlets and addresses.
    actors : Actors
        Gives the sides.

    Returns
    -------
    dict
        One value for each of `geomap.io.columns.COLUMNS`, in that order; None where nothing is known.
    """
    row: dict[str, Any] = event_record(event)
    finest = 3 if event.where.precision is None else _FINEST_ADMIN.get(event.where.precision, 3)
    for level in range(finest + 1, 4):
        row[f"admin{level}"] = row[f"admin{level}_pcode"] = None
    for name in ("deaths", "wounded", "captured"):
        row |= _toll_columns(name, getattr(event, name))
    change = row["control_change"]
    told = [reports[r] for r in event.reports if r in reports]
    row |= {
        "deaths_joint": any(loss.joint_with for loss in event.deaths),
        "side1": actors.side(event.actor1),
        "side2": actors.side(event.actor2),
        "actor1_associates_json": json_text(event.actor1_associates),
        "actor2_associates_json": json_text(event.actor2_associates),
        "control_change_json": json_text(change) if change else None,
        "outlets": "; ".join(event.outlets),
        "reports_json": json_text([report_summary(r, articles.get(r.article)) for r in told]),
    }
    return {c.name: None if row[c.name] is None else _plain(row[c.name]) for c in COLUMNS}


def _plain(value: Any) -> Any:
    # Enums are text to every format, but some writers ask for exactly `str`.
    return str(value) if isinstance(value, str) else value


def frame_from_rows(rows: Iterable[Mapping[str, Any]]) -> "GeoDataFrame":
    """A table of flat rows, typed, with a point where longitude and latitude are known.

    Parameters
    ----------
    rows : iterable of mapping
        Keys as `geomap.io.columns.COLUMNS`; a missing key is an unknown value, further keys are left out.

    Returns
    -------
    GeoDataFrame
        WGS84, longitude before latitude; geometry None where there is no point.
    """
    import pandas as pd

    data: dict[str, list[Any]] = {c.name: [] for c in COLUMNS}
    for row in rows:  # column by column, so that a generator of rows needs no memory of its own
        for name, values in data.items():
            values.append(row.get(name))
    return _with_points(pd.DataFrame({c.name: pd.Series(data[c.name], dtype="object") for c in COLUMNS}))


def conform(frame: "pd.DataFrame") -> "GeoDataFrame":
    """Give a table read from any format the columns, order and types of `events_frame`.

    Parameters
    ----------
    frame : DataFrame

    Returns
    -------
    GeoDataFrame
        Columns that are no column of events are dropped; missing ones are empty.
    """
    import pandas as pd

    empty = pd.Series([None] * len(frame), index=frame.index, dtype="object")
    return _with_points(pd.DataFrame({c.name: frame[c.name] if c.name in frame.columns else empty for c in COLUMNS}))


def _typed(series: "pd.Series[Any]", kind: Kind) -> "pd.Series[Any]":
    import pandas as pd

    if kind == "int":
        return pd.to_numeric(series, errors="raise").astype("Int64")
    if kind == "float":
        return pd.to_numeric(series, errors="raise").astype("float64")
    if kind == "bool":
        return pd.Series([value in (True, "true") for value in series], index=series.index, dtype="bool")
    values = [None if pd.isna(v) else _day(v) if kind == "date" else str(v) for v in series]
    return pd.Series(values, index=series.index, dtype="str")


def _day(value: Any) -> str:
    # GDAL gives dates back as timestamps; an event's dates are days.
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)


def _with_points(table: "pd.DataFrame") -> "GeoDataFrame":
    import geopandas as gpd
    import numpy as np
    import pandas as pd

    typed = pd.DataFrame({c.name: _typed(table[c.name], c.kind) for c in COLUMNS}).reset_index(drop=True)
    placed = typed["longitude"].notna() & typed["latitude"].notna()
    points = np.full(len(typed), None, dtype="object")
    points[placed.to_numpy()] = gpd.points_from_xy(typed.loc[placed, "longitude"], typed.loc[placed, "latitude"])
    return gpd.GeoDataFrame(typed, geometry=gpd.GeoSeries(points, crs="EPSG:4326"))


def events_frame(
    events: Sequence[Event], reports: Iterable[Report], articles: Mapping[str, Article], *, actors: Actors | None = None
) -> "GeoDataFrame":
    """Merged events as a table.

    Parameters
    ----------
    events : sequence of Event
    reports : iterable of Report
        All reports the events were merged from.
    articles : mapping of str to Article
        By id.
    actors : Actors, optional
        The table of actors, for the sides; the bundled one by default.

    Returns
    -------
    GeoDataFrame
        One row an event in the order given, columns as `geomap.io.columns.COLUMNS`, then ``geometry`` (WGS84 points).
    """
    by_id = {r.id: r for r in reports}
    table = actors or load_actors()
    return frame_from_rows(event_row(e, by_id, articles, table) for e in events)
