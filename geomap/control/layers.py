"""What is drawn over the areas: doubt, ground without facts, contested and besieged places."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.control.areas import DOUBTFUL_P, FAR_KM, OLD_DAYS, AreaMap
from geomap.control.field import nearest_of
from geomap.control.grid import Grid, grid_over
from geomap.control.holdings import Holding
from geomap.control.shapes import fine_labels, label_polygons

__all__ = ["Evidence", "contested", "doubtful_band", "evidence", "far_from_facts", "mask_polygon"]

_CLOSE_M = 7500.0  # gaps up to 15 km in the far ground are closed: else single desert facts leave a pattern of circles
_UNCHECKED = ("memory", "not checked", "knowledge")


@dataclass(frozen=True, slots=True)
class Evidence:
    """On what a map rests."""

    places: int
    latest_fact: str
    median_age_days: int
    old_or_unchecked_share: float
    """Share of the country's area nearest to a place whose newest fact is older than a year, implied, or unchecked."""
    far_share: float
    """Share of the country's area farther than 25 km from any place."""
    contested: int


def _polygons(area: BaseGeometry) -> BaseGeometry:
    """The polygons of a cut, without the points and lines where shapes only touch."""
    return shapely.MultiPolygon([p for p in shapely.get_parts(area) if p.geom_type == "Polygon"])


def _cropped(grid: Grid, mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[Grid, np.ndarray[tuple[int, ...], np.dtype[np.int16]]]:
    """The part of a grid that holds all cells of a mask and one around them, as labels."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, left = max(int(rows[0]) - 1, 0), max(int(columns[0]) - 1, 0)
    part = (slice(top, int(rows[-1]) + 2), slice(left, int(columns[-1]) + 2))
    return Grid(grid.west + left * grid.step, grid.south + top * grid.step, grid.step, grid.inside[part]), mask[part].astype(np.int16)


def mask_polygon(grid: Grid, mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], country: BaseGeometry) -> BaseGeometry:
    """Cells of a mask as one area inside the country, metres."""
    if not mask.any():
        return shapely.MultiPolygon()
    faces, label = label_polygons(*_cropped(grid, mask))
    smooth = shapely.coverage_simplify(faces, grid.step * 2, simplify_boundary=False)
    area = shapely.intersection(shapely.coverage_union_all(smooth[label == 1]), country)
    return _polygons(area)


def doubtful_band(areas: AreaMap) -> BaseGeometry:
    """Ground that no side holds with a probability of 0.7; empty for the method "nearest", which states none."""
    if areas.field is None:
        return shapely.MultiPolygon()
    grid, _, p = fine_labels(areas.field, areas.xy, areas.side)
    return mask_polygon(grid, grid.inside & (p < DOUBTFUL_P), areas.country)


def far_from_facts(areas: AreaMap) -> BaseGeometry:
    """Ground farther than 25 km from any place of which something is known."""
    near = shapely.union_all(shapely.buffer(shapely.points(areas.xy), FAR_KM * 1e3, quad_segs=8))
    far = shapely.difference(areas.country, near).buffer(_CLOSE_M).buffer(-_CLOSE_M)
    area = shapely.intersection(shapely.intersection(far, areas.country).simplify(500), areas.country)
    return _polygons(area)


def contested(areas: AreaMap) -> tuple[tuple[Holding, str], ...]:
    """Places that are fought over, besieged, disputed between sources, too near to one of another side, or alone against their neighbours; with the reason."""
    found = []
    for holding, close, lone in zip(areas.holdings, areas.too_close, areas.doubted, strict=True):
        reason = (
            f"besieged by {holding.besieged_by}" if holding.besieged_by
            else "contested" if holding.contested
            else "sources disagree" if holding.dissent
            else "another side at the same point" if close
            else "contradicts its neighbours on one bare statement: a point without ground" if lone
            else ""
        )  # fmt: skip
        if reason:
            found.append((holding, reason))
    return tuple(found)


def _weak(holding: Holding) -> bool:
    basis = " ".join(f.basis for f in holding.facts[:1]).lower()
    return holding.age_days > OLD_DAYS or holding.implied or any(word in basis for word in _UNCHECKED)


def evidence(areas: AreaMap) -> Evidence:
    """Say on what an area map rests.

    Parameters
    ----------
    areas : AreaMap

    Returns
    -------
    Evidence
    """
    grid = areas.field.grid if areas.field is not None else grid_over(areas.country, 4000.0)
    centres = grid.centres()
    nearest = areas.field.nearest if areas.field is not None else nearest_of(centres, areas.xy)
    shapely.prepare(areas.country)
    within = shapely.contains_xy(areas.country, centres)
    centres, nearest = centres[within], nearest[within]
    weak = np.array([_weak(h) for h in areas.holdings])
    far = np.hypot(*(centres - areas.xy[nearest]).T) > FAR_KM * 1e3
    return Evidence(
        len(areas.holdings), areas.latest_fact, areas.median_age_days, round(float(weak[nearest].mean()), 3), round(float(far.mean()), 3),
        len(contested(areas)),
    )  # fmt: skip
