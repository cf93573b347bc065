"""What the review desk carries, without a browser: the order of work, the same bytes, nothing that points outside."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from geomap.maps.desk import DeskInput, desk_page, desk_payload
from geomap.maps.doubt import fact_priority, place_mention, report_priority
from geomap.model import (
    Article,
    ControlChange,
    ControlFact,
    ControlKind,
    Correction,
    DatePrecision,
    EventType,
    Loss,
    LossSide,
    MatchType,
    Mention,
    Modality,
    Period,
    Precision,
    Provenance,
    Report,
    Resolution,
    RunnerUp,
    Scope,
    Span,
    Status,
    SubEventType,
    ToponymType,
    Where,
)
from geomap.model.place import UNKNOWN_ADMIN
from tests.shared import ROOT

TEXT = "Shells hit Douma on Monday. Two people died."
ARTICLE = Article("a", "a.txt", "0" * 64, TEXT, title="T", outlet="O", published="2018-04-10", paragraphs=(Span(0, len(TEXT)),))
DAY = Period("2018-04-09", "2018-04-09", DatePrecision.DAY)


def mention(score=0.95, runners=(), start=11):
    at = Resolution("rif-douma", "Douma", "PPL", 36.4, 33.57, 3.0, Precision.EXACT, "SY", UNKNOWN_ADMIN, MatchType.EXACT, score, "its name", runners)
    return Mention(f"m{start}", "a", Span(start, start + 5), "Douma", ToponymType.LITERAL, True, at)


def report(**changed):
    where = Where("rif-douma", "Douma", 36.4, 33.57, 3.0, Precision.EXACT, "SY")
    base = Report(
        "r1", "a", (Span(0, 27),), Span(0, 10), EventType.EXPLOSIONS, SubEventType.SHELLING, DAY, where, actor1="saa", actor1_name="Syrian Arab Army",
        confidence=0.95, provenance={"where": Provenance((Span(11, 16),), "its name")},
    )  # fmt: skip
    return replace(base, **changed)


def fact(**changed):
    base = ControlFact(report().where, "opposition", ControlKind.STATE, None, DAY, Status.CLAIMED, None, "a", (Span(0, 27),), None, "f1")
    return replace(base, **changed)


def given(**changed):
    return replace(DeskInput([ARTICLE], [mention()], [report()], [], [fact()]), **changed)


RUNNER = RunnerUp("x", "Duma", 36.1, 32.9, 0.9, "another")


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"confidence": 0.6}, mention()),
        ({"period": Period(None, None, DatePrecision.UNKNOWN)}, mention()),
        ({"actor1": None, "actor1_name": None}, mention()),
        ({"where": Where(reason="none named")}, None),
        ({}, mention(score=0.5)),
        ({}, mention(runners=(RUNNER,))),
    ],
)
def test_what_geomap_is_unsure_of_comes_first_and_is_said(change, at):
    plain, doubtful = report_priority(report(), mention()), report_priority(report(**change), at)
    assert doubtful.doubt > plain.doubt
    assert doubtful.why
    assert plain.why == ()


@pytest.mark.parametrize(
    "change",
    [
        {"deaths": (Loss(LossSide.CIVILIANS, 2, 2, "two"),)},
        {"object": "health"},
        {"control_change": ControlChange("rif-douma", "Douma", None, "opposition", ControlKind.CHANGE)},
    ],
)
def test_what_does_most_harm_when_wrong_comes_first(change):
    assert report_priority(report(**change), mention()).consequence > report_priority(report(), mention()).consequence


def test_what_has_not_happened_weighs_less():
    assert report_priority(report(modality=Modality.PLANNED), mention()).rank < report_priority(report(), mention()).rank


def test_numbers_stay_in_bounds():
    worst = report_priority(report(confidence=0.0, deaths=(Loss(LossSide.UNKNOWN, 10**9, 10**9, "many"),)), mention(score=0.0, runners=(RUNNER,)))
    assert worst.doubt == 1.0
    assert worst.consequence < 30
    assert 0 < fact_priority(fact()).doubt < fact_priority(fact(where=Where())).doubt <= 1


def test_the_mention_that_gave_the_place_is_found_by_its_words():
    at = {(11, 16): mention(), (0, 5): mention(start=0)}
    assert place_mention(report(), at).span == Span(11, 16)
    assert place_mention(report(provenance={}), at) is None


def test_same_bytes_in_any_order():
    more = given(mentions=[mention(), mention(start=0)], reports=[report(), report(id="r2", trigger=Span(5, 8))])
    turned = replace(more, mentions=more.mentions[::-1], reports=more.reports[::-1])
    assert desk_page(more) == desk_page(turned)


def test_the_key_of_kept_decisions_is_the_runs_own():
    other = replace(ARTICLE, sha256="1" * 64)
    decided = Correction(Scope.REPORT, "review", "accepted", "", "0" * 64, 0, 10, "r1")
    keys = {desk_payload(g)["key"] for g in (given(), given(articles=[other]), given(reports=[]), given(corrections=[decided]))}
    assert len(keys) == 4
    assert desk_payload(given()) == desk_payload(given())


def test_decisions_of_the_run_come_along():
    decided = Correction(Scope.REPORT, "review", "accepted", "", "0" * 64, 0, 10, "r1", by="A")
    rows = desk_payload(given(corrections=[decided]))["rows"]
    assert rows[0]["field"] == "review"
    assert rows[0]["start"] == "0"
    assert rows[0]["id"] == decided.id


def test_runners_up_of_one_name_are_told_apart_by_governorate():
    row = desk_payload(given(mentions=[mention(runners=(RUNNER,))]))["mentions"][0]
    assert [u["admin1"] for u in row["runners_up"]] == ["Daraa"]


def test_facts_of_no_article_of_the_run_are_left_out():
    assert desk_payload(given(control_facts=[fact(article=None), fact(article="b"), fact()]))["facts"][0]["id"] == "f1"


def test_page_points_nowhere_and_allows_nothing_unsafe():
    page = desk_page(given(title="</title><script>window.pwned=1</script>", articles=[replace(ARTICLE, text="</script><script>window.pwned=1</script>")]))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "<script>window.pwned" not in page
    body = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(r"\b(src|action|on\w+)=", body)


def test_modules_of_the_desk_stay_small():
    sizes = {p.name: len(p.read_text("utf-8").splitlines()) for p in (ROOT / "geomap" / "maps" / "assets_desk").glob("*.js")}
    assert max(sizes.values()) <= 400, sizes


def test_payload_is_plain_json():
    assert json.loads(json.dumps(desk_payload(given()), allow_nan=False))["articles"][0]["text"] == TEXT
    assert Path(ROOT / "geomap" / "maps" / "assets_desk" / "desk.html").read_text("utf-8").count("<script") == 0
