"""Which date expression of a sentence is an act's own.

Not the day on which somebody told it, where the text knows another; not the page's; not that of a relative clause about something else;
not the year in which the war began.
"""

import datetime as dt
import re
from dataclasses import replace

from geomap.events.dates import Dated
from geomap.events.scene import Act
from geomap.events.syntax import Token, Tree
from geomap.model import DatePrecision, Span
from geomap.text.gated import gated

__all__ = ["OF_PHRASE", "SAID", "date_of_act", "dates_of_story", "heads_clause", "is_background", "is_day", "is_of_page"]

_RELATIVE = gated(r"\b(?:where|which|who|whose)\b", re.IGNORECASE)
_SAYING = r"(?:said|says|told|reported|announced|confirmed|added|stated|claimed|condemned|denounced|accused|blamed|urged|warned|denied|declared|revealed|noted|demanded|vowed|called (?:for|on)|renewed|reiterated|met|visited|arrived|travell?ed|discussed|spoke|addressed|voted|expressed|welcomed|pressed|asked|appealed|insisted|pledged|issued|released|published)"
_SAID_ON = gated(rf"\b{_SAYING}\W+(?:\w+\W+){{0,3}}?(?:(?:on|late|early|the)\W+){{0,2}}$", re.IGNORECASE)
"""Before the day of the telling, which is the act's only where the text knows no other."""
_THAT = re.compile(r"\bthat\b")
_THEN_SAID = re.compile(rf"\W+(?:\w+ly\W+)?{_SAYING}\b", re.IGNORECASE)
"""After such a day ("the envoy on Monday condemned the raid")."""
_POSTED = gated(r"\b(?:posted on|published(?: on)?|publication|(?:last )?updated(?: at| on)?|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\W*$", re.IGNORECASE)
_DATELINE = re.compile(r"(?:[A-Z][\w.]*\W{1,3}){0,2}(?:[A-Z]{2,}|Reuters|Agencies|Xinhua)\W{1,3}")
"""Before the page's own date, which no preposition governs ("AFP Monday 15 Oct 2018", "BEIRUT, Oct 15")."""
SAID = "+said"
"""After the rule of a day on which an act was told: it was that day or shortly before."""
_OWN_CHARS = 30
_TO_COME = gated(r"\b(?:will|would|shall|to be|due to|scheduled|expected to|set to|plans? to)\b[^.;]*$", re.IGNORECASE)
"""Before the day of what is still to come."""
_SCHEDULED = gated(r"\b(?:scheduled|due|set) to \w+\W+(?:on\W+)?$|\b(?:scheduled|planned|slated) (?:for|on)\W+(?:\w+\W+)?$", re.IGNORECASE)
"""Before a weekday that is the next one."""
_BACKGROUND = gated(
    r"\b(?:previously|repeatedly|frequent(?:ly)?|regularly|often|routinely|in recent (?:months|years)|in the past(?! (?:\d|few|two|three|four|five|six|seven|several|couple|24|48|hours?|days?|weeks?|months?|years?))|for (?:years|months)|over the years|"
    r"(?:uptick|increase|rise|surge|spike) in|since the (?:start|beginning|outbreak|very start) of|since (?:\w+ ){0,3}(?:war|uprising|conflict|revolt|crisis) (?:began|started|erupted|broke out)|after \w+ (?:years|months) of|(?:war|conflict|crisis|uprising|revolt)\b[^.;]{0,30}\b(?:began|started|erupted|broke out)\b|\w+-year-old (?:civil )?war|every day|almost daily|(?:is|are|being) (?:\w+ )?(?:\w+ed|hit|struck) (?:daily|constantly|continuously|on a daily basis)|(?:war|conflict|uprising) that has (?:lasted|raged|been)|war now in its|when (?:[\w\-]+ ){1,4}(?:controlled|held|ruled|occupied)|under (?:its|their|isis|is|daesh|rebel) rule)\b",
    re.IGNORECASE,
)
"""A general statement without a day is no event (ACLED codes none without a date)."""
_WITNESSED = gated(r"\b(?:has|have|had) (?:long |also |already )?(?:witnessed|seen|been the (?:scene|site|target) of|been an? (?:\w+ )?target of)\b[^.;]*$", re.IGNORECASE)
_PREVIOUS = gated(r"\bprevious\s+(?:[\w\-]+\s+){0,2}$", re.IGNORECASE)
"""Before the acts of a time that is not told, which only stand beside the news."""
_WITNESSED_CHARS = 60
_ASIDE = r"\b(?:which|who|that|where|when|after|as|while|was|were|is|are)\b"
_PERFECT = gated(rf"\b(?:has|have|had)\b(?:(?!{_ASIDE})[^.;,])*$", re.IGNORECASE)
_PERFECT_AFTER = re.compile(rf"(?:(?!{_ASIDE})[^.;,]){{0,80}}?\b(?:has|have|had)\s+(?!been (?:reported|heard|confirmed|announced)\b|(?:\w+ly )?(?:grown|increased|intensified|escalated|continued|resumed|begun|erupted|broken)\b)", re.IGNORECASE)
_PERFECT_CHARS = 60
_CLAUSE_CHARS = 150
_SINCE = gated(r"\bsince\b", re.IGNORECASE)
_SINCE_CLAUSE = gated(r"\bsince\W+(?:\w+\W+){3,}$", re.IGNORECASE)
"""Before the day on which something else began ("since it proclaimed its state in June")."""
_SINCE_NAMED = gated(r"\bsince (?:the|its|their|his) (?:[\w'’]+ ){0,3}$", re.IGNORECASE)
"""Before an act that is only named as the beginning of a time."""
_SUMMED_DAYS = 31
"""What goes on for longer is told as the sum of many acts."""
_SUMMED = frozenset({"span", "recent", "lastunit"})
_LAST = re.compile(r"last|previous", re.IGNORECASE)
OF_PHRASE = r"(?:\s+(?:on|in|at|by|against|near|of|around|from|across|over|throughout)\s+(?:(?!\b(?:has|have|had|was|were|is|are|which|who|that|where|killed|wounded|left|hit)\b)[^.;,]){0,70}?)?"
"""Between a noun for an act and its verb."""
_OF_ANOTHER = gated(r"\b(?:of|in|by|from|after|during|since|against|with|amid|following|before|over|due to)\s+(?:(?!(?:and|of)\b)[\w'’\-]+\s+){0,4}$", re.IGNORECASE)
_MORE = r"(?:\s+(?:has|have|had|is|are|were))?(?:\s+(?:also|been|\w+ly))*\s+"
_TREND = re.compile(
    rf"{OF_PHRASE}{_MORE}(?:(?:grown|increased|risen|doubled|tripled|quadrupled|multiplied|declined|decreased|dropped|fallen|eased|subsided|(?:grow|becom)\w*)\b(?!\s+(?:on|over|in|at|near|into|to|from) the)|"
    rf"(?:more |less |increasingly |very |so )?(?:common|frequent|rare|routine|commonplace)\b|on the (?:rise|increase|wane|decline)\b)",
    re.IGNORECASE,
)
"""After the noun for an act: how many of them there are, not one."""
_STRONGER = re.compile(rf"{OF_PHRASE}{_MORE}(?:intensified|escalated|worsened|stepped up|picked up|continued unabated)\b", re.IGNORECASE)
_NUMBER_OF = gated(
    r"\b(?:(?:the|its|their) (?:(?:rising|growing|large|high|sheer|overall|total) )?(?:number|frequency|intensity|pace|rate|tempo|volume|scale)|(?:years|months|decades|weeks)(?: and (?:years|months))?) of (?:[\w\-]+ ){0,3}$", re.IGNORECASE
)
"""Before it."""
_HABIT = gated(r"\b(?:usually|constantly|customarily|per day|per week|each day|every (?:night|week|month)|around the clock|on a (?:regular|weekly) basis|notorious for|known (?:for|to))\b", re.IGNORECASE)
_RECORD = gated(r"\b(?:first|worst|deadliest|largest|heaviest|biggest|bloodiest|highest)\b[^.;]{0,90}\bsince\b", re.IGNORECASE)
"""A record since the war began is one act."""
_SINCE_WAR = gated(r"\bsince (?:the (?:\w+ )?(?:start|beginning|outbreak|eruption|onset)|(?:\w+ ){0,3}(?:war|uprising|conflict|revolt|crisis) (?:began|started|erupted|broke out))\b[^.;]{0,60}$", re.IGNORECASE)


