"""The page of two dates and the control beneath a map of events, in a real browser, opened from disk."""

import geopandas as gpd
import pytest
import shapely
from driver import open_page
from sample_events import synthetic
from shapely.geometry import box

from geomap.control.compare import compare
from geomap.control.facts import Fact
from geomap.maps.compare import compare_page
from geomap.maps.eventmap import EventMap
from geomap.model import ControlKind, Precision
from geomap.pipeline.comparison import compared

pytestmark = pytest.mark.browser
COUNTRY = shapely.box(38.0, 34.6, 40.4, 36.0)
BEFORE, BETWEEN, AFTER = "2016-02-01", "2016-05-01", "2016-07-01"


def fact(place, lon, lat, side, day, **more):
    return Fact(place, lon, lat, side, day, day, more.pop("source", "agency"), **more)


FACTS = (
    fact("West", 38.3, 35.3, "sdf", "2016-01-01", quote="The town of West is held by the SDF."),
    fact("Middle", 39.2, 35.3, "isis", "2016-01-01"), fact("East", 40.2, 35.3, "isis", "2016-01-01"),
    fact("Middle", 39.2, 35.3, "sdf", "2016-06-01", quote="Middle was taken on Wednesday."),
    fact("East", 40.2, 35.3, "government", "2016-06-02", status="claimed"),
    fact("Hills", 39.0, 35.0, "sdf", "2016-06-03", side_from="isis", kind=ControlKind.CHANGE, precision=Precision.NEAR, radius_km=40.0),
)  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("compare") / "compare.html"
    found = compare(FACTS, COUNTRY, BEFORE, AFTER)
    drawn = compared(found, FACTS, COUNTRY, also=(BETWEEN,))
    path.write_text(compare_page([*drawn.dates], drawn.change), encoding="utf-8")
    return path


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["1280", "390"])
def opened(request, chromium, written):
    width, height = request.param
    page, seen = open_page(chromium, written, width=width, height=height, ready=False)
    page.wait_for_selector("#places tbody tr")
    yield page
    seen.clean()
    page.context.close()


def at(page, lon, lat):
    """Click the map at a position; the page's own map projects it."""
    find = "([lon, lat]) => { const p = window.geomap.map.latLngToContainerPoint([lat, lon]); return { x: p.x, y: p.y }; }"
    page.click("#compare-map", position=page.evaluate(find, [lon, lat]))
    return page.inner_text("#card")


def test_why_this_colour_answers_for_the_date_under_the_pointer(opened):
    opened.fill("#divider", "100")  # the whole map shows the first date
    first = at(opened, 39.25, 35.4)
    assert "Islamic State" in first
    assert BEFORE in first
    assert "Middle" in first
    opened.fill("#divider", "0")
    second = at(opened, 39.25, 35.4)
    assert "Syrian Democratic Forces" in second
    assert AFTER in second
    assert "agency" in second
    assert "days old" in second
    assert "extrapolation" in at(opened, 39.25, 35.9)


def test_the_divider_is_moved_by_slider_and_by_hand_and_cuts_the_pictures_there(opened):
    def edge():
        return opened.evaluate("() => parseFloat(document.querySelector('.divider-line').style.left)")

    opened.fill("#divider", "20")
    assert edge() == 20
    area = opened.evaluate("() => { const b = document.getElementById('compare-map').getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; }")
    y = area[1] + area[3] / 2
    opened.mouse.move(area[0] + area[2] * 0.2, y)
    opened.mouse.down()
    opened.mouse.move(area[0] + area[2] * 0.7, y, steps=5)
    opened.mouse.up()
    assert edge() == pytest.approx(70, abs=1)
    assert opened.input_value("#divider") == str(round(edge()))
    assert "polygon(" in opened.evaluate("() => document.querySelector('.leaflet-right-pane').style.clipPath")


def test_the_slider_goes_through_the_dates_and_the_foot_says_on_what_each_rests(opened):
    said = []
    for step, day in enumerate((BEFORE, BETWEEN, AFTER)):
        opened.fill("#slider", str(step))
        assert opened.inner_text("#right-badge") == day
        assert opened.input_value("#right-date") == str(step)
        said.append(opened.inner_text("#basis"))
    assert all("latest fact" in s and "median age" in s and "old or unchecked" in s for s in said)
    assert len(set(said)) == 3
    assert "not for navigation or targeting" in opened.inner_text("#notice")


def test_what_is_claimed_or_only_roughly_placed_is_listed_and_not_drawn_as_held(opened):
    rows = {r.split("\t")[0]: r for r in opened.inner_text("#places tbody").splitlines() if r.strip()}
    assert {name: "claimed" in row for name, row in rows.items()} == {"Middle": False, "Hills": False, "East": True}
    assert "not drawn" in rows["Hills"]
    opened.click("#places tbody tr:has-text('Hills') button")
    assert "known to about 40 km only" in opened.inner_text("#card")
    opened.click("#places tbody tr:has-text('Middle') button")
    assert "Middle was taken on Wednesday." in opened.inner_text("#card")


def test_nothing_is_wider_than_the_screen(opened):
    assert opened.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(
    ("days", "note", "paths"),
    [
        (["2099-01-01"], "Control: picture of 2099-01-01, later than every event", 1),
        (["2000-01-01", "2001-01-01"], "Control: picture of 2001-01-01", 1), ([None], "Control: undated picture", 1),
    ],
)  # fmt: skip
def test_the_map_of_events_says_of_what_day_the_control_beneath_is(chromium, tmp_path, days, note, paths):
    areas = gpd.GeoDataFrame({"side": ["sdf"] * len(days), "date": days}, geometry=[box(38, 35, 39, 36)] * len(days), crs=4326)
    path = tmp_path / "map.html"
    EventMap(synthetic(50), control=areas).save(path)
    page, seen = open_page(chromium, path)
    assert page.inner_text("#control-note") == note
    assert page.locator(".leaflet-control-pane path").count() == paths
    seen.clean()
    page.context.close()


def test_without_control_the_map_says_nothing_of_it(chromium, tmp_path):
    path = tmp_path / "map.html"
    EventMap(synthetic(50)).save(path)
    page, seen = open_page(chromium, path)
    assert not page.is_visible("#control-note")
    seen.clean()
    page.context.close()


def test_the_whole_country_is_in_view_and_renames_are_counted_apart(opened):
    seen = opened.evaluate("() => window.geomap.map.getBounds().contains([[32.3, 35.6], [37.3, 42.4]])")
    assert seen
    assert opened.inner_text("#places-title") == "Places that changed hands: 1 assessed, 1 claimed only; 1 listed and not drawn"


def test_the_ground_where_a_front_may_lie_is_shaded_and_can_be_switched_off(opened):
    shades = "() => ['0.06', '0.26'].map(o => document.querySelectorAll(`.leaflet-left-pane path[fill-opacity=\"${o}\"]`).length)"
    assert opened.evaluate(shades) == [1, 1]  # fronts known roughly, faint, and those known to 15 km
    opened.uncheck("#show-front")
    assert opened.evaluate(shades) == [0, 0]
