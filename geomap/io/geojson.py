"""GeoJSON as RFC 7946 has it: WGS84, no ``crs`` member, one feature a line, the same bytes for the same events."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from geomap.errors import InputError
from geomap.io.atomic import atomic_path
from geomap.io.columns import COLUMNS
from geomap.io.frames import frame_from_rows
from geomap.io.parts import EventParts, parts_of

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame

__all__ = ["flat_rows", "geojson_text", "iter_rows", "read_geojson", "write_geojson"]

def _plain(series: "pd.Series[Any]") -> list[Any]:
    """Values as Python has them: pandas' missing values and numpy's numbers are no JSON."""
    values: list[Any] = series.to_numpy(dtype="object", na_value=cast("Any", None)).tolist()
    return [v.item() if hasattr(v, "item") else v for v in values] if series.dtype == "object" else values


def iter_rows(events: "GeoDataFrame | EventParts", columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a table of events as plain dicts without geometry, one by one.

    Parameters
    ----------
    events : GeoDataFrame or EventParts
        As from `geomap.io.frames.events_frame`.
    columns : sequence of str, optional
        Those that are wanted; all of `geomap.io.columns.COLUMNS` by default.

    Yields
    ------
    dict
        Plain values; None where nothing is known.
    """
    wanted = [c.name for c in COLUMNS] if columns is None else columns
    for part in parts_of(events):
        names = [name for name in wanted if name in part.columns]
        listed = [_plain(part[name]) for name in names]
        yield from (dict(zip(names, values, strict=True)) for values in zip(*listed, strict=True))


def flat_rows(events: "GeoDataFrame | EventParts") -> list[dict[str, Any]]:
    """All of `iter_rows`."""
    return list(iter_rows(events))


def _pieces(events: "GeoDataFrame | EventParts") -> Iterator[str]:
    """The text of a feature collection, piece by piece."""
    yield '{"type":"FeatureCollection","features":[\n'
    comma = ""
    for row in iter_rows(events):
        point = None
        if row.get("longitude") is not None and row.get("latitude") is not None:
            point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
        feature = {"type": "Feature", "id": row["id"], "geometry": point, "properties": row}
        yield comma + json.dumps(feature, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        comma = ",\n"
    yield "\n]}\n"


def geojson_text(events: "GeoDataFrame") -> str:
    """Events as the text of a GeoJSON feature collection.

    Parameters
    ----------
    events : GeoDataFrame
        As from `geomap.io.frames.events_frame`.

    Returns
    -------
    str
        A feature without a point has geometry null.
    """
    return "".join(_pieces(events))


def write_geojson(path: Path, events: "GeoDataFrame | EventParts") -> None:
    """Write events as GeoJSON, whole or not at all.

    Parameters
    ----------
    path : Path
    events : GeoDataFrame or EventParts

    Raises
    ------
    InputError
        The file cannot be written.
    """
    with atomic_path(path) as part, part.open("x", encoding="utf-8", newline="\n") as stream:
        stream.writelines(_pieces(events))


def read_geojson(path: Path) -> "GeoDataFrame":
    """Read events that `write_geojson` wrote.

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
        The file cannot be read, or is no feature collection of events.
    """
    try:
        data = json.loads(path.read_bytes())
        # Asking for the id of each also finds features that are no events of ours.
        return frame_from_rows({**f["properties"], "id": f["properties"]["id"]} for f in data["features"])
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{path}: no GeoJSON of events ({type(error).__name__}: {error}); write it again with geomap run") from error
