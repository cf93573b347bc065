"""Gazetteer files of each format are read; what is bad is refused by file and line."""

import gzip
import zipfile
from pathlib import Path

import pytest

from geomap.errors import GazetteerError
from geomap.limits import Limits
from geomap.places.gazetteer import Gazetteer
from geomap.places.loaders import read_gazetteer

BASE = Gazetteer.bundled()
GEONAMES = "999001\tQaşr Jadīd\tQasr Jadid\tQasr Jadeed,قصر جديد,qsr jdyd\t35.5\t38.5\tP\tPPL\tSY\t\t04\t\t\t\t12000\t\t300\tAsia/Damascus\t2020-01-01\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_geonames_country_file(tmp_path: Path) -> None:
    loaded = Gazetteer.load([written(tmp_path, "SY.txt", GEONAMES)])
    found = loaded.resolve("Qasr Jadeed")
    assert (found.place, found.longitude, found.latitude) == ("Qaşr Jadīd", 38.5, 35.5)
    assert loaded.place("gn:999001").admin.admin1 == "Raqqa"
    assert loaded.resolve("قصر جديد").place == "Qaşr Jadīd"
    assert not BASE.resolve("Qasr Jadeed").resolved


def test_geonames_zip_with_readme_and_alternate_names(tmp_path: Path) -> None:
    packed = tmp_path / "SY.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("SY.txt", GEONAMES)
    names = written(tmp_path, "alternateNamesV2.txt", "1\t999001\ten\tNewcastle on Euphrates\t\t\t\t\t\t\n2\t999001\tlink\thttps://x.test\t\t\t\t\t\t\n3\t5\ten\tElsewhere\t\t\t\t\t\t\n")
    loaded = Gazetteer.load([names, packed])
    assert loaded.resolve("Newcastle on Euphrates").place == "Qaşr Jadīd"
    assert not loaded.resolve("https://x.test").resolved


def test_whos_on_first_table_packed(tmp_path: Path) -> None:
    path = tmp_path / "wof.tsv.gz"
    header = "wof_id\tgeonames_id\twikidata\tplacetype\tname\tnames_ar\tnames_latin\tlat\tlon\tpopulation\tadm1\tadm2\tadm3\n"
    row = "7001\t\tQ1\tlocality\tVoronezhiyah\tفورونج\tWoronejiyeh\t35.1\t36.9\t10\tSY05\tSY0501\tSY050100\n"
    path.write_bytes(gzip.compress((header + row).encode()))
    place = Gazetteer.load([path]).place("wof:7001")
    assert (place.admin.admin2, place.admin.admin3_pcode) == ("Hama", "SY050100")


def test_ocha_tables_in_both_forms(tmp_path: Path) -> None:
    one = written(tmp_path, "adm3.csv", "pcode,name_en,name_ar,ref_name,parent_pcode,lat,lon,area_sqkm\nSY050199,Testnahiya,تست,,SY0501,35.2,36.8,10\n")
    two = written(tmp_path, "cod.csv", "ADM1_EN,ADM1_AR,ADM1_PCODE,ADM2_EN,ADM2_AR,ADM2_PCODE,latitude,longitude\nHama,حماة,SY05,Testdistrict,,SY0599,35.2,36.8\n")
    loaded = Gazetteer.load([one, two])
    assert loaded.place("SY050199").feature_code == "ADM3"
    assert loaded.place("SY0599").feature_code == "ADM2"


def test_ourairports(tmp_path: Path) -> None:
    text = '"id","ident","type","name","latitude_deg","longitude_deg","iso_country","keywords"\n1,"OS99","small_airport","Wasteland Air Base",34.1,38.9,"SY","Barren"\n'
    found = Gazetteer.load([written(tmp_path, "airports.csv", text)]).resolve("Wasteland", kind_word="airbase")
    assert not found.resolved or found.feature_code == "AIRB"
    assert Gazetteer.load([tmp_path / "airports.csv"]).resolve("Wasteland Air Base").feature_code == "AIRB"


def test_a_users_table_wins_and_keeps_the_known_spellings(tmp_path: Path) -> None:
    known = BASE.resolve("Kinsabba")
    text = f"name,longitude,latitude,radius_km,other_names\nKinsabba,{known.longitude + 0.005},{known.latitude},0.5,Our Hill Town\n"
    loaded = Gazetteer.load([written(tmp_path, "mine.csv", text)])
    found = loaded.resolve("Kansabba")
    assert found.radius_km == 0.5
    assert found.longitude == pytest.approx(known.longitude + 0.005)
    assert found.admin.admin1 == "Latakia"
    assert loaded.resolve("Our Hill Town").place_id == found.place_id
    assert loaded.place(known.place_id).radius_km == 0.5


