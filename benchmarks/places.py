"""Measure the gazetteer: loading, look-ups, the pass over running text, finding places, and answers against the names of conflict data.

Speeds are CPU time, the best of several short stretches, with the time of a plain loop of Python beside them: on a busy machine both are
slower. Look-ups "never asked before" are of spellings that this process has not seen, each once; what they ask is told line by line:

as written      every spelling of the gazetteer, bare
in its unit     the same spellings' places, each with its governorate
other articles  "al-Bab" asked as "El Bab", "Hajin" as "al Hajin": the folded tier
one slip        one letter changed, with the governorate: the near tier, by likeness
unknown         names spelt backwards: found nowhere
as texts ask    every name of the texts in their order, with its repeats, in a fresh process: what a run asks
as news asks    8 in 10 as written, 1 in 10 with other articles, 1 in 20 with a slip in their governorate, 1 in 20 unknown

    python benchmarks/places.py [--names CSV] [--added FILE] [--texts CSV]

Names default to ``../shared/reference/ucdp_places_2016_2017.csv`` and the added gazetteer to the Who's On First table beside it; parts whose
files are absent are left out and say so.
"""

import argparse
import csv
import hashlib
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from geomap.model import Article, Resolution, sha256_hex
from geomap.places.facts import Facts
from geomap.places.gazetteer import Gazetteer
from geomap.places.geometry import distance_km
from geomap.places.kinds import AREA_KINDS, kind_of
from geomap.places.loaders import read_gazetteer
from geomap.places.merge import Entry, Merger
from geomap.places.resolve import find_places

T = TypeVar("T")
REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference"
KIND = re.compile(r"\s+(town|village|city|suburb)$", re.IGNORECASE)
LOAD = (
    "import time; a=time.perf_counter(); from geomap.places.gazetteer import Gazetteer; b=time.perf_counter(); g=Gazetteer.bundled(); "
    "c=time.perf_counter(); g.resolve('Homs'); d=time.perf_counter(); g.hits('Homs'); e=time.perf_counter(); import resource; "
    "print(b-a, c-b, d-c, e-d, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024)"
)


STREAM = (
    "import json, sys, time; from geomap.places.gazetteer import Gazetteer; names = json.load(sys.stdin); g = Gazetteer.bundled(); g.resolve('Homs'); "
    "a = time.process_time(); [g.resolve(n) for n in names]; print(time.process_time() - a)"
)


def stream(names: list[str]) -> None:
    """Look-ups as a run asks them: every name of the texts in order, repeats and all, in a process that knows none of them yet."""
    told = json.dumps(names)
    spent = min(float(subprocess.run([sys.executable, "-c", STREAM], input=told, capture_output=True, text=True, check=True).stdout) for _ in range(3))
    print(f"look-ups as texts ask: {len(names) / spent:,.0f}/s of {len(names):,} in the order of the texts, {len(set(names)):,} of them different")


def loading() -> None:
    runs = [[float(x) for x in subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True).stdout.split()] for _ in range(5)]
    best = [min(column) for column in zip(*runs, strict=True)]
    print("loading (best of 5 fresh processes): import {:.3f} s, load {:.3f} s, first look-up {:.3f} s, first text {:.3f} s, {:.0f} MB".format(*best))


def loop_nanoseconds() -> float:
    """Best time of one turn of a plain loop: what the machine gives this process at the moment."""
    def turns() -> float:
        start, total = time.process_time(), 0
        for i in range(100_000):
            total += i
        return time.process_time() - start

    return min(turns() for _ in range(20)) * 1e4


def best_of(work: Callable[[list[T]], object], items: list[T], stretch: int, rounds: int) -> float:
    """Seconds of CPU time for all items: of each stretch the best of some rounds."""
    total = 0.0
    for first in range(0, len(items), stretch):
        times = []
        for _ in range(rounds):
            start = time.process_time()
            work(items[first : first + stretch])
            times.append(time.process_time() - start)
        total += min(times)
    return total


def slipped(name: str, number: int) -> str:
    """A name with one letter changed."""
    at = 1 + number % max(1, len(name) - 1)
    return name[:at] + "aeiou"[number % 5] + name[at + 1 :]


def other_articles(name: str) -> str:
    """A name with another article, or with one that it lacks."""
    stem = re.sub(r"^(al|as|ash|ad|ar|at|az|an|el)[- ]", "", name, flags=re.IGNORECASE)
    return f"El {stem}" if stem != name else f"al {name}"


