"""Names are resolved to the places that the text means."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import GazetteerError
from geomap.model import MatchType, Precision
from geomap.places.gazetteer import Gazetteer
from geomap.places.geometry import distance_km

GAZETTEER = Gazetteer.bundled()

SEEDS = [
    # name, within, longitude, latitude, tolerance km: places of real reports, looked up in several sources
    ("Hajin", None, 40.8314, 34.6951, 5), ("al-Soussa", "Deir ez-Zor", 40.9582, 34.5337, 5), ("al-Shaafah", "Deir Ezzor", 40.9344, 34.5789, 5),
    ("Mayadeen", None, 40.4515, 35.0198, 5), ("al-Bukamal", None, 40.9185, 34.4523, 5), ("Sukhna", None, 38.8711, 34.8853, 5),
    ("Tiyas Airbase", None, 37.6299, 34.5226, 5), ("Kuweires Airbase", None, 37.5832, 36.1871, 5), ("Furaykah", "Idlib", 36.3599, 35.76, 5),
    ("Kinsabba", "Lattakia", 36.164, 35.7441, 5), ("Ain Issa", "Raqqa", 38.8623, 36.3855, 5), ("Sirghaya", None, 36.1579, 33.8104, 5),
    ("Baksariya", "Idlib", 36.2139, 35.8711, 5), ("Madyounah", "Aleppo", 37.4239, 36.2946, 5),
]  # fmt: skip


@pytest.mark.parametrize(("name", "within", "longitude", "latitude", "tolerance"), SEEDS)
def test_places_of_real_reports_are_where_they_are(name: str, within: str | None, longitude: float, latitude: float, tolerance: float) -> None:
    found = GAZETTEER.resolve(name, within=within)
    assert found.resolved, found.reason
    assert distance_km(found.longitude, found.latitude, longitude, latitude) <= tolerance


def test_a_bare_name_is_the_city_and_a_province_the_governorate() -> None:
    assert GAZETTEER.resolve("Aleppo").feature_code == "PPLA"
    province = GAZETTEER.resolve("Aleppo", kind_word="province")
    assert (province.feature_code, province.precision) == ("ADM1", Precision.ADMIN1)
    assert GAZETTEER.resolve("Aleppo Governorate").feature_code == "ADM1"
    assert GAZETTEER.resolve("Al-Bab", kind_word="town").feature_code == "PPLA2"


@pytest.mark.parametrize("within", ["Aleppo", "Halab", "SY02", "Aleppo governorate", "حلب", "Jarabulus"])
def test_a_unit_is_known_in_any_spelling(within: str) -> None:
    found = GAZETTEER.resolve("Jarablus", within=within)
    assert found.place == "Jarabulus"
    assert found.admin.admin1_pcode == "SY02"


def test_homonyms_are_told_apart_by_governorate_and_by_nearness() -> None:
    in_raqqa, in_deir = GAZETTEER.resolve("Mansoura", within="Raqqa"), GAZETTEER.resolve("Salihiyah", within="Deir ez-Zor")
    assert in_raqqa.admin.admin1 == "Raqqa"
    assert in_deir.admin.admin1 == "Deir ez-Zor"
    near = GAZETTEER.resolve("Tayyibah", near=(38.9, 35.0))
    assert distance_km(near.longitude, near.latitude, 38.9, 35.0) < 60


def test_the_world_is_elsewhere() -> None:
    assert GAZETTEER.resolve("Moscow").country == "RU"
    assert GAZETTEER.resolve("Ankara").country == "TR"
    assert GAZETTEER.resolve("Jordan").feature_code == "PCLI"
    assert GAZETTEER.demonym("Turkish") == "TR"
    assert GAZETTEER.demonym("Hama") is None


def test_a_syrian_unit_keeps_foreign_places_out() -> None:
    assert GAZETTEER.resolve("Moscow", within="Hama").country != "RU" or GAZETTEER.resolve("Moscow", within="Hama").score <= 0.5


def test_not_found_is_a_value_with_a_reason() -> None:
    found = GAZETTEER.resolve("Zzyzzyx")
    assert (found.longitude, found.place_id, found.match_type) == (None, None, MatchType.NONE)
    assert "no place of this name" in found.reason
    assert "Atlantis" in GAZETTEER.resolve("Zzyzzyx", within="Atlantis").reason
    assert GAZETTEER.resolve("?!").reason == "no letters in the name"


def test_a_village_known_only_far_outside_the_unit_is_not_taken() -> None:
    found = GAZETTEER.resolve("Kafr Nabudah", within="Deir ez-Zor")
    assert not found.resolved or found.score <= 0.5


def test_near_spellings_need_a_unit_or_an_anchor() -> None:
    assert not GAZETTEER.resolve("Baksarijah").resolved or GAZETTEER.resolve("Baksarijah").match_type is not MatchType.NEAR
    inside = GAZETTEER.resolve("Hajoon", within="Deir ez-Zor")
    assert inside.match_type in {MatchType.NEAR, MatchType.SKELETON, MatchType.NONE}


def test_every_answer_says_why_and_names_others() -> None:
    found = GAZETTEER.resolve("Duma")
    assert found.reason
    assert found.runners_up
    assert all(r.place_id != found.place_id for r in found.runners_up)
    assert all(r.score <= found.score for r in found.runners_up)


def test_two_spellings_in_one_are_asked_one_by_one() -> None:
    assert GAZETTEER.resolve("Tadmur/Palmyra town").place == "Palmyra"


def test_unknown_id_is_an_error_that_says_so() -> None:
    with pytest.raises(GazetteerError, match="no-such-place"):
        GAZETTEER.place("no-such-place")


def test_places_can_be_had_by_their_geonames_id() -> None:
    assert GAZETTEER.place("gn:170654").place_id == GAZETTEER.resolve("Damascus").place_id


def test_admin_at_tells_governorate_and_district() -> None:
    assert GAZETTEER.admin_at(36.634, 35.931).admin1 == "Idlib"
    assert GAZETTEER.admin_at(40.83, 34.70).admin2_pcode == "SY0902"
    assert GAZETTEER.admin_at(28.97, 41.01).admin1 is None


def test_every_district_lies_in_its_governorate() -> None:
    units = GAZETTEER.admin.units()
    assert sum(u.level == 1 for u in units) == 14
    assert all(u.level == 1 or u.pcode[:4] == u.governorate for u in units)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([p for p in GAZETTEER.places if p.country == "SY" and p.admin.admin1]), st.data())
def test_every_spelling_leads_back_to_its_place(place, data) -> None:
    name = data.draw(st.sampled_from([place.name, *place.other_names, *place.arabic]))
    assert place.place_id in {c.place.place_id for c in GAZETTEER.candidates(name)}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.sampled_from([None, "Idlib", "nowhere"]))
def test_any_text_gets_an_answer_with_bounds(name: str, within: str | None) -> None:
    found = GAZETTEER.resolve(name, within=within)
    assert 0 <= found.score <= 1
    assert found.reason
    assert (found.longitude is None) == (found.place_id is None)
    assert (found.longitude, found.latitude) != (0, 0)


def test_the_order_of_questions_changes_no_answer() -> None:
    names = ["Tayyibah", "Duma", "Homs", "Salihiyah"]
    first = [GAZETTEER.resolve(n) for n in names]
    assert [GAZETTEER.resolve(n) for n in reversed(names)] == first[::-1]


def test_a_lebanese_village_is_no_city_of_japan() -> None:
    assert not GAZETTEER.resolve("Shebaa").resolved
    assert GAZETTEER.resolve("Shebaa Farms").admin.admin1 == "Quneitra"


@pytest.mark.parametrize("spelling", ["Mezzeh", "Sahnaya", "Jaramana"])
def test_suburbs_and_quarters_of_the_capital_answer_to_both_its_governorates(spelling: str) -> None:
    places = {GAZETTEER.resolve(spelling, within=unit).place_id for unit in ("Damascus", "Rif Dimashq")}
    assert len(places) == 1
    assert places != {None}
