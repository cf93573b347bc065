"""Word documents: paragraphs and tables of the body, and the document's own dates.

Read straight from the package's XML, so that each part is unpacked under a cap and no entity is expanded.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from geomap.articles.documents import Draft, Stated
from geomap.articles.zips import member_bytes
from geomap.errors import InputError, LimitError
from geomap.limits import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["parse_xml", "read_docx"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE = {"title": "{http://purl.org/dc/elements/1.1/}title", "modified": "{http://purl.org/dc/terms/}modified"}


def parse_xml(data: bytes, where: str, limits: Limits) -> "_Element":
    """Parse XML without entities, document types or the network.

    Raises
    ------
    InputError
        It declares entities, or is no XML.
    LimitError
        It has more tags than `limits` allow: each takes far more memory than its letters.
    """
    from lxml import etree

    if data.count(b"<") > limits.xml_tags:
        raise LimitError(f"{where}: more than {limits.xml_tags:,} tags (xml_tags in [limits]); split the file")
    if re.search(rb"<!ENTITY", data[:100_000], re.IGNORECASE):
        raise InputError(f"{where}: the XML declares entities, which geomap does not expand; save it without")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{where}: no well-formed XML ({error}); save it again") from error


def read_docx(data: bytes, where: str, limits: Limits) -> Draft:
    """Read a Word document.

    Parameters
    ----------
    data : bytes
    where : str
        Name of the file, for messages.
    limits : Limits

    Returns
    -------
    Draft
        A blank line between paragraphs; cells of a table's row are separated by a tab.

    Raises
    ------
    InputError
        The file is no Word document.
    LimitError
        A part is larger than `limits` allow.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        body = _part(archive, "word/document.xml", where, limits)
        properties = _part(archive, "docProps/core.xml", where, limits)
    except InputError:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, RuntimeError, EOFError, ValueError) as error:  # as damaged offsets have it
        raise InputError(f"{where}: damaged or encrypted Word document ({error}); save it again") from error
    if body is None:
        raise InputError(f"{where}: no Word document (no word/document.xml); save it as docx")
    text = "\n\n".join(line for line in _paragraphs(body) if line.strip())
    title = (properties.findtext(_CORE["title"]) or "").strip() if properties is not None else ""
    modified = (properties.findtext(_CORE["modified"]) or "")[:10] if properties is not None else ""
    dates = (Stated(modified, "the document's date of change", update=True),) if re.fullmatch(r"20\d\d-\d\d-\d\d", modified) else ()
    return Draft(text, title or None, dates=dates)


def _part(archive: zipfile.ZipFile, name: str, where: str, limits: Limits) -> "_Element | None":
    if name not in archive.namelist():
        return None
    return parse_xml(member_bytes(archive, archive.getinfo(name), where, limits), where, limits)


def _paragraphs(body: "_Element") -> Iterator[str]:
    for element in body.iter(f"{_W}p", f"{_W}tr"):
        if element.tag == f"{_W}tr":
            yield "\t".join(" ".join(_words(p) for p in cell.iter(f"{_W}p")) for cell in element.iter(f"{_W}tc"))
        elif not any(a.tag == f"{_W}tr" for a in element.iterancestors()):
            yield _words(element)


def _words(paragraph: "_Element") -> str:
    marks = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}
    return "".join((e.text or "") if e.tag == f"{_W}t" else marks.get(e.tag, "") for e in paragraph.iter(f"{_W}t", *marks))
