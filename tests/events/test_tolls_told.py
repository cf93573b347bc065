"""Tolls in other words: people told one by one, parts of the dead, rival and later counts."""

import pytest

from tests.events.coding import code


def dead(text, published="2018-10-15"):
    """Side and bounds of the dead by place."""
    return {r.where.place: [(str(x.side), x.min, x.max) for x in r.deaths] for r in code(text, published).reports}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A mother and her two daughters died when a shell hit their home in Azaz on Sunday.", 3),
        ("Shelling of Azaz on Sunday killed a man, his wife and their son.", 3),
        ("Air strikes on Azaz left a man woman and child dead on Sunday.", 3),
        ("Shells killed a girl child in Azaz on Sunday.", 1),
        ("Air strikes on Azaz on Sunday killed 22 children along with six of their teachers.", 28),
        ("Mortar shells fell on Azaz on Sunday, claiming the life of a baker.", 1),
        ("Mortar fire on Azaz killed two men and a woman was wounded on Sunday.", 2),
        ("Gunmen shot dead two shepherds in Azaz on Sunday.", 2),
        ("Sunday's barrel bombing of a bakery in Azaz cost 12 civilians their lives.", 12),
        ("A shell fell on Azaz on Sunday, martyring a child and injuring his father.", 1),
        ("Nine of those killed in air strikes on Azaz on Sunday were children. In all 27 people died in Azaz.", 27),
    ],
)
def test_people_told_one_by_one_are_added_up(text, count):
    assert dead(text) == {"Azaz": [("civilians", count, count)]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A field commander of HTS and eight more militants were killed by army fire in Morek on Sunday.", [("actor2", 9, 9)]),
        ("Israeli missiles struck Morek on Sunday, killing four Syrian soldiers and three Iranian officers.", [("actor2", 7, 7)]),
        ("ISIS Militants Execute 20 Soldiers in Morek", [("actor2", 20, 20)]),
    ],
)
def test_others_who_died_with_them_are_added(text, expected):
    assert dead(text) == {"Morek": expected}


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("A car bomb killed 30 people in Azaz on Sunday, a monitor said. Medics said 27 people were killed.", [30]),
        ("A car bomb killed 30 people in Azaz on Sunday, SANA reported. The Observatory said 27 people were killed.", [27, 30]),
        ("A car bomb killed 30 people in Azaz on Sunday, the Observatory said. The Syrian Observatory for Human Rights said 27 civilians were killed.", [30]),
    ],
)
def test_only_two_named_sources_are_rivals(text, least):
    assert sorted(n for _, n, _ in dead(text)["Azaz"]) == least


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("A car bomb killed 22 people in Azaz on Sunday. The toll later rose to 31.", [31]),
        ("Warplanes raided the town of Azaz on Sunday. The Observatory put the toll at eight, all of them civilians.", [8]),
        ("A car bomb killed 31 people in Azaz on Sunday. Police earlier gave a toll of 22.", [31]),
        ("Warplanes raided the town of Azaz on Sunday. The overall toll of the war stands at 400,000.", []),
    ],
)
def test_a_count_in_a_sentence_of_its_own(text, least):
    assert [n for _, n, _ in dead(text)["Azaz"]] == least


def test_the_dead_of_a_lead_are_those_of_the_act_told_first():
    lead = "Thirty civilians were killed on Sunday in heavy air strikes on a small town, a monitor said. The raids targeted a clinic in the town of Jayrud. "
    told = dead(lead + "Separately, Russian planes intensified their bombing of the town of Haritan on Sunday.")
    assert (told["Jayrud"], told["Haritan"]) == ([("civilians", 30, 30)], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells killed 13 people in Azaz, Saraqib and Binnish on Sunday. Medics said nine people were killed when shells hit Azaz and Saraqib.", {"Azaz": 9, "Saraqib": 9, "Binnish": 13}),
        ("Rockets of terrorists on Aleppo: 13 civilians killed 43 more wounded", {"Aleppo": 13}),
    ],
)
def test_the_figure_of_the_fewest_places(text, expected):
    assert {place: losses[0][1] for place, losses in dead(text).items()} == expected
