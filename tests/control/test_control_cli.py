"""The commands, run as a user runs them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli.control import control
from geomap.cli.main import main

FACTS = "place,longitude,latitude,date,side,source\nA,36.3,33.5,2016-01-01,x,s\nB,40.1,35.3,2016-01-01,y,s\nB,40.1,35.3,2016-06-01,x,s\n"


def run(*args: str):
    return CliRunner().invoke(control, list(args), catch_exceptions=False)


def test_areas_lines_and_comparison(tmp_path: Path):
    facts = tmp_path / "facts.csv"
    facts.write_text(FACTS, encoding="utf-8")
    out, layers = tmp_path / "x.geojson", tmp_path / "layers.geojson"
    assert run("areas", str(facts), "--date", "2016-02-01", "-o", str(out), "--layers", str(layers)).exit_code == 0
    assert {f["properties"]["side"] for f in json.loads(out.read_text("utf-8"))["features"]} == {"x", "y"}
    assert "place" in {f["properties"]["layer"] for f in json.loads(layers.read_text("utf-8"))["features"]}
    shown = run("lines", str(facts), "--date", "2016-02-01", "--method", "nearest")
    assert json.loads(shown.stdout)["features"][0]["properties"]["accuracy_km"] > 0
    done = run("compare", str(facts), "--from", "2016-02-01", "--to", "2016-07-01", "-o", str(tmp_path / "c"), "--no-figures")
    assert done.exit_code == 0
    assert sorted(p.name for p in (tmp_path / "c").iterdir()) == ["change.geojson", "compare.html", "matrix.csv", "places.csv"]
    assert "B,40.1,35.3,conquest,y,x,2016-06-01" in (tmp_path / "c" / "places.csv").read_text("utf-8")


def test_the_bundled_facts_are_used_when_none_are_given(tmp_path: Path):
    out = tmp_path / "x.geojson"
    assert run("areas", "--date", "2017-01-31", "-o", str(out)).exit_code == 0
    read = json.loads(out.read_text("utf-8"))
    assert {"government", "isis", "opposition", "sdf", "turkish-backed"} <= {f["properties"]["side"] for f in read["features"]}
    assert read["geomap"]["latest_fact"] <= "2017-01-31"


@pytest.mark.parametrize(("day", "said"), [("2024-12-31", True), ("2015-01-01", False)])
def test_a_map_of_events_says_where_the_control_beneath_is_of_a_later_day(tmp_path: Path, capsys, day, said):
    ring = [[38, 35], [39, 35], [39, 36], [38, 36], [38, 35]]
    area = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {"side": "sdf", "date": day}}
    event = {
        "type": "Feature", "geometry": {"type": "Point", "coordinates": [38.5, 35.5]},
        "properties": {"id": "e1", "event_type": "Battles", "sub_event_type": "Armed clash", "status": "reported", "date_start": "2017-01-30",
                       "date_end": "2017-01-30", "place": "X", "precision": "exact", "country": "SY", "side1": "isis", "longitude": 38.5, "latitude": 35.5},
    }  # fmt: skip
    for name, feature in (("events", event), ("control", area)):
        (tmp_path / f"{name}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    with pytest.raises(SystemExit) as left:
        main(["map", str(tmp_path), "--control", str(tmp_path / "control.geojson"), "-o", str(tmp_path / "x.html")])
    assert left.value.code == 0
    assert (f"the control is of {day}, the last event of 2017-01-30" in capsys.readouterr().err) is said
