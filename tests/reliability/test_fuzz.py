"""Every reader meets damaged input with an answer or a `GeomapError`; inputs that once brought out something else are tried again."""

from pathlib import Path

import pytest

from tests.reliability.fuzz import FOUND, attempt, fuzz
from tests.reliability.mutation import input_of
from tests.reliability.seeds import seeds
from tests.reliability.targets import TARGETS

SHORT = {"pdf": 2, "geopackage": 15, "html": 20, "mhtml": 20, "zip": 20, "coding": 20}
"""Inputs of the targets that are slow; the others take more."""


@pytest.mark.parametrize("target", TARGETS)
def test_only_geomap_errors_come_out(target: str, tmp_path: Path) -> None:
    count = len(seeds(target)) + SHORT.get(target, 60)
    done = fuzz(target, tmp_path, count=count)
    assert done["inputs"] == count
    assert [found["what"] for found in done["uncaught"]] == []


@pytest.mark.parametrize("path", sorted(FOUND.glob("*.bin")), ids=lambda p: p.stem)
def test_found_inputs_stay_mended(path: Path, tmp_path: Path) -> None:
    target = path.stem.rpartition("-")[0].replace("-", " ")
    assert target in TARGETS
    assert attempt(target, path.read_bytes(), tmp_path) is None


def test_an_input_is_made_again_from_its_number() -> None:
    sounds = seeds("docx")
    first = [input_of(sounds, "docx", n) for n in range(40)]
    assert first == [input_of(sounds, "docx", n) for n in range(40)]
    assert len(set(first)) > 30


def test_what_escapes_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(data: bytes, folder: Path) -> None:
        raise IndexError("beyond the end")

    monkeypatch.setitem(TARGETS, "names", broken)
    done = fuzz("names", tmp_path, count=3)
    assert len(done["uncaught"]) == 1
    assert done["uncaught"][0]["what"].startswith("IndexError: beyond the end")
