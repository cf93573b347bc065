"""Borders follow the stated worldview; governorates are where their towns are."""

import hashlib
import json
from importlib import resources

import geopandas as gpd
import pytest
from shapely import Point

from geomap.errors import InputError
from geomap.maps import basemap

MAJDAL_SHAMS, KATZRIN, SHEBAA_FARMS = (35.77, 33.265), (35.69, 32.99), (35.69, 33.30)
ANTAKYA, TIBERIAS, SHEBAA_VILLAGE, NEW_QUNEITRA = (36.16, 36.2), (35.51, 32.79), (35.75, 33.35), (35.88, 33.10)


NEAR_BORDER_DEGREES = 0.08  # about 8 km: of 272 sub-district seats the coarse outline leaves one outside, an island 3.7 km off


def country_at(point, worldview="un"):
    return next((f.name for f in basemap.load_basemap(worldview).countries if f.geometry.contains(Point(point))), None)


def governorate_at(point, worldview="un"):
    distance, name = min((f.geometry.distance(Point(point)), f.name) for f in basemap.load_basemap(worldview).governorates)
    return name if distance <= NEAR_BORDER_DEGREES else None


@pytest.mark.parametrize(
    ("worldview", "golan", "farms"),
    [("un", "Syria", "Syria"), ("de_facto", "Israel", "Israel"), ("lebanon", "Syria", "Lebanon")],
)
def test_disputed_areas_follow_the_worldview(worldview, golan, farms):
    assert country_at(MAJDAL_SHAMS, worldview) == golan
    assert country_at(KATZRIN, worldview) == golan
    assert country_at(SHEBAA_FARMS, worldview) == farms
    assert country_at(ANTAKYA, worldview) == "Turkey"
    assert country_at(NEW_QUNEITRA, worldview) == "Syria"
    assert country_at((35.3, 32.75), worldview) == "Israel"


def test_the_golan_is_quneitras_and_marked_as_occupied():
    assert governorate_at(KATZRIN) == "Quneitra"
    assert governorate_at(KATZRIN, "de_facto") is None
    base = basemap.load_basemap()
    golan = next(f for f in base.disputed_areas if f.name == "Golan Heights")
    assert "occupied" in golan.properties["note"]
    assert 1000 < km2(golan.geometry) < 1400
    assert "Ceasefire line of 1974" in {f.name for f in base.disputed_lines}


def km2(geometry):
    return float(gpd.GeoSeries([geometry], crs=4326).to_crs(6933).area.iloc[0]) / 1e6


def test_an_unknown_worldview_is_refused():
    with pytest.raises(InputError, match="de_facto"):
        basemap.load_basemap("mars")


def test_fourteen_governorates_with_p_codes():
    found = basemap.load_basemap().governorates
    assert [f.properties["pcode"] for f in found] == [f"SY{n:02}" for n in range(1, 15)]
    assert all(f.geometry.is_valid for f in found)
    whole = sum(km2(f.geometry) for f in found)
    assert 180_000 < whole < 193_000  # Syria has 185,180 km2


@pytest.mark.parametrize(
    ("longitude", "latitude", "governorate"),
    [
        (36.29, 33.51, "Damascus"), (36.20, 33.57, "Rif Dimashq"), (36.57, 34.0, "Rif Dimashq"), (38.27, 34.56, "Homs"),
        (40.92, 34.45, "Deir ez-Zor"), (37.955, 36.53, "Aleppo"), (38.35, 36.89, "Aleppo"), (41.23, 37.05, "Hasakah"),
        (38.55, 35.84, "Raqqa"), (36.32, 35.81, "Idlib"), (35.93, 35.19, "Tartus"), (36.10, 32.62, "Daraa"), (36.57, 32.71, "Suwayda"),
    ],
)  # fmt: skip
def test_towns_lie_in_their_governorate(longitude, latitude, governorate):
    """Kobani and others lie on the border: the coarse outline leaves them a few kilometres outside."""
    assert governorate_at((longitude, latitude)) == governorate


def test_far_points_have_no_governorate():
    assert governorate_at((33.36, 35.17)) is None
    assert country_at((34.2, 36.0)) is None


def test_extent_of_a_governorate():
    west, south, east, north = basemap.governorate_extent("idlib")
    assert west < 36.63 < east
    assert south < 35.93 < north
    assert basemap.governorate_extent("SY07") == (west, south, east, north)
    with pytest.raises(InputError, match="Atlantis"):
        basemap.governorate_extent("Atlantis")


def test_the_bundle_is_what_the_manifest_says():
    folder = resources.files("geomap.data").joinpath("basemap")
    manifest = json.loads(folder.joinpath("manifest.json").read_text("utf-8"))
    total = 0
    for name, about in manifest["layers"].items():
        data = folder.joinpath(name).read_bytes()
        total += len(data)
        assert hashlib.sha256(data).hexdigest() == about["sha256"]
    assert total <= 300_000
    assert all(s["licence"] and s["sha256"] and s["version"] for s in manifest["sources"])
