"""GeoParquet 1.1 with a bounding-box covering, compressed with zstd."""

import io
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.io.atomic import atomic_path
from geomap.io.frames import PART_ROWS, arrow_schema, conform
from geomap.io.parts import Bounds, EventParts, bounds_of, parts_of

if TYPE_CHECKING:
    import pyarrow as pa
    from geopandas import GeoDataFrame

__all__ = ["parquet_parts", "read_parquet", "write_parquet"]


_GROUP_ROWS = 4 * PART_ROWS
"""Rows of a row group. An event with its reports has some 3 KB: a group of these is what readers of Parquet expect to hold at once."""


def _table(events: "GeoDataFrame", bounds: Bounds | None) -> "pa.Table":
    """Some rows as GeoParquet has them, with the metadata of the whole file."""
    import pyarrow.parquet as pq

    held = io.BytesIO()
    events.to_parquet(held, index=False, compression=None, schema_version="1.1.0", write_covering_bbox=True)
    table = pq.read_table(held)
    geo = json.loads(table.schema.metadata[b"geo"])
    if bounds is not None:
        geo["columns"]["geometry"] |= {"geometry_types": ["Point"], "bbox": list(bounds)}
    return table.replace_schema_metadata({**table.schema.metadata, b"geo": json.dumps(geo).encode()})


def _groups(events: "GeoDataFrame | EventParts", bounds: Bounds | None) -> "Iterator[pa.Table]":
    import pyarrow as pa

    waiting: list[pa.Table] = []
    for part in parts_of(events):
        waiting.append(_table(part, bounds))
        if sum(map(len, waiting)) >= _GROUP_ROWS:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def write_parquet(path: Path, events: "GeoDataFrame | EventParts") -> None:
    """Write events as GeoParquet 1.1, whole or not at all.

    Parameters
    ----------
    path : Path
    events : GeoDataFrame or EventParts
        As from `geomap.io.frames.events_frame`.

    Raises
    ------
    InputError
        The file cannot be written.

    Notes
    -----
    zstd at level 15 and the covering column follow the format's own guide to distributing GeoParquet.
    """
    import pyarrow.parquet as pq

    groups = _groups(events, bounds_of(events))
    first = next(groups)  # of no events, too, there is a part
    with atomic_path(path) as part, pq.ParquetWriter(part, first.schema, compression="zstd", compression_level=15) as writer:
        for group in chain((first,), groups):
            writer.write_table(group, row_group_size=_GROUP_ROWS)


def read_parquet(path: Path) -> "GeoDataFrame":
    """Read events that `write_parquet` wrote.

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
        The file cannot be read, or is no GeoParquet.
    """
    import geopandas as gpd
    import pyarrow as pa

    try:
        return conform(gpd.read_parquet(path))
    except (OSError, ValueError, pa.ArrowException) as error:
        raise InputError(f"{path}: no GeoParquet of events ({error}); write it with geomap export") from error


def parquet_parts(path: Path) -> EventParts | None:
    """The events of a GeoParquet that `write_parquet` wrote, to be read part by part.

    Parameters
    ----------
    path : Path

    Returns
    -------
    EventParts or None
        None where the file does not have every column of events: `read_parquet` fills them.

    Raises
    ------
    InputError
        The file cannot be read, or is no GeoParquet.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema()
    try:
        with pq.ParquetFile(path) as file:
            count, metadata, names = file.metadata.num_rows, file.schema_arrow.metadata or {}, set(file.schema_arrow.names)
        geo = json.loads(metadata[b"geo"])["columns"]["geometry"]
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise InputError(f"{path}: no GeoParquet of events ({error}); write it with geomap export") from error
    if not names.issuperset(schema.names):
        return None

    def batches() -> "Iterator[pa.Table]":
        with pq.ParquetFile(path) as opened:
            if count == 0:
                yield schema.empty_table()
            for batch in opened.iter_batches(PART_ROWS, columns=schema.names):
                yield pa.Table.from_batches([batch]).select(schema.names).cast(schema)

    return EventParts(batches, count, tuple(geo["bbox"]) if geo["geometry_types"] else None)
