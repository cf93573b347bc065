"""Losses: how many were killed, wounded or captured, of whom, and how sure the number is.

A toll keeps its words. "At least 20" has no upper bound, "up to 30" no lower one; "dozens" and "heavy casualties" are words without a
number (ACLED would export 12 or 0; that is the exporter's business).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geomap.events.persons import SINGLE, number_of, with_lists_counted
from geomap.events.phrases import ActorPhrase
from geomap.model import Span
from geomap.text.gated import GatedPattern, gated
from geomap.text.patterns import lowered

__all__ = ["AMOUNT", "Toll", "find_tolls", "together"]

_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|(?!0)\d+|(?:(?:an?|one|two|three|four|five|six|seven|eight|nine) )?(?:hundred|dozen)\b|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|"
    + "|".join(_UNITS[::-1])
    + r")"
)
_VAGUE = r"(?:dozens|scores|hundreds|tens|several|many|(?:an? )?(?:very )?(?:large |big |great |high |small |unknown |unspecified )?numbers?|some|numerous|a few|most)"
_QUANT = r"(?P<q>at least|no fewer than|more than|over|up to|as many as|around|about|some|nearly|almost|an estimated|approximately)"
AMOUNT = rf"(?:(?:an? (?:confirmed|further|total of|reported)|another|an additional|all(?: of)?(?: the)?) )?(?:{_QUANT} |between )?(?:the )?(?P<n>{_VAGUE}|{_NUMBER}|another|an?)(?: (?:to|-|and(?= \d)) (?P<n2>{_NUMBER}))?(?: of)?(?: (?:the|their|its|his)\b)?"
_BE = r"(?:(?:was|were|are|is) (?:believed|feared|thought|reported|presumed|known|said) (?:to have (?:been )?|to be )?|(?:was|were|have been|had been|has been|are|is|being|got|had|have|has) )?(?:(?:also|reportedly|confirmed|severely|seriously|instantly|later|critically|slightly) )*"
_KILLED = r"(?P<killed>killed|dead|died|slain|martyred|fell as martyrs|eliminated|neutrali[sz]ed|executed|beheaded|lost their lives|perished|dying|destroyed|fell(?= in (?:\w+ )?(?:fighting|battles?|combat|clashes)\b))"
_WOUNDED = r"(?P<wounded>wounded|injured|hurt|maimed|with (?:\w+ )?(?:injuries|wounds))"
_TAKEN = r"(?P<captured>captured|arrested|detained|kidnapped|abducted|taken prisoner|taken captive|surrendered)"
_ACT = rf"(?:{_KILLED}|{_WOUNDED}|{_TAKEN})"
_DO = (
    r"(?:(?P<killing>kill(?:s|ed|ing)?|sho(?:o?t|oting)s? dead|gunn?(?:s|ed|ing)? down|eliminat(?:es?|ed|ing)|neutrali[sz](?:es?|ed|ing)|(?:claim(?:ed|ing|s)|t(?:ook|aking|akes)|cost(?:ing|s)?) the li(?:ves|fe) of|claimed|(?:claim(?:s|ing)?|t(?:ake|akes|ook|aking))(?= (?:[\w\-]+ ){1,4}lives\b)|cost(?:s|ing)?(?= (?:[\w\-]+ ){1,5}their li(?:ves|fe)\b)|"
    r"slay(?:s|ing)?|execut(?:es?|ed|ing)|behead(?:s|ed|ing)?|(?:the )?(?:deaths?|martyrdom) of|(?:the )?killing of|lost|losing|massacr(?:es?|ed|ing)|martyr(?:s|ed|ing)|(?P<wrecking>destroy(?:s|ed|ing)?))|"
    r"(?P<wounding>wound(?:s|ed|ing)?|injur(?:es?|ed|ing|y of|ies to)|hurting)|(?P<taking>captur(?:ed|ing)|arrest(?:ed|ing)|detain(?:ed|ing)|kidnapp(?:ed|ing)|abduct(?:ed|ing)))"
)
_PEOPLE_GAP = (
    rf"(?P<who>(?: (?!while\b|when\b|where\b|but\b|after\b|before\b|killed|dead|wounded|injured|and\b|a\b|an\b|[ap]m\b|\d|(?:{'|'.join(_UNITS[1:])})\b(?! of (?:them|whom))|at least\b|more than\b|no fewer\b|up to\b)"
    r"[\w'’\-\"“”]+){0,14}?)"
)
_ACTIVE = gated(rf"\b{_DO}(?: and (?:wound|injur|captur)\w+)?(?: off)?(?: according to(?: [\w'’\-]+){{1,5}}?)? {AMOUNT}(?=(?P<who>(?: (?!and\b)[\w'’\-\"“”]+){{0,4}}))")
_SUBSET_GAP = r"(?:,? (?:including|among them|\w+ of (?:them|whom))(?: (?!killed|dead|wounded|injured|while\b|when\b|after\b|(?<!- )and (?:at least|more than|over|nearly|about|around|another|\d))[\w'’\-,]+){1,9}?,?)?"
_PASSIVE = gated(rf"\b{AMOUNT}{_PEOPLE_GAP}(?: \([^()]{{1,60}}\))?{_SUBSET_GAP}(?<! and) {_BE}{_ACT}\b")
_DEATHS = gated(rf"\b(?:{_QUANT} )?(?P<n>{_NUMBER})(?P<who>) (?:(?:civilian|military|more|other|confirmed|new|child) )?(?P<killed>deaths|fatalities|martyrs)\b")
_AND_BEFORE = gated(rf"\b{AMOUNT}(?P<who>(?: (?!(?:and|was|were|had|have|martyrs|deaths|fatalities|one|two|three|four|five|six|seven|eight|nine|ten)\b|\d|killed|wounded|injured)[\w'’\-]+){{1,6}}?),? and (?:his |her |their |its )?$")
_AMONG = gated(rf"\bamong (?:the )?{AMOUNT}{_PEOPLE_GAP} {_BE}{_ACT}\b")
"""A part and its whole: "a baker was among five dead"."""
_PARTS = gated(r"\b(?:includ(?:ing|es?|ed)|among|of (?:them|whom))\b")
_PART_OF = gated(r"\b(?:was|were|are|is|being) among (?:the|those)\b")
"""Who is named as part of a toll told elsewhere ("two medics were among the dead")."""
_OF_DEAD = re.compile(r" of (?:those (?:who (?:died|were killed|lost)|killed|dead|slain)|the (?:dead|killed|victims|slain|martyrs|fatalities|casualties|deceased|bodies))\b[^.;]{0,60}?\b(?:were|was|are|is|be|being|been)\b(?! (?:also )?(?:killed|in|at|from|when|by)\b)")
"""After a part of the dead by who they were ("nine of those killed were women")."""
_PART = re.compile(r"(?:[\w'’\-]+ ){0,12}$")
_LEFT = gated(rf"\b(?:left|leaving|leaves) {AMOUNT}{_PEOPLE_GAP} {_ACT}\b")
_RISEN = gated(rf"\b(?:death toll|toll|number of [\w\s\-]{{0,40}}killed)[^.]{{0,140}}? (?:rose|risen|reached|climbed|stands|stood|is|was|at|to|of|as) (?:to |at )?{AMOUNT}(?=(?P<who>(?: [\w'’\-]+){{0,3}}))")
_PERSON = rf"(?:(?!and\b)[\w\-]+ ){{0,3}}?(?P<person>commander|leader|sheikh|officer|general|colonel|mayor|emir|soldier|fighter|militant|terrorist|rebel|insurgent|jihadist|gunman|policeman|{SINGLE})\b"
_ONE = gated(rf"\b(?P<killing>killing|killed|assassinat(?:ed|ing)|(?:the )?(?:death|killing|assassination) of|(?P<wounding>wounding|injuring|injured))(?: also)? (?P<n>the|a|an|its|their|one|another)(?P<who>) {_PERSON}")
_ALSO = re.compile(rf",? (?:and|as well as|along with|together with)(?: their| his| her)? {AMOUNT}(?=(?P<who>(?: (?!were|was|and\b)[\w'’\-\"“”]+){{1,3}}))")
_NEXT = re.compile(rf" [a-z]+ (?P<n>{_NUMBER})(?P<who> (?:women|children|men|girls|boys|civilians))\b(?! (?:\w+ )?(?:injured|wounded|hurt)\b)")
"""What a headline adds without "and" ("kill 10 children 5 women")."""
_AS_WERE = re.compile(rf",? (?:as were|along with|together with|as well as) {AMOUNT}(?=(?P<who>(?: (?!were|was|and\b)[\w'’\-\"“”]+){{1,3}}))")
_HEAVY = gated(r"\b(?P<killing>inflict(?:ed|ing|s)?|suffer(?:ed|ing|s)?|caus(?:ed|ing|es)?) (?P<n>heavy|severe|significant|great|large)(?P<who>) (?:human )?(?:losses|casualties)\b")
_SUBSET = gated(r"\b(?:includ(?:ing|es?|ed)|among (?:them|the dead|whom)(?:\W+(?:were|was))?|one of (?:them|whom)|of whom|of them)\W+(?:(?!when\b|after\b|where\b|as\b|were\b|was\b|(?:kill|wound|injur|claim)(?:ed|ing)\b|left\b|leaving\b)\w+\W+){0,5}$")
_WHOLE_WAR = gated(
    r"\b(?:war|conflict|uprising|revolt|crisis|revolution(?! general| commission| front| media))\b[^.]{0,80}\b(?:killed|claimed|cost|left|dead)\b|"
    r"\b(?:killed|died|dead|lives)\b[^.]{0,60}\b(?:since (?:march )?2011|since the (?:start|beginning|outbreak)|in the (?:war|conflict|country)\b)"
)
_LONG_RUN = gated(
    r"\b(?:over|in|during|for) the (?:past|last) (?:\w+ )?(?:years?|months?)\b|\bsince (?:the (?:start|beginning|end) of )?(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|\bsince (?:last year|\w+ last year|(?:\w+ ){0,2}(?:19|20)\d\d)|\b(?:this|last) year\b|"
    r"\bsince [^.]{0,80}\blast year\b"
)
"""Totals of a year or more belong to no single act."""
_SUMMED = gated(
    r"\b(?:br(?:ought|inging|ings)|rais(?:es|ed|ing)|tak(?:es|ing)|took)\b[^.]{0,120}\b(?:total|number|days|hours|weeks?|months?|years?|since|conflict|war)\b[^.]{0,60}$|\bbr(?:ought|inging|ings) to $"
)
"""Before the sum of several acts ("bringing the number killed in two days to 49")."""
_NO_SINGLE_ACT = 10_000
"""More dead than any one act of the war; such a figure is a total of years."""
_THOUSANDS = re.compile(r" (?:of )?(?:thousands|millions|thousand|million)\b")
_EARLIER = gated(r"\b(?:earlier|previous(?:ly)?|up from)\b[^.;,]{0,30}$")
"""Before a count that has been overtaken ("earlier gave a toll of 20")."""
_NONE = gated(r"\b(?:no|not|none of|neither of|without)(?: the| a)?\W+$")
"""Before figures of people to whom nothing happened ("none of the 20 villagers was hurt")."""
_NOT_PASSIVE = re.compile(rf" (?:{_QUANT} (?:{_NUMBER}|{_VAGUE})|(?:{_NUMBER}|{_VAGUE})\b(?! (?:\w+ )?(?:injured|wounded|hurt|dead|killed|arrested|captured)\b))")
"""After a verb that has its object ("two gunmen killed nine villagers")."""
_NAME = r"(?-i:(?:(?:a[lnrstdz]|ash|el)[\- ])?[A-Z][\w'’\-]*)"
_WHO = r"(?: [a-z][\w\-]*){0,3}?"
_IN = rf" (?:in|at|near|on|outside|inside) (?:the )?(?:(?-i:[a-z])[\w\-]* ){{0,4}}?{_NAME}"
_SHARE = re.compile(rf"{_WHO}{_IN}(?: {_NAME}){{0,3}}(?: (?-i:[a-z])\w+){{0,2}}?(?:,? and|,|,? as well as) {AMOUNT}(?=(?P<who>{_WHO}){_IN})", re.IGNORECASE)
"""The same fate at a further place ("killed eight in A and two in B")."""
_SHARED_OUT = re.compile(rf"{_WHO}(?: (?:in|on|during|by) [^,;]{{1,40}}?)?,? {AMOUNT}(?=(?P<who>{_WHO}){_IN})", re.IGNORECASE)
"""A total that is shared out over places ("21 killed in raids, 15 in A and another six in B")."""
_PART_ENDS = re.compile(rf"\b(?:including|among them) (?:{_QUANT} )?{_NUMBER} [a-z]+$")
"""Of a part, not of the whole ("700 people, including 47 wounded, fled")."""
_HOLDS = re.compile(r"[\s\-]+(?:held|controlled|run)\b")
_DOES = re.compile(rf"\b{_DO} $")
_VERB_CHARS = 30
_OTHER_FATE = re.compile(r"(?: (?!and\b|who\b|killed\b|dead\b)[\w'’\-]+){0,4}? (?:(?:was|were|got|had been|have been|has been) )?(?:\w+ly )?(?:wounded|injured|hurt|captured|arrested|detained|kidnapped|abducted|missing)\b")
"""After a figure that is not of those told before it."""
_FELLOWS = re.compile(r"\b(?:more|others?|fellow)\b", re.IGNORECASE)
"""Of people of one side with those told before ("a commander and eight more militants")."""
_BOTH = gated(r"(?:killed|dead|casualties) (?:or|and) (?:injured|wounded)")


@dataclass(frozen=True, slots=True)
class Toll:
    """One figure of a sentence."""

    kind: str
    """killed, wounded or captured."""
    min: int | None
    max: int | None
    words: str
    span: Span
    victim: ActorPhrase | None
    lost: bool
    """Whether the subject lost them ("ISIL lost 13 of its fighters")."""
    opposed: bool = False
    """Whether they are of the other side than those of the toll before."""
    beside: bool = False
    """Whether they died with those of the toll before, and are others."""


def find_tolls(text: str, sentence: Span, phrases: list[ActorPhrase], dates: Sequence[Span] = ()) -> list[Toll]:
    """Find the figures of losses in a sentence.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    phrases : list of ActorPhrase
        Of the sentence.
    dates : sequence of Span
        Date expressions, whose digits are no figures of losses.

    Returns
    -------
    list of Toll
        In order of the text. Figures given for killed and wounded together are kept as words without a number.
    """
    whole = lowered(text)
    rules = [rule for rule in _RULES if rule.may_stand(whole, sentence.start, sentence.end)]
    if not rules:
        return []
    low = _with_names_whole(whole[sentence.start : sentence.end].replace("\n", " "), sentence, phrases)
    low = with_lists_counted(_without_dates(text, low, sentence, dates))
    if any(rule.may_stand(whole, sentence.start, sentence.end) and rule.regex.search(low) for rule in (_WHOLE_WAR, _LONG_RUN)):
        return []
    tolls: list[Toll] = []
    taken: list[Span] = list(dates)
    for rule in rules:
        for m in rule.regex.finditer(low) if rule is not _HEAVY else ():
            number = _span(sentence, m, "n")
            if rule is _PASSIVE and (_is_active(m, low) or _PART_ENDS.search(low, m.end("n"), m.end())):
                continue
            if any(number.overlaps(t) for t in taken) or (rule is not _ONE and _no_people(m)) or _SUBSET.search(low, 0, m.start("n")):
                continue
            taken.append(number)
            if _PART_OF.search(low, m.start("n"), m.end()) or _OF_DEAD.match(low, m.end("n")) or _SUMMED.search(low, 0, m.start("n")):
                continue
            if rule is _AMONG and (part := _PART.search(low, 0, m.start())):
                taken.append(Span(sentence.start + part.start(), sentence.start + m.start()))
            if (number_of(m["n"]) or 0) > _NO_SINGLE_ACT or _THOUSANDS.match(low, m.end("n")) or _NONE.search(low, 0, m.start("n")) or (rule is _RISEN and (number_of(m["n"]) is None or _EARLIER.search(low, max(0, m.start("n") - _VERB_CHARS), m.start("n")))) or (rule is _ONE and any(t.span.start <= number.start <= t.span.end for t in tolls)):
                continue
            tolls += _tolls_of(text, sentence, low, (rule, m), phrases, taken)
    heavy = None if tolls else _HEAVY.search(low)
    return sorted(tolls, key=lambda t: t.span) if heavy is None else [_toll(text, sentence, low, heavy, phrases)]


def _tolls_of(text: str, sentence: Span, low: str, found: tuple[GatedPattern, re.Match[str]], phrases: list[ActorPhrase], taken: list[Span]) -> list[Toll]:
    """The figure that a rule found, with those of the same fate coordinated with it; their numbers are added to `taken`."""
    rule, m = found
    main = _toll(text, sentence, low, m, phrases, anywhere=rule in (_RISEN, _ONE))
    shares = _shares(text, sentence, m)
    further = []
    for number, share in ((_span(sentence, s, "n"), s) for s in shares):
        taken.append(number)
        further.append(replace(_toll(text, sentence, low, share, []), kind=main.kind, victim=main.victim, span=number, words=text[number.start : number.end]))
    if shares and shares[0].re is _SHARED_OUT:
        return further
    more = None if shares and rule is _ACTIVE else _coordinated(rule, m, low)
    if more is None or _no_people(more) or (rule is _PASSIVE and any(_span(sentence, more, "n").overlaps(t) for t in taken)):
        return [main, *further]
    taken.append(_span(sentence, more, "n"))
    second = replace(_toll(text, sentence, low, more, phrases), kind=main.kind)
    return [*([together(text, main, second)] if _both_people(main, second) else _opposed(text, main, second)), *further]


def _is_active(m: re.Match[str], low: str) -> bool:
    """Whether what looks like a passive without its verb has an object ("bombers killed two people")."""
    return low[: m.end()].endswith(("killed", "wounded", "injured", "captured", "executed")) and m["who"].strip() != "" and low[m.end("who") : m.end()].count(" ") == 1 and _NOT_PASSIVE.match(low, m.end()) is not None


def _shares(text: str, sentence: Span, m: re.Match[str]) -> list[re.Match[str]]:
    """The figures of the same fate that stand with further places; two at least where the total goes before."""
    written = text[sentence.start : sentence.end].replace("\n", " ")
    first = None if _SHARE.match(written, m.end()) else _SHARED_OUT.match(written, m.end())
    if first is not None and not _no_people(first) and _SHARE.match(written, first.end()) is None:
        first = None
    found: list[re.Match[str]] = [first] if first else []
    while (share := _SHARE.match(written, found[-1].end() if found else m.end())) is not None:
        found.append(share)
    return [share for share in found if not _no_people(share)]


def _opposed(text: str, one: Toll, other: Toll) -> list[Toll]:
    """Two figures of one fate; "militants" told beside a group's own dead are its foes."""
    first, last = sorted((one, other), key=lambda t: t.span)
    last = replace(last, beside=True)
    if _FELLOWS.search(text, last.span.start, last.victim.span.end if last.victim else last.span.end):
        return [first, replace(last, victim=first.victim)]
    if first.victim and last.victim and first.victim.actor == last.victim.actor and first.victim.kind in ("name", "force") and last.victim.kind == "armed":
        last = replace(last, victim=None, opposed=True)
    return [first, last]


