"""Check the curated tables as CI does, and against reference files where they are.

    python gazetteer/build/check.py [--reference FOLDER]

Errors (exit 1): repeated ids, missing names, unknown feature codes or bases, numbers out of range, units that are none, a district of another
governorate, a point more than 2 km outside its governorate that ``exceptions.csv`` does not list. With a reference folder it prints how far
rows lie from the reference's points of the same name in the same governorate, as shares, and only the rows more than 25 km off.
"""
# ruff: noqa: E402  # the checkout is put on the path before its modules are imported

import argparse
import csv
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import shapely
from curated import CuratedRow, admin_entries, curated_tables, rows_of, unit_of_extent
from shapely import STRtree
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from geomap.places.admin import AdminTable
from geomap.places.bundled import governorate_polygons
from geomap.places.facts import Facts
from geomap.places.gazetteer import Gazetteer
from geomap.places.geometry import distance_km
from geomap.places.kinds import AREA_KINDS, kind_of, split_kind_word
from geomap.places.loaders import read_gazetteer
from geomap.places.merge import Merger
from geomap.text.keys import skeleton

CURATED = ROOT / "gazetteer" / "curated"
EXCEPTIONS = Path(__file__).resolve().parent / "exceptions.csv"
HOMONYMS = Path(__file__).resolve().parent / "homonyms.csv"
"""Rows of which the reference was searched and holds only another place of the name in the same governorate."""
REFERENCE = ROOT.parent / "shared" / "reference"
TOLERANCE_KM = 2.0
FAR_KM = 25.0
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
_BASES = re.compile(r"registry|knowledge|text-relative|looked-up:[a-z0-9-]+")
_WEST, _SOUTH, _EAST, _NORTH = 35.4, 32.2, 42.5, 37.4
_KM_PER_DEGREE = 111.2
_COS_35 = 0.8192  # Syria's middle latitude; good to 2 % for distances of a few kilometres


def _plane(geometry: BaseGeometry) -> BaseGeometry:
    return shapely.transform(geometry, lambda points: points * (_KM_PER_DEGREE * _COS_35, _KM_PER_DEGREE))


def governorates() -> dict[str, BaseGeometry]:
    """Polygons of the base map in kilometres."""
    return {
        pcode: _plane(shape({"type": "MultiPolygon", "coordinates": parts}).buffer(0)) for pcode, parts in sorted(governorate_polygons().items())
    }  # fmt: skip


def _number(row: CuratedRow, column: str, low: float, high: float) -> list[str]:
    try:
        value = float(row[column])
    except ValueError:
        return [f"{column} {row[column]!r} is no number"]
    return [] if low <= value <= high else [f"{column} {value:g} is not within {low:g} and {high:g}"]


def _form(row: CuratedRow) -> list[str]:
    wrong = []
    if not _ID.fullmatch(row["id"]):
        wrong.append(f"id {row['id']!r} is no words in kebab case")
    if not row["name"] or any("|" in row["name"] or c in row["name"] for c in "\t\n"):
        wrong.append("no proper name")
    if kind_of(row["feature_code"]) == "feature":
        wrong.append(f"feature code {row['feature_code']!r} belongs to no kind (geomap/places/kinds.py)")
    if not _BASES.fullmatch(row["basis"]):
        wrong.append(f"basis {row['basis']!r} is none of registry, knowledge, text-relative, looked-up:<source>")
    wrong += _number(row, "longitude", _WEST, _EAST) + _number(row, "latitude", _SOUTH, _NORTH) + _number(row, "radius_km", 0.1, 300)
    for column in ("longitude", "latitude"):
        if len(row[column].partition(".")[2]) > 4:
            wrong.append(f"{column} {row[column]} has more digits than anyone knows")
    return wrong


def _units(row: CuratedRow, table: AdminTable) -> list[str]:
    wrong = []
    names = [n for n in row["governorate"].split("|") if n]
    units = [table.find(n, 1) for n in names]
    wrong += [f"governorate {n!r} is none" for n, unit in zip(names, units, strict=True) if unit is None]
    for name in (n for n in row["district"].split("|") if n):
        district = table.find(name, 2)
        if district is None:
            wrong.append(f"district {name!r} is none")
        elif units and units[0] and all(u and u.pcode != district.governorate for u in units):
            wrong.append(f"district {name} is not in {row['governorate']}")
    wrong += [f"extent {n!r} is no unit" for n in row["extent"].split("|") if n and unit_of_extent(n, table) is None]
    return wrong


def _outside(row: CuratedRow, table: AdminTable, polygons: dict[str, BaseGeometry]) -> float:
    """Kilometres by which a point lies outside its governorate."""
    units = [table.find(n, 1) for n in row["governorate"].split("|") if n]
    held = [polygons[u.pcode] for u in units if u and u.pcode in polygons]
    point = _plane(Point(float(row["longitude"]), float(row["latitude"])))
    return min((p.distance(point) for p in held), default=0.0)


