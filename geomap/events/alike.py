"""Whether two drafts can tell one act, by kind, time, modality and parties."""

from geomap.events.classify import FROM_AFAR
from geomap.events.draft import Draft
from geomap.events.parties import REBEL_SIDES
from geomap.events.phrases import ActorPhrase
from geomap.events.times import same_time
from geomap.model import Modality, SubEventType
from geomap.tables.actors import Actors

__all__ = ["same_act", "same_hands", "same_kind", "same_modality"]

_COMPATIBLE = {
    frozenset({"battle", "violence"}), frozenset({"remote", "violence"}), frozenset({"bomb", "violence"}), frozenset({"chemical", "violence"}),
    frozenset({"chemical", "remote"}), frozenset({"execution", "violence"}), frozenset({"battle", "transfer"}), frozenset({"bomb", "execution"}),
    frozenset({"bomb", "remote"}), frozenset({"protest", "riot"}), frozenset({"agreement", "transfer"}),
}  # fmt: skip
_ALLIES = {"iran": "government"}
"""Who stands in one trench is hit by one strike, whichever of them a sentence names."""
_FOUGHT = frozenset({"battle", "transfer"})
"""Acts whose two sides change places with the wording: who clashed with whom, who lost to whom."""
_DEAL = frozenset({"agreement", "transfer"})
_GUNS = frozenset({"artillery", "missile", "mortar", "rocket"})
_GIVEN_UP = frozenset({"lose", "surrender"})
"""Ground given up, which is told beside the deal that leads to it; leaving by bus is part of the deal."""
_BOMBING = frozenset({"bomb", "remote"})
"""Bombs dropped and bombs planted; only a lead or a toll speaks of the one as of the other."""


def same_act(a: Draft, b: Draft, actors: Actors) -> bool:
    """Whether two drafts agree in kind, modality, time and parties, and are no places of one list.

    Parameters
    ----------
    a, b : Draft
    actors : Actors

    Returns
    -------
    bool
    """
    if any(s is b for s in a.siblings) or (a.triggers[0].span == b.triggers[0].span and a.where_span != b.where_span):
        return False  # one act told at several places
    return same_kind(a, b) and same_modality(a, b) and same_time(a, b) and _same_parties(a, b, actors)


def same_kind(a: Draft, b: Draft) -> bool:
    """Whether one act can be told as either of two kinds ("an attack", "an air strike").

    Parameters
    ----------
    a, b : Draft

    Returns
    -------
    bool
    """
    if a.family == b.family:
        if {a.sub_type, b.sub_type} == {SubEventType.AIR_STRIKE, SubEventType.SHELLING} and any(_by_guns(d) for d in (a, b)):
            return False
        return a.sub_type == b.sub_type or a.weak or b.weak or a.family in ("battle", "remote", "bomb", "transfer")
    if a.sub_type is b.sub_type and a.family in _FOUGHT | FROM_AFAR and b.family in _FOUGHT | FROM_AFAR:
        return True  # "raided", "hit": both of them air strikes
    pair = frozenset({a.family, b.family})
    if pair == _BOMBING:
        return a.weak or b.weak or (SubEventType.SUICIDE_BOMB not in (a.sub_type, b.sub_type) and (a.where_span is None or b.where_span is None))
    if pair == _DEAL and any(d.triggers[0].frame.name in _GIVEN_UP for d in (a, b)):
        return False
    return pair in _COMPATIBLE and (a.weak or b.weak or "transfer" in pair or pair == frozenset({"chemical", "remote"}))


def _by_guns(draft: Draft) -> bool:
    """Whether guns or rockets are named, so that an air strike is another act; "shelling" and "bombardment" are said of aircraft too."""
    return draft.sub_type is SubEventType.SHELLING and draft.weapon is not None and draft.weapon[0] in _GUNS


def same_modality(a: Draft, b: Draft) -> bool:
    """Whether both have happened, or neither.

    Parameters
    ----------
    a, b : Draft

    Returns
    -------
    bool
    """
    return (a.modality is Modality.ACTUAL) == (b.modality is Modality.ACTUAL)


def _same_parties(a: Draft, b: Draft, actors: Actors) -> bool:
    """No side may stand on both ends, unless the act is mutual."""
    acting, acting2 = _sides(a.initiators, actors), _sides(b.initiators, actors)
    hit, hit2 = _sides(a.targets, actors), _sides(b.targets, actors)
    if {a.family, b.family} == {"battle", "violence"} and acting and acting2 and not acting & acting2 and any(_only_people(d) or (d.weak and _counted(d)) for d in (a, b)):
        return False  # who killed the villagers is not who took the village after
    if {a.family, b.family} & FROM_AFAR and acting and acting2 and not acting & acting2:
        return False
    if {a.family, b.family} <= _FOUGHT or a.weak or b.weak:
        everyone, everyone2 = (acting | hit) - {"civilians"}, (acting2 | hit2) - {"civilians"}
        return not everyone or not everyone2 or bool(everyone & everyone2)
    return _agree(acting, acting2) and (_agree(hit, hit2) or "civilians" in hit | hit2)


def same_hands(a: Draft, b: Draft, actors: Actors) -> bool:
    """Whether who is named as doing two acts can be one.

    Parameters
    ----------
    a, b : Draft
    actors : Actors

    Returns
    -------
    bool
    """
    return _agree(_sides(a.initiators, actors), _sides(b.initiators, actors)) or {a.family, b.family} <= _FOUGHT


def _only_people(draft: Draft) -> bool:
    return bool(draft.targets) and all(p.kind == "people" for p in draft.targets)


def _counted(draft: Draft) -> bool:
    return any(t.toll.kind == "killed" and t.toll.min for t in draft.tolls)


def _sides(phrases: list[ActorPhrase], actors: Actors) -> set[str]:
    """Sides named; "the rebels" may be any armed group, "unidentified" anybody."""
    named = {_ALLIES.get(actors.side(p.actor) or "", actors.side(p.actor)) or p.text for p in phrases if p.actor != "unidentified" and p.kind != "armed"}
    generic = {actors.side(p.actor) or p.text for p in phrases if p.actor != "unidentified" and p.kind == "armed"}
    return named | (generic | REBEL_SIDES if generic else set())


def _agree(a: set[str], b: set[str]) -> bool:
    return not a or not b or bool(a & b)
