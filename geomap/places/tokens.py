"""Words of a text as place recognition and the index of names see them: where they lie, whether capitalised, what separates them."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import Final

from geomap.model import Span

__all__ = ["ARTICLES", "Tokens", "possessive_letters", "tokenise"]

ARTICLES: Final = frozenset(["al", "el", "as", "ash", "ad", "ar", "at", "ath", "az", "an", "es", "esh", "ez", "et", "ed", "er", "en", "ul", "eth"])
"""Spellings of the Arabic article, assimilated ones included."""

_APOSTROPHES = "'’‘ʼʿʾʻʽ`´"
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670"  # written over and under letters, and part of the word
_AYN = frozenset(f" {mark}" for mark in _APOSTROPHES)
_VOWELS = frozenset("AIUEO")
_CLOSED = re.compile(rf"[{_APOSTROPHES}](?!\w)")
_QUOTED = 80
"""A mark before a vowel is the letter of \u2018Abd unless one closes what it would open within so many characters."""
_POSSESSIVES = tuple(f"{mark}s" for mark in _APOSTROPHES)
_PLAIN = r"[0-9A-Za-z]+(?=[ ,\n])"  # most words; the general case beside it takes twice as long
_TOKEN = re.compile(rf"({_PLAIN}|U\.\s?[SKN]\.(?:A\.)?|[^\W_]+(?:(?![{_APOSTROPHES}]s\b)[{_APOSTROPHES}{_MARKS}]+[^\W_]+)*[{_MARKS}]*(?:[{_APOSTROPHES}]s\b)?)")
_BEYOND = 16  # words before the first and after the last that may be asked for: more than any rule looks
_KINDS_OF_GAP = {"-": "h", "‐": "h", "‑": "h", "–": "h", ",": "c", "/": "l"}
_CACHED_WORDS, _CACHED_GAPS = 1 << 16, 1 << 12


class Tokens:
    """The words of a text, in lists side by side; a possessive ending lies outside its word.

    Lists of `lows` and `gaps` run on beyond both ends (an index below 0 counts as before the first word), so that rules need not ask where
    the text ends.
    """

    __slots__ = ("breaks", "capitals", "caps", "ends", "gaps", "lows", "plains", "possessives", "raw_gaps", "raws", "starts", "text", "texts")

    def __init__(self, text: str, raws: list[str], starts: list[int], raw_gaps: list[str], gaps: list[str]) -> None:
        self.text = text
        """The whole text."""
        self.raws = raws
        """Words as written, with their possessive endings."""
        self.starts = starts
        """First code points."""
        self.raw_gaps = raw_gaps
        """What stands between each word and the one before; a line end where the two are of different stretches."""
        self.gaps = [*gaps, *["x"] * _BEYOND]
        """What that means: s space, h hyphen, c comma, l slash, p other marks, x end of a sentence or line."""
        texts, lows, caps, plains, cuts = zip(*map(_word, raws), strict=True) if raws else ((),) * 5
        self.texts: tuple[str, ...] = texts
        self.lows = [*lows, *[""] * _BEYOND]
        """In lower case; empty beyond the ends."""
        self.caps: tuple[bool, ...] = caps
        """Whether the first letter is a capital."""
        self.plains: tuple[str, ...] = plains
        """In lower case without apostrophes, which every outlet writes its own way."""
        self.possessives: tuple[int, ...] = cuts
        """Length of the possessive ending, 0 where there is none."""
        self.ends = [start + length for start, length in zip(starts, map(len, texts), strict=True)]
        """Code points, end exclusive."""
        self.capitals = [i for i, cap in enumerate(self.caps) if cap]
        """Numbers of the capitalised words."""
        self.breaks = [i for i, gap in enumerate(gaps) if gap == "x"]
        """Numbers of the words that begin a sentence or line."""

    def __len__(self) -> int:
        return len(self.raws)


def possessive_letters(raw: str) -> int:
    """How many characters of a word are its possessive ending."""
    return 2 if raw[-1] == "s" and raw.endswith(_POSSESSIVES) else 0


@lru_cache(_CACHED_WORDS)
def _word(raw: str) -> tuple[str, str, bool, str, int]:
    """A word without its possessive ending, in lower case, whether capitalised, without apostrophes, length of the ending."""
    cut = possessive_letters(raw)
    text = raw[: len(raw) - cut]
    low = text.lower()
    return text, low, text[0].isupper(), low if low.isalnum() else "".join(c for c in low if c.isalnum()), cut


@lru_cache(_CACHED_GAPS)
def _gap(between: str) -> str:
    if between == " ":
        return "s"
    bare = between.strip(" \t\u00a0")
    if not bare:
        return "s"
    if "\n" in bare or "\r" in bare or bare[0] in ".!?…:;|•*":
        return "x"
    kind = _KINDS_OF_GAP.get(bare.rstrip(_APOSTROPHES) if bare[0] == "-" else bare, "p")  # "al-‘Arfi"
    return "p" if bare == "–" and between != bare else kind


def tokenise(text: str, stretches: Iterable[Span] | None = None) -> Tokens:
    """Split a text into words.

    Parameters
    ----------
    text : str
        The whole text.
    stretches : iterable of Span, optional
        The stretches to split, in order; all of the text by default. No sentence goes on from one into the next.

    Returns
    -------
    Tokens
        In order; offsets are into the whole text.
    """
    raws: list[str] = []
    starts: list[int] = []
    raw_gaps: list[str] = []
    gaps: list[str] = []
    for span in stretches if stretches is not None else (Span(0, len(text)),):
        # Taken apart in one call, as a match object for each word costs more than all that is asked of it here.
        pieces = _TOKEN.split(text[span.start : span.end] if span.start or span.end != len(text) else text)
        words, between = pieces[1::2], pieces[:-1:2]
        if words:
            raws += words
            starts += list(accumulate(map(len, pieces), initial=span.start))[1:-1:2]
            raw_gaps += ["\n\n", *between[1:]]
            told = ["x", *map(_gap, between[1:])]
            for i in [i for i, gap in enumerate(between) if gap in _AYN and words[i][0] in _VOWELS]:
                told[i] = "s" if not _CLOSED.search(text, starts[i - len(words)], starts[i - len(words)] + _QUOTED) else told[i]
            gaps += told
    return Tokens(text, raws, starts, raw_gaps, gaps)
