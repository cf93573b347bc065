"""JSON lines: what is written is read back equal, fits its schema, and a bad line is named."""

import json
from importlib import resources

import pytest
from event_samples import TEXT, article, articles, facts, mentions, report, reports
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from geomap.errors import InputError
from geomap.events.merge import merge_reports
from geomap.io import jsonl
from geomap.io.records import article_from, control_fact_from, event_from, mention_from, report_from
from geomap.limits import Limits
from geomap.model import Attestation, Basis, ControlKind, EventType, Modality, Review, Status, SubEventType


def validator(name: str) -> Draft202012Validator:
    schema = json.loads(resources.files("geomap.schemas").joinpath(f"{name}.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


ARTICLES, MENTIONS, REPORTS, FACTS, EVENTS = map(validator, ("articles", "mentions", "reports", "control_facts", "events_nested"))


def through_json(record: dict) -> dict:
    return json.loads(jsonl.dump_line(record))


@given(articles)
def test_an_article_comes_back_equal_and_fits_its_schema(value):
    record = through_json(jsonl.article_record(value))
    ARTICLES.validate(record)
    assert article_from(record) == value


@given(mentions)
def test_a_mention_comes_back_equal_and_fits_its_schema(value):
    record = through_json(jsonl.mention_record(value))
    MENTIONS.validate(record)
    assert mention_from(record) == value


@given(reports())
def test_a_report_comes_back_equal_and_fits_its_schema(value):
    record = through_json(jsonl.report_record(value))
    REPORTS.validate(record)
    assert report_from(record) == value
    assert record["status"] == value.status


@given(facts)
def test_a_control_fact_comes_back_equal_and_fits_its_schema(value):
    record = through_json(jsonl.control_fact_record(value))
    FACTS.validate(record)
    assert control_fact_from(record) == value


@settings(max_examples=50)
@given(reports())
def test_an_event_comes_back_equal_and_fits_its_schema(value):
    (event,) = merge_reports([value], {})
    record = through_json(jsonl.event_record(event))
    EVENTS.validate(record)
    assert event_from(record) == event


@pytest.mark.parametrize(
    ("schema", "field", "enum"),
    [
        ("reports", "event_type", EventType), ("reports", "sub_event_type", SubEventType), ("reports", "modality", Modality),
        ("reports", "attestation", Attestation), ("reports", "status", Status), ("control_facts", "kind", ControlKind),
        ("events", "basis", Basis), ("events", "review", Review),
    ],
)  # fmt: skip
def test_schemas_know_every_word_of_the_model(schema, field, enum):
    assert validator(schema).schema["properties"][field]["enum"] == [str(e) for e in enum]


def test_files_are_read_back_and_letters_stay_letters(tmp_path):
    path = tmp_path / "reports.jsonl"
    told = [report("1", claimant="مصدر"), report("2")]
    assert jsonl.write_jsonl(path, map(jsonl.report_record, told)) == 2
    assert jsonl.read_reports(path) == tuple(told)
    assert "مصدر".encode() in path.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["reports.jsonl"]


def test_text_that_utf8_cannot_hold_is_escaped_not_lost(tmp_path):
    path = tmp_path / "articles.jsonl"
    value = article(text=f"half a pair: \ud800 and {TEXT}")
    jsonl.write_jsonl(path, [jsonl.article_record(value)])
    assert jsonl.read_articles_jsonl(path) == (value,)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "line 2: no JSON"), (b"[1]", "line 2: no JSON object but list"), (b'{"id": "r1"}', "line 2: a report without 'article'"),
        (b"\xff", "is no UTF-8"), (b"[" * 100_000, "line 2: nested too deep|line 2: no JSON"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named(tmp_path, line, message):
    path = tmp_path / "reports.jsonl"
    good = jsonl.dump_line(jsonl.report_record(report("1"))).encode()
    path.write_bytes(good + b"\n" + line + b"\n")
    with pytest.raises(InputError, match=message):
        jsonl.read_reports(path)


def test_a_wrong_word_and_a_wrong_span_are_named(tmp_path):
    path = tmp_path / "reports.jsonl"
    record = jsonl.report_record(report("1"))
    for change in ({"event_type": "Party"}, {"trigger": [5, 1]}, {"trigger": [1.5, 2]}, {"deaths": 3}):
        jsonl.write_jsonl(path, [{**record, **change}])
        with pytest.raises(InputError, match="line 1: no report"):
            jsonl.read_reports(path)


def test_missing_and_oversized_files_say_what_to_do(tmp_path):
    with pytest.raises(InputError, match="check the path"):
        jsonl.read_mentions(tmp_path / "none.jsonl")
    path = tmp_path / "large.jsonl"
    path.write_text('{"a": 1}\n')
    with pytest.raises(InputError, match="table_bytes"):
        list(jsonl.read_lines(path, Limits(table_bytes=3)))
