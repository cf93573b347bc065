"""Events of other collections become articles and reports of ours."""

import pytest
from event_samples import FAR, article, day, killed, report

from geomap.errors import InputError
from geomap.events.merge import merge_reports
from geomap.io.acled import acled_rows
from geomap.io.foreign import write_exported
from geomap.io.frames import events_frame
from geomap.io.imports import read_foreign
from geomap.io.ucdp import ucdp_rows
from geomap.limits import Limits
from geomap.model import DatePrecision, LossSide, Precision, SubEventType


def exported(tmp_path, rows_of):
    told = [report("1", deaths=killed(5)), report("2", where=FAR, period=day("2018-05-06", "2018-05-07"), deaths=killed(4))]
    texts = {"a": article("a")}
    write_exported(tmp_path / "x.csv", rows_of(events_frame(merge_reports(told, texts), told, texts)))
    return read_foreign(tmp_path / "x.csv")


def test_our_acled_rows_come_back(tmp_path):
    back = exported(tmp_path, acled_rows)
    assert (back.kind, len(back.reports), back.rejected) == ("acled", 3, ())
    first = min(back.reports, key=lambda r: (r.period.date_start, r.id))
    assert (first.sub_event_type, first.actor1, first.actor2) == (SubEventType.AIR_STRIKE, "russia", "civilians")
    assert (first.where.longitude, first.where.latitude, first.where.precision) == (36.5, 35.5, Precision.EXACT)
    assert sum(x.min for r in back.reports for x in r.deaths) == 9


def test_our_ucdp_rows_come_back_with_their_sides(tmp_path):
    back = exported(tmp_path, ucdp_rows)
    assert (back.kind, len(back.reports)) == ("ucdp", 2)
    assert {x.side for r in back.reports for x in r.deaths} == {LossSide.CIVILIANS}
    assert {r.period.date_precision for r in back.reports} == {DatePrecision.DAY}


def test_imported_events_merge_with_ours(tmp_path):
    back = exported(tmp_path, acled_rows)
    ours = report("9", deaths=killed(5))
    events = merge_reports([ours, *back.reports], {a.id: a for a in back.articles} | {"a": article("a")})
    assert sorted(len(e.reports) for e in events) == [1, 1, 2]


def test_a_plain_table_needs_only_coordinates(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("Lon;Lat;Town;Killed;Date\n36.5;35.5;'-Tell;3;2018-05-03\n200;35;Nowhere;1;\n36,5;35;Comma;1;\n36.6;35.6;Other;-2;\n36.7;35.7;Third;;soon\n")
    back = read_foreign(path)
    assert (back.kind, len(back.reports)) == ("plain", 1)
    assert back.reports[0].where.place == "-Tell"
    assert [line for line, _ in back.rejected] == [3, 4, 5, 6]
    assert "are the two swapped" in back.rejected[0][1]


def test_ids_are_stable_and_doubles_are_named(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("id,longitude,latitude\n1,36,35\n1,36.5,35.5\n")
    back = read_foreign(path)
    assert back == read_foreign(path)
    assert back.rejected == ((3, "the id 'mine-1' stands twice"),)


@pytest.mark.parametrize(("content", "message"), [("a,b\n1,2\n", "no columns longitude and latitude"), ("", "no header")])
def test_other_tables_are_refused(tmp_path, content, message):
    path = tmp_path / "x.csv"
    path.write_text(content)
    with pytest.raises(InputError, match=message):
        read_foreign(path)


def test_bad_bytes_size_and_absence_are_named(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"longitude,latitude\n\xff,1\n")
    with pytest.raises(InputError, match="is no UTF-8"):
        read_foreign(path)
    with pytest.raises(InputError, match="table_bytes"):
        read_foreign(path, limits=Limits(table_bytes=2))
    with pytest.raises(InputError, match="check the path"):
        read_foreign(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Military Forces of Syria (2000-2024)", "saa"), ("Military Forces of Israel (2009-2021)", "israel"),
        ("Military Forces of Russia (2000-) Air Force", "russia"), ("HTS: Hayat Tahrir al Sham", "hts"), ("QSD: Syrian Democratic Forces", "sdf"),
        ("SNA: Syrian National Army", "sna"), ("Islamic State (Syria)", "isis"), ("Civilians (International)", "civilians"), ("Government of Syria", "syr-gov"),
        ("IS", "isis"), ("Government of Russia (Soviet Union)", "russia"), ("Hay'at Tahrir al-Sham", "hts"), ("A group of no table (Syria)", None), ("", None),
    ],
)  # fmt: skip
def test_names_as_other_collections_write_them_are_known(tmp_path, name, actor):
    path = tmp_path / "x.csv"
    path.write_text(f"longitude,latitude,date,actor1\n36.5,35.5,2018-05-03,{name}\n")
    (told,) = read_foreign(path).reports
    assert (told.actor1, told.actor1_name) == (actor, name or None)


ACLED = "event_id_cnty,event_date,time_precision,sub_event_type,actor1,actor2,admin1,admin2,location,latitude,longitude,geo_precision,notes,fatalities\n"
UCDP = "id,type_of_violence,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,date_prec,date_start,date_end,side_a,side_b,deaths_civilians\n"


def test_rows_of_three_collections_meet_ours_by_their_points(tmp_path):
    """Each spells governorates its own way, or not at all."""
    from geomap.pipeline.imported import located
    from geomap.places.gazetteer import Gazetteer

    (tmp_path / "acled.csv").write_text(
        ACLED + "SYR1,2018-05-03,1,Air/drone strike,Military Forces of Russia (2000-),Civilians (Syria),Ar Raqqa,Ar Raqqa,A village,35.95,39.01,1,,5\n"
        "SYR2,2018-05-03,1,Air/drone strike,Military Forces of Russia (2000-),Civilians (Syria),Ar Raqqa,,The province,35.95,39.01,3,,\n"
    )
    (tmp_path / "ucdp.csv").write_text(UCDP + "7,3,1,A village,Ar Raqqah governorate,,35.951,39.011,1,2018-05-03,2018-05-03,Government of Russia (Soviet Union),Civilians,5\n")
    (tmp_path / "mine.csv").write_text("lon,lat,day,type,actor1,actor2,killed\n39.012,35.949,2018-05-03,Air/drone strike,Russia,civilians,5\n2.3,48.8,2018-05-03,,,,\n")
    read = [located(read_foreign(tmp_path / f"{n}.csv"), Gazetteer.bundled()) for n in ("acled", "ucdp", "mine")]
    wheres = {r.where.place: r.where for i in read for r in i.reports}
    assert {(w.admin.admin1, w.admin.admin1_pcode) for w in wheres.values() if w.country} == {("Raqqa", "SY11")}
    assert wheres["A village"].admin.admin2_pcode == "SY1101"
    assert wheres["The province"].admin.admin2 is None
    assert wheres["48.8000, 2.3000"].country is None
    events = merge_reports([r for i in read for r in i.reports], {a.id: a for i in read for a in i.articles})
    assert sorted(len(e.reports) for e in events) == [1, 1, 3]
