"""The harm policy: what public output takes from an event it takes from every column, every format and every byte."""

import base64
import gzip
import json
import re
import sqlite3
import zipfile
import zlib
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.cli.main import group
from geomap.errors import InputError
from geomap.io.geojson import flat_rows, read_geojson, write_geojson
from geomap.maps.eventmap import EventMap
from geomap.maps.filters import Filters
from geomap.maps.harm import public_edition
from geomap.maps.inline import data_block
from geomap.pipeline import RunOptions, run_pipeline
from geomap.pipeline.outputs import write_outputs
from geomap.tables.harm import ACTIONS, HarmPolicy, load_harm_policy

CLINIC = """Clinic in Kafr Takharim hit as shelling goes on

10 March 2019

On Saturday, army shells hit the Zambaq clinic in Kafr Takharim, killing three people, among them Samirah Qanbari, an eight-year-old girl.

On 4 March, warplanes bombed a shelter in Maar Shurin, killing two civilians. Jamil Tawilah, a farmer, said the families had been hiding there for a week.

On 2 March, rebels clashed with government troops in Kafr Takharim. On 1 March, shells struck Ariha, killing one person.
"""
TODAY = "Fighters move\n\n10 March 2019\n\nIslamic State fighters captured the village of Sha'fah from the Syrian Democratic Forces today, 10 March 2019.\n"
OLD = """Truck bomb in Azaz

12 January 2016

On 11 January 2016, a car bomb exploded in Azaz, killing seven people, the Syrian Observatory for Human Rights said.
Rebels clashed with Islamic State fighters near Marea on the same day.
"""
ROWS = """file,published,outlet,title,url
zambaq.txt,2019-03-10,Orontes Daily,Clinic in Kafr Takharim hit,https://example.org/kafr-takharim-zambaq-clinic
today.txt,2019-03-10,Orontes Daily,,https://example.org/shafah
old.txt,2016-01-12,Barada Post,,https://example.org/azaz
"""
CANARIES = ("takharim", "zambaq", "samirah", "qanbari", "jamil", "tawilah", "shurin", "sha'fah", "shafah", "sha’fah")
AS_OF = "2019-03-11"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The canary articles, coded."""
    folder = tmp_path_factory.mktemp("canary")
    for name, text in {"zambaq.txt": CLINIC, "today.txt": TODAY, "old.txt": OLD, "articles.csv": ROWS}.items():
        (folder / name).write_text(text, "utf-8")
    write_outputs(run_pipeline(RunOptions((folder,))), folder / "out")
    return folder / "out"


@pytest.fixture(scope="module")
def events(run):
    return read_geojson(run / "events.geojson")


def png_texts(data: bytes):
    at = 8
    while at < len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        if kind in (b"tEXt", b"iTXt"):
            yield body
        elif kind == b"zTXt":
            yield zlib.decompress(body.split(b"\0", 1)[1][1:])
        at += 12 + size


def pdf_streams(data: bytes):
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(stream)
        except zlib.error:
            continue


def archive_members(data: bytes):
    with zipfile.ZipFile(BytesIO(data)) as packed:
        yield from (packed.read(n) for n in packed.namelist())


def base64_texts(data: bytes):
    for found in re.findall(rb"[A-Za-z0-9+/]{200,}", data):
        yield base64.b64decode(found + b"=" * (-len(found) % 4))


OPENERS = {b"PK\x03\x04": archive_members, b"%PDF": pdf_streams, b"\x89PNG": png_texts, b"\x1f\x8b": lambda data: [gzip.decompress(data)]}


def blobs(data: bytes, depth: int = 0):
    """A file's bytes and all that is packed in them: archives, streams, chunks, and base64 in texts."""
    yield data
    opener = next((f for head, f in OPENERS.items() if data.startswith(head)), base64_texts)
    for part in opener(data) if depth < 4 else ():
        yield from blobs(part, depth + 1)


def texts(path: Path):
    """Everything a file says, as lower-case text, escapes of JSON and XML undone."""
    for blob in blobs(path.read_bytes()):
        text = blob.decode("utf-8", errors="replace")
        text = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)
        yield text.replace("&#x27;", "'").replace("&apos;", "'").lower()
        yield blob.replace(b"\0", b"").decode("latin-1").lower()
    if path.suffix == ".gpkg":
        with closing(sqlite3.connect(path)) as db:
            tables = [r[0] for r in db.execute("select name from sqlite_master where type = 'table'")]
            yield "\n".join(str(row) for t in tables for row in db.execute(f'select * from "{t}"')).lower()


