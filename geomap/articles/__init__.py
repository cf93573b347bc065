"""Files in, articles out: formats, parts, dates, outlets."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.articles.duplicates import Copies, mark_duplicates
    from geomap.articles.evidence import Check, verify
    from geomap.articles.inputs import article_estimate
    from geomap.articles.reading import read_article, read_articles
    from geomap.articles.tray import articles_table

__all__ = ["Check", "Copies", "article_estimate", "articles_table", "mark_duplicates", "read_article", "read_articles", "verify"]

_WHERE = {
    "Check": "evidence", "Copies": "duplicates", "article_estimate": "inputs", "articles_table": "tray", "mark_duplicates": "duplicates", "read_article": "reading", "read_articles": "reading",
    "verify": "evidence",
}  # fmt: skip


def __getattr__(name: str) -> object:
    """Import a public function when it is first asked for: the readers of pages and documents are heavy."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"geomap.articles.{_WHERE[name]}"), name)
