"""Records read from disk one by one, and events written part by part: the same as all at once."""

import dataclasses
import json

import pytest
from event_samples import FAR, IDLIB, NOWHERE, article, articles, day, killed, report, reports
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from geomap.cli.export import write_events
from geomap.errors import InputError
from geomap.events.merge import merge_reports
from geomap.io.frames import event_row, events_frame
from geomap.io.gpkg import read_gpkg
from geomap.io.jsonl import write_jsonl
from geomap.io.lazy import lazy_articles, lazy_reports
from geomap.io.parquet import parquet_parts, read_parquet
from geomap.io.parts import bounds_of, parts_of, spooled
from geomap.io.records import article_record, report_from, report_record
from geomap.limits import Limits
from geomap.model import Admin, DatePrecision, Period, Precision, Where
from geomap.pipeline.merging import merging
from geomap.tables.actors import load_actors

FORMATS = ("geojson", "csv", "jsonl", "gpkg", "parquet", "xlsx", "kml")
TEXTS = {"a": article("a"), "b": article("b", outlet="Other <b>Post</b>")}


def told():
    """A campaign with strikes inside, events without a place or a date, an area, and text that needs care."""
    campaign = Period("2018-05-01", "2018-05-09", DatePrecision.DAY)
    return [
        report("0", period=campaign, deaths=killed(40)), report("1", deaths=killed(5)), report("2", article="b", deaths=killed(9)),
        report("3", where=IDLIB, actor1_name="=1+1"), report("4", where=NOWHERE, period=Period(None, None, DatePrecision.UNKNOWN)),
        report("5", where=FAR, period=day("2018-05-06"), actor2_name="a\0b\r\n"),
        report("6", where=Where("l1", "The road", 36.0, 35.0, 20.0, Precision.LINE, "SY", Admin("Idlib")), period=day("2018-06-01")),
    ]  # fmt: skip


