"""Sentences as monitors and local agencies write them: dated lists, shared nouns, raids by air, operations by name."""

import pytest

from tests.events.coding import code


def only(text, published="2021-12-25"):
    (report,) = code(text, published).reports
    return report


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("January 22: A Turkish drone hit a tractor in Tal Rifaat.", "2021-01-22"),
        ("On December 27 a Turkish drone hit a tractor in Tal Rifaat.", "2021-12-27"),  # the page was changed after its first day
        ("On 29 February shells hit a house in Tal Rifaat.", "2021-02-28"),
    ],
)
def test_what_was_done_lies_in_the_past(text, start):
    assert only(text).period.date_start == start


def test_what_is_to_come_may_lie_ahead():
    told = only("Fighters will withdraw from Tal Rifaat on January 22 under the deal.")
    assert (told.status, told.period.date_start) == ("planned", "2022-01-22")


def test_two_forces_share_a_noun():
    told = only("Russian and Syrian warplanes bombed the market of Ariha on Thursday, killing four civilians.")
    assert (told.actor1, told.actor1_associates, told.actor2) == ("vks", ("syaaf",), "civilians")


def test_border_guards_are_those_of_the_state_named():
    told = only("Turkish border guards shot dead a villager near Azmarin on Thursday.")
    assert (told.actor1, told.actor2) == ("tsk", "civilians")


@pytest.mark.parametrize(
    "text",
    [
        "US troops carried out an airdrop in the town of Shuhayl on Thursday and fought an ISIS cell.",
        "US special forces killed three ISIS fighters in an airborne raid on the town of Shuhayl on Thursday.",
    ],
)
def test_those_who_land_by_air_fight_on_the_ground(text):
    told = only(text)
    assert (told.sub_event_type, told.actor1, told.actor2) == ("Armed clash", "usa", "isis")


def test_bullets_are_no_shells():
    told = only("Stray bullets hit a tent in Afrin on Thursday, wounding a child.")
    assert told.sub_event_type == "Attack"


def test_the_bang_of_rockets_is_no_bomb():
    told = only("Residents heard explosions in Afrin on Thursday after rockets were fired at it.")
    assert told.sub_event_type == "Shelling/artillery/missile attack"


def test_an_operation_told_as_a_time_is_no_actor():
    told = only("After the start of Operation Peace Spring, Turkish artillery shelled Tal Rifaat on Thursday.")
    assert (told.actor1, told.actor2) == ("tsk", None)


def test_a_place_with_two_names_is_one():
    told = only("A Turkish drone hit a house in Ain al-Arab (Kobani) on Thursday.")
    assert told.where.place == "Kobani"


def test_who_enters_the_air_takes_no_ground():
    assert code("Two Turkish jets entered Syrian airspace near Tal Rifaat on Thursday.", "2021-12-25").reports == ()


def test_a_military_post_is_its_owners():
    told = only("A Turkish drone hit a military post of the SDF near Tal Rifaat on Thursday.")
    assert (told.actor1, told.actor2) == ("tsk", "sdf")


def test_a_city_that_is_shelled_daily_is_no_act():
    assert code("The villages around Tal Rifaat are shelled daily by Turkish artillery.", "2021-12-25").reports == ()


def test_who_fights_a_group_is_not_the_group():
    told = only("Turkish shelling hit a checkpoint in Tal Rifaat on Thursday during an anti-ISIS operation.")
    assert (told.actor1, told.actor2) == ("tsk", None)


def test_leaving_is_an_act_only_under_terms():
    assert code("Families left Tal Rifaat on Thursday as the planes came back.", "2021-12-25").reports == ()
    assert only("Families left Tal Rifaat on Thursday under a deal with the army.").sub_event_type == "Agreement"


def test_a_trend_is_no_act():
    assert code("There has been a rise in the number of air strikes on Tal Rifaat in past weeks.", "2021-12-25").reports == ()


@pytest.mark.parametrize(
    "text",
    [
        "The opposition called on Moscow to halt its air strikes on Tal Rifaat.",
        "Turkey asked for leave to resume air strikes on Tal Rifaat.",
        "In the past ISIS has targeted Tal Rifaat.",
    ],
)
def test_what_somebody_wants_to_end_is_no_new_act(text):
    assert code(text, "2021-12-25").reports == ()


def test_titles_of_other_pages_after_the_story_are_not_read():
    story = "A Turkish drone hit a house in Tal Rifaat on Thursday. Two children were wounded, and neighbours took them to a clinic."
    assert only(f"{story}\n\nRelated News\n\nCar bomb kills four in Idlib").where.place == "Tal Rifaat"


def test_a_village_that_no_gazetteer_knows_is_one_place_with_its_province():
    told = code("Fighters of ISIS attacked the village of Qarnabul in Hasakah province on Thursday.", "2021-12-25").reports
    assert [r.where.place for r in told] == ["Qarnabul"]


def test_a_new_toll_is_not_that_of_an_act_long_past():
    told = code("Warplanes killed at least six civilians in Ariha. Strikes by the government had killed 37 civilians in Ariha in April.", "2016-06-13").reports
    assert [(r.period.date_precision, [d.min for d in r.deaths]) for r in told] == [("week", [6]), ("month", [37])]


def test_a_headline_tells_of_the_attack_with_as_many_dead():
    text = "Air raids kill 10 near hospital\n\nWarplanes hit a clinic in Ariha on Thursday, killing at least 10 people. In Kafr Zita air strikes killed six people on Thursday."
    found = {r.where.place: r.evidence[0].start for r in code(text, "2021-12-25").reports}
    assert found["Ariha"] == 0 < found["Kafr Zita"]
