"""What passes between the readers of formats and the finishing of an article."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Document", "Draft", "Stated"]



@dataclass(frozen=True, slots=True)
class Document:
    """The raw bytes of one article, wherever they came from."""

    id: str
    file: str
    """Path relative to the input folder; of a part of a container, ``folder.zip!inner.html`` or ``table.csv#12``."""
    data: bytes
    kind: str
    """Name of the format: text, html, mhtml, pdf, docx, or row (of a table, feed or export: `fields` holds its columns)."""
    fields: Mapping[str, str] = field(default_factory=dict)
    row: Mapping[str, str] = field(default_factory=dict)
    """Row of an ``articles.csv`` that lay in the same archive."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A date that a page's own metadata or the name of a file states."""

    value: str
    """ISO date, possibly only year and month."""
    reason: str
    update: bool = False
    """Whether it is the date of a later change, not of publication."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Decoded text with what the format itself says of it."""

    text: str
    title: str | None = None
    site: str | None = None
    url: str | None = None
    captured: str | None = None
    language: str | None = None
    dates: tuple[Stated, ...] = ()
    """In order of trust."""
