"""Acts in the varied idiom of agencies and monitors, and sentences that speak of acts without telling one."""

import pytest

from tests.events.coding import code


@pytest.mark.parametrize(
    "text",
    [
        "Shelling of the town of Morek has claimed the lives of 200 villagers since the spring.",
        "More than 300 civilians have lost their lives in Morek under bombardment since April.",
        "Air strikes have killed 300 people in Morek since April.",
        "The number of air strikes on the town of Morek has doubled in recent weeks.",
        "Air strikes on the town of Morek have grown in number, residents say.",
        "Attacks on checkpoints around Daraa are on the rise.",
        "Kidnappings are common in the town of Jarabulus.",
        "The city of Raqqa has suffered years of bombardment.",
        "The war in the city of Homs has changed much since it began in March 2011 with protests.",
        "Terrorist attacks in the city of Homs are usually carried out by small cells.",
    ],
)
def test_sums_trends_and_habits_are_no_act(text):
    assert code(text).reports == ()


@pytest.mark.parametrize(
    "text",
    [
        "A resident of Morek said he feared that the army would shell the town again.",
        "The troops would not rest until the town of Morek was liberated.",
        "An army assault on the city of Idlib could trigger a wave of refugees.",
        "Turkey has said that it opposes an offensive on the city of Idlib.",
        "Rebels hope to seize the town of Morek.",
        "The army wants to retake the town of Morek.",
        "The council called on young people to protest in the city of Idlib.",
        "No attack was reported in the town of Morek on Sunday.",
        "People displaced by fighting near the town of Atareb need tents.",
        "A man from Morek belongs to an alliance battling ISIS in the town of Hajin.",
        "The wounded were taken to a clinic in the town of Morek.",
        "Volunteers evacuated the wounded from a building in the town of Morek.",
    ],
)
def test_what_is_feared_asked_for_or_described_is_no_act(text):
    assert code(text).reports == ()


@pytest.mark.parametrize(
    "text",
    [
        "Men look at a building in the city of Idlib damaged by air strikes.",
        "A boy walks past rubble in the town of Douma, which was heavily shelled.",
        "A picture shows smoke over the city of Raqqa after strikes.",
    ],
)
def test_captions_tell_no_act_of_their_own(text):
    assert code(text).reports == ()


@pytest.mark.parametrize(
    ("text", "sub_type"),
    [
        ("Four people perished on Sunday when warplanes pummelled the town of Morek.", "Air/drone strike"),
        ("A barrage of rockets rained down on the town of Morek on Sunday.", "Shelling/artillery/missile attack"),
        ("Rebels traded fire with soldiers on the edge of the town of Morek on Sunday.", "Armed clash"),
        ("An army patrol was waylaid by gunmen near the town of Morek on Sunday.", "Armed clash"),
        ("Rebels broke into the town of Morek on Sunday and fought soldiers there.", "Armed clash"),
        ("ISIS put six men to death in the town of Hajin on Sunday.", "Attack"),
        ("Six men accused of spying were hanged by ISIS in the town of Hajin on Sunday.", "Attack"),
        ("A doctor was snatched by masked men in the city of Daraa on Sunday.", "Abduction/forced disappearance"),
        ("A wave of arrests swept the city of Daraa on Sunday as government forces combed the streets.", "Arrests"),
        ("An attacker wearing an explosive vest struck a crowd in the town of Azaz on Sunday.", "Suicide bomb"),
        ("Troops on Sunday wrested the town of Saraqib from rebels.", "Government regains territory"),
        ("Rebels and the government struck a deal on Sunday to halt fire in the town of Harasta.", "Agreement"),
        ("The last fighters were bused out of the town of Harasta on Sunday.", "Agreement"),
        ("Hundreds rallied in the town of Binnish on Sunday.", "Peaceful protest"),
        ("Dozens choked after helicopters dropped canisters of chlorine on the town of Douma on Sunday.", "Chemical weapon"),
        ("A Turkish military convoy rolled into the town of Morek on Sunday.", "Change to group/activity"),
        ("A man set off his explosive belt in the town of Azaz on Sunday.", "Suicide bomb"),
        ("A helicopter was downed by rebels near the town of Morek on Sunday.", "Disrupted weapons use"),
        ("Turkey opened a new observation post near the town of Morek on Sunday.", "Headquarters or base established"),
        ("Fighters ransacked homes in the town of Afrin on Sunday.", "Looting/property destruction"),
        ("Rebels abandoned the town of Morek on Sunday.", "Non-violent transfer of territory"),
    ],
)
def test_other_words_for_acts(text, sub_type):
    told = code(text).reports
    assert [(r.sub_event_type, r.period.date_start) for r in told] == [(sub_type, "2018-10-14")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The town of Morek fell to rebels on Saturday, September 29, 2018.", ("2018-09-29", "2018-09-29")),
        ("Warplanes bombed the town of Morek a day before the talks opened on Sunday.", ("2018-10-13", "2018-10-13")),
        ("Two days after air strikes on Morek on Friday, the UN on Sunday called for calm.", ("2018-10-12", "2018-10-12")),
        ("The UN on Monday condemned Saturday's air strike on the town of Morek.", ("2018-10-13", "2018-10-13")),
        ("The envoy condemned weekend air raids on the town of Morek.", ("2018-10-13", "2018-10-14")),
        ("Shells hit the town of Morek overnight on Friday.", ("2018-10-12", "2018-10-13")),
        ("Shells hit the town of Morek overnight into Sunday.", ("2018-10-13", "2018-10-14")),
    ],
)
def test_the_day_is_that_of_the_act(text, days):
    (told,) = code(text).reports
    assert (told.period.date_start, told.period.date_end) == days


