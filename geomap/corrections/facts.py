"""Decisions on control facts; and what a decision on an act says of the change of hands coded from it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from geomap.corrections.anchors import span_of
from geomap.corrections.edit import NOT_EDITS, edit_fact, present_value
from geomap.corrections.lookup import Lookup
from geomap.corrections.outcome import Outcome, Question, Unfit
from geomap.corrections.reports import judge, review_of_articles
from geomap.model import Article, ControlFact, ControlKind, Correction, Precision, Report, Review, Scope, Status, fact_id

__all__ = ["apply_to_facts"]

_VOUCHED = (Review.ACCEPTED, Review.EDITED)
_POINT = (Precision.EXACT, Precision.NEAR)
Key = tuple[str, object, str | None]


def apply_to_facts(
    facts: Sequence[ControlFact], reports: tuple[Sequence[Report], Sequence[Report]], articles: Mapping[str, Article],
    corrections: Sequence[Correction], lookup: Lookup,
) -> tuple[tuple[ControlFact, ...], Outcome]:  # fmt: skip
    """Control facts as people decided.

    Parameters
    ----------
    facts : sequence of ControlFact
        As they were coded, with their ids.
    reports : (sequence of Report, sequence of Report)
        Before and after `geomap.corrections.reports.apply_to_reports`. A change of hands goes with the act from which it was coded:
        accepting, correcting or rejecting the report does the same to the fact, unless the fact has a decision of its own.
    articles : mapping of str to Article
        By id.
    corrections : sequence of Correction
        Usable ones, of any scope.
    lookup : Lookup

    Returns
    -------
    tuple
        All facts, in the order given, then those of acts that people added; and what became of the decisions of scope ``control``.
    """
    own, unfit = _rows(facts, articles, corrections)
    whole = review_of_articles(corrections)
    after = {r.id: r for r in reports[1]}
    act_of = {_key(r.article, r.evidence, r.where.place_id): after[r.id] for r in reports[0] if r.control_change and r.id in after}
    reached: list[tuple[str, str]] = []
    questions: list[Question] = []
    made: list[ControlFact] = []
    for fact in facts:
        act = act_of.get(_key(fact.article or "", fact.evidence, fact.where.place_id)) if fact.kind is ControlKind.CHANGE else None
        base = fact if act is None or act.review is Review.UNREVIEWED else _as_told(fact, act)
        rows = own.get(fact.id, [])
        if not any(c.field == "review" for c in rows) and base.review is Review.UNREVIEWED:
            rows = [*rows, *whole.get(_hash(fact, articles), [])]
        if not rows:
            made.append(base)
            continue
        judged = judge(fact.id, rows, {c.field: present_value(base, c.field) for c in rows}, lookup)
        reached += judged.reached
        questions += judged.questions
        unfit += judged.unfit
        edits = {n: c for n, c in judged.decisions.items() if n not in NOT_EDITS}
        made.append(replace(edit_fact(base, edits, lookup), review=judged.review(base.review)))
    made += _of_added_acts(reports, made, articles)
    return tuple(made), Outcome(tuple(reached), tuple(unfit), tuple(questions))


def _hash(fact: ControlFact, articles: Mapping[str, Article]) -> str:
    article = articles.get(fact.article or "")
    return article.sha256 if article else ""


def _key(article: str, evidence: object, place_id: str | None) -> Key:
    return article, evidence, place_id


def _rows(facts: Sequence[ControlFact], articles: Mapping[str, Article], corrections: Sequence[Correction]) -> tuple[dict[str, list[Correction]], list[Unfit]]:
    by_hash: dict[str, list[ControlFact]] = defaultdict(list)
    for fact in facts:
        by_hash[_hash(fact, articles)].append(fact)
    present = {a.sha256 for a in articles.values()}
    rows: dict[str, list[Correction]] = defaultdict(list)
    unfit = []
    for c in corrections:
        if c.scope is not Scope.CONTROL:
            continue
        found = _find(by_hash.get(c.article_sha256, []), c, c.article_sha256 in present)
        if isinstance(found, str):
            unfit.append(Unfit(c.id, found))
        else:
            rows[found.id].append(c)
    return rows, unfit


def _find(listed: Sequence[ControlFact], c: Correction, read: bool) -> ControlFact | str:
    if not read:
        return "no article with these bytes is read any more"
    same = next((f for f in listed if f.id == c.report_id), None)
    if same is not None:
        return same
    span = span_of(c)
    near = [f for f in listed if any(s.overlaps(span) for s in f.evidence)]
    if len(near) == 1:
        return near[0]
    if near:
        return f"{len(near)} control facts are told by the words at {span.start}-{span.end}, and none has the id {c.report_id or '(none given)'}"
    return f"the words at {span.start}-{span.end} are no longer coded as a control fact"


def _as_told(fact: ControlFact, act: Report) -> ControlFact:
    """The fact as the act now has it; an act that is no change of hands any more takes the fact with it."""
    if act.control_change is None:
        return replace(fact, review=Review.REJECTED)
    change = act.control_change
    side_from = change.side_from if change.side_from is not None else fact.side_from
    return replace(fact, where=act.where, period=act.period, side=change.side_to or fact.side, side_from=side_from, review=act.review)


def _of_added_acts(
    reports: tuple[Sequence[Report], Sequence[Report]], facts: Sequence[ControlFact], articles: Mapping[str, Article]
) -> list[ControlFact]:
    """Facts of changes of hands that people coded and the machine did not."""
    coded = {r.id for r in reports[0] if r.control_change}
    known = {(f.article, f.where.place_id, f.side, f.period.date_start) for f in facts}
    made = []
    for r in reports[1]:
        change = r.control_change
        if change is None or change.side_to is None or r.id in coded or r.review not in _VOUCHED or r.where.precision not in _POINT:
            continue
        if (r.article, r.where.place_id, change.side_to, r.period.date_start) in known:
            continue
        fact = ControlFact(
            r.where, change.side_to, ControlKind.CHANGE, change.side_from, r.period, Status.CLAIMED, r.claimant or articles[r.article].outlet,
            r.article, r.evidence, review=r.review,
        )  # fmt: skip
        made.append(replace(fact, id=fact_id(articles[r.article].sha256, fact, r.trigger)))
    return made
