"""Candidate stretches of a text that may be toponyms: gazetteer names, names of places abroad, capitalised names of no list."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from geomap.places.gazetteer import Gazetteer
from geomap.places.tokens import ARTICLES, Tokens, tokenise
from geomap.tables.actors import load_actors
from geomap.tables.toponym_words import ToponymWords, load_toponym_words

__all__ = ["Item", "Scan", "scan"]

_PARTICLES = frozenset(["bin", "ibn", "wal", "wa"])
_GROUP_TOKENS = 7  # a longer run of capitalised words is a headline or a list of people
_RUN_GAPS = frozenset("sh")
_TOWN = 0.5  # importance of a seat of a sub-district: such a name stands for itself
_OF = {"of": ""}
_FIELD_MEN = frozenset(["correspondent", "correspondents", "reporter", "reporters", "commander", "commanders", "leader", "marshal", "source", "sources"])
"""After "field", who is in the field rather than the oil field of a place."""
_SERVANT = frozenset(["abd", "abdel", "abdul"])
_QUARTERS = frozenset(["neighborhood", "neighbourhood", "quarter", "street", "square", "mosque"])
_PARTS = frozenset(["neighborhood", "neighbourhood", "quarter", "district", "suburb", "suburbs", "street", "square"])
_PLAIN_STARTS = frozenset(["old", "new", "upper", "lower", "greater", "sit", "sheikh", "shaykh"])  # too common before other names


@dataclass(slots=True)
class Item:
    """A stretch of tokens, `first` to `last` inclusive, that may be a place name."""

    first: int
    last: int
    place_ids: tuple[str, ...] = ()
    """Gazetteer entries that bear this very name; empty for names of no list."""
    abroad: tuple[str, str] | None = None
    """Kind and country code of a place abroad."""
    importance: float = 0.0
    end: int | None = None
    """End in code points where it is not the last token's: an s that stands for a lost possessive is left out."""

    called: str | None = None
    """What to look up, where it is more than the name: "Tabqa air base"."""

    whole: bool = False
    """Whether its words make one name, though no list has it."""

    @property
    def known(self) -> bool:
        """Whether any list has the name."""
        return bool(self.place_ids) or self.abroad is not None


@dataclass(slots=True)
class Scan:
    """The tokens of a text, what blocks them, and the items in order."""

    tokens: Tokens
    words: ToponymWords
    blocked: list[bool]
    """True where a token belongs to an organisation's name."""
    items: list[Item]
    starts: frozenset[int] = frozenset()
    """First tokens of the items that some list has."""
    memo: defaultdict[str, dict[int, Any]] = field(default_factory=lambda: defaultdict(dict))
    """What each rule has found out of single tokens; filled as it is asked for."""
    kinds: dict[int, tuple[str, int]] = field(init=False)
    """Kind words by the token at which they begin: the word and its last token."""
    directions: dict[int, tuple[float | None, int]] = field(init=False)
    """Direction words ("north western" has two tokens) by the token at which they begin: bearing (None: centre) and last token."""
    lows: list[str] = field(init=False)
    """Each token in lower case, empty beyond the ends."""
    gaps: list[str] = field(init=False)
    """What separates each token from the one before; x beyond the ends."""

    def __post_init__(self) -> None:
        self.lows, self.gaps = self.tokens.lows, self.tokens.gaps
        kinds, directions = _first_words(self.words)
        self.kinds = {i: kind for i, low in enumerate(self.lows) if low in kinds and (kind := self._kind_at(i)) is not None}
        self.directions = {i: side for i, low in enumerate(self.lows) if low in directions and (side := self._direction_at(i)) is not None}

    def _phrases(self, index: int) -> Iterator[tuple[str, int]]:
        """The two words at a token and the one, with their last tokens."""
        if index + 1 < len(self.tokens) and self.gaps[index + 1] in _RUN_GAPS:
            yield f"{self.lows[index]} {self.lows[index + 1]}", index + 1
        yield self.lows[index], index

    def _kind_at(self, index: int) -> tuple[str, int] | None:
        tokens, words = self.tokens, self.words
        for word, last in self._phrases(index):
            if word == "field" and self.lows[last + 1] in _FIELD_MEN:
                continue
            if word in words.kinds and not (tokens.caps[last] and word in words.ambiguous_kinds and not tokens.texts[index].isupper()):
                return word, last
        return None

    def _direction_at(self, index: int) -> tuple[float | None, int] | None:
        directions = self.words.directions
        return next(((directions[word], last) for word, last in self._phrases(index) if word in directions), None)


