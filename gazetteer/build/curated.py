"""Entries of the curated tables, written by hand, one a governorate and some for what crosses them."""

import csv
import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from geomap.model import Admin, Place
from geomap.places.admin import AdminTable, AdminUnit
from geomap.places.geometry import distance_km
from geomap.places.kinds import importance_of
from geomap.places.merge import Entry

__all__ = ["CuratedRow", "Line", "admin_entries", "curated_tables", "entries_of", "line_entries", "read_extents", "read_lines", "unit_of_extent"]

NOT_PLACES = frozenset({"admin.csv", "countries.csv", "world_cities.csv", "lines.csv", "exceptions.csv"})
COLUMNS = ("id", "name", "other_names", "arabic", "feature_code", "longitude", "latitude", "radius_km", "governorate", "district", "basis")


@dataclass(frozen=True, slots=True)
class CuratedRow:
    """One row with where it stands."""

    where: str
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


Line = tuple[tuple[float, float], ...]


def rows_of(path: Path) -> list[CuratedRow]:
    """Rows of one table, values stripped; empty if the table is not there."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(line for line in file if line.strip() and not line.startswith("#"))
        return [CuratedRow(f"{path.name}:{reader.line_num}", {str(k): (v or "").strip() for k, v in row.items()}) for row in reader]


def curated_tables(folder: Path) -> list[CuratedRow]:
    """Rows of all tables of places (points and regions), by table and line."""
    return [row for path in sorted(folder.glob("*.csv")) if path.name not in NOT_PLACES for row in rows_of(path)]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.strip() for t in text.split("|") if t.strip()))


def _place(row: CuratedRow, longitude: float, latitude: float, radius_km: float, admin: Admin) -> Place:
    code = row["feature_code"]
    return Place(
        row["id"], row["name"], longitude, latitude, radius_km, code, "SY", admin, _listed(row["other_names"]), _listed(row["arabic"]),
        importance_of(code), "curated", row["basis"],
    )  # fmt: skip


def admin_entries(folder: Path) -> list[Entry]:
    """Governorates and districts of ``admin.csv``."""
    rows = rows_of(folder / "admin.csv")
    governorates = {r["name"]: r["pcode"] for r in rows if r["feature_code"] == "ADM1"}
    out = []
    for row in rows:
        if row["feature_code"] == "ADM1":
            admin = Admin(admin1=row["name"], admin1_pcode=row["pcode"])
        else:
            admin = Admin(row["governorate"], row["name"], None, governorates[row["governorate"]], row["pcode"])
        place = _place(row, float(row["longitude"]), float(row["latitude"]), float(row["radius_km"]), admin)
        out.append(Entry(place, (row["pcode"],)))
    return out


def entries_of(rows: list[CuratedRow], table: AdminTable) -> list[Entry]:
    """Rows as entries; a row whose numbers cannot be read is left to the checker."""
    out = []
    for row in rows:
        try:
            longitude, latitude, radius = float(row["longitude"]), float(row["latitude"]), float(row["radius_km"])
        except ValueError:
            continue
        governorate = table.find(row["governorate"].split("|")[0], 1) if row["governorate"] else None
        district = _district(row["district"], governorate.pcode if governorate else None, table)
        out.append(Entry(_place(row, longitude, latitude, radius, table.admin(governorate.pcode if governorate else None, district))))
    return out


def _district(name: str, governorate: str | None, table: AdminTable) -> str | None:
    unit = table.find(name, 2) if name else None
    return unit.pcode if unit and (governorate is None or unit.governorate == governorate) else None


def read_lines(folder: Path) -> dict[str, Line]:
    """Vertices of rivers and roads by id."""
    out: dict[str, Line] = {}
    for row in rows_of(folder / "lines.csv"):
        pairs = [pair.split() for pair in row["points"].split(";") if pair.strip()]
        out[row["id"]] = tuple((float(x), float(y)) for x, y in pairs)
    return out


def read_extents(folder: Path, table: AdminTable) -> dict[str, list[str]]:
    """P-codes of the units over which each region reaches; a name that is no unit is left to the checker."""
    out = {}
    for row in rows_of(folder / "regions.csv"):
        units = [unit_of_extent(name, table) for name in _listed(row["extent"])]
        codes = sorted({unit.pcode for unit in units if unit})
        if codes:
            out[row["id"]] = codes
    return out


def unit_of_extent(name: str, table: AdminTable) -> AdminUnit | None:
    """Unit that an extent names: a governorate by its news name, else a district, else any."""
    return table.governorate_named(name) or table.find(name, 2) or table.find(name)


def line_entries(folder: Path) -> list[Entry]:
    """Rivers and roads, each at the middle of its course with a radius that holds it."""
    lines = read_lines(folder)
    out = []
    for row in rows_of(folder / "lines.csv"):
        longitude, latitude = _middle(lines[row["id"]])
        reach = max(distance_km(longitude, latitude, x, y) for x, y in lines[row["id"]])
        out.append(Entry(_place(row, longitude, latitude, float(math.ceil(reach)), Admin())))
    return out


def _middle(line: Line) -> tuple[float, float]:
    lengths = [distance_km(*a, *b) for a, b in pairwise(line)]
    left = sum(lengths) / 2
    for ((x1, y1), (x2, y2)), length in zip(pairwise(line), lengths, strict=True):
        if left <= length and length > 0:
            share = left / length
            return round(x1 + share * (x2 - x1), 4), round(y1 + share * (y2 - y1), 4)
        left -= length
    return line[0]
