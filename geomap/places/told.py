"""Places that have no name of their own: "12 km north of X", "east of X", "between X and Y", "the X-Y road"."""

import re
from dataclasses import replace

from geomap.model import Article, Mention, Precision, Resolution, Span, ToponymType, content_id
from geomap.places.context import NUMBER_WORDS
from geomap.places.gazetteer import Gazetteer
from geomap.places.relative import at_direction, between, near_place
from geomap.tables.toponym_words import load_toponym_words
from geomap.text.gated import gated

__all__ = ["told_places"]

_REACH = 70  # characters before a name in which a distance and a direction are looked for
_KM = {"km": 1.0, "kms": 1.0, "kilometers": 1.0, "kilometres": 1.0, "kilometer": 1.0, "kilometre": 1.0, "mile": 1.609, "miles": 1.609}
_OF_NAME = r"of\s+(?:the\s+)?(?:(?:[\w\-]+\s+){0,4}?(?:(?:town|city|village)\s+of|(?:second|main|largest|northern|southern|eastern|western|central|provincial|besieged|coastal|ancient|border)\s+city|capital)\s+)?$"
_NUMBER = rf"(?P<number>\d{{1,3}}(?:\.\d+)?|{'|'.join(NUMBER_WORDS)})"
_DISTANCE = rf"(?:{_NUMBER}[\s-]?(?P<unit>km|kms|kilomet(?:er|re)s?|miles?)\s+(?:\([^()]{{1,24}}\)\s+)?)?(?:to\s+the\s+)?"
_DIRECTED = gated(rf"\b{_DISTANCE}(?P<direction>(?:(?:north|south)[\s-]?)?(?:north|south|east|west))\s+{_OF_NAME}", re.IGNORECASE)
_MEASURED = gated(rf"\b{_NUMBER}[\s-]?(?P<unit>km|kms|kilomet(?:er|re)s?|miles?)\s+(?:away\s+)?(?:from|outside)\s+(?:the\s+)?$", re.IGNORECASE)
_BETWEEN = gated(r"\bbetween\s+(?:the\s+)?(?:(?:towns?|cities|villages)\s+of\s+)?$", re.IGNORECASE)
_TOWN_OF = r"(?:the\s+)?(?:(?:town|city|village)\s+of\s+)?"
_ROADS = r"(?:road|highway|motorway|route|axis)"
_ROAD = re.compile(rf"\s+{_ROADS}\b", re.IGNORECASE)
_LINKING = gated(
    rf"\b{_ROADS}\s+(?:(?:running|leading|going|stretching|extending)\s+)?(?:from|(?:(?:that|which)\s+)?(?:links?|linking|connects?|connecting))\s+{_TOWN_OF}$",
    re.IGNORECASE,
)
_AND = re.compile(rf"\s+and\s+{_TOWN_OF}")
_TO = re.compile(rf"\s+(?:and|with|to)\s+{_TOWN_OF}")


def told_places(article: Article, mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Places told by their position to the named ones.

    They stand beside the mentions of `find_places`, not in their stead: "12 km north of Homs" holds the name Homs, which is
    Homs, and as a whole is a place 12 km off.

    Parameters
    ----------
    article : Article
    mentions : tuple of Mention
        As `find_places` gives them.
    gazetteer : Gazetteer

    Returns
    -------
    tuple of Mention
        Sorted by span; the span holds the whole phrase; match type relative.
    """
    out: list[Mention] = []
    for i, mention in enumerate(mentions):
        if not mention.in_syria or not mention.resolution.resolved or mention.toponym_type is not ToponymType.LITERAL:
            continue
        following = mentions[i + 1] if i + 1 < len(mentions) else None
        made = _directed(article, mention, gazetteer) or _between(article, mention, following, gazetteer)
        if made is not None:
            out.append(made)
    return tuple(out)


def _mention(article: Article, start: int, end: int, resolution: Resolution) -> Mention:
    identity = content_id("m", article.sha256, start, end, "told")
    named = replace(resolution, place=article.text[start:end], place_id=None, feature_code=None)
    return Mention(identity, article.id, Span(start, end), article.text[start:end], ToponymType.LITERAL, True, named)


def _kilometres(found: re.Match[str]) -> float:
    number = found["number"].lower()
    return round((NUMBER_WORDS.get(number) or float(number)) * _KM[found["unit"].lower()], 1)


def _directed(article: Article, mention: Mention, gazetteer: Gazetteer) -> Mention | None:
    if mention.resolution.precision is Precision.COUNTRY:
        return None  # "east of Syria's capital" is not told from the middle of the country
    start = max(0, mention.span.start - _REACH)
    start = max(start, article.text.rfind(". ", start, mention.span.start) + 1)
    found = _DIRECTED.search(article.text, start, mention.span.start)
    if found is not None:
        bearing = load_toponym_words().directions.get(re.sub(r"[\s-]", "", found["direction"].lower()))
        if bearing is None:
            return None
        distance = _kilometres(found) if found["number"] else None
        resolution = at_direction(mention.resolution, bearing, distance, gazetteer)
        return _mention(article, found.start(), mention.span.end, resolution)
    found = _MEASURED.search(article.text, start, mention.span.start)
    if found is None:
        return None
    distance = _kilometres(found)
    reason = f"told as {distance:g} km from {mention.resolution.place}, no direction is said"
    resolution = near_place(mention.resolution, reason, gazetteer, 1.2 * distance)
    return _mention(article, found.start(), mention.span.end, resolution)


def _between(article: Article, mention: Mention, other: Mention | None, gazetteer: Gazetteer) -> Mention | None:
    if other is None or not other.resolution.resolved or not other.in_syria:
        return None
    gap = article.text[mention.span.end : other.span.start]
    start = max(0, mention.span.start - _REACH)
    found = _BETWEEN.search(article.text, start, mention.span.start)
    if found is not None and _AND.fullmatch(gap):
        return _mention(article, found.start(), other.span.end, between(mention.resolution, other.resolution, gazetteer))
    on_road = "on the road between"
    found = _LINKING.search(article.text, start, mention.span.start)
    if found is not None and _TO.fullmatch(gap):
        return _mention(article, found.start(), other.span.end, between(mention.resolution, other.resolution, gazetteer, on_road))
    road = _ROAD.match(article.text, other.span.end)
    if road is not None and gap.strip() in {"-", "–", "—"}:
        return _mention(article, mention.span.start, road.end(), between(mention.resolution, other.resolution, gazetteer, on_road))
    return None
