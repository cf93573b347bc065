"""ACLED, UCDP GED, XLSX, KML: columns and rules of the codebooks, and text that stays text."""

import csv
import io
import json
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from event_samples import FAR, IDLIB, NOWHERE, TELL, article, day, killed, report
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.events.merge import merge_reports
from geomap.io.acled import ACLED_COLUMNS, acled_rows, fatalities
from geomap.io.foreign import write_exported
from geomap.io.frames import events_frame
from geomap.io.geojson import flat_rows
from geomap.io.kml import write_kml
from geomap.io.tolls import beyond_parts, views
from geomap.io.ucdp import UCDP_COLUMNS, priogrid, ucdp_rows
from geomap.io.xlsx import hxl_tag, write_xlsx
from geomap.model import Attestation, DatePrecision, Loss, LossSide, Modality, Period, SubEventType

CLASH = {"sub_event_type": SubEventType.ARMED_CLASH, "actor1": "saa", "actor2": "hts"}


def frame(*told):
    texts = {"a": article("a")}
    return events_frame(merge_reports(told, texts), told, texts)


def reasons(exported):
    return {n.why for n in exported.not_held if n.what == "event"}


def test_acled_has_its_31_columns_and_ucdp_its_49():
    assert len(ACLED_COLUMNS) == 31
    assert len(UCDP_COLUMNS) == 49
    told = frame(report("1", deaths=killed(5)))
    for exported in (acled_rows(told), ucdp_rows(told)):
        assert all(tuple(row) == exported.columns or set(row) == set(exported.columns) for row in exported.rows)
        assert len(exported.rows) == 1


def test_a_battle_of_three_days_is_three_rows_whose_deaths_add_up():
    told = frame(report("1", **CLASH, period=day("2018-05-03", "2018-05-05"), deaths=killed(11, LossSide.ACTOR1)))
    rows = acled_rows(told).rows
    assert [(r["event_date"], r["fatalities"], r["time_precision"]) for r in rows] == [("2018-05-03", 5, 1), ("2018-05-04", 3, 1), ("2018-05-05", 3, 1)]


def test_inexact_dates_stand_in_the_middle_and_years_are_left_out():
    month = report("1", period=Period("2017-03-01", "2017-03-31", DatePrecision.MONTH))
    week = report("2", where=FAR, period=Period("2018-05-07", "2018-05-13", DatePrecision.WEEK))
    year = report("3", where=IDLIB, period=Period("2016-01-01", "2016-12-31", DatePrecision.YEAR))
    exported = acled_rows(frame(month, week, year))
    assert [(r["event_date"], r["time_precision"]) for r in exported.rows] == [("2017-03-16", 3), ("2018-05-10", 2)]
    assert reasons(exported) == {"no date within a month is known"}


def test_what_was_not_done_or_lies_nowhere_is_left_out_by_name():
    told = frame(
        report("1", modality=Modality.PLANNED), report("2", where=NOWHERE), report("3", where=FAR, attestation=Attestation.DENIED), report("4", deaths=killed(2))
    )
    for exported in (acled_rows(told), ucdp_rows(told)):
        assert len(exported.rows) == 1
        assert reasons(exported) == {"only what is reported or claimed as done is exported", "no place below the country is known"}


def test_shelling_inside_a_battle_is_part_of_it():
    shelling = report("2", sub_event_type=SubEventType.SHELLING, actor1="hts", actor2="saa", deaths=killed(2, LossSide.ACTOR2))
    exported = acled_rows(frame(report("1", **CLASH, deaths=killed(4, LossSide.ACTOR2)), shelling))
    (row,) = exported.rows
    assert (row["event_type"], row["fatalities"]) == ("Battles", 6)
    assert any(why.startswith("part of the battle") for why in reasons(exported))


@pytest.mark.parametrize(
    ("actors", "words", "number"),
    [
        (("saa", "hts"), "State forces-Rebel group", 12), (("russia", "civilians"), "Civilians-External/Other forces", 78),
        ((None, "civilians"), "Political militia-Civilians", 37), (("saa", None), "State forces only", 10),
    ],
)  # fmt: skip
def test_kinds_of_actors_are_given_in_words_or_numbers(actors, words, number):
    names = {"actor1_name": "A" if actors[0] else None, "actor2_name": "B" if actors[1] else None}
    told = frame(report("1", actor1=actors[0], actor2=actors[1], **names))
    assert acled_rows(told).rows[0]["interaction"] == words
    assert acled_rows(told, labels=False).rows[0]["interaction"] == number


def test_civilian_targeting_only_where_civilians_are_the_target():
    assert acled_rows(frame(report("1"))).rows[0]["civilian_targeting"] == "Civilian targeting"
    assert acled_rows(frame(report("1", **CLASH))).rows[0]["civilian_targeting"] == ""


