"""The map of the five sample articles, as a reader sees it; skipped where they are not there."""

import json
from pathlib import Path

import pytest
from driver import open_page

pytestmark = pytest.mark.browser
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
APART = {"planned", "threatened", "denied", "historical"}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    if not SEEDS.is_dir():
        pytest.skip(f"{SEEDS} is not there: the map of the sample articles is NOT tested")
    from geomap.cli.main import main

    folder = tmp_path_factory.mktemp("seeds") / "out"
    with pytest.raises(SystemExit) as left:
        main(["run", str(SEEDS), "-o", str(folder), "-q"])
    assert left.value.code == 0
    return folder


@pytest.fixture(scope="module")
def written(run):
    return [f["properties"] for f in json.loads((run / "events.geojson").read_text("utf-8"))["features"]]


def squeezed(text):
    return "".join(text.split())


def test_every_event_is_found_with_sentences_of_its_articles(chromium, run, written):
    page, seen = open_page(chromium, run / "map.html")
    articles = squeezed(" ".join(p.read_text("utf-8") for p in sorted(SEEDS.glob("*.txt"))))
    shown = page.evaluate("""() => { const { model } = window.geomap, r = model.ev.reports;
      return model.ev.id.map((id, i) => [id, Array.from({ length: r.n[i] }, (_, k) => r.quotes[r.quote[model.first[i] + k]])]); }""")
    assert sorted(id_ for id_, _ in shown) == sorted(e["id"] for e in written)
    for id_, quotes in shown:
        assert quotes, id_
        for quote in quotes:
            for sentence in quote.split(" [...] "):
                assert squeezed(sentence) in articles, (id_, sentence)
    seen.clean()
    page.context.close()


def test_planned_and_denied_items_stand_only_in_their_layers(chromium, run, written):
    page, seen = open_page(chromium, run / "map.html")
    counted = sum(e["status"] not in APART for e in written)
    rows = page.evaluate("Array.from(window.geomap.table.rows, (i) => window.geomap.model.ev.id[i])")
    assert sorted(rows) == sorted(e["id"] for e in written if e["status"] not in APART)
    nodes = page.evaluate("window.geomap.model.dim.status.nodes.map((n, i) => [n.key, window.geomap.model.dim.status.counts[i]])")
    assert dict(nodes) == {key: sum(e["status"] == key for e in written) for key, _ in nodes}
    assert sum(n for key, n in nodes if key in APART) == len(written) - counted
    for tree in ("actor", "date"):
        most = page.evaluate("(t) => Math.max(...window.geomap.model.dim[t].counts)", tree)
        assert 0 < most <= counted
    seen.clean()
    page.context.close()


def test_no_chemical_attack_and_no_dot_for_attacks_all_over_iraq(chromium, run):
    page, seen = open_page(chromium, run / "map.html")
    drawn = page.evaluate("""() => { const { model, table } = window.geomap, r = model.ev.reports;
      return Array.from(table.rows, (i) => [model.ev.sub.values[model.ev.sub.index[i]], model.places.on[model.place[i]], r.quotes[r.quote[model.first[i]]]]); }""")
    assert drawn
    assert [row for row in drawn if row[0] == "Chemical weapon"] == []
    assert [row for row in drawn if row[1] < 2 and "29 attacks" in row[2]] == []
    seen.clean()
    page.context.close()
