"""Draw the pictures of ``docs/gallery.md`` from the sample beside this file: ``python docs/gallery/draw.py``."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import shapely
from sample import sample_events

from geomap.maps.atlas import draw_atlas
from geomap.maps.basemap import governorate_extent, load_basemap
from geomap.maps.figure import FigureOptions, draw_figure
from geomap.maps.filters import Filters, filter_events, near
from geomap.maps.multiples import Panel, draw_multiples, panels_by
from geomap.maps.timeline import draw_timeline

HERE = Path(__file__).resolve().parent
PLAIN = FigureOptions(preset="cms", dpi=110, sources="general knowledge (a sample, no data set)")


def areas(sides: dict[str, str]) -> gpd.GeoDataFrame:
    """Whole governorates given to sides: a drawing sample, not who held what."""
    shapes = {f.name: f.geometry for f in load_basemap().governorates}
    held = {side: shapely.union_all([shapes[g] for g in shapes if sides.get(g, "government") == side]) for side in {"government", *sides.values()}}
    names = sorted(held)
    return gpd.GeoDataFrame({"side": names}, geometry=[held[n] for n in names], crs=4326)


def main() -> None:
    """Write every picture."""
    events = sample_events()
    before = areas({"Raqqa": "isis", "Deir ez-Zor": "isis", "Hasakah": "sdf", "Idlib": "hts"})
    after = areas({"Raqqa": "sdf", "Hasakah": "sdf", "Idlib": "hts"})
    year = filter_events(events, Filters(since="2017", until="2017"))
    pictures = {
        "country": draw_figure(events, options=replace(PLAIN, title="Turning points of the war")),
        "governorate": draw_figure(events, options=replace(PLAIN, title="Idlib", extent=governorate_extent("Idlib"), labels="both")),
        "town": draw_figure(events, options=replace(PLAIN, title="Raqqa", extent=near(39.008, 35.95, 30), preset="social")),
        "control": draw_figure(year, options=replace(PLAIN, title="Events of 2017 over control areas (areas invented)"), control_areas=before),
        "black-and-white": draw_figure(events, options=replace(PLAIN, title="The north-west", extent=(35.8, 34.9, 38.6, 37.0), black_and_white=True)),
        "multiples": draw_multiples(panels_by(events, "year")[2:8], options=replace(PLAIN, title="Year by year")),
        "comparison": draw_multiples(
            [Panel("Before", year.iloc[:0], before), Panel("After", year.iloc[:0], after)], options=replace(PLAIN, title="Two dates (areas invented)")
        ),
        "timeline": draw_timeline(events, options=replace(PLAIN, title="Events and deaths over time")),
    }  # fmt: skip
    for name, drawn in pictures.items():
        (HERE / f"{name}.png").write_bytes(drawn.files["png"])
    atlas = draw_atlas(events, options=replace(PLAIN, title="Atlas", preset="journal-single"))
    (HERE / "atlas.pdf").write_bytes(atlas.pdf)


if __name__ == "__main__":
    main()
