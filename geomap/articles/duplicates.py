"""Find copies among articles: the same page saved in several ways, reprints, near copies."""

import hashlib
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from geomap.model import Article, DatePrecision
from geomap.tables.outlets import load_outlets

__all__ = ["Copies", "mark_duplicates"]

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
_HOLDERS = 200
"""Articles before it with which one is compared for one hash: a standing phrase is in thousands."""
_WORD = re.compile(r"\w+")

_Rank = tuple[str, bool, bool, int, str]


class Copies:
    """Articles taken one by one, of which hashes alone are kept: some three thousand bytes each."""

    def __init__(self) -> None:
        self._seen: list[tuple[str, array[int], _Rank]] = []

    def add(self, article: Article) -> None:
        """Take an article.

        Parameters
        ----------
        article : Article
            Any language; added once.
        """
        self._seen.append((article.id, _shingles(article), _rank(article)))

    def originals(self) -> Mapping[str, str]:
        """For the id of each copy that of the article which stands for it.

        Returns
        -------
        mapping of str to str
            The same in whatever order the articles were added.
        """
        ordered = sorted(self._seen, key=lambda a: a[0])
        shingles = [hashes for _, hashes, _ in ordered]
        leader = list(range(len(ordered)))

        def find(i: int) -> int:
            while leader[i] != i:
                leader[i] = leader[leader[i]]
                i = leader[i]
            return i

        for i, j in _candidates(shingles):
            one, other = find(i), find(j)
            if one != other and _is_copy(shingles[i], shingles[j]):
                leader[max(one, other)] = min(one, other)
        sets: dict[int, list[_Rank]] = defaultdict(list)
        for i, (_, _, rank) in enumerate(ordered):
            sets[find(i)].append(rank)
        stands = {rank[-1]: min(copies)[-1] for copies in sets.values() for rank in copies}
        return {copy: original for copy, original in stands.items() if copy != original}


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
    copies = Copies()
    for article in articles:
        copies.add(article)
    originals = copies.originals()
    return tuple(replace(a, duplicate_of=originals.get(a.id)) for a in articles)


def _shingles(article: Article) -> "array[int]":
    """Hashes of the story's shingles in order, boilerplate and headline aside; of a text without as many words, of all its words."""
    inside = [p for p in article.paragraphs if p != article.headline and not any(b.overlaps(p) for b in article.boilerplate)]
    words = [w.casefold() for p in inside or article.paragraphs for w in _WORD.findall(article.text[p.start : p.end])]
    words = words[:_WORDS]
    runs = {" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))}
    hashes = {int.from_bytes(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=8).digest()) for run in runs}
    return array("Q", sorted(hashes))


def _candidates(shingles: "list[array[int]]") -> Iterator[tuple[int, int]]:
    """Pairs that share hashes of their sketches, each once."""
    holders: dict[int, list[int]] = defaultdict(list)
    for j, hashes in enumerate(shingles):
        shared = Counter(i for value in hashes[:_SKETCH] for i in holders[value][-_HOLDERS:])
        few = len(hashes) < _SKETCH
        yield from ((i, j) for i, n in sorted(shared.items()) if few or n >= _least(len(shingles[i]), len(hashes)))
        for value in hashes[:_SKETCH]:
            holders[value].append(j)


def _least(one: int, other: int) -> float:
    """Hashes of their sketches that two copies of such lengths share at least.

    Of the longer one's sketch each hash is in the other with the chance `p` or more; of 24 such, fewer than this are in the other in about
    one of 30,000 cases (tails of the binomial distribution; linear between p = 0.45, two, and p = 0.86, twelve). Texts that have some
    paragraphs in common are thus spared the comparison.
    """
    ratio = min(one, other) / max(one, other)
    p = min(_CONTAINMENT * ratio, _RESEMBLANCE / (1 + _RESEMBLANCE) * (1 + ratio))
    return 2 + 24.5 * (p - 0.45)


def _is_copy(one: "array[int]", other: "array[int]") -> bool:
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _FEW:
        return one == other
    if shorter < _LENGTH_RATIO * longer:  # then neither share can be reached
        return False
    common = len(set(one).intersection(other))
    return common >= _RESEMBLANCE * (shorter + longer - common) or common >= _CONTAINMENT * shorter


def _rank(article: Article) -> _Rank:
    outlet = load_outlets().named(article.outlet)
    dated = article.published if article.published_precision is DatePrecision.DAY else None
    story = sum(p.end - p.start for p in article.paragraphs) - sum(b.end - b.start for b in article.boilerplate)
    return dated or "9999", outlet is not None and outlet.kind == "reprinter", article.url is None, -story, article.id
