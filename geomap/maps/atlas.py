"""An atlas: one PDF with a map for each governorate, side, year, month, type or status."""

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.maps import canvas
from geomap.maps.basemap import governorate_extent, load_basemap
from geomap.maps.figure import Drawn, FigureOptions, compose
from geomap.maps.multiples import panels_by

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["MOST_PAGES", "Atlas", "draw_atlas"]

MOST_PAGES = 200


@dataclass(frozen=True, slots=True)
class Atlas:
    """The PDF and what each page shows."""

    pdf: bytes
    pages: tuple[tuple[str, Drawn], ...]
    """Label and page, in order; the pages carry no files of their own."""


def draw_atlas(
    events: "GeoDataFrame", *, by: str = "governorate", options: FigureOptions | None = None, control_areas: "GeoDataFrame | None" = None
) -> Atlas:
    """Draw an atlas.

    Parameters
    ----------
    events : GeoDataFrame
        Flat columns as in ``events.geojson``, already filtered.
    by : str
        ``governorate`` gives a page of its own extent to each that has events; else one of `geomap.maps.multiples.BY`.
    options : FigureOptions, optional
        The title is followed by the page's label.
    control_areas : GeoDataFrame, optional
        Beneath every page.

    Returns
    -------
    Atlas
        The same bytes for the same input.

    Raises
    ------
    InputError
        `by` is unknown, or there are no pages or more than 200.
    """
    from matplotlib.backends.backend_pdf import PdfPages

    options = options or FigureOptions()
    panels = panels_by(events, by)
    if by == "governorate":
        known = {f.name for f in load_basemap().governorates}
        panels = [p for p in panels if p.label in known]
    if not 1 <= len(panels) <= MOST_PAGES:
        raise InputError(f"atlas by {by}: {len(panels)} pages; give 1 to {MOST_PAGES}: change the filters or --by")
    title = canvas.clean_text(options.title) or "Conflict events in Syria"
    buffer = io.BytesIO()
    pages: list[tuple[str, Drawn]] = []
    about = {"CreationDate": None, "Creator": None, "Producer": None, "Title": title}
    with canvas.style(), PdfPages(buffer, metadata=about) as pdf:
        for panel in panels:
            extent = governorate_extent(panel.label) if by == "governorate" else options.extent
            page = replace(options, title=f"{title}: {panel.label}", extent=extent)
            figure, drawn = compose(panel.events, page, control_areas)
            pdf.savefig(figure)
            pages.append((panel.label, drawn))
    return Atlas(buffer.getvalue(), tuple(pages))
