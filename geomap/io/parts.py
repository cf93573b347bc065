"""Events by parts: a table of some thousand rows at a time, so that any number of events can be written in the memory of one part."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.io.atomic import output_error
from geomap.io.frames import PART_ROWS, arrow_table, frame_from_arrow

if TYPE_CHECKING:
    import pyarrow as pa
    from geopandas import GeoDataFrame

__all__ = ["EventParts", "Spool", "bounds_of", "parts_of", "spooled"]

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


class EventParts:
    """A table of events that lies on disk and is read part by part, as often as it is asked for.

    Parameters
    ----------
    batches : callable
        Gives the parts from the first on, as tables of Arrow.
    count : int
        Number of events.
    bounds : tuple of float, or None
        West, south, east, north of all points; None where there is none.
    late : mapping, optional
        Columns that were not known when the rows were written: values by column and id of event.
    """

    def __init__(
        self, batches: "Callable[[], Iterator[pa.Table]]", count: int, bounds: Bounds | None, late: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self._batches, self._count, self.bounds, self._late = batches, count, bounds, late or {}

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> "Iterator[GeoDataFrame]":
        import pandas as pd

        for batch in self._batches():
            part = frame_from_arrow(batch)
            for column, values in self._late.items():
                ids = [i for i in part["id"] if i in values]  # one look for each row: `isin` and `map` would go through all values for each part
                part.loc[part["id"].map(values.__contains__).astype(bool), column] = pd.Series([values[i] for i in ids], dtype=part[column].dtype).array
            yield part


def parts_of(events: "GeoDataFrame | EventParts") -> "Iterator[GeoDataFrame]":
    """A table of events by parts; one without rows where there is no event, so that every writer sees the columns.

    Parameters
    ----------
    events : GeoDataFrame or EventParts

    Yields
    ------
    GeoDataFrame
    """
    if isinstance(events, EventParts):
        yield from events
        return
    for start in range(0, max(1, len(events)), PART_ROWS):
        yield events.iloc[start : start + PART_ROWS]


def bounds_of(events: "GeoDataFrame | EventParts") -> Bounds | None:
    """West, south, east, north of all points, or None where there is none."""
    if isinstance(events, EventParts):
        return events.bounds
    west, south, east, north = map(float, events.total_bounds)
    return None if west != west else (west, south, east, north)  # not a number


def _batches(path: Path) -> "Iterator[pa.Table]":
    import pyarrow as pa

    with pa.memory_map(str(path)) as stored:
        reader = pa.ipc.open_file(stored)
        if reader.num_record_batches == 0:
            yield reader.schema.empty_table()
        for n in range(reader.num_record_batches):
            yield pa.Table.from_batches([reader.get_batch(n)])


class Spool:
    """Rows of events on their way to disk.

    Parameters
    ----------
    path : Path
        Of the file in which they wait; whoever opens the spool takes it away again (see `spooled`).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._count = 0
        self._points: Bounds | None = None

    def write(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write all rows, part by part.

        Parameters
        ----------
        rows : iterable of mapping
            As from `geomap.io.frames.event_row`; taken one by one.
        """
        import pyarrow as pa

        waiting = iter(rows)
        part = list(islice(waiting, PART_ROWS))
        first = arrow_table(part)
        with pa.OSFile(str(self._path), "wb") as sink, pa.ipc.new_file(sink, first.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as file:
            self._put(file, first)
            while part := list(islice(waiting, PART_ROWS)):
                self._put(file, arrow_table(part))

    def _put(self, file: Any, table: "pa.Table") -> None:
        import pyarrow.compute as pc

        file.write_table(table)
        self._count += len(table)
        placed = table.filter(pc.and_(pc.is_valid(table["longitude"]), pc.is_valid(table["latitude"])))
        if len(placed):
            ends = [pc.min_max(placed[name]).as_py() for name in ("longitude", "latitude")]
            west, south, east, north = ends[0]["min"], ends[1]["min"], ends[0]["max"], ends[1]["max"]
            before = self._points or (west, south, east, north)
            self._points = (min(before[0], west), min(before[1], south), max(before[2], east), max(before[3], north))

    def parts(self, late: Mapping[str, Mapping[str, Any]] | None = None) -> EventParts:
        """What was written, to be read as often as one likes while the spool lasts.

        Parameters
        ----------
        late : mapping, optional
            Columns that were not known when the rows were written: values by column and id of event.

        Returns
        -------
        EventParts
        """
        return EventParts(lambda: _batches(self._path), self._count, self._points, late)


@contextmanager
def spooled(beside: Path) -> Iterator[Spool]:
    """Open a spool: a hidden file beside another, gone on leaving.

    Parameters
    ----------
    beside : Path
        A file that is to be written; its folder is made if it is not there.

    Yields
    ------
    Spool

    Raises
    ------
    InputError
        The folder cannot be written, or the disk is full.
    """
    path = beside.with_name(f".{beside.name}.rows.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # of a run that was killed
        yield Spool(path)
    except OSError as error:
        raise output_error(beside, error) from error
    finally:
        if path.exists():
            path.unlink()
