"""Events as a table, and the formats written from it."""

import csv
import io
import json
import warnings
from importlib import resources

import pytest
from event_samples import IDLIB, NOWHERE, TELL, article, day, killed, report, reports
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pandas.testing import assert_frame_equal

from geomap.errors import InputError
from geomap.events.merge import merge_reports
from geomap.io.areas import circle, event_areas
from geomap.io.columns import COLUMNS
from geomap.io.flat_csv import csv_bytes, guard, unguard, write_csv
from geomap.io.frames import events_frame
from geomap.io.geojson import flat_rows, geojson_text, read_geojson, write_geojson
from geomap.io.gpkg import read_gpkg, write_gpkg
from geomap.io.parquet import read_parquet, write_parquet
from geomap.io.tolls import side_range, total_range
from geomap.model import Admin, DatePrecision, Loss, LossSide, Period, Precision, Span, Where

WEEK = Period("2018-05-01", "2018-05-07", DatePrecision.WEEK)


def sample():
    told = [
        report("1", deaths=killed(5)),
        report("2", article="b", deaths=killed(9)),
        report("3", where=IDLIB, period=WEEK, actor1_name="=HYPERLINK(1)"),
        report("4", where=NOWHERE, period=Period(None, None, DatePrecision.UNKNOWN)),
    ]
    texts = {"a": article("a"), "b": article("b", outlet="Other <b>Post</b>")}
    return events_frame(merge_reports(told, texts), told, texts)


def test_the_columns_are_the_published_ones_and_fit_the_schema():
    frame = sample()
    assert list(frame.columns) == [c.name for c in COLUMNS] + ["geometry"]
    schema = json.loads(resources.files("geomap.schemas").joinpath("events.schema.json").read_text())
    check = Draft202012Validator(schema)
    for row in flat_rows(frame):
        check.validate(row)


@settings(max_examples=25, deadline=None)
@given(st.lists(reports(), max_size=3, unique_by=lambda r: r.id))
def test_any_event_fits_the_schema_and_survives_geojson_text(told):
    frame = events_frame(merge_reports(told, {}), told, {})
    schema = json.loads(resources.files("geomap.schemas").joinpath("events.schema.json").read_text())
    features = json.loads(geojson_text(frame))["features"]
    for feature, row in zip(features, flat_rows(frame), strict=True):
        Draft202012Validator(schema).validate(feature["properties"])
        assert feature["properties"] == row
    assert len(features) == len(frame)


FORMATS = [(write_geojson, read_geojson, "e.geojson"), (write_gpkg, read_gpkg, "e.gpkg"), (write_parquet, read_parquet, "e.parquet")]


@pytest.mark.parametrize(("write", "read", "name"), FORMATS)
def test_every_format_comes_back_equal_with_the_same_bytes(tmp_path, write, read, name):
    frame = sample()
    write(tmp_path / name, frame)
    first = (tmp_path / name).read_bytes()
    write(tmp_path / name, frame)
    assert (tmp_path / name).read_bytes() == first
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        back = read(tmp_path / name)
    assert_frame_equal(back, frame)
    assert sorted(p.name for p in tmp_path.iterdir()) == [name]


@pytest.mark.parametrize(("write", "read", "name"), FORMATS)
def test_a_table_without_events_is_written_and_read(tmp_path, write, read, name):
    empty = events_frame([], [], {})
    write(tmp_path / name, empty)
    assert_frame_equal(read(tmp_path / name), empty)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(reports(), max_size=3, unique_by=lambda r: r.id))
def test_any_text_survives_geoparquet_and_geopackage(tmp_path, told):
    frame = events_frame(merge_reports(told, {}), told, {})
    write_parquet(tmp_path / "e.parquet", frame)
    assert_frame_equal(read_parquet(tmp_path / "e.parquet"), frame)
    write_gpkg(tmp_path / "e.gpkg", frame)
    for column in frame.select_dtypes("str"):  # NUL would end a text in SQLite
        frame[column] = frame[column].str.replace("\0", "\ufffd", regex=False)
    assert_frame_equal(read_gpkg(tmp_path / "e.gpkg"), frame)


