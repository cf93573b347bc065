"""The documentation: links resolve, every page is listed, every command is one, the tutorial does what it says."""

import json
import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import geomap
from geomap.cli.main import COMMANDS, group
from tests.evaluation.readme import part, written
from tests.shared import ROOT

_LINK = re.compile(r"\]\((?P<to>[^)\s]+)\)")
_FENCE = re.compile(r"^(?P<fence>```+)(?P<kind>\w*)\n(?P<body>.*?)^(?P=fence)\s*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (?P<text>.+)$", re.MULTILINE)
PAGES = [
    *sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "gazetteer").rglob("*.md")),
    *sorted((ROOT / "examples").rglob("*.md")), *sorted((ROOT / ".github").rglob("*.md")),
]  # fmt: skip
TUTORIAL = ROOT / "docs" / "tutorial.md"


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


def test_the_readme_says_of_accuracy_what_its_page_says():
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert written(readme, page) == readme, "python -m tests.evaluation.readme --write"
    sealed = page.partition("begin: events sealed")[2]
    precision = float(sealed.partition("| event precision |")[2].split("|")[2])
    assert f"(sealed) {100 - 100 * precision:.0f} % of the coded events" in part(page)


def test_the_version_to_cite_is_that_of_the_package():
    assert f"\nversion: {geomap.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def _first_report(folder: Path) -> str:
    return json.loads((folder / "reports.jsonl").read_text(encoding="utf-8").splitlines()[0])["id"]


def _ran(line: str) -> str:
    words = shlex.split(line.replace("REPORT", _first_report(Path("output"))) if "REPORT" in line else line)
    done = CliRunner().invoke(group, words[1:], catch_exceptions=False)
    assert done.exit_code == 0, f"{line}\n{done.output}"
    return done.stdout


def _wrote(before: str, body: str) -> None:
    """A block of data is the file that the words before it name last."""
    Path(re.findall(r"`([\w.]+)`", before)[-1]).write_text(body, encoding="utf-8")


def test_the_tutorial_does_what_it_says(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "examples" / "articles", tmp_path / "articles")
    monkeypatch.chdir(tmp_path)
    text = TUTORIAL.read_text(encoding="utf-8")
    said: dict[str, str] = {}
    for m in _FENCE.finditer(text):
        if m["kind"] == "sh":
            said |= {line: _ran(line) for line in m["body"].splitlines()}
        elif m["kind"] == "python":
            exec(compile(m["body"], "tutorial.md", "exec"), {})
        else:
            _wrote(text[: m.start()], m["body"])
    assert "sentence" in next(v for k, v in said.items() if k.startswith("geomap explain"))
    for line, out in said.items():
        for file in re.findall(r"(?<= -o )\S+", line):
            assert Path(file).exists(), line
        assert "Traceback" not in out
    assert "36.83, 36.29" in said['geomap locate "Tal Qabshin" --gazetteer my_places.csv']
    changed = Path("change/places.csv").read_text(encoding="utf-8")
    assert "Raqqa" in changed
    assert "Homs" not in changed
    reports = [json.loads(line) for line in Path("own/reports.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(r["actor1"], r["actor2"], r["place"], r["date_start"]) for r in reports] == [("orchard", "saa", "Tell Qabsheen", "2018-10-14")]
    accepted = [json.loads(line)["review"] for line in Path("reviewed/reports.jsonl").read_text(encoding="utf-8").splitlines()]
    assert accepted.count("accepted") == 1
