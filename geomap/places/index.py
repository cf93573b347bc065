"""Index of names: keys to rows, and one compiled pass over running text."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

from geomap.places.tokens import Tokens, possessive_letters
from geomap.text.folding import fold, fold_arabic
from geomap.text.keys import ARTICLES, light_key, light_word, skeleton

__all__ = ["MIN_SKELETON", "Hit", "NameIndex"]

MIN_SKELETON = 4
"""Shorter skeletons are not indexed: three sounds fit too many names."""

_JOINING = re.compile(r"[ \t\r\n\u00a0'’‘`´ʿʾʼʻʽ\-‐‑‒–—/]*")
_GLUED_PLURAL = 6
"""Shortest word whose final s is taken for a possessive with its apostrophe lost ("Aleppos"); "Hamas" is not Hama's."""
_CACHED_WORDS = 1 << 16
_ARABIC_PREFIXES = "وبلف"
_HYPHENS = frozenset("-‐‑–")
_ENGLISH = frozenset({"as", "at", "an"})


class _Automaton(Protocol):
    def find_matches_as_indexes(self, haystack: str) -> list[tuple[int, int, int]]: ...


class Hit(NamedTuple):
    """A name in a text: its first and last word, how many letters at the end belong to a possessive, and its key."""

    first: int
    last: int
    cut: int
    key: str


@dataclass(slots=True)
class _Stream:
    """The words of a text that may be parts of names, without articles."""

    pieces: list[str] = field(default_factory=list)
    """What the automaton reads: each word between two spaces, a full stop where two words do not belong together."""
    at: list[int] = field(default_factory=list)
    """Where each word's piece begins in what the automaton reads."""
    numbers: list[int] = field(default_factory=list)
    """Which word of the text it is."""
    cuts: list[int] = field(default_factory=list)
    """Letters at its end that belong to a possessive."""
    articles: dict[int, int] = field(default_factory=dict)
    """Number of a word here to that of the article in front, in the text, that belongs to it."""


class _Words(dict[str, tuple[str, int] | None]):
    """What is remembered of each word of running text: articles repeat most of theirs."""

    def __init__(self, read: Callable[[str], tuple[str, int] | None]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, word: str) -> tuple[str, int] | None:
        self[word] = known = self._read(word)
        return known


