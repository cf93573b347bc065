"""The files that a comparison writes."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.control.areas import AreaMap
    from geomap.control.compare import Comparison
    from geomap.control.facts import Fact

__all__ = ["write_comparison"]


def _dates(first: "AreaMap", facts: "tuple[Fact, ...]", country: "BaseGeometry", also: tuple[str, ...], last: "AreaMap") -> "list[AreaMap]":
    """Maps of the slider: the two dates compared and those asked for beside them, in order of time."""
    from geomap.control.areas import areas_on

    drawn = {first.date: first, last.date: last}
    for when in also:
        if when not in drawn:
            drawn[when] = areas_on(facts, country, when)
    return [drawn[when] for when in sorted(drawn)]


def write_comparison(
    found: "Comparison", facts: "tuple[Fact, ...]", country: "BaseGeometry", output: Path, *, also: tuple[str, ...] = (), figures: bool = True
) -> list[str]:
    """Write change.geojson, places.csv, matrix.csv, compare.html and, on demand, panels.png and change.png.

    Parameters
    ----------
    found : Comparison
    facts : tuple of Fact
        For the further dates of the slider.
    country : shapely Polygon or MultiPolygon
        In WGS84 degrees.
    output : Path
        Folder; made if it is not there.
    also : tuple of str
        Further ISO days for the slider.
    figures : bool

    Returns
    -------
    list of str
        Names of the files, in the order in which a reader wants them.

    Raises
    ------
    InputError
        A file cannot be written, or a further date has no facts.
    """
    from geomap.control.geojson import area_features, collection, dump
    from geomap.control.output import about_areas, change_collection, layer_features, matrix_csv, places_csv
    from geomap.io.atomic import write_bytes, write_text
    from geomap.maps.compare import DateMap, compare_page
    from geomap.maps.control_figures import Panel, area_panels, change_map

    change = change_collection(found)
    maps = _dates(found.before, facts, country, also, found.after)
    drawn: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        (m.date, collection(area_features(m), **about_areas(m)), collection(layer_features(m))) for m in maps
    ]
    texts = {
        "places.csv": places_csv(found),
        "matrix.csv": matrix_csv(found),
        "change.geojson": dump(change),
        "compare.html": compare_page([DateMap(*d) for d in drawn], change),
    }
    for name, text in texts.items():
        write_text(output / name, text)
    if not figures:
        return list(texts)
    by_date = {d[0]: d for d in drawn}
    ends = [by_date[found.date_from], by_date[found.date_to]]
    pictures = {
        "panels.png": area_panels([Panel(*d) for d in ends])["png"],
        "change.png": change_map(change, ends[0][1])["png"],
    }
    if len(drawn) > 2:
        pictures["multiples.png"] = area_panels([Panel(*d) for d in drawn])["png"]
    for name, data in pictures.items():
        write_bytes(output / name, data)
    return [*texts, *pictures]