def folder_of(path, told, texts=TEXTS):
    write_jsonl(path / "articles.jsonl", map(article_record, texts.values()))
    write_jsonl(path / "reports.jsonl", map(report_record, told))
    return path


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of two rows, in every place that knows how long a part is."""
    for name in ("frames", "parts", "parquet"):
        monkeypatch.setattr(f"geomap.io.{name}.PART_ROWS", 2)
    monkeypatch.setattr("geomap.io.parquet._GROUP_ROWS", 4)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_merge_by_parts_writes_what_a_merge_at_once_writes(tmp_path, small_parts, ending):
    whole = events_frame(merge_reports(told(), TEXTS), told(), TEXTS)
    assert len(whole) > 4
    write_events(tmp_path / f"x.{ending}", whole)
    with merging([folder_of(tmp_path / "in", told())]) as merged, merged.parts(tmp_path / "out" / "x") as parts:
        assert len(list(parts_of(parts))) > 2
        assert bounds_of(parts) == bounds_of(whole)
        write_events(tmp_path / "out" / f"x.{ending}", parts)
    assert (tmp_path / f"x.{ending}").read_bytes() == (tmp_path / "out" / f"x.{ending}").read_bytes()
    left = {p.name for p in (tmp_path / "out").iterdir()}
    assert left == {f"x.{ending}"} | ({"x.qgs"} if ending == "gpkg" else set())


@pytest.mark.parametrize(("read", "ending"), [(read_gpkg, "gpkg"), (read_parquet, "parquet")])
def test_what_was_written_by_parts_is_read_as_one(tmp_path, small_parts, read, ending):
    whole = events_frame(merge_reports(told(), TEXTS), told(), TEXTS)
    write_events(tmp_path / f"x.{ending}", whole)
    if ending == "gpkg":
        whole["actor2_name"] = whole["actor2_name"].str.replace("\0", "\ufffd", regex=False)
    assert_frame_equal(read(tmp_path / f"x.{ending}"), whole)


def test_a_geoparquet_of_several_groups_knows_its_bounds(tmp_path, small_parts):
    import pyarrow.parquet as pq

    write_events(tmp_path / "x.parquet", events_frame(merge_reports(told(), TEXTS), told(), TEXTS))
    file = pq.ParquetFile(tmp_path / "x.parquet")
    geo = json.loads(file.schema_arrow.metadata[b"geo"])
    assert file.num_row_groups == 2
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["bbox"] == [36.0, 35.0, 36.8, 35.9]
    assert geo["columns"]["geometry"]["geometry_types"] == ["Point"]
    assert geo["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]


def test_no_event_is_a_table_too(tmp_path):
    with merging([folder_of(tmp_path / "in", [])]) as merged, merged.parts(tmp_path / "x") as parts:
        assert (len(parts), bounds_of(parts)) == (0, None)
        for ending in FORMATS:
            write_events(tmp_path / f"x.{ending}", parts)
    assert len(read_parquet(tmp_path / "x.parquet")) == 0
    assert len(read_gpkg(tmp_path / "x.gpkg")) == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(reports(), max_size=4, unique_by=lambda r: r.id))
def test_any_rows_come_back_from_the_spool(tmp_path, told):
    events = merge_reports(told, {})
    whole = events_frame(events, told, {})
    with spooled(tmp_path / "x") as spool:
        spool.write(event_row(e, {r.id: r for r in told}, {}, load_actors()) for e in events)
        (part,) = parts_of(spool.parts())
        assert_frame_equal(part, whole)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match=r"cannot be written"), spooled(tmp_path / "file" / "x"):
        pass


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(reports(), max_size=5, unique_by=lambda r: r.id), st.lists(articles, max_size=3, unique_by=lambda a: a.id))
def test_records_are_read_by_id_as_they_were_written(tmp_path, told, texts):
    folder_of(tmp_path, told, {a.id: a for a in texts})
    with lazy_reports([tmp_path / "reports.jsonl"]) as found, lazy_articles([tmp_path / "articles.jsonl"]) as read:
        assert dict(found) == {r.id: r for r in told}
        assert dict(read) == {a.id: a for a in texts}
        assert list(found.scan(report_from)) == told


def test_of_two_folders_the_later_record_counts_and_other_texts_are_refused(tmp_path):
    first, second = report("1"), report("1", deaths=killed(3))
    one, other = folder_of(tmp_path / "one", [first, report("2")]), folder_of(tmp_path / "other", [second])
    with lazy_reports([one / "reports.jsonl", other / "reports.jsonl"]) as found:
        assert found[first.id] == second
        assert len(found) == len(list(found.scan(report_from))) == 2
        assert [name for name, _, _ in found.twice] == [first.id]
    changed = folder_of(tmp_path / "changed", [], {"a": dataclasses.replace(TEXTS["a"], sha256="f" * 64)})
    with pytest.raises(InputError, match="'a' also names another text"), merging([one, changed]):
        pass


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "r1"}', "line 2: a report without"), ("[]", "line 2: no JSON object"), ('{"id": "\\ud8', "line 2: no JSON"), ('{"article": "a"}', "line 2: a report without 'id'"),
        ('{"id": "' + "x" * 3000 + '"}', "line 2: longer than the cap table_bytes = 2500"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_record_is_named(tmp_path, line, message):
    from geomap.io.lazy import LazyRecords

    path = tmp_path / "reports.jsonl"
    write_jsonl(path, [report_record(report("1"))])
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(InputError, match=message), LazyRecords([path], report_from, "report", limits=Limits(table_bytes=2500)) as found:
        list(found.values())
    with pytest.raises(InputError, match="check the path"):
        lazy_reports([tmp_path / "none.jsonl"])


@pytest.mark.parametrize("told", [told(), []], ids=["events", "none"])
def test_a_geoparquet_is_exported_part_by_part(tmp_path, small_parts, told):
    from click.testing import CliRunner

    from geomap.cli.export import export

    whole = events_frame(merge_reports(told, TEXTS), told, TEXTS)
    write_events(tmp_path / "x.parquet", whole)
    parts = parquet_parts(tmp_path / "x.parquet")
    assert parts is not None
    assert (len(parts), bounds_of(parts)) == (len(whole), bounds_of(whole))
    for ending in FORMATS:
        write_events(tmp_path / f"x.{ending}", whole)
        CliRunner().invoke(export, [str(tmp_path / "x.parquet"), "-o", str(tmp_path / f"y.{ending}")], standalone_mode=False, catch_exceptions=False)
        assert (tmp_path / f"y.{ending}").read_bytes() == (tmp_path / f"x.{ending}").read_bytes()


def test_a_geoparquet_of_other_columns_is_read_whole_and_another_file_is_named(tmp_path):
    whole = events_frame(merge_reports(told(), TEXTS), told(), TEXTS)
    whole.drop(columns="part_of").to_parquet(tmp_path / "old.parquet")
    assert parquet_parts(tmp_path / "old.parquet") is None
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match="no GeoParquet of events"):
        parquet_parts(tmp_path / "x.parquet")
