"""From a draft to a report: ids, actors, losses by side, provenance, confidence."""

import datetime as dt
import re
from dataclasses import replace

from geomap.events.classify import CIVILIAN_OBJECTS
from geomap.events.control_facts import taken_by
from geomap.events.draft import Draft, ToldLoss
from geomap.events.losses import Toll, together
from geomap.events.parties import REBEL_SIDES
from geomap.events.phrases import ActorPhrase, Context
from geomap.model import (
    EVENT_TYPE_OF,
    Article,
    ControlChange,
    ControlKind,
    DatePrecision,
    EventType,
    Loss,
    LossSide,
    MatchType,
    Modality,
    Precision,
    Provenance,
    Report,
    Span,
    SubEventType,
    content_id,
)
from geomap.tables.actors import Actors
from geomap.text.gated import gated

__all__ = ["report_of"]

_OTHER = {LossSide.ACTOR1: LossSide.ACTOR2, LossSide.ACTOR2: LossSide.ACTOR1}
_ANY_TELLER = gated(r"\b(?:monitor(?:s|ing group)?|activists?|sources?|reporters?|correspondents?|officials?|witness(?:es)?|residents?|doctors?|medics?|officials?|media|reports?|afp|reuters|ap|dpa|upi|anadolu|agency|agencies|television|tv)$", re.IGNORECASE)
"""Tellers who may be the very source that is named elsewhere."""
_NO_NAME = frozenset({"the", "of", "for", "and", "syrian", "syria", "human", "right", "britain", "british", "based", "monitoring", "group", "news", "agency", "state", "head", "director", "chief", "uk", "london"})
"""Words that sources of several names share."""
_RISEN = gated(r"\b(?:risen|rose|rises|climbed|climbs|later)\b", re.IGNORECASE)
_HISTORY_DAYS = 14
_AGAINST_CHARS = 60
_AT_A_POINT, _ELSEWHERE = 0.75, 0.59
_UNKNOWN_PERPETRATOR = frozenset({SubEventType.REMOTE_EXPLOSIVE, SubEventType.SUICIDE_BOMB, SubEventType.GRENADE})


def report_of(draft: Draft, article: Article, actors: Actors, context: Context) -> Report:
    """Make the report of a draft.

    Parameters
    ----------
    draft : Draft
    article : Article
    actors : Actors
    context : Context
        The outlet's side becomes the report's source affiliation where no other source is named.

    Returns
    -------
    Report
    """
    actor1, actor2 = next(iter(draft.initiators), None), next(iter(draft.targets), None)
    first = actor1.actor if actor1 else ("unidentified" if draft.sub_type in _UNKNOWN_PERPETRATOR else None)
    second = actor2.actor if actor2 else _victims(draft)
    deaths, wounded, captured = (_losses(draft, kind, first, second, actors, article) for kind in ("killed", "wounded", "captured"))
    return Report(
        id=_id(draft, article),
        article=article.id,
        evidence=tuple(draft.evidence),
        trigger=draft.triggers[0].span,
        event_type=EVENT_TYPE_OF[draft.sub_type],
        sub_event_type=draft.sub_type,
        period=draft.period,
        where=draft.where,
        actor1=first,
        actor2=second,
        actor1_name=_name(actor1, first, actors),
        actor2_name=_name(actor2, second, actors),
        actor1_associates=_associates(draft.initiators, first),
        actor2_associates=_associates(draft.targets, second),
        modality=draft.modality,
        attestation=draft.attribution.attestation,
        historical=_historical(draft, article),
        claimant=draft.attribution.claimant,
        source_affiliation=draft.attribution.side or context.outlet_side,
        deaths=deaths,
        wounded=wounded,
        captured=captured,
        weapon=draft.weapon[0] if draft.weapon else None,
        object=draft.object[0] if draft.object else None,
        control_change=_change(draft, actors),
        confidence=_confidence(draft, first, second),
        provenance=_provenance(draft, actor1, actor2),
    )


def _id(draft: Draft, article: Article) -> str:
    trigger, place = draft.triggers[0].span, draft.where_span or Span(0, 0)
    return content_id("r", article.sha256, trigger.start, trigger.end, place.start, place.end, EVENT_TYPE_OF[draft.sub_type])


def _victims(draft: Draft) -> str | None:
    """Civilians, where they are all that was hit; also where an act that has no other victims names none."""
    victims = [t.toll.victim for t in draft.tolls if t.toll.victim and t.toll.victim.actor]
    if victims and all(v.kind == "people" for v in victims):
        return victims[0].actor
    return "civilians" if EVENT_TYPE_OF[draft.sub_type] is EventType.CIVILIANS else None


def _name(phrase: ActorPhrase | None, actor: str | None, actors: Actors) -> str | None:
    if actor:
        return actors.name(actor)
    return phrase.text if phrase else None


def _associates(phrases: list[ActorPhrase], main: str | None) -> tuple[str, ...]:
    names = [p.actor or p.text for p in phrases[1:]]
    return tuple(n for n in dict.fromkeys(names) if n != main)


