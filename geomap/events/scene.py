"""Which places belong to which act.

The rule was measured on sentences with the verb given (Halterman's event_location set): the next place after the verb, with the list that it
begins, leaving out a bare country and what only contains or anchors it. Acts without a place of their own join the neighbour that has one.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from geomap.events.dates import Dated
from geomap.events.lists import SHARE, chain_of, contains
from geomap.events.triggers import Trigger
from geomap.model import EVENT_TYPE_OF, SUB_TYPE_RANK, EventType, Mention, Precision, Span, ToponymType, Where
from geomap.text.gated import gated

__all__ = ["Act", "acts_of", "is_place_of_act", "where_of"]

_BREAK = gated(
    r";|\b(?:was|were|is|came|comes|being) (?:as |in )?(?:a |an |the )?(?:response|retaliation|reply|reprisal|revenge) (?:to|for)\b|\b(?:while|whereas|meanwhile|and then)\b(?!\s+(?:\w+ing|on|in|at|still)\b)|(?:\b(?:an?|one|two|three|four|five|six|several|a few|\d{1,2}) (?:day|week|month|year)s?|(?<!the )(?<!few )(?<!first )\b(?:days|weeks)) after\b", re.IGNORECASE
)
_NEIGHBOURS = frozenset({"IQ", "LB", "TR", "JO", "IL", "PS"})
_WIDE_KM = 100.0
_WHERE_WIDE = gated(r"\b(?:in|across|over|around|throughout)\W+(?:the\W+)?(?:(?:both|and|or|(?:north|south|east|west)\w*)\W+)*(?:\w+\W+){0,2}$", re.IGNORECASE)
_APART = ({"battle", "remote"}, {"remote", "transfer"}, {"battle", "bomb"}, {"battle", "execution"})
"""Kinds of act that one clause tells as two ("battles in X coinciding with air raids")."""
_NEAR_CHARS = 60
_NEAR = gated(
    r"\b(?:near|outside|around|close to|not far from|outskirts of|surroundings? of|vicinity of|countryside of|environs of|area of|"
    r"areas? (?:around|near)|north of|south of|east of|west of|between|towards?|farms? of|edge of)\W+(?:the\W+)?(?:\w+\W+){0,3}$|"
    r"\b(?:near|outside)\W+(?:the\W+)?(?:(?!(?:in|at|on|of|to|from|by|with|and|or|for|as|when|where|killed|hit)\b)[\w\-]+\W+){4,6}$",
    re.IGNORECASE,
)
_ORIGIN = gated(
    r"\b(?:located|positioned|stationed|based|holed up|entrenched|deployed|originating|coming) (?:in|at|near|from)\W+(?:the\W+)?(?:\w+\W+){0,3}$|"
    r"\bfrom\W+(?:the\W+)?(?:(?:[\w\-]+\W+){0,2}(?:banks?|sides?|direction|countryside|outskirts|edges?)\W+of\W+(?:the\W+)?)?"
    r"(?:(?!(?:in|at|near|on|outside|inside)\b)\w+\W+){0,2}$",
    re.IGNORECASE,
)
_MERE_MEASURE = gated(r"\b(?:km|kilomet\w+|miles?)\)?\W+(?:away\W+)?from\W+(?:the\W+)?(?:\w+\W+){0,2}$|\b(?:pro|anti)-$", re.IGNORECASE)
"""Before a name that only says how far something is, or whose friends somebody are."""
_OFFICE = gated(r"\b(?:governor|mayor|emir|wali|prince|commander|leader|chief|head|judge|mufti|bishop|archbishop)s? (?:of|for)\W+(?:the\W+)?(?:(?:city|town|province|governorate)\W+of\W+)?$", re.IGNORECASE)
"""Before the place over which somebody is set, who may be hit elsewhere."""
_WHICH = re.compile(r",?\s+(?:that|which|where)\b")
_PAIR = 2
_IS = gated(r"\b(?:is|are|was|were|lies?|sits?|stands?)\b")
_POSITIONED = gated(r"\b(?:located|positioned|stationed|based|holed up|entrenched|deployed) (?:in|at|near)\W+(?:the\W+)?(?:(?-i:[a-z\-]+)\W+){0,3}$", re.IGNORECASE)
_FROM_AFAR = frozenset({"remote", "bomb"})
"""Acts that strike elsewhere than where those who do them sit."""
_DESTINATION = gated(
    r"\b(?:left|leave|leaving|bound|headed|heading|bus(?:s)?ed|taken|transferred|moved|evacuat\w+|fled|relocated|journey|travel\w*|on their way|mak\w+ (?:its|their|his) way|(?:retreat|withdr[ae]w|flee|pull\w* back)\w*)\b[^,.;]{0,80}\b(?:for|to|towards?)\W+"
    r"(?:the\W+)?(?:\w+\W+){0,3}$|\b(?:convoys?|buses|evacuees|refugees)\b[^,.;]{0,30}\barriv\w+ (?:in|at)\W+(?:the\W+)?(?:\w+\W+){0,3}$|"
    r"\b(?:deliver\w*|ferr(?:y|ied|ying)|transport(?:ed|ing)?|en route|fl(?:ew|own|ying))\b[^,.;]{0,60}\b(?:to|towards?|for)\W+(?:the\W+)?(?:(?:besieged|encircled)\W+)?(?:(?:city|town|village|district|province)\W+of\W+)?$",
    re.IGNORECASE,
)
_TAKEN_TO = gated(r"\b(?:on (?:their|his|her|its) way|taken|transferred|transported|relocated|rushed)\b[^,.;]{0,60}\b(?:to|towards?|in)\W+(?:the\W+)?(?:\w+\W+){0,3}$", re.IGNORECASE)
"""Before where the victims were brought or meant to go, which is not where they were hit."""
_EVACUEES = gated(
    r"\bevacuat\w+[^.;]{0,90}\bresidents\W+of\W+(?:[\w\-]+\W+){0,3}$|\b(?:were|was)\W+(?:mostly\W+|mainly\W+|all\W+)?(?:residents|natives)\W+of\W+(?:[\w\-]+\W+){0,6}$|\b(?:evacuat\w+|evacuees?|refugees?|displaced|fled|fleeing)\W+(?:[\w\-]+\W+){0,6}?(?:from|of)\W+(?:(?!(?:carried|launched|attacked|killed|struck|blew|detonated|opened|were|was)\b)[\w\-]+\W+){0,8}$", re.IGNORECASE
)
"""Before the places from which people left: where their buses are bombed is elsewhere."""
_THEIR_PEOPLE = re.compile(r"(?:\W+and\W+[A-Z][\w\'’\-]+)?\W+(?:residents|evacuees|refugees|natives)\b")
_LEAVING = frozenset({"agreement", "transfer"})
_ALSO_THERE = re.compile(r"[\s,]*(?:(?:and|or|the|coastal|nearby|northern|southern|eastern|western|province|governorate|city|towns?|villages?|capital|of)\s+)*", re.IGNORECASE)
_TELLER = gated(
    r"\b(?:sources?|officials?|correspondents?|reporters?|activists?|spokes\w+|analysts?|diplomats?|witness(?:es)?|journalists?)\W+(?:based\W+|who is\W+)?(?:in|from|at)\W+"
    r"(?:the\W+)?(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_OF_OFFICE = re.compile(
    r"\s+(?:provincial\s+|police\s+|media\s+|health\s+|state\s+)?(?:governor|mayor|correspondents?|reporters?|bureau|command|chief|cent(?:er|re)|office|network|directorate|activists|sources?|officials?|observatory)\b",
    re.IGNORECASE,
)
"""After a place that only says whose office it is or where a teller sits ("the Homs governor said", "Aleppo Media Centre")."""
_VICTIM = gated(
    r"\b(?:kill|wound|injur|arrest|detain|kidnap|abduct|assassinat|shot|seiz|tortur|execut|behead|target)\w*\s+(?:dead\s+)?(?:an?|the|two|three|several|its|another)\s+(?:[\w\-]+\s+){0,2}(?:in|from|at)\W+(?:the\W+)?(?:\w+\W+){0,2}$", re.IGNORECASE
)
"""Before a place where somebody who might have told of the act was its victim ("detained a reporter in B")."""
_BOTH_HANDS = re.compile(r"\W+(?:by\W+(?:\w+\W+){1,4})?and\W+(?:[A-Z][\w.\-]*\W+){0,3}")
_MEANS = frozenset({"shelling", "airstrike", "explosion", "suicide"})
_FOLLOWED = gated(r"\bfollowed by\b", re.IGNORECASE)
_AS = gated(r"\bas (?!well\b|part\b|many\b)", re.IGNORECASE)
_ARMED = gated(r"\b(?:alliance|groups?|rebels?|forces|fighters|militants|terrorists|factions?|troops|army|insurgents|jihadists|opposition|coalition|militias?)\s+$", re.IGNORECASE)
"""Before a participle that only describes them ("strikes on areas of rebels battling for A")."""
_SUBORDINATE = gated(r"\b(?:when|as|after|because|by)\b", re.IGNORECASE)
_ASIDE = gated(r"\b(?:which|who|after|following)\b", re.IGNORECASE)
_IT = gated(r"\bafter\b[^.;]*\b(?:it|there)\b", re.IGNORECASE)
_FELL = re.compile(r"f[ae]ll", re.IGNORECASE)
_ONWARD = gated(r",\s+(?:and|as well as)\s+(?:also\s+)?(?:on|in|at|near)\s+(?:the\s+)?(?:[a-z][\w\-]*\s+){0,4}$")
_AFTER_NEAR = re.compile(r"^'?s?\W+(?:\w+\W+)?(?:countryside|outskirts|surroundings|area|suburbs?|farms)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Act:
    """Triggers that tell one act in a sentence, strongest frame first, with the places where it was."""

    triggers: tuple[Trigger, ...]
    places: tuple[Mention, ...]
    own_place: bool
    """Whether the places follow the act's own words; else they were taken from the head of the clause."""
    clause: Span
    share: Span | None = None
    """Words that tell how many it hit there ("eight in A *and two in* B")."""
    reach: Span | None = None
    """Its part of a clause that tells of other acts too."""
    own: tuple[Dated, ...] = ()
    """Dates that its own words govern."""
    passing: bool = False
    """Whether it is told in passing, of another time than what it is told beside."""


