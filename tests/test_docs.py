"""The documentation: links resolve, every page is listed, every command is one, the tutorial does what it says."""

import inspect
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner

import geomap
from geomap.cli.main import COMMANDS, group
from tests.evaluation.readme import PARTS, part, written
from tests.shared import ROOT

_LINK = re.compile(r"\]\((?P<to>[^)\s]+)\)")
_FENCE = re.compile(r"^(?P<fence>```+)(?P<kind>\w*)\n(?P<body>.*?)^(?P=fence)\s*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (?P<text>.+)$", re.MULTILINE)
PAGES = [
    *sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "gazetteer").rglob("*.md")),
    *sorted((ROOT / "examples").rglob("*.md")), *sorted((ROOT / ".github").rglob("*.md")),
]  # fmt: skip


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _anchors(page: Path) -> set[str]:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", m["text"].lower()).strip().replace(" ", "-") for m in _HEADING.finditer(text)}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_relative_link_resolves(page):
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    links = [m["to"] for m in _LINK.finditer(re.sub(r"`[^`\n]*`", "", text))]
    broken = []
    for link in links:
        to, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", to):
            continue
        target = (page.parent / to).resolve() if to else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in _anchors(target)):
            broken.append(link)
    assert not broken


def test_every_page_is_listed_in_the_index():
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / m["to"].partition("#")[0]).resolve() for m in _LINK.finditer(index.read_text(encoding="utf-8"))}
    pages = {p.resolve() for p in (ROOT / "docs").rglob("*.md")} - {index.resolve()}
    assert pages <= linked, sorted(p.name for p in pages - linked)


def _script(path: str) -> ModuleType:
    """A script of the documentation as a module."""
    made = spec_from_file_location(Path(path).stem, ROOT / path)
    assert made is not None
    assert made.loader is not None
    module = module_from_spec(made)
    made.loader.exec_module(module)
    return module


def test_the_reference_is_what_the_code_says():
    checked = subprocess.run([sys.executable, str(ROOT / "docs" / "reference" / "write.py"), "--check"], capture_output=True, text=True, check=False)  # as it is written
    assert checked.returncode == 0, f"run python docs/reference/write.py\n{checked.stdout}{checked.stderr}"


def _gaps(value: object, *, given_back: bool = True) -> list[str]:
    """What the docstring of a function leaves out: parameters, what is given back, errors that it raises itself."""
    text = inspect.getdoc(value) or ""
    given = inspect.signature(value)
    names = [p for p in given.parameters if p not in ("self", "cls")]
    lacks = [] if text else ["anything"]
    lacks += [p for p in names if not re.search(rf"^(?:\*?\*?\w+, )*\*?\*?{p}\b.* : ", text, re.MULTILINE) and f"**{p}" not in text]
    lacks += ["Parameters"] if names and "\nParameters\n---" not in text else []
    silent = given.return_annotation in (None, "None") or not given_back
    lacks += [] if silent or re.search(r"\n(Returns|Yields)\n---", text) else ["Returns"]
    raises = re.search(r"^\s+raise \w+Error\(", inspect.getsource(value), re.MULTILINE)
    return lacks + (["Raises"] if raises and "\nRaises\n---" not in text else [])


def _methods(value: type) -> dict[str, list[str]]:
    """What the docstrings of the public methods and properties of a class leave out."""
    found = {}
    for name, member in vars(value).items():
        inner = member.__func__ if isinstance(member, classmethod | staticmethod) else getattr(member, "fget", None) or getattr(member, "func", member)
        if not name.startswith("_") and inspect.isfunction(inner):
            found[name] = _gaps(inner, given_back=not isinstance(member, property | cached_property))
    return found


def _public() -> list[tuple[str, object]]:
    """Every public function, class and table, once, with its full name."""
    packages = ("geomap", "geomap.model", *_script("docs/reference/write.py").PACKAGES)
    named = {id(value): (f"{path}.{name}", value) for path in packages for name in import_module(path).__all__ if (value := getattr(import_module(path), name)) is not None}
    return sorted(named.values(), key=lambda one: one[0])


def test_every_public_name_tells_parameters_results_and_errors():
    gaps = {name: _gaps(value) for name, value in _public() if inspect.isfunction(value)}
    gaps |= {name: [] if inspect.getdoc(value) else ["anything"] for name, value in _public() if isinstance(value, type)}
    gaps |= {f"{name}.{method}": lacks for name, value in _public() if isinstance(value, type) for method, lacks in _methods(value).items()}
    assert len(gaps) > 150
    assert {name: lacks for name, lacks in gaps.items() if lacks} == {}


_QUANTITY = re.compile(r"(?:^|_)(?:radius|distance|accuracy|width|height|length|seconds|age|reach|longitude|latitude|near|area|tolerance|spacing|buffer|duration|delay)(?:_|$)")
_UNIT = re.compile(r"(?:_|\b)(?:km2?|mm?|km²|metres|days?|seconds|months?|years?|pixels|dpi|share|degrees|WGS84|EPSG:4326|[Ll]ongitude|lon)\b")


