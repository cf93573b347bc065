"""Two dates: synthetic truths, symmetry, renames, and how far one fact reaches."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.control.compare import compare, matrix
from geomap.control.facts import Fact
from geomap.control.grid import to_degrees, to_metres
from geomap.control.ground import REACH_KM
from geomap.control.output import change_collection, matrix_csv, places_csv
from geomap.errors import InputError

COUNTRY = shapely.box(38.0, 34.5, 39.8, 35.7)
GROUND = to_metres(COUNTRY)
ONE, TWO, BEFORE, AFTER = "2016-01-01", "2016-06-01", "2016-02-01", "2016-07-01"


def towns(n, seed):
    rng = np.random.default_rng(seed)
    west, south, east, north = GROUND.bounds
    xy = rng.uniform((west, south), (east, north), (3 * n, 2))
    return xy[shapely.contains_xy(GROUND, xy)][:n]


def facts_of(xy, first, second):
    at = to_degrees(xy)
    old = [Fact(f"p{i}", *map(float, at[i]), s, ONE, ONE, "agency") for i, s in enumerate(first)]
    new = [Fact(f"p{i}", *map(float, at[i]), s, TWO, TWO, "agency") for i, s in enumerate(second) if s != first[i]]
    return (*old, *new)


def cells():
    west, south, east, north = GROUND.bounds
    x, y = np.meshgrid(np.arange(west, east, 1000), np.arange(south, north, 1000))
    ok = shapely.contains_xy(GROUND, x, y)
    return np.column_stack((x[ok], y[ok]))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("shape", ["disc", "strip"])
def test_a_flipped_disc_and_a_moved_strip_lie_within_the_printed_range(shape, seed):
    xy, every = towns(250, seed), cells()
    middle = GROUND.centroid.coords[0][0]

    def gained(p):
        if shape == "strip":
            return (p[:, 0] >= middle) & (p[:, 0] < middle + 25_000)
        return (p[:, 0] >= middle) & (np.hypot(p[:, 0] - middle, p[:, 1] - GROUND.centroid.y) < 30_000)

    first = np.where(xy[:, 0] < middle, "a", "b")
    second = np.where(gained(xy), "a", first)
    found = compare(facts_of(xy, first, second), COUNTRY, BEFORE, AFTER)
    (cell,) = matrix(found)
    assert (cell.side_from, cell.side_to, cell.places) == ("b", "a", int((first != second).sum()))
    truth = int(gained(every).sum())
    assert cell.low_km2 <= truth <= cell.high_km2
    assert cell.low_km2 <= cell.km2 <= cell.high_km2
    deepest = max(p.depth_km or 0 for p in found.patches)
    assert 15 < deepest < 45


def test_nothing_changed_gives_nothing():
    xy = towns(60, 4)
    side = np.where(xy[:, 1] < GROUND.centroid.y, "a", "b")
    found = compare(facts_of(xy, side, side), COUNTRY, BEFORE, AFTER)
    assert (found.changes, found.patches, found.shifts, matrix(found)) == ((), (), (), ())
    assert any("no assessed fact" in w for w in found.warnings)


def test_a_pure_rename_moves_no_ground():
    xy = towns(60, 5)
    side = np.where(xy[:, 1] < GROUND.centroid.y, "ypg", "isis")
    found = compare(facts_of(xy, side, side), COUNTRY, "2016-01-01", "2016-02-01")
    assert found.patches == ()
    old = tuple(Fact(f.place, f.longitude, f.latitude, f.side, "2015-01-01", "2015-01-01", "agency") for f in facts_of(xy, side, side))
    named = compare(old, COUNTRY, "2015-06-01", "2016-06-01")
    assert (named.patches, {c.kind for c in named.changes}) == ((), {"rename"})
    assert named.after.area_km2("sdf") == pytest.approx(named.before.area_km2("ypg"), rel=1e-9)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 79))
def test_one_flipped_fact_moves_no_ground_beyond_the_stated_radius(seed, flipped):
    xy = towns(80, seed)
    first = np.where(xy[:, 0] < GROUND.centroid.x, "a", "b")
    second = first.copy()
    second[flipped] = "b" if first[flipped] == "a" else "a"
    found = compare(facts_of(xy, first, second), COUNTRY, BEFORE, AFTER)
    here = shapely.Point(xy[flipped])
    for patch in found.patches:
        if patch.km2 is not None:
            assert shapely.hausdorff_distance(here, patch.area) <= REACH_KM * 1e3 + 2000
        assert {patch.side_from, patch.side_to} == {"a", "b"}


def test_swapping_the_dates_swaps_gains_and_losses():
    xy = towns(150, 6)
    first = np.where(xy[:, 0] < GROUND.centroid.x, "a", "b")
    second = np.where(np.hypot(*(xy - GROUND.centroid.coords[0]).T) < 25_000, "a", first)
    facts = facts_of(xy, first, second)
    there, back = compare(facts, COUNTRY, BEFORE, AFTER), compare(facts, COUNTRY, AFTER, BEFORE)
    assert [(c.side_from, c.side_to, c.places, c.km2, c.low_km2, c.high_km2) for c in matrix(there)] == [
        (c.side_to, c.side_from, c.places, c.km2, c.low_km2, c.high_km2) for c in matrix(back)
    ]
    assert [(c.side_from, c.side_to) for c in there.changes] == [(c.side_to, c.side_from) for c in back.changes]
    assert there.before.date == back.after.date == BEFORE


def test_a_side_that_fell_between_the_dates_gains_nothing_on_the_later_one():
    xy = towns(150, 6)
    first = np.where(xy[:, 0] < GROUND.centroid.x, "government", "opposition")
    second = np.where(np.hypot(*(xy - GROUND.centroid.coords[0]).T) < 25_000, "government", first)
    facts = facts_of(xy, first, second)
    near, far = compare(facts, COUNTRY, BEFORE, AFTER), compare(facts, COUNTRY, BEFORE, "2026-01-01")
    back = compare(facts, COUNTRY, "2026-01-01", BEFORE)
    (then,), (now,), (read_back,) = matrix(near), matrix(far), matrix(back)
    assert (then.side_from, then.side_to, then.taken_by) == ("opposition", "government", "government")
    assert (now.side_from, now.side_to, now.taken_by) == ("opposition", "new-government", "government")
    assert (read_back.side_from, read_back.side_to, read_back.taken_by) == ("new-government", "opposition", "government")
    assert (now.places, now.km2) == (then.places, then.km2) == (read_back.places, read_back.km2)
    taken = [c for c in far.changes if c.kind == "conquest"]
    assert {(c.side_to, c.later_holder, c.date_end) for c in taken} == {("government", "new-government", TWO)}
    assert {c.kind for c in far.changes if c not in taken} == {"collapse", "merger"}
    assert far.shifts == ()
    assert any("Government (Assad) (2024-12-08, now Transitional government)" in w for w in far.warnings)
    assert not any("ended" in w for w in near.warnings)


def test_a_bare_statement_against_its_neighbours_moves_no_ground_between_two_dates():
    xy = to_metres(np.array([(38.5 + 0.05 * i, 35.0 + 0.05 * j) for i in range(4) for j in range(4)]))
    first = np.array(["a"] * 5 + ["b"] + ["a"] * 10)
    second = first.copy()
    second[15] = "b"
    found = compare(facts_of(xy, first, second), COUNTRY, BEFORE, AFTER)
    assert [c.place for c in found.changes] == ["p15"]
    assert all(not shapely.contains_xy(p.area, *xy[5]) for p in found.patches)


def test_ground_without_a_place_near_is_not_measured():
    facts = facts_of(to_metres(np.array([[38.1, 34.6], [39.7, 35.6]])), ["a", "b"], ["a", "a"])
    found = compare(facts, COUNTRY, BEFORE, AFTER)
    assert any(p.km2 is None and p.high_km2 is None for p in found.patches)
    for p in found.patches:
        if p.km2 is not None:
            assert p.km2 < np.pi * 15.5**2
    assert sum(c.not_measurable for c in matrix(found)) >= 1


def test_places_known_on_one_date_only_take_no_part():
    facts = (*facts_of(towns(20, 7), ["a"] * 20, ["a"] * 20), Fact("New", 38.9, 35.0, "b", TWO, TWO, "agency"))
    found = compare(facts, COUNTRY, BEFORE, AFTER)
    assert [h.place for h in found.single] == ["New"]
    assert found.patches == ()


def test_a_date_past_the_last_fact_warns():
    found = compare(facts_of(towns(20, 8), ["a"] * 20, ["b"] + ["a"] * 19), COUNTRY, BEFORE, "2017-01-01")
    assert any("newest fact is of 2016-06-01" in w for w in found.warnings)
    with pytest.raises(InputError, match="known both"):
        compare(facts_of(towns(5, 8), ["a"] * 5, ["a"] * 5), COUNTRY, "2015-01-01", AFTER)


def test_tables_keep_formulas_harmless_and_give_every_change():
    facts = (
        Fact("=cmd()", 38.5, 35.0, "a", ONE, ONE, "agency"), Fact("=cmd()", 38.5, 35.0, "b", TWO, TWO, "+agency", quote="@x"),
        Fact("Other", 39.0, 35.0, "a", ONE, ONE, "agency"), Fact("Other", 39.0, 35.0, "b", TWO, TWO, "paper", status="claimed"),
    )  # fmt: skip
    found = compare(facts, COUNTRY, BEFORE, AFTER)
    rows = places_csv(found).splitlines()
    assert rows[1].startswith("'=cmd(),38.5,35.0,conquest,a,b,2016-06-01,")
    assert ",assessed,1,'+agency,'@x," in rows[1]
    assert rows[2].startswith("Other,")
    assert ",claimed," in rows[2]
    assert matrix_csv(found).splitlines()[1].startswith("a,b,1,")
    layers = {f["properties"]["layer"] for f in change_collection(found)["features"]}
    assert {"patch", "place"} <= layers
