"""Reports: what one article says of one act at one place in one period; control facts; merged events."""

from dataclasses import dataclass, field

from geomap.model.article import Span
from geomap.model.codes import (
    Attestation,
    Basis,
    ControlKind,
    DatePrecision,
    EventType,
    LossSide,
    Modality,
    Precision,
    Review,
    Status,
    SubEventType,
)  # fmt: skip
from geomap.model.ids import content_id
from geomap.model.place import UNKNOWN_ADMIN, Admin

__all__ = ["YEARS", "ControlChange", "ControlFact", "Event", "Loss", "Period", "Provenance", "Report", "Where", "fact_id", "status_of"]


YEARS = range(1900, 2101)
"""Years in which a date that is read can lie: another is a slip of the pen, and beyond 9999 the calendar ends."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Why a field has its value: the words, the rule, the table row."""

    spans: tuple[Span, ...]
    rule: str
    row: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """When: ISO dates, first and last day inclusive."""

    date_start: str | None
    date_end: str | None
    date_precision: DatePrecision
    ongoing: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """A resolved place as an act has it; all None where no place could be named."""

    place_id: str | None = None
    place: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    """As the longitude, WGS84 degrees."""
    radius_km: float | None = None
    precision: Precision | None = None
    country: str | None = None
    admin: Admin = UNKNOWN_ADMIN
    feature_code: str | None = None
    reason: str = ""
    """Why this place, or why none."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One figure of killed, wounded or captured people, with whose word it is."""

    side: LossSide
    min: int | None
    max: int | None
    words: str
    """The words of the text, which may be all there is ("heavy casualties")."""
    claimant: str | None = None
    joint_with: tuple[str, ...] = ()
    """Ids of other reports over which the same toll was told; it must not be added up."""


@dataclass(frozen=True, slots=True)
class ControlChange:
    """Who holds a place after the act."""

    place_id: str | None
    place: str | None
    side_from: str | None
    side_to: str | None
    kind: ControlKind


@dataclass(frozen=True, slots=True)
class Report:
    """What one article says of one act at one place in one period."""

    id: str
    article: str
    evidence: tuple[Span, ...]
    trigger: Span
    event_type: EventType
    sub_event_type: SubEventType
    period: Period
    where: Where
    actor1: str | None = None
    actor2: str | None = None
    actor1_name: str | None = None
    actor2_name: str | None = None
    actor1_associates: tuple[str, ...] = ()
    actor2_associates: tuple[str, ...] = ()
    modality: Modality = Modality.ACTUAL
    attestation: Attestation = Attestation.REPORTED
    historical: bool = False
    claimant: str | None = None
    source_affiliation: str | None = None
    deaths: tuple[Loss, ...] = ()
    wounded: tuple[Loss, ...] = ()
    captured: tuple[Loss, ...] = ()
    weapon: str | None = None
    object: str | None = None
    control_change: ControlChange | None = None
    confidence: float = 0.0
    provenance: dict[str, Provenance] = field(default_factory=dict)
    review: Review = Review.UNREVIEWED

    @property
    def status(self) -> Status:
        """One word for readers."""
        return status_of(self.modality, self.attestation, self.historical)


def status_of(modality: Modality, attestation: Attestation, historical: bool) -> Status:
    """Derive the status shown to readers.

    Parameters
    ----------
    modality : Modality
    attestation : Attestation
    historical : bool

    Returns
    -------
    Status
        Not actual: threatened, else planned; then denied; then historical; then claimed; else reported. A negated act
        is one that was said not to have happened, so it counts as denied.
    """
    if modality is Modality.THREATENED:
        return Status.THREATENED
    if modality is Modality.NEGATED or attestation is Attestation.DENIED:
        return Status.DENIED
    if modality is not Modality.ACTUAL:
        return Status.PLANNED
    if historical:
        return Status.HISTORICAL
    return Status.REPORTED if attestation is Attestation.REPORTED else Status.CLAIMED


@dataclass(frozen=True, slots=True)
class ControlFact:
    """Who holds, contests or besieges a place, as one article or table says."""

    where: Where
    side: str
    kind: ControlKind
    side_from: str | None
    period: Period
    status: Status
    claimant: str | None
    article: str | None
    evidence: tuple[Span, ...] = ()
    source: str | None = None
    """Of facts from tables: what the row says it rests on."""
    id: str = ""
    """Of facts coded from articles (see `fact_id`)."""
    review: Review = Review.UNREVIEWED


def fact_id(article_sha256: str, fact: ControlFact, spot: Span) -> str:
    """Id of a fact as it was coded, to which a person's decisions hold.

    Parameters
    ----------
    article_sha256 : str
    fact : ControlFact
    spot : Span
        Of the place's name in the sentence: what the name was resolved to may be corrected, and the id stays.

    Returns
    -------
    str
        ``f`` and twelve hex digits of the article, the sentence, the name in it, and what is said.
    """
    first = fact.evidence[0] if fact.evidence else Span(0, 0)
    return content_id("f", article_sha256, first.start, first.end, spot.start, spot.end, fact.kind, fact.side)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, told by one or more reports."""

    id: str
    anchor: str
    """Id of the report that lends the event its id and, by default, its fields."""
    reports: tuple[str, ...]
    event_type: EventType
    sub_event_type: SubEventType
    period: Period
    where: Where
    actor1: str | None
    actor2: str | None
    actor1_name: str | None
    actor2_name: str | None
    actor1_associates: tuple[str, ...]
    actor2_associates: tuple[str, ...]
    status: Status
    deaths: tuple[Loss, ...]
    wounded: tuple[Loss, ...]
    captured: tuple[Loss, ...]
    weapon: str | None
    object: str | None
    control_change: ControlChange | None
    n_sources: int
    n_camps: int
    basis: Basis
    confidence: float
    review: Review = Review.UNREVIEWED
    quote: str = ""
    """The anchor report's sentence."""
    outlets: tuple[str, ...] = ()
    merge_reason: str = ""
    part_of: tuple[str, ...] = ()
    """Ids of events of a period (a campaign, a battle of a week) that this one lies within, the shortest first."""
    part_reason: str = ""
    n_parts: int = 0
    """Number of events that lie within this one."""
