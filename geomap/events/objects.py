"""Triggers whose sense hangs on their object: "took" a town or a photograph, "pushed" fighters out of a place, "destroyed" tanks or men."""

import re
from collections.abc import Sequence
from dataclasses import replace

from geomap.events.attributes import is_handled
from geomap.events.classify import TAKING
from geomap.events.phrases import ActorPhrase
from geomap.events.triggers import Trigger, load_frames
from geomap.model import Mention, Span
from geomap.text.gated import gated

__all__ = ["fit_to_objects", "without_prisoners"]

_TRYING = gated(
    r"\b(?:tr(?:y|ies|ied|ying)|attempt\w*|sought|seek\w*|fail\w*|unable|struggl\w+|fight\w*|fought)\b[^.;]{0,40}?\bto\s+(?:\w+ly\s+)?$|"
    r"\b(?:operations?|offensives?|campaigns?|bid|push|drive|efforts?|aim(?:s|ed|ing)?|hop(?:e|es|ed|ing)|want(?:s|ed)?)\s+to\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_MEANWHILE = gated(r"\b(?:during|after|before|since|amid)\W+the\W+(?:\w+\W+)?$", re.IGNORECASE)
"""Before a fight known to the reader that only says when something else was."""
_WERE = gated(r"\b(?:was|were|been)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_GOAL_CHARS = 60
_TERMS_CHARS = 300
_TO = gated(r"\b(?:to|aimed at|aiming at)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_MANAGED = gated(r"\b(?:manag\w+|able|succeed\w*|went on|go on|continu\w+|help\w*|enabl\w+|allow\w+|proceed\w*|fail\w*|tr(?:y|ied|ying)|attempt\w*)\W+(?:\w+\W+){0,5}?to\s+$", re.IGNORECASE)
_INTENDED = gated(
    r"\b(?:about|set|poised|ready|going)\s+to\s+(?:\w+ly\s+)?$|\b(?:plan\w*|prepar\w*|intend\w*|vow\w*|threat\w*|pledg\w*|order\w*|decid\w*|aim\w*|hop\w*|seek\w*|want\w*|will|would|expected|likely)\b[^.;]{0,30}\bto\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
"""Before a goal that somebody announces, which is a plan."""
_SWATHES = gated(r"\b(?:territor(?:y|ies)|swath\w*|land)\b[^.;]{0,50}?\b(?:that|which|it|they|group|militants|fighters|terrorists|rebels|insurgents|jihadists)\W+(?:(?:has|have|had)\W+)?$", re.IGNORECASE)
"""Before what took ground in general, not the place that the sentence names."""
_DIRECT_OBJECT = re.compile(r"\W+(?:(?!in\b|at\b|near\b|from\b|to\b|on\b|with\b)\w+\W+){0,5}", re.IGNORECASE)
_WAS_AFTER = re.compile(r"(?:\W+including\W+[^.;]{0,60}?)?\W+(?:was|were|been)\W+", re.IGNORECASE)
_ARRANGED = gated(
    r"\b(?:deals?|agree\w*|accord|truce|cease-?fire|evacuat\w*|bus(?:es)?|convoys?|reconcil\w*|settlement|surrender\w*|passage|corridors?|batch(?:es)?|ultimatum|swap|under (?:the|an?) \w+)\b", re.IGNORECASE
)
"""In a sentence that tells people leaving under terms, which alone is an act."""
_A_PLACE = re.compile(r"\s+(?:the|its|several|two|three|most of the|parts of the)\s+(?:\w+\s+){0,2}(?:town|city|village|base|airport|airbase|suburb|district|neighbou?rhood|area|part|outskirt|camp|prison|quarter|province|hospital|school|enclave|building)s?\b", re.IGNORECASE)
_AMOUNT_OF = re.compile(r"\W+(?:(?:over|more|than|at|least|about|around|some|dozens|scores|hundreds|tens|of|several|many|a|the|group|number|\d+)\W+){0,5}", re.IGNORECASE)
_NO_FIGHT = re.compile(r"[^.;]{0,90}?\b(?:without (?:a |any )?(?:(?:significant |major |armed )?(?:fight|fighting|resistance|battle|combat|clashes|violence)|firing a (?:\w+ )?shot)|unopposed|peacefully)\b", re.IGNORECASE)
_OUT_OF = gated(r"^[^.;]{0,80}?\b(?:from|out of|off)\W+(?:the\W+)?(?:\w+\W+){0,4}$", re.IGNORECASE)
_WAS = re.compile(r"\W+(?:was|were|is|been|had been|has been|have been)\W+(?:\w+ly\W+)?", re.IGNORECASE)


def fit_to_objects(text: str, triggers: Sequence[Trigger], mentions: Sequence[Mention], phrases: Sequence[ActorPhrase]) -> list[Trigger]:
    """Leave out triggers whose object they do not fit, and read those anew whose object gives them another sense.

    Parameters
    ----------
    text : str
        The article's text.
    triggers : sequence of Trigger
        Of one sentence.
    mentions : sequence of Mention
        Its toponyms.
    phrases : sequence of ActorPhrase
        Its words for actors.

    Returns
    -------
    list of Trigger
        In the order given.
    """
    fitting = [_unopposed(text, _tried(text, _of_people(text, t, phrases))) for t in triggers if _takes_place(text, t, mentions) and not _lies_there(text, t)]
    fitting = [t for t in fitting if not (t.pos == "n" and t.frame.name == "clash" and _MEANWHILE.search(text, max(0, t.span.start - _GOAL_CHARS), t.span.start))] or fitting
    done = [t for t in fitting if not t.frame.weak and not _is_goal(text, t)]
    return [t for t in fitting if not (_is_goal(text, t) and (any(d.span < t.span for d in done) or not _INTENDED.search(text, max(0, t.span.start - _GOAL_CHARS), t.span.start)))]


def _tried(text: str, trigger: Trigger) -> Trigger:
    """Who tries to take a place attacks it."""
    if trigger.frame.name not in TAKING or not _TRYING.search(text, max(0, trigger.span.start - _GOAL_CHARS), trigger.span.start):
        return trigger
    return replace(trigger, frame=load_frames()["assault"])


def _unopposed(text: str, trigger: Trigger) -> Trigger:
    """Ground that is taken without a fight passes without violence."""
    if trigger.frame.name not in TAKING or not _NO_FIGHT.match(text, trigger.span.end):
        return trigger
    return replace(trigger, frame=load_frames()["unopposed"])


def _lies_there(text: str, trigger: Trigger) -> bool:
    """Whether a noun names a bomb that somebody found, made or destroyed."""
    return trigger.pos == "n" and trigger.frame.name == "explosion" and is_handled(text, Span(0, trigger.span.start), trigger.span.start)


def _is_goal(text: str, trigger: Trigger) -> bool:
    """Whether ground is what an act aims at ("began an offensive to seize the town"), not what it brought."""
    before = text[max(0, trigger.span.start - _GOAL_CHARS) : trigger.span.start]
    return trigger.frame.name in TAKING and bool(_TO.search(before)) and not _MANAGED.search(before)


def without_prisoners(text: str, triggers: Sequence[Trigger], captured: Sequence[Span]) -> list[Trigger]:
    """Read triggers for taking ground that tell of people taken: as what people suffer, as those do who are killed.

    Parameters
    ----------
    text : str
        The article's text.
    triggers : sequence of Trigger
        Of one sentence.
    captured : sequence of Span
        Its figures of people taken.

    Returns
    -------
    list of Trigger
        In the order given, without those who "were captured" before.
    """
    found = []
    for trigger in triggers:
        if trigger.frame.name not in TAKING or not any(c.overlaps(trigger.span) for c in captured):
            found.append(trigger)
        elif not _WERE.search(text, max(0, trigger.span.start - 20), trigger.span.start):
            found.append(replace(trigger, frame=load_frames()["kill"]))
    return found


def _of_people(text: str, trigger: Trigger, phrases: Sequence[ActorPhrase]) -> Trigger:
    """People who are "destroyed" are killed."""
    if trigger.frame.name != "destroy":
        return trigger
    after = any(p.span.start >= trigger.span.end and _AMOUNT_OF.fullmatch(text, trigger.span.end, p.span.start) for p in phrases)
    if not after and not any(p.span.end <= trigger.span.start and _WAS_AFTER.fullmatch(text, p.span.end, trigger.span.start) for p in phrases):
        return trigger
    return replace(trigger, frame=load_frames()["kill"])


def _takes_place(text: str, trigger: Trigger, mentions: Sequence[Mention]) -> bool:
    """Whether what "took" a thing took a place, what "pushed" somebody pushed him out of one, and who "left" did so under terms; other words need no such proof."""
    if trigger.frame.name in TAKING and _SWATHES.search(text, max(0, trigger.span.start - _GOAL_CHARS - _GOAL_CHARS), trigger.span.start):
        return False
    if trigger.frame.name == "displace":
        return any(m.span.start >= trigger.span.end and _OUT_OF.search(text[trigger.span.end : m.span.start]) for m in mentions)
    if trigger.frame.name == "depart":
        return bool(_ARRANGED.search(text, max(0, trigger.span.start - _TERMS_CHARS), trigger.span.end + _TERMS_CHARS))
    if trigger.text.lower() in ("loss of", "losses of"):
        return any(m.span.start >= trigger.span.end and _DIRECT_OBJECT.fullmatch(text, trigger.span.end, m.span.start) for m in mentions)
    if text[trigger.span.start : trigger.span.end].lower().startswith("enter"):
        return bool(_A_PLACE.match(text, trigger.span.end)) or any(
            m.in_syria is not False and m.span.start >= trigger.span.end and _DIRECT_OBJECT.fullmatch(text, trigger.span.end, m.span.start) for m in mentions
        )
    lost = trigger.frame.name == "lose" and trigger.pos == "v" and " " not in trigger.text
    if trigger.frame.name != "seize" and not lost:
        return True
    if any(_WAS.fullmatch(text, m.span.end, trigger.span.start) for m in mentions if m.span.end <= trigger.span.start):
        return True
    return any(m.span.start >= trigger.span.end and _DIRECT_OBJECT.fullmatch(text, trigger.span.end, m.span.start) for m in mentions)
