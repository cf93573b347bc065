"""Build ``geomap/data/control`` from ``gazetteer/control/facts.csv``.

    python gazetteer/build/control.py [--check]

Rows are checked (dates, sides, positions, an unbroken succession of holders), sorted and written with the meaning of their basis
spelled out. The same table gives the same bytes; ``--check`` compares with what is committed and writes nothing.
"""

import argparse
import csv
import hashlib
import io
import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

from geomap.control.bundled import FACTS_COLUMNS
from geomap.control.facts import read_facts
from geomap.control.holdings import group_places
from geomap.model import ControlKind
from geomap.tables.reader import read_table

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "gazetteer" / "control" / "facts.csv"
OUT = ROOT / "geomap" / "data" / "control"
BASIS = {
    "text": "date found in the text of the source",
    "text-1d": "a date one day off found in the text of the source",
    "checked": "checked against reports of the time",
    "holder": "date from memory; holder agrees with a published map of 8 December 2024",
    "knowledge": "general knowledge, not checked",
}
SEEN_IN_SOURCE = {"text", "text-1d", "checked"}


def problems(rows: list[dict[str, str]], sides: set[str]) -> list[str]:
    """What is wrong with the table."""
    found = []
    for n, r in enumerate(rows, 1):
        where = f"row {n} ({r['place']}, {r['date']})"
        if r["basis"] not in BASIS:
            found.append(f"{where}: basis {r['basis']!r} is none of {', '.join(BASIS)}")
        if (r["source"] == "knowledge") is (r["basis"] in SEEN_IN_SOURCE):
            found.append(f"{where}: a source that was opened goes with a basis that says so, and knowledge with neither")
        found += [f"{where}: {r[c]!r} is no side of sides.csv" for c in ("side", "from") if r[c] and r[c] not in sides]
        if not (35.5 <= float(r["longitude"]) <= 42.5 and 32.2 <= float(r["latitude"]) <= 37.5):
            found.append(f"{where}: {r['longitude']}, {r['latitude']} lies outside Syria")
    return found


def breaks() -> list[str]:
    """Changes whose former holder is not the one that the fact before names."""
    found = []
    for group in group_places(read_facts(SOURCE)):
        holds = [f for f in group if f.kind in (ControlKind.STATE, ControlKind.CHANGE)]
        for one, two in pairwise(holds):
            if two.side_from and two.side_from != one.side:
                found.append(f"{two.place}: {one.side} since {one.date_end}, but taken from {two.side_from} on {two.date_end}")
    return found


def built(rows: list[dict[str, str]]) -> dict[str, bytes]:
    """Files of the built folder."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, FACTS_COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for r in sorted(rows, key=lambda r: (r["place"].lower(), r["place_id"], r["date"], r["kind"], r["side"])):
        writer.writerow({**r, "basis": BASIS[r["basis"]] + (f"; {r['note']}" if r["note"] else "")})
    facts = text.getvalue().encode()
    about = {
        "facts": len(rows), "places": len({(r["place_id"] or r["place"]) for r in rows}),
        "basis": dict(sorted(Counter(r["basis"] for r in rows).items())), "first": min(r["date"] for r in rows),
        "last": max(r["date"] for r in rows), "sha256": hashlib.sha256(facts).hexdigest(),
    }  # fmt: skip
    return {"facts.csv": facts, "manifest.json": (json.dumps(about, indent=1) + "\n").encode()}


def main() -> None:
    """Check, build, and write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = [dict(r) for r in csv.DictReader(line for line in file if not line.startswith("#"))]
    wrong = problems(rows, {r["id"] for r in read_table("sides.csv", ("id",))}) + breaks()
    if wrong:
        sys.exit("\n".join(wrong))
    for name, data in built(rows).items():
        if check and (OUT / name).read_bytes() != data:
            sys.exit(f"{OUT / name} is not what {SOURCE.name} gives; run python gazetteer/build/control.py")
        if not check:
            OUT.mkdir(parents=True, exist_ok=True)
            (OUT / name).write_bytes(data)
    print(f"{len(rows)} facts", "as committed" if check else "written")


if __name__ == "__main__":
    main()
