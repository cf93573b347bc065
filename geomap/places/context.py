"""What the rest of the sentence and the article says of a name: what it lies in, what it lies next to."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from geomap.places.recognition import Found, Recognised
from geomap.places.spans import Scan
from geomap.tables.toponym_words import ToponymWords

__all__ = ["NUMBER_WORDS", "Anchor", "Context"]

_CONTAINING = frozenset(["in", "of", "the", "at", "within", "inside", "and", "its", "nearby"])
_DISTRICT = frozenset(["district", "subdistrict", "sub-district"])
_SEAT = 0.5  # importance of the seat of a sub-district
_REACH = 8  # tokens between a name and the unit it lies in
_LEADING = frozenset([
    "which", "that", "is", "are", "was", "were", "lie", "lies", "lying", "located", "situated", "some", "about", "around", "approximately", "just",
    "only", "nearly", "almost", "roughly", "to", "the", "of", "in", "on", "at", "its", "km", "kms", "kilometer", "kilometers", "kilometre",
    "kilometres", "mile", "miles", "few", "far", "further", "farther", "immediately", "away", "directly", "close", "adjacent", "next", "syria", "syrias",
])  # fmt: skip
"""Words that may stand between a name and the direction told of it."""
_APPOSING = frozenset(["a", "an"])
_APPOSED = 6  # words in "X, a small rebel-held town north of Y"
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?$")
_UNITS = {"km": 1.0, "kms": 1.0, "kilometer": 1.0, "kilometers": 1.0, "kilometre": 1.0, "kilometres": 1.0, "miles": 1.609, "mile": 1.609}
NUMBER_WORDS = {word: float(n) for n, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1)}
_GLUED = re.compile(r"(\d{1,3})(km|kms)$")
_NEAR_WORDS = frozenset(["near", "outside", "around", "close", "adjacent", "overlooking", "opposite", "nearby"])


@lru_cache(maxsize=4)
def _words_of_kinds(words: ToponymWords) -> frozenset[str]:
    return frozenset(word for kind in words.kinds for word in kind.split())


@dataclass(frozen=True, slots=True)
class Anchor:
    """How a text ties a place to another: index of the other, direction and distance if told."""

    index: int
    bearing: float | None
    distance: float | None
    near: bool = False
    other: int | None = None
    """The second place of "between X and Y"."""
    loose: bool = False
    """Whether other words stand between, which may take it for themselves: "in X and positions north of Y"."""


class Context:
    """Relations between the names of one article.

    Parameters
    ----------
    recognised : Recognised
    """

    def __init__(self, recognised: Recognised) -> None:
        self.found = recognised.found
        self.scan = recognised.scan
        self._holders: dict[int, int | None] = {}
        self._anchors: dict[int, Anchor | None] = {}
        self._parts = _words_of_kinds(self.scan.words)
        self._groups: dict[int, list[int]] = {}
        for i, one in enumerate(self.found):
            self._groups.setdefault(one.group, []).append(i)
        self.sentence = [bisect_right(self.scan.tokens.breaks, f.first) for f in self.found]

    def same_sentence(self, index: int) -> range:
        """Indices of the names in the sentence of one."""
        number = self.sentence[index]
        return range(bisect_left(self.sentence, number), bisect_right(self.sentence, number))

    def list_mates(self, index: int) -> list[int]:
        """Other names of the list that one stands in."""
        return [i for i in self._groups[self.found[index].group] if i != index]

    def holder(self, index: int) -> int | None:
        """The name right after, in which the text puts this one: "X in the Y countryside", "X, Y province".

        Parameters
        ----------
        index : int

        Returns
        -------
        int or None
            Index of the holder; several names of one list share it.
        """
        if index not in self._holders:
            self._holders[index] = self._holder(index)
        return self._holders[index]

    def _holder(self, index: int) -> int | None:
        last = max([index, *self.list_mates(index)])
        if self.found[last].phrase.holder:
            return None
        if self.found[index].phrase.holder and index + 1 < len(self.found):
            return None
        following = last + 1
        if following + 1 < len(self.found) and self.found[following].item.abroad == ("country", "SY") and self._adjacent(following):
            following += 1  # "in Syria's Damascus"
        if following < len(self.found) and self.sentence[following] == self.sentence[index] and self._puts_in(self.found[last], self.found[following]):
            return following
        if index > 0 and self.found[index - 1].phrase.holder and self.sentence[index - 1] == self.sentence[index]:
            return index - 1
        mates = self.list_mates(index)  # "in Hajin, Deir Ezzor province" links the two by a comma
        if index + 1 in mates and self._is_unit(self.found[index + 1]) and not self._is_unit(self.found[index]):
            return index + 1
        return None

    @staticmethod
    def _is_unit(found: Found) -> bool:
        """Whether a name is told as an admin unit: "Homs province", "Hajin district"; a city's quarter is called a district too."""
        return found.phrase.kind_group == "governorate" or (found.phrase.kind_word in _DISTRICT and found.item.importance >= _SEAT)

    def _adjacent(self, index: int) -> bool:
        return self.found[index].last + 1 == self.found[index + 1].first and self.scan.gaps[self.found[index + 1].first] in "sp"

    def _puts_in(self, one: Found, other: Found) -> bool:
        start = max(one.last, one.phrase.kind_last) + 1
        if other.first - start > _REACH or other.first < start:
            return False
        words = [self.scan.lows[i] for i in range(start, other.first) if self.scan.lows[i] not in {"syria", "syrias"}]
        if not any(w in {"in", "of", "at", "within", "inside"} for w in words):
            return self.scan.gaps[other.first] == "c" and not words
        allowed = self.scan.words
        return all(w in _CONTAINING or w in allowed.directions or w in self._parts for w in words) and not _directed(self.scan, start, other.first)

    def anchor(self, index: int) -> Anchor | None:
        """A direction, a distance or a nearness told of a name: "X, 12 km north of Y", "X near Y", "X between Y and Z".

        Parameters
        ----------
        index : int

        Returns
        -------
        Anchor or None
            The first such phrase after the name in its sentence.
        """
        if index not in self._anchors:
            self._anchors[index] = self._anchor(index)
        return self._anchors[index]

    def _anchor(self, index: int) -> Anchor | None:
        end = max(self.found[index].last, self.found[index].phrase.kind_last)
        for i in range(index + 1, self.same_sentence(index).stop):
            found = self._anchor_before(i, end)
            if found is not None:
                return found
            if self.found[i].group != self.found[index].group:
                break
            end = max(self.found[i].last, self.found[i].phrase.kind_last)
        return None

    def _anchor_before(self, i: int, after: int) -> Anchor | None:
        """What the words between the end of a name, or of its list, and the name at `i` tell of the two."""
        scan, at = self.scan, self.found[i].first - 1
        while at > after and (scan.lows[at] in {"the", "of"} or scan.lows[at] in {"town", "city", "village"}):
            at -= 1
        if at <= after:
            return None
        low = scan.lows[at]
        bearing, begin = scan.words.directions.get(low), at
        if at - 1 > after and scan.gaps[at] in "sh" and (both := scan.words.directions.get(f"{scan.lows[at - 1]} {low}")) is not None:
            bearing, begin = both, at - 1  # "north east of"
        loose = not self._leads_on(after + 1, begin)
        if bearing is not None and scan.lows[at + 1] == "of":
            return Anchor(i, bearing, self._distance(begin - 1, after), loose=loose)
        if low in _NEAR_WORDS or (low == "to" and scan.lows[at - 1] in {"close", "adjacent", "next"}):
            return Anchor(i, None, None, near=True, loose=loose)
        if low == "between" and i + 1 < len(self.found) and self.found[i + 1].group == self.found[i].group:
            return Anchor(i, None, None, other=i + 1, loose=loose)
        return None

    def _leads_on(self, start: int, end: int) -> bool:
        """Whether nothing between two tokens takes what follows for itself: in "X and positions north of Y" the positions lie there.

        "X, which lies 12 km", "X in the countryside" and "X, a small town" go on with X.
        """
        lows = self.scan.lows
        words = lows[start:end]
        if words[:1] and words[0] in _APPOSING and len(words) <= _APPOSED and words[-1] in self._parts:
            return True
        return all(
            w in _LEADING or w in self._parts or w in NUMBER_WORDS or w[0].isdigit() or w in self.scan.words.directions
            or (w == "and" and lows[k - 1] in self.scan.words.directions and lows[k + 1] in self.scan.words.directions)
            for k, w in enumerate(words, start)
        )  # fmt: skip

    def _distance(self, at: int, after: int) -> float | None:
        """Kilometres told right before a direction: "12 km", "about 20 kilometers to the", "10km"."""
        scan = self.scan
        while at > after and scan.lows[at] in {"to", "the", "just"}:
            at -= 1
        if at <= after:
            return None
        glued = _GLUED.match(scan.lows[at])
        if glued:
            return float(glued[1])
        factor = _UNITS.get(scan.lows[at])
        if factor is None or at - 1 <= after:
            return None
        number = NUMBER_WORDS.get(scan.lows[at - 1]) or (float(scan.lows[at - 1]) if _NUMBER.match(scan.lows[at - 1]) else None)
        return None if number is None else round(number * factor, 1)


def _directed(scan: Scan, start: int, end: int) -> bool:
    """Whether "east of" or the like stands between: then the second name is a neighbour, not a holder."""
    return any(scan.words.directions.get(scan.lows[i]) is not None and scan.lows[i + 1] == "of" for i in range(start, end))