@pytest.mark.parametrize(("words", "number"), [("dozens", 12), ("several", 3), ("hundreds of", 100), ("heavy casualties", 0)])
def test_vague_words_have_acleds_numbers(words, number):
    assert fatalities({"deaths_min": None, "deaths_json": json.dumps([{"words": words}])}) == number


def test_ucdp_puts_the_state_first_with_its_own_dead():
    told = frame(report("1", **{**CLASH, "actor1": "hts", "actor2": "saa"}, deaths=(Loss(LossSide.ACTOR1, 4, 4, "4"), Loss(LossSide.ACTOR2, 9, 9, "9"))))
    (row,) = ucdp_rows(told).rows
    assert (row["side_a"], row["type_of_violence"], row["gwnoa"]) == ("Government of Syria", 1, 652)
    assert (row["deaths_a"], row["deaths_b"], row["best"]) == (9, 4, 13)
    assert ucdp_rows(told, coarse=True).rows[0]["side_b"] == "Syrian insurgents"


def test_one_sided_violence_and_events_without_dead():
    assert ucdp_rows(frame(report("1", deaths=killed(3)))).rows[0]["type_of_violence"] == 3
    assert reasons(ucdp_rows(frame(report("1")))) == {"no deaths in numbers are told"}


loss = st.builds(
    lambda side, low, more, who: Loss(side, low, low + more, str(low), who),
    st.sampled_from(LossSide), st.integers(0, 50), st.integers(0, 9), st.sampled_from([None, "SANA", "Amaq"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(loss, min_size=1, max_size=6).map(tuple), st.integers(0, 8))
def test_deaths_add_up_in_every_export(losses, length):
    start = date(2018, 5, 3)
    told = frame(report("1", **CLASH, deaths=losses, period=day("2018-05-03", start.replace(day=3 + length).isoformat())))
    low = int(told["deaths_min"].iloc[0])
    assert sum(r["fatalities"] for r in acled_rows(told).rows) == low
    for row in ucdp_rows(told).rows:
        assert row["deaths_a"] + row["deaths_b"] + row["deaths_civilians"] + row["deaths_unknown"] == row["best"]
        assert row["low"] <= row["best"] <= row["high"]
    seen = views(losses)
    assert sum(seen.conservative.values()) == low
    assert sum(seen.conservative.values()) <= sum(seen.representative.values())


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_priogrid_cells_are_in_range(longitude, latitude):
    assert 1 <= priogrid(longitude, latitude) <= 720 * 360


def test_priogrid_of_a_known_cell():
    assert priogrid(-179.75, -89.75) == 1
    assert priogrid(-179.25, -89.75) == 2
    assert priogrid(-179.75, -89.25) == 721


def test_the_list_of_what_is_lost_stands_beside(tmp_path):
    exported = acled_rows(frame(report("1", deaths=killed(3), weapon="=cmd|' /c calc'!A0")))
    beside = write_exported(tmp_path / "acled.csv", exported)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "acled.csv").read_text())))
    assert list(rows[0]) == list(ACLED_COLUMNS)
    lost = list(csv.DictReader(io.StringIO(beside.read_text())))
    assert {r["what"] for r in lost} == {"weapon", "deaths_json"}
    assert next(r for r in lost if r["what"] == "weapon")["value"].startswith("'=")


def test_xlsx_opens_with_every_sheet_and_no_formula(tmp_path):
    from openpyxl import load_workbook

    hostile = report("1", actor1_name="=HYPERLINK(1)", actor2_name="\x01\ud7ff<&>", deaths=killed(5))
    write_xlsx(tmp_path / "e.xlsx", frame(hostile, report("2", where=IDLIB, period=Period("2018-05-01", "2018-05-31", DatePrecision.MONTH))))
    book = load_workbook(tmp_path / "e.xlsx")
    assert book.sheetnames == ["Events", "District and week", "Reports", "Dictionary"]
    rows = [[c.value for c in row] for row in book["Events"].iter_rows()]
    assert rows[0][0] == "Event"
    assert rows[1][rows[0].index("Governorate p-code")] == "#adm1+code"
    assert any("=HYPERLINK(1)" in row for row in rows)
    assert all(c.data_type != "f" for sheet in book for row in sheet.iter_rows() for c in row)
    pivot = [[c.value for c in row] for row in book["District and week"].iter_rows()][2:]
    assert ["Idlib", "Idlib", "2018-04-30", 1, 5] in pivot
    assert ["Idlib", "(not known)", "(not known to a week)", 1, 0] in pivot


def test_xlsx_repeats_its_bytes_and_cuts_what_excel_cannot_hold(tmp_path):
    told = frame(report("1", actor1_name="x" * 40_000))
    write_xlsx(tmp_path / "a.xlsx", told)
    write_xlsx(tmp_path / "b.xlsx", told)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    sheet = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert "x" * 32_762 + "[...]" in sheet
    assert "x" * 32_763 not in sheet


