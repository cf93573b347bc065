"""Every stage, start-up, memory and the peers in one run: ``make bench``, or ``python benchmarks/all.py [-o FILE] [--against FILE]``.

Each measure runs in a process of its own, at 1, 4 and 16 times the input; JSON lines go to FILE, a table to standard output. Seconds are
the processor's, the best of `--rounds`; beside them stands the time of a plain loop of Python, by which the ratios against an earlier
result (``--against``) are corrected, since a busy machine is slower. The corpus is that of ``benchmarks/corpus.py``, all texts of the
middle tenth by length; peers need ``--peers PYTHON``, an environment with ``benchmarks/requirements.txt``.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests" / "browser"), str(HERE.parent)]

import corpus  # noqa: E402  # lies beside this file

SCALES = (1, 4, 16)
BASE = {"articles": 25, "merging": 1_000, "map": 1_000, "figure": 250, "control": 100}
"""Input at 1x: articles, reports, events, facts."""
ARTICLE_STAGES = ("reading", "copies", "places", "coding", "coding-parsed")
STAGES = (*ARTICLE_STAGES, "merging", "map", "figure", "control")
COMMANDS = {
    "geomap --help": (["--help"], 0.3), "geomap locate": (["locate", "Khan Shaykhun"], 0.8),
}  # fmt: skip
"""Arguments, and the seconds asked for."""
ASKED = {"places": 300, "coding": 120, "coding-parsed": 25}
"""Articles a second of one core, at the median text."""


def loop_ns() -> float:
    """Best time of one turn of a plain loop."""
    def turns() -> float:
        start, total = time.process_time(), 0
        for i in range(200_000):
            total += i
        return time.process_time() - start

    return min(turns() for _ in range(10)) * 5e3


def texts(number: int) -> list[dict[str, str]]:
    """Articles of about the median length, changed from one to the next."""
    given = corpus.texts()
    middle = sorted(map(len, given))[len(given) // 2]
    near = sorted(given, key=lambda t: abs(len(t) - middle))[: max(20, len(given) // 10)]
    return list(corpus.articles(number, near))


def article_stage(stage: str, number: int) -> tuple[Callable[[], object], int]:
    """What to time, everything it needs being loaded, and how many articles it takes."""
    from geomap.articles import mark_duplicates, read_articles
    from geomap.pipeline.stages import Setting, understand_all
    from geomap.places.gazetteer import Gazetteer
    from geomap.places.resolve import find_places

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in texts(number)), encoding="utf-8")
        articles: list[Any] = list(read_articles([path]))
        rows = path.read_bytes()
    if stage == "reading":
        def read() -> None:
            with tempfile.TemporaryDirectory() as folder:
                (Path(folder) / "a.jsonl").write_bytes(rows)
                list(read_articles([Path(folder)]))
        return read, number
    if stage == "copies":
        return lambda: mark_duplicates(articles), number
    if stage == "places":
        gazetteer = Gazetteer.bundled()
        find_places(articles[0], gazetteer)
        return lambda: [find_places(a, gazetteer) for a in articles], number
    setting = Setting(parser=stage == "coding-parsed")
    understand_all(articles[:1], setting)
    return lambda: understand_all(articles, setting), number


def merging(number: int) -> Callable[[], object]:
    from merging import written

    from geomap.events.merge import merge_reports

    made = list(written(number))
    articles, reports = {a.id: a for a, _ in made}, [r for _, told in made for r in told]
    return lambda: merge_reports(reports, articles)


def drawing(stage: str, number: int) -> Callable[[], object]:
    from sample_events import synthetic

    from geomap.maps.eventmap import EventMap
    from geomap.maps.figure import FigureOptions, draw_figure

    events = synthetic(number)
    if stage == "map":
        return lambda: EventMap(events, title="Benchmark").page()
    return lambda: draw_figure(events, options=FigureOptions(title="Benchmark"))


def control(number: int) -> Callable[[], object]:
    from geomap.control import Fact, areas_on, load_country
    from geomap.places.gazetteer import Gazetteer

    dice, country = random.Random(2011), load_country(None)
    towns = [p for p in Gazetteer.bundled().places if p.feature_code.startswith("PPL") and p.country == "SY"]
    chosen = dice.sample(sorted(towns, key=lambda p: p.place_id), min(number, len(towns)))
    sides = ("government", "opposition", "sdf", "isis")
    facts = tuple(
        Fact(p.name, p.longitude, p.latitude, sides[(p.longitude > 38.5) * 2 + (p.latitude > 35)], "2016-01-01", "2016-01-01", "made", place_id=p.place_id)
        for p in chosen
    )  # fmt: skip
    return lambda: areas_on(facts, country, "2016-03-01")


def one(stage: str, scale: int, rounds: int) -> dict[str, Any]:
    """Measure a stage in this process."""
    number = BASE["articles" if stage in ARTICLE_STAGES else stage] * scale
    if stage in ARTICLE_STAGES:
        work, _ = article_stage(stage, number)
    elif stage == "merging":
        work = merging(number)
    else:
        work = control(number) if stage == "control" else drawing(stage, number)
    spent = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"measure": stage, "scale": scale, "n": number, "cpu_s": min(spent), "per_s": number / min(spent), "peak_mb": round(peak), "loop_ns": loop_ns()}


def command(name: str, rounds: int) -> dict[str, Any]:
    """Start-up: the best of some runs, by the processor and by the clock."""
    runs = []
    for _ in range(rounds + 2):
        begun = time.perf_counter()
        child = subprocess.Popen([sys.executable, "-c", "import sys; from geomap.cli import main; sys.exit(main())", *COMMANDS[name][0]], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"{name} ended with {child.returncode}")
        runs.append((used.ru_utime + used.ru_stime, time.perf_counter() - begun, used.ru_maxrss / 1024))
    cpu, clock = min(r[0] for r in runs), min(r[1] for r in runs)
    return {"measure": name, "scale": 1, "n": 1, "cpu_s": cpu, "clock_s": clock, "peak_mb": round(runs[0][2]), "loop_ns": loop_ns()}


def jobs(number: int) -> dict[str, Any]:
    """Two processes against one, by the clock: to be believed on an idle machine only."""
    from geomap.articles import read_articles
    from geomap.pipeline.stages import Setting, understand, understand_all

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in texts(number)), encoding="utf-8")
        articles: list[Any] = list(read_articles([path]))
    setting = Setting(parser=False)
    understand(articles[0], setting)
    clock = []
    for n in (1, 2):
        begun = time.perf_counter()
        understand_all(articles, setting, jobs=n)
        clock.append(time.perf_counter() - begun)
    return {"measure": "--jobs 2", "scale": 1, "n": number, "clock_s": clock[1], "ratio": clock[0] / clock[1], "load": os.getloadavg()[0]}


def peers(python: str) -> list[dict[str, Any]]:
    """Recall, precision and speed of place finding on the annotated articles, what is annotated inside Syria below the country.

    Found is what a span touches; right is a span that touches anything annotated, abroad and Syria itself included.
    """
    from geomap.places.gazetteer import Gazetteer
    from geomap.places.resolve import find_places
    from tests.evaluation.toponyms import article
    from tests.evaluation.toponyms import texts as annotated

    data, gazetteer = annotated(), Gazetteer.bundled()
    told = {i: gold["places"] for i, (_, _, gold) in data.items()}
    asked = {i: [(p["start"], p["end"]) for p in places if p["in_syria"] and p.get("literal", True) and p["kind"] != "country"] for i, places in told.items()}
    known = {i: [(p["start"], p["end"]) for p in places] for i, places in told.items()}
    made = [article(i, text) for i, (_, text, _) in data.items()]
    find_places(made[0], gazetteer)
    begun = time.process_time()
    found = {a.id: [(m.span.start, m.span.end) for m in find_places(a, gazetteer)] for a in made}
    rows = [_scored("geomap", time.process_time() - begun, found, asked, known)]
    lines = "".join(json.dumps({"id": a.id, "text": a.text}) + "\n" for a in made)
    for name, where in (("flashgeotext", python), ("geotext", python), ("spacy", sys.executable)):
        done = subprocess.run([where, str(HERE / "peers.py"), name], input=lines, capture_output=True, text=True, check=False) if where else None
        if done is None or done.returncode:
            rows.append({"measure": f"peer {name}", "note": "not installed: give --peers PYTHON of an environment with benchmarks/requirements.txt"})
            continue
        answer = json.loads(done.stdout.strip().splitlines()[-1])
        rows.append(_scored(name, answer["cpu_s"], answer["spans"], asked, known))
    return rows


Spans = Mapping[str, Sequence[Sequence[int]]]


def _scored(name: str, seconds: float, found: Spans, asked: Spans, known: Spans) -> dict[str, Any]:
    def touches(span: Sequence[int], others: Iterable[Sequence[int]]) -> bool:
        return any(span[0] < end and start < span[1] for start, end in others)

    hits = sum(touches(span, found.get(i, ())) for i, spans in asked.items() for span in spans)
    right = sum(touches(span, known[i]) for i, spans in found.items() for span in spans)
    total, answers = sum(map(len, asked.values())), sum(map(len, found.values()))
    return {
        "measure": f"peer {name}", "scale": 1, "n": len(asked), "cpu_s": seconds, "per_s": len(asked) / seconds, "asked": total,
        "recall": round(hits / total, 3), "precision": round(right / answers, 3) if answers else None, "loop_ns": loop_ns(),
    }  # fmt: skip


def shown(row: dict[str, Any], before: dict[tuple[str, int], dict[str, Any]]) -> str:
    """A row of the table."""
    if "note" in row:
        return f"{row['measure']:22} {row['note']}"
    cells = [f"{row['measure']:22} {row.get('scale', 1):3}x {row['n']:7,}"]
    cells += [f"{row['cpu_s']:9.3f} s cpu"] if "cpu_s" in row else []
    cells += [f"{row[k]:9.{d}f}{unit}" for k, d, unit in (("per_s", 1, "/s"), ("clock_s", 2, " s"), ("peak_mb", 0, " MB"), ("ratio", 2, "x"), ("load", 1, " load")) if k in row]
    cells += [f"recall {row['recall']:.3f} precision {row['precision']}"] if "recall" in row else []
    asked = ASKED.get(row["measure"])
    cells += [f"asked {asked}/s"] if asked and row["scale"] == SCALES[-1] else []
    cells += [f"asked {COMMANDS[row['measure']][1]} s"] if row["measure"] in COMMANDS else []
    old = before.get((row["measure"], row.get("scale", 1)))
    if old and "cpu_s" in row and "cpu_s" in old:
        cells.append(f"{(old['cpu_s'] / old['loop_ns'] / old['n']) / (row['cpu_s'] / row['loop_ns'] / row['n']):.2f} x as fast as before")
    return " ".join(cells)


def measured(python: str, rounds: int, only: set[str]) -> Iterable[dict[str, Any]]:
    """All measures, each as soon as it is done."""
    works: list[tuple[str, Callable[[], list[dict[str, Any]]]]] = [
        (stage, partial(_apart, ["--one", stage, str(scale), "--rounds", str(rounds)])) for stage in STAGES for scale in SCALES
    ]
    works += [("start", lambda name=name: [command(name, rounds)]) for name in COMMANDS]
    works += [("jobs", partial(_apart, ["--one", "jobs", "1"])), ("peers", partial(_apart, ["--one", "peers", "1", "--peers", python]))]
    for name, work in works:
        if not only or name in only:
            yield from work()


def _apart(arguments: list[str]) -> list[dict[str, Any]]:
    done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, help="JSON lines to write")
    parser.add_argument("--against", type=Path, help="JSON lines of an earlier run, for ratios")
    parser.add_argument("--peers", default="", metavar="PYTHON")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], help=f"some of {', '.join(STAGES)}, start, jobs, peers")
    parser.add_argument("--one", nargs=2, metavar=("STAGE", "SCALE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        stage, scale = given.one
        rows = peers(given.peers) if stage == "peers" else [jobs(200)] if stage == "jobs" else [one(stage, int(scale), given.rounds)]
        print("\n".join(map(json.dumps, rows)))
        return
    before = {}
    if given.against:
        before = {(r["measure"], r.get("scale", 1)): r for r in map(json.loads, given.against.read_text(encoding="utf-8").splitlines())}
    rows = []
    for row in measured(given.peers, given.rounds, set(given.only)):
        rows.append(row)
        print(shown(row, before), flush=True)
    if given.output:
        given.output.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