def _both_people(one: Toll, other: Toll) -> bool:
    """Whether two figures of one fate count civilians by age or sex ("five women and a child")."""
    return all(t.victim is not None and t.victim.kind == "people" and t.min is not None for t in (one, other))


def together(text: str, one: Toll, other: Toll) -> Toll:
    """Two figures of different people as one.

    Parameters
    ----------
    text : str
        The article's text.
    one, other : Toll
        Of one kind and side.

    Returns
    -------
    Toll
    """
    first, last = sorted((one, other), key=lambda t: t.span)
    span = Span(first.span.start, max(first.span.end, last.span.end))
    exact = one.max is not None and other.max is not None
    return replace(first, min=(one.min or 0) + (other.min or 0), max=(one.max or 0) + (other.max or 0) if exact else None, words=text[span.start : span.end], span=span)


_RULES = (_AMONG, _LEFT, _RISEN, _PASSIVE, _ACTIVE, _DEATHS, _ONE, _HEAVY)
"""In the order in which they are tried; the last where no other found a figure."""


def _span(sentence: Span, m: re.Match[str], group: str) -> Span:
    return Span(sentence.start + m.start(group), sentence.start + m.end(group))


def _coordinated(rule: GatedPattern, m: re.Match[str], low: str) -> re.Match[str] | None:
    """A second figure of the same fate: "31 fighters and eight civilians", "9 soldiers and 5 militants were killed"."""
    more = _ALSO.match(low, m.end("who")) or _NEXT.match(low, m.end()) if rule is _ACTIVE else _AND_BEFORE.search(low, 0, m.start()) or _AS_WERE.match(low, m.end()) if rule in (_PASSIVE, _LEFT) else None
    if more is not None and more.re is _AND_BEFORE.regex and _DOES.search(low, max(0, more.start() - _VERB_CHARS), more.start()):
        return None  # "killed two men, and a woman was wounded"
    if more is not None and more.re is _ALSO and _OTHER_FATE.match(low, more.end("n")):
        return None
    return None if more is None or _PARTS.search(low, min(m.end("n"), more.end("n")), max(m.start("n"), more.start("n"))) else more


