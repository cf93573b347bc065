"""Formats: which reader a file goes to, and how a container gives its articles."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from geomap.articles.decoding import decode
from geomap.articles.documents import Document, Draft
from geomap.articles.inputs import Found, safe_bytes
from geomap.articles.pages import read_page
from geomap.errors import InputError
from geomap.limits import Limits
from geomap.model import Rejection

__all__ = ["drafted", "unpacked"]

_SUFFIXES = {".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html"}


def _kind(file: str, data: bytes) -> str:
    """Format by the suffix, else by the first bytes."""
    kind = _SUFFIXES.get(PurePosixPath(file.lower()).suffix)
    head = data[:1024].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")) and kind in (None, "text"):
        return "html"
    if kind is None:
        raise InputError(f"{file}: no format that geomap reads; save the article as txt, html, mhtml, pdf or docx")
    return kind


def unpacked(found: Found, ident: str, limits: Limits) -> Iterator[Document | Rejection]:
    """Give the articles of a file: itself, or those it holds.

    Raises
    ------
    InputError
        The file cannot be read at all.
    """
    data = safe_bytes(found.path, limits.article_bytes)
    if not data.strip():
        raise InputError(f"{found.file}: empty")
    yield Document(ident, found.file, data, _kind(found.file, data))


def drafted(document: Document, limits: Limits) -> Draft:
    """Decode the text of a document.

    Raises
    ------
    InputError
        It cannot be read.
    LimitError
        It is larger than `limits` allow.
    """
    text = decode(document.data, document.file)
    if document.kind == "html":
        return read_page(text, document.file, limits)
    return Draft(text)
