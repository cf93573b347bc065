"""The gazetteer: places by name, by id and by point."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.model import Admin, MatchType, Place, Precision, Resolution, unresolved
from geomap.places.admin import AdminTable, AdminUnit, NearestAdmin
from geomap.places.bundled import governorate_polygons, read_bundle
from geomap.places.facts import Facts, NameHit, runners_up
from geomap.places.geometry import distance_km
from geomap.places.index import NameIndex
from geomap.places.kinds import AREA_KINDS, kind_of, kinds_of_word, precision_of, split_kind_word
from geomap.places.merge import Merger
from geomap.places.near import NearNames
from geomap.places.ranking import Candidate, Query, match_of, rank, standing
from geomap.text.keys import light_key, skeleton

__all__ = ["Gazetteer", "NameHit"]

_RUNNERS_UP = 3
_NEAR_KM = 60.0  # near spellings are looked for this far from a point of reference
_BELOW_EXACT = frozenset({MatchType.SKELETON, MatchType.NEAR})
_WELL_KNOWN = 0.5  # importance from which a place is meant wherever the text puts it: seats of sub-districts and up
_CACHED_QUERIES = 1 << 16


class Gazetteer:
    """Places and their names. Use `bundled` or `load` to make one; it never changes afterwards.

    Parameters
    ----------
    places : sequence of Place
    ids : dict
        Id, or id in another source, to row.
    index : NameIndex
    facts : Facts
    units : iterable of Place, optional
        The governorates and districts among the places, if known.
    """

    def __init__(
        self, places: Sequence[Place], ids: dict[str, int], index: NameIndex, facts: Facts, units: Iterable[Place] | None = None
    ) -> None:
        self._places = places
        self._ids = ids
        self._index = index
        self._facts = facts
        self.admin = AdminTable(places if units is None else units)
        self._queries = lru_cache(_CACHED_QUERIES)(self._ranked)
        self._bare = lru_cache(_CACHED_QUERIES)(self._only_bearer)
        self._answers = lru_cache(_CACHED_QUERIES)(self._answer)
        self._bearers = lru_cache(_CACHED_QUERIES)(self._ids_and_match)
        self._near_names = lru_cache(256)(self._near_names_of)

    @classmethod
    def bundled(cls) -> "Gazetteer":
        """The gazetteer that comes with geomap; read once per process.

        Returns
        -------
        Gazetteer

        Raises
        ------
        GazetteerError
            The bundled data is missing or damaged.
        """
        with _LOCK:
            return _bundled()

    @classmethod
    def load(cls, extra: Sequence[Path] = (), *, names_table: Path | None = None) -> "Gazetteer":
        """The bundled gazetteer with further files, and with house-style names.

        Parameters
        ----------
        extra : sequence of Path
            Gazetteer files in any format that `geomap.places.loaders` knows. A plain CSV is the user's own and wins over
            the bundled rows; other sources add places and spellings; a names table among them is applied last.
        names_table : Path, optional
            CSV with columns ``name`` and ``show``: how to write a place.

        Returns
        -------
        Gazetteer

        Raises
        ------
        GazetteerError
            A file cannot be read; the message names file and line.
        """
        base = cls.bundled()
        if not extra and names_table is None:
            return base
        from geomap.places.loaders import read_gazetteer, read_house_names

        merger = base.merger()
        sources = [read_gazetteer(path, base.admin) for path in extra]
        for source in sources:
            for entry in source.entries:
                merger.add(entry, wins=source.wins)
        for source in sources:  # last, as the places they belong to may come from any file
            for place_id, names in source.names.items():
                merger.add_names(place_id, names)
        made = cls(merger.places, merger.ids, merger.index, base._facts)
        shown = [*(row for source in sources for row in source.shown), *(read_house_names(names_table) if names_table else ())]
        return made.with_house_names(shown) if shown else made

    def merger(self) -> Merger:
        """A copy of the rows that can be added to."""
        return Merger(list(self._places), dict(self._ids), self._index.copy(), twins=False)

    def with_house_names(self, names: Iterable[tuple[str, str, str]]) -> "Gazetteer":
        """Write places as a house style wants it; every spelling is still found.

        Parameters
        ----------
        names : iterable of (name, shown name, where the row stands)

        Returns
        -------
        Gazetteer

        Raises
        ------
        GazetteerError
            A name that is in no gazetteer.
        """
        places = list(self._places)
        merger = self.merger()
        for name, shown, where in names:
            found = self._ids.get(name)
            if found is None:
                candidates = self.candidates(name)
                if not candidates:
                    raise GazetteerError(f"{where}: no place {name!r} in the gazetteer; write its name or id as `geomap locate` gives it")
                found = self._ids[candidates[0].place.place_id]
            old = places[found]
            others = tuple(dict.fromkeys((old.name, *(o for o in old.other_names if o != shown))))
            places[found] = replace(old, name=shown, other_names=others)
            merger.index.add(found, (shown,))
        return Gazetteer(places, self._ids, merger.index, self._facts)

    def __len__(self) -> int:
        return len(self._places)

    @property
    def places(self) -> tuple[Place, ...]:
        """All places, in the order of their rows."""
        return tuple(self._places)

    @property
    def lines(self) -> dict[str, tuple[tuple[float, float], ...]]:
        """Vertices (longitude, latitude) of rivers and roads, by place id."""
        return self._facts.lines

    @property
    def extents(self) -> dict[str, tuple[str, ...]]:
        """P-codes of the governorates and districts over which a region reaches, by place id."""
        return self._facts.extents

    def demonym(self, word: str) -> str | None:
        """ISO code of the country whose people or things a word names ("Turkish" -> "TR"), or None."""
        return self._facts.demonyms.get(light_key(word))

    def place(self, place_id: str) -> Place:
        """Place of an id, or of its id in another source (``gn:163808``).

        Parameters
        ----------
        place_id : str

        Returns
        -------
        Place

        Raises
        ------
        GazetteerError
            No place has this id.
        """
        row = self._ids.get(place_id)
        if row is None:
            raise GazetteerError(f"no place with id {place_id!r}; ids are those that `geomap locate` prints")
        return self._places[row]

    def admin_at(self, longitude: float, latitude: float) -> Admin:
        """Governorate and district that hold a point; unknown outside Syria.

        Parameters
        ----------
        longitude, latitude : float
            WGS84 degrees.

        Returns
        -------
        Admin
        """
        return self._nearest.at(longitude, latitude)

    def around(self, longitude: float, latitude: float, radius_km: float) -> list[Place]:
        """Places within a distance of a point, the nearest first; areas and lines, which have no point of their own, are left out.

        Parameters
        ----------
        longitude, latitude : float
            WGS84 degrees.
        radius_km : float

        Returns
        -------
        list of Place
        """
        found = [
            (distance_km(longitude, latitude, p.longitude, p.latitude), p.place_id, p)
            for p in self._places if precision_of(p.feature_code) is Precision.EXACT
        ]  # fmt: skip
        return [p for distance, _, p in sorted(found, key=lambda f: f[:2]) if distance <= radius_km]

    @cached_property
    def _nearest(self) -> NearestAdmin:
        return NearestAdmin(self.admin, self._places, self._facts.polygons())

    def hits(self, text: str) -> list[NameHit]:
        """Find all names of the gazetteer in running text.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of NameHit
            By position; whole words, longest first from the left, not overlapping; in any case of letters, with hyphens,
            apostrophes, doubled letters and articles written in any way. A name that is also an English word is found
            too: the caller knows the sentence.
        """
        out = []
        for hit in self._index.search(text):
            ids, match = self._bearers(hit.rows, text[hit.start : hit.end])
            out.append(NameHit(hit.start, hit.end, ids, match))
        return out

    def _ids_and_match(self, rows: tuple[int, ...], written: str) -> tuple[tuple[str, ...], MatchType]:
        places = sorted((self._places[r] for r in rows), key=lambda p: (-standing(p), p.place_id))
        match = match_of(places[0], written)
        return tuple(p.place_id for p in places), match

    def candidates(
        self, name: str, *, within: str | None = None, near: tuple[float, float] | None = None, kind_word: str | None = None
    ) -> list[Candidate]:
        """Places that a name could mean, best first.

        Parameters
        ----------
        name : str
            As the text has it. "Tabqa town" and "A/B" are taken apart where the whole is no name.
        within : str, optional
            Governorate or district in any spelling. Places outside are kept only if their name matches without the skeleton.
        near : tuple of float, optional
            Longitude and latitude of a point of reference.
        kind_word : str, optional
            What the text calls it: "village", "oil field".

        Returns
        -------
        list of Candidate
        """
        return list(self._queries(name, within, near, kind_word))

    def _ranked(
        self, name: str, within: str | None, near: tuple[float, float] | None, kind_word: str | None
    ) -> tuple[Candidate, ...]:
        unit = self.admin.find(within) if within else None
        found = self._search(Query(name, unit, near, kinds_of_word(kind_word) if kind_word else frozenset()))
        if found:
            return found
        stem, word = split_kind_word(name)
        kinds = kinds_of_word(kind_word or word or "")
        query = Query(stem, unit, near, kinds)
        found = self._search(query) if word else ()
        if found:
            return found
        parts = [p.strip() for p in name.replace("(", "/").replace(")", "/").split("/") if p.strip()]
        for part in parts if len(parts) > 1 else ():
            found = self._ranked(part, within, near, kind_word)
            if found:
                return found
        # A name that is known, but only elsewhere, is no slip of another one here.
        return () if self._index.by_light(light_key(stem)) else self._search_near(query)

    def _search(self, query: Query) -> tuple[Candidate, ...]:
        places = [self._places[r] for r in self._index.by_light(light_key(query.name))]
        found = [(place, match_of(place, query.name), 1.0) for place in places]
        unit = query.unit
        if not found or query.kinds or (unit is not None and not any(unit.holds(p.admin) for p in places)):
            bolder = (self._places[r] for r in self._index.by_skeleton(skeleton(query.name)))
            found += [(p, MatchType.SKELETON, 1.0) for p in bolder if p not in places]
        if unit is not None:
            found = [f for f in found if unit.holds(f[0].admin) or (f[1] not in _BELOW_EXACT and self._may_lie_outside(f[0], unit))]
        return tuple(rank(found, query))

    def _may_lie_outside(self, place: Place, unit: AdminUnit) -> bool:
        """Whether a place may be meant though the text names another unit: well known, or close to the border."""
        if place.importance >= _WELL_KNOWN:
            return True
        return place.country == "SY" and self._nearest.is_close(unit, place.longitude, place.latitude)

    def _search_near(self, query: Query) -> tuple[Candidate, ...]:
        if query.unit is None and query.near is None:
            return ()
        names = self._near_names(query.unit) if query.unit else None
        if names is not None:
            found = [(self._places[r], MatchType.NEAR, q) for r, q in names.search(query.name)]
        else:
            assert query.near is not None  # noqa: S101  # one of the two is there
            around = self._rows_near(*query.near)
            found = [(self._places[r], MatchType.NEAR, q) for r, q in NearNames(self._places, around).search(query.name)]
        return tuple(rank(found, query))

    def _near_names_of(self, unit: AdminUnit) -> NearNames:
        return NearNames(self._places, [r for r, p in enumerate(self._places) if unit.holds(p.admin) == 1.0])

    def _rows_near(self, longitude: float, latitude: float) -> list[int]:
        return [
            r for r, p in enumerate(self._places)
            if abs(p.latitude - latitude) < 0.6 and abs(p.longitude - longitude) < 0.75
            and distance_km(longitude, latitude, p.longitude, p.latitude) <= _NEAR_KM
        ]  # fmt: skip

    def resolve(
        self, name: str, *, within: str | None = None, near: tuple[float, float] | None = None, kind_word: str | None = None
    ) -> Resolution:
        """What a name means, with the reason and the runners-up.

        Parameters
        ----------
        name, within, near, kind_word
            As for `candidates`.

        Returns
        -------
        Resolution
            Unresolved, with the reason, where nothing fits.
        """
        if within is None and near is None and kind_word is None:
            only = self._bare(name)
            if only is not None:
                return only
        found = self._queries(name, within, near, kind_word)
        if not found:
            elsewhere = self._queries(name, None, near, kind_word) if within else ()
            return unresolved(self._why_not(name, within, bool(elsewhere)), runners_up(elsewhere[:_RUNNERS_UP]))
        return _resolution(found)

    def _only_bearer(self, name: str) -> Resolution | None:
        """The answer to a bare name that one place bears: nothing is to be weighed; None for all other names."""
        rows = self._index.by_light(light_key(name))
        return self._answers(rows[0], match_of(self._places[rows[0]], name)) if len(rows) == 1 else None

    def _answer(self, row: int, match: MatchType) -> Resolution:
        place = self._places[row]
        return _resolution(rank([(place, match, 1.0)], Query(place.name)))

    def _why_not(self, name: str, within: str | None, elsewhere: bool) -> str:
        if not any(c.isalnum() for c in name):
            return "no letters in the name"
        if within and self.admin.find(within) is None:
            return f"no place of this name, and no governorate or district {within!r}"
        if elsewhere:
            return f"places of this name lie outside {within}, none near it"
        return f"no place of this name{f' in {within}' if within else ''} in the gazetteer"

    def is_area(self, place_id: str) -> bool:
        """Whether a place holds others: a country, governorate, district or region."""
        return kind_of(self.place(place_id).feature_code) in AREA_KINDS


def _resolution(found: Sequence[Candidate]) -> Resolution:
    """The first candidate as what a name means, the next as runners-up."""
    best = found[0]
    place = best.place
    return Resolution(
        place.place_id, place.name, place.feature_code, place.longitude, place.latitude, place.radius_km, precision_of(place.feature_code),
        place.country, place.admin, best.match_type, best.score, best.reason, runners_up(found[1 : 1 + _RUNNERS_UP]),
    )  # fmt: skip


_LOCK = threading.Lock()


@lru_cache(1)
def _bundled() -> Gazetteer:
    bundle = read_bundle()
    facts = Facts(bundle.lines, bundle.extents, bundle.demonyms, governorate_polygons)
    return Gazetteer(bundle.places, bundle.ids, bundle.index, facts, bundle.units)
