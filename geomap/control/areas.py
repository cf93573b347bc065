"""Control areas on a date: who holds which ground, how sure that is, and on what it rests."""

from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from geomap.control.facts import Fact
from geomap.control.field import Field, Ints, solve
from geomap.control.grid import Floats, grid_over, to_metres
from geomap.control.holdings import Holding, holdings_on
from geomap.control.screen import doubted
from geomap.control.shapes import Places, Shapes, harmonic_shapes, nearest_shapes, unpartable
from geomap.errors import InputError
from geomap.tables.successions import Successions

__all__ = ["DOUBTFUL_P", "FAR_KM", "METHODS", "OLD_DAYS", "STEP_M", "AreaMap", "areas_of", "areas_on"]

METHODS = ("harmonic", "nearest")
STEP_M = 2000.0
"""Side of a cell. At 1 km the line came no nearer and the solve took five times as long."""
DOUBTFUL_P = 0.7
"""Below this the ground is drawn as doubtful: of cells said to be held with 0.6 to 0.7, seven in ten were."""
FAR_KM = 25.0
"""Beyond this the ground is drawn as "no fact near"."""
OLD_DAYS = 365
"""A holding whose newest fact is older rests on an old fact."""


@dataclass(frozen=True)
class AreaMap:
    """Areas on a date. Geometries are in equal-area metres; `geomap.control.geojson` turns them to degrees."""

    date: str
    method: str
    country: BaseGeometry
    holdings: tuple[Holding, ...]
    sides: tuple[str, ...]
    """Sorted; the order of `areas`."""
    areas: tuple[BaseGeometry, ...]
    xy: Floats
    """Positions of `holdings` in metres, shape (n, 2)."""
    side: Ints
    """Number in `sides` of the side of each holding."""
    field: Field | None
    """None for the method "nearest"."""
    too_close: npt.NDArray[np.bool_]
    """Holdings that lie too near to one of another side to be parted; listed as contested."""
    doubted: npt.NDArray[np.bool_]
    """Holdings that contradict their neighbours on one bare statement: each keeps its spot, listed as contested, and shapes no ground."""

    @cached_property
    def median_age_days(self) -> int:
        """Median age of the facts that carry the places."""
        return int(median(h.age_days for h in self.holdings))

    @cached_property
    def latest_fact(self) -> str:
        """Day of the newest fact used, ISO."""
        return max((f.date_end for h in self.holdings for f in h.facts if f.date_end <= self.date), default="")

    def area_km2(self, side: str) -> float:
        """Area of a side, km².

        Parameters
        ----------
        side : str
            Its id, as in `sides`.

        Returns
        -------
        float
            In km², measured in the equal-area metres of the map; 0 for a side that holds nothing.
        """
        return float(self.areas[self.sides.index(side)].area / 1e6) if side in self.sides else 0.0


def areas_of(
    holdings: tuple[Holding, ...],
    country: BaseGeometry,
    when: str,
    method: str = "harmonic",
    points: npt.NDArray[np.bool_] | None = None,
) -> AreaMap:
    """Share out a country among the sides that hold its places.

    Parameters
    ----------
    holdings : tuple of Holding
        Those outside the country count too: they shape the areas near the border.
    country : shapely Polygon or MultiPolygon
        In WGS84 degrees.
    when : str
        ISO day.
    method : {"harmonic", "nearest"}
    points : array of bool, optional
        Holdings to draw as points without ground; by default those that `screen.doubted` finds. The method "nearest" draws none so.

    Returns
    -------
    AreaMap

    Raises
    ------
    InputError
        No holding, or a method that is none.
    """
    _check(holdings, when, method)
    names = tuple(sorted({h.side for h in holdings}))
    ground = to_metres(country)
    xy = to_metres(np.array([[h.longitude, h.latitude] for h in holdings]))
    side = np.array([names.index(h.side) for h in holdings], dtype=np.intp)
    field: Field | None = None
    shapes: Shapes
    if method == "harmonic":
        points = doubted(holdings) if points is None else points
        kept = np.flatnonzero(~points)
        field = solve(grid_over(ground, STEP_M), xy[kept], side[kept], names)
        field = replace(field, nearest=kept[field.nearest])
        shapes = harmonic_shapes(field, ground, Places(xy, side, points))
    else:
        points = np.zeros(len(holdings), dtype=bool)
        shapes = nearest_shapes(ground, Places(xy, side, points), len(names))
    return AreaMap(when, method, ground, holdings, names, shapes.by_side, xy, side, field, unpartable(xy, side), points)


def _check(holdings: tuple[Holding, ...], when: str, method: str) -> None:
    if method not in METHODS:
        raise InputError(f"method {method!r} is none of {', '.join(METHODS)}")
    if not holdings:
        raise InputError(
            f"no fact tells who held any place on {when}; give facts of that day or before, or add the bundled ones (--bundled)"
        )


def areas_on(
    facts: tuple[Fact, ...],
    country: BaseGeometry,
    when: str,
    *,
    method: str = "harmonic",
    successions: Successions | None = None,
    include_claimed: bool = False,
) -> AreaMap:
    """Control areas on a date from facts.

    Parameters
    ----------
    facts : tuple of Fact
    country : shapely Polygon or MultiPolygon
        In WGS84 degrees.
    when : str
        ISO day.
    method : {"harmonic", "nearest"}
        "nearest" gives each point to the nearest place: the baseline.
    successions : Successions, optional
        The bundled table by default.
    include_claimed : bool
        Also draw facts that nobody has assessed.

    Returns
    -------
    AreaMap

    Raises
    ------
    InputError
        No fact speaks of the date.
    """
    west, south, east, north = country.buffer(1.0).bounds
    inside = tuple(f for f in facts if west <= f.longitude <= east and south <= f.latitude <= north)
    return areas_of(holdings_on(inside, when, successions, include_claimed), country, when, method)
