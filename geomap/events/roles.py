"""Who acts and who is acted on: from the dependency tree where there is one, else from word order.

Schemes (see ``frames.csv``) say what subject, object and agent of a trigger become. The parse rules follow the observation of
the field's dependency coders (PETRARCH2, Universal PETRARCH) that subject and object alone are not enough: modifiers of the head noun
("ISIS positions"), light verbs ("carried out strikes on"), agentless passives and "between A and B" each need a rule of their own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from geomap.events.beside import (
    ACT_BY,
    JOINED,
    gave_way,
    had_in_hand,
    helped,
    is_modifier_of_place,
    is_no_party,
    is_object,
    not_doing,
    with_partners,
)
from geomap.events.phrases import HELD, ActorPhrase
from geomap.events.syntax import Token, Tree
from geomap.events.triggers import Trigger
from geomap.model import Span
from geomap.text.gated import gated

__all__ = ["Roles", "assign_roles"]

_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "csubj"})
_TARGET_PREPS = frozenset({"on", "against", "at", "targeting", "upon", "into", "toward", "towards"})
_OPPONENT_PREPS = frozenset({"with", "against"})
_SOURCE_PREPS = frozenset({"from", "of"})
_BY = gated(r"\bby\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_BY_NEXT = re.compile(r"\s+(?:\w+ly\s+)?by\b", re.IGNORECASE)
_WITH = gated(r"\b(?:with|against)\s+(?:the\s+)?(?:\w+\s+){0,1}$", re.IGNORECASE)
_TO = gated(r"\bto\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_PARTICIPLE = re.compile(r"\b(\w{2,}(?:ed|en|un|ld)|taken|made|led|sent|(?:carried|blown) (?:out|up))\s+$", re.IGNORECASE)
_DONE = re.compile(r"carried out|conducted|launched|fired|dropped|committed|staged|claimed|mounted|performed|executed|perpetrated|planted|detonated|waged|undertaken|directed|made|carried|started|initiated|delivered|led|unleashed|announced", re.IGNORECASE)
"""Participles that say no more than that an act was done."""
_ADJACENT = re.compile(r"[)\]\"'”’,\s]+(?:(?:has|have|had|also|later|reportedly|then|quickly|successfully|recently|earlier|again)\s+)*", re.IGNORECASE)
_CIVIL_FAMILIES = frozenset({"protest", "riot", "agreement"})
"""Acts that civilians can begin; in all others they are those acted on."""
_WHEN = frozenset({"after", "before", "by", "since", "without", "upon", "for"})
"""Before a participle whose subject is that of the verb above it."""
_KILLING = frozenset({"violence", "execution"})
_INSERTED = gated(r"\b(?:by|with|alongside|help of|support of|backing of|backing|supporting|fighting|battling|opposing|facing)\s+(?:the\s+)?(?:\w+\s+){0,1}$", re.IGNORECASE)
"""Before who only helps: "the army, backed by X, captured"."""
_PASSIVE = gated(r"\b(?:was|were|been|being|are|is|be|get|got)\s+(?:\w+ly\s+|also\s+|reportedly\s+|still\s+)?$", re.IGNORECASE)
_DIRECT_CHARS = 40  # further on, whose a place is tells nothing of whom the act hits
_TOLD_OF = frozenset({"followed", "preceded", "met", "accompanied", "condemned", "denied", "reported", "confirmed", "announced", "monitored", "documented", "filmed", "celebrated", "prompted", "triggered"})
"""Verbs whose agent did not do the act that is their subject."""
_SUFFERING = re.compile(r"(?:fac(?:e|ing)|suffer|endur|encounter|confront|withst|resist|surviv|sustain|undergo|underwent|met|meet|repel|repuls|foil|thwart|frustrat|block|stopp|halt|escap|prevent)(?:\w{0,4})$")
"""Verbs whose subject suffers, or beats off, the act that is their object."""
_DOWNED = re.compile(r"(?:shot|brought) down|downed", re.IGNORECASE)
_DYING = re.compile(r"di(?:e|es|ed|ing)$|perish|f[ae]ll")
"""Verbs whose subject suffers the act."""
_UNDER = gated(r"\bunder\s+(?:[\w\-]+\s+){0,3}$", re.IGNORECASE)
"""Before an act that its subject suffers ("the village came under heavy shelling by X")."""
_BETWEEN = gated(r"\b(?:between|among)\b", re.IGNORECASE)
_ON_ONE_SIDE = gated(r"\bon (?:the )?one (?:side|hand)\b|\bagainst\b|\band,? on the other\b", re.IGNORECASE)
_CUT = gated(r"[;:]|\b(?:while|whereas|meanwhile|but|after|before|when|as well as)\b", re.IGNORECASE)


@dataclass(slots=True)
class Roles:
    """Phrases for both sides of an act, first the main one, then associates, with the rule that found them."""

    initiators: list[ActorPhrase] = field(default_factory=list)
    targets: list[ActorPhrase] = field(default_factory=list)
    rule: str = "none"


def assign_roles(triggers: Sequence[Trigger], tree: Tree | None, phrases: list[ActorPhrase], text: str, sentence: Span) -> Roles:
    """Find who acts and who is acted on.

    Parameters
    ----------
    triggers : sequence of Trigger
        Of one act, strongest first; what the tree says of any of them goes before what word order says.
    tree : Tree or None
        Of the act's sentence.
    phrases : list of ActorPhrase
        Resolved actor phrases of the sentence.
    text : str
        The article's text.
    sentence : Span

    Returns
    -------
    Roles
        In the frame's terms: of a retreat or surrender the initiator is the one who gives up ground, of a repelled attack the attacker.
    """
    usable = [p for p in phrases if (p.actor or p.kind == "group") and not p.shares and not is_no_party(p, text, sentence)]
    hosts, served = helped(usable, text, triggers)
    usable = [p for p in usable if p not in hosts and p not in served]
    cuts = [m.span() for m in _CUT.finditer(text, sentence.start, sentence.end)]
    starts = {t.span.start for t in triggers}
    cuts = [c for c in cuts if c[1] + 1 not in starts]  # "after killing": the subject stands before it
    found = []
    for trigger in triggers:
        parsed = _from_tree(trigger, tree, usable, text) if tree else Roles()
        _correct_by_neighbour(parsed, trigger, usable, text)
        found.append((_finish(parsed, trigger), _finish(_from_order(trigger, usable, text, _clause(sentence, cuts, trigger.span)), trigger)))
    strong = [f for f, t in zip(found, triggers, strict=True) if not t.frame.weak]
    weak = [f for f, t in zip(found, triggers, strict=True) if t.frame.weak and not (strong and tree and _told_aside(t, triggers[0], tree))]
    tries = [(p, "parse") for p, _ in strong] + [(o, "order") for _, o in strong] if not tree else [(p, "parse") for p, _ in [*strong, *weak]]
    tries += [(o, "order") for _, o in [*strong, *weak]]
    whole = _taken_together(tries, len(strong))
    if triggers[0].frame.family not in _CIVIL_FAMILIES:
        whole.initiators = [p for p in whole.initiators if p.kind != "people"]  # found at a lesser word of the act
    if triggers[0].frame.family in _KILLING and not whole.initiators:
        whole.initiators = [p for p in usable if p.kind != "people" and had_in_hand(p, text, sentence)][:1]
        whole.targets = [p for p in whole.targets if p not in whole.initiators]
    if triggers[0].frame.scheme == "capture":
        whole.targets = [p for p in usable if p not in whole.initiators and gave_way(p, text)] or whole.targets
    _add_helpers(whole, hosts)
    whole.initiators, whole.targets = with_partners(whole.initiators, phrases), with_partners(whole.targets, phrases)
    if triggers[0].frame.scheme == "mutual" and not whole.targets and whole.initiators[:1] and whole.initiators[0].shares:
        whole.initiators, whole.targets = whole.initiators[:1], whole.initiators[1:]  # "rebel and regime fighters clashed"
    return whole


def _taken_together(tries: Sequence[tuple[Roles, str]], strong: int) -> Roles:
    """One answer of those by the tree and, after them, by word order, of which the first `strong` are of the act's own words."""
    whole = Roles()
    for roles, rule in [t for t in tries if t[1] == "parse"]:
        _add_initiators(whole, roles, rule)
        _add_targets(whole, roles, rule)
    by_order = [t for t in tries if t[1] == "order"]
    for roles, rule in by_order[:strong]:
        _add_initiators(whole, roles, rule)  # who stands before one word of the act acts, also if he stands after another
    for roles, rule in by_order:
        _add_targets(whole, roles, rule)
        _add_initiators(whole, roles, rule)
    return whole


