"""Whom the words for actors mean in an article: by date, by outlet, by what was named before."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from geomap.events.phrases import AIR_POWERS, ActorPhrase, Context, Lexicon
from geomap.tables.actors import Actors
from geomap.text.gated import gated

__all__ = ["resolve_phrases"]

_JIHADIST = gated(r"jihad|islamist|takfiri|extremis|terroris|radical", re.IGNORECASE)
_CREED = gated(r"jihad|islamist|takfiri", re.IGNORECASE)
_JIHADIST_SIDES = frozenset({"isis", "hts"})
_ARMED_SIDES = frozenset({"isis", "hts", "opposition", "turkish-backed", "sdf"})
_FOREIGN = frozenset({"turkey", "israel", "coalition", "russia", "iran"})
_BARE = frozenset({"helicopter", "helicopters", "pilot", "pilots", "soldier", "soldiers", "troops"})
"""Nouns that anybody's forces may be called by."""
_THING = re.compile(r"[\s\-]+[a-z]+")
_MEMORY_CHARS = 500  # "the terrorists" means the group named in the two or three sentences before; round-ups change subject quickly
_SENTENCE_CHARS = 150  # outlets that call every opponent a terrorist name the group in the same sentence or mean all of them
_OFTEN = 3  # a text that names one group so often, and no other, is about it
_FALL = "2024-12-08"  # from then on the Syrian army and government are those of the new state
_ALLIED = re.compile(r"allied\b", re.IGNORECASE)
_COORDINATED = re.compile(r"\s+(?:and|or)\s+|\s*[/\-,]\s*", re.IGNORECASE)
_OF = re.compile(r"\s*(?:\w+ )?(?:from|of|belonging to|affiliated (?:to|with)|linked to|loyal to|with)\s+(?:the )?(?:so[ -]called )?[\"“']?")
_DEFINITE = re.compile(r"\b(?:the|these|those|its|their|other)\s+$", re.IGNORECASE)
_BESIDE = re.compile(r",?\s+(?:and|as well as|including|alongside|together with)\s+(?:the\s+)?(?:[\w\-]+\s+){0,3}")
_MOSTLY = re.compile(r",?\s+(?:mostly|mainly|primarily|largely|chiefly|namely)\s+(?:from\s+|of\s+)?(?:the\s+)?")


class _Told(NamedTuple):
    """What stands before a phrase."""

    text: str
    before: list[ActorPhrase]
    """Phrases of the sentences before."""
    done: list[ActorPhrase]
    """Those of its own sentence."""
    subjects: list[str]


def resolve_phrases(
    text: str, phrases: Iterable[ActorPhrase], lexicon: Lexicon, context: Context, before: list[ActorPhrase], subjects: list[str]
) -> list[ActorPhrase]:
    """Say whom each phrase means.

    Parameters
    ----------
    text : str
        The article's text.
    phrases : iterable of ActorPhrase
        Of one sentence, in order.
    lexicon : Lexicon
    context : Context
    before : list of ActorPhrase
        Resolved phrases of the sentences before, in order.
    subjects : list of str
        Actors that acted in the sentences before, in order.

    Returns
    -------
    list of ActorPhrase
        The same with `actor` set; None for an unknown group or a pronoun without a referent.
    """
    done: list[ActorPhrase] = []
    listed = list(phrases)
    told = _Told(text, before, done, subjects)
    for phrase, following in zip(listed, [*listed[1:], None], strict=False):
        actor = phrase.actor
        if phrase.kind in ("name", "force") and actor:
            actor = _by_date(actor.split("|"), lexicon.actors, context.date)
        elif phrase.kind in ("armed", "state", "people", "pronoun"):
            actor = _owner(text, phrase, listed, lexicon, context) or _generic_actor(phrase, following, lexicon, context, told)
            beside = phrase.kind in ("armed", "pronoun") or phrase.text.lower() == "military"  # "an SDF military post"
            if done and _ALLIED.match(phrase.text) and _COORDINATED.fullmatch(text, done[-1].span.end, phrase.span.start) and lexicon.actors.side(done[-1].actor) in _ARMED_SIDES:
                actor = "opp" if lexicon.actors.side(done[-1].actor) in _JIHADIST_SIDES else done[-1].actor  # "the Nusra Front and allied factions"
            elif done and done[-1].kind == "name" and beside and text[done[-1].span.end : phrase.span.start].isspace():
                actor = done[-1].actor  # "the X militant group"
            elif phrase.kind in ("armed", "state") and following and _OF.fullmatch(text, phrase.span.end, following.span.start):
                if following.kind in ("name", "force"):  # "terrorists from ISIL"
                    actor = _by_date((following.actor or "").split("|"), lexicon.actors, context.date)
                elif phrase.kind == following.kind == "state" or following.kind == "pronoun":  # "warplanes of the coalition", "fighters of the group"
                    actor = _generic_actor(following, None, lexicon, context, told)
        if following and following.kind in ("name", "force") and _MOSTLY.fullmatch(text, phrase.span.end, following.span.start):
            actor = _by_date((following.actor or "").split("|"), lexicon.actors, context.date)
        done.append(replace(phrase, actor=actor))
    return done