def _losses(draft: Draft, kind: str, first: str | None, second: str | None, actors: Actors, article: Article) -> tuple[Loss, ...]:
    """One figure for each side and claimant: the one told of this place alone, before one told of several, before the headline's."""
    sided = _by_side(draft, first, second, actors, article.text)
    others = tuple(sorted({_id(s, article) for s in draft.siblings}))
    best: dict[tuple[LossSide, str | None], ToldLoss] = {}
    own = {side for side, t in sided if t.toll.kind == kind and t.here and not t.joint and not t.summary and _number(t.toll)}
    for side, told in sided:
        if told.toll.kind != kind or (side in own and (told.joint or told.summary)):
            continue  # a figure of this place alone goes before a total over several
        if side is LossSide.UNKNOWN and own and not told.here:
            continue  # the sum of what is told by side
        key = (side, told.claimant)
        if key not in best or _rank(told) > _rank(best[key]):
            best[key] = told
    best = {k: t for k, t in best.items() if not any(_is_of_other_extent(t, u) for (other, _), u in best.items() if other is k[0])}
    told_below = {t.toll.min for t in best.values() if not t.summary and t.toll.min}
    best = {k: t for k, t in best.items() if not (t.summary and t.toll.min in told_below)}  # the headline's figure once more
    best = {k: t for k, t in best.items() if not any(u is not t and not _are_rivals(t, u) and _goes_before(u, t) for (other, _), u in best.items() if other is k[0])}
    losses = [Loss(side, t.toll.min, t.toll.max, t.toll.words, claimant, others if t.joint else ()) for (side, claimant), t in best.items()]
    return _without_repeats(losses)


def _by_side(draft: Draft, first: str | None, second: str | None, actors: Actors, text: str) -> list[tuple[LossSide, ToldLoss]]:
    """The figures of a draft with their sides; those of others of one side who died together are added up."""
    sided: list[tuple[LossSide, ToldLoss]] = []
    last = LossSide.UNKNOWN
    for told in sorted(draft.tolls, key=lambda t: t.toll.span):
        last = _OTHER.get(last, last) if told.toll.opposed else _side(told.toll, draft, first, second, actors) or last
        before = sided[-1][1] if sided and sided[-1][0] is last else None
        if told.toll.beside and before and before.toll.kind == told.toll.kind and _number(told.toll) and _number(before.toll):
            sided[-1] = (last, replace(told, toll=together(text, before.toll, told.toll)))
        else:
            sided.append((last, told))
    return sided


def _are_rivals(one: ToldLoss, other: ToldLoss) -> bool:
    """Whether two figures are claims of two sources that are named and not each other."""
    tellers = [t.claimant for t in (one, other) if t.claimant and not _ANY_TELLER.search(t.claimant)]
    return len(tellers) == 2 and not _words_of_name(tellers[0]) & _words_of_name(tellers[1])


def _words_of_name(teller: str) -> set[str]:
    """What tells one source from another: "the Observatory" is the "Syrian Observatory for Human Rights"."""
    return {w.removesuffix("s") for w in re.findall(r"[a-z]{2,}", teller.lower().replace("'", "").replace("’", ""))} - _NO_NAME


def _goes_before(one: ToldLoss, other: ToldLoss) -> bool:
    """Whether of two figures that are no rivals the first is kept: a later count, the better one, the one told first."""
    a, b = _rank(one), _rank(other)
    return a > b or (a == b and one.toll.span < other.toll.span)


def _rank(told: ToldLoss) -> tuple[bool, tuple[bool, int, bool, bool]]:
    """A later count goes before an earlier one, else the better one."""
    return _number(told.toll) and not told.summary and _RISEN.search(told.toll.words) is not None, _worth(told)


def _is_of_other_extent(one: ToldLoss, other: ToldLoss) -> bool:
    """Whether of two figures, of which one is twice the other or more, the first is a part, or a total of more than this act.

    The smaller is a part; but a larger one told only later and without the place is a total of other acts. Claims of two named
    sources stand against each other.
    """
    n, m = (t.toll.min or t.toll.max or 0 for t in (one, other))
    if not n or not m or _are_rivals(one, other):
        return False
    few, many = (one, other) if n < m else (other, one)
    total = few.here and not many.here and not many.summary and few.toll.span < many.toll.span and "ris" not in many.toll.words
    return 2 * min(n, m) <= max(n, m) and one is (many if total else few)


def _number(toll: Toll) -> bool:
    return toll.min is not None or toll.max is not None


def _worth(told: ToldLoss) -> tuple[bool, int, bool, bool]:
    """How much a figure speaks for this act: a number, of this place alone or of few, in its own sentence, not in the headline."""
    return _number(told.toll), -told.joint, told.here, not told.summary


def _without_repeats(losses: list[Loss]) -> tuple[Loss, ...]:
    """The same figure from a second source, or words beside a number, add nothing."""
    kept: list[Loss] = []
    sided = {k.min or k.max for k in losses if k.side is not LossSide.UNKNOWN}
    for loss in losses:
        if loss.side is LossSide.UNKNOWN and (loss.min or loss.max) in sided:
            continue
        same_side = [k for k in kept if k.side == loss.side]
        if any((k.min, k.max) == (loss.min, loss.max) or (k.min is not None and k.min == loss.min) for k in same_side) or (same_side and loss.min is None and loss.max is None):
            continue
        kept.append(loss)
    return tuple(kept)


