"""Merging: what is one event, what never is, and what is said of it."""

import dataclasses
import itertools
import random
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "io"))
from event_samples import FAR, IDLIB, NOWHERE, TELL, article, day, killed, report

from geomap.events.accord import Parties
from geomap.events.agreement import compare
from geomap.events.facets import Facets
from geomap.events.identity import event_id, fates, traces
from geomap.events.merge import merge_reports
from geomap.events.wording import Wording
from geomap.io.tolls import total_range
from geomap.model import (
    Admin,
    Attestation,
    Basis,
    ControlChange,
    ControlKind,
    DatePrecision,
    Loss,
    LossSide,
    Modality,
    Period,
    Precision,
    Provenance,
    Span,
    Status,
    SubEventType,
    Where,
)  # fmt: skip
from geomap.tables.actors import load_actors

ACTORS = load_actors()
TEXTS = {
    name: article(name, outlet=outlet, published=published)
    for name, outlet, published in (
        ("a", "South Front", "2018-05-04"), ("b", "SANA", "2018-05-03"), ("c", "SOHR", "2018-05-05"), ("d", "Nobody's Blog", None),
        ("e", "Amaq", "2018-05-04"),
    )
}  # fmt: skip
WEEK = Period("2018-04-30", "2018-05-06", DatePrecision.WEEK)
CLASH = {"sub_event_type": SubEventType.ARMED_CLASH, "actor1": "saa", "actor2": "isis"}


def merged(*told):
    return merge_reports(told, TEXTS)


def compared(a, b):
    made = Facets(TEXTS)
    return compare(made.of(a), made.of(b), Parties(ACTORS))


def test_two_outlets_on_one_strike_are_one_event():
    (event,) = merged(report("1"), report("2", article="b"))
    assert len(event.reports) == 2
    assert event.outlets == ("SANA", "South Front")
    assert "same place (Tell Example)" in event.merge_reason


@pytest.mark.parametrize(
    "change",
    [
        {"where": FAR}, {"where": NOWHERE}, {"period": day("2018-05-04")}, {"modality": Modality.PLANNED}, {"modality": Modality.NEGATED},
        {"sub_event_type": SubEventType.ABDUCTION}, {"period": day("2018-05-01", "2018-05-09")},
    ],
    ids=str,
)  # fmt: skip
def test_a_contradiction_is_never_merged(change):
    assert len(merged(report("1", deaths=killed(31)), report("2", article="b", deaths=killed(31), **change))) == 2


def test_other_parties_need_other_evidence():
    """Two air forces over one village are two strikes, unless all else shows that tellers blame different ones for the same."""
    other = {"article": "b", "actor1": "coalition", "evidence": (Span(59, 83),), "trigger": Span(76, 82)}
    assert len(merged(report("1", weapon="aircraft"), report("2", weapon="aircraft", **other))) == 2
    (event,) = merged(report("1", deaths=killed(31)), report("2", deaths=killed(31), **other))
    assert "other parties: russia/civilians and coalition/civilians" in event.merge_reason


def test_news_of_the_night_carries_the_date_of_the_writing():
    """A day that only the article has may be the day after the act; a day that the sentence names may not."""
    told = {"provenance": {"period": Provenance((), "publication date or the day spoken of")}}
    blast = {"sub_event_type": SubEventType.REMOTE_EXPLOSIVE, "actor1": "unidentified"}
    one = report("1", **blast)
    assert len(merged(one, report("2", article="b", period=day("2018-05-04"), **blast, **told))) == 1
    assert len(merged(one, report("2", article="b", period=day("2018-05-02"), **blast, **told))) == 2
    named = {"provenance": {"period": Provenance((Span(47, 57),), "date:weekday")}}
    assert len(merged(one, report("2", article="b", period=day("2018-05-04"), **blast, **named))) == 2


ASSUMED = {"article": "b", "provenance": {"period": Provenance((), "publication date or the day spoken of")}}
OTHER_WORDS = {"evidence": (Span(59, 83),), "trigger": Span(76, 82)}


