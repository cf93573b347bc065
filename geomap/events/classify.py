"""From frame, weapon, actors and target to ACLED's sub-event type.

Rules of the ACLED codebook that decide here: the means of attack decides between remote types; white phosphorus and napalm are no chemical weapon;
only the state and those acting for it "regain", a foreign state or a non-state actor "overtakes"; an attack whose only target is
civilians is violence against civilians; killing of unknown means between armed actors is an armed clash.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.events.attributes import Weapon
from geomap.events.triggers import Trigger
from geomap.model import SUB_TYPE_RANK, SubEventType
from geomap.tables.actors import Actors

__all__ = ["CIVILIAN_OBJECTS", "DELIVERED", "FROM_AFAR", "GROUND_TAKEN", "STATE_SIDES", "TAKING", "Circumstances", "Participants", "can_do", "classify", "family_of", "means_of"]

S = SubEventType
STATE_SIDES = frozenset({"government", "new-government", "iran"})
"""The state and those who act for it."""
_FROM_THE_AIR = frozenset({"coalition", "usa", "uk", "france", "israel", "vks", "syaaf", "russia", "jordan", "iraq-gov"})
_AIR_ONLY = frozenset({"coalition", "israel", "vks", "syaaf", "france", "uk"})
_GROUNDED_SIDES = frozenset({"opposition", "hts", "isis", "turkish-backed", "sdf"})
_BOMBERS_NEVER = STATE_SIDES | {"coalition", "russia", "israel"}
_MEANS = {
    "air": S.AIR_STRIKE, "shelling": S.SHELLING, "bomb": S.REMOTE_EXPLOSIVE, "suicide": S.SUICIDE_BOMB, "chemical": S.CHEMICAL_WEAPON,
    "grenade": S.GRENADE,
}  # fmt: skip
_REMOTE_FRAMES = frozenset({"strike", "shelling", "destroy", "airstrike", "raid", "landing"})
_PLANTED = frozenset({S.SUICIDE_BOMB, S.REMOTE_EXPLOSIVE})
DELIVERED = frozenset({S.AIR_STRIKE, S.SHELLING})
"""Violence from afar."""
FROM_AFAR = frozenset({"remote", "bomb", "chemical"})
"""Families of acts that are done from afar."""
TAKING = frozenset({"capture", "recapture", "seize", "displace"})
"""Frames of taking ground."""
GROUND_TAKEN = frozenset({S.GOVERNMENT_REGAINS, S.NON_STATE_OVERTAKES})
_FORCE = frozenset({"kill", "assault", "attack", "execute"})
"""What against protesters is excessive force, whoever uses it."""
_SEIZING = frozenset({"arrest", "abduct"})
_FIRING = re.compile(r"\bfir(?:e|es|ed|ing)\b", re.IGNORECASE)
_GENERIC_FRAMES = frozenset({"strike", "destroy"})
"""Words that say that something was hit, not how."""
CIVILIAN_OBJECTS = frozenset({"health", "school", "market", "bakery", "worship", "home", "aid", "camp", "media"})
"""Kinds of object (see ``objects.csv``) in which civilians are hit."""


class Participants:
    """Actors on both sides of an act as ids, and what they mean for its type.

    Parameters
    ----------
    initiators, targets : sequence of str or None
        Ids of the actor table; None for a named group outside the table.
    actors : Actors
    """

    def __init__(self, initiators: Sequence[str | None], targets: Sequence[str | None], actors: Actors) -> None:
        self.initiators, self.targets = tuple(initiators), tuple(targets)
        self._sides = {i: actors.side(i) for i in (*initiators, *targets)}

    @property
    def state_acts(self) -> bool:
        """Whether the state, or somebody acting for it, is among the initiators."""
        return any(self._sides.get(i) in STATE_SIDES for i in self.initiators)

    @property
    def state_takes(self) -> bool:
        """Whether the state is among those to whom something falls."""
        return any(self._sides.get(i) in STATE_SIDES for i in self.targets)

    @property
    def armed_initiator(self) -> bool:
        """Whether an initiator is known and is no civilian."""
        return any(self._sides.get(i) != "civilians" for i in self.initiators)

    @property
    def armed_target(self) -> bool:
        """Whether a target is known and is no civilian."""
        return any(self._sides.get(i) != "civilians" for i in self.targets)

    @property
    def civilian_target(self) -> bool:
        """Whether all known targets are civilians."""
        return bool(self.targets) and not self.armed_target

    @property
    def grounded(self) -> bool:
        """Whether all known initiators are armed groups, which fly nothing but drones."""
        return bool(self.initiators) and all(self._sides.get(i) in _GROUNDED_SIDES for i in self.initiators)

    @property
    def artillery_only(self) -> bool:
        """Whether the initiator is an army on the ground, whose bare "strikes" are those of its guns."""
        return bool(self.initiators) and all(i in ("saa", "syr-gov", "ndf") for i in self.initiators)

    @property
    def guns_only(self) -> bool:
        """Whether the army by name is who acts, without its aircraft."""
        return bool(self.initiators) and all(i in ("saa", "ndf") for i in self.initiators)

    @property
    def only_flies(self) -> bool:
        """Whether all initiators fight this war from the air alone, whatever the word for what they do."""
        return bool(self.initiators) and all(i in _AIR_ONLY for i in self.initiators)

    @property
    def army(self) -> bool:
        """Whether an initiator is the army or air force of a state, which plants no bombs."""
        return any(i in _FROM_THE_AIR or self._sides.get(i) == "turkey" for i in self.initiators)

    @property
    def flies(self) -> bool:
        """Whether an initiator usually strikes from the air."""
        return any(i in _FROM_THE_AIR for i in self.initiators)


def means_of(weapons: Sequence[Weapon], air_words: bool, people: Participants) -> str | None:
    """The means that decides: chemical and suicide before all, then aircraft, then the first told.

    Parameters
    ----------
    weapons : sequence of Weapon
        Of the act's clause.
    air_words : bool
        Whether the words for the initiator name aircraft.
    people : Participants
        Armed groups have no aircraft but drones.

    Returns
    -------
    str or None
    """
    told = [w.value[1] for w in weapons]
    for means in ("chemical", "suicide"):
        if means in told:
            return means
    flown = [w for w in weapons if w.value[1] == "air" and (w.value[0] == "drone" or not people.grounded)]
    if air_words or flown:
        return "air"
    return next((m for m in told if m in _MEANS or m == "ground"), None)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What besides the words decides the type of an act."""

    people: Participants
    means: str | None
    """From `means_of`."""
    hit: str | None
    """Kind of object that was hit."""
    place_taken: bool
    """Whether the act has a place of its own, which a change of territory needs."""
    by_air: bool
    """Whether aircraft are who acts ("a drone attacked")."""
    carried: SubEventType | None
    """How the violence told just before was done; "the strikes" after it are the same."""


