"""Saved web pages to text: the body by trafilatura, dates and names from the page's own metadata."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from geomap.articles.datewords import find_dates
from geomap.articles.documents import Draft, Stated
from geomap.errors import InputError, LimitError
from geomap.limits import Limits

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["read_page"]

_DATA_URI = re.compile(r"data:[\w/+.-]{0,80}(?:;[\w=-]{1,40}){0,3},[A-Za-z0-9+/=%_.~-]{200,}")
_DROPPED = ("script", "style", "svg", "noscript", "iframe", "template")
_OPENING = re.compile(rf"<({'|'.join(_DROPPED)})\b", re.IGNORECASE)
_LINKED = re.compile(r"[^>]{0,300}ld\+json", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[^<>]{5000,}")
_QUOTED = re.compile(r'"[^"]*"' r"|'[^']*'")
_ATTRIBUTES = 1_000
"""In one tag: each is compared with all before it. Real tags have some ten."""
# Characters that a page may hold, as "&#1;", and that lxml gives but does not take.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SINGLEFILE = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>\S+)\s+saved date:\s*(?P<date>[^\n]+)")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<url>\S+)\s*-->")
_ISO_DAY = re.compile(r"\s*(20\d\d-[01]\d-[0-3]\d)")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date.published", "publishdate", "publish-date", "pubdate",
    "publish_date", "publication_date", "article:published", "article.published", "sailthru.date", "parsely-pub-date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "citation_publication_date", "cxenseparse:recs:publishtime",
    "date", "originalpublicationdate", "article_date_original", "displaydate",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified", "lastmod")
_ARTICLE_TYPES = ("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting", "WebPage")


def read_page(page: str, where: str, limits: Limits, *, url: str | None = None) -> Draft:
    """Read a saved web page.

    Parameters
    ----------
    page : str
        Decoded HTML; a page saved complete, by SingleFile or taken out of MHTML is the same to it.
    where : str
        Name of the file, for messages.
    limits : Limits
    url : str, optional
        Address that the file around the page gives.

    Returns
    -------
    Draft
        Text is the title on a line of its own, a blank line, then the body, a blank line between paragraphs.

    Raises
    ------
    InputError
        Nothing that reads like an article was found.
    LimitError
        The markup is larger than `limits` allow.
    """
    saved_url, captured = _saved(page[:4_000])
    lean = _lean(_DATA_URI.sub("data:,", page))
    tree = _tree(lean, where, limits)
    metadata = dict(_metadata(tree))
    linked = list(_linked_data(tree))
    url = url or saved_url or _canonical(tree)
    title = _first(metadata, "og:title", "twitter:title") or _linked(linked, "headline") or _text_of(tree, "//h1") or _text_of(tree, "//title")
    site = _first(metadata, "og:site_name", "application-name") or _publisher(linked)
    _unlay(tree)
    body = _body(tree)
    if not body:
        raise InputError(f"{where}: the page holds no text of an article; open it in a browser and save it again")
    title = _shorn(title, site)
    text = body if not title or body.startswith(title) else f"{title}\n\n{body}"
    return Draft(
        text, title or None, site, url, captured, (tree.get("lang") or tree.get("xml:lang") or "")[:2].lower() or None,
        tuple(_dates(metadata, linked, tree)),
    )  # fmt: skip


def _lean(page: str) -> str:
    """The page without scripts and pictures, linked data aside. Each kind of closing tag is looked for once, however many never close."""
    closings = {name: [m.end() for m in re.finditer(rf"</{name}\s*>", page, re.IGNORECASE)] for name in _DROPPED}
    kept, at = [], 0
    for match in _OPENING.finditer(page):
        name = match[1].lower()
        if match.start() < at or (name == "script" and _LINKED.match(page, match.end())):
            continue
        following = bisect_right(closings[name], match.end())
        if following < len(closings[name]):
            kept.append(page[at : match.start()])
            at = closings[name][following]
    return " ".join([*kept, page[at:]])


def _tree(lean: str, where: str, limits: Limits) -> "HtmlElement":
    from lxml import etree, html

    if len(lean) > limits.article_chars * 2:
        raise LimitError(
            f"{where}: {len(lean):,} characters of markup; the cap is {limits.article_chars * 2:,} (twice article_chars); save the article alone"
        )
    if lean.count("<") > limits.page_tags:
        raise LimitError(f"{where}: more than {limits.page_tags:,} tags (page_tags); save the article alone")
    if any(len(_QUOTED.sub("", tag[0]).split()) > _ATTRIBUTES for tag in _LONG_TAG.finditer(lean)):
        raise LimitError(f"{where}: a tag with more than {_ATTRIBUTES:,} attributes, which takes minutes to read; save the article alone")
    try:
        return _without_controls(html.document_fromstring(lean.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{where}: cannot be read as a page ({error}); save it again") from error


def _without_controls(tree: "HtmlElement") -> "HtmlElement":
    """The tree without control characters, which its parser lets in ("&#1;") and then refuses to move."""
    for element in tree.iter():
        if element.text and _NO_XML.search(element.text):
            element.text = _NO_XML.sub("", element.text)
        if element.tail and _NO_XML.search(element.tail):
            element.tail = _NO_XML.sub("", element.tail)
    return tree


def _saved(head: str) -> tuple[str | None, str | None]:
    if match := _SINGLEFILE.search(head):
        written = re.search(r"([A-Z][a-z]{2} \d\d \d{4}) ", match["date"])
        days = [d for w in find_dates(written[1]) for d in w.days] if written else []
        return match["url"], days[0].isoformat() if days else None
    match = _SAVED_FROM.search(head)
    return (match["url"] if match else None), None


def _unlay(tree: "HtmlElement") -> None:
    """Turn tables that lay out a page into divisions: a cell of several paragraphs is no datum."""
    for table in list(tree.iter("table")):
        if any(len(cell.findall(".//p")) > 1 for cell in table.iter("td")):
            for part in [table, *table.iter("tbody", "tr", "td", "th")]:
                part.tag = "div"


def _body(tree: "HtmlElement") -> str:
    """The article's paragraphs by trafilatura; where it finds nothing, all that the page shows, line by line."""
    import trafilatura

    found = trafilatura.extract(deepcopy(tree), include_comments=False, include_tables=True, favor_recall=True, deduplicate=False) or ""
    lines = [line.strip() for line in found.splitlines()]
    if sum(map(len, lines)) < 80:
        for element in tree.xpath("//script|//style|//noscript"):
            element.drop_tree()
        for block in tree.iter("p", "div", "br", "li", "h1", "h2", "h3", "h4", "td", "article", "section", "header", "footer"):
            block.tail = "\n" + (block.tail or "")
        lines = [line.strip() for line in tree.text_content().splitlines()]
    return "\n\n".join(line for line in lines if line)


