"""Places told by the text: a distance and a direction from a known place, a side of a region, a stretch between two places.

A radius holds the true point in nine cases of ten. The widths come from names with known coordinates: see
``tests/evaluation/relative_radius.py`` for the measurement and ``tests/places/test_relative.py`` for the check.
"""

import math
from dataclasses import replace
from functools import lru_cache

from geomap.model import MatchType, Place, Precision, Resolution
from geomap.places.gazetteer import Gazetteer
from geomap.places.geometry import distance_km

__all__ = ["DIRECTION_NAMES", "FAR_KM", "at_direction", "between", "far", "near_place", "offset", "part_of", "within"]

FAR_KM = 45.0
"""\"X north of Y\" does not span this: a loosely matched name so far off is another place."""

_KM_PER_DEGREE = 111.195  # of latitude, on the sphere that `distance_km` uses
# How far "east of X" is where no distance is said, and how far off that may be: the seat of a governorate is a landmark from afar.
_UNSAID_KM = {"PPLC": 18.0, "PPLA": 20.0, "PPLA2": 14.0}
_UNSAID_RADIUS_KM = {"PPLC": 27.0, "PPLA": 39.0, "PPLA2": 27.0}
_UNSAID_OTHER = (6.0, 13.5)
_NEAR_RADIUS_KM = 10.0
_SHARE_OF_EDGE = 0.45  # the side of an area without towns of its own is about half-way to the edge
_SIDE_RADIUS = 0.85  # of the whole's radius
_SIDE_DEGREES = 67.5  # to each side: "northern Hama" reaches to its north-west and north-east
# What nine in ten of the villages need that news puts on a side: outlets differ on where a side ends, by as much in a small governorate as in a large one.
_SIDE_FACTOR, _SIDE_MORE_KM = 1.35, 21.0
_FEWEST = 8  # settlements on a side that are enough to say where it is
_LOOSE_FACTOR, _LOOSE_MOST_KM = 2.2, 60.0  # "X and positions north of Y": X may lie on another side of Y
_ERROR_OF_DISTANCE = 0.7  # share: eight directions leave 22.5 degrees to each side, and papers count from any part of a city
DIRECTION_NAMES = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")


def _named(bearing: float) -> str:
    return DIRECTION_NAMES[round(bearing / 45) % 8]


def offset(longitude: float, latitude: float, bearing: float, distance: float) -> tuple[float, float]:
    """Point at a distance and bearing.

    Parameters
    ----------
    longitude, latitude : float
        WGS84 degrees.
    bearing : float
        Degrees clockwise from north.
    distance : float
        Kilometres.

    Returns
    -------
    tuple of float
        Longitude and latitude, to the four decimals (10 m) that such a place never deserves.
    """
    north = distance * math.cos(math.radians(bearing)) / _KM_PER_DEGREE
    east = distance * math.sin(math.radians(bearing)) / (_KM_PER_DEGREE * math.cos(math.radians(latitude + north / 2)))
    return round(longitude + east, 4), round(latitude + north, 4)


def _made(
    base: Resolution, point: tuple[float, float], radius_km: float, precision: Precision, reason: str, gazetteer: Gazetteer
) -> Resolution:  # fmt: skip
    admin = gazetteer.admin_at(*point)
    admin = admin if admin.admin1 is not None else base.admin
    return replace(
        base, longitude=point[0], latitude=point[1], radius_km=round(radius_km, 1), precision=precision, admin=admin,
        match_type=MatchType.RELATIVE, score=round(min(base.score, 0.9) * 0.8, 3), reason=reason, runners_up=(),
    )  # fmt: skip


