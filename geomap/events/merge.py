"""One event from many reports: blocks by place and day, agreement pair by pair, groups without a contradiction inside."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice
from typing import NamedTuple

from geomap.events.accord import Parties
from geomap.events.agreement import compare, contradiction, far_apart, reach_of, score_of, strangers
from geomap.events.facets import Facet, Facets
from geomap.events.identity import event_id
from geomap.events.periods import linked
from geomap.events.summary import period_of, summarise
from geomap.events.wording import Wording
from geomap.model import Article, DatePrecision, Event, Report
from geomap.tables.actors import Actors, load_actors
from geomap.tables.outlets import Outlets, load_outlets

__all__ = ["Group", "group_reports", "merge_reports", "merged_events"]

_LONGEST_DAYS = 62  # a longer range shares a block with the same range only: it can never be one day's act
_UNDATED = 0
_BORDERLESS = ""  # rivers, roads and regions that cross the borders of governorates
_MANY = 50  # a phrase that more reports of one place have is a form that an agency fills in, no reprint
_LAST = "9999-12-31"


class Group(NamedTuple):
    """Reports of one event."""

    day: str
    """First day of the event; the last of all days where it is not known."""
    id: str
    """Of the event."""
    reports: tuple[str, ...]
    """Ids, the anchor's first."""
    why: str
    """Why they were joined, pair by pair."""


_Block = tuple[int, int, str]
"""One day twice, or first day of a range and the day after it, and the governorate; no day twice, and the place."""


def _blocks(facet: Facet) -> Iterator[_Block]:
    """Keys under which a report meets those it could be one with."""
    where = facet.where.admin.admin1 or _BORDERLESS
    if not facet.dated:  # nothing but a common place speaks for two such of different articles
        yield _UNDATED, _UNDATED, facet.where.place_id or ""
    elif facet.period.date_precision is DatePrecision.YEAR or facet.last - facet.wide > _LONGEST_DAYS:
        yield facet.wide, facet.last + 1, where
    else:
        for day in range(facet.wide, facet.last + 1):
            yield day, day, where


def _near(members: Sequence[int], facets: Sequence[Facet]) -> Iterator[tuple[int, int]]:
    """Pairs of a block, without those of points that lie too far apart to be one place."""
    points = sorted((latitude, i) for i in members if facets[i].point and (latitude := facets[i].latitude) is not None)
    others = sorted(set(members).difference(i for _, i in points))
    yield from combinations(others, 2)
    reach = reach_of(facets[i] for _, i in points)
    for n, (south, i) in enumerate(points):
        yield from ((i, j) for j in others)
        for north, j in islice(points, n + 1, None):
            if north - south > reach:
                break  # those further on lie further away
            if not far_apart(facets[i], facets[j]):
                yield i, j


def _met(members: Sequence[int], borderless: Sequence[int], facets: Sequence[Facet]) -> Iterator[tuple[int, int]]:
    """Pairs of a block, and those with what is in no governorate."""
    if len(members) > 1:
        yield from _near(members, facets)
    for j in borderless:
        yield from ((i, j) for i in members if not far_apart(facets[i], facets[j]))


def _reprints(facets: Sequence[Facet], wording: Wording) -> Iterator[tuple[int, int]]:
    """Pairs of a report that is not dated and one that is, of one place and in the same words: two outlets with one agency's text."""
    spots: dict[tuple[str | None, int], tuple[list[int], list[int]]] = {}
    by_article = sorted((i for i, f in enumerate(facets) if f.where.place_id is not None), key=lambda i: (facets[i].dated, facets[i].article))
    places = {facets[i].where.place_id for i in by_article if not facets[i].dated}
    for i in by_article:  # those without a date first: of the others only what shares a mark with them is kept
        one = facets[i]
        for mark in wording.marks(one) if one.where.place_id in places else ():
            if not one.dated:
                spots.setdefault((one.where.place_id, mark), ([], []))[1].append(i)
            elif (one.where.place_id, mark) in spots:
                spots[one.where.place_id, mark][0].append(i)
    for dated, undated in spots.values():
        if len(dated) + len(undated) <= _MANY:
            yield from (min((i, j), (j, i)) for i in dated for j in undated if facets[i].article != facets[j].article)


def _pairs(facets: Sequence[Facet], wording: Wording) -> Iterator[tuple[int, int]]:
    """Pairs of reports worth comparing: of one governorate and day; of one article, or of the same words, where one is not dated."""
    blocks: dict[_Block, list[int]] = defaultdict(list)
    articles: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i, facet in enumerate(facets):
        if facet.where.place_id is not None:
            articles[facet.article][not facet.dated].append(i)
            for key in _blocks(facet):
                blocks[key].append(i)
    for first, last, where in sorted(blocks):  # in order of time, so that the articles of a day are read together
        members = blocks[first, last, where]
        single = first == last != _UNDATED
        for i, j in _met(members, blocks.get((first, last, _BORDERLESS), ()) if single and where else (), facets):
            a, b = facets[i], facets[j]
            # Two ranges meet on several days; the first of them counts.
            if not strangers(a, b) and (not single or first == max(a.wide, b.wide)):
                yield (i, j) if i < j else (j, i)
    for dated, undated in articles.values():
        yield from (min((i, j), (j, i)) for i in dated for j in undated if not strangers(facets[i], facets[j]))
        apart = ((i, j) for i, j in combinations(undated, 2) if facets[i].where.place_id != facets[j].where.place_id)  # the others met above
        yield from (pair for pair in apart if not strangers(facets[pair[0]], facets[pair[1]]))
    yield from sorted(set(_reprints(facets, wording)))


