"""Score a run against annotations made by hand: what was found, and of what was found, how much is right.

Toponyms: each literal mention inside Syria, the country's own name apart, is asked for; a claim finds it if the two overlap and the claim
is at most forty characters longer. Events: a report finds an event if the event type agrees, the place does (within the event's
tolerance; where it has no point, by the evidence), and either a fifth of the report's evidence lies in the annotated sentences or sub-type
and date agree. One report, one event; of all ways to pair them the one that agrees best is taken (Hungarian method). Events that the
annotator marked "judgement" count neither way, nor do reports paired with them. All other figures are asked of the pairs.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geomap.errors import InputError
from geomap.io.jsonl import read_articles_jsonl, read_mentions, read_reports
from geomap.model import Mention, Report, Span, ToponymType
from geomap.pipeline.gold import GoldArticle, GoldEvent, GoldPlace, read_gold
from geomap.places.geometry import distance_km
from geomap.tables.actors import Actors, load_actors

__all__ = ["Evaluation", "Score", "evaluate"]

FIELDS = ("sub_type", "actor_pair", "date", "status")
_LONGER = 40
_SAME_SENTENCE = 0.2
_MUTUAL = frozenset({"Armed clash", "Agreement", "Non-violent transfer of territory"})
_WEIGHT = {"place": 1.0, "sub_type": 1.0, "date": 1.0, "evidence": 1.0, "actor_pair": 1.0, "status": 0.25}
_SURE = 0.001
"""A sure event goes before a judgement call that agrees as well."""


@dataclass(frozen=True, slots=True)
class Score:
    """Right ones, missed ones and false ones of a kind."""

    right: int
    missed: int
    false: int

    @property
    def precision(self) -> float | None:
        """Share of what was claimed that is right; None if nothing was claimed."""
        return self.right / (self.right + self.false) if self.right + self.false else None

    @property
    def recall(self) -> float | None:
        """Share of what was asked for that was found; None if nothing was asked for."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; None if nothing was asked for or claimed."""
        total = 2 * self.right + self.missed + self.false
        return 2 * self.right / total if total else None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of a run."""

    articles: int
    without_output: tuple[str, ...]
    """Annotated articles of which the run has nothing."""
    toponyms: Score
    resolved: tuple[int, int]
    """Of the toponyms found: within tolerance of the annotated point, and how many have one."""
    events: Score
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By field: right among the pairs, and how many pairs."""


def evaluate(gold: Path, run: Path, *, actors: Path | None = None) -> Evaluation:
    """Score the folder of a run against a folder of annotations.

    Parameters
    ----------
    gold : Path
        One ``<article>.json`` for each article (see `read_gold`).
    run : Path
        Written by ``geomap run`` or ``geomap extract``.
    actors : Path, optional
        The table of actors the run was made with; the bundled one by default.

    Returns
    -------
    Evaluation

    Raises
    ------
    InputError
        Annotations or output that cannot be read, no article in common, or an article whose bytes are not the annotated ones.
    """
    annotated = read_gold(gold)
    articles = {a.id: a for a in read_articles_jsonl(run / "articles.jsonl")}
    mentions, reports = read_mentions(run / "mentions.jsonl"), read_reports(run / "reports.jsonl")
    lost = tuple(g.id for g in annotated if g.id not in articles)
    if len(lost) == len(annotated):
        raise InputError(f"{run}: none of the {len(annotated)} annotated articles ({lost[0]}, ...) is in this run; name annotations like articles")
    for g in annotated:
        if g.sha256 and g.id in articles and articles[g.id].sha256 != g.sha256:
            raise InputError(f"{gold / g.id}.json: made for other bytes than {articles[g.id].file} has (sha256); its offsets would be off")
    topo, placed, found, fields = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    table = load_actors(actors)
    for g in annotated:
        _count_toponyms(g.places, [m for m in mentions if m.article == g.id], topo, placed)
        _count_events(g, [r for r in reports if r.article == g.id], table, found, fields)
    return Evaluation(
        len(annotated), lost, Score(topo["right"], topo["missed"], topo["false"]), (placed["right"], placed["asked"]),
        Score(found["right"], found["missed"], found["false"]), {k: (fields[k], found["right"]) for k in FIELDS},
    )  # fmt: skip


