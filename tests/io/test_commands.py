"""The commands export, import, merge, diff and status, from the outside."""

import dataclasses
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from event_samples import FAR, article, day, killed, report

from geomap.cli.diff import diff
from geomap.cli.export import FORMATS, export
from geomap.cli.import_ import import_command
from geomap.cli.merge import merge
from geomap.cli.status import status
from geomap.errors import InputError, StoreError
from geomap.events.merge import merge_reports
from geomap.io.frames import events_frame
from geomap.io.geojson import write_geojson
from geomap.io.jsonl import write_jsonl
from geomap.io.records import article_record, report_record
from geomap.store import Store

TEXTS = {"a": article("a"), "b": article("b", outlet="SANA")}


def run_folder(folder: Path, told, texts=TEXTS, record=None) -> Path:
    write_jsonl(folder / "articles.jsonl", map(article_record, texts.values()))
    write_jsonl(folder / "reports.jsonl", map(report_record, told))
    write_geojson(folder / "events.geojson", events_frame(merge_reports(told, texts), told, texts))
    (folder / "run.json").write_text(json.dumps(record or {"geomap": "1", "tables": {"actors.csv": "0"}}))
    return folder


def call(command, *args):
    return CliRunner().invoke(command, [str(a) for a in args], standalone_mode=False, catch_exceptions=False)


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_written(tmp_path, ending):
    run = run_folder(tmp_path / "run", [report("1"), report("2", article="b", where=FAR)])
    result = call(export, run, "-o", tmp_path / f"x.{ending}")
    assert result.return_value == 0
    assert (tmp_path / f"x.{ending}").stat().st_size > 100


def test_json_lines_hold_lists_where_the_table_holds_text(tmp_path):
    run = run_folder(tmp_path / "run", [report("1", deaths=killed(3))])
    call(export, run, "-o", tmp_path / "x.jsonl")
    (line,) = (tmp_path / "x.jsonl").read_text().splitlines()
    assert json.loads(line)["deaths"][0]["min"] == 3
    assert json.loads(line)["reports"][0]["outlet"] == "Example Times"


@pytest.mark.parametrize("collection", ["acled", "ucdp"])
def test_rows_of_other_collections_are_counted(tmp_path, collection):
    run = run_folder(tmp_path / "run", [report("1", deaths=killed(3))])
    result = call(export, run, "-o", tmp_path / "x.csv", "--as", collection)
    assert "1 rows; 0 events have none" in result.stderr
    assert (tmp_path / "x.not_held.csv").exists()
    with pytest.raises(InputError, match=r"written as \.csv"):
        call(export, run, "-o", tmp_path / "x.json", "--as", collection)


def test_an_unknown_ending_and_a_folder_without_events_are_named(tmp_path):
    run = run_folder(tmp_path / "run", [report("1")])
    with pytest.raises(InputError, match=r"known: \.geojson"):
        call(export, run, "-o", tmp_path / "x.shp")
    with pytest.raises(InputError, match=r"events\.geojson"):
        call(export, tmp_path, "-o", tmp_path / "x.csv")


def test_import_then_merge_with_a_run(tmp_path):
    run = run_folder(tmp_path / "run", [report("1", deaths=killed(5))])
    call(export, run, "-o", tmp_path / "acled.csv", "--as", "acled")
    result = call(import_command, tmp_path / "acled.csv", "-o", tmp_path / "imported")
    assert result.return_value == 0
    assert "acled, 1 rows taken, 0 rejected" in result.stderr
    together = call(merge, run, tmp_path / "imported")
    assert "2 reports = 1 events" in together.stderr
    (line,) = together.stdout.splitlines()
    assert len(json.loads(line)["reports"]) == 2


def test_two_texts_under_one_id_are_refused(tmp_path):
    one = run_folder(tmp_path / "one", [report("1")])
    other = run_folder(tmp_path / "other", [report("1")], {"a": article("a", sha256="f" * 64)})
    with pytest.raises(InputError, match="also names another text"):
        call(merge, one, other)


def test_diff_lists_what_changed_with_reasons(tmp_path):
    stays, moves = report("1"), report("2", where=FAR, period=day("2018-05-06"))
    goes = report("3", article="b", actor1="isis", period=day("2018-05-07"))
    fresh = report("4", article="c", actor1="coalition", period=day("2018-05-09"))
    old = run_folder(tmp_path / "old", [stays, moves, goes])
    texts = {"a": TEXTS["a"], "c": article("c")}
    new = run_folder(tmp_path / "new", [stays, dataclasses.replace(moves, deaths=killed(7)), fresh], texts, {"geomap": "1", "tables": {"actors.csv": "1"}})
    lines = [json.loads(line) for line in call(diff, old, new, "--json").stdout.splitlines()]
    assert [(c["kind"], c["reason"]) for c in lines] == [
        ("added", "new article: c"), ("changed", "coded anew: actors.csv changed"), ("withdrawn", "its article is no longer read"),
    ]  # fmt: skip
    assert ["deaths_min", None, 7] in lines[1]["fields"]
    text = call(diff, old, new).stdout
    assert "deaths_min: nothing -> 7" in text
    assert call(diff, old, old).stdout == "No event changed.\n"


def test_diff_names_the_article_that_now_tells_it_too(tmp_path):
    old = run_folder(tmp_path / "old", [report("1")])
    new = run_folder(tmp_path / "new", [report("1"), report("9", article="b")])
    (change,) = [json.loads(line) for line in call(diff, old, new, "--json").stdout.splitlines()]
    assert "now also told in b" in change["reason"] or change["kind"] == "merged"


def test_status_says_what_is_kept_and_resolves_ids(tmp_path):
    with pytest.raises(StoreError, match="no store"):
        call(status, "--store", tmp_path / "s.sqlite")
    Store(tmp_path / "s.sqlite").close()
    result = call(status, "--store", tmp_path / "s.sqlite", "--hand-on", tmp_path / "copy.sqlite")
    assert "articles: 0" in result.stdout
    assert "whole: yes" in result.stdout
    assert (tmp_path / "copy.sqlite").exists()
    assert "never given out" in call(status, "--store", tmp_path / "s.sqlite", "--event", "e0").stdout


def test_the_commands_do_not_load_geopandas_for_help():
    import subprocess

    code = "import sys, geomap.cli.export, geomap.cli.import_, geomap.cli.merge, geomap.cli.diff, geomap.cli.status; print([m for m in ('geopandas', 'pandas', 'pyarrow') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