@pytest.mark.parametrize("precision", [DatePrecision.DAY, DatePrecision.WEEK])
def test_a_date_that_no_words_tell_may_be_six_days_late_where_all_else_agrees(precision):
    late = [report("2", period=Period(d, d, precision), **ASSUMED) for d in ("2018-05-05", "2018-05-09", "2018-05-10")]
    assert [len(merged(report("1"), r)) for r in late] == [1, 1, 2]  # told in the same words
    assert len(merged(report("1"), dataclasses.replace(late[0], **OTHER_WORDS))) == 2  # the same place, type and parties are not enough
    toll = {"deaths": killed(31)}
    (event,) = merged(report("1", **toll), dataclasses.replace(late[0], **OTHER_WORDS, **toll))
    assert "of which one is the day of the writing" in event.merge_reason
    assert event.period == day("2018-05-03")


def test_in_one_article_what_has_no_day_of_its_own_is_what_was_just_told():
    late = report("2", period=day("2018-05-05"), **{**ASSUMED, **OTHER_WORDS, "article": "a"})
    assert len(merged(report("1"), late)) == 1
    named = dataclasses.replace(late, provenance={"period": Provenance((Span(47, 57),), "date:weekday")})
    assert len(merged(report("1"), named)) == 2


def test_a_river_meets_the_villages_of_every_governorate():
    river = Where("r", "River", 36.0, 35.0, 100.0, Precision.LINE, "SY", Admin(), "STM")
    toll = {"deaths": killed(31)}
    vague = report("2", article="b", where=river, **OTHER_WORDS)
    (event,) = merged(report("1", **toll), dataclasses.replace(vague, **toll))
    assert event.where.place == "Tell Example"
    assert len(merged(report("1"), vague)) == 2  # a frame for other evidence, none of its own


def test_the_day_that_words_tell_stands_over_the_anchors_that_is_only_the_articles():
    assumed = report("0", period=day("2018-05-05"), **ASSUMED)
    (event,) = merged(assumed, report("1"))
    assert event.anchor == assumed.id
    assert event.period == day("2018-05-03")


def test_half_of_the_words_in_common_say_something():
    one, other = report("1"), report("2", article="b")
    wording = {
        "a": dataclasses.replace(TEXTS["a"], text="warplanes bombed crowded market village ".ljust(90, ".")),
        "b": dataclasses.replace(TEXTS["b"], text="warplanes bombed crowded square hamlets ".ljust(90, ".")),
    }
    made = Facets(wording)
    found = compare(made.of(one), made.of(other), Parties(ACTORS), Wording(wording))
    without = compare(made.of(one), made.of(other), Parties(ACTORS))
    assert (found.score - without.score, found.reasons[-1]) == (1.0, "half of the words in common")


def test_a_quarter_is_a_frame_within_its_city_and_no_neighbour_of_another():
    city = dataclasses.replace(TELL, place_id="c", place="City", radius_km=5.0, feature_code="PPLA")
    quarter = dataclasses.replace(TELL, place_id="q1", place="Quarter", latitude=35.52, feature_code="PPLX")
    beside = dataclasses.replace(TELL, place_id="q2", place="Next", latitude=35.535, feature_code="PPLX", precision=Precision.NEAR, radius_km=5.0)
    toll = {"deaths": killed(31)}
    assert len(merged(report("1", where=city, **toll), report("2", article="b", where=quarter, **toll))) == 1
    assert len(merged(report("1", where=beside, **toll), report("2", article="b", where=quarter, **toll))) == 2


def test_neighbouring_villages_stay_two_and_two_rows_of_one_place_are_one():
    near = dataclasses.replace(TELL, place_id="x9", latitude=35.518)
    same = dataclasses.replace(TELL, place_id="x9", latitude=35.504)
    assert len(merged(report("1"), report("2", article="b", where=near))) == 2
    assert len(merged(report("1"), report("2", article="b", where=same))) == 1


