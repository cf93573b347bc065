"""The comparison of two dates of control as files: data, the page to swipe, and pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.io.atomic import write_bytes
from geomap.maps.compare import DateMap, compare_page

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.control.compare import Comparison
    from geomap.control.facts import Fact

__all__ = ["Compared", "compared", "comparison_data", "write_comparison"]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two dates drawn, with what changed, and perhaps further dates between or beside them."""

    change: dict[str, Any]
    """As in ``change.geojson``."""
    dates: tuple[DateMap, ...]
    """In order of time."""

    @property
    def ends(self) -> tuple[DateMap, DateMap]:
        """The two dates that are compared."""
        by_date = {d.date: d for d in self.dates}
        about = self.change["geomap"]
        return by_date[about["date_from"]], by_date[about["date_to"]]


def compared(found: "Comparison", facts: "tuple[Fact, ...]", country: "BaseGeometry", *, also: Sequence[str] = (), include_claimed: bool = False) -> Compared:
    """Turn a comparison into what can be drawn.

    Parameters
    ----------
    found : Comparison
    facts : tuple of Fact
        For the further dates.
    country : shapely Polygon or MultiPolygon
        In WGS84 degrees.
    also : sequence of str
        Further ISO days for the slider of the page.
    include_claimed : bool
        Draw the further dates with facts that nobody has assessed, as the comparison was.

    Returns
    -------
    Compared

    Raises
    ------
    InputError
        A further date has no facts.
    """
    from geomap.control.areas import areas_on
    from geomap.control.geojson import area_features, collection
    from geomap.control.output import about_areas, change_collection, layer_features

    drawn = {found.before.date: found.before, found.after.date: found.after}
    for when in also:
        if when not in drawn:
            drawn[when] = areas_on(facts, country, when, include_claimed=include_claimed)
    dates = [DateMap(day, collection(area_features(m), **about_areas(m)), collection(layer_features(m))) for day, m in sorted(drawn.items())]
    return Compared(change_collection(found), tuple(dates))


def comparison_data(found: "Comparison", shown: Compared) -> dict[str, str]:
    """The data files and the page: places.csv, matrix.csv, change.geojson, compare.html."""
    from geomap.control.geojson import dump
    from geomap.control.output import matrix_csv, places_csv

    return {
        "places.csv": places_csv(found),
        "matrix.csv": matrix_csv(found),
        "change.geojson": dump(shown.change),
        "compare.html": compare_page(shown.dates, shown.change),
    }


def _pictures(shown: Compared) -> dict[str, bytes]:
    from geomap.maps.control_figures import Panel, area_panels, change_map

    pictures = {
        "panels.png": area_panels([Panel(d.date, d.areas, d.layers) for d in shown.ends])["png"],
        "change.png": change_map(shown.change, shown.ends[0].areas)["png"],
    }
    if len(shown.dates) > 2:
        pictures["multiples.png"] = area_panels([Panel(d.date, d.areas, d.layers) for d in shown.dates])["png"]
    return pictures


def write_comparison(found: "Comparison", shown: Compared, output: Path, *, figures: bool = True) -> list[str]:
    """Write change.geojson, places.csv, matrix.csv, compare.html and, on demand, panels.png, change.png and multiples.png.

    Parameters
    ----------
    found : Comparison
    shown : Compared
        The same, drawn (see `compared`).
    output : Path
        Folder; made if it is not there.
    figures : bool

    Returns
    -------
    list of str
        Names of the files, in the order in which a reader wants them.

    Raises
    ------
    InputError
        A file cannot be written.
    """
    files = {name: text.encode() for name, text in comparison_data(found, shown).items()}
    if figures:
        files |= _pictures(shown)
    for name, data in files.items():
        write_bytes(output / name, data)
    return list(files)
