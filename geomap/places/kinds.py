"""Feature codes of GeoNames, the kinds they form, and the kind words of news that ask for them."""

import re
from functools import lru_cache

from geomap.model import Precision

__all__ = ["AREA_KINDS", "default_radius_km", "importance_of", "kind_of", "kinds_of_word", "precision_of", "split_kind_word"]

AREA_KINDS = frozenset({"country", "governorate", "district", "subdistrict", "region"})
"""Kinds that hold other places."""

_KIND_CODES = {
    "country": "PCLI PCL PCLS PCLD TERR",
    "governorate": "ADM1 ADM1H",
    "district": "ADM2 ADM2H",
    "subdistrict": "ADM3 ADM3H ADM4",
    "region": "ADMD RGN RGNE RGNH AREA PLAT PLN DSRT VAL VALS LCTY RESV FRST LAVA MTS UPLD PEN BDLD RGNL MILB_REGION DLTA OAS MESA STEPPE ISL",
    "neighbourhood": "PPLX PPLXX",
    "airfield": "AIRB AIRP AIRF AIRH AIRQ",
    "hill": "HLL HLLS MT PK RDGE SPUR MND TELL CAPE PASS",
    "river": "STM STMI STMS CNL WAD WADS STMX STMH",
    "lake": "SALT LK LKS RSV LKI LKN MRSH SEA BAY GULF",
    "road": "RD ROAD ST TRL RDJCT RDCR RR RSTN STNR BUSTN",
    "dam": "DAM BDG BRKW",
    "field": "OILF GASF OILW OILR OILP OILT PMPO WLL OILJ GOSP",
    "industry": "PMPW INDS MFG PS PSH PSN MN MNQ REFI GRAN PPLINE SILO CTRCM MKT FCL STKS WTRW",
    "crossing": "BDRY BP CSTM BDRC PSTB CTM PRT HBR FRBDR CSTMC PST",
    "camp": "CMPRF CMP REFC CMPL RFG",
    "base": "MILB INSM FT NVB PSTP MILCP TRGR INTEL MILDEPOT",
    "prison": "PRN PRSN DETN",
    "monument": "MSQE CH MSTY CSTL RUIN HSTS ANS CTRR SHRN TMB TMPL MUS ARCH CTHSE",
    "building": "SQR BLDG HSP SCH UNIV HTL STDM CTRM HSPC FCTY TOWR BLDO ADMF",
    "farm": "FRM FRMS FRMT EST GRVO AGRF",
    "spring": "SPNG SPNS SPNT WTRH CAVE",
}  # fmt: skip
_KIND = {code: kind for kind, codes in _KIND_CODES.items() for code in codes.split()}

# Words of news -> kinds they speak for; the first is the likeliest.
_WORD_KINDS = {
    "settlement": "village town city hamlet villages towns cities township settlement locality suburb municipality qarya",
    "neighbourhood": "neighbourhood neighborhood district quarter suburb neighbourhoods neighborhoods districts area",
    "governorate": "governorate province muhafazah countryside provinces rif mohafazah",
    "district": "district canton mintaqah area countryside region", "subdistrict": "subdistrict sub-district nahiyah nahiya district",
    "region": "region area valley plain desert plateau countryside pocket mountains mountain enclave steppe highlands zone front canton",
    "airfield": "airbase airport airfield heliport airstrip", "hill": "hill hills mountain mount tell tal peak height heights ridge hilltop summit",
    "river": "river canal wadi stream", "lake": "lake reservoir", "road": "road highway motorway route", "dam": "dam",
    "field": "oilfield gasfield field fields", "industry": "plant refinery factory silos mine station", "crossing": "crossing checkpoint gate",
    "camp": "camp camps", "base": "base barracks brigade regiment battalion outpost", "prison": "prison jail", "farm": "farm farms",
    "monument": "castle citadel mosque monastery shrine ruins temple", "building": "hospital school university hotel stadium complex",
    "country": "country republic state", "spring": "spring",
}  # fmt: skip
_PHRASES = {
    "air base": "airfield", "military airport": "airfield", "air field": "airfield", "military airbase": "airfield", "military airfield": "airfield",
    "international airport": "airfield", "oil field": "field", "gas field": "field", "oil well": "field", "border crossing": "crossing",
    "refugee camp": "camp", "idp camp": "camp", "military base": "base", "sub district": "subdistrict", "power plant": "industry",
    "gas plant": "industry", "pumping station": "field", "training camp": "base", "military camp": "base",
}  # fmt: skip
_STRIPPED = (
    "governorate", "province", "muhafazah", "district", "subdistrict", "sub-district", "nahiyah", "town", "village", "city", "suburb", "neighbourhood",
    "neighborhood", "area", "region", "hill", "mountain", "mountains", "airbase", "airport", "air base", "military airport", "military airbase",
    "international airport", "oil field", "gas field", "oilfield", "dam", "river", "crossing", "border crossing", "camp", "refugee camp", "valley", "desert",
    "farms", "farm", "countryside", "plain", "field", "military base", "base", "road", "pocket", "prison", "lake", "highway", "silos", "island", "quarter",
)  # fmt: skip
_EITHER = "|".join(re.escape(w) for w in sorted(_STRIPPED, key=len, reverse=True))
_LAST_WORDS = frozenset(word.rsplit(" ", 1)[-1] for word in _STRIPPED)
_AFTER = re.compile(rf" ({_EITHER})$", re.IGNORECASE)
_BEFORE = re.compile(rf"({_EITHER}) of (?=.)", re.IGNORECASE)

