"""Which stretches of a text are toponyms.

The words around a stretch decide: a kind word, a preposition or a verb that takes a place, a list it stands in, the unit the text puts
it in. Names inside organisations' and persons' names are none.
"""

from itertools import pairwise

from geomap.places.gazetteer import Gazetteer
from geomap.places.kinds import kind_of
from geomap.places.names import cut_names, looks_arabic
from geomap.places.phrase import kind_after, kind_before, lists, locative_before, phrase_of
from geomap.places.spans import Item, Scan
from geomap.places.tokens import ARTICLES, Tokens
from geomap.text.folding import fold

__all__ = ["Judge"]

_IMPORTANT = 0.5  # capitals of sub-districts and more: towns that articles name without any word to say so
_NAMED_ALONE = frozenset(["region", "river", "lake", "airfield", "road"])  # kinds whose names are nothing else
_GOVERNORATE_SEAT = 0.9
_SURELY_KNOWN = 0.7  # seats of districts; a smaller town right after an unknown word may be a surname
_SHORTEST_NEAR = 5  # a shorter name is like too many
_SMALL = frozenset(["of", "in", "and", "the", "to", "a", "for", "on", "at", "by", "from", "with", "against", "as", "over", "near", "after", "amid"])
_OFFICES = frozenset(["director", "president", "minister", "secretary", "ambassador", "spokesman", "spokeswoman", "chairman", "executive", "envoy"])
_COMPARED = frozenset(["greater", "upper", "lower"])
_ABU = frozenset(["abu", "abou", "abo", "abi"])
_PERSONAL = _ABU | {"umm", "um", "om", "oum", "sheikh", "shaykh", "sit", "sayyida", "sayyidah", "sayeda", "khan", "mina", "south", "east", "west", "north", "eastern", "western", "northern", "southern", "old", "new"} | _COMPARED
"""First words of places' names that also begin, or stand before, those of persons."""
_ABU_TOKENS = 4  # "Abu al-Duhour"
_TAKES_MEN = frozenset(["capture", "captured", "capturing", "target", "targeted", "targeting", "attack", "attacked", "attacking", "hit", "visit", "visited", "leave", "left", "lost", "hold", "held", "lose", "take", "took", "taken", "taking", "strike", "struck"])  # fmt: skip
_FEWEST_CAPITALS = 3  # in a headline: three quarters of four words
_TELLS = frozenset(["said", "says", "told", "added", "tweeted", "stated", "explained", "noted"])  # what persons do, and towns do not
_SAID = frozenset({"said", "says", "told", "added"})
_UNITS = frozenset({"phalanges", "brigade", "brigades", "battalion", "battalions"})
_FOES, _BANDS = frozenset({"terrorist", "rebel", "militant", "insurgent", "jihadist", "islamist"}), frozenset({"group", "groups", "organization", "organisation", "faction"})
_CAMPAIGNS = frozenset({"wrath", "rage", "anger", "shield", "sword", "storm"})
_CONTINUES = 4  # capitalised words after a name that are looked at for an organisation's noun


