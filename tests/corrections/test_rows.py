"""corrections.csv: what is written is read back, safe for spreadsheets, and what cannot be used is named."""

import csv
import io
import json
from datetime import date, timedelta
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from geomap.errors import StoreError
from geomap.io.corrections import correction_record, corrections_bytes, read_corrections, write_corrections
from geomap.limits import Limits
from geomap.model import Correction, Scope, correction_id, problem_of
from geomap.model.correction import FIELDS, value_of
from geomap.model.correction_values import date_value, losses_text, losses_value, period_text

HASH = "0123456789abcdef" * 4
cell = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20).map(str.strip)
rows = st.builds(
    Correction, st.sampled_from(Scope), cell, cell, cell, st.sampled_from(["", HASH]), st.none() | st.integers(0, 10**6), st.none() | st.integers(0, 10**6),
    cell, cell, cell, st.sampled_from(["", "2020-01-31"]),
)  # fmt: skip


@settings(deadline=None)  # the disk, not the code, takes its time
@given(st.lists(rows, max_size=6))
def test_rows_come_back_whatever_their_text_and_fit_the_schema(tmp_path_factory, given_rows):
    path = tmp_path_factory.getbasetemp() / "corrections.csv"
    write_corrections(path, given_rows)
    assert set(read_corrections(path)) == set(given_rows)
    schema = Draft202012Validator(json.loads(resources.files("geomap.schemas").joinpath("corrections.schema.json").read_text()))
    for record in map(correction_record, given_rows):
        schema.validate(record)


