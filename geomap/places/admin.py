"""Governorates and districts of Syria: names in any spelling, p-codes, and which unit holds a point.

P-codes are those of OCHA's common operational dataset. Polygons are used where the bundled base map has them; a district, for
which no open polygon is bundled, is taken from the nearest places that are known to lie in one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from geomap.model import UNKNOWN_ADMIN, Admin, Place
from geomap.places.geometry import distance_km, in_ring
from geomap.places.kinds import kind_of, split_kind_word
from geomap.text.keys import bare_key, skeleton

__all__ = ["AdminTable", "AdminUnit", "NearestAdmin", "Polygons", "with_admin"]

Polygons = dict[str, list[list[list[tuple[float, float]]]]]
"""Governorate p-code -> polygons, each a list of rings, the first the outer one."""

_CACHED = 1 << 13
_CELL_DEGREES = 0.1
_NEAREST_KM = 25.0  # a settlement further away says little of a district: Syrian districts are 15 to 100 km wide
_CLOSE_KM = 15.0
_AROUND = (-2, -1, 0, 1, 2)  # cells that hold 15 km everywhere in Syria
_SURE_KM, _BORDER_KM = 1.0, 5.0
_WITHOUT_UNIT = frozenset({"country", "governorate", "region", "river", "road"})  # they reach over several
_UNIT_WORDS = ("governorate", "province", "district", "subdistrict", "muhafazah", "countryside")
_NEIGHBOURS = {("SY01", "SY03"), ("SY03", "SY01")}  # the capital is an enclave in its countryside and news mixes the two


@dataclass(frozen=True, slots=True)
class AdminUnit:
    """A governorate or a district."""

    pcode: str
    name: str
    level: int
    """1 governorate, 2 district."""
    parent: str | None
    longitude: float
    latitude: float

    @property
    def governorate(self) -> str:
        """P-code of the governorate."""
        return self.pcode[:4]

    def holds(self, admin: Admin) -> float:
        """How far a place with these units lies inside: 1 inside, 0.5 in the mixed-up neighbour, 0 outside or unknown."""
        if self.level == 1:
            if admin.admin1_pcode == self.pcode:
                return 1.0
            return 0.5 if (self.pcode, admin.admin1_pcode) in _NEIGHBOURS else 0.0
        if admin.admin2_pcode == self.pcode:
            return 1.0
        return 0.5 if admin.admin1_pcode == self.governorate else 0.0


class AdminTable:
    """The units by p-code and by name.

    Parameters
    ----------
    places : iterable of Place
        Gazetteer entries; those with code ADM1 and ADM2 become units.
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._units: dict[str, AdminUnit] = {}
        self._spellings: dict[str, tuple[str, ...]] = {}
        for place in places:
            if place.feature_code not in {"ADM1", "ADM2"} or place.country != "SY":
                continue
            level = int(place.feature_code[-1])
            pcode = place.admin.admin1_pcode if level == 1 else place.admin.admin2_pcode
            if not pcode or pcode in self._units:
                continue
            unit = AdminUnit(pcode, place.name, level, place.admin.admin1_pcode if level == 2 else None, place.longitude, place.latitude)
            self._units[pcode] = unit
            self._spellings[pcode] = (place.name, *place.other_names, *place.arabic)

    @cached_property
    def _names(self) -> dict[str, list[AdminUnit]]:
        names: dict[str, list[AdminUnit]] = {}
        for pcode, spellings in self._spellings.items():
            for key in {key for name in spellings for key in (bare_key(name), skeleton(name))}:
                names.setdefault(key, []).append(self._units[pcode])
        return names

    def __len__(self) -> int:
        return len(self._units)

    def unit(self, pcode: str) -> AdminUnit | None:
        """Unit of a p-code, or None."""
        return self._units.get(pcode)

    def governorate_named(self, name: str) -> AdminUnit | None:
        """Governorate of exactly this main name, or None."""
        return next((u for u in self.units() if u.level == 1 and u.name == name), None)

    def units(self) -> tuple[AdminUnit, ...]:
        """All units by p-code."""
        return tuple(self._units[p] for p in sorted(self._units))

    @cached_property
    def _asked(self) -> Callable[[str, int | None], AdminUnit | None]:
        return lru_cache(_CACHED)(self._find)

    def find(self, name: str, level: int | None = None) -> AdminUnit | None:
        """Look a unit up by name or p-code.

        Parameters
        ----------
        name : str
            In any spelling, with or without "governorate", "district".
        level : int, optional
            1 for governorates only, 2 for districts only. Without it, a governorate is preferred, as its seat's
            district bears the same name.

        Returns
        -------
        AdminUnit or None
        """
        return self._asked(name, level)

    def _find(self, name: str, level: int | None) -> AdminUnit | None:
        if name in self._units:
            return self._units[name]
        stem, word = split_kind_word(name)
        if word == "district":
            level = level or 2
        tried = (name, stem) if word in _UNIT_WORDS else (name,)
        for key in [key for one in tried for key in (bare_key(one), skeleton(one))]:
            found = [u for u in self._names.get(key, ()) if level in {None, u.level}]
            if found:
                return min(found, key=lambda u: (u.level, u.pcode))
        return None

    def admin(self, pcode1: str | None, pcode2: str | None = None, pcode3: str | None = None) -> Admin:
        """Names for p-codes; a finer code implies the coarser ones."""
        pcode2 = pcode2 or (pcode3[:6] if pcode3 else None)
        pcode1 = pcode1 or (pcode2[:4] if pcode2 else None)
        one, two = self._units.get(pcode1 or ""), self._units.get(pcode2 or "")
        if two is not None and one is not None and two.governorate != one.pcode:
            two, pcode3 = None, None
        return Admin(
            one.name if one else None, two.name if two else None, None, one.pcode if one else None, two.pcode if two else None, pcode3 or None
        )  # fmt: skip


