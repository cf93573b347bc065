"""What decisions need from the gazetteer and the table of actors."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from geomap.model import Correction, Resolution, Where
from geomap.tables.actors import Actors

__all__ = ["CHOSEN", "Lookup", "chosen_by", "decisions_in", "where_from"]

CHOSEN = "chosen by a person"
"""In reasons for a place; the id of the decision and its note follow."""
_DECISION = re.compile(rf"{CHOSEN} \((k[0-9a-f]{{12}})\)")


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


def chosen_by(c: Correction) -> str:
    """The reason for a place that a person chose."""
    return f"{CHOSEN} ({c.id}){': ' + c.why if c.why else ''}"


def decisions_in(reason: str) -> tuple[str, ...]:
    """Ids of the decisions of which a reason tells.

    Parameters
    ----------
    reason : str
        Reason for a place, as a mention has it.

    Returns
    -------
    tuple of str
        `k` and twelve hex digits each, in the order of the reason.
    """
    return tuple(_DECISION.findall(reason))
