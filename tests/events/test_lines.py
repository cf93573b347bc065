"""Sentences read and parsed with those of other articles are what they are alone."""

import pytest

from geomap.events import syntax
from geomap.events.lines import read_lines
from geomap.events.syntax import _pipeline, parse, parser_available
from geomap.model import Article, Span

TEXTS = (
    "Rebels shelled the town on Monday.  The mayor spoke.\n\nWarplanes struck a depot near the river, killing three fighters.",
    "A quiet day.",
    "Clashes erupted between the army and militants.\u00a0Two soldiers were  killed when a car bomb went off at the gate; the guards fired back.",
)


def article(n: int) -> Article:
    return Article(f"a{n}", f"a{n}.txt", f"{n:064}", TEXTS[n])


def test_without_the_parser_lines_have_triggers_and_no_trees():
    lines = read_lines([article(n) for n in range(3)], use_parser=False)
    assert [[bool(line.triggers) for line in told] for told in lines] == [[True, False, True], [False], [True, True]]
    assert all(line.tree is None for told in lines for line in told)
    assert next(TEXTS[2][s.start : s.end] for s in (line.span for line in lines[2])).endswith("militants.")


@pytest.mark.skipif(not parser_available(), reason="no parser installed: pip install 'geomap[parse]'")
def test_lines_do_not_depend_on_what_they_are_read_with():
    articles = [article(n) for n in range(3)]
    together = read_lines(articles)
    assert together == [read_lines([a])[0] for a in articles]
    assert together[::-1] == read_lines(articles[::-1])
    assert [[line.tree is not None for line in told] for told in together] == [[True, False, True], [False], [True, True]]


@pytest.mark.skipif(not parser_available(), reason="no parser installed: pip install 'geomap[parse]'")
def test_a_tree_tells_what_the_parser_found_without_white_space():
    text = "x  Two soldiers  were\n killed  by Rebels ."
    (tree,) = parse([(text, Span(3, len(text)))])
    doc = _pipeline()(text[3:].replace("\n", " "))
    words = [t for t in doc if not t.is_space]
    assert len(words) < len(doc)
    assert [(t.start, t.end, t.text, t.tag, t.dep) for t in tree.tokens] == [(3 + w.idx, 3 + w.idx + len(w), w.lower_, w.tag_, w.dep_) for w in words]
    assert [tree.tokens[t.head].text for t in tree.tokens] == [w.head.lower_ if not w.head.is_space else w.lower_ for w in words]
    assert [t.index for t in tree.tokens] == list(range(len(words)))
    assert sorted(c for kids in tree.children for c in kids) == [t.index for t in tree.tokens if t.head != t.index]


def test_without_a_parser_there_are_no_trees(monkeypatch):
    monkeypatch.setattr(syntax, "_pipeline", lambda: None)
    assert parse([("Rebels shelled the town.", Span(0, 24))]) == [None]
    assert parse([]) == []