def _add_helpers(whole: Roles, hosts: Mapping[ActorPhrase, ActorPhrase]) -> None:
    """Who helps stands on the side of those whom he helps; in place."""
    for helper, host in hosts.items():
        beside = next((side for side in (whole.initiators, whole.targets) if host in side), None)
        if beside is not None:
            beside.append(helper)


def _told_aside(weak: Trigger, main: Trigger, tree: Tree) -> bool:
    """Whether a casualty stands in a relative clause with a subject of its own ("the town where rebels killed a pilot"), which is another act."""
    head, other = tree.head_of(weak.span), tree.head_of(main.span)
    if head is None or other is None or head.dep != "relcl":
        return False
    subjects = tree.kids(head.index, "nsubj", "nsubjpass")
    return bool(subjects) and all(t.text not in ("who", "which", "that") for t in subjects) and other.index not in tree.subtree(head.index)


def _add_initiators(whole: Roles, roles: Roles, rule: str) -> None:
    known = {p.actor for p in (*whole.initiators, *whole.targets)}
    fresh = [p for p in roles.initiators if p.actor not in known or p.actor is None]
    if not whole.initiators and fresh:
        whole.initiators, whole.rule = fresh, rule


def _add_targets(whole: Roles, roles: Roles, rule: str) -> None:
    known = {p.actor for p in (*whole.initiators, *whole.targets)}
    if not whole.targets:
        whole.targets = [p for p in roles.targets if p.actor not in known or p.actor is None]
        whole.rule = rule if whole.rule == "none" and whole.targets else whole.rule


