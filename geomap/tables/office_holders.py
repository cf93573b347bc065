"""The table of what a text presupposes about its day: who held an office, which organisation or operation had begun."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from geomap.errors import InputError
from geomap.tables.reader import read_table

__all__ = ["OfficeHolders", "Tenure", "load_office_holders"]

_COLUMNS = ("name", "kind", "words", "from", "to", "basis")
_KINDS = ("office", "organisation", "operation", "event", "horizon")


@dataclass(frozen=True, slots=True)
class Tenure:
    """A stretch of time in which words are used of the present."""

    name: str
    kind: str
    words: tuple[str, ...]
    first: dt.date
    last: dt.date | None
    row: str


@dataclass(frozen=True, eq=False)
class OfficeHolders:
    """All tenures, and the years in which dates are looked for."""

    tenures: tuple[Tenure, ...]
    horizon: tuple[dt.date, dt.date]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds any of the words, as whole words, apostrophes of either form."""
        words = sorted({w for t in self.tenures for w in t.words}, key=lambda w: (-len(w), w))
        return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(w).replace("'", "['’]") for w in words) + r")(?![\w])")

    @cached_property
    def by_words(self) -> dict[str, tuple[Tenure, ...]]:
        """Tenures of each spelling."""
        found: dict[str, list[Tenure]] = {}
        for tenure in self.tenures:
            for word in tenure.words:
                found.setdefault(word, []).append(tenure)
        return {word: tuple(tenures) for word, tenures in found.items()}


@lru_cache(maxsize=8)
def load_office_holders(path: Path | None = None) -> OfficeHolders:
    """Load the bundled table, or a user's.

    Parameters
    ----------
    path : Path, optional
        CSV with the columns of the bundled ``office_holders.csv``.

    Returns
    -------
    OfficeHolders

    Raises
    ------
    InputError
        A date that is none, an unknown kind, or no row of the kind horizon.
    """
    tenures: list[Tenure] = []
    horizon: tuple[dt.date, dt.date] | None = None
    for r in read_table("office_holders.csv", _COLUMNS, path):
        if r["kind"] not in _KINDS:
            raise InputError(f"{r['_row']}: the kind {r['kind']!r} is unknown; known: {', '.join(_KINDS)}")
        first, last = _day(r["from"], r["_row"]), _day(r["to"], r["_row"]) if r["to"] else None
        if r["kind"] == "horizon" and last:
            horizon = (first, last)
        else:
            words = tuple(w.strip() for w in r["words"].split("|") if w.strip())
            tenures.append(Tenure(r["name"], r["kind"], words, first, last, r["_row"]))
    if horizon is None:
        raise InputError(f"table {path or 'office_holders.csv'}: no row of the kind horizon with both days; dates need their bounds")
    return OfficeHolders(tuple(tenures), horizon)


def _day(value: str, row: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise InputError(f"{row}: {value!r} is no ISO date; write 2017-01-20") from error
