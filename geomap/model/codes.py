"""Closed vocabularies: ACLED's event types, precisions, statuses.

The event types and their hierarchy follow the ACLED codebook; the scales of `Precision` and `DatePrecision` are geomap's own,
from which ACLED's (1-3) and UCDP's (1-7, 1-5) are derived.
"""

from enum import StrEnum

__all__ = [
    "ACLED_GEO_PRECISION", "ACLED_TIME_PRECISION", "EVENT_TYPE_OF", "SUB_TYPE_RANK", "UCDP_DATE_PRECISION", "UCDP_WHERE_PRECISION",
    "Attestation", "Basis", "ControlKind", "DatePrecision", "EventType", "LossSide", "MatchType", "Modality", "Precision", "Review",
    "Status", "SubEventType", "ToponymType",
]  # fmt: skip


class EventType(StrEnum):
    """ACLED's six event types."""

    BATTLES = "Battles"
    EXPLOSIONS = "Explosions/Remote violence"
    CIVILIANS = "Violence against civilians"
    PROTESTS = "Protests"
    RIOTS = "Riots"
    STRATEGIC = "Strategic developments"


class SubEventType(StrEnum):
    """ACLED's twenty-five sub-event types, in the order of its hierarchy: the highest that fits is coded."""

    GOVERNMENT_REGAINS = "Government regains territory"
    NON_STATE_OVERTAKES = "Non-state actor overtakes territory"
    ARMED_CLASH = "Armed clash"
    EXCESSIVE_FORCE = "Excessive force against protesters"
    PROTEST_INTERVENTION = "Protest with intervention"
    PEACEFUL_PROTEST = "Peaceful protest"
    VIOLENT_DEMONSTRATION = "Violent demonstration"
    MOB_VIOLENCE = "Mob violence"
    CHEMICAL_WEAPON = "Chemical weapon"
    AIR_STRIKE = "Air/drone strike"
    SUICIDE_BOMB = "Suicide bomb"
    SHELLING = "Shelling/artillery/missile attack"
    REMOTE_EXPLOSIVE = "Remote explosive/landmine/IED"
    GRENADE = "Grenade"
    SEXUAL_VIOLENCE = "Sexual violence"
    ATTACK = "Attack"
    ABDUCTION = "Abduction/forced disappearance"
    AGREEMENT = "Agreement"
    ARRESTS = "Arrests"
    CHANGE_TO_GROUP = "Change to group/activity"
    DISRUPTED_WEAPONS = "Disrupted weapons use"
    BASE_ESTABLISHED = "Headquarters or base established"
    LOOTING = "Looting/property destruction"
    NON_VIOLENT_TRANSFER = "Non-violent transfer of territory"
    OTHER = "Other"


SUB_TYPE_RANK = {sub: rank for rank, sub in enumerate(SubEventType)}
"""Place in ACLED's hierarchy; 0 wins over all others."""

_S = SubEventType
EVENT_TYPE_OF: dict[SubEventType, EventType] = {
    **dict.fromkeys((_S.GOVERNMENT_REGAINS, _S.NON_STATE_OVERTAKES, _S.ARMED_CLASH), EventType.BATTLES),
    **dict.fromkeys((_S.EXCESSIVE_FORCE, _S.PROTEST_INTERVENTION, _S.PEACEFUL_PROTEST), EventType.PROTESTS),
    **dict.fromkeys((_S.VIOLENT_DEMONSTRATION, _S.MOB_VIOLENCE), EventType.RIOTS),
    **dict.fromkeys(
        (_S.CHEMICAL_WEAPON, _S.AIR_STRIKE, _S.SUICIDE_BOMB, _S.SHELLING, _S.REMOTE_EXPLOSIVE, _S.GRENADE), EventType.EXPLOSIONS
    ),
    **dict.fromkeys((_S.SEXUAL_VIOLENCE, _S.ATTACK, _S.ABDUCTION), EventType.CIVILIANS),
    **dict.fromkeys(
        (
            _S.AGREEMENT, _S.ARRESTS, _S.CHANGE_TO_GROUP, _S.DISRUPTED_WEAPONS, _S.BASE_ESTABLISHED, _S.LOOTING,
            _S.NON_VIOLENT_TRANSFER, _S.OTHER,
        ),
        EventType.STRATEGIC,
    ),
}  # fmt: skip