def _correct_by_neighbour(roles: Roles, trigger: Trigger, phrases: list[ActorPhrase], text: str) -> None:
    """The words right before an active verb are its subject, whatever the parser made of a long sentence."""
    if trigger.pos != "v":
        return
    if _DOWNED.fullmatch(trigger.text) or _BY_NEXT.match(text, trigger.span.end):
        return
    neighbour = next((p for p in phrases if p.kind != "people" and p.kind != "pronoun" and _ADJACENT.fullmatch(text, p.span.end, trigger.span.start)), None)
    if neighbour and not _INSERTED.search(text, max(0, neighbour.span.start - 40), neighbour.span.start) and neighbour not in roles.initiators and not is_modifier_of_place(neighbour, text):
        acting = [neighbour]
        for before in reversed([p for p in phrases if p.span < neighbour.span]):  # "A and B seized the town"
            if trigger.frame.scheme == "mutual" or not JOINED.fullmatch(text, before.span.end, acting[0].span.start):
                break
            acting.insert(0, before)
        roles.targets = [p for p in (*roles.targets, *roles.initiators) if p.actor not in {a.actor for a in acting}]
        roles.initiators = acting


def _finish(roles: Roles, trigger: Trigger) -> Roles:
    if trigger.frame.family not in _CIVIL_FAMILIES:
        roles.initiators = [p for p in roles.initiators if p.kind != "people"]
    if trigger.frame.scheme == "lose":
        roles.targets = [p for p in roles.targets if p.kind != "pronoun"]  # "the areas it controlled" is the one who leaves
    _no_actor_twice(roles)
    if trigger.frame.scheme == "repel":
        roles.initiators, roles.targets = roles.targets, roles.initiators
    return roles


def _no_actor_twice(roles: Roles) -> None:
    """The same actor cannot stand on both sides; the surer side keeps it."""
    acting = {p.actor for p in roles.initiators}
    roles.targets = [p for p in roles.targets if p.actor not in acting or p.actor is None]


# -- from the tree ------------------------------------------------------------------------------------------------------------


def _from_tree(trigger: Trigger, tree: Tree, phrases: list[ActorPhrase], text: str) -> Roles:
    head = tree.head_of(trigger.span)
    if head is None:
        return Roles()
    if head.tag.startswith("V") or (trigger.pos == "v" and not head.tag.startswith("N")):
        return _verb_roles(head, trigger, tree, phrases, text)
    return _noun_roles(head, trigger, tree, phrases, text)


