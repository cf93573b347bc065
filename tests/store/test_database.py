"""The store keeps what it was given, refuses what it cannot read, and survives being killed."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "io"))
from event_samples import FAR, article, articles, facts, killed, mentions, report, reports

from geomap.errors import StoreError
from geomap.events.identity import fates, traces
from geomap.events.merge import merge_reports
from geomap.io.jsonl import dump_line, event_record
from geomap.model import Article, Fate, Trace
from geomap.store import Kept, Store, cache_key
from geomap.store.migrations import MIGRATIONS, SCHEMA_VERSION
from geomap.store.network import network_file_system

keeps = st.builds(
    Kept, articles, st.lists(mentions, max_size=2).map(tuple), st.lists(reports(), max_size=2).map(tuple), st.lists(facts, max_size=2).map(tuple)
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(keeps, st.text("0123456789abcdef", min_size=1, max_size=4))
def test_what_is_kept_comes_back_equal(tmp_path, kept, key):
    with Store(tmp_path / "s.sqlite") as store:
        store.put(key, kept)
    with Store(tmp_path / "s.sqlite") as store:
        assert store.get(key) == kept
        assert store.get("another") is None


def test_the_key_follows_everything_that_shapes_the_result():
    base = {"tables": {"a": "1", "b": "2"}, "options": {"parser": True}, "versions": {"geomap": "1"}}
    key = cache_key(article(), **base)
    assert key == cache_key(article(), **{**base, "tables": {"b": "2", "a": "1"}})
    others = [
        cache_key(article(text="other"), **base), cache_key(article(outlet="Other"), **base),
        cache_key(article(), **{**base, "tables": {"a": "1", "b": "3"}}), cache_key(article(), **{**base, "options": {"parser": False}}),
        cache_key(article(), **{**base, "versions": {"geomap": "2"}}),
    ]  # fmt: skip
    assert len({key, *others}) == 6


def test_pruning_drops_only_what_is_not_named(tmp_path):
    with Store(tmp_path / "s.sqlite") as store:
        for key in "abc":
            store.put(key, Kept(article(key), (), (), ()))
        assert store.known(["a", "b", "x"]) == {"a", "b"}
        assert store.prune(["b", "never kept"]) == 2
        assert store.known(list("abc")) == {"b"}


def test_many_keys_are_asked_for_at_once(tmp_path):
    with Store(tmp_path / "s.sqlite") as store:
        store.put("k7", Kept(article(), (), (), ()))
        assert store.known([f"k{i}" for i in range(70_000)]) == {"k7"}


def test_a_newer_schema_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "s.sqlite"
    Store(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="written by a newer geomap"):
        Store(path)
    assert path.read_bytes() == before


def test_an_older_schema_is_brought_up_step_by_step(tmp_path):
    path = tmp_path / "s.sqlite"
    Store(path).close()
    with Store(path) as store:
        assert store.counts()["schema"] == SCHEMA_VERSION == len(MIGRATIONS)
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    db.close()


def test_other_files_are_refused_and_left_alone(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("not a database at all, but long enough to look like a header of one" * 20)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE mine (x)")
    db.close()
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(StoreError, match=r"no store of geomap; name another file with --store"):
            Store(path)
        assert path.read_bytes() == before


def test_a_damaged_store_says_so(tmp_path):
    path = tmp_path / "s.sqlite"
    with Store(path) as store:
        for i in range(50):
            store.put(f"{i:03}", Kept(article(str(i)), (), (report(str(i)),), ()))
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 6] = b"\xaa" * 4096 * 3
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"damaged|cannot be used"), Store(path) as store:
        store.check()


def test_a_closed_store_is_one_file(tmp_path):
    with Store(tmp_path / "s.sqlite") as store:
        store.put("a", Kept(article(), (), (), ()))
    assert [p.name for p in tmp_path.iterdir()] == ["s.sqlite"]


def test_the_copy_handed_on_has_a_plain_journal_and_the_same_content(tmp_path):
    kept = Kept(article(), (), (report("1"),), ())
    with Store(tmp_path / "s.sqlite") as store:
        store.put("a", kept)
        store.hand_on(tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").read_bytes()[18:20] == b"\x01\x01"
    with Store(tmp_path / "copy.sqlite") as store:
        assert store.get("a") == kept


def test_network_folders_are_named(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path}/share nfs4 rw 0 0\n//s/y {tmp_path}/a\\040b cifs rw 0 0\n")
    assert network_file_system(tmp_path / "share" / "deep", mounts) == "nfs4"
    assert network_file_system(tmp_path / "a b", mounts) == "cifs"
    assert network_file_system(tmp_path / "shared", mounts) is None
    assert network_file_system(tmp_path, tmp_path / "no table") is None


def test_ids_are_remembered_with_what_became_of_them(tmp_path):
    texts = {"a": article("a"), "b": article("b", published="2018-05-01")}
    old = [report("1"), report("gone", where=FAR)]
    first = merge_reports(old, texts)
    new = [report("1"), report("0", article="b", deaths=killed(2))]
    with Store(tmp_path / "s.sqlite") as store:
        store.remember(traces(first, {r.id: r for r in old}, texts), [])
        second = merge_reports(new, texts)
        store.remember(traces(second, {r.id: r for r in new}, texts), fates(store.traces(), second, {r.id: r for r in new}, texts))
        (event,) = second
        became = {store.fate(e.id).kind: store.fate(e.id).became for e in first}
        assert became["merged"] == (event.id,)
        assert store.fate(event.id) == Fate(event.id, (event.id,), "same", "")
        assert store.fate("never given") is None
        assert {t.id for t in store.traces()} == {e.id for e in (*first, *second)}
        assert all(isinstance(t, Trace) for t in store.traces())


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_article_by_article_equals_a_fresh_run(tmp_path, data):
    """Whatever comes in on whatever day, is changed and taken away: the events are those of one run over what is there."""
    path = tmp_path / f"{data.draw(st.integers(0, 10**9))}-{time.monotonic_ns()}.sqlite"
    pool = [
        Kept(article(name, outlet=outlet), (), (report(name + "1", article=name, deaths=killed(n)), report(name + "2", article=name, weapon=outlet)), ())
        for name, outlet, n in (("a", "SANA", 5), ("b", "South Front", 5), ("c", "SOHR", 7), ("d", None, 1))
    ]
    present: list[Kept] = []
    for present in data.draw(st.lists(st.lists(st.sampled_from(pool), unique_by=lambda k: k.article.id), min_size=1, max_size=4)):
        with Store(path) as store:
            keys = [cache_key(k.article, tables={}, options={}, versions={}) for k in present]
            known = store.known(keys)
            for key, kept in zip(keys, present, strict=True):
                if key not in known:
                    store.put(key, kept)
            store.prune(keys)
            back = [store.get(key) for key in keys]
    assert _bytes(back) == _bytes(sorted(present, key=lambda k: k.article.id))


def _bytes(kept):
    texts = {k.article.id: k.article for k in kept}
    return "\n".join(dump_line(event_record(e)) for e in merge_reports([r for k in kept for r in k.reports], texts)).encode()


WRITER = """
import sys
from pathlib import Path
from geomap.model import Article
from geomap.store import Kept, Store
store = Store(Path(sys.argv[1]))
for i in range(100_000):
    name = f"{i:06}"
    if not store.known([name]):
        store.put(name, Kept(Article(name, name + ".txt", "0" * 64, "text of " + name), (), (), ()))
        print(name, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX")
def test_kills_lose_nothing_that_was_acknowledged(tmp_path):
    path = tmp_path / "s.sqlite"
    dice = random.Random(20181013)
    acknowledged: set[str] = set()
    for _ in range(int(os.environ.get("GEOMAP_KILLS", "3"))):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
        first = process.stdout.readline()
        time.sleep(dice.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
        process.wait()
        process.stdout.close()
        acknowledged |= {line.strip() for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")}
        with Store(path) as store:
            store.check()
            assert store.known(sorted(acknowledged)) == acknowledged
            name = max(acknowledged)
            assert store.get(name) == Kept(Article(name, name + ".txt", "0" * 64, "text of " + name), (), (), ())
    assert acknowledged


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_store_that_cannot_be_opened_says_so(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match=r"file/s\.sqlite"):
        Store(tmp_path / "file" / "s.sqlite")
