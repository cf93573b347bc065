"""Draw the pictures of ``docs/gallery.md`` from a run on the example articles and the bundled facts of control: ``python docs/gallery/draw.py``."""

import io
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
from PIL import Image

import geomap
from geomap.control.areas import areas_on
from geomap.control.bundled import bundled_facts
from geomap.control.compare import compare
from geomap.control.country import load_country
from geomap.control.geojson import area_features
from geomap.maps.atlas import draw_atlas
from geomap.maps.basemap import governorate_extent
from geomap.maps.control_figures import Panel, area_panels, change_map
from geomap.maps.figure import FigureOptions, draw_figure
from geomap.maps.filters import SHOWN_BY_DEFAULT, Filters, filter_events, near
from geomap.maps.multiples import draw_multiples, panels_by
from geomap.maps.timeline import draw_timeline
from geomap.pipeline.comparison import compared

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples" / "articles"
PLAIN = FigureOptions(preset="cms", dpi=110)
FROM, TO = "2016-12-31", "2017-10-31"
WIDTH = 1100
"""Pixels of the pictures in the page."""


def with_control(events: gpd.GeoDataFrame) -> bytes:
    """Events of 2017 over the areas of one day."""
    areas = gpd.GeoDataFrame.from_features(area_features(areas_on(bundled_facts(), load_country(), TO)), crs=4326)
    options = replace(PLAIN, title="Events of 2017 over control areas of 31 October 2017")
    return draw_figure(filter_events(events, Filters(since="2017", until="2017")), options=options, control_areas=areas).files["png"]


def two_dates() -> dict[str, bytes]:
    """Two dates of control side by side, and what changed."""
    facts, country = bundled_facts(), load_country()
    shown = compared(compare(facts, country, FROM, TO), facts, country)
    panels = [Panel(d.date, d.areas, d.layers) for d in shown.ends]
    return {"comparison": area_panels(panels)["png"], "change": change_map(shown.change, shown.ends[0].areas)["png"]}


def narrower(png: bytes) -> bytes:
    """The same picture no wider than the page needs it."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if picture.width > WIDTH:
        picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Write every picture."""
    events = filter_events(geomap.map_events(EXAMPLES).events, Filters(status=SHOWN_BY_DEFAULT))
    drawn = {
        "country": draw_figure(events, options=replace(PLAIN, title="Events told in the example articles")),
        "governorate": draw_figure(events, options=replace(PLAIN, title="Idlib", extent=governorate_extent("Idlib"), labels="both")),
        "town": draw_figure(events, options=replace(PLAIN, title="Aleppo and its surroundings", extent=near(37.16, 36.2, 30), preset="social")),
        "black-and-white": draw_figure(events, options=replace(PLAIN, title="The north-west", extent=(35.8, 34.9, 38.6, 37.0), black_and_white=True)),
        "multiples": draw_multiples(panels_by(events, "year"), options=replace(PLAIN, title="Year by year")),
        "timeline": draw_timeline(events, options=replace(PLAIN, title="Events and deaths over time")),
    }  # fmt: skip
    pictures = {name: figure.files["png"] for name, figure in drawn.items()} | {"control": with_control(events)} | two_dates()
    for name, png in pictures.items():
        (HERE / f"{name}.png").write_bytes(narrower(png))
    (HERE / "atlas.pdf").write_bytes(draw_atlas(events, options=replace(PLAIN, title="Atlas", preset="journal-single")).pdf)


if __name__ == "__main__":
    main()
