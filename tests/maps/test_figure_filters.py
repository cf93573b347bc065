"""Filters keep what is asked for, and never count what did not happen."""

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.maps.filters import Filters, filter_events, iso_day, near, standing


def events():
    rows = [
        ("e1", "Battles", "Armed clash", "2017-03-14", "2017-03-14", "isis", "saa", "isis", "government", "reported", "Palmyra", 38.27, 34.56),
        ("e2", "Explosions/Remote violence", "Air/drone strike", "2017-03-01", "2017-03-31", "vks", "isis", "russia", "isis", "claimed", "Raqqa", 39.0, 35.95),
        ("e3", "Battles", "Armed clash", None, None, "sdf", "isis", "sdf", "isis", "reported", "Tabqa", 38.55, 35.84),
        ("e4", "Battles", "Armed clash", "2017-05-02", "2017-05-02", "sdf", "isis", "sdf", "isis", "planned", "Raqqa", 39.0, 35.95),
        ("e5", "Protests", "Peaceful protest", "2018-01-01", "2018-12-31", "protesters", None, "civilians", None, "reported", None, None, None),
    ]  # fmt: skip
    names = ["id", "event_type", "sub_event_type", "date_start", "date_end", "actor1", "actor2", "side1", "side2", "status", "place", "longitude", "latitude"]
    frame = gpd.GeoDataFrame([dict(zip(names, r, strict=True)) for r in rows])
    frame["review"] = ["accepted", "unreviewed", "edited", "accepted", "disputed"]
    frame["admin1"] = ["Homs", "Raqqa", "Raqqa", "Raqqa", None]
    return frame


def kept(**conditions):
    return list(filter_events(events(), Filters(**conditions))["id"])


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, ["e1", "e2", "e3", "e5"]),
        ({"status": ("planned",)}, ["e4"]),
        ({"status": ()}, ["e1", "e2", "e3", "e4", "e5"]),
        ({"since": "2017-03-20"}, ["e2", "e5"]),
        ({"since": "2017-03", "until": "2017-03"}, ["e1", "e2"]),
        ({"until": "2016"}, []),
        ({"side": ("isis",)}, ["e1", "e2", "e3"]),
        ({"actor": ("SAA",)}, ["e1"]),
        ({"side": ("isis",), "type": ("battles",)}, ["e1", "e3"]),
        ({"type": ("explosions",)}, ["e2"]),
        ({"type": ("Peaceful protest",)}, ["e5"]),
        ({"place": ("raqqa",)}, ["e2", "e3"]),
        ({"bbox": (38.5, 35.0, 40.0, 37.0)}, ["e2", "e3"]),
        ({"public": True}, ["e1", "e3"]),
        ({"ids": frozenset({"e1", "e4"})}, ["e1"]),
    ],
)
def test_conditions(conditions, expected):
    assert kept(**conditions) == expected


def test_what_a_person_rejected_is_neither_drawn_nor_counted():
    frame = events()
    frame.loc[1, "review"] = "rejected"
    assert list(filter_events(frame, Filters(status=()))["id"]) == ["e1", "e3", "e4", "e5"]
    assert list(standing(frame)["id"]) == ["e1", "e3", "e4", "e5"]


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"status": ("done",)}, "status"),
        ({"type": ("party",)}, "type"),
        ({"since": "last week"}, "2017-03-14"),
        ({"until": "2017-13"}, "2017-13"),
        ({"bbox": (40.0, 35.0, 38.0, 37.0)}, "west, south, east, north"),
    ],
)
def test_what_no_filter_understands_is_refused(conditions, message):
    with pytest.raises(InputError, match=message):
        kept(**conditions)


def test_description_names_every_condition():
    words = " ".join(Filters(since="2017", side=("isis",), bbox=(36, 35, 37, 36), public=True, status=("denied",)).describe())
    for part in ("2017", "isis", "36, 35, 37, 36", "accepted", "denied"):
        assert part in words
    assert Filters().describe() == []


def test_days_of_coarse_dates():
    assert iso_day("2016-02", end=True) == "2016-02-29"
    assert iso_day("2016-12", end=True) == "2016-12-31"
    assert iso_day("2016", end=True) == "2016-12-31"
    assert iso_day("2016") == "2016-01-01"


@settings(deadline=None)
@given(st.floats(35, 42), st.floats(32, 37), st.floats(1, 300))
def test_square_around_a_place_has_the_size_asked_for(longitude, latitude, km):
    from geopy.distance import geodesic

    west, south, east, north = near(longitude, latitude, km)
    assert geodesic((latitude, west), (latitude, east)).km == pytest.approx(2 * km, rel=0.01)
    assert geodesic((south, longitude), (north, longitude)).km == pytest.approx(2 * km, rel=0.01)
