"""Areas, lines and layers on small made-up countries."""

import json
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.control.areas import areas_on
from geomap.control.bundled import bundled_facts
from geomap.control.country import load_country
from geomap.control.facts import Fact
from geomap.control.geojson import area_features, collection, dump
from geomap.control.layers import contested, doubtful_band, evidence, far_from_facts
from geomap.control.lines import front_band, front_lines
from geomap.control.output import layer_features, line_features
from geomap.control.screen import doubted, questions
from geomap.errors import GeometryError, InputError
from geomap.model import ControlKind

COUNTRY = shapely.box(38.0, 34.6, 39.2, 35.4)
DAY = "2016-01-01"


def facts_at(points, sides):
    return tuple(Fact(f"p{i}", float(x), float(y), s, DAY, DAY, "s") for i, ((x, y), s) in enumerate(zip(points, sides, strict=True)))


POINT = st.tuples(st.floats(38.01, 39.19), st.floats(34.61, 35.39))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(POINT, st.sampled_from("abc")), min_size=1, max_size=25, unique_by=lambda t: t[0]), st.sampled_from(["harmonic", "nearest"]))
def test_areas_fill_the_country_without_overlap_and_hold_every_fact_that_can_be_parted(placed, method):
    found = areas_on(facts_at([p for p, _ in placed], [s for _, s in placed]), COUNTRY, DAY, method=method)
    assert sum(a.area for a in found.areas) == pytest.approx(found.country.area, rel=1e-9)
    assert shapely.union_all(list(found.areas)).area == pytest.approx(found.country.area, rel=1e-9)
    for (x, y), side, close in zip(found.xy, found.side, found.too_close, strict=True):
        if not close:
            assert shapely.contains_xy(found.areas[side], x, y)


def test_two_places_of_one_kilometre_apart_each_keep_their_side():
    found = areas_on(facts_at([(38.5, 35.0), (38.505, 35.0), (38.51, 35.0)], "aba"), COUNTRY, DAY)
    assert 0 < found.area_km2("b") < 2
    assert not contested(found)


def test_two_sides_at_one_point_are_listed_as_contested():
    found = areas_on(facts_at([(38.5, 35.0), (38.5, 35.0), (38.9, 35.0)], "aba"), COUNTRY, DAY)
    assert {reason for _, reason in contested(found)} == {"another side at the same point"}
    assert len(contested(found)) == 2


def test_the_line_between_two_places_lies_half_way_and_shares_its_edge_exactly():
    found = areas_on(facts_at([(38.3, 35.0), (38.9, 35.0)], "ab"), COUNTRY, DAY)
    assert found.area_km2("a") == pytest.approx(found.area_km2("b"), rel=0.05)
    lines = front_lines(found)
    shared = shapely.intersection(found.areas[0].boundary, found.areas[1].boundary)
    assert sum(line.length_km for line in lines) == pytest.approx(shared.length / 1e3, rel=1e-6)
    assert all(line.accuracy_km > 0 and {line.side_a, line.side_b} == {"a", "b"} for line in lines)


def test_probabilities_sum_to_one_and_the_middle_is_doubtful():
    found = areas_on(facts_at([(38.3, 35.0), (38.9, 35.0)], "ab"), COUNTRY, DAY)
    assert found.field is not None
    assert np.allclose(found.field.p.sum(axis=1), 1)
    band = doubtful_band(found)
    middle = shapely.intersection(found.areas[0].boundary, found.areas[1].boundary)
    assert shapely.intersection(band, middle).length > 0.9 * middle.length
    assert not any(shapely.contains_xy(band, x, y) for x, y in found.xy)


def test_far_ground_and_evidence():
    found = areas_on(facts_at([(38.1, 34.7)], "a"), COUNTRY, "2018-01-01")
    far = far_from_facts(found)
    assert shapely.distance(far, shapely.Point(found.xy[0])) > 24_000
    rests = evidence(found)
    assert (rests.latest_fact, rests.median_age_days, rests.old_or_unchecked_share) == (DAY, 731, 1.0)
    assert rests.far_share == pytest.approx(far.area / found.country.area, abs=0.05)


def test_a_town_just_beyond_a_coarse_outline_keeps_a_cell_of_its_own():
    found = areas_on(facts_at([(38.5, 35.0), (38.5, 35.42)], "ab"), COUNTRY, DAY)
    assert shapely.contains_xy(found.areas[1], *found.xy[1])


def test_the_same_facts_in_any_order_give_the_same_bytes():
    rng = np.random.default_rng(3)
    facts = facts_at(rng.uniform((38.0, 34.6), (39.2, 35.4), (40, 2)), rng.choice(list("abc"), 40))
    first, second = (dump(collection(area_features(areas_on(f, COUNTRY, DAY)))) for f in (facts, facts[::-1]))
    assert first == second
    features = json.loads(first)["features"]
    assert {f["properties"]["side"] for f in features} == set("abc")
    assert sum(f["properties"]["share"] for f in features) == pytest.approx(1, abs=1e-3)


def test_features_of_lines_and_layers_are_plain_json():
    found = areas_on(facts_at([(38.3, 35.0), (38.9, 35.0)], ["<b>a</b>", "b"]), COUNTRY, DAY)
    features = [*line_features(found), *layer_features(found)]
    assert json.loads(json.dumps(features, allow_nan=False)) == features
    assert {f["properties"]["layer"] for f in features} >= {"front", "doubtful", "place"}
    assert all("s" in f["properties"]["why"] for f in features if f["properties"]["layer"] == "place")


