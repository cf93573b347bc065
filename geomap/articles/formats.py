"""Formats: which reader a file goes to, and how a container gives its articles."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO, Any

from geomap.articles.decoding import decode
from geomap.articles.documents import Document, Draft
from geomap.articles.docx import read_docx
from geomap.articles.feeds import feed_rows, json_document_rows
from geomap.articles.inputs import ARTICLES_TABLE, Found, check_size, open_regular, rows_of, safe_bytes
from geomap.articles.mhtml import read_mhtml
from geomap.articles.pages import read_page
from geomap.articles.pdf import read_pdf
from geomap.articles.rows import csv_rows, json_rows, parquet_rows, row_documents, row_draft
from geomap.articles.zips import members
from geomap.errors import InputError
from geomap.limits import Limits
from geomap.model import Rejection, sha256_hex

__all__ = ["READ_SUFFIXES", "drafted", "unpacked"]

_SUFFIXES = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".mhtml": "mhtml", ".mht": "mhtml",
    ".pdf": "pdf", ".docx": "docx", ".zip": "zip", ".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
    ".parquet": "parquet", ".xml": "feed", ".rss": "feed", ".atom": "feed",
}  # fmt: skip
READ_SUFFIXES = tuple(_SUFFIXES)
_TABLES: dict[str, Callable[[IO[bytes], str, Limits], Iterator[tuple[str, Mapping[str, Any]] | Rejection]]] = {
    "csv": csv_rows, "jsonl": json_rows, "parquet": parquet_rows,
}  # fmt: skip
_MAGIC = (
    (b"%PDF-", "pdf"), (b"PAR1", "parquet"), (b"<!doctype html", "html"), (b"<html", "html"), (b"<rss", "feed"), (b"<feed", "feed"),
    (b"mime-version:", "mhtml"), (b"from: <saved by", "mhtml"),
)  # fmt: skip


def _kind(file: str, head: bytes) -> str:
    """Format by the first bytes where they are plain, else by the suffix."""
    suffix = PurePosixPath(file.lower()).suffix
    start = head[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    magic = next((kind for mark, kind in _MAGIC if start[: len(mark)].lower() == mark.lower()), None)
    kind = _SUFFIXES.get(suffix)
    if magic and (kind in (None, "text", "feed") or magic == "pdf"):
        return "html" if magic == "html" or kind is None else magic
    if kind is None and not suffix and start:
        return "text"
    if kind is None:
        raise InputError(f"{file}: no format that geomap reads; save the article as txt, html, mhtml, pdf or docx")
    return kind


def unpacked(found: Found, ident: str, limits: Limits) -> Iterator[Document | Rejection]:
    """Give the articles of a file: itself, or those it holds.

    Parameters
    ----------
    found : Found
    ident : str
        The id of the file; those of articles in a container begin with it.
    limits : Limits

    Yields
    ------
    Document or Rejection

    Raises
    ------
    InputError
        The file cannot be read at all.
    LimitError
        It is larger than `limits` allow.
    """
    with open_regular(found.path) as stream:
        head = stream.read(4096)
        kind = _kind(found.file, head)
        if kind in _TABLES:
            check_size(stream, found.file, limits.table_bytes)
            stream.seek(0)
            yield from row_documents(_TABLES[kind](stream, found.file, limits), ident, found.file, limits)
            return
    cap = limits.archive_bytes if kind == "zip" else limits.article_bytes
    yield from _of_bytes(safe_bytes(found.path, cap), kind, ident, found.file, limits)


def _of_bytes(data: bytes, kind: str, ident: str, file: str, limits: Limits, depth: int = 0) -> Iterator[Document | Rejection]:
    if not data.strip():
        raise InputError(f"{file}: empty (0 bytes of text); save the article again, or remove the file")
    if kind == "zip":
        yield from _of_zip(data, ident, file, limits, depth)
    elif kind in _TABLES:
        yield from row_documents(_TABLES[kind](io.BytesIO(data), file, limits), ident, file, limits)
    elif kind in ("feed", "json"):
        rows = feed_rows(data, file, limits) if kind == "feed" else json_document_rows(data, file)
        yield from row_documents(rows, ident, file, limits)
    else:
        yield Document(ident, file, data, kind)


def _of_zip(data: bytes, ident: str, file: str, limits: Limits, depth: int) -> Iterator[Document | Rejection]:
    if depth > limits.archive_depth:
        raise InputError(f"{file}: archives within archives beyond {limits.archive_depth} (archive_depth); unpack it first")
    taken: set[str] = set()
    rows: dict[str, dict[str, str]] = {}
    for member in members(data, file, limits):
        if isinstance(member, Rejection):
            yield member
            continue
        name, content = member
        if PurePosixPath(name).name == ARTICLES_TABLE:
            rows.update({str(PurePosixPath(name).parent / key): row for key, row in rows_of(content).items()})
            continue
        inner = f"{file}!{name}"
        stem = PurePosixPath(name).stem
        own = f"{ident}.{stem}" if stem.casefold() not in taken else f"{ident}.{stem}-{sha256_hex(name.encode())[:8]}"
        taken.add(stem.casefold())
        try:
            for document in _of_bytes(content, _kind(name, content), own, inner, limits, depth + 1):
                if name in rows and isinstance(document, Document) and not document.row:
                    document = replace(document, row=rows[name])
                yield document
        except InputError as error:
            yield Rejection(inner, str(error).removeprefix(f"{inner}: ").removeprefix(f"{name}: "))


def drafted(document: Document, limits: Limits) -> Draft:
    """Decode the text of a document.

    Raises
    ------
    InputError
        It cannot be read.
    LimitError
        It is larger than `limits` allow.
    """
    match document.kind:
        case "row":
            return row_draft(document)
        case "mhtml":
            return read_mhtml(document.data, document.file, limits)
        case "pdf":
            return read_pdf(document.data, document.file, limits)
        case "docx":
            return read_docx(document.data, document.file, limits)
        case "html":
            return read_page(decode(document.data, document.file), document.file, limits)
        case _:
            return Draft(decode(document.data, document.file))