def _entries(value: object) -> Iterator[tuple[str, str]]:
    """Parameters and fields that a docstring names, each with all that is said of it."""
    for m in re.finditer(r"^(?P<names>[*\w, ]+) : (?P<told>[^\n]*\n?(?: {4}[^\n]*\n?)*)", inspect.getdoc(value) or "", re.MULTILINE):
        yield from ((name.strip(" *"), m["told"]) for name in m["names"].split(","))


def _quantities(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Lengths, times and coordinates among the parameters and fields of a public name, with what is said of each."""
    members = [m for n, m in vars(value).items() if not n.startswith("_") and inspect.isfunction(m)] if isinstance(value, type) else []
    for one in (value, *members):
        yield from ((f"{name}: {entry}", f"{entry} {told}") for entry, told in _entries(one) if _QUANTITY.search(entry))
    if isinstance(value, type) and is_dataclass(value):
        told = _script("docs/reference/write.py")._told(value)
        yield from ((f"{name}.{f.name}", f"{f.name} {told.get(f.name, '')}") for f in fields(value) if _QUANTITY.search(f.name))


def test_lengths_times_and_coordinates_name_their_unit():
    found = [quantity for name, value in _public() if inspect.isfunction(value) or isinstance(value, type) for quantity in _quantities(name, value)]
    assert len(found) > 15
    assert [name for name, told in found if not _UNIT.search(told)] == []
    assert not _UNIT.search("radius float Of the place.")
    assert _UNIT.search("radius_km float")


def test_the_site_holds_every_page_once():
    build = _script("docs/site/build.py")
    entries = [page for section in build.navigation() for part in section.values() for one in ([part] if isinstance(part, str) else part) for page in _values(one)]
    assert len(entries) == len(set(entries))
    assert {ROOT / e for e in entries} == {p for p in build.pages() if p.suffix == ".md"}


def _values(entry: str | dict[str, str]) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def test_lists_stand_apart_on_the_site_and_code_stays():
    parted = _script("docs/site/build.py").parted
    assert parted("Said:\n- one\n- two\n  more\n- three") == "Said:\n\n- one\n- two\n  more\n- three"
    assert parted("```sh\nx\n- y\n```") == "```sh\nx\n- y\n```"


def commands(page: Path) -> list[list[str]]:
    """Every `geomap ...` line of a page's shell blocks, fenced or indented, as words; pipes and comments apart."""
    text = page.read_text(encoding="utf-8")
    bodies = [m["body"] for m in _FENCE.finditer(text) if m["kind"] in ("", "sh", "bash", "console")]
    lines = [line for body in bodies for line in body.replace("\\\n", " ").splitlines()]
    lines += re.findall(r"^ {4}(geomap .*)$", _FENCE.sub("", text), re.MULTILINE)
    return [shlex.split(line.partition(" | ")[0], comments=True) for line in lines if line.strip().startswith("geomap ")]


def _parsed(words: list[str]) -> None:
    """Parse a command line as click would, without running it: unknown commands and options are errors, missing files are not."""
    command: click.Command = group
    context = click.Context(group, info_name="geomap")
    rest = words[1:]
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        inner = command.get_command(context, rest[0])
        assert inner is not None, f"no such command: {rest[0]}"
        command, rest = inner, rest[1:]
    known = {name for param in command.get_params(context) for name in (*param.opts, *param.secondary_opts)}
    for word in rest:
        if re.match(r"--?[a-z]", word):
            assert word.split("=")[0] in known, f"{' '.join(words)}: no option {word}"


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_command_of_a_page_is_one(page):
    for words in commands(page):
        _parsed(words)
    named = re.findall(r"`geomap ([a-z]+)", page.read_text(encoding="utf-8"))
    assert set(named) <= set(COMMANDS), page


def test_the_check_of_commands_knows_wrong_ones():
    with pytest.raises(AssertionError, match="no such command"):
        _parsed(["geomap", "paint", "output/"])
    with pytest.raises(AssertionError, match="no option --colour"):
        _parsed(["geomap", "map", "output/", "--colour", "red"])


def test_the_readme_runs_as_it_stands(tmp_path, monkeypatch, capsys):
    shutil.copytree(ROOT / "examples" / "articles", tmp_path / "examples" / "articles")
    monkeypatch.chdir(tmp_path)
    blocks = [m["body"] for m in _FENCE.finditer((ROOT / "README.md").read_text(encoding="utf-8")) if m["kind"] == "python"]
    assert len(blocks) == 1
    assert len(blocks[0].strip().splitlines()) <= 12
    exec(compile(blocks[0], "README.md", "exec"), {})
    assert "articles: 12 found = 12 read + 0 rejected" in capsys.readouterr().out
    assert "<html" in (tmp_path / "map.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("page", "name", "told"), PARTS, ids=[path for path, *_ in PARTS])
def test_what_is_said_of_accuracy_is_what_its_page_says(page, name, told):
    accuracy = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    text = (ROOT / page).read_text(encoding="utf-8")
    assert written(text, name, told(accuracy)) == text, "python -m tests.evaluation.readme --write"


def test_the_figure_of_the_sealed_set_is_read_from_its_own_table():
    accuracy = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    sealed = accuracy.partition("begin: events sealed")[2]
    precision = float(sealed.partition("| event precision |")[2].split("|")[2])
    assert f"(sealed) {100 - 100 * precision:.0f} % of the coded events" in part(accuracy)


def test_the_workflow_calls_what_make_knows_on_every_python_that_is_named():
    workflow = (ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = set(re.findall(r"run: make (\w+)", workflow))
    assert called == {"map", "test", "check", "rebuild", "docs"}
    assert [target for target in called if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []
    named = re.findall(r'"Programming Language :: Python :: (\d\.\d+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert re.findall(r'"(\d\.\d+)"', re.findall(r"python: \[(.*)\]", workflow)[0]) == named


def test_the_version_to_cite_is_that_of_the_package():
    assert f"\nversion: {geomap.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The one folder in which all tutorials are followed; each also stands alone, the store only saves time."""
    made = tmp_path_factory.mktemp("tutorials")
    shutil.copytree(ROOT / "examples" / "articles", made / "articles")
    return made


def _ran(line: str) -> str:
    if "REPORT" in line:
        line = line.replace("REPORT", _rows(Path("output/reports.jsonl"))[0]["id"])
    done = CliRunner().invoke(group, shlex.split(line)[1:], catch_exceptions=False)
    assert done.exit_code == 0, f"{line}\n{done.output}"
    assert "Traceback" not in done.output
    for file in re.findall(r"(?<= -o )\S+", line):
        assert Path(file).exists(), line
    return done.output


def _rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _told(promised: str, printed: str) -> list[str]:
    """Lines that a page shows and the command did not print; … stands for anything, spaces for any number of them."""
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    wanted = [" ".join(line.split()) for line in promised.splitlines()]
    return [w for w in wanted if not any(re.fullmatch(".*".join(map(re.escape, w.split("…"))), line) for line in lines)]


def _follow(page: Path) -> None:
    """Do what a page says: write the files it gives (of the name that the words before name last), run its commands and code, compare."""
    text = page.read_text(encoding="utf-8")
    printed = ""
    for m in _FENCE.finditer(text):
        if m["kind"] == "sh":
            printed = "\n".join(_ran(line) for line in m["body"].splitlines())
        elif m["kind"] == "output":
            assert not _told(m["body"], printed), printed
        elif m["kind"] == "python":
            exec(compile(m["body"], page.name, "exec"), {})
        else:
            file = Path(re.findall(r"`([\w./]+\.\w+)`", text[: m.start()])[-1])
            file.parent.mkdir(exist_ok=True)
            file.write_text(m["body"], encoding="utf-8")


def _after_first() -> None:
    assert "<html" in Path("isis-2017.html").read_text(encoding="utf-8")
    assert Path("output/events.qgs").is_file()


def _after_triage() -> None:
    assert [r["review"] for r in _rows(Path("reviewed/reports.jsonl"))].count("accepted") == 1


def _after_lines() -> None:
    changed = Path("change/places.csv").read_text(encoding="utf-8")
    assert "Raqqa" in changed
    assert "Palmyra" in changed
    assert "Homs" not in changed
    assert "accuracy_km" in json.loads(Path("lines.geojson").read_text(encoding="utf-8"))["features"][0]["properties"]
    assert {"figure.pdf", "figure.docx", "figure.json", "snippet.html"} <= {p.name for p in Path("bundle").iterdir()}


def _after_own() -> None:
    reports = [(r["actor1"], r["actor2"], r["place"], r["date_start"]) for r in _rows(Path("own/reports.jsonl"))]
    assert reports == [("orchard", "saa", "Tell Qabsheen", "2018-10-14")]


def _after_daily() -> None:
    events = {e["properties"]["place"]: e["properties"] for e in json.loads(Path("feed/output/events.geojson").read_text(encoding="utf-8"))["features"]}
    assert events["Kafr Nabl"]["n_reports"] == 2
    kept = {r["id"] for r in _rows(Path("evening-1/reports.jsonl"))}
    assert kept <= {r["id"] for r in _rows(Path("feed/output/reports.jsonl"))}


TUTORIALS = {
    "tutorial.md": _after_first, "tutorial-triage.md": _after_triage, "tutorial-front-lines.md": _after_lines, "tutorial-own.md": _after_own,
    "tutorial-daily.md": _after_daily,
}  # fmt: skip


@pytest.mark.parametrize("name", TUTORIALS)
def test_a_tutorial_does_what_it_says(name, folder, monkeypatch):
    monkeypatch.chdir(folder)
    _follow(ROOT / "docs" / name)
    TUTORIALS[name]()


def test_every_tutorial_is_followed():
    assert {p.name for p in (ROOT / "docs").glob("tutorial*.md")} == set(TUTORIALS)


def test_the_comparison_of_what_is_printed_knows_what_was_not():
    assert _told("events: … coded", "events:   12 coded\n") == []
    assert _told("events: 13 coded", "events:   12 coded\n") == ["events: 13 coded"]
