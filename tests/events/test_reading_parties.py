"""Who does what to whom, told in the ways of agencies, monitors and state media: helpers, holders, tellers, claims."""

import pytest

from geomap.model import SubEventType
from tests.events.coding import code


def pairs(text):
    return [(r.actor1, r.actor2) for r in code(text, "2016-10-17").reports]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("The army, backed by Russian air strikes and Hezbollah fighters, stormed the town of Khan Touman, held by rebels.", "saa", "opp"),
        ("Supported by coalition air strikes, the SDF broke into the town of Tabqa and fought ISIS there.", "sdf", "isis"),
        ("Government troops, alongside Hezbollah, battled Nusra Front fighters in the town of Zabadani.", "syr-gov", "jn"),
        ("US marines backing the SDF shelled ISIS positions in the city of Raqqa.", "usa", "isis"),
    ],
)
def test_who_helps_is_an_associate(text, first, second):
    assert pairs(text) == [(first, second)]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("ISIS gunmen opened an assault on the Kurdish-held town of Tal Abyad on Saturday.", "isis", "ypg"),
        ("A hospital in the ISIS-controlled town of Mayadin was destroyed in a raid by coalition warplanes.", "coalition", "civilians"),
        ("Jaysh al-Islam shelled Kafraya, a village besieged by rebels.", "jaysh-islam", None),
        ("A car bomb tore through a checkpoint manned by Kurdish fighters in the city of Hasakah.", "unidentified", "ypg"),
        ("Seven members of one family were killed by an air raid in the rebel-held town of Atarib.", None, "civilians"),
        ("ISIS, which holds the town of Hajin, repelled an attack by the SDF there on Sunday.", "sdf", "isis"),
    ],
)
def test_who_holds_a_place_is_hit_only_where_nobody_else_is(text, first, second):
    assert pairs(text) == [(first, second)]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Fighting pitted ISIS against Kurdish forces in the village of Tell Tamr.", "isis", "ypg"),
        ("Near the town of Hajin, fierce battles raged as SDF fighters sought to dislodge ISIS.", "sdf", "isis"),
        ("Clashes between the Nusra Front and Jund al-Aqsa on one side and Ahrar al-Sham on the other spread to the town of Saraqib.", "jn", "ahrar-sham"),
        ("Militants loyal to the government fought rebels in the town of Busra al-Sham.", "pro-gov-militia", "opp"),
        ("In an exchange of fire with Kurdish gunmen in the city of Qamishli, three soldiers were killed.", "saa", "ypg"),
        ("Jaysh al-Islam attacked positions of Rahman Corps in the town of Arbin on Sunday.", "jaysh-islam", "rahman"),
    ],
)
def test_both_parties_of_a_fight(text, first, second):
    assert pairs(text) == [(first, second)]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("An ISIS attack on army posts near the town of Palmyra was beaten back.", "isis", "saa"),
        ("Army troops and popular defence groups repelled an attack by Nusra terrorists on the town of Hader.", "jn", "saa"),
        ("Ten rebels died in an ambush by government forces near the town of Adra.", "syr-gov", "opp"),
        ("Some 90 government soldiers and Hezbollah fighters were killed in clashes in the town of Khalsa.", None, "syr-gov"),
    ],
)
def test_those_who_suffer_an_act_or_beat_it_off(text, first, second):
    assert pairs(text) == [(first, second)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Islamic State claimed responsibility for the bombing that killed nine people at a bakery in the city of Hasakah.", "isis"),
        ("A car bomb killed nine people in the city of Homs on Sunday. ISIS claimed the attack.", "isis"),
        ("A car bomb killed nine people in the city of Homs on Sunday. Islamic State said it was behind the blast.", "isis"),
        ("A car bomb killed nine people in the city of Azaz on Sunday, an attack residents blamed on ISIS.", "isis"),
        ("The opposition accused Russian aircraft of bombing a hospital in the town of Kafr Zita.", "vks"),
        ("An air raid killed twelve people in the town of Atarib on Sunday. The Observatory said the planes were Russian.", "vks"),
        ("Nine civilians died in the town of Sarmin when jets believed to be Russian hit a market.", "vks"),
        ("A car bomb killed nine people in the city of Homs on Sunday. No group claimed responsibility, but ISIS has claimed previous attacks.", "unidentified"),
    ],
)
def test_who_is_held_responsible_acts(text, first):
    assert [a for a, _ in pairs(text)] == [first]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Moscow's warplanes hit the town of Maarrat al-Numan on Sunday.", "vks", None),
        ("Troops loyal to President Assad shelled the town of Darayya on Sunday.", "syr-gov", None),
        ("Foreign mercenaries attacked an army post near the town of Saraqib on Sunday.", "opp", "saa"),
        ("The Democratic Syria Forces captured the town of Hajin from ISIS.", "sdf", "isis"),
        ("The Nusra Front and allied factions seized the town of Khan Touman from pro-government forces.", "jn", "syr-gov"),
        ("According to US intelligence, government troops shelled the town of Douma on Sunday.", "syr-gov", None),
        ("ISIS has executed two men accused of spying for the coalition in the city of Raqqa.", "isis", "civilians"),
    ],
)
def test_words_that_stand_for_a_party_and_words_that_do_not(text, first, second):
    assert pairs(text) == [(first, second)]


@pytest.mark.parametrize(
    "text",
    [
        "Air strikes on the town of Morek on Sunday ended a lull negotiated by Russia and the United States.",
        "Air strikes on the town of Morek on Sunday ended a US-Russian brokered lull.",
        "Shells fell on the town of Morek on Sunday despite the calm guaranteed by Turkey.",
    ],
)
def test_who_made_a_truce_has_no_part_in_the_act_that_ends_it(text):
    told = [r for r in code(text).reports if r.where.place == "Morek"]
    assert told
    assert not {a for r in told for a in (r.actor1, r.actor2)} & {"russia", "usa", "turkey", "vks", "tsk"}


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Gunmen killed two men in the town of Nawa on Sunday.", "unidentified", "civilians"),
        ("Three men were shot dead by gunmen in the town of Jasim.", "unidentified", "civilians"),
        ("An Israeli raid killed two men from Hezbollah near the city of Quneitra on Sunday.", "israel", "hezbollah"),
        ("The SDF took full control of Manbij on Sunday after ISIS withdrew.", "sdf", "isis"),
        ("Government troops seized the town of Maaloula on Sunday once Nusra Front fighters had pulled out.", "syr-gov", "jn"),
        ("Rebels captured the town of Kessab after the army was driven out.", "opp", "saa"),
    ],
)
def test_who_is_killed_and_who_gave_way(text, first, second):
    assert pairs(text) == [(first, second)]


@pytest.mark.parametrize("text", ["Fighting erupted on Sunday between the army and Nusra Front for al-Eis.", "A battle for al-Eis broke out on Sunday between the army and Nusra Front."])
def test_what_is_fought_for_is_the_place(text):
    assert [r.where.place for r in code(text).reports] == ["al-Eis"]


def test_protesters_march():
    assert [r.sub_event_type for r in code("Protesters marched in the city of Idlib on Sunday.").reports] == [SubEventType.PEACEFUL_PROTEST]
