"""Words of a text as place recognition sees them: where they lie, whether capitalised, what separates them."""

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

__all__ = ["ARTICLES", "Token", "tokenise"]

ARTICLES: Final = frozenset(["al", "el", "as", "ash", "ad", "ar", "at", "ath", "az", "an", "es", "esh", "ez", "et", "ed", "er", "en", "ul", "eth"])
"""Spellings of the Arabic article, assimilated ones included."""

_APOSTROPHES = "'’‘ʼʿʾ`´"
_MARKS = frozenset(_APOSTROPHES)
_TOKEN = re.compile(rf"(U\.\s?[SKN]\.(?:A\.)?|[^\W_]+(?:[{_APOSTROPHES}](?!s\b)[^\W_]+)*(?:[{_APOSTROPHES}]s\b)?)")


@dataclass(slots=True)
class Token:
    """One word; a possessive ending lies outside its span."""

    start: int
    end: int
    text: str
    low: str
    cap: bool
    gap: str
    """What separates it from the word before: s space, h hyphen, c comma, l slash, p other marks, x end of a sentence or line."""
    possessive: bool


def _gap(between: str) -> str:
    if between == " ":
        return "s"
    bare = between.strip(" \t\u00a0")
    if not bare:
        return "s"
    if "\n" in bare or "\r" in bare or bare[0] in ".!?…:;|•*":
        return "x"
    kinds = {"-": "h", "‐": "h", "‑": "h", "–": "h", ",": "c", "/": "l"}
    kind = kinds.get(bare, "p")
    return "p" if bare == "–" and between != bare else kind


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Split a stretch of text into words.

    Parameters
    ----------
    text : str
        The whole text.
    start, end : int
        The stretch, in code points, end exclusive.

    Returns
    -------
    list of Token
        In order; spans are offsets into the whole text.
    """
    # Taken apart in one call, as a match object for each word costs more than all that is asked of it here.
    pieces = _TOKEN.split(text[start:end] if start or end is not None else text)
    words, between = pieces[1::2], pieces[:-1:2]
    if not words:
        return []
    kinds = {gap: _gap(gap) for gap in set(between)}
    gaps = [kinds[gap] for gap in between]
    gaps[0] = "x"
    bounds = list(accumulate(map(len, pieces), initial=start))
    tokens = [
        Token(left, right, word, word.lower(), word[0].isupper(), gap, False)
        for left, right, word, gap in zip(bounds[1::2], bounds[2::2], words, gaps, strict=False)
    ]
    for token in tokens:
        word = token.text
        if word[-1] == "s" and word[-2:-1] in _MARKS and len(word) > 2:
            token.end, token.text, token.low, token.possessive = token.end - 2, word[:-2], word[:-2].lower(), True
    return tokens
