"""Quarters, markets and mosques lie in the town of which the text speaks; names that the text puts somewhere lie nowhere else."""

import pytest

from geomap.model import Article, MatchType, Precision, ToponymType, sha256_hex
from geomap.places.gazetteer import Gazetteer
from geomap.places.geometry import distance_km
from geomap.places.resolve import find_places

POINTS = {
    "Aleppo": (37.161, 36.201), "Homs": (36.723, 34.727), "Damascus": (36.292, 33.513), "Zabadani": (36.101, 33.725), "Manbij": (37.955, 36.528),
    "Idlib": (36.634, 35.931), "Tabqa": (38.548, 35.837), "Khanasir": (37.498, 35.783), "Mosul": (43.12, 36.34),
}  # fmt: skip


def places(text):
    found = find_places(Article("a", "a.txt", sha256_hex(text.encode()), text), Gazetteer.bundled())
    return {m.text: m for m in found}


def resolved(text, name):
    return places(text)[name].resolution


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("A missile slammed into the Maghayir district of Aleppo city, killing nine.", "Maghayir", "Aleppo"),
        ("A missile killed nine in the city of Aleppo. It wrecked homes in the Maghayir district, a monitor said.", "Maghayir", "Aleppo"),
        ("Hezbollah advanced inside Zabadani. Its men seized the Sahel district from rebels.", "Sahel", "Zabadani"),
        ("Jets hit Manbij on Saturday. Bombs fell on al-Haal market and the bakery of the town.", "al-Haal", "Manbij"),
        ("Rockets fell on Aleppo. Women were killed in the Sayyed Ali neighbourhood in the city.", "Sayyed Ali", "Aleppo"),
        ("Rebel rockets hit the Syria quarter of Aleppo.", "Syria", "Aleppo"),
        ("Rockets struck the Shahba hotel in Aleppo.", "Shahba", "Aleppo"),
        ("Idlib was bombed late on Monday. Rockets fell near the Rawda mosque.", "Rawda", "Idlib"),
        ("Shells hit Aleppo on Sunday. The neighbourhoods of al-Sabil, al-Mogambo and al-Midan were struck.", "al-Mogambo", "Aleppo"),
        ("A bomber struck the Midan district of the capital.", "Midan", "Damascus"),
        ("Artillery shelled a hospital in the Alwaer district of Homs.", "Alwaer", "Homs"),
        ("SDF fighters advanced inside Tabqa. They took the Alexandria neighbourhood.", "Alexandria", "Tabqa"),
    ],
)  # fmt: skip
def test_what_towns_have_lies_in_the_town_told(text, name, town):
    res = resolved(text, name)
    assert res.precision in {Precision.EXACT, Precision.NEAR}
    assert distance_km(res.longitude, res.latitude, *POINTS[town]) < 13


def test_a_listed_quarter_keeps_its_own_point_and_an_unlisted_one_has_the_towns_with_a_wider_radius():
    text = "Shells hit Aleppo. They fell in the Sukkari neighbourhood and on the Baron Street."
    listed, unlisted = resolved(text, "Sukkari"), resolved(text, "Baron")
    assert listed.feature_code == "PPLX"
    assert listed.precision is Precision.EXACT
    assert unlisted.match_type is MatchType.CONTAINING
    assert unlisted.radius_km >= 12
    assert "Aleppo" in unlisted.reason


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Helicopters bombed a district of Harasta.", "Harasta", "PPL"),  # one of the town's, not its name
        ("Shells hit two quarters of Douma.", "Douma", "PPL"),
        ("Raids hit the Saraqib hospital in Idlib province.", "Saraqib", "PPL"),
        ("Warplanes bombed the Eastern Ghouta district. Damascus was shelled.", "Eastern Ghouta", "RGN"),
    ],
)  # fmt: skip
def test_a_town_that_is_spoken_of_by_its_parts_stays_the_town(text, name, code):
    assert resolved(text, name).feature_code.startswith(code)