def _without_dates(text: str, low: str, sentence: Span, dates: Sequence[Span]) -> str:
    """The text with dates written in digits made unreadable: their digits are no people."""
    for d in dates:
        if any(c.isdigit() for c in text[d.start : d.end]):
            low = low[: d.start - sentence.start] + "#" * (d.end - d.start) + low[d.end - sentence.start :]
    return low


def _with_names_whole(low: str, sentence: Span, phrases: list[ActorPhrase]) -> str:
    """The text with "and" taken out of names, and from between two of them ("33 members of A and B were killed")."""
    for phrase, following in zip(phrases, [*phrases[1:], None], strict=False):
        start, end = phrase.span.start - sentence.start, phrase.span.end - sentence.start
        if following and _JOINED.fullmatch(low, end, following.span.start - sentence.start):
            end = following.span.start - sentence.start
        if "and" in low[start:end]:
            low = low[:start] + re.sub(r"\band\b", "xxx", low[start:end]) + low[end:]
    return low


_JOINED = re.compile(r"\W+and\W+(?:the\W+)?")
_PEOPLE = gated(
    r"\b(?:fighters?|soldiers?|militants?|members?|people|persons?|civilians?|men|women|man|woman|rebels?|terrorists?|troops|officers?|prisoners?|residents?|"
    r"gunmen|insurgents?|jihadists?|policemen|activists?|journalists?|others)\b"
)
_THINGS = re.compile(
    r"\b(?:tanks?|vehicles?|targets?|command|depots?|villages?|towns?|positions?|points?|rockets?|shells?|missiles?|km|kilomet\w+|miles?|percent|days?|weeks?|"
    r"hours?|years?|sites?|buildings?|houses?|airstrikes?|strikes?|attacks?|times?|mortars?|hideouts?|tunnels?|drones?|areas?|hills?|checkpoints?|city|town|"
    r"village|hill|quarter|road|control|base|cars?|trucks?|bulldozers?|machine|meeting|group of)\b"
)


