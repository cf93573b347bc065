"""Draw the layers of a static map: land and water, borders, control, events, names. Every layer carries a name (gid) in SVG."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.maps.basemap import WINDOW, Basemap, Feature
from geomap.maps.canvas import text_mm
from geomap.maps.labels import Box
from geomap.maps.palette import area_fill, grey_of, ink_on, tint
from geomap.maps.paper import Frame, project, to_metres
from geomap.maps.symbols import MARKERS, Symbol, arrange, diameter_mm
from geomap.model import Status

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from matplotlib.axes import Axes

    from geomap.maps.labels import Placement
    from geomap.tables.sides import Side

__all__ = ["GREY_LETTERS", "LETTERS", "add_shapes", "draw_basemap", "draw_control", "draw_country_names", "draw_events", "draw_placement", "draw_points", "draw_radii", "front_band"]

SEA, LAND, ABROAD, BLANK = "#DCE6EC", "#FFFFFF", "#EDEDE8", "#F4F4F2"
WATER, BORDER, ADMIN = "#8FB3CC", "#4D4D4D", "#B5B0A6"
INK = "#1A1A1A"
PT = 72 / 25.4
LETTERS = {Status.PLANNED.value: "p", Status.THREATENED.value: "t", Status.DENIED.value: "d", Status.HISTORICAL.value: "h"}
"""In the middle of marks of what is no reported act; a claimed one has a dot."""
GREY_LETTERS = {**LETTERS, Status.CLAIMED.value: "c"}
"""Beside the mark where there are no colours, since its middle holds the side's letter."""


def _polygons(geometry: BaseGeometry) -> list[BaseGeometry]:
    return [g for g in shapely.get_parts(geometry) if g.geom_type == "Polygon" and not g.is_empty]


def _rings(polygon: Any) -> Iterable[Any]:
    return [polygon.exterior, *polygon.interiors]


def add_shapes(axes: "Axes", shapes: Iterable[BaseGeometry], *, gid: str, **look: Any) -> None:
    """Draw polygons and lines in metres as one named layer; polygons keep their holes."""
    from matplotlib.collections import LineCollection, PathCollection
    from matplotlib.path import Path

    paths: list[Path] = []
    lines: list[Any] = []
    for shape in shapes:
        paths += [Path.make_compound_path(*(Path(shapely.get_coordinates(r), closed=True) for r in _rings(p))) for p in _polygons(shape)]
        lines += [shapely.get_coordinates(g) for g in shapely.get_parts(shape) if g.geom_type == "LineString"]
    if paths:
        axes.add_collection(PathCollection(paths, gid=gid, **look), autolim=False)
    if lines:
        plain = {k: v for k, v in look.items() if k not in {"facecolor", "edgecolor", "hatch"}}
        axes.add_collection(LineCollection(lines, gid=gid, colors=look.get("edgecolor", INK), **plain), autolim=False)


def _cut(features: Iterable[Feature], frame: Frame) -> list[BaseGeometry]:
    margin = shapely.box(frame.x0 - 5000, frame.y0 - 5000, frame.x1 + 5000, frame.y1 + 5000)
    found = (shapely.intersection(project(f.geometry), margin) for f in features)
    return [g for g in found if not g.is_empty]


