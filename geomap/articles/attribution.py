"""Whose text it is: the outlet, and the agency or outlet from which it was taken."""

import re
from dataclasses import dataclass
from functools import lru_cache

from geomap.articles.documents import Draft
from geomap.model import Span
from geomap.tables.outlets import Outlets, load_outlets

__all__ = ["Attribution", "attribute", "outlet_names"]

_HEAD, _TAIL = 400, 6_000
_CREDIT = re.compile(r"(?:articles?\s+by|original\s+source\s+of\s+this\s+article\s+is|source)\s*:?\s*(?:<u>|\*\*)?\s*([A-Z][^\n<*]{1,60})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Outlet and original source, by their names in the table where they stand there."""

    outlet: str | None
    original_source: str | None


@lru_cache(maxsize=4)
def outlet_names(outlets: Outlets) -> re.Pattern[str]:
    """A pattern that finds the name of an outlet or agency that ends a stretch of text."""
    names = {n for o in {id(o): o for o in outlets.by_key.values()}.values() for n in (o.name, *o.aliases) if len(n) > 1}
    words = "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<![\w-])(?:{words})$", re.IGNORECASE)


@lru_cache(maxsize=4)
def _anywhere(outlets: Outlets) -> re.Pattern[str]:
    return re.compile(outlet_names(outlets).pattern[:-1] + r"(?![\w-])", re.IGNORECASE)


def attribute(draft: Draft, paragraphs: tuple[Span, ...], given: str | None, outlets: Outlets | None = None) -> Attribution:
    """Tell the outlet of an article.

    Parameters
    ----------
    draft : Draft
    paragraphs : tuple of Span
    given : str or None
        The outlet a user named; it wins.
    outlets : Outlets, optional
        The bundled table where none is given.

    Returns
    -------
    Attribution
        In the order of trust: the user, the credit of a reprint ("Articles by: …"), the address, the page's own name of the site,
        a name that opens the text. An agency in the dateline ("BEIRUT (Reuters) -") is the original source where the outlet is
        another. A name that the table lacks is kept as it is found.
    """
    outlets = outlets or load_outlets()
    credited = _credited(draft.text, outlets)
    agency = _agency(draft.text, paragraphs, outlets)
    host = outlets.at(draft.url)
    if host and host.kind == "reprinter" and credited:
        host = None
    named = outlets.named(given)
    outlet = (named.name if named else given) or (host.name if host else None) or credited
    if outlet is None and draft.site:
        site = outlets.named(draft.site)
        outlet = site.name if site else draft.site.strip()[:200] or None
    outlet = outlet or _opening(draft.text, outlets) or agency
    original = credited or (agency if agency != outlet else None)
    return Attribution(outlet, original)


def _credited(text: str, outlets: Outlets) -> str | None:
    """The outlet that a reprint credits, in the lines before its head or its end."""
    for stretch in (text[-_TAIL:], text[:1_500]):
        for match in _CREDIT.finditer(stretch):
            outlet = outlets.named(match[1].split("Copyright")[0].strip(" *.,"))
            if outlet:
                return outlet.name
    return None


def _agency(text: str, paragraphs: tuple[Span, ...], outlets: Outlets) -> str | None:
    """An agency in brackets or before a dash in one of the first lines."""
    for span in paragraphs[:6]:
        opening = text[span.start : min(span.end, span.start + 120)]
        match = re.search(r"\(([^()]{2,40})\)\s*[-–—:]", opening) or re.match(r"([A-Z][A-Za-z -]{1,30})\s*[-–—]\s", opening)
        outlet = outlets.named(match[1]) if match else None
        if outlet:
            return outlet.name
    return None


def _opening(text: str, outlets: Outlets) -> str | None:
    """An outlet named in the head beside a date or at the beginning of a line."""
    for match in _anywhere(outlets).finditer(text[:_HEAD]):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip().lower()
        if line in {"", "by", "via", "source:", "source", "from"} and len(match[0]) > 3:
            outlet = outlets.named(match[0])
            following = text[match.end() : match.end() + 3]
            if outlet and (following[:1] in "\r\n-–—:|" or re.match(r"\s*[-–—:|\d]", following)):
                return outlet.name
    return None
