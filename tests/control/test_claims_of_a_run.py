"""From articles to a comparison: what a run codes is claimed and moves nothing; what a person accepts moves areas."""

from pathlib import Path

import pytest

from geomap.control.bundled import bundled_facts
from geomap.control.coded import coded_facts
from geomap.control.compare import Comparison, compare
from geomap.control.country import load_country
from geomap.control.output import change_collection, places_csv
from geomap.io.corrections import write_corrections
from geomap.model import Correction, Scope
from geomap.pipeline.run import RunOptions, RunResult, run_pipeline
from tests.shared import ROOT, need_shared

FROM, TO = "2017-01-15", "2017-02-05"


def compared(result: RunResult, first: str = FROM, last: str = TO, without: str = "") -> Comparison:
    known = tuple(f for f in bundled_facts() if f.place != without)
    return compare((*known, *coded_facts(result.control_facts, result.articles)), load_country(), first, last)


def accepted(result: RunResult, path: Path) -> Path:
    """A person's decisions: every change of hands of the run is right."""
    hashes = {a.id: a.sha256 for a in result.articles}
    rows = [
        Correction(Scope.CONTROL, "review", "accepted", "", hashes[f.article or ""], f.evidence[0].start, f.evidence[0].end, f.id)
        for f in result.control_facts
        if f.kind == "change"
    ]
    write_corrections(path, rows)
    return path


def areas(found: Comparison) -> dict[str, float]:
    return {side: found.after.area_km2(side) for side in found.after.sides}


@pytest.fixture(scope="module")
def seeds() -> tuple[RunResult, Path]:
    folder = need_shared("seeds")
    return run_pipeline(RunOptions((folder,))), folder


@pytest.fixture(scope="module")
def unreviewed(seeds: tuple[RunResult, Path]) -> Comparison:
    """The two dates before anybody has accepted anything."""
    return compared(seeds[0])


def test_the_five_changes_of_one_article_are_listed_as_claimed_with_their_sentences(unreviewed):
    found = unreviewed
    told = {c.place: c for c in found.claims if c.facts[0].row == "003"}
    assert {p: c.side_to for p, c in told.items()} == {
        "Wadi Barada": "government", "Rasm Sirhan": "government", "Qutbiyah": "government", "Abu Tawwalah": "government", "al-Kroum": "turkey",
    }  # fmt: skip
    assert all(c.status == "claimed" and c.facts[0].quote for c in told.values())
    assert sorted(p for p, c in told.items() if c.of_area) == ["Abu Tawwalah", "Wadi Barada", "al-Kroum"]  # a valley; told as east of a town and southeast of a base, no distance said: within 34 and 60 km
    listed = [f for f in change_collection(found)["features"] if f["properties"].get("place") in ("Abu Tawwalah", "Wadi Barada", "al-Kroum")]
    assert [(f["properties"]["layer"], f["geometry"]) for f in listed] == [("area", None)] * 3
    assert areas(found) == areas(compare(bundled_facts(), load_country(), FROM, TO))


def test_accepted_changes_of_the_article_move_areas_and_an_area_as_a_whole_is_only_listed(seeds, unreviewed, tmp_path):
    result, folder = seeds
    after = run_pipeline(RunOptions((folder,), corrections=accepted(result, tmp_path / "corrections.csv")))
    found = compared(after)
    assert not [c for c in found.claims if c.facts[0].row == "003"]
    taken = {c.place: c for c in found.changes if c.facts[0].row == "003"}
    assert sorted(taken) == ["Abu Tawwalah", "Qutbiyah", "Rasm Sirhan", "Wadi Barada", "al-Kroum"]
    assert {c.status for c in taken.values()} == {"assessed"}
    assert areas(found)["government"] > areas(unreviewed)["government"]
    assert {"Qutbiyah", "Rasm Sirhan"} <= {h.place for h in found.after.holdings}
    assert not {"Abu Tawwalah", "Wadi Barada", "al-Kroum"} & {h.place for h in found.after.holdings}
    assert "Wadi Barada,,,conquest,opposition,government" in places_csv(found)


def test_a_shipped_example_claims_until_a_person_accepts(tmp_path):
    article = ROOT / "examples" / "articles" / "02-al-bab-palmyra.html"
    result = run_pipeline(RunOptions((article,)))
    claimed = compared(result, "2017-02-15", "2017-03-15", "Tadif")
    (tadif,) = [c for c in claimed.claims if c.place == "Tadif"]
    assert (tadif.side_from, tadif.side_to, bool(tadif.facts[0].quote)) == ("isis", "government", True)
    assert "Tadif" not in {h.place for h in claimed.after.holdings}
    after = run_pipeline(RunOptions((article,), corrections=accepted(result, tmp_path / "corrections.csv")))
    found = compared(after, "2017-02-15", "2017-03-15", "Tadif")
    assert found.claims == ()
    assert "Tadif" in {c.place for c in found.changes if c.kind == "conquest" and c.status == "assessed"}
    assert areas(found)["government"] > areas(claimed)["government"]
