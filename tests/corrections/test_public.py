"""Public output takes what a person accepted; where nothing is, it says that all is unreviewed."""

import csv
import json

import pytest

from geomap.cli.main import main
from geomap.io.corrections import write_corrections
from geomap.maps.filters import Filters, choose
from geomap.model import Correction, Scope
from geomap.pipeline import RunOptions, run_pipeline
from geomap.pipeline.outputs import write_outputs
from tests.maps.test_harm import traces
from tests.shared import ROOT

EXAMPLES = ROOT / "examples" / "articles"


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    home = tmp_path_factory.mktemp("public")
    inputs = (EXAMPLES / "01-idlib-nasib.txt", EXAMPLES / "10-aleppo.txt")
    machine = run_pipeline(RunOptions(inputs, parser=False))
    write_outputs(machine, home / "unreviewed")
    chosen = [e for e in machine.events if e.where.longitude and e.status in ("reported", "claimed")][:4]
    by_id = {r.id: r for r in machine.reports}
    hashes = {a.id: a.sha256 for a in machine.articles}
    states = ("accepted", "accepted", "rejected", "disputed")
    rows = [
        Correction(Scope.EVENT, "review", state, "", hashes[r.article], r.trigger.start, r.trigger.end, r.id)
        for e, state in zip(chosen, states, strict=True) for r in (by_id[e.anchor],)
    ]  # fmt: skip
    write_corrections(home / "corrections.csv", rows)
    write_outputs(run_pipeline(RunOptions(inputs, parser=False, corrections=home / "corrections.csv")), home / "reviewed")
    return home, [e.id for e in chosen]


def test_only_accepted_events_are_public_and_rejected_ones_are_drawn_nowhere(runs):
    from geomap.io.run_folder import read_events

    home, ids = runs
    events = read_events(home / "reviewed")
    assert dict(zip(events["id"], events["review"], strict=True)) | dict(zip(ids, ("accepted", "accepted", "rejected", "disputed"), strict=True)) == dict(
        zip(events["id"], events["review"], strict=True)
    )
    public, filters, unreviewed = choose(events, Filters(public=True))
    assert (sorted(public["id"]), filters.public, unreviewed) == (sorted(ids[:2]), True, False)
    drawn, _, _ = choose(events, Filters())
    assert ids[2] not in set(drawn["id"])
    assert ids[3] in set(drawn["id"])
    assert ids[2] not in (home / "reviewed" / "map.html").read_text(encoding="utf-8")
    assert '"rejected": 1' in (home / "reviewed" / "run.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [("map", "-o", "x.html"), ("figure", "-o", "x.png"), ("export", "-o", "x.csv")])
def test_public_output_of_which_nothing_is_accepted_says_so(runs, tmp_path, monkeypatch, capsys, command):
    home, _ = runs
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main([command[0], str(home / "unreviewed"), *command[1:], "--public", "--as-of", "2025-01-01"])
    assert left.value.code == 0
    assert "no event has been accepted" in capsys.readouterr().err


@pytest.mark.parametrize(("collection", "column", "said"), [("acled", "tags", "coded by machine; review={}"), ("ucdp", "code_status", "Machine, {}")])
def test_review_states_stand_in_rows_of_other_collections_and_rejected_events_have_none(runs, tmp_path, collection, column, said):
    home, ids = runs
    with pytest.raises(SystemExit):
        main(["export", str(home / "reviewed"), "-o", str(tmp_path / "x.csv"), "--as", collection])
    rows = {r.get("event_id_cnty") or r["id"]: r[column] for r in csv.DictReader((tmp_path / "x.csv").read_text(encoding="utf-8").splitlines())}
    states = dict(zip(ids, ("accepted", "accepted", "rejected", "disputed"), strict=True))
    assert ids[2] not in rows
    assert all(rows[i].endswith(said.format(states.get(i, "unreviewed"))) for i in rows)
    assert rows
    told = (tmp_path / "x.not_held.csv").read_text(encoding="utf-8")
    assert f"{ids[2]},event,rejected,rejected by a person" in told


def test_a_disputed_event_stays_out_of_public_output_whatever_else_is_unreviewed(runs):
    from geomap.io.run_folder import read_events

    home, ids = runs
    events = read_events(home / "reviewed")
    events = events[~events["review"].isin(["accepted"])]
    public, _, unreviewed = choose(events, Filters(public=True))
    assert unreviewed
    assert not {ids[2], ids[3]} & set(public["id"])


def test_the_card_shows_what_people_decided_but_not_in_public(runs, tmp_path, monkeypatch):
    from geomap.io.run_folder import read_events
    from geomap.pipeline.mapping import map_of_run

    home, _ = runs
    folder = home / "reviewed"
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    applied = {row["to"][0]: row for row in record["corrections"]["applied"]}
    assert {(row["scope"], row["field"]) for row in applied.values()} == {("event", "review")}
    page = (folder / "map.html").read_text(encoding="utf-8")
    assert page == map_of_run(read_events(folder), record).page()
    assert [page.count(f"field: review (event); new: {state}") for state in ("accepted", "disputed", "rejected")] == [1, 1, 0]
    assert "review (event)" not in map_of_run(read_events(folder), {**record, "corrections": {}}).page()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["map", str(folder), "-o", "public.html", "--public", "--as-of", "2025-01-01"])
    assert "review (event)" not in (tmp_path / "public.html").read_text(encoding="utf-8")


def test_decisions_on_names_stand_on_the_cards_of_all_that_is_told_there_and_their_notes_only_in_house(tmp_path):
    """Also of what is told by the name ("12 km north of it"); a note is written for colleagues."""
    text = "Government forces shelled Binnish on 3 March 2017. A car bomb exploded 12 km north of Binnish. Rebels shelled Tadef on 3 March 2017."
    (tmp_path / "a.txt").write_text(text, "utf-8")
    rule = Correction(Scope.NAME, "place", "38.5,35.25", old="Binnish", why="Umm Zambaq rang me")
    write_corrections(tmp_path / "corrections.csv", [rule])
    result = run_pipeline(RunOptions((tmp_path / "a.txt",), parser=False, published="2017-03-06", corrections=tmp_path / "corrections.csv"))
    folder = tmp_path / "run"
    write_outputs(result, folder)
    page = (folder / "map.html").read_text(encoding="utf-8")
    values = json.loads(page.split('id="geomap-data">', 1)[1].split("</script>", 1)[0])["events"]["corrections"]
    shown = [values["values"][i] for i in values["index"]]
    assert sorted(shown) == [[], ["field: place (name); new: 38.5,35.25"], ["field: place (name); new: 38.5,35.25"]]
    assert "Umm Zambaq" in page
    for name in ("x.csv", "x.geojson", "x.xlsx", "x.gpkg"):
        with pytest.raises(SystemExit):
            main(["export", str(folder), "-o", str(tmp_path / name), "--public", "--as-of", "2020-01-01"])
        assert not traces(tmp_path / name, ["umm zambaq", "zambaq"])
