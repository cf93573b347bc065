"""The command line as a user meets it: exit codes, streams, messages."""

import io
import json
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import click
import pytest

from geomap.cli.main import COMMANDS, group, main
from tests.shared import ROOT

EXAMPLES = ROOT / "examples" / "articles"


def alone(*args: str | Path) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, as a shell starts it."""
    command = [sys.executable, "-m", "geomap", *map(str, args)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=180, check=False)


def geomap(*args: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The same by the same entry point, in this process: what it loads is loaded once for all tests."""
    words = [str(a) for a in args]
    with chdir(cwd or Path.cwd()), redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err, pytest.raises(SystemExit) as end:
        main(words)
    assert isinstance(end.value.code, int)
    return subprocess.CompletedProcess(words, end.value.code, out.getvalue(), err.getvalue())


def test_run_prints_the_map_on_stdout_and_ledgers_on_stderr(tmp_path):
    done = alone("run", EXAMPLES / "10-aleppo.txt", "-o", tmp_path / "out")
    assert done.returncode == 0
    assert done.stdout.strip() == str(tmp_path / "out" / "map.html")
    assert "articles: 1 found = 1 read + 0 rejected" in done.stderr
    assert (tmp_path / "out" / "run.json").exists()


def test_project_run_equals_flagged_run(tmp_path):
    project = tmp_path / "project"
    assert geomap("init", project).returncode == 0
    (project / "articles").mkdir()
    (project / "articles" / "a.txt").write_bytes((EXAMPLES / "10-aleppo.txt").read_bytes())
    assert geomap("run", cwd=project).returncode == 0
    flagged = geomap("run", project / "articles", "-o", tmp_path / "flagged")
    assert flagged.returncode == 0
    for path in sorted((tmp_path / "flagged").iterdir()):
        assert path.read_bytes() == (project / "output" / path.name).read_bytes(), path.name


def test_second_init_leaves_the_project_alone(tmp_path):
    assert geomap("init", tmp_path).returncode == 0
    before = (tmp_path / "geomap.toml").read_text(encoding="utf-8")
    again = geomap("init", tmp_path)
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert (tmp_path / "geomap.toml").read_text(encoding="utf-8") == before


def test_rejected_inputs_exit_3_and_are_named(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_bytes((EXAMPLES / "10-aleppo.txt").read_bytes())
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    done = geomap("run", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "rejected: empty.txt" in done.stderr


def test_nothing_to_map_exits_4_and_writes_nothing(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    done = alone("run", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 4
    assert not (tmp_path / "out").exists()


def test_an_empty_folder_is_told_as_one(tmp_path):
    (tmp_path / "in").mkdir()
    done = geomap("run", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 4
    assert "no articles were found" in done.stderr
    assert "reasons above" not in done.stderr


def test_a_misspelt_command_or_option_is_answered_with_what_was_meant_perhaps(tmp_path):
    done = geomap("lcoate", "Idlib")
    assert done.returncode == 2
    assert "Did you mean locate?" in done.stderr
    assert "'--output'" in geomap("run", "--ouput", tmp_path).stderr
    assert "No such command 'zzzz'" in geomap("zzzz").stderr


def test_explain_without_a_run_says_where_to_look(tmp_path):
    done = geomap("explain", "r000000000000", "-o", tmp_path)
    assert done.returncode == 2
    assert "no run is there" in done.stderr
    assert "-o" in done.stderr


def test_missing_folder_is_named(tmp_path):
    done = geomap("run", tmp_path / "nowhere", "-o", tmp_path / "out")
    assert done.returncode == 4
    assert "rejected: nowhere: no such file or folder" in done.stderr


def test_a_missing_folder_does_not_keep_the_others_from_being_mapped(tmp_path):
    done = geomap("run", tmp_path / "nowhere", EXAMPLES / "10-aleppo.txt", "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "rejected: nowhere" in done.stderr
    assert (tmp_path / "out" / "map.html").exists()


def test_no_input_and_no_project_says_what_to_do(tmp_path):
    done = geomap("run", cwd=tmp_path)
    assert done.returncode == 2
    assert "geomap init" in done.stderr


def test_unknown_key_in_a_project_is_refused_by_name(tmp_path):
    (tmp_path / "geomap.toml").write_text('inputs = ["a"]\ncolour = "red"\n', encoding="utf-8")
    done = geomap("run", cwd=tmp_path)
    assert done.returncode == 2
    assert "'colour'" in done.stderr


def test_explain_names_sentence_rule_and_runners_up(tmp_path):
    out = tmp_path / "out"
    geomap("run", EXAMPLES / "10-aleppo.txt", "-o", out, "-q")
    first = json.loads((out / "reports.jsonl").read_text(encoding="utf-8").splitlines()[0])["id"]
    done = geomap("explain", first, "-o", out)
    assert done.returncode == 0
    for word in ("sentence", "why event_type", "frame:", "triggers.csv:"):
        assert word in done.stdout
    wrong = geomap("explain", "r000000000000", "-o", out)
    assert wrong.returncode == 2
    assert "is no event, report or mention" in wrong.stderr


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_that_ends_with_an_example(command):
    done = geomap(command, "--help")
    assert done.returncode == 0, done.stderr
    assert "Example: geomap" in done.stdout


def _commands(command: click.Command, name: str) -> dict[str, click.Command]:
    """A command, or all below it."""
    if not isinstance(command, click.Group):
        return {name: command}
    context = click.Context(command)
    inner = {n: command.get_command(context, n) for n in command.list_commands(context)}
    return {k: v for n, found in inner.items() if found for k, v in _commands(found, f"{name} {n}").items()}


def test_every_option_says_what_it_is_for():
    every = _commands(group, "geomap")
    silent = [(name, param.opts[0]) for name, command in every.items() for param in command.params if isinstance(param, click.Option) and not param.hidden and not param.help]
    assert "geomap control areas" in every
    assert silent == []
