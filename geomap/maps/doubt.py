"""In what order a person should look at what a machine coded: doubt times consequence.

Doubt is what geomap itself is unsure of (confidence, the score of the place, how near its runners-up came, a date or a party that nobody
named); consequence is what an error would do on a map (deaths, who holds ground, what was hit). Neither claims to be a probability: they
put the reports that are most likely wrong and matter most at the head of the list, and the words say why a report stands there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from geomap.model import ControlFact, DatePrecision, Mention, Modality, Report, Resolution, Status

__all__ = ["Priority", "fact_priority", "place_mention", "report_priority"]

PROTECTED_OBJECTS = frozenset({"health", "school", "camp", "aid", "worship", "water", "market", "bakery", "prison"})
"""What international humanitarian law protects, or what readers act upon: an error there does most harm."""
_DATE_TRUST = {DatePrecision.DAY: 1.0, DatePrecision.WEEK: 0.9, DatePrecision.MONTH: 0.85, DatePrecision.YEAR: 0.8, DatePrecision.UNKNOWN: 0.6}
_NO_PLACE_TRUST = 0.5
_TOLD_PLACE_TRUST = 0.85  # a place that is told ("12 km north of X", "the town") has no name of its own
_CLOSE = 0.3  # what an equally good runner-up takes from the trust in a place
_FACT_TRUST = 0.8


@dataclass(frozen=True, slots=True)
class Priority:
    """Where an item stands in the list of a reviewer."""

    doubt: float
    """0 to 1."""
    consequence: float
    """1 and more."""
    why: tuple[str, ...]
    """Words for the reviewer."""

    @property
    def rank(self) -> float:
        """The larger, the earlier."""
        return self.doubt * self.consequence


def place_mention(report: Report, mentions: Mapping[tuple[int, int], Mention]) -> Mention | None:
    """The mention that gave a report its place.

    Parameters
    ----------
    report : Report
    mentions : mapping
        (start, end) to mention, of the report's article.

    Returns
    -------
    Mention or None
        Of words that mean a place named before ("the town"), the name nearest before them. None where the place was told by its position
        to others ("12 km north of X"), or where there is none.
    """
    spans = report.provenance["where"].spans if "where" in report.provenance else ()
    found = [m for s in spans if (m := mentions.get((s.start, s.end)))]
    same = [m for m in found if m.resolution.place_id == report.where.place_id]
    if found or not spans or report.where.place_id is None:
        return next(iter(same or found), None)
    before = [m for m in mentions.values() if m.span.end <= spans[0].start and m.resolution.place_id == report.where.place_id]
    return max(before, key=lambda m: m.span, default=None)


def _closeness(resolution: Resolution) -> float:
    """0 no runner-up, 1 one that scored as high as the choice."""
    best = max((u.score for u in resolution.runners_up), default=0.0)
    return min(1.0, best / resolution.score) if resolution.score else float(bool(resolution.runners_up))


def _place_trust(report: Report, mention: Mention | None, why: list[str]) -> float:
    if report.where.longitude is None:
        why.append("no place")
        return _NO_PLACE_TRUST
    if mention is None:
        return _TOLD_PLACE_TRUST
    near = _closeness(mention.resolution)
    if mention.resolution.runners_up:
        n = len(mention.resolution.runners_up)
        why.append(f"{n} other {'place' if n == 1 else 'places'} of that name")
    if mention.resolution.score < 0.8:
        why.append(f"place {round(100 * mention.resolution.score)} % sure")
    spans = report.provenance["where"].spans if "where" in report.provenance else ()
    told = 1.0 if mention.span in spans else _TOLD_PLACE_TRUST
    return mention.resolution.score * (1 - _CLOSE * near) * told


def _party_trust(report: Report, why: list[str]) -> float:
    if report.actor1_name or report.actor1:
        return 1.0
    why.append("no initiator named")
    return 0.85


def report_priority(report: Report, mention: Mention | None) -> Priority:
    """Doubt and consequence of a report.

    Parameters
    ----------
    report : Report
    mention : Mention or None
        Of its place, as from `place_mention`.

    Returns
    -------
    Priority
    """
    why: list[str] = []
    if report.confidence < 0.8:
        why.append(f"coded with {round(100 * report.confidence)} % confidence")
    trust = report.confidence * _place_trust(report, mention, why) * _party_trust(report, why) * _DATE_TRUST[report.period.date_precision]
    if report.period.date_start is None:
        why.append("no date")
    deaths = sum(loss.max or loss.min or 0 for loss in report.deaths)
    consequence = 1.0 + log2(1 + max(0, deaths)) / 2
    if deaths:
        why.append(f"{deaths} killed")
    if report.control_change is not None:
        consequence += 2
        why.append("changes who holds ground")
    if report.object in PROTECTED_OBJECTS:
        consequence += 1
        why.append(f"hit: {report.object}")
    if report.historical or report.modality is not Modality.ACTUAL:
        consequence /= 2
    return Priority(round(1 - min(1.0, max(0.0, trust)), 4), round(consequence, 4), tuple(why))


def fact_priority(fact: ControlFact) -> Priority:
    """Doubt and consequence of a control fact; it moves an area of the map once it is accepted.

    Parameters
    ----------
    fact : ControlFact

    Returns
    -------
    Priority
    """
    trust = _FACT_TRUST * _DATE_TRUST[fact.period.date_precision] * (1.0 if fact.status is Status.REPORTED else 0.9)
    why = [f"{fact.kind.value}: who holds ground"]
    if fact.where.longitude is None:
        why.append("no place")
        trust *= _NO_PLACE_TRUST
    return Priority(round(1 - trust, 4), 3.0, tuple(why))
