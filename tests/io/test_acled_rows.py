"""ACLED's columns, value by value: days, parties, deaths, what is folded and what is told as not held."""

import json
from datetime import date

import pytest
from event_samples import FAR, TELL, article, day, killed, report

from geomap.events.merge import merge_reports
from geomap.io.acled import INTER_LABELS, acled_rows, fatalities
from geomap.io.foreign import Exported
from geomap.io.frames import events_frame
from geomap.model import ControlChange, ControlKind, DatePrecision, Loss, LossSide, Modality, Period, SubEventType

CLASH = {"sub_event_type": SubEventType.ARMED_CLASH, "actor1": "saa", "actor2": "hts", "actor1_name": "army", "actor2_name": "HTS"}
SHELLING = {"sub_event_type": SubEventType.SHELLING, "actor1": "hts", "actor2": "saa", "actor1_name": "HTS", "actor2_name": "army"}


def rows_of(*told, **options) -> Exported:
    texts = {"a": article("a")}
    return acled_rows(events_frame(merge_reports(told, texts), told, texts), **options)


def row_of(**changes):
    (row,) = rows_of(report("1", **changes)).rows
    return row


def not_held(exported: Exported) -> dict[str, tuple[str, str]]:
    return {n.what: (n.value, n.why) for n in exported.not_held}


def test_one_row_whole() -> None:
    row = dict(row_of(deaths=killed(5), actor1_associates=("hts",), actor2_associates=("sdf", "nobody-known")))
    event = row.pop("event_id_cnty")
    assert event
    assert "-" not in event.removeprefix("e-")
    assert row == {
        "event_date": "2018-05-03", "year": 2018, "time_precision": 1, "disorder_type": "Political violence", "event_type": "Explosions/Remote violence",
        "sub_event_type": "Air/drone strike", "actor1": row["actor1"], "assoc_actor_1": row["assoc_actor_1"], "inter1": "External/Other forces", "actor2": "Civilians",
        "assoc_actor_2": row["assoc_actor_2"], "inter2": "Civilians", "interaction": "Civilians-External/Other forces", "civilian_targeting": "Civilian targeting", "iso": 760,
        "region": "Middle East", "country": "Syria", "admin1": "Idlib", "admin2": "Idlib", "admin3": "Saraqab", "location": "Tell Example", "latitude": 35.5, "longitude": 36.5,
        "geo_precision": 1, "source": "Example Times", "source_scale": "", "fatalities": 5, "timestamp": "", "notes": row["notes"], "tags": row["tags"],
    }  # fmt: skip
    assert "Russia" in row["actor1"]
    assert "Tahrir" in row["assoc_actor_1"]
    assert sorted(row["assoc_actor_2"].split("; ")) == ["Syrian Democratic Forces", "nobody-known"]
    assert row["notes"] == f"Air/drone strike: {row['actor1']} against Civilians, at Tell Example. 1 report(s), reported."
    assert row["tags"].startswith("status=reported; basis=")
    assert row["tags"].endswith("; coded by machine; review=unreviewed")


@pytest.mark.parametrize(
    ("sub", "disorder"),
    [
        (SubEventType.EXCESSIVE_FORCE, "Political violence; Demonstrations"), (SubEventType.PEACEFUL_PROTEST, "Demonstrations"), (SubEventType.VIOLENT_DEMONSTRATION, "Demonstrations"),
        (SubEventType.MOB_VIOLENCE, "Political violence"), (SubEventType.AGREEMENT, "Strategic developments"), (SubEventType.ARMED_CLASH, "Political violence"),
        (SubEventType.ATTACK, "Political violence"),
    ],
)  # fmt: skip
def test_kinds_of_disorder(sub: SubEventType, disorder: str) -> None:
    assert row_of(sub_event_type=sub)["disorder_type"] == disorder


@pytest.mark.parametrize(
    ("sub", "targeted"),
    [
        (SubEventType.ATTACK, True), (SubEventType.SHELLING, True), (SubEventType.EXCESSIVE_FORCE, True), (SubEventType.PEACEFUL_PROTEST, False),
        (SubEventType.PROTEST_INTERVENTION, False), (SubEventType.VIOLENT_DEMONSTRATION, False), (SubEventType.ARMED_CLASH, False),
    ],
)  # fmt: skip
def test_civilians_are_the_target_of_acts_that_are_no_battle_and_no_protest(sub: SubEventType, targeted: bool) -> None:
    assert bool(row_of(sub_event_type=sub)["civilian_targeting"]) is targeted
    assert row_of(sub_event_type=sub, actor2="hts", actor2_name="HTS")["civilian_targeting"] == ""


