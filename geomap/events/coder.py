"""Code the events of one article: sentence by sentence into drafts, drafts into reports.

A pure function of the article, its places and the tables. Order of work for each sentence: triggers, actors, tree, roles, places, date, weapon,
losses, modality, attribution. A sentence that tells more of the act before it ("the attack", a toll) is added to that act.
"""

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from geomap.events.anaphora import places_spoken_of
from geomap.events.attributes import find_object, find_weapons
from geomap.events.attribution import Attribution, attribution_of, modality_of
from geomap.events.classify import Circumstances, Participants, classify, means_of
from geomap.events.control_facts import control_facts, states_in_sentence
from geomap.events.dates import Dated, find_dates, period_of
from geomap.events.draft import Draft, ToldLoss
from geomap.events.fuse import fuse
from geomap.events.losses import Toll, find_tolls
from geomap.events.parties import complete_parties
from geomap.events.phrases import ActorPhrase, Context, Lexicon, find_phrases, load_lexicon, resolve_phrases
from geomap.events.reports import report_of
from geomap.events.roles import Roles, assign_roles
from geomap.events.scene import Act, acts_of, where_of
from geomap.events.syntax import Tree, parse
from geomap.events.triggers import Trigger, find_triggers, load_frames
from geomap.model import Article, Attestation, ControlFact, DatePrecision, Mention, Modality, Report, Span, SubEventType, Where
from geomap.text.sentences import split_sentences

__all__ = ["Coded", "code_article", "sentences_of"]

