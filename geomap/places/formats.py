"""Rows of the known gazetteer formats as entries."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from geomap.model import Admin, Place
from geomap.places.admin import AdminTable
from geomap.places.kinds import default_radius_km, importance_of, kinds_of_word
from geomap.places.merge import Entry
from geomap.text.keys import light_key

__all__ = ["FIPS_TO_PCODE", "FORMATS", "LICENCES", "Format", "Reader", "geonames_alternates", "geonames_place", "latin_and_arabic"]

Reader = Callable[[dict[str, str], int], Entry | None]

# GeoNames still numbers Syria's governorates as FIPS did.
FIPS_TO_PCODE = {
    "01": "SY08", "02": "SY06", "03": "SY14", "04": "SY11", "05": "SY13", "06": "SY12", "07": "SY09", "08": "SY03", "09": "SY02", "10": "SY05",
    "11": "SY04", "12": "SY07", "13": "SY01", "14": "SY10",
}  # fmt: skip
_ADDED = 0.6  # an added source speaks less for a bare name than the bundled rows of the same class
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ0-9'’‘`´ʿʾʼʻ\u0300-\u036f()/,\-. ]+")
_ARABIC = re.compile(r"[\u0600-\u06ff\u064b-\u065f \-]+")
_VOWEL = re.compile(r"[aeiouyAEIOUYÀ-ɏḀ-ỿ]")
_GEONAMES_CLASSES = frozenset("PATHSLRV")
_NO_NAME_LANGUAGES = frozenset({"link", "post", "iata", "icao", "faac", "wkdt", "unlc", "phon", "piny", "abbr", "tcid"})
_WOF_CODES = {
    "country": "PCLI", "region": "ADM1", "county": "ADM2", "localadmin": "ADM3", "locality": "PPL", "borough": "PPLX", "neighbourhood": "PPLX",
    "macrohood": "PPLX", "microhood": "PPLX", "campus": "BLDG", "venue": "BLDG",
}  # fmt: skip
_KIND_CODES = {
    "settlement": "PPL", "neighbourhood": "PPLX", "governorate": "ADM1", "district": "ADM2", "subdistrict": "ADM3", "region": "RGN", "airfield": "AIRB",
    "hill": "HLL", "river": "STM", "road": "RD", "dam": "DAM", "field": "OILF", "crossing": "BDRY", "camp": "CMP", "base": "INSM", "prison": "PRN",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """A table format told by its columns."""

    source: str
    needs: frozenset[str]
    make: Callable[[str, AdminTable], Reader]
    wins: bool = False

    def fits(self, header: list[str]) -> bool:
        """Whether a header has the columns that tell the format."""
        return self.needs <= set(header)

    def reader(self, source: str, table: AdminTable) -> Reader:
        """A function that reads one row."""
        return self.make(source, table)


def _degrees(text: str, limit: float, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{what} {text!r} is no number") from None
    if not math.isfinite(value) or abs(value) > limit:
        raise ValueError(f"{what} {text!r} is not within {-limit:g} and {limit:g}")
    return value


def _point(longitude: str, latitude: str) -> tuple[float, float]:
    return round(_degrees(longitude, 180, "longitude"), 5), round(_degrees(latitude, 90, "latitude"), 5)


def latin_and_arabic(raw: list[str], name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sort spellings by script; machine-made strings of bare consonants ("alkramt") and other scripts are left out."""
    latin, arabic = [], []
    for text in dict.fromkeys(t.strip() for t in raw):
        if not text or text == name or "|" in text:
            continue
        if _ARABIC.fullmatch(text):
            arabic.append(text)
        elif _LATIN.fullmatch(text) and len(text) >= 3 and len(_VOWEL.findall(text)) * 4 >= len(text.replace(" ", "")):
            latin.append(text)
    return tuple(latin), tuple(arabic)


def _prominence(spellings: int, population: str, described: bool = False) -> float:
    """What a source shows of how well known a place is, up to 0.15: of homonyms, the one that people wrote about is meant."""
    people = int(population) if population.strip().isdigit() else 0
    return round(min(0.15, 0.01 * min(spellings, 5) + 0.05 * described + math.log10(people + 1) / 100), 3)


