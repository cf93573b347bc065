"""Make a plain folium map a single file that requests nothing."""

import re

import folium

from geomap.maps.folium_parts import user_parts
from geomap.maps.inline import leaflet_css, leaflet_js
from geomap.maps.page import Page, write_page

__all__ = ["selfcontain"]


def selfcontain(folium_map: folium.Map, *, title: str = "Map", language: str = "en") -> str:
    """Write a folium map with everything it needs inside.

    Leaflet comes from the installed package; Bootstrap, Font Awesome and jQuery are left out, since the supported layers
    (`geomap.maps.folium_parts.SUPPORTED_LAYERS`) need none of them. Scripts are allowed by hash only; styles are
    ``'unsafe-inline'``, because folium writes ``style`` attributes. Popups and tooltips keep their HTML, but no script in them
    runs. Leaflet's flag is taken out of the attribution.

    Parameters
    ----------
    folium_map : folium.Map
        Is not changed. An `EventMap` is written as its own page.
    title, language : str
        Of the page.

    Returns
    -------
    str
        HTML; the same map gives the same bytes.

    Raises
    ------
    RenderError
        A layer needs an asset from the network (tiles, plugins, Font Awesome icons); the message names it.
    """
    page = getattr(folium_map, "page", None)
    if callable(page):
        return str(page())
    parts = user_parts(folium_map, always=True)
    name = next(iter(re.findall(r"var (map_\d+) = L\.map\(", parts.scripts[0])), None)
    no_flag = f"\n{name}.attributionControl && {name}.attributionControl.setPrefix('');\n" if name else ""
    return write_page(
        Page(
            title=title,
            body=parts.html,
            styles=[leaflet_css(), "html,body{width:100%;height:100%;margin:0}", *parts.styles],
            scripts=[leaflet_js(), parts.scripts[0] + no_flag],
            language=language,
            inline_style_attributes=True,
        )
    )