def look_ups(gazetteer: Gazetteer) -> dict[str, list[tuple[str, str | None]]]:
    """Queries (name, governorate) of each sort, no spelling in two sorts, drawn by a hash of the spelling."""
    unit_of: dict[str, str | None] = {}
    for place in gazetteer.places:
        for name in (place.name, *place.other_names):
            unit_of.setdefault(name, place.admin.admin1)
    sorts: dict[str, list[tuple[str, str | None]]] = {"as written": [], "in its unit": [], "other articles": [], "one slip": [], "unknown": [], "as news asks": []}
    for name, unit in unit_of.items():
        number = int(hashlib.sha256(name.encode()).hexdigest()[:12], 16)
        share, turn = number % 100, number // 100
        made = {
            "as written": (name, None), "in its unit": (name, unit), "other articles": (other_articles(name), None), "one slip": (slipped(name, turn), unit),
            "unknown": (name[::-1], None),
        }  # fmt: skip
        if share < 30:
            sorts["as news asks"].append(made["as written" if turn % 20 < 16 else "other articles" if turn % 20 < 18 else "one slip" if turn % 20 < 19 else "unknown"])
        else:
            sort = "as written" if share < 60 else "in its unit" if share < 75 else "other articles" if share < 85 else "one slip" if share < 90 else "unknown"
            sorts[sort].append(made[sort])
    return sorts


