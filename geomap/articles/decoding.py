"""Bytes to text: byte order marks, declared and guessed encodings, and the refusal of what is no text."""

import codecs
import re

from geomap.errors import InputError

__all__ = ["decode", "encoding_of", "looks_binary"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE)
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\r\f\x0b\x1b")
# One-byte encodings of the languages of the war's press, in the order in which ties are broken.
_SINGLE = ("cp1252", "cp1256", "cp1254", "cp1251")
_COMMON = {
    "cp1252": frozenset("’‘“”–—…é •£°·\xa0"),
    "cp1256": frozenset("اليمنوترةعسدبكهفقحصأإىشجط"),
    "cp1254": frozenset("ığşİçöüĞŞÇÖÜ"),
    "cp1251": frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшю"),
}


def looks_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding: control bytes that no text holds, and not UTF-16."""
    head = data[:65_536]
    if not head or head.startswith(tuple(mark for mark, _ in _MARKS)):
        return False
    control = len(head) - len(head.translate(None, _CONTROL))
    return control / len(head) > 0.01 and _wide(head) is None


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: half of the bytes of Latin text are zero, all in the same places."""
    pairs = len(head) // 2
    if pairs < 8:
        return None
    even, odd = head[: pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if odd > 0.4 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.4 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return None


def decode(data: bytes, where: str, *, declared: str | None = None) -> str:
    """Decode the bytes of a text or page.

    Parameters
    ----------
    data : bytes
    where : str
        Name of the file, for messages.
    declared : str, optional
        Encoding named by a transport header. A page's own ``<meta charset>`` is looked for besides.

    Returns
    -------
    str
        The text without a byte order mark; nothing else is changed.

    Raises
    ------
    InputError
        The bytes are no text, or fit no known encoding.

    Notes
    -----
    Order: byte order mark, UTF-8, the declared encoding, UTF-16 by its zero bytes, then the one-byte encoding whose letters
    read best. UTF-8 goes before what is declared: bytes that are valid UTF-8 beyond ASCII are almost never anything else,
    while saved pages often keep a declaration that is no longer true.
    """
    encoding, skip = encoding_of(data, where, declared=declared)
    try:
        return data[skip:].decode(encoding, errors="replace" if encoding in _SINGLE else "strict")
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: byte {error.start + skip} is no {encoding}, though the file begins as such; save it as UTF-8") from error


def encoding_of(data: bytes, where: str, *, declared: str | None = None, cut: bool = False) -> tuple[str, int]:
    """Tell the encoding of bytes and the length of their mark; `cut` says that more bytes follow, perhaps within a character.

    Raises
    ------
    InputError
        The bytes are no text, or fit no known encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    if looks_binary(data):
        raise InputError(f"{where}: no text (binary data); save the article as txt, html, mhtml, pdf or docx")
    if wide := _wide(data[:65_536]):
        return wide, 0
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=not cut)
    except UnicodeDecodeError as error:
        stray = error.start
    else:
        return "utf-8", 0
    found = _DECLARED.search(data[:4096])
    for name in (declared, found[1].decode("ascii") if found else None):
        if known := _fitting(data, name):
            return known, 0
    guessed = max((_score(data, encoding), -order, encoding) for order, encoding in enumerate(_SINGLE))
    if guessed[0] < 0:
        raise InputError(f"{where}: byte {stray} fits no known encoding; save the article as UTF-8")
    return guessed[2], 0


def _fitting(data: bytes, name: str | None) -> str | None:
    """A declared encoding under which the bytes decode; Latin-1 is read as Windows-1252, as browsers do."""
    if not name:
        return None
    try:
        known = codecs.lookup(name).name
        known = "cp1252" if known in {"iso8859-1", "ascii"} else known
        data.decode(known)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None
    return known


def _score(data: bytes, encoding: str) -> float:
    """Share of the bytes beyond ASCII that give letters or quotes common in the encoding's languages; negative if undecodable."""
    high = bytes(b for b in data[:200_000] if b > 127)
    text = high.decode(encoding, errors="replace")
    broken = text.count("\ufffd") / len(text)
    return -1.0 if broken > 0.05 else sum(c in _COMMON[encoding] for c in text) / len(text) - broken
