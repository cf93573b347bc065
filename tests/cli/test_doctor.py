"""`geomap doctor` finds what is wrong, says it in words, and answers with the exit code of its kind."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli.doctor import doctor
from geomap.pipeline import doctor as checks
from geomap.store import Store


def run(*words: str | Path) -> tuple[int, dict[str, dict[str, str]]]:
    done = CliRunner().invoke(doctor, [*map(str, words), "--json"], standalone_mode=False)
    assert done.exception is None, done.output
    return done.return_value, {f["check"]: f for f in json.loads(done.stdout)}


def test_a_sound_installation_is_well(tmp_path):
    with Store(tmp_path / "s.sqlite"):
        pass
    code, found = run("--store", tmp_path / "s.sqlite", "-o", tmp_path / "not" / "yet")
    assert code == 0, [f for f in found.values() if f["state"] == "fault"]
    assert found["store"]["detail"].startswith("whole, schema 1")
    assert found["gazetteer"]["state"] == found["basemap"]["state"] == found["control facts"]["state"] == "ok"
    assert not (tmp_path / "not").exists()


def test_nothing_is_changed_by_looking(tmp_path):
    with Store(tmp_path / "s.sqlite"):
        pass
    before = (tmp_path / "s.sqlite").read_bytes()
    run("--store", tmp_path / "s.sqlite", "-o", tmp_path)
    assert (tmp_path / "s.sqlite").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["s.sqlite"]


def _newer(path: Path) -> None:
    with Store(path):
        pass
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 999")
    db.close()


def _foreign(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE t (x)")
    db.close()


@pytest.mark.parametrize(
    ("make", "words"),
    [(_newer, "newer geomap"), (_foreign, "no store of geomap"), (lambda p: p.write_bytes(b"no store" * 99), "not a database"), (Path.mkdir, "no file")],
    ids=["newer", "other SQLite", "no SQLite", "folder"],
)
def test_a_store_that_cannot_be_used_is_5(tmp_path, make, words):
    make(tmp_path / "s.sqlite")
    code, found = run("--store", tmp_path / "s.sqlite", "-o", tmp_path)
    assert code == 5
    assert found["store"]["state"] == "fault"
    assert words in found["store"]["detail"]


def test_output_that_is_a_file_is_2(tmp_path):
    (tmp_path / "out").write_text("x")
    code, found = run("-o", tmp_path / "out")
    assert code == 2
    assert "no folder" in found["output"]["detail"]


def test_altered_data_is_5(tmp_path, monkeypatch):
    real = checks._data
    monkeypatch.setattr(checks, "_data", lambda folder, name: real(folder, name) + (b"\n" if name == "coast.geojson" else b""))
    code, found = run("-o", tmp_path)
    assert code == 5
    assert "coast.geojson differs" in found["basemap"]["detail"]


def test_a_package_that_is_too_old_is_1_and_a_missing_extra_a_note(tmp_path, monkeypatch):
    real = checks.metadata.version

    def version(name: str) -> str:
        if name == "spacy":
            raise checks.metadata.PackageNotFoundError(name)
        return "0.1" if name == "geopandas" else real(name)

    monkeypatch.setattr(checks.metadata, "version", version)
    code, found = run("-o", tmp_path)
    assert code == 1
    assert "geopandas>=1.1" in found["geopandas"]["detail"]
    assert found["spacy"]["state"] == "note"
    assert "geomap[parse]" in found["spacy"]["detail"]


def test_a_projects_files_are_read(tmp_path):
    (tmp_path / "geomap.toml").write_text('output = "out"\ngazetteers = ["mine.csv"]\ncorrections = "c.csv"\n')
    (tmp_path / "mine.csv").write_text("name,longitude,latitude\nHere,200,35\n")
    (tmp_path / "c.csv").write_text("nothing\n")
    code, found = run("--project", tmp_path)
    assert code == 5
    assert "line 2" in found["gazetteer file mine.csv"]["detail"]
    assert "no column" in found["corrections"]["detail"]
