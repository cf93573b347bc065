"""Events as a table: one flat row each, nested things as JSON text, a point where there is one."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from geomap.io.columns import COLUMNS, Kind
from geomap.io.quotes import report_summary
from geomap.io.records import event_record, losses_record
from geomap.io.tolls import side_range, total_range, views
from geomap.model import Article, Event, Loss, LossSide, Precision, Report
from geomap.tables.actors import Actors, load_actors

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from geopandas import GeoDataFrame

__all__ = ["PART_ROWS", "arrow_schema", "arrow_table", "conform", "event_row", "events_frame", "frame_from_arrow", "frame_from_rows"]

PART_ROWS = 5_000
"""Rows that are plain values at one time; of a part, where a table is read or written by parts."""
# An event known to a governorate has no district: a name finer than the precision would invent one.
_FINEST_ADMIN = {Precision.ADMIN3: 3, Precision.ADMIN2: 2, Precision.ADMIN1: 1, Precision.COUNTRY: 0, Precision.LINE: 1, Precision.AREA: 1}


def json_text(value: Any) -> str:
    """Nested values as compact JSON text, letters as they are."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


@lru_cache(maxsize=4_096)  # most events tell of no wounded and no captured
def _toll_columns(name: str, losses: tuple[Loss, ...]) -> Mapping[str, Any]:
    total = total_range(losses)
    row: dict[str, Any] = {f"{name}_min": total.min, f"{name}_max": total.max, f"{name}_json": json_text(losses_record(losses))}
    if name == "deaths":
        seen = views(losses)
        row |= {f"{name}_{view}": sum(told.values()) if told else None for view, told in zip(seen._fields, seen, strict=True)}
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
        "part_of": "; ".join(event.part_of) or None,
        "part_reason": event.part_reason or None,
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
    import pyarrow as pa

    waiting = iter(rows)  # part by part, so that a generator of rows needs no memory of its own
    tables = [arrow_table(list(islice(waiting, PART_ROWS)))]
    while part := list(islice(waiting, PART_ROWS)):
        tables.append(arrow_table(part))
    return frame_from_arrow(pa.concat_tables(tables))


def arrow_schema() -> "pa.Schema":
    """The columns of events as Arrow types them: text, whole numbers, numbers and truth values."""
    import pyarrow as pa

    types = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    return pa.schema([(c.name, types.get(c.kind, pa.string())) for c in COLUMNS])


def arrow_table(rows: Sequence[Mapping[str, Any]]) -> "pa.Table":
    """Flat rows as a table of Arrow, typed as `arrow_schema`.

    Parameters
    ----------
    rows : sequence of mapping
        As for `frame_from_rows`.

    Returns
    -------
    pyarrow.Table
    """
    import pandas as pd
    import pyarrow as pa

    schema = arrow_schema()
    try:
        return pa.Table.from_arrays([pa.array([row.get(f.name) for row in rows], f.type) for f in schema], schema=schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # numbers as text and the like, which other programs write
        typed = conform(pd.DataFrame({c.name: pd.Series([row.get(c.name) for row in rows], dtype="object") for c in COLUMNS}))
        return pa.Table.from_pandas(pd.DataFrame(typed.drop(columns="geometry")), schema=schema, preserve_index=False)


def frame_from_arrow(table: "pa.Table") -> "GeoDataFrame":
    """A table of events from one of Arrow.

    Parameters
    ----------
    table : pyarrow.Table
        As from `arrow_table`.

    Returns
    -------
    GeoDataFrame
        As from `frame_from_rows`.
    """
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    ours = {pa.string(): pd.StringDtype(na_value=np.nan), pa.int64(): pd.Int64Dtype()}
    plain = table.to_pandas(types_mapper=ours.get)
    for column in (c.name for c in COLUMNS if c.kind == "bool"):
        plain[column] = (plain[column] == True).astype("bool")  # noqa: E712  # unknown is no
    return _with_points(plain)


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
    typed = {c.name: _typed(frame[c.name] if c.name in frame.columns else empty, c.kind) for c in COLUMNS}
    return _with_points(pd.DataFrame(typed).reset_index(drop=True))


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


def _with_points(typed: "pd.DataFrame") -> "GeoDataFrame":
    import geopandas as gpd
    import numpy as np

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