def is_background(text: str, sentence: Span, act: Act, dated: Dated | None) -> bool:
    """Whether a sentence tells of how things are, not of an act ("has been shelled repeatedly since the start of the war").

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    act : Act
    dated : Dated or None
        The act's date; what has a day is an act.

    Returns
    -------
    bool
    """
    if dated is not None and dated.ongoing and _is_long(dated):
        return True  # "has gone on since 2013"
    if dated is not None and dated.precision is DatePrecision.DAY:
        return False
    record = bool(_RECORD.search(text, sentence.start, sentence.end))
    if not record and (_is_sum(text, sentence, act, dated) or _is_trend(text, sentence, act)):
        return True
    at = act.triggers[0].span.start
    if dated is None and act.triggers[0].pos == "n" and _SINCE_NAMED.search(text, sentence.start, at):
        return True
    if _WITNESSED.search(text, max(sentence.start, at - _WITNESSED_CHARS), at) or (dated is None and _PREVIOUS.search(text, sentence.start, at)):
        return True
    return not record and bool(_BACKGROUND.search(text, sentence.start, sentence.end) or _HABIT.search(text, sentence.start, sentence.end))


def _is_long(dated: Dated) -> bool:
    """Whether a period is longer than one act lasts."""
    if dated.start is None or dated.end is None:
        return False
    return (dated.precision in (DatePrecision.MONTH, DatePrecision.YEAR) and not dated.ongoing) or (dated.end - dated.start).days > _SUMMED_DAYS


