"""What a run wrote, read back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.io.geojson import flat_rows, read_geojson
from geomap.io.jsonl import read_articles_jsonl, read_reports
from geomap.model import Article, Report

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["RunFolder", "read_events", "read_run"]


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Articles, reports and events of a run, with its record."""

    path: Path
    articles: Mapping[str, Article]
    reports: Mapping[str, Report]
    rows: tuple[Mapping[str, Any], ...]
    """The events, flat."""
    record: Mapping[str, Any]
    """The content of ``run.json``; empty where there is none."""


def read_events(path: Path) -> "GeoDataFrame":
    """Events of a run folder, or of one file of events.

    Parameters
    ----------
    path : Path
        A folder with ``events.geojson``, or a ``.geojson``, ``.gpkg`` or ``.parquet`` that geomap wrote.

    Returns
    -------
    GeoDataFrame

    Raises
    ------
    InputError
        There are no events there.
    """
    if path.is_dir():
        return read_geojson(path / "events.geojson")
    if path.suffix == ".gpkg":
        from geomap.io.gpkg import read_gpkg

        return read_gpkg(path)
    if path.suffix == ".parquet":
        from geomap.io.parquet import read_parquet

        return read_parquet(path)
    return read_geojson(path)


def read_run(folder: Path) -> RunFolder:
    """Read a run's articles, reports and events.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    RunFolder

    Raises
    ------
    InputError
        A file is missing or no file of a run.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no folder; name one that geomap run wrote")
    record_path = folder / "run.json"
    try:
        record = json.loads(record_path.read_bytes()) if record_path.exists() else {}
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{record_path}: no record of a run ({error}); run again") from error
    articles = {a.id: a for a in read_articles_jsonl(folder / "articles.jsonl")}
    reports = {r.id: r for r in read_reports(folder / "reports.jsonl")}
    rows = tuple(flat_rows(read_geojson(folder / "events.geojson")))
    return RunFolder(folder, articles, reports, rows, record if isinstance(record, dict) else {})
