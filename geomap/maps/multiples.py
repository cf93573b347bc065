"""Small multiples: one map for each year, month, side, type or date, all of one extent and under one legend."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.maps import canvas, furniture
from geomap.maps.basemap import ATTRIBUTION, disclaimer, load_basemap
from geomap.maps.caption import alt_text, facts_of, notes_of, subtitle_of
from geomap.maps.figure import MARGIN_MM, Drawn, FigureOptions, MapContent, content_of, paint_map, preset_of
from geomap.maps.keys import border_block, edition_block, legend_blocks
from geomap.maps.paper import SYRIA, frame_for
from geomap.maps.symbols import symbols_of, text_of
from geomap.tables.sides import load_sides

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["BY", "Panel", "draw_multiples", "panels_by"]

BY = ("year", "month", "side", "type", "status", "governorate")
MOST_PANELS = 24
_NARROWEST_MM = 52.0
_COLUMN = {"side": "side1", "type": "event_type", "status": "status", "governorate": "admin1"}


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the small maps."""

    label: str
    events: "GeoDataFrame"
    control_areas: "GeoDataFrame | None" = None
    control_lines: "GeoDataFrame | None" = None


def panels_by(events: "GeoDataFrame", by: str) -> list[Panel]:
    """Split events.

    Parameters
    ----------
    events : GeoDataFrame
        Flat columns as in ``events.geojson``, already filtered.
    by : str
        One of `BY`.

    Returns
    -------
    list of Panel
        In order of time or name. An event spread over several years or months stands in each of them; undated ones have a panel
        of their own.

    Raises
    ------
    InputError
        `by` is unknown.
    """
    if by not in BY:
        raise InputError(f"multiples by {by!r}: choose {', '.join(BY)}")
    if by in _COLUMN:
        keys = [[text_of(v) or "not known"] for v in events[_COLUMN[by]]]
    else:
        length = 4 if by == "year" else 7
        pairs = zip(events["date_start"], events["date_end"], strict=True)
        keys = [_periods(text_of(a)[:length], (text_of(b) or text_of(a))[:length]) for a, b in pairs]
    names = sorted({k for ks in keys for k in ks})
    sides = load_sides()
    order = {s: n for n, s in enumerate(sides)}
    if by == "side":
        names.sort(key=lambda n: order.get(n, len(order)))
    words = {n: sides[n].name if by == "side" and n in sides else n for n in names}
    return [Panel(words[n], events[[n in ks for ks in keys]].reset_index(drop=True)) for n in names]


def _periods(first: str, last: str) -> list[str]:
    """Years or months from the first to the last."""
    if not first:
        return ["undated"]
    found = [first]
    while found[-1] < last:
        year, _, month = found[-1].partition("-")
        if not month:
            found.append(f"{int(year) + 1:04}")
        else:
            found.append(f"{int(year) + int(month) // 12:04}-{int(month) % 12 + 1:02}")
    return found