def test_the_name_before_a_kind_word_has_the_kind():
    assert resolved("A car bomb blew up in the Zahraa district of Homs.", "Homs").feature_code == "PPLA"
    assert resolved("A car bomb blew up in the Homs district of Qusayr.", "Qusayr").admin.admin1 == "Homs"


def test_a_village_the_text_puts_in_a_governorate_is_in_no_other_one_further_down():
    text = "Jets bombed al-Salehia village in Raqqa's northern countryside. A plant in al-Salehia village was hit."
    assert all(m.resolution.admin.admin1 == "Raqqa" for m in places(text).values())


def test_a_loose_match_far_from_all_that_is_told_is_none():
    res = resolved("Jets bombed Raqqa and the nearby town of Syiran on Sunday.", "Syiran")
    assert distance_km(res.longitude, res.latitude, 39.0, 35.95) < 60


def test_things_are_found_under_another_word_of_their_kind():
    assert resolved("ISIS took the Shaar oilfield east of Homs.", "Shaar").feature_code == "GASF"


def test_an_act_abroad_gets_no_point_in_syria():
    text = "A coalition strike hit the al-Jadida neighbourhood in western Mosul in March."
    quarter, city = resolved(text, "al-Jadida"), resolved(text, "Mosul")
    assert quarter.country == city.country == "IQ"
    assert distance_km(quarter.longitude, quarter.latitude, *POINTS["Mosul"]) < 2
    assert not places(text)["al-Jadida"].in_syria


def test_a_side_of_aleppo_is_the_citys_where_the_text_tells_of_the_city():
    city = "Hospitals all over Aleppo city are full. Shells hit houses in southwestern Aleppo."
    countryside = "Shells hit southwestern Aleppo. The army advanced in the Aleppo countryside."
    gazetteer = Gazetteer.bundled()

    def precisions(text):
        return [m.resolution.precision for m in find_places(Article("a", "a.txt", sha256_hex(text.encode()), text), gazetteer)]

    assert precisions(city) == [Precision.EXACT, Precision.EXACT]
    assert precisions(countryside)[0] is Precision.AREA


@pytest.mark.parametrize(
    ("text", "town", "literal"),
    [
        ("Rockets fired from Syria hit the Turkish town of Kilis.", "Kilis", True), ("A car bomb killed thirty people in the Iraqi capital Baghdad.", "Baghdad", True),
        ("ISIS holds the Iraqi city of Ramadi.", "Ramadi", True), ("Ankara and Moscow agreed on a truce.", "Ankara", False),
        ("Smoke could be seen from the Turkish town of Nusaybin.", "Nusaybin", False),
    ],
)  # fmt: skip
def test_a_foreign_town_is_a_scene_where_something_is_done_to_it(text, town, literal):
    assert (places(text)[town].toponym_type is ToponymType.LITERAL) is literal


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Shells hit shops in the District of Douma near Damascus.", "Douma", "PPL"), ("Clashes broke out in the Manbij district.", "Manbij", "ADM2"),
        ("Clashes broke out in the Hama District.", "Hama", "ADM2"),
        ("Barrel bombs hit one district of northern Aleppo. They wrecked the Sakhur quarter.", "northern Aleppo", "PPL"),
        ("Clashes broke out in northern Aleppo, near Tal Rifaat.", "northern Aleppo", "RGN"),
    ],
)  # fmt: skip
def test_suburbs_of_the_capital_are_its_districts_and_a_side_with_quarters_is_the_citys(text, name, code):
    assert resolved(text, name).feature_code.startswith(code)


def test_a_blast_in_a_region_of_the_capital_is_in_the_capital():
    res = resolved("The blast took place in the Kallasa region of the Syrian capital.", "Kallasa")
    assert distance_km(res.longitude, res.latitude, *POINTS["Damascus"]) < 2
