"""What a public edition shows of who holds which ground: nothing newer than the policy lets out, no hidden place, no words of articles."""

import json

import geopandas as gpd
import pytest
from click.testing import CliRunner
from shapely import LineString, box

from geomap.cli.main import group, main
from geomap.control.facts import Fact
from geomap.errors import InputError
from geomap.io.corrections import write_corrections
from geomap.io.jsonl import read_articles_jsonl, read_control_facts
from geomap.maps.harm import public_edition
from geomap.maps.harm_control import without_recent
from geomap.model import Correction, Scope
from geomap.pipeline import RunOptions, run_pipeline
from geomap.pipeline.outputs import write_outputs
from geomap.pipeline.public_control import public_facts
from geomap.tables.harm import load_harm_policy
from tests.maps.test_harm import texts, traces

NEWS = """Town changes hands

10 March 2019

Islamic State fighters captured the village of Sha'fah from the Syrian Democratic Forces on 9 March 2019, said Jamil Tawilah, a farmer.
"""
OLD = "Town taken\n\n12 January 2016\n\nRebels captured Marea from Islamic State on 11 January 2016, said Samirah Qanbari, a teacher.\n"
CANARIES = ("sha'fah", "shafah", "sha’fah", "jamil", "tawilah", "samirah", "qanbari")
FACTS = """place,longitude,latitude,date,side,source,status,quote
Azaz,37.047,36.586,2015-01-01,opposition,a,,
Azaz,37.047,36.586,2016-02-01,sdf,a,,
Aleppo,37.16,36.2,2015-01-01,government,a,,Samirah Qanbari aged 8 was hurt
Aleppo,37.16,36.2,2019-03-08,isis,a,,
Idlib,36.63,35.93,2015-01-01,opposition,a,,
Wasel displacement camp,36.7,36.2,2015-01-01,opposition,a,,
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A run whose control facts are accepted, and tables beside it."""
    home = tmp_path_factory.mktemp("control")
    inputs = home / "articles"
    inputs.mkdir()
    (inputs / "news.txt").write_text(NEWS, "utf-8")
    (inputs / "old.txt").write_text(OLD, "utf-8")
    (inputs / "articles.csv").write_text("file,published,outlet\nnews.txt,2019-03-10,Orontes Daily\nold.txt,2016-01-12,Barada Post\n", "utf-8")
    machine = run_pipeline(RunOptions((inputs,), parser=False))
    hashes = {a.id: a.sha256 for a in machine.articles}
    assert {f.article for f in machine.control_facts} == {"news", "old"}
    write_outputs(machine, home / "unreviewed")
    write_corrections(home / "c.csv", [Correction(Scope.ARTICLE, "review", "accepted", article_sha256=sha) for sha in hashes.values()])
    write_outputs(run_pipeline(RunOptions((inputs,), parser=False, corrections=home / "c.csv")), home / "run")
    (home / "facts.csv").write_text(FACTS, "utf-8")
    return home


def invoke(*arguments):
    done = CliRunner().invoke(group, [str(a) for a in arguments])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def layer(*rows):
    return gpd.GeoDataFrame([{"geometry": box(36, 35, 37, 36), "side": "sdf", **row} for row in rows], crs=4326)


@pytest.fixture(scope="module")
def edition(home):
    from geomap.io.run_folder import read_events

    return public_edition(read_events(home / "run"), as_of="2019-03-11")


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ({"date": "2019-02-25"}, True), ({"date": "2019-02-26"}, False), ({"date": "2019-03-10", "newest_fact": "2018-01-01"}, True),
        ({"date": "2019-03-10", "newest_fact": None}, False), ({}, False), ({"date": "soon"}, False), ({"date": "2020-01-01"}, False),
    ],
)  # fmt: skip
def test_an_area_is_as_old_as_the_newest_fact_it_rests_on(edition, row, shown):
    after, (areas,) = without_recent(edition, load_harm_policy(), layer(row))
    assert (areas is not None, after.held_back) == (shown, int(not shown))
    assert ("1 area or line of control held back" in after.words()) is not shown
    assert after.record([])["control_held_back"] == int(not shown)


