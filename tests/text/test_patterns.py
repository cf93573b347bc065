"""Lower case that keeps every offset."""

from hypothesis import example, given
from hypothesis import strategies as st

from geomap.text.patterns import lower_keeping_length


@given(st.text())
@example("İSTANBUL ΣΑΣ ΑΣ")
@example("Jaysh al-Islam’s “Army” — ‘x’")
def test_each_character_is_lowered_by_itself(text: str) -> None:
    low = lower_keeping_length(text)
    assert len(low) == len(text)
    assert low == "".join(lower_keeping_length(c) for c in text)