@lru_cache(maxsize=4)
def _first_words(words: ToponymWords) -> tuple[frozenset[str], frozenset[str]]:
    """First words of all kind words, and of all direction words."""
    kinds, directions = (frozenset(phrase.split(" ")[0] for phrase in table) for table in (words.kinds, words.directions))
    return kinds, directions


@lru_cache(maxsize=4)
def _organisation_names() -> dict[str, list[tuple[int, frozenset[tuple[str, ...]]]]]:
    """Names of armed groups of two words or more, by first word and number of words, long ones first.

    "Idlib radicals" and "Damascus forces" are descriptions with a place in them, not names.
    """
    names: dict[str, set[tuple[str, ...]]] = {}
    abroad = load_toponym_words().abroad
    for actor in load_actors().by_id.values():
        for alias in actor.aliases:
            if alias in abroad:
                continue
            words = tokenise(alias).plains
            if len(words) > 1 and any(c.isupper() for c in alias.split()[-1]):
                names.setdefault(words[0], set()).add(words)
    return {
        first: [(n, frozenset(w for w in found if len(w) == n)) for n in sorted({len(w) for w in found}, reverse=True)]
        for first, found in names.items()
    }  # fmt: skip


@lru_cache(maxsize=4)
def _abroad_names(words: ToponymWords) -> dict[str, list[tuple[tuple[str, ...], tuple[str, str]]]]:
    names: dict[str, list[tuple[tuple[str, ...], tuple[str, str]]]] = {}
    for name, what in words.abroad.items():
        parts = tokenise(name).texts
        names.setdefault(parts[0].lower(), []).append((parts, what))
    return {first: sorted(found, key=lambda w: (-len(w[0]), w[0])) for first, found in names.items()}


def _runs_on(tokens: Tokens, first: int, count: int) -> bool:
    if count == 1:
        return True
    return first + count <= len(tokens) and _RUN_GAPS.issuperset(tokens.gaps[first + 1 : first + count])


def _block_organisations(tokens: Tokens) -> list[bool]:
    blocked = [False] * len(tokens)
    names = _organisation_names()
    for i in [i for i, plain in enumerate(tokens.plains) if plain in names and (tokens.caps[i] or plain in ARTICLES)]:
        for n, known in names[tokens.plains[i]]:
            if _runs_on(tokens, i, n) and tokens.plains[i : i + n] in known:
                blocked[i : i + n] = [True] * n
                break
    return blocked


def _abroad_items(tokens: Tokens, words: ToponymWords) -> list[Item]:
    items = []
    names = _abroad_names(words)
    taken = -1
    for i in [i for i in tokens.capitals if tokens.lows[i] in names]:
        if i <= taken:
            continue
        for parts, what in names[tokens.lows[i]]:
            n = len(parts)
            if _runs_on(tokens, i, n) and all(map(_same_name, tokens.texts[i : i + n], parts)):
                glued = tokens.texts[i + n - 1] == parts[-1] + "s"
                items.append(Item(i, i + n - 1, (), what, 1.0, tokens.ends[i + n - 1] - glued))
                taken = i + n - 1
                break
    return items


def _same_name(text: str, name: str) -> bool:
    """Equal, or equal but for the capitals of a headline; "US" is never "us", and "Syrias" has lost its apostrophe."""
    if text == name or (len(name) > 3 and text.isupper() and text == name.upper()):
        return True
    return len(name) > 4 and text == name + "s"