def classify(triggers: Sequence[Trigger], how: Circumstances) -> SubEventType | None:
    """Choose the sub-event type of an act.

    Parameters
    ----------
    triggers : sequence of Trigger
        Of the act, strongest first.
    how : Circumstances

    Returns
    -------
    SubEventType or None
        The highest in ACLED's hierarchy that fits; None where the words tell no codable act.
    """
    frames = {t.frame.name for t in triggers}
    if (frames & {"protest"} and frames & _FORCE) or (frames & _FORCE and "protesters" in how.people.targets and how.people.armed_initiator):
        return S.EXCESSIVE_FORCE
    if frames & {"protest"} and "disperse" in frames:
        return S.PROTEST_INTERVENTION
    if frames & _SEIZING:
        triggers = [t for t in triggers if t.frame.name not in ("commando", "raid")]  # the raid in which they were taken
    types = [t for t in (_of_trigger(x, how) for x in _deciding(triggers)) if t]
    return min(types, key=SUB_TYPE_RANK.__getitem__) if types else None


def family_of(main: Trigger, sub_type: SubEventType) -> str:
    """The family of an act by its main trigger; what was hit by a bomb was bombed, and bombs that aircraft dropped are strikes.

    Parameters
    ----------
    main : Trigger
    sub_type : SubEventType
        Of the act.

    Returns
    -------
    str
        See ``frames.csv``.
    """
    if main.frame.name == "massacre" and sub_type is S.CHEMICAL_WEAPON:
        return "chemical"
    if main.frame.family not in ("bomb", "remote") and main.frame.name != "massacre":
        return main.frame.family
    return "bomb" if sub_type in _PLANTED else "remote" if sub_type in DELIVERED else main.frame.family


def can_do(side: str | None, sub_type: SubEventType, *, drone: bool) -> bool:
    """Whether an act is within the means of a side: armed groups fly nothing but drones, and states send nobody to blow himself up.

    Parameters
    ----------
    side : str or None
        Id of ``sides.csv``.
    sub_type : SubEventType
    drone : bool
        Whether a drone was used.

    Returns
    -------
    bool
    """
    if sub_type is S.SUICIDE_BOMB:
        return side not in _BOMBERS_NEVER
    return sub_type is not S.AIR_STRIKE or drone or side not in _GROUNDED_SIDES


def _deciding(triggers: Sequence[Trigger]) -> list[Trigger]:
    """Casualty statements and bare mentions decide only where nothing stronger stands beside them."""
    strong = [t for t in triggers if not t.frame.weak] or list(triggers)
    specific = [t for t in strong if t.frame.name not in _GENERIC_FRAMES or not any(o.frame.family in ("bomb", "remote", "chemical") and o.frame.name not in _GENERIC_FRAMES for o in strong)]
    return specific or strong