class NameIndex:
    """Keys to row numbers. Built once, then only read.

    Parameters
    ----------
    light, skeletons : dict, optional
        Ready keys, each with its row numbers as text: most keys of a run are never asked for, so none is parsed before it is.
    spellings : dict, optional
        Light keys of names as sources write them, so that a look-up of these computes none. A name that is absent is its own
        key in lower case, or has its key computed.
    """

    def __init__(
        self, light: dict[str, str] | None = None, skeletons: dict[str, str] | None = None, spellings: dict[str, str] | None = None
    ) -> None:
        self._light = light if light is not None else {}
        self._skeletons = skeletons if skeletons is not None else {}
        self._spellings = spellings if spellings is not None else {}

    def copy(self) -> "NameIndex":
        """An index of its own with the same keys."""
        return NameIndex(dict(self._light), dict(self._skeletons), self._spellings)

    def add(self, row: int, names: Iterable[str]) -> None:
        """Enter a row under all its names."""
        for name in names:
            key, bones = light_key(name), skeleton(name)
            if key:
                _enter(self._light, key, row)
            if len(bones) >= MIN_SKELETON and bones.isascii():
                _enter(self._skeletons, bones, row)

    def by_name(self, name: str) -> tuple[int, ...]:
        """Rows with the light key of a name."""
        key = self._spellings.get(name)
        if key is None:
            plain = name.lower()
            key = plain if plain in self._light and plain.isascii() else light_key(name)
        return self.by_light(key)

    def by_light(self, key: str) -> tuple[int, ...]:
        """Rows with a light key."""
        rows = self._light.get(key)
        return _rows(rows) if rows else ()

    def by_skeleton(self, key: str) -> tuple[int, ...]:
        """Rows with a skeleton."""
        rows = self._skeletons.get(key)
        return _rows(rows) if rows else ()

    def skeletons_of(self, rows: Iterable[int]) -> list[tuple[int, str]]:
        """Row and skeleton of each spelling of some rows."""
        return [(row, key) for row in rows for key in self._bones.get(row, ())]

    @cached_property
    def _bones(self) -> dict[int, list[str]]:
        bones: dict[int, list[str]] = {}
        for key, rows in self._skeletons.items():
            for row in _rows(rows):
                bones.setdefault(row, []).append(key)
        return bones

    def to_bytes(self, names: Iterable[str]) -> tuple[bytes, bytes, bytes]:
        """The index as tables.

        Parameters
        ----------
        names : iterable of str
            Spellings whose keys are to be ready.

        Returns
        -------
        tuple of bytes
            Light keys and skeletons (key, tab, rows), and spellings that are not their own key in lower case (spelling, tab, key).
        """
        spellings = {name: light_key(name) for name in names if not (name.isascii() and name.lower() in self._light)}
        light, bones, keys = ("".join(f"{key}\t{table[key]}\n" for key in sorted(table)).encode() for table in (self._light, self._skeletons, spellings))
        return light, bones, keys

    @classmethod
    def from_bytes(cls, light: bytes, skeletons: bytes, spellings: bytes = b"") -> "NameIndex":
        """Read what `to_bytes` wrote."""
        return cls(_pairs(light), _pairs(skeletons), _pairs(spellings))

    @cached_property
    def _patterns(self) -> list[str]:
        return sorted(self._light)

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(word for key in self._light for word in key.split())

    @cached_property
    def _automaton(self) -> _Automaton:
        import ahocorasick_rs

        # Each word stands between two spaces of its own, so that only whole words match and neighbours share no space.
        patterns = ["".join(f" {word} " for word in key.split()) for key in self._patterns]
        automaton: _Automaton = ahocorasick_rs.AhoCorasick(patterns, ahocorasick_rs.MatchKind.LeftmostLongest)
        return automaton

    def search(self, tokens: Tokens, *, capitalised: bool = False) -> list[Hit]:
        """Find names in running text.

        Parameters
        ----------
        tokens : Tokens
        capitalised : bool
            Whether names without any capital may be left out.

        Returns
        -------
        list of Hit
            By position; the longest at each place, never overlapping, whole words only. A name is not joined across
            punctuation or a paragraph break. An article in front that belongs to the name is part of the hit.
        """
        stream = self._stream(tokens, capitalised=capitalised)
        hits = []
        for pattern, begin, end in self._automaton.find_matches_as_indexes("".join(stream.pieces)):
            first, last = bisect_right(stream.at, begin) - 1, bisect_right(stream.at, end - 1) - 1
            hits.append(Hit(stream.articles.get(first, stream.numbers[first]), stream.numbers[last], stream.cuts[last], self._patterns[pattern]))
        return hits

    def _stream(self, tokens: Tokens, *, capitalised: bool) -> _Stream:
        """Words without articles, as the patterns have them; of words that stand in no pattern only the break they make."""
        out = _Stream()
        pieces, position = out.pieces, 0
        read = self._words
        if len(read) > _CACHED_WORDS:
            read.clear()
        article, bridged, previous = -1, True, -2
        seen = [*map(read.__getitem__, tokens.raws), None]
        numbers = self._runs(seen, tokens.capitals) if capitalised else [i for i, known in enumerate(seen) if known is not None]
        for i, (word, cut) in [(i, known) for i in numbers if (known := seen[i]) is not None]:
            if cut < 0 and seen[i + 1] is None:  # an article before a word that is in no name
                continue
            joined = _joins(tokens.raw_gaps[i])
            if i != previous + 1:
                article, bridged = -1, False
            previous = i
            if cut < 0:
                article = i if _is_article(word, _following(tokens, i), joined) else -1
                bridged = bridged and joined
                continue
            if article >= 0 and joined:
                out.articles[len(out.at)] = article
            out.numbers.append(i)
            out.cuts.append(cut)
            if not (joined and bridged):
                pieces.append(".")
                position += 1
            out.at.append(position)
            pieces.append(f" {word} ")
            position += len(word) + 2
            article, bridged = -1, True
        return out

    def _runs(self, seen: list[tuple[str, int] | None], capitals: list[int]) -> list[int]:
        """Numbers of the words in unbroken runs of words of names that hold a capital: no name reaches beyond its run."""
        numbers: list[int] = []
        after = 0
        for i in capitals:
            known = seen[i]
            if i < after or known is None:
                continue
            first, last = i, i
            while first > after and seen[first - 1] is not None:
                first -= 1
            while seen[last + 1] is not None:
                last += 1
            if first < last or known[0] in self._light:
                numbers += range(first, last + 1)
            after = last + 1
        return numbers

    @cached_property
    def _words(self) -> "_Words":
        return _Words(self._known_word)

    def _known_word(self, raw: str) -> tuple[str, int] | None:
        """A word as the vocabulary has it and how many letters of a possessive to leave out; an article with -1; None for other words."""
        word, cut = self._read_word(raw)
        return (word, cut) if cut < 0 or word in self._vocabulary else None

    def _ends_in_s(self, raw: str) -> bool:
        """Whether what looks like a possessive is the name itself: "Ta's ash-Shayir"."""
        return light_word(fold(raw)) in self._vocabulary and light_word(fold(raw[:-2])) not in self._light

    def _read_word(self, raw: str) -> tuple[str, int]:
        if raw.lower() in ARTICLES:
            return raw, -1
        cut = possessive_letters(raw)
        cut = 0 if cut and self._ends_in_s(raw) else cut
        raw = raw[: len(raw) - cut]
        folded = fold(raw)
        if not folded.isascii():
            word, rest = fold_arabic(folded), fold_arabic(folded[1:])
            prefixed = word not in self._vocabulary and word[:1] in _ARABIC_PREFIXES and rest in self._vocabulary
            return (rest if prefixed else word), cut
        word = light_word(folded)
        if not cut and word not in self._light and len(raw) >= _GLUED_PLURAL and raw[0].isupper() and raw[-1] == "s":
            stem = light_word(fold(raw[:-1]))
            if stem in self._light or (stem in self._vocabulary and word not in self._vocabulary):  # not the "Fields" of a name
                return stem, 1
        return word, cut