def _side(toll: Toll, draft: Draft, first: str | None, second: str | None, actors: Actors) -> LossSide | None:
    """Whose loss a toll is; None: as the toll before it."""
    if toll.words.lower().startswith("losing") and toll.victim is None:
        return LossSide.ACTOR1
    if toll.lost and (toll.victim is None or toll.victim.actor is None):
        loser = next((p for p in reversed([*draft.initiators, *draft.targets]) if p.span.end <= toll.span.start), None)
        return LossSide.ACTOR2 if loser and loser.actor == second else LossSide.ACTOR1
    victim = toll.victim.actor if toll.victim else None
    if victim is None and draft.family == "battle" and draft.targets and not draft.initiators and 0 <= draft.targets[0].span.start - toll.span.end < _AGAINST_CHARS:
        return LossSide.ACTOR1  # "nine of its men fell in fighting with the army"
    if victim is None:
        if len(draft.tolls) > 1:
            return None
        if second is None:
            return LossSide.CIVILIANS if draft.object and draft.object[0] in CIVILIAN_OBJECTS else LossSide.UNKNOWN
        return LossSide.CIVILIANS if actors.side(second) == "civilians" else LossSide.ACTOR2
    if actors.side(victim) == "civilians":
        return LossSide.CIVILIANS
    if victim == second or _among(toll.victim, draft.targets, actors):
        return LossSide.ACTOR2
    if victim == first or _among(toll.victim, draft.initiators, actors):
        return LossSide.ACTOR1
    return LossSide.ACTOR2 if second is None else LossSide.UNKNOWN


def _among(victim: ActorPhrase | None, party: list[ActorPhrase], actors: Actors) -> bool:
    """Whether a victim belongs to a party; "militants" are any of the armed groups."""
    sides = {actors.side(p.actor) for p in party}
    side = actors.side(victim.actor) if victim else None
    return side is not None and (side in sides or (victim is not None and victim.kind == "armed" and bool(sides & REBEL_SIDES)))


def _historical(draft: Draft, article: Article) -> bool:
    """Whether an act was over two weeks before the article and so is told as background."""
    if draft.period.date_end is None or article.published is None or draft.modality is not Modality.ACTUAL:
        return False
    age = dt.date.fromisoformat(article.published) - dt.date.fromisoformat(draft.period.date_end)
    return age.days > _HISTORY_DAYS and not draft.period.ongoing


def _change(draft: Draft, actors: Actors) -> ControlChange | None:
    change = taken_by(draft)
    if change is None:
        return None
    new, old = change
    side_to = (actors.side(new.actor) or new.actor or new.text) if new else None
    side_from = (actors.side(old.actor) or old.actor or old.text) if old else None
    return ControlChange(draft.where.place_id, draft.where.place, side_from, side_to, ControlKind.CHANGE)


def _confidence(draft: Draft, first: str | None, second: str | None) -> float:
    """Share of right answers to expect.

    Measured on forty texts that no rule was written for, each scored once by the version of its time (docs/accuracy.md): of 83 reports at a
    named point 77 % were right, of 54 at an area, a place told by another or one no gazetteer has 61 %. On the texts that the rules were
    worked out with it is 89 % and 79 %, which a reader of other texts should not expect. What supports a report besides moves it by a
    hundredth each, so that lists have an order.
    """
    support = (first is not None and second is not None) + (draft.roles_rule == "parse") + (draft.period.date_precision is DatePrecision.DAY)
    support += len(draft.evidence) > 1
    return round((_AT_A_POINT if draft.where.precision is Precision.EXACT else _ELSEWHERE) + support / 100, 2)


def _provenance(draft: Draft, actor1: ActorPhrase | None, actor2: ActorPhrase | None) -> dict[str, Provenance]:
    main = draft.triggers[0]
    why = {
        "event_type": Provenance(tuple(t.span for t in draft.triggers), f"frame:{main.frame.name}", main.row),
        "where": Provenance((draft.where_span,) if draft.where_span else (), draft.where.reason or MatchType.NONE),
        "attestation": Provenance((draft.attribution.span,) if draft.attribution.span else (), draft.attribution.rule),
        "period": Provenance((draft.dated.span,), f"date:{draft.dated.rule}") if draft.dated else Provenance((), "publication date or the day spoken of"),
    }
    for field, phrase in (("actor1", actor1), ("actor2", actor2)):
        if phrase:
            why[field] = Provenance((phrase.span,), f"{draft.roles_rule}:{phrase.kind}", phrase.row)
    if draft.modality_span:
        why["modality"] = Provenance((draft.modality_span,), draft.modality)
    for field, found in (("weapon", draft.weapon), ("object", draft.object)):
        if found:
            why[field] = Provenance((found[1],), f"table:{field}s", found[2])
    if draft.tolls:
        why["losses"] = Provenance(tuple(sorted(t.toll.span for t in draft.tolls)), "pattern:toll")
    return why
