"""Who a sentence names beside an act without doing it or being hit: who holds the place, who helps, to whom its people only belong."""

import re
from collections.abc import Sequence

from geomap.events.phrases import HELD, ActorPhrase
from geomap.events.triggers import Trigger
from geomap.model import Span
from geomap.text.gated import gated

__all__ = ["ACT_BY", "JOINED", "gave_way", "had_in_hand", "helped", "is_hit_with_object", "is_modifier_of_place", "is_no_party", "is_object", "lent_words", "not_doing", "with_partners", "without_help"]

_GROUND = re.compile(r"(?:\s*[\[(][^\])]{1,12}[\])])?\s+(?:stronghold|bastion|enclave|pocket|town|city|village|district|neighbou?rhood|suburb|area|territory|territories|holdout)s?\b", re.IGNORECASE)
"""What an armed side's name before it only describes, unless something comes "from" there."""
_FROM = gated(r"\b(?:from|by)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_HELPED = gated(
    r"\b(?:backed|supported|aided|helped) by (?:\w+ )?(?:air ?strikes|strikes|raids|air ?power|artillery|fire) (?:of|from|by)|"
    r"\b(?:backed(?: up)?|supported|aided|helped|assisted|accompanied|joined|reinforced) by|\b(?:alongside|along with|together with|side by side with|in (?:co-?operation|coordination) with)|"
    r"\b(?:help|support|backing|cover|assistance|aid|protection|participation) (?:of|from|by)",
    re.IGNORECASE,
)
"""Before who stands beside the one who acts ("with the support of X")."""
_LENT_NEXT = re.compile(r"(?:'s|’s)?\s+(?:(?:heavy|intense|intensive|precision|close)\s+)?(?:air ?strikes?|air ?power|air support|raids|strikes|artillery|shelling|bombardment)\b", re.IGNORECASE)
"""After a helper's name, what he lends."""
JOINED = re.compile(r"\s*,?\s*(?:and|or|as well as)\s+(?:also\s+)?(?:by\s+)?(?:the\s+|its\s+)?(?:allied\s+|local\s+)?|\s*,\s*", re.IGNORECASE)
_HELD_BY = gated(
    r"\b(?:controlled|held|occupied|run|ruled|besieged|surrounded|encircled|dominated|populated|inhabited|governed|administered|manned|guarded|staffed|defended)\s+by\s+(?:[\w\-’']+\s+){0,4}$|"
    r"\bunder (?:the )?(?:full )?(?:control|rule|siege)\s+(?:of|by)\s+(?:[\w\-’']+\s+){0,3}$|\b(?:stronghold|bastion|capital|territory|hands|grip|control)\s+of\s+(?:[\w\-’']+\s+){0,3}$",
    re.IGNORECASE,
)
_MANNED_BY = gated(r"\b(?:manned|guarded|staffed|defended|run)\s+by\s+(?:[\w\-’']+\s+){0,3}$", re.IGNORECASE)
"""Before those who are hit where what they man is hit."""
_NO_PARTY = gated(
    r"\b(?:besieged|brokered|mediated|negotiated|sponsored|proposed|drafted|guaranteed|arranged)\s+by\s+(?:[\w\-’']+\s+){0,3}$|\b(?:spying|informing|working|collaborat\w+|cooperat\w+|links?|ties|allegiance|loyalty|membership|relatives|wedding|family)\s+(?:for|with|to|in|of)\s+(?:[\w\-’']+\s+){0,4}$",
    re.IGNORECASE,
)
"""Before those who besiege the place that is hit, those who made a truce that it ends, and those with whom its victims are only said to have to do."""
_ACTS = r"\b(?:strikes?|raids?|attacks?|bombardments?|shelling|bombings?|offensives?|assaults?|operations?|advances?|clashes|fire|massacres?|campaigns?)\s+"
ACT_BY = gated(rf"{_ACTS}$", re.IGNORECASE)
"""Before the "by" that leads to whose act a noun names."""
_DONE_BY = gated(rf"{_ACTS}by\s+(?:the\s+|an?\s+)?(?:[\w\-]+\s+){{0,1}}$", re.IGNORECASE)
_AS_SUBJECT = gated(r"(?:^|[,;:.\"“]|\b(?:that|and|but|which|as|when|while|after|before|because|said|says|where|if|since|how|until|once))\s*$", re.IGNORECASE)
"""Before a pronoun that is a subject; after other words "it" is an object ("the area around it")."""
_FOUGHT_BY = gated(r"\b(?:fighting|battling|opposing|facing|combating|confronting)\s+(?:the\s+)?(?:\w+\s+)?$", re.IGNORECASE)
_GAVE_WAY = gated(
    r"(?:\s+(?:fighters|militants|troops|forces|units|gunmen|defenders))?\s+(?:(?:had|have|has|was|were|all|then|quickly|hastily|suddenly)\s+)*"
    r"(?:retreat(?:ed|ing)|withdr(?:ew|awn|awing)|pull(?:ed|ing) (?:out|back)|fled|fleeing|abandon(?:ed|ing) (?:it|the|their)|driven (?:out|off|back)|forced (?:out|back)|pushed (?:out|back)|routed|ousted|expelled|evicted)\b",
    re.IGNORECASE,
)
_IN_HANDS_OF = gated(
    r"\b(?:captured|kidnapped|abducted|seized|detained|arrested|imprisoned|held|taken (?:prisoner|captive|hostage)|(?:sentenced|condemned|convicted|found guilty)\b[^.;]{0,40})\s+by\s+(?:the\s+)?$", re.IGNORECASE
)
"""Before those who had the people in their hands that were killed."""
_HELPER_WORDS = 2


