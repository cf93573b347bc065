"""Is everything here that a run needs: packages, bundled data, tables, store, room to write."""

import json
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata, resources
from pathlib import Path

from geomap._version import __version__
from geomap.errors import GazetteerError, GeomapError, InputError, RenderError, StoreError
from geomap.model import sha256_hex
from geomap.pipeline.options import RunOptions
from geomap.store.look import look_at_store
from geomap.store.migrations import SCHEMA_VERSION

__all__ = ["Cause", "Finding", "examine"]

PYTHONS = ((3, 11), (3, 14))
"""First version that geomap runs on, and the first that it was not tried with."""
ROOM_BYTES = 200_000_000
"""Free space below which a note is given: a run over some thousand articles writes about as much."""


class Cause(StrEnum):
    """What is wrong, in the classes of the exit codes."""

    INSTALLATION = "installation"
    PROJECT = "project"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    check: str
    state: str
    """ok, note (a run works, with less), or fault."""
    detail: str
    cause: Cause | None = None
    """Of a fault."""


def examine(options: RunOptions) -> list[Finding]:
    """Check everything that a run with these options needs; changes nothing and asks no network.

    Parameters
    ----------
    options : RunOptions
        Their inputs are not read.

    Returns
    -------
    list of Finding
        In a fixed order; one that fails never stops the others.
    """
    return [
        _python(),
        *_packages(),
        _guarded("gazetteer", Cause.DATA, _gazetteer),
        _guarded("control facts", Cause.DATA, _control),
        _guarded("basemap", Cause.DATA, _basemap),
        _guarded("tables", Cause.DATA, lambda: _tables(options)),
        _guarded("pages", Cause.INSTALLATION, _pages),
        *(_guarded(f"gazetteer file {p.name}", Cause.DATA, lambda p=p: _added(p)) for p in options.gazetteers),  # type: ignore[misc]  # p is bound at once
        _guarded("corrections", Cause.DATA, lambda: _corrections(options.corrections)),
        _guarded("store", Cause.DATA, lambda: _store(options.store)),
        _guarded("output", Cause.PROJECT, lambda: _writable(options.output)),
        _room(options.output),
        _guarded("temporary files", Cause.INSTALLATION, lambda: _writable(Path(tempfile.gettempdir()))),
    ]


def _guarded(check: str, cause: Cause, look: Callable[[], str]) -> Finding:
    try:
        return Finding(check, "ok", look())
    except (GeomapError, OSError, ValueError, KeyError, TypeError) as error:
        return Finding(check, "fault", str(error), cause)


def _python() -> Finding:
    shown = f"{platform.python_version()} on {platform.system()}, geomap {__version__}"
    if sys.version_info[:2] < PYTHONS[0]:
        return Finding("python", "fault", f"{shown}; geomap needs 3.11 or later", Cause.INSTALLATION)
    return Finding("python", "ok" if sys.version_info[:2] < PYTHONS[1] else "note", shown)


def _packages() -> Iterator[Finding]:
    """Each package that geomap asks for, against the version that it asks for."""
    from packaging.requirements import Requirement

    try:
        wanted = [Requirement(line) for line in metadata.requires("geomap") or ()]
    except metadata.PackageNotFoundError:
        yield Finding("packages", "note", "geomap runs from its folder and is not installed, so that versions cannot be compared; pip install -e .")
        return
    for needed in wanted:
        extra = str(needed.marker).rpartition("==")[2].strip(" \"'") if needed.marker else ""
        state, cause = ("note", None) if extra else ("fault", Cause.INSTALLATION)
        try:
            held = metadata.version(needed.name)
        except metadata.PackageNotFoundError:
            advice = f"pip install 'geomap[{extra}]'" if extra else "pip install geomap again"
            yield Finding(needed.name, state, f"not installed; {advice}", cause)
            continue
        if needed.specifier.contains(held, prereleases=True):
            yield Finding(needed.name, "ok", held)
        else:
            yield Finding(needed.name, state, f"{held}, but geomap needs {needed.specifier}; pip install '{needed.name}{needed.specifier}'", cause)


