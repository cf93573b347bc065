"""Distances and points in polygons in plain Python, so that a look-up loads no geometry package."""

import math
from collections.abc import Sequence

__all__ = ["distance_km", "in_ring"]

_EARTH_KM = 6371.0088  # mean radius, IUGG


def distance_km(longitude1: float, latitude1: float, longitude2: float, latitude2: float) -> float:
    """Great-circle distance by the haversine formula.

    Parameters
    ----------
    longitude1, latitude1, longitude2, latitude2 : float
        WGS84 degrees.

    Returns
    -------
    float
        Kilometres; within 0.5 % of the geodesic.
    """
    phi1, phi2 = math.radians(latitude1), math.radians(latitude2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(longitude2 - longitude1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def in_ring(longitude: float, latitude: float, ring: Sequence[Sequence[float]]) -> bool:
    """Whether a point lies in a closed ring of (longitude, latitude) pairs, by the even-odd rule."""
    inside = False
    x1, y1 = ring[-1][0], ring[-1][1]
    for point in ring:
        x2, y2 = point[0], point[1]
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            inside = not inside
        x1, y1 = x2, y2
    return inside