def check(folder: Path = CURATED, exceptions: Path = EXCEPTIONS) -> list[str]:
    """All that is wrong with the tables.

    Parameters
    ----------
    folder : Path
        Of the curated tables.
    exceptions : Path
        CSV with columns id and why: rows that may lie outside their governorate's generalised polygon.

    Returns
    -------
    list of str
        One line each: table, line, id, what is wrong.
    """
    rows = curated_tables(folder)
    table = AdminTable(e.place for e in admin_entries(folder))
    polygons = governorates()
    allowed = {r["id"] for r in rows_of(exceptions)}
    counts = Counter(r["id"] for r in (*rows, *rows_of(folder / "admin.csv"), *rows_of(folder / "lines.csv")))
    found = []
    for row in rows:
        wrong = _form(row)
        if counts[row["id"]] > 1:
            wrong.append("the id is used twice")
        wrong += _units(row, table)
        if not wrong and kind_of(row["feature_code"]) not in AREA_KINDS and row["id"] not in allowed:
            off = _outside(row, table, polygons)
            if off > TOLERANCE_KM:
                wrong.append(f"{off:.1f} km outside {row['governorate']}")
        found += [f"{row.where} {row['id']}: {w}" for w in wrong]
    known = {r["id"] for r in rows}
    return found + [f"{exceptions.name}: {i} is no row" for i in sorted(allowed - known)]


def duplicates(rows: list[CuratedRow]) -> list[str]:
    """Rows of one name within two kilometres: likely written twice."""
    held = [r for r in rows if not _number(r, "longitude", _WEST, _EAST) and not _number(r, "latitude", _SOUTH, _NORTH)]
    tree = STRtree([_plane(Point(float(r["longitude"]), float(r["latitude"]))) for r in held])
    out = []
    for number, row in enumerate(held):
        near = (held[other] for other in tree.query(tree.geometries[number], predicate="dwithin", distance=TOLERANCE_KM) if other > number)
        same = (r for r in near if r["name"].casefold() == row["name"].casefold() and r["feature_code"] == row["feature_code"])
        out += [f"{row.where} {row['id']} and {other.where} {other['id']}" for other in same]
    return out


def conflict_names(path: Path, table: AdminTable) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Points of conflict data by skeleton of the name and p-code of the governorate; empty where the file is absent."""
    out: dict[tuple[str, str], list[tuple[float, float]]] = {}
    if not path.is_file():
        return out
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            unit = table.find(row["adm_1"]) if row["adm_1"] else None
            for part in (p for p in re.split(r"[/()]", row["where_coordinates"]) if p.strip() and unit):
                point = (float(row["longitude"]), float(row["latitude"]))
                out.setdefault((skeleton(split_kind_word(part.strip())[0]), unit.pcode if unit else ""), []).append(point)
    return out


def against(folder: Path) -> None:
    """Print how far settlements lie from the reference's places of the same name and governorate."""
    base = Gazetteer.bundled()
    merger = Merger()
    for path in sorted(folder.glob("wof_*.tsv.gz")):
        for entry in read_gazetteer(path, base.admin).entries:
            merger.add(entry)
    other = Gazetteer(merger.places, merger.ids, merger.index, Facts(), [p for p in base.places if p.feature_code in {"ADM1", "ADM2"}])
    told = conflict_names(folder / "ucdp_places_2016_2017.csv", base.admin)
    distances, far = [], []
    homonyms = {r["id"] for r in rows_of(HOMONYMS)}
    for row in (r for r in curated_tables(CURATED) if kind_of(r["feature_code"]) == "settlement" and r["id"] not in homonyms):
        here = (float(row["longitude"]), float(row["latitude"]))
        names = [n for n in (row["name"], *row["other_names"].split("|")) if n]
        unit = base.admin.find(row["governorate"], 1)
        places = [c.place for n in names for c in other.candidates(n, within=row["governorate"])]
        points = [(p.longitude, p.latitude) for p in places if kind_of(p.feature_code) == "settlement"]
        points += [p for n in names for p in told.get((skeleton(n), unit.pcode if unit else ""), ())]
        if not points:
            continue
        distance = min(distance_km(*here, *p) for p in points)
        distances.append((distance, float(row["radius_km"])))
        if distance > FAR_KM:
            far.append(f"  {row.where} {row['id']} ({row['basis']}): {distance:.0f} km from the nearest of its name")
    inside = sum(d <= radius for d, radius in distances) / max(len(distances), 1)
    print(f"{len(distances)} settlements compared with the reference: {inside:.1%} within their own radius, {len(far)} over {FAR_KM:g} km off"
          f"; of {len(homonyms)} further rows it holds only a homonym")
    print("\n".join(far))


def main() -> int:
    """Print what is wrong; 1 if anything is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reference", type=Path, default=REFERENCE, help="folder with a Who's On First table and names of conflict data")
    given = parser.parse_args()
    rows = curated_tables(CURATED)
    wrong = check()
    print(f"{len(rows)} rows: " + ", ".join(f"{n} {k}" for k, n in Counter(kind_of(r["feature_code"]) for r in rows).most_common()))
    print("\n".join(wrong) or "nothing wrong")
    twice = duplicates(rows)
    print(f"{len(twice)} pairs of one name and kind within {TOLERANCE_KM:g} km (merged in the build)" + "".join(f"\n  {t}" for t in twice))
    if given.reference.is_dir():
        against(given.reference)
    else:
        print(f"{given.reference} is absent: not compared with a reference")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
