"""What is remembered of an event between runs, and what became of its id."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Fate", "Trace"]


@dataclass(frozen=True, slots=True)
class Trace:
    """What is remembered of an event, to find it again after any change of tables, versions or corrections."""

    id: str
    reports: tuple[str, ...]
    anchor: str
    article: str
    """Hash of the anchor's article, or its id where the hash is not known."""
    start: int
    end: int
    """The anchor's trigger in that article."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an event id."""

    id: str
    became: tuple[str, ...]
    """Current ids, the first report's first. Empty where the event was withdrawn."""
    kind: Literal["same", "renamed", "merged", "split", "withdrawn"]
    reason: str