def _gazetteer_items(text: str, tokens: Tokens, gazetteer: Gazetteer, words: ToponymWords) -> list[Item]:
    items = []
    for hit in gazetteer.listed(tokens):
        first, last = hit.first, hit.last
        if not any(tokens.caps[i] and tokens.lows[i] not in ARTICLES for i in range(first, last + 1)):
            continue
        start, end, called = tokens.starts[first], tokens.starts[last] + len(tokens.raws[last]) - hit.cut, None
        if end > tokens.ends[last]:  # what looks like a possessive is the name itself
            end = tokens.ends[last]
        (place_ids, importance), written = gazetteer.bearers(hit.key), end
        while last > first and not tokens.caps[last] and not tokens.texts[last].isdigit() and tokens.lows[last] not in words.epithets:
            last -= 1  # "Tabqa air base": the name is Tabqa, and what it is called decides what it is
            end, called = tokens.ends[last], text[start:written]
        while first < last and not tokens.caps[first] and tokens.lows[first] not in ARTICLES and tokens.lows[first] in words.kinds | _OF:
            first, called = first + 1, text[start:written]  # "countryside of Damascus"
        items.append(Item(first, last, place_ids, None, importance, end, called))
    return items


def _whole_names(text: str, item: Item, tokens: Tokens, gazetteer: Gazetteer, words: ToponymWords, ends: frozenset[int]) -> list[Item]:
    """A listed name as the text means it; `ends` are the last tokens of names of several words, which no next name begins with.

    "Tal Mashara" is no Mashara, "Gharia Gharbiya" no Gharbiya; "the Sukhna-Deir Ezzor road" names two places.
    """
    halves = _road_ends(text, item, tokens, gazetteer)
    if halves:
        return halves
    first = item.first if item.first - 1 in ends else _grown_left(item, tokens, words)
    last = _grown_right(item, tokens, words)
    if first == item.first and last == item.last and _half_name(text, item, tokens, gazetteer, words):
        last += 1
    if first == item.first and last == item.last:
        return [item]
    end = item.end if last == item.last else tokens.ends[last]
    name = text[tokens.starts[first] : end or tokens.ends[last]]
    ids = tuple(dict.fromkeys(c.place.place_id for c in gazetteer.candidates(name)))
    importance = max((gazetteer.place(i).importance for i in ids), default=0.0)
    return [Item(first, last, ids, None, importance, end, whole=tokens.lows[last + 1] in _QUARTERS)]


def _grown_left(item: Item, tokens: Tokens, words: ToponymWords) -> int:
    """First token of a name with the words in front that belong to it."""
    first = item.first
    while first > 0 and tokens.gaps[first] in _RUN_GAPS and tokens.lows[first - 1] in words.name_starts and _starts_name(tokens, first - 1, words):
        first -= 1
    bare = [tokens.lows[i] for i in range(item.first, item.last + 1) if tokens.lows[i] not in ARTICLES]
    if first < item.first or first == 0 or tokens.gaps[first] not in _RUN_GAPS or not tokens.caps[first - 1] or tokens.lows[first - 1] in words.stop:
        return first
    if all(w in words.epithets for w in bare):  # "Gharia Gharbiya"
        first -= 1
        first -= first > 0 and tokens.gaps[first] == "h" and tokens.lows[first - 1] in ARTICLES
    return first


