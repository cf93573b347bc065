"""A run of more articles than memory holds: the same files, byte for byte, by way of the disk.

Articles are read once into a file, of which copies are found from hashes alone; coded in shards, here or on other machines; what the shards
say is put one after the other; reports are merged from disk, and events written by parts. Held at once are some hundreds of bytes for
each report, and the columns of the events while the map is drawn.
"""

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.corrections import Outcome
from geomap.errors import InputError
from geomap.io.atomic import atomic_set, output_error, write_bytes, write_text
from geomap.io.jsonl import dump_line, write_jsonl
from geomap.io.lazy import LazyRecords, lazy_articles, lazy_reports
from geomap.io.records import article_record
from geomap.model import Article, Precision, Rejection
from geomap.pipeline.incremental import setting_key
from geomap.pipeline.ledgers import Ledgers
from geomap.pipeline.merging import Merging
from geomap.pipeline.options import RunOptions
from geomap.pipeline.outputs import FILES, map_page, no_desk, no_map, record_of
from geomap.pipeline.shards import PARTS, SHARD_ARTICLES, Pool, code_shards, cut_shards, shard_totals
from geomap.pipeline.stages import Setting

if TYPE_CHECKING:
    from geomap.io.parts import EventParts

__all__ = ["WORK", "LargeResult", "is_large", "run_large"]