def test_areas_and_lines_of_one_date_go_together(edition):
    areas = layer({"date": "2019-03-09", "newest_fact": "2018-01-01"}, {"date": "2019-03-09", "newest_fact": "2019-03-09"}, {"date": "2018-01-01"})
    lines = layer({"date": "2019-03-09", "newest_fact": "2018-01-01"}).set_geometry([LineString([(36, 35), (37, 36)])], crs=4326)
    after, (some, none) = without_recent(edition, load_harm_policy(), areas, lines)
    assert (some["date"].tolist(), none, after.held_back) == (["2018-01-01"], None, 3)


def test_a_policy_without_rows_for_control_shows_it_and_one_that_withholds_does_not(edition, tmp_path):
    head = "object,kind,feature,words,younger_than_days,action,reason\n"
    (tmp_path / "p.csv").write_text(head + ",Battles,,,,withhold,x\nhealth,,,,,withhold,x\n", "utf-8")
    assert without_recent(edition, load_harm_policy(tmp_path / "p.csv"), layer({}))[0].held_back == 0
    (tmp_path / "q.csv").write_text(head + ",Control,,,400,keep,x\n,,,,,withhold,x\n", "utf-8")
    young, old = layer({"date": "2019-03-01"}), layer({"date": "2015-01-01"})
    policy = load_harm_policy(tmp_path / "q.csv")
    assert [without_recent(edition, policy, f)[0].held_back for f in (young, old)] == [0, 1]
    (tmp_path / "r.csv").write_text(head + ",Batles,,,,withhold,x\n", "utf-8")
    with pytest.raises(InputError, match="Batles"):
        load_harm_policy(tmp_path / "r.csv")


def test_young_ground_is_in_no_public_picture_and_each_legend_says_how_much(home, tmp_path):
    for name, newest in (("old", "2018-01-01"), ("young", "2019-03-09")):
        layer({"side": "sdf", "date": "2019-03-10", "newest_fact": newest}).to_file(tmp_path / f"{name}.geojson", driver="GeoJSON")
        folder = tmp_path / f"bundle-{name}"
        told = invoke("embed", home / "run", "-o", folder, "--public", "--as-of", "2019-03-11", "--areas", tmp_path / f"{name}.geojson")
        assert ("are left out; `geomap control` draws them for an earlier date" in told) is (name == "young")
        assert ("control-area-sdf" in (folder / "figure.svg").read_text("utf-8")) is (name == "old")
        for file in ("figure.svg", "map.html", "figure.md"):
            assert any("1 area or line of control held back" in t for t in texts(folder / file)) is (name == "young"), file
        record = json.loads((folder / "figure.json").read_text("utf-8"))
        assert (record["harm_policy"]["control_held_back"], bool(record["control"]["areas"])) == (int(name == "young"), True)
        figure, page = tmp_path / f"{name}.svg", tmp_path / f"{name}.html"
        more = ("--public", "--as-of", "2019-03-11")
        invoke("figure", home / "run", "-o", figure, *more, "--areas", tmp_path / f"{name}.geojson")
        assert ("control-area-sdf" in figure.read_text("utf-8")) is (name == "old")
        invoke("map", home / "run", "-o", page, *more, "--control", tmp_path / f"{name}.geojson")
        assert ('"control":[]' in page.read_text("utf-8")) is (name == "young")


def test_no_recent_place_and_no_word_of_an_article_in_a_public_comparison(home, tmp_path):
    dates = ("--compare", "2015-06-01", "2019-03-10")
    invoke("embed", home / "run", "-o", tmp_path / "house", *dates, "--facts", home / "facts.csv")
    assert set(traces(tmp_path / "house" / "change.geojson", CANARIES)) >= {"sha'fah", "samirah", "qanbari"}
    told = invoke("embed", home / "run", "-o", tmp_path / "public", *dates, "--facts", home / "facts.csv", "--public", "--as-of", "2019-03-11")
    words = "public edition: 2 facts delayed, 1 fact withheld for their place"
    assert words in told
    for file in sorted((tmp_path / "public").iterdir()):
        assert traces(file, [*CANARIES, "wasel"]) == [], file.name
    for file in ("figure.html", "figure.md", "map.html", "change.geojson"):
        assert any(words in t for t in texts(tmp_path / "public" / file)), file
    for file in ("figure.svg", "change.svg"):
        assert any("2 facts delayed" in t for t in texts(tmp_path / "public" / file)), file
    record = json.loads((tmp_path / "public" / "figure.json").read_text("utf-8"))["harm_policy"]
    assert (record["delayed"], record["withheld"], record["unreviewed"], record["as_of"]) == (2, 1, 0, "2019-03-11")
    assert "Azaz" in (tmp_path / "public" / "places.csv").read_text("utf-8")
    assert "Barada Post" in (tmp_path / "public" / "places.csv").read_text("utf-8")