def _owner(text: str, phrase: ActorPhrase, listed: Sequence[ActorPhrase], lexicon: Lexicon, context: Context) -> str | None:
    """Whose a "military post" is that a foreign army hits: the armed group's that the sentence names beside it."""
    if not phrase.text.lower().endswith("military") or not _THING.match(text, phrase.span.end):
        return None
    named = [p for p in listed if p.kind in ("name", "force") and p.actor]
    sides = [lexicon.actors.side((p.actor or "").split("|")[0]) for p in named]
    if not any(side in _FOREIGN and p.span < phrase.span for p, side in zip(named, sides, strict=True)):
        return None
    owner = next((p for p, side in zip(named, sides, strict=True) if side in _ARMED_SIDES), None)
    return _by_date((owner.actor or "").split("|"), lexicon.actors, context.date) if owner else None


def _by_date(ids: list[str], actors: Actors, date: str | None) -> str:
    """The row that was active; outside all periods, the one whose period lies nearest."""
    fitting = [i for i in ids if actors.by_id[i].active_on(date)]
    if fitting:
        return fitting[0]
    if date and date > _FALL and actors.side(ids[0]) == "government":
        return "syr-new"
    if date is None:
        return ids[0]
    later = [i for i in ids if actors.by_id[i].active_to and actors.by_id[i].active_to < date]
    return later[-1] if later else ids[0]


def _generic_actor(phrase: ActorPhrase, following: ActorPhrase | None, lexicon: Lexicon, context: Context, told: _Told) -> str | None:
    rule, before = lexicon.rules[phrase.row], [*told.before, *told.done]
    target = rule.by_side.get(context.outlet_side or "", rule.default)
    if target == "last-armed":
        meant = _meant_armed(lexicon.actors, before, phrase, _MEMORY_CHARS)
        if meant and (_joined(told.text, phrase, following) or _told_apart(told.text, before, phrase, meant)):
            return "opp"
        return meant or _only_armed(lexicon.actors, before, phrase) or "opp"
    if target == "opp" and phrase.kind == "armed":
        meant = _meant_armed(lexicon.actors, before, phrase, _MEMORY_CHARS)
        return meant if meant and _called(told.text, before, phrase, meant) else target
    if target == "last-named":
        return next((p.actor for p in reversed(before) if p.kind != "people" and lexicon.actors.side(p.actor) in _ARMED_SIDES), None)
    if target == "last-air":
        return next((p.actor for p in reversed(before) if p.air or (p.actor in AIR_POWERS)), None)
    if target == "last-subject":
        if phrase.text.lower() in ("their", "its") and (other := _party_spoken_of(told.done)):
            return other
        return _subject_of_sentence(told.done) or (told.subjects[-1] if told.subjects else None)
    if target == "near-armed":
        return _meant_armed(lexicon.actors, before, phrase, _SENTENCE_CHARS) or _only_armed(lexicon.actors, before, phrase) or "opp"
    if phrase.kind == "state" and (again := _same_noun(before, phrase)):
        return again
    return "syr-new" if context.date and context.date > _FALL and lexicon.actors.side(target) == "government" else target


def _joined(text: str, phrase: ActorPhrase, following: ActorPhrase | None) -> bool:
    """Whether the words bring in people of no name beside a group ("fighters and the Nusra Front began ...")."""
    if following is None or following.kind != "name" or not _BESIDE.fullmatch(text, phrase.span.end, following.span.start):
        return False
    return not _DEFINITE.search(text, max(0, phrase.span.start - 12), phrase.span.start)


