"""The table of actors: who they are, under which names, on which side, and when."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geomap.errors import InputError
from geomap.tables.reader import read_table

__all__ = ["Actor", "Actors", "load_actors"]

_COLUMNS = ("id", "name", "aliases", "side", "parent", "active_from", "active_to", "acled_code", "basis")


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation in one period of its life. Dates are ISO text, as exact as known; empty means open."""

    id: str
    name: str
    aliases: tuple[str, ...]
    side: str
    parent: str | None
    active_from: str
    active_to: str
    acled_code: int | None
    row: str

    def active_on(self, date: str | None) -> bool:
        """Whether the actor existed on an ISO date; without a date, always."""
        if date is None:
            return True
        return (not self.active_from or self.active_from <= date) and (not self.active_to or date[: len(self.active_to)] <= self.active_to)


@dataclass(frozen=True, slots=True)
class Actors:
    """All actors by id."""

    by_id: dict[str, Actor]

    def get(self, actor_id: str | None) -> Actor | None:
        """The actor of an id, or None."""
        return self.by_id.get(actor_id) if actor_id else None

    def name(self, actor_id: str | None) -> str | None:
        """The name shown for an id; an unknown group is shown by the name it was coded with."""
        actor = self.get(actor_id)
        return actor.name if actor else actor_id

    def side(self, actor_id: str | None) -> str | None:
        """Side of an actor, or None where it is unknown."""
        actor = self.get(actor_id)
        return (actor.side or None) if actor else None

    def line(self, actor_id: str) -> tuple[str, ...]:
        """The actor and its parents, from small to large."""
        seen: list[str] = []
        current: str | None = actor_id
        while current and current not in seen:
            seen.append(current)
            actor = self.get(current)
            current = actor.parent if actor else None
        return tuple(seen)


@lru_cache(maxsize=8)
def load_actors(path: Path | None = None) -> Actors:
    """Load the bundled table of actors, or a user's.

    Parameters
    ----------
    path : Path, optional
        CSV with the columns of the bundled ``actors.csv``.

    Returns
    -------
    Actors

    Raises
    ------
    InputError
        An id twice, or a parent that is no id.
    """
    by_id: dict[str, Actor] = {}
    for r in read_table("actors.csv", _COLUMNS, path):
        if r["id"] in by_id:
            raise InputError(f"{r['_row']}: the actor id {r['id']!r} stands twice; ids are unique")
        aliases = tuple(dict.fromkeys([r["name"], *(a.strip() for a in r["aliases"].split("|") if a.strip())]))
        code = int(r["acled_code"]) if r["acled_code"].isdigit() else None
        by_id[r["id"]] = Actor(
            r["id"], r["name"], aliases, r["side"], r["parent"] or None, r["active_from"], r["active_to"], code, r["_row"]
        )
    for actor in by_id.values():
        if actor.parent and actor.parent not in by_id:
            raise InputError(f"{actor.row}: the parent {actor.parent!r} of {actor.id!r} is no id of the table; add that row or correct the id")
    return Actors(by_id)
