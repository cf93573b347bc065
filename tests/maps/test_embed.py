"""Bundles for reports: the same events in every file and no others, the same bytes, pages that ask for nothing."""

import csv
import hashlib
import io
import json
import re
import sys
import zipfile
from html.parser import HTMLParser

import openpyxl
import pytest
from click.testing import CliRunner
from PIL import Image

from geomap.cli.embed import embed
from geomap.errors import InputError
from geomap.io.frames import frame_from_rows
from geomap.io.geojson import write_geojson
from geomap.maps.embed import BUNDLE_FILES, EmbedOptions, write_bundle
from geomap.maps.embed_table import table_rows, web_address
from geomap.maps.figure import FigureOptions
from geomap.maps.filters import Filters

CANARY = "Zyxomma"  # stands only in what must not leave the house
HOSTILE = 'x</td><script>alert(1)</script> | `$(id)` "q" \u202eevil [a](javascript:alert(1))'
PATH = "/home/canaryuser/articles"
RECORD = {
    "geomap": "0.1.0", "tables": {"actors.csv": "a" * 64}, "gazetteer": {"bundled": "b" * 64, "added": [{"file": f"{CANARY}.csv", "sha256": "c"}]},
    "articles": [{"file": f"{CANARY}.txt", "id": CANARY}], "rejected": [{"file": f"{PATH}/{CANARY}.pdf", "reason": CANARY}],
    "options": {"title": "Events"}, "ledgers": {"articles": {"found": 9, "read": 7, "rejected": 2, "not_coded": 3, "copies": 1}},
}  # fmt: skip


def report(**changes):
    told = {"id": "r1", "article": "a1", "outlet": "Outlet A", "title": "A day", "url": "https://example.org/a", "quote": "Fighters took the town.", "spans": []}
    return told | changes


def row(number, **changes):
    base = {
        "id": f"e{number:05}", "event_type": "Battles", "sub_event_type": "Armed clash", "date_start": "2017-06-06", "date_end": "2017-06-06",
        "date_precision": "day", "side1": "sdf", "side2": "isis", "actor1": "sdf", "actor2": "isis", "actor1_name": "SDF", "actor2_name": "IS",
        "place": "Raqqa", "longitude": 39.008, "latitude": 35.95, "radius_km": 2.0, "precision": "exact", "admin1": "Raqqa", "country": "SY",
        "status": "reported", "review": "unreviewed", "basis": "one-camp", "outlets": "Outlet A; Outlet B", "deaths_min": 3, "deaths_max": 5,
        "n_reports": 1, "quote": "Fighters took the town.", "place_reason": "its name", "reports_json": json.dumps([report()]),
    }  # fmt: skip
    return base | changes


ROWS = (
    row(1, reports_json=json.dumps([report(), report(url=f"file://{PATH}/x.html", archive_url=f"{PATH}/x.html")])),
    row(2, place="Hama", longitude=36.75, latitude=35.13, admin1="Hama", status="claimed", actor1_name=HOSTILE, outlets=HOSTILE, quote="=1+1"),
    row(3, precision="admin1", radius_km=45.0, date_end="2017-06-30", date_precision="month", longitude=36.6, latitude=35.85, admin1="Idlib"),
    row(4, longitude=None, latitude=None, place=None, radius_km=None, precision=None, admin1=None),
    row(5, status="planned", quote=CANARY, place=CANARY, outlets=CANARY, reports_json=json.dumps([report(quote=CANARY, title=CANARY)])),
    row(6, side1=CANARY.lower(), actor1=CANARY, quote=CANARY, date_start="2011-01-01", date_end="2011-01-01", outlets=CANARY),
    row(7, review="rejected", quote=CANARY, actor1_name=CANARY),
    row(8, review="edited", place_reason=f"moved: {CANARY}", merge_reason=CANARY, reports_json=json.dumps([report(why_here=CANARY)])),
)
WANTED = {"e00001", "e00002", "e00003", "e00004", "e00008"}
FILTERS = Filters(since="2017")


def make(folder, rows=ROWS, filters=FILTERS, **options):
    return write_bundle(folder, frame_from_rows(rows), filters=filters, options=EmbedOptions(record=RECORD, credits=("Places: example",), **options))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle") / "out"
    return folder, make(folder)


def pixels(path):
    with Image.open(path) as picture:
        return picture.size


def unpacked(folder):
    """Every file, and every part of those that are archives."""
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        yield path.name, data
        if path.suffix in {".docx", ".xlsx"}:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield f"{path.name}:{name}", archive.read(name)


