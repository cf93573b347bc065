"""Write what a run found: the files of the design, each whole or not at all."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap._version import __version__
from geomap.corrections import Outcome
from geomap.io.atomic import atomic_set, write_bytes, write_text
from geomap.io.jsonl import write_jsonl
from geomap.io.records import article_record, control_fact_record, mention_record, report_record
from geomap.limits import Limits
from geomap.model import Article, Rejection, sha256_hex
from geomap.pipeline.ledgers import Ledgers
from geomap.pipeline.options import RunOptions
from geomap.pipeline.run import RunResult
from geomap.tables.reader import table_bytes

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geomap.maps.eventmap import EventMap

__all__ = ["FILES", "event_map", "map_page", "no_desk", "no_map", "record_of", "review_desk", "run_record", "write_outputs"]

TABLES = (
    "actors.csv", "forces.csv", "force_nouns.csv", "frames.csv", "generic_actors.csv", "objects.csv", "outlets.csv", "sources.csv",
    "toponym_words.csv", "triggers.csv", "weapons.csv",
)  # fmt: skip
FILES = (
    "articles.jsonl", "mentions.jsonl", "reports.jsonl", "control_facts.jsonl", "events.geojson", "events.csv", "events.gpkg",
    "events.qgs", "events.parquet", "map.html", "review.html", "run.json",
)  # fmt: skip


def write_outputs(result: RunResult, folder: Path, *, progress: Callable[[str], None] | None = None) -> list[Path]:
    """Write every file of a run, all or none; ``run.json`` comes last, so that its presence says that the others are whole and of its run.

    Parameters
    ----------
    result : RunResult
    folder : Path
        Made if it is not there.
    progress : callable, optional
        Called with the name of each file before it is written.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    InputError
        The folder cannot be written to.
    """
    from geomap.io.flat_csv import write_csv
    from geomap.io.geojson import write_geojson
    from geomap.io.gpkg import write_gpkg
    from geomap.io.parquet import write_parquet
    from geomap.io.qgis import project_bytes

    frame = result.frame()
    writers: dict[str, Callable[[Path], Any]] = {
        "articles.jsonl": lambda p: write_jsonl(p, map(article_record, result.articles)),
        "mentions.jsonl": lambda p: write_jsonl(p, map(mention_record, result.mentions)),
        "reports.jsonl": lambda p: write_jsonl(p, map(report_record, result.reports)),
        "control_facts.jsonl": lambda p: write_jsonl(p, map(control_fact_record, result.control_facts)),
        "events.geojson": lambda p: write_geojson(p, frame),
        "events.csv": lambda p: write_csv(p, frame),
        "events.gpkg": lambda p: write_gpkg(p, frame),
        "events.qgs": lambda p: write_bytes(p, project_bytes("events.gpkg")),
        "events.parquet": lambda p: write_parquet(p, frame),
        "map.html": lambda p: write_text(p, map_page(frame, run_record(result), result.options.limits)),
        "review.html": lambda p: write_text(p, review_desk(result)),
        "run.json": lambda p: write_text(p, json.dumps(run_record(result), ensure_ascii=False, indent=1, sort_keys=True) + "\n"),
    }
    with atomic_set(folder, FILES) as stage:
        for name in FILES:
            if progress:
                progress(name)
            writers[name](stage / name)
    return [folder / name for name in FILES]


def event_map(result: RunResult) -> "EventMap":
    """The interactive map of a run: the same as drawn later from the files it wrote.

    Parameters
    ----------
    result : RunResult

    Returns
    -------
    EventMap
    """
    from geomap.pipeline.mapping import map_of_run

    return map_of_run(result.frame(), run_record(result))


def review_desk(result: RunResult) -> str:
    """The page on which a person reviews a run.

    Parameters
    ----------
    result : RunResult

    Returns
    -------
    str
    """
    from geomap.io.corrections import read_corrections
    from geomap.maps.desk import DeskInput, desk_page

    if len(result.articles) > result.options.limits.desk_articles:
        return no_desk(len(result.articles), result.options.limits.desk_articles)
    from geomap.pipeline.corrected import corrections_files
    from geomap.tables.actors import load_actors

    r = result
    actors = load_actors(r.options.actors)
    rows = tuple({c for path in corrections_files(r.options) for c in read_corrections(path, r.options.limits)})
    return desk_page(DeskInput(r.articles, r.mentions, r.reports, r.events, r.control_facts, actors, r.options.title, rows))


def no_desk(articles: int, cap: int) -> str:
    """The page that stands in the desk's place where a run has more articles than a browser holds.

    Parameters
    ----------
    articles, cap : int

    Returns
    -------
    str
    """
    return _no_page(
        "No review desk", f"This run has {articles:,} articles; a desk holds {cap:,} (desk_articles under [limits] of geomap.toml). "
        "Run geomap on the articles of one outlet, place or month to review these; corrections.csv works for the whole run all the same.",
    )  # fmt: skip


def map_page(events: "GeoDataFrame", record: dict[str, Any], limits: Limits) -> str:
    """The interactive map of a run, or a page that says why there is none: it has more events than a browser holds.

    Parameters
    ----------
    events : GeoDataFrame
    record : dict
        As of `run_record`.
    limits : Limits

    Returns
    -------
    str
    """
    from geomap.pipeline.mapping import map_of_run

    return no_map(len(events), limits.map_events) if len(events) > limits.map_events else map_of_run(events, record).page()


def no_map(events: int, cap: int) -> str:
    """As `no_desk`, of the map."""
    return _no_page(
        "No map", f"This run has {events:,} events; a map holds {cap:,} (map_events under [limits] of geomap.toml). "
        "Draw a part with geomap map, as with --since, --until, --bbox or --actor; events.gpkg opens whole in QGIS.",
    )  # fmt: skip


def _no_page(title: str, text: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>\n'
        f"<h1>{title}</h1>\n<p>{text}</p>\n</body></html>\n"
    )


def run_record(result: RunResult) -> dict[str, Any]:
    """The record of a run: what went in, what came of it, and by which versions and tables; no clock, host, duration or absolute path.

    Parameters
    ----------
    result : RunResult

    Returns
    -------
    dict
    """
    told = Counter(r.article for r in result.reports)
    return record_of(result.options, result.ledgers, ((a, told[a.id]) for a in result.articles), result.rejections, result.corrections)


def record_of(
    options: RunOptions, n: Ledgers, articles: Iterable[tuple[Article, int]], rejections: Sequence[Rejection], corrections: Outcome
) -> dict[str, Any]:
    """As `run_record`, of what may lie on disk.

    Parameters
    ----------
    options : RunOptions
    n : Ledgers
    articles : iterable of (Article, int)
        With the number of reports of each; taken one by one.
    rejections : sequence of Rejection
    corrections : Outcome

    Returns
    -------
    dict
    """
    return {
        "geomap": __version__,
        "tables": {name: sha256_hex(table_bytes(name, options.actors if name == "actors.csv" else None)) for name in TABLES},
        "gazetteer": {"bundled": _bundled_hash(), "added": [{"file": p.name, "sha256": sha256_hex(p.read_bytes())} for p in options.gazetteers]},
        "options": {
            "title": options.title, "published": options.published, "outlet": options.outlet, "worldview": options.worldview,
            "parser": _parser(options.parser),
        },
        "articles": [
            {
                "file": a.file, "id": a.id, "sha256": a.sha256, "published": a.published, "published_precision": a.published_precision,
                "outlet": a.outlet, "language": a.language, "duplicate_of": a.duplicate_of, "reports": told,
            }
            for a, told in articles
        ],
        "corrections": corrections.record(),
        "rejected": [{"file": r.file, "reason": r.reason} for r in rejections],
        "ledgers": {
            "articles": {"found": n.articles_found, "read": n.articles_read, "rejected": n.articles_rejected, "not_coded": n.articles_not_coded, "copies": n.articles_copies},
            "mentions": {"found": n.mentions, "resolved": n.mentions_resolved, "unresolved": n.mentions_unresolved, "outside_syria": n.mentions_abroad},
            "events": {"coded": n.events, "drawn": n.events_drawn, "without_place": n.events_unplaced, "outside_syria": n.events_abroad, "rejected": n.events_rejected},
        },
    }  # fmt: skip


def _parser(wanted: bool) -> str | None:
    """The model that gave the roles, or None where word order did."""
    from geomap.events.syntax import parser_available

    return "en_core_web_sm 3.8.0" if wanted and parser_available() else None


def _bundled_hash() -> str:
    return sha256_hex(resources.files("geomap").joinpath("data", "manifest.json").read_bytes())
