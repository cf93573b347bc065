"""One act told again in other words is one report; another act of the same kind, day and place is one more."""

import pytest

from tests.events.coding import code


def _places(text: str) -> list[str | None]:
    return sorted(r.where.place or "" for r in code(text).reports)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Warplanes bombed a town in Aleppo province on Sunday, killing nine people. Jets hit the main street of Atareb at noon.", "Atareb"),
        ("Nine people died on Sunday when jets struck a village in the governorate of Idlib. Rescue workers said that the planes hit Hass twice.", "Hass"),
        ("The army seized an area in Aleppo on Sunday. It took the Handarat camp after hours of fighting, state media said.", "Handarat Camp"),
        ("ISIS attacked government troops in southern Aleppo province on Sunday. The attack took place in Khanasir, a monitor said.", "Khanasir"),
        ("Air strikes on Millis killed six people on Sunday. The provincial media centre said that the raid hit a hospital in Idlib province.", "Millis"),
        ("Russian warplanes bombed a hospital in Kafr Nabl on Sunday. The strike in southern Idlib drew condemnation from aid groups.", "Kafr Nabl"),
        ("A strike destroyed a clinic in Atareb on Sunday. On Monday doctors mourned colleagues killed in Sunday's strike on Atareb.", "Atareb"),
        ("Gunmen fired rockets at residential districts of Daraa city on Sunday. They fired six rockets at Daraa al-Balad, the police said.", "Daraa al-Balad"),
        ("Rebels withdrew from a base north of Homs on Sunday. The rebels left the base near Homs on the orders of their leader.", "north of Homs"),
        ("A suicide bomber killed nine people in Hasakah province on Sunday. ISIS said that a fighter blew himself up at a wedding near the city of Hasakah.", "Hasakah"),
        ("Rebels planted bombs in tunnels under Aleppo and killed 13 soldiers on Sunday. The bombs were placed close to a police station in the city.", "Aleppo"),
    ],
)
def test_an_act_told_again_with_the_article_is_one_report(text, place):
    assert _places(text) == [place]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Air strikes on Douma killed ten people on Sunday. Another four people were killed in separate raids on Douma.", ["Douma", "Douma"]),
        ("An air strike on a bus killed ten people in Aleppo on Sunday. Twenty-one others died in strikes on several quarters of Aleppo.", ["Aleppo", "Aleppo"]),
        ("Government warplanes struck Saraqib on Sunday. In the evening, artillery also shelled Saraqib, killing a man.", ["Saraqib", "Saraqib"]),
        ("An air strike killed a family in Hajin on Sunday. A further strike on the outskirts of Hajin killed three fighters.", ["Hajin", "Hajin"]),
        ("A bomb killed a judge in Daraa on Sunday. In another attack in Daraa province, gunmen shot dead two policemen.", ["Daraa", "Daraa"]),
        ("Warplanes bombed Saraqib on Sunday. Rebel mortars hit the army's post in Saraqib.", ["Saraqib", "Saraqib"]),
    ],
)
def test_another_act_at_the_same_place_is_one_more(text, places):
    assert _places(text) == places


def test_what_the_act_also_did_is_no_other_act():
    assert _places("Air strikes on Douma killed ten people on Sunday. The raid on Douma also destroyed a school.") == ["Douma"]


def test_counts_of_one_blast_differ_by_a_few():
    assert _places("A suicide bomber killed 20 people in the city of Hasakah on Sunday. A suicide bomber in Tall Tawil village killed at least 22, a monitor said.") == ["Tall Tawil"]
