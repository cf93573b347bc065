"""Scoring a run: its own output as annotations is all right, known corruptions are told, wrong files are refused."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from geomap.cli.main import group
from geomap.errors import InputError
from geomap.io.jsonl import write_jsonl
from geomap.io.records import article_record, mention_record, report_record
from geomap.model import ToponymType
from geomap.pipeline import RunOptions, run_pipeline
from geomap.pipeline.evaluate import Evaluation, evaluate

TEXT = """Army takes a village near Mayadin

The Syrian Arab Army captured the town of Mayadin from ISIS on Tuesday after heavy fighting. Turkish artillery shelled Tell Rifaat on Monday, killing two civilians.

Russian warplanes bombed Saraqib on Wednesday. Damascus denied the report.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A run, and annotations made of its own output."""
    folder = tmp_path_factory.mktemp("evaluate")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    result = run_pipeline(RunOptions((folder / "in",), published="2017-10-19", parser=False))
    run = folder / "run"
    run.mkdir()
    write_jsonl(run / "articles.jsonl", map(article_record, result.articles))
    write_jsonl(run / "mentions.jsonl", map(mention_record, result.mentions))
    write_jsonl(run / "reports.jsonl", map(report_record, result.reports))
    places = [
        {"mention": m.text, "start": m.span.start, "end": m.span.end, "kind": "town", "lat": m.resolution.latitude, "lon": m.resolution.longitude,
         "in_syria": bool(m.in_syria), "literal": m.toponym_type is ToponymType.LITERAL}
        for m in result.mentions
    ]  # fmt: skip
    events = [
        {"id": f"a-{n}", "evidence": [[s.start, s.end] for s in r.evidence], "type": str(r.event_type), "sub_type": str(r.sub_event_type),
         "date": r.period.date_start, "date_end": r.period.date_end, "date_precision": str(r.period.date_precision), "actor1": r.actor1_name,
         "actor2": r.actor2, "place": r.where.place, "lat": r.where.latitude, "lon": r.where.longitude, "geo_precision": 1, "status": str(r.status),
         "confidence": "sure"}
        for n, r in enumerate(result.reports)
    ]  # fmt: skip
    assert len(events) >= 3
    assert len(places) >= 3
    return run, {"article": "a", "sha256": result.articles[0].sha256, "places": places, "events": events}


def score(made: tuple[Path, dict[str, Any]], tmp_path: Path, change: Any = None) -> Evaluation:
    gold = copy.deepcopy(made[1])
    if change:
        change(gold)
    (tmp_path / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    return evaluate(tmp_path, made[0])


def test_the_output_as_annotation_is_all_right(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    e = score(made, tmp_path)
    assert (e.toponyms.precision, e.toponyms.recall, e.toponyms.f1) == (1, 1, 1)
    assert (e.events.precision, e.events.recall, e.events.f1) == (1, 1, 1)
    assert e.resolved[0] == e.resolved[1] > 0
    assert all(right == asked > 0 for right, asked in e.fields.values())


def test_what_is_annotated_besides_is_missed(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    def more(gold: dict[str, Any]) -> None:
        gold["events"].append(gold["events"][0] | {"id": "more"})
        gold["places"].append(gold["places"][0] | {"start": 0, "end": 4, "in_syria": True, "literal": True})

    e = score(made, tmp_path, more)
    assert (e.events.missed, e.events.false) == (1, 0)
    assert (e.toponyms.missed, e.toponyms.false) == (1, 0)


def test_what_is_not_annotated_is_false(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    e = score(made, tmp_path, lambda gold: gold["events"].pop())
    assert (e.events.missed, e.events.false) == (0, 1)


def test_a_judgement_call_counts_neither_way(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    full = score(made, tmp_path)
    e = score(made, tmp_path, lambda gold: gold["events"][0].update(confidence="judgement"))
    assert (e.events.right, e.events.missed, e.events.false) == (full.events.right - 1, 0, 0)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("status", {"status": "threatened"}),
        ("date", {"date": "2011-01-01", "date_end": "2011-01-01", "date_precision": "day"}),
        ("actor_pair", {"actor1": "Hezbollah", "actor2": "Hezbollah"}),
        ("sub_type", {"sub_type": "Grenade"}),
    ],
)
def test_a_wrong_field_is_told_and_the_event_still_found(
    made: tuple[Path, dict[str, Any]], tmp_path: Path, field: str, change: dict[str, Any]
) -> None:
    full = score(made, tmp_path)
    e = score(made, tmp_path, lambda gold: [x.update(change) for x in gold["events"]])
    assert e.events == full.events
    assert e.fields[field][0] == 0
    assert all(right == asked for name, (right, asked) in e.fields.items() if name != field)


def test_other_values_that_the_annotator_accepts_are_right(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    def other(gold: dict[str, Any]) -> None:
        for x in gold["events"]:
            x["alt"] = {"status": [x["status"]], "actor1": [x["actor1"]]}
            x |= {"status": "denied", "actor1": "Hezbollah"}

    e = score(made, tmp_path, other)
    assert all(right == asked for right, asked in e.fields.values())


def test_a_far_place_is_another_event(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    e = score(made, tmp_path, lambda gold: [x.update(lat=x["lat"] + 1) for x in gold["events"]])
    assert e.events.right == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda gold: gold.update(sha256="0" * 64), "other bytes"),
        (lambda gold: gold["events"][1].pop("evidence"), "number 2: no 'evidence'"),
        (lambda gold: gold["events"][0].update(evidence=["The army"]), "number 1"),
        (lambda gold: gold["places"][0].update(start="x"), "number 1"),
        (lambda gold: gold["events"][0].update(date="Tuesday"), "number 1"),
    ],
)
def test_wrong_annotations_are_refused_with_their_place(made: tuple[Path, dict[str, Any]], tmp_path: Path, change: Any, words: str) -> None:
    with pytest.raises(InputError, match=r"a\.json") as told:
        score(made, tmp_path, change)
    assert words in str(told.value)


def test_annotations_of_other_articles_are_refused(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="none of the 1 annotated"):
        evaluate(tmp_path, made[0])


def test_the_command_prints_figures_and_json(made: tuple[Path, dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text(json.dumps(made[1]), encoding="utf-8")
    group.main(["evaluate", "--gold", str(tmp_path), str(made[0])], standalone_mode=False)
    assert "event_f1            1.000" in capsys.readouterr().out
    group.main(["evaluate", "--gold", str(tmp_path), str(made[0]), "--json"], standalone_mode=False)
    assert json.loads(capsys.readouterr().out)["toponym_f1"]["value"] == 1
