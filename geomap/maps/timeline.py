"""Events and deaths over time by side; what is known to a day stands above the axis, what is spread over a range hatched below it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.io.tolls import beyond_parts
from geomap.maps import canvas, furniture
from geomap.maps.caption import alt_text, facts_of, notes_of, subtitle_of
from geomap.maps.figure import MARGIN_MM, Drawn, FigureOptions, preset_of
from geomap.maps.furniture import Block, Entry
from geomap.maps.keys import edition_block
from geomap.maps.palette import tint
from geomap.maps.symbols import is_spread, text_of
from geomap.tables.sides import Side, load_sides

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from matplotlib.axes import Axes

__all__ = ["Bin", "Tally", "bins_between", "draw_timeline", "tally"]

_UNITS = (("day", 62), ("week", 420), ("month", 366 * 15))
_TALL_SHARE = 0.26  # of the width, for each of the two panels


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of days, as proleptic ordinals, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers per bin and side: those of a known day, and the shares of those spread over a range of days."""

    bins: tuple[Bin, ...]
    unit: str
    exact: dict[str, list[float]]
    spread: dict[str, list[float]]
    deaths_exact: dict[str, list[float]]
    deaths_spread: dict[str, list[float]]
    highest: list[float]
    """Highest figures told of deaths on known days, all sides."""
    undated: int
    joint: int
    """Events whose deaths were told for several events together: not added up."""
    periods: int = 0
    """Events of a period that others with deaths lie within: of theirs only what exceeds those is added."""


def bins_between(first: date, last: date) -> tuple[tuple[Bin, ...], str]:
    """Days, weeks (from Monday), months or years, whichever gives a readable number of bars.

    Parameters
    ----------
    first, last : date
        Both are covered.

    Returns
    -------
    tuple of Bin, str
        Without gaps, in order; and the unit's name.
    """
    span = last.toordinal() - first.toordinal() + 1
    unit = next((name for name, longest in _UNITS if span <= longest), "year")
    starts = [_floor(first, unit)]
    while starts[-1] <= last:
        starts.append(_next(starts[-1], unit))
    return tuple(Bin(a.toordinal(), b.toordinal()) for a, b in pairwise(starts)), unit


def _floor(day: date, unit: str) -> date:
    if unit == "week":
        return date.fromordinal(day.toordinal() - day.weekday())
    return day if unit == "day" else day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _next(day: date, unit: str) -> date:
    if unit in {"day", "week"}:
        return date.fromordinal(day.toordinal() + (1 if unit == "day" else 7))
    if unit == "month":
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date(day.year + 1, 1, 1)


def _number(value: object) -> float:
    return float(text_of(value) or 0.0)


def _joint(row: dict[str, Any]) -> bool:
    return bool(row.get("deaths_joint")) and text_of(row.get("deaths_joint")) != ""


def _added(rows: Sequence[dict[str, Any]], column: str) -> dict[str, float]:
    """What each event adds to the sum of deaths: nothing where they were told jointly, of a period what exceeds that of its parts."""
    return beyond_parts((text_of(r.get("id")), text_of(r.get("part_of")), _number(r.get(column))) for r in rows if not _joint(r))


def tally(events: "GeoDataFrame") -> Tally:
    """Count events and deaths per stretch of time and side.

    Parameters
    ----------
    events : GeoDataFrame
        Flat columns as in ``events.geojson``, already filtered.

    Returns
    -------
    Tally
        Each dated event adds exactly one in all, a spread one in shares by the days of its range in each bin.

    Raises
    ------
    InputError
        No event has a date.
    """
    rows: list[dict[str, Any]] = [{str(k): v for k, v in r.items()} for r in events.drop(columns="geometry", errors="ignore").to_dict("records")]
    dated = sorted((r for r in rows if text_of(r.get("date_start"))), key=lambda r: (text_of(r["date_start"]), text_of(r.get("id"))))
    if not dated:
        raise InputError("timeline: no event has a date; the list of undated events shows them")
    ranges = [_range(r) for r in dated]
    bins, unit = bins_between(min(a for a, _ in ranges), max(b for _, b in ranges))
    made: list[dict[str, list[float]]] = [defaultdict(lambda: [0.0] * len(bins)) for _ in range(4)]
    highest, joint = [0.0] * len(bins), 0
    lowest_of, highest_of = _added(dated, "deaths_min"), _added(dated, "deaths_max")
    for row, (first, last) in zip(dated, ranges, strict=True):
        side = text_of(row.get("side1")) or "unidentified"
        loose = is_spread(row.get("date_start"), row.get("date_end"), row.get("date_precision"))
        told_jointly = _joint(row)
        joint += told_jointly
        killed = lowest_of.get(text_of(row.get("id")), 0.0)
        for i, share in _shares(bins, first.toordinal(), last.toordinal() + 1):
            made[loose][side][i] += share
            made[2 + loose][side][i] += share * killed
            if not loose and not told_jointly:
                highest[i] += share * max(killed, highest_of.get(text_of(row.get("id")), 0.0))
    return Tally(
        bins, unit, dict(made[0]), dict(made[1]), dict(made[2]), dict(made[3]), highest=highest, undated=len(rows) - len(dated), joint=joint,
        periods=sum(lowest_of.get(text_of(r.get("id")), 0.0) < _number(r.get("deaths_min")) for r in dated if not _joint(r)),
    )  # fmt: skip