def _phrases_below(tree: Tree, token: Token, phrases: list[ActorPhrase]) -> list[ActorPhrase]:
    """Phrases in the subtree of a role token, the one that covers the token first."""
    below = tree.subtree(token.index, _CLAUSES)
    spans = [tree.tokens[i] for i in sorted(below)]
    inside = [p for p in phrases if any(t.start < p.span.end and p.span.start < t.end for t in spans)]
    return sorted(inside, key=lambda p: (not (p.span.start <= token.start < p.span.end), p.span.start))


def _preps_of(trigger: Trigger) -> frozenset[str]:
    """Prepositions that lead to the other party: "captured from", "clashed with", else "on" and "against"."""
    if trigger.frame.scheme == "lose":
        return _TARGET_PREPS | _SOURCE_PREPS | {"to"}
    if trigger.frame.scheme == "capture":
        return _TARGET_PREPS | _SOURCE_PREPS
    return _TARGET_PREPS | _OPPONENT_PREPS if trigger.frame.scheme == "mutual" else _TARGET_PREPS


def _gather(tree: Tree, tokens: list[Token], phrases: list[ActorPhrase]) -> list[ActorPhrase]:
    found: list[ActorPhrase] = []
    for token in tokens:
        found += [p for p in _phrases_below(tree, token, phrases) if p not in found]
    return found


def _objects_of(tree: Tree, head: Token, words: frozenset[str]) -> list[Token]:
    """Objects of a head's prepositions among `words`."""
    preps = [t for t in tree.kids(head.index, "prep") if t.text in words]
    preps += [deeper for p in preps for deeper in tree.kids(p.index, "prep") if deeper.text in words]
    return [o for p in preps for o in tree.kids(p.index, "pobj")]


def _subjects(tree: Tree, head: Token, depth: int = 0) -> tuple[list[Token], bool]:
    """Subject tokens of a verb and whether the verb is passive; a verb without its own takes that of the verb it hangs on."""
    active, passive = tree.kids(head.index, "nsubj"), tree.kids(head.index, "nsubjpass")
    if active or passive:
        return _resolve_relative(tree, head, active or passive), bool(passive)
    above = tree.tokens[head.head]
    if head.dep == "pcomp" and above.dep == "prep" and tree.tokens[above.head].tag.startswith("V"):
        objects = tree.kids(above.head, "dobj")  # "accused X of shelling"
        if objects and above.text == "of":
            return objects, False
        if above.text in _WHEN and depth < 4:
            return _subjects(tree, tree.tokens[above.head], depth + 1)[0], False  # "took the town after killing ..."
    if head.dep in ("acl", "relcl") and not above.tag.startswith("V"):
        return [above], head.tag == "VBN"
    if head.dep in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "dep") and above.index != head.index and depth < 4:  # deeper chains are parse errors
        found, was_passive = _subjects(tree, above, depth + 1)
        return found, was_passive and head.tag == "VBN" and head.dep == "conj"
    return [], False


def _resolve_relative(tree: Tree, head: Token, subjects: list[Token]) -> list[Token]:
    if head.dep == "relcl" and all(t.text in ("who", "which", "that") for t in subjects):
        return [tree.tokens[head.head]]
    return subjects


def _verb_roles(head: Token, trigger: Trigger, tree: Tree, phrases: list[ActorPhrase], text: str) -> Roles:
    subjects, passive = _subjects(tree, head)
    if trigger.frame.name == "kill" and _DYING.match(head.text):
        phrases, passive = [p for p in phrases if p.kind != "people"], True  # of civilians the toll tells
    elif trigger.frame.name == "disrupt" and _DOWNED.fullmatch(text, trigger.span.start, trigger.span.end) and not tree.kids(head.index, "dobj"):
        passive = True  # headlines leave out "was"
    passive = passive and trigger.frame.name != "clash"  # "are locked in combat with"
    agents = [o for a in tree.kids(head.index, "agent") for o in tree.kids(a.index, "pobj")]
    objects = tree.kids(head.index, "dobj", "dative")
    around = _objects_of(tree, head, _preps_of(trigger))
    first = _gather(tree, agents if passive else subjects, phrases)
    second = _gather(tree, (subjects if passive else objects) + around, phrases)
    if trigger.frame.scheme == "mutual" and not second and len(first) > 1:
        second = [p for p in phrases if p.span.start >= trigger.span.end and p.kind != "people" and _WITH.search(text, trigger.span.end, p.span.start)][:1]
        first, second = (first, second) if second else (first[:1], first[1:])
    if trigger.frame.scheme == "repel" and passive and not first:
        first, second = second[1:], second[:1]  # "the attack of X on Y was repelled"
    first = [p for p in first if not is_modifier_of_place(p, text)]
    if trigger.frame.scheme == "capture":
        second = [p for p in second if p not in first]
    if head.dep == "relcl" and len(first) > 1 and (near := [p for p in first if p.span.end <= head.start]) and not passive:
        first = [max(near, key=lambda p: p.span)]  # "A and B who took the town": B
    return Roles(first, second)