def test_claims_that_nobody_accepted_are_no_part_of_a_public_comparison(home, tmp_path):
    for name, places, left in (("unreviewed", [], 2), ("run", ["Marea", "al-Sha'fah"], 0)):
        told = read_control_facts(home / name / "control_facts.jsonl"), read_articles_jsonl(home / name / "articles.jsonl")
        chosen = public_facts([], told, load_harm_policy(), lambda _: None, "2026-01-01")
        assert (sorted(f.place for f in chosen.facts), chosen.unreviewed) == (places, left)
    dates = ("--compare", "2015-06-01", "2018-03-10")
    refused = CliRunner().invoke(group, ["embed", str(home / "run"), "-o", str(tmp_path / "z"), *dates, "--public", "--include-claimed"])
    assert "--include-claimed" in str(refused.exception)


def test_places_whose_kind_the_policy_hides_hold_no_ground_in_public():
    policy = load_harm_policy()
    facts = [Fact("X", 36.0, 35.0, "sdf", "2015-01-01", "2015-01-01", "a", place_id=code) for code in ("PPL", "CMP", "HSP", "PRN")]
    chosen = public_facts(facts, ((), ()), policy, lambda code: code, "2020-01-01")
    assert ([f.place_id for f in chosen.facts], chosen.withheld) == (["PPL"], 3)
    assert public_facts(facts, ((), ()), policy, lambda _: None).as_of == "2015-01-01"
    assert public_facts([], ((), ()), policy, lambda _: None).facts == ()


def test_a_project_names_its_policy(home, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours.csv").write_text("object,kind,feature,words,younger_than_days,action,reason\n,,,,,withhold,we publish nothing\n", "utf-8")
    command = ("export", home / "run", "-o", tmp_path / "x.csv", "--public", "--as-of", "2026-01-01")
    assert "withheld in the whole run" not in invoke(*command)
    (tmp_path / "geomap.toml").write_text('harm_policy = "ours.csv"\n', "utf-8")
    told = invoke(*command)
    assert "harm policy: ours.csv, as geomap.toml says" in told
    (tmp_path / "none.csv").write_text("object,kind,feature,words,younger_than_days,action,reason\nx,,,,,keep,nothing\n", "utf-8")
    assert "withheld in the whole run" not in invoke(*command, "--harm-policy", tmp_path / "none.csv")
    (tmp_path / "geomap.toml").write_text('harm_policy = "gone.csv"\n', "utf-8")
    refused = CliRunner().invoke(group, [str(a) for a in command])
    assert "gone.csv" in str(refused.exception)


def test_what_a_figure_was_drawn_with_besides_the_run_is_a_cause_by_name(home, tmp_path, capsys):
    def geomap(*args):
        with pytest.raises(SystemExit) as left:
            main([str(a) for a in args])
        return left.value.code, capsys.readouterr().out

    layer({"date": "2015-01-01"}).to_file(tmp_path / "areas.geojson", driver="GeoJSON")
    layer({"date": "2015-01-02", "side": "isis"}).to_file(tmp_path / "others.geojson", driver="GeoJSON")
    (tmp_path / "ours.csv").write_text("object,kind,feature,words,younger_than_days,action,reason\n,Protests,,,,withhold,x\n", "utf-8")
    given = ("--areas", tmp_path / "areas.geojson")
    policy = ("--harm-policy", tmp_path / "ours.csv")
    assert geomap("embed", home / "run", "-o", tmp_path / "b", "--public", "--as-of", "2026-01-01", *given, *policy)[0] == 0
    again = ("reproduce", tmp_path / "b" / "figure.json", home / "run")
    assert geomap(*again, *given, *policy) == (0, "the same figure: every file is as it was\n")
    code, told = geomap(*again, "--areas", tmp_path / "others.geojson", *policy)
    assert (code, "cause: the control areas are others" in told, told.count("cause:")) == (3, True, 1)
    code, told = geomap(*again, *given)
    assert (code, "cause: the harm policy is another" in told, told.count("cause:")) == (3, True, 1)
