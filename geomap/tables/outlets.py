"""The table of outlets: their domains and names, the side they belong to, and whom their words mean."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from geomap.errors import InputError
from geomap.tables.reader import read_table

__all__ = ["AFFILIATIONS", "Outlet", "Outlets", "load_outlets"]

AFFILIATIONS = frozenset(
    [
        "", "government", "russia", "iran", "isis", "sdf", "turkey", "turkish-backed", "opposition", "hts", "coalition", "israel",
        "new-government",
    ]
)  # fmt: skip
_COLUMNS = (
    "outlet", "kind", "domains", "aliases", "affiliation", "language", "date_order",
    "terrorists", "militants", "army", "regime", "organization", "basis",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet. The last five fields say whom a loaded word means there: ids of sides or actors, most likely first."""

    name: str
    kind: str
    """agency, broadcaster, government, monitor, newspaper, site, or reprinter (carries texts of others)."""
    domains: tuple[str, ...]
    aliases: tuple[str, ...]
    affiliation: str
    """Id of a side, or empty for an independent outlet."""
    language: str
    date_order: str
    """dmy, mdy or empty: how the outlet writes a date in digits."""
    terrorists: tuple[str, ...]
    militants: tuple[str, ...]
    army: tuple[str, ...]
    regime: tuple[str, ...]
    organization: tuple[str, ...]
    row: str


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9\u0600-\u06ff]+", "", name.casefold())


@dataclass(frozen=True, slots=True, eq=False)
class Outlets:
    """All outlets, found by name or by address. Compared by identity: a table is loaded once."""

    by_key: dict[str, Outlet]
    by_domain: dict[str, Outlet]

    def named(self, name: str | None) -> Outlet | None:
        """The outlet of a name or alias, ignoring case, blanks and punctuation; a domain is a name too."""
        if not name:
            return None
        return self.by_key.get(_key(name)) or self.at(name if "://" in name else f"https://{name.strip()}")

    def at(self, url: str | None) -> Outlet | None:
        """The outlet of an address, by its host or a parent of it."""
        try:
            host = (urlsplit(url or "").hostname or "").rstrip(".")
        except ValueError:  # an address that is none, as http://[x
            return None
        labels = host.split(".")
        return next((o for i in range(len(labels) - 1) if (o := self.by_domain.get(".".join(labels[i:])))), None)

    def affiliation(self, name: str | None) -> str | None:
        """Side of an outlet; None for an independent or an unknown one."""
        outlet = self.named(name)
        return (outlet.affiliation or None) if outlet else None


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


@lru_cache(maxsize=8)
def load_outlets(path: Path | None = None) -> Outlets:
    """Load the bundled table of outlets, or a user's.

    Parameters
    ----------
    path : Path, optional
        CSV with the columns of the bundled ``outlets.csv``.

    Returns
    -------
    Outlets

    Raises
    ------
    InputError
        A name or domain twice, or an affiliation that is no side.
    """
    by_key: dict[str, Outlet] = {}
    by_domain: dict[str, Outlet] = {}
    for r in read_table("outlets.csv", _COLUMNS, path):
        if r["affiliation"] not in AFFILIATIONS:
            raise InputError(f"{r['_row']}: the affiliation {r['affiliation']!r} is no side; known: {', '.join(sorted(AFFILIATIONS))}")
        outlet = Outlet(
            r["outlet"], r["kind"], _parts(r["domains"]), _parts(r["aliases"]), r["affiliation"], r["language"], r["date_order"],
            *(_parts(r["terrorists"]), _parts(r["militants"]), _parts(r["army"]), _parts(r["regime"]), _parts(r["organization"])), r["_row"],
        )  # fmt: skip
        for key in dict.fromkeys(_key(n) for n in (outlet.name, *outlet.aliases)):
            if by_key.setdefault(key, outlet) is not outlet:
                raise InputError(f"{outlet.row}: the name {key!r} of {outlet.name!r} also stands in {by_key[key].row}; keep it in one of them")
        for domain in outlet.domains:
            if by_domain.setdefault(domain.lower(), outlet) is not outlet:
                raise InputError(f"{outlet.row}: the domain {domain!r} also stands in {by_domain[domain.lower()].row}; keep it in one of them")
    return Outlets(by_key, by_domain)
