"""Names and colours of whatever label a side has: the table's where it has a row, else one of a few spare ones, in order of name."""

from collections.abc import Iterable
from dataclasses import dataclass

from geomap.tables.sides import load_sides

__all__ = ["SPARE", "Look", "looks_of"]

SPARE = ("#1F77B4", "#D4A017", "#7B3294", "#008837", "#C2185B", "#5D4037", "#00838F", "#9E9D24")
"""Colours of sides without a row; after eight they repeat, and only the name tells two apart."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one side is named and coloured."""

    side: str
    name: str
    colour: str


def looks_of(sides: Iterable[str]) -> dict[str, Look]:
    """Looks by side.

    Parameters
    ----------
    sides : iterable of str
        Any labels.

    Returns
    -------
    dict
        By label, in the order of the labels.
    """
    table = load_sides()
    found: dict[str, Look] = {}
    spare = 0
    for side in sorted(set(sides)):
        if side in table:
            found[side] = Look(side, table[side].name, table[side].colour)
        else:
            found[side] = Look(side, side, SPARE[spare % len(SPARE)])
            spare += 1
    return found
