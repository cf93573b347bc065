"""The language of patterns, the index that finds them, and lower case that keeps every offset."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.text.patterns import PatternIndex, PatternMatch, compile_pattern, lower_keeping_length


@given(st.text())
@example("İSTANBUL ΣΑΣ ΑΣ")
@example("Jaysh al-Islam’s “Army” — ‘x’")
def test_each_character_is_lowered_by_itself(text: str) -> None:
    low = lower_keeping_length(text)
    assert len(low) == len(text)
    assert low == "".join(lower_keeping_length(c) for c in text)


def test_quotation_marks_do_not_part_the_words_of_a_pattern() -> None:
    index = PatternIndex([("[so-called] (moderate|armed) opposition", 1)])
    for words in ("so-called 'moderate' opposition", "so-called “moderate” opposition", "the “moderate opposition”", "so-called moderate opposition"):
        assert [m.value for m in index.find(lower_keeping_length(words))] == [1], words


def test_quotes_and_hyphens_are_made_plain() -> None:
    assert lower_keeping_length("“A’B” C\u2011D–E—F") == '"a\'b" c-d-e-f'
    assert lower_keeping_length("ΑΣ ΟΔΟΣ") == "ασ οδοσ"  # not the form that only stands at the end of a word


MATCHES = [
    ("{shell}", ["shell", "shells", "shelled", "shelling"], ["shellfire", "eggshell", "she"]),
    ("{clash:n}", ["clash", "clashes"], ["clashed", "clashing"]),
    ("air (strike|raid)", ["air strike", "air raid", "air-raid", 'air "raid', "air\n raid"], ["air", "raid", "airraid", "air strikes"]),
    ("[heavy|fierce] {clash:n}", ["heavy clashes", "fierce clash", "clash", "clashes"], ["heavy", "heavyclash"]),
    ("(took|seized) [full|total]* control", ["took control", "took full control", "seized full total full control"], ["took", "took partial control"]),
    ("{fire} on [the] town", ["fired on town", "fires on the town", "firing on the town"], ["fire on", "fire the town"]),
    ("(very)+ loud", ["very loud", "very very loud", "very very very loud"], ["loud", "very"]),
    ("(big|old)+ gun", ["big gun", "old big gun", "big old big gun"], ["gun", "big", "bigold gun"]),
    ("barrel bombs?", ["barrel bomb", "barrel bombs"], ["barrel", "barrel bombss"]),
    ("(mortar|artillery shell)s?", ["mortar", "mortars", "artillery shell", "artillery-shells"], ["artillery", "shells"]),
    ("(car bomb|ied)", ["car bomb", "ied", "car-bomb"], ["car", "bomb"]),
    ("[{claim} to have] {kill}", ["killed", "claimed to have killed", "claims to have kill"], ["claimed to have"]),
    ("under fire [from|by] [heavy] guns?", ["under fire guns", "under fire from gun", "under fire by heavy guns"], ["under fire heavy from guns"]),
]


@pytest.mark.parametrize(("pattern", "yes", "no"), MATCHES, ids=[m[0] for m in MATCHES])
def test_a_pattern_matches_its_words_and_no_others(pattern: str, yes: list[str], no: list[str]) -> None:
    compiled, index = compile_pattern(pattern), PatternIndex([(pattern, "it")])
    for text in yes:
        assert compiled.fullmatch(text), text
        assert list(index.find(text)) == [PatternMatch(0, len(text), "it")], text
        assert list(index.find(f"on may 5, {text}, they said")) == [PatternMatch(10, 10 + len(text), "it")], text
    for text in no:
        assert not compiled.fullmatch(text), text
        assert [m for m in index.find(text) if (m.start, m.end) == (0, len(text))] == [], text


@given(st.sampled_from([m[0] for m in MATCHES]), st.text(alphabet="abcdefghilmnorstuvy -'\"", max_size=40))
def test_the_index_finds_what_a_search_of_the_whole_text_finds(pattern: str, filler: str) -> None:
    text = f"{filler} {next(m for m in MATCHES if m[0] == pattern)[1][-1]} {filler}"
    found = list(PatternIndex([(pattern, 0)]).find(text))
    assert [(m.start, m.end) for m in found] == [m.span() for m in compile_pattern(pattern).finditer(text)]


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        ("{shell}", {"shell", "shells", "shelled", "shelling"}), ("{clash:n} between", {"clash", "clashes"}), ("[heavy|very fierce] {clash:n}", {"heavy", "very", "clash", "clashes"}),
        ("(car bomb|ied)s?", {"car", "ied", "ieds"}), ("bombs? fell", {"bomb", "bombs"}), ("(a|b)+ c", {"a", "b"}), ("air-strike", {"air"}),
    ],
)  # fmt: skip
def test_words_with_which_a_match_can_begin(pattern: str, first: set[str]) -> None:
    assert PatternIndex([(pattern, None)]).first_words == first


def test_the_longest_match_wins_then_the_earlier_row_and_the_others_are_told() -> None:
    index = PatternIndex([("car bomb", "short"), ("car bomb attack", "first"), ("car (bomb|fuel) attack", "second"), ("car", "shortest")])
    assert list(index.find("a car bomb attack")) == [PatternMatch(2, 17, "first", ("second",))]
    assert list(index.find("a car bomb")) == [PatternMatch(2, 10, "short")]


def test_matches_do_not_overlap_and_the_next_one_may_begin_where_one_ends() -> None:
    index = PatternIndex([("shells fell", "a"), ("fell on homes", "b"), ("on homes", "c")])
    assert [(m.start, m.value) for m in index.find("shells fell on homes")] == [(0, "a"), (12, "c")]
    hyphened = PatternIndex([("(air|sea)", "a"), ("raid", "b")])
    assert [(m.start, m.value) for m in hyphened.find("air-raid")] == [(0, "a"), (4, "b")]


def test_only_the_stretch_that_was_asked_for_is_searched() -> None:
    index = PatternIndex([("shells fell", "a")])
    text = "shells fell, shells fell, shells fell"
    assert [m.start for m in index.find(text)] == [0, 13, 26]
    assert [m.start for m in index.find(text, 1)] == [13, 26]
    assert [m.start for m in index.find(text, 13, 24)] == [13]
    assert [m.start for m in index.find(text, 13, 23)] == []


def test_a_word_before_an_apostrophe_begins_a_match_and_one_with_an_apostrophe_before_it_does_not() -> None:
    index = PatternIndex([("rebels", "a")])
    assert [(m.start, m.end) for m in index.find("the rebels' guns")] == [(4, 10)]
    assert list(index.find("the o'rebels guns")) == []


def test_a_match_can_be_kept_and_is_not_altered() -> None:
    match = PatternMatch(0, 3, "a")
    assert match.also == ()
    assert len({match, PatternMatch(0, 3, "a")}) == 1
    with pytest.raises(AttributeError):
        match.end = 4  # type: ignore[misc]
    assert not hasattr(match, "__dict__")


@pytest.mark.parametrize(
    ("pattern", "told"),
    [("cease ?fire", "a space cannot be optional"), ("[very] [loud]", "all its words are optional"), ("", "all its words are optional"), ("a (b", "check its brackets")],
)
def test_a_pattern_that_says_nothing_is_refused_by_name(pattern: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as error:
        compile_pattern(pattern)
    assert repr(pattern) in str(error.value)
