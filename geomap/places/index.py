"""Index of names: keys to rows, and one compiled pass over running text."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from geomap.text.folding import fold, fold_arabic
from geomap.text.keys import ARTICLES, light_key, light_word, skeleton

__all__ = ["MIN_SKELETON", "Hit", "NameIndex"]

MIN_SKELETON = 4
"""Shorter skeletons are not indexed: three sounds fit too many names."""

_WORD = re.compile(r"[^\W_]+(?:['’‘`´ʿʾʼʻʽ\u0300-\u036f\u064b-\u065f\u0670]+[^\W_]+)*")
_JOINING = re.compile(r"[ \t\r\n\u00a0'’‘`´ʿʾʼʻʽ\-‐‑‒–—/]*")
_POSSESSIVE = re.compile(r"['’]s$")
_GLUED_PLURAL = 6
"""Shortest word whose final s is taken for a possessive with its apostrophe lost ("Aleppos"); "Hamas" is not Hama's."""
_ARABIC_PREFIXES = "وبلف"
_HYPHENS = frozenset("-‐‑–")
_ENGLISH = frozenset({"as", "at", "an"})


class _Automaton(Protocol):
    def find_matches_as_indexes(self, haystack: str) -> list[tuple[int, int, int]]: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A name in a text: code points of the original text, end exclusive, and the rows that bear it."""

    start: int
    end: int
    key: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str
    joined: bool
    """Whether only spaces, hyphens or apostrophes part it from the token before."""


class NameIndex:
    """Keys to row numbers. Built once, then only read.

    Parameters
    ----------
    light, skeletons : dict, optional
        Ready keys, as the bundled file holds them.
    """

    def __init__(self, light: dict[str, list[int]] | None = None, skeletons: dict[str, list[int]] | None = None) -> None:
        self.light: dict[str, list[int]] = light if light is not None else {}
        self.skeletons: dict[str, list[int]] = skeletons if skeletons is not None else {}

    def add(self, row: int, names: Iterable[str]) -> None:
        """Enter a row under all its names."""
        for name in names:
            key = light_key(name)
            if key:
                rows = self.light.setdefault(key, [])
                if row not in rows:
                    rows.append(row)
            bones = skeleton(name)
            if len(bones) >= MIN_SKELETON and bones.isascii():
                rows = self.skeletons.setdefault(bones, [])
                if row not in rows:
                    rows.append(row)

    @cached_property
    def _patterns(self) -> list[str]:
        return sorted(self.light)

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(word for key in self.light for word in key.split())

    @cached_property
    def _automaton(self) -> _Automaton:
        import ahocorasick_rs

        # Each word stands between two spaces of its own, so that only whole words match and neighbours share no space.
        patterns = ["".join(f" {word} " for word in key.split()) for key in self._patterns]
        automaton: _Automaton = ahocorasick_rs.AhoCorasick(patterns, ahocorasick_rs.MatchKind.LeftmostLongest)
        return automaton

    def search(self, text: str) -> list[Hit]:
        """Find names in running text.

        Parameters
        ----------
        text : str

        Returns
        -------
        list of Hit
            By position; the longest at each place, never overlapping, whole words only. A name is not joined across
            punctuation or a paragraph break. An article in front that belongs to the name is part of the hit.
        """
        tokens, articles = self._tokens(text)
        pieces: list[str] = []
        starts: list[int] = []
        at = 0
        for token in tokens:
            piece = f" {token.word} " if token.joined else f". {token.word} "
            starts.append(at + (0 if token.joined else 1))
            pieces.append(piece)
            at += len(piece)
        hits = []
        for pattern, begin, end in self._automaton.find_matches_as_indexes("".join(pieces)):
            first, last = bisect_right(starts, begin) - 1, bisect_right(starts, end - 1) - 1
            start = articles.get(first, tokens[first].start)
            key = self._patterns[pattern]
            hits.append(Hit(start, tokens[last].end, key, tuple(self.light[key])))
        return hits

    def _tokens(self, text: str) -> tuple[list[_Token], dict[int, int]]:
        """Words without articles, as the patterns have them, and where an article in front of a word begins."""
        tokens: list[_Token] = []
        articles: dict[int, int] = {}
        previous_end, article_start, bridged = 0, -1, True
        for match in _WORD.finditer(text):
            start, end = match.span()
            gap = text[previous_end:start]
            joined = _JOINING.fullmatch(gap) is not None and gap.count("\n") < 2
            previous_end = end
            raw = match.group()
            if raw.lower() in ARTICLES:
                article_start = start if _is_article(raw, text[end : end + 4], joined and start > 0) else -1
                bridged = bridged and joined
                continue
            word, end = self._word(raw, end)
            if article_start >= 0 and joined:
                articles[len(tokens)] = article_start
            tokens.append(_Token(start, end, word, joined and bridged))
            article_start, bridged = -1, True
        return tokens, articles

    def _word(self, raw: str, end: int) -> tuple[str, int]:
        """Light form of a word as the vocabulary has it, and where it ends without a possessive."""
        if _POSSESSIVE.search(raw):
            raw, end = raw[:-2], end - 2
        if raw.isascii():
            word = light_word(fold(raw))
        else:
            folded = fold(raw)
            word = light_word(folded) if folded.isascii() else fold_arabic(folded)
            if word not in self._vocabulary and word[:1] in _ARABIC_PREFIXES and fold_arabic(folded[1:]) in self._vocabulary:
                return fold_arabic(folded[1:]), end
        if word not in self._vocabulary and len(raw) >= _GLUED_PLURAL and raw[0].isupper() and raw[-1] == "s":
            stem = light_word(fold(raw[:-1]))
            if stem in self._vocabulary:
                return stem, end - 1
        return word, end


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
