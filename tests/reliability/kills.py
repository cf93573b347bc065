"""Kill ``geomap run --store`` and resume it: ``python -m tests.reliability.kills [NUMBER]``.

An old run lies in the output folder; a run over more articles is killed with SIGKILL, half of the times after a random time, half
at a boundary: before or after a stage, an entry of the store, a sync to disk or a rename. Then
- every file in the folder is whole: that of the old run or that of the new;
- where ``run.json`` is there, all files are of one run;
- the run is started again and ends with the bytes of a run that nobody disturbed, and the store is whole and as large.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from geomap.pipeline.outputs import FILES
from geomap.store import Store

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "articles"
SEED = 20181013
DONE = (0, 3)
"""Exit codes of a run that came to its end; 3 where ``articles.csv`` names files that are not there, as it does here."""

# Loads geomap and its tables once, then forks a process for every run that is asked for: a line of JSON in, one out. A run dies at its
# nth boundary, or after some seconds; without either, it tells how many boundaries there are.
SERVER = """
import json, os, signal, sys, time
from pathlib import Path
import geomap.cli.run as cli
from geomap.cli.main import main
from geomap.store import Store
passed = 0
def around(holder, name, at):
    real = getattr(holder, name)
    def point():
        global passed
        passed += 1
        if passed == at:
            os.kill(os.getpid(), signal.SIGKILL)
    def wrapped(*args, **kwargs):
        point()
        result = real(*args, **kwargs)
        point()
        return result
    setattr(holder, name, wrapped)
def run(words, at, said):
    for number in (1, 2):
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    for holder, name in ((os, "fsync"), (os, "replace"), (Path, "replace"), (Path, "unlink"), (Store, "put"), (Store, "prune"),
                         (Store, "remember"), (cli.Progress, "stage"), (cli.Progress, "file")):
        around(holder, name, at)
    try:
        main(words)
    except SystemExit as end:
        code = end.code or 0
    else:
        code = 0
    sys.stdout.flush()
    sys.stderr.write("boundaries " + str(passed))
    sys.stderr.flush()
    os._exit(code)
answers = os.fdopen(os.dup(1), "w")
for line in sys.stdin:
    asked = json.loads(line)
    if asked["here"]:
        try:
            main(asked["words"])
        except SystemExit:
            pass
        print("{}", file=answers, flush=True)
        continue
    begun, child = time.monotonic(), os.fork()
    if child == 0:
        run(asked["words"], asked["at"], asked["said"])
    if asked["seconds"] is not None:
        time.sleep(asked["seconds"])
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(json.dumps({"status": status, "seconds": time.monotonic() - begun}), file=answers, flush=True)
"""


class LostError(AssertionError):
    """A killed run left something behind that is neither old nor new."""


def hashes(folder: Path) -> dict[str, str]:
    """Hash of every file of a run's folder."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES if (folder / name).exists()}


