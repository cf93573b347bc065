"""How far one may zoom in before a map pretends to know more than its data."""

import math
from typing import Any

__all__ = ["zoom_cap"]

METRES_PER_PIXEL_AT_0 = 156_543.03
"""Of Web Mercator at the equator."""
SYRIA_LATITUDE = 35.0
RADIUS_PIXELS = 96
"""The best-known place's radius may fill this many pixels: its ring is then plainly a ring and not a point."""
LOWEST, HIGHEST = 9, 12
"""Natural Earth's lines are for 1:10 million and look coarse from zoom 10 on; 12 still tells quarters of a city apart."""


def zoom_cap(places: dict[str, list[Any]]) -> int:
    """Highest zoom level at which the best-known place's radius still fits its ring.

    Parameters
    ----------
    places : dict
        Columns of the payload's places; ``radius_km`` and ``on`` are read.

    Returns
    -------
    int
        Between 9 and 12.
    """
    radii = [r for r, on in zip(places["radius_km"], places["on"], strict=True) if r and on == 0]
    if not radii:
        return LOWEST
    metres_per_pixel = min(radii) * 1000 / RADIUS_PIXELS
    level = math.log2(METRES_PER_PIXEL_AT_0 * math.cos(math.radians(SYRIA_LATITUDE)) / metres_per_pixel)
    return max(LOWEST, min(HIGHEST, math.floor(level)))
