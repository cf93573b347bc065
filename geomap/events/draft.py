"""A report in the making: one act at one place, before the acts of an article are put together."""

from dataclasses import dataclass, field

from geomap.events.attribution import Attribution
from geomap.events.dates import Dated
from geomap.events.losses import Toll
from geomap.events.phrases import ActorPhrase
from geomap.events.triggers import Trigger
from geomap.model import Modality, Period, Span, SubEventType, Where

__all__ = ["Draft", "ToldLoss"]


@dataclass(frozen=True, slots=True)
class ToldLoss:
    """A toll as one sentence tells it of an act."""

    toll: Toll
    claimant: str | None
    joint: int
    """Over how many places it is told together; 0 where it is of one."""
    summary: bool
    """Told in the headline."""
    here: bool
    """Told in a sentence that names the act's place."""


@dataclass
class Draft:
    """What one sentence says of one act at one place. Mutable: sentences that tell more of the same act are added to it."""

    sub_type: SubEventType
    family: str
    weak: bool
    """A casualty statement or bare mention, which joins a stronger act of the same place."""
    scheme: str
    triggers: list[Trigger]
    evidence: list[Span]
    paragraph: int
    where: Where
    where_span: Span | None
    period: Period
    dated: Dated | None
    """The date expression of the act itself, if it has one."""
    initiators: list[ActorPhrase]
    targets: list[ActorPhrase]
    roles_rule: str
    modality: Modality
    modality_span: Span | None
    attribution: Attribution
    tolls: list["ToldLoss"]
    weapon: tuple[str, Span, str] | None
    object: tuple[str, Span, str] | None
    siblings: list["Draft"] = field(default_factory=list)
    """Drafts of the same act at other places, over which a toll was told jointly."""
    holders: list[ActorPhrase] = field(default_factory=list)
    """Who holds the place that is struck ("the rebel-held town")."""
    aside: bool = False
    """Told as something else than what was told before ("Separately, ...")."""
    passing: bool = False
    """Told in passing, of another time than what it is told beside."""
    headline: bool = False
    known: bool = False
    """Told as one that readers know of ("the raid")."""
    another: bool = False
    """Told as one besides those before ("another raid")."""
    unnamed: bool = False
    """At a place without a name in the one named ("a town in A")."""
    hand_unknown: bool = False
    """Whether the text says that nobody knows who did it."""