@pytest.mark.parametrize("read", [read_geojson, read_gpkg, read_parquet])
def test_a_file_of_another_kind_is_named(tmp_path, read):
    path = tmp_path / "x.bin"
    path.write_bytes(b'{"type":"FeatureCollection","features":[{"properties":{}}]}')
    with pytest.raises(InputError, match=r"x\.bin"):
        read(path)
    with pytest.raises(InputError, match=r"none\.bin"):
        read(tmp_path / "none.bin")


def test_geojson_is_rfc_7946():
    data = json.loads(geojson_text(sample()))
    assert set(data) == {"type", "features"}
    placed = [f for f in data["features"] if f["geometry"]]
    assert all(f["geometry"]["coordinates"] == [f["properties"]["longitude"], f["properties"]["latitude"]] for f in placed)
    assert len(placed) < len(data["features"])


def test_the_geopackage_has_dates_areas_and_reports_and_no_journal(tmp_path):
    import pyogrio

    path = tmp_path / "e.gpkg"
    write_gpkg(path, sample())
    assert [name for name, _ in pyogrio.list_layers(path)] == ["events", "event_areas", "reports", "layer_styles"]
    info = pyogrio.read_info(path, layer="events")
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert types["date_start"] == types["date_end"] == "OFTDate"
    assert types["deaths_min"].startswith("OFTInteger")
    areas = pyogrio.read_dataframe(path, layer="event_areas")
    assert list(areas["precision"]) == ["admin1"]
    told = pyogrio.read_dataframe(path, layer="reports", read_geometry=False)
    assert len(told) == 4
    assert set(told["event_id"]) == set(pyogrio.read_dataframe(path, layer="events")["id"])
    assert path.read_bytes()[18:20] == b"\x01\x01"  # SQLite's header: a rollback journal, no WAL


def test_geoparquet_is_version_1_1_with_a_covering(tmp_path):
    import pyarrow.parquet as pq

    write_parquet(tmp_path / "e.parquet", sample())
    meta = json.loads(pq.read_metadata(tmp_path / "e.parquet").metadata[b"geo"])
    assert meta["version"] == "1.1.0"
    assert "covering" in meta["columns"]["geometry"]


