"""Reports of folders to events, by parts: neither reports nor articles nor events are held, so that their number is bounded by the disk."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.events.facets import Facet, facet_of_event
from geomap.events.merge import Group, group_reports, merged_events
from geomap.events.periods import period_links
from geomap.io.frames import event_row
from geomap.io.lazy import LazyRecords, lazy_articles, lazy_reports
from geomap.io.parts import EventParts, spooled
from geomap.io.records import report_from
from geomap.model import Article, Event, Report
from geomap.tables.actors import Actors, load_actors
from geomap.tables.outlets import load_outlets

__all__ = ["Merging", "merging"]


@dataclass(frozen=True, slots=True)
class Merging:
    """Groups of reports that lie on disk."""

    groups: Sequence[Group]
    reports: LazyRecords[Report]
    articles: LazyRecords[Article]
    actors: Actors

    def _events(self) -> Iterator[Event]:
        return merged_events(self.groups, self.reports, self.articles, self.actors, load_outlets())

    def events(self) -> Iterator[Event]:
        """The events, in order of first days, then ids; made twice, first for the links between them.

        Yields
        ------
        Event
        """
        links = period_links([facet_of_event(e) for e in self._events()], self.actors)
        yield from map(links.put, self._events())

    @contextmanager
    def parts(self, beside: Path) -> Iterator[EventParts]:
        """The events as a table on disk.

        Parameters
        ----------
        beside : Path
            The file that is to be written of them.

        Yields
        ------
        EventParts

        Raises
        ------
        InputError
            The folder cannot be written, or the disk is full.
        """
        facets: list[Facet] = []

        def rows() -> Iterator[dict[str, Any]]:
            for event in self._events():
                facets.append(facet_of_event(event))
                yield event_row(event, self.reports, self.articles, self.actors)

        with spooled(beside) as spool:
            spool.write(rows())
            links = period_links(facets, self.actors)
            part_of = {i: "; ".join(periods) for i, periods in links.part_of.items()}
            yield spool.parts({"part_of": part_of, "part_reason": links.reasons, "n_parts": links.counts})


def _compared(record: Mapping[str, Any]) -> Report:
    """A report as far as comparisons look at it: of its provenance, that of the date."""
    return report_from({**record, "provenance": {k: v for k, v in record["provenance"].items() if k == "period"}})


@contextmanager
def merging(folders: Sequence[Path]) -> Iterator[Merging]:
    """Merge the reports of folders.

    Parameters
    ----------
    folders : sequence of Path
        With ``articles.jsonl`` and ``reports.jsonl``. An article that stands in several is one.

    Yields
    ------
    Merging

    Raises
    ------
    InputError
        A file cannot be read, or one id names two texts.
    """
    actors = load_actors()
    with lazy_articles([f / "articles.jsonl" for f in folders]) as articles, lazy_reports([f / "reports.jsonl" for f in folders]) as reports:
        for name, one, other in articles.twice:
            if one.sha256 != other.sha256:
                raise InputError(f"{' and '.join(map(str, folders))}: the article id {name!r} also names another text; rename one of the files")
        yield Merging(group_reports(reports.scan(_compared), articles, actors), reports, articles, actors)
