"""One event from many reports: blocks by place and day, agreement pair by pair, groups without a contradiction inside."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations

from geomap.events.agreement import Agreement, compare, contradiction, days_of, far_apart, possible_days
from geomap.events.identity import anchor_order
from geomap.events.summary import summarise
from geomap.events.wording import Wording
from geomap.model import Article, DatePrecision, Event, Report
from geomap.tables.actors import Actors, load_actors
from geomap.tables.outlets import Outlets, load_outlets

__all__ = ["group_reports", "merge_reports"]

_LONGEST_DAYS = 62  # a longer range shares a block with the same range only: it can never be one day's act


def _blocks(report: Report) -> Iterator[tuple[str, str]]:
    """Keys under which a report meets those it could be one with."""
    where = report.where.admin.admin1 or report.where.place_id or ""
    span = possible_days(report)
    if span is None:
        yield where, "undated"
        return
    if report.period.date_precision is DatePrecision.YEAR or (span[1] - span[0]).days > _LONGEST_DAYS:
        yield where, f"{span[0]}..{span[1]}"
        return
    for n in range((span[1] - span[0]).days + 1):
        yield where, (span[0] + timedelta(days=n)).isoformat()


def _first_common(a: Report, b: Report, day: str) -> str:
    span_a, span_b = possible_days(a), possible_days(b)
    single = span_a is None or span_b is None or ".." in day
    return day if single or span_a is None or span_b is None else max(span_a[0], span_b[0]).isoformat()


def _pairs(reports: Sequence[Report]) -> Iterator[tuple[int, int]]:
    """Pairs of reports worth comparing, each once: of one governorate and day, or of one article where one is not dated."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    articles: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i, report in enumerate(reports):
        if report.where.place_id is not None:
            articles[report.article][days_of(report) is None].append(i)
            for key in _blocks(report):
                blocks[key].append(i)
    for (_, day), members in blocks.items():
        for i, j in combinations(members, 2):
            # Two ranges meet on several days; the first of them counts.
            if not far_apart(reports[i], reports[j]) and day == _first_common(reports[i], reports[j], day):
                yield i, j
    for dated, undated in articles.values():
        yield from (min((i, j), (j, i)) for i in dated for j in undated)


class _Groups:
    """Groups of reports that grow by agreeing pairs, unless their members contradict each other."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = reports
        self._group = list(range(len(reports)))
        self.members: dict[int, list[int]] = {i: [i] for i in range(len(reports))}
        self.why: dict[int, list[str]] = defaultdict(list)

    def _fit(self, one: list[int], other: list[int]) -> bool:
        """No contradiction of place, date or modality; and of type or parties, which outlets tell differently, in a minority."""
        soft = 0
        for m in one:
            for n in other:
                found = contradiction(self._reports[m], self._reports[n])
                if found is not None and found[1]:
                    return False
                soft += found is not None
        return 2 * soft < len(one) * len(other)

    def join(self, i: int, j: int, agreement: Agreement) -> None:
        """Make one group of two, if nothing in the one contradicts anything in the other."""
        one, other = sorted((self._group[i], self._group[j]))
        if one == other:
            return
        if not self._fit(self.members[one], self.members[other]):
            return
        for m in self.members[other]:
            self._group[m] = one
        self.members[one] += self.members.pop(other)
        self.why[one] += [*self.why.pop(other, []), f"{self._reports[i].id} = {self._reports[j].id}: {'; '.join(agreement.reasons)}"]


def group_reports(reports: Sequence[Report], articles: Mapping[str, Article], actors: Actors) -> list[tuple[tuple[Report, ...], str]]:
    """Reports that tell of the same event.

    Parameters
    ----------
    reports : sequence of Report
        In any order.
    articles : mapping of str to Article
        By id, for the words of the evidence.
    actors : Actors

    Returns
    -------
    list of tuple
        The reports of each event and why they were joined, pair by pair. Each report stands in exactly one group.
    """
    ordered = sorted(reports, key=lambda r: r.id)
    wording = Wording(articles)
    agreeing = []
    for i, j in _pairs(ordered):
        agreement = compare(ordered[i], ordered[j], actors, wording)
        if agreement.same:
            agreeing.append((-agreement.score, i, j, agreement))
    groups = _Groups(ordered)
    # Strongest first: the order, and with it the result, depends on the reports alone, never on the order of input.
    for _, i, j, agreement in sorted(agreeing, key=lambda x: x[:3]):
        groups.join(i, j, agreement)
    return [(tuple(ordered[m] for m in sorted(members)), " | ".join(groups.why.get(g, ()))) for g, members in sorted(groups.members.items())]


def merge_reports(
    reports: Sequence[Report], articles: Mapping[str, Article], *, actors: Actors | None = None, outlets: Outlets | None = None
) -> tuple[Event, ...]:
    """Merge reports into events.

    Parameters
    ----------
    reports : sequence of Report
        Of all articles, in any order; each stands in exactly one event.
    articles : mapping of str to Article
        By id.
    actors, outlets : optional
        Tables; the bundled ones by default.

    Returns
    -------
    tuple of Event
        Sorted by first day (undated last), then id.

    Notes
    -----
    Reports agree when no part contradicts and the weights of the others reach `geomap.events.agreement.THRESHOLD`. Groups
    are joined from the strongest pair down, and never across a contradiction of place, date or modality of any two members.
    """
    table, press = actors or load_actors(), outlets or load_outlets()
    events = []
    for members, why in group_reports(reports, articles, table):
        told = sorted(members, key=lambda r: anchor_order(r, articles))
        events.append(summarise(told, articles, table, press, why))
    return tuple(sorted(events, key=lambda e: (e.period.date_start or "9999-12-31", e.id)))
