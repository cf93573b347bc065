"""Complete who fought whom from the sentences around, and keep allies off the other side."""

import re
from collections.abc import Sequence
from dataclasses import replace

from geopy.distance import great_circle

from geomap.events.classify import CIVILIAN_OBJECTS, DELIVERED, FROM_AFAR, GROUND_TAKEN, STATE_SIDES, can_do
from geomap.events.draft import Draft
from geomap.events.phrases import ActorPhrase
from geomap.model import SubEventType
from geomap.tables.actors import Actors

__all__ = ["REBEL_SIDES", "complete_parties", "holders_hit"]

_NEAR_CHARS = 700
REBEL_SIDES = frozenset({"opposition", "hts", "isis", "turkish-backed"})
_REMOTE = frozenset({"remote", "chemical"})
_STORY_CHARS = 1500
_STORY_KM = 60.0
_ANYBODY = re.compile(r"people|persons?|men|man", re.IGNORECASE)
_BESIDE_CHARS = 200
_OF_TWO = frozenset({"battle", "transfer"})
_FROM_ABOVE = frozenset({"coalition", "usa", "russia", "israel"})
"""Who strikes an armed group from the air is not whom it fights on the ground."""
_BLOCS = {"iran": "government", "russia": "government", "coalition": "sdf", "turkish-backed": "turkey"}
"""Sides that fight beside another and not against it."""
_RIVALS = frozenset({"opposition", "hts", "turkish-backed", "other"})
"""Sides of many groups, which fight each other too."""


def complete_parties(drafts: list[Draft], actors: Actors, named_in_article: list[ActorPhrase], unplaced: Sequence[Draft] = ()) -> None:
    """Fill a missing party of battles from the nearest act that names both; in place.

    Parameters
    ----------
    drafts : list of Draft
        Of one article, in order of the text.
    actors : Actors
    named_in_article : list of ActorPhrase
        Every armed actor the article names, in order.
    unplaced : sequence of Draft
        Acts told without a place, which are no events but say who acts ("air strikes by X on a rebel town").
    """
    for draft in drafts:
        _part_bystanders(draft)
        _part_opponents(draft, actors)
        _part_allies(draft, actors)
        _part_marchers(draft)
        drone = draft.weapon is not None and draft.weapon[0] == "drone"
        draft.initiators = [p for p in draft.initiators if can_do(actors.side(p.actor), draft.sub_type, drone=drone)]
    told = sorted([*drafts, *unplaced], key=lambda d: d.evidence[0])
    named = [d for d in told if d.initiators and d.targets and d.family in _OF_TWO | {"remote", "violence"}]
    for draft in drafts:
        if draft.family == "transfer":
            _takers(draft, named_in_article, actors)
        if (draft.family in _OF_TWO or draft.sub_type is SubEventType.ARMED_CLASH) and not (draft.initiators and draft.targets):
            _fill(draft, named, actors)
        if (draft.family in _REMOTE or draft.sub_type in DELIVERED) and not draft.initiators and not draft.hand_unknown:
            _same_hand(draft, told, actors)
        _named_first(draft)
        if draft.family == "agreement":
            _parties_of_deal(draft, named_in_article, actors)
        _victims_hit(draft, actors)
        _against_civilians(draft, actors)
        _by_whom_taken(draft, actors)


def holders_hit(drafts: list[Draft]) -> None:
    """Who holds the place that was struck stands for the target where the text tells of nobody hit; in place.

    Parameters
    ----------
    drafts : list of Draft
        Of one article, put together.
    """
    for draft in drafts:
        acting = {p.actor for p in draft.initiators}
        if not draft.targets and draft.object and draft.object[0] in CIVILIAN_OBJECTS and (draft.family in FROM_AFAR or draft.sub_type is SubEventType.ATTACK):
            draft.targets = [ActorPhrase(draft.object[1], "", "people", "civilians", draft.object[2])]
        if not draft.targets and not any(t.toll.kind in ("killed", "wounded") for t in draft.tolls):
            draft.targets = [p for p in draft.holders if p.actor not in acting]


def _part_bystanders(draft: Draft) -> None:
    """Civilians whom a fight hits are no party to it, nor do they hold what is taken."""
    if draft.sub_type in GROUND_TAKEN or (draft.sub_type is SubEventType.ARMED_CLASH and draft.family == "battle" and draft.scheme == "mutual"):
        draft.initiators = [p for p in draft.initiators if p.kind != "people"]
        draft.targets = [p for p in draft.targets if p.kind != "people"]


def _part_marchers(draft: Draft) -> None:
    """Whoever marches is a protester; against whom he marches is not acted on."""
    if draft.sub_type is SubEventType.PEACEFUL_PROTEST:
        people = [p for p in draft.initiators if p.kind == "people"]
        if people:
            draft.initiators, draft.targets = [replace(people[0], actor="protesters")], []


