"""Sentences that once were read wrongly: who acts, with what, when, where, and whose the dead are."""

from dataclasses import replace

import pytest

from geomap.events.coder import code_article
from geomap.model import Precision, Span
from geomap.pipeline.stages import _as_told
from geomap.places.gazetteer import Gazetteer
from geomap.places.resolve import find_places
from geomap.places.told import told_places
from tests.events.coding import article, code


def only(text, published="2018-10-15"):
    (report,) = code(text, published).reports
    return report


def test_who_holds_a_town_does_not_bomb_it():
    told = only("On Sunday bombs fell from planes on Atarib, a town held by a local rebel group.")
    assert (told.sub_event_type, told.actor1) == ("Air/drone strike", None)


def test_a_part_of_a_toll_is_no_toll():
    told = only("Shelling of Douma killed 14 people on Sunday. Two medics and a baker were among the dead.")
    assert [(x.min, x.max) for x in told.deaths] == [(14, 14)]


@pytest.mark.parametrize(
    "text",
    [
        "A suicide bomber detonated his explosives at a market in Azaz on Sunday, killing four people.",
        "A motorcycle bomber killed four people at a bakery in Azaz on Sunday.",
    ],
)
def test_a_bomber_on_foot_or_wheels_flies_nothing(text):
    assert only(text).sub_event_type == "Suicide bomb"


@pytest.mark.parametrize(
    "text",
    [
        "The army dropped bombs on Hajin on Sunday.",
        "On Sunday vacuum bombs were dropped on Hajin.",
        "Internationally banned phosphorus bombs have been dropped on Hajin, said residents.",
    ],
)
def test_bombs_that_are_dropped_come_from_the_air(text):
    assert only(text).sub_event_type == "Air/drone strike"


def test_a_depot_of_chemical_weapons_that_is_hit_is_no_chemical_attack():
    told = only("Russian warplanes struck a chemical weapons depot of ISIS near Palmyra on Sunday.")
    assert told.sub_event_type == "Air/drone strike"


def test_what_fell_stands_before_its_verb():
    told = only("The base at Tabqa fell to ISIS militants from Raqqa on 24 August 2014.", "2014-08-26")
    assert (told.where.place, told.actor1, told.sub_event_type) == ("Tabqa", "isis", "Non-state actor overtakes territory")


def test_helpers_are_no_targets():
    told = only("The YPG entered Tell Abyad on 15 June 2015, with the help of the US-led coalition, against ISIS.", "2015-06-20")
    assert (told.actor1, told.actor2) == ("ypg", "isis")
    assert "coalition" in told.actor1_associates


def test_a_month_that_is_also_a_verb():
    told = only("Rebels seized Ariha in May.", "2015-08-03")
    assert (told.period.date_start, told.period.date_precision) == ("2015-05-01", "month")


def test_a_day_before_is_counted_from_the_day_of_its_sentence():
    text = "Rebels retook Maan on Sunday; they had lost it in heavy fighting with the army the day before."
    starts = {r.period.date_start for r in code(text, "2018-10-16").reports}
    assert starts <= {"2018-10-14", "2018-10-13"}
    assert starts


@pytest.mark.parametrize("text", ["Elders of Qudsaya struck a local deal with the officers.", "The battle for Aleppo entered its second month."])
def test_words_that_only_look_like_an_act(text):
    assert not any(r.sub_event_type in ("Air/drone strike", "Government regains territory") for r in code(text).reports)


def test_an_operation_to_take_a_town_is_no_gain():
    told = only("On Sunday the army launched an operation to capture Muhambal from rebels.")
    assert (told.sub_event_type, told.control_change) == ("Armed clash", None)


def test_the_toll_goes_to_the_story_and_not_to_its_history():
    text = (
        "Air raids hit Ariha on Sunday. The town had been captured by rebels in March 2015. A nurse said that 26 people were killed."
    )  # fmt: skip
    raids, capture = sorted(code(text).reports, key=lambda r: r.evidence)
    assert [x.min for x in raids.deaths] == [26]
    assert capture.deaths == ()


