"""A decision on a name moves what stands at that name and changes nothing else, whatever it is decided to mean."""

from dataclasses import fields, replace

import pytest

from geomap.corrections import NameRules
from geomap.io.corrections import write_corrections
from geomap.maps.doubt import place_mention
from geomap.model import Article, Correction, Report, Scope
from geomap.pipeline import RunOptions, run_pipeline
from geomap.pipeline.stages import Setting, understand
from geomap.text.folding import fold
from tests.shared import ROOT, need_shared

FOLLOWS = {"where", "control_change", "provenance"}
"""What follows from a place; all else of a report stays."""
STAYS = [f.name for f in fields(Report) if f.name not in FOLLOWS]
TEXT = (
    "Government forces shelled the town of Binnish on 3 March 2017, killing two people. Warplanes then hit the town again. "
    "A car bomb exploded 12 km north of Binnish, and fighters of the Islamic State captured the village of Tadef.\n\n"
    "Clashes broke out in Al-Bab and Tadef on 4 March. Residents of Binnish protested."
)  # fmt: skip


def coded(*rows, text=TEXT):
    article = Article("a", "a.txt", "ab" * 32, text, published="2017-03-06")
    result = understand(article, Setting(parser=False, names=NameRules.of(rows)))
    assert result.failure is None
    return result


def rule(name, new):
    return Correction(Scope.NAME, "place", new, old=name)


def unlike(before, after):
    """Ids of reports whose place moved; nothing else may differ."""
    assert [r.id for r in after] == [r.id for r in before]
    assert [[getattr(r, f) for f in STAYS] for r in after] == [[getattr(r, f) for f in STAYS] for r in before]
    return {r.id for r, was in zip(after, before, strict=True) if replace(r.where, reason="") != replace(was.where, reason="")}


def words(report):
    s = report.provenance["where"].spans[0]
    return TEXT[s.start : s.end]


def test_what_is_told_by_a_name_moves_with_it_and_the_rest_stays():
    machine, after = coded(), coded(rule("Binnish", "38.5,35.25"))
    assert {words(r) for r in machine.reports} >= {"Binnish", "12 km north of Binnish", "Tadef", "Al-Bab"}
    moved = unlike(machine.reports, after.reports)
    assert moved == {r.id for r in machine.reports if words(r) in ("Binnish", "town", "12 km north of Binnish")}
    there = {words(r): (r.where.longitude, r.where.latitude) for r in after.reports if r.id in moved}
    assert there["Binnish"] == (38.5, 35.25)
    assert there["12 km north of Binnish"] == (pytest.approx(38.5, abs=0.02), pytest.approx(35.25 + 12 / 111, abs=0.01))


def test_a_fact_and_the_change_of_hands_told_by_the_act_move_together_and_keep_their_ids():
    machine, after = coded(), coded(rule("Tadef", "38.5,35.25"))
    (act,) = (r for r in after.reports if r.control_change)
    (fact,) = (f for f in after.control_facts if f.kind == "change")
    assert act.control_change.place_id == act.where.place_id == fact.where.place_id == "pin:38.5,35.25"
    assert [f.id for f in after.control_facts] == [f.id for f in machine.control_facts]


def test_no_place_leaves_the_acts_and_says_why():
    machine, after = coded(), coded(rule("Tadef", "none"))
    moved = unlike(machine.reports, after.reports)
    assert {r.where.longitude for r in after.reports if r.id in moved} == {None}
    assert all("chosen by a person" in r.where.reason for r in after.reports if r.id in moved)


def test_a_name_that_is_no_place_of_acts_is_read_anew():
    after = coded(Correction(Scope.NAME, "toponym_type", "metonymic", old="Al-Bab"))
    assert "Al-Bab" not in {words(r) for r in after.reports}


def test_a_question_about_a_name_disputes_what_is_told_by_it_too(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    options = RunOptions((tmp_path / "a.txt",), parser=False, published="2017-03-06")
    write_corrections(tmp_path / "c.csv", [replace(rule("Binnish", new), by=by) for new, by in (("none", "A"), ("38.5,35.25", "B"))])
    result = run_pipeline(replace(options, corrections=tmp_path / "c.csv"))
    disputed = {words(r) for r in result.reports if r.review == "disputed"}
    assert disputed == {words(r) for r in result.reports} - {"Tadef", "Al-Bab"}
    assert disputed >= {"12 km north of Binnish", "town"}


@pytest.mark.parametrize("source", ["examples", "seeds"])
def test_whatever_every_name_is_decided_to_mean_nothing_else_changes(tmp_path, source):
    """A rule for every name of real articles at once, each to its first runner-up, else to a pin; and back."""
    inputs = (ROOT / "examples" / "articles",) if source == "examples" else (need_shared("seeds"),)
    machine = run_pipeline(RunOptions(inputs, parser=False))
    names = {fold(m.text): m for m in machine.mentions}
    rows = [rule(m.text, m.resolution.runners_up[0].place_id if m.resolution.runners_up else "38.5,35.25") for _, m in sorted(names.items())]
    for some in (rows[::3], rows):
        write_corrections(tmp_path / "corrections.csv", some)
        after = run_pipeline(RunOptions(inputs, parser=False, corrections=tmp_path / "corrections.csv"))
        assert (after.corrections.unfit, after.corrections.questions) == ((), ())
        decided = {fold(c.old) for c in some}
        assert {i for _, i in after.corrections.reached} == {m.id for m in machine.mentions if fold(m.text) in decided}
        moved = unlike(machine.reports, after.reports)
        texts = {a.id: fold(a.text) for a in machine.articles}
        assert all(any(name in texts[r.article] for name in decided) for r in machine.reports if r.id in moved)
        spots = {(m.article, m.span): fold(m.text) in decided for m in machine.mentions}
        named = {r.id: spots[r.article, s] for r in machine.reports for s in r.provenance["where"].spans[:1] if (r.article, s) in spots}
        assert all(named.get(i, True) for i in moved)
        assert [f.id for f in after.control_facts] == [f.id for f in machine.control_facts]


@pytest.mark.parametrize("source", ["examples", "seeds"])
def test_the_name_that_the_desk_shows_for_a_report_is_the_one_that_moves_it(tmp_path, source):
    """Each mention of real articles gets a pin of its own; also "the town" goes where the desk says that its name stands."""
    inputs = (ROOT / "examples" / "articles",) if source == "examples" else (need_shared("seeds"),)
    machine = run_pipeline(RunOptions(inputs, parser=False))
    sha = {a.id: a.sha256 for a in machine.articles}
    pins = {m.id: f"{36 + n / 1000:.3f},{33 + n / 1000:.3f}" for n, m in enumerate(machine.mentions)}
    rows = [Correction(Scope.MENTION, "place", pins[m.id], "", sha[m.article], m.span.start, m.span.end) for m in machine.mentions]
    write_corrections(tmp_path / "corrections.csv", rows)
    after = {r.id: r for r in run_pipeline(RunOptions(inputs, parser=False, corrections=tmp_path / "corrections.csv")).reports}
    at = {a.id: {(m.span.start, m.span.end): m for m in machine.mentions if m.article == a.id} for a in machine.articles}
    shown = [(r, place_mention(r, at[r.article])) for r in machine.reports]
    moved = [(after[r.id].where, pins[m.id].split(",")) for r, m in shown if m is not None]
    assert len(moved) > len(shown) / 2
    assert [(w.longitude, w.latitude) for w, _ in moved] == [(float(x), float(y)) for _, (x, y) in moved]
