"""The table of words by which place names are told in running text."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geomap.errors import InputError
from geomap.tables.reader import Row, read_table

__all__ = ["ToponymWords", "load_toponym_words"]

_COLUMNS = ("class", "words", "value")
_SETS = (
    "ambiguous_kind", "locative", "object_verb", "speech", "associate", "organisation", "given", "title", "name_start",
    "epithet", "addressed", "stop",
)  # fmt: skip
_MAPS = ("kind", "direction", "country", "city")


@dataclass(frozen=True, slots=True, eq=False)
class ToponymWords:
    """Words by what they do; lower case, the names of organisations' nouns and of places abroad apart."""

    kinds: dict[str, str]
    """Generic word ("village", "air base") to group of feature classes ("settlement", "airbase")."""
    ambiguous_kinds: frozenset[str]
    directions: dict[str, float | None]
    """Word to bearing in degrees clockwise from north; None for the middle."""
    locatives: frozenset[str]
    object_verbs: frozenset[str]
    speech: frozenset[str]
    associates: frozenset[str]
    organisations: frozenset[str]
    given: frozenset[str]
    titles: frozenset[str]
    name_starts: frozenset[str]
    epithets: frozenset[str]
    addressed: frozenset[str]
    stop: frozenset[str]
    abroad: dict[str, tuple[str, str]]
    """Name as written to ("country" or "city", ISO 3166-1 alpha-2 or "-" for a region of several countries)."""


@lru_cache(maxsize=8)
def load_toponym_words(path: Path | None = None) -> ToponymWords:
    """Load the bundled table of words, or a user's.

    Parameters
    ----------
    path : Path, optional
        CSV with the columns of the bundled ``toponym_words.csv``.

    Returns
    -------
    ToponymWords

    Raises
    ------
    InputError
        A class that is not known, or a direction that is no number of degrees.
    """
    sets: dict[str, set[str]] = {name: set() for name in _SETS}
    maps: dict[str, dict[str, str]] = {name: {} for name in _MAPS}
    for row in read_table("toponym_words.csv", _COLUMNS, path):
        words = [w.strip() for w in row["words"].split("|") if w.strip()]
        if row["class"] in sets:
            sets[row["class"]].update(words)
        elif row["class"] in maps:
            maps[row["class"]].update(dict.fromkeys(words, row["value"]))
        else:
            raise InputError(f"{row['_row']}: class {row['class']!r} is not known; known: {', '.join(sorted([*_SETS, *_MAPS]))}")
        if row["class"] == "direction":
            _bearing(row)
    abroad = {name: (kind, code) for kind in ("city", "country") for name, code in maps[kind].items()}
    s = {name: frozenset(words) for name, words in sets.items()}
    directions = {word: None if value == "centre" else float(value) for word, value in maps["direction"].items()}
    return ToponymWords(
        maps["kind"], s["ambiguous_kind"], directions, s["locative"], s["object_verb"], s["speech"], s["associate"],
        s["organisation"], s["given"], s["title"], s["name_start"], s["epithet"], s["addressed"], s["stop"], abroad,
    )  # fmt: skip


def _bearing(row: Row) -> None:
    if row["value"] == "centre":
        return
    try:
        degrees = float(row["value"])
    except ValueError:
        degrees = -1.0
    if not 0 <= degrees < 360:
        raise InputError(f"{row['_row']}: direction {row['value']!r}; give degrees from 0 to below 360, or 'centre'")
