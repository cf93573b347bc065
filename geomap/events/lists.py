"""Lists of places: which names go on with the place of an act, and which only say where it lies."""

import re

from geomap.events.losses import AMOUNT
from geomap.model import MatchType, Mention, Precision
from geomap.text.gated import gated

__all__ = ["SHARE", "chain_of", "contains"]

_KIND = (
    r"(?:towns?|villages?|city|cities|areas?|regions?|districts?|neighbou?rhoods?|suburbs?|provinces?|governorates?|countryside|camps?|quarters?|"
    r"crossings?|hills?|mountains?|farms?|outskirts|surroundings|vicinity|airport|air ?base|base|fields?|roads?|castle|dam|bridge|front|side)"
)
_CHAIN = re.compile(
    rf"(?:\W+\d{{1,2}}\b)?\W*(?:(?:and|as well as)\W+(?:an?|the|another|its|their)\W+(?:\w+\W+){{1,6}}?(?:in|near|at|of)\W+(?:the\W+)?)?"
    rf"(?:(?:[a-z\-]+\W+){{0,2}}?(?=(?:and|as well as)\b))?(?:(?:and\W+)?(?:the\W+)?areas?\W+(?:\w{{2}}\W+)?(?:(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)\w*\W+of\W+)?)?"
    rf"(?:(?:strategic|nearby|neighbou?ring|key|besieged|town|village|city|area|district|neighbou?rhood|suburb|{_KIND})\W+)?"
    rf"(?:(?:and|or|as well as|and also|&|plus)\W+)?(?:(?:also|both|even|nearby|neighbou?ring)\W+)?(?:(?:in|at|near|on|around|to|of)\W+)?(?:the\W+)?"
    rf"(?:(?:{_KIND})\W+(?:and\W+{_KIND}\W+)?(?:of\W+)?(?:the\W+)?)?",
    re.IGNORECASE,
)
_WIDE = frozenset({Precision.ADMIN1, Precision.ADMIN2, Precision.AREA})
_COORDINATOR = gated(r"\b(?:and|or|as well as|plus)\b|[,&]", re.IGNORECASE)
_ANOTHER = re.compile(r"\W*(?:and|as well as)\W+(?:an?|another)\b", re.IGNORECASE)
_ANCHOR = gated(r"(?:(?<!\band )(?<!\bthe )(?<!\bin )(?<!\bof )\bneighbou?ring|\badjoining|\badjacent to|\bbordering|\boverlooking|\bnext to)\W+(?:the\W+)?(?:\w+\W+){0,1}$|,\W+(?:just\W+)?(?:near|outside|close to|not far from)\W+(?:the\W+)?(?:[a-z\-]+\W+){0,3}$|\b(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)? of\W+(?:the\W+)?(?:\w+\W+){0,1}$", re.IGNORECASE)
_TOLD = gated(r"\b(?:of|from|between|side|bank)\b", re.IGNORECASE)
"""In the words of a place told by its anchor ("10 km north of X"); others of that match type are names that no gazetteer has."""
_AND = gated(r"\b(?:and|or)\b", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([a-z0-9][a-z0-9 \-]{1,30}\)(?=,|\s)")
"""A remark in brackets that no list ends at ("A (twice), B")."""
_SHORT_PHRASE = 2
_PREPOSITION = gated(r"\b(?:in|at|near|on|around|of|to)\b", re.IGNORECASE)
_ADJECTIVAL = re.compile(rf"\W+{_KIND}\W+(?:of|called|named)\W+(?:the\W+)?|\W+(?:suburb|neighbou?rhood|district|quarter)\W+(?:of\W+)?", re.IGNORECASE)
_PROVINCIAL = frozenset({"ADM1", "PPLC", "PPLA"})
_GENITIVE = re.compile(r"(?:['’]s|s['’]?)\s+(?:[a-z\-]+\s+){0,2}")
_LIES_ON = re.compile(r",\s+(?:which\s+(?:is|lies)\s+)?(?:on|along|by)\s+(?:the\s+)?(?:[a-z\-]+\s+(?:of\s+)?(?:the\s+)?){0,3}", re.IGNORECASE)
"""Between a town and the river or road on which it lies ("A, on the Euphrates")."""
_OF_WHICH = re.compile(r"\s+in\s+(?:the\s+)?(?:[a-z\-]+\s+){0,2}?(?:province\s+of\s+|countryside\s+of\s+)?|\s+\(", re.IGNORECASE)
"""Between a name and the unit in which it lies, after which a list may go on."""
_BY = re.compile(rf"(?:\W+(?:river|road|highway|motorway))?,?\s+(?:near|outside|at|by|close to|next to)\s+(?:the\s+)?(?:[a-z\-]+\s+){{0,3}}?(?:{_KIND}\s+of\s+)?", re.IGNORECASE)
"""Between a river or a road and the town by which it is meant."""
_SUBURBS_OF = re.compile(r"\W+(?:\w+\W+)?of\W+(?:the\W+)?")
_INCLUDING = gated(r"\b(?:includ\w+|namely|such as|among (?:them|which))\b", re.IGNORECASE)
SHARE = re.compile(rf"(?:\s+in\s+(?:[\w\-]+\s+){{0,2}}?[\w'’\-]+)?(?:\s+[a-z]\w+){{0,2}}?(?:,?\s+and|,|,?\s+as well as)\s+(?!an?\s+(?!dozen|hundred|(?:\w+\s+)?(?:m[ae]n|wom[ae]n|child|girl|boy|civilian|person|soldier|fighter|militant|rebel|terrorist|insurgent)\b)){AMOUNT}(?:\s+[\w\-]+){{0,3}}?\s+(?:in|at|near|on|outside|inside)\s+(?:the\s+)?(?:[a-z][\w\-]*\s+){{0,4}}", re.IGNORECASE)
"""Between two places, the second with a figure of its own ("eight in A *and two in* B")."""


def chain_of(text: str, mentions: list[Mention]) -> list[Mention]:
    """The first place and the list that it begins, without what only contains it ("X and Y in the province of Z").

    Parameters
    ----------
    text : str
        The article's text.
    mentions : list of Mention
        In order of the text.

    Returns
    -------
    list of Mention
    """
    if not mentions:
        return []
    mentions = _from_head(text, mentions)
    chain, previous = [mentions[0]], mentions[0]
    before = text[max(0, mentions[0].span.start - 60) : mentions[0].span.start]
    for mention in mentions[1:]:
        between = _REMARK.sub("", text[previous.span.end : mention.span.start])
        if SHARE.fullmatch(between):
            break
        previous = mention
        if len(chain) == 1 and chain[0].resolution.precision in _WIDE and (_INCLUDING.search(between) or _SUBURBS_OF.fullmatch(between)):
            chain = [mention]  # "in Eastern Ghouta, including A and B"
        elif _ANCHOR.search(between) or (_told(mention) and not _AND.search(between)) or (_OF_WHICH.fullmatch(between) and contains(mention, chain[-1])):
            continue  # "A northeast of X and B", "A in the X province and B"
        elif _parallel(before, between) or _listed(chain[-1], mention, between):
            chain.append(mention)
        else:
            break
    if len(chain) > 1 and contains(chain[0], chain[1]):
        chain = chain[1:]
    named = [m.resolution.place_id for m in chain]
    return [m for i, m in enumerate(chain) if m.resolution.place_id is None or m.resolution.place_id not in named[:i]]  # "Ain al-Arab (Kobani)"


def _from_head(text: str, mentions: list[Mention]) -> list[Mention]:
    """Places without those before the first that only say whose it is or on which river or road."""
    if len(mentions) > 1 and mentions[0].resolution.feature_code in _PROVINCIAL and _ADJECTIVAL.fullmatch(text, mentions[0].span.end, mentions[1].span.start):
        mentions = mentions[1:]  # "the X city of Y": X is the province
    while len(mentions) > 1 and _GENITIVE.fullmatch(text, mentions[0].span.end, mentions[1].span.start):
        mentions = mentions[1:]  # "Aleppo's X district"
    while len(mentions) > 1 and mentions[0].resolution.precision is Precision.LINE and mentions[1].resolution.precision is Precision.EXACT and _BY.fullmatch(text, mentions[0].span.end, mentions[1].span.start):
        mentions = mentions[1:]  # "on the Euphrates near A", "on the M5 highway outside A"
    return mentions


def _told(mention: Mention) -> bool:
    """Whether a place is told by its anchor, so that after a name it says where that lies."""
    return mention.resolution.match_type is MatchType.RELATIVE and bool(_TOLD.search(mention.text))


def _parallel(before: str, between: str) -> bool:
    """Whether a list without commas repeats the words before its first name ("in the surroundings of A in the surroundings of B")."""
    words = between.lower().split()
    return len(words) > _SHORT_PHRASE and before.lower().split()[-len(words) :] == words


def _listed(last: Mention, mention: Mention, between: str) -> bool:
    """Whether a name goes on with the list that ends with `last`."""
    coordinated = bool(_COORDINATOR.search(between))
    if mention.resolution.precision is Precision.LINE and last.resolution.precision is Precision.EXACT and _LIES_ON.fullmatch(between):
        return False
    bare = re.sub(r"(?:north|south|east|west)\w*(?:ern)?\W+$", "", between, flags=re.IGNORECASE)
    if not _CHAIN.fullmatch(bare):
        return False
    if last.resolution.precision is mention.resolution.precision is Precision.ADMIN1 and None is not last.resolution.place_id != mention.resolution.place_id:
        return True  # no governorate lies in another
    if contains(mention, last) and not _ANOTHER.match(bare):
        return False
    return coordinated or not _PREPOSITION.search(bare)


def contains(outer: Mention, inner: Mention) -> bool:
    """Whether a mention is the admin unit or region in which the other lies, or the city of a quarter.

    Parameters
    ----------
    outer, inner : Mention

    Returns
    -------
    bool
    """
    wide, narrow = outer.resolution, inner.resolution
    if wide.country != narrow.country and None not in (wide.country, narrow.country):
        return False
    if wide.match_type is MatchType.RELATIVE and wide.place_id is None and not _TOLD.search(outer.text):
        return False  # a name that no gazetteer has, put in a governorate
    if wide.feature_code in _PROVINCIAL and narrow.feature_code == "PPLX":
        return wide.admin.admin1 == narrow.admin.admin1
    if wide.precision not in (Precision.ADMIN1, Precision.ADMIN2, Precision.AREA) or narrow.precision in (Precision.ADMIN1, None):
        return False
    return wide.admin.admin1 is None or wide.admin.admin1 == narrow.admin.admin1
