"""Candidate stretches of a text that may be toponyms: gazetteer names, names of places abroad, capitalised names of no list."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from geomap.places.gazetteer import Gazetteer
from geomap.places.tokens import ARTICLES, Token, tokenise
from geomap.tables.actors import load_actors
from geomap.tables.toponym_words import ToponymWords, load_toponym_words

__all__ = ["Item", "Scan", "scan"]

_PARTICLES = frozenset(["bin", "ibn", "wal", "wa"])
_GROUP_TOKENS = 7  # a longer run of capitalised words is a headline or a list of people
_RUN_GAPS = frozenset("sh")
_TOWN = 0.5  # importance of a seat of a sub-district: such a name stands for itself
_OF = {"of": ""}
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

    @property
    def known(self) -> bool:
        """Whether any list has the name."""
        return bool(self.place_ids) or self.abroad is not None


@dataclass(slots=True)
class Scan:
    """The tokens of a text, what blocks them, and the items in order."""

    tokens: list[Token]
    words: ToponymWords
    blocked: list[bool]
    """True where a token belongs to an organisation's name."""
    items: list[Item]
    starts: frozenset[int] = frozenset()
    """First tokens of the items that some list has."""
    memo: dict[str, dict[int, Any]] = field(default_factory=dict)
    """What each rule has found out of single tokens; filled as it is asked for."""

    def gap(self, index: int) -> str:
        """What separates a token from the one before; x beyond the ends."""
        return self.tokens[index].gap if 0 < index < len(self.tokens) else "x"

    def low(self, index: int) -> str:
        """A token's lower-case text, empty beyond the ends."""
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""


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
            words = tuple(_plain(t.low) for t in tokenise(alias))
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
        parts = tuple(t.text for t in tokenise(name))
        names.setdefault(parts[0].lower(), []).append((parts, what))
    return {first: sorted(found, key=lambda w: (-len(w[0]), w[0])) for first, found in names.items()}


def _plain(word: str) -> str:
    """A word without apostrophes, which every outlet writes its own way."""
    return word if word.isalnum() else "".join(c for c in word if c.isalnum())


def _runs_on(tokens: list[Token], first: int, count: int) -> bool:
    if first + count > len(tokens):
        return False
    for token in tokens[first + 1 : first + count]:  # noqa: SIM110  # asked for every capitalised word: a generator costs twice as much
        if token.gap not in _RUN_GAPS:
            return False
    return True


def _block_organisations(tokens: list[Token]) -> list[bool]:
    blocked = [False] * len(tokens)
    names = _organisation_names()
    for i, token in enumerate(tokens):
        if not token.cap and token.low not in ARTICLES:
            continue
        for n, known in names.get(_plain(token.low), ()):
            if _runs_on(tokens, i, n) and tuple([_plain(t.low) for t in tokens[i : i + n]]) in known:
                blocked[i : i + n] = [True] * n
                break
    return blocked


def _abroad_items(tokens: list[Token], words: ToponymWords) -> list[Item]:
    items = []
    names = _abroad_names(words)
    taken = -1
    for i, token in enumerate(tokens):
        if i <= taken or not token.cap:
            continue
        for parts, what in names.get(token.low, ()):
            n = len(parts)
            if _runs_on(tokens, i, n) and all(_same_name(tokens[i + k].text, parts[k]) for k in range(n)):
                glued = tokens[i + n - 1].text == parts[-1] + "s"
                items.append(Item(i, i + n - 1, (), what, 1.0, tokens[i + n - 1].end - glued))
                taken = i + n - 1
                break
    return items


def _same_name(text: str, name: str) -> bool:
    """Equal, or equal but for the capitals of a headline; "US" is never "us", and "Syrias" has lost its apostrophe."""
    if text == name or (len(name) > 3 and text.isupper() and text == name.upper()):
        return True
    return len(name) > 4 and text == name + "s"


def _gazetteer_items(text: str, tokens: list[Token], gazetteer: Gazetteer, words: ToponymWords) -> list[Item]:
    at = {t.start: i for i, t in enumerate(tokens)}
    items = []
    for hit in gazetteer.hits(text):
        first = at.get(hit.start)
        if first is None:
            continue
        last = first
        while last + 1 < len(tokens) and tokens[last + 1].start < hit.end:
            last += 1
        if hit.end not in (tokens[last].end, tokens[last].end - (tokens[last].low[-1] == "s")):
            continue
        if not any(tokens[i].cap and tokens[i].low not in ARTICLES for i in range(first, last + 1)):
            continue
        importance = max(gazetteer.place(i).importance for i in hit.place_ids)
        end, called = hit.end, None
        while last > first and not tokens[last].cap and tokens[last].low not in words.epithets:
            last -= 1  # "Tabqa air base": the name is Tabqa, and what it is called decides what it is
            end, called = tokens[last].end, text[hit.start : hit.end]
        while first < last and not tokens[first].cap and tokens[first].low not in ARTICLES and tokens[first].low in words.kinds | _OF:
            first, called = first + 1, text[hit.start : hit.end]  # "countryside of Damascus"
        items.append(Item(first, last, tuple(hit.place_ids), None, importance, end, called))
    return items


