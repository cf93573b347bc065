"""The words that reports rest on, to see reprints."""

import re
from collections.abc import Mapping
from zlib import crc32

from geomap.events.facets import Facet
from geomap.model import Article

__all__ = ["Wording"]

_WORD = re.compile(r"\w{4,}")  # shorter ones are grammar
_KEPT_WORDS = 20_000
_MARKS = 3


class Wording:
    """The words of reports' evidence, to see reprints: two outlets with one agency's sentence tell of one act."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._words: dict[str, frozenset[str]] = {}

    def _of(self, facet: Facet) -> frozenset[str]:
        known = self._words.get(facet.id)
        if known is None:
            article = self._articles.get(facet.article)
            text = article.text if article else ""
            known = frozenset(w for s in facet.evidence for w in _WORD.findall(text[s.start : s.end].casefold()))
            if len(self._words) >= _KEPT_WORDS:
                self._words.clear()
            self._words[facet.id] = known
        return known

    def marks(self, facet: Facet) -> tuple[int, ...]:
        """A few numbers of which two reports in nearly the same words have at least one in common (the smallest hashes of the words)."""
        words = self._of(facet)
        return tuple(sorted(crc32(w.encode()) for w in words)[:_MARKS]) if len(words) > 4 else ()

    def shared(self, a: Facet, b: Facet) -> float | None:
        """Share of the words of the shorter evidence that stand in the other; None where either has fewer than five."""
        mine, its = self._of(a), self._of(b)
        shorter = min(len(mine), len(its))
        return len(mine & its) / shorter if shorter > 4 else None  # four words are a phrase, no sentence