class Rig:
    """An old run, an undisturbed new one, and a place to disturb it. To be used in a ``with`` statement.

    The new run is one of the command line, in a process of its own; those that are disturbed and resumed are forked from one that has
    loaded geomap and its tables, which takes six times as long as the run.

    Parameters
    ----------
    base : Path
        An empty folder.
    """

    def __init__(self, base: Path) -> None:
        self.base = base
        names = sorted(p.name for p in EXAMPLES.glob("*.txt"))[:4]
        rows = (EXAMPLES / "articles.csv").read_text(encoding="utf-8")
        for part, chosen in (("old", names[:2]), ("new", names)):
            (base / part / "in").mkdir(parents=True)
            (base / part / "in" / "articles.csv").write_text(rows, encoding="utf-8")
            for name in chosen:
                shutil.copy(EXAMPLES / name, base / part / "in" / name)
        where = os.environ | {"PYTHONPATH": str(ROOT)}  # the code of this checkout, whatever is installed
        alone = [sys.executable, "-c", "from geomap.cli.main import main; main()", *self._words("new", base / "new" / "out", base / "new" / "s.sqlite")]
        done = subprocess.run(alone, capture_output=True, text=True, cwd=base, env=where, check=False)
        if done.returncode not in DONE:
            raise LostError(f"exit {done.returncode}: {done.stderr}")
        self._server = subprocess.Popen([sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=base, env=where)
        self.ask("old", base / "warm", base / "warm.sqlite", here=True)
        self.run("old", base / "old" / "out", base / "old" / "s.sqlite")
        self.old, self.new = hashes(base / "old" / "out"), hashes(base / "new" / "out")
        shutil.copy(base / "old" / "s.sqlite", base / "after.sqlite")
        self.boundaries = self.run("new", base / "after", base / "after.sqlite")  # the run that will be disturbed, and what the store then holds
        self.kept = self._counts(base / "after.sqlite")

    def __enter__(self) -> "Rig":
        return self

    def __exit__(self, *error: object) -> None:
        self._server.communicate()

    @staticmethod
    def _counts(path: Path) -> dict[str, int]:
        with Store(path) as store:
            store.check()
            return store.counts()

    def _words(self, part: str, out: Path, store: Path) -> list[str]:
        return ["run", str(self.base / part / "in"), "-o", str(out), "--store", str(store), "--no-parser", "-q"]

    def ask(self, part: str, out: Path, store: Path, *, at: int = -1, seconds: float | None = None, here: bool = False) -> dict[str, Any]:
        """A run in a process forked for it, or ``here`` in the one that forks; its exit code and seconds by the clock."""
        asked = {"words": self._words(part, out, store), "at": at, "seconds": seconds, "said": str(self.base / "said.txt"), "here": here}
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        return dict(json.loads(self._server.stdout.readline()))

    def run(self, part: str, out: Path, store: Path) -> int:
        """A run to its end; how many boundaries it passed."""
        done = self.ask(part, out, store)
        said = (self.base / "said.txt").read_text(encoding="utf-8")
        if done["status"] not in DONE:
            raise LostError(f"exit {done['status']}: {said}")
        return int(said.rsplit("boundaries", 1)[1])

    def seconds(self) -> float:
        """How long a run takes now: the range of the random moments."""
        taken = self.ask("new", self.base / "timed", self.base / "timed.sqlite")["seconds"]
        shutil.rmtree(self.base / "timed")
        (self.base / "timed.sqlite").unlink()
        return float(taken)

    def disturb(self, at: int, seconds: float | None) -> bool:
        """One kill at a boundary, or after some seconds; True if it struck before the end."""
        work = self.base / "work"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(self.base / "old", work)
        died = self.ask("new", work / "out", work / "s.sqlite", at=at, seconds=seconds)["status"] == -signal.SIGKILL
        self._check_whole(work / "out")
        self.run("new", work / "out", work / "s.sqlite")
        other = [name for name, digest in hashes(work / "out").items() if digest != self.new[name]]
        if other:
            raise LostError(f"resumed is not undisturbed: {other}")
        if sorted(p.name for p in (work / "out").iterdir()) != sorted(FILES):
            raise LostError(f"left behind: {sorted(p.name for p in (work / 'out').iterdir())}")
        if self._counts(work / "s.sqlite") != self.kept:
            raise LostError(f"the store holds {self._counts(work / 's.sqlite')}, not {self.kept}")
        return died

    def _check_whole(self, out: Path) -> None:
        found = hashes(out)
        torn = [name for name, digest in found.items() if digest not in (self.old[name], self.new[name])]
        if torn:
            raise LostError(f"neither old nor new: {torn}")
        if "run.json" in found and found not in (self.old, self.new):
            raise LostError("run.json stands beside files of another run")


def kills(number: int, base: Path) -> dict[str, int]:
    """Kill so many times; raises `LostError` at the first that leaves something wrong.

    Parameters
    ----------
    number : int
    base : Path
        An empty folder.

    Returns
    -------
    dict
        How many kills struck at boundaries and at random moments.
    """
    dice = random.Random(SEED)
    with Rig(base) as rig:
        struck = {"boundary": 0, "moment": 0, "boundaries": rig.boundaries}
        for n in range(number // 2):
            at = 1 + (n * (rig.boundaries - 1)) // max(1, number // 2 - 1)
            struck["boundary"] += rig.disturb(at, None)
            sys.stderr.write(f"boundary {at}: {struck['boundary']} kills\n")
        tried, longest = 0, 0.0
        while struck["moment"] < number - number // 2:
            longest = rig.seconds() if tried % 10 == 0 else longest  # the machine is not as fast at every moment
            tried += 1
            struck["moment"] += rig.disturb(-1, dice.random() * longest)
            sys.stderr.write(f"random moments: {struck['moment']} kills\n")
    return struck


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else int(os.environ.get("GEOMAP_KILLS", "100"))
    with tempfile.TemporaryDirectory() as scratch:
        found = kills(wanted, Path(scratch))
    sys.stdout.write(
        f"{found['boundary'] + found['moment']} kills, {found['boundary']} of them at boundaries (of {found['boundaries']}), {found['moment']} at random moments: "
        "0 lost, every file whole, every resumed run with the bytes of the undisturbed one\n"
    )
