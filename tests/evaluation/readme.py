"""What the README says of accuracy, taken from docs/accuracy.md.

    python -m tests.evaluation.readme [--write]
"""

import re
import sys
from pathlib import Path

from tests.evaluation.harness import ACCURACY, ROOT, table

__all__ = ["part", "written"]

README = ROOT / "README.md"
BEGIN, END = "<!-- begin: accuracy -->", "<!-- end: accuracy -->"
SETS = (("dev", "dev: 20 texts, to work with"), ("twelve", "twelve: rules developed with them in view"), ("sealed", "sealed: scored once, at a release"))
FIGURES = (
    ("toponym f1", "place names found (F1)"), ("within tolerance", "places within tolerance"), ("event precision", "coded events that are right"),
    ("event recall", "events found"), ("sub type", "… of right sub-type"), ("actor pair", "… of right pair of actors"), ("date", "… of right date"),
    ("status", "… of right status"), ("deaths", "… of right deaths, where told"), ("control", "… of right change of control, where told"),
)  # fmt: skip


def _scores(page: str, name: str) -> dict[str, tuple[float, str, str]]:
    """Figures of a set as docs/accuracy.md has them: value, interval, number asked; empty where it is not scored."""
    found = re.search(rf"<!-- begin: events {name} -->(.*?)<!-- end: events {name} -->", page, re.DOTALL)
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in (found[1] if found else "").splitlines() if line.startswith("|")]
    return {r[0]: (float(r[3]), r[4], r[1]) for r in rows[2:]}


def _share(value: float) -> str:
    return f"{100 * value:.0f} %"


def part(accuracy: str) -> str:
    """The README's paragraph and table on accuracy.

    Parameters
    ----------
    accuracy : str
        Text of docs/accuracy.md.
    """
    scores = {name: _scores(accuracy, name) for name, _ in SETS}
    dev, sealed = ({figure: value for figure, (value, _, _) in scores[name].items()} for name in ("dev", "sealed"))
    said = (
        f"On texts that no rule was written for (sealed) {_share(1 - sealed['event precision'])} of the coded events are none that the annotators found, and "
        f"{_share(1 - sealed['event recall'])} of theirs are missed; of those found, {_share(1 - sealed['actor pair'])} have a wrong pair of actors and "
        f"{_share(1 - sealed['deaths'])} of the tolls are wrong. On the texts that the rules were worked out with (dev) {_share(1 - dev['event recall'])} "
        f"are missed and {_share(1 - dev['event precision'])} made up: the rules fit those texts better than the war's."
    )
    head = ["figure", *(label for _, label in SETS)]
    body = [[label, *(_cell(scores[name].get(figure)) for name, _ in SETS)] for figure, label in FIGURES]
    return f"{said}\n\n{table(head, body)}"


def _cell(score: tuple[float, str, str] | None) -> str:
    return f"{score[0]:.3f} ({score[1]}; n = {score[2]})" if score else "not yet scored"


def written(readme: str, accuracy: str) -> str:
    """The README with the part between its markers as docs/accuracy.md has it."""
    before, _, rest = readme.partition(BEGIN)
    return f"{before}{BEGIN}\n{part(accuracy)}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    text = written(README.read_text(encoding="utf-8"), ACCURACY.read_text(encoding="utf-8"))
    if "--write" in sys.argv:
        Path(README).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(part(ACCURACY.read_text(encoding="utf-8")) + "\n")
