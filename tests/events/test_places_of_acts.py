"""Which of the places of a sentence is the act's: not where somebody came from, nor what it lies near."""

import pytest

from tests.events.coding import code


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Army units killed thirty terrorists from ISIL in Jazal in the countryside of Palmyra on Sunday.", {"Jazal Oil Field"}),
        ("ISIS cells infiltrating from the east bank of the Euphrates attacked army posts in the Homs desert on Sunday.", {"Homs Desert"}),
        ("Clashes broke out in Morek, near Hama, on Sunday.", {"Morek"}),
        ("Air strikes hit Kafr Zita, close to the rebel-held town of Latamneh, and Morek on Sunday.", {"Kafr Zita", "Morek"}),
        ("The army killed two civilians on the Euphrates near the ISIS-held town of Mayadin on Sunday.", {"Mayadin"}),
        ("A bomb blew up on the M5 highway outside the town of Saraqib on Sunday.", {"Saraqib"}),
        ("The SDF repelled an ISIS assault at Baghuz, on the Euphrates, on Sunday.", {"Baghuz"}),
        ("In Douma the army attacked rebels in Aliya farms on Sunday.", {"Aliya"}),
        ("A coalition air strike hit the al-Jadida neighbourhood in western Mosul on Sunday.", {"al-Jadida"}),
        ("Rockets fired from Syria hit the Turkish town of Kilis on Sunday.", {"Kilis"}),
    ],
)
def test_an_act_is_where_it_was_done(text, told):
    assert {r.where.place for r in code(text).reports} == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Air strikes hit Saraqib in Idlib province and Kafr Zita in Hama province on Sunday.", {"Saraqib", "Kafr Zita"}),
        ("Air strikes north of the second city Aleppo killed fifty militants on Sunday.", {"north of the second city Aleppo"}),
        ("The army attacked ISIS 3.5 km east of the ancient town of Palmyra on Sunday.", {"3.5 km east of the ancient town of Palmyra"}),
    ],
)
def test_lists_go_on_after_the_unit_and_directions_are_told_from_cities_in_any_words(text, told):
    assert {r.where.place for r in code(text).reports} == told
