"""Decisions on reports: fields, review, and acts that the machine missed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from geomap.corrections.anchors import Reports, span_of
from geomap.corrections.edit import NOT_EDITS, at_odds, edit_report, present_value, unknown_place
from geomap.corrections.lookup import Lookup
from geomap.corrections.outcome import Outcome, Question, Unfit, apart, settle
from geomap.model import (
    EVENT_TYPE_OF,
    Article,
    Correction,
    DatePrecision,
    Period,
    Provenance,
    Report,
    Review,
    Scope,
    Span,
    SubEventType,
    Where,
    content_id,
)

__all__ = ["Judged", "apply_to_reports", "judge", "review_of_articles"]

_LINKS = ("merge", "split")
_SENTENCE_END = ".!?\n"


@dataclass(frozen=True, slots=True)
class Judged:
    """What is decided on one item, field by field."""

    decisions: Mapping[str, Correction]
    """Fields on which there is one decision."""
    questions: tuple[Question, ...]
    reached: tuple[tuple[str, str], ...]
    unfit: tuple[Unfit, ...]

    def review(self, otherwise: Review) -> Review:
        """The review state that follows: a question disputes, a rejection stands over edits, and edits over acceptance."""
        said = self.decisions.get("review")
        state = Review(said.new) if said else None
        if self.questions or state is Review.DISPUTED:
            return Review.DISPUTED
        if state is Review.REJECTED:
            return Review.REJECTED
        return Review.EDITED if set(self.decisions) - NOT_EDITS else state or otherwise


def judge(item: str, rows: Iterable[Correction], now: Mapping[str, str], lookup: Lookup) -> Judged:
    """Settle the decisions on one item.

    Parameters
    ----------
    item : str
        Its id.
    rows : iterable of Correction
    now : mapping of str to str
        What stands in each field, for questions.
    lookup : Lookup

    Returns
    -------
    Judged
    """
    by_field: dict[str, list[Correction]] = defaultdict(list)
    unfit: list[Unfit] = []
    for c in rows:
        why = unknown_place(c, lookup)
        if why is None:
            by_field[c.field].append(c)
        else:
            unfit.append(Unfit(c.id, why))
    decisions, questions, reached = {}, [], []
    for name, given in sorted(by_field.items()):
        settled = settle(given)
        if len(settled) == 1:
            decisions[name] = settled[0]
            reached += [(c.id, item) for c in given]
        else:
            questions.append(Question(item, name, now.get(name, ""), tuple((c.id, c.new, c.by) for c in settled)))
    for wide, narrow in [(a, b) for a in decisions.values() for b in decisions.values() if apart(a, b) and at_odds(a, b)]:
        questions.append(Question(item, narrow.field, now.get(narrow.field, ""), tuple((c.id, c.new, c.by) for c in (wide, narrow))))
        reached = [(i, to) for i, to in reached if i not in (wide.id, narrow.id)]
        decisions = {n: c for n, c in decisions.items() if c not in (wide, narrow)}
    return Judged(decisions, tuple(questions), tuple(reached), tuple(unfit))


def review_of_articles(corrections: Iterable[Correction]) -> Mapping[str, list[Correction]]:
    """Decisions on the review of whole articles, by the article's hash."""
    found: dict[str, list[Correction]] = defaultdict(list)
    for c in corrections:
        if c.scope is Scope.ARTICLE and c.field == "review":
            found[c.article_sha256].append(c)
    return found