# -- toponyms --------------------------------------------------------------------------------------------------------


def _common(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _claims(mention: Mention) -> bool:
    return mention.toponym_type is ToponymType.LITERAL and mention.in_syria is not False


def _count_toponyms(places: Sequence[GoldPlace], mentions: Sequence[Mention], topo: Counter[str], placed: Counter[str]) -> None:
    wanted = [p for p in places if p.in_syria and p.literal and p.kind != "country"]
    free = [p.span for p in places if p.in_syria and p.kind == "country"]
    abroad = [p.span for p in places if not p.in_syria]
    claims = sorted((m for m in mentions if _claims(m)), key=lambda m: m.span)
    pairs = sorted(
        (-_common(p.span, m.span) / (max(p.span.end, m.span.end) - min(p.span.start, m.span.start)), i, j)
        for i, p in enumerate(wanted)
        for j, m in enumerate(claims)
        if p.span.overlaps(m.span) and m.span.end - m.span.start <= p.span.end - p.span.start + _LONGER
    )
    found: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in found and j not in found.values():
            found[i] = j
    topo["right"] += len(found)
    topo["missed"] += len(wanted) - len(found)
    for j, m in enumerate(claims):
        pardoned = any(s.overlaps(m.span) for s in free) or (not m.in_syria and any(s.overlaps(m.span) for s in abroad))
        topo["false"] += j not in found.values() and not pardoned
    for i, j in found.items():
        point, at = wanted[i].point, claims[j].resolution
        if point is not None:
            placed["asked"] += 1
            known = at.longitude is not None and at.latitude is not None
            placed["right"] += known and distance_km(*point, at.longitude or 0.0, at.latitude or 0.0) <= wanted[i].tolerance_km


# -- events ----------------------------------------------------------------------------------------------------------


def _count_events(gold: GoldArticle, reports: Sequence[Report], actors: Actors, found: Counter[str], fields: Counter[str]) -> None:
    reports = sorted(reports, key=lambda r: (r.evidence, r.id))
    agreed = [[_agreement(e, r, actors) for r in reports] for e in gold.events]
    pairs = _pairs(gold.events, agreed)
    spare = set(range(len(reports))) - set(pairs.values())
    for i, event in enumerate(gold.events):
        if not event.sure and i not in pairs:  # the same act coded as another type counts neither way
            twin = next((j for j in sorted(spare) if _nearness(event, reports[j]) and _share(event, reports[j])), None)
            spare.discard(-1 if twin is None else twin)
        elif event.sure and i not in pairs:
            found["missed"] += 1
        elif event.sure:
            found["right"] += 1
            right = agreed[i][pairs[i]] or {}
            fields.update({k: 1 for k in FIELDS if right[k] == 1})
    found["false"] += len(spare)


def _pairs(events: Sequence[GoldEvent], agreed: Sequence[Sequence[Mapping[str, float] | None]]) -> dict[int, int]:
    """The pairs {event: report} that agree best overall."""
    if not events or not agreed[0]:
        return {}
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    weight = np.array([[sum(_WEIGHT[k] * c[k] for k in _WEIGHT) + _SURE * e.sure if c else 0.0 for c in row] for e, row in zip(events, agreed, strict=True)])
    rows, columns = linear_sum_assignment(weight, maximize=True)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if weight[i, j] > 0}


def _share(event: GoldEvent, report: Report) -> float:
    """The part of a report's evidence that lies in the annotated sentences."""
    length = sum(s.end - s.start for s in report.evidence)
    return min(1.0, sum(_common(a, b) for a in event.evidence for b in report.evidence) / length) if length else 0.0


