"""Write ``docs/reliability.md`` from measured rounds: ``python -m tests.reliability.report FUZZ.json [KILLS.txt [BOMBS.txt [MUTANTS.json [COVERAGE.txt]]]]``.

A file that is not there is told as not run.
"""

import json
import sys
from pathlib import Path

from tests.browser.hostile import PAYLOADS
from tests.reliability.fuzz import FOUND
from tests.reliability.mutants import MODULES
from tests.reliability.targets import TARGETS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
NOT_RUN = "not run in the round that wrote this page"


def page(rounds: list[dict[str, object]], kills: str, bombs: str = NOT_RUN, mutants: str = NOT_RUN, coverage: str = NOT_RUN) -> str:
    """The page as Markdown.

    Parameters
    ----------
    rounds : list of dict
        As `tests.reliability.fuzz` writes them.
    kills : str
        The last line of ``python -m tests.reliability.kills``.
    bombs, mutants, coverage : str
        Of ``benchmarks/bombs.py``, `mutants_table` and ``make coverage``.

    Returns
    -------
    str
    """
    total = sum(int(str(r["inputs"])) for r in rounds)
    uncaught = sum(len(r["uncaught"]) for r in rounds)  # type: ignore[arg-type]  # a list in every round
    worst = max(rounds, key=lambda r: float(str(r["slowest_seconds"])))
    rows = "\n".join(f"| {r['target']} | {r['inputs']} | {len(r['uncaught'])} | {r['slowest_seconds']} |" for r in rounds)  # type: ignore[arg-type]
    missing = ", ".join(sorted(set(TARGETS) - {str(r["target"]) for r in rounds})) or "none"
    return f"""# Reliability, measured

Written by `make reliability`; times are seconds of the processor.

## Fuzzing
{total} mutated inputs, {uncaught} with anything but an answer or a `GeomapError`; the slowest took {worst["slowest_seconds"]} s ({worst["target"]}).
Mutation only, from a seed corpus of our own (`tests/reliability/seeds.py`); no coverage guidance. Every target has a turn first; then the quick
ones have more, so look at the table for what the sum is made of. A target in which something is found begins again when that is mended.
A round may be made of pieces, run on several versions of the code.
{len(list(FOUND.glob("*.bin")))} inputs that once brought out something else are kept in `tests/reliability/found/` and tried in every run of the suite.

    python -m tests.reliability.fuzz --total 200000 -o build/fuzz.json

| target | inputs | uncaught | slowest, s |
|---|---|---|---|
{rows}

Not reached in this round: {missing}.

## Kills
{kills}

    python -m tests.reliability.kills 300

## Hostile texts
{len(PAYLOADS)} texts (`tests/browser/hostile.py`) go into every field of every page in a real browser, and none may run, ask for anything or become
an element: the map and plain folium maps (`tests/browser/test_map_browser.py`), the review page (`tests/browser/test_desk_browser.py`), the page
and bundle of two dates, the bundle of events, pictures and the timeline (`tests/reliability/test_hostile.py`). These tests are part of the suite.

## Bombs
{_block(bombs)}

    python benchmarks/bombs.py

## Files left open or behind
None after the same run three times in one process, and none in the folder for temporary files: `tests/reliability/test_surroundings.py`.

## Mutation score
{mutants}

    python -m tests.reliability.mutants --most 100

## Branch coverage
{coverage}

    make coverage

## Not measured here
Coverage-guided fuzzing.
"""


def _block(text: str) -> str:
    return text if text == NOT_RUN else "\n".join(f"    {line}" for line in text.splitlines())


def mutants_table(results: list[dict[str, object]]) -> str:
    """Scores as `tests.reliability.mutants` writes them, as a table."""
    rows = (f"| {r['module']} | {r['places']} | {r['tried']} | {r['caught']} | {100 * int(str(r['caught'])) // max(1, int(str(r['tried'])))} % |" for r in results)
    left = sorted(set(MODULES) - {str(r["module"]) for r in results})
    more = ["", f"Not run in this round: {', '.join(left)}."] if left else []
    return "\n".join(("| module | places | tried | caught | score |", "|---|---|---|---|---|", *rows, *more))


def _given(number: int) -> str:
    """Content of the file named by an argument."""
    path = Path(sys.argv[number]) if len(sys.argv) > number else None
    return path.read_text(encoding="utf-8").strip() if path and path.exists() else NOT_RUN


def main() -> None:
    """Write the page."""
    rounds = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    mutants = _given(4)
    table = mutants if mutants == NOT_RUN else mutants_table(json.loads(mutants))
    PAGE.write_text(page(rounds, _given(2), _given(3), table, _given(5)), encoding="utf-8")


if __name__ == "__main__":
    main()
