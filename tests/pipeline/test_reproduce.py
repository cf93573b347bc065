"""A figure is drawn again from a snapshot, the same byte for byte; and where it is not, the causes are named."""

import json
import shutil
from importlib import resources

import pytest

from geomap.cli.main import main
from geomap.errors import InputError
from geomap.events.identity import fates, traces
from geomap.io.corrections import write_corrections
from geomap.maps.asked import asked_from, asked_record
from geomap.maps.figure import FigureOptions
from geomap.maps.filters import Filters
from geomap.model import Correction, Scope
from geomap.pipeline import RunOptions, run_pipeline
from geomap.pipeline.outputs import write_outputs
from geomap.pipeline.snapshot import snapshot_record, write_snapshot
from tests.shared import ROOT

EXAMPLES = ROOT / "examples" / "articles"
NEW = "Warplanes struck a market in Maarrat al-Numan on 2 April 2015, killing seven civilians."


def geomap(*args):
    with pytest.raises(SystemExit) as left:
        main([str(a) for a in args])
    return left.value.code


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """A bundle and a snapshot of its run; then an upgraded table, a decision, and one more article."""
    home = tmp_path_factory.mktemp("story")
    articles = home / "articles"
    articles.mkdir()
    for name in ("articles.csv", "01-idlib-nasib.txt", "10-aleppo.txt"):
        shutil.copy(EXAMPLES / name, articles / name)
    lines = (articles / "articles.csv").read_text(encoding="utf-8").splitlines()
    (articles / "articles.csv").write_text("\n".join(line for line in lines if line.startswith(("file", "01-", "10-"))) + "\n", encoding="utf-8")
    before = run_pipeline(RunOptions((articles,), parser=False))
    write_outputs(before, home / "output")
    assert geomap("embed", home / "output", "-o", home / "bundle", "--title", "Before", "--since", "2015", "--labels", "ar") == 0
    assert geomap("snapshot", home / "output", "-o", home / "snapshot") == 0
    (articles / "new.txt").write_text(NEW, encoding="utf-8")
    table = resources.files("geomap.tables").joinpath("actors.csv").read_text(encoding="utf-8")
    (home / "actors.csv").write_text(table.replace("Syrian Arab Army", "Army of the Republic", 1), encoding="utf-8")
    after = run_pipeline(RunOptions((articles,), parser=False, actors=home / "actors.csv"))
    shutil.rmtree(home / "output")
    write_outputs(after, home / "output")
    return home, before, after


def test_the_old_figure_is_the_same_from_its_snapshot(story, tmp_path, capsys):
    home, _, _ = story
    assert geomap("reproduce", home / "bundle" / "figure.json", home / "snapshot", "-o", tmp_path / "again") == 0
    assert "the same figure" in capsys.readouterr().out
    old = {p.name: p.read_bytes() for p in (home / "bundle").iterdir()}
    assert {p.name: p.read_bytes() for p in (tmp_path / "again").iterdir()} == old


def test_from_the_run_of_today_the_difference_names_both_causes_and_what_each_changed(story, capsys):
    home, _, after = story
    code = geomap("reproduce", home / "bundle" / "figure.json", home / "output", "--was", home / "snapshot")
    told = capsys.readouterr().out
    assert code == 3
    assert "cause: article added: new.txt" in told
    assert "cause: table actors.csv changed" in told
    assert told.count("cause:") == 2
    added = [e.id for e in after.events if any(r.article == "new" for r in after.reports if r.id in e.reports)]
    assert added
    assert f"{added[0]}: " in told
    assert "(new article: new)" in told
    assert "(coded anew: actors.csv changed)" in told


def test_old_ids_resolve_after_the_upgrade(story):
    _, before, after = story
    old = traces(before.events, {r.id: r for r in before.reports}, {a.id: a for a in before.articles})
    found = fates(old, after.events, {r.id: r for r in after.reports}, {a.id: a for a in after.articles})
    assert [f.id for f in found] == sorted(e.id for e in before.events)
    current = {e.id for e in after.events}
    assert all(f.became and set(f.became) <= current for f in found)


def test_a_decision_is_a_cause_by_name(story, tmp_path, capsys):
    home, before, _ = story
    report = before.reports[0]
    sha = next(a.sha256 for a in before.articles if a.id == report.article)
    write_corrections(tmp_path / "c.csv", [Correction(Scope.REPORT, "review", "accepted", "", sha, report.trigger.start, report.trigger.end, report.id)])
    (home / "articles" / "new.txt").rename(tmp_path / "new.txt")
    try:
        result = run_pipeline(RunOptions((home / "articles",), parser=False, corrections=tmp_path / "c.csv"))
    finally:
        (tmp_path / "new.txt").rename(home / "articles" / "new.txt")
    write_outputs(result, tmp_path / "output")
    assert geomap("reproduce", home / "bundle" / "figure.json", tmp_path / "output", "--was", home / "snapshot") == 3
    told = capsys.readouterr().out
    assert "cause: corrections changed" in told
    assert told.count("cause:") == 1
    assert "(a person's decision: accepted)" in told


def test_a_snapshot_holds_hashes_of_all_that_shaped_the_run_and_is_never_overwritten(story, tmp_path):
    home, before, _ = story
    record = json.loads((home / "snapshot" / "snapshot.json").read_text(encoding="utf-8"))
    assert {a["sha256"] for a in record["articles"]} == {a.sha256 for a in before.articles}
    assert set(record) == {"id", "articles", "corrections", "facts", "files", "gazetteer", "options", "tables", "versions"}
    assert record == snapshot_record(home / "snapshot")
    assert str(home) not in json.dumps(record)
    write_snapshot(home / "snapshot", home / "snapshot")
    with pytest.raises(InputError, match="never overwritten"):
        write_snapshot(home / "output", home / "snapshot")
    write_snapshot(home / "output", tmp_path / "hashes.json")
    assert json.loads((tmp_path / "hashes.json").read_text(encoding="utf-8"))["id"] != record["id"]


def test_a_snapshot_that_was_changed_is_refused(story, tmp_path, capsys):
    home, _, _ = story
    shutil.copytree(home / "snapshot", tmp_path / "snapshot")
    events = tmp_path / "snapshot" / "events.geojson"
    events.write_text(events.read_text(encoding="utf-8").replace("Idlib", "Homs", 1), encoding="utf-8")
    assert geomap("reproduce", home / "bundle" / "figure.json", tmp_path / "snapshot") == 2
    assert "events.geojson changed since the snapshot" in capsys.readouterr().err


def test_what_was_asked_comes_back_from_the_record():
    filters = Filters(since="2017", side=("sdf",), bbox=(36.0, 35.0, 37.0, 36.0), ids=frozenset({"b", "a"}))
    figure = FigureOptions(title="T", extent=(36.0, 35.0, 37.0, 36.0), label_overrides={"Homs": (1.0, 2.0), "Hama": None}, house_names={"Homs": "Hims"})
    told = json.loads(json.dumps(asked_record(filters, figure, "2020-01-01")))
    assert asked_from(told) == (filters, figure, "2020-01-01")
    with pytest.raises(InputError, match="what was asked"):
        asked_from({})
