"""Time and memory of merging and exporting: ``python benchmarks/merging.py 20000 80000 300000 [--file FOLDER]``.

Reports are made by a seeded rule, eighty a day, over places of the bundled gazetteer: a fifth of the governorate, a sixth not
exactly dated, a third of the acts told by two or more articles, four reports an article of about 1,500 characters. Each number
runs in a process of its own: CPU seconds and the peak resident size are that process's.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from geomap.io.jsonl import write_jsonl
from geomap.io.records import article_record, report_record
from geomap.model import (
    EVENT_TYPE_OF,
    Admin,
    Article,
    DatePrecision,
    Loss,
    LossSide,
    Period,
    Precision,
    Provenance,
    Report,
    Span,
    SubEventType,
    Where,
    content_id,
)  # fmt: skip
from geomap.places.gazetteer import Gazetteer

A_DAY, AN_ARTICLE = 80, 4
TYPES = (SubEventType.AIR_STRIKE, SubEventType.SHELLING, SubEventType.ARMED_CLASH, SubEventType.REMOTE_EXPLOSIVE, SubEventType.ATTACK)
PARTIES = (("syaaf", "civilians"), ("vks", "opp"), ("saa", "isis"), ("opp", "saa"), ("coalition", "isis"), ("tsk", "ypg"), ("unidentified", "civilians"))
FORMATS = ("geojson", "csv", "gpkg", "parquet", "jsonl", "kml", "xlsx")
SENTENCE = "{weapon} struck {place} on {day}, killing {n} people, residents and a monitor said; others spoke of more. "
FILL = "The front lines of the province had not moved for weeks, and aid groups asked both sides to let convoys through. "


def places() -> list[Where]:
    """Villages of the bundled gazetteer and their governorates."""
    return [
        Where(p.place_id, p.name, p.longitude, p.latitude, 2.0, Precision.EXACT, "SY", p.admin, p.feature_code, "named")
        for p in sorted(Gazetteer.bundled().places, key=lambda p: p.place_id)
        if p.feature_code.startswith("PPL") and p.admin.admin1
    ]


def _where(dice: random.Random, points: list[Where]) -> Where:
    point = dice.choice(points[:40]) if dice.random() < 0.3 else dice.choice(points)  # some towns are in the news every week
    if dice.random() > 0.2:
        return point
    name = point.admin.admin1
    return Where(f"adm1:{name}", name, 38.0, 35.0, 60.0, Precision.ADMIN1, "SY", Admin(name, admin1_pcode=point.admin.admin1_pcode), "ADM1", "governorate")


def _period(dice: random.Random, day: date) -> Period:
    chance = dice.random()
    if chance < 0.84:
        return Period(day.isoformat(), day.isoformat(), DatePrecision.DAY)
    if chance < 0.94:
        return Period(day.isoformat(), (day + timedelta(days=6)).isoformat(), DatePrecision.WEEK)
    if chance < 0.97:
        return Period(day.isoformat(), (day + timedelta(days=12)).isoformat(), DatePrecision.DAY)
    return Period(None, None, DatePrecision.UNKNOWN)


def acts(number: int) -> Iterator[tuple[Where, Period, SubEventType, tuple[str, str], int]]:
    """What is told, once for each report."""
    dice = random.Random(2011)
    points, begin, made, last = places(), date(2011, 3, 15), 0, []
    while made < number:
        day = begin + timedelta(days=made // A_DAY)
        if last and dice.random() < 0.35:
            act = dice.choice(last[-40:])
        else:
            act = (_where(dice, points), _period(dice, day), dice.choice(TYPES), dice.choice(PARTIES), dice.randrange(40))
            last = [*last[-40:], act]
        yield act
        made += 1


def written(number: int) -> Iterator[tuple[Article, list[Report]]]:
    """Articles with their reports."""
    told = acts(number)
    for n in range(-(-number // AN_ARTICLE)):
        text, spans = "", []
        chosen = [a for a in (next(told, None) for _ in range(AN_ARTICLE)) if a]
        for where, period, _, _, deaths in chosen:
            sentence = SENTENCE.format(weapon="Warplanes", place=where.place, day=period.date_start or "an unknown day", n=deaths)
            spans.append(Span(len(text), len(text) + len(sentence) - 1))
            text += sentence + FILL * 2
        name = f"n{n:06}"
        day = next((p.date_start for _, p, *_ in chosen if p.date_start), None)
        article = Article(name, f"{name}.txt", content_id("", name).ljust(64, "0"), text, f"News {n}", f"Outlet {n % 37}", published=day)
        yield article, [_report(article, s, a) for s, a in zip(spans, chosen, strict=True)]


def _report(article: Article, span: Span, act: tuple[Where, Period, SubEventType, tuple[str, str], int]) -> Report:
    where, period, sub, (one, two), deaths = act
    trigger = Span(span.start, span.start + 9)
    why = {f: Provenance((trigger,), f"frame:{f}", "triggers.csv:12") for f in ("event_type", "where", "period", "actor1", "actor2", "deaths", "attestation")}
    losses = (Loss(LossSide.CIVILIANS, deaths, deaths, str(deaths)),) if deaths else ()
    return Report(
        id=content_id("r", article.id, span.start), article=article.id, evidence=(span,), trigger=trigger, event_type=EVENT_TYPE_OF[sub],
        sub_event_type=sub, period=period, where=where, actor1=one, actor2=two, actor1_name=one, actor2_name=two, deaths=losses,
        confidence=0.8, provenance=why,
    )  # fmt: skip


def make(folder: Path, number: int) -> None:
    """Write ``articles.jsonl`` and ``reports.jsonl``."""
    folder.mkdir(parents=True, exist_ok=True)
    write_jsonl(folder / "articles.jsonl", (article_record(a) for a, _ in written(number)))
    write_jsonl(folder / "reports.jsonl", (report_record(r) for _, reports in written(number) for r in reports))


def measure(folder: Path, out: Path) -> dict[str, Any]:
    """Merge a folder and export it in every format; CPU seconds and peak of this process."""
    from geomap.cli.export import write_events
    from geomap.pipeline.merging import merging

    begun, used = time.perf_counter(), time.process_time()
    steps: dict[str, tuple[float, int]] = {}

    def tell(step: str) -> None:
        nonlocal used
        steps[step] = (round(time.process_time() - used, 1), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        used = time.process_time()

    tell("start")
    with merging([folder]) as merged:
        tell("merge")
        with merged.parts(out / "events") as events:
            tell("table")
            for ending in FORMATS:
                write_events(out / f"events.{ending}", events)
                tell(ending)
        counts = {"reports": len(merged.reports), "events": len(merged.groups)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        **counts, "cpu_s": round(time.process_time(), 1), "wall_s": round(time.perf_counter() - begun, 1), "peak_mb": peak,
        "steps (cpu_s, peak_mb)": steps,
    }  # fmt: skip


def main(arguments: list[str]) -> None:
    """Measure each number in a process of its own."""
    if arguments[:1] == ["--in"]:
        print(json.dumps(measure(Path(arguments[1]), Path(arguments[2]))))
        return
    for number in map(int, arguments or ["20000"]):
        with tempfile.TemporaryDirectory() as scratch:
            make(Path(scratch) / "in", number)
            done = subprocess.run([sys.executable, __file__, "--in", f"{scratch}/in", f"{scratch}/out"], capture_output=True, text=True, check=True)
            print(done.stdout.strip(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
