"""What was used and what was hit."""

import re
from functools import lru_cache

from geomap.model import Span
from geomap.tables.reader import read_table
from geomap.text.gated import gated
from geomap.text.patterns import PatternIndex, PatternMatch, lowered

__all__ = ["Weapon", "bombed_from_air", "find_object", "find_weapons", "is_handled", "weapons_within"]

Weapon = PatternMatch[tuple[str, str, str]]
"""value: weapon, means (air, shelling, bomb, suicide, chemical, grenade, ground, open), row."""

_HANDLED = gated(
    r"\b(?:defus|dismantl|disarm|seiz|confiscat|discover|uncover|unearth|destroy|intercept|target|manufactur|prepar|smuggl|neutrali[sz])(?:es|ed|e|s|ing)?\s+" + (_THINGS := r"(?:(?!(?:with|by|using|from|in|at|near|on|through|via|after|when|as|who|which|that|before|while|was|were|killed|wounded)\b)[\w\-]+\s+){0,8}$") + "|"
    r"\b(?:found|finds?|finding|ma[dk]es?|making|buil[dt]s?|building)\s+" + _THINGS,
    re.IGNORECASE,
)
_HANDLED_CHARS = 90

_AIRCRAFT = re.compile(r"\b(?:air ?strikes?|air ?raids?|warplanes?|jets?|barrel bombs?|aerial)\b")
_PLANTED = re.compile(r"\b(?:car ?bombs?|truck bombs?|suicide|bombers?|explosi\w+|explod\w+|blasts?|detonat\w+|blew|devices?|booby|ieds?|landmines?)\b")


@lru_cache(maxsize=8)
def bombed_from_air(text: str) -> bool:
    """Whether a text tells of aircraft and of nothing that was planted, so that its "bombing" came from the air.

    Parameters
    ----------
    text : str
        The article's text.

    Returns
    -------
    bool
    """
    low = lowered(text)
    return _AIRCRAFT.search(low) is not None and _PLANTED.search(low) is None


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
    found = _weapons().find(lowered(text), span.start, span.end)
    return [w for w in found if w.value[1] != "bomb" or not is_handled(text, span, w.start)]


def is_handled(text: str, span: Span, at: int) -> bool:
    """Whether a weapon is what somebody makes, finds, defuses or destroys: then it hit nothing.

    Parameters
    ----------
    text : str
        The article's text.
    span : Span
        The sentence or clause.
    at : int
        Where its name begins.

    Returns
    -------
    bool
    """
    return bool(_HANDLED.search(text, max(span.start, at - _HANDLED_CHARS), at))


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


def weapons_within(weapons: list[Weapon], reach: Span | None) -> list[Weapon]:
    """The weapons of a clause without the chemical agents of another act that it tells ("gas in A, and phosphorus bombs on B").

    Parameters
    ----------
    weapons : list of Weapon
        Of the act's clause.
    reach : Span or None
        The act's part of a clause that tells of other acts too.

    Returns
    -------
    list of Weapon
    """
    return [w for w in weapons if reach is None or w.value[1] != "chemical" or reach.start <= w.start < reach.end]
