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


def test_the_map_drawn_again_is_that_of_the_run(tmp_path):
    articles, folder = tmp_path / "in", tmp_path / "out"
    articles.mkdir()
    text = "Rebels captured the town of Saraqib on 3 March 2020 after clashes with the Syrian army, a monitor said. Three soldiers were killed."
    (articles / "one.txt").write_text(f"Rebels seize town\n\n{text}\n", "utf-8")
    (articles / "two.txt").write_text("Harvest\n\nFarmers in Hama expect a good year.\n", "utf-8")
    (articles / "articles.csv").write_text("file,published,outlet\none.txt,2020-03-04,Levant Wire\ntwo.txt,2020-05-01,Orontes Daily\n", "utf-8")
    assert code_of("run", str(articles), "-o", str(folder), "-q") == 0
    written = (folder / "map.html").read_bytes()
    assert b"Orontes Daily" in written
    assert b"2 articles, machine-coded" in written
    (folder / "map.html").unlink()
    assert code_of("map", str(folder)) == 0
    assert (folder / "map.html").read_bytes() == written
    assert code_of("map", str(folder), "--type", "battles") == 0
    part = (folder / "map-filtered.html").read_text("utf-8")
    assert ("Orontes Daily" in part, "Levant Wire" in part, "Places: GeoNames" in part) == (False, True, True)


def test_without_filters_the_map_of_the_run_is_drawn_again(run):
    assert code_of("map", str(run)) == 0
    assert '"e6"' in (run / "map.html").read_text("utf-8")
    assert not (run / "map-filtered.html").exists()