class _Groups:
    """Groups of reports that grow by agreeing pairs, unless their members contradict each other."""

    def __init__(self, facets: Sequence[Facet], parties: Parties, wording: Wording) -> None:
        self._facets, self._parties, self._wording = facets, parties, wording
        self._group = list(range(len(facets)))
        self._members: dict[int, list[int]] = {}
        self._why: dict[int, list[str]] = defaultdict(list)

    def _fit(self, one: list[int], other: list[int]) -> bool:
        """No contradiction of place, date or modality; and of type or parties, which outlets tell differently, in a minority."""
        soft = 0
        for m in one:
            for n in other:
                found = contradiction(self._facets[m], self._facets[n])
                if found is not None and found[1]:
                    return False
                soft += found is not None
        return 2 * soft < len(one) * len(other)

    def join(self, i: int, j: int) -> None:
        """Make one group of two, if nothing in the one contradicts anything in the other."""
        one, other = sorted((self._group[i], self._group[j]))
        if one == other:
            return
        mine, its = self._members.get(one, [one]), self._members.get(other, [other])
        if not self._fit(mine, its):
            return
        for m in its:
            self._group[m] = one
        self._members[one] = mine + its
        self._members.pop(other, None)
        a, b = self._facets[i], self._facets[j]
        reasons = "; ".join(compare(a, b, self._parties, self._wording).reasons)
        self._why[one] += [*self._why.pop(other, []), f"{a.id} = {b.id}: {reasons}"]

    def __iter__(self) -> Iterator[tuple[list[int], str]]:
        for i, group in enumerate(self._group):
            if i == group:  # the smallest of its members
                yield sorted(self._members.get(i, [i])), " | ".join(self._why.get(i, ()))


def _components(number: int, edges: Iterable[tuple[int, int]]) -> list[int]:
    """For each report the smallest of those that a chain of agreeing pairs leads to."""
    lead = list(range(number))

    def root(i: int) -> int:
        while lead[i] != i:
            lead[i] = lead[lead[i]]
            i = lead[i]
        return i

    for i, j in edges:
        one, other = sorted((root(i), root(j)))
        lead[other] = one
    return [root(i) for i in range(number)]


def _agreeing(facets: Sequence[Facet], parties: Parties, wording: Wording) -> list[list[tuple[float, int, int]]]:
    """Pairs that agree, with their scores; those that chains of such pairs lead to stand together, in order of time."""
    scores, ones, others = array("d"), array("l"), array("l")  # numbers only: there may be millions
    for i, j in _pairs(facets, wording):
        score = score_of(facets[i], facets[j], parties, wording)
        if score is not None:
            scores.append(-score)
            ones.append(i)
            others.append(j)
    lead = _components(len(facets), zip(ones, others, strict=True))
    together: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
    for edge in zip(scores, ones, others, strict=True):
        together[lead[edge[1]]].append(edge)
    return [together[i] for i in sorted(together, key=lambda i: (facets[i].first, i))]


def group_reports(reports: Iterable[Report], articles: Mapping[str, Article], actors: Actors) -> list[Group]:
    """Reports that tell of the same event.

    Parameters
    ----------
    reports : iterable of Report
        In any order; taken one by one, so that a generator needs little memory.
    articles : mapping of str to Article
        By id, for the words of the evidence.
    actors : Actors

    Returns
    -------
    list of Group
        In order of first days, then ids. Each report stands in exactly one group.
    """
    made = Facets(articles)
    facets = sorted((made.of(r) for r in reports), key=lambda f: f.id)
    wording, parties = Wording(articles), Parties(actors)
    groups = _Groups(facets, parties, wording)
    # Strongest first: the order, and with it the result, depends on the reports alone, never on the order of input.
    for edges in _agreeing(facets, parties, wording):
        for _, i, j in sorted(edges):
            groups.join(i, j)
    found = []
    for members, why in groups:
        told = sorted((facets[m] for m in members), key=lambda f: (f.published, f.id))
        period = period_of([f.period for f in told], [f.first - f.wide for f in told])
        found.append(Group(period.date_start or _LAST, event_id(told[0].id), tuple(f.id for f in told), why))
    return sorted(found)


def merged_events(
    groups: Iterable[Group], reports: Mapping[str, Report], articles: Mapping[str, Article], actors: Actors, outlets: Outlets
) -> Iterator[Event]:
    """The events of groups, one by one, in their order.

    Parameters
    ----------
    groups : iterable of Group
    reports : mapping of str to Report
        By id.
    articles : mapping of str to Article
        By id.
    actors : Actors
    outlets : Outlets

    Yields
    ------
    Event
        Not yet linked to periods (see `geomap.events.periods`).
    """
    for group in groups:
        yield summarise([reports[r] for r in group.reports], articles, actors, outlets, group.why)


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
        Sorted by first day (undated last), then id; those of days linked to those of periods.

    Notes
    -----
    Reports agree when no part contradicts and the weights of the others reach `geomap.events.agreement.THRESHOLD`. Groups
    are joined from the strongest pair down, and never across a contradiction of place, date or modality of any two members.
    """
    table, press = actors or load_actors(), outlets or load_outlets()
    groups = group_reports(reports, articles, table)
    return linked(tuple(merged_events(groups, {r.id: r for r in reports}, articles, table, press)), table)