def test_a_strike_told_of_the_governorate_joins_only_with_more_evidence():
    vague = report("2", article="b", where=IDLIB, evidence=(Span(59, 83),), trigger=Span(76, 82))
    assert len(merged(report("1"), vague)) == 2
    assert len(merged(report("1", deaths=killed(31)), dataclasses.replace(vague, deaths=killed(31)))) == 1
    homs = dataclasses.replace(IDLIB, place_id="h", admin=Admin("Homs"))
    assert len(merged(report("1", deaths=killed(31)), dataclasses.replace(vague, deaths=killed(31), where=homs))) == 2


def test_an_inexact_date_joins_the_day_and_takes_it():
    (event,) = merged(report("1", deaths=killed(4)), report("2", article="b", deaths=killed(4), period=WEEK))
    assert event.period == day("2018-05-03")


def test_a_period_does_not_swallow_its_days():
    period = report("1", period=day("2018-05-01", "2018-05-09"))
    assert len(merged(period, *(report(str(n), article="b", period=day(f"2018-05-0{n}")) for n in range(2, 6)))) == 5


def test_an_undated_strike_does_not_bridge_two_dated_ones():
    undated = Period(None, None, DatePrecision.UNKNOWN)
    told = [report("1"), report("2", period=day("2018-05-09")), report("3", period=undated)]
    events = merged(*told)
    assert len(events) in (2, 3)
    assert not any({told[0].id, told[1].id} <= set(e.reports) for e in events)


def test_who_began_a_battle_does_not_matter_but_whose_dead_they_are_does():
    one = report("1", **CLASH, deaths=(Loss(LossSide.ACTOR1, 9, 9, "9"),))
    other = report("2", article="c", **{**CLASH, "actor1": "isis", "actor2": "saa"}, deaths=(Loss(LossSide.ACTOR2, 9, 9, "nine"),))
    (event,) = merged(one, other)
    sides = {x.side for x in event.deaths}
    assert len(sides) == 1
    killed_side = ACTORS.side(event.actor1 if sides == {LossSide.ACTOR1} else event.actor2)
    assert killed_side == "government"


def test_the_capture_names_the_fight_that_led_to_it():
    capture = report("2", **{**CLASH, "sub_event_type": SubEventType.GOVERNMENT_REGAINS}, control_change=ControlChange("x1", "Tell Example", "isis", "government", ControlKind.CHANGE))
    (event,) = merged(report("1", **CLASH, article="b"), capture)
    assert event.sub_event_type is SubEventType.GOVERNMENT_REGAINS
    assert event.control_change is not None


def test_rival_tolls_are_kept_and_never_added():
    told = [
        report("1", **CLASH, deaths=(Loss(LossSide.ACTOR1, 20, 20, "20", "opposition supporters"),)),
        report("2", **CLASH, deaths=(Loss(LossSide.ACTOR2, 30, 30, "30", "pro-government sources"),)),
    ]
    (event,) = merged(*told)
    assert total_range(event.deaths) == (20, 30)


def test_one_source_through_two_outlets_is_one_claim():
    told = [report("1", claimant="SANA", source_affiliation="government", deaths=killed(7)), report("2", article="b", deaths=killed(7))]
    (event,) = merged(*told)
    assert event.n_sources == 1
    assert len(event.deaths) == 1


@pytest.mark.parametrize(
    ("told", "basis", "camps"),
    [
        ((report("1", actor1="coalition", actor2="isis"), report("2", article="b", actor1="coalition", actor2="isis")), Basis.ONE_CAMP, 1),
        ((report("1", actor1="saa", actor2="hts"),), Basis.OWN_SIDE_ONLY, 1),
        ((report("1", actor1="saa", actor2="hts"), report("2", article="c", actor1="saa", actor2="hts")), Basis.INDEPENDENT, 2),
        ((report("1", actor1="saa", actor2="isis"), report("2", article="e", actor1="saa", actor2="isis")), Basis.SEVERAL_CAMPS, 2),
        ((report("1", actor1="russia", actor2="civilians"),), Basis.AGAINST_INTEREST, 1),
        ((report("1", article="d", actor1="saa", actor2="hts"),), Basis.ONE_CAMP, 0),
        ((report("1", article="d", claimant="eyewitnesses", actor1="saa", actor2="hts"),), Basis.INDEPENDENT, 1),
    ],
)  # fmt: skip
def test_the_basis_counts_camps_not_outlets(told, basis, camps):
    (event,) = merged(*told)
    assert (event.basis, event.n_camps) == (basis, camps)


