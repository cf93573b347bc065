"""What the README and docs/why.md say of accuracy, taken from docs/accuracy.md.

    python -m tests.evaluation.readme [--write]
"""

import re
import sys
from pathlib import Path

from tests.evaluation.harness import ACCURACY, ROOT, table

__all__ = ["PARTS", "parser_part", "part", "written"]

SETS = (("dev", "dev: 20 texts, to work with"), ("twelve", "twelve: rules developed with them in view"), ("sealed", "sealed: scored once, at a release"))
FIGURES = (
    ("toponym f1", "place names found (F1)"), ("within tolerance", "places within tolerance"), ("event precision", "coded events that are right"),
    ("event recall", "events found"), ("sub type", "… of right sub-type"), ("actor pair", "… of right pair of actors"), ("date", "… of right date"),
    ("status", "… of right status"), ("deaths", "… of right deaths, where told"), ("control", "… of right change of control, where told"),
)  # fmt: skip


def _rows(page: str, name: str) -> dict[str, list[str]]:
    """Rows of a set as docs/accuracy.md has them, by figure; empty where it is not scored."""
    found = re.search(rf"<!-- begin: events {name} -->(.*?)<!-- end: events {name} -->", page, re.DOTALL)
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in (found[1] if found else "").splitlines() if line.startswith("|")]
    return {r[0]: r for r in rows[2:]}


def _scores(page: str, name: str) -> dict[str, tuple[float, str, str]]:
    """Figures of a set: value, interval, number asked."""
    return {figure: (float(r[3]), r[4], r[1]) for figure, r in _rows(page, name).items()}


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


def parser_part(accuracy: str) -> str:
    """What docs/why.md says of the parser: each set scored with it and without.

    Parameters
    ----------
    accuracy : str
        Text of docs/accuracy.md.
    """
    body = []
    for name in re.findall(r"<!-- begin: events (\w+) -->", accuracy):
        rows = _rows(accuracy, name)
        body.append([name, *(cell for figure in ("actor pair", "event f1") for cell in (rows[figure][3], rows[figure][6]))])
    return table(["set", "right pair of actors, with", "without", "event F1, with", "without"], body)


PARTS = (("README.md", "accuracy", part), ("docs/why.md", "parser", parser_part))


def written(text: str, name: str, told: str) -> str:
    """A page with the part between its markers replaced."""
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    before, _, rest = text.partition(begin)
    return f"{before}{begin}\n{told}\n{end}{rest.partition(end)[2]}"


if __name__ == "__main__":
    page = ACCURACY.read_text(encoding="utf-8")
    for path, name, told in PARTS:
        if "--write" in sys.argv:
            Path(ROOT / path).write_text(written((ROOT / path).read_text(encoding="utf-8"), name, told(page)), encoding="utf-8")
        else:
            sys.stdout.write(told(page) + "\n")
