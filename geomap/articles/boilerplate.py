"""Mark what is no part of the story: share notes, disclaimers, donation lines, author blocks, menus, comment forms.

Nothing is cut: the spans are kept, and the coding leaves them out. Four kinds of evidence, none of them tied to one site: the words
of the apparatus (`geomap.articles.phrases`), headings of lists of other stories, runs of short lines that are no sentences, and
repetition within the page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from geomap.articles.parts import clean_spans
from geomap.articles.phrases import APPEAL, BYLINE, LABEL_LINE, LIST_HEADING, VOCABULARY
from geomap.model import Span
from geomap.text.sentences import split_sentences

__all__ = ["find_boilerplate"]

_PROSE = 150
"""A sentence this long is the story's: of 1,244 other paragraphs in the sixty labelled pages, 20 are such."""
_ITEM = 150
"""Titles of other stories are hardly longer."""
_SHORT = 40
"""Menu entries are hardly longer."""
_RUN = 4
"""So many short lines in a row are a menu."""
_NOTICE = 900
"""A longer paragraph is a text that lost its line breaks: only its sentences are judged. The longest notice of the samples has 598."""
_SENTENCE_END = re.compile(r"(?:(?<!\.)\.|[!؟。])[\"”’')\]»]*$")
"""An ellipsis ends no sentence here: lists cut titles with it."""
_BULLET = re.compile(r"[•*–-]\s|\d+[.)]\s")


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    words: str
    sentence: bool
    """Ends as a sentence does."""

    @property
    def prose(self) -> bool:
        return self.sentence and len(self.words) >= _PROSE


def find_boilerplate(text: str, paragraphs: tuple[Span, ...], headline: Span | None = None) -> tuple[Span, ...]:
    """Mark the paragraphs that are no part of the story.

    Parameters
    ----------
    text : str
    paragraphs : tuple of Span
    headline : Span, optional
        Never marked.

    Returns
    -------
    tuple of Span
        In order; neighbouring paragraphs are joined into one span.
    """
    lines = [_Line(p, w := text[p.start : p.end], _SENTENCE_END.search(w) is not None) for p in paragraphs]
    marked = {i for i, line in enumerate(lines) if _is_apparatus(line.words)}
    marked.update(_repeated(lines))
    marked.update(_under_headings(lines))
    marked.update(_runs(lines))
    marked.update(i for i, line in enumerate(lines) if i > 0 and len(line.words) >= _SHORT and line.words.isupper() and not line.sentence)
    body = [i for i, line in enumerate(lines) if i not in marked and line.prose]
    marked.update(_before(lines, body, headline) if body else _bodiless(lines, marked))
    marked.update(_after(lines, marked))
    spans = [paragraphs[i] for i in sorted(marked) if headline is None or not paragraphs[i].overlaps(headline)]
    sentences = [s for p in paragraphs if p.end - p.start > _NOTICE for s in _notices_within(text, p)]
    return clean_spans([*_joined(spans, paragraphs), *sentences])


def _is_apparatus(words: str) -> bool:
    lower = words.lower()
    if (len(words) < 250 and LABEL_LINE.fullmatch(lower)) or (len(words) < 100 and BYLINE.fullmatch(words)):
        return True
    if len(words) > _NOTICE:
        return False
    return VOCABULARY.search(lower) is not None or (APPEAL.match(lower) is not None and not re.search(r"[“\"][^”\"]{20,}[”\"]", words))


def _notices_within(text: str, paragraph: Span) -> Iterator[Span]:
    """Sentences of a long paragraph that are notices."""
    for sentence in split_sentences(text, paragraph.start, paragraph.end):
        words = text[sentence.start : sentence.end]
        if len(words) <= 400 and VOCABULARY.search(words.lower()):
            yield sentence


