"""Find the toponyms of an article.

Names of the gazetteer are found in one compiled pass; whether such a stretch names a place here, and which capitalised words of no
list do, is told by the words around it: a kind word, a preposition or a verb that takes a place, a list it stands in. Names inside
organisations' and persons' names are none.
"""

from dataclasses import dataclass, field

from geomap.limits import DEFAULT
from geomap.model import Article, Span, ToponymType
from geomap.places.gazetteer import Gazetteer
from geomap.places.judge import Judge
from geomap.places.phrase import Phrase, lists, phrase_of
from geomap.places.spans import Item, Scan, scan
from geomap.places.tokens import tokenise
from geomap.tables.toponym_words import load_toponym_words

__all__ = ["Found", "Recognised", "recognise"]

_ABROAD_LITERAL = frozenset(["in", "at", "near", "from", "to", "into", "inside", "outside", "across", "within", "bordering", "towards", "toward", "through", "leaving", "around", "neighbouring", "neighboring", "southern", "northern", "eastern", "western", "central"])  # fmt: skip
_TITLE_WORDS = frozenset(["the", "of", "border", "neighbouring", "neighboring", "nearby", "northern", "southern", "eastern", "western", "capital", "key", "strategic"])
_LONGEST_TITLE = 8  # tokens of "the nearby Turkish border town of"
_STRUCK = frozenset(["hit", "hits", "hitting", "struck", "strike", "strikes", "shelled", "bombed", "rocked", "captured", "seized", "retook", "recaptured", "overran", "stormed", "attacked", "retake", "recapture", "capture"])
_DONE = frozenset(["killed", "wounded", "injured", "arrested", "detained", "assassinated", "murdered", "shot", "kidnapped", "exploded"])
_POWERS = frozenset(["forces", "troops", "government", "regime", "authorities", "army", "officials", "warplanes"])


@dataclass(slots=True)
class Found:
    """A toponym and what its phrase says."""

    item: Item
    phrase: Phrase
    toponym_type: ToponymType
    name: str
    group: int = -1
    """Number of the list it stands in; names of one list share it."""

    @property
    def first(self) -> int:
        """First token."""
        return self.item.first

    @property
    def last(self) -> int:
        """Last token."""
        return self.item.last


@dataclass(slots=True)
class Recognised:
    """The toponyms of a text in order, with its tokens."""

    scan: Scan
    found: list[Found] = field(default_factory=list)


def _body(article: Article) -> list[Span]:
    """The stretches outside boilerplate."""
    stretches = []
    start = 0
    for span in [*sorted(article.boilerplate), Span(len(article.text), len(article.text))]:
        if span.start > start:
            stretches.append(Span(start, span.start))
        start = max(start, span.end)
    return stretches


def recognise(article: Article, gazetteer: Gazetteer) -> Recognised:
    """Find the toponyms of an article, boilerplate left out.

    Parameters
    ----------
    article : Article
    gazetteer : Gazetteer

    Returns
    -------
    Recognised
        Sorted by position, never overlapping, at most `Limits.mentions_per_article`.
    """
    words = load_toponym_words()
    tokens = tokenise(article.text, _body(article))
    read = scan(article.text, tokens, gazetteer, words)
    items = Judge(read, article.text, gazetteer).accepted()
    out = Recognised(read)
    for number, members in enumerate(lists(read, items)):
        for index in members:
            item = items[index]
            start = tokens.starts[item.first]
            end = tokens.ends[item.last] if item.end is None else item.end
            out.found.append(
                Found(item, phrase_of(read, item), _type_of(read, item, gazetteer), article.text[start:end], number)
            )  # fmt: skip
    _share_kinds(out.found)
    del out.found[DEFAULT.mentions_per_article :]
    return out


def _share_kinds(found: list[Found]) -> None:
    """A kind word in the plural goes with every name of the list it stands at."""
    by_group: dict[int, list[Found]] = {}
    for one in found:
        by_group.setdefault(one.group, []).append(one)
    for members in by_group.values():
        if len(members) < 2:
            continue
        head, tail = members[0].phrase, members[-1].phrase
        for one in members:
            plural = _plural(tail, after=True) or _plural(head, after=False)
            if one.phrase.kind_word is None and plural is not None:
                one.phrase = Phrase(plural.kind_word, plural.kind_group, plural.bearing if plural.kind_group == "governorate" else None)


def _plural(phrase: Phrase, *, after: bool) -> Phrase | None:
    word = phrase.kind_word or ""
    if (phrase.kind_last >= 0) is not after:
        return None
    return phrase if word.endswith("s") or word == "countryside" else None


def _type_of(read: Scan, item: Item, gazetteer: Gazetteer) -> ToponymType:
    following = read.lows[item.last + 1]
    if read.gaps[item.last + 1] == "h" and following in read.words.associates:
        return ToponymType.ASSOCIATIVE
    before = read.lows[item.first - 1]
    if item.abroad is not None and item.abroad[1] != "SY":
        if before in _ABROAD_LITERAL or (item.abroad[0] == "city" and _is_told_as_town(read, item)):
            return ToponymType.LITERAL
        return ToponymType.ASSOCIATIVE if read.gaps[item.last + 1] == "h" else ToponymType.METONYMIC
    capital = item.abroad is not None or any(gazetteer.place(i).feature_code in {"PPLC", "PCLI"} for i in item.place_ids)
    if capital and following in _POWERS and read.gaps[item.last + 1] == "s":
        return ToponymType.ASSOCIATIVE
    if capital and _speaks(read, item):
        return ToponymType.METONYMIC
    return ToponymType.LITERAL


def _is_told_as_town(read: Scan, item: Item) -> bool:
    """Whether a foreign town is told as the scene, not as a government or where somebody speaks: "hit the border town of Kilis", "the Iraqi city of Ramadi"."""
    assert item.abroad is not None  # noqa: S101  # asked by _type_of
    if item.abroad[1] == "IQ" and phrase_of(read, item).kind_group == "settlement":
        return True
    i = item.first - 1
    while item.first - i < _LONGEST_TITLE and (read.lows[i] in _TITLE_WORDS or read.lows[i] in read.words.kinds or read.tokens.caps[i]) and read.gaps[i + 1] == "s":
        i -= 1
    return read.lows[i] in _STRUCK or (read.lows[i] == "in" and (read.lows[i - 1] in _DONE or "capital" in read.lows[i : item.first]))


def _speaks(read: Scan, item: Item) -> bool:
    """Whether a capital or country stands for its government."""
    before, after = read.lows[item.first - 1], read.lows[item.last + 1]
    addressed = read.words.addressed
    if read.gaps[item.first] == "s" and (before in addressed or f"{read.lows[item.first - 2]} {before}" in addressed):
        return True
    subject = after in read.words.speech and read.gaps[item.last + 1] == "s" and not read.tokens.possessives[item.last]
    return subject and before not in read.words.locatives
