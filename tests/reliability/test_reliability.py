"""A run that is killed is resumed as if nothing had been; a full disk or a read-only folder is told, and the old files stay whole."""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from geomap.store import Store
from tests.reliability.kills import EXAMPLES, ROOT, hashes, kills

STORE_UNUSABLE = 5
"""Exit code; 2 where the output cannot be written."""


def geomap(*words: str | Path, user: int | None = None) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", "from geomap.cli.main import main; main()", *map(str, words)]
    if user is not None:
        command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *command]
    where = os.environ | {"PYTHONPATH": str(ROOT), "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=where, cwd="/", check=False)


def feed(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(EXAMPLES / name, folder / name)
    return folder


def fill(folder: Path, keep: int = 0) -> Path:
    """A file that leaves only so many bytes free."""
    filler = folder / "filler"
    with filler.open("wb") as stream:
        try:
            while shutil.disk_usage(folder).free > keep:
                stream.write(b"x" * 4096)
                stream.flush()
        except OSError:
            pass
    return filler


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_killed_and_resumed_is_undisturbed(tmp_path):
    found = kills(int(os.environ.get("GEOMAP_KILLS", "4")), tmp_path)
    assert found["boundary"] >= 2
    assert found["moment"] >= 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, b"size=1m") != 0:
        pytest.skip(f"a small file system cannot be mounted here: {os.strerror(ctypes.get_errno())}")
    yield folder
    libc.umount2(str(folder).encode(), 2)  # lazily


@pytest.mark.parametrize("free", [0, 60_000, 200_000], ids=["at once", "at the tables", "at the pages"])
def test_a_full_disk_is_told_and_the_old_files_stay(tmp_path, small_disk, free):
    """The old run stands on the small disk; a new one over the same folder has no room."""
    old = small_disk / "out"
    old.mkdir()
    for name in ("events.csv", "run.json"):
        (old / name).write_text("{}\n", encoding="utf-8")
    before = hashes(old)
    filler = fill(small_disk, keep=free)
    done = geomap("run", feed(tmp_path / "in", "01-idlib-nasib.txt"), "-o", old, "--no-parser", "-q")
    assert done.returncode == 2, done.stderr
    assert "full" in done.stderr
    assert str(old) in done.stderr
    assert "Traceback" not in done.stderr
    assert hashes(old) == before
    assert sorted(p.name for p in old.iterdir()) == ["events.csv", "run.json"]
    filler.unlink()


def test_a_store_on_a_full_disk_is_told_and_keeps_what_it_had(tmp_path, small_disk):
    store = small_disk / "s.sqlite"
    first = geomap("run", feed(tmp_path / "in", "01-idlib-nasib.txt"), "-o", tmp_path / "out", "--store", store, "--no-parser", "-q")
    assert first.returncode == 0, first.stderr
    with Store(store) as held:
        before = held.counts()
    filler = fill(small_disk)
    shutil.copy(EXAMPLES / "04-raqqa-euphrates.txt", tmp_path / "in")
    done = geomap("run", tmp_path / "in", "-o", tmp_path / "out", "--store", store, "--no-parser", "-q")
    assert done.returncode == STORE_UNUSABLE, done.stderr
    assert "the disk is full" in done.stderr
    filler.unlink()
    with Store(store) as held:
        held.check()
        assert held.counts() == before
    assert geomap("run", tmp_path / "in", "-o", tmp_path / "out", "--store", store, "--no-parser", "-q").returncode == 0


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may read; pytest's own are closed."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs another user")
def test_a_folder_that_cannot_be_written_is_told(open_folder):
    source = feed(open_folder / "in", "01-idlib-nasib.txt")
    out = open_folder / "out"
    out.mkdir(mode=0o755)
    (out / "run.json").write_text("{}\n", encoding="utf-8")
    seen = geomap("--version", user=65534)
    if seen.returncode:
        pytest.skip(f"another user cannot run geomap here: {seen.stderr.strip()[-200:]}")
    done = geomap("run", source, "-o", out, "--no-parser", "-q", user=65534)
    assert done.returncode == 2, done.stderr
    assert "no permission to write there" in done.stderr
    assert (out / "run.json").read_text(encoding="utf-8") == "{}\n"
    kept = geomap("run", source, "-o", out, "--store", out / "s.sqlite", "--no-parser", "-q", user=65534)
    assert kept.returncode == STORE_UNUSABLE, kept.stderr
    assert "s.sqlite: cannot be opened" in kept.stderr
    assert "Traceback" not in done.stderr + kept.stderr


def test_a_read_only_file_system_is_told_and_nothing_on_it_changes(tmp_path, small_disk):
    old, store = small_disk / "out", small_disk / "s.sqlite"
    old.mkdir()
    (old / "run.json").write_text("{}\n", encoding="utf-8")
    with Store(store):
        pass
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", str(small_disk).encode(), b"tmpfs", 32 | 1, None) != 0:  # MS_REMOUNT | MS_RDONLY
        pytest.skip(f"a file system cannot be mounted read-only here: {os.strerror(ctypes.get_errno())}")
    source = feed(tmp_path / "in", "01-idlib-nasib.txt")
    done = geomap("run", source, "-o", old, "--no-parser", "-q")
    assert done.returncode == 2, done.stderr
    assert "read-only" in done.stderr
    kept = geomap("run", source, "-o", tmp_path / "out", "--store", store, "--no-parser", "-q")
    assert kept.returncode == STORE_UNUSABLE, kept.stderr
    assert "s.sqlite: cannot be" in kept.stderr
    assert "Traceback" not in done.stderr + kept.stderr
    assert sorted(p.name for p in small_disk.iterdir()) == ["out", "s.sqlite"]
    assert (old / "run.json").read_text(encoding="utf-8") == "{}\n"
