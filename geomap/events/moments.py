"""Whose time a time is: which date of a sentence belongs to which of its verbs and nouns for acts, and the acts of several times that it tells.

A time belongs to the verb or the noun for an act that governs it ("attacked on Sunday the town *seized in May*", "the site of an *April raid*").
What is told of one time is one act; words of two times are two, whichever is told in passing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from geomap.events.dates import Dated
from geomap.events.scene import Act
from geomap.events.syntax import Token, Tree
from geomap.events.triggers import Trigger
from geomap.model import DatePrecision

__all__ = ["timed"]

_LEAVING = frozenset({"agreement", "transfer"})
_NO_CLAUSE = frozenset({"aux", "auxpass", "amod", "compound", "nmod", "advmod", "prep"})
_TOLD_OF = frozenset({"relcl", "acl", "appos"})
"""How what is told in passing hangs on what it is told of."""
_BEFORE = frozenset({"after", "since", "following", "before", "once", "until"})
"""Words that lead to what was at another time."""
_SCENES = frozenset({"site", "scene", "anniversary"})
"""Nouns for what a place was at another time, or a day is of one."""
_SAYS = re.compile(
    r"said|says?|saying|told|tells?|reported|announced|confirmed|added|stated|claimed|condemned|denounced|accused|blamed|urged|warned|denied|declared|revealed|noted|demanded|vowed|called|renewed|met|visited|discussed|spoke|"
    r"buried|mourned|marked|commemorated|voted|expressed|welcomed|asked|insisted|pledged|issued|released|published|posted|showed|shown|investigat\w+|examin\w+"
)
"""Verbs of what is done about an act on another day."""


def timed(tree: Tree | None, acts: list[Act], dates: Sequence[Dated]) -> list[Act]:
    """The acts of a sentence with the dates that are their own, those taken together that are told of two times parted.

    Parameters
    ----------
    tree : Tree or None
        Of the sentence; without one the acts stay as they are.
    acts : list of Act
    dates : sequence of Dated

    Returns
    -------
    list of Act
        In the same order; the parts of an act are at its places.
    """
    days = [d for d in dates if d.rule != "after"]
    if tree is None:
        return acts
    acts = [_without_causes(tree, a) if len(a.triggers) > 1 else a for a in acts]
    if not days:
        return acts
    marks = _marks(tree, [t for a in acts for t in a.triggers])
    governed = [(d, g.index) for d in days if (g := _governor(tree, d, marks)) is not None]
    parts = [part for act in acts for part in (_parts(tree, act, marks, governed) if len(act.triggers) > 1 else [act])]
    return [replace(a, own=_own(tree, a.triggers, marks, governed)) for a in parts]


def _without_causes(tree: Tree, act: Act) -> Act:
    """An act of leaving without the nouns for what came before it ("evacuated after months of bombing")."""
    if not any(t.pos == "v" and t.frame.family in _LEAVING for t in act.triggers):
        return act
    kept = tuple(t for t in act.triggers if t.pos == "v" or t.frame.family in _LEAVING or not any(_clause(tree, x).text in _BEFORE for x in tree.at(t.span)[-1:]))
    return replace(act, triggers=kept)


def _own(tree: Tree, triggers: Sequence[Trigger], marks: dict[int, Trigger], governed: Sequence[tuple[Dated, int]]) -> tuple[Dated, ...]:
    """The dates that the words of an act govern, else the verb of their clause, unless it tells what was done about the act."""
    own = [(d, marks[i]) for d, i in governed if marks.get(i) in triggers]
    clauses = {_clause(tree, tree.tokens[i]).index for i, t in marks.items() if t in triggers}
    around = [d for d, i in governed if i in clauses and i not in marks and not _SAYS.fullmatch(tree.tokens[i].text)]
    told = [d for d, t in own if not _in_passing(tree, [t], marks)] or [d for d, _ in own]
    return tuple(told if any(d.precision is DatePrecision.DAY for d in told) else [*told, *(d for d in around if not told or d.precision is DatePrecision.DAY)])


def _marks(tree: Tree, triggers: Iterable[Trigger]) -> dict[int, Trigger]:
    return {token.index: t for t in triggers for token in tree.at(t.span)}


def _governor(tree: Tree, dated: Dated, marks: dict[int, Trigger]) -> Token | None:
    """The verb, or the noun for an act, to which a date belongs; none where it is nobody's."""
    token = tree.head_of(dated.span)
    while token is not None and token.head != token.index:
        token = tree.tokens[token.head]
        if token.index in marks or _is_clause(token):
            return token
        named = [i for i in tree.subtree(token.index, _TOLD_OF) if i in marks] if token.tag.startswith("NN") else []
        if named:
            return tree.tokens[min(named)]
    return None


def _is_clause(token: Token) -> bool:
    return token.tag.startswith("VB") and token.dep not in _NO_CLAUSE


def _clause(tree: Tree, token: Token) -> Token:
    """The verb in whose clause a word stands, or the head of the aside in which it does ("the scene of a raid", "after a raid")."""
    while not _is_clause(token) and token.dep != "appos" and token.text not in _BEFORE | _SCENES and token.head != token.index:
        token = tree.tokens[token.head]
    return token


