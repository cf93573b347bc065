# ruff: noqa: T201  # a script that prints its tables
"""Score toponyms and events on articles annotated by hand, with bootstrap intervals over articles.

    python -m tests.evaluation.events [--set twelve] [--set dev] [--variant bundled] [--show] [--write]
    python -m tests.evaluation.events --sealed [--write]

twelve: the five seeds and the seven articles of gold/fakes, pooled. dev and second to eighth: tests/gold, to work with. sealed: tests/gold/sealed, scored
when the work is done, and only when asked for by name. The rules are those of eval/score.py, whose functions do the scoring.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.evaluation.harness import (
    VARIANTS,
    asked,
    check_hash,
    extract,
    fakes,
    flags,
    scorer,
    setting,
    table,
    write_inputs,
    write_part,
)

GOLD = Path(__file__).resolve().parents[1] / "gold"
RESAMPLES, SEED = 1000, 20241208
BARS = {
    "toponym_f1": .95, "event_f1": .85, "event_precision": .80, "event_recall": .80, "sub_type": .90, "actor_pair": .85, "camps": .92,
    "date": .90, "status": .88, "status_macro_f1": .75, "deaths": .80, "control": .92,
}  # fmt: skip
FIELDS = ("sub_type", "date", "actor1", "actor2", "actor_pair", "camps", "status", "deaths", "deaths_by_side", "control", "evidence")
NAMES = ("mentions", "reports")
WORKED_WITH = ("twelve", "dev", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@dataclass
class Counts:
    """What one article adds to the figures; sums of it give the pooled ones."""

    n: Counter[str] = field(default_factory=Counter)
    status: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, other: "Counts") -> None:
        self.n.update(other.n)
        self.status.update(other.status)

    def figures(self) -> dict[str, float | None]:
        n, out = self.n, {}
        for what in ("toponym", "event"):
            tp, fn, fp = n[f"{what}_tp"], n[f"{what}_fn"], n[f"{what}_fp"]
            out |= {f"{what}_precision": tp / max(1, tp + fp), f"{what}_recall": tp / max(1, tp + fn), f"{what}_f1": 2 * tp / max(1, 2 * tp + fp + fn)}
        for k in ("within_tolerance", "within_25km"):
            out[k] = n[k] / n["located"] if n["located"] else None
        for k in FIELDS:
            out[k] = n[f"{k}_right"] / n[f"{k}_asked"] if n[f"{k}_asked"] else None
        wanted = sorted({a for a, _ in self.status})
        f = [2 * self.status[x, x] / sum(k * ((a == x) + (b == x)) for (a, b), k in self.status.items()) for x in wanted]
        out["status_macro_f1"] = sum(f) / len(f) if f else None
        return out


def count(score: ModuleType, name: str, gold: dict[str, Any], mentions: list[Any], reports: list[Any], show: bool) -> Counts:
    """Counts of one article. The scorer tells rates; misses are counted from what it says of each."""
    said: list[str] = []
    pairs: list[dict[int, int]] = []
    inner = score.assign

    def listening(w: Any) -> dict[int, int]:
        pairs.append(inner(w))
        return pairs[-1]

    one = {name: gold}
    actors = score.Actors(asked("reference", "actors.csv"))
    places = score.score_mentions(one, mentions, said.append)
    score.assign = listening
    try:
        events = score.score_events(one, reports, actors, said.append)
    finally:
        score.assign = inner
    if show:
        print("\n".join(said))
    c = Counts()
    begins = Counter(" ".join(line.split()[:2]) for line in said)
    wanted = [p for p in gold["places"] if p["in_syria"] and p.get("literal", True) and p["kind"] != "country"]
    c.n["toponym_fn"], c.n["toponym_fp"] = begins["missed toponym"], begins["spurious toponym"]
    c.n["toponym_tp"] = len(wanted) - c.n["toponym_fn"]
    missed = {int(line.rsplit(" at ", 1)[1]) for line in said if line.startswith("  missed toponym ")}
    c.n["located"] = sum(asked_for(score, p) and p["start"] not in missed for p in wanted)
    c.n["within_tolerance"] = round(places["resolved_within_tolerance"] * c.n["located"])
    c.n["within_25km"] = round(places["resolved_within_25km"] * c.n["located"])
    c.n["event_fn"], c.n["event_fp"] = begins["missed event"], begins["spurious report"]
    c.n["event_tp"] = events["asked"]["events"] - c.n["event_fn"]
    for k in FIELDS:
        c.n[f"{k}_asked"] = events["asked"].get(k, 0)
        c.n[f"{k}_right"] = round((events[f"{k}_right"] or 0) * c.n[f"{k}_asked"])
    mine = sorted((r for r in reports if r["article"] == name), key=lambda r: json.dumps(r, sort_keys=True))
    for i, j in (pairs[0] if pairs else {}).items():
        e, r = gold["events"][i], mine[j]
        if e.get("confidence") != "judgement":
            c.status[e["status"], e["status"] if r.get("status") in score.either(e, "status") else r.get("status")] += 1
    return c


def asked_for(score: ModuleType, place: dict[str, Any]) -> bool:
    """Whether the point of an annotated place is asked for."""
    return place["lat"] is not None and (place["kind"] not in score.NO_POINT or bool(place.get("tolerance_km")))


def inputs(which: str, folder: Path) -> dict[str, Any]:
    """Lay a set's texts into a folder and return its annotations."""
    if which == "twelve":
        gold, texts, known = {}, {}, {}
        for gold_folder, text_folder in (("seeds", asked("seeds")), ("fakes", asked("corpus", "articles"))):
            for path in sorted(asked("gold", gold_folder).glob("*.json")):
                gold[path.stem] = json.loads(path.read_text(encoding="utf-8"))
                texts[path.stem] = (text_folder / f"{path.stem}.txt").read_bytes().decode("utf-8")
            known |= table_of(text_folder / "articles.csv")
    else:
        gold = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted((GOLD / which).glob("*.json"))}
        texts, outlets = fakes(set(gold))
        known = {name: {"outlet": outlets[name], "published": gold[name]["published"] or ""} for name in gold}
    for name, g in gold.items():
        check_hash(name, texts[name], g.get("sha256"))
    write_inputs(folder, {name: texts[name] for name in gold}, known)
    return gold


