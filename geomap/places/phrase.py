"""What the words around a name say: its kind, its direction, what governs it, which names stand in one list with it."""

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import NamedTuple, TypeVar

from geomap.places.spans import Item, Scan

__all__ = ["Phrase", "kind_after", "kind_before", "lists", "locative_before", "phrase_of"]

T = TypeVar("T")

_REMARK = re.compile(r"\s*\([a-z0-9][a-z0-9 \-]{1,30}\)(?:,|,? and|,? or)\s+(?:the\s+)?", re.ASCII)
_LONGEST_REMARK = 8
_MORE = frozenset(["the", "also", "nearby", "neighbouring", "neighboring"])
_LINKS = frozenset(["and", "or", "&"])
_SKIPPED = frozenset(["the", "nearby", "neighbouring", "neighboring", "entire", "whole", "strategic", "own", "main", "border", "two", "three", "four", "five"])
_DIRECT = frozenset(["village", "town", "city", "hamlet", "mount", "rural", "camp", "river", "lake", "hill", "province", "governorate", "suburb", "neighborhood", "villages", "towns", "cities", "neighborhoods", "districts"])
"""Kind words that stand right before a name without "of"."""
_PARTS = frozenset({"quarter", "district"})
_TOWN = 0.7  # importance of the seat of a district
_LONG_VERB = 8  # shorter ones have everyday words among their anagrams
_NEAR_GAPS = frozenset("sp")
_FOUGHT = frozenset({"battle", "battles", "battled", "fight", "fights", "fighting", "fought", "clashes", "struggle"})
_FOUGHT_WORDS = 14
"""So many words before "for X" may say that X is fought for."""


class Phrase(NamedTuple):
    """What surrounds one name."""

    kind_word: str | None = None
    kind_group: str | None = None
    bearing: float | None = None
    """Direction of the part of the place that is meant ("northwestern Hama"), clockwise from north."""
    central: bool = False
    holder: bool = False
    """Whether the name says in what a following one lies ("Deir Ezzor city of Hajin")."""
    kind_last: int = -1
    """Last token of the kind word after the name; -1 where none follows."""


def _remembered(rule: Callable[[Scan, int], T]) -> Callable[[Scan, int], T]:
    """Ask a rule once for each token: several questions about a name need the same answer."""
    name = rule.__name__

    @wraps(rule)
    def ask(scan: Scan, index: int) -> T:
        known = scan.memo[name]
        if index not in known:
            known[index] = rule(scan, index)
        found: T = known[index]
        return found

    return ask


@_remembered
def kind_after(scan: Scan, last: int) -> Phrase | None:
    """Kind word after a name: "X village", "X military airport", "X's eastern countryside".

    Parameters
    ----------
    scan : Scan
    last : int
        Last token of the name.

    Returns
    -------
    Phrase or None
    """
    i, bearing = last + 1, None
    for _ in range(4):
        if scan.gaps[i] not in "sh" and not (scan.gaps[i] == "p" and i == last + 1):
            return None
        kind = scan.kinds.get(i)
        if kind is not None and kind[0] != "mount":
            word, end = kind
            owned = scan.lows[end + 1] == "of" and end + 2 < len(scan.tokens) and scan.tokens.caps[end + 2] and scan.words.kinds[word] == "settlement"
            group = "governorate" if owned else scan.words.kinds[word]
            return Phrase(word, group, bearing, holder=owned, kind_last=end)
        direction = scan.directions.get(i)
        if direction is None and not (scan.lows[i] in _LINKS and bearing is not None):
            return None
        if direction is not None:
            bearing = direction[0] if bearing is None else bearing
            i = direction[1]
        i += 1
    return None


@_remembered
def kind_before(scan: Scan, first: int) -> Phrase | None:
    """Kind word before a name: "the village of X", "the northern countryside of X", "Mount X", "rural X".

    Parameters
    ----------
    scan : Scan
    first : int
        First token of the name.

    Returns
    -------
    Phrase or None
    """
    i = first - 1
    while i >= 0 and scan.lows[i] in _SKIPPED and scan.gaps[i + 1] == "s":
        i -= 1
    of = scan.lows[i] == "of" and scan.gaps[i + 1] == "s"
    i -= of
    if i < 0 or scan.gaps[i + 1] != "s":
        return None
    for begin in (i - 1, i):
        kind = scan.kinds.get(begin)
        if kind is None or kind[1] != i:
            continue
        group = scan.words.kinds[kind[0]]
        if not of and kind[0] not in _DIRECT:
            return None  # "its countryside Aleppo" is a list, "the front Hama" no phrase
        if of and group in _PARTS and _part_before(scan, begin):
            return None  # "the X quarter of Homs": X is the quarter
        direction = _direction_before(scan, begin)
        return Phrase(kind[0], group, direction[0] if direction else None, central=direction is not None and direction[0] is None)
    return None


def _part_before(scan: Scan, index: int) -> bool:
    """Whether the name of a part of a town, not of a town ("the Aleppo quarter of X"), stands right before its kind word."""
    if index < 1 or not scan.tokens.caps[index - 1] or scan.gaps[index] != "s" or scan.lows[index - 1] in scan.words.stop or scan.tokens.possessives[index - 1]:
        return False
    return not any(item.last == index - 1 and item.importance >= _TOWN and item.abroad is None for item in scan.items)


