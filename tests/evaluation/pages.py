# ruff: noqa: T201  # a script that prints its tables
"""Check scraped pages of 2021-2026 against the incidents that Airwars ties to them.

    python -m tests.evaluation.pages [--variant bundled] [--show] [--write]

A page is met if one of its reports lies within 5 km of a tied incident, is of its kind (see KINDS) and meets its days, two days more on
either side. geomap gets the text, the outlet and the address. "as scraped": publication dates are those that it reads itself. "day given":
where it reads none it is told the day after the incident, as if a user knew it; the set holds no true dates, so this shows what the
rest would give, not what a user would get. What misses is told by its cause:
  place not found   no place of the page lies within 5 km, and no name like the incident's was found
  place wrong       a name like the incident's was found, and put elsewhere or nowhere
  no act found      a place within 5 km, but no report there
  wrong kind        a report there, of another kind
  wrong date        a report there of the kind, on other days or undated
  not told          the page does not tell the incident (by hand: pages_not_told.csv)
"""

import argparse
import csv
import datetime as dt
import difflib
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from geomap.places.geometry import distance_km
from geomap.text.folding import fold
from tests.evaluation.harness import VARIANTS, asked, extract, flags, rows, setting, table, write_part

NEAR_KM, DAYS = 5.0, 2
SHELLING, STRIKE = "Shelling/artillery/missile attack", "Air/drone strike"
VIOLENT = {"Battles", "Explosions/Remote violence", "Violence against civilians"}
KINDS = {
    "Airstrike": {STRIKE},
    "Drone Strike": {STRIKE},
    "Artillery": {SHELLING},
    # a raid is told as a clash, a killing, or by those it seized
    "Ground operation": {"Armed clash", "Attack", "Arrests", "Abduction/forced disappearance"},
}
KINDS["Counter-Terrorism Action (Ground)"] = KINDS["Ground operation"]
CAUSES = ("place not found", "place wrong", "no act found", "wrong kind", "wrong date", "not told")


def kinds(incident: dict[str, Any]) -> set[str]:
    """Sub-types that answer an incident: "Airstrike and/or Artillery" leaves both open."""
    parts = incident["strike_type_original"].replace(" and/or ", ", ").split(", ")
    return set().union(*(KINDS[p] for p in parts))


def near(item: dict[str, Any], incident: dict[str, Any]) -> bool:
    if item["longitude"] is None:
        return False
    return distance_km(item["longitude"], item["latitude"], incident["longitude"], incident["latitude"]) <= NEAR_KM


def in_time(report: dict[str, Any], incident: dict[str, Any]) -> bool:
    """Whether the days of a report and of an incident meet, `DAYS` more on either side; a report of a month or longer says too little."""
    if report["date_start"] is None or len(report["date_start"]) < 10 or report["date_precision"] not in {"day", "week"}:
        return False
    pad = dt.timedelta(DAYS)
    first, last = dt.date.fromisoformat(incident["date"]), dt.date.fromisoformat(incident["date_end"] or incident["date"])
    begin = dt.date.fromisoformat(report["date_start"])
    end = dt.date.fromisoformat(report["date_end"]) if report["date_end"] and len(report["date_end"]) == 10 else begin
    return begin <= last + pad and end >= first - pad


def like(name: str, other: str) -> bool:
    """Whether a name of the page could be one of the incident's, however it is spelt."""
    words = [w for w in fold(name).replace("-", " ").split() if w not in {"al", "el"}]
    theirs = [w for w in fold(other).replace("-", " ").replace(",", " ").split() if w not in {"al", "el", "near"}]
    one, two = "".join(words), "".join(theirs)
    return difflib.SequenceMatcher(None, one, two).ratio() >= 0.75 or any(difflib.SequenceMatcher(None, one, w).ratio() >= 0.8 for w in theirs if len(w) > 3)


def outcome(incident: dict[str, Any], mentions: list[dict[str, Any]], reports: list[dict[str, Any]]) -> str:
    """What became of an incident: met, or the first thing that goes wrong on the way to the report that came farthest."""
    there = [r for r in reports if near(r, incident)]
    kind = [r for r in there if r["sub_event_type"] in kinds(incident)]
    if any(in_time(r, incident) for r in kind):
        return "met"
    if kind:
        return "wrong date"
    if there:
        return "wrong kind"
    if any(near(m, incident) for m in mentions):
        return "no act found"
    return "place wrong" if any(like(m["text"], incident["location_original"]) for m in mentions) else "place not found"


