"""A run as it was: hashes of all that shaped it, and copies of what is needed to draw from it again."""

import json
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.io.atomic import write_bytes
from geomap.model import sha256_hex
from geomap.pipeline.methods import read_record

__all__ = ["RECORD", "RUN_FILES", "check_snapshot", "run_hashes", "snapshot_record", "write_snapshot"]

RECORD = "snapshot.json"
RUN_FILES = ("articles.jsonl", "control_facts.jsonl", "events.geojson", "mentions.jsonl", "reports.jsonl", "run.json")
_PACKAGES = ("folium", "geopandas", "matplotlib", "numpy", "pyproj", "shapely", "spacy", "trafilatura")


def run_hashes(run: Path) -> dict[str, str]:
    """SHA-256 of the files of a run, by name; of a single file of events, of that."""
    if run.is_file():
        return {"events.geojson": sha256_hex(run.read_bytes())}
    return {name: sha256_hex((run / name).read_bytes()) for name in RUN_FILES if (run / name).is_file()}


def snapshot_record(run: Path) -> dict[str, Any]:
    """Everything that shaped a run, as hashes.

    Parameters
    ----------
    run : Path
        A folder that ``geomap run`` wrote.

    Returns
    -------
    dict
        Articles, facts, corrections, gazetteer, tables, settings and versions; ``id`` is a hash of all of it.

    Raises
    ------
    InputError
        A file of the run is missing.
    """
    record, files = read_record(run / "run.json"), run_hashes(run)
    missing = sorted(set(RUN_FILES) - set(files))
    if missing or not record:
        raise InputError(f"{run}: no {', '.join(missing) or 'record of a run'}; a snapshot is made of a folder that `geomap run` wrote whole")
    told = {
        "articles": [{k: a.get(k) for k in ("file", "sha256", "published", "outlet")} for a in record.get("articles") or ()],
        "corrections": (record.get("corrections") or {}).get("sha256"), "facts": files["control_facts.jsonl"], "files": files,
        "gazetteer": record.get("gazetteer"), "options": record.get("options"), "tables": record.get("tables"),
        "versions": {"geomap": record.get("geomap"), **_packages()},
    }  # fmt: skip
    return {"id": sha256_hex(_dump(told)), **told}


def _packages() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def _dump(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def write_snapshot(run: Path, target: Path) -> dict[str, Any]:
    """Write a snapshot of a run.

    Parameters
    ----------
    run : Path
        A folder that ``geomap run`` wrote.
    target : Path
        A folder: the run's data are copied, so that figures can be drawn from it whatever becomes of the run. Or a file that ends
        in ``.json``: the hashes alone.

    Returns
    -------
    dict
        The record that was written.

    Raises
    ------
    InputError
        The run is not whole, or the target cannot be written or holds another snapshot.
    """
    record = snapshot_record(run)
    if target.suffix == ".json":
        write_bytes(target, _dump(record))
        return record
    earlier = target / RECORD
    if earlier.exists() and earlier.read_bytes() != _dump(record):
        raise InputError(f"{target}: holds a snapshot of another state; a snapshot is never overwritten, choose another folder")
    for name in RUN_FILES:
        write_bytes(target / name, (run / name).read_bytes())
    write_bytes(earlier, _dump(record))
    return record


def check_snapshot(folder: Path) -> None:
    """Check that a snapshot is what it was when it was taken.

    Parameters
    ----------
    folder : Path
        A run's folder without ``snapshot.json`` is no snapshot and passes.

    Raises
    ------
    InputError
        A file is not the one of which the hash was taken.
    """
    path = folder / RECORD
    if not path.is_file():
        return
    files = read_record(path).get("files") or {}
    now = run_hashes(folder)
    changed = sorted(n for n in files if now.get(n) != files[n])
    if changed:
        raise InputError(f"{folder}: {', '.join(changed)} changed since the snapshot was taken; restore it from a copy")
