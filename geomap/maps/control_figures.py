"""Control in print: one or more dates side by side at one extent, and a map of what changed between two."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shapely.geometry import shape

from geomap.maps import canvas, furniture
from geomap.maps.basemap import ATTRIBUTION, disclaimer, load_basemap
from geomap.maps.control_colours import Look, looks_of
from geomap.maps.furniture import Block, Entry
from geomap.maps.keys import edition_block
from geomap.maps.layers import add_shapes, draw_basemap
from geomap.maps.palette import tint
from geomap.maps.paper import Frame, frame_for, project

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Panel", "Paper", "area_panels", "change_map"]

Json = Mapping[str, Any]
_SYRIA = (35.4, 32.1, 42.6, 37.5)
_MARGIN_MM = 3.0
_GAP_MM = 3.0
_FONT_PT = 7.0
_LETTER = 0.56
_DOUBT = "Doubtful: no side held with 70 %"
_FAR = "No fact within 25 km"
_FRONT = "Front, as wide as it may be off"
_VAGUE = "Front may lie here: off by 15 km or more"


@dataclass(frozen=True, slots=True)
class Paper:
    """Sheet of a figure. With a height the maps shrink until they fit, and notes are left out: as on a card for social media."""

    width_mm: float = 183.0
    dpi: int = 200
    height_mm: float | None = None
    columns: int | None = None
    """Panels beside one another; None: by their number."""


_PAPER = Paper()


@dataclass(frozen=True, slots=True)
class Panel:
    """One date: areas (features with ``side``) and, over them, doubt and places (features with ``layer``), both GeoJSON."""

    title: str
    areas: Json
    layers: Json | None = None


def _geometries(collection: Json | None, layer: str) -> list[Any]:
    features = collection["features"] if collection else []
    return [project(shape(f["geometry"])) for f in features if f["properties"].get("layer") == layer]


def _sides(panels: Sequence[Panel]) -> list[str]:
    return sorted({str(f["properties"]["side"]) for p in panels for f in p.areas["features"]})


def _panel_axes(figure: "Figure", frame: Frame, left: float, bottom: float, size: tuple[float, float]) -> "Axes":
    width, height = size
    axes = figure.add_axes((left / width, bottom / height, frame.width_mm / width, frame.height_mm / height))
    axes.set_xlim(frame.x0, frame.x1)
    axes.set_ylim(frame.y0, frame.y1)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_linewidth(0.5)
    return axes


def _draw_areas(axes: "Axes", panel: Panel, looks: Mapping[str, Look], frame: Frame) -> None:
    draw_basemap(axes, load_basemap(), frame)
    for n, f in enumerate(panel.areas["features"]):
        look = looks[str(f["properties"]["side"])]
        add_shapes(axes, [project(shape(f["geometry"]))], gid=f"area-{n}", facecolor=tint(look.colour, 0.55), edgecolor="#333333", linewidth=0.35, zorder=3)
    far, doubt = _geometries(panel.layers, "far"), _geometries(panel.layers, "doubtful")
    band, vague = _geometries(panel.layers, "front-band"), _geometries(panel.layers, "front-vague")
    add_shapes(axes, vague, gid="front-vague", facecolor=(0.0, 0.0, 0.0, 0.06), edgecolor="none", linewidth=0.0, zorder=3.3)
    add_shapes(axes, band, gid="front-band", facecolor=(0.0, 0.0, 0.0, 0.28), edgecolor="none", linewidth=0.0, zorder=3.4)
    add_shapes(axes, far, gid="far", facecolor=(1.0, 1.0, 1.0, 0.55), edgecolor="none", linewidth=0.0, zorder=3.5)
    add_shapes(axes, doubt, gid="doubtful", facecolor="none", edgecolor="#222222", linewidth=0.0, hatch="///////", zorder=4)
    _draw_places(axes, panel, looks, frame)


def _draw_places(axes: "Axes", panel: Panel, looks: Mapping[str, Look], frame: Frame) -> None:
    places = [f for f in (panel.layers or {"features": []})["features"] if f["properties"].get("layer") == "place"]
    if not places:
        return
    size = max(0.6, min(2.2, frame.width_mm / 60)) ** 2 * (1.0 if len(places) < 800 else 0.25)
    for contested in (False, True):
        own = [f for f in places if bool(f["properties"].get("contested")) is contested]
        if own:
            points = project_points([f["geometry"]["coordinates"] for f in own])
            colours = [looks[str(f["properties"]["side"])].colour for f in own]
            edge = ("#B00000", 0.8) if contested else ("#222222", 0.25)
            axes.scatter(*points, s=size * (4 if contested else 2.2), c=colours, edgecolors=edge[0], linewidths=edge[1], zorder=9)


def project_points(coordinates: Sequence[Sequence[float]]) -> tuple[list[float], list[float]]:
    """Longitude and latitude pairs to the figure's metres."""
    from geomap.maps.paper import to_metres

    x, y = to_metres([c[0] for c in coordinates], [c[1] for c in coordinates])
    return [float(v) for v in x], [float(v) for v in y]


