"""Who only tells of an act, and whom a sentence holds responsible for it: who is blamed or accused, who claims it, whose the aircraft are said to be."""

import re
from collections.abc import Sequence

from geomap.events.attribution import Attribution
from geomap.events.draft import Draft
from geomap.events.phrases import ActorPhrase
from geomap.model import Span
from geomap.text.gated import gated

__all__ = ["held_responsible", "lay_blame", "of_unknown_hand", "speaks"]

_SOURCE_OF = gated(r"\b(?:sources?|officials?|spokes\w+|statements?)\W+(?:at|in|from|of|by)\W+(?:the\W+)?$", re.IGNORECASE)
_ACCORDING = gated(r"\b(?:[Aa]ccording to|[Cc]iting|[Qq]uoting)\W+(?:(?:the|an?)\W+)?$")
_SAYS = re.compile(
    r"(?:['’]?\s*(?:s\s+)?(?:(?:state|defen[cs]e|foreign|interior|information|health|news|prime|deputy|military|army|government|security|official|run|owned)[\s\-]+){0,3}(?:ministry|minister|president|spokes(?:man|woman|person)|officials?|media|television|agency))?[\s)]+(?:(?:\w+ly|also|then|later|has|have|had)\s+)*(?:said|says|told|tells|announce[sd]|report(?:s|ed)|add(?:s|ed)|state[sd]|den(?:ies|ied)|confirm(?:s|ed)|accuse[sd]|blame[sd]|condemn(?:s|ed)|"
    r"denounce[sd]|warn(?:s|ed)|urge[sd]|welcome[sd]|demand(?:s|ed)|stress(?:es|ed)|call(?:s|ed) (?:on|for|upon)|express(?:es|ed)|deplore[sd]|alleg(?:es|ed)|claim(?:s|ed)(?! (?:responsibility|the li(?:fe|ves)|(?:at least )?\d)))\b",
    re.IGNORECASE,
)
_BLAMED = gated(
    r"\b(?:blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing))\s+(?:(?:it|this|them|(?:the|that|this)\s+(?:\w+\s+){1,3})\s*on\s+|on\s+)?(?:the\s+)?(?:\w+ly\s+)?$|"
    r"\b(?:attributed\s+to|claimed\s+by|the\s+work\s+of|responsibility\b[^.;]{0,40}\b(?:with|on|of|at))\s+(?:the\s+)?(?:\w+\s+group\s+)?$|"
    r"\b(?:holds?|held|holding)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ONLY_HELD = gated(r"\b(?:holds?|held|holding)\s+(?:the\s+)?$", re.IGNORECASE)
_ANSWERABLE = re.compile(r"\W+(?:\w+\W+){0,2}(?:responsible|accountable)\b", re.IGNORECASE)
_CLAIMS = re.compile(
    r"(?:\W+(?:has|have|had|later|also|quickly|immediately|since|militants|fighters|terrorists|rebels|insurgents|group|jihadists))*\W+(?:claimed\s+(?:responsibility|(?:the|this|that|it)\b)|"
    r"(?:was|were|is|are)\s+(?:behind|responsible\s+for|to\s+blame\s+for)|took\s+responsibility|"
    r"said\s+(?:in\s+\w+\s+\w+\s+)?(?:that\s+)?(?:it|they|(?:one|two|three|some)\s+of\s+its\s+\w+|its\s+\w+)\s+(?:\w+\s+)?(?:behind|responsible|(?:had\s+)?(?:carried\s+out|staged|conducted|launched|executed|blew|detonated)))",
    re.IGNORECASE,
)
_WHOSE = gated(r"\b(?:planes?|jets?|aircraft|warplanes?|helicopters?|bombers?)\s+(?:was|were|had\s+been|are)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_OTHER_ACTS = gated(r"\b(?:previous(?:ly)?|earlier|similar|past|other|often|frequently|repeatedly|denied|denies|deny|rejected|nobody|no (?:one|group))\b", re.IGNORECASE)
_UNKNOWN_HAND = gated(
    r"\b(?:un(?:clear|known|certain)|unable to|not (?:\w+ ){0,2}(?:clear|known|certain|sure|say|specify|identify|determine|establish|tell|name)|without (?:saying|specifying|identifying|naming|apportioning)|(?:nobody|no one|none)(?: \w+){0,3} (?:say|tell|know|knew|knows))\b"
    r"[^.;]{0,25}?\b(?:(?:who|whose|which)\b(?! (?:were|was) (?:killed|hurt|wounded|injured|among))|blame\b|responsib\w+|perpetrators?\b|culprits?\b|attackers?\b|"
    r"(?:if|whether)\b(?=[^.;]{0,80}\b(?:by|carried|conducted|launched|fired|dropped|behind|responsible|belong\w*|syrian|russian|regime|government|coalition|american)\b))|"
    r"\b(?:no|neither|nobody|none)\b(?: (?:one|group|party|side|faction|organi[sz]ation|claim|armed))*[^.;,]{0,30}\b(?:claim(?:ed|s|ing)?|responsibility)\b",
    re.IGNORECASE,
)
"""Before those of whom nobody knows whether they did it."""
_BEHIND_CHARS, _SPAN_CHARS = 60, 90


def held_responsible(text: str, sentence: Span, phrases: Sequence[ActorPhrase]) -> list[ActorPhrase]:
    """Find whom a sentence holds responsible for the violence that it, or the one before, tells.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    phrases : sequence of ActorPhrase
        Its resolved words for actors.

    Returns
    -------
    list of ActorPhrase
        In order of the text; none where the sentence speaks of other acts or denies.
    """
    return [p for p in phrases if p.actor and p.kind not in ("people", "pronoun") and _is_held(text, sentence, p)]


def of_unknown_hand(text: str, sentence: Span) -> int | None:
    """Find where a sentence says that nobody knows who did it ("it was unclear whether X or Y carried out the raid").

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span

    Returns
    -------
    int or None
        Where the words end, after which the sentence names who might have; None where it says no such thing.
    """
    found = _UNKNOWN_HAND.search(text, sentence.start, sentence.end)
    return found.end() if found else None


def lay_blame(text: str, sentence: Span, phrases: Sequence[ActorPhrase], told: Sequence[Draft], *, again: bool) -> None:
    """Add to acts told without an initiator whom a sentence holds responsible for them, or that nobody knows who did them; in place.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    phrases : sequence of ActorPhrase
        Its resolved words for actors.
    told : sequence of Draft
        Violence told just before, or by the sentence.
    again : bool
        Whether the sentence tells no act of its own, so that it speaks of those before.
    """
    near = [d for d in told if not d.initiators]
    held = held_responsible(text, sentence, phrases) if again and near else []
    unknown = of_unknown_hand(text, sentence) is not None
    for draft in near:
        draft.hand_unknown = draft.hand_unknown or unknown
        if held:
            draft.initiators = [p for p in held if p.actor not in {t.actor for t in draft.targets}]
            draft.evidence = sorted({*draft.evidence, sentence})


def _is_held(text: str, sentence: Span, phrase: ActorPhrase) -> bool:
    before = text, max(sentence.start, phrase.span.start - _BEHIND_CHARS), phrase.span.start
    around = text, sentence.start, min(sentence.end, phrase.span.end + _SPAN_CHARS)
    if _BLAMED.search(*before):
        told = not _ONLY_HELD.search(*before) or bool(_ANSWERABLE.match(text, phrase.span.end))
    else:
        told = bool(_CLAIMS.match(text, phrase.span.end)) or bool(_WHOSE.search(*before))
    return told and not _OTHER_ACTS.search(*around)


def speaks(text: str, phrase: ActorPhrase, attribution: Attribution) -> bool:
    """Whether a phrase is who tells, not who acts.

    Parameters
    ----------
    text : str
        The article's text.
    phrase : ActorPhrase
    attribution : Attribution
        Of the sentence.

    Returns
    -------
    bool
    """
    if _SOURCE_OF.search(text, max(0, phrase.span.start - 40), phrase.span.start) or _ACCORDING.search(text, max(0, phrase.span.start - 40), phrase.span.start):
        return True
    said = attribution.span
    if said is not None and phrase.span.overlaps(said) and phrase.span.end <= said.end and phrase.kind != "pronoun":
        return True  # not "a monitor said a coalition | raid"
    return bool(_SAYS.match(text, phrase.span.end))
