"""Saved feeds (RSS, Atom) and Telegram's JSON export: many articles or posts in one file."""

import json
import re
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from geomap.articles.docx import parse_xml
from geomap.errors import InputError, LimitError
from geomap.limits import Limits
from geomap.model import Rejection

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["feed_rows", "json_document_rows"]

_CONTENT = ("encoded", "content", "description", "summary")
_WHEN = ("pubDate", "published", "date", "issued")
_BLOCK = re.compile(r"</?(?:p|div|br|li|h[1-6]|blockquote|tr)\b[^>]*>", re.IGNORECASE)


def _local(element: "_Element") -> str:
    return str(element.tag).rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def feed_rows(data: bytes, file: str, limits: Limits) -> Iterator[tuple[str, Mapping[str, Any]] | Rejection]:
    """Entries of a saved RSS or Atom feed.

    Parameters
    ----------
    data : bytes
    file : str
        Name of the file, for messages.
    limits : Limits

    Yields
    ------
    tuple
        Number of the entry, from 1; title, text (the title, then the content without markup), url, published, outlet.

    Raises
    ------
    InputError
        It is no feed.
    LimitError
        It has more entries than `limits` allow.
    """
    root = parse_xml(data, file, limits)
    if _local(root) not in ("rss", "RDF", "feed"):
        raise InputError(f"{file}: XML that is no feed (its root is {_local(root)!r}); save the article as html")
    entries = [e for e in root.iter() if _local(e) in ("item", "entry")]
    if len(entries) > limits.feed_entries:
        raise LimitError(f"{file}: {len(entries):,} entries; the cap is {limits.feed_entries:,} (feed_entries in [limits]); split the feed")
    channel = next((c for c in root.iter() if _local(c) in ("channel", "feed")), root)
    outlet = _child(channel, ("title",))
    for number, entry in enumerate(entries, 1):
        title = " ".join(_without_markup(_child(entry, ("title",))).split())
        content = _without_markup(_child(entry, _CONTENT))
        body = content if content.startswith(title) else f"{title}\n\n{content}"
        yield str(number), {
            "title": title, "text": body.strip(), "url": _link(entry), "published": _day(_child(entry, _WHEN)), "outlet": outlet.strip(),
        }  # fmt: skip


def _child(element: "_Element", names: tuple[str, ...]) -> str:
    children = {_local(c): "".join(str(t) for t in c.itertext()) for c in reversed(element)}
    return next((children[n] for n in names if children.get(n, "").strip()), "")


def _link(entry: "_Element") -> str:
    for child in entry:
        if _local(child) == "link" and child.get("rel", "alternate") == "alternate":
            return (child.get("href") or child.text or "").strip()
    return ""


def _day(value: str) -> str:
    if match := re.match(r"\s*(\d{4}-\d\d-\d\d)", value):
        return match[1]
    try:
        return parsedate_to_datetime(value.strip()).date().isoformat()
    except (TypeError, ValueError):  # no date in it: the entry is read without
        return ""


def _without_markup(content: str) -> str:
    """Text of a fragment of HTML, its blocks on lines of their own."""
    from lxml import etree, html

    if "<" not in content:
        return content.strip()
    try:
        text = "".join(str(t) for t in html.fromstring("<div>" + _BLOCK.sub(lambda m: "\n" + m[0], content) + "</div>").itertext())
    except (etree.ParserError, ValueError):
        return content.strip()
    return "\n\n".join(line for raw in text.splitlines() if (line := " ".join(raw.split())))


def json_document_rows(data: bytes, file: str) -> Iterator[tuple[str, Mapping[str, Any]] | Rejection]:
    """Rows of a JSON file: Telegram's export, an array of articles, or one article.

    Parameters
    ----------
    data : bytes
    file : str
        Name of the file, for messages.

    Yields
    ------
    tuple
        Number of the row (of a Telegram post: its id) and its columns. Posts without text (pictures, joins) are no articles.

    Raises
    ------
    InputError
        It is no JSON of these kinds.
    """
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{file}: no JSON ({type(error).__name__}); save it as JSON lines, csv or txt") from error
    if isinstance(value, dict):
        chats = value["chats"].get("list", []) if isinstance(value.get("chats"), dict) else [value]
        channels = [c for c in chats if isinstance(c, dict) and isinstance(c.get("messages"), list)]
        if channels:
            for channel in channels:
                yield from _posts(channel, several=len(channels) > 1)
            return
        value = value["articles"] if isinstance(value.get("articles"), list) else [value]
    if not isinstance(value, list):
        raise InputError(f"{file}: JSON that holds no articles; give an array of objects with a column text")
    for number, item in enumerate(value, 1):
        yield (str(number), item) if isinstance(item, dict) else Rejection(f"{file}#{number}", "no JSON object; give one with a column text")


def _posts(channel: Mapping[str, Any], *, several: bool) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Posts of a channel; `several` channels of one export need the channel's id besides the post's."""
    for post in channel["messages"]:
        if not isinstance(post, dict) or post.get("type", "message") != "message":
            continue
        text = _flat(post.get("text"))
        if not text.strip():
            continue
        number = f"{channel.get('id')}-{post.get('id')}" if several else str(post.get("id"))
        published = str(post.get("date") or "")[:10]
        yield number, {"id": number, "text": text, "published": published, "outlet": str(channel.get("name") or "")}


def _flat(text: Any) -> str:
    """Telegram writes formatted text as a list of strings and of objects with a text."""
    parts = text if isinstance(text, list) else [text]
    return "".join(p if isinstance(p, str) else str(p.get("text", "")) if isinstance(p, dict) else "" for p in parts)