def _range(row: dict[str, Any]) -> tuple[date, date]:
    first = date.fromisoformat(text_of(row["date_start"])[:10])
    last = date.fromisoformat((text_of(row.get("date_end")) or text_of(row["date_start"]))[:10])
    return first, max(first, last)


def _shares(bins: Sequence[Bin], start: int, end: int) -> list[tuple[int, float]]:
    found = []
    for i, b in enumerate(bins):
        days = min(end, b.end) - max(start, b.start)
        if days > 0:
            found.append((i, days / (end - start)))
    return found


def draw_timeline(events: "GeoDataFrame", *, options: FigureOptions | None = None) -> Drawn:
    """Draw events and deaths over time by acting side.

    Parameters
    ----------
    events : GeoDataFrame
        Flat columns as in ``events.geojson``, already filtered. Those without a point count too.
    options : FigureOptions, optional
        Title, preset, formats, sides, sources, data cut; black and white hatches the sides.

    Returns
    -------
    Drawn
        The same bytes for the same input.

    Raises
    ------
    InputError
        No event has a date.
    """
    options = options or FigureOptions()
    sides, counted = load_sides(options.sides), tally(events)
    dated = events[[bool(text_of(v)) for v in events["date_start"]]]
    facts = facts_of(events, dated)
    title = canvas.clean_text(options.title) or "Events over time"
    subtitle = subtitle_of(facts, list(options.conditions)) if options.subtitle is None else canvas.clean_text(options.subtitle)
    notes = [_explained(counted), *(n for n in notes_of(facts, sources=options.sources, data_cut=options.data_cut) if not n.startswith("Not shown"))]
    alt = alt_text(facts, sides, title).replace("Map of", "Timeline of", 1)
    with canvas.style():
        figure = _sheet(counted, sides, options, (title, subtitle), notes)
        files = canvas.figure_bytes(figure, options.formats, title, alt)
    return Drawn(files, title, subtitle, tuple(notes), alt, facts, (0.0, 0.0, 0.0, 0.0), (), (), scale_capped=False)


def _explained(counted: Tally) -> str:
    text = f"Bars: one {counted.unit} each, by acting side. Above the axis: day known; below, hatched: spread evenly over the range of days."
    text += " Deaths: lowest figures told; the thin line reaches to the highest."
    if counted.periods:
        text += f" The dead of a period hold those of the events within it, and are added once (periods: {counted.periods})."
    if counted.joint:
        text += f" Deaths told for several events together ({counted.joint} events) are not added up."
    return text + (f" Undated, not shown: {counted.undated}." if counted.undated else "")


def _sheet(counted: Tally, sides: dict[str, Side], options: FigureOptions, head: tuple[str, str], notes: list[str]) -> Any:
    preset = preset_of(options)
    font, width = preset.font_pt, preset.width_mm
    inner, tall = width - 2 * MARGIN_MM, width * _TALL_SHARE
    shown = [s for s in sides if s in counted.exact or s in counted.spread]
    look = [Entry("patch", sides[s].name, _face(sides[s], grey=options.black_and_white), hatch=_hatch(sides[s], grey=options.black_and_white)) for s in shown]
    columns, _ = furniture.fit_blocks([Block("Acting side", tuple(look)), *edition_block(options.edition)], inner, font, None)
    legend = furniture.height_of_blocks(columns, font)
    lines = [part for n in notes for part in canvas.wrap_mm(n, font * 0.82, inner)]
    foot = len(lines) * font * 0.82 / furniture.PT * 1.35
    heading = font / furniture.PT * 5.2
    gap = font / furniture.PT * 4.0
    height = heading + 2 * tall + 2 * gap + legend + foot + 2 * MARGIN_MM + 3.0
    figure = canvas.new_figure(width, height, preset.dpi)
    sheet = canvas.sheet(figure, "sheet")
    top = height - MARGIN_MM
    sheet.text(MARGIN_MM, top, head[0], size=font * 1.5, weight="bold", color=furniture.INK, va="top", gid="title")
    sheet.text(MARGIN_MM, top - font / furniture.PT * 2.1, head[1], size=font, color=furniture.PALE_INK, va="top", gid="subtitle")
    left = MARGIN_MM + font / furniture.PT * 3.6
    for i, name in enumerate(("Events", "Deaths")):
        bottom = top - heading - (i + 1) * tall - i * gap
        axes = figure.add_axes((left / width, bottom / height, (width - MARGIN_MM - left) / width, tall / height), gid=name.lower())
        _bars(axes, counted, sides, name, font, grey=options.black_and_white)
    below = top - heading - 2 * tall - 2 * gap
    furniture.draw_blocks(sheet, columns, MARGIN_MM, below, font)
    furniture.draw_lines(sheet, notes, MARGIN_MM, MARGIN_MM + foot, inner, font * 0.82)
    return figure


