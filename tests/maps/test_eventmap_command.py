"""``geomap map``: what it writes where."""

import json

import pytest

from geomap.cli.main import main


@pytest.fixture
def run(tmp_path):
    point = {"type": "Point", "coordinates": [37.16, 36.2]}
    events = [
        {"id": f"e{k}", "event_type": "Battles", "sub_event_type": "Armed clash", "status": "reported", "date_start": f"201{k}-01-01", "date_end": f"201{k}-01-01",
         "place": "Aleppo", "precision": "exact", "country": "SY", "side1": "isis", "longitude": 37.16, "latitude": 36.2}
        for k in (6, 7)
    ]  # fmt: skip
    features = [{"type": "Feature", "geometry": point, "properties": e} for e in events]
    (tmp_path / "events.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    (tmp_path / "map.html").write_text("of the run", "utf-8")
    return tmp_path


def code_of(*words):
    with pytest.raises(SystemExit) as left:
        main(list(words))
    return left.value.code


def test_a_filtered_map_leaves_that_of_the_run(run):
    assert code_of("map", str(run), "--since", "2017") == 0
    assert (run / "map.html").read_text("utf-8") == "of the run"
    page = (run / "map-filtered.html").read_text("utf-8")
    assert "status: " not in page.split('"subtitle":')[1][:200]
    assert ('"e7"' in page, '"e6"' in page) == (True, False)


def test_without_filters_the_map_of_the_run_is_drawn_again(run):
    assert code_of("map", str(run)) == 0
    assert '"e6"' in (run / "map.html").read_text("utf-8")
    assert not (run / "map-filtered.html").exists()
