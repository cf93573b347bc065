"""Loaded words never change what kind of act is coded, nor who did it."""

import pytest

from geomap.model import Article, Report, sha256_hex
from geomap.pipeline.stages import Setting, understand

GROUND = ("liberated", "captured", "seized", "retook")
PEOPLE = ("terrorists", "militants", "fighters")
STATE = ("regime", "government")
SIDES = ("The Syrian Arab Army", "Hezbollah", "The Syrian Democratic Forces", "ISIS", "Ahrar al-Sham")


def code(text: str, outlet: str | None = None) -> tuple[Report, ...]:
    article = Article("x", "x.txt", sha256_hex(text.encode()), text, outlet=outlet, language="en", published="2016-05-04")
    found = understand(article, Setting(parser=False))
    assert found.failure is None
    return found.reports


def said(text: str, outlet: str | None = None) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(r.sub_event_type.value, r.actor1, r.actor2, r.where.place_id if r.where else None) for r in code(text, outlet)]


@pytest.mark.parametrize("side", SIDES)
def test_words_for_taking_ground_code_alike(side: str) -> None:
    told = {word: said(f"{side} {word} the town of Mayadin on Tuesday.") for word in GROUND}
    assert told["captured"], "nothing was coded at all"
    assert len({str(t) for t in told.values()}) == 1, told


@pytest.mark.parametrize("frame", ["{} shelled the town of Saraqib on Tuesday.", "Government warplanes struck {} near Saraqib on Tuesday."])
def test_words_for_armed_people_keep_the_type(frame: str) -> None:
    told = {word: [s[0] for s in said(frame.format(word)[0].upper() + frame.format(word)[1:])] for word in (*PEOPLE, "rebels")}
    assert told["rebels"], "nothing was coded at all"
    assert len({str(t) for t in told.values()}) == 1, told


def test_a_named_group_stays_itself_whatever_its_people_are_called() -> None:
    told = {word: said(f"ISIS {word} attacked army positions near Palmyra on Tuesday.") for word in PEOPLE}
    assert told["fighters"], "nothing was coded at all"
    assert {s[1] for t in told.values() for s in t} == {"isis"}, told
    assert len({str(t) for t in told.values()}) == 1, told


@pytest.mark.parametrize("frame", ["{} forces shelled the town of Saraqib on Tuesday.", "Warplanes of the Syrian {} bombed Saraqib on Tuesday."])
def test_regime_and_government_are_one(frame: str) -> None:
    told = {word: said(frame.format(word)) for word in STATE}
    assert told["government"], "nothing was coded at all"
    assert told["regime"] == told["government"]


@pytest.mark.parametrize("outlet", ["SANA", "South Front", "Reuters", None])
@pytest.mark.parametrize("word", GROUND)
def test_the_outlet_does_not_change_who_took_a_town(outlet: str | None, word: str) -> None:
    text = f"The Syrian Democratic Forces {word} the town of Mayadin from ISIS on Tuesday."
    assert said(text, outlet) == said(text)
    assert [s[1:3] for s in said(text, outlet)] == [("sdf", "isis")]


@pytest.mark.parametrize(
    "frame",
    [
        "ISIS {0} stormed an army base near Palmyra on Tuesday. Later the {0} shelled the town of Sukhna.",
        "The army killed nine {0} of Jabhat al-Nusra near Palmyra on Tuesday. It shelled the {0} again in the town of Sukhna.",
        "The town of Saraqib fell to {0} on Tuesday.",
        "{0} loyal to the government shelled the town of Saraqib on Tuesday.",
        "ISIS holds the desert. {0} and the Nusra Front attacked the army near Saraqib on Tuesday.",
    ],
)
def test_what_an_article_calls_a_group_is_that_group_whatever_the_word(frame: str) -> None:
    told = {word: said(frame.format(word)[0].upper() + frame.format(word)[1:]) for word in (*PEOPLE, "rebels", "insurgents")}
    assert told["fighters"], "nothing was coded at all"
    assert len({str(t) for t in told.values()}) == 1, told


def test_nouns_for_taking_ground_code_alike() -> None:
    told = {word: said(f"The {word} of the town of Mayadin by the Syrian army was announced on Tuesday.") for word in ("liberation", "capture", "seizure", "retaking")}
    assert told["capture"], "nothing was coded at all"
    assert len({str(t) for t in told.values()}) == 1, told


def test_those_for_the_government_are_its_militias_by_either_word() -> None:
    told = {word: said(f"On Tuesday {word} militiamen shelled the town of Saraqib.") for word in ("pro-government", "pro-regime")}
    assert [s[1] for s in told["pro-government"]] == ["pro-gov-militia"]
    assert told["pro-regime"] == told["pro-government"]
