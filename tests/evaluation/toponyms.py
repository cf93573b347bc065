# ruff: noqa: T201  # prints its figures
"""Score the toponyms of every annotated set: found, and resolved within tolerance.

Uses the scorer that lies beside the annotations; bundled gazetteer, and once more with any that are given.

    python tests/evaluation/toponyms.py [--gazetteer FILE] [--show]
"""

import argparse
import csv
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from geomap.model import Article, Span, sha256_hex
from geomap.places.gazetteer import Gazetteer
from geomap.places.resolve import find_places

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
TAILS = ("Note to readers", "\nArticles by:", "If you’re able", "Leave a Reply")  # what the scraped pages end with


def texts() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Set, text and annotations by article."""
    csv.field_size_limit(10**9)
    out: dict[str, tuple[str, str, dict[str, Any]]] = {}
    for name, folder in (("seeds", SHARED / "seeds"), ("fakes", SHARED / "corpus" / "articles")):
        for path in sorted((SHARED / "gold" / name).glob("*.json")):
            text = next(folder.glob(f"{path.stem}*")).read_bytes().decode("utf-8-sig")
            out[path.stem] = (name, text, json.loads(path.read_text(encoding="utf-8")))
    with (SHARED / "corpus" / "fakes.csv").open(encoding="utf-8-sig", newline="") as f:
        rows = {r["unit_id"]: r for r in csv.DictReader(f)}
    for path in sorted((ROOT / "tests" / "gold" / "dev").glob("u*.json")):
        row = rows[path.stem[1:]]
        text = (row["article_title"] + "\n\n" + row["article_content"]).strip() + "\n"
        out[path.stem] = ("dev", text, json.loads(path.read_text(encoding="utf-8")))
    return out


def article(name: str, text: str) -> Article:
    """The article with the tail of its page marked as boilerplate."""
    cut = min((text.find(t) for t in TAILS if t in text), default=len(text))
    return Article(name, name, sha256_hex(text.encode()), text, boilerplate=(Span(cut, len(text)),) if cut < len(text) else ())


def scorer() -> ModuleType:
    """The scoring script as a module."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predictions(data: dict[str, tuple[str, str, dict[str, Any]]], gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """Mentions as the scorer reads them."""
    out = []
    for name, (_, text, _gold) in data.items():
        for m in find_places(article(name, text), gazetteer):
            at = (m.resolution.latitude, m.resolution.longitude) if m.resolution.resolved else None
            out.append(
                {"article": name, "start": m.span.start, "end": m.span.end, "text": m.text, "toponym_type": str(m.toponym_type), "in_syria": m.in_syria, "at": at}
            )  # fmt: skip
    return out


def main() -> None:
    """Print the figures by set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gazetteer", type=Path, action="append", default=[])
    parser.add_argument("--show", action="store_true", help="print every miss")
    options = parser.parse_args()
    if not (SHARED / "gold").exists():
        sys.exit(f"no annotations at {SHARED / 'gold'}: nothing measured")
    score, data = scorer(), texts()
    for label, extra in (("bundled", []), *([("with added", options.gazetteer)] if options.gazetteer else [])):
        found = predictions(data, Gazetteer.load(extra))
        for wanted in (("seeds", "fakes"), ("dev",)):
            gold = {n: g for n, (s, _, g) in data.items() if s in wanted}
            figures = score.score_mentions(gold, found, print if options.show else lambda _: None)
            print(f"{label:11} {'+'.join(wanted):12} " + "  ".join(f"{k} {v:.3f}" for k, v in figures.items() if isinstance(v, float)))


if __name__ == "__main__":
    main()
