# ruff: noqa: T201  # prints its figures
"""Measure how often the radius of a place told by the text holds the true point.

Truth: names that the text both ties to another place and that a gazetteer knows exactly. For "X, 12 km north of Y" and "X east of Y" the
place told is compared with X; for "X in the northern countryside of Z" the side of Z is. A name over 90 km outside the radius is another
place of that name, or another place's direction; both shares are told, with and without these.

"Held out" is what the radius would hold if its width were fitted on half the names (drawn by a hash of the place) to hold nine in ten of
them, and asked of the other half, both ways round; "width" is by how much the present radii would have to be multiplied for that.

    python -m tests.evaluation.relative_radius [--gazetteer FILE] [--show] [--write] [TEXTS.csv]
"""

import argparse
import csv
import hashlib
import sys
from pathlib import Path

from geomap.model import Article, MatchType, Precision, Resolution, sha256_hex
from geomap.places.context import Context
from geomap.places.gazetteer import Gazetteer
from geomap.places.geometry import distance_km
from geomap.places.recognition import recognise
from geomap.places.relative import at_direction
from geomap.places.resolve import find_places
from tests.evaluation.harness import setting, table, write_part

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
    out: dict[str, list[tuple[float, float, str]]] = {"distance": [], "direction": [], "direction, loosely": [], "side": []}
    seen: set[tuple[str, str, str]] = set()
    for article in articles:
        context = Context(recognise(article, gazetteer))
        mentions = find_places(article, gazetteer)
        for i, mention in enumerate(mentions):
            if not sure(mention.resolution):
                continue
            anchor, holder = context.anchor(i), context.holder(i)
            if anchor is not None and anchor.bearing is not None and sure(mentions[anchor.index].resolution):
                sort = "direction, loosely" if anchor.loose else "distance" if anchor.distance is not None else "direction"
                told = at_direction(mentions[anchor.index].resolution, anchor.bearing, anchor.distance, gazetteer, loose=anchor.loose)
            elif holder is not None and context.found[holder].phrase.bearing is not None and mentions[holder].resolution.precision is Precision.AREA:
                sort, told = "side", mentions[holder].resolution
            else:
                continue
            key = (sort, str(mention.resolution.place_id), told.reason)
            itself = mention.resolution.place_id == mentions[anchor.index if anchor is not None else holder or 0].resolution.place_id
            if key not in seen and not (itself and sort != "side"):  # "in Aleppo, east of Aleppo city": no other place is told
                seen.add(key)
                out[sort].append((gap(mention.resolution, told), told.radius_km or 0.0, f"{mention.text}: {told.reason}"))
    return out


def half(what: str) -> int:
    """Which half of the names one is in, by its hash."""
    return int(hashlib.sha256(what.split(":", maxsplit=1)[0].encode()).hexdigest(), 16) % 2


def width(rows: list[tuple[float, float, str]]) -> float:
    """Factor on the radii with which they hold nine in ten of the names."""
    ratios = sorted(error / radius for error, radius, _ in rows)
    return ratios[min(len(ratios) - 1, int(0.9 * len(ratios)))] if ratios else 1.0


def held_out(rows: list[tuple[float, float, str]]) -> float:
    """Share held by a width that was fitted on the other half."""
    kept = 0
    for side in (0, 1):
        factor = width([r for r in rows if half(r[2]) != side])
        kept += sum(error <= factor * radius for error, radius, what in rows if half(what) == side)
    return kept / max(1, len(rows))


def figures(sort: str, rows: list[tuple[float, float, str]]) -> list[str]:
    """One line of the table."""
    near = [r for r in rows if r[0] <= 90 + r[1]]
    shares = [sum(error <= radius for error, radius, _ in some) / max(1, len(some)) for some in (rows, near)]
    errors, radii = sorted(r[0] for r in near), sorted(r[1] for r in near)
    middle = len(near) // 2
    return [
        sort, str(len(rows)), f"{shares[0]:.2f}", str(len(rows) - len(near)), f"{shares[1]:.2f}", f"{held_out(near):.2f}", f"{width(near):.2f}",
        f"{errors[middle]:.0f}" if near else "", f"{radii[middle]:.0f}" if near else "",
    ]  # fmt: skip


def main() -> None:
    """Print the share held, by sort of place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="?", type=Path, default=SHARED / "corpus" / "fakes.csv")
    parser.add_argument("--gazetteer", type=Path, action="append", default=[])
    parser.add_argument("--show", action="store_true", help="print those outside")
    parser.add_argument("--write", action="store_true", help="write the table into docs/accuracy.md")
    options = parser.parse_args()
    if not options.texts.exists():
        sys.exit(f"no texts at {options.texts}: nothing measured")
    found = measure(texts(options.texts), Gazetteer.load(options.gazetteer))
    head = ["told by", "names", "held", "over 90 km outside", "held without these", "held out", "width", "median error km", "median radius km"]
    made = table(head, [figures(sort, rows) for sort, rows in found.items()])
    print(made)
    if options.write:
        write_part("radius", f"{made}\n\n{setting()}; `python -m tests.evaluation.relative_radius --write`.")
    for rows in found.values() if options.show else ():
        for error, radius, what in sorted(rows, reverse=True):
            if error > radius:
                print(f"    {error:.0f} km, radius {radius:.0f}: {what[:150]}")


if __name__ == "__main__":
    main()
