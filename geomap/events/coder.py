"""Code the events of one article: sentence by sentence into drafts, drafts into reports.

A pure function of the article, its places and the tables. Order of work for each sentence: triggers, actors, tree, roles, places, date, weapon,
losses, modality, attribution. A sentence that tells more of the act before it ("the attack", a toll) is added to that act.
"""

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from geomap.events.actdates import date_of_act, dates_of_story, is_background, is_day, is_of_page
from geomap.events.anaphora import places_spoken_of
from geomap.events.asserted import is_ended, told_triggers
from geomap.events.attributes import Weapon, bombed_from_air, find_object, find_weapons, weapons_within
from geomap.events.attribution import Attribution, attribution_of, bearing_on, modality_of
from geomap.events.beside import is_hit_with_object, is_modifier_of_place, lent_words, without_help
from geomap.events.blame import held_responsible, lay_blame, of_unknown_hand, speaks
from geomap.events.classify import (
    DELIVERED,
    FROM_AFAR,
    GROUND_TAKEN,
    Circumstances,
    Participants,
    can_do,
    classify,
    family_of,
    means_of,
)
from geomap.events.control_facts import control_facts, states_in_sentence
from geomap.events.dates import Dated, find_dates, period_of
from geomap.events.discourse import is_another, is_known, is_unnamed
from geomap.events.draft import Draft, ToldLoss
from geomap.events.fuse import fuse
from geomap.events.lines import Line, read_lines
from geomap.events.losses import Toll, find_tolls
from geomap.events.moments import timed
from geomap.events.objects import fit_to_objects, without_prisoners
from geomap.events.parties import complete_parties, holders_hit
from geomap.events.phrases import ActorPhrase, Context, Lexicon, find_phrases, load_lexicon
from geomap.events.referents import resolve_phrases
from geomap.events.reports import report_of
from geomap.events.retold import HITTING, Telling, add_to_told, add_toll, tells_toll
from geomap.events.roles import Roles, assign_roles
from geomap.events.scene import Act, acts_of, is_place_of_act, where_of
from geomap.events.syntax import Tree
from geomap.events.times import day_of_same_words, long_past
from geomap.events.triggers import Trigger
from geomap.model import Article, ControlFact, DatePrecision, Mention, Modality, Report, Span, SubEventType, Where
from geomap.text.gated import gated

__all__ = ["Coded", "code_article"]

