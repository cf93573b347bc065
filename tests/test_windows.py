"""What can be told of Windows from elsewhere: imports without POSIX modules, old console encodings, names of files."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

import geomap
from tests.shared import ROOT

PACKAGE = Path(geomap.__file__).parent
POSIX_MODULES = ("fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty")
POSIX_CALLS = ("chown", "fork", "geteuid", "getpgid", "getuid", "kill", "killpg", "mkfifo", "setsid", "statvfs", "sysconf", "uname")
ARTICLE = "Army units captured the town of Kafr Nabl in Idlib province from opposition fighters on Tuesday."

_DEFAULT_ENCODING = """
import sys, warnings
warnings.filterwarnings("error", category=EncodingWarning, module=r"geomap(\\.|$)")
from geomap.cli.main import main
main(sys.argv[1:])
"""


def _python(*words: str, code: str, flags: tuple[str, ...] = (), **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHONIOENCODING", "PYTHONUTF8", "LC_", "LANG"))}
    return subprocess.run([sys.executable, *flags, "-c", code, *words], capture_output=True, check=False, cwd=ROOT, env=kept | environment)


def _sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _posix_only(source: str) -> list[str]:
    """POSIX modules imported when a module is loaded, and POSIX functions of `os` used without a look whether they are there."""
    tree = ast.parse(source)
    found = []
    for node in tree.body:
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found += [name for name in names if name.partition(".")[0] in POSIX_MODULES]
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "os")
    return found + [f"os.{n.attr}" for n in calls if n.attr in POSIX_CALLS]


def test_no_module_needs_what_only_posix_has():
    assert {p.name: gaps for p in _sources() if (gaps := _posix_only(p.read_text(encoding="utf-8")))} == {}
    assert _posix_only("import fcntl\nimport os\nos.getuid()\n") == ["fcntl", "os.getuid"]


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_an_old_console_shows_arabic_or_escapes_and_nothing_fails(encoding):
    done = _python("locate", "كفر نبل", code="from geomap.cli import main; main()", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert "Kafr Nabl" in done.stdout.decode("utf-8")


def test_names_in_arabic_and_with_blanks_are_read_and_written_without_the_locale(tmp_path):
    folder = tmp_path / "مقالات اليوم"
    folder.mkdir()
    (folder / "كفر نبل – 1.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "articles.csv").write_text("file,published,outlet\r\nكفر نبل – 1.txt,2020-02-25,Orontes Daily\r\n", encoding="utf-8-sig", newline="")
    out = tmp_path / "خريطة"
    words = ("run", str(folder), "-o", str(out), "--store", str(tmp_path / "مخزن.sqlite"))
    done = _python(*words, code=_DEFAULT_ENCODING, flags=("-X", "warn_default_encoding"), PYTHONIOENCODING="cp1252")
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-2000:]
    assert "articles: 1 found = 1 read + 0 rejected" in done.stderr.decode("utf-8")
    assert "كفر نبل – 1.txt" in (out / "articles.jsonl").read_text(encoding="utf-8")
    assert [_unfit(p.name) for p in out.iterdir() if _unfit(p.name)] == []


def _unfit(name: str) -> str | None:
    """Why Windows would refuse a path of ours, or mistake it."""
    for part in PurePosixPath(name).parts:
        if re.search(r'[<>:"\\|?*\x00-\x1f]', part) or part[-1] in ". ":
            return f"{name}: a character that Windows has other uses for"
        if re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", part):
            return f"{name}: the name of a device"
    return f"{name}: too long" if len(name) > 180 else None


def test_every_file_of_the_project_has_a_name_for_windows():
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=False, cwd=ROOT)
    names = listed.stdout.decode("utf-8").split("\0")[:-1] or [p.relative_to(PACKAGE).as_posix() for p in PACKAGE.rglob("*") if p.is_file()]
    assert [_unfit(name) for name in names if _unfit(name)] == []
    assert len({name.casefold() for name in names}) == len(names)
    assert _unfit("docs/aux.md")
    assert _unfit("a:b.txt")
