"""Find the report or fact that a decision is about, also after an upgrade that changed its id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geomap.model import Article, Correction, EventType, Report, Span, content_id

__all__ = ["Reports"]


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of a run, to be found by article, words and id."""

    by_hash: Mapping[str, tuple[Report, ...]]
    """By the hash of their article."""
    present: frozenset[str]
    """Hashes of all articles read."""

    @classmethod
    def of(cls, reports: Sequence[Report], articles: Mapping[str, Article]) -> "Reports":
        """Reports as they were coded, before any correction."""
        listed: dict[str, list[Report]] = {}
        for r in reports:
            listed.setdefault(articles[r.article].sha256, []).append(r)
        return cls({k: tuple(sorted(v, key=lambda r: r.id)) for k, v in listed.items()}, frozenset(a.sha256 for a in articles.values()))

    def find(self, sha256: str, span: Span, report_id: str) -> Report | str:
        """The report of an anchor, or why there is none.

        Parameters
        ----------
        sha256 : str
            Of the article.
        span : Span
            The report's trigger when the decision was made.
        report_id : str
            May be empty.

        Returns
        -------
        Report or str
            By id; else by the words and the place among them, whatever type was coded; else by the words alone.
        """
        listed = self.by_hash.get(sha256, ())
        if sha256 not in self.present:
            return "no article with these bytes is read any more"
        same = next((r for r in listed if r.id == report_id), None)
        if same is not None:
            return same
        near = [r for r in listed if r.trigger.overlaps(span)]
        former = [r for r in near if report_id in _former_ids(r, sha256)]
        exact = [r for r in near if r.trigger == span]
        for found in (former, exact, near):
            if len(found) == 1:
                return found[0]
            if found:
                return f"{len(found)} reports are told by the words at {span.start}-{span.end}, and none has the id {report_id or '(none given)'}"
        return f"the words at {span.start}-{span.end} are no longer coded as an act"


def _former_ids(report: Report, sha256: str) -> frozenset[str]:
    """Ids the report would have under each event type: an upgrade that codes another type changes the id."""
    where = report.provenance.get("where")
    place = where.spans[0] if where and where.spans else Span(0, 0)
    t = report.trigger
    return frozenset(content_id("r", sha256, t.start, t.end, place.start, place.end, kind) for kind in EventType)


def span_of(c: Correction) -> Span:
    """The span of a usable decision that has one."""
    assert c.start is not None and c.end is not None  # noqa: S101, PT018  # `problem_of` refuses others
    return Span(c.start, c.end)