_WHERE = re.compile(r"\b(?:in|on|at|near|during|after|by|when|while|where|which|that|but|as|including)\b")
_ONE_PERSON = gated(rf"\b(?:soldier|fighter|militant|officer|commander|leader|member|terrorist|rebel|insurgent|jihadist|gunman|{SINGLE})\s*$")


def _no_people(m: re.Match[str]) -> bool:
    """Figures of things, bare articles without a person, years."""
    who = m.groupdict().get("who") or ""
    amount = m["n"]
    if amount in ("a", "an", "another") and not _ONE_PERSON.search(re.split(r"\b(?:in|of|on|at|from|near|who)\b", who)[0]):
        return True
    if re.fullmatch(r"(?:19|20)\d\d", amount) or (m.groupdict().get("taking") and not _PEOPLE.search(who)):
        return True  # a year; a town
    if (m.groupdict().get("wrecking") or m.groupdict().get("killed") == "destroyed") and not _PEOPLE.search(who):
        return True
    counted = _WHERE.split(who)[0].split()
    if counted and _THINGS.fullmatch(counted[-1]) and not _PEOPLE.search(who):
        return True
    first = who.split()[:2]
    return bool(first and _THINGS.match(" ".join(first[:1]))) or bool(len(first) > 1 and _THINGS.match(first[1]) and not first[1].startswith("group"))