def far(one: Resolution, other: Resolution, limit: float = FAR_KM) -> bool:
    """Whether two places lie farther apart than a limit, and than what is known of the second allows.

    Parameters
    ----------
    one, other : Resolution
    limit : float
        Kilometres.

    Returns
    -------
    bool
        False where either has no point.
    """
    if one.longitude is None or one.latitude is None or other.longitude is None or other.latitude is None:
        return False
    reach = limit if other.precision in {Precision.EXACT, Precision.NEAR} else limit + (other.radius_km or 0.0)
    return distance_km(one.longitude, one.latitude, other.longitude, other.latitude) > reach


def at_direction(anchor: Resolution, bearing: float, distance: float | None, gazetteer: Gazetteer, *, loose: bool = False) -> Resolution:
    """A place told as "12 km north of X" or "east of X".

    Parameters
    ----------
    anchor : Resolution
        X, resolved.
    bearing : float
        Degrees clockwise from north.
    distance : float or None
        Kilometres; None where the text tells none.
    gazetteer : Gazetteer
        Says in which admin unit the point lies.
    loose : bool
        Whether the direction may belong to other words of the sentence: the radius is wider.

    Returns
    -------
    Resolution
        Precision near; the radius grows with the distance.
    """
    assert anchor.longitude is not None and anchor.latitude is not None  # noqa: S101, PT018  # callers pass resolved anchors
    base_radius = min(anchor.radius_km or 2.0, 15.0)
    if distance is None:
        code = anchor.feature_code or ""
        off, radius = _UNSAID_KM.get(code, _UNSAID_OTHER[0]), _UNSAID_RADIUS_KM.get(code, _UNSAID_OTHER[1])
        point = offset(anchor.longitude, anchor.latitude, bearing, off)
        reason = f"told as {_named(bearing)} of {anchor.place}; no distance is said"
        return _made(anchor, point, _widened(base_radius + radius, loose), Precision.NEAR, reason, gazetteer)
    point = offset(anchor.longitude, anchor.latitude, bearing, distance)
    reason = f"told as {distance:g} km {_named(bearing)} of {anchor.place}"
    return _made(anchor, point, _widened(base_radius + _ERROR_OF_DISTANCE * distance, loose), Precision.NEAR, reason, gazetteer)


def _widened(radius_km: float, loose: bool) -> float:
    return max(radius_km, min(_LOOSE_FACTOR * radius_km, _LOOSE_MOST_KM)) if loose else radius_km


def near_place(anchor: Resolution, reason: str, gazetteer: Gazetteer, radius_km: float = _NEAR_RADIUS_KM) -> Resolution:
    """A place told as "near X", "outside X" or named in one list with X: X itself with a wider radius."""
    assert anchor.longitude is not None and anchor.latitude is not None  # noqa: S101, PT018  # callers pass resolved anchors
    return _made(
        anchor, (anchor.longitude, anchor.latitude), max(radius_km, anchor.radius_km or 0.0), Precision.NEAR, reason, gazetteer
    )  # fmt: skip


def between(one: Resolution, other: Resolution, gazetteer: Gazetteer, what: str = "between") -> Resolution:
    """A place told as "between X and Y" or on "the X-Y road": the middle, with a radius that reaches both.

    Parameters
    ----------
    one, other : Resolution
        Resolved.
    gazetteer : Gazetteer
    what : str
        Word for the reason: "between", "on the road between".

    Returns
    -------
    Resolution
        Precision line.
    """
    assert one.longitude is not None and one.latitude is not None  # noqa: S101, PT018  # callers pass resolved anchors
    assert other.longitude is not None and other.latitude is not None  # noqa: S101, PT018
    point = (round((one.longitude + other.longitude) / 2, 4), round((one.latitude + other.latitude) / 2, 4))
    half = distance_km(one.longitude, one.latitude, other.longitude, other.latitude) / 2
    wide = max(end.radius_km or 0.0 for end in (one, other))  # an end may itself be known but to its district
    return _made(one, point, max(half, wide, 3.0), Precision.LINE, f"told as {what} {one.place} and {other.place}", gazetteer)


