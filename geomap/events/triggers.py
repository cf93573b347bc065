"""Triggers: the words that evoke an act, compiled from the tables of triggers and frames."""

import re
from dataclasses import dataclass
from functools import lru_cache

from geomap.errors import InputError
from geomap.events.syntax import Tree
from geomap.model import Span, SubEventType
from geomap.tables.reader import read_table
from geomap.text.patterns import PatternIndex, lowered, words_of

__all__ = ["Frame", "Trigger", "find_triggers", "load_frames"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A kind of act and how its parts map to a report (see ``frames.csv``)."""

    name: str
    sub_type: SubEventType
    scheme: str
    family: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words in a text that evoke a frame."""

    span: Span
    text: str
    pos: str
    frame: Frame
    row: str


@lru_cache(maxsize=1)
def load_frames() -> dict[str, Frame]:
    """Read the table of frames.

    Returns
    -------
    dict
        Frame by name.
    """
    rows = read_table("frames.csv", ("frame", "sub_type", "scheme", "family", "weak"))
    return {r["frame"]: Frame(r["frame"], SubEventType(r["sub_type"]), r["scheme"], r["family"], r["weak"] == "yes") for r in rows}


@lru_cache(maxsize=1)
def _index() -> PatternIndex[tuple[str, Frame | None, str]]:
    frames = load_frames()
    patterns = []
    for r in read_table("triggers.csv", ("pattern", "pos", "frame")):
        if r["frame"] != "none" and r["frame"] not in frames:
            raise InputError(f"{r['_row']}: frame {r['frame']!r} is not in frames.csv; known: {', '.join(sorted(frames))}")
        patterns.append((r["pattern"], (r["pos"], frames.get(r["frame"]), r["_row"])))
    return PatternIndex(patterns)


_LONG_WORD = 8  # of shorter words, two letters swapped often make another word


@lru_cache(maxsize=1)
def _swaps() -> dict[str, str]:
    """Long first words of the triggers with a letter one or two places off ("recpatured", "repcatured"), the commonest slip of the press."""
    words = _index().first_words
    slips: dict[str, str] = {}
    for w in sorted(words):
        for i in range(1, len(w) - 1 if len(w) >= _LONG_WORD else 0):
            for j in (i + 1, i + 2):
                pair = w[i : j + 1]
                slips |= {w[:i] + moved + w[j + 1 :]: w for moved in (pair[-1] + pair[:-1], pair[1:] + pair[0])}
    return {slip: word for slip, word in slips.items() if slip not in words}


@lru_cache(maxsize=8)
def _mended(low: str) -> str:
    """The text with such slips mended; its length stays. The last ones are kept, as every sentence of an article asks."""
    swaps, told = _swaps(), words_of(low)
    for number in sorted(n for word in swaps.keys() & told.numbers.keys() for n in told.numbers[word]):
        at, word = told.starts[number], told.words[number]
        low = low[:at] + swaps[word] + low[at + len(word) :]
    return low


_NOUN_BEFORE = re.compile(
    r"(?:\b(?:the|a|an|of|in|during|by|after|following|his|their|its|this|that|these|new|fresh|heavy|fierce|violent|intense|several|"
    r"separate|ongoing|deadly|recent|two|three|more)|'s|s')\s+$"
)
_A_NOUN = re.compile(r"\b(?:the|a|an|its|their|his|main|key|prime)\s+$")
_WORD_CHARS = 40  # more than the longest of these and the space after it
_NOUN_AFTER = re.compile(r"\s+(?:between|on|against|by|near|erupted|broke|began|continued|took place|were|was|have been|has been)\b")


def find_triggers(text: str, sentence: Span, tree: Tree | None = None) -> list[Trigger]:
    """Find the triggers of a sentence.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    tree : Tree, optional
        Tells verbs from nouns ("clashes"); without it the words around do.

    Returns
    -------
    list of Trigger
        From left to right; words that only look like an act, and verbs used as adjectives ("the targeted factory"), are left out.
    """
    low = _mended(lowered(text))
    found = []
    for m in _index().find(low, sentence.start, sentence.end):
        span = Span(m.start, m.end)
        readings = {pos: (frame, row) for pos, frame, row in reversed([m.value, *m.also])}
        pos = _part_of_speech(low, span, sentence, tree, set(readings))
        if pos is None:
            continue
        frame, row = readings[pos]
        if frame is not None and frame.name == "clash" and pos == "v" and low.endswith("ing", start := span.start, span.end) and _BODY.search(low, max(sentence.start, start - _WORD_CHARS), start):
            continue
        if frame is not None and not (tree is not None and _describes(tree, span, pos, frame.name)):
            found.append(Trigger(span, text[span.start : span.end], pos, frame, row))
    return found


_BODY = re.compile(r"\b(?:coalition|alliance|group|groups|militia|militias|umbrella|organisation|organization|party|movement|faction|factions)\s+(?:(?:\w+ly|also|currently)\s+)?$")
"""Before a participle that says whom such a body fights ("a coalition battling B"), also where the tree is wrong."""
_STEPS = frozenset({"group", "deploy", "abduct", "arrest"})
"""What people have done or suffered before they come into the story."""


def _describes(tree: Tree, span: Span, pos: str, frame: str) -> bool:
    """Whether a word only says who somebody is: whom he fights, what he keeps doing, what he had done before."""
    head = tree.head_of(span)
    if head is None:
        return False
    verb = tree.tokens[head.head] if pos == "n" and head.dep in ("dobj", "obj") else head
    if verb.dep == "relcl" and verb.tag in ("VBZ", "VBP"):
        return True  # "a group that kidnaps travellers", "from where it launches attacks"
    if pos != "v" or not tree.tokens[head.head].tag.startswith("N"):
        return False
    perfect = {k.text for k in tree.kids(head.index, "aux")} & {"have", "has", "had", "'ve"}
    if frame == "clash":  # "the coalition fighting B", "rebels who have been battling B"
        return (head.dep == "acl" and head.tag == "VBG") or (head.dep == "relcl" and bool(perfect))
    return head.dep == "relcl" and frame in _STEPS and "had" in perfect  # "an officer who had defected"


def _part_of_speech(low: str, span: Span, sentence: Span, tree: Tree | None, known: set[str]) -> str | None:
    start, end = span.start, span.end
    if "p" in known or " " in low[start:end].strip():
        return "p" if "p" in known else min(known)
    if tree is not None and (head := tree.head_of(span)) is not None:
        if head.dep == "amod" and head.tag in ("VBN", "VBD", "JJ") and "v" in known:
            return None
        tag = "n" if head.tag.startswith("N") else "v" if head.tag.startswith("V") else None
        if head.tag in ("VB", "VBP") and _A_NOUN.search(low, max(0, start - _WORD_CHARS), start):
            tag = "n"  # "its capture cut the road", where the tree is wrong
        if tag in known:
            return tag
        if tag == "n" and (low[start:end].endswith("s") or _A_NOUN.search(low, max(0, start - _WORD_CHARS), start)):
            return None  # a verb of the table used as a noun of another meaning ("the targets")
        return min(known)
    if len(known) == 1:
        return next(iter(known))
    noun = _NOUN_BEFORE.search(low, max(sentence.start, start - _WORD_CHARS), start) or _NOUN_AFTER.match(low, end, sentence.end)
    return "n" if noun and "n" in known else "v" if "v" in known else "n"
