"""Columns of the data block: nothing is lost, nothing depends on the order of rows."""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.maps.columns import json_list
from geomap.maps.inline import _columns_out
from geomap.maps.outlines import outlines, pack_line
from geomap.maps.payload import PLACEMENTS, event_columns, placement
from geomap.maps.reportcolumns import read_reports, reports_of
from geomap.tables.actors import load_actors

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from sample_events import synthetic

ACTORS = load_actors()
TEXT = st.text(max_size=20)
ROW = st.fixed_dictionaries(
    {
        "event_type": TEXT, "status": TEXT, "place": st.none() | TEXT, "country": st.sampled_from(["SY", "IQ", None]),
        "precision": st.sampled_from(["exact", "near", "admin1", "country", None]), "admin1": st.none() | st.sampled_from(["Aleppo", "Homs"]),
        "longitude": st.none() | st.floats(30, 45), "latitude": st.none() | st.floats(30, 40), "side1": st.none() | st.sampled_from(["isis", "odd"]),
        "actor1": st.none() | st.sampled_from(["isis", "saa", "syaaf", "nobody-we-know"]), "actor1_name": st.none() | TEXT, "side2": st.none(),
        "actor2": st.none() | st.sampled_from(["sdf", "tiger"]), "date_start": st.none() | st.dates().map(str) | TEXT, "date_end": st.none() | st.dates().map(str),
        "deaths_min": st.none() | st.integers(0, 10**6) | st.just(float("inf")),
    }
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=8), st.randoms(use_true_random=False))
def test_every_event_arrives_once_whatever_its_fields_and_order(rows, rng):
    rows = [{**row, "id": f"e{k}"} for k, row in enumerate(rows)]
    columns = event_columns(pd.DataFrame(rows or {"id": []}), ACTORS)
    assert sorted(columns["id"]) == sorted(r["id"] for r in rows)
    n = len(rows)
    for name in ("place", "start", "end", "actor1", "actor2", "ongoing"):
        assert len(columns[name]) == n
    json.dumps(columns, allow_nan=False)
    shuffled = rows[:]
    rng.shuffle(shuffled)
    if rows:
        assert event_columns(pd.DataFrame(shuffled), ACTORS) == columns
    parents = columns["actors"]["parent"]
    assert all(parent < k for k, parent in enumerate(parents))
    for a, b in zip(columns["start"], columns["end"], strict=True):
        assert (a is None) == (b is None)
        assert a is None or a <= b


@given(st.none() | st.floats(35, 42), st.sampled_from(["exact", "admin1", "country", ""]), st.sampled_from(["", "Homs"]), st.sampled_from(["", "SY", "Syria", "IQ"]))
def test_only_syrian_places_are_drawn(longitude, precision, admin1, country):
    where = PLACEMENTS[placement(longitude, longitude, precision, admin1, country)]
    if country == "IQ":
        assert where == "outside"
    elif precision == "country":
        assert where == "country"
    elif precision == "admin1" and admin1:
        assert where == "governorate"
    else:
        assert where == ("none" if longitude is None else "point")


def test_units_stand_under_their_organisation_and_counts_decide_the_order():
    events = synthetic(200)
    table = event_columns(events, ACTORS)["actors"]
    place = {key: k for k, key in enumerate(table["key"])}
    assert table["parent"][place["government/saa"]] in (place["government"], place["government/syr-gov"])
    assert table["key"][table["parent"][place["government/syaaf"]]] == "government/saa"


def test_reports_may_come_beside_the_events():
    events = synthetic(3)
    told = {events["id"][0]: [{"quote": "A", "outlet": "O", "spans": [[0, 1]]}]}
    columns = event_columns(events, ACTORS, told)
    assert sum(columns["reports"]["n"]) == 1
    assert columns["reports"]["quotes"] == ["A"]
    assert columns["reports"]["words"][columns["reports"]["spans"][0]] == "0-1"


@given(st.lists(st.tuples(st.floats(30, 45), st.floats(30, 40)), min_size=1, max_size=20))
def test_packed_lines_come_back_within_half_a_step(points):
    packed = pack_line([list(p) for p in points])
    x = y = 0
    out = []
    for k in range(0, len(packed), 2):
        x, y = x + packed[k], y + packed[k + 1]
        out.append((x / 1000, y / 1000))
    assert abs(out[0][0] - points[0][0]) <= 0.00051
    assert abs(out[-1][0] - points[-1][0]) <= 0.00051
    assert abs(out[-1][1] - points[-1][1]) <= 0.00051


def test_background_has_every_governorate_with_a_point_inside_and_the_towns():
    base = outlines()
    assert len(base["governorates"]) == 14
    assert all(len(g["point"]) == 2 for g in base["governorates"])
    assert {"Aleppo", "Raqqa", "Damascus"} <= {t[0] for t in base["towns"]}


REPORT = st.fixed_dictionaries(
    {},
    optional={
        "id": TEXT | st.none() | st.integers(), "article": TEXT, "outlet": st.none() | TEXT, "quote": TEXT, "claimant": st.none() | st.sampled_from(["saa", "medics"]),
        "spans": st.none() | st.lists(st.lists(st.integers(0, 99), min_size=2, max_size=2), max_size=3), "status": st.sampled_from(["reported", "claimed"]), "odd": st.integers(),
    },
)  # fmt: skip
CELL = st.none() | st.just("") | st.just("null") | st.lists(REPORT | st.none(), max_size=3).map(json.dumps) | st.lists(REPORT, max_size=2).map(lambda r: json.dumps(r, indent=1))


@settings(max_examples=150, deadline=None)
@given(st.lists(CELL, max_size=6))
def test_reports_read_by_arrow_are_those_read_one_by_one(cells):
    ids = [f"e{k}" for k in range(len(cells))]
    fast, slow = read_reports(cells, ids), reports_of([json_list(cell, "reports_json", "e") for cell in cells])
    assert (fast.n, fast.id) == (slow.n, slow.id)
    assert fast.coded.keys() == slow.coded.keys()
    for name, (index, distinct) in fast.coded.items():
        assert (index.tolist(), distinct) == (slow.coded[name][0].tolist(), slow.coded[name][1])


def test_long_columns_of_whole_numbers_travel_as_bytes_and_come_back():
    columns = {"small": [k % 5 - 2 for k in range(6000)], "wide": [k * 70_000 for k in range(6000)], "gaps": [None, *range(6000)], "huge": [2**40] * 6000}
    outside: list[bytes] = []
    left = _columns_out({"a": columns}, outside)["a"]
    data = b"".join(outside)
    assert (left["gaps"], left["huge"]) == (columns["gaps"], columns["huge"])
    for name, kind in (("small", "<i1"), ("wide", "<i4")):
        assert np.frombuffer(data, kind, left[name]["n"], left[name]["at"]).tolist() == columns[name]