def _held(looks: Mapping[str, Look]) -> Block:
    return Block("Held by", tuple(Entry("patch", look.name, tint(look.colour, 0.55)) for look in looks.values()))


def _basis_line(about: Mapping[str, Any]) -> str:
    if not about.get("latest_fact"):
        return ""
    return (
        f"{about['date']}: {about['places']} places; latest fact {about['latest_fact']}; median age {about['median_age_days']} days; "
        f"{about['old_or_unchecked_share']:.0%} of the area rests on facts older than a year or unchecked; "
        f"{about['far_share']:.0%} lies farther than 25 km from any fact."
    )


def _notes(abouts: Sequence[Mapping[str, Any]], extra: Sequence[str] = ()) -> list[str]:
    notice = next((str(a["notice"]) for a in abouts if a.get("notice")), "")
    lines = [*extra, *(line for a in abouts if (line := _basis_line(a)))]
    return [line for line in (*lines, notice, f"{ATTRIBUTION}. Projection: UTM zone 37N. {disclaimer('un')}") if line]


def _wrapped(text: str, size_pt: float, width_mm: float) -> list[str]:
    # By the mean width of a letter of DejaVu Sans, 0.56 of its size: setting every line to measure it takes seconds.
    return textwrap.wrap(canvas.clean_text(text), int(width_mm / (size_pt / furniture.PT * _LETTER)))


def _page(title: str, paper: Paper, grid: tuple[int, int], blocks: Sequence[Block], notes: Sequence[str]) -> tuple["Figure", list["Axes"], Frame]:
    """A sheet with a grid (rows, columns) of empty panels, legend and notes; gives the axes row by row, and what each shows."""
    (rows, columns), width = grid, paper.width_mm
    placed = furniture.layout_blocks(blocks, width - 2 * _MARGIN_MM, _FONT_PT, 3 if width > 120 else 2)
    legend = furniture.height_of_blocks(placed, _FONT_PT)
    wrapped = [line for note in notes for line in _wrapped(note, _FONT_PT * 0.82, width - 2 * _MARGIN_MM)] if paper.height_mm is None else []
    titles = canvas.wrap_mm(canvas.clean_text(title), _FONT_PT * 1.5, width - 2 * _MARGIN_MM)
    line_mm = _FONT_PT * 0.82 / furniture.PT * 1.35
    line = _FONT_PT / furniture.PT * 1.9
    head = _FONT_PT / furniture.PT * 0.5 + line * len(titles)
    caption = _FONT_PT / furniture.PT * 1.7
    fixed = _MARGIN_MM * 2 + head + rows * (caption + _GAP_MM) + legend + line_mm * len(wrapped) + 2
    frame = frame_for(_SYRIA, (width - 2 * _MARGIN_MM - (columns - 1) * _GAP_MM) / columns)
    if paper.height_mm is not None and fixed + rows * frame.height_mm > paper.height_mm:
        frame = frame_for(_SYRIA, frame.width_mm * (paper.height_mm - fixed) / (rows * frame.height_mm))
    height = paper.height_mm or fixed + rows * frame.height_mm
    figure = canvas.new_figure(width, height, paper.dpi)
    sheet = canvas.sheet(figure, "page")
    for n, words in enumerate(titles):
        sheet.text(_MARGIN_MM, height - _MARGIN_MM - n * line, words, size=_FONT_PT * 1.5, weight="bold", va="top")
    top = height - _MARGIN_MM - head
    middle = (width - columns * frame.width_mm - (columns - 1) * _GAP_MM) / 2
    axes = []
    for n in range(rows * columns):
        row, column = divmod(n, columns)
        left = middle + column * (frame.width_mm + _GAP_MM)
        bottom = top - (row + 1) * (frame.height_mm + caption) - row * _GAP_MM
        axes.append(_panel_axes(figure, frame, left, bottom, (width, height)))
    below = top - rows * (frame.height_mm + caption + _GAP_MM)
    furniture.draw_blocks(sheet, placed, _MARGIN_MM, below, _FONT_PT)
    furniture.draw_lines(sheet, wrapped, _MARGIN_MM, below - legend, width - 2 * _MARGIN_MM, _FONT_PT * 0.82)
    return figure, axes, frame