def _called(text: str, before: list[ActorPhrase], phrase: ActorPhrase, actor: str) -> bool:
    """Whether the article calls a group's people by this very word ("ISIS rebels", "rebels of the group X"), whatever the word."""
    noun = _noun(phrase)
    named = {p.text if p.kind == "name" else p.text.rpartition(" ")[0] for p in before if p.kind in ("name", "force") and p.actor == actor}
    if any(re.search(rf"\b{re.escape(name)}[\s\-]+{noun}s?\b", text) for name in sorted(named) if name):
        return True
    pairs = ((p, q) for p, q in pairwise(before) if p.actor == q.actor == actor and p.kind == "armed" and q.kind in ("name", "force"))
    return any(_noun(p) == noun and _OF.fullmatch(text, p.span.end, q.span.start) for p, q in pairs)


def _told_apart(text: str, before: list[ActorPhrase], phrase: ActorPhrase, actor: str) -> bool:
    """Whether the article sets these people beside the group ("fighters and the Nusra Front"), or counts the group among them."""
    noun = _noun(phrase)
    beside = any(
        p.kind == "armed" and _noun(p) == noun and q.kind == "name" and q.actor == actor and _BESIDE.fullmatch(text, p.span.end, q.span.start)
        for p, q in pairwise(before)
    )
    return beside and not _called(text, before, phrase, actor)


def _noun(phrase: ActorPhrase) -> str:
    """The last word of a phrase, in the singular."""
    return phrase.text.split()[-1].lower().removesuffix("s")


def _subject_of_sentence(done: list[ActorPhrase]) -> str | None:
    """The first actor of the sentence, which is its subject more often than not ("Militants broke the truce when they shelled ...")."""
    return next((p.actor for p in done if p.kind in ("name", "force", "armed", "state") and p.actor), None)


def _party_spoken_of(done: list[ActorPhrase]) -> str | None:
    """A possessive after both parties speaks of the second ("units killed fighters and shelled their positions")."""
    parties = [p.actor for p in done if p.kind in ("name", "force", "armed", "state") and p.actor]
    return parties[-1] if len(set(parties)) > 1 else None


def _meant_armed(actors: Actors, before: list[ActorPhrase], phrase: ActorPhrase, memory: int) -> str | None:
    """The armed group told last that a word can mean: "jihadists" are those of the article, if it has any, and never the Kurdish-led forces."""
    sides = _ARMED_SIDES - {"sdf"} if _JIHADIST.search(phrase.text) else _ARMED_SIDES
    jihadist = _last_armed(actors, before, phrase.span.start, memory, _JIHADIST_SIDES) if _CREED.search(phrase.text) else None
    return jihadist or _last_armed(actors, before, phrase.span.start, memory, sides)


def _same_noun(before: list[ActorPhrase], phrase: ActorPhrase) -> str | None:
    """Whose troops or aircraft a bare noun means after the same noun with an owner ("a Russian helicopter ... the helicopter")."""
    noun = phrase.text.lower().split()[-1]
    if noun not in _BARE or " " in phrase.text.removeprefix("the ").removeprefix("The "):
        return None
    owned = (p.actor for p in reversed(before) if p.kind == "force" and phrase.span.start - p.span.end < _MEMORY_CHARS and p.text.lower().split()[-1].rstrip("s") == noun.rstrip("s"))
    return next(owned, None)


def _only_armed(actors: Actors, before: list[ActorPhrase], phrase: ActorPhrase) -> str | None:
    """The armed group that the text names, if it names one alone in what leads up to a word; jihadists are none of the Kurdish-led forces."""
    sides = _ARMED_SIDES - {"sdf"} if _JIHADIST.search(phrase.text) else _ARMED_SIDES
    named = [p.actor for p in before if p.kind in ("name", "force") and actors.side(p.actor) in sides]
    return named[0] if len(named) >= _OFTEN and len(set(named)) == 1 else None


def _last_armed(actors: Actors, before: list[ActorPhrase], position: int, memory: int, sides: frozenset[str]) -> str | None:
    for phrase in reversed(before[-24:]):
        if position - phrase.span.end > memory:
            return None
        if phrase.kind in ("name", "force") and actors.side(phrase.actor) in sides:
            return phrase.actor
    return None