def test_all_files_are_there_with_their_hashes_and_sizes(made):
    folder, bundle = made
    assert {p.name for p in folder.iterdir()} == set(BUNDLE_FILES)
    record = json.loads((folder / "figure.json").read_text("utf-8"))
    assert record["files"] == {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in BUNDLE_FILES if n != "figure.json"}
    assert record["filters"]["since"] == "2017"
    assert record["run"]["tables"] == RECORD["tables"]
    assert pixels(folder / "figure.png")[0] == 1200
    assert pixels(folder / "figure-390.png")[0] == 390
    assert pixels(folder / "card.png") == (1200, 630)
    assert bundle.events == len(WANTED)
    assert sum(record["counts"]["left_out"].values()) + bundle.events == len(ROWS)


def test_nothing_that_was_filtered_out_and_no_path_in_any_byte(made):
    folder, _ = made
    seen = list(unpacked(folder))
    assert any(name.startswith("figure.docx:") for name, _ in seen)
    assert any(name.startswith("events.xlsx:") for name, _ in seen)
    for name, data in seen:
        for word in (CANARY, CANARY.lower(), "canaryuser", "/home/", str(folder.parent)):
            assert word.encode() not in data, (name, word)


def test_the_canary_is_found_where_it_is_not_filtered_out(tmp_path):
    # Without this, the test above could pass because the words never reach a file at all.
    make(tmp_path / "all", filters=Filters(status=("planned",)))
    found = {name for name, data in unpacked(tmp_path / "all") if CANARY.encode() in data}
    assert {"figure.html", "figure.md", "events.csv", "events.geojson", "map.html", "figure.docx:word/document.xml"} <= found


def test_same_bytes_again_over_the_old_bundle_and_in_any_order(made, tmp_path):
    folder, _ = made
    (tmp_path / "again").mkdir()
    for name in BUNDLE_FILES:
        (tmp_path / "again" / name).write_text(CANARY)
    make(tmp_path / "again", rows=ROWS[::-1])
    for name in BUNDLE_FILES:
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes(), name


def test_data_files_hold_exactly_the_events_shown(made):
    folder, _ = made
    assert {r["id"] for r in csv.DictReader(io.StringIO((folder / "events.csv").read_text("utf-8")))} == WANTED
    assert {f["id"] for f in json.loads((folder / "events.geojson").read_text("utf-8"))["features"]} == WANTED
    book = openpyxl.load_workbook(folder / "events.xlsx")
    assert {r[0] for r in book["Events"].iter_rows(min_row=3, values_only=True)} == WANTED


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def tags(text):
    page = Page()
    page.feed(text)
    return page.tags


def test_figure_page_has_no_script_and_asks_for_nothing(made):
    text = (made[0] / "figure.html").read_text("utf-8")
    found = tags(text)
    assert not [t for t, _ in found if t in {"script", "iframe", "object", "embed"}]
    loaded = [a.get("src") or a.get("srcset") for t, a in found if t in {"img", "source"}] + [a["href"] for t, a in found if t == "link"]
    assert loaded
    assert all(v.startswith("data:") for v in loaded)
    assert not [k for _, a in found for k in a if k.startswith("on")]
    assert "default-src 'none'" in text
    image = next(a for t, a in found if t == "img")
    assert "Map of 4 events" in image["alt"]  # one of the five has no place
    assert {a["scope"] for t, a in found if t == "th"} == {"col", "row"}
    assert len([t for t, _ in found if t == "tr"]) == 1 + len(WANTED)
    assert all(a["href"].startswith("https://example.org/") for t, a in found if t == "a" and ":" in a["href"])


def test_snippet_is_a_picture_and_a_frame_that_is_shut_in(made):
    found = tags((made[0] / "snippet.html").read_text("utf-8"))
    frame = next(a for t, a in found if t == "iframe")
    assert frame["sandbox"] == "allow-scripts allow-popups allow-downloads"
    assert frame["title"]
    names = [t for t, _ in found]
    assert names.index("img") < names.index("iframe")
    assert names.index("details") < names.index("iframe")


def test_hostile_text_stays_text_in_markdown(made):
    text = (made[0] / "figure.md").read_text("utf-8")
    line = next(part for part in text.splitlines() if "evil" in part and part.startswith("|"))
    assert len(re.findall(r"(?<!\\)\|", line)) == 10
    assert not re.search(r"(?<!\\)[<`\[]", line)
    assert "\u202e" not in text