class NearestAdmin:
    """Which units hold a point, by polygon where there is one, else by the nearest known places.

    Parameters
    ----------
    table : AdminTable
    places : iterable of Place
        Those with a known governorate are used.
    polygons : Polygons, optional
    """

    def __init__(self, table: AdminTable, places: Iterable[Place], polygons: Polygons | None = None) -> None:
        self._table = table
        self._polygons = polygons or {}
        self._cells: dict[tuple[int, int], list[Place]] = {}
        self._around: dict[tuple[int, int], frozenset[str | None]] = {}
        for place in places:
            if place.country == "SY" and place.admin.admin1_pcode and place.feature_code.startswith("PPL"):
                self._cells.setdefault(self._cell(place.longitude, place.latitude), []).append(place)

    @staticmethod
    def _cell(longitude: float, latitude: float) -> tuple[int, int]:
        return int(longitude / _CELL_DEGREES), int(latitude / _CELL_DEGREES)

    def _near(self, longitude: float, latitude: float) -> list[tuple[float, str, Place]]:
        x, y = self._cell(longitude, latitude)
        found: list[tuple[float, str, Place]] = []
        for reach in (1, 3):
            cells = ((x + dx, y + dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1))
            found = sorted(
                (distance_km(longitude, latitude, p.longitude, p.latitude), p.place_id, p) for c in cells for p in self._cells.get(c, ())
            )
            if len(found) >= 5:
                break
        return [f for f in found if f[0] <= _NEAREST_KM]

    def is_close(self, unit: AdminUnit, longitude: float, latitude: float) -> bool:
        """Whether a place known to lie in a unit is within 15 km of a point."""
        x, y = self._cell(longitude, latitude)
        if unit.pcode not in self._units_around(x, y):  # homonyms mostly lie far off: most questions end here
            return False
        around = (self._cells.get((x + dx, y + dy), ()) for dx in _AROUND for dy in _AROUND)
        return any(
            unit.holds(p.admin) == 1.0 and distance_km(longitude, latitude, p.longitude, p.latitude) <= _CLOSE_KM
            for places in around for p in places
        )  # fmt: skip

    def _units_around(self, x: int, y: int) -> frozenset[str | None]:
        """P-codes of the units of all places in a cell and two cells around it."""
        known = self._around.get((x, y))
        if known is None:
            around = (p.admin for dx in _AROUND for dy in _AROUND for p in self._cells.get((x + dx, y + dy), ()))
            known = self._around[x, y] = frozenset(code for admin in around for code in (admin.admin1_pcode, admin.admin2_pcode))
        return known

    def _governorate(self, longitude: float, latitude: float) -> str | None:
        for pcode in sorted(self._polygons):
            for rings in self._polygons[pcode]:
                if in_ring(longitude, latitude, rings[0]) and not any(in_ring(longitude, latitude, hole) for hole in rings[1:]):
                    return pcode
        return None

    def at(self, longitude: float, latitude: float) -> Admin:
        """Governorate and district of a point.

        Parameters
        ----------
        longitude, latitude : float
            WGS84 degrees.

        Returns
        -------
        Admin
            Unknown where no polygon holds the point and no known place lies within 25 km.
        """
        near = self._near(longitude, latitude)
        governorate = self._governorate(longitude, latitude)
        # The polygons are generalised to about a kilometre: close to a known place, and just outside all of them, the place tells.
        if near and near[0][0] <= (_SURE_KM if governorate else _BORDER_KM if self._polygons else _NEAREST_KM):
            governorate = near[0][2].admin.admin1_pcode if near[0][0] <= _SURE_KM else _voted([(d, p.admin.admin1_pcode) for d, _, p in near])
        if governorate is None:
            return UNKNOWN_ADMIN
        district = _voted([(d, p.admin.admin2_pcode) for d, _, p in near if p.admin.admin1_pcode == governorate])
        return self._table.admin(governorate, district)


def with_admin(place: Place, table: AdminTable, nearest: NearestAdmin) -> Place:
    """A Syrian point without a governorate or district with that of where it lies; all else as it is.

    Parameters
    ----------
    place : Place
    table : AdminTable
    nearest : NearestAdmin

    Returns
    -------
    Place
    """
    if place.country != "SY" or place.admin.admin2_pcode or kind_of(place.feature_code) in _WITHOUT_UNIT:
        return place
    found = nearest.at(place.longitude, place.latitude)
    if place.admin.admin1_pcode is None:
        return replace(place, admin=found)
    return replace(place, admin=table.admin(place.admin.admin1_pcode, found.admin2_pcode))


def _voted(near: list[tuple[float, str | None]]) -> str | None:
    """Code with the most weight among the five nearest that have one; a near place weighs more."""
    weights: dict[str, float] = {}
    for distance, code in [n for n in near if n[1]][:5]:
        assert code is not None  # noqa: S101  # filtered in the line above
        weights[code] = weights.get(code, 0.0) + 1.0 / (0.5 + distance)
    return max(sorted(weights), key=lambda c: weights[c]) if weights else None