def traces(path: Path, wanted) -> list[str]:
    return sorted({c for text in texts(path) for c in wanted if c in text})


@pytest.fixture(scope="module")
def coordinates(events, tmp_path_factory):
    """Coordinates that only treated events have, as any writer would write them, without numbers that stand in every map."""
    shown = public_edition(events, as_of=AS_OF).events
    other = tmp_path_factory.mktemp("other") / "map.html"
    other.write_text(EventMap(events[events["place"] == "Azaz"]).page(), "utf-8")
    left = {str(v) for name in ("longitude", "latitude") for v in shown[name].dropna()}
    found = {str(v) for name in ("longitude", "latitude") for v in events[name].dropna()} - left
    return sorted(found - set(traces(other, found)))


def test_the_run_itself_has_what_the_public_edition_must_not_have(run, events, coordinates):
    """Else the tests below would prove nothing."""
    assert set(traces(run / "events.geojson", CANARIES)) >= {"takharim", "zambaq", "samirah", "qanbari", "shurin", "sha'fah"}
    assert set(traces(run / "map.html", CANARIES)) >= {"takharim", "zambaq", "samirah"}
    assert "takharim" in traces(run / "events.gpkg", CANARIES)
    assert "takharim" in traces(run / "events.parquet", CANARIES) or "takharim" in str(events["place"].tolist()).lower()
    assert {"Kafr Takharim", "Maar Shurin", "al-Sha'fah", "Azaz", "Ariha"} <= set(events["place"])
    assert len(coordinates) >= 4
    assert traces(run / "map.html", coordinates) == coordinates


def test_what_is_packed_in_a_page_is_unpacked_by_these_tests(tmp_path):
    """Large maps carry their data as gzip in base64; a workbook may be embedded in a page."""
    path = tmp_path / "page.html"
    filler = [f"{n * 7919 % 10_007}" for n in range(400)]  # else it packs to next to nothing
    path.write_text(data_block({"places": ["Zambaq", *filler]}, gzip_above=0), "utf-8")
    assert b"Zambaq" not in path.read_bytes()
    assert traces(path, CANARIES) == ["zambaq"]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("x.xml", "Samirah " + " ".join(filler))
    path.write_text(f'<a href="data:application/zip;base64,{base64.b64encode(packed.getvalue()).decode()}">x</a>', "utf-8")
    assert traces(path, CANARIES) == ["samirah"]


def invoke(*arguments):
    done = CliRunner().invoke(group, [str(a) for a in arguments])
    assert done.exit_code in (0, None), done.output
    return done.output


def test_no_canary_in_any_byte_of_the_public_bundle(run, coordinates, tmp_path):
    told = invoke("embed", run, "-o", tmp_path / "bundle", "--public", "--as-of", AS_OF)
    assert "no event has been accepted by a person" in told
    for file in sorted((tmp_path / "bundle").iterdir()):
        assert traces(file, CANARIES) == [], file.name
        assert traces(file, coordinates) == [], file.name
    assert "azaz" in traces(tmp_path / "bundle" / "events.xlsx", ["azaz"])
    record = json.loads((tmp_path / "bundle" / "figure.json").read_text("utf-8"))
    policy = record["harm_policy"]
    assert policy["as_of"] == AS_OF
    assert (policy["generalised"], policy["delayed"]) == (1, 3)
    assert record["unreviewed"] is True
    assert record["counts"]["left_out"]["delayed or withheld by the harm policy"] == 3
    for name in ("figure.md", "figure.html", "figure.svg", "map.html"):
        assert any("1 generalised to the governorate" in t and "3 delayed" in re.sub(r"\s+", " ", t) for t in texts(tmp_path / "bundle" / name)), name


@pytest.mark.parametrize("ending", ["geojson", "csv", "gpkg", "parquet", "xlsx", "kml", "jsonl"])
def test_no_canary_in_any_export(run, coordinates, tmp_path, ending):
    path = tmp_path / f"public.{ending}"
    told = invoke("export", run, "-o", path, "--public", "--as-of", AS_OF)
    assert "unreviewed" in told
    assert traces(path, [*CANARIES, *coordinates]) == []
    if ending == "parquet":
        import geopandas as gpd

        shown = gpd.read_parquet(path)
        assert not any(c in str(shown.drop(columns="geometry").to_dict("list")).lower() for c in CANARIES)