def draw_multiples(panels: Sequence[Panel], *, options: FigureOptions | None = None) -> Drawn:
    """Draw panels on one sheet.

    Parameters
    ----------
    panels : sequence of Panel
        At most 24, as from `panels_by`; or dates with their control areas.
    options : FigureOptions, optional
        The extent holds for all.

    Returns
    -------
    Drawn
        Facts count each event once, however many panels show it.

    Raises
    ------
    InputError
        No panels, or more than 24.
    """
    import pandas as pd

    options = options or FigureOptions()
    if not 1 <= len(panels) <= MOST_PANELS:
        raise InputError(f"multiples: {len(panels)} panels; give 1 to {MOST_PANELS}, or narrow the period")
    every: Any = pd.concat([p.events for p in panels], ignore_index=True).drop_duplicates("id")
    preset = preset_of(options)
    inner = preset.width_mm - 2 * MARGIN_MM
    across = min(len(panels), max(1, int(inner // _NARROWEST_MM)))
    frame = frame_for(options.extent or SYRIA, (inner - 2.0 * (across - 1)) / across)
    shown = content_of(every, frame)
    facts = facts_of(every, shown)
    sides = load_sides(options.sides)
    title = canvas.clean_text(options.title) or "Conflict events in Syria"
    subtitle = subtitle_of(facts, list(options.conditions)) if options.subtitle is None else canvas.clean_text(options.subtitle)
    notes = notes_of(facts, sources=options.sources, data_cut=options.data_cut)
    if facts.spread:
        notes.append("An event spread over several panels' time stands in each of them.")
    notes.append(f"{ATTRIBUTION}. Projection: UTM zone 37N. {disclaimer(options.worldview)}")
    alt = alt_text(facts, sides, title).replace("Map of", f"{len(panels)} small maps of", 1)
    with canvas.style():
        figure = _sheet(panels, shown, frame, across, replace(options, title=title, subtitle=subtitle), notes)
        files = canvas.figure_bytes(figure, options.formats, title, alt)
    return Drawn(files, title, subtitle, tuple(notes), alt, facts, frame.extent, (), (), scale_capped=False)


def _sheet(panels: Sequence[Panel], shown: "GeoDataFrame", frame: Any, across: int, options: FigureOptions, notes: list[str]) -> Any:
    preset, sides, base = preset_of(options), load_sides(options.sides), load_basemap(options.worldview)
    font, width = preset.font_pt, preset.width_mm
    inner = width - 2 * MARGIN_MM
    areas = next((p.control_areas for p in panels if p.control_areas is not None), None)
    if areas is not None:
        import pandas as pd

        areas = pd.concat([p.control_areas for p in panels if p.control_areas is not None], ignore_index=True)
    blocks = legend_blocks(symbols_of(shown), areas, sides, grey=options.black_and_white) + border_block(base, frame) + edition_block(options.edition)
    columns, _ = furniture.fit_blocks(blocks, inner, font, None)
    legend = furniture.height_of_blocks(columns, font)
    lines = [part for n in notes for part in canvas.wrap_mm(n, font * 0.82, inner)]
    foot = len(lines) * font * 0.82 / furniture.PT * 1.35 + 1.0
    head, name_mm = font / furniture.PT * 4.2, font / furniture.PT * 1.9
    rows = -(-len(panels) // across)
    height = head + rows * (frame.height_mm + name_mm + 1.0) + legend + foot + 2 * MARGIN_MM + 2.0
    figure = canvas.new_figure(width, height, preset.dpi)
    sheet = canvas.sheet(figure, "sheet")
    top = height - MARGIN_MM
    sheet.text(MARGIN_MM, top, options.title, size=font * 1.5, weight="bold", color=furniture.INK, va="top", gid="title")
    sheet.text(MARGIN_MM, top - font / furniture.PT * 2.1, options.subtitle or "", size=font, color=furniture.PALE_INK, va="top", gid="subtitle")
    plain = replace(options, labels="none", overview=False)
    for i, panel in enumerate(panels):
        left = MARGIN_MM + (i % across) * (frame.width_mm + 2.0)
        bottom = top - head - (i // across + 1) * (frame.height_mm + name_mm + 1.0)
        here = content_of(panel.events, frame)
        sheet.text(left, bottom + frame.height_mm + 0.6, canvas.clean_text(panel.label) + (f" (n = {len(here):,})" if len(shown) else ""), size=font * 1.1, weight="bold", va="bottom")
        box = (left / width, bottom / height, frame.width_mm / width, frame.height_mm / height)
        axes = figure.add_axes(box, gid=f"panel-{i + 1}")
        content = MapContent(symbols_of(here), panel.control_areas, panel.control_lines)
        paint_map(axes, content, frame, base, sides, plain, font * 0.85)
    furniture.draw_blocks(sheet, columns, MARGIN_MM, MARGIN_MM + foot + legend + 1.0, font)
    furniture.draw_lines(sheet, notes, MARGIN_MM, MARGIN_MM + foot - 1.0, inner, font * 0.82)
    return figure
