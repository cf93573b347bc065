"""The tree side -> organisation -> unit in which an event's initiator and target stand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from geomap.maps.columns import Coded, coded_rows
from geomap.tables.actors import Actors

__all__ = ["UNKNOWN_SIDE", "ActorNodes", "actor_nodes"]

UNKNOWN_SIDE = "unidentified"

Key = tuple[str, ...]
"""("side",) of a side, ("side", "organisation") of an organisation on it."""


@dataclass(frozen=True, slots=True)
class ActorNodes:
    """Nodes in the order in which they are shown, and the node of each event's two actors (-1: none named)."""

    keys: list[Key]
    labels: list[str]
    parents: list[int]
    first: list[int]
    second: list[int]

    def table(self) -> dict[str, Any]:
        """The nodes as columns."""
        return {"key": ["/".join(k) for k in self.keys], "side": [k[0] for k in self.keys], "label": self.labels, "parent": self.parents}


def actor_nodes(*roles: tuple[Coded, Coded, Coded], actors: Actors) -> ActorNodes:
    """Build the tree of the actors that occur, with the larger organisations above them.

    Parameters
    ----------
    *roles : tuple of three coded columns
        Initiators, then targets: side, actor id and name of each event, empty text where unknown.
    actors : Actors
        Names and parents.

    Returns
    -------
    ActorNodes
        Sides by number of events, then organisations likewise, equal ones by name; a parent before its units.
    """
    names: dict[Key, str] = {}
    counts: Counter[Key] = Counter()
    used: list[tuple[Any, list[Key | None]]] = []
    for role in roles:
        index, triples = coded_rows(role)
        keys = [_key(triple, names, actors) for triple in triples]
        for number, n in Counter(index.tolist()).items():
            if (key := keys[number]) is not None:
                counts[key] += n
        used.append((index, keys))
    parents = {key: _parent(key, names, actors) for key in list(names)}
    while new := {p for p in parents.values() if p is not None and p not in parents}:  # larger organisations with no event of their own
        parents |= {key: _parent(key, names, actors) for key in new}
    order = _preorder(parents, _totals(parents, counts), names, actors)
    place = {key: n for n, key in enumerate(order)}
    labels = [names.get(key) or (actors.name(key[1]) or key[1] if len(key) > 1 else key[0]) for key in order]
    above = [-1 if (p := parents[key]) is None else place[p] for key in order]
    columns = []
    for numbers, keys in used:
        nodes = [-1 if key is None else place[key] for key in keys]
        columns.append([nodes[number] for number in numbers.tolist()])
    return ActorNodes(order, labels, above, columns[0], columns[1])


def _key(triple: tuple[str, str, str], names: dict[Key, str], actors: Actors) -> Key | None:
    side, actor, shown = triple
    if not (side or actor or shown):
        return None
    side = side or actors.side(actor) or UNKNOWN_SIDE
    if not (actor or shown):
        key: Key = (side,)
        names.setdefault(key, "")
        return key
    key = (side, actor or shown)
    names.setdefault(key, (actors.name(actor) if actors.get(actor) else None) or shown or actor)
    return key


def _parent(key: Key, names: dict[Key, str], actors: Actors) -> Key | None:
    """The next larger organisation on the same side, else the side; sides have none."""
    if len(key) == 1:
        return None
    for larger in actors.line(key[1])[1:]:
        actor = actors.get(larger)
        if actor is not None and (actor.side == key[0] or (key[0], larger) in names):
            return (key[0], larger)
    return (key[0],)


def _line(key: Key, parents: dict[Key, Key | None]) -> Iterable[Key]:
    current: Key | None = key
    while current is not None:
        yield current
        current = parents[current]


def _totals(parents: dict[Key, Key | None], counts: Counter[Key]) -> Counter[Key]:
    totals: Counter[Key] = Counter()
    for key, n in counts.items():
        for above in _line(key, parents):
            totals[above] += n
    return totals


def _preorder(parents: dict[Key, Key | None], totals: Counter[Key], names: dict[Key, str], actors: Actors) -> list[Key]:
    children: dict[Key | None, list[Key]] = {}
    for key, parent in parents.items():
        children.setdefault(parent, []).append(key)
    out: list[Key] = []

    def visit(parent: Key | None) -> None:
        for key in sorted(children.get(parent, ()), key=lambda k: (-totals[k], names.get(k) or actors.name(k[-1]) or "", k)):
            out.append(key)
            visit(key)

    visit(None)
    return out
