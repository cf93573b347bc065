"""The sentences of articles, read once: what evokes an act in each, and the tree of those in which something does."""

from collections.abc import Sequence
from dataclasses import dataclass

from geomap.events.passages import sentences_of
from geomap.events.syntax import Tree, parse
from geomap.events.triggers import Trigger, find_triggers
from geomap.model import Article, Span

__all__ = ["Line", "read_lines"]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of an article's story."""

    paragraph: int
    """0 is the headline."""
    span: Span
    tree: Tree | None
    triggers: tuple[Trigger, ...]


def read_lines(articles: Sequence[Article], *, use_parser: bool = True) -> list[tuple[Line, ...]]:
    """Read the sentences of articles; those that tell an act are parsed in one go, which is faster than article by article.

    Parameters
    ----------
    articles : sequence of Article
    use_parser : bool
        Without the parser, no line has a tree.

    Returns
    -------
    list of tuple of Line
        One tuple for each article. A line does not depend on the articles it was read with.
    """
    read = [[Line(number, span, None, tuple(find_triggers(a.text, span))) for number, span in sentences_of(a)] for a in articles]
    if not use_parser:
        return [tuple(lines) for lines in read]
    trees = iter(parse([(a.text, line.span) for a, lines in zip(articles, read, strict=True) for line in lines if line.triggers]))
    return [tuple(_with_tree(a.text, line, next(trees)) if line.triggers else line for line in lines) for a, lines in zip(articles, read, strict=True)]


def _with_tree(text: str, line: Line, tree: Tree | None) -> Line:
    return line if tree is None else Line(line.paragraph, line.span, tree, tuple(find_triggers(text, line.span, tree)))
