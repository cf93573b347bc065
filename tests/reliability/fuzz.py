"""Mutation fuzzing of every reader: ``python -m tests.reliability.fuzz [--seconds S] [--total N] [--target NAME] [-o FILE]``.

A round can be cut into pieces: where FILE is there already, each target goes on with the number after its last;
one in which something was found begins again, now that it is mended. Each target runs in a process of its own, so that a crash in a compiled library is a finding and not the end. Inputs are numbered and made
again from their number. What comes out other than an answer or a `GeomapError` is written to ``tests/reliability/found/``, where the
suite tries it again for ever.
"""

import argparse
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path
from typing import Any

from geomap.errors import GeomapError
from tests.reliability.mutation import input_of
from tests.reliability.seeds import seeds
from tests.reliability.targets import TARGETS

FOUND = Path(__file__).with_name("found")
MEMORY = 6_000_000_000
SLOW_SECONDS = 60
"""An input that takes longer by the clock counts as uncaught."""
QUICK_SECONDS = 0.01
SKIPPED = 100_000
"""Numbers passed over after an input that ended the process: which one it was is not known, and it would end it again."""


class HangError(BaseException):
    """Not an Exception, so that no reader can take it for its own."""


def _hang(number: int, frame: Any) -> None:  # the signature of handlers
    raise HangError(f"longer than {SLOW_SECONDS} s")


def attempt(target: str, data: bytes, folder: Path) -> str | None:
    """Give an input to a target; what came out that should not, or None."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            TARGETS[target](data, folder)
        except GeomapError as error:
            return None if str(error).strip() else "a GeomapError without words"
        except (Exception, HangError) as error:  # noqa: BLE001  # whatever comes is the finding
            where = traceback.extract_tb(error.__traceback__)[-1]
            return f"{type(error).__name__}: {str(error)[:160]} ({Path(where.filename).name}:{where.lineno})"
    return None


def _processor() -> float:
    """Seconds of the processor that this process and its ended children took."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def fuzz(target: str, folder: Path, *, seconds: float | None = None, count: int | None = None, first: int = 0) -> dict[str, Any]:
    """Try inputs until the time is up or so many were tried.

    Parameters
    ----------
    target : str
    folder : Path
        For the files that readers need.
    seconds : float, optional
        Of the processor, child processes included; by the clock, three times as many at most.
    count : int, optional
    first : int
        Number of the first input.

    Returns
    -------
    dict
        Keys target, inputs, uncaught (what, number, bytes as hex digits, one of each kind), slowest_seconds, slowest (its number), seconds.
    """
    sounds = seeds(target)
    signal.signal(signal.SIGALRM, _hang)
    attempt(target, sounds[0], folder)  # tables and libraries are loaded outside the times
    begun, clock, number = _processor(), time.monotonic(), first
    slowest, at = 0.0, first
    uncaught: dict[str, tuple[int, bytes]] = {}
    while (count is None or number - first < count) and (
        seconds is None or (_processor() - begun < seconds and time.monotonic() - clock < 3 * seconds)
    ):
        data = input_of(sounds, target, number)
        before = _processor()
        signal.alarm(SLOW_SECONDS)
        said = attempt(target, data, folder)
        signal.alarm(0)
        taken = _processor() - before
        if taken > slowest:
            slowest, at = taken, number
        if said:
            kind = said[said.rindex("(") :] if said.endswith(")") else said
            uncaught.setdefault(kind, (number, data))
            uncaught[kind + "!"] = (number, said.encode())
        number += 1
    return {
        "target": target, "inputs": number - first, "slowest_seconds": round(slowest, 3), "slowest": at, "seconds": round(_processor() - begun, 1),
        "uncaught": [{"what": uncaught[k + "!"][1].decode(), "number": n, "data": d.hex()} for k, (n, d) in sorted(uncaught.items()) if not k.endswith("!")],
    }  # fmt: skip


