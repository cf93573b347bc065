"""Coverage-guided fuzzing with atheris: ``PYTHONPATH=build/tools python -m tests.reliability.guided [--seconds S] [--target NAME] [-o FILE]``.

Atheris keeps an input that reaches code which none before it reached, and changes it further. Targets, seeds and what counts as found
are those of `tests.reliability.fuzz`; geomap's own modules are watched, compiled libraries are not. Each target has a process of its own.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.reliability.fuzz import SLOW_SECONDS, attempt, keep
from tests.reliability.mutation import LONGEST
from tests.reliability.seeds import seeds
from tests.reliability.targets import TARGETS

UNGUIDED = ("pdf", "parquet", "geopackage", "store")
"""Read in another process or by a compiled library: coverage of Python guides nothing there."""
GUIDED = tuple(t for t in TARGETS if t not in UNGUIDED)
SEED = 20160301
FOUND = "found "
_UNITS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_REACHED = re.compile(r"cov: (\d+) ft: (\d+)")


def alone(target: str, folder: Path, seconds: int) -> None:
    """Fuzz in this process, which ends with it."""
    import atheris

    corpus = folder / "corpus"
    corpus.mkdir()
    with atheris.instrument_imports(include=["geomap"]):
        for number, data in enumerate(seeds(target)):
            (corpus / str(number)).write_bytes(data)
            attempt(target, data, folder)  # whatever is loaded late is loaded here, where it is watched
    seen = set()

    def one(data: bytes) -> None:
        said = attempt(target, data, folder)
        if said and said not in seen:
            seen.add(said)
            sys.stdout.write(FOUND + json.dumps({"what": said, "number": -1, "data": data.hex()}) + "\n")
            sys.stdout.flush()

    options = (f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-seed={SEED}", f"-timeout={SLOW_SECONDS}", "-rss_limit_mb=4000", "-print_final_stats=1")
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/", str(corpus)], one)
    atheris.Fuzz()


def guided(target: str, seconds: int) -> dict[str, Any]:
    """One target; keys target, inputs, reached (places of the code, at first and at the end) and uncaught."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.reliability.guided", "--target", target, "--seconds", str(seconds), "--alone", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        ended = [p.read_bytes() for p in sorted(Path(folder).glob("*-*")) if p.name.startswith(("crash", "timeout", "oom"))]
    uncaught = [json.loads(line.removeprefix(FOUND)) for line in done.stdout.splitlines() if line.startswith(FOUND)]
    uncaught += [{"what": f"the process ended with {done.returncode}", "number": -1, "data": data.hex()} for data in ended]
    tried, reached = _UNITS.findall(done.stderr), _REACHED.findall(done.stderr)
    if done.returncode and not ended:
        raise RuntimeError(f"{target}: {done.stderr[-2000:]}")
    ends = [int(reached[0][0]), int(reached[-1][0])] if reached else [0, 0]
    result = {"target": target, "inputs": int(tried[-1]) if tried else 0, "reached": ends, "uncaught": uncaught}
    for found, name in zip(uncaught, keep(result), strict=True):
        del found["data"]
        found["name"] = name
    return result


def main() -> None:
    """One line a target; exit 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20, help="by the clock, a target")
    parser.add_argument("--target", choices=GUIDED, action="append")
    parser.add_argument("--alone", type=Path, metavar="FOLDER", help="in this process")
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    if asked.alone:
        alone(asked.target[0], asked.alone, asked.seconds)
        return
    results = []
    for target in asked.target or GUIDED:
        results.append(guided(target, asked.seconds))
        told = results[-1]
        sys.stdout.write(f"{target:15} {told['inputs']:8} inputs, {told['reached'][0]} to {told['reached'][1]} places reached, {len(told['uncaught'])} uncaught {told['uncaught']}\n")
        sys.stdout.flush()
        if asked.output:
            asked.output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    sys.exit(any(r["uncaught"] for r in results))


if __name__ == "__main__":
    main()