def _repeated(lines: list[_Line]) -> Iterator[int]:
    """Later copies of a paragraph: pages show quotes, posts and teasers twice."""
    seen: set[str] = set()
    for i, line in enumerate(lines):
        if line.words in seen and (len(line.words) >= _SHORT or line.words == lines[i - 1].words):
            yield i
        seen.add(line.words)


def _under_headings(lines: list[_Line]) -> Iterator[int]:
    """The items below the heading of a list of other stories.

    Items are of one kind: titles without a full stop, or teasers with one. A list of titles ends at the first sentence, one of
    teasers at the first paragraph that is long.
    """
    for i, line in enumerate(lines):
        if not LIST_HEADING.fullmatch(line.words.lower()) or i + 1 == len(lines):
            continue
        yield i
        teasers = lines[i + 1].sentence
        for j in range(i + 1, len(lines)):
            words, long_item = lines[j].words, len(lines[j].words) > _ITEM
            if long_item or (lines[j].sentence and not teasers and len(words) >= 45):
                break
            yield j


def _runs(lines: list[_Line]) -> Iterator[int]:
    """Menus: many short lines in a row that are no sentences, not announced by a colon (as lists of names are)."""
    start = 0
    for i in range(len(lines) + 1):
        if i < len(lines) and len(lines[i].words) <= _SHORT and not lines[i].sentence:
            continue
        announced = start > 0 and any(line.words.endswith(":") and len(line.words) > 15 for line in lines[start - 1 : start + 1])
        if i - start >= _RUN and not announced and start > 0:
            yield from range(start, i)
        start = i + 1


def _before(lines: list[_Line], body: list[int], headline: Span | None) -> Iterator[int]:
    """Names of sections and menus above the story: with the headline known all labels, else those of a few words."""
    for i in range(body[0]):
        line = lines[i]
        if headline is not None and line.span.start >= headline.start:
            return
        words = len(line.words.split())
        if not line.sentence and len(line.words) <= 60 and (headline is not None or words <= 4) and not re.search(r"\d{4}", line.words):
            yield i


def _bodiless(lines: list[_Line], marked: set[int]) -> Iterator[int]:
    """A page whose story was not saved: where a third is apparatus and nothing is prose, the rest are titles of other stories."""
    if len(lines) >= 8 and len(marked) * 3 >= len(lines):
        yield from (i for i, line in enumerate(lines) if not line.sentence)


def _after(lines: list[_Line], marked: set[int]) -> Iterator[int]:
    """What follows the last sentence of the story, or its last long one where a long tail of short lines follows."""
    sentences = [i for i, line in enumerate(lines) if i not in marked and line.sentence and len(line.words) >= 30]
    if not sentences:
        return
    prose = [i for i in sentences if lines[i].prose]
    if prose:
        end = prose[-1] + 1
        while end in sentences:  # short sentences right behind belong to the story
            end += 1
        if _is_tail(lines[end:], marked, end):
            yield from range(end, len(lines))
    tail = range(sentences[-1] + 1, len(lines))
    listed = lines[sentences[-1]].words.endswith(":") or any(_BULLET.match(lines[i].words) or lines[i].words.endswith(":") for i in tail)
    if len([i for i in tail if i not in marked]) >= 2 and not listed:
        yield from tail


def _is_tail(tail: list[_Line], marked: set[int], offset: int) -> bool:
    """Whether paragraphs are a tail of menus: many, short, few of them sentences."""
    if len(tail) < 8:
        return False
    lengths = sorted(len(line.words) for line in tail)
    loose = [line for i, line in enumerate(tail, offset) if i not in marked]
    return lengths[len(lengths) // 2] < 100 and sum(line.sentence for line in loose) <= 0.25 * len(tail)


def _joined(spans: list[Span], paragraphs: tuple[Span, ...]) -> list[Span]:
    following = dict(pairwise(paragraphs))
    marked = set(spans)
    return [Span(span.start, following[span].start) if following.get(span) in marked else span for span in spans]