def acts_of(text: str, sentence: Span, triggers: list[Trigger], mentions: list[Mention]) -> list[Act]:
    """Group the triggers of a sentence into acts and give each its places.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    triggers : list of Trigger
    mentions : list of Mention
        Toponyms of the sentence.

    Returns
    -------
    list of Act
        In order of the text. An act without places is returned too.
    """
    usable = [m for m in mentions if m.toponym_type is ToponymType.LITERAL and not _bare_country(m) and not _dateline(m)]
    usable = [m for m in usable if not _is_tellers(text, m, sentence.start)]
    usable = [m for m in usable if not _MERE_MEASURE.search(text, max(sentence.start, m.span.start - 60), m.span.start)]
    leaving = any(t.frame.family in _LEAVING for t in triggers)
    origins = [m for m in usable if _elsewhere(text, max(sentence.start, m.span.start - 110), m.span.start) and not (leaving and _left(text, sentence, m))]
    for o, m in pairwise(usable):
        if o in origins and m not in origins and _ALSO_THERE.fullmatch(text, o.span.end, m.span.start):
            origins.append(m)
    settled = [m for m in usable if m not in origins and not any(contains(m, o) and o.span < m.span for o in origins)]
    fired = any(t.frame.family in _FROM_AFAR for t in triggers)
    moved = leaving or any(t.frame.family == "deploy" for t in triggers)
    nowhere = [rule for rule, holds in ((_POSITIONED, fired), (_TAKEN_TO, not moved)) if holds]
    usable = settled or [m for m in usable if not any(rule.search(text, max(sentence.start, m.span.start - 110), m.span.start) for rule in nowhere)]
    usable = [m for m in usable if not _very_wide(m)] or [
        m for m in usable if _WHERE_WIDE.search(text, max(sentence.start, m.span.start - 30), m.span.start)
    ]
    groups: list[Act] = []
    for clause in _clauses(text, sentence):
        inside = [t for t in triggers if clause.contains(t.span)]
        if inside:
            there = [m for m in usable if clause.contains(m.span)]
            if not there and clause.start > sentence.start and _IT.search(text, clause.start, clause.end):
                there = [m for m in usable if m.span.end <= clause.start][-1:]  # "stormed A, a week after it was taken"
            groups += _with_reach(_acts_in_clause(text, clause, inside, there))
    return groups


