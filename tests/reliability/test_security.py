"""What `SECURITY.md` promises of the code and of the locks, and what stands where a run wants to write."""

import ast
import re
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


def dotted(node: ast.AST) -> str:
    """The name that is called, as `etree.fromstring`; empty where it is no plain one."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


@cache
def seen() -> tuple[list[tuple[str, str]], list[tuple[str, str, ast.Call]]]:
    """Imports and calls of the whole package, each with file and line."""
    imports, calls = [], []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            where = f"{path.relative_to(PACKAGE).as_posix()}:{getattr(node, 'lineno', 0)}" if isinstance(node, ast.Import | ast.ImportFrom | ast.Call) else ""
            if isinstance(node, ast.Import):
                imports += [(where, a.name) for a in node.names]
            elif isinstance(node, ast.ImportFrom):
                imports.append((where, node.module or ""))
            elif isinstance(node, ast.Call):
                calls.append((where, dotted(node.func), node))
    return imports, calls


def test_no_file_is_read_by_what_could_run_it() -> None:
    imports, calls = seen()
    assert len(calls) > 3000
    found = [(where, name) for where, name in imports if name.split(".")[0] in RUNS_DATA or name in XML]
    for where, name, call in calls:
        if name in {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "tempfile.mktemp"} or name.endswith((".read_pickle", ".to_pickle")):
            found.append((where, name))
        found += [(where, k.arg) for k in call.keywords if k.arg in ("shell", "allow_pickle") and not (isinstance(k.value, ast.Constant) and k.value.value is False)]
    assert found == []


def test_xml_is_read_without_entities_files_and_network() -> None:
    calls = seen()[1]
    parsers = [(where, {k.arg: k.value.value for k in call.keywords if isinstance(k.value, ast.Constant)}) for where, name, call in calls if name.endswith("XMLParser")]
    assert len(parsers) >= 2
    for where, options in parsers:
        assert (options.get("resolve_entities"), options.get("no_network"), options.get("load_dtd"), options.get("huge_tree")) == (False, True, False, False), where
    readers = {f"{module}.{name}" for module in ("etree", "ET") for name in ("fromstring", "parse", "XML", "iterparse")}
    assert [where for where, name, call in calls if name in readers and len(call.args) < 2] == []  # each names its parser


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
