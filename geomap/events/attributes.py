"""What was used and what was hit."""

from functools import lru_cache

from geomap.model import Span
from geomap.tables.reader import read_table
from geomap.text.patterns import PatternIndex, PatternMatch, lowered

__all__ = ["Weapon", "find_object", "find_weapons"]

Weapon = PatternMatch[tuple[str, str, str]]
"""value: weapon, means (air, shelling, bomb, suicide, chemical, grenade, ground, open), row."""


@lru_cache(maxsize=1)
def _weapons() -> PatternIndex[tuple[str, str, str]]:
    return PatternIndex((r["pattern"], (r["weapon"], r["means"], r["_row"])) for r in read_table("weapons.csv", ("pattern", "weapon", "means")))


@lru_cache(maxsize=1)
def _objects() -> PatternIndex[tuple[str, str]]:
    return PatternIndex((r["pattern"], (r["kind"], r["_row"])) for r in read_table("objects.csv", ("pattern", "kind")))


def find_weapons(text: str, span: Span) -> list[Weapon]:
    """Weapons named in a stretch of text, in order.

    Parameters
    ----------
    text : str
        The article's text.
    span : Span
        The sentence or clause to look in.

    Returns
    -------
    list of Weapon
        Offsets are those of the article.
    """
    return list(_weapons().find(lowered(text), span.start, span.end))


def find_object(text: str, span: Span, after: int) -> tuple[str, Span, str] | None:
    """What was hit: the first object named after the trigger, else the last before it.

    Parameters
    ----------
    text : str
        The article's text.
    span : Span
        The sentence or clause to look in.
    after : int
        Where the trigger ends, in code points of the article.

    Returns
    -------
    (kind, span, row) or None
    """
    hits = list(_objects().find(lowered(text), span.start, span.end))
    if not hits:
        return None
    best = next((h for h in hits if h.start >= after), hits[-1])
    return best.value[0], Span(best.start, best.end), best.value[1]