def _metadata(tree: "HtmlElement") -> Iterator[tuple[str, str]]:
    for element in reversed(tree.xpath("//meta[@content]")):  # the first of a name stands: it is yielded last
        content = element.get("content", "").strip()
        for attribute in ("itemprop", "name", "property", "http-equiv"):
            if content and element.get(attribute):
                yield element.get(attribute, "").lower(), content


def _linked_data(tree: "HtmlElement") -> Iterator[dict[str, Any]]:
    for element in tree.xpath('//script[contains(@type, "ld+json")]'):
        try:
            yield from _objects(json.loads(element.text or "", strict=False), 0)
        except (ValueError, RecursionError):  # pages hold broken JSON; their other metadata stay
            continue


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, list) and depth < 6:
        for item in value[:200]:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict) and depth < 6:
        kinds = value.get("@type")
        if any(k in _ARTICLE_TYPES for k in (kinds if isinstance(kinds, list) else [kinds])):
            yield value
        yield from _objects(value.get("@graph", []), depth + 1)


def _linked(linked: list[dict[str, Any]], key: str) -> str | None:
    ranked = sorted(linked, key=lambda o: o.get("@type") == "WebPage")  # an article's own date before its page's
    return next((o[key].strip() for o in ranked if isinstance(o.get(key), str) and o[key].strip()), None)


def _publisher(linked: list[dict[str, Any]]) -> str | None:
    publishers = (o.get("publisher") for o in linked)
    return next((str(p["name"]) for p in publishers if isinstance(p, dict) and p.get("name")), None)


def _first(metadata: dict[str, str], *names: str) -> str | None:
    return next((metadata[n] for n in names if n in metadata), None)


def _text_of(tree: "HtmlElement", path: str) -> str | None:
    found = tree.xpath(path)
    return " ".join(found[0].text_content().split()) or None if found else None


def _canonical(tree: "HtmlElement") -> str | None:
    for path in ('//link[@rel="canonical"]/@href', '//meta[@property="og:url"]/@content'):
        for value in tree.xpath(path):
            if str(value).startswith(("http://", "https://")):
                return str(value)
    return None


def _shorn(title: str | None, site: str | None) -> str:
    """The title without the site's name that browsers show behind it."""
    title = " ".join((title or "").split())
    if site and (match := re.fullmatch(rf"(.{{10,}}?)\s+[-|–—:]\s+{re.escape(site)}", title, re.IGNORECASE)):
        return match[1]
    return title


def _dates(metadata: dict[str, str], linked: list[dict[str, Any]], tree: "HtmlElement") -> Iterator[Stated]:
    yield from _dated(_linked(linked, "datePublished"), "the page's linked data (datePublished)")
    for name in _PUBLISHED:
        yield from _dated(metadata.get(name), f"the page's metadata ({name})")
    for element in tree.xpath('//time[@pubdate or @itemprop="datePublished" or contains(@class, "publish")]')[:3]:
        yield from _dated(element.get("datetime"), "the page's time of publication (<time>)")
    times = {t for e in tree.xpath("//article//time[@datetime]|//header//time[@datetime]") for t in _day(e.get("datetime"))}
    if len(times) == 1:
        yield Stated(times.pop(), "the only time the page gives (<time>)")
    yield from _dated(_linked(linked, "dateModified"), "the page's linked data (dateModified)", update=True)
    for name in _MODIFIED:
        yield from _dated(metadata.get(name), f"the page's metadata ({name})", update=True)


def _day(value: str | None) -> list[str]:
    if match := _ISO_DAY.match(value or ""):
        return [match[1]]
    days = [w.days[0].isoformat() for w in find_dates((value or "")[:100]) if len(w.days) == 1]
    return days if len(days) == 1 else []


def _dated(value: str | None, reason: str, *, update: bool = False) -> Iterator[Stated]:
    for day in _day(value):
        yield Stated(day, reason, update)
