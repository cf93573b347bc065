"""Articles in shards: folders of files that any process, on any machine that sees them, codes by itself.

A shard is cut from articles in the order of their ids, so that what all shards say, one after the other, is in the order of a run. Its
results are files too, put there together when all are written; the last of them names what they were made from. A shard that failed, or
whose process was killed, has none of them and is coded again; one that is done is never coded twice.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path

from geomap.errors import InputError, StoreError
from geomap.io.atomic import atomic_set
from geomap.io.jsonl import read_articles_jsonl, read_lines, write_jsonl
from geomap.io.records import article_record, control_fact_record, mention_record, report_record
from geomap.model import Article, Mention, sha256_hex
from geomap.pipeline.stages import Setting, Understood, understand_each

__all__ = ["PARTS", "SHARD_ARTICLES", "Pool", "code_shard", "code_shards", "cut_shards", "shard_done", "shard_totals"]

SHARD_ARTICLES = 200
"""Articles of one shard: a quarter of a minute's work, so that little is lost with a machine and asking for the next costs nothing."""
PARTS = ("mentions.jsonl", "reports.jsonl", "control_facts.jsonl")
"""What a shard says, each in the order of a run."""
_ARTICLES, _DONE = "articles.jsonl", "done.json"
_TRIES = 3

Pool = Callable[[], AbstractContextManager[Executor]]
"""Opens an executor; asked again after one broke with a process that was killed."""


def cut_shards(articles: Iterable[Article], folder: Path, *, size: int = SHARD_ARTICLES) -> list[Path]:
    """Write articles as shards.

    Parameters
    ----------
    articles : iterable of Article
        Sorted by id; taken one by one.
    folder : Path
        Shards that lie there already keep their results if they hold the same articles.
    size : int
        Articles of one shard.

    Returns
    -------
    list of Path
        A folder each, in order.

    Raises
    ------
    InputError
        The folder cannot be written.
    """
    waiting = iter(articles)
    shards: list[Path] = []
    while part := list(islice(waiting, size)):
        shard = folder / f"{len(shards):06}"
        write_jsonl(shard / _ARTICLES, map(article_record, part))
        shards.append(shard)
    return shards


def _key(shard: Path, tables: str) -> str:
    return sha256_hex((sha256_hex((shard / _ARTICLES).read_bytes()) + tables).encode())


def shard_done(shard: Path, tables: str) -> bool:
    """Whether a shard is coded, from these articles and by these tables.

    Parameters
    ----------
    shard : Path
    tables : str
        Hash of all that decides what is coded (see `geomap.pipeline.incremental.setting_key`).

    Returns
    -------
    bool
    """
    try:
        return bool(json.loads((shard / _DONE).read_text(encoding="utf-8"))["key"] == _key(shard, tables))
    except (OSError, ValueError, KeyError, TypeError):  # none, or one that a full disk cut off: it is coded again
        return False


def code_shard(shard: Path, setting: Setting, tables: str) -> int:
    """Code the articles of a shard and write what they say beside them, all files or none.

    Parameters
    ----------
    shard : Path
        As written by `cut_shards`, seen by this machine under the same path.
    setting : Setting
    tables : str
        As of `shard_done`.

    Returns
    -------
    int
        Number of articles.

    Raises
    ------
    InputError
        The articles cannot be read, or the results not be written.
    """
    articles = read_articles_jsonl(shard / _ARTICLES)
    said = list(understand_each(articles, setting, 1, None))
    reports = sorted((r for u in said for r in u.reports), key=lambda r: (r.article, r.evidence, r.id))
    counts = {
        "articles": len(articles), "mentions": _mention_counts(m for u in said for m in u.mentions), "failed": _failures(said),
        "reports": dict(sorted(Counter(r.article for r in reports).items())),
    }  # fmt: skip
    with atomic_set(shard, [*PARTS, _DONE]) as stage:
        write_jsonl(stage / PARTS[0], (mention_record(m) for u in said for m in u.mentions))
        write_jsonl(stage / PARTS[1], map(report_record, reports))
        write_jsonl(stage / PARTS[2], (control_fact_record(f) for u in said for f in u.control_facts))
        (stage / _DONE).write_text(json.dumps({"key": _key(shard, tables), **counts}, ensure_ascii=False), encoding="utf-8")
    return len(articles)