def test_the_screen_asks_about_a_lone_fact_and_not_about_a_known_siege():
    points = [(38.5 + 0.02 * i, 35.0 + 0.02 * j) for i in range(4) for j in range(4)]
    facts = facts_at(points, ["a"] * 5 + ["b"] + ["a"] * 10)
    asked = questions(areas_on(facts, COUNTRY, DAY).holdings)
    assert [q.holding.place for q in asked] == ["p5"]
    assert len(questions(areas_on(facts_at(points[:8], "aaaabbbb"), COUNTRY, DAY).holdings)) == 0


SQUARE = [(38.5 + 0.05 * i, 35.0 + 0.05 * j) for i in range(4) for j in range(4)]


def test_a_bare_statement_against_all_neighbours_is_a_point_on_its_side_and_makes_no_front():
    found = areas_on(facts_at(SQUARE, ["a"] * 5 + ["b"] + ["a"] * 10), COUNTRY, DAY)
    spot = found.areas[found.sides.index("b")]
    assert 0 < spot.area < np.pi * 101**2
    assert shapely.contains_xy(spot, *found.xy[[h.side for h in found.holdings].index("b")])
    assert sum(a.area for a in found.areas) == pytest.approx(found.country.area, rel=1e-9)
    assert front_lines(found) == ()
    assert [(h.place, "contradicts its neighbours" in reason) for h, reason in contested(found)] == [("p5", True)]
    (asked,) = questions(found.holdings)
    assert asked.drawn_as_point
    assert "drawn as a point" in asked.reason
    voronoi = areas_on(facts_at(SQUARE, ["a"] * 5 + ["b"] + ["a"] * 10), COUNTRY, DAY, method="nearest")
    assert voronoi.area_km2("b") > 15


@pytest.mark.parametrize("more", [
    {"basis": "text"}, {"kind": ControlKind.CHANGE, "side_from": "a"}, {"kind": ControlKind.BESIEGED, "side_from": "a"}, {"date_end": DAY, "status": "second"},
])  # fmt: skip
def test_an_enclave_that_anything_bears_out_keeps_its_ground(more):
    facts = list(facts_at(SQUARE, ["a"] * 5 + ["b"] + ["a"] * 10))
    if more.get("status") == "second":
        facts.append(replace(facts[5], source="another"))
    else:
        facts[5] = replace(facts[5], **more)
    found = areas_on(tuple(facts), COUNTRY, DAY)
    assert found.area_km2("b") > 2
    assert front_lines(found)


def test_a_place_taken_from_its_neighbours_is_news_and_keeps_its_ground():
    before = facts_at(SQUARE, ["a"] * 16)
    taken = replace(before[5], side="b", date_start="2016-02-01", date_end="2016-02-01")
    assert areas_on((*before, taken), COUNTRY, "2016-03-01").area_km2("b") > 2


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from("aab"), min_size=16, max_size=16))
def test_places_drawn_as_points_are_among_those_asked_about(sides):
    holdings = areas_on(facts_at(SQUARE, sides), COUNTRY, DAY).holdings
    alone = {h.place for h, lone in zip(holdings, doubted(holdings), strict=True) if lone}
    assert alone == {q.holding.place for q in questions(holdings) if q.drawn_as_point}


def test_errors_say_what_to_do():
    with pytest.raises(InputError, match="none of harmonic, nearest"):
        areas_on(facts_at([(38.5, 35.0)], "a"), COUNTRY, DAY, method="kriging")
    with pytest.raises(InputError, match="no fact"):
        areas_on(facts_at([(38.5, 35.0)], "a"), COUNTRY, "2010-01-01")
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        areas_on(facts_at([(38.5, 35.0)], "a"), COUNTRY, "soon")
    with pytest.raises(GeometryError, match="no area"):
        areas_on(facts_at([(38.5, 35.0)], "a"), shapely.box(38.5, 35.0, 38.5, 35.4), DAY)


@pytest.mark.parametrize(("day", "never"), [("2017-01-31", {"ypg"}), ("2024-12-31", {"government"})])
def test_bundled_maps_draw_no_front_of_one_force_with_itself_and_no_ground_of_the_fallen_government(day, never):
    found = areas_on(bundled_facts(), load_country(), day)
    drawn = {side for side in found.sides if found.area_km2(side) > 0}
    assert not drawn & never
    assert not {s for line in front_lines(found) for s in (line.side_a, line.side_b)} & never


def test_the_band_of_a_front_is_as_wide_as_the_line_may_be_off_and_ends_at_the_border():
    found = areas_on(facts_at([(38.3, 35.0), (38.9, 35.0)], "ab"), COUNTRY, DAY)
    lines = front_lines(found)
    band = front_band(lines, found.country)
    assert band.within(found.country.buffer(1))
    for line in lines:
        middle = shapely.line_interpolate_point(line.line, 0.5, normalized=True)
        near, beyond = (middle.buffer(1e3 * line.accuracy_km * k).intersection(found.country) for k in (0.9, 2.0))
        assert band.buffer(600).contains(near)
        assert not band.contains(beyond)
    assert front_band((), found.country).is_empty