def _nearness(event: GoldEvent, report: Report) -> float:
    """1 at the annotated point, 0.5 at the edge of its tolerance, 0 beyond."""
    if not event.points:
        return 0.5 if _share(event, report) >= _SAME_SENTENCE else 0.0
    if report.where.longitude is None or report.where.latitude is None:
        return 0.0
    km = min(distance_km(*p, report.where.longitude, report.where.latitude) for p in event.points)
    return 1 - 0.5 * km / event.tolerance_km if km <= event.tolerance_km else 0.0


def _agreement(event: GoldEvent, report: Report, actors: Actors) -> dict[str, float] | None:
    """Field by field, 0 to 1; None if the report cannot be of this event."""
    place, share = _nearness(event, report), _share(event, report)
    sub_type, date = float(str(report.sub_event_type) in event.sub_types), _date(event, report)
    told = share >= _SAME_SENTENCE or (sub_type and date)
    if str(report.event_type) not in event.types or not place or not told:
        return None
    pair = _actor_pair(event, report, actors)
    return {"place": place, "sub_type": sub_type, "date": date, "evidence": share, "actor_pair": pair, "status": float(str(report.status) in event.statuses)}


def _date(event: GoldEvent, report: Report) -> float:
    """1 the annotated time, 0.5 another that meets it, 0 otherwise."""
    period = report.period
    if period.date_start is None:
        return float(None in event.starts)
    start = dt.date.fromisoformat(period.date_start)
    end = dt.date.fromisoformat(period.date_end) if period.date_end else start
    return max((_time(event.date_precision, s, e or s, start, end) for s in event.starts if s for e in event.ends), default=0.0)


def _time(precision: str, wanted: dt.date, wanted_end: dt.date, start: dt.date, end: dt.date) -> float:
    pad = dt.timedelta(0)
    if precision == "month":
        wanted, wanted_end = wanted.replace(day=1), (wanted_end.replace(day=28) + dt.timedelta(4)).replace(day=1) - dt.timedelta(1)
    elif precision == "year":
        wanted, wanted_end = wanted.replace(month=1, day=1), wanted_end.replace(month=12, day=31)
    elif precision != "day":
        pad = dt.timedelta(7)
    right = (start, end) == (wanted, wanted_end) if precision == "day" else wanted - pad <= start <= end <= wanted_end + pad
    return 1.0 if right else 0.5 if start <= wanted_end + pad and end >= wanted - pad else 0.0


def _actor_pair(event: GoldEvent, report: Report, actors: Actors) -> float:
    """1 both sides right, 0.5 both at least of the right side; the order is free where neither strikes the other."""
    straight = min(_close(event.actors1, report.actor1, actors), _close(event.actors2, report.actor2, actors))
    if event.sub_types[0] not in _MUTUAL:
        return straight
    return max(straight, min(_close(event.actors1, report.actor2, actors), _close(event.actors2, report.actor1, actors)))


def _close(wanted: Sequence[str | None], got: str | None, actors: Actors) -> float:
    return max(_alike(name, got, actors) for value in wanted for name in (value.split("; ") if value else [None]))


def _alike(wanted: str | None, got: str | None, actors: Actors) -> float:
    """1 the same actor or one the other's parent, 0.5 of one side, 0 otherwise."""
    one, other = _id(wanted, actors), _id(got, actors)
    if one == other:
        return 1.0
    if one is None or other is None:
        return 0.0
    if one in actors.line(other) or other in actors.line(one):
        return 1.0
    side = actors.side(one)
    return 0.5 if side is not None and side == actors.side(other) else 0.0


def _id(name: str | None, actors: Actors) -> str | None:
    """Id of an actor named by id, name or alias; an unknown one stays itself."""
    if name is None or name in actors.by_id:
        return name
    low = name.strip().lower().replace("’", "'")
    return next((a.id for a in actors.by_id.values() if low in (n.lower() for n in a.aliases)), low)
