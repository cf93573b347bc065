"""Near matches: spellings that differ by a slip, only among the places of one governorate or around one point.

Asked of the whole country, likeness of 85 % adds two points of recall for five of false hits, and 80 % doubles both again; so it is
the last thing tried and only where the text narrows the search.
"""

from collections.abc import Iterable
from functools import cached_property

from geomap.text.keys import frame

__all__ = ["NearNames"]

_MIN_LETTERS = 5
_MIN_RATIO = 88.0
_MIN_FRAME = 4
_LONG = 8  # from here a changed consonant is a slip more often than another name
_VOWELS = frozenset("aiu")
_VOWEL_QUALITY, _FRAME_QUALITY, _SLIP_QUALITY = 1.0, 0.9, 0.85


class NearNames:
    """Spellings of some places, to be searched by likeness.

    Parameters
    ----------
    bones : iterable of (int, str)
        Row and skeleton of a spelling.
    """

    def __init__(self, bones: Iterable[tuple[int, str]]) -> None:
        keys: dict[str, list[int]] = {}
        for row, key in bones:
            if len(key) >= _MIN_LETTERS:
                keys.setdefault(key, []).append(row)
        self._keys = dict(sorted(keys.items()))
        self._by_sound: dict[str, list[str]] = {}
        for key in self._keys:
            self._by_sound.setdefault(_first_sound(key), []).append(key)

    @cached_property
    def _frames(self) -> dict[str, list[int]]:
        frames: dict[str, list[int]] = {}
        for key, rows in self._keys.items():
            frames.setdefault(frame(key), []).extend(rows)
        return frames

    def search(self, key: str) -> list[tuple[int, float]]:
        """Rows with a spelling like a name.

        Parameters
        ----------
        key : str
            The name's skeleton.

        Returns
        -------
        list of (row, quality)
            One slip (a letter missing, added, changed, or two changed over), likeness of 88 % at least, or the same
            consonants; quality up to 1. None differs in its first sound.
        """
        if len(key) < _MIN_LETTERS:
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA
        from rapidfuzz.fuzz import ratio

        found: dict[int, float] = {}
        alike = self._by_sound.get(_first_sound(key), [])
        for text, _, _ in process.extract(key, alike, scorer=OSA.distance, score_cutoff=1, limit=20):
            quality = _slip(key, text)
            for row in self._keys[text] if quality else ():
                found[row] = max(found.get(row, 0.0), quality)
        if len(key) >= _LONG:
            for text, likeness, _ in process.extract(key, alike, scorer=ratio, score_cutoff=_MIN_RATIO, limit=20):
                for row in self._keys[text] if text[0] == key[0] else ():
                    found[row] = max(found.get(row, 0.0), likeness / 100)
        bones = frame(key)
        if not found and len(bones) >= _MIN_FRAME:
            for row in self._frames.get(bones, ()):
                found[row] = _FRAME_QUALITY
        return sorted(found.items())


def _first_sound(key: str) -> str:
    return "a" if key[0] in _VOWELS else key[0]


def _slip(one: str, other: str) -> float:
    """How likely two keys one edit apart are one name: a vowel most, two letters changed over, a consonant of a long name; else 0."""
    if one[0] != other[0] and not {one[0], other[0]} <= _VOWELS:
        return 0.0
    if frame(one) == frame(other):
        return _VOWEL_QUALITY
    changed_over = sorted(one) == sorted(other)
    return _SLIP_QUALITY if changed_over or min(len(one), len(other)) >= _LONG else 0.0
