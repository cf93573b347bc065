"""English word forms, for tables that name a verb or noun once."""

import re

__all__ = ["noun_forms", "verb_forms"]

_IRREGULAR_VERBS = {
    "beat": ("beats", "beat", "beaten", "beating"), "blow": ("blows", "blew", "blown", "blowing"), "break": ("breaks", "broke", "broken", "breaking"),
    "bring": ("brings", "brought", "bringing"), "come": ("comes", "came", "coming"), "cut": ("cuts", "cut", "cutting"), "flee": ("flees", "fled", "fleeing"),
    "fly": ("flies", "flew", "flown", "flying"), "hold": ("holds", "held", "holding"), "lay": ("lays", "laid", "laying"), "put": ("puts", "put", "putting"),
    "slit": ("slits", "slit", "slitting"), "sweep": ("sweeps", "swept", "sweeping"), "throw": ("throws", "threw", "thrown", "throwing"), "win": ("wins", "won", "winning"),
    "build": ("builds", "built", "building"), "burn": ("burns", "burned", "burnt", "burning"),
    "down": ("downs", "downed", "downing"), "drive": ("drives", "drove", "driven", "driving"), "fall": ("falls", "fell", "fallen", "falling"),
    "fight": ("fights", "fought", "fighting"), "find": ("finds", "found", "finding"), "free": ("frees", "freed", "freeing"),
    "give": ("gives", "gave", "given", "giving"), "go": ("goes", "went", "gone", "going"), "have": ("has", "had", "having"),
    "die": ("dies", "died", "dying"), "hit": ("hits", "hit", "hitting"), "leave": ("leaves", "left", "leaving"), "lose": ("loses", "lost", "losing"),
    "make": ("makes", "made", "making"), "overrun": ("overruns", "overran", "overrunning"), "retake": ("retakes", "retook", "retaken", "retaking"),
    "send": ("sends", "sent", "sending"), "set": ("sets", "set", "setting"), "shoot": ("shoots", "shot", "shooting"), "slay": ("slays", "slew", "slain", "slaying"),
    "strike": ("strikes", "struck", "stricken", "striking"), "take": ("takes", "took", "taken", "taking"), "withdraw": ("withdraws", "withdrew", "withdrawn", "withdrawing"),
}  # fmt: skip
_STRESSED_LAST = frozenset({"expel", "kidnap", "repel"})
_SHORT = re.compile(r"[^aeiou]*[aeiou][bdgklmnprstz]")
"""A syllable whose last letter is doubled ("gunned", "slammed")."""
_VOWELS = "aeiou"


def verb_forms(verb: str) -> tuple[str, ...]:
    """All forms of a verb, the base form first.

    Examples
    --------
    >>> verb_forms("shell")
    ('shell', 'shells', 'shelled', 'shelling')
    >>> verb_forms("seize")
    ('seize', 'seizes', 'seized', 'seizing')
    """
    if verb in _IRREGULAR_VERBS:
        return (verb, *_IRREGULAR_VERBS[verb])
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    stem = verb + verb[-1] if verb in _STRESSED_LAST or _SHORT.fullmatch(verb) else verb
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return verb, third, stem + "ed", stem + "ing"


def noun_forms(noun: str) -> tuple[str, str]:
    """Singular and plural of a noun.

    Examples
    --------
    >>> noun_forms("clash")
    ('clash', 'clashes')
    """
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return noun, noun[:-1] + "ies"
    return noun, noun + ("es" if noun.endswith(("s", "sh", "ch", "x", "z")) else "s")
