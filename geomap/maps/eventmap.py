"""The interactive map of events: a `folium.Map` that is one file, works offline, and shows text only as text."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Figure, MacroElement
from folium.template import Template

from geomap.io.atomic import write_bytes
from geomap.maps.basemap import disclaimer
from geomap.maps.control_layers import control_columns
from geomap.maps.folium_parts import user_parts
from geomap.maps.inline import data_block, leaflet_css, leaflet_js, viewer_css, viewer_js
from geomap.maps.outlines import outlines
from geomap.maps.page import Page, write_page
from geomap.maps.payload import event_columns
from geomap.maps.picture import static_picture
from geomap.maps.zoom import zoom_cap
from geomap.tables.actors import Actors, load_actors

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["DISCLAIMER", "EventMap", "MapOptions"]

DISCLAIMER = "Events are what the cited articles say; a claim is shown as a claim. Places are as exact as their ring."
"""What a map says of its events; what it says of boundaries depends on the worldview."""
_WHEN_READY = 'document.addEventListener("geomap-ready", function () {{\n{}\n}});'
BASEMAP_CREDIT = "Background: Natural Earth (public domain)"


@dataclass(frozen=True, slots=True)
class MapOptions:
    """How an interactive map looks and what it prints about itself."""

    language: str = "en"
    direction: str = "ltr"
    worldview: str = "un"
    """Whose convention for contested boundaries is drawn: a key of `geomap.maps.basemap.WORLDVIEWS`."""
    disclaimer: str = DISCLAIMER
    basemap_credit: str = BASEMAP_CREDIT
    unreviewed_stamp: bool = True
    """Print "unreviewed" while any event on the map has not been accepted or edited by a person."""
    notebook_height: int = 720
    """Pixels of the frame in a notebook."""
    max_zoom: int | None = None
    """None: as far as the data's places are exact (see `geomap.maps.zoom`)."""
    sides: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Side id to (name, colour), in place of the bundled table's."""
    edition: tuple[str, ...] = ()
    """What the harm policy did to a public edition, for the legend (`geomap.maps.harm.Edition.legend`)."""
    actors: Actors | None = None
    """A user's table of actors in place of the bundled one."""