@pytest.mark.parametrize(
    ("start", "end", "precision", "days", "time_precision"),
    [
        ("2018-05-03", "2018-05-03", DatePrecision.DAY, ["2018-05-03"], 1), ("2018-05-03", "2018-05-04", DatePrecision.DAY, ["2018-05-03", "2018-05-04"], 1),
        ("2018-05-03", "2018-05-02", DatePrecision.DAY, ["2018-05-03"], 1), ("2018-05-01", "2018-06-01", DatePrecision.DAY, ["2018-05-17"], 3),
        ("2018-05-07", "2018-05-13", DatePrecision.WEEK, ["2018-05-10"], 2), ("2018-05-07", "2018-05-07", DatePrecision.WEEK, ["2018-05-10"], 2),
        ("2018-05-07", "2018-05-08", DatePrecision.WEEK, ["2018-05-08"], 2), ("2018-02-01", "2018-02-28", DatePrecision.MONTH, ["2018-02-16"], 3),
        ("2018-05-01", "2018-05-31", DatePrecision.MONTH, ["2018-05-16"], 3), ("2018-05-05", "2018-05-05", DatePrecision.MONTH, ["2018-05-16"], 3),
        ("2018-05-01", "2018-05-10", DatePrecision.MONTH, ["2018-05-06"], 3), ("2018-05-01", "2018-06-30", DatePrecision.MONTH, ["2018-05-31"], 3),
        ("2018-05-01", "2018-06-01", DatePrecision.MONTH, ["2018-05-17"], 3),
    ],
)  # fmt: skip
def test_days_of_rows(start: str, end: str, precision: DatePrecision, days: list[str], time_precision: int) -> None:
    rows = rows_of(report("1", period=Period(start, end, precision))).rows
    assert [(r["event_date"], r["time_precision"]) for r in rows] == [(d, time_precision) for d in days]
    assert {r["year"] for r in rows} == {2018}


def test_a_month_of_days_is_that_many_rows_with_ids_of_their_own() -> None:
    rows = rows_of(report("1", period=day("2018-05-01", "2018-05-31"), deaths=killed(32))).rows
    assert [r["event_date"] for r in rows] == [date(2018, 5, n).isoformat() for n in range(1, 32)]
    ids = {r["event_id_cnty"]: r["event_date"] for r in rows}
    assert len(ids) == 31
    assert {int(i.rpartition("-")[2]): d for i, d in ids.items()} == {n: f"2018-05-{n:02}" for n in range(1, 32)}
    assert sorted((r["event_date"], r["fatalities"]) for r in rows)[:2] == [("2018-05-01", 2), ("2018-05-02", 1)]


@pytest.mark.parametrize("period", [Period(None, None, DatePrecision.UNKNOWN), Period("2016-01-01", "2016-12-31", DatePrecision.YEAR)])
def test_what_is_known_to_no_month_is_told(period: Period) -> None:
    exported = rows_of(report("1", period=period))
    assert exported.rows == ()
    assert not_held(exported)["event"] == (period.date_start or "", "no date within a month is known")


@pytest.mark.parametrize(
    ("low", "claims", "number"),
    [
        (7, [{"words": "dozens"}], 7), (0, [{"words": "many"}], 0), (None, [{"words": "Dozens of"}], 12), (None, [{"words": "a number"}], 0), (None, [{"words": "a number of"}], 3),
        (None, [{"words": "scores"}], 10), (None, [{"words": "tens"}], 10), (None, [{"words": "many"}], 10), (None, [{"words": "some"}], 3), (None, [{"words": "few"}], 3),
        (None, [{"words": "several"}, {"words": "hundreds"}], 100), (None, [], 0),
    ],
)  # fmt: skip
def test_deaths_as_one_number(low: int | None, claims: list[dict[str, str]], number: int) -> None:
    assert fatalities({"deaths_min": low, "deaths_json": json.dumps(claims)}) == number
    assert fatalities({"deaths_min": None, "deaths_json": None}) == 0