def _parts(tree: Tree, act: Act, marks: dict[int, Trigger], governed: Sequence[tuple[Dated, int]]) -> list[Act]:
    own = {t: list(_own(tree, [t], marks, governed)) for t in act.triggers if t in marks.values()}
    if not act.places or len(own) < len(act.triggers) or not any(own.values()):
        return [act]
    groups = _groups(tree, act.triggers, own, marks)
    dated = [g for g in groups if any(own[t] for t in g)]
    main = next((g for g in dated if not _in_passing(tree, g, marks)), None) or next((g for g in groups if g not in dated and not _weak(g)), dated[0])
    days = [d for t in main for d in own[t]]
    apart = [g for g in dated if g is not main and not _weak(g) and _of_another_time([d for t in g for d in own[t]], days, passing=_in_passing(tree, g, marks, main))]
    apart = [g for g in apart if days or not _goes_on(tree, main, g, marks)]
    rest = [t for t in act.triggers if not any(t in g for g in apart)]
    if not apart or _weak(rest):
        return [act]
    rest_at = act.places if any(_outside(tree, act, g, marks) for g in apart) else ()
    made = [replace(act, triggers=_of(act, rest), places=rest_at)]
    made += [replace(act, triggers=_of(act, g), passing=_in_passing(tree, g, marks, rest)) for g in apart if _is_there(tree, g, act, marks)]
    return sorted(made, key=lambda a: min(t.span for t in a.triggers))


def _of(act: Act, group: Sequence[Trigger]) -> tuple[Trigger, ...]:
    return tuple(t for t in act.triggers if t in group)


def _outside(tree: Tree, act: Act, group: Iterable[Trigger], marks: dict[int, Trigger]) -> bool:
    """Whether an act's places are named outside what is told in passing."""
    aside = _aside(tree, tree.tokens[min(i for i, t in marks.items() if t in group)])
    inside = tree.subtree(aside.index) if aside is not None and aside.dep != "appos" and aside.text not in _SCENES else set()
    return not act.places or any(t.index not in inside for m in act.places for t in tree.at(m.span))


def _is_there(tree: Tree, group: Sequence[Trigger], act: Act, marks: dict[int, Trigger]) -> bool:
    """Whether what is told in passing was at the act's places: told of them, or naming them itself (not "the evacuees brought out a day before")."""
    aside = _aside(tree, tree.tokens[min(i for i, t in marks.items() if t in group)])
    if aside is None or aside.text in _SCENES:
        return True
    if group[0].frame.family in _LEAVING and act.triggers[0].frame.family not in _LEAVING:
        return False
    places = [t.index for m in act.places for t in tree.at(m.span)]
    return any(p in tree.subtree(aside.head) or aside.head in tree.subtree(p) for p in places)


def _weak(triggers: Iterable[Trigger]) -> bool:
    return all(t.frame.weak for t in triggers)


def _groups(tree: Tree, triggers: Sequence[Trigger], own: dict[Trigger, list[Dated]], marks: dict[int, Trigger]) -> list[list[Trigger]]:
    """Triggers that are of one time: those of one clause, but for nouns with a time of their own, and a noun with what is told of it."""
    first = {t: [tree.tokens[i] for i, x in marks.items() if x == t] for t in triggers}
    groups: list[list[Trigger]] = []
    for trigger in triggers:
        near = [g for g in groups if any(_hang_together(tree, first[t], first[trigger], bool(own[t] and own[trigger])) for t in g)]
        groups = [*(g for g in groups if g not in near), [*(t for g in near for t in g), trigger]]
    return groups


def _hang_together(tree: Tree, one: Sequence[Token], other: Sequence[Token], both_dated: bool) -> bool:
    a, b = _clause(tree, one[0]), _clause(tree, other[0])
    if (a.dep in _TOLD_OF and a.head in {t.index for t in other}) or (b.dep in _TOLD_OF and b.head in {t.index for t in one}):
        return True
    return a == b and not both_dated


def _of_another_time(own: Sequence[Dated], main: Sequence[Dated], *, passing: bool) -> bool:
    """Whether words have a time that those beside which they stand do not have."""
    if not main:
        return passing
    return all((a.start, a.end) != (b.start, b.end) and (passing or _disjoint(a, b)) for a in own for b in main)


def _goes_on(tree: Tree, main: Sequence[Trigger], group: Sequence[Trigger], marks: dict[int, Trigger]) -> bool:
    """Whether what is told without a time is what was begun in passing ("fighting raged in A, where rebels launched an offensive last week")."""
    if not {t.frame.sub_type for t in main} & {t.frame.sub_type for t in group}:
        return False
    heads = [_clause(tree, tree.tokens[i]).index for i, t in marks.items() if t in group]
    return not any(k.text == "had" for h in heads for k in tree.kids(h, "aux"))


def _disjoint(one: Dated, other: Dated) -> bool:
    if one.start is None or other.start is None or one.end is None or other.end is None:
        return False
    return one.end < other.start or other.end < one.start


def _in_passing(tree: Tree, group: Iterable[Trigger], marks: dict[int, Trigger], beside: Iterable[Trigger] = ()) -> bool:
    """Whether words stand in a clause that tells something of a noun outside it, and others not in the same."""
    aside = _aside(tree, tree.tokens[min(i for i, t in marks.items() if t in group)])
    if aside is None:
        return False
    inside = tree.subtree(aside.index)
    return not any(i in inside for i, t in marks.items() if t in beside)


def _aside(tree: Tree, token: Token) -> Token | None:
    """The head of the clause in passing in which a word stands, if it does: no purpose ("an offensive to retake B")."""
    while token.head != token.index:
        kids = [tree.tokens[c] for c in tree.children[token.index]]
        purpose = token.tag == "VB" and any(k.dep == "aux" and k.text == "to" for k in kids)
        reduced = token.dep == "advcl" and token.tag == "VBN" and not any(k.dep.startswith(("aux", "nsubj", "mark")) for k in kids)  # "attacked Hajin, recently captured by rebels"
        if (token.dep in _TOLD_OF and not purpose) or reduced or token.text in _SCENES:
            return token
        token = tree.tokens[token.head]
    return None
