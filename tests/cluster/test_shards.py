"""A run by shards: the same bytes as in memory, with processes that are killed, and without coding anything twice."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from geomap.errors import InputError, StoreError
from geomap.io.jsonl import read_articles_jsonl
from geomap.limits import Limits
from geomap.pipeline import RunOptions, run_pipeline
from geomap.pipeline.cluster import executor_pool
from geomap.pipeline.incremental import setting_key
from geomap.pipeline.large import WORK, is_large, run_large
from geomap.pipeline.outputs import FILES, write_outputs
from geomap.pipeline.shards import code_shards, cut_shards, shard_done
from geomap.pipeline.stages import Setting
from tests.shared import ROOT

ARTICLES = ROOT / "examples" / "articles"
FOREIGN = "قتل ثلاثة مدنيين وأصيب تسعة آخرون في قصف على قرية جنوب معرة النعمان يوم الاثنين، بحسب ما قال سكان في المنطقة."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, a copy of one, a text in Arabic, one that cannot be read."""
    made = tmp_path_factory.mktemp("articles")
    for path in ARTICLES.iterdir():
        (made / path.name).write_bytes(path.read_bytes())
    (made / "copy.txt").write_bytes((ARTICLES / "07-baghuz.txt").read_bytes())
    (made / "foreign.txt").write_text(FOREIGN, encoding="utf-8")
    (made / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    return made


@pytest.fixture(scope="module")
def expected(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run in memory writes."""
    out = tmp_path_factory.mktemp("memory")
    write_outputs(run_pipeline(RunOptions((folder,), out, parser=False)), out)
    return {name: (out / name).read_bytes() for name in FILES}


def _files(out: Path) -> dict[str, bytes]:
    assert sorted(p.name for p in out.iterdir()) == sorted(FILES)
    return {p.name: p.read_bytes() for p in out.iterdir()}


class _DiesOnce(ProcessPoolExecutor):
    """Kills the process of the second shard, once."""

    def __init__(self, flag: Path) -> None:
        super().__init__(max_workers=2)
        self._flag = flag

    def submit(self, fn: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        return super().submit(_deadly, self._flag, fn, *args)


def _deadly(flag: Path, fn: Callable[..., Any], shard: Path, *args: Any) -> Any:
    if shard.name == "000001" and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return fn(shard, *args)


def test_same_bytes_with_a_process_killed_on_the_way(folder: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    out, flag = tmp_path / "out", tmp_path / "killed"
    result = run_large(RunOptions((folder,), out, parser=False), pool=partial(_DiesOnce, flag), shard_articles=3)
    assert flag.exists()
    assert _files(out) == expected
    assert result.ledgers.closed
    assert (result.ledgers.articles_copies, result.ledgers.articles_not_coded, len(result.rejections)) == (1, 1, 1)


def test_same_bytes_on_any_executor(folder: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        run_large(RunOptions((folder,), tmp_path / "out", parser=False), pool=executor_pool(executor), shard_articles=5)
    assert _files(tmp_path / "out") == expected


class _Counting(ThreadPoolExecutor):
    def __init__(self, given: list[str], fail: frozenset[str] = frozenset()) -> None:
        super().__init__(1)
        self._given, self._fail = given, fail

    def submit(self, fn: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        self._given.append(args[0].name)
        if args[0].name in self._fail:
            return super().submit(_fails)
        return super().submit(fn, *args)


def _fails() -> None:
    raise MemoryError("no more")


def _shards(folder: Path, tmp_path: Path, size: int = 4) -> list[Path]:
    run_pool: Callable[[], Executor] = partial(ThreadPoolExecutor, 1)
    out = tmp_path / "whole"
    run_large(RunOptions((folder,), out, parser=False), pool=run_pool)
    return cut_shards(read_articles_jsonl(out / "articles.jsonl"), tmp_path / "work", size=size)


def test_what_is_done_is_kept_and_coded_once(folder: Path, tmp_path: Path) -> None:
    shards, setting = _shards(folder, tmp_path), Setting(parser=False)
    key = setting_key(setting)
    given: list[str] = []
    last = shards[-1].name
    with pytest.raises(StoreError, match=f"{last}.*3 tries.*no more.*1 shards are left"):
        code_shards(shards, setting, key, lambda: _Counting(given, frozenset([last])))
    assert given == [s.name for s in shards] + [last] * 2
    assert [shard_done(s, key) for s in shards] == [True] * (len(shards) - 1) + [False]
    given.clear()
    seen: list[tuple[int, int]] = []
    code_shards(shards, setting, key, lambda: _Counting(given), progress=lambda n, total: seen.append((n, total)))
    assert given == [last]
    assert seen == [(len(shards), len(shards))]
    assert not shard_done(shards[0], "other tables")
    (shards[0] / "articles.jsonl").write_bytes((shards[1] / "articles.jsonl").read_bytes())
    assert not shard_done(shards[0], key)


def test_a_done_file_that_is_cut_off_is_none(folder: Path, tmp_path: Path) -> None:
    shard, key = _shards(folder, tmp_path, 99)[0], "t"
    for text in ("", "{", "[]", '{"key": 3}'):
        (shard / "done.json").write_text(text, encoding="utf-8")
        assert not shard_done(shard, key)


def test_nothing_that_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_bytes(b"%PDF-")
    result = run_large(RunOptions((tmp_path / "in",), tmp_path / "out", parser=False))
    assert (result.ledgers.articles_read, len(result.rejections)) == (0, 1)
    assert list((tmp_path / "out").iterdir()) == []


def test_store_and_decisions_are_refused(folder: Path, tmp_path: Path) -> None:
    options = RunOptions((folder,), tmp_path / "out", parser=False)
    with pytest.raises(InputError, match="store"):
        run_large(replace(options, store=tmp_path / "s.sqlite"))
    with pytest.raises(InputError, match="no input"):
        run_large(replace(options, inputs=()))
    assert not (tmp_path / "out" / WORK).exists()


def test_many_articles_go_by_the_disk(folder: Path, tmp_path: Path) -> None:
    few = RunOptions((folder,), limits=Limits(held_articles=10))
    assert is_large(few)
    assert not is_large(replace(few, store=tmp_path / "s.sqlite"))
    assert not is_large(RunOptions((folder,)))
    (tmp_path / "a.jsonl").write_text('{"text": "Shells fell."}\n' * 4_000, encoding="utf-8")
    assert is_large(RunOptions((tmp_path / "a.jsonl",), limits=Limits(held_articles=20)))


def test_more_than_a_browser_holds(folder: Path, tmp_path: Path) -> None:
    options = RunOptions((folder,), tmp_path / "memory", parser=False, limits=Limits(desk_articles=3, map_events=2))
    write_outputs(run_pipeline(options), options.output)
    run_large(replace(options, output=tmp_path / "disk"), pool=partial(ThreadPoolExecutor, 1))
    assert _files(tmp_path / "disk") == _files(options.output)
    assert "a map holds 2 " in (options.output / "map.html").read_text(encoding="utf-8")
    assert "a desk holds 3 " in (options.output / "review.html").read_text(encoding="utf-8")