def geonames_place(row: list[str], table: AdminTable) -> Entry | None:
    """One row of a GeoNames country file; None for classes that name no place."""
    number, name, ascii_name, alternates, latitude, longitude, feature_class, code, country, _, admin1, *rest = row
    if feature_class not in _GEONAMES_CLASSES or not light_key(name) or not code:
        return None
    latin, arabic = latin_and_arabic([ascii_name, *alternates.split(",")], name)
    population = int(rest[3]) if rest[3].strip().isdigit() else 0
    x, y = _point(longitude, latitude)
    pcode = FIPS_TO_PCODE.get(admin1) if country == "SY" else None
    admin = table.admin(pcode)
    if code == "ADM1" and country == "SY" and not pcode:
        return None
    place = Place(
        f"gn-{number}", name, x, y, default_radius_km(code), code, country or "SY", admin, latin, arabic,
        round(_ADDED * importance_of(code) + _prominence(len(latin) + len(arabic), str(population)), 3), "geonames", "registry",
    )  # fmt: skip
    return Entry(place, (f"gn:{number}",))


def geonames_alternates(row: list[str]) -> str | None:
    """The spelling in a row of alternate names; None for links, codes and other scripts."""
    if row[2] in _NO_NAME_LANGUAGES:
        return None
    latin, arabic = latin_and_arabic([row[3]], "")
    return next(iter((*latin, *arabic)), None)


def _wof(source: str, table: AdminTable) -> Reader:
    def read(row: dict[str, str], _: int) -> Entry | None:
        if not light_key(row["name"]):
            return None
        code = _WOF_CODES.get(row.get("placetype", ""), "PPL")
        x, y = _point(row["lon"], row["lat"])
        latin, _more = latin_and_arabic(row.get("names_latin", "").split("|"), row["name"])
        arabic = tuple(n for n in row.get("names_ar", "").split("|") if n)
        admin = table.admin(row.get("adm1"), row.get("adm2"), row.get("adm3"))
        also = tuple(f"{key}:{row[column]}" for key, column in (("gn", "geonames_id"), ("wd", "wikidata")) if row.get(column))
        place = Place(
            f"wof-{row['wof_id']}", row["name"], x, y, default_radius_km(code), code, "SY", admin, latin, arabic,
            _ADDED * importance_of(code) + _prominence(len(latin) + len(arabic), row.get("population", ""), bool(row.get("wikidata"))),
            "whosonfirst", f"registry:{source}",
        )  # fmt: skip
        return Entry(place, (f"wof:{row['wof_id']}", *also))

    return read


def _ocha(source: str, table: AdminTable) -> Reader:
    def read(row: dict[str, str], _: int) -> Entry | None:
        name, pcode = row["name_en"], row["pcode"]
        if not light_key(name) or not row.get("lat") or not row.get("lon"):
            return None
        code = {4: "ADM1", 6: "ADM2", 8: "ADM3"}.get(len(pcode), "PPLX" if "city" in row else "PPL")
        units = (pcode[:4], pcode[:6] if len(pcode) >= 6 else None, pcode if len(pcode) == 8 else None) if pcode.startswith("SY") else None
        adm3 = row.get("adm3_pcode") or None
        admin = table.admin(*units) if units else table.admin(None, None, adm3)
        if code == "ADM3":
            admin = Admin(admin.admin1, admin.admin2, name, admin.admin1_pcode, admin.admin2_pcode, pcode)
        x, y = _point(row["lon"], row["lat"])
        latin, _more = latin_and_arabic([row.get("ref_name", "")], name)
        arabic = (row["name_ar"],) if row.get("name_ar") else ()
        place = Place(
            f"ocha-{pcode}", name, x, y, default_radius_km(code), code, "SY", admin, latin, arabic, _ADDED * importance_of(code), "ocha",
            f"registry:{source}",
        )  # fmt: skip
        return Entry(place, (pcode,))

    return read


def _ocha_levels(source: str, table: AdminTable) -> Reader:
    """OCHA's own column names: ADM2_EN, ADM2_PCODE and so on; the finest level of a row is the row's."""
    plain = _ocha(source, table)

    def read(row: dict[str, str], number: int) -> Entry | None:
        level = next(n for n in (4, 3, 2, 1) if row.get(f"adm{n}_pcode"))
        latitude = row.get("latitude") or row.get("lat") or row.get("center_lat") or ""
        longitude = row.get("longitude") or row.get("lon") or row.get("center_lon") or ""
        return plain(
            {
                "pcode": row[f"adm{level}_pcode"], "name_en": row[f"adm{level}_en"], "name_ar": row.get(f"adm{level}_ar", ""),
                "ref_name": row.get(f"adm{level}_ref", ""), "lat": latitude, "lon": longitude, "adm3_pcode": row.get("adm3_pcode", ""),
            }, number,
        )  # fmt: skip

    return read


