"""The calendar ends at 9999 and begins at 1: dates there are refused with words, at every door."""

from pathlib import Path

import pytest

from geomap.control.facts import period_of
from geomap.errors import InputError
from geomap.io.imports import read_foreign
from geomap.maps.filters import iso_day
from geomap.model import DatePrecision
from geomap.model.correction_values import date_value
from geomap.model.report import YEARS
from tests.reliability.seeds import seeds

EDGES = ["9999-12-31", "9999-12", "9999", "0001-01-01", "0001-01", "0000-00", f"{YEARS[0] - 1}-12-31", f"{YEARS[-1] + 1}-01-01"]


@pytest.mark.parametrize("text", EDGES)
@pytest.mark.parametrize("precision", [None, DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH, DatePrecision.YEAR])
def test_facts(text: str, precision: DatePrecision | None) -> None:
    with pytest.raises(InputError, match=f"line 2: '{text}' is no date from 1900 to 2100"):
        period_of(text, precision, "t.csv, line 2")


@pytest.mark.parametrize("text", EDGES)
def test_corrections(text: str) -> None:
    for written in (text, f"2017/{text}", f"{text}/2017"):
        with pytest.raises(ValueError, match="no date from 1900 to 2100"):
            date_value(written)


@pytest.mark.parametrize("text", EDGES)
@pytest.mark.parametrize("end", [False, True])
def test_filters(text: str, end: bool) -> None:
    with pytest.raises(InputError, match=f"date '{text}': write it as"):
        iso_day(text, end=end)


def test_the_first_and_last_year_are_read_everywhere() -> None:
    for year in (YEARS[0], YEARS[-1]):
        for text, end in ((f"{year}", f"{year}-12-31"), (f"{year}-12", f"{year}-12-31"), (f"{year}-02", f"{year}-02-28"), (f"{year}-12-31", f"{year}-12-31")):
            assert period_of(text, None, "")[1] == date_value(text).date_end == iso_day(text, end=True) == end


def table(tmp_path: Path, kind: str, *changes: tuple[str, str]) -> Path:
    text = next(s for s in seeds("foreign events") if kind.encode() in s).decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "e.csv").write_text(text, encoding="utf-8")
    return tmp_path / "e.csv"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("precision", ["1", "2", "3"])
def test_acleds_days(tmp_path: Path, day: str, precision: str) -> None:
    found = read_foreign(table(tmp_path, "event_id_cnty", ("2020-03-04,1,", f"{day},{precision},")))
    assert [(line, day in why) for line, why in found.rejected] == [(2, True)]


@pytest.mark.parametrize("number", ["inf", "1e999", "-inf", "nan", "1e400"])
def test_a_number_of_dead_without_end(tmp_path: Path, number: str) -> None:
    found = read_foreign(table(tmp_path, "event_id_cnty", ("A note.,3", f"A note.,{number}")))
    assert (len(found.reports), len(found.rejected)) == (0, 1)


def test_ucdps_period_that_ends_before_it_begins(tmp_path: Path) -> None:
    found = read_foreign(table(tmp_path, "type_of_violence", ("2020-03-04,2020-03-05", "2020-03-05,2020-03-04")))
    assert found.rejected == ((2, "date_end 2020-03-04 before date_start 2020-03-05"),)