@pytest.mark.parametrize("collection", ["acled", "ucdp"])
def test_no_canary_in_rows_of_other_collections(run, tmp_path, collection):
    invoke("export", run, "-o", tmp_path / "public.csv", "--as", collection, "--public", "--as-of", AS_OF)
    for file in tmp_path.iterdir():
        assert traces(file, CANARIES) == [], file.name


def accepted_run(events, folder):
    """The same events, accepted by a person."""
    folder.mkdir()
    write_geojson(folder / "events.geojson", events.assign(review="accepted"))
    return folder


def test_no_canary_on_a_public_map_or_figure(events, coordinates, tmp_path):
    folder = accepted_run(events, tmp_path / "run")
    invoke("map", folder, "-o", tmp_path / "map.html", "--public", "--as-of", AS_OF)
    told = invoke("figure", folder, "-o", tmp_path / "f.png", "-o", tmp_path / "f.svg", "--public", "--as-of", AS_OF)
    assert "1 generalised to the governorate" in told
    for name in ("map.html", "f.png", "f.svg"):
        assert traces(tmp_path / name, [*CANARIES, *coordinates]) == [], name
    assert any("public edition" in text for text in texts(tmp_path / "map.html"))


def test_a_filter_tells_nothing_of_where_a_generalised_event_was(events):
    """Filters act on the edition: asking for the village or a box around it finds nothing."""
    edition = public_edition(events, as_of=AS_OF)
    from geomap.maps.filters import filter_events, near

    shurin = events[events["place"] == "Maar Shurin"].iloc[0]
    box = near(shurin["longitude"], shurin["latitude"], 2)
    assert len(filter_events(events, Filters(bbox=box))) == 1
    assert len(filter_events(edition.events, Filters(bbox=box))) == 0
    assert len(filter_events(edition.events, Filters(place=("Maar Shurin",)))) == 0


def test_without_a_day_the_recent_is_withheld_and_it_is_said(run, tmp_path):
    told = invoke("export", run, "-o", tmp_path / "x.csv", "--public")
    assert "no --as-of: ages are counted from 2019-03-10" in told
    assert traces(tmp_path / "x.csv", CANARIES) == []
    later = invoke("export", run, "-o", tmp_path / "y.csv", "--public", "--as-of", "2020-01-01")
    assert "delayed" not in later
    assert "no --as-of" not in later


def test_delay_ends(events):
    assert "al-Sha'fah" not in set(public_edition(events, as_of="2019-03-20").events["place"])
    assert "al-Sha'fah" in set(public_edition(events, as_of="2019-03-25").events["place"])


def test_what_is_generalised_has_no_finer_column_left(events):
    edition = public_edition(events, as_of="2020-01-01")
    rows = {r["id"]: r for r in flat_rows(edition.events)}
    assert len(edition.generalised) == 3  # clinic, shelter, and the clash that the same article puts at the clinic's place
    for row in (rows[i] for i in edition.generalised):
        assert (row["place"], row["admin1"], row["precision"], row["geo_precision"]) == ("Idlib", "Idlib", "admin1", 3)
        assert [row[k] for k in ("place_id", "feature_code", "admin2", "admin3", "admin2_pcode", "admin3_pcode")] == [None] * 6
        assert (row["quote"], row["place_reason"], row["merge_reason"]) == ("", "", "")
        assert row["radius_km"] > 20
        for told in json.loads(row["reports_json"]):
            assert [told[k] for k in ("quote", "title", "url", "article", "why_here", "claimant")] == ["", None, None, None, None, None]
            assert told["outlet"] == "Orontes Daily"
    assert rows[next(iter(set(events[events["place"] == "Azaz"]["id"])))]["quote"].endswith("Human Rights said.")


def test_words_of_an_article_go_together(events):
    edition = public_edition(events, as_of="2020-01-01")
    ariha = events[events["place"] == "Ariha"]["id"].iloc[0]
    assert ariha in edition.unquoted - edition.generalised
    row = next(r for r in flat_rows(edition.events) if r["id"] == ariha)
    assert (row["place"], row["quote"]) == ("Ariha", "")


def test_same_edition_in_any_order_and_input_unchanged(events):
    before = events.copy(deep=True)
    one, other = public_edition(events, as_of=AS_OF), public_edition(events.iloc[::-1], as_of=AS_OF)
    assert sorted(map(str, flat_rows(one.events))) == sorted(map(str, flat_rows(other.events)))
    assert (one.generalised, one.unquoted, one.delayed, one.reasons) == (other.generalised, other.unquoted, other.delayed, other.reasons)
    assert flat_rows(before) == flat_rows(events)


