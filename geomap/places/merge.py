"""Bring entries of several sources together: one place, one row, all its spellings.

The same place is one with the same GeoNames id, or one of the same kind that shares a skeleton key and lies within 2 km. The source
added first is trusted for name and point; later ones add spellings and fill what is unknown. A user's own table wins over all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from geomap.model import Admin, Place
from geomap.places.geometry import distance_km
from geomap.places.index import NameIndex
from geomap.places.kinds import kind_of
from geomap.text.keys import light_key, skeleton

__all__ = ["SAME_PLACE_KM", "Entry", "Merger"]

SAME_PLACE_KM = 2.0
# Areas and lines have no point of their own: sources put it anywhere inside.
_AREA_KM = {"country": 1500.0, "governorate": 100.0, "district": 60.0, "subdistrict": 25.0, "region": 25.0, "river": 150.0, "road": 150.0}
_SEAT_KM = 8.0  # two points of one city: its centre in one source, its town hall or old town in another
_SEATS = frozenset({"PPLC", "PPLA", "PPLA2"})
_TOWNS = _SEATS | {"PPLA3"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as one source has it.

    `also` holds ids of the same place in other sources, as ``gn:163808``.
    """

    place: Place
    also: tuple[str, ...] = ()


def _group(feature_code: str) -> str:
    kind = kind_of(feature_code)
    return "settlement" if kind in {"neighbourhood", "farm"} else kind


def _pooled(first: tuple[str, ...], second: Iterable[str], known: Iterable[str] = ()) -> tuple[str, ...]:
    """Both without repeats, in order."""
    seen = {n.casefold() for n in known}
    out = []
    for name in (*first, *second):
        if name and name.casefold() not in seen:
            seen.add(name.casefold())
            out.append(name)
    return tuple(out)


def _filled(first: Admin, second: Admin) -> Admin:
    """The finer knowledge, where the two do not contradict each other."""
    if first.admin1_pcode is None:
        return second
    if second.admin1_pcode != first.admin1_pcode or (first.admin2_pcode and second.admin2_pcode != first.admin2_pcode):
        return first
    return second if (second.admin3_pcode or not first.admin2_pcode) and second.admin2_pcode else first


@dataclass
class Merger:
    """Rows in the making.

    Parameters
    ----------
    places : list of Place
    ids : dict
        Id, or id in another source, to row.
    index : NameIndex
    twins : bool
        Whether a spelling that is the main name of a town elsewhere is kept: curated rows mean it, added sources list neighbours so.
    """

    places: list[Place] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    index: NameIndex = field(default_factory=NameIndex)
    twins: bool = True

    def add(self, entry: Entry, *, wins: bool = False) -> int:
        """Enter a place, or add what is new in it to the row that is the same place.

        Parameters
        ----------
        entry : Entry
        wins : bool
            Whether its name, point and kind replace those of the row.

        Returns
        -------
        int
            The row.
        """
        place = entry.place
        row = self._same(entry)
        if not wins and not self.twins:
            place = replace(place, other_names=tuple(n for n in place.other_names if not self._names_a_town(n, row)))
        if row is None:
            row = len(self.places)
            self.places.append(place)
            names: tuple[str, ...] = (place.name, *place.other_names, *place.arabic)
        else:
            old = self.places[row]
            merged = self._merged(place, old) if wins else self._merged(old, place)
            self.places[row] = merged
            known = {old.name, *old.other_names, *old.arabic}
            names = tuple(n for n in (merged.name, *merged.other_names, *merged.arabic) if n not in known)
        for key in (place.place_id, *entry.also):
            self.ids.setdefault(key, row)
        self.index.add(row, names)
        return row

    def add_names(self, place_id: str, names: Iterable[str]) -> None:
        """Add spellings to a place; an id that no row has is passed over, as files of names cover more countries."""
        row = self.ids.get(place_id)
        if row is None:
            return
        old = self.places[row]
        new = _pooled((), names, (old.name, *old.other_names, *old.arabic))
        arabic = tuple(n for n in new if not n.isascii() and "\u0600" <= n[0] <= "\u06ff")
        latin = tuple(n for n in new if n not in arabic)
        self.places[row] = replace(old, other_names=old.other_names + latin, arabic=old.arabic + arabic)
        self.index.add(row, new)

    def _names_a_town(self, name: str, row: int | None) -> bool:
        """Whether a spelling is the main name of a town in another row: sources list neighbours and twins under each other."""
        key = light_key(name)
        others = (self.places[r] for r in self.index.by_light(key) if r != row)
        return any(p.feature_code in _TOWNS and light_key(p.name) == key for p in others)

    def _same(self, entry: Entry) -> int | None:
        for key in (place_id for place_id in (entry.place.place_id, *entry.also) if place_id in self.ids):
            return self.ids[key]
        place = entry.place
        group = _group(place.feature_code)
        best: tuple[float, int] | None = None
        for name in (place.name, *place.other_names):
            for row in self.index.by_skeleton(skeleton(name)):
                other = self.places[row]
                if other.country != place.country or _group(other.feature_code) != group:
                    continue
                distance = distance_km(place.longitude, place.latitude, other.longitude, other.latitude)
                reach = _SEAT_KM if other.feature_code in _SEATS and name == place.name else _AREA_KM.get(group, SAME_PLACE_KM)
                if distance <= reach and (best is None or (distance, row) < best):
                    best = (distance, row)
        return best[1] if best else None

    @staticmethod
    def _merged(first: Place, second: Place) -> Place:
        """The first with the spellings of the second."""
        return replace(
            first,
            other_names=_pooled(first.other_names, (second.name, *second.other_names), (first.name,)),
            arabic=_pooled(first.arabic, second.arabic),
            admin=_filled(first.admin, second.admin),
            importance=max(first.importance, second.importance),
            source=first.source if second.source in first.source.split("+") else f"{first.source}+{second.source}",
        )
