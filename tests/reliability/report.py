"""Write ``docs/reliability.md`` from what the pieces of a round found: ``python -m tests.reliability.report FOLDER``.

``make reliability`` fills the folder: beside what a piece found lies a file with its name alone that holds the version it ran on. A piece
that is not there is told as not run. What stands in the page below `OWN` is not of the round and is kept.
"""

import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.browser.hostile import PAYLOADS
from tests.reliability.fuzz import FOUND
from tests.reliability.mutants import MODULES
from tests.reliability.targets import TARGETS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
NOT_RUN = "Not run in the round that wrote this page."
OWN = "<!-- below: not written by the round -->"
PIECES = ("fuzz", "guided", "kills", "bombs", "hostile", "surroundings", "coverage", "mutants")


def fuzzed(rounds: list[dict[str, Any]]) -> str:
    """Mutation fuzzing: the sum, then a line a target."""
    total, uncaught = sum(int(r["inputs"]) for r in rounds), sum(len(r["uncaught"]) for r in rounds)
    worst = max(rounds, key=lambda r: float(r["slowest_seconds"]))
    rows = "\n".join(f"| {r['target']} | {r['inputs']} | {len(r['uncaught'])} | {r['slowest_seconds']} |" for r in rounds)
    missing = ", ".join(sorted(set(TARGETS) - {str(r["target"]) for r in rounds})) or "none"
    return f"""{total} mutated inputs, {uncaught} with anything but an answer or a `GeomapError`; the slowest took {worst['slowest_seconds']} s ({worst['target']}).
Every target has a turn first; then the quick ones have more, so look at the table for what the sum is made of. A target in which something is
found begins again when that is mended. {len(list(FOUND.glob('*.bin')))} inputs that once brought out something else are kept in `tests/reliability/found/` and
tried in every run of the suite, with a short round of every target.

| target | inputs | uncaught | slowest, s |
|---|---|---|---|
{rows}

Not reached in this round: {missing}."""


def guided(rounds: list[dict[str, Any]]) -> str:
    """Coverage-guided fuzzing: the sum, then a line a target."""
    total, uncaught = sum(int(r["inputs"]) for r in rounds), sum(len(r["uncaught"]) for r in rounds)
    rows = "\n".join(f"| {r['target']} | {r['inputs']} | {r['reached'][0]} → {r['reached'][1]} | {len(r['uncaught'])} |" for r in rounds)
    return f"""Atheris, with the same targets, seeds and finding; geomap's own modules are watched. {total} inputs, {uncaught} uncaught. `reached` counts the places
of the code that were come to, by the seeds → in the end. Not guided are PDF (read in a process of its own), Parquet, GeoPackage and stores (read by
compiled libraries).

| target | inputs | reached | uncaught |
|---|---|---|---|
{rows}"""


def bombs(text: str) -> str:
    """What hostile files cost: the worst, then the lines."""
    *lines, last = text.splitlines()
    told = json.loads(last)
    over = ", ".join(told["over"]) or "none"
    seconds = max(float(line[22:].split()[0]) for line in lines)
    megabytes = max(float(line[22:].split()[4]) for line in lines)
    rows = "\n".join(f"    {line}" for line in lines)
    return f"""{told['files']} hostile files, each read beside a good one in a process of its own; the good one was read each time. At most {seconds} s of the processor and
{megabytes:.0f} MB; over the bounds of 10 s and 300 MB: {over}. Columns: seconds of the processor, seconds by the clock, peak of memory, what became of it.

{rows}"""


def tests_of(xml: str) -> tuple[int, int, int]:
    """Tests passed, failed and skipped of a pytest report."""
    suite = next(ET.fromstring(xml).iter("testsuite"))
    counts = {k: int(suite.get(k, "0")) for k in ("tests", "failures", "errors", "skipped")}
    failed = counts["failures"] + counts["errors"]
    return counts["tests"] - failed - counts["skipped"], failed, counts["skipped"]


def hostile(xml: str) -> str:
    """Hostile texts in the browser."""
    passed, failed, skipped = tests_of(xml)
    executed = "0 executed" if not failed and not skipped else f"{failed} tests failed, {skipped} skipped"
    return f"""{len(PAYLOADS)} texts (`tests/browser/hostile.py`) in every field of every page in a real browser, {executed} ({passed} tests passed): none runs, asks for anything or
becomes an element. The map and plain folium maps (`tests/browser/test_map_browser.py`), the review page (`tests/browser/test_desk_browser.py`),
the page and bundle of two dates, the bundle of events with its snippet and picture, and the timeline (`tests/reliability/test_hostile.py`). These
tests are part of the suite."""


