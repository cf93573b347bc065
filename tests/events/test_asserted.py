"""What a sentence only speaks of is no act; what it tells is one."""

import pytest

from geomap.model import Status
from tests.events.coding import code


@pytest.mark.parametrize(
    "text",
    [
        "The envoy called for a ceasefire in the city of Aleppo on Sunday.",
        "Ministers demanded an end to the bombing of the city of Idlib.",
        "Hundreds of families reached the border on Sunday after fleeing fighting in the town of Saraqib.",
        "Shops in the city of Idlib closed on Sunday for fear of air strikes.",
        "A truce with the government covers most quarters of the city of Daraa.",
        "The council would answer any strikes on the town of Morek.",
        "From the hill the group could shell the town of Morek.",
        "It was not clear who the victims in the town of Morek were.",
    ],
)
def test_what_is_only_spoken_of_is_no_act(text):
    assert code(text).reports == ()


@pytest.mark.parametrize(
    ("text", "sub_type"),
    [
        ("A ceasefire was declared in the city of Aleppo on Sunday.", "Agreement"),
        ("Elders and officers signed a truce in the town of Harasta on Sunday.", "Agreement"),
        ("In May an air raid on the town of Morek killed four people.", "Air/drone strike"),
        ("Militants slit the throats of four men in the town of Hajin on Sunday.", "Attack"),
        ("Government raids on the town of Saraqib killed six people on Sunday.", "Air/drone strike"),
    ],
)
def test_what_is_told_is_an_act(text, sub_type):
    assert [r.sub_event_type for r in code(text).reports] == [sub_type]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The resolution would include a condemnation of the suspected gas attack on the town of Saraqib on 5 October.", Status.REPORTED),
        ("It is highly likely that rebels were behind a gas attack on the town of Morek on 5 October.", Status.REPORTED),
        ("It is not known whether the air strikes on the town of Morek were Russian, the monitor said.", Status.REPORTED),
        ("Air strikes hit the city of Aleppo on Sunday. The strikes came after the government rejected a plea for a pause.", Status.REPORTED),
        ("Air strikes hit the city of Idlib on Sunday; Moscow denied that its planes carried out raids there.", Status.DENIED),
    ],
)
def test_only_the_act_itself_is_planned_or_denied(text, status):
    assert {r.status for r in code(text).reports} == {status}


def test_who_comes_under_attack_is_its_target():
    for parser in (True, False):
        report = code("ISIS fighters came under attack near the town of Hajin on Sunday.", parser=parser).reports[0]
        assert (report.actor1, report.actor2) == (None, "isis")


def test_civilians_are_no_party_to_a_fight():
    text = "Clashes between rebels and the army near the town of Morek on Sunday left nine civilians dead."
    report = code(text).reports[0]
    assert {report.actor1, report.actor2} == {"opp", "saa"}
    assert [(x.side.value, x.min) for x in report.deaths] == [("civilians", 9)]


def test_whom_another_front_fights_is_no_opponent_here():
    text = "The Syrian army killed four ISIS fighters near Sukhnah on Sunday. Elsewhere the Syrian army advanced in the city of Daraa on Sunday."
    daraa = [r for r in code(text).reports if r.where.place == "Daraa"]
    assert [r.actor2 for r in daraa] == [None]


@pytest.mark.parametrize(
    ("text", "actor1", "actor2"),
    [
        ("Iranian militias executed six farmers in the town of Hajin on Sunday.", "iran-militia", "civilians"),
        ("Fighting raged in the north of the city of Aleppo on Sunday between rebels and loyalists of the regime.", "opp", "syr-gov"),
        ("Air strikes on the rebel-held town of Saraqib killed 14 people on Monday.", None, "civilians"),
        ("Tribesmen fought ISIS militants who captured the town of Hajin on Sunday.", "isis", None),
        ("The White Helmets said jets struck one of their centres in the town of Saraqib on Sunday.", None, "white-helmets"),
        ("Air strikes hit the ISIS-held village of Shafah on Monday.", None, "isis"),
    ],
)
def test_parties(text, actor1, actor2):
    report = code(text).reports[0]
    assert report.actor1 == actor1
    if actor2 is not None:
        assert report.actor2 == actor2


def test_who_is_told_something_claims_nothing():
    report = code("Russian jets hit a clinic in the town of Saraqib on Sunday, a rescuer told Anadolu Agency.").reports[0]
    assert report.status is Status.REPORTED


@pytest.mark.parametrize(
    "text",
    [
        "The government speaks of its key aim of recapturing the city of Aleppo.",
        "The group holds parts of the city of Raqqa, part of the territory that it seized in two countries.",
        "They set up a council to push ISIS out of the town of Hajin.",
    ],
)
def test_a_goal_is_no_change_of_hands(text):
    assert not [r for r in code(text).reports if "territory" in r.sub_event_type]


def test_sums_of_several_acts_are_no_toll():
    text = "Air strikes on the town of Morek killed 12 people on Sunday, bringing the number killed there in two days to 45."
    assert [x.min for x in code(text).reports[0].deaths] == [12]


def test_jihadists_are_those_the_article_names():
    text = "ISIS has shot officers of the Free Syrian Army. Islamist militants kidnapped the officers of the Free Syrian Army in the town of Hajin on Sunday."
    taken = [r for r in code(text).reports if r.sub_event_type == "Abduction/forced disappearance"]
    assert [r.actor1 for r in taken] == ["isis"]