class Precision(StrEnum):
    """How exactly a place is known, from a named point to a whole country."""

    EXACT = "exact"
    NEAR = "near"
    ADMIN3 = "admin3"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    LINE = "line"
    AREA = "area"
    COUNTRY = "country"


ACLED_GEO_PRECISION = {
    Precision.EXACT: 1, Precision.NEAR: 2, Precision.ADMIN3: 2, Precision.ADMIN2: 2, Precision.ADMIN1: 3, Precision.LINE: 3,
    Precision.AREA: 3, Precision.COUNTRY: 3,
}  # fmt: skip
UCDP_WHERE_PRECISION = {
    Precision.EXACT: 1, Precision.NEAR: 2, Precision.ADMIN3: 3, Precision.ADMIN2: 3, Precision.ADMIN1: 4, Precision.LINE: 5,
    Precision.AREA: 5, Precision.COUNTRY: 6,
}  # fmt: skip


class DatePrecision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


ACLED_TIME_PRECISION = {DatePrecision.DAY: 1, DatePrecision.WEEK: 2, DatePrecision.MONTH: 3, DatePrecision.YEAR: 3}
UCDP_DATE_PRECISION = {DatePrecision.DAY: 1, DatePrecision.WEEK: 3, DatePrecision.MONTH: 4, DatePrecision.YEAR: 5}


class ToponymType(StrEnum):
    """What a place name stands for in its sentence."""

    LITERAL = "literal"
    METONYMIC = "metonymic"
    ASSOCIATIVE = "associative"


class MatchType(StrEnum):
    """How a name was matched to a gazetteer, best first."""

    EXACT = "exact"
    ALTERNATE = "alternate"
    FOLDED = "folded"
    SKELETON = "skeleton"
    NEAR = "near"
    RELATIVE = "relative"
    CONTAINING = "containing"
    NONE = "none"


class Modality(StrEnum):
    """Whether the act has happened."""

    ACTUAL = "actual"
    PLANNED = "planned"
    THREATENED = "threatened"
    CONDITIONAL = "conditional"
    NEGATED = "negated"


class Attestation(StrEnum):
    """How the act is vouched for."""

    REPORTED = "reported"
    CLAIMED = "claimed"
    DISPUTED = "disputed"
    DENIED = "denied"


class Status(StrEnum):
    """One word for readers, derived from modality, attestation and history (see `geomap.model.report.status_of`)."""

    REPORTED = "reported"
    CLAIMED = "claimed"
    PLANNED = "planned"
    THREATENED = "threatened"
    DENIED = "denied"
    HISTORICAL = "historical"


class LossSide(StrEnum):
    """Whose loss a figure is."""

    ACTOR1 = "actor1"
    ACTOR2 = "actor2"
    CIVILIANS = "civilians"
    UNKNOWN = "unknown"


class ControlKind(StrEnum):
    """What a statement says of who holds a place."""

    STATE = "state"
    CHANGE = "change"
    CONTESTED = "contested"
    BESIEGED = "besieged"


class Basis(StrEnum):
    """On whose word an event rests, counted over distinct original sources."""

    OWN_SIDE_ONLY = "own-side-only"
    ONE_CAMP = "one-camp"
    SEVERAL_CAMPS = "several-camps"
    AGAINST_INTEREST = "against-interest"
    INDEPENDENT = "independent"


class Review(StrEnum):
    """What a person has said of a coded item."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    DISPUTED = "disputed"
