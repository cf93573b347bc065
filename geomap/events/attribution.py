"""Whether an act happened, and on whose word: modality, attestation, claimant."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from geomap.model import Attestation, Modality, Span, SubEventType
from geomap.tables.reader import read_table
from geomap.text.gated import gated
from geomap.text.patterns import PatternIndex, lowered

__all__ = ["Attribution", "attribution_of", "bearing_on", "modality_of"]

_SAY = (
    r"(?:said|says|say|reported|reports|announced|announces|claimed|claims?|told|tells|added|adds|stated|states|confirmed|confirms|"
    r"insist(?:s|ed)?|revealed|declared|noted|quoted|cited|citing|according|sources?|pointed out|documented|monitored|admitted|denied)"
)
_REPORTING = gated(rf"\b{_SAY}\b")
_SAYS_ITSELF = gated(r"\b(?:said|say|announced|claim(?:ed)?|stated|confirmed|declared|added|insist(?:ed)?)$")
_SAYS_AFTER = re.compile(rf"[^,.;]{{0,45}}?\b{_SAY}\b")
_NAMED_BEFORE = gated(r"\b(?:according to|citing|quoting|quoted|told|said|says|(?:reported|claimed|announced|published|confirmed|denied) by)\b[^,.;]{0,30}$")
_CLAIM_WORDS = r"(?:reports?|alleg(?!ian)\w+|accus\w+|charges?|claims?)"
_DENIAL = (
    rf"\bden(?:ied|ies|y|ying)(?:\s+(?!access|entry|permission)[\w'’\-]+){{0,4}}?\s+(?:{_CLAIM_WORDS}|that|it|any|involve\w+|responsib\w+|blame|role|behind|being|having|us(?:e|ing)|carrying|targeting|striking|hitting|"
    rf"bombing|shelling|conducting|launching|attacking|strikes?|attacks?)\b|\b(?:reject|dismiss|refut)(?:s|es|ed|ing)?(?:\s+[\w'’\-]+){{0,3}}?\s+(?:{_CLAIM_WORDS}|responsib\w+)\b|"
    rf"\b{_CLAIM_WORDS}\b[^.;]{{0,60}}?\s(?:denied|rejected|dismissed|refuted)\b|\b(?:not trustworthy|is misleading|fabricated|falsified|baseless)\b"
)
"""What is denied is a charge or an act; a plea that is rejected or a belief that is denied leaves the act as told."""
_DENIED = gated(_DENIAL)
_OF_WEAPONS = re.compile(r"\b(?:chemical|poison\w*|toxic|sarin|chlorine|nerve|gas|gases|(?:such|the|these|those|any such) weapons)\b")
"""In the words of a denial that speaks of a means."""
_UNDENIABLE = frozenset({SubEventType.ARMED_CLASH, SubEventType.AGREEMENT, SubEventType.DISRUPTED_WEAPONS})
"""Acts that no charge is about: who rejects one has not rejected these."""
_DENIAL_CHARS = 60
_TOLD_TO = gated(r"\btold (?:the )?$")
"""Before a medium that only carries what somebody else says."""
_DENIED_NEXT = gated(rf"[^.]{{0,80}}?(?:{_DENIAL})")
_DISPUTED = gated(r"\b(?:unconfirmed|could not be (?:independently )?(?:verified|confirmed)|disputed|conflicting reports)\b")
_HEDGE_CLAIM = gated(r"\b(?:allegedly|purportedly|alleged|accus(?:es|ed|ing|ation|ations)|blamed)\b")
_THREAT = gated(r"\b(?:threat(?:en(?:s|ed|ing)?)?|threats?|vow(?:s|ed|ing)? to|warn(?:s|ed|ing)?|pledg(?:es|ed) to)\b")
_PLAN = gated(
    r"\b(?:will(?! be remembered)|would(?! (?:\w+ )?(?:mark|represent|constitute|be (?:the|one of|among|by far)))|shall|plans? to|planned to|planning|plans|prepar(?:es?|ed|ing) (?:to|for)|about to|intend(?:s|ed|ing)? to|"
    r"going to|likely to|expected to|scheduled to|set to|poised to|aims? to|aimed at|aiming (?:to|at)|hopes? to|seek(?:s|ing)? to|"
    r"upcoming|forthcoming|imminent|plotting|plot to|gearing up|ready to|in order to|ahead of|preparations? for)\b"
)
_CONDITION = gated(r"\b(?:(?<!clear )(?<!know )(?<!known )(?<!sure )(?<!certain )(?<!asked )(?<!determine )(?<!say )(?<!see )if|unless|should|in case|in the event)\b")
_IF_FIRST = re.compile(r"\W*(if|unless|in case|in the event)\b[^.;]*?,")
_NEGATION = gated(r"\b(?:not|n't|never|no longer|without|no|neither|nor|refrain(?:ed|s)? from|did not)\b")
_DID = re.compile(r"\s+(?:\w+ly\s+)?(?:killed|hit|struck|wounded|injured|targeted|destroyed|pounded|rocked|shook|claimed|left)\b")
"""After the noun for an act that did something."""
_FAILED = gated(r"\b(?:tried|attempt(?:ed|s|ing)?|failed|fail(?:s|ing)?|trying) to\b")
_SUFFERED = gated(r"\b(?:killed|wounded|injured|hurt|died|dead)\b[^,;]{0,20}\b(?:in|by|during|from)\b")
"""Between a modal and a noun: "may have been hurt in the raid" doubts the hurt, not the raid."""
_UNKNOWN = re.compile(r"\W+(?:\w+\W+){0,3}?(?:if|whether|who|what|how|why|which)\b")
"""After "not" that denies knowledge ("it was not clear whether X bombed the town")."""
_GOVERNED = re.compile(
    r"\W*(?:(?:of|for|to|against|at|out|up|in)\W+)?(?:(?!(?:in|on|at|for|of|by|from|to|with|about|after|before|following|during|against|amid|that|who|which|as|said|over|under|since|was|were|is|are|had|has|when|where)\b)[\w'’\-]+\W+"
    r"(?:(?:out|up|part in)\W+)?){0,6}$"
)
"""From a word for plans to the noun that names what is planned; further on stands another's act."""
_KNOWN_ACT = re.compile(
    r"\b(?:the|this|that|those|these|last|recent|suspected|alleged|deadly|previous|earlier|yesterdays?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|june|july|august|september|october|november|december)"
    r"\W+(?:[\w\-]+\W+){0,3}$"
)
_ANSWERED = re.compile(r"\b(?:respon\w+ to|retaliat\w+ (?:for|against|to)|reprisals? for|revenge for|aveng\w+|because of|due to)\s+(?:\w+\s+){0,3}$")
_PARTS, _LONGEST_PART = re.compile(r"[,;:.]|\b(?:and|but|while|after|who|which|that)\b"), 5
_WINDOW = 60