def test_csv_guards_text_and_leaves_numbers(tmp_path):
    west = report("1", where=Where("x", "-Tell", -1.5, 35.0, 1.0, Precision.EXACT), actor1_name='=cmd|"/c calc"!A1')
    frame = events_frame(merge_reports([west], {}), [west], {})
    write_csv(tmp_path / "e.csv", frame, bom=True)
    data = (tmp_path / "e.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert row["longitude"] == "-1.5"
    assert row["place"] == "'-Tell"
    assert row["actor1_name"].startswith("'=cmd")
    assert row["deaths_min"] == ""
    assert row["ongoing"] == "false"


def test_files_written_row_by_row_are_those_written_at_once(tmp_path, monkeypatch):
    """In batches smaller than the table, with line ends of every kind in a cell."""
    monkeypatch.setattr("geomap.io.parts.PART_ROWS", 2)
    told = [report(str(n), period=day(f"2018-05-0{n}"), actor1_name=name) for n, name in enumerate(("a\rb", "c\nd", "e\r\nf", "g", "h\r"), 1)]
    frame = events_frame(merge_reports(told, {}), told, {})
    assert len(frame) == 5
    write_csv(tmp_path / "e.csv", frame)
    write_geojson(tmp_path / "e.geojson", frame)
    assert (tmp_path / "e.csv").read_bytes() == csv_bytes(flat_rows(frame), [c.name for c in COLUMNS])
    assert (tmp_path / "e.geojson").read_text(encoding="utf-8") == geojson_text(frame)
    rows = csv.DictReader(io.StringIO((tmp_path / "e.csv").read_bytes().decode(), newline=""))
    assert sorted(r["actor1_name"] for r in rows) == ["a\rb", "c\nd", "e\r\nf", "g", "h\r"]


@given(st.text())
def test_no_guarded_text_is_a_formula_and_the_guard_comes_off(text):
    text = text.replace("\0", "")
    guarded = guard(text)
    assert not guarded.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert unguard(guarded) == text


def test_csv_cells_hold_line_ends_and_quotes():
    data = csv_bytes([{"a": 'x"y\nz', "b": None, "c": -3}], ["a", "b", "c"])
    assert list(csv.reader(io.StringIO(data.decode(), newline=""))) == [["a", "b", "c"], ['x"y\nz', "", "-3"]]


def test_names_of_units_finer_than_the_precision_are_left_blank():
    coarse = report("1", where=Where("adm", "Idlib", 36.6, 35.8, 50, Precision.ADMIN1, "SY", Admin("Idlib", "Idlib", "Saraqab", "SY07", "SY0700", "SY070003")))
    (row,) = flat_rows(events_frame(merge_reports([coarse], {}), [coarse], {}))
    assert (row["admin1"], row["admin1_pcode"]) == ("Idlib", "SY07")
    assert row["admin2"] is row["admin3"] is row["admin2_pcode"] is row["admin3_pcode"] is None


def test_quotes_carry_the_spans_of_the_telling_words():
    (row,) = flat_rows(events_frame(merge_reports([report("1")], {"a": article()}), [report("1")], {"a": article()}))
    (told,) = json.loads(row["reports_json"])
    assert told["quote"] == "Warplanes struck the bakery of Tell Example on 3 May 2018."
    assert [told["quote"][a:b] for a, b in told["spans"]] == ["struck"]
    assert told["rule"] == "triggers.csv:12"


def test_sentences_apart_are_joined_visibly():
    two = report("1", evidence=(Span(0, 58), Span(84, 107)), trigger=Span(93, 97))
    (row,) = flat_rows(events_frame(merge_reports([two], {"a": article()}), [two], {"a": article()}))
    (told,) = json.loads(row["reports_json"])
    assert " [...] A second raid followed." in told["quote"]
    assert "raid" in [told["quote"][a:b] for a, b in told["spans"]]


def test_one_tellers_sides_are_added_and_two_tellers_never():
    soldiers, fighters = LossSide.ACTOR1, LossSide.ACTOR2
    assert total_range((Loss(soldiers, 9, 9, "9"), Loss(fighters, 5, 5, "5"))) == (14, 14)
    rivals = (Loss(soldiers, 20, 20, "20", "opposition"), Loss(fighters, 30, 30, "30", "government"))
    assert total_range(rivals) == (20, 30)
    assert side_range(rivals, soldiers) == (20, 20)
    assert total_range((Loss(LossSide.UNKNOWN, None, None, "heavy casualties"),)) == (None, None)
    assert total_range((Loss(soldiers, 3, None, "at least 3"),)) == (3, 3)


@pytest.mark.parametrize("radius", [0.5, 12, 90])
def test_a_circle_has_the_radius_it_says(radius):
    from pyproj import Geod

    shape = circle(36.5, 35.5, radius)
    area, _ = Geod(ellps="WGS84").geometry_area_perimeter(shape)
    assert area > 0  # counter-clockwise
    assert (abs(area) / 1e6 / 3.14159265) ** 0.5 == pytest.approx(radius, rel=0.003)


def test_only_imprecise_events_have_areas():
    frame = sample()
    assert list(event_areas(frame)["id"]) == list(frame.loc[frame["precision"] == "admin1", "id"])
    exact = report("9", where=TELL, period=day("2018-05-03"))
    assert event_areas(events_frame(merge_reports([exact], {}), [exact], {})).empty


def test_older_readers_of_geopackage_are_not_warned(tmp_path):
    """GDAL before 3.7, which QGIS in long-term use brings, warns of versions it does not know."""
    import shutil
    import sqlite3
    import subprocess

    write_gpkg(tmp_path / "e.gpkg", sample())
    with sqlite3.connect(tmp_path / "e.gpkg") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (10200,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    db.close()
    if shutil.which("ogrinfo"):
        seen = subprocess.run(["ogrinfo", "-ro", "-al", "-so", tmp_path / "e.gpkg"], capture_output=True, text=True, check=True)
        assert "Layer name: event_areas" in seen.stdout
        assert "warning" not in (seen.stdout + seen.stderr).lower()