def draw_basemap(axes: "Axes", base: Basemap, frame: Frame, *, grey: bool = False) -> None:
    """Land, water, borders; disputed areas hatched and their lines dashed."""
    tones = (SEA, WATER, ABROAD, BLANK, ADMIN)
    sea, water, abroad_tone, blank, admin = (grey_of(t) for t in tones) if grey else tones
    axes.set_facecolor(blank)
    window = shapely.intersection(project(shapely.segmentize(shapely.box(*WINDOW), 0.25)), frame.box)
    add_shapes(axes, [window], gid="sea", facecolor=sea, edgecolor="none", zorder=1)
    syria = [f for f in base.countries if f.name == "Syria"]
    abroad = [f for f in base.countries if f.name != "Syria"]
    add_shapes(axes, _cut(abroad, frame), gid="countries", facecolor=abroad_tone, edgecolor="#999999", linewidth=0.4, zorder=2)
    add_shapes(axes, _cut(syria, frame), gid="syria", facecolor=LAND, edgecolor="none", zorder=2)
    add_shapes(axes, _cut(base.lakes, frame), gid="lakes", facecolor=tint(water, 0.55), edgecolor=water, linewidth=0.3, zorder=5)
    add_shapes(axes, _cut(base.rivers, frame), gid="rivers", edgecolor=water, linewidth=0.7, zorder=5)
    add_shapes(axes, _cut(base.governorates, frame), gid="governorates", facecolor="none", edgecolor=admin, linewidth=0.5, zorder=6)
    look = {"facecolor": "none", "edgecolor": "#7A7A7A", "linewidth": 0.0, "hatch": "////", "zorder": 7}
    add_shapes(axes, _cut(base.disputed_areas, frame), gid="disputed-areas", **look)
    add_shapes(axes, _cut(base.disputed_lines, frame), gid="disputed-lines", edgecolor=BORDER, linewidth=0.7, linestyle=(0, (4, 2)), zorder=8)
    add_shapes(axes, _cut(syria, frame), gid="border", facecolor="none", edgecolor=BORDER, linewidth=0.8, zorder=8)


def front_band(lines: Iterable[BaseGeometry], accuracy_km: Iterable[float], within: BaseGeometry) -> BaseGeometry:
    """Ground on which front lines may lie: each as far to either side as it may be off, cut to the ground that is drawn; all in metres."""
    bands = [shapely.buffer(line, 1e3 * km, quad_segs=4) for line, km in zip(lines, accuracy_km, strict=True) if km > 0]
    return shapely.intersection(shapely.union_all(bands), within) if bands else shapely.MultiPolygon()


def draw_control(
    axes: "Axes", areas: "GeoDataFrame | None", lines: "GeoDataFrame | None", sides: dict[str, "Side"], frame: Frame, *, grey: bool
) -> list[str]:
    """Areas of control pale in their side's colour, or hatched without colour, and front lines; gives the sides shown, in table order."""
    shown: set[str] = set()
    if areas is not None:
        for side, shape in zip(areas["side"], areas.geometry, strict=True):
            cut = shapely.intersection(project(shape), frame.box)
            if cut.is_empty:
                continue
            known = sides.get(str(side), sides["unidentified"])
            shown.add(known.id)
            look: dict[str, Any] = {"facecolor": area_fill(known), "edgecolor": "white", "linewidth": 0.3}
            if grey:
                look = {"facecolor": "white", "edgecolor": "#777777", "linewidth": 0.0, "hatch": known.hatch * 2}
            add_shapes(axes, [cut], gid=f"control-area-{known.id}", zorder=3, **look)
    if lines is not None and len(lines):
        projected = [project(g) for g in lines.geometry]
        if "accuracy_km" in lines:
            band = front_band(projected, lines["accuracy_km"].fillna(0.0), frame.box)
            add_shapes(axes, [band], gid="control-line-errors", facecolor=(0.0, 0.0, 0.0, 0.09), edgecolor="none", linewidth=0.0, zorder=3.6)
        cut_lines = [shapely.intersection(g, frame.box) for g in projected]
        add_shapes(axes, cut_lines, gid="control-lines", edgecolor=INK, linewidth=1.3, zorder=9)
    return [s for s in sides if s in shown]


def draw_radii(axes: "Axes", symbols: Sequence[Symbol], frame: Frame) -> bool:
    """Rings that hold the true point in nine of ten cases, to scale, where the point is not known; gives whether any was drawn."""
    rings = {(s.longitude, s.latitude, s.radius_km) for s in symbols if not s.exact and s.radius_km > 0}
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Circle

    widest = 0.45 * (frame.x1 - frame.x0)
    circles = []
    for lon, lat, km in sorted(rings):
        if 1.2 * frame.metres_per_mm < km * 1000 < widest:
            x, y = to_metres(lon, lat)
            circles.append(Circle((float(x), float(y)), km * 1000))
    if circles:
        look: dict[str, Any] = {"facecolor": "none", "edgecolor": "#444444", "linewidth": 0.45, "linestyle": (0, (3, 2)), "zorder": 10}
        axes.add_collection(PatchCollection(circles, gid="radius", **look), autolim=False)
    return bool(circles)


