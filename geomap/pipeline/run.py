"""The main job: articles in, events and their record out."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.model import Article, ControlFact, Event, Mention, Rejection, Report
from geomap.pipeline.ledgers import Ledgers
from geomap.pipeline.options import RunOptions
from geomap.pipeline.stages import Setting, rejections_of, understand_all

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

    def frame(self) -> "GeoDataFrame":
        """The events as a table with points, one flat row each."""
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
    """
    from geomap.articles import mark_duplicates, read_articles
    from geomap.events.merge import merge_reports

    if not options.inputs:
        raise InputError("no input: name a folder or files of articles, as in `geomap run articles/`")
    tell: Progress = progress or (lambda *_: None)
    articles: list[Article] = []
    rejections: list[Rejection] = []
    for item in read_articles(options.inputs, limits=options.limits, published=options.published, outlet=options.outlet):
        (rejections if isinstance(item, Rejection) else articles).append(item)  # type: ignore[arg-type]
        tell("reading", len(articles) + len(rejections), None)
    articles = sorted(mark_duplicates(articles), key=lambda a: a.id)
    unique = [a for a in articles if a.duplicate_of is None]
    setting = Setting(tuple(p.resolve() for p in options.gazetteers), options.actors, options.parser)
    understood = understand_all(
        unique, setting, jobs=options.jobs, executor=executor, progress=lambda done, total, _: tell("coding", done, total)
    )
    failed = {u.article.id for u in understood if u.failure}
    rejections += rejections_of(understood)
    articles = [a for a in articles if a.id not in failed]
    mentions = tuple(m for u in understood for m in u.mentions)
    reports = tuple(sorted((r for u in understood for r in u.reports), key=lambda r: (r.article, r.evidence, r.id)))
    tell("merging", 0, len(reports))
    events = merge_reports(reports, {a.id: a for a in articles})
    tell("merging", len(reports), len(reports))
    facts = tuple(f for u in understood for f in u.control_facts)
    rejected = tuple(sorted(rejections, key=lambda r: (r.file, r.reason)))
    return RunResult(
        options, tuple(articles), rejected, mentions, reports, events, facts, Ledgers.count(articles, rejected, mentions, events)
    )  # fmt: skip
