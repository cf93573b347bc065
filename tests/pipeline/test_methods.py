"""The methods note: its numbers are those of the exports, counted here a second time and in another way."""

import json
import re
from collections import Counter
from datetime import date

import pytest
from click.testing import CliRunner

from geomap.cli.embed import methods
from geomap.io.frames import frame_from_rows
from geomap.io.geojson import write_geojson
from geomap.pipeline.methods import methods_note

ARTICLES = [
    {"id": "a1", "outlet": "SANA", "language": "en", "published": "2017-06-10", "published_precision": "day", "duplicate_of": None, "text": "Canary words."},
    {"id": "a2", "outlet": "SANA", "language": "en", "published": "2017-06-11", "published_precision": "day", "duplicate_of": "a1", "text": ""},
    {"id": "a3", "outlet": "Nobody's Gazette|<b>", "language": "ar", "published": "2017-06", "published_precision": "month", "duplicate_of": None, "text": ""},
    {"id": "a4", "outlet": None, "language": None, "published": None, "published_precision": "unknown", "duplicate_of": None, "text": ""},
]  # fmt: skip
MENTIONS = [
    {"in_syria": True, "longitude": 39.0, "match_type": "exact", "reason": "its name"},
    {"in_syria": True, "longitude": 39.0, "match_type": "folded", "reason": "its name"},
    {"in_syria": True, "longitude": None, "match_type": "none", "reason": "no such name in /home/someone/list.csv"},
    {"in_syria": False, "longitude": None, "match_type": "none", "reason": "abroad"},
]
REPORTS = [
    {"provenance": {"period": {"spans": [[1, 4]], "rule": "date:weekday"}}},
    {"provenance": {"period": {"spans": [[1, 4]], "rule": "date:dmy"}}},
    {"provenance": {"period": {"spans": [], "rule": "publication date or the day spoken of"}}},
]
FACTS = [
    {"kind": "state", "status": "claimed", "date_start": "2017-06-01", "date_end": "2017-06-05"},
    {"kind": "change", "status": "reported", "date_start": "2017-06-08", "date_end": None},
    {"kind": "change", "status": "claimed", "date_start": None, "date_end": None},
]
BASE = {
    "event_type": "Battles", "date_start": "2017-06-06", "date_end": "2017-06-06", "date_precision": "day", "country": "SY", "longitude": 39.0,
    "latitude": 36.0, "radius_km": 2.0, "precision": "exact", "status": "reported", "review": "unreviewed", "basis": "one-camp", "n_reports": 1,
    "outlets": "SANA",
}  # fmt: skip
EVENTS = [
    {**BASE, "id": "e1"},
    {**BASE, "id": "e2", "n_reports": 2, "basis": "independent", "precision": "admin1", "radius_km": 40.0},
    {**BASE, "id": "e3", "status": "planned", "date_precision": "week"},
    {**BASE, "id": "e4", "longitude": None, "latitude": None, "precision": None, "radius_km": None},
    {**BASE, "id": "e5", "country": "IQ", "date_start": None, "date_end": None, "date_precision": "unknown"},
]
RECORD = {"geomap": "0.1.0", "rejected": [{"file": "/home/someone/x.pdf", "reason": "no text"}, {"file": "y", "reason": "no text"}]}


def write_run(folder, events=EVENTS, facts=FACTS, articles=ARTICLES):
    folder.mkdir(exist_ok=True)
    for name, rows in (("articles", articles), ("mentions", MENTIONS), ("reports", REPORTS), ("control_facts", facts)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    (folder / "run.json").write_text(json.dumps(RECORD))
    write_geojson(folder / "events.geojson", frame_from_rows(events))
    return folder


@pytest.fixture
def note(tmp_path):
    return methods_note(write_run(tmp_path / "run"))


def table(text, heading):
    part = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [[c.strip() for c in line.strip("|").split(" | ")] for line in part.splitlines() if line.startswith("|")][2:]


def shares(values):
    """The note's words for shares, made from a list of values."""
    counts = Counter(values)
    return ", ".join(f"{k} {n} ({100 * n / len(values):.0f} %)" for k, n in sorted(counts.items(), key=lambda i: (-i[1], i[0])))


def test_sources_and_what_was_not_coded(note):
    assert table(note, "Sources") == [
        ["SANA", "government", "2", "5"], ["not known", "not known", "1", "0"], ["Nobody's Gazette\\|\\<b\\>", "not in the table of outlets", "1", "0"],
    ]  # fmt: skip
    assert "4 articles were read and 2 coded" in note
    assert "Rejected unread: 2: no text (2). Not coded for their language: 1. Copies of others, coded once: 1." in note
    assert f"By language: {shares(['en', 'en', 'ar', 'not known'])}." in note


def test_dates_places_and_basis(note):
    assert "none could be found for 1 of 4 articles" in note
    assert "1 of 3 reports have no words of time of their own" in note
    assert f"By rule: {shares(['weekday', 'dmy', 'publication date or the day spoken of'])}." in note
    assert f"known to: {shares(['day', 'day', 'day', 'week', 'unknown'])}." in note
    assert f"known to: {shares(['exact', 'exact', 'exact', 'admin1', 'none'])}." in note
    assert "2 were resolved, 1 were not, 1 lie outside Syria" in note
    assert f"original sources: {shares(['one-camp'] * 4 + ['independent'])}. Resting on more than one report: 1." in note
    assert "**unreviewed**" in note


def test_age_of_control_facts_is_that_on_the_last_day_read(note):
    ages = sorted((date(2017, 6, 11) - d).days for d in (date(2017, 6, 5), date(2017, 6, 8)))
    assert f"(2017-06-11) the median fact is {sum(ages) / 2:g} days old" in note
    assert "1 without a date" in note


def test_what_is_not_shown_adds_up(note):
    rows = {r[0]: int(r[1]) for r in table(note, "What is not shown, and why")}
    assert rows == {
        "Events outside Syria": 1, "Events without a place": 1, "Events without a date": 1, "Events told as planned": 1, "Place names not resolved": 1,
    }  # fmt: skip


def test_no_path_no_file_and_no_text_of_an_article(note):
    for word in ("/home", "someone", "x.pdf", "list.csv", "Canary"):
        assert word not in note


def test_fits_two_pages_however_many_outlets(tmp_path):
    many = [{**ARTICLES[0], "id": f"m{i}", "outlet": f"Outlet {i:03}"} for i in range(300)]
    note = methods_note(write_run(tmp_path / "run", articles=many))
    assert table(note, "Sources")[-1] == ["288 more", "", "288", "0"]
    assert len(note.split()) < 1100


def test_a_changed_export_changes_the_note(tmp_path, note):
    other = methods_note(write_run(tmp_path / "other", events=[*EVENTS, {**BASE, "id": "e6", "review": "accepted"}]))
    assert "merged into 6 events" in other
    assert "**unreviewed**" not in other
    assert "merged into 5 events" in note


def test_without_control_facts_it_says_so(tmp_path):
    run = write_run(tmp_path / "run", facts=[])
    (run / "control_facts.jsonl").unlink()
    assert "No control facts were coded" in methods_note(run)


def test_command_writes_the_same_note_twice(tmp_path):
    run = write_run(tmp_path / "run")
    for name in ("a.md", "b.md"):
        assert CliRunner().invoke(methods, [str(run), "-o", str(tmp_path / name)], standalone_mode=False).return_value == 0
    assert (tmp_path / "a.md").read_bytes() == (tmp_path / "b.md").read_bytes()
    assert not re.search(r"\d{2}:\d{2}", (tmp_path / "a.md").read_text("utf-8"))
