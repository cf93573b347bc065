"""Code a few sentences as the pipeline does."""

import re

from geomap.events.coder import Coded, code_article
from geomap.model import Article, DatePrecision, Span, sha256_hex
from geomap.pipeline.stages import _as_told
from geomap.places.gazetteer import Gazetteer
from geomap.places.resolve import find_places
from geomap.places.told import told_places


def article(text: str, published: str | None = "2018-10-15", outlet: str | None = None) -> Article:
    """An article of plain paragraphs."""
    blocks = tuple(Span(m.start(), m.end()) for m in re.finditer(r"\S(?:.|\n)*?(?=\n\s*\n|\Z)", text))
    precision = DatePrecision.DAY if published else DatePrecision.UNKNOWN
    return Article(
        "a", "a.txt", sha256_hex(text.encode()), text, outlet=outlet, language="en", published=published, published_precision=precision, paragraphs=blocks
    )


def code(text: str, published: str | None = "2018-10-15", side: str | None = None, *, parser: bool = True) -> Coded:
    """What the text says, with the bundled gazetteer."""
    gazetteer = Gazetteer.bundled()
    read = article(text, published)
    mentions = find_places(read, gazetteer)
    return code_article(read, _as_told(mentions, told_places(read, mentions, gazetteer)), outlet_side=side, use_parser=parser)
