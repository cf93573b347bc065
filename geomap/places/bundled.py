"""The bundled gazetteer on disk: rows, ready keys, lines, demonyms and the manifest.

``places.csv`` holds the rows as a person reads them; ``index.json`` the keys of their names, made by `geomap.text.keys`, so that
loading computes none. Both are written by ``gazetteer/build/build.py`` and never by hand.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from geomap.errors import GazetteerError
from geomap.model import Admin, Place
from geomap.places.admin import Polygons
from geomap.places.index import NameIndex
from geomap.places.merge import Entry

__all__ = ["FILES", "Bundle", "data_folder", "governorate_polygons", "read_bundle", "read_manifest", "write_places"]

FILES = ("places.csv", "index.json", "lines.json", "demonyms.csv")
"""Files that the manifest lists with their hashes."""

_COLUMNS = (
    "id", "name", "other_names", "arabic", "feature_code", "longitude", "latitude", "radius_km", "country", "admin1", "admin2", "admin3",
    "admin1_pcode", "admin2_pcode", "admin3_pcode", "importance", "source", "basis", "also",
)  # fmt: skip
_REBUILD = "run python gazetteer/build/build.py, or reinstall geomap"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What the files hold."""

    entries: tuple[Entry, ...]
    index: NameIndex
    lines: dict[str, tuple[tuple[float, float], ...]]
    demonyms: dict[str, str]
    polygons: Polygons


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


def _entry(row: list[str]) -> Entry:
    (
        place_id, name, others, arabic, code, longitude, latitude, radius, country, admin1, admin2, admin3, pcode1, pcode2, pcode3, importance,
        source, basis, also,
    ) = row  # fmt: skip
    admin = Admin(admin1 or None, admin2 or None, admin3 or None, pcode1 or None, pcode2 or None, pcode3 or None)
    place = Place(
        place_id, name, float(longitude), float(latitude), float(radius), code, country, admin, _listed(others), _listed(arabic),
        float(importance), source, basis,
    )  # fmt: skip
    return Entry(place, _listed(also))


def write_places(entries: Sequence[Entry]) -> bytes:
    """Rows as the bytes of ``places.csv``."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for entry in entries:
        p, a = entry.place, entry.place.admin
        writer.writerow((
            p.place_id, p.name, "|".join(p.other_names), "|".join(p.arabic), p.feature_code, _number(p.longitude),
            _number(p.latitude), _number(p.radius_km), p.country, a.admin1 or "", a.admin2 or "", a.admin3 or "", a.admin1_pcode or "",
            a.admin2_pcode or "", a.admin3_pcode or "", _number(p.importance), p.source, p.basis, "|".join(entry.also),
        ))  # fmt: skip
    return out.getvalue().encode()


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
        reader = csv.reader(io.StringIO(_bytes("places.csv").decode(), newline=""))
        next(reader)
        entries = tuple(_entry(row) for row in reader)
        keys = json.loads(_bytes("index.json"))
        lines = {k: tuple((float(x), float(y)) for x, y in v) for k, v in json.loads(_bytes("lines.json")).items()}
        demonyms = dict(csv.reader(io.StringIO(_bytes("demonyms.csv").decode(), newline="")))
        index = NameIndex(keys["light"], keys["skeleton"])
    except (ValueError, KeyError, StopIteration) as error:
        raise GazetteerError(f"bundled gazetteer: damaged ({error}); {_REBUILD}") from error
    return Bundle(entries, index, lines, demonyms, governorate_polygons())
