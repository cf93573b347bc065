"""Homonyms where the text says in what direction or distance a place lies, and names of persons that are also places."""

import pytest

from geomap.model import Article, MatchType, sha256_hex
from geomap.places.gazetteer import Gazetteer
from geomap.places.geometry import distance_km
from geomap.places.resolve import find_places

GAZETTEER = Gazetteer.bundled()


def found(text):
    return {m.text: m.resolution for m in find_places(Article("a", "a.txt", sha256_hex(text.encode()), text), GAZETTEER)}


def apart(one, other):
    return distance_km(one.longitude, one.latitude, other.longitude, other.latitude)


def test_of_two_places_of_a_name_the_one_in_the_direction_told_is_meant():
    assert GAZETTEER.resolve("al-Maleh").admin.admin1 == "Suwayda"
    told = found("Fighting went on around al-Maleh north of Aleppo.")
    assert told["al-Maleh"].place_id is not None
    assert apart(told["al-Maleh"], told["Aleppo"]) < 20


def test_a_place_of_the_name_far_from_where_the_text_puts_it_is_another():
    assert GAZETTEER.resolve("al-Janna").admin.admin1 == "Hasakah"
    told = found("Shells fell on al-Janna village, 10 km east of Aleppo city.")
    res = told["al-Janna"]
    assert (res.match_type, res.place_id) == (MatchType.RELATIVE, None)
    assert "not where the text puts it" in res.reason
    assert apart(res, told["Aleppo"]) == pytest.approx(10, abs=0.2)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rankous lies north of Damascus countryside.", "Rankous"),  # a direction from an area moves no town
        ("Troops left Manbij, 12 km east of Homs.", "Manbij"),  # the seat of a district stays itself, whatever the text says
        ("The convoy left al-Janna and positions north of Homs were hit.", "al-Janna"),  # the positions lie there
    ],
)
def test_what_the_text_does_not_say_of_a_place_leaves_it_where_it_is(text, name):
    assert found(text)[name].place_id == GAZETTEER.resolve(name).place_id


@pytest.mark.parametrize("between", ["", ", a small village", " village, which lies", " in the countryside"])
def test_what_goes_on_with_the_name_ties_it_closely(between):
    close = found(f"Planes bombed Tal Zurzur{between} east of Homs.")["Tal Zurzur"]
    loose = found("Planes bombed Tal Zurzur and hit depots of fuel east of Homs.")["Tal Zurzur"]
    assert close.match_type is loose.match_type is MatchType.RELATIVE
    assert (close.longitude, close.latitude) == (loose.longitude, loose.latitude)
    assert close.radius_km < loose.radius_km <= 60


@pytest.mark.parametrize("text", ["Planes bombed the town of Musraba in Damascus.", "In Damascus, shells fell on Musraba.", "Air strikes hit Musraba near Damascus at dawn."])
def test_a_misspelt_suburb_is_found_where_the_text_says_the_capital(text):
    res = found(text)["Musraba"]
    assert (res.place, res.match_type, res.admin.admin1) == ("Misraba", MatchType.NEAR, "Rif Dimashq")


def test_a_suburb_is_no_near_match_of_the_capital_s_own_names():
    inside = GAZETTEER.resolve("Mezeh", within="Damascus")
    assert inside.admin.admin1 == "Damascus"


@pytest.mark.parametrize(
    "text",
    [
        "Mazlum Kobani spoke of a truce.", "The force is led by Mazloum Kobani.", "Mazloum Abdi Kobani met envoys.", "Commander Mazloum Kobane spoke.",
        "Ferzad Kobani said the road was closed.", "Envoys met Mazlum Kobani, head of the force.",
    ],
)  # fmt: skip
def test_a_person_named_like_places_is_none(text):
    assert found(text) == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mazlum Kobani visited Kobani.", {"Kobani"}), ("Planes bombed the villages of Mazlum and Abdi.", {"Mazlum", "Abdi"}),
        ("Capturing Kobani would open the road.", {"Kobani"}), ("Troops entered Kobani.", {"Kobani"}),
    ],
)  # fmt: skip
def test_the_places_themselves_stay_places(text, names):
    assert set(found(text)) == names
