"""People told one by one: "a man, his wife and their two sons" are four.

A list of people counted by age, sex, kinship or trade stands for one figure. In the text that tolls are looked for in, it is written as its
sum, at the same length, so that every rule for one figure reads it.
"""

import re

from geomap.text.gated import gated

__all__ = ["SINGLE", "number_of", "with_lists_counted"]

_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = {w: (i + 2) * 10 for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])}
_WORDS = {w: i for i, w in enumerate(_UNITS)} | _TENS | {"a": 1, "an": 1, "another": 1}
_SCALES = {"hundred": 100, "dozen": 12}

SINGLE = (
    r"child|woman|man|girl|boy|baby|infant|toddler|teenager|civilian|person|wife|husband|son|daughter|brother|sister|mother|father|grandmother|grandfather|cousin|nephew|niece|uncle|aunt|"
    r"relative|doctor|surgeon|nurse|medic|paramedic|teacher|student|pupil|journalist|reporter|photographer|cameraman|driver|farmer|shepherd|fisherman|imam|cleric|preacher|volunteer|worker|employee|"
    r"rescuer|resident|villager|refugee|shopkeeper|baker|pharmacist|engineer|lawyer|activist|passenger|bystander|worshipper|citizen"
)
"""Words for one person who bears no arms."""
_MANY = rf"(?:{SINGLE})s|children|women|men|babies|wives|people|schoolchildren|fishermen|cameramen"
_FIGURE = "|".join([r"\d{1,3}\b(?!,\d)", *sorted([*_UNITS[1:], *_TENS], key=len, reverse=True)])
_KIN = r"(?:of )?(?:his|her|their|its) "
_OF_AGE = r"(?:,? aged [\w\-]+)?"
_ADJECTIVES = r"(?:(?!an?\b|and\b|xxx\b|or\b|of\b|by\b|was\b|were\b|in\b|on\b|at\b|killed\b|wounded\b|injured\b|including\b)[a-z][a-z\-]* ){0,2}?"
_BARE = r"(?:child|woman|man|girl|boy|baby|infant)"
_ITEM = rf"(?:(?:another |the )?(?:an?|another|(?P<n>{_FIGURE})) (?:{_KIN})?|{_KIN}(?:(?P<m>{_FIGURE}) )?){_ADJECTIVES}(?:(?P<one>(?:{SINGLE})\b)|(?:{_MANY})\b){_OF_AGE}"
_NEXT_ITEM = rf"(?:{_ITEM}|(?P<bare>{_BARE}\b))"
_ITEM_AGAIN = re.sub(r"\(\?P<(\w+)>", r"(?P<\1_>", _ITEM)
_FIRST = gated(rf"\b(?<![\-,.\d])(?:{_ITEM})")
_FURTHER = re.compile(rf"(?:(?:,? (?:and|xxx|along with|together with|as well as|plus) |, )(?:{_NEXT_ITEM})| (?:{_ITEM_AGAIN}|(?P<apart>{_BARE})(?= (?:and|xxx)\b)))(?! (?:of|from) (?:them|whom)\b)")
_OTHER_FATE = re.compile(r"(?: \w+)?,? (?:(?:was|were|got|had been|has been|have been|are|is) )?(?:\w+ly )?(?:wounded|injured|hurt|maimed|arrested|kidnapped|abducted|detained|missing)\b")
"""After a list whose last have a fate of their own ("killed two men and a woman was wounded")."""


def number_of(words: str) -> int | None:
    """The number that words or digits name.

    Parameters
    ----------
    words : str
        In lower case: "1,200", "twenty-two", "two dozen", "a".

    Returns
    -------
    int or None
        None for words that name none.
    """
    plain = words.replace(",", "")
    if plain.isdigit():
        return int(plain) or None
    total = 0
    for word in re.split(r"[ -]", plain):
        if word in _SCALES:
            total = (total or 1) * _SCALES[word]
            continue
        if word not in _WORDS:
            return None
        total += _WORDS[word]
    return total or None


def with_lists_counted(low: str) -> str:
    """The text with each list of people written as its sum, at the same length.

    Parameters
    ----------
    low : str
        A sentence in lower case; "xxx" may stand for "and".

    Returns
    -------
    str
        "a man and his two sons died" becomes "3 people''''''''''''' died".
    """
    at = 0
    while (first := _FIRST.regex.search(low, at)) is not None:
        at = first.end()
        total, end = _count(first), first.end()
        while total is not None and (more := _FURTHER.match(low, end)) is not None:
            count = _count(more)
            if count is None or _OTHER_FATE.match(low, more.end()):
                break
            total, end = total + count, more.end()
        if total is not None and end > first.end():
            low = low[: first.start()] + f"{total} people".ljust(end - first.start(), "'") + low[end:]
            at = end
    return low


def _count(m: re.Match[str]) -> int | None:
    """How many people one member of a list is; None where a plural has no number."""
    groups = {name.rstrip("_"): found for name, found in m.groupdict().items() if found}
    figure = groups.get("n") or groups.get("m")
    if figure:
        return number_of(figure)
    return 1 if {"one", "bare", "apart"} & set(groups) else None
