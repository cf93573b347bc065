"""Triggers: the words that evoke an act, compiled from the tables of triggers and frames."""

from dataclasses import dataclass
from functools import lru_cache

from geomap.errors import InputError
from geomap.model import Span, SubEventType
from geomap.tables.reader import read_table
from geomap.text.patterns import PatternIndex, lower_keeping_length

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


def find_triggers(text: str, sentence: Span) -> list[Trigger]:
    """Find the triggers of a sentence.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span

    Returns
    -------
    list of Trigger
        From left to right; words that only look like an act are left out.
    """
    low = lower_keeping_length(text[sentence.start : sentence.end])
    found = []
    for m in _index().find(low):
        pos, frame, row = m.value
        if frame is not None:
            span = Span(sentence.start + m.start, sentence.start + m.end)
            found.append(Trigger(span, text[span.start : span.end], pos, frame, row))
    return found
