"""The bundled files agree with their manifest, with the code that reads them, and with the curated tables."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from geomap.errors import GazetteerError
from geomap.model import sha256_hex
from geomap.places import bundled
from geomap.places.gazetteer import Gazetteer
from geomap.places.index import MIN_SKELETON, NameIndex
from geomap.places.kinds import kind_of
from geomap.text.keys import light_key, skeleton
from tests.shared import ROOT, need_shared

CURATED = ROOT / "gazetteer" / "curated"
DATA = ROOT / "geomap" / "data"


def build_module(name: str):
    folder = str(ROOT / "gazetteer" / "build")
    sys.path.insert(0, folder)
    try:
        spec = importlib.util.spec_from_file_location(name, Path(folder) / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(folder)


def test_files_are_those_of_the_manifest() -> None:
    manifest = json.loads((DATA / "manifest.json").read_bytes())
    for name, facts in manifest["files"].items():
        assert sha256_hex((DATA / name).read_bytes()) == facts["sha256"], f"{name}: rebuild with gazetteer/build/build.py"
    assert len(bundled.verify_bundle()) == len(bundled.FILES)


def test_keys_on_disk_are_those_the_code_makes() -> None:
    places = bundled.read_bundle().places
    index = NameIndex()
    for row, place in enumerate(places):
        index.add(row, (place.name, *place.other_names, *place.arabic))
    known = NameIndex.from_bytes(*((DATA / name).read_bytes() for name in ("light.tsv", "skeleton.tsv", "spellings.tsv")))
    for place in places:
        for name in (place.name, *place.other_names, *place.arabic):
            assert set(index.by_light(light_key(name))) == set(known.by_light(light_key(name))), name
            assert known.by_name(name) == known.by_light(light_key(name)), name
            if len(skeleton(name)) >= MIN_SKELETON:
                assert set(index.by_skeleton(skeleton(name))) == set(known.by_skeleton(skeleton(name))), name


def test_every_place_has_what_a_place_needs() -> None:
    seen = set()
    for place in Gazetteer.bundled().places:
        assert place.place_id not in seen
        seen.add(place.place_id)
        assert place.name.strip() == place.name != ""
        assert -180 <= place.longitude <= 180
        assert -90 <= place.latitude <= 90
        assert place.radius_km > 0
        assert kind_of(place.feature_code) != "feature", place
        assert place.source
        assert place.basis


def test_extents_and_lines_belong_to_places() -> None:
    gazetteer = Gazetteer.bundled()
    for place_id, codes in gazetteer.extents.items():
        assert gazetteer.place(place_id)
        assert all(gazetteer.admin.unit(code) for code in codes)
    for place_id, line in gazetteer.lines.items():
        assert gazetteer.place(place_id).feature_code
        assert len(line) >= 2


def test_damaged_files_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*bundled.FILES, "manifest.json"):
        (tmp_path / name).write_bytes((DATA / name).read_bytes())
    (tmp_path / "light.tsv").write_bytes(b"key without rows\n")
    monkeypatch.setattr(bundled, "data_folder", lambda: tmp_path)
    with pytest.raises(GazetteerError, match=r"light\.tsv differs"):
        bundled.verify_bundle()
    with pytest.raises(GazetteerError, match="damaged"):
        bundled.read_bundle()
    (tmp_path / "places.tsv").unlink()
    with pytest.raises(GazetteerError, match=r"places\.tsv cannot be read"):
        bundled.read_bundle()


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    check = build_module("check")
    (tmp_path / "admin.csv").write_bytes((CURATED / "admin.csv").read_bytes())
    head = "id,name,other_names,arabic,feature_code,longitude,latitude,radius_km,governorate,district,basis\n"
    rows = [
        "hom-one,One,,,PPL,36.72,34.73,2,Homs,Homs,looked-up:wof", "hom-one,Two,,,PPL,36.72,34.73,2,Homs,Homs,knowledge",
        "hom-far,Far,,,PPL,40.9,36.9,2,Homs,Homs,knowledge", "hom-bad,Bad,,,XYZ,36.72,x,2,Nowhere,Afrin,guess",
    ]  # fmt: skip
    (tmp_path / "homs.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    told = "\n".join(check.check(tmp_path, tmp_path / "none.csv"))
    for expected in ("used twice", "hom-far: ", "km outside Homs", "'XYZ'", "latitude 'x'", "governorate 'Nowhere'", "basis 'guess'"):
        assert expected in told


def test_names_of_conflict_data_are_where_they_are() -> None:
    benchmark = need_shared("reference", "ucdp_places_2016_2017.csv")
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import places as measured
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    names = measured.names_of(benchmark)
    gazetteer = Gazetteer.bundled()
    events = right = far = 0
    for (_, unit), (asked, points, weight) in names.items():
        found = measured.first_found(gazetteer, asked, unit)
        distance = min((measured.distance_km(*p, found.longitude, found.latitude) for p in points), default=None) if found else None
        events += weight
        right += weight * (distance is not None and distance <= 10)
        far += weight * (distance is not None and distance > 25)
    assert right / events >= 0.90
    assert far / events <= 0.025
