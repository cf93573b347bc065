"""Spellings of one place meet under a key; different places stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.text.folding import fold, fold_arabic
from geomap.text.keys import bare_key, frame, light_key, skeleton

NAMES = st.text(max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("al-Sukhnah", "As Sukhnah"), ("Sha'Fah", "ash-Shafah"), ("Ṣāfītā", "Safita"), ("Kafr-Nabl", "KAFR NABL"), ("Qamışlo", "Qamislo"),
        ("the Euphrates", "Euphrates"), ("Ra’s al-ʿAyn", "Ras al Ayn"),
    ],
)  # fmt: skip
def test_bare_key_levels_marks_articles_and_hyphens(one: str, other: str) -> None:
    assert bare_key(one) == bare_key(other)


@pytest.mark.parametrize(("one", "other"), [("al-Hasakah", "Hassakeh"), ("Mayadeen", "Al Mayadin"), ("Touman", "Tuman"), ("Kinsabba", "Kinnsaba")])
def test_light_key_levels_doubles_and_taa_marbuta(one: str, other: str) -> None:
    assert light_key(one) == light_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khan Shaykhun", "Khan Sheikhoun"), ("Deir Ezzor", "Dayr az Zawr"), ("Suwayda", "Soueida"), ("Kuweires", "Kwaires"), ("Ayn Issa", "Ein Eissa"),
        ("Jannet Elqora", "Jannat al Qura"), ("Qamishli", "Kamishly"), ("Tel Rifaat", "Tall Rif'at"), ("Eastern Ghouta", "al-Ghuta ash-Sharqiyah"),
        ("Ma'arrat al-Nu'man", "Maaret al-Numan"), ("Oum Jlal", "Umm Jlal"), ("Djobar", "Jobar"), ("Kafar Zita", "Kafr Zeita"), ("Cheikh Meskine", "Shaykh Miskin"),
    ],
)  # fmt: skip
def test_skeleton_joins_transliterations(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("Hama", "Homs"), ("Darayya", "Daraa"), ("Kafr Nabl", "Kafr Nabudah"), ("Harasta", "Harim"), ("Hass", "has")])
def test_different_places_stay_apart(one: str, other: str) -> None:
    assert light_key(one) != light_key(other) or one.lower() == other.lower()
    assert skeleton(one) != skeleton(other) or len(skeleton(one)) < 4


def test_short_words_keep_their_double_letters() -> None:
    assert light_key("Hass") == "hass"


def test_arabic_article_and_letters_are_levelled() -> None:
    assert light_key("الرقّة") == light_key("رقه")
    assert light_key("إدلب") == light_key("ادلب")
    assert fold_arabic("الف") == "الف"


def test_a_name_of_articles_only_keeps_them() -> None:
    assert bare_key("Al") == "al"
    assert bare_key("") == ""


@given(NAMES)
def test_keys_do_not_change_when_made_twice(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert bare_key(bare_key(name)) == bare_key(bare_key(bare_key(name)))


@given(NAMES)
def test_each_bolder_key_joins_at_least_what_the_careful_one_joins(name: str) -> None:
    shouted = name.upper()
    if fold(shouted) == fold(name):
        assert light_key(shouted) == light_key(name)
        assert skeleton(shouted) == skeleton(name)


@given(NAMES)
def test_frames_are_no_longer_than_skeletons(name: str) -> None:
    key = skeleton(name)
    assert len(frame(key)) <= len(key)


@pytest.mark.parametrize(
    ("name", "key", "consonants"),
    [("Khan Shaykhun", "xan$ixun", "xn$xn"), ("Idlib", "idlib", "adlb"), ("Umm Jlal", "umjlal", "amjll"), ("Ghouta", "guta", "gt"), ("Homs", "hums", "hms")],
)  # fmt: skip
def test_keys_are_made_of_these_sounds(name: str, key: str, consonants: str) -> None:
    assert (skeleton(name), frame(skeleton(name))) == (key, consonants)


def test_a_name_without_sounds_has_no_frame_that_names_with_sounds_could_share() -> None:
    assert frame("") == ""
    assert frame("a") == frame("i") == "a"


def test_only_latin_words_of_five_letters_are_levelled() -> None:
    assert [light_key(w) for w in ("Hassa", "Hass", "ШШШШШ")] == ["hasa", "hass", "шшшшш"]


@pytest.mark.parametrize("name", ["ـ" * 20, "al-ـ", "ʿـ", "e", "-"])
def test_a_name_that_folds_away_has_keys_all_the_same(name: str) -> None:
    assert len(skeleton(name)) <= len(name)
    assert len(light_key(name)) <= len(name)
    assert len(frame(skeleton(name))) <= len(skeleton(name))
