"""The three ledgers: nothing disappears between what went in and what is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from geomap.model import Article, Event, Mention, Precision, Rejection, Review

__all__ = ["Ledgers", "placement"]


def placement(event: Event) -> str:
    """Where an event is shown: drawn, listed without place, outside Syria, or nowhere since a person rejected it.

    Parameters
    ----------
    event : Event

    Returns
    -------
    str
        ``drawn``, ``unplaced`` (no point, or known only to the country), ``abroad`` or ``rejected``.
    """
    if event.review is Review.REJECTED:
        return "rejected"
    where = event.where
    if where.country not in (None, "SY"):
        return "abroad"
    if where.longitude is None or where.latitude is None or where.precision is Precision.COUNTRY:
        return "unplaced"
    return "drawn"


@dataclass(frozen=True, slots=True)
class Ledgers:
    """Counts that must add up."""

    articles_found: int
    articles_read: int
    articles_rejected: int
    articles_not_coded: int
    """Read, but in a language that is not coded; part of the articles read."""
    articles_copies: int
    """Read, but copies of others; part of the articles read."""
    mentions: int
    mentions_resolved: int
    mentions_unresolved: int
    mentions_abroad: int
    events: int
    events_drawn: int
    events_unplaced: int
    events_abroad: int
    events_rejected: int = 0
    """By a person."""

    @classmethod
    def count(
        cls, articles: Sequence[Article], rejections: Sequence[Rejection], mentions: Sequence[Mention], events: Sequence[Event]
    ) -> "Ledgers":
        """Count what a run did.

        Parameters
        ----------
        articles : sequence of Article
            Those read.
        rejections : sequence of Rejection
            Those not read, each with its reason.
        mentions : sequence of Mention
            Place names of all articles.
        events : sequence of Event
            As merged.

        Returns
        -------
        Ledgers
            Whose sums close.
        """
        abroad = sum(m.in_syria is False for m in mentions)
        resolved = sum(m.in_syria is not False and m.resolution.resolved for m in mentions)
        shown = [placement(e) for e in events]
        return cls(
            articles_found=len(articles) + len(rejections),
            articles_read=len(articles),
            articles_rejected=len(rejections),
            articles_not_coded=sum(a.language not in (None, "en") for a in articles),
            articles_copies=sum(a.duplicate_of is not None for a in articles),
            mentions=len(mentions),
            mentions_resolved=resolved,
            mentions_unresolved=len(mentions) - resolved - abroad,
            mentions_abroad=abroad,
            events=len(events),
            events_drawn=shown.count("drawn"),
            events_unplaced=shown.count("unplaced"),
            events_abroad=shown.count("abroad"),
            events_rejected=shown.count("rejected"),
        )

    @property
    def closed(self) -> bool:
        """Whether all three add up."""
        return (
            self.articles_found == self.articles_read + self.articles_rejected
            and self.mentions == self.mentions_resolved + self.mentions_unresolved + self.mentions_abroad
            and self.events == self.events_drawn + self.events_unplaced + self.events_abroad + self.events_rejected
        )

    def lines(self) -> list[str]:
        """The ledgers as three lines for a person.

        Returns
        -------
        list of str
            Articles, mentions, events; lines without an end.
        """
        coded = f", {self.articles_not_coded} of them not coded (language)" if self.articles_not_coded else ""
        coded += f", {self.articles_copies} of them copies of others" if self.articles_copies else ""
        rejected = f" + {self.events_rejected} rejected by a person" if self.events_rejected else ""
        return [
            f"articles: {self.articles_found} found = {self.articles_read} read{coded} + {self.articles_rejected} rejected",
            f"mentions: {self.mentions} found = {self.mentions_resolved} resolved + {self.mentions_unresolved} unresolved + {self.mentions_abroad} outside Syria",
            f"events:   {self.events} coded = {self.events_drawn} drawn + {self.events_unplaced} listed without place + {self.events_abroad} outside Syria{rejected}",
        ]
