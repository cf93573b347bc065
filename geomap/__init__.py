"""From news articles on the Syrian war to maps that lead back to the sentence behind each dot."""

from typing import TYPE_CHECKING

from geomap import errors
from geomap._version import __version__

if TYPE_CHECKING:
    from geomap.api import Run, figure, locate, map_events
    from geomap.maps.eventmap import EventMap
    from geomap.maps.figure import draw_figure
    from geomap.maps.selfcontain import selfcontain
    from geomap.places.gazetteer import Gazetteer

__all__ = ["EventMap", "Gazetteer", "Run", "__version__", "draw_figure", "errors", "figure", "locate", "map_events", "selfcontain"]

_WHERE = {
    "EventMap": "geomap.maps.eventmap",
    "Gazetteer": "geomap.places.gazetteer",
    "Run": "geomap.api",
    "draw_figure": "geomap.maps.figure",
    "figure": "geomap.api",
    "locate": "geomap.api",
    "map_events": "geomap.api",
    "selfcontain": "geomap.maps.selfcontain",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that ``import geomap`` loads no heavy package."""
    from importlib import import_module

    if name not in _WHERE:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
