r"""Regular expressions that are tried only where a word stands that they cannot do without.

Most patterns fail on most sentences, and a failing search tries every position. ``\b(?:denied|denies) that\b`` can match only where
"denied that" or "denies that" stands, which a plain search for these words tells some twenty times as fast. The words are worked out
from the pattern itself, so that a rule and its gate cannot come apart.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from re import _constants as sre  # type: ignore[attr-defined]  # the parser of `re` itself: no other knows its language
from re import _parser  # type: ignore[attr-defined]
from sys import maxsize
from typing import Any, NamedTuple

from geomap.text.patterns import lower_keeping_length, lowered, words_of

__all__ = ["GatedPattern", "gated", "needed_words"]

_MOST = 96
"""Spellings of one stretch of letters; a pattern with more is gated by another stretch, or not at all."""
_LETTERS_IN_USE, _TESTS_OF_A_SEARCH = 12.0, 150_000.0
"""A letter more makes a word so many times rarer; a needless search costs so many looks for a word of no letters: which stretch is the best gate."""
_STEM = 4
"""Letters of a word's beginning that are looked for together."""
_LONG = 400
"""Shorter texts are looked through for the words; of longer ones is found out once which patterns their words speak for."""
_BOUND = "\0"
"""Stands in a stretch where a word begins or ends."""
_LETTERS = re.compile(r"\w+")
_COMMON = frozenset(["a", "an", "and", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it", "its", "of", "on", "or", "s", "that", "the", "this", "to", "was", "were", "which", "with"])
"""Words of most sentences."""
_FOLDS = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"))
"""Letters that `re.IGNORECASE` takes for those of ASCII and `str.lower` does not, or not for one letter."""

_Words = frozenset[str]


class GatedPattern:
    """A compiled pattern that answers "no match" without a search where none of its words stands.

    It is best asked of stretches of a whole text (``search(text, start, end)``), not of copies of them: of a text is found out once, for
    all patterns, which of them a word of it speaks for.

    Parameters
    ----------
    pattern : str
    flags : int
        As of `re.compile`.
    """

    __slots__ = ("_number", "_seen", "_words", "regex")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.regex = re.compile(pattern, flags)
        self._words: tuple[str, ...] | None = None
        self._seen: tuple[str, list[int], list[int]] = ("", [], [])
        """The long text that was asked of last, and where the words begin and end there that speak for this pattern."""
        self._number = len(_PATTERNS)
        _PATTERNS.append(self)

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """As of `re.Pattern`."""
        return self.regex.search(text, start, end) if self.may_stand(text, start, end) else None

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        """As of `re.Pattern`."""
        return self.regex.finditer(text, start, end) if self.may_stand(text, start, end) else iter(())

    def match(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """As of `re.Pattern`; of use where a pattern looks far ahead of where it begins."""
        return self.regex.match(text, start, end) if self.may_stand(text, start, end) else None

    def may_stand(self, text: str, start: int = 0, end: int = maxsize) -> bool:
        """Whether a stretch has one of the words that a match needs.

        Parameters
        ----------
        text : str
        start, end : int
            As of `re.Pattern.search`.

        Returns
        -------
        bool
            Whether to search at all; true of every stretch where no word is needed.
        """
        length = len(text)
        if length < _LONG:
            window = _plain(text[max(0, start) : end])
            return any(map(window.__contains__, self.words)) or not self.words
        of, starts, ends = self._seen
        if of is not text:
            starts, ends = self._places(_plain_text(text))
            self._seen = text, starts, ends
        if starts:
            before = bisect_left(starts, end)
            if before > 0 and ends[before - 1] > start:
                return True
        return end < length and text[end - 1].isalnum() and text[end].isalnum()  # a word cut in two by the end may be another word

    def _places(self, plain: str) -> tuple[list[int], list[int]]:
        if not self.words:
            return [0], [maxsize]
        found = _spoken_for(plain, len(_PATTERNS)).get(self._number, [])
        marks = _speakers(len(_PATTERNS)).marks.get(self._number)
        if marks:
            found = [*found, *((at, at + len(mark)) for mark in marks for at in _everywhere(mark, plain))]
        found = sorted(found)
        return [a for a, _ in found], [b for _, b in found]

    @property
    def words(self) -> tuple[str, ...]:
        """Its needed words in lower case, quotes straight and white space plain; worked out when first asked for."""
        if self._words is None:
            self._words = tuple(sorted(map(_plain, needed_words(self.regex.pattern, self.regex.flags))))
        return self._words


_PATTERNS: list[GatedPattern] = []
"""All there are, filled as modules are imported."""


def _plain(text: str) -> str:
    """In lower case, letter for letter, with those letters of ASCII that `re.IGNORECASE` reads, and one kind of quote and white space."""
    if not text.isascii():
        for letter, plain in _FOLDS:
            text = text.replace(letter, plain)
    return lower_keeping_length(text).replace("\n", " ")


@lru_cache(maxsize=4)
def _plain_text(text: str) -> str:
    return _plain(lowered(text))


_Places = list[tuple[int, int]]


def _everywhere(word: str, plain: str) -> Iterator[int]:
    at = plain.find(word)
    while at >= 0:
        yield at
        at = plain.find(word, at + 1)


@lru_cache(maxsize=4)
def _spoken_for(plain: str, number: int) -> dict[int, _Places]:
    """Where the words of a text begin and end that speak for a pattern, by the pattern's number."""
    told = words_of(plain)
    found: dict[int, _Places] = {}
    for word, numbers in told.numbers.items():
        heard = _heard(word, number)
        if not heard:
            continue
        everywhere = [(told.starts[n], told.starts[n] + len(word)) for n in numbers]
        for pattern, stretch, before in heard:
            places = [place for place in everywhere if plain.startswith(stretch, place[0] - before)] if stretch else everywhere
            if places:
                found.setdefault(pattern, []).extend(places)
    return found


@lru_cache(maxsize=1 << 15)
def _heard(word: str, number: int) -> tuple[tuple[int, str, int], ...]:
    """The patterns that a word speaks for, where a stretch must follow or go before it: that, and how far before the word it begins."""
    known, before = _speakers(number), 0
    found = [(n, "", 0) for n, letters in known.loose if letters in word]
    for part in word.split("'"):
        heard = [*known.whole.get(part, ()), *known.begun.get(part[:_STEM], ())]
        heard += ((n, stretch, at - len(part)) for n, stretch, at in known.ended.get(part[-_STEM:], ()))
        for pattern, stretch, at in heard:
            if not stretch.isalnum():
                found.append((pattern, stretch, at - before))
            elif before >= at and word.startswith(stretch, before - at):
                found.append((pattern, "", 0))
        before += len(part) + 1
    return tuple(found)


_Table = dict[str, list[tuple[int, str, int]]]
"""A word, or letters of one, to the number of a pattern, the stretch that it needs (if that is more), and letters of that before the word."""


class _Speakers(NamedTuple):
    """What words speak for."""

    whole: _Table
    """Whole words."""
    begun: _Table
    """The first letters of a word."""
    ended: _Table
    """The last, where letters are counted to the word's end."""
    loose: list[tuple[int, str]]
    """Numbers of patterns, and letters anywhere in a word."""
    marks: dict[int, list[str]]
    """Stretches without letters, which no word speaks for."""


@lru_cache(maxsize=1)
def _speakers(number: int) -> _Speakers:
    known = _Speakers({}, {}, {}, [], {})
    for n, regex in enumerate(p.regex for p in _PATTERNS[:number]):
        marked = _least(frozenset(map(_plain, _marked_words(regex.pattern, regex.flags))))
        for word in sorted(marked):
            letters, stretch, piece = max(_LETTERS.findall(word), key=len, default=""), word.replace(_BOUND, ""), _surest_piece(word)
            if piece is not None:
                table = (known.whole, known.begun, known.ended)[piece[0]]
                table.setdefault(piece[1], []).append((n, "" if piece[:2] == (0, stretch) else stretch, piece[2]))
            elif letters:
                known.loose.append((n, letters))
            else:
                known.marks.setdefault(n, []).append(stretch)
    return known


def gated(pattern: str, flags: int = 0) -> GatedPattern:
    """Compile a pattern that is tried only where one of its words stands.

    Parameters
    ----------
    pattern : str
    flags : int
        As of `re.compile`.

    Returns
    -------
    GatedPattern
    """
    return GatedPattern(pattern, flags)


def needed_words(pattern: str, flags: int = 0) -> frozenset[str]:
    """Stretches of letters of which at least one stands in every match.

    Parameters
    ----------
    pattern : str
    flags : int
        As of `re.compile`; the words of a pattern that ignores case are in lower case.

    Returns
    -------
    frozenset of str
        None stands in another; empty where nothing can be said of every match.
    """
    return _bare(_marked_words(pattern, flags))


def _bare(marked: _Words) -> _Words:
    return _least(frozenset(word.replace(_BOUND, "") for word in marked))


def _surest_piece(marked: str) -> tuple[int, str, int] | None:
    """Of a stretch the longest whole word (0), else letters with which a word begins (1) or ends (2); None where there is none.

    With it the letters of the stretch before that word, or before its end.
    """
    whole, parts = [], []
    for m in _LETTERS.finditer(marked):
        begun, ended, before = m.start() > 0, m.end() < len(marked), m.start() - marked[: m.start()].count(_BOUND)
        if begun and ended:
            whole.append((0, m[0], before))
        elif (begun or ended) and len(m[0]) >= _STEM:
            parts.append((1, m[0][:_STEM], before) if begun else (2, m[0][-_STEM:], before + len(m[0])))
    return max(whole, key=lambda piece: len(piece[1])) if whole else min(parts, default=None)


@cache
def _marked_words(pattern: str, flags: int) -> _Words:
    """As of `needed_words`, with marks where words begin and end."""
    parsed = _parser.parse(pattern, flags)
    words = _needed(parsed) or frozenset()
    if parsed.state.flags & re.IGNORECASE:
        words = frozenset(w.lower() for w in words)
    return _least(words)


def _needed(items: Iterable[tuple[Any, Any]]) -> _Words | None:
    """The rarest set of words that a sequence needs; letters that follow each other are taken together."""
    best: _Words | None = None
    run: _Words = frozenset({""})
    for op, of in items:
        spelled = _spelled(op, of)
        if spelled is not None and len(run) * len(spelled) <= _MOST:
            run = frozenset(map("".join, product(run, spelled)))
            continue
        after_gap = _is_gap(op, of) if spelled is None else not any(_LETTERS.match(word[-1:] or "x") for word in run)
        best = _rarer(best, frozenset(word + _BOUND if _is_gap(op, of) else word for word in run))
        run = frozenset(_BOUND * after_gap + way for way in spelled or {""})
        best = _rarer(best, _inside(op, of) if spelled is None else None)
    return _rarer(best, run)


def _spelled(op: Any, of: Any) -> _Words | None:
    """Every way to write an element, if they are few; what has no letters of its own is nothing, or the mark of a word's end."""
    if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return frozenset({_BOUND if of is sre.AT_BOUNDARY else ""})
    if op is sre.LITERAL:
        return frozenset({chr(of)})
    if op is sre.IN:
        return frozenset(chr(c) for _, c in of) if all(kind is sre.LITERAL for kind, _ in of) else None
    if op is sre.SUBPATTERN:
        return _all_of(of[-1])
    if op is sre.BRANCH:
        ways = [_all_of(way) for way in of[1]]
        return None if None in ways else _few(frozenset().union(*(w for w in ways if w is not None)))
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and of[1] == 1:
        inner = _all_of(of[2])
        return None if inner is None else inner | {""} if of[0] == 0 else inner
    return None


def _is_gap(op: Any, of: Any) -> bool:
    """Whether an element is white space or punctuation, so that words begin and end at it."""
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return of[0] > 0 and len(of[2]) == 1 and _is_gap(*of[2][0])
    gaps = (sre.CATEGORY_SPACE, sre.CATEGORY_NOT_WORD)
    return op is sre.IN and all(c in gaps if kind is sre.CATEGORY else kind is sre.LITERAL and not re.match(r"\w", chr(c)) for kind, c in of)


def _all_of(items: Sequence[tuple[Any, Any]]) -> _Words | None:
    words: _Words | None = frozenset({""})
    for op, of in items:
        spelled = _spelled(op, of)
        words = None if spelled is None or words is None else _few(frozenset(map("".join, product(words, spelled))))
        if words is None:
            return None
    return words


def _few(words: _Words) -> _Words | None:
    return words if len(words) <= _MOST else None


def _inside(op: Any, of: Any) -> _Words | None:
    """What an element needs that cannot be spelled out."""
    if op is sre.SUBPATTERN:
        return _needed(of[-1])
    if op is sre.BRANCH:
        ways = [_needed(way) for way in of[1]]
        return None if None in ways else _few(frozenset().union(*(w for w in ways if w is not None)))
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) and of[0] > 0:
        return _needed(of[2])
    return _needed(of) if op is sre.ATOMIC_GROUP else None


def _rarer(a: _Words | None, b: _Words | None) -> _Words | None:
    """The set that is cheaper to ask for, counting the searches that it does not save; a set with a blank says nothing."""
    told = [words for words in (a, b) if words and all(word.strip(_BOUND + " ") for word in words)]
    return min(told, key=_cost) if len(told) > 1 else next(iter(told), None)


def _cost(words: _Words) -> float:
    least = _bare(words)
    return len(least) + sum((_TESTS_OF_A_SEARCH * _LETTERS_IN_USE ** -(len(w) if w.strip() not in _COMMON else 1) for w in least), 0.0)


def _least(words: _Words) -> _Words:
    """Without those that hold another."""
    return frozenset(w for w in words if not any(v != w and v in w for v in words))
