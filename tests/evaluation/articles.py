"""Measure the reading of articles against labels made by hand: publication dates and bodies of pages.

Run ``python tests/evaluation/articles.py`` beside the folder of shared data; without it, it says so and leaves.
"""

import csv
import json
import sys
import tempfile
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


_CUT = {"day": 10, "week": 10, "month": 7, "year": 4, "unknown": 0}


def _dates(articles: dict[str, Article], labels: str) -> dict[str, int]:
    """Of labelled texts: how many state a date and are given it, left open, or given another; those without one given one all the same."""
    count = {"texts": 0, "stated": 0, "exact": 0, "open": 0, "wrong": 0, "inferred": 0}
    for ident, label in _labels(labels).items():
        article, stated = articles[ident], label["stated"]
        published = (article.published or "")[: _CUT[article.published_precision]]
        inferred = article.published_reason.startswith("inferred")
        count["texts"] += 1
        count["stated"] += bool(stated)
        count["exact"] += bool(stated) and published == stated
        count["open"] += bool(stated) and not published
        count["inferred"] += not stated and inferred
        count["wrong"] += bool(published) and published != stated and not (inferred and not stated)
    return count


def dates(shared: Path) -> dict[str, int]:
    """Dates of sixty texts of FA-KES; an inferred one is counted apart, for the labels tell only what is stated."""
    return _dates(_read(shared / "corpus" / "fakes.csv"), "articles_dates.csv")


def titled_dates(shared: Path) -> dict[str, int]:
    """Dates of the same sixty, each saved as a text whose first line is its title, the outlet not known."""
    csv.field_size_limit(10**9)
    with (shared / "corpus" / "fakes.csv").open(encoding="utf-8-sig", newline="") as f, tempfile.TemporaryDirectory() as folder:
        for row in csv.DictReader(f):
            Path(folder, f"{row['unit_id']}.txt").write_text(f"{row['article_title'].strip()}\n\n{row['article_content'].strip()}\n", encoding="utf-8")
        read = {a.id: a for a in read_articles([Path(folder)]) if isinstance(a, Article)}
    return _dates(read, "articles_dates.csv")


def page_dates(shared: Path) -> dict[str, int]:
    """Dates of sixty scraped pages, as `dates`."""
    return _dates(_read(shared / "corpus" / "pages.jsonl"), "articles_page_dates.csv")


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
    sys.stdout.write(json.dumps({"dates": dates(SHARED), "titled_dates": titled_dates(SHARED), "page_dates": page_dates(SHARED), "bodies": bodies(SHARED)}, indent=1) + "\n")
