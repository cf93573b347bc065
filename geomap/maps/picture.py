"""A small static picture of an interactive map, for places where no page can be shown."""

import base64
from typing import TYPE_CHECKING

from geomap.errors import GeomapError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["static_picture"]

NEEDED = ("id", "event_type", "status", "longitude", "latitude")
MOST_EVENTS = 20_000
"""Above, a picture would take longer than a notebook's reader waits."""


def static_picture(events: "gpd.GeoDataFrame | pd.DataFrame", title: str) -> str:
    """Draw events with `geomap.maps.figure.draw_figure`.

    Parameters
    ----------
    events : GeoDataFrame
        Flat columns as in ``events.geojson``.
    title : str

    Returns
    -------
    str
        A PNG as base64; empty text where the events cannot be drawn as a static map (no geometry, missing columns, too many).
    """
    import geopandas as gpd

    if not isinstance(events, gpd.GeoDataFrame) or not 0 < len(events) <= MOST_EVENTS or any(name not in events for name in NEEDED):
        return ""
    from geomap.maps.figure import FigureOptions, draw_figure

    try:
        drawn = draw_figure(events, options=FigureOptions(title=title, formats=("png",), dpi=80))
    except GeomapError:  # the page beside it says all; a picture is an extra
        return ""
    return base64.b64encode(drawn.files["png"]).decode("ascii")
