"""Sentences that tell more of an act already told: "the attack", a toll without a place."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geomap.events.actdates import SAID
from geomap.events.attribution import Attribution, bearing_on
from geomap.events.classify import family_of
from geomap.events.dates import Dated, period_of
from geomap.events.draft import Draft, ToldLoss
from geomap.events.losses import Toll
from geomap.events.roles import Roles
from geomap.events.scene import Act
from geomap.model import Attestation, DatePrecision, Span, SubEventType
from geomap.text.gated import gated

__all__ = ["HITTING", "Telling", "add_to_told", "add_toll", "tells_toll"]

_DEFINITE = gated(r"\b(?:the|this|that|their|its|these|those|such|his)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
_OWN = gated(r"\b(?:its|their|his)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
_WEEK, _LONG = dt.timedelta(days=7), dt.timedelta(days=14)
HITTING = frozenset({"battle", "remote", "bomb", "chemical", "execution"})
"""Families of acts that kill."""
_BLOODLESS = frozenset({"transfer", "agreement", "deploy", "group", "base", "protest"})
_NEAR_CHARS = 400
_TOLL = gated(r"\btoll\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Telling:
    """What one sentence tells of an act."""

    act: Act
    sentence: Span
    sub_type: SubEventType | None
    tolls: list[Toll]
    attribution: Attribution
    roles: Roles
    dated: Dated | None

    @property
    def weak(self) -> bool:
        """Whether it is a casualty statement or a bare mention."""
        return all(t.frame.weak for t in self.act.triggers)


def add_to_told(text: str, told: Telling, last: Sequence[Draft], story: Sequence[Draft], unplaced: Sequence[Draft]) -> bool:
    """Add what is told of an act already known to that act; in place.

    Parameters
    ----------
    text : str
        The article's text.
    told : Telling
    last : sequence of Draft
        The acts of the sentence before, which "the attack" means.
    story : sequence of Draft
        The acts before that are no history, with which a toll goes on.
    unplaced : sequence of Draft
        Acts told without a place so far, in order.

    Returns
    -------
    bool
        False if the sentence tells an act of its own.
    """
    last = (last or _of_lead(told, unplaced)) if _definite(text, told) else story
    if not last or not told.act.triggers or not _is_known(text, told, last) or _of_another_day(told, last) or _of_long_ago(text, told, last):
        return False
    for draft in _meant(text, told, last, unplaced):
        _add(draft, told, last)
    return True


def _of_lead(told: Telling, unplaced: Sequence[Draft]) -> Sequence[Draft]:
    """Before any act has a place, "the attack" is that of the lead."""
    family = told.act.triggers[0].frame.family if told.act.triggers else ""
    return [d for d in unplaced if d.family in HITTING and family in (d.family, "violence")][-1:]


def _definite(text: str, told: Telling) -> bool:
    """Whether an act is told as known ("the attack")."""
    return any(_DEFINITE.search(text, max(told.sentence.start, t.span.start - 30), t.span.start) for t in told.act.triggers if t.pos == "n")


def _is_known(text: str, told: Telling, last: Sequence[Draft]) -> bool:
    frame = told.act.triggers[0].frame
    if _definite(text, told):
        return True
    if frame.scheme != "repel" and not (told.weak and (told.tolls or frame.family in {d.family for d in last})):
        return False
    return told.sentence.start - max(e.end for d in last for e in d.evidence) <= _NEAR_CHARS  # further on it is another act


def _of_another_day(told: Telling, last: Sequence[Draft]) -> bool:
    """Whether the sentence gives its act a day, and none of the acts before is of that day ("the second attack: on 4 May a bomb ...")."""
    day = told.dated
    if day is None or day.precision is not DatePrecision.DAY or day.start is None or day.end is None:
        return False
    start, end, long_after = day.start.isoformat(), day.end.isoformat(), (day.end + _WEEK).isoformat()
    if all(d.period.date_start and long_after < d.period.date_start for d in last):
        return True  # also where of those only the day of the telling is known
    if (told.weak and not told.act.own_place) or not all(d.dated and not d.dated.rule.endswith(SAID) for d in last):
        return False
    return all(d.period.date_start and d.period.date_end and (d.period.date_end < start or end < d.period.date_start) for d in last)


def _of_long_ago(text: str, told: Telling, last: Sequence[Draft]) -> bool:
    """Whether somebody's own act of long before is told after news without a day ("the coalition began its campaign in 2014")."""
    day = told.dated
    if day is None or day.end is None or not any(_OWN.search(text, max(told.sentence.start, t.span.start - 30), t.span.start) for t in told.act.triggers):
        return False
    before = (day.end + _LONG).isoformat()
    return all(d.dated is None and d.period.date_start and d.period.date_start > before for d in last)