class EventLayer(MacroElement):
    """The events of a map: an inert block of JSON that the viewer draws."""

    def __init__(self, block: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types
        self._name = "EventLayer"
        self.block = block


class PageFigure(Figure):
    """A figure whose rendering is the whole, self-contained page."""

    def render(self, **kwargs: Any) -> str:  # noqa: ARG002  # folium's signature
        """Write the page; the same map gives the same bytes however often."""
        return next(child for child in self._children.values() if isinstance(child, EventMap)).page()


class EventMap(folium.Map):
    """Events on a layered, interactive map.

    A `folium.Map`: other folium layers can be added to it (those listed in `docs/map.md`; anything else raises RenderError
    when the map is written). Layers by actor (side, organisation) and by date (year, month, day), filters, a table, and a card
    per event that shows its sentences.

    Parameters
    ----------
    events : GeoDataFrame or DataFrame
        One row an event; columns as in ``events.geojson``. Longitude and latitude in WGS84 degrees; without a point, an event
        is listed as not placed.
    reports : mapping, optional
        Event id to its reports, where they are not in the column ``reports_json``.
    title, subtitle : str
        Headline and the line below it.
    sources : sequence of str
        Attributions that the map prints.
    ledgers : mapping, optional
        Name of a ledger ("articles", "mentions", "events") to its counts by name.
    control : GeoDataFrame, optional
        Areas or lines of control with the columns side, date (ISO day from which it holds; optional), status, geometry in WGS84.
    options : MapOptions, optional

    Raises
    ------
    InputError
        The events have no ids or cells that cannot be read, or the worldview is unknown.
    """

    _template = Template("{% macro script(this, kwargs) %}var {{ this.get_name() }} = window.geomap.map;{% endmacro %}")

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  # folium's own attribute
    default_css: list[tuple[str, str]] = []  # noqa: RUF012  # folium's own attribute

    def __init__(
        self,
        events: "gpd.GeoDataFrame | pd.DataFrame",
        *,
        reports: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
        title: str = "Events",
        subtitle: str = "",
        sources: Sequence[str] = (),
        ledgers: Mapping[str, Mapping[str, int]] | None = None,
        control: "gpd.GeoDataFrame | None" = None,
        options: MapOptions | None = None,
    ) -> None:
        super().__init__(location=[35.0, 38.5], zoom_start=7, tiles=None)
        self._name = "EventMap"
        self.page_options = options or MapOptions()
        self.page_title = title
        self._events = events
        self._png: str | None = None
        base = outlines(self.page_options.worldview)
        columns = event_columns(events, self.page_options.actors or load_actors(), reports)
        layers = control_columns(control)
        used = [*columns["actors"]["side"], *(c["side"] for c in layers)]
        meta = _meta(title, subtitle, sources, ledgers, self.page_options)
        meta["maxZoom"] = self.page_options.max_zoom or zoom_cap(columns["places"])
        payload = {
            "meta": meta,
            "sides": _sides(used, self.page_options.sides),
            "base": base,
            "control": layers,
            "events": columns,
        }
        self.n_events = len(columns["id"])
        self.add_child(EventLayer(data_block(payload)), name="events")
        figure = PageFigure()
        figure.add_child(self)

    def page(self) -> str:
        """Write the whole page.

        Returns
        -------
        str
            HTML that asks nothing of any network.

        Raises
        ------
        RenderError
            A layer was added that needs something from the network, or that is not on the documented list.
        """
        layer = next(child for child in self._children.values() if isinstance(child, EventLayer))
        parts = user_parts(self, skip=(EventLayer,))
        body = resources.files("geomap.maps").joinpath("assets", "viewer.html").read_text("utf-8")
        return write_page(
            Page(
                title=self.page_title,
                body=body + parts.html,
                styles=[leaflet_css(), viewer_css(), *parts.styles],
                scripts=[leaflet_js(), *(_WHEN_READY.format(script) for script in parts.scripts), viewer_js()],
                blocks=[layer.block],
                language=self.page_options.language,
                direction=self.page_options.direction,
                description=f"{self.page_title}: {self.n_events} events with their sources",
                inline_style_attributes=parts.inline_style_attributes,
            )
        )

    def save(self, outfile: Any, close_file: bool = True, **kwargs: Any) -> None:  # noqa: ARG002  # folium's signature
        """Write the page to a path or a binary file.

        Parameters
        ----------
        outfile : str, Path or binary file
        close_file : bool
            Close a file that was handed in.
        **kwargs : any
            Taken because folium's maps take them; they change nothing.
        """
        data = self.page().encode("utf-8")
        if isinstance(outfile, (str, bytes, Path)):
            write_bytes(Path(outfile.decode() if isinstance(outfile, bytes) else outfile), data)
            return
        outfile.write(data)
        if close_file:
            outfile.close()

    def _repr_html_(self, **kwargs: Any) -> str:  # noqa: ARG002  # folium's signature
        """The page in a frame of its own, for notebooks: it can neither reach the notebook nor the network."""
        return (
            f'<iframe srcdoc="{escape(self.page(), quote=True)}" title="{escape(self.page_title, quote=True)}" '
            f'sandbox="allow-scripts allow-popups allow-downloads" width="100%" height="{self.page_options.notebook_height}" '
            'style="border:1px solid #ddd"></iframe>'
        )

    def _repr_mimebundle_(self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None) -> dict[str, str]:
        """The page, and a small picture of it for where no page can be shown (nbviewer, a PDF of the notebook)."""
        makers: dict[str, Callable[[], str | None]] = {
            "text/html": self._repr_html_,
            "text/plain": lambda: f"EventMap: {self.page_title} ({self.n_events} events)",
            "image/png": self._picture,
        }
        kept = (set(include) if include else set(makers)) - set(exclude or ())
        shown = {kind: make() for kind, make in makers.items() if kind in kept}
        return {kind: value for kind, value in shown.items() if value is not None}

    def _picture(self) -> str | None:
        """A static map as base64 of a PNG, drawn when first asked for; None without points or the columns of ``events.geojson``."""
        if self._png is None:
            self._png = static_picture(self._events, self.page_title)
        return self._png or None


def _meta(
    title: str, subtitle: str, sources: Sequence[str], ledgers: Mapping[str, Mapping[str, int]] | None, options: MapOptions
) -> dict[str, Any]:
    return {
        "title": title, "subtitle": subtitle, "sources": list(sources), "credit": options.basemap_credit, "disclaimer": f"{disclaimer(options.worldview)} {options.disclaimer}".strip(),
        "stamp": options.unreviewed_stamp, "edition": list(options.edition),
        "ledgers": [[name, [[k, int(n)] for k, n in counts.items()]] for name, counts in (ledgers or {}).items()],
    }  # fmt: skip


def _sides(used: Iterable[str], given: Mapping[str, tuple[str, str]]) -> dict[str, list[str]]:
    from geomap.maps.sidecolours import side_colours

    return side_colours(used, given)
