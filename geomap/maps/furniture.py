"""What stands round a static map: title, legend, notes, scale bar, overview."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.maps.canvas import clean_text, text_mm, wrap_mm

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from geomap.maps.basemap import Basemap
    from geomap.maps.paper import Frame

__all__ = ["Block", "Entry", "draw_blocks", "draw_lines", "draw_overview", "draw_scale_bar", "fit_blocks", "height_of_blocks", "layout_blocks"]

INK, PALE_INK = "#1A1A1A", "#555555"
PT = 72 / 25.4
_SWATCH_MM = 5.0
_WHOLE = 6
"""Blocks up to this many entries stay in one column."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend.

    `kind` is ``marker``, ``hollow``, ``claimed``, ``spread``, ``raised`` (its letter beside it), ``patch``, ``line``, ``ring`` or ``words``
    (no sign).
    """

    kind: str
    text: str
    colour: str = "#FFFFFF"
    marker: str = "o"
    size_mm: float = 2.2
    hatch: str = ""
    dashes: str = "-"
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the legend under one heading."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    entries: tuple[Entry, ...]
    x: float
    row: int
    """Band of columns, from the top."""


def layout_blocks(blocks: Sequence[Block], width_mm: float, font_pt: float, rows: int) -> list[_Column]:
    """Break blocks into columns of at most `rows` entries and the columns into bands that fit the width."""
    columns: list[_Column] = []
    x, band = 0.0, 0
    for block in blocks:
        high = max(rows, len(block.entries) if len(block.entries) <= _WHOLE else 0)
        for start in range(0, len(block.entries), high):
            part = block.entries[start : start + high]
            heading = block.heading if start == 0 else ""
            wide = max([text_mm(heading, font_pt) - _SWATCH_MM, *(text_mm(e.text, font_pt) for e in part)]) + _SWATCH_MM + 4.5
            if x and x + wide - 4.5 > width_mm:
                x, band = 0.0, band + 1
            columns.append(_Column(heading, part, x, band))
            x += wide
    return columns


def fit_blocks(blocks: Sequence[Block], width_mm: float, font_pt: float, height_mm: float | None) -> tuple[list[_Column], float]:
    """Lay out a legend as low as it goes, or, in a given height, as large as fits; gives the columns and the size of type."""
    if height_mm is None:
        laid = [layout_blocks(blocks, width_mm, font_pt, rows) for rows in range(3, 13)]
        return min(laid, key=lambda c: (height_of_blocks(c, font_pt), -max((len(x.entries) for x in c), default=0))), font_pt
    size = font_pt
    while size > 0.45 * font_pt:
        columns = layout_blocks(blocks, width_mm, size, 99)
        if height_of_blocks(columns, size) <= height_mm and max((c.x + _width(c, size) for c in columns), default=0.0) <= width_mm:
            break
        size *= 0.96
    return columns, size


def _width(column: _Column, font_pt: float) -> float:
    return _SWATCH_MM + max((text_mm(e.text, font_pt) for e in column.entries), default=0.0)


def height_of_blocks(columns: Sequence[_Column], font_pt: float) -> float:
    """Height on paper of laid-out columns."""
    line = _line_mm(font_pt)
    bands = {c.row: 0 for c in columns}
    for c in columns:
        bands[c.row] = max(bands[c.row], len(c.entries))
    return sum((n + 1.35) * line for n in bands.values())


def _line_mm(font_pt: float) -> float:
    return font_pt / PT * 1.5


def draw_blocks(axes: "Axes", columns: Sequence[_Column], left: float, top: float, font_pt: float) -> None:
    """Draw a legend on the sheet, in mm, from its top left corner."""
    line = _line_mm(font_pt)
    y = top
    for band in sorted({c.row for c in columns}):
        members = [c for c in columns if c.row == band]
        for c in members:
            x = left + c.x
            if c.heading:
                axes.text(x, y - line * 0.5, c.heading, size=font_pt, weight="bold", color=INK, va="center")
            for i, entry in enumerate(c.entries):
                middle = y - line * (i + 1.6)
                if entry.kind != "words":
                    _swatch(axes, entry, x + _SWATCH_MM / 2 - 0.6, middle)
                axes.text(x + (_SWATCH_MM if entry.kind != "words" else 0.0), middle, clean_text(entry.text), size=font_pt, color=INK, va="center")
        y -= (max(len(c.entries) for c in members) + 1.35) * line


def _swatch(axes: "Axes", entry: Entry, x: float, y: float) -> None:
    from matplotlib.patches import Circle, Rectangle

    if entry.kind == "patch":
        box = (x - 1.9, y - 1.0)
        axes.add_patch(Rectangle(box, 3.8, 2.0, facecolor=entry.colour, edgecolor=INK, linewidth=0.35, hatch=entry.hatch * 2))
    elif entry.kind == "line":
        axes.plot([x - 1.9, x + 1.9], [y, y], color=entry.colour, linestyle=entry.dashes, linewidth=1.1)
    elif entry.kind == "ring":
        axes.add_patch(Circle((x, y), 1.3, facecolor="none", edgecolor=entry.colour, linewidth=0.7, linestyle=(0, (3, 2))))
    else:
        _marker_swatch(axes, entry, x, y)
    if entry.letter:
        aside = 1.7 if entry.kind == "raised" else 0.0
        axes.text(x + aside, y + aside / 2, entry.letter, size=5.0, color=INK, ha="center", va="center")


def _marker_swatch(axes: "Axes", entry: Entry, x: float, y: float) -> None:
    size = (entry.size_mm * PT) ** 2
    dashed = (0, (2, 1.2)) if entry.dashes == "--" else "-"
    axes.scatter([x], [y], s=size, marker=entry.marker, facecolor=entry.colour, edgecolor=INK, linewidth=0.5, linestyle=dashed)
    if entry.kind == "hollow":
        axes.scatter([x], [y], s=size * 0.3, marker=entry.marker, facecolor="white", edgecolor="none")
    if entry.kind == "claimed":
        axes.scatter([x], [y], s=size * 0.12, marker="o", facecolor="white", edgecolor=INK, linewidth=0.3)
    if entry.kind == "spread":
        below = y - entry.size_mm * 0.62
        axes.plot([x - entry.size_mm * 0.6, x + entry.size_mm * 0.6], [below, below], color=INK, linewidth=1.0)


def draw_lines(axes: "Axes", lines: Sequence[str], left: float, top: float, width_mm: float, font_pt: float) -> float:
    """Draw wrapped notes and give the height they took."""
    line = font_pt / PT * 1.35
    y = top
    for text in lines:
        for part in wrap_mm(text, font_pt, width_mm):
            axes.text(left, y, part, size=font_pt, color=PALE_INK, va="top")
            y -= line
    return top - y


def draw_scale_bar(axes: "Axes", frame: "Frame", font_pt: float, *, right: bool) -> tuple[float, float, float, float]:
    """Draw a bar of a round length in a bottom corner; gives its box in mm from the frame's corner."""
    from matplotlib.patches import Rectangle

    per_mm = frame.metres_per_mm
    longest = frame.width_mm * 0.24 * per_mm / 1000
    steps = [v * 10.0**e for e in range(-1, 4) for v in (1, 2, 5)]
    km = max((s for s in steps if s <= longest), default=steps[0])
    bottom, length, thick = 2.2, km * 1000 / per_mm, 0.9
    text = f"{km:g} km"
    left = frame.width_mm - max(length, text_mm(text, font_pt)) - 3.6 if right else 3.0
    height = font_pt / PT
    box = (left - 1.2, bottom - 1.2, left + max(length, text_mm(text, font_pt)) + 1.8, bottom + thick + height + 1.9)
    x0, y0 = frame.x0 + box[0] * per_mm, frame.y0 + box[1] * per_mm
    backing = Rectangle((x0, y0), (box[2] - box[0]) * per_mm, (box[3] - box[1]) * per_mm, facecolor="white", alpha=0.8, edgecolor="none")
    backing.set_zorder(18)  # an event in the corner stays visible
    axes.add_patch(backing)
    for i, colour in enumerate((INK, "white")):
        half = Rectangle(
            (frame.x0 + (left + i * length / 2) * per_mm, frame.y0 + bottom * per_mm), length / 2 * per_mm, thick * per_mm,
            facecolor=colour, edgecolor=INK, linewidth=0.4, zorder=41, gid="scale-bar",
        )  # fmt: skip
        axes.add_patch(half)
    axes.text(
        frame.x0 + left * per_mm, frame.y0 + (bottom + thick + 0.6) * per_mm, text, size=font_pt, color=INK, va="bottom", zorder=42
    )  # fmt: skip
    return box


def draw_overview(axes: "Axes", base: "Basemap", frame: "Frame", *, grey: bool) -> None:
    """Draw Syria with the map's frame, in axes of their own."""
    import shapely
    from matplotlib.patches import Rectangle

    from geomap.maps.layers import add_shapes
    from geomap.maps.paper import SYRIA, frame_for, project

    whole = frame_for(SYRIA, 20.0)
    axes.set_xlim(whole.x0, whole.x1)
    axes.set_ylim(whole.y0, whole.y1)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor("#E6E6E6" if grey else "#DCE6EC")
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_linewidth(0.5)
    for f in base.countries:
        cut = shapely.intersection(project(f.geometry), whole.box)
        add_shapes(axes, [cut], facecolor="#FFFFFF" if f.name == "Syria" else "#E2E2E2", edgecolor="#777777", linewidth=0.3, gid="overview")
    size = min(frame.x1 - frame.x0, whole.x1 - whole.x0), min(frame.y1 - frame.y0, whole.y1 - whole.y0)
    corner = max(frame.x0, whole.x0), max(frame.y0, whole.y0)
    axes.add_patch(Rectangle(corner, *size, facecolor="none", edgecolor=INK if grey else "#C00000", linewidth=1.0))
