"""The pre-filled ``articles.csv``: what geomap found, for a person to complete."""

import io
from collections.abc import Iterable

from geomap.io.flat_csv import row_writer
from geomap.model import Article, DatePrecision

__all__ = ["articles_table", "guarded"]

_COLUMNS = ("file", "published", "outlet", "title", "url", "archive_url")
_CUT = {DatePrecision.DAY: 10, DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: an apostrophe goes before what begins like one."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r\n＝＋－＠" and cell else cell


def articles_table(articles: Iterable[Article]) -> str:
    """Write what is known of articles as an ``articles.csv``.

    Parameters
    ----------
    articles : iterable of Article

    Returns
    -------
    str
        CSV. Dates are filled in only where they are stated; inferred ones are left to a person.
    """
    out = io.StringIO(newline="")
    writer = row_writer(out)
    writer.writerow(_COLUMNS)
    for a in sorted(articles, key=lambda a: a.file):
        published = (a.published or "")[: _CUT.get(a.published_precision, 0)]
        cells = (a.file, published, a.outlet, a.title, a.url, a.archive_url)
        writer.writerow([guarded(" ".join((c or "").split())) if i else c for i, c in enumerate(cells)])
    return out.getvalue()