WORK = ".shards"
"""Folder in the output folder in which a large run works; it is gone when the run is done, and kept by one that was killed."""
_NOT_MAPPED = re.compile(r"geometry|bbox|quote|anchor|merge_reason|part_reason|(?:deaths|wounded|captured)_(?:actor1|actor2|civilians|unknown)_(?:min|max)|wounded_m\w+|captured_m\w+")
"""Columns that a map does not read, which are more than half of a table of events; points are in the columns of longitude and latitude."""
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class LargeResult:
    """What became of a large run; what it found lies in its output folder."""

    options: RunOptions
    rejections: tuple[Rejection, ...]
    undated: tuple[str, ...]
    """Files of articles without a date of publication."""
    ledgers: Ledgers
    corrections: Outcome = field(default_factory=Outcome)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read: the articles lie in a file."""

    path: Path
    rejections: list[Rejection]
    originals: Mapping[str, str]
    """For the id of each copy that of the article it is a copy of."""
    foreign: int
    """Articles in languages that are not coded."""
    undated: tuple[str, ...]


def is_large(options: RunOptions) -> bool:
    """Whether a run goes by way of the disk: its inputs seem to hold more articles than are kept in memory, and it needs neither a store nor decisions.

    Parameters
    ----------
    options : RunOptions

    Returns
    -------
    bool
    """
    from geomap.articles import article_estimate
    from geomap.pipeline.corrected import read_decisions

    if options.store is not None or article_estimate(options.inputs) <= options.limits.held_articles:
        return False
    return not read_decisions(options).rows


def run_large(
    options: RunOptions, *, pool: Pool | None = None, progress: Progress | None = None, shard_articles: int = SHARD_ARTICLES
) -> LargeResult:
    """Run by way of the disk and write every file of the design to the output folder.

    Parameters
    ----------
    options : RunOptions
        Without a store and without decisions of people: these need the whole run in memory.
    pool : callable, optional
        Opens the executor that codes the shards; its processes must see the output folder under the same path. By default
        processes of our own, `options.jobs` of them.
    progress : callable, optional
        Called with the stage, how much of it is done, and of how much (None: not known).
    shard_articles : int
        Articles of a shard.

    Returns
    -------
    LargeResult

    Raises
    ------
    InputError
        No input at all; the output folder cannot be written; a store or decisions are given.
    StoreError
        A shard failed in every try.
    """
    _check(options)
    tell: Progress = progress or (lambda *_: None)
    work = options.output.resolve() / WORK
    try:
        work.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(options.output, error) from error
    read = _read(options, work / "read.jsonl", tell)
    setting = Setting(tuple(p.resolve() for p in options.gazetteers), options.actors.resolve() if options.actors else None, options.parser)
    with lazy_articles([read.path]) as articles:
        ids = sorted(articles)
        if not ids:
            shutil.rmtree(work)
            return LargeResult(options, tuple(sorted(read.rejections, key=lambda r: (r.file, r.reason))), (), Ledgers.count((), read.rejections, (), ()))
        shards = cut_shards((articles[i] for i in ids if i not in read.originals), work, size=shard_articles)
        code_shards(shards, setting, setting_key(setting), pool or partial(_processes, options.jobs), progress=lambda n, total: tell("coding", n, total))
        result = _write(options, read, articles, ids, shards, tell)
    shutil.rmtree(work)
    return result


def _check(options: RunOptions) -> None:
    from geomap.pipeline.corrected import read_decisions

    if not options.inputs:
        raise InputError("no input: name a folder or files of articles, as in `geomap run articles/`")
    if options.store is not None:
        raise InputError(f"{options.store}: a run by shards keeps no store; leave --store out, or run without --cluster")
    if read_decisions(options).rows:
        raise InputError("decisions of people are applied by a run in memory only; run without --cluster, or give --corrections a file that is empty")


@contextmanager
def _processes(jobs: int) -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(max_workers=jobs) as executor:
        yield executor


def _read(options: RunOptions, path: Path, tell: Progress) -> _Read:
    """Read all articles into a file, in the order of their files."""
    from geomap.articles import Copies, read_articles

    rejections: list[Rejection] = []
    undated: list[str] = []
    copies, count, foreign = Copies(), 0, 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for item in read_articles(options.inputs, limits=options.limits, published=options.published, outlet=options.outlet):
            if isinstance(item, Rejection):
                rejections.append(item)
            else:
                copies.add(item)
                count += 1
                foreign += item.language not in (None, "en")
                undated += [item.file] if item.published is None else []
                stream.write(dump_line(article_record(item)) + "\n")
            tell("reading", count + len(rejections), None)
    return _Read(path, rejections, copies.originals(), foreign, tuple(undated))


def _write(
    options: RunOptions, read: _Read, articles: LazyRecords[Article], ids: Sequence[str], shards: Sequence[Path], tell: Progress
) -> LargeResult:
    """Write the files of the run, all or none."""
    kinds, told, failed = shard_totals(shards)
    rejections = [*read.rejections, *(Rejection(articles[i].file, reason) for i, reason in failed.items())]
    rejections.sort(key=lambda r: (r.file, r.reason))
    kept = [i for i in ids if i not in failed]

    def rows() -> Iterator[Article]:
        return (replace(articles[i], duplicate_of=read.originals.get(i)) for i in kept)

    with atomic_set(options.output, FILES) as stage:
        tell("writing", 0, len(FILES))
        write_jsonl(stage / "articles.jsonl", map(article_record, rows()))
        for name in PARTS:
            _joined(stage / name, [s / name for s in shards])
        with _merged(options, stage) as (merging, events):
            places = _placements(events)
            ledgers = Ledgers(
                len(kept) + len(rejections), len(kept), len(rejections), read.foreign - sum(articles[i].language not in (None, "en") for i in failed),
                sum(i in read.originals for i in kept), sum(kinds.values()), kinds["resolved"], kinds["unresolved"], kinds["abroad"],
                len(events), places["drawn"], places["unplaced"], places["abroad"],
            )  # fmt: skip
            record = record_of(options, ledgers, ((a, told[a.id]) for a in rows()), rejections, Outcome())
            write_text(stage / "map.html", _map(options, events, record))  # first, as what the formats have used is not all given back
            _write_events(stage, events)
            write_text(stage / "review.html", _desk(options, stage, len(kept), merging))
        write_text(stage / "run.json", json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    undated = {articles[i].file for i in failed}
    return LargeResult(options, tuple(rejections), tuple(f for f in read.undated if f not in undated), ledgers)


def _joined(path: Path, parts: Sequence[Path]) -> None:
    with path.open("wb") as whole:
        for part in parts:
            with part.open("rb") as stream:
                shutil.copyfileobj(stream, whole, 1 << 20)


@contextmanager
def _merged(options: RunOptions, folder: Path) -> "Iterator[tuple[Merging, EventParts]]":
    """The events of the reports in a folder, by parts."""
    from geomap.events.merge import group_reports
    from geomap.tables.actors import load_actors

    actors = load_actors(options.actors)
    with lazy_articles([folder / "articles.jsonl"]) as articles, lazy_reports([folder / "reports.jsonl"]) as reports:
        merging = Merging(group_reports(reports.values(), articles, actors), reports, articles, actors)
        with merging.parts(folder / "events.geojson") as events:
            yield merging, events


def _desk(options: RunOptions, folder: Path, articles: int, merging: Merging) -> str:
    from geomap.io.jsonl import read_articles_jsonl, read_control_facts, read_mentions, read_reports
    from geomap.maps.desk import DeskInput, desk_page

    if articles > options.limits.desk_articles:
        return no_desk(articles, options.limits.desk_articles)
    return desk_page(
        DeskInput(
            read_articles_jsonl(folder / "articles.jsonl"), read_mentions(folder / "mentions.jsonl"), read_reports(folder / "reports.jsonl"),
            tuple(merging.events()), read_control_facts(folder / "control_facts.jsonl"), merging.actors, options.title,
        )
    )  # fmt: skip


def _placements(events: "EventParts") -> Counter[str]:
    """As `geomap.pipeline.ledgers.placement`, of the columns of a table."""
    counts: Counter[str] = Counter()
    for part in events:
        abroad = part["country"].notna() & (part["country"] != "SY")
        unplaced = part["longitude"].isna() | part["latitude"].isna() | (part["precision"] == Precision.COUNTRY.value)
        counts.update({"abroad": int(abroad.sum()), "unplaced": int((unplaced & ~abroad).sum()), "drawn": int((~unplaced & ~abroad).sum())})
    return counts


def _map(options: RunOptions, events: "EventParts", record: dict[str, Any]) -> str:
    import pandas as pd

    limits = options.limits
    if len(events) > limits.map_events:  # before their columns are held
        return no_map(len(events), limits.map_events)
    return map_page(pd.concat((part[[c for c in part.columns if not _NOT_MAPPED.fullmatch(c)]] for part in events), ignore_index=True), record, limits)


def _write_events(stage: Path, events: "EventParts") -> None:
    from geomap.io.flat_csv import write_csv
    from geomap.io.geojson import write_geojson
    from geomap.io.gpkg import write_gpkg
    from geomap.io.parquet import write_parquet
    from geomap.io.qgis import project_bytes

    write_geojson(stage / "events.geojson", events)
    write_csv(stage / "events.csv", events)
    write_gpkg(stage / "events.gpkg", events)
    write_bytes(stage / "events.qgs", project_bytes("events.gpkg"))
    write_parquet(stage / "events.parquet", events)