def _meant(text: str, told: Telling, last: Sequence[Draft], unplaced: Sequence[Draft]) -> Sequence[Draft]:
    """The acts meant: of those before, for a toll, the ones that kill; "the blast" after a clash is the blast of the lead."""
    frame = told.act.triggers[0].frame
    if _definite(text, told) and not frame.weak and frame.family not in {d.family for d in last}:
        same = [d for d in unplaced if d.family == frame.family]
        if same:
            return same[-1:]
    bloody = [d for d in last if d.family not in _BLOODLESS]
    return bloody if told.tolls and bloody else last


def _add(draft: Draft, told: Telling, last: Sequence[Draft]) -> None:
    main, attribution = told.act.triggers[0], bearing_on(told.attribution, draft.sub_type)
    draft.evidence = sorted({*draft.evidence, told.sentence})
    known = {t.toll.span for t in draft.tolls}
    draft.tolls += [ToldLoss(t, attribution.claimant, len(last) if len(last) > 1 else 0, False, False) for t in told.tolls if t.span not in known]
    draft.triggers += told.act.triggers
    if draft.weak and not told.weak and told.sub_type is not None and draft.family == "violence" and main.frame.family in HITTING:
        draft.sub_type, draft.family, draft.scheme, draft.weak = told.sub_type, family_of(main, told.sub_type), main.frame.scheme, False
    if not draft.initiators and not draft.targets and not told.act.places and (told.weak or main.frame.family == draft.family):
        draft.initiators, draft.targets = list(told.roles.initiators), list(told.roles.targets)
    elif not draft.initiators and told.roles.rule == "parse" and not told.act.places and main.frame.scheme == "act" and main.frame.family in (draft.family, "violence") and draft.family not in _BLOODLESS:
        draft.initiators = [p for p in told.roles.initiators if p.actor not in {t.actor for t in draft.targets}]
    if told.dated and told.dated.precision is DatePrecision.DAY and (draft.dated is None or draft.dated.rule.endswith(SAID)) and not told.dated.rule.endswith(SAID):
        draft.dated, draft.period = told.dated, period_of(told.dated, None)
    if told.tolls and len(last) > 1:
        draft.siblings = [d for d in last if d is not draft]
    if attribution.attestation is Attestation.DENIED and draft.family not in _BLOODLESS:
        before = draft.attribution
        side = before.side if before.claimant else attribution.side
        draft.attribution = replace(attribution, claimant=before.claimant or attribution.claimant, side=side)


def tells_toll(text: str, sentence: Span) -> bool:
    """Whether a sentence that tells no act may count the dead of the one before ("the toll later rose to 31").

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Span

    Returns
    -------
    bool
    """
    return _TOLL.search(text, sentence.start, sentence.end) is not None


def add_toll(sentence: Span, tolls: Sequence[Toll], attribution: Attribution, story: Sequence[Draft]) -> None:
    """Add what a sentence without an act counts to the acts just before it that kill; in place.

    Parameters
    ----------
    sentence : Span
    tolls : sequence of Toll
    attribution : Attribution
    story : sequence of Draft
        The acts before that are no history.
    """
    meant = [d for d in story if d.family in HITTING | {"violence"} and 0 <= sentence.start - d.evidence[-1].end <= _NEAR_CHARS]
    for draft in meant if tolls else ():
        draft.evidence = sorted({*draft.evidence, sentence})
        draft.tolls += [ToldLoss(t, attribution.claimant, len(meant) if len(meant) > 1 else 0, False, False) for t in tolls]
        draft.siblings = [d for d in meant if d is not draft] or draft.siblings