def _is_sum(text: str, sentence: Span, act: Act, dated: Dated | None) -> bool:
    """Whether the perfect tense counts what happened over a time ("have been killed in B since April", "strikes on B have killed 300 in recent months")."""
    main = act.triggers[0]
    at, end = main.span.start, main.span.end
    since = _SINCE.search(text, end, sentence.end)
    if since is not None and any(t.pos == "v" and t.span.start > since.start() for t in act.triggers):
        since = None  # "fighting has raged since rebels attacked the town"
    if dated is not None and (dated.rule.endswith(SAID) or (since is not None and since.start() < dated.span.start)):
        dated = None
    if dated is not None and (dated.rule not in _SUMMED or not _is_long(dated) or _LAST.match(text, dated.span.start)):
        return False
    named = main.pos == "n" or main.text.endswith("ing")
    if not _PERFECT.search(text, max(sentence.start, at - _PERFECT_CHARS), at) and not (named and _PERFECT_AFTER.match(text, end, sentence.end)):
        return False
    return dated is not None or since is not None


def _is_trend(text: str, sentence: Span, act: Act) -> bool:
    """Whether a sentence says how acts have grown in number or strength."""
    main = act.triggers[0]
    if main.pos != "n":
        return False
    if _NUMBER_OF.search(text, max(sentence.start, main.span.start - _WITNESSED_CHARS), main.span.start):
        return True
    if not main.text.lower().endswith("s") or not heads_clause(text, sentence, main.span.start):
        return False  # "fighting has grown" still tells a fight
    if _TREND.match(text, main.span.end, sentence.end):
        return True
    return main.frame.family == "remote" and bool(_STRONGER.match(text, main.span.end, sentence.end))


def heads_clause(text: str, sentence: Span, at: int) -> bool:
    """Whether the noun that begins at a position can be the subject of what follows: not the victims of the strikes rose, but the strikes.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    at : int

    Returns
    -------
    bool
    """
    return not _OF_ANOTHER.search(text, max(sentence.start, at - _WITNESSED_CHARS), at)


def date_of_act(text: str, act: Act, dates: list[Dated], sentence: Span, tree: Tree | None) -> Dated | None:
    """Choose the date expression of an act: the nearest to its main trigger inside its clause, else in its sentence.

    Parameters
    ----------
    text : str
        The article's text.
    act : Act
    dates : list of Dated
        Of the sentence.
    sentence : Span
    tree : Tree or None
        Of the sentence; it tells whose date stands in a relative clause.

    Returns
    -------
    Dated or None
        A day before the week in which it lies ("last week ... on Tuesday"); the day of the telling only where no other is told.
    """
    at = act.triggers[0].span.start
    dates = [d for d in act.own if d in dates] or dates
    dates = [d for d in dates if not _SINCE_WAR.search(text, sentence.start, d.span.start) and not (tree and _dates_another(tree, d.span, act))]
    dates = [d for d in dates if not _genitive(text, d) or any(0 <= t.span.start - d.span.end < _OWN_CHARS for t in act.triggers)]
    dates = [d for d in dates if d.rule != "weekday" or not _SCHEDULED.search(text, sentence.start, d.span.start)]
    dates = [d for d in dates if not _of_since_clause(text, sentence, d, act) and (d.rule != "after" or (act.clause.contains(d.span) and not _day_given(text, sentence, d, dates)))]
    if not dates:
        return None
    inside = [d for d in dates if act.clause.contains(d.span)] or dates
    inside = [d for d in inside if not d.ongoing or not _RELATIVE.search(text, min(at, d.span.end), max(at, d.span.start))]
    if not inside:
        return None
    best = min(inside, key=lambda d: (d.start is None, _told_on(text, sentence, d, act), d in act.own and d.precision is not DatePrecision.DAY, abs(d.span.start - at), d.span))
    if best.precision is DatePrecision.DAY and _told_on(text, sentence, best, act):
        return replace(best, rule=best.rule + SAID, precision=DatePrecision.WEEK)
    if best.precision is DatePrecision.DAY or best.start is None or best.end is None:
        return best
    finer = [d for d in inside if d.precision is DatePrecision.DAY and d.start and best.start <= d.start <= best.end and not _told_on(text, sentence, d, act)]
    return min(finer, key=lambda d: abs(d.span.start - at), default=best)  # "last week ... on Tuesday"


