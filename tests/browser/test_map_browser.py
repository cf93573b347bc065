"""The interactive map in a real browser, opened from disk."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import pytest
from driver import open_page
from hostile import PAYLOADS
from sample_events import synthetic
from shapely.geometry import box

from geomap.maps.eventmap import EventMap
from geomap.maps.selfcontain import selfcontain

pytestmark = pytest.mark.browser
COUNTED = {"reported", "claimed"}
COUNTS = "key => Object.fromEntries(window.geomap.model.dim[key].nodes.map((n, i) => [n.key, window.geomap.model.dim[key].counts[i]]))"


@pytest.fixture(scope="module")
def events():
    return synthetic(300)


@pytest.fixture(scope="module")
def written(events, tmp_path_factory):
    path = tmp_path_factory.mktemp("map") / "map.html"
    EventMap(events, title="A test", sources=["Somebody"], ledgers={"articles": {"read": 3, "not coded": 1}}).save(path)
    return path


@pytest.fixture
def opened(chromium, written):
    page, seen = open_page(chromium, written)
    yield page
    seen.clean()
    page.context.close()


def test_no_request_no_message_and_what_the_page_says_of_itself(opened, events):
    counted = events[events["status"].isin(COUNTED)]
    assert opened.inner_text("#count") == f"{len(counted)} events"
    assert opened.inner_text("h1") == "A test"
    assert opened.inner_text("#ledger") == "Articles: 3 read, 1 not coded"
    assert "Somebody" in opened.inner_text("#sources")
    assert "not imply" in opened.inner_text("#disclaimer")
    assert "UNREVIEWED" in opened.inner_text("#stamp").upper()
    assert "Ukraine" not in opened.content()
    assert opened.evaluate("document.querySelectorAll('.leaflet-control-attribution').length") == 0


def test_nodes_count_distinct_events_by_role(opened, events):
    counted = events[events["status"].isin(COUNTED)]
    for role, columns in {"either": ["side1", "side2"], "initiator": ["side1"], "target": ["side2"]}.items():
        opened.click(f"[data-role={role}]")
        counts = opened.evaluate(COUNTS, "actor")
        for side in sorted(set(events["side1"])):
            assert counts[side] == int((counted[columns] == side).any(axis=1).sum()), (role, side)
    undated = opened.evaluate(COUNTS, "date")["undated"]
    assert undated == int(counted["date_start"].isna().sum())


def test_days_weeks_and_months_hang_where_they_are_known(opened, events):
    dates = opened.evaluate(COUNTS, "date")
    counted = events[events["status"].isin(COUNTED)]
    days = Counter(counted[counted["date_precision"] == "day"]["date_start"])
    assert {k: n for k, n in dates.items() if len(k) == 10 and n} == days
    months = Counter(d[:7] + "-" for d in counted[counted["date_precision"] == "month"]["date_start"])
    week_starts = counted[counted["date_precision"] == "week"]
    for row in week_starts.itertuples():
        months.update({row.date_start[:7] + "-", row.date_end[:7] + "-"})
    assert {k: n for k, n in dates.items() if len(k) == 8 and n} == months


def test_what_has_not_happened_is_off_and_never_counted(opened, events):
    n = int(events["status"].isin(COUNTED).sum())
    planned = int((events["status"] == "planned").sum())
    rows = "window.geomap.table.rows.length"
    assert opened.evaluate(rows) == n
    opened.click("details[data-dim=status] li:has-text('Planned') input")
    assert opened.evaluate(rows) == n + planned
    assert opened.inner_text("#count") == f"{n} events"
    assert f"{planned} planned" in opened.inner_text("#count-more")
    assert opened.evaluate("window.geomap.model.dim.actor.counts.reduce((a, b) => Math.max(a, b))") <= n


def test_all_none_only_and_reset(opened, events):
    n = int(events["status"].isin(COUNTED).sum())
    opened.click("details[data-dim=actor] .tools > button:has-text('None')")
    assert opened.inner_text("#count") == f"0 of {n} events"
    assert opened.inner_text(".empty-list") == "No event passes these filters."
    first = "details[data-dim=actor] li >> nth=0"
    opened.hover(first)
    opened.click(f"{first} >> .only")
    shown = opened.evaluate("window.geomap.table.rows.length")
    assert 0 < shown < n
    assert opened.inner_text(f"{first} >> .node-count >> nth=0") == str(shown)
    opened.click("#reset")
    assert opened.inner_text("#count") == f"{n} events"


def test_listed_but_not_drawn(opened, events):
    counted = events[events["status"].isin(COUNTED)]
    placed = opened.evaluate(COUNTS, "placed")
    outside = counted["country"] == "IQ"
    country = ~outside & (counted["precision"] == "country")
    none = ~outside & ~country & (counted["precision"] != "admin1") & counted["longitude"].isna()
    assert placed["3"] == outside.sum()
    assert placed["2"] == country.sum()
    assert placed["4"] == none.sum()
    drawn = opened.evaluate("window.geomap.view.clusters.concat(window.geomap.view.plates).reduce((a, c) => a + c.count, 0)")
    assert drawn == placed["0"] + placed["1"]


def test_search_and_state_in_the_address(opened, events):
    opened.fill("#search", "ALEPPO")
    opened.wait_for_function("() => location.hash.includes('q=ALEPPO')")
    n = opened.evaluate("window.geomap.table.rows.length")
    counted = events[events["status"].isin(COUNTED)]
    told = counted["place"].fillna("").str.contains("Aleppo") | (counted["admin1"] == "Aleppo") | counted["reports_json"].map(lambda c: "Aleppo" in json.loads(c)[0]["quote"])
    assert n == int(told.sum())
    opened.click("[data-role=target]")
    opened.click("details[data-dim=type] li:has-text('Battles') input >> nth=0")
    state = opened.evaluate("window.geomap.table.rows.length")
    opened.wait_for_function("() => location.hash.includes('type=')")
    opened.reload()
    opened.wait_for_selector("html[data-ready=true]", state="attached")
    assert opened.input_value("#search") == "ALEPPO"
    assert opened.evaluate("window.geomap.table.rows.length") == state


@pytest.mark.parametrize("hash_", ["#at=1,2", "#days=x/y", "#actor=%E0%A4%A&event=nope", "#type=+&q=%00", "#at=NaN,1,2&sort=__proto__&role=constructor"])
def test_a_broken_address_does_no_harm(chromium, written, hash_):
    page, seen = open_page(chromium, written, hash_=hash_)
    assert page.evaluate("document.documentElement.dataset.ready") == "true"
    seen.clean()
    page.context.close()


def test_two_handles_and_steps(opened, events):
    lo, hi = opened.evaluate("[window.geomap.model.first_day, window.geomap.model.last_day]")
    opened.evaluate("([a, b]) => { const f = document.getElementById('from'); f.value = Math.round((a + b) / 2); f.dispatchEvent(new Event('input')); }", [lo, hi])
    middle = str(pd.Timestamp("1970-01-01") + pd.Timedelta(days=round((lo + hi) / 2)))[:10]
    counted = events[events["status"].isin(COUNTED)]
    assert abs(opened.evaluate("window.geomap.table.rows.length") - int((counted["date_end"] >= middle).sum())) <= 1
    opened.click("#whole")
    opened.select_option("#step", "month")
    opened.click("#step-on")
    opened.click("#step-on")
    assert opened.evaluate("window.geomap.state.to - window.geomap.state.from") == 29
    assert opened.evaluate("window.geomap.state.from") == lo + 30


def test_keyboard_moves_in_the_table_and_opens_the_card(opened):
    opened.focus("#grid")
    for key in ("ArrowDown", "ArrowDown", "End", "Home", "ArrowDown"):
        opened.keyboard.press(key)
    assert opened.get_attribute("#grid", "aria-activedescendant") == "row-1"
    opened.keyboard.press("Enter")
    assert opened.inner_text("#card .report .source strong")
    assert opened.evaluate("document.activeElement.id") == "card"
    opened.keyboard.press("Escape")
    assert opened.is_hidden("#card")


def test_a_mark_opens_its_list_and_the_card_its_sentence(opened, events):
    spot = opened.evaluate("""() => { const m = window.geomap.view.marks.reduce((a, b) => (b.cluster.count > a.cluster.count ? b : a));
        const r = document.getElementById('geomap-map').getBoundingClientRect(); return [m.x + r.left, m.y + r.top, m.cluster.count]; }""")
    opened.mouse.move(spot[0], spot[1])
    assert opened.is_visible("#tip")
    opened.mouse.click(spot[0], spot[1])
    assert opened.evaluate("window.geomap.table.rows.length") == spot[2]
    opened.click(".row >> nth=0")
    index = opened.evaluate("window.geomap.state.selected")
    told = json.loads(events.set_index("id").loc[opened.evaluate("i => window.geomap.model.ev.id[i]", index), "reports_json"])[0]
    assert opened.inner_text("#card blockquote") == told["quote"]
    start, end = told["spans"][0]
    assert opened.inner_text("#card mark") == told["quote"][start:end]
    link = opened.query_selector("#card .source a")
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_downloads_hold_what_is_shown_and_guard_formulas(opened, events):
    with opened.expect_download() as loaded:
        opened.click("#save-csv")
    text = Path(loaded.value.path()).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {r["id"] for r in rows} == set(events[events["status"].isin(COUNTED)]["id"])
    with opened.expect_download() as loaded:
        opened.click("#save-geojson")
    collection = json.loads(Path(loaded.value.path()).read_text("utf-8"))
    assert len(collection["features"]) == len(rows)
    assert any(f["geometry"] is None for f in collection["features"])


def test_phone_shows_one_part_at_a_time_without_sideways_scrolling(chromium, written):
    page, seen = open_page(chromium, written, width=390, height=844)
    for part, box_ in (("layers", "#layers"), ("list", "#list"), ("map", "#geomap-map")):
        page.click(f"[data-show={part}]")
        assert page.is_visible(box_)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    seen.clean()
    page.context.close()


def test_reduced_motion_stops_animation_and_print_lists_the_events(chromium, written):
    page, seen = open_page(chromium, written, reduced_motion="reduce")
    assert page.evaluate("window.geomap.map.options.zoomAnimation") is False
    page.emulate_media(media="print")
    assert page.is_hidden("#layers")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.querySelectorAll('.row').length") == min(400, page.evaluate("window.geomap.table.rows.length"))
    seen.clean()
    page.context.close()


def hostile_events() -> gpd.GeoDataFrame:
    base = synthetic(len(PAYLOADS), seed=5).assign(status="reported", precision="exact", country="SY", longitude=37.0, latitude=36.0)
    rows = base.drop(columns="geometry").to_dict("records")
    for k, (row, text) in enumerate(zip(rows, PAYLOADS, strict=True)):
        for name in ("sub_event_type", "place", "admin1", "admin2", "weapon", "object", "basis", "review"):
            row[name] = text
        row |= {"actor1": None, "actor1_name": text, "side1": f"{text}", "id": f"e{k:04d}"}
        report = {"id": text, "article": text, "outlet": text, "title": text, "url": text, "archive_url": text, "published": text, "quote": text,
                  "spans": [[0, 1]], "claimant": text, "status": text, "rule": text, "why_here": text}  # fmt: skip
        loss = {"side": text, "min": 1, "max": 2, "words": text, "claimant": text, "joint_with": []}
        row |= {"reports_json": json.dumps([report]), "deaths_json": json.dumps([loss]), "actor1_associates_json": json.dumps([text]),
                "control_change_json": json.dumps({"place": text, "from": text, "to": text, "kind": text})}  # fmt: skip
    frame = pd.DataFrame(rows)
    return gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame["longitude"], frame["latitude"]), crs=4326)


EACH_CARD = """async (ids) => {
  const shown = [], chosen = () => window.geomap.state.selected >= 0 && window.geomap.model.ev.id[window.geomap.state.selected];
  for (const id of ids) {
    location.hash = 'event=' + id;
    for (let frames = 0; chosen() !== id; frames += 1) {
      if (frames > 600) { throw new Error(id + ' is not shown'); }
      await new Promise(requestAnimationFrame);
    }
    shown.push([document.querySelector('#card blockquote')?.textContent ?? '', document.querySelector('#card .who').textContent, [...document.querySelectorAll('#card a')].map((a) => a.protocol)]);
  }
  return shown;
}"""


def test_hostile_texts_are_shown_as_they_are_and_run_nothing(chromium, tmp_path):
    assert len(PAYLOADS) > 100
    path = tmp_path / "hostile.html"
    wild = "<img src=x onerror=window.pwned=1>${window.pwned=1}</script>"
    EventMap(hostile_events(), title=wild, subtitle=wild, sources=PAYLOADS, ledgers={wild: {wild: 1}}).save(path)
    page, seen = open_page(chromium, path)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    cards = page.evaluate(EACH_CARD, [f"e{k:04d}" for k in range(len(PAYLOADS))])
    for text, (told, who, links) in zip(PAYLOADS, cards, strict=True):
        assert told == text
        assert text in who or not text
        assert set(links) <= {"http:", "https:"}
    assert page.evaluate("window.pwned") is None
    assert page.inner_text("h1") == wild
    assert page.evaluate("document.querySelectorAll('main img, aside img, section img, footer img, iframe, object, embed').length") == 0
    rows = list(csv.reader(io.StringIO(page.evaluate("window.geomap.csv()").removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(PAYLOADS) + 1
    assert not any(cell[:1] in set("=+-@\t\r") for row in rows[1:] for cell in row)
    seen.clean()
    page.context.close()


def test_own_layers_and_control_beneath_are_drawn(chromium, events, tmp_path):
    areas = gpd.GeoDataFrame({"side": ["sdf", "isis"], "date": ["2016-01-01", "2017-06-01"]}, geometry=[box(38, 35, 39, 36), box(39, 35, 40, 36)], crs=4326)
    drawn = EventMap(events, control=areas)
    folium.Marker([35, 38], popup="<b>${window.pwned=1}</b>").add_to(drawn)
    drawn.save(tmp_path / "own.html")
    page, seen = open_page(chromium, tmp_path / "own.html")
    assert page.evaluate("document.querySelectorAll('.leaflet-marker-icon').length") == 1
    paths = "document.querySelectorAll('.leaflet-control-pane path').length"
    assert page.evaluate(paths) == 1
    page.evaluate("() => { const t = document.getElementById('to'); t.value = +t.min + 60; t.dispatchEvent(new Event('input')); }")
    assert page.evaluate(paths) == 1
    assert page.evaluate("window.pwned") is None
    seen.clean()
    page.context.close()


def test_plain_folium_made_self_contained_asks_for_nothing_and_runs_no_text(chromium, tmp_path):
    plain = folium.Map([35, 38], zoom_start=7, tiles=None)
    for k, text in enumerate(PAYLOADS[:40]):
        folium.Marker([33 + k / 10, 38], popup=text, tooltip=text).add_to(plain)
        folium.CircleMarker([33 + k / 10, 39], popup=folium.Popup(text, parse_html=True)).add_to(folium.FeatureGroup(name=text).add_to(plain))
    folium.LayerControl().add_to(plain)
    path = tmp_path / "plain.html"
    path.write_text(selfcontain(plain), "utf-8")
    page, seen = open_page(chromium, path, ready=False)
    page.wait_for_selector(".leaflet-marker-icon", state="attached")
    page.evaluate("document.querySelectorAll('.leaflet-interactive').forEach(e => e.dispatchEvent(new MouseEvent('click', { bubbles: true })))")
    assert page.evaluate("window.pwned") is None
    assert seen.requests == seen.blocked  # pictures named in the markup of popups: the policy stops them
    page.context.close()


def test_a_notebook_frame_works_without_an_address(chromium, events, tmp_path):
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html><title>n</title>{EventMap(events)._repr_html_()}", "utf-8")
    page, seen = open_page(chromium, path, ready=False)
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready=true]").wait_for(state="attached")
    frame.locator(".row >> nth=0").click()
    assert frame.locator("#card h2").inner_text()
    assert [m for m in seen.messages if "favicon" not in m] == []
    assert [r for r in seen.requests if not r.startswith("about:")] == []
    page.context.close()
