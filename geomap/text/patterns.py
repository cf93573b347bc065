r"""The small language of patterns in the tables, and a matcher that tries only patterns whose first word is there.

``{shell}`` stands for all forms of a verb, ``{clash:n}`` for a noun's singular and plural, ``(a|b)`` for a choice, ``[a|b]`` for an
optional word, ``[a|b]*`` for any number of them, ``(a|b)+`` for one or more, ``s?`` for an optional letter. Words may be
joined by a space or a hyphen.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, product
from typing import Generic, NamedTuple, TypeVar

from geomap.errors import InputError
from geomap.text.inflect import noun_forms, verb_forms

__all__ = ["PatternIndex", "PatternMatch", "Words", "compile_pattern", "lower_keeping_length", "lowered", "words_of"]

_GAP = r"'?[\s\-\"]+'?"
_FORM = re.compile(r"\{(\w+)(:n)?\}")
_WORD = re.compile(r"(\w[\w']*)")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"})
_TEXTS_KEPT = 8

T = TypeVar("T")


def lower_keeping_length(text: str) -> str:
    """Lower case, straight quotes and plain hyphens, one character for each character."""
    low = text.lower()
    if len(low) != len(text) or "Σ" in text:  # a dotted capital I grows, and a final sigma depends on what follows: character by character
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low if low.isascii() else low.translate(_QUOTES)


@lru_cache(maxsize=_TEXTS_KEPT)
def lowered(text: str) -> str:
    """An article as `lower_keeping_length` has it; the last ones are kept, as every rule asks for that of the article it is at."""
    return lower_keeping_length(text)


class PatternMatch(NamedTuple, Generic[T]):
    """A match: offsets into the text, and what the pattern stands for."""

    start: int
    end: int
    value: T
    also: tuple[T, ...] = ()
    """What other patterns of the same length stand for, in the order of the table."""


def _elements(pattern: str) -> list[str]:
    """Split at spaces outside brackets."""
    parts, depth, current = [], 0, ""
    for c in pattern:
        depth += (c in "([{") - (c in ")]}")
        if c == " " and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += c
    return [p for p in [*parts, current] if p]


def _expand(element: str) -> str:
    def forms(match: re.Match[str]) -> str:
        words = noun_forms(match[1]) if match[2] else verb_forms(match[1])
        return "(?:" + "|".join(sorted(set(words), key=lambda w: (-len(w), w))) + ")"

    return _FORM.sub(forms, element).replace(" ", _GAP)


def _core(element: str) -> str:
    """The regular expression of one element without its repetition mark."""
    if element[0] == "[":
        return "(?:" + _expand(element[1 : element.rindex("]")]) + ")"
    return re.sub(r"\((?!\?)", "(?:", _expand(element.rstrip("+") if element.endswith(")+") else element))


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the tables.

    Parameters
    ----------
    pattern : str

    Returns
    -------
    re.Pattern
        To be matched against text lowered by `lower_keeping_length`.

    Raises
    ------
    InputError
        The pattern's brackets do not close or it holds no obligatory word.
    """
    if " ?" in pattern:
        raise InputError(f"pattern {pattern!r}: a space cannot be optional; write both words as a choice, (ceasefire|cease fire)")
    out, mandatory = "", False
    for element in _elements(pattern):
        core = _core(element)
        if element[0] == "[":
            mark = "*" if element.endswith("*") else "?"
            out += f"(?:{_GAP}{core}){mark}" if mandatory else f"(?:{core}{_GAP}){mark}"
            continue
        if element.endswith(")+"):
            core = f"{core}(?:{_GAP}{core})*"
        out += (_GAP if mandatory else "") + core
        mandatory = True
    if not mandatory:
        raise InputError(f"pattern {pattern!r}: all its words are optional; make one obligatory")
    try:
        return re.compile(rf"(?<![\w'])(?:{out})(?!\w)")
    except re.error as error:
        raise InputError(f"pattern {pattern!r}: {error}; check its brackets") from error


_Opening = tuple[str, ...]
"""The first two words of a match, the second up to an apostrophe; one alone where any other, or none, can follow."""


def _openings(elements: Sequence[str], said: _Opening = ()) -> set[_Opening]:
    """Every way a match can begin."""
    if len(said) > 1 or not elements:
        return {tuple(word.partition("'")[0] if n else word for n, word in enumerate(said[:2]) if not n or _WORD.fullmatch(word))}
    element, rest = elements[0], elements[1:]
    optional = element[0] == "["
    found = _openings(rest, said) if optional or (said and element.endswith(")?")) else set()
    for choice in _choices(element[1 : element.rindex("]")] if optional else element.rstrip("+")):
        for words in product(*map(_letters, _elements(choice))):
            more = (*said, *filter(None, re.split(r"[\s\-.\\]+", " ".join(words))))
            found |= _openings(rest, more)
            if element.endswith(("]*", ")+")):
                found |= _openings([f"[{element.strip('[]()*+')}]", *rest], more)
    return found


