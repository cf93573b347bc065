"""Find the words in a sentence that stand for an actor, and say whom they mean in this article.

Three kinds of words: names of the actor table; an adjective with a noun for armed force ("Russian warplanes"); generic words
("terrorists", "the army", "they") whose meaning depends on outlet and context.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from geomap.model import Span
from geomap.tables.actors import Actors, load_actors
from geomap.tables.reader import read_table
from geomap.text.folding import fold
from geomap.text.gated import gated
from geomap.text.patterns import PatternIndex, PatternMatch, lower_keeping_length, lowered

__all__ = ["AIR_POWERS", "HELD", "ActorPhrase", "Context", "Lexicon", "find_phrases", "load_lexicon"]

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STATES = frozenset({"Russia", "Turkey", "Israel", "Jordan", "United States", "US", "U.S.", "UK", "United Kingdom", "France", "Iran", "Iraq"})
_PLACE_WORD = gated(r"\b(?:in|to|from|of|near|into|with|border|crossing)\s+(?:the\s+)?$", re.IGNORECASE)
_HOLDING = "held|controlled|run|occupied|dominated|besieged|ruled"
_SERVING = r"[\s\-]+(?:backed|linked|affiliated|allied|based|sponsored|supported|funded|born|populated|brokered|imposed)|-(?:led|made|supplied|trained|formed|armed|built)"
"""After a space, the last of these are verbs ("the army led ...")."""
_NOT_A_VERB = r"\b(?!\s+(?:up|by|with|an?|the|its|their)\b)"
HELD = re.compile(rf"(?:[\s\-]+(?:{_HOLDING})|{_SERVING}){_NOT_A_VERB}", re.IGNORECASE)
"""After a name, what makes it only say whose a place or a group is ("the rebel-held town", "the US-backed force")."""
_OF_PLACE = re.compile(rf"[\s\-]+(?:{_HOLDING}){_NOT_A_VERB}", re.IGNORECASE)
"""After an adjective, what makes it the holder of a place ("the Kurdish-held town")."""
_MODIFIER = re.compile(rf"(?:[\-–/]\w+)?(?:{_SERVING}){_NOT_A_VERB}", re.IGNORECASE)
"""After a name, what leaves it no part of its own."""
AIR_POWERS = frozenset({"syaaf", "vks", "coalition", "israel", "russia", "usa"})
_ENTERPRISE = re.compile(r"[\s\-]+(?:operation|offensive|campaign|action|intervention|escalation|source|council|police|media|official|expert|aid|solution|equipment|build)", re.IGNORECASE)
"""After "military": an undertaking, or people of no army in particular."""
_MEN_OF = re.compile(r"\s+(?:from|of|belonging to|loyal to)\s+(?:the\s+|its\s+)?", re.IGNORECASE)
_AGAINST = gated(r"\b(?:anti|counter)[\s\-]?$", re.IGNORECASE)
_GROUP_HEADS = "Brigade|Brigades|Battalion|Battalions|Division|Army|Front|Movement|Legion|Corps|Council|Forces|Group|Company|Regiment"
_FILLER = re.compile(r"(?:'s|’s)?[\s\-]+(?:(?:armed|special|heavy|ground|combat|fighter|military|elite|naval|attack|war|transport|cargo|surveillance|reconnaissance|occupation|occupying|[\w\-]*\d[\w\-]*|\w+-range)[\s\-]+){0,3}")
_ACCUSED = gated(r"\b(?:accus(?:e|es|ed|ing)|blam(?:e|es|ed|ing)|holds?|held)\s+(?:on\s+)?$", re.IGNORECASE)
"""Before a capital that stands for its state."""
_THOUGHT = gated(r"\b(?:believed|thought|suspected|presumed|said|reported|understood|appeared|appear|known)\s+to\s+(?:be|have been)\s+(?:\w+\s+){0,1}$|\b(?:planes?|jets?|aircraft|warplanes?|helicopters?)\s+(?:was|were|had been|are)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
"""Before an adjective that alone says whose the aircraft were ("jets believed to be Russian")."""
_AIRCRAFT = gated(r"\b(?:jets?|war\s?planes?|planes?|aircraft|air ?strikes?|air raids?|raids?|bombers?|helicopters?)\b", re.IGNORECASE)
_COORDINATED = re.compile(r"\s+(?:and|or)\s+|\s*[/\-,]\s*", re.IGNORECASE)
_OPERATION = re.compile(r"[\s\"”’']*(?:[\w\-]+\s+){0,2}(?:area|areas|zone|region)\b", re.IGNORECASE)
_IN_OPERATION = gated(r"\b(?:following|after|before|during|since|dubbed|called|named|codenamed|of|in|under|within|as)\s+(?:(?!troops|forces)\w+\s+){0,4}[\"“'‘]?$", re.IGNORECASE)
_UNKNOWN_GROUP = gated(rf"\b(?:[A-Z][\w'’\-]+|al-[A-Z][\w'’\-]+)\s+(?:(?:[A-Z][\w'’\-]+|al-[A-Z][\w'’\-]+|of|the)\s+){{0,3}}(?:{_GROUP_HEADS})\b|\b(?:Liwa|Jaysh|Jaish|Harakat|Kataib|Faylaq|Katibat)\s+(?:(?:al-)?[A-Z][\w'’\-]+\s?){{1,3}}")


@dataclass(frozen=True, slots=True)
class ActorPhrase:
    """Words that stand for an actor."""

    span: Span
    text: str
    kind: str
    """name, force, generic, people, pronoun or group."""
    actor: str | None
    """Id of the actor table; of generic words, set by `resolve_phrases`."""
    row: str
    air: bool = False
    """Whether the words themselves name aircraft."""
    shares: bool = False
    """Whether the noun stands in the next phrase ("Kurdish and regime forces")."""


Aliases = dict[str, list[tuple[tuple[str, ...], str, bool, tuple[str, ...]]]]


@dataclass(frozen=True, slots=True)
class _Generic:
    default: str
    by_side: dict[str, str]
    kind: str
    row: str


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The compiled words for actors."""

    actors: Actors
    aliases: "Aliases"
    """First token to (tokens, exact form of an acronym, whether it may begin in lower case, ids), longest first."""
    stems: dict[str, str]
    """First tokens with the s of a genitive whose apostrophe was lost ("ISILs positions"), to the token."""
    forces: PatternIndex[tuple[str, str, str, bool]]
    """Adjectives, with the actor on the ground, the actor in the air, the row, and whether they name a state."""
    nouns: PatternIndex[tuple[str, bool]]
    """Nouns for armed force: air, ground or either, and whether they go with groups only."""
    generic: PatternIndex[_Generic]
    rules: dict[str, _Generic]
    """Rules of generic words by their row."""


