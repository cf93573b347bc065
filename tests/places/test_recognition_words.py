"""The rules by which names in running text are taken for places, on sentences of our own."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.model import Article, Span, ToponymType, sha256_hex
from geomap.places.gazetteer import Gazetteer
from geomap.places.resolve import find_places


def article(text, boilerplate=()):
    return Article("a", "a.txt", sha256_hex(text.encode()), text, boilerplate=tuple(boilerplate))


def mentions(text):
    return find_places(article(text), Gazetteer.bundled())


def literal(text):
    return [m.text for m in mentions(text) if m.in_syria and m.toponym_type is ToponymType.LITERAL]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rebels shelled the town of Binnish on Monday.", ["Binnish"]),
        ("Jets struck targets in Idlib Hama and Homs.", ["Idlib", "Hama", "Homs"]),
        ("The army entered Talbisa al-Rastan and Teir Maala.", ["Talbisa", "al-Rastan", "Teir Maala"]),
        ("Shells hit Saraqeb, Khan Sheikhoun and Maarat al-Numan.", ["Saraqeb", "Khan Sheikhoun", "Maarat al-Numan"]),
        ("A barrel bomb fell on Aleppos old market.", ["Aleppo"]),
        ("Clashes went on in Hamas northern countryside.", ["Hama"]),
        ("In Sha’Fah, fighting went on.", ["Sha’Fah"]),
        ("Fighters regained the village of Wadi al-Zuhoor.", ["Wadi al-Zuhoor"]),
        ("Trucks were hit on the Sukhna-Deir Ezzor road.", ["Sukhna", "Deir Ezzor"]),
        ("Troops have recpatured Abu Tamrun from the group.", ["Abu Tamrun"]),
        ("Drones hit hangars at the T-4 military airport.", ["T-4"]),
        ("Shells fell on the airport of Kuweires and on Deir Ezzor Airport.", ["Kuweires", "Deir Ezzor"]),
        ("Gunmen dug in at Tal Abu Hassan, some way from Morek.", ["Tal Abu Hassan", "Morek"]),
        ("Guns opened up along the Layramoun-Kafr Hamra axis.", ["Layramoun", "Kafr Hamra"]),
        ("They shelled Morek (twice), Halfaya, Zeriba, and Suran.", ["Morek", "Halfaya", "Zeriba", "Suran"]),
        ("Smoke rose over the Aleppo Thermal Power Plant for hours.", ["Aleppo Thermal Power Plant"]),
        ("A patrol left ‘Ain Issa at dawn.", ["Ain Issa"]),
        ("Shots were heard around al-Qasr al-Baladi in Aleppo.", ["al-Qasr al-Baladi", "Aleppo"]),
    ],
)
def test_places_are_found(text, names):
    assert literal(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("According to an Al-Bariq field correspondent, shells hit Morek.", ["Morek"]),
        ("The shelling of Morek began at 6 P.M. (Damascus Time) and went on.", ["Morek"]),
        ("Fighters of the Hawran Operations Chamber entered Morek.", ["Morek"]),
        ("They crossed the suburbs of Greater Damascus.", ["Damascus"]),
    ],
)
def test_what_only_looks_like_a_place_is_none(text, names):
    assert literal(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "The Idlib Army said that it had been dissolved.",
        "A report of the Hama Media Center was denied.",
        "The Free Syrian Army and Hay’at Tahrir al-Sham signed the paper.",
        "Mr. Walid al-Rastan told reporters that the talks had failed.",
        "On Monday in March the Turkish president spoke of Ramadan.",
        "Among the dead were Khaled Hassan, Omar Salma and Ahmad Hadar.",
        "Syrian and Russian officials met.",
    ],
)
def test_persons_organisations_and_months_are_none(text):
    assert literal(text) == []


def test_demonyms_are_none_and_countries_are_abroad():
    found = {m.text: m for m in mentions("Lebanese and Iraqi fighters crossed from Iraq into Lebanon near Qusayr.")}
    assert set(found) == {"Iraq", "Lebanon", "Qusayr"}
    assert found["Iraq"].in_syria is False
    assert found["Iraq"].resolution.country == "IQ"
    assert found["Iraq"].resolution.longitude is None


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Damascus considers the step illegal.", "Damascus", ToponymType.METONYMIC),
        ("The step came at the request of Damascus.", "Damascus", ToponymType.METONYMIC),
        ("A car bomb went off in Damascus.", "Damascus", ToponymType.LITERAL),
        ("Douma-based activists spoke of five dead.", "Douma", ToponymType.ASSOCIATIVE),
        ("The US-backed force left.", "US", ToponymType.ASSOCIATIVE),
    ],
)
def test_what_a_name_stands_for(text, name, kind):
    assert [(m.text, m.toponym_type) for m in mentions(text)] == [(name, kind)]


def test_syria_itself_is_a_mention():
    (found,) = mentions("The war in Syria went on.")
    assert (found.text, found.in_syria, found.resolution.precision) == ("Syria", True, "country")


def test_the_span_is_the_bare_name():
    text = "Shells hit the northwestern countryside of Hama province."
    assert [text[m.span.start : m.span.end] for m in mentions(text)] == ["Hama"]


def test_boilerplate_is_skipped():
    text = "Shells hit Binnish.\n\nRead more from Saraqeb and Aleppo."
    found = find_places(article(text, [Span(text.index("Read"), len(text))]), Gazetteer.bundled())
    assert [m.text for m in found] == ["Binnish"]


def test_headlines_do_not_make_places_of_plain_words():
    text = "Government Strikes Village Using Banned Weapons Near Kafr Zita\n\nNothing else was said."
    assert literal(text) == ["Kafr Zita"]


WORDS = ["in", "and", "the", "town of", "Aleppo", "al-Bab", "Idlib", "province", "north of", "Kafr", "Abu", "Khaled", ",", ".", "\n", "Tal", "’s", "-", "أ", "12 km", "between", "\u0000"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_any_text_gives_sorted_spans_of_itself(parts):
    text = " ".join(parts)
    found = mentions(text)
    assert all(text[m.span.start : m.span.end] == m.text != "" for m in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all((m.resolution.longitude is None) == (m.resolution.latitude is None) for m in found)
    assert all((m.resolution.longitude, m.resolution.latitude) != (0, 0) for m in found)
    assert all(m.resolution.resolved or m.resolution.reason for m in found)
    assert found == mentions(text)
