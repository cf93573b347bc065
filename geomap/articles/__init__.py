"""Files in, articles out: formats, parts, dates, outlets."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.articles.reading import read_article, read_articles

__all__ = ["read_article", "read_articles"]

_WHERE = {"read_article": "geomap.articles.reading", "read_articles": "geomap.articles.reading"}


def __getattr__(name: str) -> object:
    """Import a public function when it is first asked for: the readers of pages and documents are heavy."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
