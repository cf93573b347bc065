"""Lower case that keeps every offset."""

from hypothesis import example, given
from hypothesis import strategies as st

from geomap.text.patterns import PatternIndex, lower_keeping_length


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
