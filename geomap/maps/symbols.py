"""Events as map symbols: colour is the side, shape the type, filling the certainty, size the number.

Events are coded to towns, so many share one point: those alike are joined into one symbol with a count, and unlike ones at one
point are set side by side.
"""

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.maps.columns import texts
from geomap.model import DatePrecision, EventType, Precision, Status

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["MARKERS", "Symbol", "arrange", "diameter_mm", "is_spread", "meaning", "symbols_of", "text_of"]

MARKERS: dict[str, str] = {
    EventType.BATTLES.value: "X",
    EventType.EXPLOSIONS.value: "^",
    EventType.CIVILIANS.value: "D",
    EventType.PROTESTS.value: "o",
    EventType.RIOTS.value: "p",
    EventType.STRATEGIC.value: "s",
}
_EXACT = {Precision.EXACT.value, Precision.NEAR.value}
_SMALLEST_MM, _LARGEST_MM = 1.9, 6.0
_TEXTS = ("side1", "event_type", "status", "precision", "date_start", "date_end", "date_precision")
_SAME_POINT = 3  # decimals of a degree, about 100 m: nearer points cannot be told apart on paper


@dataclass(frozen=True, slots=True)
class Symbol:
    """Events that are drawn alike at one point."""

    longitude: float
    latitude: float
    side: str
    event_type: str
    status: str
    exact: bool
    """Whether the point itself is known; otherwise it stands for an area."""
    spread: bool
    """Whether the day is not known."""
    n: int
    radius_km: float
    """Largest of the events'."""


def text_of(value: object) -> str:
    """A cell as text; missing values (None, NaN, NaT) are empty."""
    return "" if value is None or value != value else str(value)  # NaN differs from itself


def is_spread(date_start: object, date_end: object, precision: object) -> bool:
    """Whether an event covers a range of days rather than one."""
    start, end = text_of(date_start)[:10], text_of(date_end)[:10]
    return text_of(precision) != DatePrecision.DAY.value or bool(end and end != start)


_Key = tuple[float, float, str, str, str, bool, bool]


def _keys(placed: "GeoDataFrame") -> list[_Key]:
    """What tells apart how events are drawn, column by column: a frame's rows one by one take ten times as long."""
    cells = {column: texts(placed, column) for column in _TEXTS}
    spread = [is_spread(a, b, p) for a, b, p in zip(cells["date_start"], cells["date_end"], cells["date_precision"], strict=True)]
    return [
        (round(float(x), _SAME_POINT), round(float(y), _SAME_POINT), side or "unidentified", kind, status, precision in _EXACT, days)
        for x, y, side, kind, status, precision, days in zip(
            placed["longitude"].tolist(), placed["latitude"].tolist(), cells["side1"], cells["event_type"], cells["status"],
            cells["precision"], spread, strict=True,
        )
    ]  # fmt: skip


def symbols_of(events: "GeoDataFrame") -> list[Symbol]:
    """Join events that look alike at one point.

    Parameters
    ----------
    events : GeoDataFrame
        Flat columns as in ``events.geojson``; rows without coordinates are passed over.

    Returns
    -------
    list of Symbol
        Sorted by place, then by falling number: the order does not depend on the order of events.
    """
    placed = events[events["longitude"].notna() & events["latitude"].notna()]
    radii = placed["radius_km"].tolist() if "radius_km" in placed.columns else [None] * len(placed)
    counts: dict[_Key, list[float]] = defaultdict(list)
    for key, radius in zip(_keys(placed), radii, strict=True):
        counts[key].append(float(text_of(radius) or 0.0))
    found = [Symbol(*key, n=len(all_km), radius_km=max(all_km)) for key, all_km in counts.items()]
    return sorted(found, key=lambda s: (s.longitude, s.latitude, -s.n, s.side, s.event_type, s.status, s.exact, s.spread))


def diameter_mm(n: int, scale: float = 1.0) -> float:
    """Size of a symbol for n events: half a step more with each doubling, so that one event stays visible beside a thousand."""
    return scale * min(_LARGEST_MM, _SMALLEST_MM + 0.45 * math.log2(max(1, n)))


def arrange(symbols: list[Symbol], scale: float = 1.0) -> list[tuple[float, float]]:
    """Offsets in mm that set symbols of one point side by side: the largest in the middle, the others in rings round it.

    Parameters
    ----------
    symbols : list of Symbol
        As from `symbols_of`: those of one point are neighbours.
    scale : float
        Factor of all sizes.

    Returns
    -------
    list of (float, float)
        Right and up, one for each symbol.
    """
    offsets: list[tuple[float, float]] = []
    here: tuple[float, float] | None = None
    index = 0
    step = 0.0
    for s in symbols:
        if (s.longitude, s.latitude) != here:
            here, index, step = (s.longitude, s.latitude), 0, diameter_mm(s.n, scale)
        offsets.append(_slot(index, max(step * 0.92, diameter_mm(2, scale))))
        index += 1
    return offsets


def _slot(index: int, step: float) -> tuple[float, float]:
    """Place number `index` on rings of 1, 6, 12, ... round a point."""
    if index == 0:
        return 0.0, 0.0
    ring = math.ceil((math.sqrt(1 + 4 * index / 3) - 1) / 2)
    first = 1 + 3 * ring * (ring - 1)
    angle = 2 * math.pi * (index - first) / (6 * ring) + math.pi / 6
    return ring * step * math.cos(angle), ring * step * math.sin(angle)


def meaning(status: str) -> str:
    """How a status is worded in a legend."""
    return {
        Status.REPORTED.value: "reported", Status.CLAIMED.value: "claimed by a party", Status.PLANNED.value: "planned",
        Status.THREATENED.value: "threatened", Status.DENIED.value: "denied", Status.HISTORICAL.value: "told of an earlier time",
    }.get(status, status)  # fmt: skip
