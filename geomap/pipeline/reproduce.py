"""Draw a bundle again from its record, and say whether it is the same or what made it another."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap._version import __version__
from geomap.errors import InputError
from geomap.events.changes import Change, Side, changes
from geomap.io.jsonl import dump_line
from geomap.io.run_folder import RunFolder, read_events, read_run
from geomap.pipeline.methods import read_record
from geomap.pipeline.snapshot import check_snapshot, run_hashes

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geomap.tables.harm import HarmPolicy

__all__ = ["Beside", "Reproduced", "causes", "reproduce", "side_of"]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a bundle was drawn with that its record cannot hold."""

    areas: "GeoDataFrame | None" = None
    lines: "GeoDataFrame | None" = None
    sides: Path | None = None
    policy: "HarmPolicy | None" = None


@dataclass(frozen=True, slots=True)
class Reproduced:
    """A bundle drawn again."""

    differing: tuple[str, ...]
    """Files that are not as they were, sorted; empty where all are the same."""
    causes: tuple[str, ...]
    """What is not as it was among articles, tables, gazetteer, corrections, settings, versions."""
    changes: tuple[Change, ...]
    """What became of the events, where the earlier run is at hand."""


def side_of(run: RunFolder) -> Side:
    """A run as one of the two sides of a comparison.

    Parameters
    ----------
    run : RunFolder

    Returns
    -------
    Side
    """
    tables: dict[str, str] = {**run.record.get("tables", {}), "geomap": str(run.record.get("geomap", ""))}
    gazetteer: Any = run.record.get("gazetteer", {})
    if isinstance(gazetteer, dict):
        tables["gazetteer"] = dump_line(gazetteer)
    return Side(run.articles, run.reports, run.rows, tables)


def causes(was: Mapping[str, Any], record: Mapping[str, Any], drawn_by: Mapping[str, Any]) -> tuple[str, ...]:
    """What is not as it was when a bundle was made.

    Parameters
    ----------
    was : mapping
        Content of its ``figure.json``.
    record : mapping
        Content of the present ``run.json``.
    drawn_by : mapping
        Versions that draw now, by name.

    Returns
    -------
    tuple of str
        One sentence each, sorted by kind; articles that were added are named, those that are gone known by their hash alone.
    """
    run = was.get("run") or {}
    old, new = set(run.get("articles") or ()), {a["sha256"]: a["file"] for a in record.get("articles") or ()}
    found = [f"article added: {new[sha]}" for sha in sorted(set(new) - old, key=lambda s: new[s])]
    found += [f"article gone: the one with the hash {sha}" for sha in sorted(old - set(new))]
    found += _moved("table", run.get("tables") or {}, record.get("tables") or {})
    gazetteer = record.get("gazetteer")
    if run.get("gazetteer") != (gazetteer.get("bundled") if isinstance(gazetteer, Mapping) else None):
        found.append("the gazetteer changed")
    if run.get("corrections") != (record.get("corrections") or {}).get("sha256"):
        found.append("corrections changed")
    found += _moved("setting", run.get("options") or {}, record.get("options") or {})
    versions = was.get("versions") or {}
    now = {**drawn_by, "run": record.get("geomap")}
    return (*found, *(f"version of {'the run' if n == 'run' else n}: {versions.get(n)} -> {now[n]}" for n in sorted(now) if versions.get(n) != now[n]))


def _moved(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return [f"{kind} {n} changed" for n in sorted({*old, *new}) if old.get(n) != new.get(n)]


def reproduce(record: Path, source: Path, folder: Path, *, was: Path | None = None, beside: Beside | None = None) -> Reproduced:
    """Draw a bundle again from its record.

    Parameters
    ----------
    record : Path
        Its ``figure.json``.
    source : Path
        A snapshot, or a run's folder.
    folder : Path
        Where to write the bundle; new or empty.
    was : Path, optional
        Snapshot or folder of the run from which the bundle was made, to say which cause changed which events.
    beside : Beside, optional
        Layers and tables that were given to the bundle.

    Returns
    -------
    Reproduced

    Raises
    ------
    InputError
        A file cannot be read, a snapshot is not as it was taken, or what was drawn with cannot be told.
    """
    import matplotlib as mpl

    from geomap.maps.asked import asked_from
    from geomap.maps.embed import RECORD, EmbedOptions, write_bundle
    from geomap.pipeline.mapping import place_credits

    told, extra = read_record(record), beside or Beside()
    if not told:
        raise InputError(f"{record}: no record of a figure; give the figure.json that `geomap embed` wrote")
    filters, figure, as_of = asked_from(told.get("asked") or {})
    _same_layers(told, extra)
    check_snapshot(source)
    run = read_record(source / "run.json")
    options = EmbedOptions(
        figure=replace(figure, sides=extra.sides), control_areas=extra.areas, control_lines=extra.lines, record=run, hashes=run_hashes(source),
        credits=tuple(place_credits()), policy=extra.policy, as_of=as_of,
    )  # fmt: skip
    bundle = write_bundle(folder, read_events(source), filters=filters, options=options)
    files = dict(bundle.files) if bundle else {}
    before = told.get("files") or {}
    differing = tuple(sorted(n for n in {*before, *files} if before.get(n) != files.get(n)))
    if not differing:
        return Reproduced((), (), ())
    why = (*causes(told, run, {"geomap": __version__, "matplotlib": mpl.__version__}), *_beside(told, read_record(folder / RECORD)))
    return Reproduced(differing, why, _changes(was, source, (folder / "events.geojson", record.parent / "events.geojson")))


def _same_layers(told: Mapping[str, Any], given: Beside) -> None:
    drawn = told.get("control") or {}
    for name, layer in (("areas", given.areas), ("lines", given.lines)):
        if bool(drawn.get(name)) != (layer is not None):
            raise InputError(f"the figure was drawn {'with' if drawn.get(name) else 'without'} control {name}: {'give the same file with' if drawn.get(name) else 'leave out'} --{name}")
    if bool(told["asked"].get("own_sides")) != (given.sides is not None):
        raise InputError(f"the figure was drawn {'with' if given.sides is None else 'without'} a table of sides of one's own; {'give it with' if given.sides is None else 'leave out'} --sides")


def _beside(told: Mapping[str, Any], made: Mapping[str, Any]) -> list[str]:
    """What was drawn with besides the run and is another now; a bundle of which nothing is left has no record."""
    old, new = ((r.get("control") or {}) | {"policy": (r.get("harm_policy") or {}).get("policy")} for r in (told, made or told))
    words = {"areas": "the control areas are others", "lines": "the front lines are others", "policy": "the harm policy is another"}
    return [text for name, text in words.items() if old.get(name) != new.get(name)]


def _changes(was: Path | None, source: Path, bundles: Sequence[Path]) -> tuple[Change, ...]:
    """Changes of the events that stand in the bundle, then or now."""
    if was is None:
        return ()
    check_snapshot(was)
    shown: set[str] = set()
    for path in bundles:
        if path.is_file():
            shown |= {f["properties"]["id"] for f in json.loads(path.read_bytes())["features"]}
    found: Sequence[Change] = changes(side_of(read_run(was)), side_of(read_run(source)))
    return tuple(c for c in found if shown & {c.id, *c.became})
