"""Whose day a day is: acts of two times in one sentence, older acts told in passing, days that are nobody's."""

import pytest

from tests.events.coding import code


def told(text: str) -> list[str]:
    """Sub-type, place and first day of each report, sorted."""
    return sorted(f"{r.sub_event_type} {r.where.place} {r.period.date_start}" for r in code(text).reports)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels on Sunday attacked the town of Morek, which the army had retaken in August.", ["Armed clash Morek 2018-10-14", "Government regains territory Morek 2018-08-01"]),
        ("On Sunday ISIS fighters attacked the town of Hajin, recently captured by the SDF.", ["Armed clash Hajin 2018-10-14", "Non-state actor overtakes territory Hajin 2018-10-08"]),
        ("Government forces retook Morek on Sunday after rebels seized it on Friday.", ["Government regains territory Morek 2018-10-14", "Non-state actor overtakes territory Morek 2018-10-12"]),
        ("The SDF began an offensive on Manbij in late August and captured the town on October 10.", ["Armed clash Manbij 2018-08-01", "Non-state actor overtakes territory Manbij 2018-10-10"]),
        ("Warplanes bombed Khan Shaykhun on Sunday, the site of a chemical attack in April.", ["Air/drone strike Khan Sheikhoun 2018-10-14", "Chemical weapon Khan Sheikhoun 2018-04-01"]),
        ("ISIS fighters stormed the town of Hajin on Sunday, two weeks after it was captured by the SDF.", ["Armed clash Hajin 2018-10-14", "Non-state actor overtakes territory Hajin 2018-09-24"]),
        ("The town of Kobani, besieged by ISIS in 2014, was shelled by Turkey on Saturday.", ["Shelling/artillery/missile attack Kobani 2018-10-13"]),
        ("Residents buried on Sunday the victims of the car bomb that exploded in Azaz on Friday.", ["Remote explosive/landmine/IED Azaz 2018-10-12"]),
        ("Fighting raged in Latamneh, where rebels launched an offensive last week.", ["Armed clash Al-Lataminah 2018-10-08"]),
    ],
)
def test_acts_of_two_times_are_two(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 2013 gas attack on Douma killed hundreds. Shelling hit the town of Nubl on Sunday.", ["Chemical weapon Douma 2013-01-01", "Shelling/artillery/missile attack Nubl 2018-10-14"]),
        ("The December deal saw fighters evacuated from Harasta.", ["Agreement Harasta 2017-12-01"]),
        ("The escalation came a day after the town of Madaya was evacuated by rebels.", ["Agreement Madaya 2018-10-14"]),
        ("When ISIS held Palmyra, it carried out public beheadings there.", []),
        ("Since the recapture of Kobani the YPG has advanced on Jarabulus.", ["Armed clash Jarabulus 2018-10-15"]),
        ("Shelling hit Nubl on 2 October. Rebels fired mortars at Azaz. On Sunday the monitor counted the dead. Rebels fired mortars at Azaz.", ["Shelling/artillery/missile attack Azaz 2018-10-02", "Shelling/artillery/missile attack Nubl 2018-10-02"]),
    ],
)
def test_older_acts_keep_their_own_day(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Observatory said Friday's bombardment of Douma left 20 dead.", ("2018-10-12", "day")),
        ("A monitor said that on Friday 20 people died in shelling of Douma.", ("2018-10-12", "day")),
        ("AFP Monday 15 Oct 2018 Shelling of Douma killed five people on Saturday, a monitor said.", ("2018-10-13", "day")),
        ("A team of the U.N. has until next Wednesday to visit the site of a gas attack in Douma.", ("2018-10-15", "week")),
        ("The three-week-old battle for Douma has killed 60 rebels.", ("2018-09-24", "week")),
    ],
)
def test_days_of_telling_and_of_the_page_are_not_the_acts(text, expected):
    (report,) = code(text).reports
    assert (report.period.date_start, report.period.date_precision) == expected
