"""Pages saved as MHTML: the page among its parts, its address, and when it was saved."""

from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message
from email.utils import parsedate_to_datetime

from geomap.articles.decoding import decode
from geomap.articles.documents import Draft
from geomap.articles.pages import read_page
from geomap.errors import InputError
from geomap.limits import Limits

__all__ = ["read_mhtml"]


def read_mhtml(data: bytes, where: str, limits: Limits) -> Draft:
    """Read a page saved as MHTML (one file, as Chromium and Internet Explorer write it).

    Parameters
    ----------
    data : bytes
    where : str
        Name of the file, for messages.
    limits : Limits

    Returns
    -------
    Draft

    Raises
    ------
    InputError
        The file holds no page.
    """
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        part = _page(message)
        payload = part.get_payload(decode=True) if part else None
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise InputError(f"{where}: no MHTML ({error}); save the page again") from error
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        raise InputError(f"{where}: no page among its parts; save the page again")
    page = decode(payload, where, declared=part.get_content_charset())
    url = message.get("Snapshot-Content-Location") or part.get("Content-Location")
    draft = read_page(page, where, limits, url=str(url) if url else None)
    return Draft(draft.text, draft.title, draft.site, draft.url, _saved_on(message), draft.language, draft.dates)


def _page(message: Message) -> Message | None:
    """The part that is the page: the one the container names, else the first of HTML."""
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    return next((p for p in pages if start and p.get("Content-ID") == start), pages[0] if pages else None)


def _saved_on(message: Message) -> str | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).date().isoformat() if message["Date"] else None
    except (TypeError, ValueError):  # a date that is none: the page is not the worse for it
        return None
