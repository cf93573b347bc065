"""Rows of facts, value by value: what each column means, what is refused, and what a coded fact becomes."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from geomap.control.facts import LARGEST_RADIUS_KM, Fact, day, fact_of, facts_from_csv, is_point, period_of, read_facts
from geomap.errors import InputError
from geomap.io.jsonl import control_fact_record, write_jsonl
from geomap.limits import Limits
from geomap.model import ControlFact, ControlKind, DatePrecision, Period, Precision, Review, Status, Where

HEAD = "place,longitude,latitude,date,side,source"
ROW = "Tell X,38.5,35.1,2016-02-03,sdf,agency"


def read(more_columns: str = "", more_values: str = "", row: str = ROW) -> tuple[Fact, ...]:
    return facts_from_csv(f"{HEAD}{more_columns}\n{row}{more_values}\n".encode(), "t.csv")


def one(column: str, value: str) -> Fact:
    (fact,) = read(f",{column}", f",{value}")
    return fact


def test_a_row_with_the_columns_that_are_needed() -> None:
    assert read() == (Fact("Tell X", 38.5, 35.1, "sdf", "2016-02-03", "2016-02-03", "agency", row="t.csv, line 2"),)
    (fact,) = read()
    assert (fact.kind, fact.side_from, fact.date_precision, fact.status, fact.precision) == (ControlKind.STATE, None, DatePrecision.DAY, "assessed", Precision.EXACT)
    assert (fact.place_id, fact.source_side, fact.quote, fact.basis, fact.radius_km) == (None, None, "", "", None)
    assert hash(fact)
    assert not hasattr(fact, "__dict__")
    with pytest.raises(AttributeError):
        fact.side = "isis"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("column", "value", "field", "meant"),
    [
        ("from", "isis", "side_from", "isis"), ("from", "isis", "kind", ControlKind.CHANGE), ("kind", "besieged", "kind", ControlKind.BESIEGED), ("kind", "", "kind", ControlKind.STATE),
        ("place_id", "p1", "place_id", "p1"), ("source_side", "sdf", "source_side", "sdf"), ("quote", "They came.", "quote", "They came."), ("basis", "seen", "basis", "seen"),
        ("check", "K", "basis", "K"), ("precision", "admin1", "precision", Precision.ADMIN1), ("radius_km", "1000", "radius_km", 1000.0), ("radius_km", "0.5", "radius_km", 0.5),
        ("status", "Accepted", "status", "assessed"), ("status", "reported", "status", "assessed"), ("status", "claimed", "status", "claimed"), ("status", "disputed", "status", "claimed"),
        ("date_precision", "week", "date_precision", DatePrecision.WEEK),
    ],
)  # fmt: skip
def test_a_column_that_is_not_needed_is_read(column: str, value: str, field: str, meant: object) -> None:
    assert getattr(one(column, value), field) == meant


def test_a_kind_that_is_written_wins_over_a_side_that_went_before() -> None:
    (fact,) = read(",from,kind", ",isis,contested")
    assert (fact.kind, fact.side_from) == (ControlKind.CONTESTED, "isis")


@pytest.mark.parametrize("status", ["planned", "threatened", "denied", "historical", "rejected"])
def test_what_did_not_happen_is_left_out_and_the_next_row_is_read(status: str) -> None:
    found = facts_from_csv(f"{HEAD},status\n{ROW},{status}\n{ROW},\n".encode(), "t.csv")
    assert [f.row for f in found] == ["t.csv, line 3"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (",longitude=180.1", "longitude '180.1' is no number from -180 to 180; give decimal degrees"), (",latitude=-90.1", "latitude '-90.1' is no number from -90 to 90"),
        (",latitude=35,1", "more fields than columns"), (",longitude=x", "longitude 'x' is no number"), (",place=", "fill in place"), (",side=", "fill in side"),
        (",status=maybe", r"status 'maybe' is none of assessed, accepted, reported, claimed, planned"), (",kind=held", "kind 'held' is none of state, change"),
        (",precision=fair", "precision 'fair' is none of exact, near"), (",date_precision=hour", "date_precision 'hour' is none of day, week"),
        (",radius_km=1001", "radius_km '1001' is no number from -1000 to 1000; give kilometres"), (",date=3 May", "'3 May' is no date"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_its_line(more: str, told: str) -> None:
    values = dict(zip(HEAD.split(","), ROW.split(","), strict=True))
    name, _, value = more.removeprefix(",").partition("=")
    values[name] = value
    with pytest.raises(InputError, match=told) as error:
        facts_from_csv(f"{','.join(values)}\n{','.join(values.values())}\n".encode(), "t.csv")
    assert "t.csv, line 2" in str(error.value)


@pytest.mark.parametrize("value", ["180", "-180", "0"])
def test_the_ends_of_the_earth_are_on_it(value: str) -> None:
    (fact,) = read(row=f"Tell X,{value},{float(value) / 2},2016-02-03,sdf,agency")
    assert (fact.longitude, fact.latitude) == (float(value), float(value) / 2)


@pytest.mark.parametrize(
    ("text", "precision", "start", "end", "known_to"),
    [
        ("2016", None, "2016-01-01", "2016-12-31", "year"), ("2016-02", None, "2016-02-01", "2016-02-29", "month"), ("2016-12", None, "2016-12-01", "2016-12-31", "month"),
        ("2016-11", None, "2016-11-01", "2016-11-30", "month"), ("2016-02-03", None, "2016-02-03", "2016-02-03", "day"), ("2016-02-03", DatePrecision.WEEK, "2016-01-31", "2016-02-06", "week"),
        ("2016-02-03", DatePrecision.MONTH, "2016-02-01", "2016-02-29", "month"), ("2016-02-03", DatePrecision.YEAR, "2016-01-01", "2016-12-31", "year"),
        ("2016-02", DatePrecision.DAY, "2016-02-01", "2016-02-29", "month"), ("2016-02", DatePrecision.WEEK, "2016-02-01", "2016-02-29", "month"), ("2016", DatePrecision.MONTH, "2016-01-01", "2016-12-31", "year"),
    ],
)  # fmt: skip
def test_days_between_which_a_date_lies(text: str, precision: DatePrecision | None, start: str, end: str, known_to: str) -> None:
    assert period_of(text, precision, "here") == (start, end, DatePrecision(known_to))


def test_every_month_ends_before_the_next_begins() -> None:
    for month in range(1, 13):
        start, end, _ = period_of(f"2019-{month:02}", None, "")
        assert date.fromisoformat(end) + timedelta(1) == date(2019 + month // 12, month % 12 + 1, 1)
        assert start == f"2019-{month:02}-01"


def test_a_day_is_one_of_the_calendar() -> None:
    assert day("2017-01-31") == date(2017, 1, 31)
    with pytest.raises(InputError, match="'2017-02-30' is no date"):
        day("2017-02-30")


def test_a_place_known_to_25_km_is_a_point() -> None:
    assert is_point(Precision.EXACT, None)
    assert is_point(Precision.NEAR, LARGEST_RADIUS_KM)
    assert not is_point(Precision.NEAR, LARGEST_RADIUS_KM + 0.1)
    assert not is_point(Precision.AREA, 1.0)
    assert LARGEST_RADIUS_KM == 25
    assert one("radius_km", "26").of_point is False
    assert one("radius_km", "25").of_point is True


def test_comments_blank_lines_and_a_mark_of_utf8_are_passed_over() -> None:
    text = f"\ufeff# one\n\n# two\n{HEAD}\n#{ROW}\n{ROW}\n"
    assert [f.row for f in facts_from_csv(text.encode(), "t.csv")] == ["t.csv, line 6"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "t.csv: no column place, longitude, latitude, date, side, source; facts need place"), (b"# only a comment\n", "no column place"), (b"place,side\n", "no column longitude, latitude, date, source"),
        (b"\xff\xfe", "t.csv: byte 0 is no UTF-8"), (f'{HEAD}\n{ROW}\n"x\n'.encode(), "near line 2: .*check the quotes"), (f"# c\n{HEAD}\n{ROW},more\n".encode(), "t.csv, line 3: more fields than columns"),
    ],
)  # fmt: skip
def test_a_table_that_is_none_is_told(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        facts_from_csv(data, "t.csv")


def test_a_short_row_lacks_what_it_lacks() -> None:
    with pytest.raises(InputError, match="line 2: a fact needs a place and a side; fill in side"):
        facts_from_csv(f"{HEAD}\nTell X,38.5,35.1,2016-02-03\n".encode(), "t.csv")


WHERE = Where("p1", "Tell X", 38.5, 35.1, 2.0, Precision.NEAR)
WHEN = Period("2016-02-03", "2016-02-05", DatePrecision.WEEK)


def coded(**changes: object) -> ControlFact:
    values = {"where": WHERE, "side": "sdf", "kind": ControlKind.CHANGE, "side_from": "isis", "period": WHEN, "status": Status.REPORTED, "claimant": None, "article": "a1"}
    return ControlFact(**(values | changes))  # type: ignore[arg-type]


def test_a_coded_fact_keeps_all_that_was_coded() -> None:
    assert fact_of(coded(), "They took it.", "sdf") == Fact(
        "Tell X", 38.5, 35.1, "sdf", "2016-02-03", "2016-02-05", "a1", ControlKind.CHANGE, "isis", DatePrecision.WEEK, "claimed", "p1", "sdf", "They took it.", "", "a1", Precision.NEAR, 2.0,
    )  # fmt: skip


@pytest.mark.parametrize(("review", "status"), [(Review.ACCEPTED, "assessed"), (Review.EDITED, "assessed"), (Review.UNREVIEWED, "claimed")])
def test_only_what_a_person_took_is_assessed(review: Review, status: str) -> None:
    fact = fact_of(coded(review=review))
    assert fact
    assert fact.status == status


@pytest.mark.parametrize(
    "changes",
    [
        {"review": Review.REJECTED}, {"status": Status.DENIED}, {"status": Status.PLANNED}, {"where": Where("p1", "Tell X", None, 35.1)}, {"where": Where("p1", "Tell X", 38.5, None)},
        {"period": Period(None, None, DatePrecision.UNKNOWN)},
    ],
)  # fmt: skip
def test_what_has_no_point_no_day_or_did_not_happen_is_no_fact(changes: dict[str, object]) -> None:
    assert fact_of(coded(**changes)) is None


def test_a_fact_without_a_last_day_ends_on_its_first() -> None:
    fact = fact_of(coded(period=Period("2016-02-03", None, DatePrecision.DAY), where=Where("p1", "Tell X", 38.5, 35.1), claimant="an agency"))
    assert fact
    assert (fact.date_end, fact.source, fact.precision, fact.radius_km) == ("2016-02-03", "an agency", Precision.EXACT, None)


def test_files(tmp_path: Path) -> None:
    lines = tmp_path / "control_facts.jsonl"
    write_jsonl(lines, map(control_fact_record, (coded(), coded(review=Review.REJECTED, side="hts"))))
    assert [f.side for f in read_facts(lines)] == ["sdf"]
    table = tmp_path / "t.csv"
    table.write_text(f"{HEAD}\n{ROW}\n", encoding="utf-8")
    assert read_facts(table) == read()
    size = table.stat().st_size
    assert read_facts(table, Limits(table_bytes=size)) == read()
    with pytest.raises(InputError, match=f"{size} bytes, more than the cap table_bytes = {size - 1}"):
        read_facts(table, Limits(table_bytes=size - 1))
    with pytest.raises(InputError, match=r"gone\.csv: cannot be read .*check the path"):
        read_facts(tmp_path / "gone.csv")
