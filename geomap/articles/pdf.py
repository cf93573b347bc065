"""PDF: the text layer, read in a process of its own, which a hostile file can neither hang nor swell."""

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from geomap.articles.documents import Draft, Stated
from geomap.errors import InputError, LimitError
from geomap.limits import Limits

__all__ = ["read_pdf"]

_MEMORY = 280_000_000
"""Address space of the child in bytes."""
_SCAN = 20
"""Fewer letters than this a page: pictures of pages, no text."""


def read_pdf(data: bytes, where: str, limits: Limits) -> Draft:
    """Read the text layer of a PDF.

    Parameters
    ----------
    data : bytes
    where : str
        Name of the file, for messages.
    limits : Limits

    Returns
    -------
    Draft
        A blank line between pages' blocks; lines as the PDF breaks them.

    Raises
    ------
    InputError
        It is no PDF, is encrypted, or is a scan without text; or pypdf is not installed.
    LimitError
        It has too many pages, or takes too long or too much memory.
    """
    if find_spec("pypdf") is None:
        raise InputError(f"{where}: reading PDF needs pypdf; pip install 'geomap[documents]'")
    start = "import sys; sys.path.insert(0, sys.argv[3]); from geomap.articles.pdf import child; child()"
    home = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-I", "-c", start, str(limits.pdf_pages), str(limits.article_chars), home]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=limits.parse_seconds, check=False)  # noqa: S603  # our own interpreter
    except subprocess.TimeoutExpired as error:
        raise LimitError(f"{where}: took longer than {limits.parse_seconds} s to read (parse_seconds); export its text") from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise LimitError(f"{where}: could not be read within {_MEMORY // 1_000_000} MB; export its text") from error
    if problem := answer.get("problem"):
        kind = LimitError if answer.get("cap") else InputError
        raise kind(f"{where}: {problem}")
    text = str(answer["text"])
    if sum(c.isalpha() for c in text) < _SCAN * max(int(answer["pages"]), 1):
        raise InputError(f"{where}: {answer['pages']} pages without a text layer (a scan); run text recognition on it first")
    return Draft(text, answer.get("title") or None, dates=tuple(_dates(answer)))


def _dates(answer: dict[str, Any]) -> list[Stated]:
    match = re.match(r"D:(20\d\d)(\d\d)(\d\d)", str(answer.get("created") or ""))
    if not match:
        return []
    # A PDF is often printed from a page long after publication: its date bounds the article's, and states nothing.
    return [Stated("-".join(match.groups()), "the PDF's date of making", update=True)]


def child() -> None:
    """Read a PDF from standard input and write its text as JSON: the process that `read_pdf` starts."""
    pages, chars = int(sys.argv[1]), int(sys.argv[2])
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, ValueError, OSError):  # no such limit on this system: the wall time still holds
        pass
    try:
        answer = _extract(sys.stdin.buffer.read(), pages, chars)
    except MemoryError:
        answer = {"problem": f"takes more than {_MEMORY // 1_000_000} MB to read; export its text", "cap": True}
    except Exception as error:  # noqa: BLE001  # pypdf raises whatever a damaged file provokes; the parent names it
        answer = {"problem": f"no PDF that can be read ({type(error).__name__}: {str(error)[:200]}); export its text"}
    sys.stdout.write(json.dumps(answer))


def _extract(data: bytes, pages: int, chars: int) -> dict[str, Any]:
    import io
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return {"problem": "encrypted; save it without a password"}
    count = len(reader.pages)
    if count > pages:
        return {"problem": f"{count:,} pages; the cap is {pages:,} (pdf_pages); split it, or raise the cap", "cap": True}
    parts: list[str] = []
    for page in reader.pages:
        parts.append(page.extract_text().strip())
        if sum(map(len, parts)) > chars:
            return {"problem": f"more than {chars:,} characters (article_chars); split it, or raise the cap", "cap": True}
    about: Any = reader.metadata or {}
    return {
        "text": "\n\n".join(p for p in parts if p), "pages": count, "title": str(about.get("/Title") or "")[:300],
        "created": str(about.get("/CreationDate") or ""),
    }  # fmt: skip
