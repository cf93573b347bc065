"""Names found in running text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geomap.model import MatchType
from geomap.places.gazetteer import Gazetteer
from geomap.places.tokens import tokenise

GAZETTEER = Gazetteer.bundled()


def found(text: str) -> list[str]:
    return [text[h.start : h.end] for h in GAZETTEER.hits(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They held al-Sukhnah and Hajin.", ["al-Sukhnah", "Hajin"]),
        ("Clashes in As Sukhnah, Homs", ["As Sukhnah", "Homs"]),
        ("KHAN SHEIKHOUN was struck", ["KHAN SHEIKHOUN"]),
        ("Ma’arrat al-Nu’man and Ma'arrat al-Nu'man", ["Ma’arrat al-Nu’man", "Ma'arrat al-Nu'man"]),
        ("Aleppo's east, Aleppo’s west, Aleppos north", ["Aleppo", "Aleppo", "Aleppo"]),
        ("Homs-Hama bus", ["Homs", "Hama"]),
        ("Deir\nez-Zor", ["Deir\nez-Zor"]),
        ("a raid on T4 at dawn", ["T4"]),
        ("Hamas said", []),
        ("homsick aleppoan", []),
    ],
)  # fmt: skip
def test_spans_are_those_of_the_original_text(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_the_longest_name_wins() -> None:
    assert "Khan Sheikhoun" in found("in Khan Sheikhoun today")
    assert "Eastern Ghouta" in found("in Eastern Ghouta today")


def test_names_are_not_joined_over_punctuation_or_paragraphs() -> None:
    assert "Khan Sheikhoun" not in [" ".join(n.split()) for n in found("at Khan. Sheikhoun fell")]
    assert all("\n\n" not in n for n in found("Deir\n\nez-Zor"))


def test_english_words_are_no_articles_of_names() -> None:
    assert found("As Homs burned") == ["Homs"]


def test_arabic_text_is_read_with_prefixes() -> None:
    assert found("في الرقة وحلب") == ["الرقة", "وحلب"]


def test_decomposed_letters_keep_their_offsets() -> None:
    text = "x Ḩimş y"
    hit = GAZETTEER.hits(text)[0]
    assert text[hit.start : hit.end] == "Ḩimş"


def test_the_match_type_is_that_of_the_first_place() -> None:
    hit = GAZETTEER.hits("in Raqqa")[0]
    assert hit.match_type is MatchType.EXACT
    assert GAZETTEER.place(hit.place_ids[0]).feature_code == "PPLA"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(["Homs", "al-", "Khan", "Sheikhoun", "’s", "\n", ".", " ", "Deir ez-Zor", "الرقة", "é", "\u0301"]), st.text(max_size=6)), max_size=20))
def test_hits_are_ordered_disjoint_and_inside_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    end = 0
    for hit in GAZETTEER.hits(text):
        assert end <= hit.start < hit.end <= len(text)
        assert hit.place_ids
        end = hit.end


@settings(max_examples=80, deadline=None)
@example(next(p for p in GAZETTEER.places if p.name == "1070 Apartments"))
@given(st.sampled_from([p for p in GAZETTEER.places if p.country == "SY" and len(p.name) > 3]))
def test_a_name_alone_in_a_sentence_is_found(place) -> None:
    text = f'They said "{place.name}" fell'
    assert any(place.place_id in h.place_ids for h in GAZETTEER.hits(text)) or found(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["Homs", "homs", "al-", "Khan", "Sheikhoun", "the", "Army", "army", " ", " ", ", ", ".\n", "Deir ez-Zor", "As ", "Sukhnah", "T4"]), max_size=25))
def test_names_with_a_capital_are_those_of_all_names_that_have_one(parts: list[str]) -> None:
    text = "".join(parts)
    tokens = tokenise(text)
    ids = {tokens.starts[h.first]: h.key for h in GAZETTEER.listed(tokens)}
    for hit in GAZETTEER.hits(text):
        key = ids.pop(hit.start, None)
        if any(cap for cap, start in zip(tokens.caps, tokens.starts, strict=True) if hit.start <= start < hit.end):
            assert key is not None
            assert GAZETTEER.bearers(key)[0] == hit.place_ids
    assert not ids


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="aB1'’s.,-\u0301 \nال_U", max_size=40))
def test_words_lie_where_they_say(text: str) -> None:
    tokens = tokenise(text)
    end = 0
    for i in range(len(tokens)):
        start, ending = tokens.starts[i], tokens.possessives[i]
        assert text[start : tokens.ends[i]] == tokens.texts[i] != ""
        assert text[start : tokens.ends[i] + ending] == tokens.raws[i]
        assert start >= end
        end = start + len(tokens.raws[i])
    assert tokens.lows[-1] == tokens.lows[len(tokens)] == ""
