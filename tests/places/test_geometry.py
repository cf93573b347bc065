"""Distances and rings against figures that are known from elsewhere."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geomap.places.geometry import distance_km, in_ring

EARTH_KM = 6371.0088
DEGREES = st.floats(-180, 180, allow_nan=False)
LATITUDES = st.floats(-90, 90, allow_nan=False)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((0, 0), (0, 0), 0), ((0, 0), (1, 0), EARTH_KM * math.pi / 180), ((0, 0), (0, 1), EARTH_KM * math.pi / 180), ((0, 0), (180, 0), EARTH_KM * math.pi),
        ((0, -90), (77, 90), EARTH_KM * math.pi), ((10, 60), (11, 60), 55.5973), ((179.5, 10), (-179.5, 10), 109.505),
        ((-0.1278, 51.5074), (2.3522, 48.8566), 343.556),
    ],
)  # fmt: skip
def test_known_distances(one: tuple[float, float], other: tuple[float, float], km: float) -> None:
    assert distance_km(*one, *other) == pytest.approx(km, rel=2e-4, abs=1e-9)


@given(st.floats(35, 43), st.floats(32, 38), st.floats(35, 43), st.floats(32, 38))
def test_a_distance_in_the_region_is_that_of_the_ellipsoid_within_half_a_percent(a: float, b: float, c: float, d: float) -> None:
    _, _, metres = Geod(ellps="WGS84").inv(a, b, c, d)
    assert distance_km(a, b, c, d) == pytest.approx(metres / 1000, rel=0.005, abs=1e-6)


@given(DEGREES, LATITUDES, DEGREES, LATITUDES)
def test_a_distance_is_the_same_there_and_back_and_no_longer_than_half_round(a: float, b: float, c: float, d: float) -> None:
    assert distance_km(a, b, c, d) == pytest.approx(distance_km(c, d, a, b), abs=1e-6)
    assert 0 <= distance_km(a, b, c, d) <= EARTH_KM * math.pi + 1e-6
    assert distance_km(a, b, a, b) == 0


@given(DEGREES, LATITUDES)
def test_the_other_side_of_the_earth_is_half_round(longitude: float, latitude: float) -> None:
    assert distance_km(longitude, latitude, longitude + 180, -latitude) == pytest.approx(EARTH_KM * math.pi, rel=1e-6)


SQUARE = ((0, 0), (4, 0), (4, 2), (0, 2), (0, 0))
HORSESHOE = ((0, 0), (6, 0), (6, 4), (4, 4), (4, 1), (2, 1), (2, 4), (0, 4), (0, 0))
SLANTED = ((1, 0), (5, 3), (2, 5), (1, 0))


@pytest.mark.parametrize(
    ("ring", "inside", "outside"),
    [
        (SQUARE, [(2, 1), (0.01, 0.01), (3.99, 1.99)], [(-1, 1), (5, 1), (2, 3), (2, -1), (-1, 3), (5, -1)]),
        (HORSESHOE, [(1, 3), (5, 3), (3, 0.5)], [(3, 3), (3, 2), (7, 2), (-1, 2), (3, 5)]),
        (SLANTED, [(2, 2), (4, 2.5), (2, 4)], [(1, 3), (4, 2), (3.7, 4), (5, 4), (1.1, 4.9)]),
    ],
)  # fmt: skip
def test_points_in_and_out_of_rings(ring: tuple[tuple[float, float], ...], inside: list[tuple[float, float]], outside: list[tuple[float, float]]) -> None:
    for turned in (ring, ring[::-1], [*ring[2:-1], *ring[:3]]):
        assert [p for p in inside if not in_ring(*p, turned)] == []
        assert [p for p in outside if in_ring(*p, turned)] == []


@given(st.floats(-1, 7), st.floats(-1, 5))
def test_two_rings_that_share_an_edge_hold_each_point_once(x: float, y: float) -> None:
    """The left and right half of a rectangle: a point of it lies in exactly one, also on the line between them."""
    left, right = ((0, 0), (3, 0), (3, 4), (0, 4), (0, 0)), ((3, 0), (6, 0), (6, 4), (3, 4), (3, 0))
    whole = ((0, 0), (6, 0), (6, 4), (0, 4), (0, 0))
    assert in_ring(x, y, left) + in_ring(x, y, right) == in_ring(x, y, whole)


def test_a_point_on_the_line_between_two_rings_is_in_one() -> None:
    left, right = ((0, 0), (3, 0), (3, 4), (0, 4), (0, 0)), ((3, 0), (6, 0), (6, 4), (3, 4), (3, 0))
    assert [in_ring(3, 2, left), in_ring(3, 2, right)] == [False, True]
    lower, upper = ((0, 0), (3, 0), (3, 2), (0, 2), (0, 0)), ((0, 2), (3, 2), (3, 4), (0, 4), (0, 2))
    assert in_ring(1, 2, lower) + in_ring(1, 2, upper) == 1
