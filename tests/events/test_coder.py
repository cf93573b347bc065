"""Sentences of our own, and what they must be coded as."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.events.coder import code_article
from geomap.events.dates import find_dates
from geomap.events.losses import find_tolls
from geomap.events.phrases import Context, find_phrases, load_lexicon
from geomap.events.referents import resolve_phrases
from geomap.model import ControlKind, Modality, Precision, Span, Status
from tests.events.coding import article, code

# sentence, sub-event type, actor1, actor2, place
SENTENCES = [
    ("The Syrian army recaptured the town of Saraqib from rebels on Sunday.", "Government regains territory", "saa", "opp", "Saraqib"),
    ("Rebels captured the town of Saraqib from the Syrian army on Sunday.", "Non-state actor overtakes territory", "opp", "saa", "Saraqib"),
    ("Turkish troops seized the town of Jarabulus from ISIS.", "Non-state actor overtakes territory", "tsk", "isis", "Jarabulus"),
    ("Clashes between the SDF and ISIS broke out near Hajin.", "Armed clash", "sdf", "isis", "Hajin"),
    ("Russian warplanes bombed the town of Kafr Nabl.", "Air/drone strike", "vks", None, "Kafr Nabl"),
    ("Rebels shelled the town of Nubl with mortars.", "Shelling/artillery/missile attack", "opp", None, "Nubl"),
    ("A car bomb went off in the town of Azaz, killing five people.", "Remote explosive/landmine/IED", "unidentified", "civilians", "Azaz"),
    ("A suicide bomber blew himself up at a checkpoint in Qamishli.", "Suicide bomb", "unidentified", None, "Qamishli"),
    ("ISIS fighters attacked a Syrian army position near Sukhnah.", "Armed clash", "isis", "saa", "Al-Sukhnah"),
    ("Israeli jets struck an air base in Homs province on Monday.", "Air/drone strike", "israel", None, "Homs"),
    ("The Turkish army established a new observation post near Morek.", "Headquarters or base established", "tsk", None, "Morek"),
    ("Gunmen kidnapped two drivers in the town of Busra al-Sham.", "Abduction/forced disappearance", "unidentified", "civilians", "Bosra al-Sham"),
    ("Hundreds of residents took to the streets in Idlib to protest against the arrests.", "Peaceful protest", None, None, "Idlib"),
    ("The coalition dropped white phosphorus bombs on the town of Hajin in air strikes.", "Air/drone strike", "coalition", None, "Hajin"),
]


@pytest.mark.parametrize(("text", "sub_type", "actor1", "actor2", "place"), SENTENCES)
def test_a_sentence_is_coded(text, sub_type, actor1, actor2, place):
    reports = code(text).reports
    assert len(reports) == 1
    report = reports[0]
    assert report.sub_event_type == sub_type
    assert report.where.place == place
    if actor1 is not None:
        assert report.actor1 == actor1
    if actor2 is not None:
        assert report.actor2 == actor2


def test_two_places_give_two_reports_and_one_toll_told_jointly():
    reports = code("Turkish artillery strikes killed at least four members of the SDF near the towns of Ayn Issa and Tell Abyad.").reports
    assert {r.where.place for r in reports} == {"Ayn Issa", "Tell Abyad"}
    assert all(r.deaths[0].min == 4 and r.deaths[0].max is None for r in reports)
    assert all(r.deaths[0].joint_with for r in reports)


def test_one_act_told_twice_is_one_report_with_two_spans():
    text = "Air strikes hit the town of Hajin on Saturday.\n\nSaturday's air strikes on Hajin were carried out by the US-led coalition, residents said."
    reports = code(text).reports
    assert len(reports) == 1
    assert len(reports[0].evidence) == 2
    assert reports[0].actor1 == "coalition"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The army will launch an offensive on the town of Khan Shaykhun in the coming days.", Status.PLANNED),
        ("Turkey threatened to attack the town of Manbij.", Status.THREATENED),
        ("The army denied that it had shelled the town of Douma.", Status.DENIED),
        ("Amaq claimed that ISIS fighters stormed an army post near Sukhnah.", Status.CLAIMED),
        ("Rebels stormed an army post near Morek, the Syrian Observatory for Human Rights said.", Status.REPORTED),
        ("Rebels stormed an army post near Morek on 3 March 2014.", Status.HISTORICAL),
    ],
)
def test_status(text, status):
    assert {r.status for r in code(text).reports} == {status}


def test_what_has_not_happened_has_no_date_of_the_article():
    report = code("The army will launch an offensive on the town of Khan Shaykhun.").reports[0]
    assert report.modality is Modality.PLANNED
    assert report.period.date_start is None


def test_a_repelled_attack_changes_nothing_and_the_attacker_comes_first():
    coded = code("The Syrian army repelled an ISIS attack on the town of Sukhnah.")
    report = coded.reports[0]
    assert (report.actor1, report.actor2, report.sub_event_type) == ("isis", "saa", "Armed clash")
    assert report.control_change is None
    assert not [f for f in coded.control_facts if f.kind is ControlKind.CHANGE]


def test_states_of_control_are_facts():
    facts = code("Warplanes hit the ISIS-held town of Hajin on Monday.").control_facts
    assert [(f.where.place, f.side, f.kind) for f in facts] == [("Hajin", "isis", ControlKind.STATE)]


def test_a_change_of_control_is_a_claimed_fact_with_both_sides():
    facts = code("The Syrian army recaptured the town of Saraqib from rebels on Sunday.").control_facts
    change = next(f for f in facts if f.kind is ControlKind.CHANGE)
    assert (change.side, change.side_from, change.status) == ("government", "opposition", Status.CLAIMED)


def test_an_area_given_up_is_a_fact_about_the_area_and_a_village_in_it_is_not():
    text = "After the surrender of Wadi Barada, rebels will board buses. Government forces hold the ridges above."
    (fact,) = [f for f in code(text).control_facts if f.kind is ControlKind.CHANGE]
    assert (fact.where.place, fact.where.precision, fact.side, fact.side_from) == ("Wadi Barada", Precision.AREA, "government", "opposition")
    inside = code("The Syrian army captured a hamlet in Wadi Barada from rebels.").control_facts
    assert not [f for f in inside if f.where.precision is Precision.AREA]


@pytest.mark.parametrize("verb", ["recaptured", "recpatured", "repcatured"])
def test_a_letter_out_of_place_in_a_long_verb_does_no_harm(verb):
    (report,) = code(f"The Syrian army {verb} the town of Saraqib from rebels on Sunday.").reports
    assert report.sub_event_type == "Government regains territory"


def test_without_a_publication_date_a_weekday_stays_open():
    report = code("Rebels captured the town of Saraqib on Sunday.", published=None).reports[0]
    assert report.period.date_start is None


def test_losses_by_side():
    report = code("At least nine Syrian soldiers and five militants were killed in clashes near the village of Kinsabba.").reports[0]
    sides = {loss.side: (loss.min, loss.max) for loss in report.deaths}
    assert sorted(sides.values(), key=str) == [(5, 5), (9, None)]


def test_the_toll_of_the_whole_war_is_no_toll_of_an_act():
    report = code("Shelling killed two people in the town of Douma. The war has killed more than 400,000 people since 2011.").reports[0]
    assert [(loss.min, loss.max) for loss in report.deaths] == [(2, 2)]


def test_word_order_alone_gives_the_same_plain_sentence():
    with_parser, without = code(SENTENCES[0][0]), code(SENTENCES[0][0], parser=False)
    assert [(r.sub_event_type, r.actor1, r.actor2) for r in with_parser.reports] == [(r.sub_event_type, r.actor1, r.actor2) for r in without.reports]


def test_every_field_says_why():
    report = code(SENTENCES[1][0]).reports[0]
    assert {"event_type", "where", "actor1", "actor2", "period", "attestation"} <= set(report.provenance)
    assert report.provenance["event_type"].row.startswith("triggers.csv:")


SOME = (
    "the army rebels ISIS captured shelled killed clashes between and in near Aleppo Idlib town of 20 fighters , . on Sunday will denied",
    "\n\n “ ’ — % \u202e",
)
WORDS = st.sampled_from([word for words in SOME for word in words.split(" ")])


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=60))
def test_any_text_is_coded_without_error_and_spans_stay_inside(words):
    text = " ".join(words)
    coded = code(text, parser=False)
    for report in coded.reports:
        assert all(0 <= s.start < s.end <= len(text) for s in report.evidence)
    assert len({r.id for r in coded.reports}) == len(coded.reports)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_readers_of_words_take_any_text(text):
    span = Span(0, len(text))
    for dated in find_dates(text, span, None, None):
        assert span.contains(dated.span)
    for toll in find_tolls(text, span, []):
        assert span.contains(toll.span)


def test_coding_twice_gives_the_same():
    read = article(SENTENCES[0][0])
    assert code_article(read, ()) == code_article(read, ())


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("A shell killed five women and a child in the town of Morek.", [(6, 6)], []),
        ("The strike killed 16 people, among them four children and two women.", [(16, 16)], []),
        ("Raids on the town of Morek killed 16 people including at least one infant and wounded 22.", [(16, 16)], [(22, 22)]),
        ("The explosion left 50 martyrs in the market and over 200 people wounded.", [(50, 50)], [(200, None)]),
        ("The crash resulted in seven civilian deaths.", [(7, 7)], []),
        ("All five people in the helicopter are believed to have been killed.", [(5, 5)], []),
        ("As a result of shelling six people died near Morek.", [(6, 6)], []),
        ("A total of 24 militants (a banned group) were killed near Morek.", [(24, 24)], []),
        ("The army killed 12 militants in the countryside of Hama.", [(12, 12)], []),
        ("ISIS kills over 50 in the latest attack.", [(50, None)], []),
        ("Three men, two of them brothers, were killed.", [(3, 3)], []),
        ("Many militants were killed and a tank of theirs was destroyed in addition to two of their vehicles.", [(None, None)], []),
        ("At least 12 of the 40 trucks were burnt out and 20 people were killed.", [(20, 20)], []),
    ],
)
def test_figures_of_losses_count_people_once(text, killed, wounded):
    span = Span(0, len(text))
    lexicon = load_lexicon()
    phrases = resolve_phrases(text, find_phrases(text, span, lexicon), lexicon, Context("2018-10-15", None), [], [])
    tolls = find_tolls(text, span, phrases)
    assert [(t.min, t.max) for t in tolls if t.kind == "killed"] == killed
    assert [(t.min, t.max) for t in tolls if t.kind == "wounded"] == wounded
