"""Write ``docs/reliability.md`` from measured rounds: ``python -m tests.reliability.report FUZZ.json [KILLS.txt]``."""

import json
import sys
from pathlib import Path

from tests.browser.hostile import PAYLOADS
from tests.reliability.fuzz import FOUND
from tests.reliability.targets import TARGETS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
NOT_RUN = "not run in the round that wrote this page"


def page(rounds: list[dict[str, object]], kills: str) -> str:
    """The page as Markdown.

    Parameters
    ----------
    rounds : list of dict
        As `tests.reliability.fuzz` writes them.
    kills : str
        The last line of ``python -m tests.reliability.kills``.

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
Mutation only, from a seed corpus of our own (`tests/reliability/seeds.py`); no coverage guidance. The aim for a release is 200,000.
{len(list(FOUND.glob("*.bin")))} inputs that once brought out something else are kept in `tests/reliability/found/` and tried in every run of the suite.

    python -m tests.reliability.fuzz --seconds 60

| target | inputs | uncaught | slowest, s |
|---|---|---|---|
{rows}

Not reached in this round: {missing}.

## Kills
{kills}

    python -m tests.reliability.kills 300

## Hostile texts
{len(PAYLOADS)} texts (`tests/browser/hostile.py`) go through a map in a browser, each into every field: `python -m pytest tests/browser/test_map_browser.py`
fails if one runs. That test is part of the suite, not of this page's round.

## Bombs
`python benchmarks/bombs.py` measures what hostile files cost in time and memory; it prints its own table.

## Not measured here
Coverage-guided fuzzing, branch coverage by package, mutation score, files left open.
"""


def main() -> None:
    """Write the page."""
    rounds = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    kills = Path(sys.argv[2]).read_text(encoding="utf-8").strip() if len(sys.argv) > 2 else NOT_RUN
    PAGE.write_text(page(rounds, kills), encoding="utf-8")


if __name__ == "__main__":
    main()
