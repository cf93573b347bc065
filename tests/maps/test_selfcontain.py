"""Plain folium maps made into one file."""

import re

import folium
import numpy as np
import pytest
from folium.plugins import HeatMap

from geomap.errors import RenderError
from geomap.maps.selfcontain import selfcontain


def supported() -> folium.Map:
    plain = folium.Map([35, 38], zoom_start=7, tiles=None)
    group = folium.FeatureGroup(name="Group").add_to(plain)
    folium.Marker([35, 38], popup=folium.Popup("a <b>bold</b> word", max_width=200), tooltip="tip").add_to(group)
    folium.Marker([35.2, 38], icon=folium.DivIcon(html="<i>x</i>")).add_to(plain)
    folium.Marker([35.4, 38], icon=folium.CustomIcon(np.zeros((4, 4, 4)))).add_to(plain)
    folium.CircleMarker([36, 38], radius=4).add_to(plain)
    folium.Circle([36, 39], radius=4000).add_to(plain)
    folium.PolyLine([[35, 38], [36, 39]]).add_to(plain)
    folium.Polygon([[35, 38], [36, 39], [35, 39]]).add_to(plain)
    folium.Rectangle([[35, 38], [36, 39]]).add_to(plain)
    point = {"type": "Feature", "properties": {"name": "N"}, "geometry": {"type": "Point", "coordinates": [38, 35]}}
    folium.GeoJson({"type": "FeatureCollection", "features": [point]}, name="G", tooltip=folium.GeoJsonTooltip(["name"])).add_to(plain)
    folium.LayerControl().add_to(plain)
    return plain


def test_supported_layers_give_one_file_with_no_address_and_the_same_bytes_twice():
    plain = supported()
    page = selfcontain(plain, title="Mine")
    assert selfcontain(plain, title="Mine") == page == selfcontain(supported(), title="Mine")
    assert "<title>Mine</title>" in page
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=[\"'](?!data:)", page)
    assert not re.search(r"cdn|jsdelivr|unpkg", page)
    assert "setPrefix('')" in page


def test_folium_itself_can_still_render_the_map_afterwards():
    plain = supported()
    selfcontain(plain)
    assert "cdn.jsdelivr.net" in plain.get_root().render()


@pytest.mark.parametrize("payload", ["{{ 7*7 }}", "{% raw %}", "{# x", "${window.x=1}", "`+window.x+`", "\\${window.x=1}", "</script><script>window.x=1</script>"])
def test_text_of_popups_and_tooltips_cannot_leave_its_literal(payload):
    plain = folium.Map([35, 38], tiles=None)
    folium.Marker([35, 38], popup=payload, tooltip=payload).add_to(plain)
    folium.CircleMarker([35, 38], popup=folium.Popup(payload, parse_html=True)).add_to(plain)
    page = selfcontain(plain)
    code = page[page.index("L_NO_TOUCH =") :]
    assert "${" not in code
    assert code.count("</script>") == 1
    assert code.count("`") % 2 == 0


def test_braces_in_texts_are_no_template_and_stay_as_they_are():
    plain = folium.Map([35, 38], tiles=None)
    text = "{{ 7*7 }} {% set x = 1 %} {# gone #}"
    point = {"type": "Feature", "properties": {"name": text}, "geometry": {"type": "Point", "coordinates": [38, 35]}}
    folium.GeoJson({"type": "FeatureCollection", "features": [point]}, name=text).add_to(plain)
    folium.Marker([35, 38], popup=text).add_to(plain)
    folium.LayerControl().add_to(plain)
    page = selfcontain(plain)
    assert "49" not in page[page.index("L_NO_TOUCH =") :]
    assert "\\u007b\\u007b 7*7 }}" in page
    assert "&#123;&#123; 7*7 }}" in page


def test_what_needs_the_network_is_refused_by_name():
    with pytest.raises(RenderError, match="openstreetmap"):
        selfcontain(folium.Map([35, 38]))
    plain = folium.Map([35, 38], tiles=None)
    HeatMap([[35, 38]]).add_to(plain)
    with pytest.raises(RenderError, match="HeatMap asks for https://"):
        selfcontain(plain)
    foreign = folium.Map([35, 38], tiles=None)
    folium.Marker([35, 38], icon=folium.CustomIcon("https://example.org/x.png")).add_to(foreign)
    with pytest.raises(RenderError, match=r"example\.org"):
        selfcontain(foreign)
