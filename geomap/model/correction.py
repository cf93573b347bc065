"""A person's decision on what was coded: to what it belongs, which field it sets, and the values a field takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from geomap.model.codes import (
    Attestation,
    ControlKind,
    EventType,
    Modality,
    Review,
    Status,
    SubEventType,
    ToponymType,
)  # fmt: skip
from geomap.model.correction_values import (
    anchor_value,
    change_value,
    date_value,
    losses_value,
    names_value,
    place_value,
    yes_value,
)  # fmt: skip
from geomap.model.ids import content_id

__all__ = ["CORRECTION_COLUMNS", "FIELDS", "NAME_SCOPES", "NONE", "Correction", "Scope", "correction_id", "decided_on", "problem_of", "value_of"]

CORRECTION_COLUMNS = ("id", "article_sha256", "start", "end", "report_id", "scope", "field", "old", "new", "why", "by", "made_on")
NONE = "none"
"""The value of `new` that takes away what was coded."""
_TEXT_CHARS = 2_000
_HEX = frozenset("0123456789abcdef")


class Scope(StrEnum):
    """How far a decision reaches."""

    MENTION = "mention"
    NAME_IN_ARTICLE = "name-in-article"
    NAME_IN_OUTLET = "name-in-outlet"
    NAME = "name"
    REPORT = "report"
    EVENT = "event"
    ARTICLE = "article"
    CONTROL = "control"


NAME_SCOPES = (Scope.NAME_IN_ARTICLE, Scope.NAME_IN_OUTLET, Scope.NAME)
"""Rules for a name wherever it stands, narrow to wide; `old` holds the name as written (in an outlet: ``NAME @ OUTLET``)."""

_MENTION = {"place": "place", "in_syria": "yes-no", "toponym_type": "toponym_type"}
_ACT = {
    "review": "review", "event_type": "event_type", "sub_event_type": "sub_event_type", "actor1": "name", "actor2": "name",
    "actor1_associates": "names", "actor2_associates": "names", "place": "place", "date": "date", "status": "status",
    "deaths": "losses", "wounded": "losses", "captured": "losses", "weapon": "name", "object": "name", "control_change": "change",
    "merge": "anchor", "split": "apart",
}  # fmt: skip
FIELDS: Mapping[Scope, Mapping[str, str]] = {
    Scope.MENTION: _MENTION,
    Scope.NAME_IN_ARTICLE: _MENTION,
    Scope.NAME_IN_OUTLET: _MENTION,
    Scope.NAME: _MENTION,
    Scope.REPORT: {
        **_ACT, "modality": "modality", "attestation": "attestation", "historical": "yes-no", "claimant": "name", "add": "sub_event_type",
    },
    Scope.EVENT: _ACT,
    Scope.ARTICLE: {"published": "date", "outlet": "name", "not-coded": "yes-no", "review": "review"},
    Scope.CONTROL: {"review": "review", "place": "place", "side": "name", "from_side": "name", "kind": "kind", "date": "date", "status": "status"},
}  # fmt: skip
"""The fields a decision of each scope may set, and the form of their values (docs/corrections.md)."""

_WORDS: Mapping[str, type[StrEnum]] = {
    "event_type": EventType, "sub_event_type": SubEventType, "modality": Modality, "attestation": Attestation, "status": Status,
    "toponym_type": ToponymType, "kind": ControlKind,
}  # fmt: skip
_DECISIONS = (Review.ACCEPTED, Review.EDITED, Review.REJECTED, Review.DISPUTED)


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of ``corrections.csv``: a decision of a person. Every text is as written; `problem_of` says whether it can be used."""

    scope: Scope
    field: str
    new: str
    old: str = ""
    """What the machine said; in a rule for a name, the name."""
    article_sha256: str = ""
    start: int | None = None
    """First code point: of the mention, of the report's trigger, of a control fact's first sentence, of the words marked."""
    end: int | None = None
    """End, exclusive."""
    report_id: str = ""
    """Id of the report (of an event: of its anchor report), or of the control fact."""
    why: str = ""
    by: str = ""
    """Who decided; several are separated by semicolons."""
    made_on: str = ""
    """ISO day."""

    @property
    def id(self) -> str:
        """Short hash of the decision (see `correction_id`)."""
        return correction_id(self)