_IMPORTANCE = {"PCLI": 1.0, "PPLC": 1.0, "PPLA": 0.9, "PPLA2": 0.7, "PPLA3": 0.5, "PPL": 0.3, "PPLX": 0.2, "ADM1": 0.9, "ADM2": 0.6, "ADM3": 0.4}
_RADIUS_KM = {
    "settlement": 2.0, "neighbourhood": 1.5, "airfield": 3.0, "governorate": 80.0, "district": 30.0, "subdistrict": 15.0, "region": 20.0, "country": 300.0,
    "river": 30.0, "road": 30.0, "lake": 10.0,
}  # fmt: skip
_PRECISION = {
    "country": Precision.COUNTRY, "governorate": Precision.ADMIN1, "district": Precision.ADMIN2, "subdistrict": Precision.ADMIN3,
    "region": Precision.AREA, "river": Precision.LINE, "road": Precision.LINE, "lake": Precision.AREA,
}  # fmt: skip


@lru_cache(1024)
def kind_of(feature_code: str) -> str:
    """Kind of place: a feature class in the words of news.

    Parameters
    ----------
    feature_code : str
        GeoNames feature code.

    Returns
    -------
    str
        ``settlement`` for populated places; ``governorate``, ``district``, ``region``, ``country`` and others; ``feature`` if unknown.
    """
    kind = _KIND.get(feature_code)
    if kind:
        return kind
    return "settlement" if feature_code.startswith(("PPL", "STLMT")) else "feature"


@lru_cache(1024)
def precision_of(feature_code: str) -> Precision:
    """How exactly a place of this code is known when its name is all there is."""
    return _PRECISION.get(kind_of(feature_code), Precision.EXACT)


def importance_of(feature_code: str) -> float:
    """How much a bare name speaks for a place of this class, 0 to 1."""
    known = _IMPORTANCE.get(feature_code)
    if known is not None:
        return known
    return 0.35 if kind_of(feature_code) in {"region", "river", "airfield", "road"} else 0.25


def default_radius_km(feature_code: str) -> float:
    """Radius for a place whose source gives none."""
    return _RADIUS_KM.get(kind_of(feature_code), 2.0)


@lru_cache(4096)
def kinds_of_word(word: str) -> frozenset[str]:
    """Kinds that a generic word may mean; empty for a word that tells nothing.

    Parameters
    ----------
    word : str
        As ``village``, ``oil field``, ``military airport``.

    Returns
    -------
    frozenset of str
    """
    folded = " ".join(word.lower().replace("-", " ").split())
    if folded in _PHRASES:
        return frozenset({_PHRASES[folded]})
    last = folded.split(" ")[-1] if folded else ""
    forms = {folded, last, folded.replace(" ", "-")}
    return frozenset(kind for kind, words in _WORD_KINDS.items() if forms & set(words.split()))


@lru_cache(1 << 15)
def split_kind_word(name: str) -> tuple[str, str | None]:
    """Take a generic word off a name.

    Parameters
    ----------
    name : str
        As ``Tabqa town``, ``town of Tabqa``, ``Aleppo Governorate``.

    Returns
    -------
    tuple
        The name without the word, and the word (None if there is none).

    Examples
    --------
    >>> split_kind_word("Aleppo Governorate")
    ('Aleppo', 'governorate')
    """
    if " " not in name:
        return name, None
    after = _AFTER.search(name) if name.rsplit(" ", 1)[1].lower() in _LAST_WORDS else None
    if after and after.start() >= 2:
        return name[: after.start()].rstrip(" -,"), after.group(1).lower()
    before = _BEFORE.match(name) if " of " in name else None
    if before:
        return name[before.end() :].strip(), before.group(1).lower()
    return name, None