def _part_opponents(draft: Draft, actors: Actors) -> None:
    """Two armed sides that fell in one clash fought each other ("nine soldiers and five militants were killed")."""
    armed = [p for p in draft.targets if p.kind != "people"]
    if draft.initiators or draft.sub_type is not SubEventType.ARMED_CLASH or not armed:
        return
    first = _bloc(armed[0], actors)
    others = [p for p in armed if _bloc(p, actors) != first]
    if first and others:
        draft.initiators, draft.targets = [p for p in draft.targets if p not in others], others


def _part_allies(draft: Draft, actors: Actors) -> None:
    """Who stands on the initiator's side is no target but an associate, unless two groups by name are at odds."""
    if not draft.initiators:
        return
    first, side = draft.initiators[0], actors.side(draft.initiators[0].actor)
    told = draft.roles_rule == "parse" and draft.scheme != "mutual" and _bloc(first, actors) != "government"  # who hits those beside whom he fights, by mistake
    allies = [p for p in draft.targets if side and (actors.side(p.actor) == side or (not told and _bloc(p, actors) == _bloc(first, actors)))]
    if allies and not (side in _RIVALS and (draft.scheme == "mutual" or (first.kind == allies[0].kind == "name" and first.actor != allies[0].actor))):
        draft.targets = [p for p in draft.targets if p not in allies]
        draft.initiators = [*draft.initiators, *allies]


def _bloc(phrase: ActorPhrase, actors: Actors) -> str | None:
    side = actors.side(phrase.actor)
    return _BLOCS.get(side or "", side)


def _fill(draft: Draft, named: list[Draft], actors: Actors) -> None:
    at = draft.evidence[0].start
    for other in sorted(named, key=lambda d: (d.paragraph != draft.paragraph, abs(d.evidence[0].start - at), d.evidence[0].start)):
        if other is draft or abs(other.evidence[0].start - at) > _NEAR_CHARS:
            continue
        if draft.family == "transfer" and other.family not in _OF_TWO:
            continue
        opponent = _opponent(draft.initiators or draft.targets, other, actors)
        above = {actors.side(p.actor) for p in ([opponent, *other.initiators[:1]] if not (draft.initiators or draft.targets) else [opponent]) if p}
        if draft.sub_type in GROUND_TAKEN and other.scheme == "mutual" and not (draft.initiators or draft.targets):
            continue  # who fought whom does not tell who won
        if opponent is None or opponent.kind == "people" or (other.family not in _OF_TWO and above & _FROM_ABOVE):
            continue
        if actors.side(opponent.actor) not in STATE_SIDES and not _near(other, draft, around=True):
            continue  # the state fights everywhere, each armed group on its own front
        opponent = replace(opponent, actor="saa") if opponent.actor == "syaaf" else opponent  # whom it bombs, the army fights
        if not draft.initiators and not draft.targets:
            draft.initiators, draft.targets = other.initiators[:1], other.targets[:1]
        elif draft.initiators:
            draft.targets = [opponent]
        else:
            draft.initiators = [opponent]
        draft.roles_rule = "context"
        return


def _parties_of_deal(draft: Draft, named: list[ActorPhrase], actors: Actors) -> None:
    """The parties of a local deal or evacuation are the government and the armed group of the article, not those who board the buses."""
    parties = [p for p in (*draft.initiators, *draft.targets) if p.kind != "people"]
    state = [p for p in (*parties, *named) if actors.side(p.actor) in ("government", "new-government")]
    armed = [p for p in (*parties, *named) if actors.side(p.actor) in REBEL_SIDES]
    if state and armed and len({actors.side(p.actor) for p in parties}) < 2 and not any(actors.side(p.actor) == "sdf" for p in parties):
        draft.initiators, draft.targets = state[:1], armed[:1]


def _takers(draft: Draft, named: list[ActorPhrase], actors: Actors) -> None:
    """Of a surrender, rebels named alone are those who give up; the government of the article takes over."""
    if not draft.initiators and draft.targets and actors.side(draft.targets[0].actor) in REBEL_SIDES:
        draft.initiators, draft.targets = draft.targets, []
    if draft.initiators and not draft.targets:
        draft.targets = _government_of(draft, named, actors)


def _government_of(draft: Draft, named: list[ActorPhrase], actors: Actors) -> list[ActorPhrase]:
    """Who takes over what rebels leave: the government the article names nearest, if it names one."""
    if actors.side(draft.initiators[0].actor) not in REBEL_SIDES:
        return []
    at = draft.evidence[0].start
    state = [p for p in named if actors.side(p.actor) == "government" and abs(p.span.start - at) < _NEAR_CHARS]
    return sorted(state, key=lambda p: abs(p.span.start - at))[:1]


