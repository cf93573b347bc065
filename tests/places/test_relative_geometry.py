"""Offsets, sides and stretches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.model import Precision
from geomap.places.gazetteer import Gazetteer
from geomap.places.geometry import distance_km
from geomap.places.relative import at_direction, between, near_place, offset, part_of, within


@given(st.floats(35, 43), st.floats(32, 38), st.floats(0, 359.9), st.floats(0, 150))
def test_an_offset_lies_at_its_distance(longitude, latitude, bearing, distance):
    there = offset(longitude, latitude, bearing, distance)
    assert distance_km(longitude, latitude, *there) == pytest.approx(distance, rel=0.01, abs=0.05)


@given(st.floats(35, 43), st.floats(32, 38), st.floats(0, 359.9), st.floats(1, 100))
def test_there_and_back(longitude, latitude, bearing, distance):
    there = offset(longitude, latitude, bearing, distance)
    back = offset(*there, (bearing + 180) % 360, distance)
    assert distance_km(longitude, latitude, *back) < 0.02 * distance + 0.05


def city(name):
    return Gazetteer.bundled().resolve(name, kind_word="city")


@given(st.sampled_from(["Homs", "Hajin", "Douma", "al-Bab"]), st.floats(0, 359.9), st.floats(1, 120))
def test_the_radius_grows_with_the_distance(name, bearing, distance):
    gazetteer = Gazetteer.bundled()
    near, far = (at_direction(city(name), bearing, d, gazetteer) for d in (distance, distance * 2))
    assert near.radius_km < far.radius_km
    assert near.precision is Precision.NEAR


def test_between_reaches_both_ends():
    one, other = city("Homs"), city("Palmyra")
    middle = between(one, other, Gazetteer.bundled())
    for end in (one, other):
        assert distance_km(middle.longitude, middle.latitude, end.longitude, end.latitude) <= middle.radius_km * 1.01 + 0.1
    assert middle.precision is Precision.LINE


def test_a_side_holds_the_towns_on_it():
    gazetteer = Gazetteer.bundled()
    north = part_of(gazetteer.resolve("Homs", kind_word="governorate"), 0.0, gazetteer)
    for town in ("Talbiseh", "al-Rastan"):
        at = city(town)
        assert distance_km(north.longitude, north.latitude, at.longitude, at.latitude) <= north.radius_km


def test_near_and_within_never_shrink_the_radius():
    gazetteer = Gazetteer.bundled()
    homs = city("Homs")
    assert near_place(homs, "told as near Homs", gazetteer).radius_km >= homs.radius_km
    assert within(homs, "in Homs").radius_km == homs.radius_km
    assert within(homs, "in Homs", radius_km=50).radius_km == 50
