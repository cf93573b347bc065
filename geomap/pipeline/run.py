"""The main job: articles in, events and their record out."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.corrections import Outcome
from geomap.errors import InputError
from geomap.model import Article, ControlFact, Event, Mention, Rejection, Report
from geomap.pipeline.corrected import Coded, Decisions, read_decisions
from geomap.pipeline.ledgers import Ledgers
from geomap.pipeline.options import RunOptions
from geomap.pipeline.stages import Setting, Understood, lookup_for, rejections_of, understand_all

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["RunResult", "run_pipeline"]

Progress = Callable[[str, int, int | None], None]
"""Called with the stage, how much of it is done, and of how much (None: not known)."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run found. Everything is sorted; the same input gives the same result with any number of processes."""

    options: RunOptions
    articles: tuple[Article, ...]
    rejections: tuple[Rejection, ...]
    mentions: tuple[Mention, ...]
    reports: tuple[Report, ...]
    events: tuple[Event, ...]
    control_facts: tuple[ControlFact, ...]
    ledgers: Ledgers
    corrections: Outcome = field(default_factory=Outcome)
    """What became of people's decisions."""

    def frame(self) -> "GeoDataFrame":
        """The events as a table with points, one flat row each.

        Returns
        -------
        GeoDataFrame
            Points in longitude and latitude (EPSG:4326), empty where an event has no place; columns as in ``events.csv``.
        """
        from geomap.io.frames import events_frame
        from geomap.tables.actors import load_actors

        return events_frame(self.events, self.reports, {a.id: a for a in self.articles}, actors=load_actors(self.options.actors))


def run_pipeline(options: RunOptions, *, progress: Progress | None = None, executor: Executor | None = None) -> RunResult:
    """Read, understand, merge.

    Parameters
    ----------
    options : RunOptions
    progress : callable, optional
    executor : concurrent.futures.Executor, optional
        Where the articles are understood, instead of in this process or `options.jobs` of our own.

    Returns
    -------
    RunResult

    Raises
    ------
    InputError
        No input at all.
    StoreError
        The store of the options cannot be used.
    """
    if not options.inputs:
        raise InputError("no input: name a folder or files of articles, as in `geomap run articles/`")
    tell: Progress = progress or (lambda *_: None)
    decisions = read_decisions(options)
    articles, rejections, decisions = _read(options, decisions, tell)
    setting = Setting(tuple(p.resolve() for p in options.gazetteers), options.actors, options.parser, decisions.rules)
    understood = _understood([a for a in articles if a.duplicate_of is None], setting, options, tell, executor)
    failed = {u.article.id for u in understood if u.failure}
    rejections += rejections_of(understood)
    articles = [a for a in articles if a.id not in failed]
    by_id = {a.id: a for a in articles}
    coded, decisions = decisions.on_coded(_coded(understood), by_id, partial(lookup_for, setting))
    tell("merging", 0, len(coded.reports))
    events, decisions = _events(coded.reports, by_id, decisions, setting)
    tell("merging", len(coded.reports), len(coded.reports))
    if options.store is not None:
        _remember(options.store, events, coded.reports, by_id)
    rejected = tuple(sorted(rejections, key=lambda r: (r.file, r.reason)))
    return RunResult(
        options, tuple(articles), rejected, coded.mentions, coded.reports, events, coded.facts,
        Ledgers.count(articles, rejected, coded.mentions, events), decisions.outcome,
    )  # fmt: skip


def _understood(
    articles: list[Article], setting: Setting, options: RunOptions, tell: Progress, executor: Executor | None
) -> list[Understood]:
    """What the articles say; where there is a store, only what it does not hold is coded."""
    if options.store is None:
        return understand_all(articles, setting, jobs=options.jobs, executor=executor, progress=lambda n, total, _: tell("coding", n, total))
    from geomap.pipeline.incremental import understand_new
    from geomap.store import Store

    with Store(options.store) as store:
        return understand_new(
            articles, setting, store, jobs=options.jobs, executor=executor, progress=lambda n, total, _: tell("coding", n, total)
        )


def _remember(path: Path, events: Sequence[Event], reports: Sequence[Report], articles: dict[str, Article]) -> None:
    from geomap.pipeline.incremental import remember_events
    from geomap.store import Store

    with Store(path) as store:
        remember_events(store, events, reports, articles)


def _read(options: RunOptions, decisions: Decisions, tell: Progress) -> tuple[list[Article], list[Rejection], Decisions]:
    """The articles, copies marked, as people decided of them; and what could not be read."""
    from geomap.articles import mark_duplicates, read_articles

    articles: list[Article] = []
    rejections: list[Rejection] = []
    for item in read_articles(options.inputs, limits=options.limits, published=options.published, outlet=options.outlet):
        (rejections if isinstance(item, Rejection) else articles).append(item)  # type: ignore[arg-type]
        tell("reading", len(articles) + len(rejections), None)
    articles, decisions = decisions.on_articles(articles)
    return sorted(mark_duplicates(articles), key=lambda a: a.id), rejections, decisions


def _coded(understood: list[Understood]) -> Coded:
    reports = sorted((r for u in understood for r in u.reports), key=lambda r: (r.article, r.evidence, r.id))
    return Coded(tuple(m for u in understood for m in u.mentions), tuple(reports), tuple(f for u in understood for f in u.control_facts))


def _events(
    reports: tuple[Report, ...], articles: dict[str, Article], decisions: Decisions, setting: Setting
) -> tuple[tuple[Event, ...], Decisions]:
    from geomap.events.identity import anchor_order
    from geomap.events.merge import merge_reports
    from geomap.events.periods import linked
    from geomap.events.summary import summarise
    from geomap.tables.actors import load_actors
    from geomap.tables.outlets import load_outlets

    actors, outlets = load_actors(setting.actors), load_outlets()

    def event_of(group: Sequence[Report], why: str) -> Event:
        told = sorted(group, key=lambda r: anchor_order(r, articles))
        return summarise(told, articles, actors, outlets, why)

    def merged(told: Sequence[Report]) -> tuple[Event, ...]:
        return merge_reports(told, articles, actors=actors, outlets=outlets)

    events, decided = decisions.on_events(reports, articles, (merged, event_of), partial(lookup_for, setting))
    return linked(events, actors), decided  # after people's decisions: these may move or join what is linked
