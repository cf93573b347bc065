"""Look a name up: candidates by its keys, from careful to bold, ranked by what the text says around it.

Most names that news writes are one spelling of one place: for these the answer is two look-ups in tables and no ranking. Answers are
remembered, as articles repeat their names.
"""

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

from geomap.model import Admin, MatchType, Place, Resolution, unresolved
from geomap.places.admin import AdminTable, AdminUnit
from geomap.places.facts import runners_up
from geomap.places.geometry import distance_km
from geomap.places.index import NameIndex
from geomap.places.kinds import kind_of, kinds_of_word, precision_of, split_kind_word
from geomap.places.near import NearNames
from geomap.places.ranking import Candidate, Query, match_of, rank
from geomap.text.keys import skeleton, unglued

__all__ = ["Lookup"]

Point = tuple[float, float]
Match = tuple[Place, MatchType, float]

_RUNNERS_UP = 3
_SHOWN = 1 + _RUNNERS_UP
_NEAR_KM = 60.0  # near spellings are looked for this far from a point of reference
_NEAR_LATITUDE, _NEAR_LONGITUDE = 0.6, 0.75  # degrees that hold 60 km everywhere in Syria
_BELOW_EXACT = frozenset({MatchType.SKELETON, MatchType.NEAR})
_ARABIC_NAMES = frozenset({"SY", "LB", "IQ", "JO", "IL", "PS", "TR"})  # what is levelled in a skeleton are ways to write Arabic: Shebaa is no Chiba
_WELL_KNOWN = 0.5  # importance from which a place is meant wherever the text puts it: seats of sub-districts and up
_CALLED = {"field": ("gas field", "oil field", "field"), "airfield": ("air base", "airbase", "airport"), "dam": ("dam",), "prison": ("prison",), "camp": ("camp",)}
"""Words with which lists write the names of things that news calls by another word of their kind."""
_CACHED_QUERIES = 1 << 16


