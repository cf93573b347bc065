"""How far apart colours look, to readers with and without colour blindness.

Colour differences are CIEDE2000 (Sharma, Wu, Dalal 2005, https://doi.org/10.1002/col.20070); colour blindness is simulated with
the matrices of Machado, Oliveira, Fernandes 2009 at full severity (https://doi.org/10.1109/TVCG.2009.113), applied to linear RGB.
"""

import math
from itertools import combinations

from geomap.errors import InputError
from geomap.tables.sides import Side

__all__ = ["VISIONS", "area_fill", "closest_pair", "delta_e2000", "grey_of", "ink_on", "overlap_in_time", "simulate", "tint"]

RGB = tuple[float, float, float]
Matrix = tuple[RGB, RGB, RGB]

VISIONS: dict[str, Matrix] = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
_D65 = (0.95047, 1.0, 1.08883)
_TO_XYZ: Matrix = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))


def _linear(colour: str) -> RGB:
    digits = colour.removeprefix("#")
    if len(digits) != 6 or not all(c in "0123456789abcdefABCDEF" for c in digits):
        raise InputError(f"colour {colour!r}: write it as # and six hex digits, as #99000D")
    values = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return red, green, blue


def _times(matrix: Matrix, v: RGB) -> RGB:
    a, b, c = (sum(m * x for m, x in zip(row, v, strict=True)) for row in matrix)
    return a, b, c


def _hex(linear: RGB) -> str:
    clipped = (min(1.0, max(0.0, v)) for v in linear)
    encoded = (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in clipped)
    return "#" + "".join(f"{round(v * 255):02X}" for v in encoded)


def simulate(colour: str, vision: str) -> str:
    """The colour as a reader with the given vision sees it.

    Parameters
    ----------
    colour : str
        ``#RRGGBB``.
    vision : str
        A key of `VISIONS`.

    Returns
    -------
    str
        ``#RRGGBB``.

    Raises
    ------
    InputError
        The colour is not ``#`` and six hex digits.
    """
    return _hex(_times(VISIONS[vision], _linear(colour)))


def _lab(colour: str) -> RGB:
    xyz = _times(_TO_XYZ, _linear(colour))
    x, y, z = (_cube_root(v / w) for v, w in zip(xyz, _D65, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _cube_root(t: float) -> float:
    return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116


def delta_e2000(one: str, other: str) -> float:
    """CIEDE2000 difference of two colours: 1 is just visible side by side, 12 is safe in a legend.

    Parameters
    ----------
    one, other : str
        ``#RRGGBB``.

    Returns
    -------
    float
    """
    return _ciede2000(_lab(one), _lab(other))


def _hue(b: float, a: float) -> float:
    return math.degrees(math.atan2(b, a)) % 360 if (a or b) else 0.0


def _mean_hue(h1: float, h2: float, chroma: float) -> float:
    if not chroma or abs(h1 - h2) <= 180:
        return (h1 + h2) / (2 if chroma else 1)
    return (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2


def _ciede2000(lab1: RGB, lab2: RGB) -> float:
    """The formula as numbered in Sharma, Wu, Dalal 2005, with kL = kC = kH = 1."""
    (l1, a1, b1), (l2, a2, b2) = lab1, lab2
    mean7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - math.sqrt(mean7 / (mean7 + 25**7)))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2, h1, h2 = math.hypot(a1, b1), math.hypot(a2, b2), _hue(b1, a1), _hue(b2, a2)
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    d_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn) / 2)
    light, chroma, hue = (l1 + l2) / 2, (c1 + c2) / 2, _mean_hue(h1, h2, c1 * c2)
    t = (
        1 - 0.17 * math.cos(math.radians(hue - 30)) + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6)) - 0.20 * math.cos(math.radians(4 * hue - 63))
    )  # fmt: skip
    s_light = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    s_chroma, s_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    spin = 60 * math.exp(-(((hue - 275) / 25) ** 2))
    turn_term = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(spin))
    dl, dc, dh = (l2 - l1) / s_light, (c2 - c1) / s_chroma, d_hue / s_hue
    return math.sqrt(max(0.0, dl * dl + dc * dc + dh * dh + turn_term * dc * dh))


def overlap_in_time(one: Side, other: Side) -> bool:
    """Whether a map of a single day could show both sides."""
    return (not one.valid_to or not other.valid_from or other.valid_from < one.valid_to) and (
        not other.valid_to or not one.valid_from or one.valid_from < other.valid_to
    )


def closest_pair(sides: list[Side], vision: str) -> tuple[float, str, str]:
    """The two sides whose colours a reader is most likely to mix up.

    Parameters
    ----------
    sides : list of Side
        Those shown together; sides of one colour on purpose count once.
    vision : str
        A key of `VISIONS`.

    Returns
    -------
    tuple
        CIEDE2000 difference and the ids of the two.
    """
    seen = {s.id: simulate(s.colour, vision) for s in sides}
    pairs = [(delta_e2000(seen[a], seen[b]), a, b) for a, b in combinations(sorted(seen), 2)]
    if not pairs:
        raise InputError("closest_pair: give at least two sides")
    return min(pairs)


def grey_of(colour: str) -> str:
    """The grey of the same lightness, for black-and-white print."""
    luminance = _times(_TO_XYZ, _linear(colour))[1]
    return _hex((luminance, luminance, luminance))


def tint(colour: str, share: float) -> str:
    """The colour mixed with white, as an opaque area fill: `share` 1 is the colour, 0 is white."""
    digits = colour.removeprefix("#")
    values = (int(digits[i : i + 2], 16) for i in (0, 2, 4))
    return "#" + "".join(f"{round(255 - (255 - v) * share):02X}" for v in values)


def area_fill(side: Side) -> str:
    """Fill of an area that a side holds: pale, so that symbols stand out, but not so pale that a light colour is lost."""
    return tint(side.colour, 0.75 if side.marker == "outlined" else 0.38)


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on the colour (WCAG 2 relative luminance)."""
    return "#FFFFFF" if _times(_TO_XYZ, _linear(colour))[1] < 0.179 else "#000000"
