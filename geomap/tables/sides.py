"""The table of sides: the parties that hold ground or act, with the colour, hatch and marker by which maps tell them apart."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geomap.errors import InputError
from geomap.tables.reader import read_table

__all__ = ["HATCHES", "Side", "load_sides"]

_COLUMNS = ("id", "name", "name_ar", "colour", "valid_from", "valid_to", "label", "hatch", "marker", "notes")
HATCHES = frozenset("/\\|-+xoO.*")
"""Signs of matplotlib's hatch patterns."""


@dataclass(frozen=True, slots=True)
class Side:
    """A party and how it is drawn. Dates are ISO text, as exact as known; empty means open."""

    id: str
    name: str
    name_ar: str
    colour: str
    """``#RRGGBB``."""
    valid_from: str
    valid_to: str
    """First day on which the side no longer is; on this day a successor may begin."""
    label: str
    """One or two letters that stand on a symbol or an area where colour is not enough."""
    hatch: str
    """Pattern of areas in black and white (matplotlib's signs: ``/``, ``x``, ``..``); empty for a plain area."""
    marker: str
    """Legend swatch's letter shape: ``filled`` or ``outlined`` symbols, so that pale colours keep an edge."""
    notes: str
    row: str = ""

    def valid_on(self, date: str | None) -> bool:
        """Whether the side exists on an ISO date; without a date, always."""
        if date is None:
            return True
        return (not self.valid_from or self.valid_from <= date) and (not self.valid_to or date < self.valid_to)


def _checked(row: dict[str, str]) -> Side:
    where = row["_row"]
    colour = row["colour"].upper()
    if len(colour) != 7 or colour[0] != "#" or not all(c in "0123456789ABCDEF" for c in colour[1:]):
        raise InputError(f"{where}: colour {row['colour']!r} of side {row['id']!r} is not # and six hex digits, as #99000D")
    if not set(row["hatch"]) <= HATCHES:
        raise InputError(f"{where}: hatch {row['hatch']!r} of side {row['id']!r}; use signs of {''.join(sorted(HATCHES))}")
    if row["marker"] not in {"filled", "outlined"}:
        raise InputError(f"{where}: marker {row['marker']!r} of side {row['id']!r}; use filled or outlined")
    return Side(
        row["id"], row["name"], row["name_ar"], colour, row["valid_from"], row["valid_to"], row["label"], row["hatch"],
        row["marker"], row["notes"], where,
    )  # fmt: skip


@lru_cache(maxsize=8)
def load_sides(path: Path | None = None) -> dict[str, Side]:
    """Load the bundled table of sides, or a user's (house palette and names).

    Parameters
    ----------
    path : Path, optional
        CSV with the columns of the bundled ``sides.csv``.

    Returns
    -------
    dict
        Id to `Side`, in the order of the table, which is the order of legends.

    Raises
    ------
    InputError
        An id twice, a colour, hatch or marker that cannot be drawn, or no row ``unidentified``.
    """
    sides: dict[str, Side] = {}
    for row in read_table("sides.csv", _COLUMNS, path):
        if row["id"] in sides:
            raise InputError(f"{row['_row']}: the side {row['id']!r} stands twice; ids are unique")
        sides[row["id"]] = _checked(row)
    if "unidentified" not in sides:
        raise InputError(f"table {path or 'sides.csv'}: no row 'unidentified'; events without a known side need its colour")
    return sides