def test_loading_leaves_the_bundled_gazetteer_as_it_was(tmp_path: Path) -> None:
    before = len(BASE), BASE.resolve("Homs")
    Gazetteer.load([written(tmp_path, "mine.csv", "name,lon,lat\nQuiteNew,38,35\n")])
    assert (len(BASE), BASE.resolve("Homs")) == before
    assert not BASE.resolve("QuiteNew").resolved


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "name,longitude,latitude\nX place,999,35\n", "line 2: longitude '999' is not within"),
        ("a.csv", "name,longitude,latitude\nX place,38,north\n", "line 2: latitude 'north' is no number"),
        ("a.csv", "name,longitude,latitude\nX place,nan,35\n", "line 2"),
        ("a.csv", "name,longitude,latitude\nX, Y,38,35\n", "line 2: 4 fields"),
        ("a.csv", "name,longitude,latitude,radius_km\nX place,38,35,-1\n", "radius_km"),
        ("a.csv", "what,ever\n1,2\n", "no known format; its columns are what, ever"),
        ("a.csv", "", "empty"),
        ("SY.txt", GEONAMES + "1\t2\n", "line 2: 2 columns"),
    ],
)  # fmt: skip
def test_bad_rows_are_refused_by_file_and_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(GazetteerError, match=message) as error:
        read_gazetteer(written(tmp_path, name, text), BASE.admin)
    assert name in str(error.value)


def test_packed_bombs_are_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(b"name,longitude,latitude\n" + b"a,1,1\n" * 6_000_000))
    with pytest.raises(GazetteerError, match=r"times its size|bytes"):
        read_gazetteer(bomb, BASE.admin, Limits(archive_bytes=50_000_000))
    with pytest.raises(GazetteerError, match="rows"):
        read_gazetteer(written(tmp_path, "many.csv", "name,lon,lat\n" + "abc,38,35\n" * 20), BASE.admin, Limits(gazetteer_rows=10))


def test_files_that_are_no_tables_are_refused(tmp_path: Path) -> None:
    binary = tmp_path / "x.csv"
    binary.write_bytes(b"\xff\xfe\x00name\n")
    with pytest.raises(GazetteerError, match="UTF-8"):
        read_gazetteer(binary, BASE.admin)
    broken = tmp_path / "x.zip"
    broken.write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(GazetteerError, match="cannot be read"):
        read_gazetteer(broken, BASE.admin)
    with pytest.raises(GazetteerError, match="cannot be read"):
        read_gazetteer(tmp_path / "absent.csv", BASE.admin)


def test_house_style_names(tmp_path: Path) -> None:
    table = written(tmp_path, "names.csv", "name,show\nKobani,Ayn al-Arab\n")
    loaded = Gazetteer.load(names_table=table)
    assert loaded.resolve("Kobane").place == "Ayn al-Arab"
    with pytest.raises(GazetteerError, match="line 2: no place 'Zzyzzyx'"):
        Gazetteer.load(names_table=written(tmp_path, "bad.csv", "name,show\nZzyzzyx,X\n"))


def test_the_same_place_of_two_sources_is_one_row(tmp_path: Path) -> None:
    damascus = BASE.place("gn:170654")
    row = f"170654\tDamascus\tDamascus\tDamasque\t{damascus.latitude}\t{damascus.longitude}\tP\tPPLC\tSY\t\t13\t\t\t\t1\t\t1\tAsia/Damascus\t2020-01-01\n"
    loaded = Gazetteer.load([written(tmp_path, "SY.txt", row)])
    assert len(loaded) == len(BASE)
    assert loaded.resolve("Damasque").place_id == damascus.place_id


def test_a_town_is_not_listed_under_its_neighbour_by_an_added_source(tmp_path: Path) -> None:
    header = "wof_id\tgeonames_id\twikidata\tplacetype\tname\tnames_ar\tnames_latin\tlat\tlon\tpopulation\tadm1\tadm2\tadm3\n"
    row = "7002\t\tQ2\tlocality\tTestabadiyah\tتست\tTestabad|Saraqib\t36.5\t36.9\t10\tSY02\tSY0203\tSY020300\n"
    loaded = Gazetteer.load([written(tmp_path, "wof.tsv", header + row)])
    assert loaded.resolve("Testabad").place == "Testabadiyah"
    assert [c.place.place_id for c in loaded.candidates("Saraqib")] == [c.place.place_id for c in BASE.candidates("Saraqib")]


def test_a_users_table_may_give_a_town_s_name_to_another_place(tmp_path: Path) -> None:
    mine = written(tmp_path, "mine.csv", "name,longitude,latitude,other_names\nTestabadiyah,36.9,36.5,Saraqib\n")
    assert "Testabadiyah" in {c.place.name for c in Gazetteer.load([mine]).candidates("Saraqib")}


def test_a_names_table_may_stand_among_the_gazetteers_of_a_run(tmp_path: Path) -> None:
    table = written(tmp_path, "house.csv", "name,show\nKobani,Ayn al-Arab\nQasr Jadeed,New Castle\n")
    loaded = Gazetteer.load([table, written(tmp_path, "SY.txt", GEONAMES)])
    assert loaded.resolve("Kobani").place == "Ayn al-Arab"
    assert loaded.resolve("Qaşr Jadīd").place == "New Castle"
    assert len(loaded) == len(BASE) + 1


def test_added_rows_without_units_get_those_of_where_they_lie(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("name,longitude,latitude,governorate,kind\nFarzad New,36.63,35.9,,\nFarzad Old,36.63,35.9,Idlib,\nFarzad Land,36.63,35.9,,region\n", encoding="utf-8")
    gazetteer = Gazetteer.load([table])
    units = [gazetteer.resolve(name).admin for name in ("Farzad New", "Farzad Old", "Farzad Land")]
    assert [(u.admin1_pcode, u.admin2_pcode) for u in units] == [("SY07", "SY0700"), ("SY07", "SY0700"), (None, None)]