def _child(target: str, seconds: float, first: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.reliability.fuzz", "--target", target, "--seconds", str(seconds), "--first", str(first), "--alone", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return dict(json.loads(done.stdout.splitlines()[-1]))
        lying = next((p.read_bytes() for p in sorted(Path(folder).iterdir()) if p.is_file()), b"")  # the input that ended it
    last = (done.stderr.strip().splitlines() or [""])[-1]
    return {"target": target, "inputs": 0, "slowest_seconds": 0.0, "slowest": first, "seconds": 0.0, "uncaught": [{"what": f"the process ended with {done.returncode}: {last}", "number": -1, "data": lying.hex()}]}


def keep(result: dict[str, Any]) -> list[str]:
    """Write the inputs that were found; their names."""
    names = []
    for found in result["uncaught"]:
        data = bytes.fromhex(found["data"])
        name = f"{result['target'].replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
        FOUND.mkdir(exist_ok=True)
        (FOUND / name).write_bytes(data)
        names.append(name)
    return names


def joined(before: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Two pieces of one target's round as one."""
    slower = max(before, more, key=lambda r: float(r["slowest_seconds"]))
    return {
        "target": before["target"], "inputs": before["inputs"] + more["inputs"], "slowest_seconds": slower["slowest_seconds"], "slowest": slower["slowest"],
        "seconds": round(before["seconds"] + more["seconds"], 1), "uncaught": before["uncaught"] + more["uncaught"], "next": more["next"],
    }  # fmt: skip


def piece(target: str, seconds: float, first: int) -> dict[str, Any]:
    """Fuzz one target in a process of its own; what was found is written to its folder."""
    result = _child(target, seconds, first)
    result["next"] = first + (result["inputs"] or SKIPPED)
    sys.stdout.write(f"{target:15} {result['inputs']:8} inputs, slowest {result['slowest_seconds']:6.3f} s, {len(result['uncaught'])} uncaught\n")
    for found, name in zip(result["uncaught"], keep(result), strict=True):
        sys.stdout.write(f"    {found['what']}: found/{name}\n")
        del found["data"]
    sys.stdout.flush()
    return result


def _least_tried(results: dict[str, dict[str, Any]]) -> str:
    """Of the targets that take less than `QUICK_SECONDS` an input, the one with the fewest so far."""
    quick = [r for r in results.values() if r["inputs"] and r["seconds"] / r["inputs"] < QUICK_SECONDS]
    return str(min(quick or results.values(), key=lambda r: r["inputs"])["target"])


def go_round(targets: list[str], seconds: float, total: int, output: Path | None) -> list[dict[str, Any]]:
    """One turn for every target that has had none, then turns of the quick ones until the total is reached.

    Parameters
    ----------
    targets : list of str
    seconds : float
        Of the processor, a turn.
    total : int
        Inputs over all targets; 0 for one turn of each.
    output : Path or None
        Written after every turn, and where the round goes on if it is there.

    Returns
    -------
    list of dict
        As `fuzz` gives them, and ``next``: the number of the next input.
    """
    held = json.loads(output.read_text(encoding="utf-8")) if output and output.exists() else []
    results: dict[str, dict[str, Any]] = {r["target"]: r for r in held if not r["uncaught"]}
    turns = [t for t in targets if t not in results]
    while turns or sum(r["inputs"] for r in results.values()) < total:
        target = turns.pop(0) if turns else _least_tried(results)
        before = results.get(target)
        more = piece(target, seconds, before["next"] if before else 0)
        results[target] = joined(before, more) if before else more
        if output:
            output.write_text(json.dumps([results[t] for t in TARGETS if t in results], indent=1) + "\n", encoding="utf-8")
    return list(results.values())


def main() -> None:
    """One line a turn, then the sum; exit 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0, help="of the processor, a turn of a target")
    parser.add_argument("--total", type=int, default=0, help="go on with turns of the quick targets until so many inputs were tried")
    parser.add_argument("--target", choices=sorted(TARGETS), action="append")
    parser.add_argument("--first", type=int, default=0, help="with --alone")
    parser.add_argument("--alone", type=Path, metavar="FOLDER", help="in this process, with files in FOLDER; JSON on standard output")
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    if asked.alone:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        sys.stdout.write(json.dumps(fuzz(asked.target[0], asked.alone, seconds=asked.seconds, first=asked.first)) + "\n")
        return
    results = go_round(asked.target or list(TARGETS), asked.seconds, asked.total, asked.output)
    sys.stdout.write(f"{sum(r['inputs'] for r in results)} inputs, {sum(len(r['uncaught']) for r in results)} uncaught\n")
    sys.exit(any(r["uncaught"] for r in results))


if __name__ == "__main__":
    main()