def apply_to_reports(
    reports: Sequence[Report], articles: Mapping[str, Article], corrections: Sequence[Correction], lookup: Lookup
) -> tuple[tuple[Report, ...], Outcome]:
    """Reports as people decided.

    Parameters
    ----------
    reports : sequence of Report
        As they were coded.
    articles : mapping of str to Article
        By id; those of the reports, and those to which reports are added.
    corrections : sequence of Correction
        Usable ones, of any scope.
    lookup : Lookup

    Returns
    -------
    tuple
        All reports, those that people added among them, by article, evidence and id; and what became of the decisions. Ids stay
        what they were. Rejected reports are marked, not taken away.
    """
    whole = review_of_articles(corrections)
    own = [c for c in corrections if c.scope is Scope.REPORT and c.field not in _LINKS]
    if not own and not whole:
        return tuple(reports), Outcome()
    added = _added(own, reports, articles)
    known = Reports.of([*reports, *added.values()], articles)
    rows: dict[str, list[Correction]] = defaultdict(list)
    unfit: list[Unfit] = []
    for c in own:
        found = added.get(_spot(c)) or known.find(c.article_sha256, span_of(c), c.report_id)
        if isinstance(found, str):
            unfit.append(Unfit(c.id, found))
        else:
            rows[found.id].append(c)
    changed, parts = [], [Outcome(unfit=tuple(unfit)), _unread(whole, known.present)]
    for report in (*reports, *added.values()):
        about = rows.get(report.id, [])
        all_of = whole.get(articles[report.article].sha256, []) if not any(c.field == "review" for c in about) else []
        if not about and not all_of:
            changed.append(report)
            continue
        made, outcome = _apply(report, [*about, *all_of], lookup)
        changed.append(made)
        parts.append(outcome)
    order = sorted(changed, key=lambda r: (r.article, r.evidence, r.id))
    return tuple(order), _joined(parts)


def _apply(report: Report, about: Sequence[Correction], lookup: Lookup) -> tuple[Report, Outcome]:
    names = {c.field for c in about}
    judged = judge(report.id, about, {n: present_value(report, n) for n in names}, lookup)
    edits = {n: c for n, c in judged.decisions.items() if n not in NOT_EDITS}
    made = edit_report(report, edits, lookup) if edits else report
    review = judged.review(Review.EDITED if "add" in judged.decisions else Review.UNREVIEWED)
    return replace(made, review=review), Outcome(judged.reached, judged.unfit, judged.questions)


def _joined(parts: Sequence[Outcome]) -> Outcome:
    return Outcome(
        tuple(p for o in parts for p in o.reached), tuple(u for o in parts for u in o.unfit), tuple(q for o in parts for q in o.questions)
    )


def _unread(whole: Mapping[str, list[Correction]], present: frozenset[str]) -> Outcome:
    return Outcome(unfit=tuple(Unfit(c.id, "no article with these bytes is read any more") for sha, rows in sorted(whole.items()) if sha not in present for c in rows))


# -- acts that the machine missed -------------------------------------------------------------------------------------


def _spot(c: Correction) -> tuple[str, int | None, int | None]:
    return c.article_sha256, c.start, c.end


def _added(own: Sequence[Correction], reports: Sequence[Report], articles: Mapping[str, Article]) -> dict[tuple[str, int | None, int | None], Report]:
    """Reports that people added, by the words marked. Where the machine has come to code the same words as the same, its report stands."""
    by_hash = {a.sha256: a for a in sorted(articles.values(), key=lambda a: a.id, reverse=True)}
    coded = {(articles[r.article].sha256, r.trigger.start, r.trigger.end) for r in reports}
    made: dict[tuple[str, int | None, int | None], Report] = {}
    for c in sorted(own, key=lambda c: (c.made_on, c.id)):
        article = by_hash.get(c.article_sha256)
        if c.field == "add" and article is not None and span_of(c).end <= len(article.text) and _spot(c) not in coded | made.keys():
            made[_spot(c)] = _report(c, article)
    return made


def _report(c: Correction, article: Article) -> Report:
    words, kind = span_of(c), SubEventType(c.new)
    dated = article.published is not None
    period = Period(article.published, article.published, article.published_precision if dated else DatePrecision.UNKNOWN)
    why = Provenance((words,), "correction", f"corrections.csv:{c.id}")
    return Report(
        id=content_id("r", article.sha256, words.start, words.end, 0, 0, EVENT_TYPE_OF[kind]), article=article.id,
        evidence=(_sentence(article.text, words),), trigger=words, event_type=EVENT_TYPE_OF[kind], sub_event_type=kind, period=period,
        where=Where(reason="added by a person; no place was given"), confidence=1.0, provenance={"event_type": why},
    )  # fmt: skip


def _sentence(text: str, words: Span) -> Span:
    """The marked words widened to the sentence around them."""
    start, end = words.start, words.end
    while start > 0 and text[start - 1] not in _SENTENCE_END:
        start -= 1
    while end < len(text) and text[end - 1] not in _SENTENCE_END:
        end += 1
    while start < words.start and text[start].isspace():
        start += 1
    return Span(start, end)