def test_a_sheet_of_more_rows_than_excel_has_is_refused_and_the_old_file_stays(tmp_path, monkeypatch):
    told = frame(*(report(str(n), where=where) for n, where in enumerate((TELL, IDLIB, NOWHERE))))
    write_xlsx(tmp_path / "e.xlsx", told)
    before = (tmp_path / "e.xlsx").read_bytes()
    monkeypatch.setattr("geomap.io.xlsx._ROWS", 4)  # two rows of headings and two of the three events
    with pytest.raises(InputError, match=r"e\.xlsx: the sheet 'Events' would have more than the 4 rows .* write \.csv"):
        write_xlsx(tmp_path / "e.xlsx", told)
    assert (tmp_path / "e.xlsx").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["e.xlsx"]


def test_kml_of_no_event_and_of_hostile_sides_and_ids_is_xml(tmp_path):
    write_kml(tmp_path / "none.kml", frame())
    assert [e.tag.partition("}")[2] for e in ET.parse(tmp_path / "none.kml").iter()] == ["kml", "Document", "name"]
    told = frame(report("1"), report("2", where=IDLIB))
    told["side1"], told["id"] = ["<a>&", None], ['"x"\n', "y"]
    write_kml(tmp_path / "e.kml", told)
    space = {"k": "http://www.opengis.net/kml/2.2"}
    root = ET.parse(tmp_path / "e.kml").getroot()
    assert [e.text for e in root.findall(".//k:Folder/k:name", space)] == ["<a>&", "side not known"]
    assert [e.get("id") for e in root.findall(".//k:Placemark", space)] == ['"x"\n', "y"]


def test_every_hxl_tag_is_well_formed():
    import re

    from geomap.io.columns import COLUMNS

    assert all(re.fullmatch(r"#[a-z][a-z0-9]*(\+[a-z][a-z0-9]*)*", hxl_tag(c.name)) for c in COLUMNS)


def test_kml_is_xml_with_spans_points_and_harmless_text(tmp_path):
    import pyogrio

    hostile = report("1", actor1_name="<script>alert(1)</script>\x0b", where=TELL)
    write_kml(tmp_path / "e.kml", frame(hostile, report("2", where=NOWHERE)))
    root = ET.parse(tmp_path / "e.kml").getroot()
    space = {"k": "http://www.opengis.net/kml/2.2"}
    marks = root.findall(".//k:Placemark", space)
    assert len(marks) == 2
    assert [e.text for e in root.findall(".//k:coordinates", space)] == ["36.5,35.5"]
    values = [e.text for e in root.findall(".//k:value", space)]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\ufffd" in values
    assert pyogrio.read_info(tmp_path / "e.kml", layer=0)["features"] >= 1


def test_rival_tolls_are_told_in_three_views():
    told = [
        report("1", deaths=(Loss(LossSide.CIVILIANS, 8, 8, "8", "A"), Loss(LossSide.ACTOR2, 4, 6, "4 to 6", "A"))),
        report("2", deaths=(Loss(LossSide.CIVILIANS, 9, 9, "9", "B"),)), report("3", deaths=(Loss(LossSide.CIVILIANS, 9, 9, "nine", "C"),)),
    ]  # fmt: skip
    row = flat_rows(frame(*told))[0]
    assert (row["deaths_min"], row["deaths_max"]) == (9, 14)
    assert (row["deaths_conservative"], row["deaths_informative"], row["deaths_representative"]) == (9, 12, 9)
    (untold,) = flat_rows(frame(report("1")))
    assert untold["deaths_conservative"] is untold["deaths_informative"] is untold["deaths_representative"] is None


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 50), st.lists(st.sampled_from("abcdef"), max_size=3)), min_size=1))
def test_a_sum_of_tolls_lies_between_the_largest_and_the_plain_sum(told):
    listed = [(name, "; ".join(p for p in periods if p < name), toll) for name, (toll, periods) in told.items()]
    added = beyond_parts(listed)
    assert max(toll for _, _, toll in listed) <= sum(added.values()) <= sum(toll for _, _, toll in listed)
    assert added == beyond_parts(reversed(listed))


def test_of_nested_periods_each_adds_what_its_parts_do_not_hold():
    assert beyond_parts([("month", None, 40), ("week", "month", 12), ("day", "week; month", 5), ("more", "week; month", 9)]) == {
        "month": 28, "week": 0, "day": 5, "more": 9,
    }  # fmt: skip
    assert beyond_parts([("day", "week", 5)]) == {"day": 5}  # the period is not among those added up


def test_links_to_periods_are_named_as_not_held():
    told = frame(report("1", period=day("2018-05-01", "2018-05-09"), deaths=killed(40)), report("2", deaths=killed(5)))
    for exported in (acled_rows(told), ucdp_rows(told)):
        assert [n.event for n in exported.not_held if n.what == "part_of"] == told.loc[told["part_of"].notna(), "id"].tolist()
