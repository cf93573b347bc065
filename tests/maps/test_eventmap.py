"""The page of an interactive map, without a browser: one file, no way out for text, the same bytes."""

import base64
import gzip
import hashlib
import io
import json
import re
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from geomap.errors import InputError, RenderError
from geomap.maps.eventmap import EventMap, MapOptions
from geomap.maps.inline import data_block, manifest, script_safe
from geomap.maps.zoom import zoom_cap

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from sample_events import synthetic

EVENTS = synthetic(60)


class Parts(HTMLParser):
    """Elements, attributes and script texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] in self.texts and data.strip():
            kind = self.tags[-1][1].get("type", "code")
            self.texts.setdefault(f"{self.tags[-1][0]}:{kind}", []).append(data)


def test_it_is_a_folium_map():
    assert isinstance(EventMap(EVENTS), folium.Map)


def test_same_bytes_twice_in_any_order_of_rows_and_after_a_notebook_display():
    drawn = EventMap(EVENTS, title="T")
    first = drawn.page()
    drawn._repr_html_()
    assert drawn.page() == first
    assert drawn.get_root().render() == first
    assert EventMap(EVENTS.sample(frac=1, random_state=3), title="T").page() == first


def test_boundaries_follow_the_worldview_and_the_page_says_whose():
    pages = {view: EventMap(synthetic(3), options=MapOptions(worldview=view)).page() for view in ("un", "de_facto")}
    for view, page in pages.items():
        assert f"(worldview: {view})" in page
    assert "Golan Heights shown as occupied" in pages["un"]
    borders = [json.loads(Parts(page).texts["script:application/json"][0])["base"]["countries"] for page in pages.values()]
    assert borders[0] != borders[1]
    with pytest.raises(InputError, match="worldview"):
        EventMap(synthetic(3), options=MapOptions(worldview="flat"))


def test_saved_file_is_the_page(tmp_path):
    drawn = EventMap(EVENTS)
    drawn.save(tmp_path / "map.html")
    buffer = io.BytesIO()
    drawn.save(buffer, close_file=False)
    assert (tmp_path / "map.html").read_bytes() == buffer.getvalue() == drawn.page().encode()


def test_nothing_in_the_page_points_outside():
    page = EventMap(EVENTS).page()
    parts = Parts(page)
    for tag, attributes in parts.tags:
        assert tag not in {"iframe", "object", "embed", "base", "img"}
        for name in ("src", "href", "srcset", "action", "data"):
            assert (attributes.get(name) or "data:").startswith(("data:", "#")), (tag, attributes)
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
    styles = "".join(parts.texts.get("style:code", []))
    assert not re.search(r"@import|url\((?!#|data:|['\"]?data:)", styles)


def test_policy_names_every_script_and_style_by_its_hash_and_nothing_unsafe():
    parts = Parts(EventMap(EVENTS).page())
    policy = next(a["content"] for t, a in parts.tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    for kind in ("script:code", "style:code"):
        assert len(parts.texts[kind]) == 2
        for text in parts.texts[kind]:
            assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy


def test_page_has_language_title_and_viewport():
    parts = Parts(EventMap(EVENTS, title="A & B", options=MapOptions(language="ar", direction="rtl")).page())
    attributes = dict(parts.tags)["html"]
    assert attributes == {"lang": "ar", "dir": "rtl"}
    assert any(a.get("name") == "viewport" and "user-scalable" not in a["content"] for t, a in parts.tags if t == "meta")
    assert "<title>A &amp; B</title>" in EventMap(EVENTS, title="A & B").page()


def test_no_text_ends_the_data_block():
    wild = EVENTS.head(1).assign(place="</script><script>alert(1)</script><!--", actor1_name=pd.Series(["]]>\u2028\ud800"], dtype="object"))
    page = EventMap(wild, title="</title><script>alert(2)</script>", sources=["</script>"]).page()
    assert len([t for t, _ in Parts(page).tags if t == "script"]) == 3
    assert "alert(1)</script>" not in page


def test_large_data_are_packed_and_small_ones_stay_readable():
    payload = {"a": ["<" * 50, "\u0627"], "n": 1}
    small = data_block(payload)
    assert json.loads(re.sub(r"</?script[^>]*>", "", small)) == payload
    large = json.loads(re.sub(r"</?script[^>]*>", "", data_block(payload, gzip_above=10)))
    assert json.loads(gzip.decompress(base64.b64decode(large["gzip"]))[: large["json"]]) == payload


def test_script_safe_keeps_code_and_closes_no_element():
    assert script_safe("a = '</script>'; b = '<!-- x';\n//# sourceMappingURL=x.map") == "a = '<\\/script>'; b = '<\\!-- x';\n"


def test_manifest_lists_name_version_licence_and_hash():
    assets = {a.name: a for a in manifest()}
    assert assets["leaflet.js"].version.startswith("1.9")
    assert all(len(a.sha256) == 64 and a.licence for a in assets.values())


def test_notebook_shows_a_frame_that_cannot_reach_the_notebook():
    drawn = EventMap(EVENTS, title='Quote " and <tag>')
    bundle = drawn._repr_mimebundle_()
    frame = bundle["text/html"]
    assert "allow-same-origin" not in frame
    assert unescape(re.search(r'srcdoc="([^"]*)"', frame)[1]) == drawn.page()
    assert "60 events" in bundle["text/plain"]
    assert set(drawn._repr_mimebundle_(include=["text/plain"])) == {"text/plain"}
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")


def test_users_own_layers_come_along_and_the_map_is_not_changed():
    drawn = EventMap(EVENTS)
    plain = drawn.page()
    folium.Marker([35, 38], popup="a `tick` and ${1+1}", tooltip="${2}").add_to(drawn)
    page = drawn.page()
    assert "L.marker(" in page
    assert "${1" not in page
    assert "unsafe-inline" in page
    assert "script-src 'sha256-" in page
    assert page == drawn.page() != plain


@pytest.mark.parametrize(
    ("layer", "named"),
    [
        (folium.TileLayer("https://tiles.example/{z}/{x}/{y}.png", attr="x"), "tiles.example"),
        (folium.Marker([35, 38], icon=folium.Icon()), "awesome-markers"),
        (folium.CircleMarker([35, 38], popup=folium.Popup(folium.IFrame("x"))), "IFrame"),
    ],
)
def test_a_layer_that_needs_the_network_is_refused_by_name(layer, named):
    drawn = EventMap(EVENTS)
    drawn.add_child(layer)
    with pytest.raises(RenderError, match=named):
        drawn.page()


def test_raw_html_in_the_figure_is_refused():
    drawn = EventMap(EVENTS)
    drawn.get_root().html.add_child(folium.Element("<b>x</b>"))
    with pytest.raises(RenderError, match="raw"):
        drawn.page()


def test_events_without_ids_or_with_one_twice_are_refused():
    with pytest.raises(InputError, match="no column 'id'"):
        EventMap(EVENTS.drop(columns="id"))
    with pytest.raises(InputError, match="more than once"):
        EventMap(gpd.GeoDataFrame(EVENTS.iloc[[0, 0]]))
    with pytest.raises(InputError, match="reports_json"):
        EventMap(EVENTS.head(2).assign(reports_json="{no"))


def test_an_empty_table_is_an_empty_map():
    assert EventMap(EVENTS.head(0)).n_events == 0


def test_control_needs_sides_and_degrees():
    areas = gpd.GeoDataFrame({"side": ["sdf"], "date": ["2017-01-01"]}, geometry=[box(38, 35, 39, 36)], crs=4326)
    assert '"kind":"area"' in EventMap(EVENTS, control=areas).page()
    with pytest.raises(RenderError, match="side"):
        EventMap(EVENTS, control=areas.drop(columns="side"))
    with pytest.raises(RenderError, match="to_crs"):
        EventMap(EVENTS, control=areas.to_crs(32637))


def test_zoom_ends_where_the_best_known_place_is_a_ring():
    radii = [0.5, 1, 2, 5, 20]
    levels = [zoom_cap({"radius_km": [r, 60], "on": [0, 1]}) for r in radii]
    assert levels == sorted(levels, reverse=True)
    assert zoom_cap({"radius_km": [np.nan and None], "on": [0]}) == 9
    assert all(9 <= level <= 12 for level in levels)
