"""GeoJSON as RFC 7946 has it: WGS84, no ``crs`` member, one feature a line, the same bytes for the same events."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.io.atomic import atomic_path
from geomap.io.columns import COLUMNS
from geomap.io.frames import frame_from_rows

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["flat_rows", "geojson_text", "iter_rows", "read_geojson", "write_geojson"]

_BATCH = 5_000  # rows that are plain values at one time


def _value(value: Any) -> Any:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    # pandas' missing value for whole numbers is a type of its own, and numpy's numbers are no JSON.
    if type(value).__name__ == "NAType":
        return None
    return value.item() if hasattr(value, "item") else value


def iter_rows(events: "GeoDataFrame") -> Iterator[dict[str, Any]]:
    """The rows of a table of events as plain dicts without geometry, one by one.

    Parameters
    ----------
    events : GeoDataFrame
        As from `geomap.io.frames.events_frame`.

    Yields
    ------
    dict
        Plain values; None where nothing is known.
    """
    names = [c.name for c in COLUMNS if c.name in events.columns]
    for start in range(0, len(events), _BATCH):
        part = events.iloc[start : start + _BATCH]
        columns = [part[name].tolist() for name in names]
        yield from (dict(zip(names, map(_value, values), strict=True)) for values in zip(*columns, strict=True))


def flat_rows(events: "GeoDataFrame") -> list[dict[str, Any]]:
    """All of `iter_rows`."""
    return list(iter_rows(events))


def _pieces(events: "GeoDataFrame") -> Iterator[str]:
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


def write_geojson(path: Path, events: "GeoDataFrame") -> None:
    """Write events as GeoJSON, whole or not at all.

    Parameters
    ----------
    path : Path
    events : GeoDataFrame

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