def _toll(text: str, sentence: Span, low: str, m: re.Match[str], phrases: list[ActorPhrase], *, anywhere: bool = False) -> Toll:
    groups = m.groupdict()
    kind = "killed"
    if groups.get("wounded") or groups.get("wounding"):
        kind = "wounded"
    elif groups.get("captured") or groups.get("taking"):
        kind = "captured"
    least, most = _bounds(groups, ranged="between " in m[0] or " and " not in m.string[m.end("n") : m.end()])
    if _BOTH.search(low, m.start()) and not re.search(r"\d+ (?:injured|wounded)", low):
        least = most = None
    span = Span(sentence.start + m.start(), sentence.start + m.end())
    number_end = sentence.start + m.end("n")
    near = [p for p in phrases if number_end <= p.span.start <= number_end + 60 and p.span.start < span.end + 30 and p.kind != "pronoun"]
    between = [p for p in near if p.span.start <= span.end]
    victim: ActorPhrase | None = next(iter(between or near), None)
    if victim and re.search(r"\b(?:by|in|from|during|while|due|after|when|because|amid|as)\b|[|;:]", text[number_end : victim.span.start]) and victim not in between[:1]:
        victim = None
    if victim is None and anywhere:
        victim = next((p for p in phrases if p.span.overlaps(span) and p.kind != "pronoun" and not _HOLDS.match(text, p.span.end)), None)
    lost = bool(re.match(r"los(?:t|ing)", groups.get("killing") or ""))
    if low.startswith("losing", m.start()) and not between:
        victim = None  # of whoever acts
    elif lost and (victim is None or victim.kind != "name"):  # the subject: "the army also lost nine men"
        victim = next((p for p in reversed(phrases) if p.span.end <= span.start and p.kind not in ("people", "pronoun")), victim)
    return Toll(kind, least, most, text[span.start : span.end], span, victim, lost)


def _bounds(groups: dict[str, str | None], *, ranged: bool) -> tuple[int | None, int | None]:
    number = 1 if groups.get("person") else number_of(groups["n"] or "")
    if number is None:
        return None, None
    upper = number_of(groups.get("n2") or "") if groups.get("n2") and ranged else None
    if upper is not None and upper >= number:
        return number, upper
    quantifier = groups.get("q") or ""
    if quantifier in ("at least", "no fewer than", "more than", "over"):
        return number, None
    if quantifier in ("up to", "as many as"):
        return None, number
    return number, number