@dataclass(frozen=True, slots=True)
class Attribution:
    """On whose word an act stands."""

    attestation: Attestation
    claimant: str | None
    side: str | None
    span: Span | None
    rule: str
    denial: str = ""
    """The words of a denial."""
    undenied: Attestation = Attestation.REPORTED
    """What the word is worth for acts that the denial is not about."""


@lru_cache(maxsize=1)
def _sources() -> PatternIndex[tuple[str, str, str]]:
    rows = read_table("sources.csv", ("pattern", "side", "attestation"))
    return PatternIndex((r["pattern"], (r["side"], r["attestation"], r["_row"])) for r in rows)


def modality_of(text: str, sentence: Span, trigger: Span, verb: bool) -> tuple[Modality, Span | None]:
    """Whether an act has happened, from the words before its trigger.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    trigger : Span
    verb : bool
        Whether the trigger is a verb; "will" before a noun belongs to another verb.

    Returns
    -------
    Modality, Span or None
        With the words that say so. A failed try is an act of its own and stays actual.
    """
    low, at = lowered(text), trigger.start
    near = max(sentence.start, at - _WINDOW)
    parts = _PARTS.finditer(low, max(sentence.start, near - _LONGEST_PART), at)
    left = max([near, *(m.end() for m in parts if verb or m[0] in ";:.")])
    if _FAILED.search(low, left, at) or (not verb and _DID.match(low, trigger.end, sentence.end)):
        return Modality.ACTUAL, None
    if (first := _IF_FIRST.match(low, sentence.start, sentence.end)) and first.end() <= at:
        return Modality.CONDITIONAL, Span(*first.span(1))
    for modality, pattern in ((Modality.NEGATED, _NEGATION), (Modality.THREATENED, _THREAT), (Modality.PLANNED, _PLAN)):
        hits = [h for h in pattern.finditer(low, left, at) if not _UNKNOWN.match(low, h.end(), at) and (verb or not (_SUFFERED.search(low, h.end(), at) or _of_another(low[h.end() : at])))]
        if hits and (verb or modality is not Modality.NEGATED or at - hits[-1].end() < 15):  # "no clashes"
            return modality, Span(*hits[-1].span())
    clause_start = max(sentence.start, low.rfind(",", sentence.start, at) + 1)
    if condition := _CONDITION.search(low, clause_start, at):
        return Modality.CONDITIONAL, Span(*condition.span())
    return Modality.ACTUAL, None