def test_a_copy_is_no_second_source():
    texts = {**TEXTS, "copy": article("copy", outlet="Some Portal", duplicate_of="b")}
    (event,) = merge_reports([report("1", article="b"), report("2", article="copy")], texts)
    assert event.n_sources == 1


def test_a_denied_strike_that_others_report_stays_reported():
    denied = report("2", article="b", attestation=Attestation.DENIED)
    (event,) = merged(report("1"), denied)
    assert event.status is Status.REPORTED
    (alone,) = merged(denied)
    assert alone.status is Status.DENIED


def test_the_finer_place_and_the_more_particular_actor_are_kept():
    (event,) = merged(
        report("1", actor1="saa", deaths=killed(12), where=IDLIB), report("2", article="c", actor1="tiger", deaths=killed(12))
    )
    assert event.where == TELL
    assert event.actor1 == "tiger"


WHERES = [TELL, FAR, IDLIB, NOWHERE, dataclasses.replace(TELL, place_id="near", precision=Precision.NEAR, radius_km=6.0, latitude=35.53)]
some_reports = st.lists(
    st.builds(
        lambda n, source, where, period, actor1, sub, deaths, modality: report(
            str(n), article=source, where=where, period=period, actor1=actor1, sub_event_type=sub, deaths=deaths, modality=modality
        ),
        st.integers(0, 10**6), st.sampled_from("abcde"), st.sampled_from(WHERES),
        st.sampled_from([day("2018-05-03"), day("2018-05-04"), day("2018-05-01", "2018-05-08"), WEEK, Period(None, None, DatePrecision.UNKNOWN)]),
        st.sampled_from(["russia", "syaaf", "saa", "coalition", None]), st.sampled_from([SubEventType.AIR_STRIKE, SubEventType.SHELLING, SubEventType.ATTACK]),
        st.sampled_from([(), killed(3), killed(12)]), st.sampled_from([Modality.ACTUAL, Modality.PLANNED]),
    ),
    max_size=14, unique_by=lambda r: r.id,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(some_reports, st.randoms(use_true_random=False))
def test_merging_is_the_same_in_any_order_and_loses_nothing(told, dice):
    events = merged(*told)
    shuffled = list(told)
    dice.shuffle(shuffled)
    assert merge_reports(shuffled, dict(reversed(TEXTS.items()))) == events
    assert sorted(r for e in events for r in e.reports) == sorted(r.id for r in told)
    by_id = {r.id: r for r in told}
    for event in events:
        members = [by_id[r] for r in event.reports]
        assert not any(compared(a, b).hard for a in members for b in members if a.id < b.id)


@settings(max_examples=30, deadline=None)
@given(some_reports)
def test_comparing_is_symmetric(told):
    for a, b in itertools.pairwise(told):
        assert compared(a, b) == compared(b, a)


@settings(max_examples=40, deadline=None)
@given(some_reports, some_reports)
def test_every_old_id_leads_somewhere(before, after):
    old, new = merged(*before), merged(*after)
    known = {r.id: r for r in after}
    found = fates(traces(old, {r.id: r for r in before}, TEXTS), new, known, TEXTS)
    assert [f.id for f in found] == sorted(e.id for e in old)
    current = {e.id for e in new}
    assert all(set(f.became) <= current and f.reason for f in found if f.kind != "same")
    assert all((f.kind == "withdrawn") == (not f.became) for f in found)


def test_adding_an_earlier_report_keeps_the_old_id_resolvable():
    late = report("1")
    (before,) = merged(late)
    told = [late, report("2", article="b")]
    (after,) = merged(*told)
    assert before.id == event_id(late.id) != after.id
    (fate,) = fates(traces([before], {late.id: late}, TEXTS), [after], {r.id: r for r in told}, TEXTS)
    assert (fate.kind, fate.became) == ("merged", (after.id,))


def test_a_report_coded_anew_is_found_by_its_words():
    old, new = report("1"), report("other id", sub_event_type=SubEventType.SHELLING, trigger=Span(12, 20))
    (fate,) = fates(traces(merged(old), {old.id: old}, TEXTS), merged(new), {new.id: new}, TEXTS)
    assert (fate.kind, fate.became) == ("renamed", (event_id(new.id),))


def test_a_split_event_leads_to_both_and_a_lost_article_is_withdrawn_with_the_reason():
    told = [report("1"), report("2", article="b")]
    together = traces(merged(*told), {r.id: r for r in told}, TEXTS)
    apart = [told[0], dataclasses.replace(told[1], period=day("2018-05-09"))]
    (fate,) = fates(together, merged(*apart), {r.id: r for r in apart}, TEXTS)
    assert fate.kind == "split"
    assert len(fate.became) == 2
    (gone,) = fates(together, (), {}, {})
    assert (gone.kind, gone.reason) == ("withdrawn", "its article is no longer read")
    (uncoded,) = fates(together, (), {}, TEXTS)
    assert uncoded.reason == "its words are no longer coded as an act"


def test_time_grows_with_the_reports_not_with_their_pairs():
    """Comparisons stay few: blocks by governorate and day keep strangers apart."""
    from geomap.events import merge

    dice = random.Random(7)
    told = [
        report(str(n), article=f"a{n % 700}", period=day(f"2018-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"), where=dataclasses.replace(TELL, place_id=f"p{dice.randint(0, 400)}", admin=Admin(f"G{dice.randint(1, 14)}")))
        for n in range(3000)
    ]
    assert sum(1 for _ in merge._pairs([Facets(TEXTS).of(r) for r in told], Wording(TEXTS))) < 12 * len(told)


def test_a_place_without_a_point_can_still_be_the_same_place():
    unplotted = Where("x7", "Village of nowhere", None, None, None, Precision.EXACT, "SY", Admin("Idlib"))
    assert len(merged(report("1", where=unplotted), report("2", article="b", where=unplotted))) == 1


def test_a_strike_told_on_the_holders_or_on_the_people_of_a_town_is_one_and_one_camp():
    """The form of two real articles: one names the fighters, the other the townspeople and the state agency, neither side a party."""
    told = [
        report("1", actor1="coalition", actor2="isis", weapon="aircraft", source_affiliation="russia"),
        report("2", article="b", actor1="coalition", actor2="civilians", weapon="white phosphorus", claimant="SANA",
               source_affiliation="government", attestation=Attestation.CLAIMED, evidence=(Span(59, 83),), trigger=Span(76, 82)),
    ]  # fmt: skip
    (event,) = merged(*told)
    assert (event.basis, event.n_sources, event.n_camps) == (Basis.ONE_CAMP, 2, 1)
    assert event.status is Status.REPORTED


def test_a_reprint_without_a_date_is_found_by_its_words():
    """Two outlets with one agency's sentence, of which one page has lost its date; another sentence of that place does not bring it in."""
    undated = Period(None, None, DatePrecision.UNKNOWN)
    (event,) = merged(report("1", deaths=killed(5)), report("2", article="b", period=undated, deaths=killed(5)))
    assert event.period == day("2018-05-03")
    assert "told in the same words" in event.merge_reason
    other = {"evidence": (Span(59, 83),), "trigger": Span(76, 82)}
    assert len(merged(report("1", deaths=killed(5)), report("2", article="b", period=undated, deaths=killed(5), **other))) == 2
    forms = [report(str(n), article="b", period=day((date(2018, 1, 1) + timedelta(n)).isoformat())) for n in range(60)]
    assert len(merged(report("1", period=undated), *forms)) == 61  # what an agency writes every day is a form