def _noun_roles(head: Token, trigger: Trigger, tree: Tree, phrases: list[ActorPhrase], text: str) -> Roles:
    between = [o for p in tree.kids(head.index, "prep") if p.text in ("between", "among") for o in tree.kids(p.index, "pobj")]
    if between:
        both = sorted(_gather(tree, between, phrases), key=lambda p: p.span)
        for p in (p for p in phrases if both and p.span > both[-1].span):  # "... on one side and C on the other"
            if not _ON_ONE_SIDE.search(text, both[-1].span.end, p.span.start):
                break
            both.append(p)
        return _parted(both, text)
    own = _gather(tree, tree.kids(head.index, "amod", "compound", "poss", "nmod"), phrases)
    own += [p for p in phrases if p.span.overlaps(trigger.span) and p not in own]
    if head.dep == "pobj" and tree.tokens[head.head].text == "under":
        own += _gather(tree, _objects_of(tree, head, frozenset({"by", "from", "of"})), phrases)
        return Roles([p for p in own if not is_modifier_of_place(p, text)], _gather(tree, _subjects(tree, tree.tokens[tree.tokens[head.head].head])[0], phrases))
    own += _gather(tree, _objects_of(tree, head, frozenset({"by", "from"})), phrases)
    told = [v for a in tree.kids(head.index, "acl") for v in (a, *tree.kids(a.index, "xcomp"))]  # "the raid thought to be carried out by X"
    agents = [a for v in told for a in tree.kids(v.index, "agent")]
    own += _gather(tree, [o for a in agents for o in tree.kids(a.index, "pobj")], phrases)  # "the massacre committed by X"
    own = [p for p in own if not is_modifier_of_place(p, text)]
    targets = _gather(tree, _objects_of(tree, head, _preps_of(trigger)), phrases)
    doers, hit = _of_governing_verb(head, trigger, tree, bool(own))
    own += [p for p in _gather(tree, doers, phrases) if p not in own and not is_modifier_of_place(p, text)]
    targets += [p for p in not_doing(_gather(tree, hit, phrases), text) if p not in targets and p not in own]
    if trigger.frame.scheme == "mutual" and not own and len({p.actor for p in targets}) > 1:  # "fighting pitted X against Y"
        own, targets = targets[:1], targets[1:]
    if trigger.frame.scheme == "mutual" and len(own) > 1 and not targets:
        own, targets = own[:1], own[1:]
    return Roles(own, targets)


def _of_governing_verb(head: Token, trigger: Trigger, tree: Tree, known: bool) -> tuple[list[Token], list[Token]]:
    """Who does, and who suffers, the act that is an argument of a verb ("X launched an attack", "X faced an attack", "an attack hit X")."""
    verb = tree.tokens[head.head]
    if not verb.tag.startswith("V"):
        return [], []
    if head.dep == "nsubj":
        return [], [*tree.kids(verb.index, "dobj"), *(_objects_of(tree, verb, _OPPONENT_PREPS) if trigger.frame.scheme == "mutual" else [])]
    if head.dep not in ("dobj", "nsubjpass", "conj"):
        return [], []
    doers, passive = _subjects(tree, verb)
    if not passive:
        return ([], doers) if _SUFFERING.match(verb.text) else (doers, [])
    if verb.text in _TOLD_OF:
        return [], []
    doers = [o for a in tree.kids(verb.index, "agent") for o in tree.kids(a.index, "pobj")]
    return ([], doers) if known and trigger.frame.family == "battle" else (doers, [])  # "the attack of X was beaten back by Y"