_DEFINITE = re.compile(r"\b(?:the|this|that|their|its|these|those|such|his)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:where|which|who|whose)\b", re.IGNORECASE)
"""Begins a clause whose "since July" is not the act's."""
_SOURCE_OF = re.compile(r"\b(?:sources?|officials?|spokes\w+|statements?)\W+(?:at|in|from|of|by)\W+(?:the\W+)?$", re.IGNORECASE)
_KNOWN = re.compile(r"\b(?:the|this|that|these|those)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
_SAYS = re.compile(
    r"[\s)]+(?:\w+ly\s+)?(?:said|says|told|tells|announce[sd]|report(?:s|ed)|add(?:s|ed)|state[sd]|den(?:ies|ied)|confirm(?:s|ed)|accuse[sd]|blame[sd]|condemn(?:s|ed)|"
    r"denounce[sd]|warn(?:s|ed)|urge[sd]|welcome[sd]|demand(?:s|ed)|stress(?:es|ed)|call(?:s|ed) (?:on|for|upon)|express(?:es|ed)|deplore[sd])\b",
    re.IGNORECASE,
)
_CONDEMNED = re.compile(r"\b(?:condemn|denounc|deplor|decr|slam|reject)\w*\W+(?:\w+\W+){0,5}$", re.IGNORECASE)
_NONE_OF = re.compile(r"\b(?:none|no|not any|neither) (?:of )?(?:the )?$", re.IGNORECASE)
_DIRECT_OBJECT = re.compile(r"\W+(?:(?!in\b|at\b|near\b|from\b|to\b|on\b|with\b)\w+\W+){0,5}", re.IGNORECASE)
_WAS_AFTER = re.compile(r"(?:\W+including\W+[^.;]{0,60}?)?\W+(?:was|were|been)\W+", re.IGNORECASE)
_AMOUNT_OF = re.compile(r"\W+(?:(?:over|more|than|at|least|about|around|some|dozens|scores|hundreds|tens|of|several|many|a|the|group|number|\d+)\W+){0,5}", re.IGNORECASE)
_OUT_OF = re.compile(r"^[^.;]{0,80}?\b(?:from|out of|off)\W+(?:the\W+)?(?:\w+\W+){0,4}$", re.IGNORECASE)
_WAS = re.compile(r"\W+(?:was|were|is|been|had been|has been|have been)\W+(?:\w+ly\W+)?", re.IGNORECASE)
_CAPTURES = frozenset({"capture", "recapture", "seize"})
_PLANTED = frozenset({SubEventType.SUICIDE_BOMB, SubEventType.REMOTE_EXPLOSIVE})
_DELIVERED = frozenset({SubEventType.AIR_STRIKE, SubEventType.SHELLING})
_TITLE_RUN = re.compile(
    r"(?:(?:[A-Z0-9(][\w.,'’\-()]*|of|in|on|to|for|from|at|by|with|and|the|a|an|as|over|after|into|near|amid|vs)\s+)+(?=(?:[A-Z][\w'’\-]*)\s+(?:[A-Z][\w'’\-]*\s+){0,3}[a-z])"
)
_HITTING = frozenset({"battle", "remote", "bomb", "chemical", "execution"})
_BLOODLESS = frozenset({"transfer", "agreement", "deploy", "group", "base", "protest"})
_SAID_ON = re.compile(r"\b(?:said|says|told|reported|announced|confirmed|added|stated|claimed)\W+(?:\w+\W+){0,3}?(?:(?:on|late|early|the)\W+){0,2}$", re.IGNORECASE)
"""Before the day of the telling, which is the act's only where the text knows no other."""
_POSTED = re.compile(r"\b(?:posted on|published(?: on)?|publication|(?:last )?updated(?: at| on)?|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\W*$", re.IGNORECASE)
_OWN_CHARS = 30
_LINK_WORDS, _LINK_CAPITALS, _SAME_HEAD = 8, 0.7, 20
"""A run of so many words, so many of them capitalised, is the headline of a linked page; names and ranks are shorter."""
_CARRY_CHARS = 250
_FORESEEN = frozenset({"assault", "attack", "operation", "capture", "recapture", "withdraw", "surrender", "agreement", "evacuation", "strike", "airstrike", "chemical", "deploy", "base", "protest", "shelling"})
"""Acts that are told of as coming; a clash or a killing "to come" is talk."""
_BACKGROUND = re.compile(
    r"\b(?:previously|repeatedly|frequently|regularly|often|routinely|(?:has|have) seen|in recent (?:months|years)|for (?:years|months)|over the years|"
    r"since the (?:start|beginning|outbreak|very start) of|since (?:\w+ ){0,3}(?:war|uprising|conflict|revolt|crisis) (?:began|started|erupted|broke out)|after \w+ (?:years|months) of|(?:war|conflict|crisis|uprising|revolt)\b[^.;]{0,30}\b(?:began|started|erupted|broke out)\b|\w+-year-old (?:civil )?war|every day|almost daily)\b",
    re.IGNORECASE,
)
"""A general statement without a day is no event (ACLED codes none without a date)."""
_RECORD = re.compile(r"\b(?:first|worst|deadliest|largest|heaviest|biggest|bloodiest|highest)\b[^.;]{0,90}\bsince\b", re.IGNORECASE)
"""A record since the war began is one act."""
_SINCE_WAR = re.compile(r"\bsince (?:the (?:\w+ )?(?:start|beginning|outbreak|eruption|onset)|(?:\w+ ){0,3}(?:war|uprising|conflict|revolt|crisis) (?:began|started|erupted|broke out))\b[^.;]{0,60}$", re.IGNORECASE)


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
    paragraph: int = -1
    drafts: list[Draft] = field(default_factory=list)
    last: list[Draft] = field(default_factory=list)
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


def sentences_of(article: Article) -> list[tuple[int, Span]]:
    """Sentences outside boilerplate, each with the number of its paragraph; the headline is paragraph 0.

    Parameters
    ----------
    article : Article

    Returns
    -------
    list of (int, Span)
    """
    blocks = list(article.paragraphs) or [Span(0, len(article.text))]
    found = []
    for number, block in enumerate(blocks, 1):
        for sentence in split_sentences(article.text, block.start, block.end):
            if any(b.start <= sentence.start and sentence.end <= b.end + 1 for b in article.boilerplate):
                continue
            in_headline = article.headline is not None and article.headline.contains(sentence)
            found.append((0, sentence) if in_headline else (number, _without_link(article, sentence)))
    return found


def _without_link(article: Article, sentence: Span) -> Span:
    """A sentence without the headline of another page, or a credit, that ran into its beginning."""
    run = _TITLE_RUN.match(article.text, sentence.start, sentence.end)
    if run is None:
        return sentence
    words = run[0].split()
    own = article.headline is not None and run[0][:_SAME_HEAD] in article.text[article.headline.start : article.headline.end]
    capitals = sum(w[0].isupper() for w in words)
    if own or len(words) < _LINK_WORDS or capitals < _LINK_CAPITALS * len(words) or run.end() >= sentence.end:
        return sentence
    return Span(run.end(), sentence.end)


def code_article(
    article: Article, mentions: Sequence[Mention], *, outlet_side: str | None = None, lexicon: Lexicon | None = None, use_parser: bool = True
) -> Coded:
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

    Returns
    -------
    Coded
    """
    state = _State(article, lexicon or load_lexicon(), Context(article.published, outlet_side), _last_day(article), mentions=mentions)
    sentences = sentences_of(article)
    worth = [bool(find_triggers(article.text, s)) for _, s in sentences]
    parsed = iter(parse(article.text, [s for (_, s), w in zip(sentences, worth, strict=True) if w]) if use_parser else [])
    for i, (paragraph, sentence) in enumerate(sentences):
        tree = next(parsed, None) if worth[i] else None
        following = article.text[sentences[i + 1][1].start : sentences[i + 1][1].end] if i + 1 < len(sentences) else ""
        inside = [m for m in mentions if sentence.contains(m.span)]
        _code_sentence(state, paragraph, sentence, tree, inside, following)
    complete_parties(state.drafts, state.lexicon.actors, state.named, state.unplaced)
    fused = fuse(state.drafts, state.lexicon.actors, state.unplaced)
    complete_parties(fused, state.lexicon.actors, state.named, state.unplaced)
    reports = [report_of(d, article, state.lexicon.actors, state.context) for d in fused]
    unique = {r.id: r for r in sorted(reports, key=lambda r: (r.evidence, r.id))}
    facts = control_facts(article, fused, state.facts, state.lexicon.actors)
    return Coded(tuple(sorted(unique.values(), key=lambda r: (r.evidence[0], r.id))), facts, state.told_by)


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


def _code_sentence(state: _State, paragraph: int, sentence: Span, tree: Tree | None, mentions: list[Mention], following: str) -> None:
    text = state.article.text
    if paragraph != state.paragraph:
        state.paragraph = paragraph
        if len(state.article.paragraphs) > 2:  # a text with paragraphs speaks of one day in each
            state.dated = None
    phrases = resolve_phrases(text, find_phrases(text, sentence, state.lexicon), state.lexicon, state.context, state.phrases, state.subjects)
    state.phrases = [*state.phrases, *phrases][-60:]
    state.named += [p for p in phrases if p.actor and p.kind not in ("people", "pronoun")]
    told_dates = find_dates(text, sentence, state.published, state.dated.start if state.dated else None, exact=state.exact)
    dates = [d for d in told_dates if not _of_page(text, sentence, d, state.published)]
    attribution = attribution_of(text, sentence, following, state.attribution)
    if attribution.claimant:
        state.attribution = attribution
    triggers = [_of_people(text, t, phrases) for t in find_triggers(text, sentence, tree) if _takes_place(text, t, mentions)]
    state.facts += _states_of_control(state, sentence, mentions, phrases, attribution)
    if triggers:
        tolls = find_tolls(text, sentence, phrases, [d.span for d in told_dates])
        triggers = [t for t in triggers if t.frame.name not in _CAPTURES or not any(x.kind == "captured" and x.span.overlaps(t.span) for x in tolls)]
        acts = acts_of(text, sentence, triggers, mentions)
        if not any(a.places for a in acts):
            mentions = places_spoken_of(text, sentence, state.places, state.mentions)
            acts = acts_of(text, sentence, triggers, mentions)
        made: list[Draft] = []
        for act, own_tolls in zip(acts, _share_tolls(acts, tolls), strict=True):
            made += _drafts_of(state, paragraph, sentence, tree, act, phrases, dates, own_tolls, attribution)
        state.drafts += made
        if made:
            state.last = made
    first = next((d for d in dates if d.precision is DatePrecision.DAY and d.start), None)
    state.dated = first or state.dated
    state.places += mentions


def _of_page(text: str, sentence: Span, dated: Dated, published: dt.date | None) -> bool:
    """Whether a date is the page's own ("Posted on 5 August 2016", a date before the first word), not an act's."""
    if dated.start != published or dated.rule not in ("iso", "dmy", "mdy"):
        return False
    return dated.span.start == sentence.start or bool(_POSTED.search(text, max(sentence.start, dated.span.start - 40), dated.span.start))


def _of_people(text: str, trigger: Trigger, phrases: list[ActorPhrase]) -> Trigger:
    """People who are "destroyed" are killed."""
    if trigger.frame.name != "destroy":
        return trigger
    after = any(p.span.start >= trigger.span.end and _AMOUNT_OF.fullmatch(text[trigger.span.end : p.span.start]) for p in phrases)
    if not after and not any(p.span.end <= trigger.span.start and _WAS_AFTER.fullmatch(text[p.span.end : trigger.span.start]) for p in phrases):
        return trigger
    return replace(trigger, frame=load_frames()["kill"])


def _takes_place(text: str, trigger: Trigger, mentions: list[Mention]) -> bool:
    """Whether what "took" a thing took a place, and what "pushed" somebody pushed him out of one; other words need no such proof."""
    if trigger.frame.name == "displace":
        return any(m.span.start >= trigger.span.end and _OUT_OF.search(text[trigger.span.end : m.span.start]) for m in mentions)
    if trigger.frame.name != "seize":
        return True
    if any(_WAS.fullmatch(text[m.span.end : trigger.span.start]) for m in mentions if m.span.end <= trigger.span.start):
        return True
    return any(m.span.start >= trigger.span.end and _DIRECT_OBJECT.fullmatch(text[trigger.span.end : m.span.start]) for m in mentions)


def _states_of_control(state: _State, sentence: Span, mentions: list[Mention], phrases: list[ActorPhrase], attribution: Attribution) -> list[ControlFact]:
    return states_in_sentence(state.article, sentence, mentions, phrases, attribution, state.lexicon.actors)


def _share_tolls(acts: list[Act], tolls: list[Toll]) -> list[list[Toll]]:
    """Each toll to the act whose trigger lies in it, else to the nearest act before it, else to the first."""
    shares: list[list[Toll]] = [[] for _ in acts]
    for toll in tolls:
        inside = next((i for i, a in enumerate(acts) if any(t.span.overlaps(toll.span) for t in a.triggers)), None)
        before = [i for i, a in enumerate(acts) if min(t.span.start for t in a.triggers) <= toll.span.start]
        if acts:
            shares[inside if inside is not None else before[-1] if before else 0].append(toll)
    return shares


def _drafts_of(
    state: _State, paragraph: int, sentence: Span, tree: Tree | None, act: Act, phrases: list[ActorPhrase], dates: list[Dated],
    tolls: list[Toll], attribution: Attribution,
) -> list[Draft]:  # fmt: skip
    text = state.article.text
    phrases = [p for p in phrases if not _NONE_OF.search(text, max(sentence.start, p.span.start - 20), p.span.start)]
    roles = assign_roles(act.triggers, tree, phrases, text, sentence)
    roles.initiators = [p for p in roles.initiators if not _speaks(text, p, attribution)]
    _part_victims(roles, tolls, act)
    people = Participants([p.actor for p in roles.initiators], [p.actor for p in roles.targets], state.lexicon.actors)
    weapons = find_weapons(text, act.clause)
    hit = find_object(text, act.clause, act.triggers[0].span.end)
    main = act.triggers[0]
    flown = [w for w in weapons if w.value[1] == "air" and act.clause.start + w.end <= main.span.start]
    air = any(p.air for p in roles.initiators)
    by_air = (air or bool(flown)) and not people.grounded
    how = Circumstances(people, means_of(weapons, air, people), hit[0] if hit else None, bool(act.places), by_air, _carried(state, sentence, roles))
    sub_type = classify(act.triggers, how)
    weak = all(t.frame.weak for t in act.triggers)
    modality, modality_span = modality_of(text, sentence, main.span, main.pos == "v")
    spoken_of = weak and not act.own_place and all(_KNOWN.search(text, sentence.start, t.span.start) for t in act.triggers)
    spoken_of |= main.pos == "n" and bool(_CONDEMNED.search(text, sentence.start, main.span.start))
    if (not act.places or sub_type is None or spoken_of) and _adds_to_last(state, act, sentence, sub_type, tolls, attribution, roles):
        return []
    if sub_type is None or (modality is not Modality.ACTUAL and (not act.places or main.frame.name not in _FORESEEN)):
        return []
    dated = _date_for(text, act, dates, sentence, tree)
    if _BACKGROUND.search(text, sentence.start, sentence.end) and not _RECORD.search(text, sentence.start, sentence.end) and (dated is None or dated.precision is not DatePrecision.DAY):
        return []
    period = period_of(dated or state.dated, state.published, state.article.published_precision)
    if modality in (Modality.PLANNED, Modality.THREATENED, Modality.CONDITIONAL) and dated is None:
        period = period_of(Dated(main.span, None, None, DatePrecision.UNKNOWN, "not yet"), None)
    weapon = (weapons[0].value[0], Span(act.clause.start + weapons[0].start, act.clause.start + weapons[0].end), weapons[0].value[2]) if weapons else None
    wheres: list[tuple[Where, Span | None]] = [(where_of(text, m), m.span) for m in act.places]
    wheres = wheres or [(Where(), None)]
    state.told_by |= {m.span: m.id for m in act.places}
    drafts = [
        Draft(
            sub_type, _family(main, sub_type), weak, main.frame.scheme, list(act.triggers), [sentence], paragraph, where, span, period,
            dated, list(roles.initiators), list(roles.targets), roles.rule, modality, modality_span, attribution,
            [ToldLoss(t, attribution.claimant, len(act.places) > 1, paragraph == 0, bool(act.places)) for t in tolls], weapon, hit,
            headline=paragraph == 0,
        )
        for where, span in wheres
    ]  # fmt: skip
    if not act.places:
        state.unplaced += [d for d in drafts if d.initiators or d.tolls]
        return []
    for draft in drafts:
        draft.siblings = [d for d in drafts if d is not draft] if tolls else []
    state.subjects = [*state.subjects, *(p.actor for p in roles.initiators[:1] if p.actor and p.kind != "people")][-5:]
    return drafts


def _family(main: Trigger, sub_type: SubEventType) -> str:
    """The main trigger's family; what was hit by a bomb was bombed, and bombs that aircraft dropped are strikes."""
    if main.frame.family not in ("bomb", "remote"):
        return main.frame.family
    return "bomb" if sub_type in _PLANTED else "remote" if sub_type in _DELIVERED else main.frame.family


def _part_victims(roles: Roles, tolls: list[Toll], act: Act) -> None:
    """Who stands before "killed" in a toll was killed, also where a headline leaves out "were"; in place."""
    if any(t.frame.scheme == "mutual" for t in act.triggers):
        return
    victims = {t.victim.actor or t.victim.text for t in tolls if t.victim and not t.lost and any(t.victim.span.end <= x.span.start and t.span.overlaps(x.span) for x in act.triggers)}
    moved = [p for p in roles.initiators if (p.actor or p.text) in victims]
    roles.initiators = [p for p in roles.initiators if p not in moved]
    roles.targets = [*roles.targets, *moved] if not roles.targets or not moved else [*moved, *(p for p in roles.targets if p.kind == "people")]


def _carried(state: _State, sentence: Span, roles: Roles) -> SubEventType | None:
    """How the remote violence told in the sentence or two before, or from the air by the same actor, was delivered."""
    near = [d for d in (*state.unplaced, *state.last) if 0 <= sentence.start - d.evidence[-1].end < _CARRY_CHARS]
    told = next((d.sub_type for d in near if d.family == "remote" or d.sub_type in _DELIVERED), None)
    actors = {p.actor for p in roles.initiators if p.actor}
    flown = any(d.sub_type is SubEventType.AIR_STRIKE and actors & {p.actor for p in d.initiators} for d in (*state.unplaced, *state.drafts))
    return told or (SubEventType.AIR_STRIKE if flown else None)


def _speaks(text: str, phrase: ActorPhrase, attribution: Attribution) -> bool:
    """Whether a phrase is who tells, not who acts."""
    if _SOURCE_OF.search(text, max(0, phrase.span.start - 40), phrase.span.start):
        return True
    if attribution.span is not None and phrase.span.overlaps(attribution.span) and phrase.kind != "pronoun":
        return True
    return bool(_SAYS.match(text, phrase.span.end))


def _date_for(text: str, act: Act, dates: list[Dated], sentence: Span, tree: Tree | None) -> Dated | None:
    """The date expression nearest to the act's main trigger inside its clause, else the sentence's first."""
    at = act.triggers[0].span.start
    dates = [d for d in dates if not _SINCE_WAR.search(text, sentence.start, d.span.start) and not (tree and _dates_another(tree, d.span, act))]
    dates = [d for d in dates if not _genitive(text, d) or any(0 <= t.span.start - d.span.end < _OWN_CHARS for t in act.triggers)]
    if not dates:
        return None
    inside = [d for d in dates if act.clause.contains(d.span)] or dates
    inside = [d for d in inside if not d.ongoing or not _RELATIVE.search(text, min(at, d.span.end), max(at, d.span.start))]
    if not inside:
        return None
    best = min(inside, key=lambda d: (d.start is None, bool(_SAID_ON.search(text, sentence.start, d.span.start)), abs(d.span.start - at), d.span))
    if best.precision is DatePrecision.DAY or best.start is None or best.end is None:
        return best
    finer = [d for d in inside if d.precision is DatePrecision.DAY and d.start and best.start <= d.start <= best.end and not _SAID_ON.search(text, sentence.start, d.span.start)]
    return min(finer, key=lambda d: abs(d.span.start - at), default=best)  # "last week ... on Tuesday"


def _genitive(text: str, dated: Dated) -> bool:
    """Whether a time is the owner of the next noun ("last month's loss of B", also without the apostrophe), whose date it is alone."""
    return dated.rule in ("weekday", "lastunit") and text[dated.span.end - 1] == "s"


def _dates_another(tree: Tree, date: Span, act: Act) -> bool:
    """Whether a date stands in a relative clause that does not tell the act ("the coalition, which began its war last September, struck B")."""
    token = tree.head_of(date)
    while token is not None and token.head != token.index and token.dep != "relcl":
        token = tree.tokens[token.head]
    if token is None or token.dep != "relcl":
        return False
    inside = tree.subtree(token.index) | {token.head}
    return not any(t.index in inside for x in act.triggers for t in tree.at(x.span))


def _definite(text: str, act: Act, sentence: Span) -> bool:
    """Whether an act is told as known ("the attack")."""
    return any(_DEFINITE.search(text[max(sentence.start, t.span.start - 30) : t.span.start]) for t in act.triggers if t.pos == "n")


def _adds_to_last(
    state: _State, act: Act, sentence: Span, sub_type: SubEventType | None, tolls: list[Toll], attribution: Attribution, roles: Roles
) -> bool:
    """Whether the act is told as one already known ("the attack", a toll without a place), and if so add it there."""
    if not state.last or not act.triggers:
        return False
    text, weak = state.article.text, all(t.frame.weak for t in act.triggers)
    main = act.triggers[0]
    definite = _definite(text, act, sentence)
    families = {d.family for d in state.last}
    related = definite or main.frame.scheme == "repel" or (weak and (bool(tolls) or main.frame.family in families))
    if not related:
        return False
    if sentence.start - max(e.end for d in state.last for e in d.evidence) > 400 and not definite:  # further on it is another act
        return False
    bloody = [d for d in state.last if d.family not in _BLOODLESS]
    told = (bloody or state.last) if tolls else state.last
    if definite and not main.frame.weak and main.frame.family not in families:  # "the blast" after a clash is the blast of the lead
        told = [d for d in state.unplaced if d.family == main.frame.family][-1:] or told
    for draft in told:
        draft.evidence = sorted({*draft.evidence, sentence})
        known = {t.toll.span for t in draft.tolls}
        draft.tolls += [ToldLoss(t, attribution.claimant, len(state.last) > 1, False, False) for t in tolls if t.span not in known]
        draft.triggers += [t for t in act.triggers if isinstance(t, Trigger)]
        if draft.weak and not weak and sub_type is not None and draft.family == "violence" and main.frame.family in _HITTING:
            draft.sub_type, draft.family, draft.scheme, draft.weak = sub_type, _family(main, sub_type), main.frame.scheme, False
        if not draft.initiators and not draft.targets and not act.places:
            draft.initiators, draft.targets = list(roles.initiators), list(roles.targets)
        if tolls and len(state.last) > 1:
            draft.siblings = [d for d in state.last if d is not draft]
        if draft.attribution.attestation is Attestation.REPORTED and attribution.attestation is Attestation.DENIED:
            draft.attribution = attribution
    return True