def is_modifier_of_place(phrase: ActorPhrase, text: str) -> bool:
    """Whether a phrase only says whose a place is ("the rebel-held town", "a town held by the group").

    Parameters
    ----------
    phrase : ActorPhrase
    text : str
        The article's text.

    Returns
    -------
    bool
    """
    if HELD.match(text, phrase.span.end) or _HELD_BY.search(text, max(0, phrase.span.start - 50), phrase.span.start):
        return True
    return bool(_GROUND.match(text, phrase.span.end)) and not _FROM.search(text, max(0, phrase.span.start - 30), phrase.span.start)


def is_hit_with_object(phrase: ActorPhrase, text: str) -> bool:
    """Whether a phrase names those at what was hit ("a checkpoint manned by X"), who are no mere holders of a place.

    Parameters
    ----------
    phrase : ActorPhrase
    text : str
        The article's text.

    Returns
    -------
    bool
    """
    return bool(_MANNED_BY.search(text, max(0, phrase.span.start - 40), phrase.span.start))


def is_no_party(phrase: ActorPhrase, text: str, sentence: Span) -> bool:
    """Whether a phrase names who besieges the place that is hit, who made a truce for others, or with whom victims are only said to have to do.

    Parameters
    ----------
    phrase : ActorPhrase
    text : str
        The article's text.
    sentence : Span

    Returns
    -------
    bool
    """
    return bool(_NO_PARTY.search(text, max(sentence.start, phrase.span.start - 60), phrase.span.start))


def gave_way(phrase: ActorPhrase, text: str) -> bool:
    """Whether a phrase names who left the ground that another took ("took the town after X retreated").

    Parameters
    ----------
    phrase : ActorPhrase
    text : str
        The article's text.

    Returns
    -------
    bool
    """
    return bool(_GAVE_WAY.match(text, phrase.span.end, phrase.span.end + 60))


def had_in_hand(phrase: ActorPhrase, text: str, sentence: Span) -> bool:
    """Whether a phrase names who held or sentenced somebody ("captured by X").

    Parameters
    ----------
    phrase : ActorPhrase
    text : str
        The article's text.
    sentence : Span

    Returns
    -------
    bool
    """
    return bool(_IN_HANDS_OF.search(text, max(sentence.start, phrase.span.start - 70), phrase.span.start))


def is_object(phrase: ActorPhrase, text: str, left: int) -> bool:
    """Whether a pronoun, or whom somebody is said to be fighting, is an object and not the subject of what follows.

    Parameters
    ----------
    phrase : ActorPhrase
    text : str
        The article's text.
    left : int
        Where its clause begins.

    Returns
    -------
    bool
    """
    word = phrase.text.lower()
    if _FOUGHT_BY.search(text, max(left, phrase.span.start - 40), phrase.span.start):
        return True
    return word == "them" or (word == "it" and not _AS_SUBJECT.search(text, max(left, phrase.span.start - 12), phrase.span.start))


def not_doing(phrases: list[ActorPhrase], text: str) -> list[ActorPhrase]:
    """Phrases without those whose act a noun names ("a bombardment by X and Y"): they are not hit.

    Parameters
    ----------
    phrases : list of ActorPhrase
        In order of the text.
    text : str
        The article's text.

    Returns
    -------
    list of ActorPhrase
    """
    doing: list[ActorPhrase] = []
    for i, phrase in enumerate(phrases):
        joined = bool(doing) and phrases[i - 1] is doing[-1] and JOINED.fullmatch(text, phrases[i - 1].span.end, phrase.span.start)
        if joined or _DONE_BY.search(text, max(0, phrase.span.start - 50), phrase.span.start):
            doing.append(phrase)
    return [p for p in phrases if p not in doing]