@dataclass(frozen=True, slots=True)
class Context:
    """What decides whom generic words mean."""

    date: str | None
    outlet_side: str | None


@lru_cache(maxsize=4)
def load_lexicon(actors_path: Path | None = None) -> Lexicon:
    """Compile the tables of actors, forces and generic words.

    Parameters
    ----------
    actors_path : Path, optional
        A user's table of actors.

    Returns
    -------
    Lexicon
    """
    actors = load_actors(actors_path)
    rules = [(r["pattern"], _generic(r)) for r in read_table("generic_actors.csv", ("pattern", "default", "kind"))]
    generic = PatternIndex(rules)
    forces = PatternIndex(
        (pattern, (r["ground"], r["air"], r["_row"], r["of"] == "state"))
        for r in read_table("forces.csv", ("adjective", "ground", "air", "of"))
        for pattern in _owning(r["adjective"].lower().replace(".", r"\."))
    )
    nouns = PatternIndex((r["noun"], (r["means"], r["of"] == "group")) for r in read_table("force_nouns.csv", ("noun", "means", "of")))
    aliases = _alias_index(actors, generic)
    stems = {f"{first}s": first for first in aliases if f"{first}s" not in aliases}
    return Lexicon(actors, aliases, stems, forces, nouns, generic, {rule.row: rule for _, rule in rules})


def _owning(adjective: str) -> tuple[str, ...]:
    """An adjective or name, and with the s of a genitive, whose apostrophe may be lost ("Moscow's jets", "Moscows jets")."""
    if not adjective[-1].isalpha():
        return (adjective,)
    return (adjective, f"{adjective}'s") if adjective[-1] == "s" else (f"{adjective}s?", f"{adjective}'s")


def _generic(row: dict[str, str]) -> _Generic:
    sides = {k: row[k] for k in ("government", "iran", "russia", "turkey", "opposition", "sdf") if row.get(k)}
    return _Generic(row["default"], sides, row["kind"], row["_row"])


def _alias_index(actors: Actors, generic: PatternIndex[_Generic]) -> "Aliases":
    owners: dict[tuple[tuple[str, ...], str, bool], list[str]] = {}
    for actor in actors.by_id.values():
        for alias in actor.aliases:
            if alias == alias.lower() and any(m.end - m.start >= len(alias) - 4 for m in generic.find(lower_keeping_length(alias))):
                continue  # the generic table says more about it
            tokens = tuple(t for m in _TOKEN.finditer(alias.replace(".", "")) for t in fold(m[0]).split())
            if tokens and tokens[0] in ("the", "al", "el") and len(tokens) > 2:
                tokens = tokens[1:]
            case = alias if len(tokens) == 1 and alias.isupper() and len(alias) <= 4 else ""
            owners.setdefault((tokens, case, alias[0].islower()), []).append(actor.id)
    index: Aliases = {}
    for (tokens, case, lower), ids in owners.items():
        if tokens:
            index.setdefault(tokens[0], []).append((tokens, case, lower, tuple(ids)))
    for entries in index.values():
        entries.sort(key=lambda e: (-len(e[0]), e[0]))
    return index


def find_phrases(text: str, sentence: Span, lexicon: Lexicon) -> list[ActorPhrase]:
    """Find all words for actors in a sentence, longest first, not overlapping, in order.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    lexicon : Lexicon

    Returns
    -------
    list of ActorPhrase
        Generic words and pronouns still have no actor.
    """
    low = lowered(text)
    found = _names(text, sentence, lexicon)
    found += _forces(text, sentence, low, lexicon)
    for g in lexicon.generic.find(low, sentence.start, sentence.end):
        found.append(_phrase(text, g.start, g.end, g.value.kind, None, g.value.row))
    found += _unknown_groups(text, sentence)
    rank = {"name": 0, "force": 0, "armed": 1, "state": 1, "people": 1, "pronoun": 1, "group": 2}
    found.sort(key=lambda p: (rank[p.kind] == 2, -(p.span.end - p.span.start), rank[p.kind], p.span.start))
    kept: list[ActorPhrase] = []
    for phrase in found:
        if _AGAINST.search(text, max(0, phrase.span.start - 8), phrase.span.start):
            continue
        if phrase.text.lower() == "military" and _ENTERPRISE.match(text, phrase.span.end):
            continue
        if phrase.kind == "name" and (_MODIFIER.match(text, phrase.span.end) or _mere_country(text, phrase) or _mere_operation(text, phrase)):
            continue
        if not any(phrase.span.overlaps(k.span) for k in kept):
            kept.append(phrase)
    kept.sort(key=lambda p: p.span)
    return [p for p, following in pairwise([*kept, None]) if p is not None and not (following and _are_of(p, following, text))]


def _are_of(men: ActorPhrase, armed: ActorPhrase, text: str) -> bool:
    """Whether "two men" are those of the armed side named next ("two men from X")."""
    return men.kind == "people" and men.text.endswith("men") and armed.kind != "people" and bool(_MEN_OF.fullmatch(text, men.span.end, armed.span.start))


def _mere_country(text: str, phrase: ActorPhrase) -> bool:
    """A state's name after a preposition is a place ("the crossing with Jordan"), not who acts."""
    return phrase.text in _STATES and bool(_PLACE_WORD.search(text, max(0, phrase.span.start - 24), phrase.span.start))


def _mere_operation(text: str, phrase: ActorPhrase) -> bool:
    """An operation's name is no actor where the words speak of the operation or of the area it took."""
    if not all(actor.startswith("op-") for actor in (phrase.actor or "").split("|")) or phrase.text.endswith("forces"):
        return False
    return bool(_OPERATION.match(text, phrase.span.end) or _IN_OPERATION.search(text, max(0, phrase.span.start - 60), phrase.span.start))


def _phrase(text: str, start: int, end: int, kind: str, actor: str | None, row: str, air: bool = False) -> ActorPhrase:
    return ActorPhrase(Span(start, end), text[start:end], kind, actor, row, air)


