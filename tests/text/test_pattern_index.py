"""An index of patterns finds what each of them would find alone."""

import re
from functools import cache, lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.events.phrases import load_lexicon
from geomap.tables.reader import read_table
from geomap.text.patterns import PatternIndex, compile_pattern, lower_keeping_length, words_of

TABLES = {"triggers.csv": "pattern", "weapons.csv": "pattern", "objects.csv": "pattern", "sources.csv": "pattern", "generic_actors.csv": "pattern", "force_nouns.csv": "noun"}


def plain(patterns: list[str], low: str) -> list[tuple[int, int, str, tuple[str, ...]]]:
    """What an index finds, by trying every pattern at every word that can begin it."""
    compiled = [(p, compile_pattern(p), beginnings(p)) for p in patterns]
    found, position = [], 0
    for at, word in zip(*words_of(low)[:2], strict=True):
        hits = [(m.end(), p) for p, c, first in compiled if at >= position and word in first and (m := c.match(low, at))]
        if hits:
            position = max(end for end, _ in hits)
            values = [p for end, p in hits if end == position]
            found.append((at, position, values[0], tuple(values[1:])))
    return found


@cache
def beginnings(pattern: str) -> frozenset[str]:
    return PatternIndex([(pattern, 0)]).first_words


@lru_cache
def indexed(table: str) -> tuple[list[str], PatternIndex[str]]:
    patterns = [r[TABLES[table]] for r in read_table(table, (TABLES[table],))]
    return patterns, PatternIndex((p, p) for p in patterns)


@pytest.mark.parametrize("table", sorted(TABLES))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_an_index_finds_what_each_pattern_would(table: str, data: st.DataObject) -> None:
    patterns, index = indexed(table)
    drawn = data.draw(st.lists(st.sampled_from(patterns).flatmap(lambda p: st.from_regex(compile_pattern(p))), min_size=1, max_size=3))
    low = lower_keeping_length(data.draw(st.sampled_from([" ", ", the ", "-", "'s "])).join(drawn))
    assert [(m.start, m.end, m.value, m.also) for m in index.find(low)] == plain(patterns, low)


@pytest.mark.parametrize(
    ("patterns", "text", "found"),
    [
        (["us (central command|military)", "command"], "the us military's command", ["us military", "command"]),
        (["[the] (people's|national) army"], "the people's army and national army", ["the people's army", "national army"]),
        (["[very|most]* heavy fire", "fire"], "very most very heavy fire", ["very most very heavy fire"]),
        (["(heavy|steady)+ fire"], "heavy steady-heavy fire", ["heavy steady-heavy fire"]),
        (["strike {force:n}", "{strike}"], "strike forces struck", ["strike forces", "struck"]),
        ([r"air \w+ly hit"], "air badly hit", ["air badly hit"]),
        (["air", "air raid"], "air raids, air raid", ["air", "air raid"]),
    ],
)
def test_second_words_hide_no_match(patterns, text, found):
    index = PatternIndex((p, p) for p in patterns)
    assert [text[m.start : m.end] for m in index.find(text)] == found


def test_words_are_told_with_the_next():
    told = words_of("the rebels' army's men")
    assert [(at, word, told.after(i)) for i, (at, word) in enumerate(zip(told.starts, told.words, strict=True))] == [
        (0, "the", "rebels"), (4, "rebels", "army"), (12, "army's", "men"), (19, "men", ""),
    ]  # fmt: skip
    assert told.numbers == {"the": [0], "rebels": [1], "army's": [2], "men": [3]}
    assert words_of("").words == []


def test_the_lexicon_begins_with_words():
    odd = [w for index in (load_lexicon().forces, load_lexicon().nouns) for w in index.first_words if not re.match(r"\w", w)]
    assert odd == []