def _with_reach(acts: list[Act]) -> list[Act]:
    """The acts of a clause, each with its part of it: from the places of another act before it up to the words of the next."""
    made = []
    for act in acts:
        others = [o for o in acts if o.own_place and o.places != act.places and not set(o.triggers) & set(act.triggers)]
        first, last = min(t.span.start for t in act.triggers), max(t.span.end for t in act.triggers)
        start = max((m.span.end for o in others for m in o.places if m.span.end <= first), default=act.clause.start)
        end = min((t.span.start for o in others for t in o.triggers if t.span.start >= last), default=act.clause.end)
        made.append(replace(act, reach=Span(start, end)) if others and act.places else act)
    return made


def is_place_of_act(text: str, mention: Mention) -> bool:
    """Whether an act could have been where a name says: no country, no region, nobody's origin or goal.

    Parameters
    ----------
    text : str
        The article's text.
    mention : Mention

    Returns
    -------
    bool
    """
    found, start, end = mention.resolution, max(0, mention.span.start - 110), mention.span.start
    if mention.toponym_type is not ToponymType.LITERAL or not found.resolved or _bare_country(mention) or _very_wide(mention) or _dateline(mention):
        return False
    return not (_elsewhere(text, start, end) or _is_tellers(text, mention, start) or _MERE_MEASURE.search(text, start, end) or _left(text, Span(start, mention.span.end), mention))