def _choices(element: str) -> list[str]:
    if element.startswith("("):
        close = element.index(")")
        tail = element[close + 1 :]
        return [c + tail if not tail.startswith(" ") else c for c in element[1:close].split("|")]
    return element.split("|") if "{" not in element else [element]


def _letters(word: str) -> list[str]:
    """Spell out forms and optional letters of one word."""
    if match := _FORM.search(word):
        forms = noun_forms(match[1]) if match[2] else verb_forms(match[1])
        return [v for f in forms for v in _letters(word[: match.start()] + f + word[match.end() :])]
    if match := re.search(r"\[(\w+)\]", word):  # "defen[cs]e"
        return [v for c in match[1] for v in _letters(word[: match.start()] + c + word[match.end() :])]
    if match := re.search(r"(\w)\?", word):
        short = word[: match.start()] + word[match.end() :]
        return [*_letters(short), *_letters(word[: match.start()] + match[1] + word[match.end() :])]
    return [word]


class Words(NamedTuple):
    """The words of a text, in lists side by side."""

    starts: list[int]
    """Where each begins."""
    words: list[str]
    """Without an apostrophe at the end."""
    numbers: dict[str, list[int]]
    """Every word, to its numbers in the lists."""

    def after(self, number: int) -> str:
        """The next word up to an apostrophe ("people's": people); after the last, the empty one."""
        return self.words[number + 1].partition("'")[0] if number + 1 < len(self.words) else ""


@lru_cache(maxsize=_TEXTS_KEPT)
def words_of(low: str) -> Words:
    """Take a lowered text apart; the last ones are kept, for the tables that are asked of it one after the other.

    Parameters
    ----------
    low : str
        Text lowered by `lower_keeping_length`.

    Returns
    -------
    Words
    """
    pieces = _WORD.split(low)  # in one call, as a match object for each word costs more than all that is asked of it
    starts = list(accumulate(map(len, pieces)))[:-1:2]
    words = [word.rstrip("'") for word in pieces[1::2]]
    numbers: dict[str, list[int]] = {}
    for number, word in enumerate(words):
        numbers.setdefault(word, []).append(number)
    return Words(starts, words, numbers)


class PatternIndex(Generic[T]):
    """Many patterns, tried only where their first two words stand.

    Parameters
    ----------
    patterns : iterable of (str, T)
        Pattern and what it stands for.
    """

    def __init__(self, patterns: Iterable[tuple[str, T]]) -> None:
        rows: dict[str, list[tuple[re.Pattern[str], T, set[str]]]] = {}
        for pattern, value in patterns:
            compiled, seconds = compile_pattern(pattern), dict[str, set[str]]()
            for first, *second in _openings(_elements(pattern)):
                seconds.setdefault(first, set()).add("".join(second))
            for first, after in seconds.items():
                rows.setdefault(first, []).append((compiled, value, after))
        self._by_words = {
            first: {second: [(c, v) for c, v, after in found if "" in after or second in after] for second in {""}.union(*(after for _, _, after in found))}
            for first, found in rows.items()
        }
        """First word, then second, to the rows that can begin with both; under the empty word those that need no second."""

        self._seen: tuple[str, list[int], list[tuple[str, str]]] = ("", [], [])
        """The text that was asked of last, where matches can begin in it, and the two words there."""

    @property
    def first_words(self) -> frozenset[str]:
        """Every word with which a match can begin."""
        return frozenset(self._by_words)

    def _beginnings(self, low: str) -> tuple[list[int], list[tuple[str, str]]]:
        of, places, words = self._seen
        if of is not low:
            told = words_of(low)
            numbers = sorted(n for word in self._by_words.keys() & told.numbers.keys() for n in told.numbers[word])
            places, words = [told.starts[n] for n in numbers], [(told.words[n], told.after(n)) for n in numbers]
            self._seen = low, places, words
        return places, words

    def find(self, low: str, start: int = 0, end: int | None = None) -> Iterator[PatternMatch[T]]:
        """Longest matches from left to right, not overlapping; of equal length, the earlier row of the table wins.

        Parameters
        ----------
        low : str
            Text lowered by `lower_keeping_length`; to ask for stretches of one text is cheaper than for copies of them.
        start, end : int
            The stretch to search.
        """
        end = len(low) if end is None else end
        position = start
        places, words = self._beginnings(low)
        for i in range(bisect_left(places, start), bisect_left(places, end)):
            at, (word, after) = places[i], words[i]
            if at < position:
                continue
            longest, values = -1, []
            seconds = self._by_words[word]
            for compiled, value in seconds.get(after) or seconds[""]:
                match = compiled.match(low, at, end)
                if match and match.end() > longest:
                    longest, values = match.end(), [value]
                elif match and match.end() == longest:
                    values.append(value)
            if values:
                yield PatternMatch(at, longest, values[0], tuple(values[1:]))
                position = longest