def _as_carrier(low: str, at: int, attestation: Attestation, side: str | None) -> tuple[Attestation, str | None]:
    """What a source's word is worth where it was only told something ("an official told the agency")."""
    return (Attestation.REPORTED, None) if attestation is Attestation.CLAIMED and _TOLD_TO.search(low, max(0, at - 20), at) else (attestation, side)


def _of_another(between: str) -> bool:
    """Whether the words from a modal word to a noun lead to an act known to have been ("would condemn the attack", "would respond to strikes")."""
    return bool(_ANSWERED.search(between)) or (bool(_KNOWN_ACT.search(between)) and not _GOVERNED.fullmatch(between))


def bearing_on(attribution: Attribution, sub_type: SubEventType) -> Attribution:
    """On whose word an act of a type stands: a denial of one means ("such weapons") or of a charge is none of another act.

    Parameters
    ----------
    attribution : Attribution
        Of the sentence.
    sub_type : SubEventType
        Of the act.

    Returns
    -------
    Attribution
    """
    if attribution.attestation is not Attestation.DENIED:
        return attribution
    of_weapons = sub_type is not SubEventType.CHEMICAL_WEAPON and _OF_WEAPONS.search(attribution.denial)
    return replace(attribution, attestation=attribution.undenied) if of_weapons or sub_type in _UNDENIABLE else attribution


def attribution_of(text: str, sentence: Span, following: Span | None, last: Attribution | None) -> Attribution:
    """On whose word a sentence stands.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    following : Span or None
        The next sentence, in which a denial may stand.
    last : Attribution or None
        Of the sentence before, for "the source added".

    Returns
    -------
    Attribution
        Reported where nobody is named, or a monitor, a witness or an agency; claimed where a party to the war speaks.
    """
    low = lowered(text)
    attestation, claimant, side, span, rule = Attestation.REPORTED, None, None, None, "no source named"
    if _REPORTING.search(low, sentence.start, sentence.end):
        for m in _sources().find(low, sentence.start, sentence.end):
            said = _SAYS_ITSELF.search(low, m.start, m.end) or _SAYS_AFTER.match(low, m.end, sentence.end)
            if not said and not _NAMED_BEFORE.search(low, max(sentence.start, m.start - 60), m.start):
                continue
            source_side, word, row = m.value
            if word == "last":
                if last is None or last.claimant is None:
                    continue
                attestation, claimant, side = last.attestation, last.claimant, last.side
            else:
                attestation, claimant, side = Attestation(word), _SAYS_ITSELF.regex.sub("", text[m.start : m.end]).rstrip(), source_side or None
            attestation, side = _as_carrier(low, m.start, attestation, side)
            span, rule = Span(m.start, m.end), row
            if attestation is Attestation.CLAIMED:
                break
    denial = _DENIED.search(low, sentence.start, sentence.end) or (following and _DENIED_NEXT.match(low, following.start, following.end))
    if attestation is Attestation.REPORTED and _HEDGE_CLAIM.search(low, sentence.start, sentence.end):
        attestation, rule = Attestation.CLAIMED, "accusation or hedge"
    if denial:
        return Attribution(Attestation.DENIED, claimant, side, span, "denial", low[denial.start() : denial.end() + _DENIAL_CHARS], attestation)
    if _DISPUTED.search(low, sentence.start, sentence.end):
        attestation, rule = Attestation.DISPUTED, "unconfirmed"
    return Attribution(attestation, claimant, side, span, rule)