def test_days_after_count_from_the_day_told_before():
    told = code("Shelling hit the town of Morek on 10 October. The next day, air strikes hit the town of Kafr Nabl. Three days later, shells hit the town of Latamneh.").reports
    assert [r.period.date_start for r in told] == ["2018-10-10", "2018-10-11", "2018-10-14"]


def test_what_somebody_had_done_before_is_no_step_of_the_story():
    (told,) = code("At Khan Shaykhun air strikes on Sunday killed 11 people, among them an officer who had defected.").reports
    assert told.sub_event_type == "Air/drone strike"


@pytest.mark.parametrize(
    "text",
    [
        "The fall of Morek to these fighters would open them the road south.",
        "Previous air raids by the army on Idlib had been counted by the monitor.",
        "The army has been unable to complete its encirclement of Aleppo by capturing the village of Hardatnin.",
        "He asked the envoys for arms to enable them oust ISIS from the city of Raqqa.",
        "At Dabiq two empires fought a battle in the 16th century.",
        "The governor is cautious about new air strikes on the city of Aleppo.",
        "The minister said that he would not allow an attack on the city of Idlib.",
        "The Homs governor said five people were killed and seven injured.",
        "Dozens were wounded on Friday; the displaced had been on their way to the town of Ras al-Ayn.",
        "Bus drivers in the town of Jarabulus went on strike on Sunday.",
        "Aircraft dropped thousands of leaflets on the city of Raqqa on Sunday.",
    ],
)
def test_what_might_be_or_was_somewhere_else_is_no_act(text):
    assert code(text).reports == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The militia was unable to capture the village of Hardatnin on Sunday.", {("Armed clash", "Hardatnin")}),
        ("After losing the town of Morek to the army on Sunday, the rebels fell silent.", {("Government regains territory", "Morek")}),
        ("The town of Hajin was quiet until its capture by ISIS fighters on Sunday.", {("Non-state actor overtakes territory", "Hajin")}),
        ("Helicopters dropped the crude weapons on the town of Morek on Sunday.", {("Air/drone strike", "Morek")}),
        ("The panel found that the army used sarin in the town of Khan Sheikhoun on 4 April 2017.", {("Chemical weapon", "Khan Sheikhoun")}),
        ("Police detained a reporter in the town of Afrin on Thursday.", {("Arrests", "Afrin")}),
        ("The security forces rounded up 14 men in a raid in the town of Hajin.", {("Arrests", "Hajin")}),
        ("Rescuers have ended their search for victims of Thursday's air strike on a school in the town of Saraqib.", {("Air/drone strike", "Saraqib")}),
        ("A car bomb killed twelve people on Sunday. The attack targeted a police station in the town of Inkhil.", {("Remote explosive/landmine/IED", "Inkhil")}),
        (
            "The barrage on the town of Douma on Sunday was in response to rocket attacks which killed four people in Damascus.",
            {("Shelling/artillery/missile attack", "Douma"), ("Shelling/artillery/missile attack", "Damascus")},
        ),
        (
            "On Sunday air strikes killed ten militants around Shaddadi in southern Hasakeh and another five near Kobani.",
            {("Air/drone strike", "al-Shaddadi"), ("Air/drone strike", "Kobani")},
        ),
    ],
)
def test_acts_told_in_passing_have_their_own_kind_and_place(text, told):
    assert {(r.sub_event_type.value, r.where.place) for r in code(text).reports} == told


