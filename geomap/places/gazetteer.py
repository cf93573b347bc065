"""The gazetteer: places by name, by id and by point."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.model import Admin, Place, Precision, Resolution
from geomap.places.admin import AdminTable, AdminUnit, NearestAdmin, with_admin
from geomap.places.bundled import governorate_polygons, read_bundle
from geomap.places.facts import Facts, NameHit
from geomap.places.geometry import distance_km
from geomap.places.index import Hit, NameIndex
from geomap.places.kinds import precision_of
from geomap.places.lookup import Lookup
from geomap.places.merge import Merger
from geomap.places.ranking import Candidate, match_of, standing
from geomap.places.tokens import Tokens, tokenise
from geomap.text.keys import light_key

__all__ = ["Gazetteer", "NameHit"]

_CACHED_KEYS, _CACHED_POINTS = 1 << 16, 1 << 13


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
        self._lookup = Lookup(places, index, self.admin, self._is_close)
        self._admins = lru_cache(_CACHED_POINTS)(self._admin_of)
        self.bearers = lru_cache(_CACHED_KEYS)(self._bearers_of)
        """Ids of the places that a key of `listed` stands for, the likeliest first, and the importance of the most important."""

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
        held = len(base)
        merger.places[held:] = [with_admin(place, base.admin, base._nearest) for place in merger.places[held:]]
        made = cls(merger.places, merger.ids, merger.index, base._facts)
        shown = [*(row for source in sources for row in source.shown), *(read_house_names(names_table) if names_table else ())]
        return made.with_house_names(shown) if shown else made

    def merger(self) -> Merger:
        """A copy of the rows that can be added to.

        Returns
        -------
        Merger
            This gazetteer stays as it is.
        """
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

    @cached_property
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
        """ISO code of the country whose people or things a word names ("Turkish" -> "TR"), or None.

        Parameters
        ----------
        word : str
            A single word, in any case.

        Returns
        -------
        str or None
            ISO 3166-1 alpha-2; None if the word is no such name.
        """
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
        return self._admins(longitude, latitude)

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

    def _admin_of(self, longitude: float, latitude: float) -> Admin:
        return self._nearest.at(longitude, latitude)

    def _is_close(self, unit: AdminUnit, longitude: float, latitude: float) -> bool:
        return self._nearest.is_close(unit, longitude, latitude)

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
        tokens = tokenise(text)
        out = []
        for hit in self._index.search(tokens):
            start, end = tokens.starts[hit.first], tokens.starts[hit.last] + len(tokens.raws[hit.last]) - hit.cut
            ids = self.bearers(hit.key)[0]
            out.append(NameHit(start, end, ids, match_of(self.place(ids[0]), text[start:end])))
        return out

    def listed(self, tokens: Tokens) -> list[Hit]:
        """Find the names of the gazetteer that have a capital among the words of a text; as `hits`, for those who have the words already.

        Parameters
        ----------
        tokens : Tokens
            Words of the text.

        Returns
        -------
        list of Hit
            In order of the text; their spans count code points of the text.
        """
        return self._index.search(tokens, capitalised=True)

    def _bearers_of(self, key: str) -> tuple[tuple[str, ...], float]:
        places = sorted((self._places[r] for r in self._index.by_light(key)), key=lambda p: (-standing(p), p.place_id))
        return tuple(p.place_id for p in places), max(p.importance for p in places)

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
        return list(self._lookup.candidates(name, within, near, kind_word))

    def knows(self, name: str, *, within: str | None = None) -> bool:
        """Whether a name could mean any place; as `candidates`, without ranking them.

        Parameters
        ----------
        name : str
            In any spelling, Latin or Arabic.
        within : str, optional
            Governorate or district that holds the place.

        Returns
        -------
        bool
        """
        return self._lookup.knows(name, within)

    def resolve(
        self, name: str, *, within: str | None = None, near: tuple[float, float] | None = None, kind_word: str | None = None
    ) -> Resolution:
        """What a name means, with the reason and the runners-up.

        Parameters
        ----------
        name : str
            In any spelling, Latin or Arabic.
        within : str, optional
            Governorate or district that holds the place.
        near : (longitude, latitude), optional
            Point of reference, WGS84 degrees: of places of one name the near one is preferred.
        kind_word : str, optional
            What the text calls it, as "village" or "oil field".

        Returns
        -------
        Resolution
            Unresolved, with the reason, where nothing fits.
        """
        return self._lookup.resolve(name, within, near, kind_word)


_LOCK = threading.Lock()


@lru_cache(1)
def _bundled() -> Gazetteer:
    bundle = read_bundle()
    facts = Facts(bundle.lines, bundle.extents, bundle.demonyms, governorate_polygons)
    return Gazetteer(bundle.places, bundle.ids, bundle.index, facts, bundle.units)
