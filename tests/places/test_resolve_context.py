"""Names resolved by their sentence and article."""

import pytest

from geomap.model import Article, MatchType, Precision, sha256_hex
from geomap.places.gazetteer import Gazetteer
from geomap.places.geometry import distance_km
from geomap.places.resolve import find_places
from geomap.places.told import told_places


def article(text):
    return Article("a", "a.txt", sha256_hex(text.encode()), text)


def resolved(text):
    return {m.text: m.resolution for m in find_places(article(text), Gazetteer.bundled())}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Shells hit Aleppo city.", "PPLA"), ("Shells hit Aleppo province.", "ADM1"), ("Shells hit the countryside of Aleppo.", "ADM1"),
        ("Shells hit the governorate of Aleppo.", "ADM1"), ("Shells hit Aleppo.", "PPLA"), ("Shells hit several towns in Aleppo.", "ADM1"),
        ("Shells hit Aleppo’s outskirts.", "PPLA"), ("Troops stood southwest of Aleppo.", "PPLA"),
    ],
)  # fmt: skip
def test_city_or_governorate_by_its_words(text, code):
    assert resolved(text)["Aleppo"].feature_code == code


def test_a_governorate_says_so_in_its_precision():
    res = resolved("Shells hit Idlib province.")["Idlib"]
    assert (res.precision, res.admin.admin1) == (Precision.ADMIN1, "Idlib")


def test_the_countryside_of_damascus_is_rif_dimashq():
    assert resolved("Shells hit the countryside of Damascus.")["Damascus"].place == "Rif Dimashq"
    assert resolved("Shells hit Damascus and its countryside.")["Damascus"].feature_code == "PPLC"


def test_the_governorate_named_with_a_name_decides():
    idlib = resolved("Shells hit the village of Abdin in the southern countryside of Idlib.")["Abdin"]
    daraa = resolved("Shells hit the village of Abdin in the western countryside of Daraa.")["Abdin"]
    assert (idlib.admin.admin1, daraa.admin.admin1) == ("Idlib", "Daraa")


def test_the_kind_word_decides():
    town = resolved("Rebels entered the town of Tabqa in Raqqa province.")["Tabqa"]
    base = next(iter(resolved("Rebels entered Tabqa air base in Raqqa province.").values()))
    assert town.feature_code.startswith("PPL")
    assert base.feature_code == "AIRB"


def test_an_unlisted_village_is_placed_by_its_anchor():
    res = resolved("Fighters took the village of Rasm Zurzur north of the Kuweires Airbase.")["Rasm Zurzur"]
    base = resolved("Fighters took the Kuweires Airbase.")["Kuweires Airbase"]
    assert (res.match_type, res.place, res.place_id) == (MatchType.RELATIVE, "Rasm Zurzur", None)
    assert res.latitude > base.latitude
    assert distance_km(res.longitude, res.latitude, base.longitude, base.latitude) <= res.radius_km


def test_an_unlisted_village_is_placed_by_its_governorate():
    res = resolved("Fighters took the village of Tal Zurzur in Hama province.")["Tal Zurzur"]
    assert (res.match_type, res.precision, res.admin.admin1) == (MatchType.CONTAINING, Precision.ADMIN1, "Hama")
    assert "Hama" in res.reason


def test_a_name_that_nothing_places_is_unresolved_with_a_reason():
    res = resolved("Fighters took the village of Tal Zurzur.")["Tal Zurzur"]
    assert not res.resolved
    assert res.reason


def test_one_name_is_one_place_in_an_article():
    text = "Clashes near Abdin went on. Later shells hit the village of Abdin in the western countryside of Daraa."
    ids = {m.resolution.place_id for m in find_places(article(text), Gazetteer.bundled()) if m.text == "Abdin"}
    assert len(ids) == 1


def test_a_side_of_a_governorate_lies_on_that_side():
    north = resolved("Clashes went on in northern Hama.")
    south = resolved("Clashes went on in the southern countryside of Hama.")
    assert next(iter(north.values())).latitude > next(iter(south.values())).latitude
    assert south["Hama"].precision is Precision.AREA


def test_mention_ids_are_content_ids_and_differ():
    text = "Shells hit Binnish. Shells hit Binnish again."
    found = find_places(article(text), Gazetteer.bundled())
    assert len({m.id for m in found}) == len(found) == 2
    assert found == find_places(article(text), Gazetteer.bundled())


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Shells fell 12 km north of Homs.", "12 km north of Homs"), ("Troops stood east of al-Bab.", "east of al-Bab"),
        ("They fought between Hajin and Susah.", "between Hajin and Susah"), ("A mine lay on the Sukhna-Deir Ezzor road.", "Sukhna-Deir Ezzor road"),
        ("A farm 5 miles from Manbij burned.", "5 miles from Manbij"),
    ],
)  # fmt: skip
def test_places_without_a_name_are_told_beside_the_named_ones(text, phrase):
    one = article(text)
    gazetteer = Gazetteer.bundled()
    (told,) = told_places(one, find_places(one, gazetteer), gazetteer)
    assert told.text == phrase
    assert told.resolution.match_type is MatchType.RELATIVE
    assert told.resolution.radius_km > 3


def test_told_distance_and_bearing():
    one = article("Shells fell 12 km north of Homs.")
    gazetteer = Gazetteer.bundled()
    named = find_places(one, gazetteer)
    (told,) = told_places(one, named, gazetteer)
    at, homs = told.resolution, named[0].resolution
    assert distance_km(at.longitude, at.latitude, homs.longitude, homs.latitude) == pytest.approx(12, abs=0.1)
    assert at.latitude > homs.latitude