def test_an_operation_is_not_fought_at_the_river_it_is_named_after():
    reports = code("On Sunday the SDF began the operation Wrath of Euphrates and stormed the village of Hajin.").reports
    assert {r.where.place for r in reports} == {"Hajin"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Rebels shelled the towns of Morek (twice), Halfaya and Taybat al-Imam on Monday.", {"Morek", "Halfaya", "Taybat al-Imam"}),
        ("Morek lies close to the town of Khan Sheikhoun, which the army shelled on Monday.", {"Khan Sheikhoun"}),
        ("The army attacked the Ramouseh district neighbouring the town of Khan Tuman on Monday.", {"Ramouseh"}),
        ("Jets struck convoys near Maarat al-Numan that were making their way to the city of Aleppo.", {"Maarat al-Numan"}),
        ("The ISIS governor of Manbij was killed by a drone near Jarabulus on Monday.", {"Jarabulus"}),
    ],
)
def test_where_an_act_was(text, places):
    assert {r.where.place for r in code(text).reports} == places


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The army used poison gas on the Zebdiyeh quarter of Aleppo and Russian warplanes targeted the town of Kafr Hamra with phosphorus bombs on Sunday.",
            {("Chemical weapon", "Zebdiyeh"), ("Air/drone strike", "Kafr Hamra")},
        ),
        (
            "More than 350,000 people have been killed since protests erupted in the city of Daraa in March 2011.",
            {("Peaceful protest", "Daraa")},
        ),
        ("ISIS stormed the town of Hajin on Sunday. Its capture cut off the road to the city of Deir ez-Zor.", {("Armed clash", "Hajin")}),
        (
            "Ten civilians were killed in air strikes on the city of Idlib on Friday. The strikes of the week fell on the city of Idlib and the towns of Saraqib and Sarmada.",
            {("Air/drone strike", "Idlib"), ("Air/drone strike", "Saraqib"), ("Air/drone strike", "Sarmada")},
        ),
    ],
)
def test_two_acts_of_one_text_stay_two(text, told):
    assert {(r.sub_event_type.value, r.where.place) for r in code(text).reports} == told


@pytest.mark.parametrize(
    ("text", "sub_type"),
    [
        ("Rebels came under fire from government positions near the town of Morek on Sunday.", "Armed clash"),
        ("Army units advanced to the entrances of Harasta on Sunday.", "Armed clash"),
        ("The SDF, backed by air raids of the coalition, launched an offensive on the city of Manbij on Sunday.", "Armed clash"),
        ("The loss of Palmyra to ISIS on Sunday dealt a blow to the government.", "Non-state actor overtakes territory"),
        ("Jihadists raised their black banner over the town of Harem on Sunday.", "Non-state actor overtakes territory"),
        ("Government forces entered the town of Tafas without a fight on Sunday.", "Non-violent transfer of territory"),
        ("A mortar shell slammed into a house in the town of Nubl on Sunday.", "Shelling/artillery/missile attack"),
        ("Turkish howitzers fired on militants in the town of Azaz on Sunday.", "Shelling/artillery/missile attack"),
        ("A suicide truck bomb ploughed into a checkpoint in Salamiyah on Sunday.", "Suicide bomb"),
        ("Two men on a motorbike hurled a grenade at a cafe in Idlib on Sunday.", "Grenade"),
        ("A journalist was gunned down outside his home in Raqqa on Sunday.", "Attack"),
        ("The body of a man with gunshot wounds was found in the town of Jasim on Sunday.", "Attack"),
        ("Police took three men into custody in the town of Azaz on Sunday.", "Arrests"),
        ("Engineering units defused an explosive device planted near a school in Daraa on Sunday.", "Disrupted weapons use"),
        ("A car packed with explosives was seized at a checkpoint in Manbij on Sunday.", "Disrupted weapons use"),
        ("Rebels downed a government warplane over Khan Tuman on Sunday.", "Disrupted weapons use"),
        ("ISIS blew up the temple of Baalshamin in Palmyra on Sunday.", "Looting/property destruction"),
        ("Hundreds marched through the city of Idlib on Friday against the tax.", "Peaceful protest"),
        ("The garrison halted the advance of ISIS on the town of Hajin on Sunday.", "Armed clash"),
        ("Regime bombs killed two children in the city of Aleppo on Sunday.", "Air/drone strike"),
        ("A bombing killed six people in the town of Douma on Sunday. Where the jets came from is unclear.", "Air/drone strike"),
        ("A teacher was stabbed to death in the camp of al-Hol on Sunday.", "Attack"),
    ],
)
def test_acts_of_many_kinds_are_read_in_other_words(text, sub_type):
    assert [r.sub_event_type for r in code(text).reports] == [sub_type]


@pytest.mark.parametrize(
    "text",
    [
        "Does the attack on Morek open a new stage of the war?",
        "The coalition supports the SDF in its fight against ISIS in Raqqa.",
        '"If they attack Manbij, we will defend it," a commander said.',
        "The rebels use the town of Morek to launch attacks on the army.",
        "Villagers in the town of Morek heard the blast.",
        "Capturing the town of Morek would be a prize for the army.",
        "The group builds car bombs in the town of Hajin.",
        "Footage shot in the town of Morek showed ruins.",
        "The army seeks to retake the town of Morek.",
        "Since the fall of Palmyra, archaeologists have mourned.",
        "The envoy said the bombing of the city of Aleppo must stop.",
        "The ministry said it would not allow the YPG to capture the town of Azaz.",
    ],
)
def test_questions_uses_and_suppositions_are_no_act(text):
    assert code(text).reports == ()


def test_a_denial_of_a_charge_is_none_of_the_clashes_told_before():
    (report,) = code("Clashes between Jaysh al-Islam and HTS broke out in the town of Harasta on Sunday. HTS denied the allegation that it began them.").reports
    assert report.status == "reported"
    denied = code("Air strikes hit the town of Hajin on Sunday. The coalition denied using chemical weapons.").reports
    assert [r.status for r in denied] == ["reported"]
