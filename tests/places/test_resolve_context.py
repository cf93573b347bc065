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


def test_where_a_quarter_is_named_the_bare_name_is_the_city():
    both = "A school in Homs was hit. The Akrameh neighbourhood had been shelled before. Raids went on in Homs province."
    codes = [m.resolution.feature_code for m in find_places(article(both), Gazetteer.bundled()) if m.text == "Homs"]
    assert codes == ["PPLA", "ADM1"]
    assert {m.resolution.feature_code for m in find_places(article(both.replace("Akrameh neighbourhood", "same street")), Gazetteer.bundled())} == {"ADM1"}


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


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("A mine went off on the road from Aleppo to Manbij.", "road from Aleppo to Manbij"),
        ("They cut the highway linking Hasakah with Tell Tamer.", "highway linking Hasakah with Tell Tamer"),
        ("The route that connects al-Bab and Manbij was shut.", "route that connects al-Bab and Manbij"),
    ],
)
def test_a_road_told_by_its_ends_lies_between_them(text, phrase):
    one = article(text)
    gazetteer = Gazetteer.bundled()
    named = find_places(one, gazetteer)
    (told,) = told_places(one, named, gazetteer)
    assert told.text == phrase
    assert told.resolution.precision is Precision.LINE
    ends = [m.resolution for m in named]
    assert min(e.longitude for e in ends) < told.resolution.longitude < max(e.longitude for e in ends)


def test_a_road_between_two_cities_ends_at_the_cities_not_at_their_governorates():
    places = {m.text: m.resolution for m in find_places(article("A convoy was hit on the Palmyra-Homs road."), Gazetteer.bundled())}
    assert places["Homs"].precision is Precision.EXACT


def test_a_village_is_no_oil_field_of_a_like_name():
    text = "They seized the villages of Dibsan and Tulaysiyah in the western Raqqa countryside."
    dibsan = next(m for m in find_places(article(text), Gazetteer.bundled()) if m.text == "Dibsan").resolution
    assert dibsan.match_type is MatchType.CONTAINING
    assert dibsan.admin.admin1 == "Raqqa"
    assert "no settlement" in dibsan.reason


def test_unlisted_villages_of_a_list_stand_for_what_holds_them():
    text = "The villages of Quxwan, Brekhan and Zelfut in the Hasakah countryside were captured."
    found = [m.resolution for m in find_places(article(text), Gazetteer.bundled()) if m.text in {"Quxwan", "Brekhan", "Zelfut"}]
    assert len(found) == 3
    assert all(r.match_type is MatchType.CONTAINING and r.admin.admin1 == "Hasakah" and r.radius_km > 50 for r in found)


def test_a_province_of_the_north_is_the_whole_province_and_its_north_a_side():
    whole = find_places(article("Shells fell in the northern province of Idlib."), Gazetteer.bundled())[-1].resolution
    side = find_places(article("Shells fell in the northern countryside of Idlib."), Gazetteer.bundled())[-1].resolution
    assert (whole.precision, side.precision) == (Precision.ADMIN1, Precision.AREA)
    assert side.latitude > whole.latitude


@pytest.mark.parametrize("told", ["three kilometres (two miles) north of Azaz", "3 km north of Azaz", "3 kilometers to the north of the town of Azaz"])
def test_a_distance_may_be_written_in_words_and_in_both_measures(told):
    one = article(f"A shell fell {told}.")
    gazetteer = Gazetteer.bundled()
    named = find_places(one, gazetteer)
    (made,) = told_places(one, named, gazetteer)
    azaz = named[-1].resolution
    assert distance_km(made.resolution.longitude, made.resolution.latitude, azaz.longitude, azaz.latitude) == pytest.approx(3, abs=0.05)


@pytest.mark.parametrize(
    ("text", "name", "governorate"),
    [
        ("Two people were killed in Salihiyah in Kobani countryside.", "Salihiyah", "Aleppo"), ("Gunmen attacked Mushayrifah in the northern Hama countryside.", "Mushayrifah", "Hama"),
        ("Shelling hit Rashidiyah in Tel Tamr countryside.", "Rashidiyah", "Hasakah"), ("A mine went off in Judaydah, Hajin district.", "Judaydah", "Deir ez-Zor"),
    ],
)  # fmt: skip
def test_a_homonym_is_the_one_of_the_place_that_holds_it(text, name, governorate):
    found = {m.text: m.resolution for m in find_places(article(text), Gazetteer.bundled())}
    assert found[name].admin.admin1 == governorate
    holder = list(found.values())[-1]
    assert distance_km(found[name].longitude, found[name].latitude, holder.longitude, holder.latitude) < 60
