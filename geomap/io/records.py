"""Frozen values to plain records and back: the field names of the JSON-lines files, one function a direction and kind.

A record holds everything the value holds, so that what was written can be read back equal. `geomap.io.jsonl` writes and reads
the files.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from geomap.model import (
    ACLED_GEO_PRECISION,
    Admin,
    Article,
    Attestation,
    Basis,
    ControlChange,
    ControlFact,
    ControlKind,
    DatePrecision,
    Event,
    EventType,
    Loss,
    LossSide,
    MatchType,
    Mention,
    Modality,
    Period,
    Precision,
    Provenance,
    Report,
    Resolution,
    Review,
    RunnerUp,
    Span,
    Status,
    SubEventType,
    ToponymType,
    Where,
)  # fmt: skip

__all__ = [
    "article_from", "article_record", "control_fact_from", "control_fact_record", "event_from", "event_record", "losses_record",
    "mention_from", "mention_record", "report_from", "report_record",
]  # fmt: skip

Record = dict[str, Any]
_ADMIN = ("admin1", "admin2", "admin3", "admin1_pcode", "admin2_pcode", "admin3_pcode")


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]


# One object for equal spans and places, of which a run has many; `typed`, since 1, 1.0 and true are not the same here.
@lru_cache(maxsize=65_536, typed=True)
def _span_at(start: Any, end: Any) -> Span:
    if not (type(start) is int and type(end) is int):
        raise ValueError(f"a span is two whole numbers, not {[start, end]!r}")
    return Span(start, end)


def _to_span(pair: Any) -> Span:
    start, end = pair
    return _span_at(start, end)


def _to_spans(pairs: Any) -> tuple[Span, ...]:
    return tuple([_to_span(p) for p in pairs])


def _admin_record(admin: Admin) -> Record:
    return {name: getattr(admin, name) for name in _ADMIN}


_admin_of = lru_cache(maxsize=4_096, typed=True)(Admin)
_where_of = lru_cache(maxsize=16_384, typed=True)(Where)
_period_of = lru_cache(maxsize=16_384, typed=True)(Period)
# Members of an enumeration by value: a report has seven, and a run reads each of its reports twice.
_date_precision = lru_cache(maxsize=64, typed=True)(DatePrecision)
_precision = lru_cache(maxsize=64, typed=True)(Precision)
_event_type = lru_cache(maxsize=64, typed=True)(EventType)
_sub_event_type = lru_cache(maxsize=64, typed=True)(SubEventType)
_modality = lru_cache(maxsize=64, typed=True)(Modality)
_attestation = lru_cache(maxsize=64, typed=True)(Attestation)
_loss_side = lru_cache(maxsize=64, typed=True)(LossSide)
_review = lru_cache(maxsize=64, typed=True)(Review)


def _to_admin(r: Mapping[str, Any]) -> Admin:
    return _admin_of(*map(r.get, _ADMIN))


def _where_record(where: Where) -> Record:
    return {
        "place_id": where.place_id,
        "place": where.place,
        "feature_code": where.feature_code,
        "longitude": where.longitude,
        "latitude": where.latitude,
        "radius_km": where.radius_km,
        "precision": where.precision,
        "geo_precision": ACLED_GEO_PRECISION[where.precision] if where.precision else None,
        "country": where.country,
        **_admin_record(where.admin),
        "place_reason": where.reason,
    }


def _to_where(r: Mapping[str, Any]) -> Where:
    precision = _precision(r["precision"]) if r.get("precision") else None
    return _where_of(
        r["place_id"], r["place"], r["longitude"], r["latitude"], r.get("radius_km"), precision, r.get("country"),
        _to_admin(r), r.get("feature_code"), r.get("place_reason", ""),
    )  # fmt: skip


def _period_record(period: Period) -> Record:
    return {
        "date_start": period.date_start,
        "date_end": period.date_end,
        "ongoing": period.ongoing,
        "date_precision": period.date_precision,
    }


def _to_period(r: Mapping[str, Any]) -> Period:
    return _period_of(r["date_start"], r["date_end"], _date_precision(r["date_precision"]), r.get("ongoing", False))


def losses_record(losses: tuple[Loss, ...]) -> list[Record]:
    """Figures of killed, wounded or captured as plain records.

    Parameters
    ----------
    losses : tuple of Loss

    Returns
    -------
    list of dict
        Keys side, min, max, words, claimant, joint_with.
    """
    return [
        {"side": x.side, "min": x.min, "max": x.max, "words": x.words, "claimant": x.claimant, "joint_with": list(x.joint_with)}
        for x in losses
    ]


def _to_losses(rows: Any) -> tuple[Loss, ...]:
    return tuple(
        Loss(_loss_side(r["side"]), r["min"], r["max"], r["words"], r.get("claimant"), tuple(r.get("joint_with", ()))) for r in rows
    )


def _change_record(change: ControlChange | None) -> Record | None:
    if change is None:
        return None
    return {
        "place_id": change.place_id, "place": change.place, "from": change.side_from, "to": change.side_to, "kind": change.kind,
    }  # fmt: skip


def _to_change(r: Mapping[str, Any] | None) -> ControlChange | None:
    return None if r is None else ControlChange(r["place_id"], r["place"], r["from"], r["to"], ControlKind(r["kind"]))


def article_record(article: Article) -> Record:
    """An article as a line of ``articles.jsonl``.

    Parameters
    ----------
    article : Article

    Returns
    -------
    dict
        The fields of the article; spans as [start, end] in code points of ``text``.
    """
    a = article
    return {
        "id": a.id, "file": a.file, "sha256": a.sha256, "title": a.title, "outlet": a.outlet, "url": a.url,
        "archive_url": a.archive_url, "captured": a.captured, "language": a.language, "published": a.published,
        "published_precision": a.published_precision, "published_reason": a.published_reason,
        "published_candidates": list(a.published_candidates), "reprinted": a.reprinted,
        "headline": _span(a.headline), "dateline": _span(a.dateline), "paragraphs": _spans(a.paragraphs), "boilerplate": _spans(a.boilerplate), "duplicate_of": a.duplicate_of,
        "original_source": a.original_source, "translated_from": a.translated_from, "text": a.text,
    }  # fmt: skip


def article_from(r: Mapping[str, Any]) -> Article:
    """The article of a line of ``articles.jsonl``; the inverse of `article_record`."""
    return Article(
        id=r["id"], file=r["file"], sha256=r["sha256"], text=r["text"], title=r["title"], outlet=r["outlet"], url=r["url"],
        archive_url=r.get("archive_url"), captured=r.get("captured"), language=r["language"], published=r["published"],
        published_precision=DatePrecision(r["published_precision"]), published_reason=r["published_reason"],
        published_candidates=tuple(r.get("published_candidates", ())), reprinted=r.get("reprinted"),
        headline=_to_span(r["headline"]) if r["headline"] else None, dateline=_to_span(r["dateline"]) if r["dateline"] else None,
        paragraphs=_to_spans(r.get("paragraphs", ())), boilerplate=_to_spans(r["boilerplate"]),
        duplicate_of=r.get("duplicate_of"), original_source=r.get("original_source"), translated_from=r.get("translated_from"),
    )  # fmt: skip


def mention_record(mention: Mention) -> Record:
    """A mention as a line of ``mentions.jsonl``.

    Parameters
    ----------
    mention : Mention

    Returns
    -------
    dict
        Longitude and latitude are WGS84 degrees, null where the name is unresolved; ``reason`` says why.
    """
    m, r = mention, mention.resolution
    return {
        "id": m.id, "article": m.article, "start": m.span.start, "end": m.span.end, "text": m.text, "kind_word": m.kind_word,
        "toponym_type": m.toponym_type, "in_syria": m.in_syria, "place_id": r.place_id, "place": r.place,
        "feature_code": r.feature_code, "longitude": r.longitude, "latitude": r.latitude, "radius_km": r.radius_km,
        "precision": r.precision, "country": r.country, **_admin_record(r.admin), "match_type": r.match_type, "score": r.score,
        "reason": r.reason,
        "runners_up": [
            {"place_id": u.place_id, "place": u.place, "longitude": u.longitude, "latitude": u.latitude, "score": u.score, "reason": u.reason}
            for u in r.runners_up
        ],
    }  # fmt: skip


def mention_from(r: Mapping[str, Any]) -> Mention:
    """The mention of a line of ``mentions.jsonl``; the inverse of `mention_record`."""
    runners = tuple(RunnerUp(u["place_id"], u["place"], u["longitude"], u["latitude"], u["score"], u["reason"]) for u in r["runners_up"])
    precision = Precision(r["precision"]) if r["precision"] else None
    resolution = Resolution(
        r["place_id"], r["place"], r["feature_code"], r["longitude"], r["latitude"], r["radius_km"], precision, r.get("country"),
        _to_admin(r), MatchType(r["match_type"]), r["score"], r["reason"], runners,
    )  # fmt: skip
    return Mention(
        r["id"], r["article"], _to_span((r["start"], r["end"])), r["text"], ToponymType(r["toponym_type"]), r["in_syria"],
        resolution, r.get("kind_word"),
    )  # fmt: skip


def report_record(report: Report) -> Record:
    """A report as a line of ``reports.jsonl``.

    Parameters
    ----------
    report : Report

    Returns
    -------
    dict
        ``status`` and ``geo_precision`` (ACLED's) are derived; everything else stands as in the report.
    """
    r = report
    return {
        "id": r.id, "article": r.article, "evidence": _spans(r.evidence), "trigger": _span(r.trigger), "event_type": r.event_type,
        "sub_event_type": r.sub_event_type, **_period_record(r.period), "actor1": r.actor1, "actor2": r.actor2,
        "actor1_name": r.actor1_name, "actor2_name": r.actor2_name, "actor1_associates": list(r.actor1_associates),
        "actor2_associates": list(r.actor2_associates), **_where_record(r.where), "modality": r.modality,
        "attestation": r.attestation, "historical": r.historical, "status": r.status, "claimant": r.claimant,
        "source_affiliation": r.source_affiliation, "deaths": losses_record(r.deaths), "wounded": losses_record(r.wounded),
        "captured": losses_record(r.captured), "weapon": r.weapon, "object": r.object,
        "control_change": _change_record(r.control_change), "confidence": r.confidence, "review": r.review,
        "provenance": {
            name: {"spans": _spans(p.spans), "rule": p.rule, "row": p.row} for name, p in sorted(r.provenance.items())
        },
    }  # fmt: skip


def report_from(r: Mapping[str, Any]) -> Report:
    """The report of a line of ``reports.jsonl``; the inverse of `report_record`."""
    return Report(
        id=r["id"], article=r["article"], evidence=_to_spans(r["evidence"]), trigger=_to_span(r["trigger"]),
        event_type=_event_type(r["event_type"]), sub_event_type=_sub_event_type(r["sub_event_type"]), period=_to_period(r),
        where=_to_where(r), actor1=r["actor1"], actor2=r["actor2"], actor1_name=r["actor1_name"], actor2_name=r["actor2_name"],
        actor1_associates=tuple(r["actor1_associates"]), actor2_associates=tuple(r["actor2_associates"]),
        modality=_modality(r["modality"]), attestation=_attestation(r["attestation"]), historical=r["historical"],
        claimant=r["claimant"], source_affiliation=r["source_affiliation"], deaths=_to_losses(r["deaths"]),
        wounded=_to_losses(r["wounded"]), captured=_to_losses(r["captured"]), weapon=r["weapon"], object=r["object"],
        control_change=_to_change(r["control_change"]), confidence=r["confidence"],
        provenance={name: Provenance(_to_spans(p["spans"]), p["rule"], p["row"]) for name, p in r["provenance"].items()},
        review=_review(r.get("review", Review.UNREVIEWED)),
    )  # fmt: skip


def control_fact_record(fact: ControlFact) -> Record:
    """A control fact as a line of ``control_facts.jsonl``.

    Parameters
    ----------
    fact : ControlFact

    Returns
    -------
    dict
    """
    f = fact
    return {
        "id": f.id, **_where_record(f.where), "side": f.side, "kind": f.kind, "from_side": f.side_from, **_period_record(f.period),
        "status": f.status, "claimant": f.claimant, "article": f.article, "evidence": _spans(f.evidence), "source": f.source,
        "review": f.review,
    }  # fmt: skip


def control_fact_from(r: Mapping[str, Any]) -> ControlFact:
    """The fact of a line of ``control_facts.jsonl``; the inverse of `control_fact_record`."""
    return ControlFact(
        _to_where(r), r["side"], ControlKind(r["kind"]), r["from_side"], _to_period(r), Status(r["status"]), r["claimant"],
        r["article"], _to_spans(r["evidence"]), r.get("source"), r.get("id", ""), Review(r.get("review", Review.UNREVIEWED)),
    )  # fmt: skip


def event_record(event: Event) -> Record:
    """A merged event as a line of an ``events.jsonl``, nested where the event is.

    Parameters
    ----------
    event : Event

    Returns
    -------
    dict
        ``reports`` lists the ids of the reports that tell of it.
    """
    e = event
    return {
        "id": e.id, "anchor": e.anchor, "reports": list(e.reports), "n_reports": len(e.reports), "event_type": e.event_type,
        "sub_event_type": e.sub_event_type, **_period_record(e.period), "actor1": e.actor1, "actor2": e.actor2,
        "actor1_name": e.actor1_name, "actor2_name": e.actor2_name, "actor1_associates": list(e.actor1_associates),
        "actor2_associates": list(e.actor2_associates), **_where_record(e.where), "status": e.status,
        "deaths": losses_record(e.deaths), "wounded": losses_record(e.wounded), "captured": losses_record(e.captured),
        "weapon": e.weapon, "object": e.object, "control_change": _change_record(e.control_change), "n_sources": e.n_sources,
        "n_camps": e.n_camps, "basis": e.basis, "review": e.review, "confidence": e.confidence, "quote": e.quote,
        "outlets": list(e.outlets), "merge_reason": e.merge_reason, "part_of": list(e.part_of), "part_reason": e.part_reason, "n_parts": e.n_parts,
    }  # fmt: skip


def event_from(r: Mapping[str, Any]) -> Event:
    """The event of a line of ``events.jsonl``; the inverse of `event_record`."""
    return Event(
        id=r["id"], anchor=r["anchor"], reports=tuple(r["reports"]), event_type=EventType(r["event_type"]),
        sub_event_type=SubEventType(r["sub_event_type"]), period=_to_period(r), where=_to_where(r), actor1=r["actor1"],
        actor2=r["actor2"], actor1_name=r["actor1_name"], actor2_name=r["actor2_name"],
        actor1_associates=tuple(r["actor1_associates"]), actor2_associates=tuple(r["actor2_associates"]),
        status=Status(r["status"]), deaths=_to_losses(r["deaths"]), wounded=_to_losses(r["wounded"]),
        captured=_to_losses(r["captured"]), weapon=r["weapon"], object=r["object"],
        control_change=_to_change(r["control_change"]), n_sources=r["n_sources"], n_camps=r["n_camps"], basis=Basis(r["basis"]),
        confidence=r["confidence"], review=Review(r["review"]), quote=r["quote"], outlets=tuple(r["outlets"]),
        merge_reason=cast("str", r["merge_reason"]), part_of=tuple(r.get("part_of", ())), part_reason=r.get("part_reason", ""),
        n_parts=r.get("n_parts", 0),
    )  # fmt: skip
