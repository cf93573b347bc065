"""A gate never hides a match: of any pattern of the project, on any text."""

import re
import string
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geomap.articles
import geomap.events
import geomap.places
from geomap.text.gated import GatedPattern, gated, needed_words


def rules() -> dict[str, GatedPattern]:
    """Every gated pattern of the stages, by where it stands."""
    found = {}
    for package in (geomap.articles, geomap.events, geomap.places):
        for module in iter_modules(package.__path__, package.__name__ + "."):
            for name, value in vars(import_module(module.name)).items():
                listed = value if isinstance(value, tuple) else [value]
                for i, rule in enumerate(r for of in listed for r in (of if isinstance(of, tuple) else [of])):
                    if isinstance(rule, GatedPattern):
                        found[f"{module.name}.{name}.{i}"] = rule
    return found


RULES = rules()
FILLER = "Nothing of note. " * 30
"""Makes a text so long that the words of all rules are looked up in it together."""


def spans(rule: "GatedPattern | re.Pattern[str]", text: str) -> list[tuple[int, int]]:
    return [m.span() for m in rule.finditer(text)]


def test_the_stages_hold_gated_rules():
    assert len(RULES) > 50
    assert sum(bool(needed_words(r.regex.pattern, r.regex.flags)) for r in RULES.values()) > 50


@pytest.mark.parametrize("name", sorted(RULES))
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_what_a_rule_matches_passes_its_gate(name, data):
    rule = RULES[name]
    text = data.draw(st.from_regex(rule.regex))
    assert spans(rule, text) == spans(rule.regex, text)
    for gap in ("\n", "", "x"):
        long = f"{FILLER}{gap}{text}{gap}{FILLER}"
        start, end = len(FILLER) + len(gap), len(FILLER) + len(gap) + len(text)
        assert spans(rule, long) == spans(rule.regex, long)
        assert [m.span() for m in rule.finditer(long, start, end)] == [m.span() for m in rule.regex.finditer(long, start, end)]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(RULES)), st.data())
def test_texts_of_a_rules_own_words(name, data):
    rule = RULES[name]
    words = [*sorted(set(re.findall(r"[a-z]+", rule.regex.pattern))), "12", ",", "A", "2016", "ſ", "İ"]
    text = " ".join(data.draw(st.lists(st.sampled_from(words), max_size=12)))
    for said in (text, text.upper(), text.title()):
        assert spans(rule, said) == spans(rule.regex, said)
        middle = len(said) // 2
        assert bool(rule.search(said, middle)) == bool(rule.regex.search(said, middle))
        assert bool(rule.search(said, 0, middle)) == bool(rule.regex.search(said, 0, middle))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(RULES)), st.data())
def test_stretches_of_a_long_text(name, data):
    rule = RULES[name]
    words = [*sorted(set(re.findall(r"[a-z]+", rule.regex.pattern))), "12", ",", "A", "2016", "don't", "ſ", "İ", "\n"]
    text = FILLER + " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=40)))
    text = data.draw(st.sampled_from([text, text.upper(), text.title()]))
    for _ in range(4):
        start = data.draw(st.integers(len(FILLER) - 5, len(text)))
        end = data.draw(st.integers(start, len(text)))
        assert [m.span() for m in rule.finditer(text, start, end)] == [m.span() for m in rule.regex.finditer(text, start, end)]


def test_letters_that_ignoring_case_takes_for_others():
    """The gate lowers a text; every letter that `re` takes for one of ASCII must then be that letter."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    for letter in string.ascii_lowercase:
        plain, rule = re.compile(letter, re.IGNORECASE), gated(letter, re.IGNORECASE)
        taken = [m[0] for m in plain.finditer(every)]
        assert {letter, letter.upper()} <= set(taken)
        assert [hex(ord(c)) for c in taken if not rule.search(c)] == []


@pytest.mark.parametrize(
    ("pattern", "flags", "words"),
    [
        (r"\b(?:denied|denies|deny(?:ing)?) (?:it|that)\b", 0, {"denied it", "denied that", "denies it", "denies that", "deny it", "deny that", "denying it", "denying that"}),
        (r"\b\w+ (?:shell(?:ed|s)?|FIRED)\b", re.IGNORECASE, {" shell", " fired"}),
        (r"\d+(?: tanks)?", 0, set()),
        (r"(?:a+b|x*)c?", 0, set()),
        (r"(?:near|)\s+of the (?!x)town", 0, {"of the town"}),
        (r"(?:[A-Z]\w+ Brigade|Liwa \w+){1,2}", 0, {" Brigade", "Liwa "}),
        (r"(?:(?:north|south)ern )?\w", 0, set()),
    ],
)
def test_words_that_a_pattern_needs(pattern, flags, words):
    assert needed_words(pattern, flags) == words


def test_a_stretch_with_too_many_spellings_is_no_gate():
    assert needed_words("[abcdefghij]" * 3 + r"\d+ end") == {" end"}


def test_match_looks_at_one_position():
    assert gated("town").match("a town") is None
    assert gated("town").match("a town", 2).span() == (2, 6)
