"""A daily feed: only what changed is coded, and what is written is that of a fresh run over what is there."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap.errors import StoreError
from geomap.io.jsonl import dump_line
from geomap.io.records import article_record, control_fact_record, event_record, mention_record, report_record
from geomap.pipeline import RunOptions, RunResult, incremental, run_pipeline, stages
from geomap.pipeline.outputs import run_record
from geomap.store import Store

HEAD = "Strikes in the north\n\n"
SENTENCES = (
    "Russian warplanes bombed Saraqib on 3 May 2018, killing five people.",
    "Syrian Army warplanes bombed Saraqib on 3 May 2018, killing five people.",
    "The Syrian Arab Army captured the town of Mayadin from ISIS on 14 October 2017.",
    "Turkish artillery shelled Tell Rifaat on 2 May 2018, killing two civilians.",
    "A car bomb exploded in Azaz on 2 May 2018.",
)
NAMES = ("a.txt", "b.txt", "c.txt", "d.txt")
texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=2, unique=True).map(lambda s: HEAD + " ".join(s) + "\n")
outlets = st.sampled_from(["", "SANA", "SOHR"])
folders = st.dictionaries(st.sampled_from(NAMES), st.tuples(texts, outlets), min_size=1, max_size=4)


def lay_out(folder: Path, content: dict[str, tuple[str, str]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, (text, _) in content.items():
        (folder / name).write_text(text, encoding="utf-8")
    rows = "".join(f"{name},2018-05-04,{outlet}\n" for name, (_, outlet) in sorted(content.items()))
    (folder / "articles.csv").write_text("file,published,outlet\n" + rows, encoding="utf-8")
    return folder


def told(result: RunResult) -> str:
    """Everything a run writes, as far as it does not follow from these."""
    parts = (
        map(article_record, result.articles), map(mention_record, result.mentions), map(report_record, result.reports),
        map(control_fact_record, result.control_facts), map(event_record, result.events), [run_record(result)],
    )  # fmt: skip
    return "\n".join(dump_line(record) for part in parts for record in part)


def run(folder: Path, **options) -> RunResult:
    return run_pipeline(RunOptions((folder,), parser=False, **options))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(folders, min_size=2, max_size=5))
def test_day_by_day_equals_a_fresh_run(tmp_path_factory, days):
    """Articles are added, changed, given another outlet and taken away in any order."""
    base = tmp_path_factory.mktemp("feed")
    ever: set[str] = set()
    for content in days:
        folder = lay_out(base / "in", content)
        result = run(folder, store=base / "s.sqlite")
        assert told(result) == told(run(folder))
        ever |= {e.id for e in result.events}
        with Store(base / "s.sqlite") as store:
            assert store.counts()["articles"] == sum(a.duplicate_of is None for a in result.articles)
            assert {t.id for t in store.traces()} == ever
            present = {e.id for e in result.events}
            for old in ever:
                fate = store.fate(old)
                assert set(fate.became) <= present
                assert (fate.kind == "withdrawn") == (not fate.became)
                assert fate.kind == "same" or fate.reason


@pytest.fixture
def coded(monkeypatch):
    """Names of the articles that were coded, in order."""
    names: list[str] = []
    real = stages.understand

    def counted(article, setting, lines=None):
        names.append(article.file)
        return real(article, setting, lines)

    monkeypatch.setattr(stages, "understand", counted)
    return names


FEED = {"a.txt": (HEAD + SENTENCES[0] + "\n", "SANA"), "b.txt": (HEAD + SENTENCES[2] + "\n", ""), "c.txt": (HEAD + SENTENCES[3] + "\n", "")}


def test_only_what_changed_is_coded(tmp_path, coded):
    store = tmp_path / "s.sqlite"
    folder = lay_out(tmp_path / "in", FEED)
    run(folder, store=store)
    assert coded == ["a.txt", "b.txt", "c.txt"]
    run(folder, store=store)
    assert coded[3:] == []
    lay_out(folder, {**FEED, "b.txt": (HEAD + SENTENCES[4] + "\n", "")})  # other bytes
    run(folder, store=store)
    assert coded[3:] == ["b.txt"]
    lay_out(folder, {**FEED, "b.txt": (HEAD + SENTENCES[4] + "\n", ""), "c.txt": (FEED["c.txt"][0], "SOHR")})  # another row of articles.csv
    run(folder, store=store)
    assert coded[4:] == ["c.txt"]


def test_tables_gazetteers_options_and_decisions_are_part_of_the_key(tmp_path, coded):
    store = tmp_path / "s.sqlite"
    folder = lay_out(tmp_path / "in", FEED)
    run(folder, store=store)
    added = tmp_path / "mine.csv"
    added.write_text("name,lat,lon\nNowhere Farm,35.0,38.0\n", encoding="utf-8")
    run(folder, store=store, gazetteers=(added,))
    assert len(coded) == 6
    run(folder, store=store, gazetteers=(added,))
    assert len(coded) == 6
    added.write_text("name,lat,lon\nNowhere Farm,35.1,38.0\n", encoding="utf-8")
    run(folder, store=store, gazetteers=(added,))
    assert len(coded) == 9
    keys = set(incremental.keys_of(run(folder).articles, stages.Setting(parser=False)))
    assert keys.isdisjoint(incremental.keys_of(run(folder).articles, stages.Setting()))


def test_an_article_that_failed_is_tried_again(tmp_path, monkeypatch):
    store = tmp_path / "s.sqlite"
    folder = lay_out(tmp_path / "in", FEED)
    real = stages.understand
    monkeypatch.setattr(
        stages, "understand", lambda a, s, lines=None: stages.Understood(a, (), (), (), "broken") if a.file == "b.txt" else real(a, s, lines)
    )
    assert [r.file for r in run(folder, store=store).rejections] == ["b.txt"]
    monkeypatch.setattr(stages, "understand", real)
    assert told(run(folder, store=store)) == told(run(folder))


def test_a_run_in_processes_fills_the_same_store(tmp_path):
    folder = lay_out(tmp_path / "in", FEED)
    one = run(folder, store=tmp_path / "1.sqlite")
    two = run(folder, store=tmp_path / "2.sqlite", jobs=2)
    assert told(one) == told(two)
    with Store(tmp_path / "1.sqlite") as first, Store(tmp_path / "2.sqlite") as second:
        keys = incremental.keys_of(one.articles, stages.Setting(parser=False))
        assert [first.get(k) for k in keys] == [second.get(k) for k in keys]
        assert None not in map(first.get, keys)


def test_the_project_names_its_store(tmp_path):
    from geomap.pipeline import options_from_project

    (tmp_path / "geomap.toml").write_text('store = "kept/s.sqlite"\n', encoding="utf-8")
    assert options_from_project(tmp_path / "geomap.toml").store == tmp_path / "kept" / "s.sqlite"
    (tmp_path / "geomap.toml").write_text("", encoding="utf-8")
    assert options_from_project(tmp_path / "geomap.toml").store is None


def test_a_store_of_another_kind_stops_the_run_before_it_codes(tmp_path, coded):
    (tmp_path / "s.sqlite").write_text(json.dumps(["no store"]) * 300, encoding="utf-8")
    with pytest.raises(StoreError, match="no store of geomap"):
        run(lay_out(tmp_path / "in", FEED), store=tmp_path / "s.sqlite")
    assert coded == []
