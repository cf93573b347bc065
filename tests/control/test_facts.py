"""Facts: reading, dates, succession, carrying forward, votes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.control.areas import FAR_KM
from geomap.control.bundled import bundled_facts
from geomap.control.facts import LARGEST_RADIUS_KM, Fact, fact_of, facts_from_csv, period_of, read_facts
from geomap.control.hands import areas_between, claims_between, pair_places
from geomap.control.holdings import family, holdings_on
from geomap.errors import InputError
from geomap.model import Attestation, ControlFact, ControlKind, DatePrecision, Period, Precision, Status, Where
from geomap.tables.successions import load_successions

HEAD = "place,longitude,latitude,date,side,source,from,kind,date_precision,status\n"


def fact(place, side, when, **more):
    return Fact(place, more.pop("lon", 38.0), more.pop("lat", 35.0), side, when, when, more.pop("source", "agency"), **more)


def held(facts, when, **more):
    return {h.place: h.side for h in holdings_on(tuple(facts), when, **more)}


def test_table_is_read_with_comments_and_optional_columns(tmp_path: Path):
    path = tmp_path / "facts.csv"
    path.write_text("# ours\n\n" + HEAD + 'Tell X,38.5,35.1,2016-02,sdf,"a, b",isis,,,\nHill,38,35,2016-02-03,isis,c,,,week,denied\n', encoding="utf-8")
    (one,) = read_facts(path)
    assert (one.side, one.side_from, one.kind, one.source) == ("sdf", "isis", ControlKind.CHANGE, "a, b")
    assert (one.date_start, one.date_end, one.date_precision) == ("2016-02-01", "2016-02-29", DatePrecision.MONTH)
    assert one.row == "facts.csv, line 4"


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("X,200,35,2016-01-01,a,s,,,,", "longitude"),
        ("X,38,nan,2016-01-01,a,s,,,,", "latitude"),
        ("X,38,35,2016-13-01,a,s,,,,", "date"),
        ("X,38,35,2016-01-01,,s,,,,", "side"),
        ("X,38,35,2016-01-01,a,s,,held,,", "kind"),
        ("X,38,35,2016-01-01,a,s,,,,perhaps", "status"),
        ("X,38,35,2016-01-01,a,s,,,,,extra", "fields"),
    ],
)
def test_bad_rows_are_refused_with_line_and_value(row: str, word: str):
    with pytest.raises(InputError, match=f"(?s)line 2.*{word}|{word}.*line 2"):
        facts_from_csv((HEAD + row + "\n").encode(), "t.csv")


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match="no column side"):
        facts_from_csv(b"place,longitude,latitude,date,source\n", "t.csv")


@given(st.dates(min_value=__import__("datetime").date(2011, 1, 1), max_value=__import__("datetime").date(2026, 1, 1)), st.sampled_from([4, 7, 10]))
def test_a_period_holds_the_day_it_was_written_from(when, length):
    start, end, _ = period_of(when.isoformat()[:length], None, "x")
    assert start <= when.isoformat() <= end


def test_facts_hold_until_contradicted_and_late_facts_do_not_count():
    facts = [fact("A", "x", "2014-01-01"), fact("A", "y", "2015-01-01"), fact("B", "x", "2016-01-01")]
    assert held(facts, "2014-06-01") == {"A": "x"}
    assert held(facts, "2016-01-01") == {"A": "y", "B": "x"}


def test_an_inexact_date_counts_from_its_last_day():
    facts = facts_from_csv((HEAD + "A,38,35,2014,x,s,,,,\nA,38,35,2015-03,y,s,x,,,\n").encode(), "t")
    assert held(facts, "2015-03-30") == {"A": "x"}
    assert held(facts, "2015-03-31") == {"A": "y"}


def test_a_later_change_tells_who_held_the_place_before():
    (only,) = holdings_on((fact("A", "y", "2015-01-01", side_from="x", kind=ControlKind.CHANGE),), "2014-01-01")
    assert (only.side, only.implied) == ("x", True)


def test_sources_vote_by_family_and_a_partisan_counts_half_for_its_own_side():
    day = "2016-01-01"
    same_family = [fact("A", "x", day, source="https://www.news.org/1"), fact("A", "x", day, source="https://news.org/2")]
    two = [fact("A", "y", day, source="agency"), fact("A", "y", day, source="monitor")]
    (one,) = holdings_on((*same_family, *two), day)
    assert one.side == "y"
    assert {f.side for f in one.dissent} == {"x"}
    partisan = [fact("A", "x", day, source="x press", source_side="x"), fact("A", "y", day, source="agency")]
    assert held(partisan, day) == {"A": "y"}


def test_family_ignores_page_and_title():
    assert family("https://www.news.org/a/b") == family("https://news.org/c")
    assert family("Wikipedia: Siege") == family("Wikipedia: Battle")


def test_a_siege_ends_with_the_next_statement_of_a_holder():
    facts = [fact("A", "x", "2014-01-01"), fact("A", "x", "2014-06-01", side_from="y", kind=ControlKind.BESIEGED), fact("A", "x", "2015-01-01")]
    assert holdings_on(tuple(facts), "2014-12-01")[0].besieged_by == "y"
    assert holdings_on(tuple(facts), "2015-02-01")[0].besieged_by is None


def test_names_apart_by_spelling_are_one_place_and_far_apart_two():
    facts = [fact("al-Bab", "x", "2014-01-01"), fact("Al Bab", "y", "2015-01-01", lon=38.01), fact("al-Bab", "z", "2015-01-01", lon=40.0)]
    assert len(holdings_on(tuple(facts), "2016-01-01")) == 2


def test_claims_are_listed_and_move_nothing_until_accepted():
    facts = (fact("A", "x", "2016-01-01"), fact("A", "y", "2017-01-10", status="claimed", kind=ControlKind.CHANGE, quote="They took A."))
    assert held(facts, "2017-02-01") == {"A": "x"}
    assert held(facts, "2017-02-01", include_claimed=True) == {"A": "y"}
    (claim,) = claims_between(facts, "2017-01-01", "2017-02-01", load_successions())
    assert (claim.side_from, claim.side_to, claim.status, claim.facts[0].quote) == ("x", "y", "claimed", "They took A.")


def test_a_coded_fact_is_claimed_even_when_reported_and_dropped_when_denied():
    where, period = Where(place="A", longitude=38.0, latitude=35.0), Period("2017-01-01", "2017-01-01", DatePrecision.DAY)
    coded = ControlFact(where, "sdf", ControlKind.STATE, None, period, Status.REPORTED, None, "art")
    made = fact_of(coded)
    assert made is not None
    assert made.status == "claimed"
    denied = ControlFact(where, "sdf", ControlKind.STATE, None, period, Status.DENIED, None, "art")
    assert fact_of(denied) is None
    assert Attestation.REPORTED == "reported"


def test_renames_are_not_conquest_and_the_fall_is_neither():
    table = load_successions()
    facts = (fact("A", "ypg", "2015-01-01"), fact("B", "government", "2024-01-01"), fact("C", "nusra", "2016-01-01"))
    assert held(facts, "2025-03-01") == {"A": "sdf", "B": "new-government", "C": "new-government"}
    pairs, _ = pair_places(facts, "2015-02-01", "2016-02-01", table)
    assert [(p.change.kind, p.change.side_to) for p in pairs if p.change] == [("rename", "sdf")]
    assert all(p.label_before == p.label_after for p in pairs)


def test_a_town_taken_before_the_fall_is_conquest_though_both_are_the_new_government_later():
    facts = (fact("A", "government", "2024-01-01"), fact("A", "hts", "2024-11-30", side_from="government", kind=ControlKind.CHANGE))
    pairs, _ = pair_places(facts, "2024-11-01", "2024-12-31", load_successions())
    assert pairs[0].change is not None
    assert (pairs[0].change.kind, pairs[0].change.side_to) == ("conquest", "hts")


def test_a_fact_about_a_force_under_its_new_name_is_no_conquest_from_the_old_one():
    facts = (fact("A", "ypg", "2015-01-01"), fact("A", "sdf", "2016-01-01"))
    pairs, _ = pair_places(facts, "2015-02-01", "2016-02-01", load_successions())
    assert pairs[0].label_before == pairs[0].label_after == "ypg"


def test_bundled_facts_keep_no_fallen_government_and_no_front_between_two_names_of_one_force():
    facts = bundled_facts()
    assert len(facts) > 400
    assert "government" not in held(facts, "2024-12-31").values()
    assert not {"ypg", "nusra", "jfs"} & set(held(facts, "2017-01-31").values())
    assert held(facts, "2015-09-01")["Raqqa"] == "isis"
    assert held(facts, "2017-12-31")["Raqqa"] == "sdf"
    assert all(f.basis for f in facts)
    assert all((f.source == "knowledge") == (not f.basis.startswith(("date found", "a date one day", "checked"))) for f in facts)


def test_fighting_alone_gives_no_side_called_contested():
    fought = fact("A", "contested", "2016-01-02", kind=ControlKind.CONTESTED)
    assert held([fought], "2016-02-01") == {}
    assert held([fact("A", "besieged", "2016-01-02", kind=ControlKind.BESIEGED)], "2016-02-01") == {}
    (one,) = holdings_on((fact("A", "x", "2016-01-01"), fought), "2016-02-01")
    assert (one.side, one.contested) == ("x", True)


def test_a_fact_about_an_area_is_listed_and_holds_no_place():
    table = "place,longitude,latitude,date,side,source,from,precision,radius_km,status\n"
    facts = facts_from_csv((table + "Green Valley,38,35,2016-02-01,x,s,y,area,9,claimed\nHill,38.1,35,2016-01-01,y,s,,near,4,\n").encode(), "t")
    assert (facts[0].of_point, facts[0].radius_km, facts[1].of_point) == (False, 9.0, True)
    assert held(facts, "2016-03-01", include_claimed=True) == {"Hill": "y"}
    (claim,) = claims_between(facts, "2016-01-15", "2016-03-01", load_successions())
    assert (claim.place, claim.of_area, claim.side_from, claim.side_to) == ("Green Valley", True, "y", "x")
    with pytest.raises(InputError, match=r"line 2.*precision"):
        facts_from_csv((table + "V,38,35,2016-02-01,x,s,y,valley,,\n").encode(), "t")


def test_a_coded_fact_about_an_area_stays_one():
    where = Where(place="Valley", longitude=38.0, latitude=35.0, precision=Precision.AREA, radius_km=9.0)
    made = fact_of(ControlFact(where, "x", ControlKind.CHANGE, "y", Period("2017-01-01", "2017-01-01", DatePrecision.DAY), Status.CLAIMED, None, "art"))
    assert made is not None
    assert not made.of_point


@pytest.mark.parametrize("day", ["2013-11-15", "2015-09-01", "2017-01-31", "2018-10-15", "2020-04-10", "2024-12-31"])
def test_bundled_facts_show_one_force_under_one_name_and_no_side_before_or_after_its_time(day):
    sides = set(held(bundled_facts(), day).values())
    assert len(sides & {"ypg", "sdf"}) <= 1
    assert len(sides & {"nusra", "jfs", "hts"}) <= 1
    assert ("government" in sides) == (day < "2024-12-08")
    assert ("new-government" in sides) == (day >= "2024-12-08")


def test_a_first_fact_that_is_a_state_tells_nothing_of_the_time_before_it():
    known = fact("A", "isis", "2015-01-01")
    taken = fact("A", "government", "2017-06-01", side_from="isis", kind=ControlKind.CHANGE)
    assert held((taken,), "2013-01-01") == {"A": "isis"}
    assert held((known, taken), "2013-01-01") == {}
    assert held((known, taken), "2016-01-01") == {"A": "isis"}


def test_a_place_known_only_roughly_is_listed_and_holds_no_ground():
    assert LARGEST_RADIUS_KM == FAR_KM
    table = "place,longitude,latitude,date,side,source,from,precision,radius_km\n"
    facts = facts_from_csv((table + "Farm,38,35,2016-02-01,x,s,y,near,25\nHills,38,35,2016-02-01,x,s,y,near,26\n").encode(), "t")
    assert [f.of_point for f in facts] == [True, False]
    assert held(facts, "2016-03-01") == {"Farm": "x"}
    (told,) = areas_between(facts, "2016-01-15", "2016-03-01", "assessed")
    assert (told.place, told.of_area, told.side_to) == ("Hills", True, "x")
