"""Texts that have escaped from other pages run nothing on the page of two dates, in the bundles, in pictures and on the timeline."""

import csv
import io
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from driver import open_page
from hostile import PAYLOADS
from test_map_browser import hostile_events

from geomap.control.compare import compare
from geomap.control.facts import Fact
from geomap.io.columns import COLUMNS
from geomap.maps.embed import EmbedOptions, write_bundle
from geomap.maps.embed_compare import ComparedDates, write_comparison_bundle
from geomap.maps.figure import FigureOptions
from geomap.maps.timeline import draw_timeline
from geomap.pipeline.comparison import compared, comparison_data

pytestmark = pytest.mark.browser
COUNTRY = shapely.box(36.0, 33.0, 41.0, 37.0)
WILD = "</title></script><img src=x onerror=window.pwned=1>${window.pwned=1}"
OPEN_ALL = """() => {
  document.querySelectorAll('details').forEach(d => { d.open = true; });
  document.querySelectorAll('button, summary, .leaflet-interactive, tr').forEach(e => e.dispatchEvent(new MouseEvent('click', { bubbles: true })));
}"""


def ran_nothing(chromium: Any, path: Path) -> Any:
    """Open a file from disk, press all that can be pressed; it ran no text and asked for nothing."""
    page, seen = open_page(chromium, path, ready=False)
    page.wait_for_load_state("load")
    if path.suffix == ".html":
        page.evaluate(OPEN_ALL)
    assert page.evaluate("window.pwned") is None, path.name
    assert page.evaluate("document.querySelectorAll('iframe:not([src=\"map.html\"]), object, embed, foreignObject script').length") == 0
    assert [r for r in seen.requests if not r.startswith((path.parent.as_uri() + "/", "data:"))] == []  # a snippet shows the files beside it
    assert [m for m in seen.messages if "pwned" in m or m.startswith(("dialog", "error"))] == []
    return page


@pytest.fixture(scope="module")
def two_dates() -> ComparedDates:
    facts = []
    for n, text in enumerate(PAYLOADS):
        longitude, latitude = 36.2 + n % 12 * 0.4, 33.2 + n // 12 * 0.35
        for side, day in (("isis", "2016-01-01"), ("sdf", "2016-06-01")):
            facts.append(Fact(text.strip() or "blank", longitude, latitude, side, day, day, text or "blank", quote=text))
    found = compare(tuple(facts), COUNTRY, "2016-02-01", "2016-07-01")
    drawn = compared(found, tuple(facts), COUNTRY)
    return ComparedDates(*drawn.ends, drawn.change, comparison_data(found, drawn))


@pytest.fixture(scope="module")
def events() -> gpd.GeoDataFrame:
    found = hostile_events()
    return found.assign(**{c.name: None for c in COLUMNS if c.name not in found})


def test_the_page_of_two_dates_shows_each_text_and_runs_none(chromium: Any, two_dates: ComparedDates, tmp_path: Path) -> None:
    path = tmp_path / "compare.html"
    path.write_text(two_dates.files["compare.html"], encoding="utf-8")
    page = ran_nothing(chromium, path)
    buttons = page.locator("#places tbody tr button")
    assert buttons.count() >= 100
    shown = set()
    for n in range(buttons.count()):
        buttons.nth(n).evaluate("e => e.click()")
        shown.add(page.evaluate("document.querySelector('#card').textContent"))
        assert page.evaluate("document.querySelectorAll('#card img, #card script, #card iframe').length") == 0
    assert page.evaluate("window.pwned") is None
    assert any("<img src=x onerror=window.pwned=1>" in text for text in shown)
    page.context.close()


def test_the_bundle_of_two_dates_runs_nothing(chromium: Any, two_dates: ComparedDates, tmp_path: Path) -> None:
    bundle = write_comparison_bundle(tmp_path / "b", two_dates, title=WILD)
    rows = list(csv.DictReader(io.StringIO(two_dates.files["places.csv"], newline=""), strict=True))
    assert len(rows) == bundle.changes > 100  # a carriage return in a name ends no row
    for path in sorted((tmp_path / "b").glob("*.html")):
        ran_nothing(chromium, path).context.close()


def test_the_bundle_of_events_runs_nothing(chromium: Any, events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    figure = FigureOptions(title=WILD, sources=" ".join(PAYLOADS))
    assert write_bundle(tmp_path / "b", events, options=EmbedOptions(figure=figure, credits=(WILD,))) is not None
    page = ran_nothing(chromium, tmp_path / "b" / "figure.html")
    assert WILD in page.evaluate("document.body.textContent")
    page.context.close()
    for name in ("map.html", "snippet.html", "figure.svg"):
        ran_nothing(chromium, tmp_path / "b" / name).context.close()


def test_the_timeline_runs_nothing(chromium: Any, events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    options = FigureOptions(title=WILD, sources=" ".join(PAYLOADS), formats=("svg",))
    (tmp_path / "timeline.svg").write_bytes(draw_timeline(events, options=options).files["svg"])
    page = ran_nothing(chromium, tmp_path / "timeline.svg")
    assert page.evaluate("document.querySelectorAll('script').length") == 0
    page.context.close()
