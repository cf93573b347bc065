"""How many died, of whom and where: figures of several places, of two sides, parts and totals."""

import pytest

from tests.events.coding import code


def dead(text, published="2018-10-15"):
    """Bounds of the dead by place."""
    return {r.where.place: [(x.min, x.max) for x in r.deaths] for r in code(text, published).reports}


def hurt(text):
    return {r.where.place: [(x.min, x.max) for x in r.wounded] for r in code(text).reports}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Air raids on Sunday killed eight people in Saraqib and two in Binnish.", {"Saraqib": 8, "Binnish": 2}),
        ("Government shelling left six civilians dead in Douma and another three in Harasta on Sunday.", {"Douma": 6, "Harasta": 3}),
        ("Seven civilians, two of them women, were killed in Azaz, and four more in Marea, by mortar fire on Sunday.", {"Azaz": 7, "Mare": 4}),
        ("Five people died in Saraqib, four in Khan Shaykhun and one in Kafr Nabl when warplanes struck on Sunday.", {"Saraqib": 5, "Khan Sheikhoun": 4, "Kafr Nabl": 1}),
        ("Shells killed two soldiers in Azaz and a woman in Saraqib on Sunday.", {"Azaz": 2, "Saraqib": 1}),
        ("On Sunday 21 people were killed in coalition raids, 15 in Manbij and another six in Jarabulus.", {"Manbij": 15, "Jarabulus": 6}),
        ("Shelling of Douma killed two people and wounded seven, while shells on Harasta killed one and wounded four.", {"Douma": 2, "Harasta": 1}),
    ],
)
def test_each_place_keeps_its_own_figure(text, expected):
    told = {("Mare" if place and place.startswith("Mar") else place): bounds for place, bounds in dead(text).items()}
    assert told == {place: [(n, n)] for place, n in expected.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells that hit Nubl on Sunday killed four people, at least one child among them, and wounded 22.", (4, 22)),
        ("A car bomb in Nubl on Sunday killed four people and left 22 others with injuries.", (4, 22)),
        ("Four civilians were martyred and 22 others injured as terrorists fired shells at Nubl.", (4, 22)),
        ("Shelling of Nubl on Sunday killed four people. Three of them were children, and 22 people were wounded.", (4, 22)),
    ],
)
def test_the_wounded_stand_beside_the_dead(text, expected):
    killed, wounded = expected
    assert (dead(text), hurt(text)) == ({"Nubl": [(killed, killed)]}, {"Nubl": [(wounded, wounded)]})


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("A car bomb took the lives of at least 31 people in the town of Azaz on Sunday.", [(31, None)]),
        ("A man and his three children were killed in air strikes on Azaz on Sunday.", [(4, 4)]),
        ("Three suicide bombers killed at least two shoppers near a bakery in Azaz on Sunday.", [(2, None)]),
        ("Air strikes hit a market in Azaz on Sunday. No one was killed, but six people were injured.", []),
        ("None of the 20 villagers died when shells fell on Azaz on Sunday.", []),
        ("Mortar shells hit Azaz on Sunday, killing two. So far the war has killed hundreds of thousands.", [(2, 2)]),
        ("Air strikes hit Azaz on Sunday, killing three, which raised the number of people killed in Idlib this week to 71.", [(3, 3)]),
        ("Air strikes on Azaz killed 30 people on Sunday. The Observatory named six people killed.", [(30, 30)]),
        ("Air strikes killed seven people in Azaz on Sunday. Coalition strikes killed more than 220 civilians that month, doctors said.", [(7, 7)]),
    ],
)
def test_only_the_dead_of_the_act_are_counted(text, bounds):
    assert dead(text)["Azaz"] == bounds


@pytest.mark.parametrize(
    "text",
    [
        "Three SDF members and 12 militants were killed on Sunday in an ISIS attack on Hajin.",
        "ISIS attacked SDF positions in Hajin on Sunday, killing three fighters before losing 12 of its own men.",
    ],
)
def test_each_side_has_its_dead(text):
    (told,) = code(text).reports
    assert (told.actor1, told.actor2) == ("isis", "sdf")
    assert {x.side: x.min for x in told.deaths} == {"actor1": 12, "actor2": 3}


