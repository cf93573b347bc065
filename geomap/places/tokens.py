"""Words of a text as place recognition sees them: where they lie, whether capitalised, what separates them."""

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["ARTICLES", "Token", "tokenise"]

ARTICLES: Final = frozenset(["al", "el", "as", "ash", "ad", "ar", "at", "ath", "az", "an", "es", "esh", "ez", "et", "ed", "er", "en", "ul", "eth"])
"""Spellings of the Arabic article, assimilated ones included."""

_APOSTROPHES = "'’‘ʼʿʾ`´"
_TOKEN = re.compile(rf"U\.\s?[SKN]\.(?:A\.)?|[^\W_]+(?:[{_APOSTROPHES}](?!s\b)[^\W_]+)*(?:[{_APOSTROPHES}]s\b)?")


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
    tokens: list[Token] = []
    last = start
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        left, right = match.span()
        word = match[0]
        possessive = len(word) > 2 and word[-1] == "s" and word[-2] in _APOSTROPHES
        if possessive:
            word, right = word[:-2], right - 2
        gap = "s" if left - last == 1 and tokens and text[last] == " " else "x" if not tokens else _gap(text[last:left])
        tokens.append(Token(left, right, word, word.lower(), word[0].isupper(), gap, possessive))
        last = match.end()
    return tokens
