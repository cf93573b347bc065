"""Who holds what: changes from coded acts, states from the way texts speak of places ("the ISIS-held town of ...")."""

import re

from geomap.events.attribution import Attribution
from geomap.events.classify import GROUND_TAKEN
from geomap.events.draft import Draft
from geomap.events.phrases import ActorPhrase
from geomap.events.scene import where_of
from geomap.model import (
    Article,
    Attestation,
    ControlFact,
    ControlKind,
    DatePrecision,
    Mention,
    Modality,
    Period,
    Precision,
    Span,
    Status,
    SubEventType,
    ToponymType,
    status_of,
)
from geomap.tables.actors import Actors
from geomap.text.gated import gated

__all__ = ["control_facts", "states_in_sentence", "taken_by"]

_HELD = re.compile(r"^[\s\-]+(?:held|controlled|run|occupied)\b[^.,;]{0,40}$", re.IGNORECASE)
_UNDER = gated(
    r"\b(?:controlled by|held by|under the (?:full |complete )?control of|in the hands of|ruled by|occupied by|stronghold of)\W+(?:the\W+)?(?:\w+\W+){0,3}$", re.IGNORECASE
)
_CONTESTED = re.compile(r"^\W+(?:which\W+)?(?:remain(?:s|ed)?|is|was) contested\b", re.IGNORECASE)
_BESIEGED = gated(r"\bbesieged\W+(?:\w+\W+){0,5}$", re.IGNORECASE)
_POINT = frozenset({Precision.EXACT, Precision.NEAR})
_AREAS = frozenset({Precision.AREA, Precision.LINE})
_AREA_TAKEN = re.compile(r"(?:of|over)?\W*(?:all of\W+)?(?:the\W+)?(?:whole |entire |whole of |rest of )?(?:the\W+)?", re.IGNORECASE)


def taken_by(draft: Draft) -> tuple[ActorPhrase | None, ActorPhrase | None] | None:
    """Who takes a place from whom in an act, or None where no place changes hands.

    Parameters
    ----------
    draft : Draft

    Returns
    -------
    (new holder, old holder) or None
    """
    if draft.modality is not Modality.ACTUAL or draft.attribution.attestation is Attestation.DENIED:
        return None
    first, second = next(iter(draft.initiators), None), next(iter(draft.targets), None)
    if draft.sub_type in GROUND_TAKEN:
        return (first, second) if first else None
    if draft.sub_type is SubEventType.NON_VIOLENT_TRANSFER and second is not None:
        return second, first
    return None


def states_in_sentence(
    article: Article, sentence: Span, mentions: list[Mention], phrases: list[ActorPhrase], attribution: Attribution, actors: Actors
) -> list[ControlFact]:
    """States of control told in passing.

    Parameters
    ----------
    article : Article
    sentence : Span
    mentions : list of Mention
        Of the sentence.
    phrases : list of ActorPhrase
        Of the sentence, resolved.
    attribution : Attribution
    actors : Actors

    Returns
    -------
    list of ControlFact
        Only of points: what is said of a line or an area is no fact about a point.
    """
    text, facts = article.text, []
    for mention in mentions:
        if mention.toponym_type is not ToponymType.LITERAL or mention.resolution.precision not in _POINT:
            continue
        after = text[mention.span.end : min(sentence.end, mention.span.end + 80)]
        kind, side = _state(mention, phrases, text, actors)
        if kind is None and _CONTESTED.match(after):
            kind, side = ControlKind.CONTESTED, "contested"
        elif kind is None and _BESIEGED.search(text, max(sentence.start, mention.span.start - 60), mention.span.start):
            kind, side = ControlKind.BESIEGED, "besieged"
        if kind and side:
            facts.append(_fact(article, sentence, mention, kind, side, attribution))
    return facts


def _state(mention: Mention, phrases: list[ActorPhrase], text: str, actors: Actors) -> tuple[ControlKind | None, str | None]:
    for phrase in phrases:
        side = actors.side(phrase.actor)
        if not side:
            continue
        if phrase.span.end <= mention.span.start and _HELD.match(text[phrase.span.end : mention.span.start]):
            return ControlKind.STATE, side
        if mention.span.end <= phrase.span.start <= mention.span.end + 60 and _UNDER.search(text, mention.span.end, phrase.span.start):
            return ControlKind.STATE, side
    return None, None


def _fact(article: Article, sentence: Span, mention: Mention, kind: ControlKind, side: str, attribution: Attribution) -> ControlFact:
    known = article.published is not None
    period = Period(article.published, article.published, DatePrecision.WEEK if known else DatePrecision.UNKNOWN)
    status = status_of(Modality.ACTUAL, attribution.attestation, historical=False)
    where = where_of(article.text, mention)
    return ControlFact(where, side, kind, None, period, status, attribution.claimant or article.outlet, article.id, (sentence,), None)


def _whole(draft: Draft, text: str) -> bool:
    """Whether what changed hands is the place itself: a point, or an area that is the object of the act ("captured the valley").

    Of "captured a village in the valley" the valley only says where; a line or an area so told is no fact about a point either.
    """
    if draft.where.precision in _POINT:
        return True
    if draft.where.precision not in _AREAS or draft.where_span is None:
        return False
    return any(_AREA_TAKEN.fullmatch(text[t.span.end : draft.where_span.start].strip()) for t in draft.triggers if t.span.end <= draft.where_span.start)


def control_facts(article: Article, drafts: list[Draft], states: list[ControlFact], actors: Actors) -> tuple[ControlFact, ...]:
    """All control facts of an article: changes told by its acts, then states.

    Parameters
    ----------
    article : Article
    drafts : list of Draft
        The article's acts, put together.
    states : list of ControlFact
        From `states_in_sentence`.
    actors : Actors

    Returns
    -------
    tuple of ControlFact
        Sorted by evidence; machine-coded changes are claims until a person accepts them.
    """
    facts = list(states)
    for draft in drafts:
        change = taken_by(draft)
        if change is None or not _whole(draft, article.text):
            continue
        new, old = change
        side = actors.side(new.actor) if new else None
        if new is None or side is None:
            continue
        facts.append(
            ControlFact(
                draft.where, side, ControlKind.CHANGE, actors.side(old.actor) if old else None, draft.period, Status.CLAIMED,
                draft.attribution.claimant or article.outlet, article.id, tuple(draft.evidence), None,
            )
        )  # fmt: skip
    unique = {(f.where.place_id, f.where.place, f.side, f.kind, f.period.date_start): f for f in reversed(facts)}
    return tuple(sorted(unique.values(), key=lambda f: (f.evidence, f.where.place or "", f.kind)))