@_remembered
def _direction_before(scan: Scan, index: int) -> tuple[float | None, int] | None:
    """Direction word that ends right before a token."""
    for begin in (index - 2, index - 1):
        if begin >= 0 and scan.gaps[index] == "s":
            direction = scan.directions.get(begin)
            if direction is not None and direction[1] == index - 1:
                return direction
    return None


def phrase_of(scan: Scan, item: Item) -> Phrase:
    """All that the words right around a name say of it.

    Parameters
    ----------
    scan : Scan
    item : Item

    Returns
    -------
    Phrase
        A kind word after the name wins over one before ("the towns of Homs province").
    """
    known = scan.memo["phrase"]
    if item.first not in known:
        known[item.first] = _phrase(scan, item)
    phrase: Phrase = known[item.first]
    return phrase


def _phrase(scan: Scan, item: Item) -> Phrase:
    before, after = kind_before(scan, item.first), kind_after(scan, item.last)
    chosen = after if after is not None and after.kind_group != "vicinity" else before or after
    direction = _direction_before(scan, item.first)
    bare = direction[0] if direction and scan.lows[direction[1] + 1] != "of" else None
    central = direction is not None and direction[0] is None
    if chosen is None:
        return Phrase(bearing=bare, central=central)
    bearing = chosen.bearing if chosen.bearing is not None else bare
    return Phrase(chosen.kind_word, chosen.kind_group, bearing, central or chosen.central, chosen.holder, chosen.kind_last)


@_remembered
def locative_before(scan: Scan, first: int) -> bool:
    """Whether a preposition of place or a verb that takes a place stands before a name (articles and directions skipped)."""
    i = first - 1
    while i >= 0 and scan.gaps[i + 1] in _NEAR_GAPS and (scan.lows[i] in _SKIPPED or i in scan.directions) and first - i < 5:
        if scan.lows[i] in scan.words.locatives:
            return True
        i -= 1
    if i < 0 or scan.gaps[i + 1] not in "sp":
        return False
    low = scan.lows[i]
    if low == "for":  # "fighting broke out between A and B for X"
        start = max((k for k in range(max(0, i - _FOUGHT_WORDS), i + 1) if scan.gaps[k] == "x"), default=max(0, i - _FOUGHT_WORDS))
        return any(scan.lows[k] in _FOUGHT for k in range(start, i))
    if low in scan.words.locatives:
        return low != "to" or scan.lows[i - 1] != "according"
    return not scan.tokens.caps[i] and (low in scan.words.object_verbs or _swapped(low, scan))


@lru_cache(maxsize=4)
def _letters(verbs: frozenset[str]) -> frozenset[str]:
    return frozenset("".join(sorted(v)) for v in verbs if len(v) >= _LONG_VERB)


def _swapped(word: str, scan: Scan) -> bool:
    """Whether a long verb is there with two letters swapped ("repcatured"), the commonest slip of the press."""
    return len(word) >= _LONG_VERB and "".join(sorted(word)) in _letters(scan.words.object_verbs)


def _linked(scan: Scan, left: Item, right: Item) -> bool:
    """Whether nothing but commas, slashes or "and" stands between two names."""
    after = _thing_after(scan, left.last)
    between = range(after + 1, right.first)
    if _remarked(scan, after, right.first):
        return True
    if len(between) > 3:
        return False
    if [scan.lows[i] for i in between] == ["as", "well", "as"]:
        return True
    if any(scan.lows[i] not in _LINKS and scan.lows[i] not in _MORE for i in between):
        return False
    if scan.lows[after + 1] == "the" and len(between) == 1:
        return scan.gaps[after + 1] == "c"
    gaps = {scan.gaps[i] for i in range(after + 1, right.first + 1)}
    if gaps == {"h"}:
        return _road_after(scan, right.last)
    if after > left.last and not between and gaps == {"s"}:
        return False  # "X town Y"
    return gaps <= {"s", "c", "l"} and not scan.tokens.possessives[left.last]


def _thing_after(scan: Scan, last: int) -> int:
    """Last token of what a name is said to be right after it ("X village, Y and Z"), else of the name."""
    after = kind_after(scan, last)
    plain = after is not None and after.bearing is None and not after.holder and after.kind_group not in {"governorate", "vicinity"}
    return after.kind_last if after is not None and plain and scan.gaps[last + 1] == "s" and not scan.tokens.possessives[last] else last


def _road_after(scan: Scan, last: int) -> bool:
    """Whether a name ends a pair of places between which a road or a front lies ("the A-B axis")."""
    after = kind_after(scan, last)
    return after is not None and after.kind_group in {"road", "vicinity"}


def _remarked(scan: Scan, last: int, first: int) -> bool:
    """Whether a list goes on after a remark in brackets ("A (twice), B")."""
    if scan.gaps[last + 1] != "p" or first - last > _LONGEST_REMARK:
        return False
    return bool(_REMARK.fullmatch(scan.tokens.text, scan.tokens.ends[last], scan.tokens.starts[first]))


def lists(scan: Scan, items: list[Item]) -> list[list[int]]:
    """Names that stand in one list, with or without commas.

    Parameters
    ----------
    scan : Scan
    items : list of Item
        In the order of the text.

    Returns
    -------
    list of list of int
        Indices into `items`; each stands in exactly one list, alone if need be.
    """
    groups: list[list[int]] = []
    for i, item in enumerate(items):
        if groups and _linked(scan, items[groups[-1][-1]], item):
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups
