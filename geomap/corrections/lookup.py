"""What decisions need from the gazetteer and the table of actors."""

from collections.abc import Callable
from dataclasses import dataclass

from geomap.model import Resolution, Where
from geomap.tables.actors import Actors

__all__ = ["Lookup", "where_from"]


@dataclass(frozen=True, slots=True)
class Lookup:
    """How ids and pins become places, and ids become actors."""

    place: Callable[[str | tuple[float, float], str], Resolution | None]
    """From a gazetteer id or a (longitude, latitude) and the name as written; None where the gazetteer has no such id."""
    actors: Actors


def where_from(resolution: Resolution) -> Where:
    """The place of an act from a resolution."""
    r = resolution
    return Where(r.place_id, r.place, r.longitude, r.latitude, r.radius_km, r.precision, r.country, r.admin, r.feature_code, r.reason)
