"""Periods and the events within them: linked, both kept, in any order, whatever else is told."""

import dataclasses
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "io"))
from event_samples import FAR, IDLIB, NOWHERE, TELL, article, day, killed, report

from geomap.events.merge import merge_reports
from geomap.events.periods import linked
from geomap.io.frames import events_frame
from geomap.model import Admin, DatePrecision, Modality, Period, Precision, Review, SubEventType, Where
from geomap.tables.actors import load_actors

ACTORS = load_actors()
TEXTS = {name: article(name, outlet=f"Outlet {name}", published=None) for name in "abcde"}
CAMPAIGN = day("2018-05-01", "2018-05-09")
CLASH = SubEventType.ARMED_CLASH


def merged(*told):
    return merge_reports(told, TEXTS)


def pair(of_period, of_day):
    """The events of a period and of a day, in this order."""
    events = {r: e for e in merged(of_period, of_day) for r in e.reports}
    return events[of_period.id], events[of_day.id]


def test_a_campaign_and_its_strike_are_linked_and_both_kept():
    whole, one = pair(report("1", period=CAMPAIGN, deaths=killed(40)), report("2", article="b", deaths=killed(5)))
    assert one.part_of == (whole.id,)
    assert one.part_reason == f"{whole.id}: 2018-05-01..2018-05-09; same place; Air/drone strike; parties agree (2 of 2)"
    assert (whole.n_parts, whole.part_of, one.n_parts) == (1, (), 0)
    assert (whole.deaths, one.deaths) == (killed(40), killed(5))


@pytest.mark.parametrize(
    "change",
    [
        {"period": day("2018-05-10")}, {"period": day("2018-05-09", "2018-05-10")}, {"period": Period("2018-05-01", "2018-05-07", DatePrecision.WEEK)},
        {"where": FAR}, {"where": IDLIB}, {"where": NOWHERE}, {"modality": Modality.PLANNED}, {"actor1": "coalition", "actor2": "isis"},
        {"sub_event_type": SubEventType.AGREEMENT}, {"actor1": None, "actor2": None},
    ],
    ids=str,
)  # fmt: skip
def test_what_lies_outside_is_not_linked(change):
    whole, one = pair(report("1", period=CAMPAIGN), report("2", article="b", **change))
    assert (whole.n_parts, one.part_of) == (0, ())


def test_another_kind_of_violence_is_part_only_where_both_parties_are_told_alike():
    battle = report("1", period=CAMPAIGN, sub_event_type=CLASH, actor1="saa", actor2="hts")
    assert pair(battle, report("2", article="b", actor1="saa", actor2="hts"))[1].part_of
    assert not pair(battle, report("2", article="b", actor1="saa", actor2=None))[1].part_of


def test_villages_are_part_of_what_is_told_of_their_governorate_and_areas_reach_over_borders():
    whole, one = pair(report("1", period=CAMPAIGN, where=IDLIB), report("2", article="b"))
    assert one.part_of == (whole.id,)
    assert "a place within its own" in one.part_reason
    assert "Tell" not in one.part_reason  # a public edition may hide the place
    area = Where("area", "The countryside", 36.6, 35.6, 30.0, Precision.AREA, "SY", Admin())
    assert pair(report("1", period=CAMPAIGN, where=area), report("2", article="b"))[1].part_of


def test_of_a_very_long_period_only_what_happened_at_the_very_place_is_part():
    siege = day("2017-01-01", "2018-12-31")
    assert pair(report("1", period=siege), report("2", article="b"))[1].part_of
    assert not pair(report("1", period=siege, where=IDLIB), report("2", article="b"))[1].part_of


def test_a_shorter_period_lies_within_a_longer_and_the_shortest_stands_first():
    told = [report("1", period=CAMPAIGN), report("2", article="b", period=day("2018-05-02", "2018-05-05")), report("3", article="c")]
    by_report = {e.anchor: e for e in merged(*told)}
    whole, inner, one = (by_report[r.id] for r in told)
    assert one.part_of == (inner.id, whole.id)
    assert inner.part_of == (whole.id,)
    assert (whole.n_parts, inner.n_parts) == (2, 1)


