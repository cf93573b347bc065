"""Words that say whether an act is one already told: "the strike", "another strike", "a strike on a town", whose name comes later."""

import re
from collections.abc import Sequence

from geomap.events.losses import Toll
from geomap.events.triggers import Trigger
from geomap.model import Span
from geomap.text.gated import gated

__all__ = ["is_another", "is_known", "is_unnamed"]

_PLAIN = r"(?!(?:of|in|on|at|by|than|and|or|to|for|from|with|near|that|which|who|when|as|the|an?|said|killed|hit|fired|fell|launched|carried|conducted|dropped|targeted|struck|shelled|bombed|was|were|is|are|has|have|had|\d+)\b)"
"""No word that ends what a noun's determiner reaches."""
_KNOWN = gated(rf"\b(?:the|this|(?-i:That)|these|those|(?:mon|tues|wednes|thurs|fri|satur|sun)day['’]?s|yesterday['’]?s)\W+(?:{_PLAIN}[\w\-]+\s+){{0,3}}$", re.IGNORECASE)
"""Before a noun for what readers know of ("the deadly air raid", "Sunday's blast")."""
_OTHER = gated(
    r"\b(?:another|an?\W+(?:second|third|fourth|fifth|similar|separate|further|subsequent|different|later)|(?:in|by|,|and|with)\W+(?:further|subsequent|additional)|(?<!the )(?<!each )other)\W+"
    rf"(?:{_PLAIN}[\w\-]+\s+){{0,3}}$",
    re.IGNORECASE,
)
"""Before a noun for what was not told yet."""
_ALSO = gated(r"\b(?:also|separately|later|then|subsequently|likewise)\W+(?:been\W+|be\W+)?(?:\w+ly\W+)?$", re.IGNORECASE)
"""Before a verb that tells one act more."""
_ASIDE = gated(r"(?:Elsewhere|Separately|On (?:another|other) fronts?|In (?:a |an )?(?:another|other|separate|similar) \w+)\b")
"""At the beginning of a sentence."""
_MORE_DEAD = gated(r"\b(?:another|a further|an additional)\W+\w+|\b(?:\d+|[a-z\-]+)\W+(?:more(?!\W+than)|others?)\b", re.IGNORECASE)
"""At the beginning of a figure that counts others than those told before."""
_FIGURE = 24
_NO_NAME = gated(
    rf"(?:\b(?:an?|one|two|three|several|some)\W+(?:{_PLAIN}[\w\-]+\s+){{0,4}}(?:town|village|district|neighbou?rhood|suburb|area|camp|hamlet|city|part|region)|"
    r"(?<!\bthe )(?<!\bits )\b(?:(?:[a-z]+-held|residential|civilian|populated|different|various|other)\W+)?(?:towns|villages|districts|neighbou?rhoods|suburbs|areas|camps|hamlets|parts|regions))"
    r"\W+(?:(?:(?:north|south|east|west)\w*|in|of|near|outside|the|from|close|to|just|not|far|province|countryside|city|governorate|\w+-held|syria[n'’]?s?|held|by|rebel|rebels|regime|opposition|government|second|[a-z\-]+ern)\W+){0,8}$",
    re.IGNORECASE,
)
"""Before the name of what holds a place that is not named yet."""
_REACH = 60


def is_known(text: str, sentence: Span, triggers: Sequence[Trigger]) -> bool:
    """Whether an act is told as one that readers know of ("the raid", "Sunday's attack").

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    triggers : sequence of Trigger
        Of one act.

    Returns
    -------
    bool
    """
    return any(t.pos == "n" and _KNOWN.search(text, max(sentence.start, t.span.start - _REACH), t.span.start) for t in triggers)


def is_another(text: str, sentence: Span, triggers: Sequence[Trigger], tolls: Sequence[Toll]) -> bool:
    """Whether an act is told as one besides those told before ("another raid", "they also shelled", "four others died in").

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    triggers : sequence of Trigger
        Of one act.
    tolls : sequence of Toll
        Of the act.

    Returns
    -------
    bool
    """
    if _ASIDE.match(text, sentence.start, sentence.end):
        return True
    if is_known(text, sentence, triggers):
        return False
    if any((_OTHER if t.pos == "n" else _ALSO).search(text, max(sentence.start, t.span.start - _REACH), t.span.start) for t in triggers if t.pos == "n" or not t.frame.weak):
        return True
    killed = [t for t in tolls if t.kind == "killed"]
    return len(killed) == 1 and bool(_MORE_DEAD.search(text, max(sentence.start, killed[0].span.start - 8), min(killed[0].span.end, killed[0].span.start + _FIGURE)))


def is_unnamed(text: str, sentence: Span, place: Span | None) -> bool:
    """Whether an act is told of a place without a name in a larger one ("a town in the province of A").

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    place : Span or None
        Of the larger one's name.

    Returns
    -------
    bool
    """
    return place is not None and bool(_NO_NAME.search(text, max(sentence.start, place.start - 2 * _REACH), place.start))
