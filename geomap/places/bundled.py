"""The bundled gazetteer on disk: rows, ready keys, lines, extents, demonyms and the manifest.

``places.tsv`` holds the rows as a person reads them; ``light.tsv`` and ``skeleton.tsv`` the keys of their names, made by
`geomap.text.keys`, and ``spellings.tsv`` which key a spelling has, so that neither loading nor looking up a known spelling computes one. All are written by ``gazetteer/build/build.py`` and never by hand.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import overload

from geomap.errors import GazetteerError
from geomap.model import Admin, Place, sha256_hex
from geomap.places.admin import Polygons
from geomap.places.index import NameIndex
from geomap.places.merge import Entry

__all__ = ["FILES", "Bundle", "Rows", "data_folder", "governorate_polygons", "read_bundle", "read_manifest", "verify_bundle", "write_places"]

FILES = ("places.tsv", "light.tsv", "skeleton.tsv", "spellings.tsv", "lines.json", "extents.json", "demonyms.tsv")
"""Files that the manifest lists with their hashes."""

COLUMNS = (
    "id", "also", "name", "other_names", "arabic", "feature_code", "longitude", "latitude", "radius_km", "country", "admin1", "admin2", "admin3",
    "admin1_pcode", "admin2_pcode", "admin3_pcode", "importance", "source", "basis",
)  # fmt: skip
_REBUILD = "run python gazetteer/build/build.py, or reinstall geomap"


class Rows(Sequence[Place]):
    """Places in the order of their rows, each made when it is first asked for: a run asks for few of them.

    Parameters
    ----------
    lines : list of str
        Rows of ``places.tsv``.
    """

    def __init__(self, lines: list[str]) -> None:
        self._made: list[Place | str] = list(lines)

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, row: int) -> Place: ...
    @overload
    def __getitem__(self, row: slice) -> list[Place]: ...
    def __getitem__(self, row: int | slice) -> Place | list[Place]:
        """Place of a row, or places of several."""
        if isinstance(row, slice):
            return [self[r] for r in range(*row.indices(len(self)))]
        held = self._made[row]
        if isinstance(held, Place):
            return held
        made = self._made[row] = _place(held.split("\t"))
        return made

    def __iter__(self) -> Iterator[Place]:
        return (self[row] for row in range(len(self._made)))


@dataclass(frozen=True, slots=True)
class Bundle:
    """What the files hold."""

    places: Rows
    ids: dict[str, int]
    """Id, or id in another source, to row."""
    units: tuple[Place, ...]
    """Governorates and districts."""
    index: NameIndex
    lines: dict[str, tuple[tuple[float, float], ...]]
    """Vertices (longitude, latitude) of rivers and roads by place id."""
    extents: dict[str, tuple[str, ...]]
    """P-codes of the units over which a region reaches, by place id."""
    demonyms: dict[str, str]
    """Folded demonym to ISO country code."""


def data_folder() -> Traversable:
    """Folder of the bundled data, in a checkout, an editable install or a wheel."""
    return resources.files("geomap").joinpath("data")


def _bytes(name: str) -> bytes:
    try:
        return data_folder().joinpath(name).read_bytes()
    except OSError as error:
        raise GazetteerError(f"bundled gazetteer: {name} cannot be read ({error.strerror}); {_REBUILD}") from error


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


@lru_cache(1024)
def _admin(*fields: str) -> Admin:
    return Admin(*(field or None for field in fields))


def _place(row: list[str]) -> Place:
    (
        place_id, _, name, others, arabic, code, longitude, latitude, radius, country, admin1, admin2, admin3, pcode1, pcode2, pcode3, importance,
        source, basis,
    ) = row  # fmt: skip
    return Place(
        place_id, name, float(longitude), float(latitude), float(radius), code, country, _admin(admin1, admin2, admin3, pcode1, pcode2, pcode3),
        _listed(others), _listed(arabic), float(importance), source, basis,
    )  # fmt: skip


def write_places(entries: Sequence[Entry]) -> bytes:
    """Rows as the bytes of ``places.tsv``.

    Raises
    ------
    GazetteerError
        A field holds a tab or a line break, or a spelling holds the sign between spellings.
    """
    lines = ["\t".join(COLUMNS)]
    for entry in entries:
        p, a = entry.place, entry.place.admin
        fields = (
            p.place_id, "|".join(entry.also), p.name, "|".join(p.other_names), "|".join(p.arabic), p.feature_code, _number(p.longitude),
            _number(p.latitude), _number(p.radius_km), p.country, a.admin1 or "", a.admin2 or "", a.admin3 or "", a.admin1_pcode or "",
            a.admin2_pcode or "", a.admin3_pcode or "", _number(p.importance), p.source, p.basis,
        )  # fmt: skip
        if any(c in field for field in fields for c in "\t\r\n") or any("|" in n for n in (p.name, *p.other_names, *p.arabic)):
            raise GazetteerError(f"place {p.place_id}: a tab, line break or | inside a field; correct its table")
        lines.append("\t".join(fields))
    return ("\n".join(lines) + "\n").encode()


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def governorate_polygons() -> Polygons:
    """Governorates of the bundled base map; empty where it is not installed."""
    path = data_folder().joinpath("basemap", "governorates.geojson")
    if not path.is_file():
        return {}
    out: Polygons = {}
    for feature in json.loads(path.read_bytes())["features"]:
        pcode = feature["properties"].get("pcode")
        geometry = feature["geometry"]
        parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        if pcode:
            out.setdefault(pcode, []).extend(parts)
    return out


def read_manifest() -> dict[str, object]:
    """The manifest: sources with versions, licences and counts, hashes of the files."""
    manifest: dict[str, object] = json.loads(_bytes("manifest.json"))
    return manifest


def verify_bundle() -> list[tuple[str, int]]:
    """Compare the bundled files with the manifest.

    Returns
    -------
    list of (str, int)
        File names and sizes.

    Raises
    ------
    GazetteerError
        A file is missing or differs from its hash.
    """
    listed = read_manifest().get("files")
    if not isinstance(listed, dict) or set(listed) != set(FILES):
        raise GazetteerError(f"bundled gazetteer: the manifest does not list {', '.join(FILES)}; {_REBUILD}")
    out = []
    for name in FILES:
        data = _bytes(name)
        if sha256_hex(data) != listed[name]["sha256"]:
            raise GazetteerError(f"bundled gazetteer: {name} differs from its hash in the manifest; {_REBUILD}")
        out.append((name, len(data)))
    return out


def read_bundle() -> Bundle:
    """Read the bundled files.

    Returns
    -------
    Bundle

    Raises
    ------
    GazetteerError
        A file is missing or damaged.
    """
    try:
        rows = _bytes("places.tsv").decode().rstrip("\n").split("\n")[1:]
        places = Rows(rows)
        ids: dict[str, int] = {}
        for number, row in enumerate(rows):
            place_id, also, _ = row.split("\t", 2)
            ids[place_id] = number
            for key in _listed(also):
                ids.setdefault(key, number)
        units = tuple(places[number] for number, row in enumerate(rows) if "\tADM" in row)
        index = NameIndex.from_bytes(_bytes("light.tsv"), _bytes("skeleton.tsv"), _bytes("spellings.tsv"))
        lines = {k: tuple((float(x), float(y)) for x, y in v) for k, v in json.loads(_bytes("lines.json")).items()}
        extents = {k: tuple(v) for k, v in json.loads(_bytes("extents.json")).items()}
        demonyms = dict(row.split("\t") for row in _bytes("demonyms.tsv").decode().splitlines())
    except (ValueError, TypeError) as error:
        raise GazetteerError(f"bundled gazetteer: damaged ({error}); {_REBUILD}") from error
    return Bundle(places, ids, units, index, lines, extents, {str(k): str(v) for k, v in demonyms.items()})
