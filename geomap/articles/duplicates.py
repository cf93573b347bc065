"""Find copies among articles: the same page saved in several ways, reprints, near copies."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from geomap.model import Article, DatePrecision
from geomap.tables.outlets import load_outlets

__all__ = ["mark_duplicates"]

_SHINGLE = 5
"""Words in a shingle: with five, chance agreement between two reports of one event is rare, and a changed word costs five."""
_SKETCH = 24
"""Smallest hashes by which candidates are found (bottom-k sketch; Broder 1997, On the resemblance and containment of documents)."""
_RESEMBLANCE = 0.75
_CONTAINMENT = 0.9
"""Share of the shorter text found in the longer one: a copy with a paragraph of its own around it."""
_LENGTH_RATIO = 0.5
"""A text less than half as long is an excerpt, not a copy."""
_FEW = 12
"""Texts with fewer shingles are copies only if they are the same: short notices of one agency resemble each other."""
_WORDS = 20_000
"""Words compared; real articles have fewer."""
_WORD = re.compile(r"\w+")


def mark_duplicates(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Mark each copy with the id of the article of which it is one.

    Parameters
    ----------
    articles : sequence of Article
        In any order; the answer is the same.

    Returns
    -------
    tuple of Article
        In the order given. Of each set of copies one stands for all: the earliest published; among those of one day that of an
        outlet that is no reprinter, then the one with an address, then the longest story, then the smallest id.
    """
    ordered = sorted(articles, key=lambda a: a.id)
    shingles = [_shingles(a) for a in ordered]
    leader = list(range(len(ordered)))

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    for i, j in _candidates(shingles):
        if find(i) != find(j) and _is_copy(shingles[i], shingles[j]):
            leader[max(find(i), find(j))] = min(find(i), find(j))
    sets: dict[int, list[Article]] = defaultdict(list)
    for i, article in enumerate(ordered):
        sets[find(i)].append(article)
    originals = {a.id: min(copies, key=_rank).id for copies in sets.values() for a in copies}
    return tuple(replace(a, duplicate_of=originals[a.id] if originals[a.id] != a.id else None) for a in articles)


def _shingles(article: Article) -> frozenset[int]:
    """Hashes of the story's shingles, boilerplate and headline aside; of a text without as many words, of all its words."""
    inside = [p for p in article.paragraphs if p != article.headline and not any(b.overlaps(p) for b in article.boilerplate)]
    words = [w.casefold() for p in inside or article.paragraphs for w in _WORD.findall(article.text[p.start : p.end])]
    words = words[:_WORDS]
    runs = [" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))]
    return frozenset(int.from_bytes(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=8).digest()) for run in runs)


def _candidates(shingles: list[frozenset[int]]) -> list[tuple[int, int]]:
    """Pairs that share a hash of their sketches."""
    holders: dict[int, list[int]] = defaultdict(list)
    for i, hashes in enumerate(shingles):
        for value in sorted(hashes)[:_SKETCH]:
            holders[value].append(i)
    pairs = {(i, j) for same in holders.values() for at, i in enumerate(same) for j in same[at + 1 : at + 200]}
    return sorted(pairs)


def _is_copy(one: frozenset[int], other: frozenset[int]) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _FEW:
        return one == other
    common = len(one & other)
    if common >= _RESEMBLANCE * (shorter + longer - common):
        return True
    return common >= _CONTAINMENT * shorter and shorter >= _LENGTH_RATIO * longer


def _rank(article: Article) -> tuple[str, bool, bool, int, str]:
    outlet = load_outlets().named(article.outlet)
    dated = article.published if article.published_precision is DatePrecision.DAY else None
    story = sum(p.end - p.start for p in article.paragraphs) - sum(b.end - b.start for b in article.boilerplate)
    return dated or "9999", outlet is not None and outlet.kind == "reprinter", article.url is None, -story, article.id