def test_an_edition_of_an_edition_is_the_same(events):
    once = public_edition(events, as_of="2020-01-01")
    assert flat_rows(public_edition(once.events, as_of="2020-01-01").events) == flat_rows(once.events)


@settings(max_examples=25, deadline=None)
@given(day=st.dates().map(str), kept=st.sets(st.integers(0, 6)))
def test_nothing_appears_that_was_not_there_and_every_event_is_accounted_for(events, day, kept):
    part = events.iloc[sorted(kept)]
    edition = public_edition(part, as_of=day)
    assert set(edition.events["id"]) <= set(part["id"])
    assert len(part) == len(edition.events) + edition.delayed + edition.withheld
    assert edition.generalised <= edition.unquoted <= set(edition.events["id"])


def policy_file(tmp_path, *rows):
    path = tmp_path / "policy.csv"
    path.write_text("object,kind,feature,words,younger_than_days,action,reason\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def test_a_users_policy_and_a_row_that_keeps(events, tmp_path):
    nothing = load_harm_policy(policy_file(tmp_path, "x,,,,,keep,nothing fits"))
    assert flat_rows(public_edition(events, nothing, as_of=AS_OF).events) == flat_rows(events)
    bundled = load_harm_policy()
    spared = HarmPolicy((replace(bundled.rules[0], kinds=frozenset({"Shelling/artillery/missile attack"}), action="keep"), *bundled.rules))
    edition = public_edition(events, spared, as_of="2020-01-01")
    clinic = events[events["object"] == "health"]["id"].iloc[0]
    assert clinic in set(edition.events["id"])
    strict = load_harm_policy(policy_file(tmp_path / "..", ",,,,,withhold,all"))
    assert len(public_edition(events, strict).events) == 0


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",,,,,hide,x", "hide"), (",,,,ten,coarsen,x", "ten"), (",,,,,delay,x", "younger_than_days"), (",,,,,coarsen,", "reason"),
        (",,,<nobody>,,coarsen,x", "<nobody>"),
    ],
)  # fmt: skip
def test_a_policy_that_cannot_be_used_is_refused_by_row(tmp_path, row, said):
    with pytest.raises(InputError, match=re.escape(said)):
        load_harm_policy(policy_file(tmp_path, row))


@pytest.mark.parametrize("day", ["yesterday", "2019-3-1", "2019", "2019-02-30"])
def test_a_day_that_is_none_is_refused(events, day):
    with pytest.raises(InputError, match="as-of"):
        public_edition(events, as_of=day)


@pytest.mark.parametrize("flag", [("--as-of", "2020-01-01"), ("--harm-policy", "pyproject.toml")])
def test_the_policy_belongs_to_public_output(run, tmp_path, flag):
    done = CliRunner().invoke(group, ["export", str(run), "-o", str(tmp_path / "x.csv"), *flag])
    assert done.exit_code != 0
    assert not (tmp_path / "x.csv").exists()


def test_every_rule_of_the_bundled_policy_has_a_reason_and_every_kind_asked_for_is_there():
    rules = load_harm_policy().rules
    assert {r.action for r in rules} <= set(ACTIONS)
    said = " ".join(r.words.pattern for r in rules if r.words).lower()
    for word in ("clinic", "shelter", "camp", "aid", "detention", "rape", "girl"):
        assert word in said
    assert {o for r in rules for o in r.objects} >= {"health", "camp", "aid", "prison", "school"}
    assert {k for r in rules for k in r.kinds} >= {"Sexual violence", "Arrests", "Battles"}
    assert [r.younger_than_days for r in rules if r.action == "delay"] == [14, 14, 3]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Umm Khalid said nothing was left", True), ("the mother of Rami Haddad", True), ("Layla Darwish, 34, was hurt", True), ("a boy aged 7", True),
        ("nurse Hala Jaber", True), ("said Omar al-Sayed", True), ("the army shelled Ariha", False), ("three soldiers died", False),
        ("the Syrian Observatory for Human Rights said", False),
    ],
)  # fmt: skip
def test_private_persons_and_children_are_known_by_how_they_are_named(text, named):
    rules = [r for r in load_harm_policy().rules if r.action == "drop-quote" and r.words]
    assert any(r.words.search(text) for r in rules) is named