def _rows(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(" "))) if " " in text else (int(text),)


def _enter(keys: dict[str, str], key: str, row: int) -> None:
    held = keys.get(key)
    if held is None:
        keys[key] = str(row)
    elif row not in _rows(held):
        keys[key] = f"{held} {row}"


def _pairs(table: bytes) -> dict[str, str]:
    if not table:
        return {}
    flat = table.decode().rstrip("\n").replace("\n", "\t").split("\t")
    if len(flat) % 2:
        raise ValueError("an index has a key without rows")
    return dict(zip(flat[::2], flat[1::2], strict=True))


@lru_cache(1 << 12)
def _joins(gap: str) -> bool:
    """Whether what stands between two words leaves them one name."""
    return gap == " " or (_JOINING.fullmatch(gap) is not None and gap.count("\n") < 2)


def _following(tokens: Tokens, index: int) -> str:
    """The first characters after a word."""
    after = index + 1
    return (tokens.raw_gaps[after] + tokens.raws[after])[:4] if after < len(tokens) else ""


def _is_article(raw: str, following: str, mid_sentence: bool) -> bool:
    """Whether an article-like word belongs to the name after it: "As Sukhnah" does, the English "as" does not."""
    word = raw.lower()
    if word in {"al", "el"}:
        return True
    if word == "the":
        return False
    if following[:1] in _HYPHENS:
        return True
    assimilated = following.strip().lower().startswith(word[1:])
    return raw[0].isupper() and assimilated and (mid_sentence or word not in _ENGLISH)
