"""Whose hand it was: told, blamed, unknown; and who was hit, in the varied words of wires, monitors and state media."""

import pytest

from tests.events.coding import code


def pairs(text):
    return [(r.actor1, r.actor2) for r in code(text, "2016-10-17").reports]


@pytest.mark.parametrize(
    "text",
    [
        "Raids on the town of Ariha killed nine residents on Sunday. A monitor said it was unclear whether government or Russian jets had carried them out.",
        "Russian jets bombed the town of Sarmin. Air strikes also killed nine residents in the town of Ariha, and nobody could say who was behind them.",
        "Russia and the coalition carried out separate air strikes on the town of Ariha. Later an air raid killed nine residents in the town of Sarmin.",
    ],
)
def test_what_nobody_knows_is_not_filled_from_around(text):
    assert pairs(text)[-1] == (None, "civilians")


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Fighting raged between rebel and regime fighters in the town of Morek.", "opp", "syr-gov"),
        ("Rebel and regime fighters clashed in the town of Morek.", "opp", "syr-gov"),
        ("Backed by Russian jets, government troops wrested the town of Saraqib from rebels.", "syr-gov", "opp"),
        ("Backed by Russian jets and Hezbollah, government troops wrested the town of Saraqib from rebels.", "syr-gov", "opp"),
        ("A watchdog said a US-led coalition raid in the city of Raqqa killed 18 civilians.", "coalition", "civilians"),
        ("ISIS put four captured nurses' relatives on trial and executed them in the town of Hajin.", "isis", "civilians"),
        ("Gunmen abducted a priest from his home in the city of Homs.", "unidentified", "civilians"),
        ("Hundreds of residents of the town of Binnish marched in protest against HTS rule.", "protesters", None),
    ],
)
def test_who_and_whom(text, first, second):
    assert pairs(text) == [(first, second)]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Twelve soldiers captured by ISIS were shot dead in the city of Palmyra.", "isis", "saa"),
        ("In Raqqa a woman whom ISIS had sentenced was stoned to death by it.", "isis", "civilians"),
        ("The SDF supported by strikes from the coalition launched an offensive on the ISIS-held town of Hajin.", "sdf", "isis"),
        ("The Syrian army made gains and captured the town of Morek, which terrorists had held for two years.", "saa", "opp"),
        ("Shells hit houses of Nubl and fields around it and claimed the lives of two.", None, "civilians"),
        ("ISIS seized the gas field near Palmyra after killing thirty or more members of the regime troops.", "isis", "syr-gov"),
        ("Twelve ISIS members were killed by the SDF during fighting for the village of Hajin.", "sdf", "isis"),
        ("Army units and Hezbollah are engaged in heavy fighting with rebels in the town of Zabadani.", "saa", "opp"),
    ],
)
def test_who_does_something_else_is_not_hit(text, first, second):
    assert pairs(text) == [(first, second)]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("A Russian helicopter with five people on board was shot down near Saraqib, all killed, Moscow's defence ministry told the press.", None, "vks"),
        ("Syrian air defences shot down an Israeli missile over the city of Damascus.", "saa", "israel"),
        ("Israel was blamed for a missile strike on an Iranian base near the town of Kiswah.", "israel", "irgc"),
        ("ISIS used mustard gas against Syrian Kurds in the city of Hasakah.", "isis", "ypg"),
    ],
)
def test_whose_aircraft_and_bases(text, first, second):
    assert pairs(text) == [(first, second)]


def test_whose_fighters_are_lost():
    assert pairs("Hezbollah lost four fighters in clashes with the Nusra Front near the town of Zabadani.") == [("hezbollah", "jn")]