class Lookup:
    """Answers to names, remembered.

    Parameters
    ----------
    places : sequence of Place
    index : NameIndex
    admin : AdminTable
    is_close : callable
        Whether a point lies close to an admin unit (`NearestAdmin.is_close`).
    """

    def __init__(
        self, places: Sequence[Place], index: NameIndex, admin: AdminTable, is_close: Callable[[AdminUnit, float, float], bool]
    ) -> None:
        self._places = places
        self._index = index
        self._admin = admin
        self._is_close = is_close
        self.candidates = lru_cache(_CACHED_QUERIES)(self._candidates)
        """Places that a name could mean, best first: name, within, near, kind word."""
        self.knows = lru_cache(_CACHED_QUERIES)(self._knows)
        """Whether a name could mean any place: name, within."""
        self.resolve = lru_cache(_CACHED_QUERIES)(self._resolve)
        """What a name means: name, within, near, kind word."""
        self._sole = lru_cache(_CACHED_QUERIES)(self._sole_answer)
        self._names_in = lru_cache(256)(self._near_names_in)
        self._names_around = lru_cache(256)(self._near_names_around)

    def _resolve(self, name: str, within: str | None, near: Point | None, kind_word: str | None) -> Resolution:
        if near is None and kind_word is None:
            rows = self._index.by_name(name)
            if len(rows) == 1:  # one bearer: nothing is to be weighed, unless it lies elsewhere
                place = self._places[rows[0]]
                unit = self._admin.find(within) if within else None
                if unit is None or unit.holds(place.admin):
                    return self._sole(rows[0], match_of(place, name), unit.pcode if unit else "")
        found = rank(*self._matches(name, within, near, kind_word), _SHOWN)
        if found:
            return _resolution(found)
        elsewhere = rank(*self._matches(name, None, None, kind_word), _SHOWN) if within else []  # of this name: likeness to others around is not asked
        return unresolved(self._why_not(name, within, bool(elsewhere)), runners_up(elsewhere[:_RUNNERS_UP]))

    def _sole_answer(self, row: int, match: MatchType, pcode: str) -> Resolution:
        place = self._places[row]
        return _resolution(rank([(place, match, 1.0)], Query(place.name, self._admin.unit(pcode))))

    def _why_not(self, name: str, within: str | None, elsewhere: bool) -> str:
        if not any(c.isalnum() for c in name):
            return "no letters in the name"
        if within and self._admin.find(within) is None:
            return f"no place of this name, and no governorate or district {within!r}"
        if elsewhere:
            return f"places of this name lie outside {within}, none near it"
        return f"no place of this name{f' in {within}' if within else ''} in the gazetteer"

    def _candidates(self, name: str, within: str | None, near: Point | None, kind_word: str | None) -> tuple[Candidate, ...]:
        return tuple(rank(*self._matches(name, within, near, kind_word)))

    def _knows(self, name: str, within: str | None) -> bool:
        return bool(self._matches(name, within, None, None)[0])

    def _matches(self, name: str, within: str | None, near: Point | None, kind_word: str | None) -> tuple[list[Match], Query]:
        """Places that match a name, by the first key that finds any, and the query by which they are to be ranked."""
        unit = self._admin.find(within) if within else None
        asked = Query(name, unit, near, kinds_of_word(kind_word) if kind_word else frozenset())
        found = self._by_keys(asked)
        if found:
            return found, asked
        stem, word = split_kind_word(name)
        query = Query(stem, unit, near, kinds_of_word(kind_word or word or ""))
        found = self._by_keys(query) if word else []
        if found:
            return found, query
        parts = [p.strip() for p in name.replace("(", "/").replace(")", "/").split("/") if p.strip()]
        for part in parts if len(parts) > 1 else ():
            found, of_part = self._matches(part, within, near, kind_word)
            if found:
                return found, of_part
        # A name that is known, but only elsewhere, is no slip of another one here.
        return [] if self._index.by_name(stem) else self._by_likeness(query), query

    def _by_keys(self, query: Query) -> list[Match]:
        unit = query.unit
        places = [self._places[r] for r in self._index.by_name(query.name) or self._index.by_name(unglued(query.name))]
        found = [(place, match_of(place, query.name), 1.0) for place in places]
        if query.kinds and not any(kind_of(p.feature_code) in query.kinds for p in places):  # "the Shaar oilfield" is listed as a gas field of that name
            for called in [f"{query.name} {word}" for kind in sorted(query.kinds) for word in _CALLED.get(kind, ())]:
                found += [(self._places[r], match_of(self._places[r], called), 1.0) for r in self._index.by_name(called) if self._places[r] not in [f[0] for f in found]]
        if not found or query.kinds or (unit is not None and not any(unit.holds(p.admin) for p in places)):
            bolder = (self._places[r] for r in self._index.by_skeleton(skeleton(query.name)))
            found += [(p, MatchType.SKELETON, 1.0) for p in bolder if p.country in _ARABIC_NAMES and p not in places]
        if unit is not None:
            found = [f for f in found if unit.holds(f[0].admin) or (f[1] not in _BELOW_EXACT and self._may_lie_outside(f[0], unit))]
        return found

    def _may_lie_outside(self, place: Place, unit: AdminUnit) -> bool:
        """Whether a place may be meant though the text names another unit: well known, or close to the border."""
        if place.importance >= _WELL_KNOWN:
            return True
        return place.country == "SY" and self._is_close(unit, place.longitude, place.latitude)

    def _by_likeness(self, query: Query) -> list[Match]:
        bones = skeleton(query.name)
        if query.unit is not None:
            names = self._names_in(query.unit.pcode)
        elif query.near is not None:
            names = self._names_around(*query.near)
        else:
            return []
        return [(self._places[row], MatchType.NEAR, quality) for row, quality in names.search(bones)]

    def _near_names_in(self, pcode: str) -> NearNames:
        unit = self._admin.unit(pcode)
        assert unit is not None  # noqa: S101  # of a query's unit
        least = 1.0 if unit.level == 2 else 0.5  # "in Damascus" is said of its suburbs, which lie in the governorate around it
        return NearNames(self._index.skeletons_of([row for admin, rows in self._rows_of.items() if unit.holds(admin) >= least for row in rows]))

    @cached_property
    def _rows_of(self) -> dict[Admin, list[int]]:
        """Rows by the units that hold them."""
        rows: dict[Admin, list[int]] = {}
        for row, place in enumerate(self._places):
            rows.setdefault(place.admin, []).append(row)
        return rows

    @cached_property
    def _points(self) -> list[Point]:
        """Longitude and latitude of each row: asked of all of them again for each point of reference."""
        return [(place.longitude, place.latitude) for place in self._places]

    def _near_names_around(self, longitude: float, latitude: float) -> NearNames:
        rows = [
            r for r, (east, north) in enumerate(self._points)
            if abs(north - latitude) < _NEAR_LATITUDE and abs(east - longitude) < _NEAR_LONGITUDE and distance_km(longitude, latitude, east, north) <= _NEAR_KM
        ]  # fmt: skip
        return NearNames(self._index.skeletons_of(rows))


def _resolution(found: Sequence[Candidate]) -> Resolution:
    """The first candidate as what a name means, the next as runners-up."""
    best = found[0]
    place = best.place
    return Resolution(
        place.place_id, place.name, place.feature_code, place.longitude, place.latitude, place.radius_km, precision_of(place.feature_code),
        place.country, place.admin, best.match_type, best.score, best.reason, runners_up(found[1 : 1 + _RUNNERS_UP]) if len(found) > 1 else (),
    )  # fmt: skip
