"""A figure for Word: the picture with its text for the blind, the caption, and a table that can be edited."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from geomap.io.xlsx import xml_text
from geomap.maps.bundle_text import Picture
from geomap.maps.embed_table import FigureTable
from geomap.maps.embed_words import Words

__all__ = ["figure_docx"]

DOCX_ROWS = 200
_FIXED = datetime(2000, 1, 1)  # Word's core properties know no zone; the file says what, not when it was written


def figure_docx(words: Words, table: FigureTable, pictures: Sequence[Picture], notes: Sequence[str]) -> bytes | None:
    """The figure as a Word file; the same bytes for the same figure.

    Parameters
    ----------
    words : Words
    table : FigureTable
    pictures : sequence of Picture
    notes : sequence of str
        Credits and disclaimer.

    Returns
    -------
    bytes or None
        None where python-docx, a part of ``geomap[documents]``, is not installed.
    """
    try:
        from docx import Document
        from docx.enum.section import WD_ORIENT
        from docx.shared import Cm
    except ModuleNotFoundError:
        return None
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.0)
    document.add_heading(xml_text(words.title), level=1)
    if words.stamp:
        document.add_paragraph().add_run(xml_text(words.stamp)).bold = True
    for picture in pictures:
        _picture(document, words.title, picture)
    for sentence in [*(s for s in words.caption if s != words.stamp), words.sources, *notes]:
        document.add_paragraph(xml_text(sentence))
    _table(document, table)
    _properties(document, words)
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _picture(document: Any, title: str, picture: Picture) -> None:
    from docx.shared import Cm

    # By height, so that picture and heading share the first page; the width follows.
    shape = document.add_picture(io.BytesIO(picture.png), height=Cm(13.2))
    if shape.width > Cm(25.7):
        shape.height, shape.width = int(shape.height * Cm(25.7) / shape.width), Cm(25.7)
    # python-docx has no call for the text for the blind: it stands in the drawing's properties.
    properties = shape._inline.docPr
    properties.set("descr", xml_text(picture.alt))
    properties.set("title", xml_text(title))
    properties.set("name", picture.name.capitalize())


def _table(document: Any, shown: FigureTable) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    document.add_heading(shown.name, level=2)
    if cut := shown.cut_at(DOCX_ROWS):
        document.add_paragraph(cut)
    lines = [shown.headings, *(r.cells for r in shown.rows[:DOCX_ROWS])]
    table = document.add_table(rows=1, cols=len(shown.headings))
    table.style = "Table Grid"
    table.autofit = False
    repeat = OxmlElement("w:tblHeader")  # the heading comes again on each page, and is read as heading
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for _ in lines[1:]:
        table.add_row()
    # `table.rows` and `row.cells` are rebuilt on each access, which makes long tables slow: taken once.
    for index, (row, texts) in enumerate(zip(table.rows, lines, strict=True)):
        for cell, text, width in zip(row.cells, texts, shown.widths_cm, strict=True):
            cell.width = Cm(width)
            run = cell.paragraphs[0].add_run(xml_text(text))
            run.font.size = Pt(8)
            run.bold = index == 0


def _properties(document: Any, words: Words) -> None:
    core = document.core_properties
    core.title, core.subject, core.comments = xml_text(words.title)[:255], "", ""
    core.author = core.last_modified_by = "geomap"
    core.created = core.modified = _FIXED
    core.revision = 1
    core.language = "en"


def _same_bytes(data: bytes) -> bytes:
    """Pack again without the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