def _whole_names(text: str, item: Item, tokens: list[Token], gazetteer: Gazetteer, words: ToponymWords) -> list[Item]:
    """A listed name as the text means it.

    "Tal Mashara" is no Mashara, "Gharia Gharbiya" no Gharbiya; "the Sukhna-Deir Ezzor road" names two places.
    """
    halves = _road_ends(text, item, tokens, gazetteer)
    if halves:
        return halves
    first, last = _grown_left(item, tokens, words), _grown_right(item, tokens, words)
    if first == item.first and last == item.last and _half_name(text, item, tokens, gazetteer, words):
        last += 1
    if first == item.first and last == item.last:
        return [item]
    end = item.end if last == item.last else tokens[last].end
    name = text[tokens[first].start : end or tokens[last].end]
    ids = tuple(dict.fromkeys(c.place.place_id for c in gazetteer.candidates(name)))
    importance = max((gazetteer.place(i).importance for i in ids), default=0.0)
    return [Item(first, last, ids, None, importance, end)]


def _grown_left(item: Item, tokens: list[Token], words: ToponymWords) -> int:
    """First token of a name with the words in front that belong to it."""
    first = item.first
    while first > 0 and tokens[first].gap in _RUN_GAPS and tokens[first - 1].low in words.name_starts and _starts_name(tokens, first - 1, words):
        first -= 1
    bare = [tokens[i].low for i in range(item.first, item.last + 1) if tokens[i].low not in ARTICLES]
    before = tokens[first - 1] if first > 0 else None
    if first < item.first or before is None or tokens[first].gap not in _RUN_GAPS or not before.cap or before.low in words.stop:
        return first
    if all(w in words.epithets for w in bare):  # "Gharia Gharbiya"
        first -= 1
        first -= first > 0 and tokens[first].gap == "h" and tokens[first - 1].low in ARTICLES
    return first


def _grown_right(item: Item, tokens: list[Token], words: ToponymWords) -> int:
    """Last token of a name: "Qasr" alone is none where "al-Sharkasi" follows."""
    i = item.last
    if item.first != i or tokens[i].low not in words.name_starts:
        return i
    following = i + 1 + (i + 2 < len(tokens) and tokens[i + 1].low in ARTICLES and tokens[i + 2].gap == "h")
    if following >= len(tokens) or any(tokens[k].gap not in _RUN_GAPS for k in range(i + 1, following + 1)):
        return i
    token = tokens[following]
    return following if token.cap and token.low not in words.stop and token.low not in words.kinds else i


def _half_name(text: str, item: Item, tokens: list[Token], gazetteer: Gazetteer, words: ToponymWords) -> bool:
    """Whether a listed word is but the first half of a place's name in a spelling of its own: "Darat" of "Darat Ezza"."""
    after = item.last + 1
    if item.first != item.last or item.importance >= _TOWN or after >= len(tokens) or tokens[after].gap != "s" or not tokens[after].cap:
        return False
    if tokens[after].low in words.stop or tokens[after].low in words.kinds or tokens[item.last].possessive or tokens[after].text.isupper():
        return False
    return any(c.place.country == "SY" for c in gazetteer.candidates(text[tokens[item.last].start : tokens[after].end])[:1])


def _starts_name(tokens: list[Token], index: int, words: ToponymWords) -> bool:
    low = tokens[index].low
    return tokens[index].cap and low not in ARTICLES and low not in words.directions and low not in _PLAIN_STARTS


