"""Measure the reading of articles against labels made by hand: publication dates and bodies of pages.

Run ``python tests/evaluation/articles.py`` beside the folder of shared data; without it, it says so and leaves.
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from geomap.articles import read_articles
from geomap.model import Article

HERE = Path(__file__).resolve().parent
SHARED = next((p / "shared" for p in HERE.parents if (p / "shared" / "corpus").is_dir()), None)


def _labels(name: str) -> dict[str, dict[str, str]]:
    lines = [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    return {next(iter(row.values())): row for row in rows}


def _read(path: Path) -> dict[str, Article]:
    return {a.id.partition(".")[2]: a for a in read_articles([path]) if isinstance(a, Article)}


def dates(shared: Path) -> dict[str, int]:
    """Of the labelled texts: how many state a date, how many are given it, how many have another."""
    articles, labels = _read(shared / "corpus" / "fakes.csv"), _labels("articles_dates.csv")
    found = {"stated": 0, "exact": 0, "wrong": 0}
    for ident, label in labels.items():
        published = articles[ident].published
        found["stated"] += bool(label["stated"])
        found["exact"] += bool(label["stated"]) and published == label["stated"]
        found["wrong"] += published is not None and published != label["stated"]
    return found


def _spans(cell: str) -> Iterator[range]:
    for part in filter(None, cell.split("|")):
        start, _, end = part.partition("-")
        yield range(int(start), int(end))


def bodies(shared: Path) -> dict[str, float]:
    """Of the labelled pages: shares of characters of the stories that are kept, and of the rest that is marked."""
    articles, labels = _read(shared / "corpus" / "pages.jsonl"), _labels("articles_bodies.csv")
    kept = story = marked = other = whole = 0
    for ident, label in labels.items():
        article = articles[ident]
        boilerplate = {i for b in article.boilerplate for i in range(b.start, b.end)}
        body = set(range(int(label["begin"]), int(label["end"]))) if label["begin"] else set()
        body -= {i for r in _spans(label["other"]) for i in r}
        neutral = {i for r in _spans(label["neutral"]) for i in r}
        shown = {i for i, c in enumerate(article.text) if not c.isspace()} - neutral
        inside, outside = shown & body, shown - body
        story, kept = story + len(inside), kept + len(inside - boilerplate)
        other, marked = other + len(outside), marked + len(outside & boilerplate)
        whole += not inside & boilerplate
    return {"pages": len(labels), "pages_whole": whole, "story_kept": kept / story, "other_marked": marked / other}


if __name__ == "__main__":
    if SHARED is None:
        sys.exit("no folder 'shared' beside the repository: nothing to measure")
    sys.stdout.write(json.dumps({"dates": dates(SHARED), "bodies": bodies(SHARED)}, indent=1) + "\n")