def decided_on(correction: Correction) -> tuple[str, ...]:
    """What a decision is about: two decisions with the same answer here and different `new` contradict each other.

    Parameters
    ----------
    correction : Correction

    Returns
    -------
    tuple of str
        Scope, field, and the anchor as far as the scope asks for one. Who decided, when, why and what the machine said play no part.
    """
    c = correction
    span = "" if c.start is None or c.end is None else f"{c.start}-{c.end}"
    anchors: dict[Scope, tuple[str, ...]] = {
        Scope.MENTION: (c.article_sha256, span),
        Scope.NAME_IN_ARTICLE: (c.article_sha256, c.old),
        Scope.NAME_IN_OUTLET: (c.old,),
        Scope.NAME: (c.old,),
        Scope.ARTICLE: (c.article_sha256,),
    }
    of_scope = anchors.get(c.scope, (c.article_sha256, span, c.report_id))
    # A report may be joined with several others: each joining is a decision of its own.
    return (c.scope.value, c.field, *of_scope, *((c.new,) if c.field == "merge" else ()))


def correction_id(correction: Correction) -> str:
    """Id of a decision: the same for two people who decide the same of the same thing, whoever they are and whenever they do.

    Parameters
    ----------
    correction : Correction

    Returns
    -------
    str
        ``k`` and twelve hex digits of what is decided on and the new value.
    """
    return content_id("k", *decided_on(correction), correction.new)


def problem_of(correction: Correction) -> str | None:
    """Why a decision cannot be used as it is written, or None.

    Parameters
    ----------
    correction : Correction

    Returns
    -------
    str or None
        What is wrong and what is expected. Whether the article, the actor or the place is known is not looked at here.
    """
    c = correction
    kinds = FIELDS[c.scope]
    if c.field not in kinds:
        return f"scope {c.scope} has no field {c.field!r}; known: {', '.join(sorted(kinds))}"
    return _anchor_problem(c) or _value_problem(kinds[c.field], c.new)


def _anchor_problem(c: Correction) -> str | None:
    needs_article = c.scope not in (Scope.NAME, Scope.NAME_IN_OUTLET)
    if (needs_article or c.article_sha256) and (len(c.article_sha256) != 64 or not _HEX.issuperset(c.article_sha256)):
        return f"article_sha256 {c.article_sha256!r} is no hash of 64 hex digits"
    if c.scope in NAME_SCOPES:
        if not c.old.strip():
            return "a rule for a name needs the name as written in the column old"
        if c.scope is Scope.NAME_IN_OUTLET and not all(p.strip() for p in c.old.rpartition(" @ ")[::2]):
            return f"old {c.old!r}: write a rule of an outlet as NAME @ OUTLET"
        return None
    if c.scope is Scope.ARTICLE:
        return None
    if c.start is None or c.end is None or not 0 <= c.start < c.end:
        return f"start and end ({c.start}, {c.end}) are no span; give code points of the article's text, end exclusive"
    return None


def _value_problem(kind: str, new: str) -> str | None:
    if not new.strip():
        return f"no new value; write {NONE!r} to take away what was coded"
    if len(new) > _TEXT_CHARS:
        return f"the new value has {len(new)} characters, more than {_TEXT_CHARS}"
    if kind in _WORDS:
        known = [str(w.value) for w in _WORDS[kind]]
        return None if new in known else f"{new!r} is none of {', '.join(known)}"
    if kind == "review":
        return None if new in _DECISIONS else f"{new!r} is none of {', '.join(_DECISIONS)}"
    if kind == "apart":
        return None if new == "apart" else f"{new!r}: write 'apart'"
    try:
        _READERS[kind](new)
    except ValueError as error:
        return str(error)
    return None


def value_of(correction: Correction) -> object:
    """The new value as it is meant, so that two spellings of one value are equal.

    Parameters
    ----------
    correction : Correction
        One that `problem_of` has nothing against.

    Returns
    -------
    object
        A place as id or (longitude, latitude), a `Period`, losses, a bool, a tuple, else text; None for ``none``.
    """
    kind = FIELDS[correction.scope][correction.field]
    if kind == "name":
        return None if correction.new == NONE else correction.new
    return _READERS[kind](correction.new) if kind in _READERS else correction.new


_READERS: Mapping[str, Callable[[str], object]] = {
    "place": place_value, "date": date_value, "losses": losses_value, "change": change_value, "anchor": anchor_value, "yes-no": yes_value,
    "names": names_value, "name": str,
}  # fmt: skip