def _bare_country(mention: Mention) -> bool:
    if mention.in_syria is False and (mention.resolution.precision in (Precision.AREA, Precision.ADMIN1) or mention.resolution.country not in _NEIGHBOURS):
        return True  # of the world beyond the neighbours, texts name places where people speak, not where the war is
    return mention.resolution.precision is Precision.COUNTRY or (mention.resolution.feature_code or "").startswith("PCL")


def _elsewhere(text: str, start: int, end: int) -> bool:
    """Whether the words before a name make it where somebody sits, comes from or goes to."""
    return bool(_ORIGIN.search(text, start, end) or _DESTINATION.search(text, start, end) or _OFFICE.search(text, start, end))


def _is_tellers(text: str, mention: Mention, start: int) -> bool:
    """Whether a place is where somebody sits who tells of the act."""
    if _OF_OFFICE.match(text, mention.span.end):
        return True
    begin = max(start, mention.span.start - 60)
    return bool(_TELLER.search(text, begin, mention.span.start)) and not _VICTIM.search(text, begin, mention.span.start)


def _very_wide(mention: Mention) -> bool:
    """A third of the country ("eastern Syria") is where an act was only if the sentence says nothing better, and says "in"."""
    return mention.resolution.precision is Precision.AREA and (mention.resolution.radius_km or 0.0) >= _WIDE_KM


def _dateline(mention: Mention) -> bool:
    """Where the writer sits ("BEIRUT -"), not where the act was."""
    return len(mention.text) > 3 and mention.text.isupper()  # longer than an abbreviation


def _clauses(text: str, sentence: Span) -> list[Span]:
    cuts = [sentence.start, *(m.start() for m in _BREAK.finditer(text, sentence.start, sentence.end)), sentence.end]
    return [Span(a, b) for a, b in pairwise(cuts) if b > a]