def table_of(path: Path) -> dict[str, dict[str, str]]:
    """Rows of an articles.csv by name."""
    import csv

    with path.open(encoding="utf-8-sig", newline="") as f:
        return {Path(r["file"]).stem: {k: v for k, v in r.items() if k != "file" and v} for r in csv.DictReader(f)}


def measure(which: str, variant: str, show: bool) -> list[Counts]:
    """Counts of each article of a set."""
    score = scorer()
    with tempfile.TemporaryDirectory() as temp:
        folder = Path(temp, "articles")
        gold = inputs(which, folder)
        output = extract(folder, Path(temp, "output"), *flags(variant))
        found = [score.records(output / f"{n}.jsonl", need) for n, need in zip(NAMES, (score.NEED_M, score.NEED_R), strict=True)]
    counts = [count(score, name, g, *found, show) for name, g in gold.items()]
    check(score, gold, found, counts)
    return counts


def check(score: ModuleType, gold: dict[str, Any], found: list[Any], counts: list[Counts]) -> None:
    """Our sums must give what the scorer gives for the whole set."""
    quiet = lambda _: None  # noqa: E731
    whole = score.score_mentions(gold, found[0], quiet) | score.score_events(gold, found[1], score.Actors(asked("reference", "actors.csv")), quiet)
    ours = pooled(counts).figures()
    for k, v in ours.items():
        theirs = whole.get({"within_tolerance": "resolved_within_tolerance", "within_25km": "resolved_within_25km"}.get(k, k), whole.get(f"{k}_right"))
        if (v is None) != (theirs is None) or (v is not None and abs(v - theirs) > 1e-9):
            sys.exit(f"{k}: {v} summed over articles, {theirs} by the scorer; the counting in tests/evaluation/events.py is out of step")


def pooled(counts: list[Counts]) -> Counts:
    total = Counts()
    for c in counts:
        total.add(c)
    return total


def intervals(counts: list[Counts]) -> dict[str, tuple[float, float]]:
    """95 % percentile intervals, articles drawn with replacement."""
    rng, draws = random.Random(SEED), {}
    for _ in range(RESAMPLES):
        for k, v in pooled(rng.choices(counts, k=len(counts))).figures().items():
            if v is not None:
                draws.setdefault(k, []).append(v)
    out = {}
    for k, values in draws.items():
        values.sort()
        out[k] = values[int(.025 * (len(values) - 1))], values[round(.975 * (len(values) - 1))]
    return out


def shown(which: str, results: dict[str, list[Counts]]) -> str:
    """The figures of a set as a table, one column a variant, the first with intervals."""
    first = next(iter(results))
    figures = {v: pooled(c).figures() for v, c in results.items()}
    spans, n = intervals(results[first]), pooled(results[first]).n
    body = []
    for k in figures[first]:
        value = [("–" if figures[v][k] is None else f"{figures[v][k]:.3f}") for v in results]
        span = f"{spans[k][0]:.2f}–{spans[k][1]:.2f}" if k in spans else "–"
        asked_n = n[f"{k}_asked"] or {"within_tolerance": n["located"], "within_25km": n["located"]}.get(k, 0)
        asked_n = asked_n or n["toponym_tp"] + n["toponym_fn"] if k.startswith("toponym") else asked_n or n["event_tp"] + (n["event_fn"] if k.startswith("event") else 0)
        body.append([k.replace("_", " "), str(asked_n), f"{BARS[k]:.2f}" if k in BARS else "", value[0], span, *value[1:]])
    head = ["figure", "asked", "wanted", first, "95 %", *list(results)[1:]]
    return f"**{which}** ({len(results[first])} articles)\n\n" + table(head, body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", dest="sets", action="append", choices=WORKED_WITH, help="default: all but the sealed one")
    parser.add_argument("--variant", dest="variants", action="append", choices=VARIANTS, help="default: all three")
    parser.add_argument("--sealed", action="store_true", help="score the sealed set, which is done once")
    parser.add_argument("--show", action="store_true", help="print every miss")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/accuracy.md")
    a = parser.parse_args()
    for which in ["sealed"] if a.sealed else a.sets or list(WORKED_WITH):
        results = {v: measure(which, v, a.show) for v in a.variants or VARIANTS}
        text = shown(which, results)
        print(text, end="\n\n")
        if a.write:
            flag = "--sealed" if a.sealed else f"--set {which}"
            write_part(f"events {which}", f"{text}\n\n{setting()}; `python -m tests.evaluation.events {flag} --write`; {RESAMPLES} resamples of articles.")


if __name__ == "__main__":
    main()