class Judge:
    """Decides which items are toponyms.

    Parameters
    ----------
    read : Scan
    text : str
    gazetteer : Gazetteer
    """

    def __init__(self, read: Scan, text: str, gazetteer: Gazetteer) -> None:
        self.read = read
        self.text = text
        self.gazetteer = gazetteer
        self.words = read.words
        self._owned = frozenset(k for item in read.items if item.known for k in range(item.first, item.last + 1))
        self._names = frozenset(k for item in read.items if item.known and self._several(item) for k in range(item.first, item.last + 1))
        self._headlines = _headline_tokens(read.tokens)

    def accepted(self) -> list[Item]:
        """The items that are toponyms, in order; unlisted runs cut into names."""
        items = self._cut()
        refused = [item.known and self._refused(item) for item in items]
        for i in range(len(items) - 2, -1, -1):  # "Eastern Ghouta Damascus Countryside local council"
            if refused[i + 1] and items[i].last + 1 == items[i + 1].first and self.read.gaps[items[i + 1].first] == "s" and not self._person(items[i + 1]):
                refused[i] = True
        pool = [item for item, no in zip(items, refused, strict=True) if not no]
        sure = self._sure(pool)
        names = {fold(self._text(item)) for item, yes in zip(pool, sure, strict=True) if yes}
        return [
            item for item, yes in zip(pool, sure, strict=True)
            if yes or (item.place_ids and fold(self._text(item)) in names and not self._after_unknown(item))
        ]  # fmt: skip

    def _several(self, item: Item) -> bool:
        return sum(self.read.lows[i] not in ARTICLES for i in range(item.first, item.last + 1)) > 1

    def _text(self, item: Item) -> str:
        return self.text[self.read.tokens.starts[item.first] : self.read.tokens.ends[item.last]]

    def _cut(self) -> list[Item]:
        """Cut unknown runs that any word speaks for; drop the others."""
        items: list[Item] = []
        for item in self.read.items:
            if item.known and not self._bare_kind(item):
                items.append(item)
            elif not item.known and not self._generic(item) and not self._is_person_run(item) and not self._of_organisation(item):
                items += [item] if item.whole else cut_names(self.read, item, self.gazetteer.knows, self.text)
        return items

    def _generic(self, item: Item) -> bool:
        """Whether a stretch is but generic words ("Square", "Camp" after a name, "Airport", "Greater")."""
        lows = [self.read.lows[i] for i in range(item.first, item.last + 1)]
        return all(w in self.words.kinds or w in self.words.stop or w in _COMPARED for w in lows)

    def _bare_kind(self, item: Item) -> bool:
        """Whether a listed name is but what stands at another ("Airport")."""
        return item.first == item.last and self.words.kinds.get(self.read.lows[item.first]) in {"airbase", "facility"}

    def _sure(self, pool: list[Item]) -> list[bool]:
        """Evidence of each item; a list shares it."""
        sure = [False] * len(pool)
        for members in lists(self.read, pool):
            placed = locative_before(self.read, pool[members[0]].first) or self._put_somewhere(pool, members[-1])
            own = [self._evidence(pool[i], placed) for i in members]
            shared = len(members) > 1 and any(e >= 2 for e in own)
            if shared and self._plural_kind(pool[members[0]], pool[members[-1]]):
                own = [1 if not pool[i].known and not e else e for i, e in zip(members, own, strict=True)]
            told = [evidence >= 2 or (shared and self._joins(pool[i], evidence)) for i, evidence in zip(members, own, strict=True)]
            for k, i in enumerate(members):
                flanked = placed and 0 < k < len(members) - 1 and told[k - 1] and told[k + 1] and self.read.gaps[pool[i].first] == self.read.gaps[pool[i].last + 1] == "c"
                sure[i] = told[k] or (flanked and not pool[i].known)  # "A, X, and B"
        return sure

    def _plural_kind(self, first: Item, last: Item) -> bool:
        """Whether "the villages of" stands before a list, or "towns" after it."""
        before, after = kind_before(self.read, first.first), kind_after(self.read, last.last)
        return any(p is not None and p.kind_group in {"settlement", "quarter", "region", "district"} and (p.kind_word or "").endswith("s") for p in (before, after))

    def _put_somewhere(self, pool: list[Item], index: int) -> bool:
        """Whether the text puts the last name of a list in a known place: "X in the Hama countryside"."""
        following = pool[index + 1] if index + 1 < len(pool) else None
        if following is None or following.importance < _IMPORTANT:
            return False
        between = range(pool[index].last + 1, following.first)
        words = [self.read.lows[i] for i in between]
        inside = words[:1] == ["in"] or words[1:2] == ["in"] or words[:1] == ["of"]
        plain = all(w in {"in", "of", "the"} or w in self.words.directions or w in self.words.kinds for w in words)
        return inside and plain and all(self.read.gaps[i] == "s" for i in range(pool[index].last + 1, following.first + 1))

    def _joins(self, item: Item, evidence: int) -> bool:
        """Whether an item of a list in which another is a place is one too."""
        if evidence >= 1 or item.abroad is not None:
            return True
        return not item.known and item.first not in self._headlines and not self._after_unknown(item) and (
            self._in_gazetteer(item) or looks_arabic(self.read, item.first, item.last) or self._in_unit(item)
        )  # fmt: skip

    def _evidence(self, item: Item, placed: bool) -> int:
        """2 a place, 1 perhaps one (in a list with places), 0 nothing speaks for it."""
        if item.abroad is not None:
            return 2
        kind = self._kind_speaks(item)
        if item.place_ids:
            surname = (item.importance < _SURELY_KNOWN or self.read.lows[item.last + 1] in _TELLS) and self._after_unknown(item)
            if kind or placed or (self._well_known(item) and not surname) or self._apposed(item) or self._says_what(item):
                return 2
            return 0 if self._after_unknown(item) else 1
        arabic = looks_arabic(self.read, item.first, item.last) or (placed and self._abu(item) and self._abu_place(item))
        if kind and not self._speaker(item):
            return 2 if arabic or not self._plain_words(item) else 0
        if item.first in self._headlines and not arabic:
            return 0
        if placed and (arabic or self._in_gazetteer(item) or self._in_unit(item)):
            return 2
        return 2 if self._apposed(item) else 0

    def _speaker(self, item: Item) -> bool:
        """Whether a name of no list is who said it ("aid to the city Jandal said"); a kind word before it goes with what stands before."""
        return self.read.lows[item.last + 1] in _SAID and self.read.gaps[item.last + 1] == "s" and phrase_of(self.read, item).kind_last < 0

    def _abu(self, item: Item) -> bool:
        return self.read.lows[item.first] in _ABU and item.first < item.last

    def _in_unit(self, item: Item) -> bool:
        """Whether the governorate that the text speaks of has a place spelled much like this."""
        if len(self._text(item)) < _SHORTEST_NEAR or item.first in self._headlines:
            return False
        seats = [o for o in self.read.items if o.importance >= _GOVERNORATE_SEAT and o.place_ids]
        ends = [b for b in self.read.tokens.breaks if b > item.first]
        after = [o for o in seats if item.last < o.first and (not ends or o.first < ends[0])]  # "Kherbas near Homs": in the same sentence
        for seat in [o for o in seats if o.first < item.first][-1:] or after[:1]:
            admin = self.gazetteer.place(seat.place_ids[0]).admin.admin1
            if admin and self.gazetteer.knows(self._text(item), within=admin):
                return True
        return False

    def _well_known(self, item: Item) -> bool:
        if item.importance >= _IMPORTANT:
            return True
        return any(kind_of(self.gazetteer.place(i).feature_code) in _NAMED_ALONE for i in item.place_ids)

    def _says_what(self, item: Item) -> bool:
        """Whether a listed name of several words ends with what it is ("Aleppo Thermal Power Plant")."""
        read = self.read
        if item.last < item.first + 2 or not read.tokens.caps[item.last] or item.first in self._headlines:
            return False
        return read.lows[item.last] in self.words.kinds or f"{read.lows[item.last - 1]} {read.lows[item.last]}" in self.words.kinds

    def _plain_words(self, item: Item) -> bool:
        """Whether an unlisted name may be plain English words with capitals: in a headline, or the first word of a sentence."""
        return item.first in self._headlines or (self.read.gaps[item.first] == "x" and item.first == item.last and not self._in_gazetteer(item))

    def _apposed(self, item: Item) -> bool:
        """As in "the first village in this direction – X": a name after a dash, a settlement before it."""
        if self.read.gaps[item.first] != "p" or item.first < 1 or item.first in self._headlines:
            return False
        between = self.text[self.read.tokens.ends[item.first - 1] : self.read.tokens.starts[item.first]]
        before = [self.read.lows[i] for i in range(item.first - 6, item.first)]
        return between.strip() in {"–", "—", "-"} and any(self.words.kinds.get(w) == "settlement" for w in before)

    def _in_gazetteer(self, item: Item) -> bool:
        return len(self._text(item)) > 3 and self.gazetteer.knows(self._text(item))

    def _kind_speaks(self, item: Item) -> bool:
        phrase = phrase_of(self.read, item)
        if phrase.kind_word is None:
            return False
        if item.known:
            return True
        if phrase.kind_group == "governorate":
            return phrase.kind_word == "countryside" and phrase.kind_last >= 0
        return phrase.kind_group != "vicinity" and not (phrase.kind_last >= 0 and self.read.gaps[phrase.kind_last] == "p")

    def _after_unknown(self, item: Item) -> bool:
        """Whether a capitalised word of no list stands right before: then the two are likelier a person than two places."""
        i = item.first - 1
        if i < 0 or self.read.gaps[item.first] not in "sh":
            return False
        low = self.read.lows[i]
        if i in self._headlines or low in self.words.locatives:
            return False
        return self.read.tokens.caps[i] and low not in self.words.stop and low not in self.words.kinds and i not in self._owned

    def _refused(self, item: Item) -> bool:
        """Whether a listed name is none here: an everyday word, a person's or an organisation's name."""
        tokens = self.read.tokens
        single = all(tokens.lows[i] in self.words.stop or tokens.lows[i] in ARTICLES for i in range(item.first, item.last + 1))
        whole = item.end is None or item.end == tokens.ends[item.last]  # "Hamas countryside" is Hama's
        if item.place_ids and single and whole:
            return tokens.lows[item.first - 1] != "of" or kind_before(self.read, item.first) is None  # but "the village of Hit"
        if item.place_ids and tokens.texts[item.last].isupper() and item.last == item.first and len(tokens.texts[item.last]) <= 4 and not self._kind_speaks(item):
            return True
        return self._of_organisation(item) or (item.abroad is None and self._person(item))

    def _person(self, item: Item) -> bool:
        tokens, words = self.read.tokens, self.words
        if self._kind_speaks(item):
            return False
        i = item.first - 1
        while i >= 0 and self.read.gaps[i + 1] in "sh" and (tokens.caps[i] or tokens.lows[i] in {"al", "bin", "ibn"}) and item.first - i < 5:
            if i in self._names:
                break  # "Tariq al-Bab Salahaddin": the given name is part of a place's
            if tokens.lows[i] in words.given or tokens.lows[i] in words.titles:
                return item.importance < 1.0 or i == item.first - 1
            i -= 1
        if i < item.first - 1 and i >= 0 and tokens.lows[i] in words.titles and self.read.gaps[i + 1] == "s":  # "terrorists Kassem Kassab"
            return True
        name = tokens.lows[item.first + (tokens.lows[item.first] in ARTICLES and item.first < item.last)]
        if name not in words.given and name not in _ABU:
            return False
        following = item.last + 1
        goes_on = following < len(tokens) and tokens.caps[following] and self.read.gaps[following] in "sh" and tokens.lows[following] not in words.kinds
        if goes_on and (following not in self.read.starts or (name in words.given and item.importance < _IMPORTANT and self.read.gaps[following] == "s" and not self._several(item))):
            return True  # "Omar Homsi", and "Mazloum Kobani", though each of the two is also a place
        if self.read.lows[following] in words.speech and self.read.gaps[following] == "s":
            return True
        return item.first == item.last and not locative_before(self.read, item.first)

    def _is_person_run(self, item: Item) -> bool:
        """Whether an unknown run is a person's name: a title before it, or a personal name in it."""
        read = self.read
        if any(read.lows[i] in _OFFICES for i in range(item.first, item.last + 1)):
            return True  # "Director Mary Lake" is no lake
        if self._kind_speaks(item):
            return False
        before = read.lows[item.first - 1]
        if read.gaps[item.first] == "s" and (before in self.words.titles or before in self.words.given):
            return True
        low = [read.lows[i] for i in range(item.first, item.last + 1)]
        if low[0] in _ABU and len(low) <= _ABU_TOKENS and self._abu_place(item):
            return False
        if self._called_after(low):
            return False
        if any(w in self.words.given for w in low) and len(low) > 1:
            return True
        return low[0] in _ABU or low[0] in self.words.given or (read.lows[item.last + 1] in self.words.speech and read.gaps[item.last + 1] == "s")

    def _called_after(self, low: list[str]) -> bool:
        """Whether a name begins like a place's and goes on like a man's ("Tal Abu Ali", "Kafr Hamid"); Umm Ali is a woman."""
        head = low[0]
        return len(low) > 1 and head in self.words.name_starts and head not in ARTICLES and head not in _PERSONAL and head not in self.words.given

    def _abu_place(self, item: Item) -> bool:
        """Whether a name with Abu, which men bear too, is told as a place."""
        before = self.read.lows[item.first - 1]
        if before in {"and", "in", "near", "around", "at", "towards", "toward"}:
            return True
        return locative_before(self.read, item.first) and before not in self.words.locatives and before not in _TAKES_MEN

    def _put(self, item: Item) -> bool:
        """Whether a preposition, or the name of a country with the s of its owner, stands before a name."""
        before = item.first - 1
        return self.read.lows[before] in self.words.locatives or (before in self._owned and self.text[self.read.tokens.ends[before] - 1] == "s")

    def _of_organisation(self, item: Item) -> bool:
        """Whether the name runs on into an organisation's noun ("Idlib Army", "Aleppo Media Center", "Homs city council")."""
        read, words = self.read, self.words
        if read.lows[item.first - 1] == "of" and read.lows[item.first - 2] in _CAMPAIGNS:
            return True  # "the operation Wrath of Euphrates"
        i = item.last + 1
        for _ in range(_CONTINUES):
            if i >= len(read.tokens) or read.gaps[i] not in "sh" or i in read.starts:
                break
            text = read.tokens.texts[i]
            if text == "Monitor" and i == item.last + 1 and (read.gaps[i + 1] != "s" or read.tokens.caps[i + 1]) and self._put(item):
                return False  # "strikes kill nine in Azaz Monitor": who says so, after a headline
            if text in words.organisations and not (text == "Army" and read.lows[i + 1] in {"unit", "units", "personnel", "forces"}):
                return not read.tokens.possessives[item.last]
            if not read.tokens.caps[i] or read.lows[i] in words.stop:
                break
            i += 1
        after = [read.lows[i] for i in range(item.last + 1, item.last + 4)] if read.gaps[item.last + 1] == "s" else []
        if after[:1] and (after[0] in _UNITS or (after[0] in _FOES and after[1] in _BANDS)):
            return True
        if after[:1] and after[0] in {"local", "provincial", "military", "media", "city", "revolutionary"}:
            return after[1] in {"council", "office", "center", "centre", "directorate"}
        return False


def _headline_tokens(tokens: Tokens) -> frozenset[int]:
    """Tokens of stretches in which nearly every word is capitalised: there a capital says nothing."""
    out: list[int] = []
    for begin, end in pairwise([*tokens.breaks, len(tokens)]):
        if _mostly_capitals(tokens, begin, end):
            out += range(begin, end)
    return frozenset(out)


def _mostly_capitals(tokens: Tokens, begin: int, end: int) -> bool:
    """Whether three quarters of the words of a stretch that are not small are capitalised, of four at least."""
    capitals = sum(tokens.caps[begin:end])
    spare = capitals // 3
    if capitals < _FEWEST_CAPITALS:
        return False
    for i in range(begin, end):
        if not tokens.caps[i] and tokens.lows[i] not in _SMALL and tokens.texts[i][0].isalpha():
            spare -= 1
            if spare < 0:  # of most sentences after a few words
                return False
    stretch = [tokens.caps[i] for i in range(begin, end) if tokens.lows[i] not in _SMALL and (tokens.caps[i] or tokens.texts[i][0].isalpha())]
    return len(stretch) > 3 and sum(stretch) >= 0.75 * len(stretch)