def _acts_in_clause(text: str, clause: Span, triggers: list[Trigger], mentions: list[Mention]) -> list[Act]:
    aims = [t for t in triggers if t.frame.name == "aim"]
    triggers = [t for t in triggers if t not in aims]
    if not triggers:  # "part of an offensive on B" says who fights, not where
        return [Act(tuple(aims), (), False, clause)]
    leading = [m for m in mentions if m.span.end <= triggers[0].span.start and not _aside(text, clause, triggers[0], m) and (triggers[0].frame.family in _LEAVING or not _left(text, clause, m))]
    acts: list[Act] = []
    pending: list[Trigger] = []
    for i, trigger in enumerate(triggers):
        if pending and _another_story(text, pending, trigger):
            acts.append(Act(_ranked(pending), tuple(chain_of(text, [m for m in leading if m.span.end <= pending[0].span.start])), False, clause))
            pending = []
        limits = (triggers[i - 1].span.end if i else clause.start, triggers[i + 1].span.start if i + 1 < len(triggers) else clause.end)
        following = _told_of(text, clause, trigger, mentions, limits)
        if acts and not pending and _is_result(text, trigger, following):
            acts += _with_result(text, clause, acts.pop(), trigger, following)
            continue
        pending.append(trigger)
        if trigger.frame.weak and following and i + 1 < len(triggers) and _SUBORDINATE.search(text, trigger.span.end, following[0].span.start):
            continue  # "two were injured when fighters in A shelled B": A belongs to the next words
        overlapping = [m for m in mentions if m.span.overlaps(trigger.span)]
        places = chain_of(text, following) if following else overlapping
        if places and trigger.frame.family in _LEAVING and all(_left(text, clause, m) for m in places) and any(t.frame.family not in _LEAVING for t in pending):
            acts.append(Act(_ranked([t for t in pending if t.frame.family not in _LEAVING]), (), False, clause))
            pending = [t for t in pending if t.frame.family in _LEAVING]
        if places:
            acts += [Act(_ranked(part), tuple(places), True, clause) for part in _side_by_side(text, pending)]
            acts += _shares(text, clause, acts[-1], following)
            pending = []
    return _with_rest(text, clause, acts, pending, leading)


def _with_rest(text: str, clause: Span, acts: list[Act], pending: list[Trigger], leading: list[Mention]) -> list[Act]:
    """The acts of a clause with the words after its last place, which go with the last act, or alone with the places before them."""
    if pending and acts:
        last = acts.pop()
        other = [t for t in pending if not t.frame.weak and ({t.frame.family, last.triggers[0].frame.family} in _APART or _followed(text, last, t))]
        acts.append(replace(last, triggers=_ranked([*last.triggers, *(t for t in pending if t not in other)])))
        if other:
            acts.append(Act(_ranked(other), last.places, False, clause))
    elif pending:
        acts.append(Act(_ranked(pending), tuple(chain_of(text, _related(text, leading))), False, clause))
    return acts


def _related(text: str, leading: list[Mention]) -> list[Mention]:
    """The places before an act that has none after it; only the last, where it is told in a clause about that ("A lies by B, which they took")."""
    if len(leading) < _PAIR or not _WHICH.match(text, leading[-1].span.end) or not _IS.search(text, leading[-2].span.end, leading[-1].span.start):
        return leading  # "at A north of B, which they took"
    return leading[-1:]


def _is_result(text: str, trigger: Trigger, following: list[Mention]) -> bool:
    """Whether a participle tells what came of the act before (", killing three, which ..."), and no place of its own."""
    if not trigger.frame.weak or not text[trigger.span.start : trigger.span.end].endswith("ing"):
        return False
    return not following or bool(_ONWARD.search(text, trigger.span.end, following[0].span.start))


def _with_result(text: str, clause: Span, act: Act, trigger: Trigger, following: list[Mention]) -> list[Act]:
    """An act with what came of it, and the same act where the text goes on to a further place ("fell on A, killing one, and on B")."""
    further = [Act(act.triggers, tuple(chain_of(text, following)), True, clause)] if following else []
    return [replace(act, triggers=_ranked([*act.triggers, trigger])), *further]


def _shares(text: str, clause: Span, act: Act, mentions: list[Mention]) -> list[Act]:
    """The same act at further places, each told with a figure of its own ("killed eight in A, two in B and one in C")."""
    made: list[Act] = []
    last = act.places[-1]
    for mention in mentions:
        if mention.span.start < last.span.end:
            continue
        if not SHARE.fullmatch(text, last.span.end, mention.span.start):
            if contains(mention, last):
                continue  # "eight in A in the province of C and two in B"
            break
        made.append(Act(act.triggers, (mention,), True, clause, Span(last.span.end, mention.span.start)))
        last = mention
    return made


def _aside(text: str, clause: Span, trigger: Trigger, mention: Mention) -> bool:
    """Whether a place stands in a clause about something else than the agreement told after it ("after the war, which ravaged A, two sides signed a truce")."""
    opening = _BREAK.match(text, clause.start, clause.end)  # "a day after A was evacuated"
    return trigger.frame.family == "agreement" and bool(_ASIDE.search(text, opening.end() if opening else clause.start, mention.span.start))