_KNOWN = gated(r"\b(?:the|this|that|these|those)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
_CONDEMNED = gated(r"\b(?:condemn|denounc|deplor|decr|slam|reject)\w*\W+(?:\w+\W+){0,12}$", re.IGNORECASE)
_SINCE_THE = gated(r"\b(?:since|in (?:revenge|retaliation|reprisal) for|to avenge) (?:the|its|their|his) (?:[\w'’]+ ){0,3}$", re.IGNORECASE)
_NONE_OF = gated(r"\b(?:none|no|not any|neither) (?:of )?(?:the )?$", re.IGNORECASE)
_SITS_IN = gated(r"\b(?:positioned|stationed|based|located|entrenched|deployed|holed up) (?:in|at|near)\s(?:the\s)?(?:[\w\-]+\s){0,3}$", re.IGNORECASE)
"""Before the place from which somebody strikes "the town"."""
_CIVIL_FAMILIES = frozenset({"protest", "riot", "agreement", "deploy"})
"""Acts that civilians can begin."""
_VIOLENT = FROM_AFAR | {"violence", "execution", "abduction"}
_STRONGHOLDS = re.compile(r"\s+(?:strongholds|positions|hideouts)\b")
"""After an armed side's name, what belongs to it rather than a place that it holds."""
_LEAD_CHARS = 400
_CARRY_CHARS = 250
_ASIDE_SENTENCES = 2
_ASIDE = dt.timedelta(days=3)
_MEANWHILE = re.compile(r"(?:Meanwhile|Elsewhere|In the meantime|At the same time|Also|Separately|On (?:another|other) fronts?|In (?:a |an |another |other )?(?:(?:relevant|related|separate|similar|other) )?(?:developments?|incidents?))\b")
_FORESEEN = frozenset({"assault", "attack", "operation", "capture", "recapture", "withdraw", "surrender", "agreement", "evacuation", "strike", "airstrike", "chemical", "deploy", "base", "protest", "shelling"})
"""Acts that are told of as coming; a clash or a killing "to come" is talk."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What one article says."""

    reports: tuple[Report, ...]
    control_facts: tuple[ControlFact, ...]
    told_by: Mapping[Span, str] = field(default_factory=dict)
    """Words that place an act ("Homs", "the town"), to the id of the mention that they mean."""


@dataclass
class _State:
    """What the sentences before leave for the next."""

    article: Article
    lexicon: Lexicon
    context: Context
    published: dt.date | None
    phrases: list[ActorPhrase] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    attribution: Attribution | None = None
    dated: Dated | None = None
    main_day: Dated | None = None
    aside: int = 0
    paragraph: int = -1
    drafts: list[Draft] = field(default_factory=list)
    last: list[Draft] = field(default_factory=list)
    """Acts of the last sentence that told any."""
    story: list[Draft] = field(default_factory=list)
    """Of the last sentence whose acts are not told as history."""
    facts: list[ControlFact] = field(default_factory=list)

    mentions: Sequence[Mention] = ()
    """All toponyms of the article."""
    places: list[Mention] = field(default_factory=list)
    """Toponyms of the sentences before."""
    unplaced: list[Draft] = field(default_factory=list)
    """Acts told without a place; they tell who fights whom in the acts around."""
    named: list[ActorPhrase] = field(default_factory=list)
    """Every phrase of the article that names an armed actor, in order."""
    told_by: dict[Span, str] = field(default_factory=dict)
    """As of `Coded`."""

    @property
    def exact(self) -> bool:
        """Whether the publication date is known to the day, so that "Tuesday" means one."""
        return self.article.published_precision in (DatePrecision.DAY, DatePrecision.WEEK)


def code_article(
    article: Article, mentions: Sequence[Mention], *, outlet_side: str | None = None, lexicon: Lexicon | None = None, use_parser: bool = True,
    lines: Sequence[Line] | None = None,
) -> Coded:  # fmt: skip
    """Code the events and control facts of an article.

    Parameters
    ----------
    article : Article
    mentions : sequence of Mention
        Its toponyms, resolved.
    outlet_side : str, optional
        Side for which the outlet speaks; it decides whom "terrorists" or "the army" mean, never what was done.
    lexicon : Lexicon, optional
        Compiled words for actors; the bundled ones by default.
    use_parser : bool
        Without the parser, word order alone gives the roles.
    lines : sequence of Line, optional
        Its sentences, where they were read with those of other articles.

    Returns
    -------
    Coded
    """
    state = _State(article, lexicon or load_lexicon(), Context(article.published, outlet_side), _last_day(article), mentions=mentions)
    lines = read_lines([article], use_parser=use_parser)[0] if lines is None else lines
    for line, after in zip(lines, [*lines[1:], None], strict=False):
        inside = [m for m in mentions if line.span.contains(m.span)]
        _code_sentence(state, line, inside, after.span if after else None)
    state.drafts = sorted([*state.drafts, *_leads_placed(state)], key=lambda d: d.evidence[0])
    complete_parties(state.drafts, state.lexicon.actors, state.named, state.unplaced)
    fused = fuse(state.drafts, state.lexicon.actors, state.unplaced)
    complete_parties(fused, state.lexicon.actors, state.named, state.unplaced)
    holders_hit(fused)
    reports = [report_of(d, article, state.lexicon.actors, state.context) for d in fused]
    unique = {r.id: r for r in sorted(reports, key=lambda r: (r.evidence, r.id))}
    facts = control_facts(article, fused, state.facts, state.lexicon.actors)
    return Coded(tuple(sorted(unique.values(), key=lambda r: (r.evidence[0], r.id))), facts, state.told_by)


def _leads_placed(state: _State) -> list[Draft]:
    """The lead's act, where the article tells no other, at the first place of its own named after it ("... who wait for the convoy in A")."""
    leads = [d for d in state.unplaced if (d.headline or d.evidence[0].start < _LEAD_CHARS) and d.tolls and d.family in HITTING and d.modality is Modality.ACTUAL]
    if state.drafts or not leads:
        return []
    after = (m for m in state.places if 0 <= m.span.start - leads[-1].evidence[0].start < _CARRY_CHARS * 2)
    place = next((m for m in after if is_place_of_act(state.article.text, m)), None)
    if place is None:
        return []
    state.unplaced = [d for d in state.unplaced if d not in leads]
    state.told_by |= {place.span: place.id}
    return [replace(d, where=where_of(state.article.text, place), where_span=place.span) for d in leads]


def _last_day(article: Article) -> dt.date | None:
    """The publication date, or the last day of the month or year it fell in."""
    if not article.published or article.published_precision is DatePrecision.UNKNOWN:
        return None
    day = dt.date.fromisoformat(article.published)
    if article.published_precision is DatePrecision.YEAR:
        return dt.date(day.year, 12, 31)
    if article.published_precision is DatePrecision.MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def _code_sentence(state: _State, line: Line, mentions: list[Mention], following: Span | None) -> None:
    text, paragraph, sentence, tree = state.article.text, line.paragraph, line.span, line.tree
    if paragraph != state.paragraph:
        state.paragraph = paragraph
        if len(state.article.paragraphs) > 2:  # a text with paragraphs speaks of one day in each
            state.dated = state.main_day = None
    if _MEANWHILE.match(text, sentence.start, sentence.end):
        state.dated = state.main_day
    phrases = resolve_phrases(text, find_phrases(text, sentence, state.lexicon), state.lexicon, state.context, state.phrases, state.subjects)
    state.phrases = [*state.phrases, *phrases][-60:]
    state.named += [p for p in phrases if p.actor and p.kind not in ("people", "pronoun")]
    told_dates = find_dates(text, sentence, state.published, state.dated.start if state.dated else None, exact=state.exact)
    dates = [d for d in told_dates if not is_of_page(text, sentence, d, state.published)]
    state.dated = day_of_same_words(text, sentence, state.drafts) or state.dated
    attribution = attribution_of(text, sentence, following, state.attribution)
    if attribution.claimant:
        state.attribution = attribution
    triggers = without_help(text, fit_to_objects(text, told_triggers(text, sentence, line.triggers), mentions, phrases), phrases)
    state.facts += states_in_sentence(state.article, sentence, mentions, phrases, attribution, state.lexicon.actors)
    made: list[Draft] = []
    if triggers:
        tolls = find_tolls(text, sentence, phrases, [d.span for d in told_dates])
        triggers = without_prisoners(text, triggers, [x.span for x in tolls if x.kind == "captured"])
        acts = acts_of(text, sentence, triggers, mentions)
        if not all(a.places for a in acts):
            acts, mentions = _placed_by_description(state, sentence, triggers, acts, mentions)
        acts = timed(tree, acts, dates)
        for act, own_tolls in zip(acts, _share_tolls(acts, tolls), strict=True):
            made += _drafts_of(state, paragraph, sentence, tree, act, phrases, dates, own_tolls, attribution)
        state.drafts += made
        if made:
            state.last = made
            state.story = [d for d in made if not long_past(d, state.published)] or state.story
    elif tells_toll(text, sentence):
        add_toll(sentence, find_tolls(text, sentence, phrases, [d.span for d in told_dates]), attribution, state.story)
    lay_blame(text, sentence, phrases, [d for d in state.last if d.family in _VIOLENT and sentence.start - d.evidence[-1].end < _CARRY_CHARS], again=not made)
    told = [d.dated for d in made if d.dated] if made else dates_of_story(text, sentence, dates, state.published)
    _carry_on(state, next((d for d in told if is_day(d)), None))
    state.places += mentions


def _placed_by_description(state: _State, sentence: Span, triggers: list[Trigger], acts: list[Act], mentions: list[Mention]) -> tuple[list[Act], list[Mention]]:
    """The acts with those told at "the town", "the province"; beside acts at names only where that leaves these where they are."""
    text = state.article.text
    told = [m for m in mentions if not _SITS_IN.search(text, max(sentence.start, m.span.start - 60), m.span.start)]
    spoken = places_spoken_of(text, sentence, [*state.places, *told], state.mentions)
    more = sorted([*mentions, *spoken], key=lambda m: m.span) if any(a.places for a in acts) else spoken
    again = acts_of(text, sentence, triggers, more)
    named = {(a.triggers, a.places) for a in acts if a.places}
    return (again, more) if named <= {(a.triggers, a.places) for a in again} else (acts, mentions)


def _carry_on(state: _State, told: Dated | None) -> None:
    """Remember the day on which the story goes on; an earlier one, told in passing, holds for two sentences only."""
    main = state.main_day
    aside = told is not None and main is not None and told.start is not None and main.start is not None and main.start - told.start > _ASIDE
    if told is not None and not aside:
        state.main_day = told
    state.aside = _ASIDE_SENTENCES if aside else state.aside - 1
    state.dated = told or (state.dated if state.aside > 0 else state.main_day)


def _share_tolls(acts: list[Act], tolls: list[Toll]) -> list[list[Toll]]:
    """Each toll to the act whose share it tells, whose trigger lies in it, else to the nearest act before it, else to the first."""
    shares: list[list[Toll]] = [[] for _ in acts]
    for toll in tolls:
        inside = next((i for i, a in enumerate(acts) if a.share and a.share.overlaps(toll.span)), None)
        if inside is None:
            inside = next((i for i, a in enumerate(acts) if a.share is None and any(t.span.overlaps(toll.span) for t in a.triggers)), None)
        before = [i for i, a in enumerate(acts) if a.share is None and min(t.span.start for t in a.triggers) <= toll.span.start]
        if acts:
            shares[inside if inside is not None else before[-1] if before else 0].append(toll)
    return shares


def _drafts_of(
    state: _State, paragraph: int, sentence: Span, tree: Tree | None, act: Act, phrases: list[ActorPhrase], dates: list[Dated],
    tolls: list[Toll], attribution: Attribution,
) -> list[Draft]:  # fmt: skip
    text, main = state.article.text, act.triggers[0]
    roles = _roles_of(state, sentence, tree, act, phrases, attribution)
    named = list(roles.targets)
    _part_victims(text, roles, tolls, act)
    lent = [w for w in lent_words(text, phrases) if not any(t.span.overlaps(w) for t in act.triggers)]
    weapons = [w for w in weapons_within(find_weapons(text, act.clause), act.reach) if not any(x.overlaps(Span(w.start, w.end)) for x in lent)]
    hit = find_object(text, act.clause, main.span.end)
    sub_type = classify(act.triggers, _circumstances(state, sentence, act, roles, weapons, hit[0] if hit else None))
    _fit_to_type(state.lexicon, roles, act, weapons, sub_type)
    modality, modality_span = modality_of(text, sentence, main.span, main.pos == "v")
    if modality is Modality.ACTUAL and state.published:
        dates = [d for d in dates if d.start is None or d.start <= state.published + (dt.timedelta(0) if d.rule == "weekday" else _ASIDE)]
    dated = date_of_act(text, act, dates, sentence, tree)
    ended = is_ended(text, sentence, main)
    if (not act.places or sub_type is None or ended or _is_spoken_of(text, sentence, act, dated)) and add_to_told(
        text, Telling(act, sentence, sub_type, tolls, attribution, roles, dated), state.last, state.story, state.unplaced
    ):
        return []
    if sub_type is None or ended or (modality is not Modality.ACTUAL and (not act.places or main.frame.name not in _FORESEEN)):
        return []
    if is_background(text, sentence, act, dated):
        return []
    attribution = bearing_on(attribution, sub_type)
    period = period_of(dated or state.dated, state.published, state.article.published_precision)
    if modality in (Modality.PLANNED, Modality.THREATENED, Modality.CONDITIONAL) and dated is None:
        period = period_of(Dated(main.span, None, None, DatePrecision.UNKNOWN, "not yet"), None)
    weapon = (weapons[0].value[0], Span(weapons[0].start, weapons[0].end), weapons[0].value[2]) if weapons else None
    wheres: list[tuple[Where, Span | None]] = [(where_of(text, m), m.span) for m in act.places]
    state.told_by |= {m.span: m.id for m in act.places}
    drafts = [
        Draft(
            sub_type, family_of(main, sub_type), all(t.frame.weak for t in act.triggers), main.frame.scheme, list(act.triggers), [sentence],
            paragraph, where, span, period, dated, list(roles.initiators), list(roles.targets), roles.rule, modality, modality_span, attribution,
            [ToldLoss(t, attribution.claimant, len(act.places) if len(act.places) > 1 else 0, paragraph == 0, bool(act.places)) for t in tolls], weapon, hit,
            known=is_known(text, sentence, act.triggers), another=is_another(text, sentence, act.triggers, tolls), unnamed=is_unnamed(text, sentence, span), headline=paragraph == 0, passing=act.passing, aside=_MEANWHILE.match(text, sentence.start, sentence.end) is not None, holders=[p for p in named if p not in roles.targets and p not in roles.initiators],
        )
        for where, span in wheres or [(Where(), None)]
    ]  # fmt: skip
    if not act.places:
        state.unplaced += [d for d in drafts if d.initiators or d.tolls]
        return []
    for draft in drafts:
        draft.siblings = [d for d in drafts if d is not draft] if tolls else []
    state.subjects = [*state.subjects, *(p.actor for p in roles.initiators[:1] if p.actor and p.kind != "people")][-5:]
    return drafts


def _roles_of(state: _State, sentence: Span, tree: Tree | None, act: Act, phrases: list[ActorPhrase], attribution: Attribution) -> Roles:
    """Who did it to whom: without those who only tell it, nor those who are named as not among them ("none of the rebels")."""
    text, named = state.article.text, phrases
    phrases = [p for p in phrases if not _NONE_OF.search(text, max(sentence.start, p.span.start - 20), p.span.start) and not speaks(text, p, attribution)]
    roles = assign_roles(act.triggers, tree, phrases, text, sentence)
    _part_unarmed(roles, act, state.lexicon)
    unknown = of_unknown_hand(text, sentence) if act.triggers[0].frame.family in _VIOLENT else None
    if unknown is not None:
        roles.initiators = [p for p in roles.initiators if p.span.start < unknown]
        roles.targets = [p for p in roles.targets if p.span.start < unknown or p.kind == "people"]
    held = held_responsible(text, sentence, named) if act.triggers[0].frame.family in _VIOLENT else []
    if held:
        roles.targets = [p for p in roles.targets if p not in held]
        roles.initiators = held
    return roles


def _fit_to_type(lexicon: Lexicon, roles: Roles, act: Act, weapons: list[Weapon], sub_type: SubEventType | None) -> None:
    """Nobody keeps a part in an act of a type that is beyond his means; what is told from the loser's side is turned round; in place."""
    if sub_type is not None:
        drone = any(w.value[0] == "drone" for w in weapons)
        roles.initiators = [p for p in roles.initiators if can_do(lexicon.actors.side(p.actor), sub_type, drone=drone)]
    if act.triggers[0].frame.name == "lose" and sub_type in GROUND_TAKEN:
        roles.initiators, roles.targets = roles.targets, roles.initiators


def _is_spoken_of(text: str, sentence: Span, act: Act, dated: Dated | None) -> bool:
    """Whether the words take up an act that was told before ("the attack", what is condemned or avenged)."""
    main = act.triggers[0]
    if all(t.frame.weak for t in act.triggers) and not act.own_place and all(_KNOWN.search(text, sentence.start, t.span.start) for t in act.triggers):
        return True
    if main.pos != "n":
        return False
    before = text, sentence.start, main.span.start
    return bool(_CONDEMNED.search(*before)) or (dated is None and bool(_SINCE_THE.search(*before)))


def _circumstances(state: _State, sentence: Span, act: Act, roles: Roles, weapons: list[Weapon], hit: str | None) -> Circumstances:
    """What besides its words decides the type of an act."""
    people = Participants([p.actor for p in roles.initiators], [p.actor for p in roles.targets], state.lexicon.actors)
    flown = any(w.value[1] == "air" and w.end <= act.triggers[0].span.start for w in weapons)
    lent = lent_words(state.article.text, sorted(roles.initiators, key=lambda p: p.span))
    air = any(p.air and not any(p.span.overlaps(w) for w in lent) for p in roles.initiators)
    by_air = (air or flown) and not people.grounded
    dropped = SubEventType.AIR_STRIKE if act.triggers[0].text.lower().startswith("bombing") and bombed_from_air(state.article.text) else None
    return Circumstances(people, means_of(weapons, air, people), hit, bool(act.places), by_air, _carried(state, sentence, roles) or dropped)


def _part_unarmed(roles: Roles, act: Act, lexicon: Lexicon) -> None:
    """Rescuers and other civilians by name do no violence; in place."""
    if act.triggers[0].frame.family in _CIVIL_FAMILIES:
        return
    unarmed = [p for p in roles.initiators if lexicon.actors.side(p.actor) == "civilians"]
    roles.initiators = [p for p in roles.initiators if p not in unarmed]
    if act.triggers[0].frame.family in FROM_AFAR:
        roles.targets = roles.targets or unarmed


def _part_victims(text: str, roles: Roles, tolls: list[Toll], act: Act) -> None:
    """Who stands before "killed" in a toll was killed, also where a headline leaves out "were", and not who holds the place; in place."""
    family = act.triggers[0].frame.family
    if family in FROM_AFAR or (family in HITTING and any(t.victim and t.victim.kind == "people" for t in tolls)):
        roles.targets = [p for p in roles.targets if p.kind == "people" or not is_modifier_of_place(p, text) or _STRONGHOLDS.match(text, p.span.end) or is_hit_with_object(p, text)]
    if any(t.frame.scheme == "mutual" for t in act.triggers):
        return
    victims = {t.victim.actor or t.victim.text for t in tolls if t.victim and not t.lost and any(t.victim.span.end <= x.span.start and t.span.overlaps(x.span) for x in act.triggers)}
    moved = [p for p in roles.initiators if (p.actor or p.text) in victims]
    roles.initiators = [p for p in roles.initiators if p not in moved]
    roles.targets = [*roles.targets, *moved] if not roles.targets or not moved else [*moved, *(p for p in roles.targets if p.kind == "people")]


def _carried(state: _State, sentence: Span, roles: Roles) -> SubEventType | None:
    """How the violence told in the sentence or two before, or from the air by the same actor, was done."""
    near = [d for d in (*state.unplaced, *state.last) if 0 <= sentence.start - d.evidence[-1].end < _CARRY_CHARS]
    told = next((d.sub_type for d in near if d.family == "remote" or d.sub_type in DELIVERED), None)
    planted = next((d.sub_type for d in near if d.family == "bomb"), None)
    actors = {p.actor for p in roles.initiators if p.actor}
    flown = any(d.sub_type is SubEventType.AIR_STRIKE and actors & {p.actor for p in d.initiators} for d in (*state.unplaced, *state.drafts))
    return told or (SubEventType.AIR_STRIKE if flown else planted)
