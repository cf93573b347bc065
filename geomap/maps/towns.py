"""Which names a static map would like to show: towns by rank, and the places where something happened."""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from geomap.maps.canvas import clean_text, text_mm
from geomap.maps.furniture import PT
from geomap.maps.labels import Label
from geomap.maps.paper import Frame
from geomap.maps.symbols import Symbol

__all__ = ["Town", "label_candidates", "towns"]

_NEAR_DEGREES = 0.035  # about 3.5 km: an event there is at the town, as far as a map tells
_TOWN_MM = 0.45
_EVENT_MM = 1.2


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the bundled table; rank 1 is a governorate's seat."""

    name: str
    arabic: str
    longitude: float
    latitude: float
    rank: int


@lru_cache(maxsize=1)
def towns() -> tuple[Town, ...]:
    """The bundled towns, in the order of the table."""
    text = resources.files("geomap.maps").joinpath("assets").joinpath("towns.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Town(r["name"], r["arabic"], float(r["longitude"]), float(r["latitude"]), int(r["rank"])) for r in rows)


def _wording(town: Town, labels: str, house: Mapping[str, str]) -> str:
    name = clean_text(house.get(town.name, town.name))
    if labels == "ar":
        return town.arabic or name
    return f"{name} {town.arabic}" if labels == "both" and town.arabic else name


def label_candidates(symbols: list[Symbol], frame: Frame, labels: str, house: Mapping[str, str], font_pt: float) -> list[Label]:
    """Towns within the frame as labels.

    Parameters
    ----------
    symbols : list of Symbol
        Raise the priority of towns where events are.
    frame : Frame
    labels : str
        ``en``, ``ar`` or ``both``.
    house : mapping
        Town name to the name of the house style.
    font_pt : float

    Returns
    -------
    list of Label
        Priority: towns with events first, then seats, then other towns.
    """
    here: Counter[tuple[float, float]] = Counter()
    for s in symbols:
        if s.exact:
            here[s.longitude, s.latitude] += s.n
    found = []
    for town in towns():
        x, y = (float(v) for v in frame.mm(town.longitude, town.latitude))
        if not (0 <= x <= frame.width_mm and 0 <= y <= frame.height_mm):
            continue
        n = sum(c for (lon, lat), c in here.items() if abs(lon - town.longitude) + abs(lat - town.latitude) < _NEAR_DEGREES)
        text = _wording(town, labels, house)
        height = font_pt / PT * 1.12
        priority = min(n, 999) * 10 + (50.0 if town.rank == 1 else 0.0)
        found.append(Label(town.name, text, x, y, text_mm(text, font_pt) + 0.4, height, priority, _EVENT_MM if n else _TOWN_MM))
    return found