def _face(side: Side, *, grey: bool) -> str:
    return "#FFFFFF" if grey else side.colour


def _hatch(side: Side, *, grey: bool) -> str:
    return side.hatch if grey else ""


def _bars(axes: "Axes", counted: Tally, sides: dict[str, Side], name: str, font: float, *, grey: bool) -> None:
    up, down = (counted.exact, counted.spread) if name == "Events" else (counted.deaths_exact, counted.deaths_spread)
    x = [b.start for b in counted.bins]
    wide = [(b.end - b.start) * 0.9 for b in counted.bins]
    tops, bottoms = [0.0] * len(x), [0.0] * len(x)
    for side_id in [s for s in sides if s in up or s in down]:
        side = sides[side_id]
        look: dict[str, Any] = {"align": "edge", "facecolor": _face(side, grey=grey), "edgecolor": furniture.INK, "linewidth": 0.3}
        above, below = up.get(side_id, [0.0] * len(x)), down.get(side_id, [0.0] * len(x))
        axes.bar(*_seen(x, above, wide, tops), hatch=_hatch(side, grey=grey) * 2, gid=f"exact-{side_id}", **look)
        look["facecolor"] = tint(look["facecolor"], 0.5)
        axes.bar(*_seen(x, [-v for v in below], wide, [-v for v in bottoms]), hatch="////", gid=f"spread-{side_id}", **look)
        tops, bottoms = [a + b for a, b in zip(tops, above, strict=True)], [a + b for a, b in zip(bottoms, below, strict=True)]
    if name == "Deaths":
        middle = [a + w / 2 for a, w in zip(x, wide, strict=True)]
        reach = [(m, low, high) for m, low, high in zip(middle, tops, counted.highest, strict=True) if high > low]
        axes.vlines([r[0] for r in reach], [r[1] for r in reach], [r[2] for r in reach], colors=furniture.INK, linewidth=0.5, gid="highest")
        tops = [max(a, b) for a, b in zip(tops, counted.highest, strict=True)]
    _axis(axes, counted, name, max(tops, default=0.0), max(bottoms, default=0.0), font)


def _seen(*columns: Sequence[float]) -> list[list[float]]:
    """Bars that have a height: place, height, width, foot."""
    kept = [row for row in zip(*columns, strict=True) if row[1]]
    return [[row[i] for row in kept] for i in range(4)]


def _axis(axes: "Axes", counted: Tally, name: str, top: float, bottom: float, font: float) -> None:
    axes.axhline(0, color=furniture.INK, linewidth=0.6)
    axes.set_xlim(counted.bins[0].start, counted.bins[-1].end)
    axes.set_ylim(-bottom * 1.08, max(top, 1.0) * 1.08)
    axes.set_title(name, size=font, weight="bold", loc="left")
    ticks, words = _ticks(counted)
    axes.set_xticks(ticks, words, size=font)
    axes.locator_params(axis="y", nbins=6, integer=True)
    axes.yaxis.set_major_formatter(lambda v, _: f"{abs(v):,.0f}")
    axes.tick_params(labelsize=font, width=0.5, length=2.0)


def _ticks(counted: Tally) -> tuple[list[int], list[str]]:
    """At most about a dozen dates on the axis, as readers write them."""
    starts = [date.fromordinal(b.start) for b in counted.bins]
    if counted.unit in {"month", "year"} and len({d.year for d in starts}) > 1:
        years = sorted({d.year for d in starts})
        years = years[:: max(1, len(years) // 12)]
        kept = [date(y, 1, 1) for y in years if date(y, 1, 1) >= starts[0]] or [starts[0]]
        return [d.toordinal() for d in kept], [str(d.year) for d in kept]
    kept = starts[:: max(1, -(-len(starts) // 8))]
    return [d.toordinal() for d in kept], [d.isoformat()[:7] if counted.unit == "month" else d.isoformat() for d in kept]
