"""Whom the words for actors mean in an article: by date, by outlet, by what was named before."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

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
_MOSTLY = re.compile(r",?\s+(?:mostly|mainly|primarily|largely|chiefly|namely)\s+(?:from\s+|of\s+)?(?:the\s+)?")


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
    for phrase, following in zip(listed, [*listed[1:], None], strict=False):
        actor = phrase.actor
        if phrase.kind in ("name", "force") and actor:
            actor = _by_date(actor.split("|"), lexicon.actors, context.date)
        elif phrase.kind in ("armed", "state", "people", "pronoun"):
            actor = _owner(text, phrase, listed, lexicon, context) or _generic_actor(phrase, lexicon, context, before, done, subjects)
            beside = phrase.kind in ("armed", "pronoun") or phrase.text.lower() == "military"  # "an SDF military post"
            if done and _ALLIED.match(phrase.text) and _COORDINATED.fullmatch(text, done[-1].span.end, phrase.span.start) and lexicon.actors.side(done[-1].actor) in _ARMED_SIDES:
                actor = "opp" if lexicon.actors.side(done[-1].actor) in _JIHADIST_SIDES else done[-1].actor  # "the Nusra Front and allied factions"
            elif done and done[-1].kind == "name" and beside and text[done[-1].span.end : phrase.span.start].isspace():
                actor = done[-1].actor  # "the X militant group"
            elif phrase.kind in ("armed", "state") and following and _OF.fullmatch(text, phrase.span.end, following.span.start):
                if following.kind in ("name", "force"):  # "terrorists from ISIL"
                    actor = _by_date((following.actor or "").split("|"), lexicon.actors, context.date)
                elif phrase.kind == following.kind == "state" or following.kind == "pronoun":  # "warplanes of the coalition", "fighters of the group"
                    actor = _generic_actor(following, lexicon, context, before, done, subjects)
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


def _generic_actor(
    phrase: ActorPhrase, lexicon: Lexicon, context: Context, earlier: list[ActorPhrase], done: list[ActorPhrase], subjects: list[str]
) -> str | None:
    rule, before = lexicon.rules[phrase.row], [*earlier, *done]
    target = rule.by_side.get(context.outlet_side or "", rule.default)
    if target == "last-armed":
        return _meant_armed(lexicon.actors, before, phrase, _MEMORY_CHARS) or _only_armed(lexicon.actors, before, phrase) or "opp"
    if target == "last-named":
        return next((p.actor for p in reversed(before) if p.kind != "people" and lexicon.actors.side(p.actor) in _ARMED_SIDES), None)
    if target == "last-air":
        return next((p.actor for p in reversed(before) if p.air or (p.actor in AIR_POWERS)), None)
    if target == "last-subject":
        if phrase.text.lower() in ("their", "its") and (other := _party_spoken_of(done)):
            return other
        return _subject_of_sentence(done) or (subjects[-1] if subjects else None)
    if target == "near-armed":
        return _meant_armed(lexicon.actors, before, phrase, _SENTENCE_CHARS) or _only_armed(lexicon.actors, before, phrase) or "opp"
    if phrase.kind == "state" and (again := _same_noun(before, phrase)):
        return again
    return "syr-new" if context.date and context.date > _FALL and lexicon.actors.side(target) == "government" else target


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
