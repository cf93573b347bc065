"""Whatever surrounds a run: locale, time zone, hash seed, no network, a second run at once, files that vanish, stores of other versions."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from geomap.errors import StoreError
from geomap.store import Store
from geomap.store.look import look_at_store
from geomap.store.migrations import SCHEMA_VERSION
from tests.reliability.kills import EXAMPLES, ROOT, hashes

NAME = "01-idlib-nasib.txt"


def start(*words: str | Path, before: tuple[str, ...] = (), **settings: str) -> "subprocess.Popen[str]":
    command = [*before, sys.executable, "-c", "from geomap.cli.main import main; main()", *map(str, words), "--no-parser", "-q"]
    where = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | settings
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=where, cwd="/")


def end(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, said = process.communicate(timeout=300)
    return process.returncode, said


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    shutil.copy(EXAMPLES / NAME, tmp_path / "in" / NAME)
    return tmp_path / "in"


def test_locale_zone_hash_seed_and_a_missing_network_change_no_byte(source: Path, tmp_path: Path) -> None:
    plain = start("run", source, "-o", tmp_path / "plain", TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    assert end(plain) == (0, "")
    cut_off = ("unshare", "-n") if shutil.which("unshare") and subprocess.run(["unshare", "-n", "true"], check=False, capture_output=True).returncode == 0 else ()
    other = start("run", source, "-o", tmp_path / "other", before=cut_off, TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="4242", PYTHONUTF8="0")
    assert end(other) == (0, "")
    assert hashes(tmp_path / "plain") == hashes(tmp_path / "other")


def test_two_runs_on_one_store_at_once_both_end_and_lose_nothing(source: Path, tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    both = [start("run", source, "-o", tmp_path / name, "--store", store) for name in ("a", "b")]
    for code, said in map(end, both):
        assert code == 0 or (code == 5 and "in use by another geomap" in said), said
        assert "Traceback" not in said
    with Store(store) as held:
        held.check()
        assert held.counts()["articles"] == 1
    assert end(start("run", source, "-o", tmp_path / "a", "--store", store))[0] == 0
    assert end(start("run", source, "-o", tmp_path / "fresh", "--store", tmp_path / "fresh.sqlite"))[0] == 0
    assert hashes(tmp_path / "a") == hashes(tmp_path / "fresh")


def test_a_file_that_vanishes_is_rejected_by_name_and_the_others_are_read(source: Path) -> None:
    from geomap.articles import read_articles
    from geomap.model import Rejection

    for name in ("a.txt", "b.txt", "c.txt"):
        (source / name).write_text(f"Shells fell on a village near Idlib, residents said. {name}\n", encoding="utf-8")
    found = []
    for item in read_articles([source]):
        found.append(item)
        (source / "c.txt").unlink(missing_ok=True)
    assert {NAME, "a.txt", "b.txt"} <= {i.file for i in found}
    lost = [i for i in found if isinstance(i, Rejection)]
    assert [i.file for i in lost] in (["c.txt"], [])
    assert all("c.txt" in i.file and i.reason.strip() for i in lost)


def test_nothing_is_left_open_nor_behind(source: Path, tmp_path: Path) -> None:
    """Twice the same run in one process: as many files open after the second as after the first, and none in the folder for temporary files."""
    aside = tmp_path / "aside"
    aside.mkdir()
    code = (
        "import os, sys\nfrom geomap.cli.main import main\nseen = []\n"
        "for n in range(3):\n    try:\n        main(sys.argv[1:])\n    except SystemExit as end:\n        assert end.code == 0, end.code\n"
        "    seen.append(len(os.listdir('/proc/self/fd')))\nprint(seen[1] - seen[0], seen[2] - seen[1])\n"
    )
    words = ["run", str(source), "-o", str(tmp_path / "out"), "--store", str(tmp_path / "s.sqlite"), "--no-parser", "-q"]
    if not Path("/proc/self/fd").exists():
        pytest.skip("open files are counted in /proc")
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(aside)})
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-2:] == ["0", "0"]
    assert sorted(aside.iterdir()) == []
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("s.sqlite")] == ["s.sqlite"]


def altered(path: Path, *statements: str) -> Path:
    with Store(path):
        pass
    db = sqlite3.connect(path)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()
    return path


def test_a_look_at_a_store_says_what_it_is_and_leaves_no_byte_behind(tmp_path: Path) -> None:
    path = altered(tmp_path / "s.sqlite", "PRAGMA journal_mode = DELETE")
    before = path.read_bytes()
    seen = look_at_store(path)
    assert (seen.schema, seen.articles) == (SCHEMA_VERSION, 0)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["s.sqlite"]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (f"PRAGMA user_version = {SCHEMA_VERSION + 1}", "written by a newer geomap"), ("PRAGMA application_id = 7", "no store of geomap"),
        ("DROP TABLE coded", "cannot be read as a store"),
    ],
)  # fmt: skip
def test_a_look_at_something_else_says_so(tmp_path: Path, statement: str, told: str) -> None:
    path = altered(tmp_path / "s.sqlite", "PRAGMA foreign_keys = OFF", statement)
    with pytest.raises(StoreError, match=told) as error:
        look_at_store(path)
    assert str(path) in str(error.value)


def test_a_look_at_a_store_in_use_waits_for_nobody(tmp_path: Path) -> None:
    with Store(tmp_path / "s.sqlite"):
        assert look_at_store(tmp_path / "s.sqlite").articles == 0


def test_a_torn_store_is_told(tmp_path: Path) -> None:
    path = altered(tmp_path / "s.sqlite")
    path.write_bytes(path.read_bytes()[:5000])
    for look in (look_at_store, Store):
        with pytest.raises(StoreError, match=r"s\.sqlite"):
            look(path)