def test_word_file_has_the_text_for_the_blind_and_a_table_to_edit(made):
    import docx

    document = docx.Document(made[0] / "figure.docx")
    properties = document.inline_shapes[0]._inline.docPr
    assert properties.get("descr") == made[1].words.alt
    assert [c.text for c in document.tables[0].rows[0].cells][:3] == ["Date", "Place", "What"]
    assert len(document.tables[0].rows) == 1 + len(WANTED)
    assert document.core_properties.author == "geomap"


def test_without_python_docx_the_bundle_says_so_and_leaves_no_old_one(made, tmp_path, monkeypatch):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "figure.docx").write_text(CANARY)
    (tmp_path / "out" / "figure.json").write_text("{}")
    monkeypatch.setitem(sys.modules, "docx", None)
    bundle = make(tmp_path / "out")
    assert not (tmp_path / "out" / "figure.docx").exists()
    assert "geomap[documents]" in bundle.skipped[0]


def test_caption_says_what_when_how_exact_who_and_what_is_missing(made):
    caption = " ".join([*made[1].words.caption, made[1].words.sources])
    for part in (
        "5 events, 4 of them drawn at 3 places, 6 – 30 June 2017", "from 2017 to the last day", "Battles (5)", "to a named place (3)", "to a governorate (1)",
        "to no place finer than the country (1)", "to the day (4)", "to the month (1)", "1 event is claimed", "1 without a place", "1 told as planned",
        "1 that do not meet the conditions", "1 rejected by a person", "of 9 articles: 2 could not be read, 3 in languages that are not coded and 1 copies",
        "Outlet A (4)", "4 of 5 events unreviewed",
    ):  # fmt: skip
        assert part in caption, part


def test_public_takes_what_was_accepted_and_nothing_else(tmp_path):
    bundle = make(tmp_path / "p", filters=Filters(since="2017", public=True), as_of="2030-01-01")
    assert bundle.events == 1
    assert bundle.words.stamp == ""
    assert not bundle.unreviewed_public


def test_public_without_anything_accepted_is_stamped_in_every_page(tmp_path):
    rows = [row(1), row(2, review="disputed", quote=CANARY, outlets=CANARY)]
    bundle = make(tmp_path / "p", rows=rows, filters=Filters(public=True), as_of="2030-01-01")
    assert bundle.unreviewed_public
    for name in ("figure.html", "figure.md", "snippet.html", "figure.svg", "map.html", "figure.json"):
        assert b"nreviewed: coded from articles by machine" in (tmp_path / "p" / name).read_bytes(), name
    assert not [n for n, data in unpacked(tmp_path / "p") if CANARY.encode() in data]


def test_nothing_is_written_where_nothing_is_left(tmp_path):
    assert make(tmp_path / "none", filters=Filters(since="2030")) is None
    assert not (tmp_path / "none").exists()


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="other things"):
        make(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
    make(tmp_path, force=True, figure=FigureOptions(labels="none"))
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "file:///etc/passwd", "C:\\Users\\x", "http://[x", "https://u:p@example.org/", "https://a b/", None, "//x.org"])
def test_only_web_addresses_are_linked(bad):
    assert web_address(bad) is None


def test_table_says_how_exact_each_row_is():
    cells = {r.cells[1]: r.cells for r in table_rows(frame_from_rows(ROWS[:4]))}
    assert cells["Raqqa, Idlib (in the governorate)"][0] == "6 – 30 June 2017 (known to the month)"
    assert cells["not known"][5] == "3 to 5"


def test_command_writes_the_bundle_and_says_that_nothing_is_reviewed(tmp_path):
    (tmp_path / "run").mkdir()
    write_geojson(tmp_path / "run" / "events.geojson", frame_from_rows([row(1), row(2)]))
    (tmp_path / "run" / "run.json").write_text(json.dumps(RECORD))
    done = CliRunner().invoke(embed, [str(tmp_path / "run"), "--public", "--as-of", "2030-01-01", "-o", str(tmp_path / "out")], standalone_mode=False)
    assert done.exception is None
    assert done.return_value == 0
    assert "no event has been accepted" in done.stderr
    assert len(done.stdout.splitlines()) == len(BUNDLE_FILES)
    recent = CliRunner().invoke(embed, [str(tmp_path / "run"), "--public", "-o", str(tmp_path / "no")], standalone_mode=False)
    assert recent.return_value == 4
    assert "see --as-of" in recent.stderr
    none = CliRunner().invoke(embed, [str(tmp_path / "run"), "--since", "2030", "-o", str(tmp_path / "no")], standalone_mode=False)
    assert none.return_value == 4
