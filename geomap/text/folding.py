"""Fold spelling differences that carry no meaning."""

import unicodedata

__all__ = ["fold", "fold_arabic"]

_DROPPED = dict.fromkeys(map(ord, "'’‘`´ʿʾʼ\"“”ʻʽ"))
_SPACES = {ord(c): " " for c in "-‐‑‒–—_/\t\n\r\u00a0"}
# Letters that Unicode does not take apart: Turkish and Kurdish dotless i, Danish o, Polish l, German s, schwa.
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "ß": "ss", "đ": "d", "ə": "a", "æ": "ae"})


class _Table(dict[int, str | int | None]):
    """What each character becomes; combining marks are dropped, and found out once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = None if unicodedata.combining(chr(code)) else code
        return kept


_TABLE = _Table({**_DROPPED, **_SPACES, **_LETTERS})
# Arabic letters that are written for one another, and the lengthening stroke.
_ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ٱ": "ا", "ـ": None})


def fold(name: str) -> str:
    """Fold case, diacritics, apostrophes and hyphens.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
        Lower case, without combining marks and apostrophes, hyphens as single spaces.

    Examples
    --------
    >>> fold("Hay’at Tahrir al-Shām")
    'hayat tahrir al sham'
    """
    if name.isascii() and name.replace(" ", "").isalnum():  # most names, and the translation below costs ten times as much
        return " ".join(name.lower().split())
    apart = name if name.isascii() else unicodedata.normalize("NFKD", name)
    return " ".join(apart.lower().translate(_TABLE).split())


def fold_arabic(word: str) -> str:
    """Fold one folded Arabic word further: taa marbuta and haa, the two yaas, and the glued article.

    Parameters
    ----------
    word : str
        As `fold` gives it (hamza carriers and vowel marks are gone).

    Returns
    -------
    str
        Without the article where three letters remain.

    Examples
    --------
    >>> fold_arabic(fold("الرقّة"))
    'رقه'
    """
    plain = word.translate(_ARABIC)
    return plain[2:] if plain.startswith("ال") and len(plain) >= 5 else plain
