# ruff: noqa: T201  # prints its figures
"""Measure how often the radius of a place told by the text holds the true point.

Truth: names that the text both ties to another place and that a gazetteer knows exactly. For "X, 12 km north of Y" and "X east of Y" the
place told is compared with X; for "X in the northern countryside of Z" the side of Z is.

    python tests/evaluation/relative_radius.py [--gazetteer FILE] [TEXTS.csv]
"""

import argparse
import csv
import sys
from pathlib import Path

from geomap.model import Article, MatchType, Precision, Resolution, sha256_hex
from geomap.places.context import Context
from geomap.places.gazetteer import Gazetteer
from geomap.places.geometry import distance_km
from geomap.places.recognition import recognise
from geomap.places.relative import at_direction
from geomap.places.resolve import find_places

SHARED = Path(__file__).resolve().parents[3] / "shared"
SURE = {MatchType.EXACT, MatchType.ALTERNATE, MatchType.FOLDED}


def texts(path: Path) -> list[Article]:
    """Articles of a table with columns of title and content, each text once."""
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8-sig", newline="") as f:
        found = {(r["article_title"] + "\n\n" + r["article_content"]).strip() + "\n": r["unit_id"] for r in csv.DictReader(f)}
    return [Article(name, f"{name}.txt", sha256_hex(text.encode()), text) for text, name in sorted(found.items(), key=lambda i: i[1])]


def sure(resolution: Resolution) -> bool:
    """A point that a gazetteer gives for the very name."""
    return resolution.resolved and resolution.precision is Precision.EXACT and resolution.match_type in SURE


def gap(one: Resolution, other: Resolution) -> float:
    """Kilometres between two resolved places."""
    return distance_km(one.longitude or 0.0, one.latitude or 0.0, other.longitude or 0.0, other.latitude or 0.0)


def measure(articles: list[Article], gazetteer: Gazetteer) -> dict[str, list[tuple[float, float, str]]]:
    """(error, radius, what) of each told place, by sort."""
    out: dict[str, list[tuple[float, float, str]]] = {"distance": [], "direction": [], "side": []}
    seen: set[tuple[str, str, str]] = set()
    for article in articles:
        context = Context(recognise(article, gazetteer))
        mentions = find_places(article, gazetteer)
        for i, mention in enumerate(mentions):
            if not sure(mention.resolution):
                continue
            anchor, holder = context.anchor(i), context.holder(i)
            if anchor is not None and anchor.bearing is not None and sure(mentions[anchor.index].resolution):
                sort = "distance" if anchor.distance is not None else "direction"
                told = at_direction(mentions[anchor.index].resolution, anchor.bearing, anchor.distance, gazetteer)
            elif holder is not None and context.found[holder].phrase.bearing is not None and mentions[holder].resolution.precision is Precision.AREA:
                sort, told = "side", mentions[holder].resolution
            else:
                continue
            key = (sort, str(mention.resolution.place_id), told.reason)
            if key not in seen:
                seen.add(key)
                out[sort].append((gap(mention.resolution, told), told.radius_km or 0.0, f"{mention.text}: {told.reason}"))
    return out


def main() -> None:
    """Print the share held, by sort of place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="?", type=Path, default=SHARED / "corpus" / "fakes.csv")
    parser.add_argument("--gazetteer", type=Path, action="append", default=[])
    parser.add_argument("--show", action="store_true", help="print those outside")
    options = parser.parse_args()
    if not options.texts.exists():
        sys.exit(f"no texts at {options.texts}: nothing measured")
    found = measure(texts(options.texts), Gazetteer.load(options.gazetteer))
    for sort, rows in found.items():
        homonyms = sum(error > 90 + radius for error, radius, _ in rows)
        held = sum(error <= radius for error, radius, _ in rows)
        ratios = sorted(error / radius for error, radius, _ in rows)
        ninth = ratios[int(0.9 * (len(ratios) - 1))] if ratios else 0.0
        errors = sorted(error for error, _, _ in rows)
        print(f"{sort:10} n {len(rows):4}  held {held / max(1, len(rows)):.3f}, {held / max(1, len(rows) - homonyms):.3f} without {homonyms} over 90 km outside (other places of the name)  error/radius at 90 % {ninth:.2f}  median error {errors[len(errors) // 2] if errors else 0:.1f} km")
        for error, radius, what in sorted(rows, reverse=True) if options.show else ():
            if error > radius:
                print(f"    {error:.0f} km, radius {radius:.0f}: {what[:150]}")


if __name__ == "__main__":
    main()
