"""Score merging against pairs of reports labelled by hand: ``python tests/events/evaluate_merging.py [held-out]``.

``merge_pairs.csv`` holds 166 pairs over articles of the FA-KES corpus (Abu Salem et al. 2019, CC BY 4.0) and the sample articles,
drawn by score and by kind of contradiction, labelled from the texts before any weight was set: 1 where both tell of one event. A report
is found again by article, trigger or sentence, and place; where the coder no longer makes it, the pair counts as not joined.
``merge_pairs_held_out.csv`` holds 90 more, drawn by a seeded rule from what was joined, nearly joined or close in time and place, and
labelled before these were scored; rules are not to be set on them.
"""

import csv
import io
import sys
from collections.abc import Iterable
from pathlib import Path

from geomap.events.merge import merge_reports
from geomap.model import Article, Report

HERE = Path(__file__).parent
SHARED = Path(__file__).resolve().parents[3] / "shared"
PAIRS = HERE / "merge_pairs.csv"
HELD_OUT = HERE / "merge_pairs_held_out.csv"


def corpus_folder(shared: Path, folder: Path, pairs: Path = PAIRS) -> Path:
    """Write the corpus as the files and the articles.csv that the labels were made on."""
    csv.field_size_limit(10**8)
    rows = [["file", "published", "outlet", "title"]]
    named = {row[key] for row in _pairs(pairs) for key in ("article_a", "article_b")}
    for r in csv.DictReader(io.StringIO((shared / "corpus" / "fakes.csv").read_text(encoding="utf-8", errors="replace"))):
        name = f"u{r['unit_id']}"
        if name in named and not (folder / f"{name}.txt").exists():
            (folder / f"{name}.txt").write_text(f"{r['article_title']}\n\n{r['article_content']}".strip() + "\n", encoding="utf-8")
            rows.append([f"{name}.txt", "", r["source"], ""])
    for r in csv.DictReader(io.StringIO((shared / "seeds" / "articles.csv").read_text(encoding="utf-8"))):
        (folder / r["file"]).write_bytes((shared / "seeds" / r["file"]).read_bytes())
        rows.append([r["file"], r["published"], r["outlet"], r["title"]])
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows(rows)
    (folder / "articles.csv").write_text(table.getvalue(), encoding="utf-8")
    return folder


def _pairs(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def _found(reports: Iterable[Report], row: dict[str, str], end: str) -> Report | None:
    """The report of the labelled words: by its trigger, else by a sentence it rests on (the coder joins sentences on one act)."""
    start, stop = int(row[f"start_{end}"]), int(row[f"end_{end}"])
    listed = sorted(reports, key=lambda r: (r.where.place != row[f"place_{end}"], r.id))
    by_trigger = (r for r in listed if r.trigger.start < stop and start < r.trigger.end)
    by_sentence = (r for r in listed if any(s.start <= start and stop <= s.end for s in r.evidence))
    return next(by_trigger, None) or next(by_sentence, None)


def score(articles: dict[str, Article], reports: list[Report], pairs: Path = PAIRS) -> dict[str, float]:
    """Precision, recall and F1 over the labelled pairs, after grouping."""
    by_article: dict[str, list[Report]] = {}
    for r in reports:
        by_article.setdefault(r.article, []).append(r)
    holder = {r: e.id for e in merge_reports(reports, articles) for r in e.reports}
    hit = wrong = missed = lost = fused = 0
    for row in _pairs(pairs):
        one, other = _found(by_article.get(row["article_a"], []), row, "a"), _found(by_article.get(row["article_b"], []), row, "b")
        lost += one is None or other is None
        if one is not None and one is other:  # the coder made one report of the two: nothing is left to merge
            fused += 1
            continue
        joined = one is not None and other is not None and holder[one.id] == holder[other.id]
        same = row["same"] == "1"
        hit += joined and same
        wrong += joined and not same
        missed += same and not joined
    precision, recall = hit / max(1, hit + wrong), hit / max(1, hit + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"pairs": len(_pairs(pairs)), "lost": lost, "fused": fused, "precision": precision, "recall": recall, "f1": f1}


def evaluate(folder: Path, pairs: Path = PAIRS) -> dict[str, float]:
    """Read, understand and merge the labelled articles."""
    from geomap.articles import read_articles
    from geomap.pipeline.stages import Setting, understand_all

    understood = understand_all([a for a in read_articles([corpus_folder(SHARED, folder, pairs)]) if isinstance(a, Article)], Setting())
    return score({u.article.id: u.article for u in understood}, [r for u in understood for r in u.reports], pairs)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        sys.stdout.write("".join(f"{k}: {v:.3f}\n" for k, v in evaluate(Path(scratch), HELD_OUT if sys.argv[1:] == ["held-out"] else PAIRS).items()))