def _mention_counts(mentions: Iterable[Mention]) -> dict[str, int]:
    kinds = Counter("abroad" if m.in_syria is False else "resolved" if m.resolution.resolved else "unresolved" for m in mentions)
    return {kind: kinds[kind] for kind in ("resolved", "unresolved", "abroad")}


def _failures(said: Sequence[Understood]) -> dict[str, str]:
    return {u.article.id: u.failure for u in said if u.failure}


def shard_totals(shards: Sequence[Path]) -> tuple[Counter[str], Counter[str], dict[str, str]]:
    """What the shards count.

    Parameters
    ----------
    shards : sequence of Path
        All done.

    Returns
    -------
    (Counter, Counter, dict)
        Mentions by kind (resolved, unresolved, abroad); reports by article; articles that failed, with the reason.
    """
    mentions: Counter[str] = Counter()
    reports: Counter[str] = Counter()
    failed: dict[str, str] = {}
    for shard in shards:
        for _, row in read_lines(shard / _DONE):
            mentions.update(row["mentions"])
            reports.update(row["reports"])
            failed |= row["failed"]
    return mentions, reports, failed


def code_shards(shards: Sequence[Path], setting: Setting, tables: str, pool: Pool, *, progress: Callable[[int, int], None] | None = None) -> None:
    """Code shards wherever an executor runs them; those that fail are given out again, three times in all.

    Parameters
    ----------
    shards : sequence of Path
        Those that are done are left alone.
    setting : Setting
    tables : str
        As of `shard_done`.
    pool : callable
        Opens an executor: of processes here or on other machines that see the shards under the same paths.
    progress : callable, optional
        Called with the number of shards done and of all.

    Raises
    ------
    InputError
        A shard can be read or written nowhere: what its last try answered.
    StoreError
        A shard failed in every try for another reason, as a process that was killed for its memory each time.
    """
    waiting = [s for s in shards if not shard_done(s, tables)]
    tries = 0
    while waiting:
        why: dict[Path, BaseException] = {}
        done = len(shards) - len(waiting)
        with pool() as executor:
            for shard, error in _round(waiting, setting, tables, executor):
                if error is None:
                    done += 1
                else:
                    why[shard] = error
                if progress:
                    progress(done, len(shards))
        waiting = [s for s in waiting if s in why or not shard_done(s, tables)]
        tries += 1
        if waiting and tries == _TRIES:
            _give_up(waiting, why)


def _round(shards: Sequence[Path], setting: Setting, tables: str, executor: Executor) -> Iterator[tuple[Path, BaseException | None]]:
    """Each shard with what went wrong, as they come."""
    futures: dict[Future[int], Path] = {}
    for shard in shards:
        try:
            futures[executor.submit(code_shard, shard, setting, tables)] = shard
        except RuntimeError as error:  # it broke while shards were given out
            yield shard, error
    for future in as_completed(futures):
        yield futures[future], future.exception()


def _give_up(waiting: Sequence[Path], why: dict[Path, BaseException]) -> None:
    first = waiting[0]
    error = why.get(first)
    if isinstance(error, InputError):
        raise error
    reason = f"{type(error).__name__}: {error}" if error else "its results were not to be seen afterwards; do all machines share this folder?"
    raise StoreError(
        f"{first}: coded in none of {_TRIES} tries ({reason}); {len(waiting)} shards are left. What is done is kept: run again with the same "
        "output folder; if a process is killed for its memory, use fewer of them"
    )