@given(st.lists(rows, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(given_rows, random):
    shuffled = list(given_rows)
    random.shuffle(shuffled)
    assert corrections_bytes(shuffled) == corrections_bytes(given_rows)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", " =1"])
def test_no_cell_runs_in_a_spreadsheet(text):
    data = corrections_bytes([Correction(Scope.NAME, "place", "none", old=text, why=text, by=text)]).decode()
    for value in next(iter(list(csv.reader(io.StringIO(data)))[1:])):
        assert not value.lstrip().startswith(("=", "+", "@", "-"))


def test_two_people_who_decide_the_same_get_the_same_id():
    one = Correction(Scope.REPORT, "review", "accepted", article_sha256=HASH, start=3, end=9, report_id="r1", by="A", made_on="2020-01-01", why="read it")
    other = Correction(Scope.REPORT, "review", "accepted", "unreviewed", HASH, 3, 9, "r1", by="B", made_on="2021-01-01")
    assert one.id == other.id == correction_id(one)
    assert one.id != Correction(Scope.REPORT, "review", "rejected", article_sha256=HASH, start=3, end=9, report_id="r1").id


def test_a_hand_made_file_needs_few_columns(tmp_path):
    path = tmp_path / "corrections.csv"
    path.write_bytes("\ufeffnew,old,scope,field\r\n\"38.5,36.1\",Tell Example,name,place\r\n,,,\r\n".encode())
    assert read_corrections(path) == (Correction(Scope.NAME, "place", "38.5,36.1", old="Tell Example"),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"scope,field\nname,place\n", "no column new"),
        (b"scope,field,new\nplanet,place,x\n", "line 2: scope 'planet'"),
        (b"scope,field,new,start\nreport,review,accepted,-1\n", "line 2: start '-1'"),
        (b"scope,field,new,start\nreport,review,accepted,99999999999999999999\n", "no whole number"),
        (b"scope,field,new\nname,place,x,y\n", "more fields than columns"),
        (b'scope,field,new\nname,place,"x\n', "check the quotes"),
        (b"scope,field,new\nname,place,\xff\n", "no UTF-8"),
        (b"scope,field,new\nname,place," + b"x" * 200_000 + b"\n", "check the quotes"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_line(tmp_path, content, message):
    path = tmp_path / "corrections.csv"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"corrections\.csv") as caught:
        read_corrections(path)
    assert message in str(caught.value)


def test_the_size_of_a_file_is_capped(tmp_path):
    path = tmp_path / "corrections.csv"
    path.write_bytes(b"scope,field,new\n" + b"name,place,none\n" * 20)
    with pytest.raises(StoreError, match="corrections_bytes = 100"):
        read_corrections(path, Limits(corrections_bytes=100))


def row(scope, field, new, **changes):
    base = {"article_sha256": HASH, "start": 3, "end": 9, "old": "Tell Example @ SANA"}
    return Correction(scope, field, new, **(base | changes))


GOOD = {
    "place": ["38.54,36.01", "none", "idl-idlib", "gn:163808"], "yes-no": ["yes", "no"], "date": ["2017", "2017-03", "2016-02-29", "2017-03-14/2017-03-16", "none"],
    "losses": ["none", "civilians:3", "civilians:3-5; actor1:2"], "change": ["none", "isis>government", ">sdf"], "anchor": [f"{HASH}:3-9", f"{HASH}:3-9:r0123456789ab"],
    "names": ["none", "saa; ndf"], "name": ["none", "anyone"], "review": ["accepted", "edited", "rejected", "disputed"], "apart": ["apart"],
    "event_type": ["Battles"], "sub_event_type": ["Armed clash"], "modality": ["planned"], "attestation": ["denied"], "status": ["historical"],
    "toponym_type": ["metonymic"], "kind": ["besieged"],
}  # fmt: skip
BAD = {
    "place": ["somewhere else", "200,10", "10,95", "", "nan,1"], "yes-no": ["true"], "date": ["2017-13", "2017-02-30", "yesterday", "2017-03/2016"],
    "losses": ["3", "civilians:5-3", "civilians:1; civilians:2", "civilians:-1"], "change": ["sdf", "isis>", "a>b>c"], "anchor": ["r0123", f"{HASH}:9-3"],
    "names": [""], "name": [""], "review": ["unreviewed", "ok"], "apart": ["yes"], "event_type": ["War"], "sub_event_type": ["Battles"], "modality": ["maybe"],
    "attestation": ["known"], "status": ["done"], "toponym_type": ["name"], "kind": ["held"],
}  # fmt: skip


@pytest.mark.parametrize(("scope", "field"), [(s, f) for s, fields in FIELDS.items() for f in fields])
def test_every_field_takes_its_values_and_no_others(scope, field):
    kind = FIELDS[scope][field]
    for new in GOOD[kind]:
        assert problem_of(row(scope, field, new)) is None, new
        value_of(row(scope, field, new))
    for new in BAD[kind]:
        assert problem_of(row(scope, field, new)), new


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (row(Scope.REPORT, "colour", "red"), "no field 'colour'"),
        (row(Scope.REPORT, "review", "accepted", article_sha256=""), "no hash"),
        (row(Scope.REPORT, "review", "accepted", start=None), "no span"),
        (row(Scope.REPORT, "review", "accepted", start=9), "no span"),
        (row(Scope.NAME, "place", "none", old=" "), "name as written"),
        (row(Scope.NAME_IN_OUTLET, "place", "none", old="Tell Example"), "NAME @ OUTLET"),
        (row(Scope.REPORT, "claimant", "x" * 3000), "3000 characters"),
    ],
)
def test_a_decision_without_anchor_is_no_decision(bad, message):
    assert message in problem_of(bad)


@given(st.dates(date(1900, 1, 1), date(2099, 11, 26)), st.integers(0, 400))
def test_periods_are_written_as_they_are_read(first, days):
    text = f"{first.isoformat()}/{(first + timedelta(days)).isoformat()}"
    period = date_value(text)
    again = date_value(period_text(period))
    assert (again.date_start, again.date_end) == (period.date_start, period.date_end)


@given(st.dictionaries(st.sampled_from(["actor1", "actor2", "civilians", "unknown"]), st.tuples(st.integers(0, 999), st.integers(0, 99)), max_size=4))
def test_losses_are_written_as_they_are_read(figures):
    text = "; ".join(f"{side}:{low}-{low + more}" for side, (low, more) in figures.items()) or "none"
    assert losses_value(losses_text(losses_value(text))) == losses_value(text)