def draw_events(
    axes: "Axes", symbols: list[Symbol], sides: dict[str, "Side"], frame: Frame, *, scale: float = 1.0, grey: bool = False
) -> list[tuple[float, float, float]]:
    """Draw symbols and give their middle and radius in mm from the frame's corner."""
    if not symbols:
        return []
    x, y = to_metres([s.longitude for s in symbols], [s.latitude for s in symbols])
    offset = np.array(arrange(symbols, scale)) * frame.metres_per_mm
    x, y = x + offset[:, 0], y + offset[:, 1]
    diameter = np.array([diameter_mm(s.n, scale) for s in symbols])
    groups: dict[tuple[str, str, str, bool], list[int]] = defaultdict(list)
    for i, s in enumerate(symbols):
        known = s.side if s.side in sides else "unidentified"
        groups[known, s.event_type, s.status, s.exact].append(i)
    rank = {side: n for n, side in enumerate(sides)}
    for key in sorted(groups, key=lambda k: (rank[k[0]], *k[1:])):
        at = groups[key]
        _draw_group(axes, sides[key[0]], key, (x[at], y[at], diameter[at]), grey=grey)
    spread = [i for i, s in enumerate(symbols) if s.spread]
    _draw_dashes(axes, x[spread], y[spread], diameter[spread], frame)
    return [
        ((float(a) - frame.x0) / frame.metres_per_mm, (float(b) - frame.y0) / frame.metres_per_mm, float(d) / 2)
        for a, b, d in zip(x, y, diameter, strict=True)
    ]


def _add_marks(axes: "Axes", where: tuple[Any, Any, Any], marker: str, **look: Any) -> None:
    """Marks at points, of areas in square points: what `Axes.scatter` draws, without its checks and limits, which cost more than the drawing."""
    from matplotlib.collections import PathCollection
    from matplotlib.markers import MarkerStyle
    from matplotlib.transforms import IdentityTransform

    x, y, area = where
    style = MarkerStyle(marker)
    path = style.get_path().transformed(style.get_transform())
    marks = PathCollection([path], area, offsets=np.column_stack([x, y]), offset_transform=axes.transData, **look)
    marks.set_transform(IdentityTransform())
    axes.add_collection(marks, autolim=False)


def _draw_group(axes: "Axes", side: "Side", key: tuple[str, str, str, bool], where: tuple[Any, Any, Any], *, grey: bool) -> None:
    _, event_type, status, exact = key
    x, y, diameter = where
    marker = MARKERS.get(event_type, "s")
    area = (diameter * PT) ** 2
    slug = "-".join(event_type.lower().replace("/", " ").split())
    look: dict[str, Any] = {"zorder": 20, "gid": f"events-{side.id}-{slug}-{status}-{'exact' if exact else 'area'}"}
    if grey:
        face, dashes = ("#DADADA", "-") if exact else ("white", (0, (2, 1.2)))
        _add_marks(axes, (x, y, area), marker, facecolor=face, edgecolor=INK, linewidth=0.6, linestyle=dashes, **look)
        raised = GREY_LETTERS.get(status, "")
        for a, b, d in zip(x, y, diameter, strict=True):
            axes.text(a, b, side.label, size=d * 1.3, color=INK, ha="center", va="center", zorder=21)
            if raised:  # the middle is the side's
                high = (d * PT * 0.45, d * PT * 0.3)
                axes.annotate(raised, (a, b), high, textcoords="offset points", size=d * 1.5, color=INK, weight="bold", zorder=22)
        return
    _add_marks(axes, (x, y, area), marker, facecolor=side.colour, edgecolor=INK, linewidth=0.45, **look)
    if not exact:
        _add_marks(axes, (x, y, area * 0.3), marker, facecolor="white", edgecolor="none", zorder=21)
    if status == Status.CLAIMED.value:
        _add_marks(axes, (x, y, area * 0.1), "o", facecolor="white", edgecolor=INK, linewidth=0.3, zorder=22)
    elif status in LETTERS:
        ink = ink_on(side.colour) if exact else INK
        for a, b, d in zip(x, y, diameter, strict=True):
            axes.text(a, b, LETTERS[status], size=d * 1.6, color=ink, ha="center", va="center", zorder=22)


