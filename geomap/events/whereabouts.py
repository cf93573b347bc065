"""How the places of two acts lie to each other: in one another, around, or apart."""

import re

from geopy.distance import great_circle

from geomap.model import Precision, Where

__all__ = ["CITY_KM", "SEATS", "WIDE", "holds", "is_beside_seat", "is_inside", "is_named", "is_near_words", "is_told_by", "is_vast", "km", "meet"]

WIDE = frozenset({Precision.ADMIN1, Precision.ADMIN2, Precision.AREA, Precision.COUNTRY})
SEATS = frozenset({"PPLC", "PPLA"})
"""Feature codes of the capital and of the cities from which governorates are ruled."""
_TOLD = re.compile(r"\b(?:of|from|between|side|bank)\b")
_BESIDE_KM = 3.0
CITY_KM = 12.0
"""How far the quarters of a great city lie from its middle."""
_AROUND_KM = 40.0
_VAST_KM = 100.0
_LOOSE = 1.5  # "northeast Syria" in a lead is meant loosely


def meet(x: Where, y: Where) -> bool:
    """Whether one place lies in the other, or around it.

    Parameters
    ----------
    x, y : Where

    Returns
    -------
    bool
    """
    if x.place_id is not None and x.place_id == y.place_id:
        return True
    return holds(x, y) or holds(y, x)


def holds(outer: Where, inner: Where) -> bool:
    """Whether one place lies in the other, or around it, and is told more narrowly.

    Parameters
    ----------
    outer, inner : Where

    Returns
    -------
    bool
    """
    if outer.precision in WIDE:
        return (inner.precision not in WIDE or is_vast(outer)) and outer.place_id is not None and is_inside(inner, outer)
    if outer.feature_code in SEATS and inner.feature_code not in SEATS and inner.precision not in WIDE:  # a governorate is told by the name of its city
        return km(inner, outer) <= (CITY_KM if inner.feature_code == "PPLX" else _AROUND_KM) and inner.admin.admin1 == outer.admin.admin1
    return outer.precision is Precision.NEAR and inner.precision is not Precision.NEAR and km(inner, outer) <= (outer.radius_km or 0.0)


def is_inside(inner: Where, outer: Where) -> bool:
    """Whether a place lies in an area or governorate; loosely, as such are told.

    Parameters
    ----------
    inner, outer : Where

    Returns
    -------
    bool
    """
    if inner.country != outer.country:
        return False
    if outer.precision is Precision.AREA:  # areas cross the borders of governorates
        if inner.feature_code == "PPLC" and not is_vast(outer) and km(inner, outer) > _BESIDE_KM:
            return False  # the capital lies in no region around it
        return km(inner, outer) <= _LOOSE * (outer.radius_km or 0.0) or (outer.feature_code == "ADM1" and outer.admin.admin1 == inner.admin.admin1)
    return outer.admin.admin1 in (None, inner.admin.admin1)


def is_vast(where: Where) -> bool:
    """Whether a place is a part of the country rather than of a governorate ("central Syria").

    Parameters
    ----------
    where : Where

    Returns
    -------
    bool
    """
    return where.precision is Precision.AREA and (where.radius_km or 0.0) >= _VAST_KM


def is_named(where: Where) -> bool:
    """Whether a place has a name of its own; not "east of X", nor "near X", which may be another's.

    Parameters
    ----------
    where : Where

    Returns
    -------
    bool
    """
    if where.place_id is None:
        return not _TOLD.search(where.place or "")
    return where.precision is Precision.EXACT


def is_near_words(where: Where) -> bool:
    """Whether a place is only told by another near it.

    Parameters
    ----------
    where : Where

    Returns
    -------
    bool
    """
    return where.precision is Precision.NEAR and not is_named(where)


def is_told_by(x: Where, y: Where) -> bool:
    """Whether one place is told by the name of the other ("north of A", "near A").

    Parameters
    ----------
    x, y : Where

    Returns
    -------
    bool
    """
    return any(told.place_id is None and told.place and by.place and told.place.endswith(f" {by.place}") for told, by in ((x, y), (y, x)))


def is_beside_seat(where: Where) -> bool:
    """Whether a place is only told as near a great city.

    Parameters
    ----------
    where : Where

    Returns
    -------
    bool
    """
    return where.precision is Precision.NEAR and where.feature_code in SEATS


def km(x: Where, y: Where) -> float:
    """Distance of two places.

    Parameters
    ----------
    x, y : Where

    Returns
    -------
    float
        Kilometres along a great circle; infinite where a point is missing.
    """
    if x.latitude is None or x.longitude is None or y.latitude is None or y.longitude is None:
        return float("inf")
    return float(great_circle((x.latitude, x.longitude), (y.latitude, y.longitude)).km)
