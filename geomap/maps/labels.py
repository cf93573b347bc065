"""Place names on a map without overlap: greedy, eight positions round each point, by priority, with leaders; what does not fit is listed.

The order of positions follows Imhof 1962 ("Die Anordnung der Namen in der Karte"): right and above first. Everything is in
millimetres on paper, so that the result does not depend on resolution or on a drawing library.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Box", "Label", "Placed", "Placement", "place_labels"]

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
_Boxes = npt.NDArray[np.float64]

# Directions from the point to the label's near corner or edge, in order of preference.
_POSITIONS = ((1, 1), (1, -1), (1, 0), (-1, 1), (-1, -1), (-1, 0), (0, 1), (0, -1))
_RINGS_MM = (0.0, 1.8, 3.8, 6.0)
"""Distance beyond the symbol's edge; from the second ring on a leader shows which point is meant."""
_PADDING_MM = 0.25


@dataclass(frozen=True, slots=True)
class Label:
    """A name that wants a place. `symbol_mm` is the radius of what is drawn at the point."""

    key: str
    text: str
    x: float
    y: float
    width: float
    height: float
    priority: float
    symbol_mm: float = 0.8


@dataclass(frozen=True, slots=True)
class Placed:
    """A label with its box, and the leader's two ends where it stands apart from its point."""

    label: Label
    box: Box
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """What found a place, in the order of placing, and the keys of what did not, or was hidden."""

    placed: tuple[Placed, ...]
    dropped: tuple[str, ...]
    hidden: tuple[str, ...] = ()


def place_labels(
    labels: Sequence[Label],
    frame: Box,
    obstacles: Sequence[Box] = (),
    overrides: Mapping[str, tuple[float, float] | None] | None = None,
) -> Placement:
    """Find a place for each label.

    Parameters
    ----------
    labels : sequence of Label
        In any order: higher priority goes first, equal priorities by key.
    frame : Box
        Labels lie wholly inside.
    obstacles : sequence of Box
        Symbols and furniture that no label may cover.
    overrides : mapping, optional
        Key to the offset (right, up, in mm) of the label's left bottom corner from its point, or to None to hide it.
        Such labels go first and stay where they were put, even over symbols.

    Returns
    -------
    Placement
        Boxes of placed labels never overlap, overridden ones aside.
    """
    fixed = dict(overrides or {})
    order = sorted(labels, key=lambda n: (n.key not in fixed, -n.priority, n.key))
    blocked = np.array(obstacles, dtype=float).reshape(-1, 4)
    taken = np.empty((0, 4))
    placed: list[Placed] = []
    dropped: list[str] = []
    hidden: list[str] = []
    for label in order:
        if label.key in fixed:
            offset = fixed[label.key]
            found = None if offset is None else _put(label, offset)
            if found is None:
                hidden.append(label.key)
                continue
        else:
            found = _search(label, frame, blocked, taken)
        if found is None:
            dropped.append(label.key)
            continue
        placed.append(found)
        taken = np.vstack([taken, found.box])
    return Placement(tuple(placed), tuple(dropped), tuple(hidden))


def _put(label: Label, offset: tuple[float, float]) -> Placed:
    left, bottom = label.x + offset[0], label.y + offset[1]
    return _with_leader(label, (left, bottom, left + label.width, bottom + label.height))


def _search(label: Label, frame: Box, blocked: _Boxes, taken: _Boxes) -> Placed | None:
    for ring in _RINGS_MM:
        for dx, dy in _POSITIONS:
            box = _box_at(label, dx, dy, label.symbol_mm + 0.3 + ring)
            if not _inside(box, frame) or _hits(box, taken, _PADDING_MM) or _hits(box, blocked, 0.0):
                continue
            found = _with_leader(label, box)
            if found.leader is None or not _crosses(found.leader, taken):
                return found
    return None


def _box_at(label: Label, dx: int, dy: int, gap: float) -> Box:
    reach = gap / math.sqrt(2) if dx and dy else gap
    if dx:
        left = label.x + reach if dx > 0 else label.x - reach - label.width
        bottom = label.y - label.height / 2 if dy == 0 else (label.y + reach * 0.4 if dy > 0 else label.y - reach * 0.4 - label.height)
    else:
        left = label.x - label.width / 2
        bottom = label.y + reach if dy > 0 else label.y - reach - label.height
    return left, bottom, left + label.width, bottom + label.height


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _hits(box: Box, others: _Boxes, padding: float) -> bool:
    if not len(others):
        return False
    left, bottom, right, top = box[0] - padding, box[1] - padding, box[2] + padding, box[3] + padding
    return bool(np.any((others[:, 0] < right) & (others[:, 2] > left) & (others[:, 1] < top) & (others[:, 3] > bottom)))


def _with_leader(label: Label, box: Box) -> Placed:
    """Add a line from the point to the nearest spot of the box, where that is farther than a reader's eye joins by itself."""
    x, y = min(max(label.x, box[0]), box[2]), min(max(label.y, box[1]), box[3])
    apart = math.hypot(x - label.x, y - label.y)
    if apart <= label.symbol_mm + 1.2:
        return Placed(label, box)
    start = label.symbol_mm / apart
    return Placed(label, box, ((label.x + (x - label.x) * start, label.y + (y - label.y) * start), (x, y)))


def _crosses(leader: tuple[tuple[float, float], tuple[float, float]], taken: _Boxes) -> bool:
    """Whether a leader runs through a label, tested at steps finer than any label is high."""
    if not len(taken):
        return False
    (x0, y0), (x1, y1) = leader
    steps = np.linspace(0.0, 1.0, max(2, math.ceil(math.hypot(x1 - x0, y1 - y0) / 0.4)))
    xs, ys = x0 + (x1 - x0) * steps[:, None], y0 + (y1 - y0) * steps[:, None]
    inside = (xs > taken[:, 0]) & (xs < taken[:, 2]) & (ys > taken[:, 1]) & (ys < taken[:, 3])
    return bool(inside.any())