def _gazetteer() -> str:
    from geomap.places.bundled import verify_bundle

    return f"{len(verify_bundle())} files as in the manifest"


def _data(folder: str, name: str) -> bytes:
    try:
        return resources.files("geomap").joinpath("data", folder, name).read_bytes()
    except OSError as error:
        raise GazetteerError(f"bundled data {folder}/{name} cannot be read ({error.strerror}); reinstall geomap") from error


def _same(folder: str, name: str, digest: str) -> None:
    if sha256_hex(_data(folder, name)) != digest:
        raise GazetteerError(f"bundled data {folder}/{name} differs from its hash in the manifest; reinstall geomap")


def _control() -> str:
    from geomap.control import bundled_facts

    _same("control", "facts.csv", json.loads(_data("control", "manifest.json"))["sha256"])
    return f"{len(bundled_facts())} facts as in the manifest"


def _basemap() -> str:
    layers = json.loads(_data("basemap", "manifest.json"))["layers"]
    for name in sorted(layers):
        _same("basemap", name, layers[name]["sha256"])
    return f"{len(layers)} layers as in the manifest"


def _tables(options: RunOptions) -> str:
    from geomap.events.phrases import load_lexicon
    from geomap.tables.actors import load_actors
    from geomap.tables.harm import load_harm_policy
    from geomap.tables.office_holders import load_office_holders
    from geomap.tables.outlets import load_outlets
    from geomap.tables.sides import load_sides

    load_harm_policy(options.harm_policy)
    for load in (load_lexicon, load_office_holders, load_outlets, load_sides):
        load()
    return f"{len(load_actors(options.actors).by_id)} actors{' of ' + options.actors.name if options.actors else ''}; triggers, outlets, sides, policy"


def _pages() -> str:
    from geomap.maps.inline import manifest

    assets = manifest()
    if any(a.bytes == 0 for a in assets):
        raise RenderError("a part of the page is empty; reinstall geomap and XStatic-Leaflet")
    return ", ".join(f"{a.name} {a.version}" for a in assets)


def _added(path: Path) -> str:
    from geomap.places.gazetteer import Gazetteer
    from geomap.places.loaders import read_gazetteer

    source = read_gazetteer(path, Gazetteer.bundled().admin)
    return f"{source.name.partition(':')[0]}, {len(source.entries)} rows"


def _corrections(path: Path | None) -> str:
    if path is None:
        return "none named"
    from geomap.io.corrections import read_corrections

    return f"{len(read_corrections(path))} decisions"


def _store(path: Path | None) -> str:
    if path is None:
        return "none named; every run codes all articles anew"
    if not path.exists():
        return f"{path}: not there yet; the next run makes it"
    if not path.is_file():
        raise StoreError(f"{path}: a folder or device, no file; name another with --store")
    seen = look_at_store(path)
    older = "" if seen.schema == SCHEMA_VERSION else f" (this geomap writes {SCHEMA_VERSION}: the next run brings it up)"
    return f"whole, schema {seen.schema}{older}, {seen.articles} articles"


def _standing(folder: Path) -> Path:
    """The folder itself, or the nearest above it that is there."""
    here = folder.absolute()
    return next(p for p in (here, *here.parents) if p.exists())


def _writable(folder: Path) -> str:
    from geomap.io.atomic import output_error

    standing = _standing(folder)
    if not standing.is_dir():
        raise InputError(f"{standing}: is a file, no folder; choose another with -o")
    try:
        with tempfile.TemporaryFile(dir=standing) as probe:
            probe.write(b"x" * 4096)
            probe.flush()
    except OSError as error:
        raise output_error(standing, error) from error
    return f"{standing} can be written"


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(_standing(folder)).free
    if free < ROOM_BYTES:
        return Finding("free space", "note", f"{free // 1_000_000} MB where the output goes; free some space, a large run may need {ROOM_BYTES // 1_000_000} MB")
    return Finding("free space", "ok", f"{free / 1e9:.1f} GB where the output goes")
