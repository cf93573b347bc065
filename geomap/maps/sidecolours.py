"""Names and colours of the sides on an interactive map."""

from collections.abc import Iterable, Mapping

__all__ = ["side_colours"]

FALLBACK = "#8A8A8A"
"""Grey: a side that the table does not know."""


def side_colours(used: Iterable[str], given: Mapping[str, tuple[str, str]]) -> dict[str, list[str]]:
    """Look up the sides that occur.

    Parameters
    ----------
    used : iterable of str
        Side ids.
    given : mapping
        Side id to (name, colour), in place of the bundled table's.

    Returns
    -------
    dict
        Side id to [name, colour], by id; unknown sides keep their id as name and are grey.
    """
    from geomap.tables.sides import load_sides

    table = load_sides()
    out: dict[str, list[str]] = {}
    for side in sorted(set(used)):
        if side in given:
            out[side] = list(given[side])
        elif side in table:
            out[side] = [table[side].name, table[side].colour]
        else:
            out[side] = [side, FALLBACK]
    return out