def surroundings(xml: str) -> str:
    """Faults around a run."""
    passed, failed, skipped = tests_of(xml)
    return f"""Files left open or behind: 0 after the same run three times in one process, and none in the folder for temporary files. Full disk (a file system
of 1 MB), folder without permission (as another user), files that vanish, two runs on one store, stores older, newer, torn and foreign, locale, time
zone, hash seed, no network: {passed} tests passed, {failed} failed, {skipped} skipped (`tests/reliability/test_surroundings.py`, `tests/reliability/test_reliability.py`)."""


def mutants(results: list[dict[str, Any]]) -> str:
    """Mutation scores as a table, then the equivalent mutants by name."""
    head = "| module | places | tried | caught | equivalent | score |\n|---|---|---|---|---|---|"
    rows, named, lived = [], [], []
    for r in results:
        real = r["tried"] - len(r["equivalent"])
        rows.append(f"| `{r['module']}` | {r['places']} | {r['tried']} | {r['caught']} | {len(r['equivalent'])} | {100 * r['caught'] // max(1, real)} % |")
        named += [f"- `{r['module']}`, {e}" for e in r["equivalent"]]
        lived += [f"- `{r['module']}`, {e}" for e in r["survivors"]]
    left = sorted(set(MODULES) - {str(r["module"]) for r in results})
    blocks = ["\n".join((head, *rows)), *([f"Not run in this round: {', '.join(left)}."] if left else [])]
    if named:
        blocks += ["Equivalent, and not counted: the changed code does the same as the old one, for every input.", "\n".join(named)]
    if lived:
        blocks += ["Not noticed by a test:", "\n".join(lived)]
    return "\n\n".join(blocks)


_ASKS: tuple[tuple[str, str, str, Callable[[Any], str], str], ...] = (
    ("Fuzzing", "fuzz", ".json", lambda t: fuzzed(json.loads(t)), "python -m tests.reliability.fuzz --total 200000 -o build/fuzz.json"),
    ("Fuzzing guided by coverage", "guided", ".json", lambda t: guided(json.loads(t)), "PYTHONPATH=build/tools python -m tests.reliability.guided"),
    ("Kills", "kills", ".txt", str, "python -m tests.reliability.kills 300"),
    ("Hostile texts", "hostile", ".xml", hostile, "python -m pytest tests/reliability/test_hostile.py tests/browser -k hostile"),
    ("Bombs", "bombs", ".txt", bombs, "python benchmarks/bombs.py"),
    ("What surrounds a run", "surroundings", ".xml", surroundings, "python -m pytest tests/reliability/test_surroundings.py tests/reliability/test_reliability.py"),
    ("Branch coverage", "coverage", ".txt", str, "make coverage"),
    ("Mutation score", "mutants", ".json", lambda t: mutants(json.loads(t)), "python -m tests.reliability.mutants"),
)


def versions(found: Mapping[str, str]) -> str:
    """On which version which piece ran."""
    by: dict[str, list[str]] = {}
    for piece in PIECES:
        if piece in found:
            by.setdefault(found[piece].strip(), []).append(piece)
    if len(by) == 1:
        return f"All pieces ran on version {next(iter(by))}."
    return "The pieces ran on several versions: " + "; ".join(f"{', '.join(pieces)} on {version}" for version, pieces in by.items()) + "."


def page(found: Mapping[str, str], own: str = "") -> str:
    """The page as Markdown.

    Parameters
    ----------
    found : mapping of str to str
        Names of the files of a round, such as ``kills`` (its version) and ``kills.txt`` (what it found), and their content.
    own : str
        What stands below `OWN`.

    Returns
    -------
    str
    """
    parts = []
    for title, piece, suffix, told, command in _ASKS:
        text = found.get(piece + suffix, "").strip()
        parts.append(f"## {title}\n{told(text) if text else NOT_RUN}\n\n    {command}\n")
    head = f"# Reliability, measured\n\nWritten by the last step of `make reliability`; times are seconds of the processor. {versions(found)}\n"
    return "\n".join((head, *parts, OWN)) + "\n" + own


def main() -> None:
    """Write the page."""
    found = {p.name: p.read_text(encoding="utf-8") for p in sorted(Path(sys.argv[1]).iterdir()) if p.is_file()}
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    PAGE.write_text(page(found, old.partition(OWN + "\n")[2]), encoding="utf-8")


if __name__ == "__main__":
    main()
