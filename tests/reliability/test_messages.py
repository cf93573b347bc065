"""Every message that geomap raises on purpose says what to do besides what is wrong, and shows a value or a place."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import geomap
from geomap import errors
from geomap.errors import GazetteerError, GeomapError, InputError
from geomap.pipeline.options import options_from_project
from geomap.places.loaders import read_house_names

PACKAGE = Path(str(geomap.__file__)).parent
ADVICE = re.compile(r"; |\? |\?$|: (give|choose|write|add|leave|make|keep|name)\b|\b(give|choose|write) |none of \{\}|, as #?\d|, 1 to \{\}|scope (is|mention|\{\} or)|of scope \{\}")
"""A step, an example, or the values that would do."""
BUILT = re.compile(r"(\{\}[ :]*|, line |this decision does not fit the run: |the figure was drawn \{\} control \{\}: \{\} --\{\})+")
"""Put together from a message that is made elsewhere."""
WITHOUT_VALUE = {"no input", "Leaflet is not installed", "decisions of people", "--public takes", "--facts and", "closest_pair", "timeline: no", "map's figure", "the country outline", "a part of the page", "--cluster needs", "--as-of and", "--extent, --gov"}
"""Beginnings of messages about something that is not there, or about a word of the command line that they name."""


@cache
def messages() -> tuple[tuple[str, str, int], ...]:
    return tuple(_messages())


def _messages() -> Iterator[tuple[str, str, int]]:
    """Where a message stands, its fixed words, and how many values it shows; those that are built elsewhere are left out."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name)):
                continue
            if node.exc.func.id not in errors.__all__ or not node.exc.args:
                continue
            where = f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}"
            message = node.exc.args[0]
            if isinstance(message, ast.JoinedStr):
                words = "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in message.values)
                yield where, words, sum(isinstance(p, ast.FormattedValue) for p in message.values)
            elif isinstance(message, ast.Constant):
                yield where, str(message.value), 0


def test_every_message_says_what_to_do() -> None:
    found = messages()
    assert len(found) > 200
    assert [(where, words) for where, words, _ in found if not ADVICE.search(words) and not BUILT.fullmatch(words)] == []


def test_every_message_shows_a_value_or_names_what_is_missing() -> None:
    assert [(where, words) for where, words, values in messages() if not values and not any(b in words for b in WITHOUT_VALUE)] == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('inputs = "articles"', ("inputs", "'articles'", "list in brackets")), ("inputs = [1]", ("inputs", "[1]", "list of texts")),
        ("jobs = true", ("jobs", "True", "whole number")), ("parser = 1", ("parser", "1", "true or false")), ("titel = 'x'", ("'titel'", "title")),
        ("[limits]\narticle_bites = 1", ("article_bites", "article_bytes")), ("[limits]\narticle_bytes = 0", ("article_bytes", "0", "positive")),
        ("[limits", ("geomap init",)),
    ],
)  # fmt: skip
def test_a_wrong_line_of_a_project_is_told_with_file_key_value_and_what_is_right(tmp_path: Path, line: str, told: tuple[str, ...]) -> None:
    (tmp_path / "geomap.toml").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        options_from_project(tmp_path / "geomap.toml")
    assert all(part in str(error.value) for part in ("geomap.toml", *told)), str(error.value)


def test_a_project_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read .*geomap init"):
        options_from_project(tmp_path / "geomap.toml")


@pytest.mark.parametrize(("text", "told"), [("name\nIdlib\n", "no column show; it needs name and show"), ("name,show\nIdlib,\n", "line 2: give both"), ('name,show\n"a,b\n', "quotes")])
def test_a_table_of_names_is_told_what_it_lacks(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "names.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError, match=told) as error:
        read_house_names(path)
    assert str(path) in str(error.value)


def test_every_error_is_one_that_a_caller_can_catch() -> None:
    assert all(issubclass(getattr(errors, name), GeomapError) for name in errors.__all__)