def test_a_second_day_is_a_second_act():
    text = (
        "A car bomb killed 20 people in Azaz on Friday. It was the second bomb of the month: on 4 October a car bomb killed nine people there."
    )  # fmt: skip
    days = sorted(r.period.date_start for r in code(text).reports if r.sub_event_type == "Remote explosive/landmine/IED")
    assert days == ["2018-10-04", "2018-10-12"]


def test_neighbouring_towns_with_tolls_of_their_own_stay_apart():
    text = "Warplanes bombed the Ain Tarma area on Sunday and killed 12 people. Warplanes bombed Arbin on Sunday and killed five people."
    tolls = {r.where.place: [x.min for x in r.deaths] for r in code(text).reports}
    assert tolls == {"Ain Tarma": [12], "Arbin": [5]}


def test_figures_of_two_clauses_stay_in_theirs():
    text = "Bombs on Misraba killed 16 villagers while mortars on Douma killed another three on Sunday."
    tolls = {r.where.place: [x.min for x in r.deaths] for r in code(text).reports}
    assert tolls == {"Misraba": [16], "Douma": [3]}


def test_a_headline_that_stands_twice_is_no_second_act():
    head = "Air strike kills nine in Maarat al-Numan"
    text = f"{head}\n\n{head} Warplanes struck a market in Maarat al-Numan on Sunday and killed nine civilians, rescuers said."
    read = replace(article(text), headline=Span(0, len(head)))
    gazetteer = Gazetteer.bundled()
    mentions = find_places(read, gazetteer)
    (told,) = code_article(read, _as_told(mentions, told_places(read, mentions, gazetteer))).reports
    assert (told.sub_event_type, [(x.min, x.max) for x in told.deaths]) == ("Air/drone strike", [(9, 9)])


def test_keywords_at_the_end_tell_nothing():
    text = "Air strikes hit Abu Kamal on Sunday. The raids left ten people hurt, the agency said ... 12 Tags coalition airstrikes Deir ez-Zor Syria"
    assert {r.where.place for r in code(text).reports} == {"Abu Kamal"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Shells fell on the Aleppo neighbourhoods of Bustan al-Qasr Tariq al-Bab Salahaddin and Bani Zeid.", ["Bustan al-Qasr", "Tariq al-Bab", "Salaheddine", "Bani Zaid"]),
        ("A car bomb went off in Homs according to Al-Manar reporter Hasan.", ["Homs"]),
        ("In Idlib, Deputy Director Mary Lake asked for medicine.", ["Idlib"]),
        ("Forces loyal to Damascus shelled Douma.", ["Damascus", "Douma"]),
        ("Air Strikes Hit Idlib Clinic", ["Idlib"]),
        ("The army shelled the village of Hit near Homs.", ["Hit", "Homs"]),
        ("Thirty civilians were killed in the town Thirty kilometres from Homs.", ["Homs"]),
    ],
)  # fmt: skip
def test_names_of_places_and_of_others(text, names):
    found = find_places(article(text), Gazetteer.bundled())
    assert [m.resolution.place for m in found if m.text != "Aleppo"] == names


def test_a_quarter_lies_in_the_city_not_in_the_governorate():
    text = "The army moved through rural Aleppo province. Mortars fell on the neighbourhood of Al-Zuhariya in Aleppo."
    found = find_places(article(text), Gazetteer.bundled())
    assert found[-1].resolution.feature_code == "PPLA"


def test_a_hotel_is_not_the_far_town_of_its_name():
    text = "On Sunday a shell tore the roof off the Jableh hotel in Aleppo."
    assert all(m.resolution.admin.admin1 == "Aleppo" for m in find_places(article(text), Gazetteer.bundled()))


