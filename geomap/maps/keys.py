"""The legend of a static map: only what the map shows."""

from collections import Counter
from typing import TYPE_CHECKING

from geomap.maps.furniture import Block, Entry
from geomap.maps.layers import GREY_LETTERS, LETTERS
from geomap.maps.palette import area_fill
from geomap.maps.symbols import MARKERS, Symbol, diameter_mm, meaning
from geomap.model import Status

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geomap.maps.basemap import Basemap
    from geomap.maps.paper import Frame
    from geomap.tables.sides import Side

__all__ = ["border_block", "edition_block", "legend_blocks"]

_GREY = "#9A9A9A"


def legend_blocks(
    symbols: list[Symbol], areas: "GeoDataFrame | None", sides: "dict[str, Side]", *, grey: bool = False, lines: bool = False
) -> list[Block]:
    """Explain what is on the map.

    Parameters
    ----------
    symbols : list of Symbol
        Those drawn.
    areas : GeoDataFrame or None
        Control areas, with the column ``side``.
    sides : dict
        Id to Side, in the order of the legend.
    grey : bool
        Black and white: letters instead of colours.
    lines : bool
        Whether front lines are drawn.

    Returns
    -------
    list of Block
        Acting side, event type, certainty, control; empty ones left out.
    """
    blocks = [_side_block(symbols, sides, grey=grey), _type_block(symbols), _mark_block(symbols, grey=grey)]
    blocks.append(_control_block(areas, sides, grey=grey, lines=lines))
    return [b for b in blocks if b.entries]


def _side_block(symbols: list[Symbol], sides: "dict[str, Side]", *, grey: bool) -> Block:
    counts: Counter[str] = Counter()
    for s in symbols:
        counts[s.side if s.side in sides else "unidentified"] += s.n
    shown = [sides[i] for i in sides if counts[i]]
    entries = (
        Entry("marker", f"{s.name} ({counts[s.id]:,})", "#FFFFFF" if grey else s.colour, size_mm=2.9 if grey else 2.2, letter=s.label if grey else "")
        for s in shown
    )
    return Block("Acting side (events)", tuple(entries))


def _type_block(symbols: list[Symbol]) -> Block:
    counts: Counter[str] = Counter()
    for s in symbols:
        counts[s.event_type] += s.n
    known = [t for t in MARKERS if counts[t]]
    return Block("Event type", tuple(Entry("marker", f"{t} ({counts[t]:,})", _GREY, MARKERS[t]) for t in known))


def _mark_block(symbols: list[Symbol], *, grey: bool) -> Block:
    found: list[Entry] = []
    if any(not s.exact for s in symbols):
        words = "Place known to an area only"
        found.append(Entry("marker", words, "#FFFFFF", dashes="--") if grey else Entry("hollow", words, _GREY))
        if any(not s.exact and s.radius_km > 0 for s in symbols):
            found.append(Entry("ring", "Holds the true place in 9 of 10 cases", "#444444"))
    if any(s.spread for s in symbols):
        found.append(Entry("spread", "Date known to a range of days", _GREY))
    shown = {s.status for s in symbols}
    if Status.CLAIMED.value in shown and not grey:
        found.append(Entry("claimed", meaning(Status.CLAIMED.value).capitalize(), _GREY))
    kind, letters = ("raised", GREY_LETTERS) if grey else ("marker", LETTERS)
    found += [Entry(kind, meaning(k).capitalize(), "#FFFFFF", letter=v) for k, v in letters.items() if k in shown]
    largest = max((s.n for s in symbols), default=1)
    found += [
        Entry("marker", "1 event" if n == 1 else f"{n:,} events", "#FFFFFF", size_mm=diameter_mm(n)) for n in (1, 10, 100) if n <= largest and largest >= 10
    ]
    return Block("Reading the symbols", tuple(found))


def _control_block(areas: "GeoDataFrame | None", sides: "dict[str, Side]", *, grey: bool, lines: bool) -> Block:
    held = set(areas["side"].astype(str)) if areas is not None else set()
    entries = [
        Entry("patch", s.name, "#FFFFFF" if grey else area_fill(s), hatch=s.hatch if grey else "") for s in sides.values() if s.id in held
    ]
    if lines:
        entries.append(Entry("line", "Front line", "#1A1A1A"))
    return Block("Held by", tuple(entries))


def border_block(base: "Basemap", frame: "Frame") -> list[Block]:
    """What the hatching and the dashed lines at the Golan mean, where they are in view."""
    from geomap.maps.paper import project

    seen = [f for f in base.disputed_areas if project(f.geometry).intersects(frame.box)]
    if not any(f.name == "Golan Heights" for f in seen):
        return []
    words = {"un": "Golan Heights: occupied by Israel", "de_facto": "Golan Heights: disputed", "lebanon": "Golan Heights: occupied by Israel"}
    entries = [Entry("patch", words[base.worldview], hatch="//"), Entry("line", "Ceasefire line of 1974", "#4D4D4D", dashes="--")]
    return [Block("Borders", tuple(entries))]


def edition_block(lines: tuple[str, ...]) -> list[Block]:
    """What a public edition does not show as it was coded; nothing for other maps."""
    return [Block("Public edition", tuple(Entry("words", line) for line in lines))] if lines else []