@pytest.mark.parametrize(
    ("actor1", "name1", "actor2", "name2", "shown", "inter", "interaction"),
    [
        (None, None, "civilians", "Civilians", "Unidentified Armed Group (Syria)", (3, 7), 37), (None, "gunmen", None, None, "gunmen", (3, 0), 30),
        (None, None, None, None, "Unidentified Armed Group (Syria)", (3, 0), 30), ("saa", "army", "hts", "HTS", None, (1, 2), 12), ("hts", "HTS", "saa", "army", None, (2, 1), 12),
        ("saa", "army", None, "a band", None, (1, 3), 13),
    ],
)  # fmt: skip
def test_who_met_whom(actor1, name1, actor2, name2, shown, inter, interaction) -> None:
    told = report("1", sub_event_type=SubEventType.ARMED_CLASH, actor1=actor1, actor1_name=name1, actor2=actor2, actor2_name=name2)
    (row,) = rows_of(told, labels=False).rows
    assert (row["inter1"], row["inter2"], row["interaction"]) == (*inter, interaction)
    (named,) = rows_of(told).rows
    assert (named["inter1"], named["inter2"]) == (INTER_LABELS[inter[0]], INTER_LABELS[inter[1]])
    assert named["interaction"] == (f"{INTER_LABELS[min(inter)]}-{INTER_LABELS[max(inter)]}" if inter[1] else f"{INTER_LABELS[inter[0]]} only")
    if shown:
        assert row["actor1"] == shown
    assert row["actor2"] == "" if not actor2 and not name2 else row["actor2"]
    assert (" against " in row["notes"]) is bool(actor2 or name2)


def test_kinds_of_actors_are_numbered_as_acled_does() -> None:
    assert list(INTER_LABELS) == list(range(9))


def test_what_acled_cannot_hold_is_told_column_by_column() -> None:
    change = ControlChange("x1", "Tell Example", "government", "hts", ControlKind.CHANGE)
    told = report("1", deaths=(Loss(LossSide.CIVILIANS, 3, 5, "3 to 5"),), wounded=killed(9), captured=killed(2), weapon="barrel bomb", object="bakery", control_change=change)
    found = not_held(rows_of(told))
    assert {what: why for what, (_, why) in found.items()} == {
        "wounded_min": "ACLED counts no wounded", "captured_min": "ACLED counts no captured", "weapon": "ACLED has the sub-type only", "object": "ACLED has no column for what was hit",
        "control_change_json": "ACLED has no column for who holds a place afterwards", "deaths_max": "ACLED holds the lowest figure only",
        "deaths_json": "ACLED's deaths have neither side nor claimant",
    }  # fmt: skip
    assert (found["wounded_min"][0], found["captured_min"][0], found["deaths_max"][0], found["weapon"][0]) == ("9", "2", "5", "barrel bomb")


def test_nothing_is_told_of_an_event_that_is_held_whole() -> None:
    assert rows_of(report("1")).not_held == ()
    assert set(not_held(rows_of(report("1", deaths=killed(3))))) == {"deaths_json"}


def test_shelling_of_the_same_parties_on_the_day_and_place_of_a_battle_is_part_of_it() -> None:
    exported = rows_of(report("1", **CLASH, deaths=killed(4, LossSide.ACTOR2)), report("2", **SHELLING, deaths=killed(2, LossSide.ACTOR2)))
    (row,) = exported.rows
    assert (row["event_type"], row["fatalities"]) == ("Battles", 6)
    assert row["notes"].endswith(" With Shelling/artillery/missile attack.")
    (folded,) = [n for n in exported.not_held if n.what == "event"]
    assert (folded.value, folded.why) == ("Shelling/artillery/missile attack", f"part of the battle {row['event_id_cnty']}")
    assert folded.event != row["event_id_cnty"]


@pytest.mark.parametrize("change", [{"where": FAR}, {"period": day("2018-05-04")}, {"actor1": "sdf", "actor1_name": "SDF"}, {"sub_event_type": SubEventType.ATTACK}])
def test_what_is_apart_from_the_battle_stays_a_row(change: dict[str, object]) -> None:
    assert len(rows_of(report("1", **CLASH), report("2", **{**SHELLING, **change})).rows) == 2


def test_two_battles_and_shelling_without_a_battle_stay() -> None:
    both = rows_of(report("1", **CLASH), report("2", **CLASH, where=FAR), report("3", **{**SHELLING, "period": day("2018-06-01")}))
    assert [r["event_type"] for r in both.rows] == ["Battles", "Battles", "Explosions/Remote violence"]


def test_rows_stand_by_day_and_what_is_not_held_by_event() -> None:
    told = [report(str(n), where=FAR if n % 2 else TELL, period=day(f"2018-05-{9 - n:02}"), deaths=killed(n)) for n in range(1, 6)]
    exported = rows_of(*told, report("9", modality=Modality.PLANNED))
    assert [r["event_date"] for r in exported.rows] == sorted(r["event_date"] for r in exported.rows)
    assert len(exported.rows) == 5
    assert [n.event for n in exported.not_held] == sorted(n.event for n in exported.not_held)


def test_coordinates_have_four_decimals() -> None:
    from dataclasses import replace

    row = row_of(where=replace(TELL, longitude=36.123456, latitude=35.987654))
    assert (row["longitude"], row["latitude"]) == (36.1235, 35.9877)
