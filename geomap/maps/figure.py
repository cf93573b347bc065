"""Static maps for print: one pure function from events to PNG, SVG and PDF."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.maps import canvas, furniture, layers
from geomap.maps.basemap import ATTRIBUTION, Basemap, disclaimer, load_basemap
from geomap.maps.caption import Facts, alt_text, facts_of, notes_of, subtitle_of
from geomap.maps.furniture import Block
from geomap.maps.keys import border_block, edition_block, legend_blocks
from geomap.maps.labels import Box, Placement, place_labels
from geomap.maps.paper import SYRIA, Frame, frame_for, least_width_km, to_metres
from geomap.maps.symbols import Symbol, symbols_of
from geomap.maps.towns import label_candidates
from geomap.tables.sides import Side, load_sides

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Drawn", "FigureOptions", "MapContent", "compose", "content_of", "draw_figure", "paint_map", "preset_of"]

MARGIN_MM = 3.0
_MAP_SHARE = 0.66  # of the width, where the legend stands beside the map


@dataclass(frozen=True, slots=True)
class FigureOptions:
    """How a figure looks. Everything has a default that prints well."""

    title: str = ""
    subtitle: str | None = None
    """None: made from the data."""
    extent: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees; None: the whole of Syria."""
    preset: str = "journal-double"
    """A key of `geomap.maps.canvas.PRESETS`."""
    width_mm: float | None = None
    dpi: int | None = None
    formats: tuple[str, ...] = ("png",)
    worldview: str = "un"
    labels: str = "en"
    """``en``, ``ar``, ``both`` or ``none``."""
    max_labels: int = 45
    label_overrides: Mapping[str, tuple[float, float] | None] = field(default_factory=dict)
    """Town name to the offset (right, up, in mm) of its label, or None to hide it."""
    house_names: Mapping[str, str] = field(default_factory=dict)
    """Town name to the name of the house style."""
    black_and_white: bool = False
    sides: Path | None = None
    """A table of sides of one's own: house palette and names."""
    sources: str | None = None
    data_cut: str | None = None
    """ISO date up to which articles were read."""
    conditions: tuple[str, ...] = ()
    """Filters in words, for the subtitle (see `geomap.maps.filters.Filters.describe`)."""
    edition: tuple[str, ...] = ()
    """What the harm policy did to a public edition, for the legend (`geomap.maps.harm.Edition.legend`)."""
    overview: bool | None = None
    """A small map of Syria; None: where the map shows much less than Syria."""
    cap_scale: bool = True


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure with what goes beside it."""

    files: dict[str, bytes]
    """Format to bytes."""
    title: str
    subtitle: str
    notes: tuple[str, ...]
    alt: str
    facts: Facts
    extent: tuple[float, float, float, float]
    """West, south, east, north of what is shown."""
    labels_placed: tuple[str, ...]
    labels_dropped: tuple[str, ...]
    """Names that found no place; the map is readable without them, but say so where they matter."""
    scale_capped: bool
    """Whether the map is wider than asked for, because no event is known more finely."""

    def _repr_png_(self) -> bytes | None:
        """Show the figure in a notebook."""
        return self.files.get("png")


@dataclass(frozen=True, slots=True)
class MapContent:
    """What one map panel shows."""

    symbols: list[Symbol]
    control_areas: "GeoDataFrame | None" = None
    control_lines: "GeoDataFrame | None" = None


def preset_of(options: FigureOptions) -> canvas.Preset:
    """Paper of the options.

    Raises
    ------
    InputError
        The preset is unknown.
    """
    if options.preset not in canvas.PRESETS:
        raise InputError(f"preset {options.preset!r} is unknown; choose {', '.join(sorted(canvas.PRESETS))}")
    if options.labels not in {"en", "ar", "both", "none"}:
        raise InputError(f"labels {options.labels!r}: choose en, ar, both or none")
    preset = canvas.PRESETS[options.preset]
    return replace(preset, width_mm=options.width_mm or preset.width_mm, dpi=options.dpi or preset.dpi)


def content_of(events: "GeoDataFrame", frame: Frame) -> "GeoDataFrame":
    """Events whose point lies within a frame."""
    placed = events[events["longitude"].notna() & events["latitude"].notna()]
    if not len(placed):
        return placed
    x, y = to_metres(placed["longitude"], placed["latitude"])
    return placed[(x >= frame.x0) & (x <= frame.x1) & (y >= frame.y0) & (y <= frame.y1)]


def draw_figure(
    events: "GeoDataFrame",
    *,
    options: FigureOptions | None = None,
    control_areas: "GeoDataFrame | None" = None,
    control_lines: "GeoDataFrame | None" = None,
) -> Drawn:
    """Draw a static map.

    Parameters
    ----------
    events : GeoDataFrame
        Flat columns as in ``events.geojson``, already filtered (`geomap.maps.filters.filter_events`).
    options : FigureOptions, optional
    control_areas : GeoDataFrame, optional
        Polygons in WGS84 with the column ``side``.
    control_lines : GeoDataFrame, optional
        Front lines in WGS84.

    Returns
    -------
    Drawn
        The same bytes for the same input.

    Raises
    ------
    InputError
        An option is unknown or an extent is empty.
    RenderError
        The figure cannot be drawn.
    """
    options = options or FigureOptions()
    with canvas.style():
        figure, drawn = compose(events, options, control_areas, control_lines)
        return replace(drawn, files=canvas.figure_bytes(figure, options.formats, drawn.title, drawn.alt))


def compose(
    events: "GeoDataFrame", options: FigureOptions, control_areas: "GeoDataFrame | None" = None, control_lines: "GeoDataFrame | None" = None
) -> tuple["Figure", Drawn]:
    """Draw a map but render no file: for pages of an atlas. Call it within `geomap.maps.canvas.style`."""
    preset, sides, base = preset_of(options), load_sides(options.sides), load_basemap(options.worldview)
    page = _Page(options, preset, sides, base)
    frame = page.frame(events)
    shown = content_of(events, frame)
    content = MapContent(symbols_of(shown), control_areas, control_lines)
    facts = facts_of(events, shown)
    blocks = legend_blocks(content.symbols, control_areas, sides, grey=options.black_and_white, lines=control_lines is not None)
    blocks += border_block(base, frame) + edition_block(options.edition)
    notes = _notes(facts, options, frame)
    title = canvas.clean_text(options.title) or "Conflict events in Syria"
    subtitle = subtitle_of(facts, list(options.conditions)) if options.subtitle is None else canvas.clean_text(options.subtitle)
    alt = alt_text(facts, sides, title)
    figure, axes = page.sheets(frame, title, subtitle, blocks, notes)
    placement = paint_map(axes, content, frame, base, sides, options, preset.font_pt)
    return figure, Drawn(
        {}, title, subtitle, tuple(notes), alt, facts, frame.extent, tuple(p.label.key for p in placement.placed),
        (*placement.dropped, *placement.hidden), frame.capped,
    )  # fmt: skip


def _notes(facts: Facts, options: FigureOptions, frame: Frame) -> list[str]:
    notes = notes_of(facts, sources=options.sources, data_cut=options.data_cut)
    if frame.capped:
        notes.append("Shown wider than asked for: neither places nor basemap are known more finely.")
    return [*notes, f"{ATTRIBUTION}. Projection: UTM zone 37N. {disclaimer(options.worldview)}"]


def paint_map(
    axes: "Axes", content: MapContent, frame: Frame, base: Basemap, sides: dict[str, Side], options: FigureOptions, font_pt: float
) -> Placement:
    """Draw one map panel into axes that have its shape; gives where the names went."""
    axes.set_xlim(frame.x0, frame.x1)
    axes.set_ylim(frame.y0, frame.y1)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_linewidth(0.5)
    grey = options.black_and_white
    layers.draw_basemap(axes, base, frame, grey=grey)
    layers.draw_control(axes, content.control_areas, content.control_lines, sides, frame, grey=grey)
    layers.draw_radii(axes, content.symbols, frame)
    scale = (2.0 if grey else 1.0) * min(1.6, max(0.8, font_pt / 7.0))
    circles = layers.draw_events(axes, content.symbols, sides, frame, scale=scale, grey=grey)
    blocked: list[Box] = [(x - r, y - r, x + r, y + r) for x, y, r in circles]
    inset = _overview(axes, base, frame, options, circles)
    blocked += [] if inset is None else [inset]
    blocked.append(furniture.draw_scale_bar(axes, frame, font_pt, right=inset is None or inset[0] < frame.width_mm / 2))
    candidates = label_candidates(content.symbols, frame, options.labels, options.house_names, font_pt)
    wanted = sorted(candidates, key=lambda c: (-c.priority, c.key))[: options.max_labels]
    inner = (0.6, 0.6, frame.width_mm - 0.6, frame.height_mm - 0.6)
    placement = place_labels(wanted, inner, blocked, options.label_overrides) if options.labels != "none" else Placement((), ())
    layers.draw_points(axes, placement, frame, {c.key for c in wanted if c.symbol_mm < 0.7})
    layers.draw_placement(axes, placement, frame, font_pt)
    taken = [*blocked, *(p.box for p in placement.placed)]
    layers.draw_country_names(axes, base, frame, taken, font_pt * 0.9, arabic=options.labels == "ar")
    return placement


def _overview(
    axes: "Axes", base: Basemap, frame: Frame, options: FigureOptions, circles: list[tuple[float, float, float]]
) -> Box | None:
    """A map of Syria, where little of the country is shown, in the corner that hides fewest symbols; gives its box in mm."""
    x, _ = to_metres([SYRIA[0], SYRIA[2]], [35.0, 35.0])
    much_less = (frame.x1 - frame.x0) < 0.55 * float(x[1] - x[0])
    if not (much_less if options.overview is None else options.overview):
        return None
    share = 0.2 if frame.width_mm > 120 else 0.26
    width = frame.width_mm * share
    height = width * frame_for(SYRIA, 20.0).height_mm / 20.0
    gap = 0.012 * frame.width_mm
    far, high = frame.width_mm - width - gap, frame.height_mm - height - gap
    corners = [(x, y, x + width, y + height) for x, y in ((far, gap), (far, high), (gap, high))]
    hidden = [sum(b[0] - r < cx < b[2] + r and b[1] - r < cy < b[3] + r for cx, cy, r in circles) for b in corners]
    box = corners[hidden.index(min(hidden))]
    place = (box[0] / frame.width_mm, box[1] / frame.height_mm, share, height / frame.height_mm)
    furniture.draw_overview(axes.inset_axes(place, zorder=45), base, frame, grey=options.black_and_white)
    return box[0] - 1.0, box[1] - 1.0, box[2] + 1.0, box[3] + 1.0


@dataclass(frozen=True, slots=True)
class _Page:
    """Where title, map, legend and notes stand on the sheet."""

    options: FigureOptions
    preset: canvas.Preset
    sides: dict[str, Side]
    base: Basemap

    @property
    def beside(self) -> bool:
        """Whether the legend stands beside the map: on sheets of a fixed height."""
        return self.preset.height_mm is not None

    def frame(self, events: "GeoDataFrame") -> Frame:
        """The map's frame; on a fixed sheet it takes what title, legend and notes leave."""
        extent = self.options.extent or SYRIA
        least = 0.0
        if self.options.cap_scale:
            inside = events[events["longitude"].between(extent[0], extent[2]) & events["latitude"].between(extent[1], extent[3])]
            least = least_width_km([float(r) for r in inside["radius_km"].dropna()]) if "radius_km" in inside else 20.0
        if self.preset.height_mm is None:
            return frame_for(extent, self.preset.width_mm - 2 * MARGIN_MM, least_km=least)
        high = self.preset.height_mm - self._head_mm(2) - 6 * self._note_line - 2 * MARGIN_MM
        return frame_for(extent, self.preset.width_mm * _MAP_SHARE - 2 * MARGIN_MM, height_mm=high, least_km=least)

    @property
    def _note_line(self) -> float:
        return self.preset.font_pt * 0.82 / furniture.PT * 1.35

    def _head_mm(self, lines: int) -> float:
        return self.preset.font_pt / furniture.PT * (2.2 * lines + 0.4)

    def sheets(self, frame: Frame, title: str, subtitle: str, blocks: list[Block], notes: list[str]) -> tuple["Figure", "Axes"]:
        """Make the figure with everything but the map; gives it and the map's axes."""
        font, width = self.preset.font_pt, self.preset.width_mm
        inner = width - 2 * MARGIN_MM
        titles, subs = canvas.wrap_mm(title, font * 1.5, inner), canvas.wrap_mm(subtitle, font, inner)
        head = (len(titles) * 1.5 * 1.25 + len(subs) * 1.35 + 0.5) * font / furniture.PT
        aside = inner - frame.width_mm - 3.0
        wide = frame.width_mm if self.beside else inner
        note_lines = [part for n in notes for part in canvas.wrap_mm(n, font * 0.82, wide)]
        foot = len(note_lines) * self._note_line + 1.0
        room = self.preset.height_mm - head - 2 * MARGIN_MM if self.preset.height_mm else None
        columns, key_font = furniture.fit_blocks(blocks, aside if self.beside else inner, font, room)
        legend = 0.0 if self.beside else furniture.height_of_blocks(columns, key_font)
        height = self.preset.height_mm or head + frame.height_mm + legend + foot + 2 * MARGIN_MM + 2.0
        figure = canvas.new_figure(width, height, self.preset.dpi)
        top = height - MARGIN_MM
        map_top = top - head if not self.beside else MARGIN_MM + foot + frame.height_mm
        box: Any = (MARGIN_MM / width, (map_top - frame.height_mm) / height, frame.width_mm / width, frame.height_mm / height)
        axes = figure.add_axes(box, gid="map")
        sheet = canvas.sheet(figure, "sheet")
        self._write_head(sheet, titles, subs, top)
        if self.beside:
            furniture.draw_blocks(sheet, columns, MARGIN_MM + frame.width_mm + 3.0, map_top, key_font)
        else:
            furniture.draw_blocks(sheet, columns, MARGIN_MM, map_top - frame.height_mm - 1.0, key_font)
        furniture.draw_lines(sheet, notes, MARGIN_MM, MARGIN_MM + foot - 1.0, wide, font * 0.82)
        return figure, axes

    def _write_head(self, sheet: "Axes", titles: list[str], subs: list[str], top: float) -> None:
        font = self.preset.font_pt
        y = top
        for line in titles:
            sheet.text(MARGIN_MM, y, line, size=font * 1.5, weight="bold", color=furniture.INK, va="top", gid="title")
            y -= font / furniture.PT * 1.5 * 1.25
        for line in subs:
            sheet.text(MARGIN_MM, y, line, size=font, color=furniture.PALE_INK, va="top", gid="subtitle")
            y -= font / furniture.PT * 1.35