def _grown_right(item: Item, tokens: Tokens, words: ToponymWords) -> int:
    """Last token of a name: "Qasr" alone is none where "al-Sharkasi" follows."""
    i = item.last
    if tokens.lows[i] in _SERVANT and i + 1 < len(tokens) and tokens.caps[i + 1] and tokens.gaps[i + 1] == "s" and tokens.lows[i + 1] not in words.kinds:
        return i + 1  # "Dahret Abd Rabo"
    if tokens.lows[i] in words.titles and tokens.lows[i + 2] in _QUARTERS and tokens.caps[i + 1] and tokens.gaps[i + 1] == tokens.gaps[i + 2] == "s":
        return i + 1  # "the Sayyed Ali neighbourhood"
    whole = item.first == i or (item.first == i - 1 and tokens.lows[item.first] in ARTICLES)
    if not whole or tokens.lows[i] not in words.name_starts:
        return i
    joined = i + 2 < len(tokens) and tokens.lows[i + 1] in ARTICLES and tokens.gaps[i + 2] == "h"
    if item.first < i and not joined:
        return i  # what describes "al-Qasr" has an article too: "al-Qasr al-Baladi"
    following = i + 1 + joined
    if following >= len(tokens) or any(tokens.gaps[k] not in _RUN_GAPS for k in range(i + 1, following + 1)):
        return i
    low = tokens.lows[following]
    return following if tokens.caps[following] and (joined or low not in words.stop) and low not in words.kinds else i


def _half_name(text: str, item: Item, tokens: Tokens, gazetteer: Gazetteer, words: ToponymWords) -> bool:
    """Whether a listed word is but the first half of a place's name in a spelling of its own: "Darat" of "Darat Ezza"."""
    after = item.last + 1
    if item.first != item.last or item.importance >= _TOWN or after >= len(tokens) or tokens.gaps[after] != "s" or not tokens.caps[after]:
        return False
    if tokens.lows[after] in words.stop or tokens.lows[after] in words.kinds or tokens.possessives[item.last] or tokens.texts[after].isupper():
        return False
    return any(c.place.country == "SY" for c in gazetteer.candidates(text[tokens.starts[item.last] : tokens.ends[after]])[:1])


def _starts_name(tokens: Tokens, index: int, words: ToponymWords) -> bool:
    low = tokens.lows[index]
    return tokens.caps[index] and low not in ARTICLES and low not in words.directions and low not in _PLAIN_STARTS


def _road_ends(text: str, item: Item, tokens: Tokens, gazetteer: Gazetteer) -> list[Item]:
    """The two names of a listed road that is called by its ends."""
    cuts = [i for i in range(item.first + 1, item.last + 1) if tokens.gaps[i] == "h" and tokens.lows[i - 1] not in ARTICLES]
    if not cuts or not gazetteer.place(item.place_ids[0]).feature_code.startswith("R"):
        return []
    for cut in cuts:
        parts = [text[tokens.starts[item.first] : tokens.ends[cut - 1]], text[tokens.starts[cut] : tokens.ends[item.last]]]
        parts[1] = parts[1].removesuffix(" road").removesuffix(" highway")
        last = item.last - (tokens.lows[item.last] in {"road", "highway"})
        found = [gazetteer.candidates(p) for p in parts]
        if all(found):
            ids = [tuple(c.place.place_id for c in f) for f in found]
            return [
                Item(item.first, cut - 1, ids[0], None, gazetteer.place(ids[0][0]).importance),
                Item(cut, last, ids[1], None, gazetteer.place(ids[1][0]).importance),
            ]
    return []


def _short_possessives(tokens: Tokens, gazetteer: Gazetteer, words: ToponymWords) -> list[Item]:
    """As in "Hamas countryside": the name of a governorate with a lost apostrophe, too short to be taken apart without its kind word."""
    items = []
    for i in tokens.capitals:
        low = tokens.lows[i]
        if not low.endswith("s") or len(low) < 4 or tokens.gaps[i + 1] != "s":
            continue
        following = tokens.lows[i + 1 : i + 3]
        kinds = [w for w in following if words.kinds.get(w) == "governorate"]
        if kinds and (kinds[0] == following[0] or following[0] in words.directions):
            unit = gazetteer.admin.find(tokens.texts[i][:-1], 1)
            found = gazetteer.candidates(unit.name, kind_word="governorate")[:1] if unit and low != unit.name.lower() else []
            items += [Item(i, i, (c.place.place_id,), None, 1.5, tokens.ends[i] - 1) for c in found]
    return items