def helped(phrases: list[ActorPhrase], text: str, triggers: Sequence[Trigger]) -> tuple[dict[ActorPhrase, ActorPhrase], list[ActorPhrase]]:
    """Who only helps ("backed by X and Y", "with air cover from Z"), each with whom: who is named before, else the next; and whom the act itself helps.

    Parameters
    ----------
    phrases : list of ActorPhrase
        Of one sentence, in order.
    text : str
        The article's text.
    triggers : sequence of Trigger
        Of one act.

    Returns
    -------
    dict of ActorPhrase to ActorPhrase, list of ActorPhrase
    """
    found: dict[ActorPhrase, ActorPhrase] = {}
    served: list[ActorPhrase] = []
    before: ActorPhrase | None = None
    waiting: list[tuple[ActorPhrase, bool]] = []
    for i, phrase in enumerate(phrases):
        words = _words_of_help(phrase, text, phrases[i - 1].span.end if i else 0)
        if words is None and i and _goes_on(text, phrases[i - 1], phrase, listed=phrases[i - 1] in found, fronted=bool(waiting) and waiting[-1][0] is phrases[i - 1]):
            words = phrase.span
        if words is None or phrase.kind == "people":
            before = phrase
            served += [phrase for _, own in waiting if own]
            found |= {p: phrase for p, own in waiting if not own}
            waiting = []
            continue
        own = any(t.span.overlaps(words) for t in triggers)
        if before is None:
            waiting.append((phrase, own))
        elif own:
            served.append(before)
        else:
            found[phrase] = before
    return found, served


def _goes_on(text: str, before: ActorPhrase, phrase: ActorPhrase, *, listed: bool, fronted: bool) -> bool:
    """Whether a phrase goes on with those who help; after a participle in front, a comma alone ends them ("backed by X, Y took the town")."""
    joined = JOINED.fullmatch(text, before.span.end, phrase.span.start)
    return joined is not None and (listed or (fronted and joined[0].strip() != ","))


def _words_of_help(phrase: ActorPhrase, text: str, since: int) -> Span | None:
    """From the words that make a phrase a helper of whoever acts to its end; None if there are none."""
    m = next(reversed(list(_HELPED.finditer(text, max(since, phrase.span.start - 60), phrase.span.start))), None)
    return Span(m.start(), phrase.span.end) if m is not None and len(text[m.end() : phrase.span.start].split()) <= _HELPER_WORDS else None


def lent_words(text: str, phrases: Sequence[ActorPhrase]) -> list[Span]:
    """The words for what helpers lend ("backed by Russian air strikes").

    Parameters
    ----------
    text : str
        The article's text.
    phrases : sequence of ActorPhrase
        Of a sentence.

    Returns
    -------
    list of Span
    """
    words = [w for i, p in enumerate(phrases) if (w := _words_of_help(p, text, phrases[i - 1].span.end if i else 0))]
    return [Span(w.start, m.end()) if (m := _LENT_NEXT.match(text, w.end)) else w for w in words]


def without_help(text: str, triggers: Sequence[Trigger], phrases: Sequence[ActorPhrase]) -> list[Trigger]:
    """Leave out the words for what helpers lend ("backed by Russian air strikes"), which is no act of its own.

    Parameters
    ----------
    text : str
        The article's text.
    triggers : sequence of Trigger
        Of one sentence.
    phrases : sequence of ActorPhrase
        Of the sentence.

    Returns
    -------
    list of Trigger
        In the order given.
    """
    lent = lent_words(text, phrases)
    return [t for t in triggers if not any(t.span.overlaps(w) for w in lent)]


def with_partners(party: list[ActorPhrase], phrases: list[ActorPhrase]) -> list[ActorPhrase]:
    """Put before each phrase those that share its noun ("Kurdish and regime forces"), as the text has them.

    Parameters
    ----------
    party : list of ActorPhrase
    phrases : list of ActorPhrase
        All of the sentence.

    Returns
    -------
    list of ActorPhrase
    """
    found: list[ActorPhrase] = []
    for phrase in party:
        sharing = [p for p in phrases if p.shares and next((q for q in phrases if q.span > p.span and not q.shares), None) == phrase]
        found += [p for p in (*sharing, phrase) if p.actor not in {f.actor for f in found} or p.actor is None]
    return found