def _same_hand(draft: Draft, drafts: list[Draft], actors: Actors) -> None:
    """Strikes of one kind told one after the other are of one hand, unless the text says otherwise."""
    at = draft.evidence[0].start
    told = [d for d in drafts if d.initiators and d.sub_type == draft.sub_type and 0 <= at - d.evidence[0].start < _STORY_CHARS]
    sides = {actors.side(p.actor) for p in (*draft.targets, *draft.holders)}
    if draft.sub_type is SubEventType.AIR_STRIKE:
        sides |= REBEL_SIDES  # they have no aircraft
    told = [d for d in told if actors.side(d.initiators[0].actor) not in sides and _near(d, draft)]
    if told and len({"rebels" if actors.side(p.actor) in REBEL_SIDES else _bloc(p, actors) for p in told[-1].initiators}) == 1:
        draft.initiators, draft.roles_rule = told[-1].initiators[:1], "context"


def _near(a: Draft, b: Draft, *, around: bool = False) -> bool:
    """Whether two acts are of one governorate or some kilometres apart; `around` counts from the edge of an area."""
    x, y = a.where, b.where
    if x.admin.admin1 is not None and x.admin.admin1 == y.admin.admin1:
        return True
    if x.latitude is None or x.longitude is None or y.latitude is None or y.longitude is None:
        return True
    reach = _STORY_KM + ((x.radius_km or 0.0) + (y.radius_km or 0.0) if around else 0.0)
    return float(great_circle((x.latitude, x.longitude), (y.latitude, y.longitude)).km) <= reach


def _named_first(draft: Draft) -> None:
    """Put the named group first: "terrorists of the group X" are X."""
    for phrases in (draft.initiators, draft.targets):
        if phrases and phrases[0].kind == "armed":
            phrases.sort(key=lambda p: p.kind not in ("name", "force"))


def _opponent(known: list[ActorPhrase], other: Draft, actors: Actors) -> ActorPhrase | None:
    """Whom the known party fights in the other act; any pair serves where nobody is known."""
    if not known:
        return other.targets[0]
    side = actors.side(known[0].actor)
    if side and side in {actors.side(p.actor) for p in other.initiators}:
        return other.targets[0] if other.targets[0].kind != "people" else None
    if side and side in {actors.side(p.actor) for p in other.targets}:
        return other.initiators[0]
    return None


def _against_civilians(draft: Draft, actors: Actors) -> None:
    """Killing of civilians alone by an armed party is no clash."""
    people = bool(draft.targets) and all(p.kind == "people" and actors.side(p.actor) == "civilians" for p in draft.targets)
    if draft.sub_type is SubEventType.ARMED_CLASH and draft.family == "violence" and people and draft.initiators:
        draft.sub_type = SubEventType.ATTACK


def _by_whom_taken(draft: Draft, actors: Actors) -> None:
    """Only the state and those acting for it "regain" ground, also where the sentences around tell who took it."""
    if draft.sub_type in GROUND_TAKEN and draft.initiators:
        state = actors.side(draft.initiators[0].actor) in STATE_SIDES
        draft.sub_type = SubEventType.GOVERNMENT_REGAINS if state else SubEventType.NON_STATE_OVERTAKES


def _victims_hit(draft: Draft, actors: Actors) -> None:
    """Of remote violence, those killed are those hit, the armed ones first, unless the syntax names the target; of an attack, if nobody else is named."""
    victims = [t.toll.victim for t in draft.tolls if t.toll.victim and t.toll.victim.actor]
    armed_targets = [p for p in draft.targets if p.kind != "people"]
    if draft.sub_type is SubEventType.ARMED_CLASH and bool(draft.initiators) != bool(armed_targets):
        bloc = _bloc([*draft.initiators, *armed_targets][0], actors)
        fallen = list({v.actor: v for v in victims if v.kind != "people" and _bloc(v, actors) != bloc}.values())
        if draft.initiators:
            draft.targets = [*fallen, *draft.targets]
        elif draft.scheme == "mutual":
            draft.initiators = fallen
    if draft.family not in FROM_AFAR or not victims:
        return
    aimed_at = draft.roles_rule == "parse" and any(p.kind != "people" for p in draft.targets)
    own = {actors.side(p.actor) for p in draft.initiators}
    armed = [v for v in victims if v.kind != "people" and actors.side(v.actor) not in own]
    people = [v for v in victims if v.kind == "people"]
    if aimed_at and all(_ANYBODY.fullmatch(v.text) and any(abs(v.span.start - p.span.end) < _BESIDE_CHARS for p in draft.targets) for v in people):
        return  # "an attack on a rival group killed 16 people"
    if (armed and not aimed_at) or (people and len(people) == len(victims)):
        draft.targets = list({p.actor: p for p in (*armed, *people)}.values())
