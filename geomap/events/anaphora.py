"""Places that a sentence speaks of without their names: "the town", "inside the base", "there".

Such words mean the place told last that is of their kind. Only definite words count: "a village" is another one.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from geomap.model import Mention, Precision, Span, ToponymType
from geomap.text.gated import gated

__all__ = ["places_spoken_of"]

_NOUNS = {
    "town": "town", "city": "city", "village": "village", "suburb": "town", "neighbourhood": "quarter", "neighborhood": "quarter",
    "district": "district", "quarter": "quarter", "base": "base", "airbase": "base", "air base": "base",
    "airport": "base", "garrison": "base", "camp": "camp", "prison": "prison", "jail": "prison", "detention facility": "prison", "area": "any", "enclave": "any", "province": "governorate",
    "governorate": "governorate",
}  # fmt: skip
_DEFINITE = gated(
    rf"\b(?:the|this|that)\s+(?:(?!whole\b|other\b|nearby\b|neighbou?ring\b)[\w\-]+\s+){{0,2}}?(?P<noun>{'|'.join(sorted(_NOUNS, key=len, reverse=True))})\b"
    r"(?!\s+(?:of|in|near|around|held|controlled|surrounding)\b)|(?<![\w\-])(?P<there>there)(?=\s*(?:[.,;]|$|on\b|after\b|when\b))",
    re.IGNORECASE,
)
_SETTLEMENTS = {"city": ("PPLC", "PPLA", "PPL"), "town": ("PPL", "PPLA2", "PPLA3", "PPLA4"), "village": ("PPL", "PPLA3", "PPLA4"), "quarter": ("PPLX",), "district": ("PPLX", "PPL", "PPLA2", "PPLA3", "PPLA4")}
_CODES = {"base": ("AIR", "INSM", "MIL", "FT"), "camp": ("CMP", "REFC"), "prison": ("PRN",), "governorate": ("ADM1",)}
_RARE = frozenset({"base", "camp", "prison"})
_WIDE_KM = 60.0  # a third of the country is not "the area"
_MEMORY_CHARS = 700  # three or four sentences; further on "the town" has become another


def places_spoken_of(text: str, sentence: Span, earlier: Sequence[Mention], everywhere: Sequence[Mention]) -> list[Mention]:
    """The place that a sentence without a name means.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    earlier : sequence of Mention
        Toponyms of the sentences before, in order of the text.
    everywhere : sequence of Mention
        All toponyms of the article: "the prison" may be named only further on, if the article knows one prison.

    Returns
    -------
    list of Mention
        One for each definite word whose antecedent was told near: with the word's span and the antecedent's resolution.
    """
    found: list[Mention] = []
    for word in _DEFINITE.finditer(text, sentence.start, sentence.end):
        if found and not word["noun"]:
            continue  # "there" is the place just spoken of
        kind = _NOUNS[word["noun"].lower()] if word["noun"] else "any"
        near = (m for m in reversed(earlier) if 0 <= word.start() - m.span.end <= _MEMORY_CHARS)
        same = "same" in word[0].lower()
        antecedent = next((m for m in near if _fits(m, kind) or (same and kind == "any" and m.resolution.precision is Precision.LINE)), None)
        if antecedent is None and kind in _RARE:
            of_kind = {m.resolution.place_id: m for m in everywhere if _fits(m, kind)}
            antecedent = next(iter(of_kind.values())) if len(of_kind) == 1 else None
        if antecedent:
            at = word.start("noun") if word["noun"] else word.start()
            found.append(replace(antecedent, span=Span(at, word.end())))
    return found


def _fits(mention: Mention, kind: str) -> bool:
    """Whether a toponym can be meant by a noun of a kind."""
    found, code = mention.resolution, mention.resolution.feature_code or ""
    if not found.resolved or mention.toponym_type is not ToponymType.LITERAL or found.precision in (None, Precision.COUNTRY):
        return False
    if kind == "any":
        return found.precision is not Precision.LINE and (found.radius_km or 0.0) < _WIDE_KM
    if kind in _SETTLEMENTS:
        return code in _SETTLEMENTS[kind]
    return code.startswith(_CODES[kind])
