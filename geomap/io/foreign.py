"""What ACLED and UCDP have in common: rows of another collection, and the list of what they cannot hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.io.atomic import write_bytes
from geomap.io.flat_csv import csv_bytes
from geomap.model import Precision, Review, Status

__all__ = ["Exported", "NotHeld", "unusable", "write_exported"]

_DONE = (Status.REPORTED, Status.CLAIMED)


@dataclass(frozen=True, slots=True)
class NotHeld:
    """Something of an event that the other collection's rows cannot hold."""

    event: str
    what: str
    """The column, or ``event`` where the whole event is left out."""
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Exported:
    """Rows of another collection."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    not_held: tuple[NotHeld, ...]


def unusable(row: Mapping[str, Any]) -> NotHeld | None:
    """Why a collection of things done at known places in Syria has no row for an event, or None where it has.

    Parameters
    ----------
    row : mapping
        A flat row of events.

    Returns
    -------
    NotHeld or None
    """
    if row["review"] == Review.REJECTED:
        return NotHeld(row["id"], "event", row["review"], "rejected by a person")
    if row["status"] not in _DONE:
        return NotHeld(row["id"], "event", row["status"], "only what is reported or claimed as done is exported")
    if row["country"] not in (None, "", "SY"):
        return NotHeld(row["id"], "event", row["country"], "outside Syria")
    if row["longitude"] is None or row["latitude"] is None or row["precision"] == Precision.COUNTRY:
        return NotHeld(row["id"], "event", row["place"] or "", "no place below the country is known")
    return None


def write_exported(path: Path, exported: Exported) -> Path:
    """Write rows as CSV, and beside them what they could not hold.

    Parameters
    ----------
    path : Path
        Of the rows. The list stands beside it, as ``NAME.not_held.csv``.
    exported : Exported

    Returns
    -------
    Path
        Of the list.

    Raises
    ------
    InputError
        A file cannot be written.
    """
    beside = path.with_name(f"{path.stem}.not_held.csv")
    write_bytes(beside, csv_bytes(_records(exported.not_held), ("event", "what", "value", "why")))
    write_bytes(path, csv_bytes(exported.rows, exported.columns))
    return beside


def _records(items: Sequence[NotHeld]) -> Iterable[dict[str, str]]:
    return ({"event": n.event, "what": n.what, "value": n.value, "why": n.why} for n in items)