def test_a_night_has_two_dates_and_is_no_period():
    night = report("1", period=day("2018-05-02", "2018-05-03"))
    (event,) = merged(night, report("2", article="b"))
    assert "one night (2018-05-02..2018-05-03)" in event.merge_reason
    (same,) = merged(night, report("2", article="b", period=day("2018-05-02", "2018-05-03")))
    assert "same dates" in same.merge_reason
    assert len(merged(night, report("2", article="b", period=day("2018-05-04")))) == 2


def test_what_still_goes_on_when_told_again_is_one_and_lasts_to_the_later_day():
    told = [report(str(n), article=a, period=Period("2018-05-01", f"2018-05-0{n}", DatePrecision.DAY, ongoing=True)) for n, a in ((4, "a"), (7, "b"))]
    (event,) = merged(*told)
    assert event.period == Period("2018-05-01", "2018-05-07", DatePrecision.DAY, ongoing=True)
    assert "both since 2018-05-01" in event.merge_reason
    assert len(merged(told[0], report("9", article="b", period=day("2018-05-01", "2018-05-07")))) == 2


def test_links_follow_a_persons_decisions():
    events = merged(report("1", period=CAMPAIGN), report("2", article="b"))
    rejected = [dataclasses.replace(e, review=Review.REJECTED) if e.n_parts else e for e in events]
    assert not any(e.part_of or e.n_parts for e in linked(rejected, ACTORS))


def test_tables_show_links_and_the_pivot_counts_no_death_twice(tmp_path):
    from openpyxl import load_workbook

    from geomap.io.xlsx import write_xlsx

    told = [report("1", period=CAMPAIGN, deaths=killed(40)), report("2", article="b", deaths=killed(5)), report("3", article="c", period=day("2018-05-08"), deaths=killed(7))]
    frame = events_frame(merge_reports(told, TEXTS), told, TEXTS)
    whole = frame[frame["n_parts"] > 0]
    assert whole["n_parts"].tolist() == [2]
    assert frame["part_of"].dropna().tolist() == [whole["id"].iloc[0]] * 2
    write_xlsx(tmp_path / "x.xlsx", frame)
    pivot = [[c.value for c in row] for row in load_workbook(tmp_path / "x.xlsx")["District and week"].iter_rows()][2:]
    assert [(week, events, deaths) for _, _, week, events, deaths in pivot] == [("2018-04-30", 2, 33), ("2018-05-07", 1, 7)]


spans = st.tuples(st.integers(0, 30), st.integers(0, 12)).map(
    lambda p: day((date(2018, 5, 1) + timedelta(p[0])).isoformat(), (date(2018, 5, 1) + timedelta(p[0] + p[1])).isoformat())
)
some_reports = st.lists(
    st.builds(
        lambda n, source, where, period, actor1, sub: report(str(n), article=source, where=where, period=period, actor1=actor1, sub_event_type=sub),
        st.integers(0, 10**6), st.sampled_from("abcde"), st.sampled_from([TELL, FAR, IDLIB, NOWHERE]), spans, st.sampled_from(["russia", "syaaf", None]),
        st.sampled_from([SubEventType.AIR_STRIKE, SubEventType.SHELLING, CLASH]),
    ),
    max_size=14, unique_by=lambda r: r.id,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(some_reports, st.randoms(use_true_random=False))
def test_links_hold_in_any_order_and_swallow_nothing(told, dice):
    events = merged(*told)
    by_id = {e.id: e for e in events}
    assert sorted(r for e in events for r in e.reports) == sorted(r.id for r in told)
    for event in events:
        for whole in map(by_id.__getitem__, event.part_of):
            start, end = whole.period.date_start, whole.period.date_end
            assert start <= event.period.date_start <= event.period.date_end <= end
            assert (event.period.date_start, event.period.date_end) != (start, end)
            assert not set(whole.reports) & set(event.reports)
            assert f"{whole.id}: {start}..{end}" in event.part_reason
    assert {e.id: e.n_parts for e in events} == {e.id: sum(e.id in other.part_of for other in events) for e in events}
    shuffled = list(told)
    dice.shuffle(shuffled)
    assert merge_reports(shuffled, TEXTS) == events
    assert linked(events[::-1], ACTORS) == events[::-1]
