"""The dated succession of sides: renames, mergers and ends, kept apart from conquest."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geomap.errors import InputError
from geomap.tables.reader import read_table

__all__ = ["Succession", "Successions", "load_successions"]

_COLUMNS = ("side_from", "side_to", "date", "kind", "basis", "note")
_KINDS = ("rename", "merger", "collapse")


@dataclass(frozen=True, slots=True)
class Succession:
    """From `date` on, ground of `side_from` is ground of `side_to`."""

    side_from: str
    side_to: str
    date: str
    """ISO day."""
    kind: str
    """rename, merger or collapse."""
    note: str
    row: str


@dataclass(frozen=True, slots=True)
class Successions:
    """All successions, by the side that ended."""

    by_side: dict[str, Succession]

    def steps(self, side: str, stated: str, date: str) -> tuple[Succession, ...]:
        """What became of a side between two days.

        Parameters
        ----------
        side : str
            As a fact names it.
        stated : str
            ISO day of the fact. A fact of the day itself or a later one keeps its word, so that a place said to be held by a force
            after its end is shown as said.
        date : str
            ISO day to which the fact is carried.

        Returns
        -------
        tuple of Succession
            In order of time; empty where the side is the same.
        """
        found: list[Succession] = []
        step = self.by_side.get(side)
        while step is not None and stated < step.date <= date:
            found.append(step)
            step = self.by_side.get(step.side_to)
        return tuple(found)

    def side_on(self, side: str, stated: str, date: str) -> str:
        """The name on `date` of the side that a fact of the day `stated` names."""
        steps = self.steps(side, stated, date)
        return steps[-1].side_to if steps else side


@lru_cache(maxsize=8)
def load_successions(path: Path | None = None) -> Successions:
    """Load the bundled table of successions, or a user's.

    Parameters
    ----------
    path : Path, optional
        CSV with the columns of the bundled ``successions.csv``.

    Returns
    -------
    Successions

    Raises
    ------
    InputError
        A kind that is none, a side that ends twice, a date that is no day, or a successor that had ended before.
    """
    by_side: dict[str, Succession] = {}
    for r in read_table("successions.csv", _COLUMNS, path):
        if r["kind"] not in _KINDS:
            raise InputError(f"{r['_row']}: the kind {r['kind']!r} is none of {', '.join(_KINDS)}")
        if len(r["date"]) != 10:
            raise InputError(f"{r['_row']}: the date {r['date']!r} is no day; write YYYY-MM-DD")
        if r["side_from"] in by_side:
            raise InputError(f"{r['_row']}: the side {r['side_from']!r} ends twice; one row a side")
        by_side[r["side_from"]] = Succession(r["side_from"], r["side_to"], r["date"], r["kind"], r["note"], r["_row"])
    for s in by_side.values():
        after = by_side.get(s.side_to)
        if after is not None and after.date < s.date:
            raise InputError(f"{s.row}: {s.side_to!r} had ended on {after.date}, before it could follow {s.side_from!r} on {s.date}; correct one of the two days")
    return Successions(by_side)