def _draw_dashes(axes: "Axes", x: Any, y: Any, diameter: Any, frame: Frame) -> None:
    """A stroke under what is spread over several days."""
    from matplotlib.collections import LineCollection

    if not len(x):
        return
    half, below = diameter * 0.55 * frame.metres_per_mm, (diameter * 0.5 + 0.45) * frame.metres_per_mm
    strokes = [[(a - h, b - d), (a + h, b - d)] for a, b, h, d in zip(x, y, half, below, strict=True)]
    axes.add_collection(LineCollection(strokes, colors=INK, linewidths=0.9, zorder=23, gid="date-spread"), autolim=False)


def draw_country_names(axes: "Axes", base: Basemap, frame: Frame, taken: Sequence[Box], size_pt: float, *, arabic: bool) -> None:
    """Names of the neighbours, pale, in the middle of what is visible of them, unless another name or symbol stands there."""
    for f in base.countries:
        seen = shapely.intersection(project(f.geometry), shapely.buffer(frame.box, -4 * frame.metres_per_mm))
        if f.name == "Syria" or seen.is_empty or seen.area < 150 * frame.metres_per_mm**2:
            continue
        x, y = shapely.maximum_inscribed_circle(max(shapely.get_parts(seen), key=lambda g: g.area), tolerance=2000).coords[0]
        name = f.name_ar if arabic and f.name_ar else f.name.upper()
        half, high = text_mm(name, size_pt) / 2 + 0.5, size_pt / PT * 0.7
        left, bottom = (x - frame.x0) / frame.metres_per_mm - half, (y - frame.y0) / frame.metres_per_mm - high
        if any(b[0] < left + 2 * half and b[2] > left and b[1] < bottom + 2 * high and b[3] > bottom for b in taken):
            continue
        axes.text(x, y, name, size=size_pt, color="#8F8F8F", ha="center", va="center", zorder=9, clip_on=True, gid="country-name")


def draw_placement(axes: "Axes", placement: "Placement", frame: Frame, size_pt: float) -> None:
    """Draw placed names, their points and leaders; a pale backing keeps them readable and leaves them text in SVG."""
    from matplotlib.patches import Rectangle

    per_mm = frame.metres_per_mm
    for p in placement.placed:
        left, bottom, right, top = (frame.x0 + p.box[0] * per_mm, frame.y0 + p.box[1] * per_mm, frame.x0 + p.box[2] * per_mm, frame.y0 + p.box[3] * per_mm)
        backing = Rectangle((left, bottom), right - left, top - bottom, facecolor="white", alpha=0.55, edgecolor="none", zorder=30)
        axes.add_patch(backing)
        if p.leader:
            (x0, y0), (x1, y1) = p.leader
            xs, ys = [frame.x0 + x0 * per_mm, frame.x0 + x1 * per_mm], [frame.y0 + y0 * per_mm, frame.y0 + y1 * per_mm]
            axes.plot(xs, ys, color="#555555", linewidth=0.4, zorder=29, gid="leader")
        axes.text((left + right) / 2, (bottom + top) / 2, p.label.text, size=size_pt, color=INK, ha="center", va="center", zorder=31, gid="label")


def draw_points(axes: "Axes", placement: "Placement", frame: Frame, keys: set[str]) -> None:
    """A small square for each named town at which no event stands."""
    at = sorted((p.label.x, p.label.y) for p in placement.placed if p.label.key in keys)
    if at:
        x, y = (frame.x0 + np.array([a for a, _ in at]) * frame.metres_per_mm, frame.y0 + np.array([b for _, b in at]) * frame.metres_per_mm)
        axes.scatter(x, y, s=3.2, marker="s", facecolor="#444444", edgecolor="none", zorder=19, gid="towns")