def test_a_lead_on_a_region_goes_to_the_towns_told_in_detail():
    text = (
        "Army shelling killed ten people across the Eastern Ghouta region near the capital on Saturday, a monitor said. "
        "Shells killed eight people in the town of Misraba on Saturday, it said. Another two people were killed by shells in the town of Arbin."
    )
    assert {r.where.place for r in code(text).reports} == {"Misraba", "Arbin"}


def test_near_the_capital_is_the_region_named_next():
    text = "Air strikes killed 12 people near Damascus on Saturday. Air strikes hit the rebel enclave of Eastern Ghouta on Saturday, residents said."
    assert [r.where.place for r in code(text).reports] == ["Eastern Ghouta"]


def test_a_governorates_own_attack_told_further_on_is_no_summary():
    text = (
        "Army retakes villages, 28 killed in Idlib\n\nThe army recaptured the village of Kafr Zita in Hama province on Sunday. Soldiers took the town of Morek on Sunday. "
        "Soldiers killed several fighters in the village of Latamneh on Sunday. " + "Residents told of long queues for bread and fuel in the shops of the area. " * 4
        + "In Idlib province 28 commanders of Ahrar al-Sham were killed on Sunday when a bomb exploded at their meeting. The army killed fighters in the town of Saraqib."
    )
    assert any(r.sub_event_type == "Remote explosive/landmine/IED" and r.deaths[0].min == 28 for r in code(text).reports)


@pytest.mark.parametrize(
    "between",
    ["A UN team arrived in the country three days ago. ", "Ministers will meet in Geneva on Wednesday. ", "The mayor said on Wednesday that the schools were open. "],
)
def test_the_day_of_something_else_is_not_carried_on(between):
    reports = code("Shelling hit the town of Morek on Saturday. " + between + "Rockets hit the town of Latamneh.").reports
    assert [r.period.date_start for r in reports] == ["2018-10-13", "2018-10-13"]


def test_a_clause_with_since_dates_no_act_before_it():
    text = "Air strikes hit the town of Morek on Saturday. Shelling of the town of Latamneh has grown since rebels launched their campaign on 1 October."
    assert {r.where.place: r.period.date_start for r in code(text).reports} == {"Morek": "2018-10-13", "Al-Lataminah": "2018-10-13"}


def test_the_sum_of_months_is_no_act():
    assert not code("More than 300 civilians have been killed in air strikes on the town of Morek since April.").reports


def test_whom_a_party_fights_is_not_what_it_did():
    (report,) = code("An air strike by the coalition fighting ISIS killed four members of the SDF near the town of Hajin on Sunday.").reports
    assert (report.sub_event_type, report.actor1, report.actor2) == ("Air/drone strike", "coalition", "sdf")


def test_a_caption_ends_with_its_credit():
    text = "A boy hurt by the bombing of Azaz last month sits in a tent (Reuters photo) A bomb killed six people in the city of Manbij on Sunday."
    assert ("Manbij", "2018-10-14") in {(r.where.place, r.period.date_start) for r in code(text).reports}


def test_a_month_of_last_year():
    (report,) = code("Rebels stormed an army post near Morek in August last year.").reports
    assert (report.period.date_start, report.period.date_end) == ("2017-08-01", "2017-08-31")


def test_days_after_dates_what_went_before():
    text = "The raid on the bakery in Azaz on Friday came two days after rebels shelled the town of Nubl."
    assert {r.where.place: r.period.date_start for r in code(text).reports} == {"Azaz": "2018-10-12", "Nubl": "2018-10-10"}


def test_an_older_day_told_in_passing_is_not_carried_on():
    text = (
        "Air strikes killed four people in the town of Morek on Saturday. The town lies near a hill that rebels seized on 2 October. "
        "Meanwhile shelling killed two people in the town of Latamneh."
    )
    assert {r.where.place: r.period.date_start for r in code(text).reports}["Al-Lataminah"] == "2018-10-13"


def test_the_day_on_which_a_town_was_taken_is_not_that_of_its_bombing():
    reports = code("Air strikes were heaviest around the town of Morek, which rebels took earlier this month.").reports
    assert [r.period.date_start for r in reports if r.event_type == "Explosions/Remote violence"] == ["2018-10-15"]


