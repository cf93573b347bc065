"""Fold spelling differences that carry no meaning."""

import unicodedata

__all__ = ["fold"]

_DROPPED = dict.fromkeys(map(ord, "'’‘`´ʿʾʼ\"“”"))
_SPACES = {ord(c): " " for c in "-‐‑‒–—_/\t\n\r\u00a0"}


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
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(bare.translate(_DROPPED).translate(_SPACES).lower().split())
