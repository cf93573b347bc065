"""Split running text into sentences, by rule, keeping offsets."""

import re

from geomap.model import Span

__all__ = ["split_sentences"]

# A full stop after one of these ends no sentence.
_ABBREVIATIONS = frozenset(
    ["mr", "mrs", "ms", "dr", "prof", "gen", "maj", "col", "lt", "capt", "sgt", "brig", "adm", "st", "no", "vs", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "inc", "ltd", "co", "corp", "gov", "sen", "rep", "u.s", "u.n", "u.k", "e.g", "i.e", "a.m", "p.m", "approx", "dept", "km"]
)
_END = re.compile(r"[.!?…](?:[.!?…]*[\"”’')\]]*(?=\s|$)|(?<=[a-z]{3}\.)(?=[A-Z][a-z]*\s))")  # the space after a full stop is often lost


def split_sentences(text: str, start: int = 0, end: int | None = None, *, longest: int = 2_000) -> list[Span]:
    """Split a stretch of text into sentences.

    Parameters
    ----------
    text : str
        The whole text.
    start, end : int
        The stretch to split, in code points; `end` is exclusive and defaults to the end of the text.
    longest : int
        A sentence longer than this is cut at a space (texts whose full stops are lost).

    Returns
    -------
    list of Span
        In order, without surrounding white space, never overlapping, never empty.
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    left = start
    for match in _END.finditer(text, start, end):
        if match.end() <= left or not _ends_sentence(text, left, match, end):
            continue
        _append(spans, text, left, match.end(), longest)
        left = match.end()
    _append(spans, text, left, end, longest)
    return spans


def _ends_sentence(text: str, left: int, match: re.Match[str], end: int) -> bool:
    if text[match.start()] in "!?…":
        return True
    word_start = max(text.rfind(" ", left, match.start()), text.rfind("\n", left, match.start())) + 1
    word = text[max(word_start, left) : match.start()].lower().lstrip("(\"“'‘")
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return False
    following = text[match.end() : min(end, match.end() + 40)].lstrip()
    return not following or not following[0].islower()


def _append(spans: list[Span], text: str, start: int, end: int, longest: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > longest:
        cut = text.rfind(" ", start + longest // 2, start + longest)
        cut = cut if cut > start else start + longest
        _append(spans, text, start, cut, longest)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        spans.append(Span(start, end))
