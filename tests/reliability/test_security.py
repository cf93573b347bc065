"""What `SECURITY.md` promises of the code and of the locks, and what stands where a run wants to write."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import geomap
from geomap.cli.main import main
from tests.reliability.kills import EXAMPLES, ROOT

PACKAGE = Path(str(geomap.__file__)).parent
LOCKS = sorted(p for folder in ("locks", "docs/site", "benchmarks", "tests/reliability", "gazetteer/build") for p in (ROOT / folder).glob("*.txt"))
RUNS_DATA = {"pickle", "cPickle", "dill", "marshal", "shelve", "joblib", "yaml", "code", "cloudpickle"}
"""Modules that run, or may run, what a file says."""
XML = {"xml.dom", "xml.sax", "xml.etree.cElementTree", "xml.dom.minidom"}


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(PACKAGE.rglob("*.py"))]


def nodes() -> Iterator[tuple[str, ast.AST]]:
    for path, tree in trees():
        for node in ast.walk(tree):
            yield f"{path.relative_to(PACKAGE).as_posix()}:{getattr(node, 'lineno', 0)}", node


def called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def test_no_file_is_read_by_what_could_run_it() -> None:
    found = []
    for where, node in nodes():
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found += [(where, n) for n in names if n.split(".")[0] in RUNS_DATA or n in XML]
        if called(node) in {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "tempfile.mktemp"} or called(node).endswith((".read_pickle", ".to_pickle")):
            found.append((where, called(node)))
        if isinstance(node, ast.keyword) and node.arg == "shell":
            found.append((where, "shell"))
        if isinstance(node, ast.keyword) and node.arg == "allow_pickle" and not (isinstance(node.value, ast.Constant) and node.value.value is False):
            found.append((where, "allow_pickle"))
    assert found == []


def test_xml_is_read_without_entities_files_and_network() -> None:
    parsers = [(where, {k.arg: ast.unparse(k.value) for k in node.keywords}) for where, node in nodes() if called(node).endswith("XMLParser") and isinstance(node, ast.Call)]
    assert len(parsers) >= 2
    for where, options in parsers:
        assert options.get("resolve_entities") == "False", where
        assert options.get("no_network") == "True", where
        assert options.get("load_dtd") == "False", where
        assert options.get("huge_tree") == "False", where
    bare = [where for where, node in nodes() if called(node) in {"etree.fromstring", "etree.parse", "etree.XML", "ET.parse", "ET.fromstring", "ET.XML"} and len(node.args) < 2]  # type: ignore[attr-defined]
    assert bare == []  # each names its parser


@pytest.mark.parametrize("path", LOCKS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_requirement_has_its_version_and_hashes(path: Path) -> None:
    lines = [x for x in re.sub(r"\\\n\s*", " ", path.read_text(encoding="utf-8")).splitlines() if x.strip() and not x.strip().startswith("#")]
    assert lines
    assert [x for x in lines if not re.match(r"[\w.\-\[\]]+==\S+ .*--hash=sha256:[0-9a-f]{64}", x)] == []


def test_make_installs_nothing_without_hashes() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = [x.strip() for x in text.splitlines() if re.search(r"(pip|PIP\)) .*install .*-r ", x) and not x.lstrip().startswith("#")]
    assert len(installs) >= 5
    assert [x for x in installs if "--require-hashes" not in x] == []


def victim(tmp_path: Path) -> Path:
    path = tmp_path / "victim.txt"
    path.write_text("precious", encoding="utf-8")
    return path


def test_a_link_that_stands_where_a_run_writes_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    """Links under the names of the files, and under those that temporary files could have."""
    precious, out = victim(tmp_path), tmp_path / "out"
    out.mkdir()
    names = ("events.csv", "map.html", "run.json", ".events.part.csv", ".map.part.html", ".events.csv.partial", "events.csv.tmp")
    for name in names:
        (out / name).symlink_to(precious)
    with pytest.raises(SystemExit) as end:
        main(["run", str(EXAMPLES / "01-idlib-nasib.txt"), "-o", str(out), "--no-parser", "-q"])
    assert end.value.code == 0
    assert precious.read_text(encoding="utf-8") == "precious"
    assert [n for n in names[:3] if (out / n).is_symlink()] == []


@pytest.mark.parametrize("name", ["articles.csv", ".articles.csv.partial", ".articles.part.csv"])
def test_a_link_where_one_table_is_written_is_replaced_too(tmp_path: Path, name: str) -> None:
    precious = victim(tmp_path)
    (tmp_path / name).symlink_to(precious)
    with pytest.raises(SystemExit) as end:
        main(["articles", str(EXAMPLES / "01-idlib-nasib.txt"), "-o", str(tmp_path / "articles.csv"), "--force"])
    assert end.value.code == 0
    assert precious.read_text(encoding="utf-8") == "precious"
    assert (tmp_path / "articles.csv").read_text(encoding="utf-8").startswith("file,")
    assert not (tmp_path / "articles.csv").is_symlink()
