# ruff: noqa: T201  # a script that prints its table
"""Set the confidence that reports state beside the share of them that the annotations bear out.

    python -m tests.evaluation.confidence [--write]

A report counts as right if the scorer matches it to an annotated event, as wrong if it calls it spurious; those that it leaves out (matched
to events of which the annotators were not sure) count for neither.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.evaluation import events
from tests.evaluation.harness import asked, extract, scorer, setting, table, write_part

SETS = {"worked with": ("twelve", "dev", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"), "sealed": ("sealed",)}


def judged(which: str) -> Iterator[tuple[dict[str, Any], bool]]:
    """Reports of a set, and whether each is right."""
    score = scorer()
    with tempfile.TemporaryDirectory() as temp:
        folder = Path(temp, "articles")
        gold = events.inputs(which, folder)
        reports = score.records(extract(folder, Path(temp, "output")) / "reports.jsonl", score.NEED_R)
    actors = score.Actors(asked("reference", "actors.csv"))
    for name, annotated in gold.items():
        yield from _of_article(score, actors, name, annotated, reports)


def _of_article(score: Any, actors: Any, name: str, annotated: dict[str, Any], reports: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], bool]]:
    said: list[str] = []
    pairs: list[dict[int, int]] = []
    inner = score.assign
    score.assign = lambda w: pairs.append(inner(w)) or pairs[-1]
    try:
        score.score_events({name: annotated}, reports, actors, said.append)
    finally:
        score.assign = inner
    mine = sorted((r for r in reports if r["article"] == name), key=lambda r: json.dumps(r, sort_keys=True))
    right = set(pairs[0].values()) if pairs else set()
    spurious = {line.strip() for line in said if line.startswith("  spurious report")}
    for i, r in enumerate(mine):
        told = f"spurious report {name}: {r['event_type']}/{r['sub_event_type']} at {r['place']} {r['date_start']} {r['status']}"
        if i in right or told in spurious:
            yield r, i in right


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    a = parser.parse_args()
    body = []
    for name, sets in SETS.items():
        found = [pair for which in sets for pair in judged(which)]
        for place, exact in (("at a named point", True), ("elsewhere", False)):
            here = [(r["confidence"], right) for r, right in found if (r["precision"] == "exact") is exact]
            stated, share = (sum(x[k] for x in here) / len(here) for k in (0, 1))
            body.append([name, place, str(len(here)), f"{stated:.2f}", f"{share:.2f}"])
    text = table(["texts", "reports", "judged", "confidence stated", "share right"], body)
    print(text)
    if a.write:
        write_part("confidence", f"**confidence**\n\n{text}\n\n{setting()}; `python -m tests.evaluation.confidence --write`.")


if __name__ == "__main__":
    main()
