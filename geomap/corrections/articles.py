"""Decisions on whole articles: when and by whom they were published, and that they are not to be coded."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from geomap.corrections.outcome import Outcome, Question, Unfit, settle
from geomap.model import Article, Correction, Period, Scope
from geomap.model.correction import value_of
from geomap.model.correction_values import period_text

__all__ = ["apply_to_articles", "not_coded"]

_REASON = "a person's correction"


def apply_to_articles(articles: Sequence[Article], corrections: Iterable[Correction]) -> tuple[tuple[Article, ...], Outcome]:
    """Set dates of publication and outlets as people decided.

    Parameters
    ----------
    articles : sequence of Article
        As they were read.
    corrections : iterable of Correction
        Usable ones, of any scope; those on articles are applied.

    Returns
    -------
    tuple
        The articles in the same order; and what became of the decisions ``published``, ``outlet`` and ``not-coded``.
    """
    rows: dict[tuple[str, str], list[Correction]] = defaultdict(list)
    for c in corrections:
        if c.scope is Scope.ARTICLE and c.field != "review":
            rows[c.article_sha256, c.field].append(c)
    by_hash: dict[str, list[Article]] = defaultdict(list)
    for a in articles:
        by_hash[a.sha256].append(a)
    changed: dict[str, Article] = {}
    reached, unfit, questions = [], [], []
    for (sha, name), found in sorted(rows.items()):
        if sha not in by_hash:
            unfit += [Unfit(c.id, "no article with these bytes is read any more") for c in found]
            continue
        decisions = settle(found)
        for article in by_hash[sha]:
            if len(decisions) > 1:
                questions.append(Question(article.id, name, _shown(article, name), tuple((c.id, c.new, c.by) for c in decisions)))
                continue
            reached += [(c.id, article.id) for c in found]
            changed[article.id] = _set(changed.get(article.id, article), name, value_of(decisions[0]))
    return tuple(changed.get(a.id, a) for a in articles), Outcome(tuple(reached), tuple(unfit), tuple(questions))


def _shown(article: Article, name: str) -> str:
    return (article.published if name == "published" else article.outlet if name == "outlet" else "no") or ""


def _set(article: Article, name: str, value: object) -> Article:
    if name == "published" and isinstance(value, Period):
        reason = _REASON if value.date_start is None else f"{_REASON}: {period_text(value)}"
        return replace(article, published=value.date_start, published_precision=value.date_precision, published_reason=reason, published_candidates=())
    if name == "outlet":
        return replace(article, outlet=None if value is None else str(value))
    return article


def not_coded(articles: Sequence[Article], corrections: Iterable[Correction]) -> frozenset[str]:
    """Ids of articles of which people decided that they are not to be coded.

    Parameters
    ----------
    articles : sequence of Article
    corrections : iterable of Correction

    Returns
    -------
    frozenset of str
        Not those on which people disagree.
    """
    rows: dict[str, list[Correction]] = defaultdict(list)
    for c in corrections:
        if c.scope is Scope.ARTICLE and c.field == "not-coded":
            rows[c.article_sha256].append(c)
    decided = {sha for sha, found in rows.items() if [value_of(c) for c in settle(found)] == [True]}
    return frozenset(a.id for a in articles if a.sha256 in decided)
