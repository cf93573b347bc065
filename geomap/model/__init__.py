"""Frozen values that pass between the stages; imports nothing else of geomap."""

from geomap.model.article import LANGUAGE_NAMES, Article, Rejection, Span
from geomap.model.codes import (
    ACLED_GEO_PRECISION,
    ACLED_TIME_PRECISION,
    EVENT_TYPE_OF,
    SUB_TYPE_RANK,
    UCDP_DATE_PRECISION,
    UCDP_WHERE_PRECISION,
    Attestation,
    Basis,
    ControlKind,
    DatePrecision,
    EventType,
    LossSide,
    MatchType,
    Modality,
    Precision,
    Review,
    Status,
    SubEventType,
    ToponymType,
)  # fmt: skip
from geomap.model.correction import CORRECTION_COLUMNS, Correction, Scope, correction_id, decided_on, problem_of
from geomap.model.ids import content_id, sha256_hex
from geomap.model.place import UNKNOWN_ADMIN, Admin, Mention, Place, Resolution, RunnerUp, unresolved
from geomap.model.report import ControlChange, ControlFact, Event, Loss, Period, Provenance, Report, Where, fact_id, status_of
from geomap.model.trace import Fate, Trace

__all__ = [
    "ACLED_GEO_PRECISION", "ACLED_TIME_PRECISION", "CORRECTION_COLUMNS", "EVENT_TYPE_OF", "LANGUAGE_NAMES", "SUB_TYPE_RANK", "UCDP_DATE_PRECISION", "UCDP_WHERE_PRECISION",
    "UNKNOWN_ADMIN", "Admin", "Article", "Attestation", "Basis", "ControlChange", "ControlFact", "ControlKind", "Correction", "DatePrecision",
    "Event", "EventType", "Fate", "Loss", "LossSide", "MatchType", "Mention", "Modality", "Period", "Place", "Precision", "Provenance",
    "Rejection", "Report", "Resolution", "Review", "RunnerUp", "Scope", "Span", "Status", "SubEventType", "ToponymType", "Trace", "Where",
    "content_id", "correction_id", "decided_on", "fact_id", "problem_of", "sha256_hex", "status_of", "unresolved",
]  # fmt: skip
