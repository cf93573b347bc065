"""The bundled facts: who held the seats, main towns, crossings, bases and fields of Syria."""

from importlib import resources

from geomap.control.facts import Fact, facts_from_csv
from geomap.errors import GazetteerError

__all__ = ["FACTS_COLUMNS", "bundled_facts"]

FACTS_COLUMNS = ("place_id", "place", "longitude", "latitude", "date", "date_precision", "kind", "side", "from", "source", "basis")
"""Columns of the built table; a user's table may have the same."""


def bundled_facts() -> tuple[Fact, ...]:
    """Load the bundled facts of control.

    Returns
    -------
    tuple of Fact
        `basis` says how far each was checked; most rest on general knowledge (counts in ``docs/control.md``).

    Raises
    ------
    GazetteerError
        The file is not there.
    """
    try:
        data = resources.files("geomap").joinpath("data", "control", "facts.csv").read_bytes()
    except OSError as error:
        raise GazetteerError(f"bundled facts of control: {error.strerror}; run python gazetteer/build/control.py") from error
    return facts_from_csv(data, "bundled facts")