@lru_cache(maxsize=4)
def _settlements(gazetteer: Gazetteer) -> dict[str | None, list[Place]]:
    """Settlements of Syria by p-code of their governorate."""
    out: dict[str | None, list[Place]] = {}
    for place in gazetteer.places:
        if place.country == "SY" and place.feature_code.startswith("PPL"):
            out.setdefault(place.admin.admin1_pcode, []).append(place)
    return out


@lru_cache(maxsize=1024)
def _settled_side(gazetteer: Gazetteer, pcode: str, bearing: float) -> tuple[float, float, float] | None:
    """Middle of the settlements on a side of a governorate, seen from its seat, and the radius that holds nine in ten of them."""
    places = _settlements(gazetteer).get(pcode, [])
    seat = next((p for p in places if p.feature_code in {"PPLA", "PPLC"}), None)
    if seat is None:
        return None
    side = [
        p for p in places
        if p.feature_code != "PPLX" and p is not seat and _turn(_bearing(seat.longitude, seat.latitude, p.longitude, p.latitude), bearing) <= _SIDE_DEGREES
    ]  # fmt: skip
    if len(side) < _FEWEST:
        return None
    middle = len(side) // 2
    longitude, latitude = sorted(p.longitude for p in side)[middle], sorted(p.latitude for p in side)[middle]
    reach = sorted(distance_km(longitude, latitude, p.longitude, p.latitude) for p in side)
    return round(longitude, 4), round(latitude, 4), round(reach[int(0.9 * (len(reach) - 1))], 1)


def _bearing(longitude1: float, latitude1: float, longitude2: float, latitude2: float) -> float:
    east = (longitude2 - longitude1) * math.cos(math.radians((latitude1 + latitude2) / 2))
    return math.degrees(math.atan2(east, latitude2 - latitude1)) % 360


def _turn(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)


def part_of(whole: Resolution, bearing: float, gazetteer: Gazetteer) -> Resolution:
    """A side of a governorate or region: "northwestern Hama", "the southern countryside of Idlib".

    Parameters
    ----------
    whole : Resolution
        Resolved area; where the gazetteer has no towns on that side, its radius is taken for the distance to its edge.
    bearing : float
        Degrees clockwise from north.
    gazetteer : Gazetteer
        Its settlements say where people live on that side of the seat: "northern Homs" is Talbiseh and Rastan, not the
        northern edge of the desert.

    Returns
    -------
    Resolution
        Precision area; place, admin units and match type stay those of the whole.
    """
    assert whole.longitude is not None and whole.latitude is not None  # noqa: S101, PT018  # callers pass resolved areas
    settled = _settled_side(gazetteer, whole.admin.admin1_pcode, bearing) if whole.precision is Precision.ADMIN1 and whole.admin.admin1_pcode else None
    if settled is not None:
        point, radius = settled[:2], _SIDE_FACTOR * settled[2] + _SIDE_MORE_KM
    else:
        edge = whole.radius_km or 20.0
        point, radius = offset(whole.longitude, whole.latitude, bearing, _SHARE_OF_EDGE * edge), _SIDE_RADIUS * edge
    reason = f"{whole.reason}; its {_named(bearing)}ern side, as the text says"
    return replace(whole, longitude=point[0], latitude=point[1], radius_km=round(radius, 1), precision=Precision.AREA, reason=reason)


def within(holder: Resolution, reason: str, *, radius_km: float | None = None) -> Resolution:
    """A name of no gazetteer that the text puts in a governorate, a district or a city: the holder, and said so.

    Parameters
    ----------
    holder : Resolution
        Resolved.
    reason : str
    radius_km : float, optional
        Instead of the holder's own.

    Returns
    -------
    Resolution
        With the holder's precision and match type containing.
    """
    return replace(
        holder, radius_km=max(radius_km or 0.0, holder.radius_km or 0.0), match_type=MatchType.CONTAINING,
        score=round(holder.score * 0.5, 3), reason=reason, runners_up=(),
    )  # fmt: skip