def _of_trigger(trigger: Trigger, how: Circumstances) -> SubEventType | None:
    frame, people = trigger.frame.name, how.people
    if frame in _REMOTE_FRAMES:
        return _remote(trigger, how)
    if frame == "explosion":
        told = {"air": S.AIR_STRIKE, "suicide": S.SUICIDE_BOMB, "chemical": S.CHEMICAL_WEAPON, "grenade": S.GRENADE}.get(how.means or "")
        if how.means == "shelling" and trigger.text.lower().startswith(("explosion", "blast")):
            told = S.SHELLING  # the bang of what was fired
        carried = how.carried if how.means is None and trigger.text.lower().startswith("bombing") and (how.carried is S.AIR_STRIKE or people.army) else None
        return told or carried or _dropped(trigger, how) or S.REMOTE_EXPLOSIVE
    if frame in ("assault", "attack", "kill", "operation", "aim", "commando"):
        return _violence(trigger, how)
    if frame == "massacre" and (how.by_air or how.means in _MEANS):
        return S.AIR_STRIKE if how.by_air else _MEANS[how.means or "air"]
    if frame in TAKING:
        return _capture(trigger, how)
    if frame == "lose" and people.armed_target:
        return S.GOVERNMENT_REGAINS if people.state_takes else S.NON_STATE_OVERTAKES
    if frame == "siege" or (frame == "withdraw" and people.civilian_target):
        return None
    if frame in ("deploy", "destroy") and not people.armed_initiator:
        return None
    return trigger.frame.sub_type


def _dropped(trigger: Trigger, how: Circumstances) -> SubEventType | None:
    """The bombing of those who have an army: its aircraft did it."""
    army = how.people.army or how.people.state_acts
    return S.AIR_STRIKE if army and (trigger.text.lower().startswith("bombing") or trigger.text.lower() == "bombs") and how.means in (None, "air", "bomb") else None


def _capture(trigger: Trigger, how: Circumstances) -> SubEventType | None:
    moved_in = trigger.text.lower().startswith(("enter", "clear", "secur", "purg", "took", "take", "taking"))
    if not how.place_taken or (moved_in and not how.people.armed_initiator):
        return None
    return S.GOVERNMENT_REGAINS if how.people.state_acts else S.NON_STATE_OVERTAKES


def _remote(trigger: Trigger, how: Circumstances) -> SubEventType | None:
    frame, means, people = trigger.frame.name, how.means, how.people
    if frame == "destroy" and not people.armed_initiator:
        return None
    if frame == "landing":
        return _MEANS[means] if means in ("shelling", "air", "chemical") else None
    if frame == "airstrike" and means in ("bomb", "suicide", None, "ground"):
        return S.AIR_STRIKE
    if means == "shelling" and how.carried is S.AIR_STRIKE and people.flies and not people.artillery_only:
        return S.AIR_STRIKE  # the missiles of those whose air strikes were told before
    if means in _MEANS:
        return _MEANS[means]
    if frame == "raid":
        return S.ARMED_CLASH if people.grounded else S.AIR_STRIKE  # the press says "raid" of aircraft, "raided" of men
    if means == "ground" and frame == "strike":
        return S.ARMED_CLASH if people.armed_target else S.ATTACK
    flown = how.carried is S.AIR_STRIKE and not (trigger.pos == "v" and people.guns_only)
    if frame == "strike" and (people.flies or flown or (trigger.pos == "n" and not people.artillery_only)):
        return S.SHELLING if people.grounded else S.AIR_STRIKE
    if frame == "strike" and how.carried in _PLANTED and not people.initiators:
        return how.carried  # "a car bomb killed five. The attack targeted ..."
    return trigger.frame.sub_type


def _violence(trigger: Trigger, how: Circumstances) -> SubEventType | None:
    means, people, frame = how.means, how.people, trigger.frame.name
    if frame in ("assault", "attack") and means in ("air", "shelling") and _FIRING.search(trigger.text):
        return _MEANS[means]  # whatever fires
    if frame == "commando":  # whoever comes by helicopter fights on the ground
        return S.ATTACK if people.civilian_target else S.ARMED_CLASH
    if how.by_air or (means is None and people.only_flies and not trigger.text.lower().startswith("captur")):
        return S.AIR_STRIKE
    if frame == "kill" and means is None and not people.initiators and how.carried is not None:
        return how.carried
    both_armed = people.armed_target and people.armed_initiator
    if means in _MEANS and (frame == "kill" or not both_armed or means == "chemical"):
        return _MEANS[means]
    if frame == "operation":
        return S.ARMED_CLASH if people.armed_target else None
    if people.civilian_target or (not people.targets and how.hit in CIVILIAN_OBJECTS):
        return S.ATTACK
    if frame == "kill" and not people.targets:
        return None
    return S.ARMED_CLASH
