"""The tray of articles and the check of their bytes, on the command line."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.articles import Check, articles_table, read_articles, verify

from geomap.cli.articles import articles, verify as verify_command  # isort: skip
from geomap.errors import InputError
from geomap.tables.office_holders import load_office_holders
from geomap.tables.outlets import AFFILIATIONS, load_outlets

TEXT = "Sat 13 Oct 2018 Shells fell on a village south of the city, residents said. The army did not comment on the report."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "articles"
    root.mkdir()
    (root / "a.txt").write_text(TEXT, encoding="utf-8")
    (root / "b.txt").write_text("On May 3 shells fell on the town, residents said.", encoding="utf-8")
    return root


def test_table_comes_back_the_same(folder: Path) -> None:
    read = list(read_articles([folder]))
    (folder / "articles.csv").write_text(articles_table(read), encoding="utf-8")
    again = list(read_articles([folder]))
    assert [(a.published, a.outlet, a.title) for a in again] == [(a.published, a.outlet, a.title) for a in read]
    assert again[0].published_reason.endswith("so says articles.csv, line 2")
    assert [r["published"] for r in csv.DictReader(io.StringIO(articles_table(read)))] == ["2018-10-13", ""]


def test_formulas_do_not_run_in_a_spreadsheet(folder: Path) -> None:
    (folder / "articles.csv").write_text('file,title\na.txt,"=HYPERLINK(1)"\n', encoding="utf-8")
    table = articles_table(list(read_articles([folder])))
    assert next(r["title"] for r in csv.DictReader(io.StringIO(table))) == "'=HYPERLINK(1)"
    (folder / "articles.csv").write_text(table, encoding="utf-8")
    assert next(a.title for a in read_articles([folder])) == "=HYPERLINK(1)"


def test_command_lists_and_writes(folder: Path) -> None:
    out = folder / "articles.csv"
    done = CliRunner().invoke(articles, [str(folder), "-o", str(out)], standalone_mode=False)
    assert done.return_value == 0
    assert done.stdout.splitlines()[1].split("\t")[:3] == ["a", "2018-10-13", "day"]
    assert out.read_text(encoding="utf-8").startswith("file,published,outlet,title,url,archive_url\na.txt,2018-10-13,")
    again = CliRunner().invoke(articles, [str(folder), "-o", str(out)], standalone_mode=False)
    assert isinstance(again.exception, InputError)


def test_command_json_and_rejections(folder: Path) -> None:
    (folder / "c.txt").write_bytes(b"")
    done = CliRunner().invoke(articles, [str(folder), "--json", "--undated"], standalone_mode=False)
    assert done.return_value == 3
    (record,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (record["id"], record["published"], record["published_precision"]) == ("b", None, "unknown")
    assert "rejected c.txt: empty" in done.stderr


def test_verify_names_what_changed(folder: Path) -> None:
    (folder / "t.jsonl").write_text(json.dumps({"id": "r1", "text": TEXT}), encoding="utf-8")
    read = list(read_articles([folder]))
    assert {c.state for c in verify(read, [folder])} == {"same"}
    (folder / "a.txt").write_text(TEXT + " ", encoding="utf-8")
    (folder / "b.txt").unlink()
    (folder / "t.jsonl").write_text(json.dumps({"id": "r1", "text": TEXT + "!"}), encoding="utf-8")
    checks = verify(read, [folder])
    assert all(isinstance(c, Check) for c in checks)
    assert [(c.id, c.state) for c in checks] == [("a", "changed"), ("b", "missing"), ("t.r1", "changed")]


def test_verify_command_names_reports(folder: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    records = [{"id": a.id, "file": a.file, "sha256": a.sha256} for a in read_articles([folder])]
    (run / "articles.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    (run / "reports.jsonl").write_text(json.dumps({"id": "r123", "article": "a"}), encoding="utf-8")
    assert CliRunner().invoke(verify_command, [str(run), str(folder)], standalone_mode=False).return_value == 0
    (folder / "a.txt").write_text("other words", encoding="utf-8")
    done = CliRunner().invoke(verify_command, [str(run), str(folder)], standalone_mode=False)
    assert done.return_value == 3
    assert "1 reports: r123" in done.stdout


def test_tables_hold_together() -> None:
    outlets, holders = load_outlets(), load_office_holders()
    assert {o.affiliation for o in outlets.by_key.values()} <= AFFILIATIONS
    assert all(outlets.named(o.name) is o and all(outlets.at(f"https://www.{d}/x") is o for d in o.domains) for o in outlets.by_key.values())
    assert all(t.last is None or t.first <= t.last for t in holders.tenures)
    assert outlets.affiliation("south front") == "russia"
    assert outlets.affiliation("Reuters") is None
    assert outlets.at("https://notsana.sy.example.org/") is None


def test_table_of_a_user_is_checked(tmp_path: Path) -> None:
    bad = tmp_path / "outlets.csv"
    columns = "outlet,kind,domains,aliases,affiliation,language,date_order,terrorists,militants,army,regime,organization,basis"
    bad.write_text(f"{columns}\nX,site,x.org,,martians,en,,,,,,,\n", encoding="utf-8")
    with pytest.raises(InputError, match="martians"):
        load_outlets(bad)
    bad.write_text("name,kind,words,from,to,basis\nX,office,X,yesterday,,k\n", encoding="utf-8")
    with pytest.raises(InputError, match="yesterday"):
        load_office_holders(bad)
