"""The page of two dates and the figures of control."""

import json
import re

import pytest
import shapely

from geomap.control.areas import areas_on
from geomap.control.compare import compare
from geomap.control.facts import Fact
from geomap.control.geojson import area_features, collection
from geomap.control.output import about_areas, change_collection, layer_features
from geomap.errors import InputError
from geomap.maps.compare import DateMap, compare_page
from geomap.maps.control_colours import looks_of
from geomap.maps.control_figures import Panel, area_panels, change_map
from geomap.maps.layers import front_band

EVIL = "</script><img src=x onerror=alert(1)>${alert(2)}`"
COUNTRY = shapely.box(38.0, 34.6, 39.2, 35.4)


def fact(place, lon, side, day, **more):
    return Fact(place, lon, 35.0, side, day, day, more.pop("source", "agency"), **more)


@pytest.fixture(scope="module")
def compared():
    facts = (
        fact("West", 38.2, "sdf", "2016-01-01"), fact(EVIL, 38.6, "isis", "2016-01-01", source=EVIL), fact("East", 39.0, "isis", "2016-01-01"),
        fact(EVIL, 38.6, "sdf", "2016-06-01", source=EVIL, quote=EVIL), fact("East", 39.0, EVIL, "2016-06-02", status="claimed"),
    )  # fmt: skip
    found = compare(facts, COUNTRY, "2016-02-01", "2016-07-01")
    maps = [found.before, areas_on(facts, COUNTRY, "2016-05-01"), found.after]
    dates = [(m.date, collection(area_features(m), **about_areas(m)), collection(layer_features(m))) for m in maps]
    return dates, change_collection(found)


def test_the_page_asks_for_nothing_and_runs_only_its_own_scripts(compared):
    dates, change = compared
    page = compare_page([DateMap(*d) for d in dates], change)
    assert EVIL not in page
    assert "<img src=x" not in page
    assert "default-src 'none'" in page
    assert "unsafe-" not in page
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)  # Leaflet's code holds an address in a text that is never shown
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", markup)
    assert page == compare_page([DateMap(*d) for d in dates], change)


def test_the_data_of_the_page_says_what_the_files_say(compared):
    dates, change = compared
    page = compare_page([DateMap(*d) for d in dates], change)
    data = json.loads(re.search(r'<script[^>]*id="compare-data"[^>]*>(.*?)</script>', page, re.DOTALL).group(1))
    assert [d["date"] for d in data["dates"]] == ["2016-02-01", "2016-05-01", "2016-07-01"]
    assert (data["left"], data["right"]) == (0, 2)
    assert [(c["place"], c["from"], c["to"], c["status"]) for c in data["changes"]] == [
        (EVIL, "isis", "sdf", "assessed"), ("East", "isis", EVIL, "claimed"),
    ]  # fmt: skip
    assert data["changes"][0]["quote"] == EVIL
    assert all(p["why"] for d in data["dates"] for p in d["places"])
    assert "not for navigation or targeting" in data["notice"]


def test_a_date_that_was_not_drawn_is_an_error(compared):
    dates, change = compared
    with pytest.raises(InputError, match="no map of 2016-07-01"):
        compare_page([DateMap(*d) for d in dates[:2]], change)


def test_figures_repeat_and_hold_every_panel(compared):
    dates, change = compared
    drawn = area_panels([Panel(*d) for d in dates], formats=("svg",))["svg"]
    assert drawn == area_panels([Panel(*d) for d in dates], formats=("svg",))["svg"]
    text = drawn.decode()
    assert all(d[0] in text for d in dates)
    assert "not for navigation" in text
    assert "median age" in text
    picture = change_map(change, dates[0][1], formats=("svg",))["svg"].decode()
    assert "What changed between 2016-02-01 and 2016-07-01" in picture
    assert 'id="patch-0"' in picture


def test_any_label_may_be_a_side_and_known_ones_keep_their_colour():
    looks = looks_of(["sdf", "Tribe B", "Tribe A"])
    assert looks["sdf"].name == "Syrian Democratic Forces"
    assert looks["Tribe A"].name == "Tribe A"
    assert len({look.colour for look in looks.values()}) == 3


@pytest.mark.browser
def test_swipe_slider_and_card_work_in_a_browser(compared, tmp_path, chromium):
    dates, change = compared
    file = tmp_path / "compare.html"
    file.write_text(compare_page([DateMap(*d) for d in dates], change), encoding="utf-8")
    page, said, asked = chromium.new_page(), [], []
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda e: said.append(str(e)))
    page.on("request", lambda r: asked.append(r.url))
    page.goto(file.as_uri())
    page.wait_for_selector("#places tbody tr")
    before = page.evaluate("() => document.querySelector('.leaflet-left-pane').style.clipPath")
    page.fill("#divider", "20")
    after = page.evaluate("() => document.querySelector('.leaflet-left-pane').style.clipPath")
    page.fill("#slider", "1")
    badge = page.inner_text("#right-badge")
    page.click("#places tbody tr:first-child button")
    card = page.inner_text("#card")
    page.close()
    assert before != after
    assert before.startswith("polygon(")
    assert badge == "2016-05-01"
    assert EVIL in card
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_figures_shade_the_ground_where_a_front_may_lie(compared):
    dates, _ = compared
    areas, layers = dates[0][1], dates[0][2]
    vague = next(f for f in layers["features"] if f["properties"]["layer"] == "front-vague")
    known = {**vague, "properties": {**vague["properties"], "layer": "front-band"}}
    rest = [f for f in layers["features"] if f is not vague]
    for features, drawn in ((layers["features"], {"front-vague"}), ([*rest, known], {"front-band"}), (rest, set())):
        svg = area_panels([Panel("x", areas, {**layers, "features": features})], formats=("svg",))["svg"].decode()
        assert set(re.findall(r'id="(front-[a-z]+)"', svg)) == drawn


def test_a_band_reaches_as_far_to_either_side_as_the_line_may_be_off():
    line = shapely.LineString([(0, 0), (50_000, 0)])
    band = front_band([line, shapely.LineString([(0, 9e6), (1, 9e6)])], [4.0, 0.0], shapely.box(0, -90_000, 50_000, 90_000))
    assert band.bounds == (0, -4000, 50_000, 4000)
