"""What the gazetteer holds beside its rows, and what it answers with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from geomap.model import MatchType, RunnerUp
from geomap.places.admin import Polygons
from geomap.places.ranking import Candidate

__all__ = ["Facts", "NameHit", "runners_up"]


class NameHit(NamedTuple):
    """A place name found in running text.

    Start and end are code points of the original text, end exclusive; `place_ids` are all places that bear the name, the most
    important first; `match_type` is that of the first.
    """

    start: int
    end: int
    place_ids: tuple[str, ...]
    match_type: MatchType


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of places beside their rows; all empty by default."""

    lines: dict[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    """Vertices (longitude, latitude) of rivers and roads by place id."""
    extents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """P-codes of the units over which a region reaches, by place id."""
    demonyms: dict[str, str] = field(default_factory=dict)
    """Folded demonym to ISO country code."""
    polygons: Callable[[], Polygons] = dict
    """Governorates by p-code; called when a point is first asked for."""


def runners_up(candidates: Sequence[Candidate]) -> tuple[RunnerUp, ...]:
    """Candidates that were not chosen, as a resolution lists them."""
    return tuple(RunnerUp(c.place.place_id, c.place.name, c.place.longitude, c.place.latitude, c.score, c.reason) for c in candidates)
