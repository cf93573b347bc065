"""Events of days within events of periods: a campaign and its strikes, a battle of a week and its clashes, linked and both kept."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from geomap.events.accord import Parties
from geomap.events.agreement import within
from geomap.events.facets import Facet, facet_of_event
from geomap.model import Event, Precision
from geomap.tables.actors import Actors

__all__ = ["Links", "linked", "period_links"]

_LONGEST_DAYS = 62  # of a longer period only what happened at the very place is part: a year's war in a governorate is no campaign


class Links(NamedTuple):
    """What lies within what."""

    part_of: Mapping[str, tuple[str, ...]]
    """For the id of an event those of the periods it lies within, the shortest first."""
    reasons: Mapping[str, str]
    """For the same ids, why."""
    counts: Mapping[str, int]
    """For the id of a period, how many events lie within it."""

    def put(self, event: Event) -> Event:
        """An event with its links; those that it had before are forgotten."""
        i = event.id
        return replace(event, part_of=self.part_of.get(i, ()), part_reason=self.reasons.get(i, ""), n_parts=self.counts.get(i, 0))


class _Calendar:
    """Events dated to the day, found by place and day."""

    def __init__(self, facets: Iterable[Facet]) -> None:
        self._lists: dict[tuple[str, str], list[Facet]] = defaultdict(list)
        for facet in sorted((f for f in facets if f.day), key=lambda f: (f.first, f.id)):
            for key in (("", ""), ("admin1", facet.where.admin.admin1 or ""), ("place", facet.where.place_id or "")):
                self._lists[key].append(facet)

    def within(self, period: Facet) -> Sequence[Facet]:
        """Events that begin within a period, at a place that may be part of its own."""
        where = period.where
        if period.last - period.first > _LONGEST_DAYS:
            key = ("place", where.place_id or "")
        elif where.admin.admin1 and where.precision not in (Precision.AREA, Precision.LINE):
            key = ("admin1", where.admin.admin1)
        else:  # areas and roads cross the borders of governorates
            key = ("", "")
        listed = self._lists.get(key, [])
        return listed[bisect_left(listed, period.first, key=lambda f: f.first) : bisect_right(listed, period.last, key=lambda f: f.first)]


def period_links(facets: Sequence[Facet], actors: Actors) -> Links:
    """Find the events that lie within events of a period.

    Parameters
    ----------
    facets : sequence of Facet
        Of all events (see `geomap.events.facets.facet_of_event`).
    actors : Actors

    Returns
    -------
    Links

    Notes
    -----
    A period is told of three days or more, or as going on. An event lies within it that was done, is dated to the day (or is a
    shorter period), happened wholly within its days and at its place or in its area, by parties that agree, and is of a kindred
    type; of another violent type where both parties are told alike. What a person rejected takes no part.
    """
    done = [f for f in facets if f.modal == "done"]
    parties, calendar = Parties(actors), _Calendar(done)
    found: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for period in done:
        for one in calendar.within(period) if period.long else ():
            why = within(period, one, parties)
            if why:
                found[one.id].append((period.last - period.first, period.id, why))
                counts[period.id] += 1
    part_of = {i: tuple(p for _, p, _ in sorted(ways)) for i, ways in found.items()}
    return Links(part_of, {i: " | ".join(f"{p}: {why}" for _, p, why in sorted(ways)) for i, ways in found.items()}, counts)


def linked(events: Sequence[Event], actors: Actors) -> tuple[Event, ...]:
    """Events with their links to periods.

    Parameters
    ----------
    events : sequence of Event
    actors : Actors

    Returns
    -------
    tuple of Event
        In the same order; ids and all other fields are as they were.
    """
    links = period_links([facet_of_event(e) for e in events], actors)
    return tuple(map(links.put, events))