def test_a_list_goes_on_after_as_well_as():
    told = dead("Government jets pounded Saraqib as well as nearby Binnish and the village of Nayrab on Sunday.")
    assert {"Saraqib", "Binnish"} <= set(told)


def test_a_city_before_its_quarters_only_says_where_they_lie():
    assert set(dead("In Aleppo, the neighbourhoods of Hamdaniyeh and Salaheddine were shelled on Sunday.")) == {"Hamdaniyah", "Salaheddine"}


@pytest.mark.parametrize(
    "text",
    [
        "Raids went on in the east of the province on Friday Tags Aleppo Idlib Syria Two people were killed in Homs on Sunday when a car bomb went off.",
        "Tags Aleppo human rights Idlib Syria war Two people were killed in Homs on Sunday when a car bomb went off.",
    ],
)
def test_keywords_before_a_sentence_are_none_of_its_places(text):
    assert dead(text)["Homs"] == [(2, 2)]


@pytest.mark.parametrize("words", ["Aleppo", "eastern Aleppo"])
def test_bare_aleppo_is_the_city_whatever_is_said_of_its_province(words):
    told = code(f"Clashes broke out in the province of Aleppo on Friday. On Sunday air strikes on {words} killed two people.").reports
    assert [r.where.precision for r in told if r.sub_event_type == "Air/drone strike"] == ["exact"]


def test_strikes_on_a_city_in_the_lead_are_those_on_its_quarter():
    told = dead("Air strikes killed seven people in Homs on Sunday. Government jets struck the neighbourhood of al-Waer on Sunday.")
    assert told == {"al-Waer": [(7, 7)]}


def test_fighters_of_the_lead_and_civilians_of_the_detail_are_both_counted():
    (told,) = code("Coalition air strikes killed at least 20 ISIS fighters in northeastern Syria on Thursday. The strikes hit Shaddadi in the province of Hasakah on Thursday. One civilian was also killed in the strikes.").reports
    assert sorted((str(x.side), x.min) for x in told.deaths) == [("actor2", 20), ("civilians", 1)]


def test_an_act_in_the_province_stands_beside_one_at_a_name():
    told = code("The attack in Saraqib, in Idlib province, came hours after air strikes by Russian warplanes killed 26 people in the province.").reports
    assert [x.min for r in told if r.sub_event_type == "Air/drone strike" for x in r.deaths] == [26]


@pytest.mark.parametrize("words", ["Hama was quiet on Monday, but shells hit Hama on Tuesday.", "Shells hit a northern district of Hama on Tuesday."])
def test_a_capital_of_a_governorate_is_no_village_beside_the_place_told_before(words):
    told = code(f"Ministers met in Damascus on Monday. {words}").reports
    assert [(r.where.place, r.where.admin.admin1) for r in told] == [("Hama", "Hama")]


def test_so_many_dead_on_two_days_running_are_those_of_one_act():
    told = dead("Air raids on orchards near Damascus killed 42 people, a monitor said on Friday 12 October 2018. Air strikes on Douma on Thursday 11 October 2018 killed 42 people.")
    assert told == {"Douma": [(42, 42)]}


def test_a_headline_adds_figures_without_and():
    assert dead("Syrian air strikes kill 10 children 5 women in Douma on Sunday.") == {"Douma": [(15, 15)]}


def test_the_district_may_be_a_place_of_the_same_sentence():
    told = dead("Shelling hit the neighbourhood of Salaheddine in Aleppo on Friday. Activists in Daraya said that the opposition-held district was shelled on Sunday, killing two people.")
    assert told["Darayya"] == [(2, 2)]


def test_a_part_that_was_wounded_is_not_the_whole():
    text = "Mortar shells hit Azaz on Sunday. Some 700 people, including 47 wounded, crossed the border after the attack."
    assert 700 not in {low for bounds in hurt(text).values() for low, _ in bounds}


def test_the_towns_of_the_country_are_no_village_of_a_like_name():
    assert {r.where.place for r in code("Air strikes on Syria's towns and cities killed two people in Douma on Sunday.").reports} == {"Douma"}