def speed(gazetteer: Gazetteer, texts: list[str]) -> None:
    def ask(some: list[tuple[str, str | None]]) -> None:
        for name, unit in some:
            gazetteer.resolve(name, within=unit)

    gazetteer.resolve("Homs", within="Homs")
    gazetteer.resolve("Hmos", within="Homs")  # loads the package that compares spellings
    for sort, queries in look_ups(gazetteer).items():
        first, again = best_of(ask, queries, 100, 1), best_of(ask, queries, 500, 3)
        found = Counter(gazetteer.resolve(name, within=unit).match_type for name, unit in queries)
        told = ", ".join(f"{match} {count / len(queries):.0%}" for match, count in found.most_common())
        print(f"look-ups {sort}: {len(queries) / first:,.0f}/s of {len(queries):,} never asked before, {len(queries) / again:,.0f}/s asked again; {told}")
    gazetteer.hits("Homs")
    spent = best_of(lambda some: [gazetteer.hits(t) for t in some], texts, 20, 3)
    print(f"running text: {len(texts) / spent:,.0f} texts/s, {sum(map(len, texts)) / spent / 1e6:.2f} million characters/s")
    articles = [Article(str(i), str(i), sha256_hex(t.encode()), t) for i, t in enumerate(texts)]
    stream([m.text for a in articles for m in find_places(a, gazetteer)])
    middle = sorted(map(len, texts))[len(texts) // 2]
    spent = best_of(lambda some: [find_places(a, gazetteer) for a in some], articles, 4, 1)
    print(f"places found and resolved, each text once: {len(articles) / spent:,.0f} articles/s, {sum(map(len, texts)) / len(texts):.0f} characters on average")
    usual = [a for a in articles if abs(len(a.text) - middle) <= 0.05 * middle]
    spent = best_of(lambda some: [find_places(a, gazetteer) for a in some], usual, 4, 8)
    print(f"places found and resolved: {len(usual) / spent:,.0f} articles/s, texts of median length ({middle} characters, {len(usual)} of them)")
    print(f"plain loop: {loop_nanoseconds():.0f} ns a turn")


def names_of(path: Path) -> dict[tuple[str, str], tuple[list[str], list[tuple[float, float]], int]]:
    """Settlements of conflict data, as the coverage script of the reference asks them."""
    out: dict[tuple[str, str], tuple[list[str], list[tuple[float, float]], int]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            parts = [x.strip() for x in re.split(r"[/()]", row["where_coordinates"]) if x.strip()]
            if float(row["where_prec"] or 9) <= 2 and any(KIND.search(x) for x in parts):
                unit = re.sub(r"\s+governorate$", "", row["adm_1"].strip(), flags=re.IGNORECASE)
                asked, points, events = out.get((row["where_coordinates"], unit), ([KIND.sub("", x) for x in parts], [], 0))
                points.append((float(row["longitude"]), float(row["latitude"])))
                out[row["where_coordinates"], unit] = (asked, points, events + int(float(row["events"])))
    return out


def first_found(gazetteer: Gazetteer, asked: list[str], within: str | None) -> Resolution | None:
    for name in asked:
        found = gazetteer.resolve(name, within=within)
        if found.feature_code and kind_of(found.feature_code) not in AREA_KINDS:
            return found
    return None


def curve(title: str, gazetteer: Gazetteer, names: dict[tuple[str, str], tuple[list[str], list[tuple[float, float]], int]]) -> None:
    units = sorted({unit for _, unit in names if unit})
    right, far, total, wrong = Counter(), Counter(), Counter(), Counter()
    events_right = events_far = events = 0
    scores: dict[str, list[tuple[float, bool]]] = {}
    for (written, unit), (asked, points, weight) in names.items():
        events += weight
        found = first_found(gazetteer, asked, unit)
        if found is not None:
            distance = min(distance_km(*p, found.longitude, found.latitude) for p in points)
            total[found.match_type] += 1
            right[found.match_type] += distance <= 10
            far[found.match_type] += distance > 25
            events_right += weight * (distance <= 10)
            events_far += weight * (distance > 25)
            scores.setdefault(f"{found.score:.1f}", []).append((found.score, distance <= 10))
        others = [u for u in units if u != unit]
        other = others[int(hashlib.sha256(written.encode()).hexdigest(), 16) % len(others)]
        astray = first_found(gazetteer, asked, other)
        if astray is not None and (u := gazetteer.admin.find(other, 1)) is not None and u.holds(astray.admin) == 1.0:
            wrong[astray.match_type] += 1
    n = len(names)
    print(f"{title}: {n} names, {events} events; within 10 km: names {sum(right.values()) / n:.1%}, events {events_right / events:.1%}; "
          f"over 25 km off: names {sum(far.values()) / n:.1%}, events {events_far / events:.1%}")
    for match in total:
        print(f"  {match:10} answers {total[match]:5}  within 10 km {right[match] / total[match]:6.1%}  over 25 km {far[match] / total[match]:6.1%}  "
              f"in a wrong governorate {wrong[match] / n:6.1%} of names")
    below = sum(c for m, c in wrong.items() if m not in {"exact", "alternate"})
    print(f"  asked in a wrong governorate: {sum(wrong.values()) / n:.1%} of names found there, {below / n:.1%} below the exact tier")
    for key, held in sorted(scores.items()):
        print(f"  score {key}: {len(held):5} answers, mean {sum(s for s, _ in held) / len(held):.2f}, right {sum(r for _, r in held) / len(held):.2f}")


def added_alone(path: Path) -> Gazetteer:
    """The added file with the admin units only: what the rules do for names that nobody curated."""
    base = Gazetteer.bundled()
    merger = Merger()
    for place in base.places:
        if place.feature_code in {"ADM1", "ADM2"} and place.country == "SY":
            merger.add(Entry(place))
    for entry in read_gazetteer(path, base.admin).entries:
        merger.add(entry)
    return Gazetteer(merger.places, merger.ids, merger.index, Facts())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=Path, default=REFERENCE / "ucdp_places_2016_2017.csv")
    parser.add_argument("--added", type=Path, default=REFERENCE / "wof_syria_places.tsv.gz")
    parser.add_argument("--texts", type=Path, default=REFERENCE.parent / "corpus" / "fakes.csv")
    given = parser.parse_args()
    loading()
    gazetteer = Gazetteer.bundled()
    texts = ["The army took Khan Sheikhoun, Kafr Nabl and Saraqib; air strikes hit Maarat al-Numan east of Ariha. " * 16] * 200
    if given.texts.is_file():
        csv.field_size_limit(10_000_000)
        with given.texts.open(encoding="utf-8", newline="") as file:
            texts = [row["article_content"] for row in csv.DictReader(file)]
    else:
        print(f"{given.texts} is absent: made-up text instead")
    speed(gazetteer, texts)
    if not given.names.is_file():
        print(f"{given.names} is absent: no answers measured")
        return
    names = names_of(given.names)
    curve("bundled", gazetteer, names)
    if given.added.is_file():
        start = time.perf_counter()
        more = Gazetteer.load([given.added])
        print(f"adding {given.added.name}: {time.perf_counter() - start:.1f} s, {len(more):,} places")
        curve("bundled and added", more, names)
        curve("added alone (no curated row)", added_alone(given.added), names)


if __name__ == "__main__":
    main()
