"""The bundle of two dates of control: whole, the same bytes, safe, and its numbers those of the comparison."""

import csv
import hashlib
import io
import json
import re
import shutil
import zipfile

import pytest
import shapely

from geomap.cli.main import main
from geomap.control.compare import compare
from geomap.control.facts import Fact
from geomap.errors import InputError
from geomap.maps.embed_compare import COMPARISON_FILES, ComparedDates, write_comparison_bundle
from geomap.pipeline.comparison import compared, comparison_data

EVIL = "</script><img src=x onerror=alert(1)>${alert(2)}`"
COUNTRY = shapely.box(38.0, 34.6, 39.2, 35.4)


def fact(place, lon, side, day, **more):
    return Fact(place, lon, 35.0, side, day, day, more.pop("source", "agency"), **more)


FACTS = (
    fact("West", 38.2, "sdf", "2016-01-01"), fact(EVIL, 38.6, "isis", "2016-01-01", source=EVIL), fact("East", 39.0, "isis", "2016-01-01"),
    fact(EVIL, 38.6, "sdf", "2016-06-01", source=EVIL, quote=EVIL), fact("East", 39.0, "government", "2016-06-02", status="claimed"),
)  # fmt: skip


def dates(facts=FACTS):
    found = compare(facts, COUNTRY, "2016-02-01", "2016-07-01")
    drawn = compared(found, facts, COUNTRY)
    return ComparedDates(*drawn.ends, drawn.change, comparison_data(found, drawn))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compare") / "bundle"
    return folder, write_comparison_bundle(folder, dates())


def test_all_files_are_there_with_their_hashes_and_sizes(made):
    folder, bundle = made
    assert {p.name for p in folder.iterdir()} == set(COMPARISON_FILES)
    record = json.loads((folder / "figure.json").read_text("utf-8"))
    assert record["files"] == bundle.files == {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.name != "figure.json"}
    size = {n: tuple(int.from_bytes((folder / n).read_bytes()[k : k + 4], "big") for k in (16, 20)) for n in ("figure.png", "figure-390.png", "card.png")}
    assert (size["figure.png"][0], size["figure-390.png"][0], size["card.png"]) == (1200, 390, (1200, 630))


def test_the_caption_counts_what_the_tables_hold(made):
    folder, bundle = made
    rows = list(csv.DictReader(io.StringIO((folder / "places.csv").read_text("utf-8"))))
    conquests = [r for r in rows if r["status"] == "assessed" and r["kind"] == "conquest"]
    assert (len(rows), len(conquests), bundle.changes) == (2, 1, 2)
    said = " ".join(bundle.words.caption)
    assert "1 place changed hands: from Islamic State to Syrian Democratic Forces (1)." in said
    assert "1 is claimed only" in said
    assert "1 February 2016" in bundle.words.alt
    assert bundle.words.stamp == ""


def test_same_bytes_in_any_order_of_facts_and_over_an_old_bundle(made, tmp_path):
    folder, _ = made
    again = tmp_path / "again"
    shutil.copytree(folder, again)
    (again / "events.csv").write_text("of an older bundle", "utf-8")
    write_comparison_bundle(again, dates(tuple(reversed(FACTS))))
    assert {p.name: p.read_bytes() for p in again.iterdir()} == {p.name: p.read_bytes() for p in folder.iterdir()}


def test_texts_stay_texts_and_nothing_is_asked_of_a_network(made):
    folder, _ = made
    page = (folder / "figure.html").read_text("utf-8")
    assert "<script" not in page
    assert EVIL not in page
    assert not re.search(r'(?:src|href)="https?:', page)
    assert page.count("<img ") == 2
    with zipfile.ZipFile(folder / "figure.docx") as word:
        assert word.read("word/document.xml").count(b"descr=") == 2
    with zipfile.ZipFile(folder / "change.xlsx") as book:
        assert b"<f>" not in b"".join(book.read(n) for n in book.namelist())


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(InputError, match="other things"):
        write_comparison_bundle(tmp_path, dates())
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("option", "named"), [(("--since", "2017"), "since"), (("--side", "isis"), "side"), (("--worldview", "lebanon"), "worldview")])
def test_what_chooses_events_is_refused_with_two_dates(tmp_path, capsys, option, named):
    (tmp_path / "run").mkdir()
    with pytest.raises(SystemExit) as left:
        main(["embed", str(tmp_path / "run"), "--compare", "2016-12-31", "2017-03-31", "-o", str(tmp_path / "b"), *option])
    assert left.value.code == 2
    assert f"--{named}" in capsys.readouterr().err
    assert not (tmp_path / "b").exists()


def test_command_draws_facts_of_a_file(tmp_path, capsys):
    (tmp_path / "run").mkdir()
    facts = tmp_path / "facts.csv"
    facts.write_text(
        "place,longitude,latitude,date,side,source\nRaqqa,39.01,35.95,2016-01-01,isis,a\nHasakah,40.75,36.5,2016-01-01,sdf,a\nRaqqa,39.01,35.95,2017-10-17,sdf,b\n",
        "utf-8",
    )
    with pytest.raises(SystemExit) as left:
        main(["embed", str(tmp_path / "run"), "--compare", "2016-12-31", "2017-12-31", "--facts", str(facts), "-o", str(tmp_path / "b")])
    assert left.value.code == 0
    assert "figure.docx" in capsys.readouterr().out
    record = json.loads((tmp_path / "b" / "figure.json").read_text("utf-8"))
    assert list(record["facts"]) == ["facts.csv"]
    assert str(tmp_path) not in (tmp_path / "b" / "figure.json").read_text("utf-8")