def _airports(_: str, table: AdminTable) -> Reader:
    def read(row: dict[str, str], number: int) -> Entry | None:  # noqa: ARG001  # the readers share a signature
        if not light_key(row["name"]):
            return None
        words = [w.strip() for w in row.get("keywords", "").split(",") if w.strip() and w.strip() != row["ident"]]
        latin, arabic = latin_and_arabic([w if "air" in w.lower() else f"{w} Air Base" for w in words], row["name"])
        code = {"heliport": "AIRH", "closed": "AIRQ"}.get(row["type"], "AIRB" if "air base" in row["name"].lower() else "AIRP")
        x, y = _point(row["longitude_deg"], row["latitude_deg"])
        country = row.get("iso_country") or "SY"
        place = Place(
            f"oa-{row['ident']}", row["name"], x, y, 2.0, code, country, table.admin(None), latin, arabic, _ADDED * importance_of(code), "ourairports",
            "registry",
        )  # fmt: skip
        return Entry(place, (f"oa:{row['ident']}",))

    return read


def _first(row: dict[str, str], *columns: str) -> str:
    return next((row[c] for c in columns if row.get(c)), "")


def _plain(source: str, table: AdminTable) -> Reader:
    stem = source.partition(":")[2]

    def read(row: dict[str, str], number: int) -> Entry | None:
        name = row["name"]
        if not light_key(name):
            raise ValueError("the name has no letters")
        x, y = _point(_first(row, "longitude", "lon", "lng", "x"), _first(row, "latitude", "lat", "y"))
        kind = _first(row, "kind", "type").strip().lower()
        kinds = [kind] if kind in _KIND_CODES else sorted(kinds_of_word(kind))
        code = _first(row, "feature_code") or next((_KIND_CODES[k] for k in kinds if k in _KIND_CODES), "PPL")
        radius_text = _first(row, "radius_km")
        radius = _degrees(radius_text, 2000, "radius_km") if radius_text else default_radius_km(code)
        if radius <= 0:
            raise ValueError(f"radius_km {radius_text!r} is not above 0")
        one = table.find(_first(row, "governorate", "admin1"), 1) if _first(row, "governorate", "admin1") else None
        two = table.find(_first(row, "district", "admin2"), 2) if _first(row, "district", "admin2") else None
        admin = table.admin(one.pcode if one else None, two.pcode if two else None)
        others = _first(row, "other_names", "aliases", "names").split("|")
        latin = tuple(dict.fromkeys(n.strip() for n in others if n.strip() and n.strip() != name))
        arabic = tuple(n for n in row.get("arabic", "").split("|") if n)
        also = (f"gn:{row['geonames_id']}",) if row.get("geonames_id") else ()
        place = Place(
            row.get("id") or f"{stem}-{number}", name, x, y, radius, code, row.get("country") or "SY", admin, latin, arabic,
            max(importance_of(code), 0.4), source, row.get("basis") or "user",
        )  # fmt: skip
        return Entry(place, also)

    return read


LICENCES = {
    "geonames": "CC BY 4.0", "whosonfirst": "CC0 and, where it draws on GeoNames, CC BY 4.0", "ocha": "CC BY-IGO", "ourairports": "public domain", "user": "yours",
}  # fmt: skip
"""What the publishers of each format ask; a file may say otherwise."""
FORMATS = (
    Format("whosonfirst", frozenset({"wof_id", "name", "lat", "lon"}), _wof),
    Format("ourairports", frozenset({"ident", "type", "name", "latitude_deg", "longitude_deg"}), _airports),
    Format("ocha", frozenset({"pcode", "name_en", "lat", "lon"}), _ocha),
    Format("ocha", frozenset({"adm1_en", "adm1_pcode"}), _ocha_levels),
    Format("user", frozenset({"name", "longitude", "latitude"}), _plain, wins=True),
    Format("user", frozenset({"name", "lon", "lat"}), _plain, wins=True),
    Format("user", frozenset({"name", "lng", "lat"}), _plain, wins=True),
    Format("user", frozenset({"name", "x", "y"}), _plain, wins=True),
)
"""Formats with a header, in the order in which they are tried."""