def test_an_old_act_without_a_place_dates_no_new_one():
    text = "Air raids on the town of Hajin killed dozens of people. The coalition began its air campaign on 23 September 2014."
    assert [r.period.date_start for r in code(text).reports] == ["2018-10-15"]


def test_chemical_munitions_used():
    (report,) = code("Soldiers used chemical munitions against residents of the town of Saraqib on Sunday.").reports
    assert (report.sub_event_type, report.where.place) == ("Chemical weapon", "Saraqib")


def test_a_headline_with_a_full_stop_is_a_headline():
    title = "Eight killed in rocket attacks on Aleppo and Homs."
    body = "15 October 2018 " + title + " Five people were killed on Sunday by rocket shells on the Midan neighbourhood of Aleppo. In the village of Mukharram in Homs province three people were killed by shells on Sunday."
    assert "Aleppo" not in {r.where.place for r in code(title + "\n\n" + body).reports}


def test_the_same_dead_in_the_governorate_and_in_its_village_are_one_act():
    text = (
        "Shelling killed 23 people in the village of Kafr Takharim on Sunday. Ministers spoke of it in their meeting. "
        "Shelling killed 23 people in Idlib province on Sunday, the minister recalled."
    )
    assert [r.where.place for r in code(text).reports] == ["Kafr Takharim"]


@pytest.mark.parametrize("text", ["Air strikes kill nine in Azaz Monitor", "Air strikes kill nine in Syrias Azaz Monitor Reuters"])
def test_who_says_so_after_a_headline_is_no_part_of_the_name(text):
    assert [r.where.place for r in code(text).reports] == ["Azaz"]


@pytest.mark.parametrize(
    "text",
    [
        "Clashes with gunmen of the terrorist group Jeish al-Fath broke out in the town of Morek.",
        "A commander of the Zubair phalanges was killed in clashes in the town of Morek.",
        "Shelling hit the town of Morek, aid for the city Jandal said.",
    ],
)
def test_groups_and_speakers_are_no_places(text):
    assert {r.where.place for r in code(text).reports} == {"Morek"}


def test_the_whole_and_its_parts_are_not_three_acts():
    text = "Air raids on the city of Aleppo killed 18 people on Sunday. Eleven people were killed by air raids on the Salaheddine neighbourhood. Seven people were killed by air raids on the Fardous neighbourhood."
    assert {r.where.place for r in code(text).reports} == {"Salaheddine", "Fardous"}


def test_what_is_a_target_is_not_hit():
    assert not code("The village lies near the town of Morek, the target of a campaign of the army.").reports


def test_near_reaches_over_a_description():
    (report,) = code("An air strike killed five people near the ISIS group's main Syrian bastion Raqqa on Sunday.").reports
    assert (report.where.place, report.where.precision) == ("Raqqa", Precision.NEAR)


def test_a_day_for_which_something_is_set_dates_no_act():
    text = "Shelling hit the town of Morek on Saturday. The evacuation of the town of Madaya, scheduled to begin on Thursday, was delayed."
    assert all(r.period.date_start != "2018-10-11" for r in code(text).reports)


def test_where_a_load_was_brought_is_not_where_the_act_was():
    told = code("A helicopter was brought down over Idlib province on Monday after it had delivered flour to Aleppo.").reports
    assert [r.where.place for r in told] == ["Idlib"]
    told = code("A plane flying supplies to the city of Hasakah was shot down near Raqqa on Sunday.").reports
    assert [r.where.place for r in told] == ["Raqqa"]


def test_the_attack_of_a_headline_is_told_on_before_its_place_is():
    text = "Bomb kills nine people at a market\n\nThe attack took place as traders waited for flour. The bomb went off in the town of Rastan on Sunday."
    (told,) = code(text).reports
    assert (told.where.place, len(told.evidence)) == ("Rastan", 3)
