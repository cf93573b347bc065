"""Acts that a sentence only speaks of: what people flee, fear, call for or talk about has not been told as having happened.

A noun that names an act ("shelling", "a truce") tells it only where the sentence says that it happened. Governed by such a word ("fled the
fighting", "wanted the shelling brought to an end", "any strikes"), it stands for how things are or might be.
"""

import re
from collections.abc import Sequence

from geomap.events.actdates import OF_PHRASE, heads_clause
from geomap.events.triggers import Trigger
from geomap.model import Span
from geomap.text.gated import gated

__all__ = ["is_ended", "told_triggers"]

_REACH = 90
_A_NOUN = re.compile(r"\b(?:the|by|of|from|in|after|during|amid|heavy|fierce|any|intense)\s+$", re.IGNORECASE)
"""Before a verb's form in -ing that is used as a noun."""
_TO_FIGHT = gated(r"(?<!continued )(?<!continue )(?<!continues )(?<!continuing )(?<!went on )(?<!forced )(?<!began )(?<!begun )(?<!begin )(?<!had )(?<!have )(?<!started )\bto\s+(?:help\s+|jointly\s+)?$", re.IGNORECASE)
"""Before a fight that somebody is sent or set up for."""
_TAGS = gated(r"\bTags\s+(?:(?:[A-Z][\w'’\-]*|al-[A-Z]\w+|of|the|and|for)\s+){1,12}$")
"""Before the last of a page's tags, which are no sentence."""
_CAPTION_CHARS = 200
_A_DAY = gated(r"\b(?:20\d\d|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|yesterday|today)\b", re.IGNORECASE)
"""In a caption that dates what it shows, which is then told."""
_GAP = (
    r"(?:(?!(?:in|on|at|after|following|over|by|as|when|where|while|who|which|that|and|but|against|near|during|amid|from|since|because|said|was|were|is|are|has|have|had)\b)"
    r"[\w'’\-]+\W+){0,5}$"
)
_UNTOLD = gated(
    r"\b(?:"
    r"(?:flee|flees|fled|fleeing|escap(?:e|es|ed|ing))(?: (?:from|out of))?|avoid(?:s|ed|ing)?|(?:shelter(?:s|ed|ing)?|refuge) from|displaced by|(?:caught|trapped|stuck)(?: up)? (?:in(?: the middle of)?|between)|"
    r"call(?:s|ed|ing)? (?:\w+ ){0,8}?for|(?:demand|request|discuss)(?:s|es|ed|ing)?|propos(?:e|es|ed|ing)|seek(?:s|ing)?|negotiating|mediating|oppos(?:e|es|ed|ing)|reject(?:s|ed|ing)?|rul(?:e|es|ed|ing) out|(?:not|never|n't) (?:allow|permit|tolerate|accept)|warn(?:s|ed|ing)? (?:of|against)|(?:know|knows|knew|memor(?:y|ies) of|history of|anniversary of|survived|endured|lived through)|(?:ask|appeal|plead)(?:s|ed|ing)? (?:\w+ ){0,6}?for|"
    r"talks? (?:on|about|over)|(?:protest|demonstrat|rall|march)(?:s|ed|ing|y|ies|ied|es)? against|(?:aim(?:ed|ing|s)?|geared) (?:at|towards?)|in preparation for|(?:never|not|n't) dared?(?: to)?|(?:will|would) (?:\w+ )?(?:intensify|step up|ramp up|continue|expand|increase|support|resume)|(?:hopes?|hoped|hoping|chances?|prospects?|possibility|anticipation|danger|risk|fears?|pretext|need|plea|request|absence|lack) (?:of|for)|(?:cautious|wary|silent) (?:of|on|about|over)|fear(?:s|ed|ing)?|"
    r"(?:end|halt|stop|pause|respite|lull|cessation|breach|violations?|collapse) (?:to|of|in|from)|stopping|ending|halting|preventing|(?:to|will|would|could|must|should) (?:stop|end|halt|cease|prevent|avert|deter)"
    rf")\s+{_GAP}",
    re.IGNORECASE,
)
"""Before what somebody flees, wishes for or against, or fears."""
_ANY = gated(r"\b(?:any|every|no)\s+(?!(?:fewer|less|more|other)\b)(?:(?!of\b)[\w'’\-]+\s+){0,2}$", re.IGNORECASE)
_MAYBE = gated(
    r"\b(?:could|might|(?-i:may))\s+(?:(?:not|also|be|soon|now|then|even|again|still|try to|\w+ly)\s+){0,3}$|\b(?:unclear|not (?:\w+ly )?(?:clear|known|sure|certain)) (?:if|whether)\b[^.;]*$",
    re.IGNORECASE,
)
_AIM = gated(r"\b(?:aims?|goals?|objectives?|importance|prospects?|hopes?|possibility|purpose|intention|preparations?|incapable|capable) (?:of|for)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_HEARD = gated(r"\b(?:hear|hears|heard|felt|saw)\s+(?:the|that|this)\s+(?:[\w\-]+\s+){0,2}$", re.IGNORECASE)
"""Before the noise of an act told elsewhere, at the place of those who heard it."""
_SERVES = gated(
    r"\b(?:us(?:e|es|ed|ing)|serv(?:e|es|ed|ing)|turn(?:s|ed|ing)?)\s+(?:(?!(?:artillery|warplanes|aircraft|drones?|helicopters?|force|weapons?|rockets?|missiles?|snipers?)\b)[\w\-]+\s+){0,12}?"
    r"(?:bases?|airfields?|airports?|airbases?|hubs?|areas?|towns?|villages?|city|territory|districts?|enclaves?|positions?|routes?|roads?|land|facility|facilities|schools?|hospitals?|buildings?|houses|tunnels?|launchpad|springboard|"
    r"staging \w+|bastion|stronghold|it|them)\s+(?:(?:in|of|near)\s+(?:[\w\-]+\s+){1,3}?)?(?:to|for)\s+(?:[\w\-]+\s+){0,4}$|"
    r"(?<!-)\b(?:support|help|assist|aid|train)(?:s|ed|ing)? (?:(?!(?:are|is|was|were|have|has|had|and|who|which)\b)[\w\-'’]+ ){1,6}?in (?:its|their|his) (?:\w+ ){0,2}$|"
    r"\bfrom (?:where|which)\s+(?:[\w\-]+\s+){0,4}?(?:has|have|can|could|would|used to|are|is|launch|fire|stage|mount|shell|bomb|attack|target|strike|carry out)\s+(?:[\w\-]+\s+){0,3}$",
    re.IGNORECASE,
)
"""Before what a place is good for ("use the hub to launch attacks on B", "from where they have launched assaults")."""
_SUPPOSED = gated(
    r"(?<!\beven )(?<!\bas )(?<!\bsee )(?<!\bknow )(?<!clear )(?<!known )(?<!sure )(?<!certain )(?<!asked )(?<!determine )(?<!\bsay )\b(?:if|unless|in case)\b(?!\s+(?:and|or|not|confirmed|true|verified|genuine|proven|successful|so|any)\b)(?:(?!\b(?:then|would|will|could|may|might)\b)[^.;,]){0,70}$",
    re.IGNORECASE,
)
"""Before what an if-clause only supposes."""
_WHILE_PREPARING = gated(r"\b(?:as|when|while|who|that)\s+(?:[\w\-]+\s+){0,3}?(?:were|was|had been)\s+(?:preparing|about|planning|(?:getting )?ready|readying|going)\s+(?:to|for)\s+(?:[\w\-]+\s+){0,2}$", re.IGNORECASE)
"""Before what those were about to do whom another act hit."""
_NOT_SO = gated(r"\b(?:neither|nor|never|no longer|nobody|no one|not dared?(?: to)?|n't dared?(?: to)?|never dared?(?: to)?)\s+(?:[\w\-]+\s+){0,2}$|\b(?:was|were|been|being|are|is) not\s+(?:\w+ly\s+)?$", re.IGNORECASE)
"""Before a verb for what did not happen, with which nobody rejects a charge."""
_HAS_NOT = gated(r"\b(?:has|have|had)(?: not|n't)\s+(?:\w+\s+)?$", re.IGNORECASE)
_SINCE = re.compile(r"[^.;,]{0,60}?\bsince\b", re.IGNORECASE)
_SINCE_THEN = gated(r"\b(?:since|until|before|ahead of|prior to) (?:the|its|their|his|that) (?:[\w\-]+ ){0,3}$", re.IGNORECASE)
"""Before an act that only says since when something else is so, where nobody tells its day."""
_ANY_DATE = gated(r"\b(?:20\d\d|january|february|march|april|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|yesterday|today|last|ago|earlier|this|overnight)\b|\bMay\b", re.IGNORECASE)
_MAYBE_SEE = gated(rf"\b(?:could|might|(?-i:may))\s+(?!have\b){_GAP}|\b(?:possible|potential)\s+(?:[\w\-]+\s+){{0,2}}$", re.IGNORECASE)
"""As `_MAYBE`, before a noun: what might be is nobody's plan either."""
_MIGHT_BE = re.compile(
    rf"{OF_PHRASE}\s+(?:could|would|might|will|can|cannot|shall|must|should|needs? to|(?-i:may)|(?:is|are) (?:expected|likely|unlikely|feared|planned|imminent|inevitable|impossible|intended|designed|meant|aimed)|(?:aims?|seeks?) (?:to|at))\b(?! (?:be remembered|have been|not have been))",
    re.IGNORECASE,
)
"""After a noun for an act of which is said what it would bring ("an attack on B could ...")."""
_FALL_MIGHT = re.compile(r"(?:(?!\b(?:has|have|had|was|were|which|who|that|where|when|after|and)\b)[^.;,]){1,70}?\s(?:could|would|might|will|(?-i:may))\b", re.IGNORECASE)
"""After "the fall of", likewise."""
_NOT_LET = gated(r"\b(?:not|never|n't) (?:allow|let|permit)\s+(?:[\w\-]+\s+){1,5}(?:to\s+)?$", re.IGNORECASE)
_IN_VAIN = gated(r"\b(?:unable|(?:not|never|n't)(?: been)? able|fail(?:s|ed|ing)?) to\b(?:(?!\b(?:but|and|after|when|who|which)\b)[^.;,]){0,90}\bby\s+$", re.IGNORECASE)
"""Before how somebody failed to reach his aim ("have been unable to encircle the city by capturing B")."""
_IN_WAR = re.compile(r"[^.;,]{0,60}?\bsince\s+(?:[\w\-]+\s+){0,4}?(?:protests?|demonstrations?|uprising|revolt|revolution|war|conflict|unrest)\b", re.IGNORECASE)
"""After the dead of the whole war, who are not those of its first protests."""
_CENTURY = gated(r"\b(?:\d\d?th|\w+(?:th|teenth))[\s\-]century\b", re.IGNORECASE)
"""In what is told of a place's past."""
_UNTIL = gated(r"\b(?:not|never|n't|until|till|before|unless)\b(?:(?!\b(?:and|but|after|when)\b)[^.;,]){0,60}\b(?:until|till|unless)\b(?:(?!\b(?:and|but|after|when)\b)[^.;,]){0,60}$", re.IGNORECASE)
"""Before what somebody waits for ("will not rest until the town is freed")."""
_DREADED = gated(
    r"\b(?:fear(?:s|ed|ing)?|afraid|worr(?:y|ies|ied)|concern(?:s|ed)?|call(?:s|ed|ing)? (?:for|on|upon)|urg(?:e|es|ed|ing)|ask(?:s|ed|ing)?|appeal(?:s|ed)? (?:for|to)|warn(?:s|ed|ing)?)\b"
    r"(?:(?!\b(?:and|but|after|when|because|said|were|was|had|has|have)\b)[^.;,]){0,50}\b(?:would|could|might|will|may|to|if)\s+(?:(?:be|again|soon|also|then|\w+ly)\s+){0,3}$",
    re.IGNORECASE,
)
"""Before a verb for what somebody fears or asks for ("feared that the army would shell B", "called on people to protest")."""
_ON_PICTURES = gated(
    r"\b(?:m[ae]n|wom[ae]n|boys?|girls?|child|children|people|residents|civilians|syrians|rescuers|workers?|members?|fighters?|militants?|terrorists?|rebels?|insurgents?|soldiers?|paramedics?|volunteers?|firefighters?|smoke|flames|vehicles?)\b(?:\s+(?!(?:has|have|had|was|were|his|their|its)\b)[\w\-]+){0,3}?\s+"
    r"(?:walks?|looks?|stands?|inspects?|sits?|rides?|cries|cry|carr(?:y|ies)(?!\s+out\b)|gathers?|searche?s?|reacts?|runs?|pass(?:es)?|rises?|billows?|waits?|plays?|sells?|mourns?)\b[^.;)]*$|"
    r"\b(?:pictures?|photos?|photographs?|images?)\b[^.;)]{0,40}\bshows?\b[^.;)]*$",
    re.IGNORECASE,
)
"""Before what a picture's caption tells beside the story."""
_WISHED = gated(
    r"\b(?:want(?:s|ed|ing)?|wish(?:es|ed)?|hop(?:e|es|ed|ing)|eager|keen|desperate|aspir(?:e|es|ed|ing)|longs?|seeks?|seeking|aims?|looked set|looks set|seem(?:s|ed) set)\s+to\s+(?:\w+ly\s+)?[\"“']?$|\b(?:would|will|could|may|might)\s+(?:take|need|require)\s+(?:\w+\s+){1,4}to\s+(?:\w+ly\s+)?$|\bto\s+(?:enable|help|allow|let|assist)\s+(?:[\w\-]+\s+){1,4}(?:to\s+)?$",
    re.IGNORECASE,
)
"""Before a verb for what somebody would like, or would like others to do."""
_ENDED = gated(
    r"(?<!non[- ])\b(?:halt(?:s|ed|ing)?|stop(?:s|ped|ping)?|suspend(?:s|ed|ing)?|cease[sd]?|ceasing|end(?:s|ed|ing)?|refrain(?:s|ed|ing)? from|h[eo]ld(?:s|ing)? off|(?:to|will|would) resume|pauses?|lull|break)\W+"
    r"(?:(?!(?:after|before|following|during|against|amid|that|who|which|as|said|by|from|with|when|where)\b)[\w\-]+\W+){0,4}$", re.IGNORECASE
)
"""Before a noun for violence that somebody ends, or has not yet begun again ("calls to halt the bombing"): that tells of no act of its own."""
_ENDABLE = frozenset({"airstrike", "shelling", "strike", "explosion", "clash", "raid", "chemical"})
_REACHED = gated(
    r"\b(?:reach|sign|conclud|agree|broker|declar|announc|str(?:ike|uck|iking)|implement|accept|approv|enter|secur|clinch|adopt|impos|establish|seal|ma[dk]e|mediat)\w*\b"
    r"(?:(?!\b(?:end|collapse|breach|violation|failure|expiry)\b)[^.;]){0,60}$|\bunder (?:an?|the|this|that) [^.;]{0,30}$",
    re.IGNORECASE,
)
_TAKES_HOLD = gated(
    r"^[^.;]{0,60}?\b(?:t(?:ook|akes?|aken|aking) (?:hold|effect|place|force)|c(?:ame|omes?|oming) into|w(?:ent|ill go) into|go(?:es|ing)? into|enter(?:s|ed|ing)?|beg[aiu]n(?:s|ning)?|start(?:s|ed|ing)?|"
    r"(?:was|were|is|been|being) (?:\w+ly )?(?:reached|agreed|signed|struck|concluded|announced|declared|brokered|implemented|established|sealed|made|approved)|(?:reached|agreed|signed|struck|concluded|brokered) (?:by|between|with|on|in))\b",
    re.IGNORECASE,
)
_DEAL_CHARS = 110


def told_triggers(text: str, sentence: Span, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Leave out the triggers whose act the sentence only speaks of.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    triggers : sequence of Trigger
        Of the sentence.

    Returns
    -------
    list of Trigger
        In the order given.
    """
    if text[sentence.start : sentence.end].rstrip(" \"”'’").endswith("?"):
        return []  # who asks tells nothing
    return [t for t in triggers if not (_only_spoken_of(text, sentence, t) or _mere_deal(text, sentence, t))]


def _only_spoken_of(text: str, sentence: Span, trigger: Trigger) -> bool:
    start, end = max(sentence.start, trigger.span.start - _REACH), trigger.span.start
    if _ON_PICTURES.search(text, max(sentence.start, end - _CAPTION_CHARS), end) and not _A_DAY.search(text, end, min(sentence.end, end + _CAPTION_CHARS)):
        return True
    if _TAGS.search(text, max(sentence.start, end - _CAPTION_CHARS), end) and text[end].isupper():
        return True
    if trigger.frame.name == "kill" and _IN_WAR.match(text, trigger.span.end, sentence.end):
        return True
    if _CENTURY.search(text, sentence.start, sentence.end):
        return True
    if any(rule.search(text, max(sentence.start, end - _CAPTION_CHARS), end) for rule in (_SERVES, _SUPPOSED, _WHILE_PREPARING)):
        return True
    if trigger.pos == "v" and _only_thought_of(text, sentence, trigger):
        return True
    if trigger.pos == "v" and not (trigger.text.endswith("ing") and _A_NOUN.search(text, start, end)):
        return trigger.frame.name == "clash" and bool(_TO_FIGHT.search(text, start, end))
    if trigger.pos == "p" or trigger.frame.family == "protest":
        return False
    since = _SINCE_THEN.search(text, start, end) and not _ANY_DATE.search(text, sentence.start, sentence.end)
    might_be = _FALL_MIGHT if trigger.text.lower().endswith(" of") else _MIGHT_BE
    if since or (heads_clause(text, sentence, trigger.span.start) and might_be.match(text, trigger.span.end, sentence.end)):
        return True
    return any(rule.search(text, start, end) for rule in (_UNTOLD, _ANY, _MAYBE_SEE, _HEARD))


def _only_thought_of(text: str, sentence: Span, verb: Trigger) -> bool:
    """Whether a verb says what somebody could or would like to do, or what was not done."""
    start, end = max(sentence.start, verb.span.start - _REACH), verb.span.start
    if any(rule.search(text, start, end) for rule in (_MAYBE, _AIM, _UNTIL, _DREADED, _WISHED, _IN_VAIN, _NOT_SO, _NOT_LET)):
        return True
    if _HAS_NOT.search(text, start, end) and _SINCE.match(text, verb.span.end, sentence.end):
        return True
    capturing = end == sentence.start and verb.text.split()[0].endswith("ing")  # "Capturing B would be ..."
    return capturing and _FALL_MIGHT.match(text, verb.span.end, sentence.end) is not None


def is_ended(text: str, sentence: Span, trigger: Trigger) -> bool:
    """Whether a noun for violence names what somebody ends; a toll told with it may still be that of an act told before.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    trigger : Trigger
        Of the sentence.

    Returns
    -------
    bool
    """
    start = max(sentence.start, trigger.span.start - 60)
    return trigger.pos == "n" and trigger.frame.name in _ENDABLE and bool(_ENDED.search(text, start, trigger.span.start))


def _mere_deal(text: str, sentence: Span, trigger: Trigger) -> bool:
    """Whether a truce or deal is only mentioned: it is an act when it is made or takes hold."""
    if trigger.frame.name != "agreement" or trigger.pos != "n":
        return False
    return not _REACHED.search(text, max(sentence.start, trigger.span.start - _DEAL_CHARS), trigger.span.start) and not _TAKES_HOLD.search(text[trigger.span.end : min(sentence.end, trigger.span.end + _DEAL_CHARS)])