def _road_ends(text: str, item: Item, tokens: list[Token], gazetteer: Gazetteer) -> list[Item]:
    """The two names of a listed road that is called by its ends."""
    cuts = [i for i in range(item.first + 1, item.last + 1) if tokens[i].gap == "h" and tokens[i - 1].low not in ARTICLES]
    if not cuts or not gazetteer.place(item.place_ids[0]).feature_code.startswith("R"):
        return []
    for cut in cuts:
        parts = [text[tokens[item.first].start : tokens[cut - 1].end], text[tokens[cut].start : tokens[item.last].end]]
        parts[1] = parts[1].removesuffix(" road").removesuffix(" highway")
        last = item.last - (tokens[item.last].low in {"road", "highway"})
        found = [gazetteer.candidates(p) for p in parts]
        if all(found):
            ids = [tuple(c.place.place_id for c in f) for f in found]
            return [
                Item(item.first, cut - 1, ids[0], None, gazetteer.place(ids[0][0]).importance),
                Item(cut, last, ids[1], None, gazetteer.place(ids[1][0]).importance),
            ]
    return []


def _short_possessives(tokens: list[Token], gazetteer: Gazetteer, words: ToponymWords) -> list[Item]:
    """As in "Hamas countryside": the name of a governorate with a lost apostrophe, too short to be taken apart without its kind word."""
    items = []
    for i, token in enumerate(tokens[:-1]):
        if not token.cap or not token.low.endswith("s") or len(token.low) < 4 or tokens[i + 1].gap != "s":
            continue
        following = [t.low for t in tokens[i + 1 : i + 3]]
        kinds = [w for w in following if words.kinds.get(w) == "governorate"]
        if kinds and (kinds[0] == following[0] or following[0] in words.directions):
            unit = gazetteer.admin.find(token.text[:-1], 1)
            found = gazetteer.candidates(unit.name, kind_word="governorate")[:1] if unit and token.low != unit.name.lower() else []
            items += [Item(i, i, (c.place.place_id,), None, 1.5, token.end - 1) for c in found]
    return items


def _merge(local: list[Item], abroad: list[Item], tokens: list[Token], blocked: list[bool]) -> list[Item]:
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


def _unknown_items(tokens: list[Token], words: ToponymWords, blocked: list[bool], owned: list[bool]) -> list[Item]:
    """Maximal runs of capitalised words that are nothing else."""
    items = []
    i, n = 0, len(tokens)
    while i < n:
        first = i
        if not tokens[i].cap and tokens[i].low not in ARTICLES:  # the commonest case first
            i += 1
            continue
        while i < n and (i == first or tokens[i].gap in _RUN_GAPS) and not owned[i] and _name_word(tokens, i, words, blocked):
            i += 1
        last = i - 1
        while last >= first and tokens[last].low in ARTICLES:
            last -= 1
        if first <= last < first + _GROUP_TOKENS:
            items.append(Item(first, last))
        i = max(i, first + 1)
    return items


def _name_word(tokens: list[Token], i: int, words: ToponymWords, blocked: list[bool]) -> bool:
    token = tokens[i]
    if blocked[i] or token.text.isdigit():
        return False
    if token.low in ARTICLES or token.low in _PARTICLES:
        following = i + 1 < len(tokens) and tokens[i + 1].cap and tokens[i + 1].gap in _RUN_GAPS
        return following and (token.cap or tokens[i + 1].gap == "h" or token.low in _PARTICLES) and token.text not in {"As", "At", "An"}
    if not token.cap or (token.text.isupper() and len(token.text) < 6):
        return token.cap and token.low in words.name_starts and not token.text.isupper()
    if token.low in words.kinds and token.low not in words.ambiguous_kinds and token.low not in words.name_starts:
        return False
    if token.low in words.epithets and i > 0 and tokens[i - 1].low in ARTICLES and token.gap == "h":
        return True
    return token.low not in words.stop and token.low.removesuffix("s") not in words.stop and token.text not in words.organisations


def scan(text: str, tokens: list[Token], gazetteer: Gazetteer, words: ToponymWords) -> Scan:
    """Find every stretch that may be a toponym.

    Parameters
    ----------
    text : str
        The article's text.
    tokens : list of Token
        Its words, boilerplate left out.
    gazetteer : Gazetteer
    words : ToponymWords

    Returns
    -------
    Scan
        With items in the order of the text, never overlapping.
    """
    blocked = _block_organisations(tokens)
    local = [grown for item in _gazetteer_items(text, tokens, gazetteer, words) for grown in _whole_names(text, item, tokens, gazetteer, words)]
    items = _merge([*local, *_short_possessives(tokens, gazetteer, words)], _abroad_items(tokens, words), tokens, blocked)
    owned = [False] * len(tokens)
    for item in items:
        owned[item.first : item.last + 1] = [True] * (item.last + 1 - item.first)
    items = sorted([*items, *_unknown_items(tokens, words, blocked, owned)], key=lambda i: i.first)
    return Scan(tokens, words, blocked, items, frozenset(i.first for i in items if i.known))