def _told_of(text: str, clause: Span, trigger: Trigger, mentions: list[Mention], limits: tuple[int, int]) -> list[Mention]:
    """The places after a trigger and before the next one; of what fell, the one before it."""
    if _FELL.match(text, trigger.span.start) and (before := [m for m in mentions if limits[0] <= m.span.start and m.span.end <= trigger.span.start]):
        return before[-1:]
    return [m for m in mentions if trigger.span.end <= m.span.start < limits[1] and (trigger.frame.family in _LEAVING or not _left(text, clause, m))]


def _side_by_side(text: str, triggers: list[Trigger]) -> list[list[Trigger]]:
    """Parts of an act that are two ("artillery fire by A and air strikes by B", "a car bomb and rocket attack")."""
    for i, (a, b) in enumerate(pairwise(triggers), 1):
        if _two_means(a, b) and _BOTH_HANDS.fullmatch(text, a.span.end, b.span.start):
            return [triggers[:i], triggers[i:]]
        if a.pos == b.pos == "v" and not (a.frame.weak or b.frame.weak) and {a.frame.family, b.frame.family} == {"battle", "execution"}:
            return [triggers[:i], triggers[i:]]  # "executed six men after it took B"
    return [triggers]


def _two_means(a: Trigger, b: Trigger) -> bool:
    """Whether two nouns tell of different means of attack."""
    return a.pos == b.pos == "n" and a.frame.name != b.frame.name and {a.frame.name, b.frame.name} <= _MEANS


def _followed(text: str, told: Act, trigger: Trigger) -> bool:
    """Whether another means followed at the same place ("the car bomb, followed by rocket fire")."""
    main = told.triggers[0]
    if trigger.frame.name not in _MEANS or main.frame.name not in _MEANS or trigger.frame.family == main.frame.family:
        return False
    return bool(_FOLLOWED.search(text, main.span.end, trigger.span.start))


def _another_story(text: str, pending: list[Trigger], trigger: Trigger) -> bool:
    """Whether "as" leads from one kind of act to another ("a bomb killed 40 as fighters advanced on B"): the place after it is the second's."""
    told = {t.frame.family for t in pending if not t.frame.weak}
    if trigger.frame.weak or not any({f, trigger.frame.family} in _APART for f in told):
        return False
    if _AS.search(text, pending[-1].span.end, trigger.span.start):
        return True
    return trigger.pos == "v" and text[trigger.span.start : trigger.span.end].endswith("ing") and bool(_ARMED.search(text, pending[-1].span.end, trigger.span.start))


def _left(text: str, clause: Span, mention: Mention) -> bool:
    """Whether a place is only where people came from who were hit elsewhere ("buses with evacuees from A")."""
    return bool(_EVACUEES.search(text, max(clause.start, mention.span.start - 110), mention.span.start) or _THEIR_PEOPLE.match(text, mention.span.end))


def _ranked(triggers: list[Trigger]) -> tuple[Trigger, ...]:
    """Strong frames before weak ones, then by ACLED's hierarchy, else as in the text."""
    return tuple(sorted(triggers, key=_strength))


def _strength(trigger: Trigger) -> tuple[bool, bool, bool, int, Span]:
    """Strong before weak, violence before strategic developments, among these what was done (a verb) before what it was called."""
    frame = trigger.frame
    strategic = EVENT_TYPE_OF[frame.sub_type] is EventType.STRATEGIC
    rank = 0 if frame.weak else SUB_TYPE_RANK[frame.sub_type]
    return frame.weak, strategic, strategic and trigger.pos != "v", rank, trigger.span


def where_of(text: str, mention: Mention) -> Where:
    """The place of an act from a mention, "near" where the words around say so.

    Parameters
    ----------
    text : str
        The article's text.
    mention : Mention

    Returns
    -------
    Where
    """
    r = mention.resolution
    precision, radius = r.precision, r.radius_km
    before = text[max(0, mention.span.start - _NEAR_CHARS) : mention.span.start].rsplit(".", 1)[-1]
    near = _NEAR.search(before) or _AFTER_NEAR.match(text[mention.span.end : mention.span.end + 40])
    if precision is Precision.EXACT and near:
        precision, radius = Precision.NEAR, max(radius or 0.0, 5.0)
    return Where(
        r.place_id, r.place or mention.text, r.longitude, r.latitude, radius, precision, r.country, r.admin, r.feature_code, r.reason
    )  # fmt: skip