def _day_given(text: str, sentence: Span, counted: Dated, dates: list[Dated]) -> bool:
    """Whether what "two days after" counts back to has its own day ("two days after the raid on Friday, ...")."""
    later = (d for d in dates if d.precision is DatePrecision.DAY and counted.span.end <= d.span.start and "," not in text[counted.span.end : d.span.start])
    return any(not _told_on(text, sentence, d) for d in later)


def _told_on(text: str, sentence: Span, dated: Dated, act: Act | None = None) -> bool:
    """Whether a date is the day on which somebody told the act."""
    if _genitive(text, dated) or text[dated.span.end : dated.span.end + 2] in ("'s", "’s"):
        return False
    own = act is not None and dated in act.own
    said = _SAID_ON.search(text, sentence.start, dated.span.start)
    if said is not None:
        return not (own and _THAT.search(said[0]))
    return not own and dated.rule != "overnight" and bool(_THEN_SAID.match(text, dated.span.end, sentence.end))


def _of_since_clause(text: str, sentence: Span, dated: Dated, act: Act) -> bool:
    """Whether a date is that of the clause with which a time began, and the act and its place stand before that clause."""
    clause = _SINCE_CLAUSE.search(text, max(sentence.start, dated.span.start - _CLAUSE_CHARS), dated.span.start)
    if clause is None or "," in clause[0] or any(m.span.start > clause.start() for m in act.places):
        return False
    return act.triggers[0].span.start < clause.start()


def is_of_page(text: str, sentence: Span, dated: Dated, published: dt.date | None) -> bool:
    """Whether a date is the page's own ("Posted on 5 August 2016", a date before the first word or after an agency's name), not an act's.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    dated : Dated
    published : date or None

    Returns
    -------
    bool
    """
    if dated.start != published or dated.rule not in ("iso", "dmy", "mdy"):
        return False
    if _DATELINE.fullmatch(text, sentence.start, dated.span.start):
        return True
    return dated.span.start == sentence.start or bool(_POSTED.search(text, max(sentence.start, dated.span.start - 40), dated.span.start))


def is_day(dated: Dated) -> bool:
    """Whether a date is a day, on which what is told next without a date can have been; not the first of a period that goes on."""
    return (dated.precision is DatePrecision.DAY or dated.rule.endswith(SAID)) and dated.start is not None and not dated.ongoing


def dates_of_story(text: str, sentence: Span, dates: list[Dated], published: dt.date | None) -> list[Dated]:
    """The dates of a sentence without an act of its own that say when the story goes on.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span
    dates : list of Dated
        Of the sentence.
    published : date or None

    Returns
    -------
    list of Dated
        Without what is to come, days of the telling, and days counted back from the writing, which date something else.
    """
    past = [d for d in dates if d.rule not in ("ago", "after") and (d.start is None or published is None or d.start <= published)]
    return [d for d in past if not _told_on(text, sentence, d) and not _TO_COME.search(text, sentence.start, d.span.start)]


def _genitive(text: str, dated: Dated) -> bool:
    """Whether a time is the owner of the next noun ("yesterday's battle of B", also without the apostrophe), whose date it is alone."""
    return dated.rule in ("weekday", "lastunit") and text[dated.span.end - 1] == "s"


_TAKEN = frozenset({"seized", "captured", "taken", "recaptured", "retaken", "overrun", "liberated", "lost", "launched", "besieged", "destroyed", "signed", "brokered", "agreed"})
"""Participles that tell an act of their own ("the town seized by rebels last month was bombed")."""


def _tells_aside(token: Token) -> bool:
    return token.dep == "relcl" or (token.dep == "acl" and token.text in _TAKEN)


def _dates_another(tree: Tree, date: Span, act: Act) -> bool:
    """Whether a date stands in a relative clause that does not tell the act ("the coalition, which began its war last September, struck B")."""
    token = tree.head_of(date)
    while token is not None and token.head != token.index and not _tells_aside(token):
        token = tree.tokens[token.head]
    if token is None or not _tells_aside(token):
        return False
    inside = tree.subtree(token.index) | {token.head}
    return not any(t.index in inside for x in act.triggers for t in tree.at(x.span))
