"""GeoParquet 1.1 with a bounding-box covering, compressed with zstd."""

from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.io.atomic import atomic_path
from geomap.io.frames import conform

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["read_parquet", "write_parquet"]


def write_parquet(path: Path, events: "GeoDataFrame") -> None:
    """Write events as GeoParquet 1.1, whole or not at all.

    Parameters
    ----------
    path : Path
    events : GeoDataFrame
        As from `geomap.io.frames.events_frame`.

    Raises
    ------
    InputError
        The file cannot be written.

    Notes
    -----
    zstd at level 15, row groups of 100,000 and the covering column follow the format's own guide to distributing GeoParquet.
    """
    with atomic_path(path) as part:
        events.to_parquet(
            part, index=False, compression="zstd", compression_level=15, schema_version="1.1.0", write_covering_bbox=True, row_group_size=100_000
        )


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