def _heading(axes: "Axes", text: str) -> None:
    axes.set_title(canvas.clean_text(text), size=_FONT_PT * 1.1, loc="left", pad=2.5)


def area_panels(
    panels: Sequence[Panel], *, title: str = "Control in Syria", formats: Sequence[str] = ("png",), paper: Paper = _PAPER,
    edition: tuple[str, ...] = (),
) -> dict[str, bytes]:
    """Draw dates side by side, at one extent and with one legend.

    Parameters
    ----------
    panels : sequence of Panel
        One to twelve; two stand beside one another, more become small multiples.
    title : str
    formats : sequence of str
        Of png, svg, pdf.
    paper : Paper
    edition : tuple of str
        Of a public edition: what the harm policy did, for the legend.

    Returns
    -------
    dict
        Format to bytes; the same input gives the same bytes.
    """
    columns = paper.columns or (min(len(panels), 3) if len(panels) != 4 else 2)
    rows = -(-len(panels) // columns)
    looks = looks_of(_sides(panels))
    marks = [Entry("patch", _DOUBT, "#FFFFFF", hatch="///"), Entry("patch", _FAR, "#F6F6F6"), Entry("patch", _FRONT, "#9C9C9C"), Entry("patch", _VAGUE, "#E6E6E6"),
             Entry("marker", "Place with a fact"), Entry("ring", "Contested or disputed", "#B00000")]  # fmt: skip
    blocks = [_held(looks)] + ([Block("How sure", tuple(marks))] if any(p.layers for p in panels) else []) + edition_block(edition)
    abouts = [p.areas.get("geomap", {}) for p in panels]
    with canvas.style():
        figure, axes, frame = _page(title, paper, (rows, columns), blocks, _notes(abouts))
        for at, panel in zip(axes, panels, strict=False):
            _draw_areas(at, panel, looks, frame)
            _heading(at, panel.title)
        for at in axes[len(panels) :]:
            at.axis("off")
        furniture.draw_scale_bar(axes[0], frame, _FONT_PT * (1.0 if columns == 1 else 0.85), right=True)
        description = "; ".join(line for a in abouts if (line := _basis_line(a)))
        return canvas.figure_bytes(figure, formats, title, description)


def change_map(change: Json, before: Json, *, title: str = "", formats: Sequence[str] = ("png",), edition: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Draw what changed: unchanged ground pale, gained ground in the new holder's colour, unmeasurable ground hatched.

    Parameters
    ----------
    change : mapping
        As written to ``change.geojson``.
    before : mapping
        Areas of the first date.
    title : str
    formats : sequence of str
    edition : tuple of str
        As of `area_panels`.

    Returns
    -------
    dict
        Format to bytes.
    """
    patches = [f for f in change["features"] if f["properties"]["layer"] == "patch"]
    used = {str(f["properties"]["side"]) for f in before["features"]}
    used |= {str(f["properties"][k]) for f in patches for k in ("side_from", "side_to")}
    places = [f for f in change["features"] if f["properties"]["layer"] == "place"]
    used |= {_holder(f) for f in places}
    looks = looks_of(sorted(used))
    about = change["geomap"]
    marks = [
        Entry("patch", "Gained (full colour: new holder)", "#888888"),
        Entry("patch", "Gained, not measurable: no fact within 15 km", "#FFFFFF", hatch="xx"),
        Entry("marker", "Place that changed hands (assessed)"), Entry("ring", "Change claimed only", "#222222"),
        Entry("line", "Deepest advance", "#111111"),
    ]  # fmt: skip
    title = title or f"What changed between {about['date_from']} and {about['date_to']}"
    extra = [str(w) for w in about["warnings"]]
    with canvas.style():
        notes = _notes([about["before"], about["after"]], extra)
        figure, axes, frame = _page(title, _PAPER, (1, 1), [_held(looks), Block("Change", tuple(marks)), *edition_block(edition)], notes)
        at = axes[0]
        draw_basemap(at, load_basemap(), frame)
        for n, f in enumerate(before["features"]):
            pale = tint(looks[str(f["properties"]["side"])].colour, 0.2)
            add_shapes(at, [project(shape(f["geometry"]))], gid=f"before-{n}", facecolor=pale, edgecolor="#999999", linewidth=0.3, zorder=3)
        _draw_patches(at, patches, looks)
        _draw_arrows(at, change)
        _draw_changed_places(at, places, looks)
        furniture.draw_scale_bar(at, frame, _FONT_PT, right=True)
        return canvas.figure_bytes(figure, formats, title, f"{len(patches)} patches and {len(places)} places changed hands. {' '.join(extra)}")


def _draw_patches(axes: "Axes", patches: Sequence[Json], looks: Mapping[str, Look]) -> None:
    labelled: list[tuple[float, float]] = []
    for n, f in enumerate(patches):
        p, ground = f["properties"], project(shape(f["geometry"]))
        colour = looks[str(p["side_to"])].colour
        look: dict[str, Any] = {"facecolor": tint(colour, 0.85), "edgecolor": "#111111", "linewidth": 0.5}
        if not p["measurable"]:
            look = {"facecolor": tint(colour, 0.35), "edgecolor": "#333333", "linewidth": 0.2, "hatch": "xxxx"}
        add_shapes(axes, [ground], gid=f"patch-{n}", zorder=4, **look)
        if ground.area > 6e8 and p["measurable"]:
            x, y = ground.representative_point().coords[0]
            if any(abs(x - u) < 45_000 and abs(y - v) < 14_000 for u, v in labelled):
                continue  # the table has every figure; on the map none covers another
            labelled.append((x, y))
            box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.75}
            axes.text(x, y, f"{p['km2']:,.0f} km²", size=_FONT_PT * 0.8, ha="center", va="center", zorder=12, bbox=box)


def _draw_arrows(axes: "Axes", change: Json) -> None:
    for f in change["features"]:
        if f["properties"]["layer"] == "arrow" and (f["properties"]["depth_km"] or 0) >= 5:
            x, y = project_points(f["geometry"]["coordinates"])
            look = {"arrowstyle": "-|>", "color": "#111111", "linewidth": 0.9, "shrinkA": 0, "shrinkB": 0}
            axes.annotate("", (x[1], y[1]), (x[0], y[0]), arrowprops=look, zorder=11)


def _holder(place: Json) -> str:
    """Who holds a changed place on the later date: the side that took it may have ended since."""
    return str(place["properties"].get("later_holder") or place["properties"]["to"])


def _draw_changed_places(axes: "Axes", places: Sequence[Json], looks: Mapping[str, Look]) -> None:
    for claimed in (False, True):
        own = [f for f in places if (f["properties"]["status"] == "claimed") is claimed and f["properties"]["kind"] == "conquest"]
        if own:
            points = project_points([f["geometry"]["coordinates"] for f in own])
            colours = [looks[_holder(f)].colour for f in own]
            faces = "none" if claimed else colours
            axes.scatter(*points, s=14, c=faces, edgecolors=colours if claimed else "#111111", linewidths=1.0 if claimed else 0.5, zorder=10)
