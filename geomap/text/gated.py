r"""Regular expressions that are tried only where a word stands that they cannot do without.

Most patterns fail on most sentences, and a failing search tries every position. ``\b(?:denied|denies) that\b`` can match only where
"denied that" or "denies that" stands, which a plain search for these words tells some twenty times as fast. The words are worked out
from the pattern itself, so that a rule and its gate cannot come apart.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from re import _constants as sre  # type: ignore[attr-defined]  # the parser of `re` itself: no other knows its language
from re import _parser  # type: ignore[attr-defined]
from sys import maxsize
from typing import Any

__all__ = ["GatedPattern", "gated", "needed_words"]

_MOST = 96
"""Spellings of one stretch of letters; a pattern with more is gated by another stretch, or not at all."""
_LETTERS_IN_USE, _TESTS_OF_A_SEARCH = 12.0, 150_000.0
"""A letter more makes a word so many times rarer; a needless search costs so many looks for a word of no letters: which stretch is the best gate."""
_COMMON = frozenset(["a", "an", "and", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it", "its", "of", "on", "or", "s", "that", "the", "this", "to", "was", "were", "which", "with"])
"""Words of most sentences."""
_FOLDS = (("\u0131", "i"), ("\u017f", "s"), ("i\u0307", "i"))
"""Letters that `re.IGNORECASE` takes for those of ASCII and `str.lower` does not (the last: a lowered capital I with a dot)."""

_Words = frozenset[str]


class GatedPattern:
    """A compiled pattern that answers "no match" without a search where none of its words stands.

    Parameters
    ----------
    pattern : str
    flags : int
        As of `re.compile`.
    """

    __slots__ = ("_folded", "_words", "regex")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.regex = re.compile(pattern, flags)
        self._folded = bool(self.regex.flags & re.IGNORECASE)
        self._words: tuple[str, ...] | None = None

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """As of `re.Pattern`."""
        return self.regex.search(text, start, end) if self._may(text[start:end]) else None

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        """As of `re.Pattern`."""
        return self.regex.finditer(text, start, end) if self._may(text[start:end]) else iter(())

    def match(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """As of `re.Pattern`; of use where a pattern looks far ahead of where it begins."""
        return self.regex.match(text, start, end) if self._may(text[start:end]) else None

    def _may(self, window: str) -> bool:
        if self._words is None:
            self._words = tuple(sorted(needed_words(self.regex.pattern, self.regex.flags)))
        if self._folded:
            window = window.lower()
            if not window.isascii():
                for letter, plain in _FOLDS:
                    window = window.replace(letter, plain)
        return any(map(window.__contains__, self._words)) or not self._words


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
        if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            continue  # no letters of its own
        spelled = _spelled(op, of)
        if spelled is not None and len(run) * len(spelled) <= _MOST:
            run = frozenset(map("".join, product(run, spelled)))
            continue
        best = _rarer(best, run)
        run = frozenset({""}) if spelled is None else spelled
        best = _rarer(best, _inside(op, of) if spelled is None else None)
    return _rarer(best, run)


def _spelled(op: Any, of: Any) -> _Words | None:
    """Every way to write an element, if they are few."""
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


def _all_of(items: Sequence[tuple[Any, Any]]) -> _Words | None:
    words: _Words | None = frozenset({""})
    for op, of in items:
        if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            continue
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
    """The set that is cheaper to ask for, counting the searches that it does not save; a set with the empty word says nothing."""
    told = [words for words in (a, b) if words and "" not in words]
    return min(told, key=_cost, default=None)


def _cost(words: _Words) -> float:
    least = _least(words)
    return len(least) + sum(_TESTS_OF_A_SEARCH * _LETTERS_IN_USE ** -(len(w) if w.strip() not in _COMMON else 1) for w in least)


def _least(words: _Words) -> _Words:
    """Without those that hold another."""
    return frozenset(w for w in words if not any(v != w and v in w for v in words))