# -- from word order --------------------------------------------------------------------------------------------------------


def _from_order(trigger: Trigger, phrases: list[ActorPhrase], text: str, clause: tuple[int, int]) -> Roles:
    """Nearest phrases around the trigger inside its clause; "by" after, a passive before, and "between" turn the order."""
    left, right = clause
    before = [p for p in phrases if left <= p.span.start and p.span.start < trigger.span.start and not is_modifier_of_place(p, text) and not is_object(p, text, left)]
    after = [p for p in phrases if trigger.span.end <= p.span.start < right]
    if (trigger.pos == "n" or trigger.frame.scheme == "mutual") and (m := _BETWEEN.search(text, trigger.span.end, min(right, trigger.span.end + (90 if trigger.frame.scheme == "mutual" else 30)))):
        return _parted([p for p in after if p.span.start > m.end()], text)
    agent = [p for p in after if _is_agent(p, trigger, text, left) and not is_modifier_of_place(p, text)]
    others = [p for p in not_doing(after, text) if p not in agent]
    passive = trigger.pos == "v" and bool(_PASSIVE.search(text, max(left, trigger.span.start - 20), trigger.span.start))
    if passive or (trigger.pos == "n" and _UNDER.search(text, max(left, trigger.span.start - 40), trigger.span.start)):
        return Roles(agent[:1], before[-1:])
    if trigger.frame.scheme == "capture" and trigger.pos == "n":
        return Roles(agent[:1], [])  # "the capture of A ended a week of raids from B": only "by" tells who took it
    overlapping = [p for p in phrases if p.span.overlaps(trigger.span)]
    participle = trigger.pos == "v" and text[trigger.span.start : trigger.span.end].lower().split()[0].endswith("ing")
    nearest = [p for p in before if p.kind != "people"][:1] if participle else before[-1:]
    if trigger.frame.scheme == "lose" and trigger.pos == "n" and others and not _TO.search(text, max(left, others[0].span.start - 30), others[0].span.start):
        return Roles(agent[:1] or overlapping[:1] or nearest or others[:1], [])  # "after the surrender of the town, militants will leave"
    far = trigger.span.end if trigger.frame.family == "remote" else trigger.span.end + _DIRECT_CHARS
    others = [p for p in others if p.span.start < far or not HELD.match(text, p.span.end)]
    if trigger.frame.scheme == "mutual" and trigger.frame.family == "battle" and not (agent or overlapping or nearest) and len({p.actor for p in others}) > 1:
        return _parted(others, text)  # "battles raged as X sought to drive out Y"
    return Roles(agent[:1] or overlapping[:1] or nearest, others[:1])


def _is_agent(phrase: ActorPhrase, trigger: Trigger, text: str, left: int) -> bool:
    """Whether "by" before a phrase belongs to the trigger, not to another participle after it ("the district seized by X")."""
    by = _BY.search(text, max(left, phrase.span.start - 30), phrase.span.start)
    if by is None:
        return False
    if ACT_BY.search(text, trigger.span.end, by.start()):
        return False
    other = _PARTICIPLE.search(text, max(trigger.span.end, by.start() - 30), by.start())
    return other is None or bool(_DONE.fullmatch(other[1]))


def _parted(both: list[ActorPhrase], text: str) -> Roles:
    """Those between whom there was a fight: up to the words that part them ("A and B on one side and C on the other"), else the first and the others."""
    cut = next((i for i, (p, q) in enumerate(pairwise(both), 1) if _ON_ONE_SIDE.search(text, p.span.end, q.span.start)), 1)
    first = both[:cut]
    return Roles(first, [p for p in both[cut:] if p.actor not in {f.actor for f in first}][: None if cut > 1 else 2])


def _clause(sentence: Span, cuts: Sequence[tuple[int, int]], trigger: Span) -> tuple[int, int]:
    """From the last cut before a trigger to the first after it."""
    left = max((end for _, end in cuts if end <= trigger.start), default=sentence.start)
    return left, next((start for start, _ in cuts if start >= trigger.end), sentence.end)