def judge(pages: list[dict[str, Any]], output: Path, not_told: dict[str, str]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Outcome of each page, with the incident that came farthest."""
    order = ("met", "wrong date", "wrong kind", "no act found", "place wrong", "place not found")
    mentions, reports = rows(output / "mentions.jsonl"), rows(output / "reports.jsonl")
    out = {}
    for page in pages:
        mine = [[x for x in items if x["article"] == page["id"]] for items in (mentions, reports)]
        found = sorted(((outcome(i, *mine), n) for n, i in enumerate(page["incidents"])), key=lambda x: (order.index(x[0]), x[1]))
        what, n = found[0]
        out[page["id"]] = ("not told" if what != "met" and page["id"] in not_told else what, page["incidents"][n])
    return out


def loosely(pages: list[dict[str, Any]], output: Path) -> Counter[str]:
    """The same asked less strictly: the kind any violent one, the date left out, or both."""
    reports, n = rows(output / "reports.jsonl"), Counter[str]()
    for page in pages:
        mine = [(r, i) for r in reports if r["article"] == page["id"] for i in page["incidents"] if near(r, i)]
        n["place only"] += bool(mine)
        n["place and kind"] += any(r["sub_event_type"] in kinds(i) for r, i in mine)
        n["place, any violent kind"] += any(r["event_type"] in VIOLENT for r, _ in mine)
        n["place, date, any violent kind"] += any(r["event_type"] in VIOLENT and in_time(r, i) for r, i in mine)
    return n


def run(pages: list[dict[str, Any]], folder: Path, variant: str, published: dict[str, str]) -> Path:
    """Lay the pages out as JSON lines with outlet and address, and extract; ids in the output are those of the pages."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    lines = [{k: p[k] for k in ("id", "outlet", "url", "text")} | ({"published": published[p["id"]]} if p["id"] in published else {}) for p in pages]
    (folder / "pages" / "pages.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines), encoding="utf-8")
    output = extract(folder / "pages", folder / "output", *flags(variant))
    for name in ("articles", "mentions", "reports"):
        records = rows(output / f"{name}.jsonl")
        key = "id" if name == "articles" else "article"
        (output / f"{name}.jsonl").write_text("".join(json.dumps(r | {key: r[key].removeprefix("pages.")}) + "\n" for r in records), encoding="utf-8")
    return output


def day_after(page: dict[str, Any]) -> str:
    """The day after the last incident of a page."""
    last = max(i["date_end"] or i["date"] for i in page["incidents"])
    return (dt.date.fromisoformat(last) + dt.timedelta(1)).isoformat()


def table_not_told() -> dict[str, str]:
    """Pages that do not tell the incident, with the reason."""
    with Path(__file__).with_name("pages_not_told.csv").open(encoding="utf-8") as f:
        return {r["id"]: f"({r['sort']}) {r['why']}" for r in csv.DictReader(line for line in f if not line.startswith("#"))}


def show(column: str, judged: dict[str, tuple[str, dict[str, Any]]], not_told: dict[str, str]) -> None:
    """What became of each page, misses first."""
    for cause in (*CAUSES, "met"):
        for page, (what, i) in sorted(judged.items()):
            if what == cause:
                print(f"{column}: {cause}: {page}: {i['location_original']} {i['date']} {i['strike_type_original']} {not_told.get(page, '')}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variant", dest="variants", action="append", choices=VARIANTS[:2], help="default: both")
    parser.add_argument("--show", action="store_true", help="print what became of each page")
    parser.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    a = parser.parse_args()
    pages, not_told = rows(asked("corpus", "pages.jsonl")), table_not_told()
    columns: dict[str, dict[str, int]] = {}
    for variant in a.variants or VARIANTS[:2]:
        given: dict[str, str] = {}
        for mode in ("as scraped", "day given"):
            with tempfile.TemporaryDirectory() as temp:
                output = run(pages, Path(temp), variant, given)
                judged, loose = judge(pages, output, not_told), loosely(pages, output)
                dated = {r["id"] for r in rows(output / "articles.jsonl") if r["published"]}
            n = Counter(what for what, _ in judged.values())
            counts = {"pages": len(pages), "met": n["met"], **{c: n[c] for c in CAUSES}, **loose, "pages with a date": len(dated)}
            columns[f"{variant}, {mode}"] = counts
            given = {p["id"]: day_after(p) for p in pages if p["id"] not in dated}
            if a.show:
                show(f"{variant}, {mode}", judged, not_told)
    labels = list(next(iter(columns.values())))
    text = table(["pages", *columns], [[k, *(str(c[k]) for c in columns.values())] for k in labels])
    print(text)
    if a.write:
        write_part("pages", f"{text}\n\n{setting()}; `python -m tests.evaluation.pages --write`.")


if __name__ == "__main__":
    main()