def _forces(text: str, sentence: Span, low: str, lexicon: Lexicon) -> list[ActorPhrase]:
    """An adjective with a noun for armed force, at most two words between ("Russian long-range bombers"); two may share it ("Kurdish and regime forces")."""
    found: list[ActorPhrase] = []
    shared: tuple[int, tuple[str, bool]] | None = None
    for adjective in reversed(list(lexicon.forces.find(low, sentence.start, sentence.end))):
        noun = next(iter(lexicon.nouns.find(low, adjective.end, min(sentence.end, adjective.end + 40))), None)
        between = low[adjective.end : noun.start] if noun else ""
        if noun and _FILLER.fullmatch(between) and not between.endswith("suicide "):
            end, said = noun.end, noun.value
        elif shared and _COORDINATED.fullmatch(low[adjective.end : shared[0]]):
            end, said = adjective.end, shared[1]
        elif (alone := _alone(text, sentence, adjective)) is not None:
            found.append(alone)
            continue
        else:
            continue
        shared = adjective.start, said
        (ground, air, row, of_state), (means, of_group) = adjective.value, said
        if of_state and of_group:
            continue
        if ground == air and ground not in AIR_POWERS:
            means = "ground"  # the bombers of a group that has no aircraft
        phrase = _phrase(text, adjective.start, end, "force", ground if means == "ground" else air, row, means == "air")
        found.append(replace(phrase, shares=end == adjective.end))
    return found


def _alone(text: str, sentence: Span, adjective: PatternMatch[tuple[str, str, str, bool]]) -> ActorPhrase | None:
    """An adjective that needs no noun: of who holds a place, or of whose aircraft were at work."""
    ground, air, row, _ = adjective.value
    if _OF_PLACE.match(text, adjective.end) or _ACCUSED.search(text, max(sentence.start, adjective.start - 20), adjective.start):
        return _phrase(text, adjective.start, adjective.end, "force", ground, row)
    if _THOUGHT.search(text, max(sentence.start, adjective.start - 40), adjective.start):
        flown = bool(_AIRCRAFT.search(text, sentence.start, adjective.start))
        return _phrase(text, adjective.start, adjective.end, "force", air if flown else ground, row, flown)
    return None


def _names(text: str, sentence: Span, lexicon: Lexicon) -> list[ActorPhrase]:
    starts, words, keys, beginnings = _words_of_names(text, lexicon)
    first, stop = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
    found, free = [], 0
    for i in beginnings[bisect_left(beginnings, first) : bisect_left(beginnings, stop)]:
        if i < free:
            continue
        for alias, case, lower, ids in lexicon.aliases[keys[i]]:
            n = len(alias)
            if i + n > stop or (keys[i : i + n] != alias and (keys[i], *map(_folded, words[i + 1 : i + n])) != alias):
                continue
            if (case and words[i].removesuffix("s").rstrip("'’") != case and words[i] != case) or (words[i][0].islower() and not lower):
                continue
            span = Span(starts[i], starts[i + n - 1] + len(words[i + n - 1]))
            found.append(ActorPhrase(span, text[span.start : span.end], "name", "|".join(ids), lexicon.actors.by_id[ids[0]].row))
            free = i + n
            break
    return found


@lru_cache(maxsize=4)
def _words_of_names(text: str, lexicon: Lexicon) -> tuple[list[int], list[str], tuple[str, ...], list[int]]:
    """Where the words of a text begin, the words, their spelling in aliases, and the numbers of those that begin one; kept for its next sentence."""
    words, at = _TOKEN.findall(text), 0
    starts = [at := text.index(word, at) for word in words]  # between two words stands no letter
    keys = tuple(lexicon.stems.get(key, key) for key in map(_folded, words))
    return starts, words, keys, [i for i, key in enumerate(keys) if key in lexicon.aliases]


@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> str:
    """A word as aliases are kept; a text uses the same ones again and again."""
    return fold(word[:-2] if word.endswith(("'s", "’s")) else word)


def _unknown_groups(text: str, sentence: Span) -> list[ActorPhrase]:
    found = []
    for m in _UNKNOWN_GROUP.finditer(text, sentence.start, sentence.end):
        start = m.start() + (4 if m[0].startswith("The ") else 0)
        span = Span(start, m.start() + len(m[0].rstrip()))
        found.append(ActorPhrase(span, text[span.start : span.end], "group", None, "pattern:unknown-group"))
    return found
