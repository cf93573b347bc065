"""Kill ``geomap run --store`` and resume it: ``python -m tests.reliability.kills [NUMBER]``.

An old run lies in the output folder; a run over more articles is killed with SIGKILL, half of the times after a random time, half
at a boundary: before or after a stage, an entry of the store, a sync to disk or a rename. Then
- every file in the folder is whole: that of the old run or that of the new;
- where ``run.json`` is there, all files are of one run;
- the run is started again and ends with the bytes of a run that nobody disturbed, and the store is whole and as large.
"""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from geomap.pipeline.outputs import FILES
from geomap.store import Store

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "articles"
SEED = 20181013

# Runs geomap with a death at the nth boundary; without a number, it tells how many there are.
CHILD = """
import os, signal, sys
from pathlib import Path
import geomap.cli.run as cli
from geomap.cli.main import main
from geomap.store import Store
at, passed = int(sys.argv[1]), 0
def point():
    global passed
    passed += 1
    if passed == at:
        os.kill(os.getpid(), signal.SIGKILL)
def around(holder, name):
    real = getattr(holder, name)
    def wrapped(*args, **kwargs):
        point()
        result = real(*args, **kwargs)
        point()
        return result
    setattr(holder, name, wrapped)
for holder, name in ((os, "fsync"), (os, "replace"), (Path, "replace"), (Path, "unlink"), (Store, "put"), (Store, "prune"),
                     (Store, "remember"), (cli.Progress, "stage"), (cli.Progress, "file")):
    around(holder, name)
try:
    main(sys.argv[2:])
finally:
    if at == 0:
        print("boundaries", passed, file=sys.stderr)
"""


class LostError(AssertionError):
    """A killed run left something behind that is neither old nor new."""


def hashes(folder: Path) -> dict[str, str]:
    """Hash of every file of a run's folder."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES if (folder / name).exists()}


class Rig:
    """An old run, an undisturbed new one, and a place to disturb it.

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
        self.run("old", base / "old" / "out", base / "old" / "s.sqlite")
        self.run("new", base / "new" / "out", base / "new" / "s.sqlite")
        self.old, self.new = hashes(base / "old" / "out"), hashes(base / "new" / "out")
        shutil.copy(base / "old" / "s.sqlite", base / "after.sqlite")
        done = self.run("new", base / "after", base / "after.sqlite", 0)  # the run that will be disturbed, and what the store then holds
        self.boundaries = int(done.stderr.rsplit("boundaries", 1)[1])
        self.kept = self._counts(base / "after.sqlite")

    @staticmethod
    def _counts(path: Path) -> dict[str, int]:
        with Store(path) as store:
            store.check()
            return store.counts()

    def start(self, part: str, out: Path, store: Path, at: int) -> "subprocess.Popen[str]":
        """A run in a process of its own."""
        words = ["run", str(self.base / part / "in"), "-o", str(out), "--store", str(store), "--no-parser", "-q"]
        command = [sys.executable, "-c", CHILD, str(at), *words]
        where = os.environ | {"PYTHONPATH": str(ROOT)}  # the code of this checkout, whatever is installed
        return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=self.base, env=where)

    def run(self, part: str, out: Path, store: Path, at: int = -1) -> "subprocess.CompletedProcess[str]":
        """A run to its end."""
        process = self.start(part, out, store, at)
        stdout, stderr = process.communicate()
        if process.returncode not in (0, 3):
            raise LostError(f"exit {process.returncode}: {stderr}")
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)

    def disturb(self, at: int, seconds: float | None) -> bool:
        """One kill at a boundary, or after some seconds; True if it struck before the end."""
        work = self.base / "work"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(self.base / "old", work)
        process = self.start("new", work / "out", work / "s.sqlite", at)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate()
        self._check_whole(work / "out")
        self.run("new", work / "out", work / "s.sqlite")
        other = [name for name, digest in hashes(work / "out").items() if digest != self.new[name]]
        if other:
            raise LostError(f"resumed is not undisturbed: {other}")
        if sorted(p.name for p in (work / "out").iterdir()) != sorted(FILES):
            raise LostError(f"left behind: {sorted(p.name for p in (work / 'out').iterdir())}")
        if self._counts(work / "s.sqlite") != self.kept:
            raise LostError(f"the store holds {self._counts(work / 's.sqlite')}, not {self.kept}")
        return process.returncode == -signal.SIGKILL

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
    rig = Rig(base)
    dice = random.Random(SEED)
    struck = {"boundary": 0, "moment": 0, "boundaries": rig.boundaries}
    for n in range(number // 2):
        at = 1 + (n * (rig.boundaries - 1)) // max(1, number // 2 - 1)
        struck["boundary"] += rig.disturb(at, None)
        sys.stderr.write(f"boundary {at}: {struck['boundary']} kills\n")
    longest = _seconds(rig)
    while struck["moment"] < number - number // 2:
        struck["moment"] += rig.disturb(-1, dice.random() * longest)
        sys.stderr.write(f"random moments: {struck['moment']} kills\n")
    return struck


def _seconds(rig: Rig) -> float:
    """About how long a run takes now: the range of the random moments."""
    import time

    begun = time.monotonic()
    rig.run("new", rig.base / "timed", rig.base / "timed.sqlite")
    return time.monotonic() - begun


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else int(os.environ.get("GEOMAP_KILLS", "100"))
    with tempfile.TemporaryDirectory() as scratch:
        found = kills(wanted, Path(scratch))
    sys.stdout.write(f"{found['boundary']} kills at {found['boundaries']} boundaries, {found['moment']} at random moments: resumed = undisturbed\n")
