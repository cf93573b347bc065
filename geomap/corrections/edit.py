"""Set one field of a report, an event or a control fact to what a person decided; and tell what stands there now."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar, cast

from geomap.corrections.lookup import Lookup, chosen_by, where_from
from geomap.model import (
    EVENT_TYPE_OF,
    Attestation,
    ControlChange,
    ControlFact,
    ControlKind,
    Correction,
    Event,
    EventType,
    Modality,
    Provenance,
    Report,
    Status,
    SubEventType,
    Where,
)
from geomap.model.correction import value_of
from geomap.model.correction_values import losses_text, period_text

__all__ = ["NOT_EDITS", "at_odds", "edit_event", "edit_fact", "edit_report", "present_value", "unknown_place"]

NOT_EDITS = frozenset({"review", "merge", "split", "add"})
"""Decisions that set no field."""
Act = TypeVar("Act", Report, Event)

_PLAINEST = {
    EventType.BATTLES: SubEventType.ARMED_CLASH, EventType.EXPLOSIONS: SubEventType.SHELLING, EventType.CIVILIANS: SubEventType.ATTACK,
    EventType.PROTESTS: SubEventType.PEACEFUL_PROTEST, EventType.RIOTS: SubEventType.VIOLENT_DEMONSTRATION, EventType.STRATEGIC: SubEventType.OTHER,
}  # fmt: skip
_TOLD = {  # what a status says of modality, attestation and history
    Status.REPORTED: (Modality.ACTUAL, Attestation.REPORTED, False), Status.CLAIMED: (Modality.ACTUAL, Attestation.CLAIMED, False),
    Status.PLANNED: (Modality.PLANNED, Attestation.REPORTED, False), Status.THREATENED: (Modality.THREATENED, Attestation.REPORTED, False),
    Status.DENIED: (Modality.ACTUAL, Attestation.DENIED, False), Status.HISTORICAL: (Modality.ACTUAL, Attestation.REPORTED, True),
}  # fmt: skip
_PROVENANCE = {
    "sub_event_type": "event_type", "place": "where", "date": "period", "deaths": "losses", "wounded": "losses", "captured": "losses",
    "status": "attestation",
}  # fmt: skip


def at_odds(wide: Correction, narrow: Correction) -> bool:
    """Whether decisions on two fields of which one says the other too (a type and a sub-type, a status and what makes it) exclude each other."""
    if wide.field == "event_type" and narrow.field == "sub_event_type":
        return EVENT_TYPE_OF[SubEventType(narrow.new)] != wide.new
    told = {"modality": 0, "attestation": 1, "historical": 2}.get(narrow.field)
    return wide.field == "status" and told is not None and _TOLD[Status(wide.new)][told] != value_of(narrow)


def unknown_place(c: Correction, lookup: Lookup) -> str | None:
    """Why a decision on a place cannot be followed, or None."""
    value = value_of(c) if c.field == "place" else None
    if isinstance(value, str | tuple) and lookup.place(value, "") is None:
        return f"no place with the id {c.new!r} in the gazetteer"
    return None


def _where(c: Correction, name: str, lookup: Lookup) -> Where:
    value = value_of(c)
    why = chosen_by(c)
    found = lookup.place(value, name) if isinstance(value, str | tuple) else None
    return Where(reason=f"no place, {why}") if found is None else where_from(replace(found, reason=why))


def _actor(which: str) -> Callable[[Any, Correction, Lookup], Any]:
    def edit(act: Any, c: Correction, lookup: Lookup) -> Any:
        known = lookup.actors.get(c.new)
        value = cast("str | None", value_of(c))
        change = _follow(act.control_change, lookup.actors.side(getattr(act, which)), lookup.actors.side(c.new) or value)
        return replace(act, **{which: c.new if known else None, f"{which}_name": known.name if known else value, "control_change": change})

    return edit


def _follow(change: ControlChange | None, old: str | None, new: str | None) -> ControlChange | None:
    """A change of hands follows its parties."""
    if change is None or old is None:
        return change
    if change.side_to == old and new is not None:
        return replace(change, side_to=new)
    return replace(change, side_from=new) if change.side_from == old else change


def _plain(act: Any, c: Correction, _: Lookup) -> Any:
    return replace(act, **{c.field: value_of(c)})


def _type(act: Any, c: Correction, _: Lookup) -> Any:
    wanted = EventType(c.new)
    fits = EVENT_TYPE_OF[act.sub_event_type] is wanted
    return replace(act, event_type=wanted, sub_event_type=act.sub_event_type if fits else _PLAINEST[wanted])


def _sub_type(act: Any, c: Correction, _: Lookup) -> Any:
    return replace(act, event_type=EVENT_TYPE_OF[SubEventType(c.new)], sub_event_type=SubEventType(c.new))


def _place(act: Any, c: Correction, lookup: Lookup) -> Any:
    where = _where(c, act.where.place or "", lookup)
    change = act.control_change
    moved = replace(change, place_id=where.place_id, place=where.place) if change and change.place_id == act.where.place_id else change
    return replace(act, where=where, control_change=moved)


def _date(act: Any, c: Correction, _: Lookup) -> Any:
    return replace(act, period=value_of(c))


def _change(act: Any, c: Correction, _: Lookup) -> Any:
    hands = cast("tuple[str | None, str] | None", value_of(c))
    made = None if hands is None else ControlChange(act.where.place_id, act.where.place, hands[0], hands[1], ControlKind.CHANGE)
    return replace(act, control_change=made)


def _report_status(report: Report, c: Correction, _: Lookup) -> Report:
    modality, attestation, historical = _TOLD[Status(c.new)]
    return replace(report, modality=modality, attestation=attestation, historical=historical)


_ACT: Mapping[str, Callable[[Any, Correction, Lookup], Any]] = {
    # In this order: a sub-type over the type, a place before the change of hands there.
    "event_type": _type, "sub_event_type": _sub_type, "actor1": _actor("actor1"), "actor2": _actor("actor2"), "actor1_associates": _plain,
    "actor2_associates": _plain, "place": _place, "date": _date, "deaths": _plain, "wounded": _plain, "captured": _plain, "weapon": _plain,
    "object": _plain, "control_change": _change,
}  # fmt: skip
_REPORT: Mapping[str, Callable[[Any, Correction, Lookup], Any]] = {
    **_ACT, "status": _report_status, "modality": lambda r, c, _: replace(r, modality=Modality(c.new)),
    "attestation": lambda r, c, _: replace(r, attestation=Attestation(c.new)), "historical": _plain, "claimant": _plain,
}  # fmt: skip
_EVENT: Mapping[str, Callable[[Any, Correction, Lookup], Any]] = {**_ACT, "status": lambda e, c, _: replace(e, status=Status(c.new))}
_FACT: Mapping[str, Callable[[Any, Correction, Lookup], Any]] = {
    "place": lambda f, c, look: replace(f, where=_where(c, f.where.place or "", look)), "date": _date,
    "side": lambda f, c, _: replace(f, side=c.new), "from_side": lambda f, c, _: replace(f, side_from=value_of(c)),
    "kind": lambda f, c, _: replace(f, kind=ControlKind(c.new)), "status": lambda f, c, _: replace(f, status=Status(c.new)),
}  # fmt: skip


def _all(item: Any, decisions: Mapping[str, Correction], editors: Mapping[str, Callable[[Any, Correction, Lookup], Any]], lookup: Lookup) -> Any:
    for name, edit in editors.items():
        if name in decisions:
            item = edit(item, decisions[name], lookup)
    return item


def edit_report(report: Report, decisions: Mapping[str, Correction], lookup: Lookup) -> Report:
    """A report with fields as a person set them; the provenance of each says which decision did.

    Parameters
    ----------
    report : Report
    decisions : mapping of str to Correction
        By field.
    lookup : Lookup

    Returns
    -------
    Report
    """
    edited: Report = _all(report, decisions, _REPORT, lookup)
    why = {_PROVENANCE.get(name, name): Provenance((), "correction", f"corrections.csv:{c.id}") for name, c in sorted(decisions.items()) if name in _REPORT}
    return replace(edited, provenance={**edited.provenance, **why})


def edit_event(event: Event, decisions: Mapping[str, Correction], lookup: Lookup) -> Event:
    """An event with fields as a person set them (see `edit_report`)."""
    edited: Event = _all(event, decisions, _EVENT, lookup)
    return edited


def edit_fact(fact: ControlFact, decisions: Mapping[str, Correction], lookup: Lookup) -> ControlFact:
    """A control fact with fields as a person set them (see `edit_report`)."""
    edited: ControlFact = _all(fact, decisions, _FACT, lookup)
    return edited


def present_value(item: Report | Event | ControlFact, name: str) -> str:
    """What stands in a field now, as a correction would write it.

    Parameters
    ----------
    item : Report, Event or ControlFact
    name : str
        A field of `geomap.model.correction.FIELDS`.

    Returns
    -------
    str
        ``none`` where there is nothing; empty for decisions that set no field.
    """
    if name == "place":
        return item.where.place_id or item.where.place or "none"
    if name == "date":
        return period_text(item.period)
    if name in ("deaths", "wounded", "captured"):
        return losses_text(getattr(item, name))
    if name == "control_change":
        change = item.control_change if not isinstance(item, ControlFact) else None
        return f"{change.side_from or ''}>{change.side_to or ''}" if change else "none"
    value = getattr(item, {"from_side": "side_from"}.get(name, name), "")
    if name in ("actor1", "actor2"):
        value = value or getattr(item, f"{name}_name")
    if isinstance(value, tuple):
        return "; ".join(value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
