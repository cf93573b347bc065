"""A real cluster of Dask on this machine: a scheduler and two workers in processes of their own, one killed on the way."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli.main import group
from geomap.errors import InputError
from geomap.pipeline import RunOptions, run_pipeline
from geomap.pipeline.cluster import dask_pool, executor_pool
from geomap.pipeline.large import WORK
from geomap.pipeline.outputs import FILES, write_outputs
from geomap.pipeline.shards import Pool
from tests.shared import ROOT

pytest.importorskip("distributed", reason="needs geomap[cluster]")
RUN = """
import sys
from pathlib import Path
from geomap.pipeline import RunOptions
from geomap.pipeline.cluster import dask_pool
from geomap.pipeline.large import run_large
articles, out, scheduler = sys.argv[1:]
run_large(RunOptions((Path(articles),), Path(out), parser=False), pool=dask_pool(scheduler), shard_articles=10)
"""
SIZE = 60  # six shards
WAIT_SECONDS = 120


def _started(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Scheduler file and workers."""
    file = tmp_path / "scheduler.json"
    here = ["--host", "127.0.0.1", "--no-dashboard"]
    scheduler = _started("distributed.cli.dask_scheduler", "--scheduler-file", str(file), "--port", "0", *here)
    worker = ["distributed.cli.dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path / "dask"), *here]
    workers = [_started(*worker) for _ in range(2)]
    try:
        yield str(file), workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def _texts(folder: Path) -> None:
    folder.mkdir()
    words = ("market", "school", "road", "field", "river", "bridge", "camp", "convoy", "harvest", "winter", "hospital", "border", "fuel", "bread")
    towns = ("Saraqib", "Ariha", "Jisr al-Shughur", "Kafr Nabl", "Maarat al-Numan", "Khan Shaykhun", "al-Bab", "Manbij", "Afrin", "Jarabulus")
    for n in range(SIZE):
        town, other = towns[n % 10], towns[(n // 10) % 10]
        dice = random.Random(n)
        also = " ".join(dice.choice(words) for _ in range(60))
        text = (
            f"BEIRUT, {1 + n % 28} May 2017 - Air strikes killed {2 + n % 40} civilians in {town} on Monday, residents said.\n\n"
            f"Rebels shelled government positions near {other} and took {3 + n // 7} fighters prisoner, a monitor said on Tuesday.\n\n"
            f"Of the {also} nothing was told.\n"
        )
        (folder / f"a{n:04}.txt").write_text(text, encoding="utf-8")


def test_same_bytes_with_a_worker_killed(cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path) -> None:
    scheduler, workers = cluster
    _texts(tmp_path / "in")
    alone, out = tmp_path / "alone", tmp_path / "out"
    run = subprocess.Popen([sys.executable, "-c", RUN, str(tmp_path / "in"), str(out), scheduler], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    end = time.monotonic() + WAIT_SECONDS
    while not list((out / WORK).glob("*/done.json")) and run.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    os.kill(workers[0].pid, signal.SIGKILL)  # with one shard done, the others are in work or wait
    _, errors = run.communicate(timeout=WAIT_SECONDS)
    assert run.returncode == 0, errors.decode()
    write_outputs(run_pipeline(RunOptions((tmp_path / "in",), alone, parser=False)), alone)
    assert b'"duplicate_of": "' not in (out / "articles.jsonl").read_bytes()  # so that there are six shards
    assert {name: (out / name).read_bytes() for name in FILES} == {name: (alone / name).read_bytes() for name in FILES}
    assert not (out / WORK).exists()


def test_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def pool(scheduler: str) -> Pool:
        asked.append(scheduler)
        return executor_pool(ThreadPoolExecutor(1))

    monkeypatch.setattr("geomap.pipeline.cluster.dask_pool", pool)
    (tmp_path / "a.txt").write_text("1 May 2017 - Air strikes killed six civilians in Saraqib on Monday, residents said.\n", encoding="utf-8")
    done = CliRunner().invoke(group, ["run", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--no-parser", "--cluster", "tcp://h:1"])
    assert (done.exit_code, asked) == (0, ["tcp://h:1"]), done.output
    assert "events:   1 coded = 1 drawn" in done.output


def test_no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geomap.pipeline.cluster._WAIT_SECONDS", 1)
    with pytest.raises(InputError, match="no scheduler answers"), dask_pool("tcp://127.0.0.1:1")():
        pass
