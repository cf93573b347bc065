"""Cut a run of capitalised words that is in no list into place names."""

from collections.abc import Callable

from geomap.places.spans import Item, Scan
from geomap.places.tokens import ARTICLES

__all__ = ["cut_names", "looks_arabic"]

_LONGEST = 4  # units in one name: "Khazan Rasm al-Shouleh" has three
_SON = frozenset(["bin", "ibn"])
_PERSONAL_STARTS = frozenset(["abu", "abou", "abo", "sheikh", "shaykh"])
_DIRECTED = frozenset(
    ["south", "east", "west", "north", "upper", "lower", "eastern", "western", "northern", "southern", "greater", "old", "new", "sit"]
)


def _units(scan: Scan, item: Item) -> list[tuple[int, int]]:
    """Words with the article in front of them, and words joined by a hyphen, as one."""
    units: list[tuple[int, int]] = []
    start = item.first
    for i in range(item.first, item.last + 1):
        if scan.lows[i] in ARTICLES and i < item.last:
            continue
        if scan.lows[i] in _SON and i < item.last:
            start = units.pop()[0] if units and start == i else start
            continue
        if units and start > item.first and scan.lows[i] in scan.words.epithets:
            units[-1] = (units[-1][0], i)
            start = i + 1
            continue
        if i < item.last and scan.gaps[i + 1] == "h":
            continue
        units.append((start, i))
        start = i + 1
    return units


def looks_arabic(scan: Scan, first: int, last: int) -> bool:
    """Whether a name has the build of an Arabic place name: an article, or a first word such as Tal, Kafr, Umm.

    Parameters
    ----------
    scan : Scan
    first, last : int
        Tokens of the name.

    Returns
    -------
    bool
    """
    if any(scan.lows[i] in ARTICLES and scan.gaps[i + 1] == "h" for i in range(first, last)):
        return True
    head = scan.lows[first]
    return first < last and head in scan.words.name_starts and head not in _PERSONAL_STARTS and head not in _DIRECTED


def cut_names(scan: Scan, item: Item, known: Callable[[str], bool], text: str) -> list[Item]:
    """Cut a run into names.

    Parameters
    ----------
    scan : Scan
    item : Item
        The run.
    known : callable
        Whether the gazetteer has a name in any spelling.
    text : str

    Returns
    -------
    list of Item
        Longest known names from the left; of the rest, a word such as Tal or Umm takes the next word with it, and a plain
        word takes a following one with an article ("Qar al-Ghazal").
    """
    units = _units(scan, item)
    names: list[Item] = []
    i = 0
    while i < len(units):
        take = _known_units(scan, units[i:], known, text) or _built_units(scan, units[i:])
        names.append(Item(units[i][0], units[i + take - 1][1]))
        i += take
    return names


def _known_units(scan: Scan, units: list[tuple[int, int]], known: Callable[[str], bool], text: str) -> int:
    for count in range(min(_LONGEST, len(units)), 0, -1):
        name = text[scan.tokens.starts[units[0][0]] : scan.tokens.ends[units[count - 1][1]]]
        alone = count == 1 and len(units) > 1 and scan.lows[units[0][1]] in scan.words.name_starts  # "Rasm" of "Rasm al-Sabaa"
        if len(name) > 3 and not alone and known(name):
            return count
    return 0


def _built_units(scan: Scan, units: list[tuple[int, int]]) -> int:
    count = 1
    while count < min(_LONGEST, len(units)) and scan.lows[units[count - 1][1]] in scan.words.name_starts and scan.lows[units[count - 1][0]] not in ARTICLES:
        count += 1
    if count == 1 and len(units) > 1 and scan.lows[units[0][1]] in scan.words.name_starts and scan.lows[units[1][0]] in ARTICLES:
        return 2  # "al-Qasr al-Baladi"
    if count == 1 and len(units) > 1 and scan.lows[units[0][0]] not in ARTICLES:
        return 2 if len(units) == 2 or scan.lows[units[1][0]] in ARTICLES else 1
    return count
