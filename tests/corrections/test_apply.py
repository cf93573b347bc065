"""Decisions on a run: they win at every stage, survive, and what no longer fits or contradicts is listed."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.control import areas_on, bundled_facts, load_country, read_run
from geomap.control.geojson import area_features, collection, dump
from geomap.io.corrections import write_corrections
from geomap.model import (
    Article,
    Correction,
    DatePrecision,
    EventType,
    Period,
    Report,
    Review,
    Scope,
    Span,
    SubEventType,
    Where,
)
from geomap.pipeline import RunOptions, run_pipeline
from geomap.pipeline.outputs import run_record, write_outputs
from tests.shared import ROOT, need_shared

TEXTS = {
    "one": "Warplanes struck a market in Al-Bab on Monday, killing five civilians. Syrian government forces captured the village of Tadef from ISIS on Tuesday.",
    "two": "Government forces shelled Al-Bab on Wednesday. Residents of Manbij protested.",
    "three": "A car bomb exploded in Al-Bab on Thursday and killed three people.",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("articles")
    for name, text in TEXTS.items():
        (home / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = "".join(f"{n}.txt,2017-02-03,{'SANA' if n != 'three' else 'Example Wire'}\n" for n in TEXTS)
    (home / "articles.csv").write_text("file,published,outlet\n" + rows, encoding="utf-8")
    return home


def sample_article():
    return Article("a", "a.txt", "ab" * 32, "x" * 100)


def sample_report(name):
    period = Period("2017-01-01", "2017-01-01", DatePrecision.DAY)
    return Report(name, "a", (Span(0, 100),), Span(0, 5), EventType.BATTLES, SubEventType.ARMED_CLASH, period, Where())


def run(folder, *rows, jobs=1, **more):
    options = RunOptions((folder,), parser=False, jobs=jobs, **more)
    if rows:
        path = folder.parent / f"{folder.name}-decisions.csv"
        write_corrections(path, rows)
        options = replace(options, corrections=path)
    return run_pipeline(options)


@pytest.fixture(scope="module")
def machine(folder):
    return run(folder)


def report(result, article, **wanted):
    return next(r for r in result.reports if r.article == article and all(getattr(r, k) == v for k, v in wanted.items()))


def sha(result, article):
    return next(a.sha256 for a in result.articles if a.id == article)


def on(result, item, field, new, scope=Scope.REPORT, **more):
    return Correction(scope, field, new, "", sha(result, item.article), item.trigger.start, item.trigger.end, item.id, **more)


def at(mention):
    return mention.resolution.longitude, mention.resolution.latitude


def test_a_pin_on_one_mention_moves_it_and_its_report_and_nothing_else(folder, machine):
    mention = next(m for m in machine.mentions if m.article == "three" and m.text == "Al-Bab")
    pin = Correction(Scope.MENTION, "place", "36.75,35.93", "", sha(machine, "three"), mention.span.start, mention.span.end)
    after = run(folder, pin)
    moved = [m for m, was in zip(after.mentions, machine.mentions, strict=True) if m != was]
    assert [(m.id, at(m)) for m in moved] == [(mention.id, (36.75, 35.93))]
    assert moved[0].resolution.admin.admin1 == "Idlib"
    assert moved[0].resolution.runners_up[0].place_id == mention.resolution.place_id
    changed = [r for r in after.reports if r not in machine.reports]
    assert [r.article for r in changed] == ["three"]
    assert changed[0].where.longitude == 36.75
    assert changed[0].id == report(machine, "three").id
    assert after.corrections.reached == ((pin.id, mention.id),)


def test_a_rule_of_an_outlet_fixes_every_mention_there_and_lists_them(folder, machine):
    rule = Correction(Scope.NAME_IN_OUTLET, "place", "idl-idlib", old="al-bab @ sana")
    after = run(folder, rule)
    fixed = {m.id for m in after.mentions if m.text == "Al-Bab" and m.resolution.place_id == "idl-idlib"}
    assert {m.article for m in after.mentions if m.id in fixed} == {"one", "two"}
    (applied,) = after.corrections.record()["applied"]
    assert (applied["id"], applied["to"], applied["field"], applied["new"]) == (rule.id, sorted(fixed), "place", "idl-idlib")
    everywhere = run(folder, Correction(Scope.NAME, "place", "idl-idlib", old="Al-Bab"))
    assert {m.article for m in everywhere.mentions if m.resolution.place_id == "idl-idlib"} == set(TEXTS)


def test_narrow_wins_over_wide(folder, machine):
    wide = Correction(Scope.NAME, "place", "idl-idlib", old="Al-Bab")
    narrow = Correction(Scope.NAME_IN_ARTICLE, "place", "none", old="Al-Bab", article_sha256=sha(machine, "two"))
    after = run(folder, wide, narrow)
    places = {m.article: m.resolution.place_id for m in after.mentions if m.text == "Al-Bab"}
    assert places == {"one": "idl-idlib", "two": None, "three": "idl-idlib"}
    assert not after.corrections.unfit


EDITS = {
    "sub_event_type": ("Grenade", lambda r: (r.event_type, r.sub_event_type), ("Explosions/Remote violence", "Grenade")),
    "event_type": ("Protests", lambda r: r.sub_event_type, "Peaceful protest"),
    "actor1": ("sdf", lambda r: (r.actor1, r.actor1_name), ("sdf", "Syrian Democratic Forces")),
    "actor2": ("some men", lambda r: (r.actor2, r.actor2_name), (None, "some men")),
    "actor1_associates": ("ndf; saa", lambda r: r.actor1_associates, ("ndf", "saa")),
    "place": ("none", lambda r: (r.where.place_id, r.where.longitude), (None, None)),
    "date": ("2017-01", lambda r: (r.period.date_start, r.period.date_end, r.period.date_precision), ("2017-01-01", "2017-01-31", "month")),
    "status": ("denied", lambda r: r.status, "denied"),
    "modality": ("threatened", lambda r: r.status, "threatened"),
    "attestation": ("claimed", lambda r: r.status, "claimed"),
    "historical": ("yes", lambda r: r.status, "historical"),
    "claimant": ("wh", lambda r: r.claimant, "wh"),
    "deaths": ("civilians:3-5; actor1:2", lambda r: [(x.side, x.min, x.max) for x in r.deaths], [("actor1", 2, 2), ("civilians", 3, 5)]),
    "weapon": ("none", lambda r: r.weapon, None),
    "object": ("school", lambda r: r.object, "school"),
    "control_change": (">sdf", lambda r: (r.control_change.side_from, r.control_change.side_to), (None, "sdf")),
}  # fmt: skip


@pytest.mark.parametrize("field", EDITS)
def test_each_field_of_a_report_is_set_alone_and_its_reason_told(folder, machine, field):
    new, read, expected = EDITS[field]
    was = report(machine, "three")
    after = run(folder, on(machine, was, field, new))
    now = next(r for r in after.reports if r.id == was.id)
    assert read(now) == expected
    assert now.review is Review.EDITED
    assert any(p.rule == "correction" for p in now.provenance.values())
    assert [r for r in after.reports if r.id != was.id] == [r for r in machine.reports if r.id != was.id]
    event = next(e for e in after.events if was.id in e.reports)
    assert event.review is Review.EDITED


def test_a_decision_finds_its_report_after_an_upgrade_changed_type_and_id(folder, machine):
    was = report(machine, "three")
    by_type = replace(on(machine, was, "review", "accepted"), report_id="r000000000000")
    assert run(folder, by_type).corrections.reached == ((by_type.id, was.id),)
    gone = replace(by_type, start=len(TEXTS["three"]) - 7, end=len(TEXTS["three"]))
    assert "no longer coded" in run(folder, gone).corrections.unfit[0].reason
    unread = replace(by_type, article_sha256="0" * 64)
    assert "read any more" in run(folder, unread).corrections.unfit[0].reason


def test_what_does_not_fit_is_listed_and_changes_nothing(folder, machine):
    was = report(machine, "three")
    rows = [
        on(machine, was, "place", "xyz-nowhere"), on(machine, was, "colour", "red"), Correction(Scope.NAME, "place", "none", old="Atlantis"),
        Correction(Scope.MENTION, "place", "none", "", sha(machine, "two"), 0, 4), Correction(Scope.ARTICLE, "published", "2017", article_sha256="1" * 64),
        Correction(Scope.CONTROL, "review", "accepted", "", sha(machine, "two"), 0, 9),
    ]  # fmt: skip
    after = run(folder, *rows)
    assert {u.id for u in after.corrections.unfit} == {c.id for c in rows}
    assert (after.mentions, after.reports, after.events, after.control_facts) == (machine.mentions, machine.reports, machine.events, machine.control_facts)
    assert len(after.corrections.lines()) == 1 + len(rows)


def test_rejected_reports_leave_counts_and_stay_listed(folder, machine):
    was = report(machine, "three")
    after = run(folder, on(machine, was, "review", "rejected"))
    assert [r.id for r in after.reports] == [r.id for r in machine.reports]
    assert after.ledgers.closed
    assert (after.ledgers.events_rejected, after.ledgers.events_drawn) == (1, machine.ledgers.events_drawn - 1)
    assert next(e for e in after.events if was.id in e.reports).review is Review.REJECTED


def test_contradicting_decisions_are_questions_and_the_machine_stands(folder, machine):
    was = report(machine, "three")
    after = run(folder, on(machine, was, "date", "2017-01-01", by="A"), on(machine, was, "date", "2017-01-02", by="B"), on(machine, was, "review", "accepted", by="A"))
    now = next(r for r in after.reports if r.id == was.id)
    assert (now.period, now.review) == (was.period, Review.DISPUTED)
    (question,) = after.corrections.questions
    assert {(new, by) for _, new, by in question.answers} == {("2017-01-01", "A"), ("2017-01-02", "B")}
    assert next(e for e in after.events if was.id in e.reports).review is Review.DISPUTED
    mind = run(folder, on(machine, was, "date", "2017-01-01", by="A", made_on="2020-01-01"), on(machine, was, "date", "2017-01-02", by="A", made_on="2020-01-02"))
    assert next(r for r in mind.reports if r.id == was.id).period.date_start == "2017-01-02"
    crossed = run(folder, on(machine, was, "event_type", "Protests", by="A"), on(machine, was, "sub_event_type", "Grenade", by="B"))
    now = next(r for r in crossed.reports if r.id == was.id)
    assert (now.sub_event_type, now.review) == (was.sub_event_type, Review.DISPUTED)
    assert [{new for _, new, _ in q.answers} for q in crossed.corrections.questions] == [{"Protests", "Grenade"}]
    named = [Correction(Scope.NAME, "place", new, old="Al-Bab", by=by) for new, by in (("idl-idlib", "A"), ("none", "B"))]
    unclear = run(folder, *named)
    there = next(m.resolution.place_id for m in machine.mentions if m.text == "Al-Bab")
    assert {r.review for r in unclear.reports if r.where.place_id == there} == {Review.DISPUTED}
    assert [m.resolution for m in unclear.mentions] == [m.resolution for m in machine.mentions]


def test_events_are_joined_and_parted(folder, machine):
    one, two = report(machine, "three"), report(machine, "two")
    join = on(machine, one, "merge", f"{sha(machine, 'two')}:{two.trigger.start}-{two.trigger.end}:{two.id}")
    joined = run(folder, join)
    event = next(e for e in joined.events if one.id in e.reports)
    assert set(event.reports) == {one.id, two.id}
    assert sum(len(e.reports) for e in joined.events) == len(machine.reports)
    apart = run(folder, join, on(machine, two, "split", "apart"))
    assert {tuple(e.reports) for e in apart.events} == {tuple(e.reports) for e in machine.events}
    assert {q.field for q in apart.corrections.questions} == {"merge"}


def test_an_act_that_was_missed_is_added_and_corrected_further(folder, machine):
    start = TEXTS["two"].index("Residents")
    end = len(TEXTS["two"]) - 1
    spot = {"article_sha256": sha(machine, "two"), "start": start, "end": end}
    rows = [Correction(Scope.REPORT, "add", "Attack", **spot), Correction(Scope.REPORT, "place", "ale-manbij", **spot), Correction(Scope.REPORT, "date", "2017-02-01", **spot)]
    place = next(m.resolution.place_id for m in machine.mentions if m.text == "Manbij")
    rows[1] = replace(rows[1], new=place)
    after = run(folder, *rows)
    assert not after.corrections.unfit
    added = next(r for r in after.reports if (r.trigger.start, r.trigger.end) == (start, end))
    assert (added.sub_event_type, added.where.place_id, added.period.date_start, added.review) == ("Attack", place, "2017-02-01", Review.EDITED)
    assert TEXTS["two"][added.evidence[0].start : added.evidence[0].end].startswith("Residents")
    assert len(after.reports) == len(machine.reports) + 1


def test_articles_are_dated_given_to_another_outlet_and_left_uncoded(folder, machine):
    rows = [
        Correction(Scope.ARTICLE, "published", "2018-02-03", article_sha256=sha(machine, "three")),
        Correction(Scope.ARTICLE, "outlet", "Another", article_sha256=sha(machine, "three")),
        Correction(Scope.ARTICLE, "not-coded", "yes", article_sha256=sha(machine, "two")),
        Correction(Scope.ARTICLE, "review", "accepted", article_sha256=sha(machine, "one")),
    ]
    after = run(folder, *rows)
    article = next(a for a in after.articles if a.id == "three")
    assert (article.published, article.outlet) == ("2018-02-03", "Another")
    assert report(after, "three").period.date_start.startswith("2018-02")
    assert not [r for r in after.reports if r.article == "two"]
    assert [m.text for m in after.mentions if m.article == "two"] == ["Al-Bab", "Manbij"]
    assert {r.review for r in after.reports if r.article == "one"} == {Review.ACCEPTED}
    assert {f.review for f in after.control_facts if f.article == "one"} == {Review.ACCEPTED}
    assert len({i for i, _ in after.corrections.reached}) == len(rows)


def test_event_rows_stand_over_those_of_reports(folder, machine):
    was = report(machine, "three")
    after = run(folder, on(machine, was, "date", "2017-01-01"), on(machine, was, "date", "2017-01-05", Scope.EVENT), on(machine, was, "deaths", "civilians:7", Scope.EVENT))
    event = next(e for e in after.events if was.id in e.reports)
    assert (event.period.date_start, [(x.side, x.min) for x in event.deaths], event.review) == ("2017-01-05", [("civilians", 7)], Review.EDITED)
    assert [e.period.date_start or "9" for e in after.events] == sorted(e.period.date_start or "9" for e in after.events)


def everything(machine):
    was = report(machine, "three")
    return [
        Correction(Scope.NAME, "place", "idl-idlib", old="Manbij"), on(machine, was, "actor1", "isis"), on(machine, was, "review", "accepted"),
        on(machine, report(machine, "two"), "review", "rejected"), on(machine, report(machine, "one"), "review", "accepted", Scope.EVENT),
        Correction(Scope.ARTICLE, "review", "accepted", article_sha256=sha(machine, "one")), on(machine, was, "colour", "red"),
    ]  # fmt: skip


def outputs(folder, target, rows, jobs=1):
    result = run(folder, *rows, jobs=jobs)
    write_outputs(result, target)
    return {p.name: p.read_bytes() for p in target.iterdir()}


def test_same_bytes_in_any_order_of_rows_given_twice_and_with_two_processes(folder, machine, tmp_path):
    rows = everything(machine)
    first = outputs(folder, tmp_path / "a", rows)
    assert outputs(folder, tmp_path / "b", [*reversed(rows), *rows]) == first
    assert outputs(folder, tmp_path / "c", rows, jobs=2) == first


def test_a_store_gives_what_a_fresh_run_gives_as_decisions_come_change_and_go(folder, machine, tmp_path):
    store = tmp_path / "feed.store"
    rule = Correction(Scope.NAME, "place", "idl-idlib", old="Al-Bab")
    stages = [(), (rule,), (replace(rule, why="seen on a map"),), (rule, on(machine, report(machine, "three"), "review", "rejected")), ()]
    for rows in stages:
        kept, fresh = run(folder, *rows, store=store), run(folder, *rows)
        assert replace(kept, options=fresh.options) == fresh


def test_the_record_lists_every_decision_once_and_fits_its_schema(folder, machine):
    rows = everything(machine)
    record = run_record(run(folder, *rows))
    schema = json.loads((ROOT / "geomap/schemas/run.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(record)))
    told = record["corrections"]
    ids = [a["id"] for a in told["applied"]] + [u["id"] for u in told["not_fitting"]]
    assert sorted(ids) == sorted({c.id for c in rows})
    assert told["read"] == len(rows)


def test_corrections_beside_the_articles_are_taken_without_being_named(folder, machine):
    was = report(machine, "three")
    write_corrections(folder / "corrections.csv", [on(machine, was, "review", "accepted")])
    try:
        after = run(folder)
    finally:
        (folder / "corrections.csv").unlink()
    assert after.corrections.reached
    assert after.ledgers.articles_found == machine.ledgers.articles_found


def areas_after(*runs):
    """Assessed areas on the day after the seeds' offensives, as text."""
    facts = tuple(f for path in runs for f in read_run(path))
    return dump(collection(area_features(areas_on((*bundled_facts(), *facts), load_country(), "2017-02-01"))))


def test_accepted_changes_of_hands_become_assessed(tmp_path):
    """The seeds' article on the offensives of January 2017: claimed until accepted, then assessed; rejected ones are not even claimed."""
    seeds = need_shared("seeds")
    before = run_pipeline(RunOptions((seeds,), parser=False))
    changes = [f for f in before.control_facts if f.article == "003" and f.kind == "change"]
    assert changes
    write_outputs(before, tmp_path / "before")
    assert {f.status for f in read_run(tmp_path / "before")} == {"claimed"}
    acts = [r for r in before.reports if r.article == "003" and r.control_change]
    rows = [on(before, r, "review", "accepted") for r in acts]
    path = tmp_path / "corrections.csv"
    write_corrections(path, rows)
    after = run_pipeline(RunOptions((seeds,), parser=False, corrections=path))
    assert not after.corrections.unfit
    write_outputs(after, tmp_path / "after")
    facts = read_run(tmp_path / "after")
    assert sorted(f.place for f in facts if f.status == "assessed") == sorted(f.where.place for f in changes)
    assert areas_after(tmp_path / "after") != areas_after()
    fact = changes[0]
    own = Correction(Scope.CONTROL, "review", "rejected", "", sha(before, "003"), fact.evidence[0].start, fact.evidence[0].end, fact.id)
    write_corrections(path, [*rows, own])
    without = run_pipeline(RunOptions((seeds,), parser=False, corrections=path))
    assert next(f for f in without.control_facts if f.id == fact.id).review is Review.REJECTED
    write_outputs(without, tmp_path / "without")
    assert fact.where.place not in [f.place for f in read_run(tmp_path / "without")]


def test_no_word_of_a_path_in_the_record(folder, machine):
    assert str(Path(folder)) not in json.dumps(run_record(run(folder, *everything(machine))))


@settings(deadline=None)
@given(st.data())
def test_whatever_is_joined_and_parted_every_report_stands_in_one_group(data):
    from geomap.corrections import regrouped

    reports = [replace(sample_report(f"r{i:012x}"), trigger=Span(10 * i, 10 * i + 5)) for i in range(8)]
    ids = [r.id for r in reports]
    cut = sorted(data.draw(st.sets(st.integers(1, 7))))
    groups = [tuple(ids[a:b]) for a, b in zip([0, *cut], [*cut, 8], strict=True)]
    sha = sample_article().sha256
    rows = []
    for i in data.draw(st.lists(st.integers(0, 7), max_size=6)):
        j = data.draw(st.integers(0, 7))
        field, new = ("split", "apart") if i == j else ("merge", f"{sha}:{10 * j}-{10 * j + 5}:{ids[j]}")
        rows.append(Correction(Scope.REPORT, field, new, "", sha, 10 * i, 10 * i + 5, ids[i]))
    made, outcome = regrouped(groups, reports, {"a": sample_article()}, rows)
    assert sorted(r for g in made for r in g) == sorted(ids)
    assert regrouped(groups, reports, {"a": sample_article()}, rows[::-1])[0] == made
    touched = {i for i, _ in outcome.reached} | {a[0] for q in outcome.questions for a in q.answers}
    assert touched == {c.id for c in rows}
    for c in rows:
        if c.field == "merge" and not outcome.questions:
            assert any({c.report_id, c.new.rsplit(":", 1)[1]} <= set(g) for g in made)