def _merge(local: list[Item], abroad: list[Item], tokens: Tokens, blocked: list[bool]) -> list[Item]:
    """One item a stretch: the longer wins; at the same stretch a country or great city abroad wins over a village."""
    chosen: list[Item] = []
    pool = sorted([*local, *abroad], key=lambda i: (i.first - i.last, -i.importance, i.abroad is None, i.first))
    owner = [False] * len(tokens)
    for item in pool:
        stretch = range(item.first, item.last + 1)
        if any(owner[k] for k in stretch) or any(blocked[k] for k in stretch):
            continue
        for k in stretch:
            owner[k] = True
        chosen.append(item)
    return sorted(chosen, key=lambda i: i.first)


def _unknown_items(tokens: Tokens, words: ToponymWords, blocked: list[bool], owned: list[bool]) -> list[Item]:
    """Maximal runs of capitalised words that are nothing else."""
    items = []
    after, n = 0, len(tokens)
    for first in [i for i, low in enumerate(tokens.lows[:n]) if tokens.caps[i] or low in ARTICLES]:
        if first < after:
            continue
        i = first
        while i < n and (i == first or tokens.gaps[i] in _RUN_GAPS) and not owned[i] and _name_word(tokens, i, words, blocked):
            i += 1
        last = i - 1
        while last >= first and tokens.lows[last] in ARTICLES:
            last -= 1
        if first <= last < first + _GROUP_TOKENS:
            items.append(Item(first, last))
        after = max(i, first + 1)
    return items


def _name_word(tokens: Tokens, i: int, words: ToponymWords, blocked: list[bool]) -> bool:
    text, low, cap = tokens.texts[i], tokens.lows[i], tokens.caps[i]
    if blocked[i] or text.isdigit():
        return False
    if low in ARTICLES or low in _PARTICLES:
        following = i + 1 < len(tokens) and tokens.caps[i + 1] and tokens.gaps[i + 1] in _RUN_GAPS
        return following and (cap or tokens.gaps[i + 1] == "h" or low in _PARTICLES) and text not in {"As", "At", "An"}
    if not cap or (text.isupper() and len(text) < 6):
        return cap and low in words.name_starts and not text.isupper()
    if low in words.kinds and low not in words.ambiguous_kinds and low not in words.name_starts:
        return False
    if low in words.epithets and i > 0 and tokens.lows[i - 1] in ARTICLES and tokens.gaps[i] == "h":
        return True
    if i > 0 and tokens.lows[i - 1] in ARTICLES and tokens.gaps[i] == "h" and tokens.lows[i + 1] in _PARTS and tokens.gaps[i + 1] == "s":
        return True  # "the al-Assad suburb", though the word alone is a person's
    return low not in words.stop and low.removesuffix("s") not in words.stop and text not in words.organisations


def scan(text: str, tokens: Tokens, gazetteer: Gazetteer, words: ToponymWords) -> Scan:
    """Find every stretch that may be a toponym.

    Parameters
    ----------
    text : str
        The article's text.
    tokens : Tokens
        Its words, boilerplate left out.
    gazetteer : Gazetteer
    words : ToponymWords

    Returns
    -------
    Scan
        With items in the order of the text, never overlapping.
    """
    blocked = _block_organisations(tokens)
    listed = _gazetteer_items(text, tokens, gazetteer, words)
    ends = frozenset(i.last for i in listed if sum(tokens.lows[k] not in ARTICLES for k in range(i.first, i.last + 1)) > 1)
    local = [grown for item in listed for grown in _whole_names(text, item, tokens, gazetteer, words, ends)]
    items = _merge([*local, *_short_possessives(tokens, gazetteer, words)], _abroad_items(tokens, words), tokens, blocked)
    owned = [False] * len(tokens)
    for item in items:
        owned[item.first : item.last + 1] = [True] * (item.last + 1 - item.first)
    items = sorted([*items, *_unknown_items(tokens, words, blocked, owned)], key=lambda i: i.first)
    return Scan(tokens, words, blocked, items, frozenset(i.first for i in items if i.known))
