"""Facts of control: who held, contested or besieged a place when, and who says so."""

import csv
import io
import math
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from geomap.errors import InputError
from geomap.io.jsonl import read_control_facts
from geomap.limits import DEFAULT, Limits
from geomap.model import ControlFact, ControlKind, DatePrecision, Precision, Review
from geomap.model.report import YEARS

__all__ = ["ASSESSED", "CLAIMED", "LARGEST_RADIUS_KM", "Fact", "day", "fact_of", "facts_from_csv", "is_point", "period_of", "read_facts"]

ASSESSED = "assessed"
CLAIMED = "claimed"
_STATUS = {
    "": ASSESSED, "assessed": ASSESSED, "accepted": ASSESSED, "reported": ASSESSED, "claimed": CLAIMED, "planned": "left out",
    "threatened": "left out", "denied": "left out", "historical": "left out", "rejected": "left out", "disputed": CLAIMED,
}  # fmt: skip
_REQUIRED = ("place", "longitude", "latitude", "date", "side", "source")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_Word = TypeVar("_Word", ControlKind, DatePrecision, Precision)
LARGEST_RADIUS_KM = 25.0
"""A place known less exactly holds no ground: it may lie where the map, drawn from it, would say that nothing is known (`areas.FAR_KM`)."""
_WEEK_DAYS = 3  # a date good to the week: three days either way


def is_point(precision: Precision, radius_km: float | None) -> bool:
    """Whether a statement is about a place that can be put on a map: no line, no area, and known to 25 km."""
    return precision in (Precision.EXACT, Precision.NEAR) and (radius_km is None or radius_km <= LARGEST_RADIUS_KM)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement on one place. Longitude and latitude are WGS84 degrees, dates ISO days, first and last inclusive."""

    place: str
    longitude: float
    latitude: float
    """As the longitude, WGS84 degrees."""
    side: str
    date_start: str
    date_end: str
    source: str
    kind: ControlKind = ControlKind.STATE
    side_from: str | None = None
    """Of a change: who held the place before; of a siege: who besieges."""
    date_precision: DatePrecision = DatePrecision.DAY
    status: str = ASSESSED
    """assessed (drawn) or claimed (listed, drawn only on demand)."""
    place_id: str | None = None
    source_side: str | None = None
    """Side to which the source belongs; None for an independent one."""
    quote: str = ""
    basis: str = ""
    """How far the row was checked, in the words of the table."""
    row: str = ""
    """Where the fact stands: file and line, or article."""
    precision: Precision = Precision.EXACT
    radius_km: float | None = None
    """The true point lies within this in nine cases of ten; of an area, how far it reaches. None: not stated."""

    @property
    def of_point(self) -> bool:
        """Whether the fact is about a place. A fact about a line, an area or a place known only roughly is listed and holds no ground."""
        return is_point(self.precision, self.radius_km)


def day(text: str) -> date:
    """The day of an ISO date.

    Raises
    ------
    InputError
        The text is no day of the calendar.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is no date; write YYYY-MM-DD, as 2017-01-31") from error


def period_of(text: str, precision: DatePrecision | None, where: str) -> tuple[str, str, DatePrecision]:
    """First and last possible day of a date as written.

    Parameters
    ----------
    text : str
        ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
    precision : DatePrecision or None
        None: as fine as the text is written.
    where : str
        File and line, for messages.

    Returns
    -------
    tuple of str, str and DatePrecision

    Raises
    ------
    InputError
        The text is no date.
    """
    match = _DATE.fullmatch(text)
    y, m, d = (int(g) if g else 0 for g in match.groups()) if match else (0, 0, 0)
    try:
        first = date(y if y in YEARS else 0, m or 1, d or 1)  # there is no year 0
    except ValueError as error:
        raise InputError(f"{where}: {text!r} is no date from {YEARS[0]} to {YEARS[-1]}; write YYYY-MM-DD, YYYY-MM or YYYY") from error
    precision = precision or (DatePrecision.DAY if d else DatePrecision.MONTH if m else DatePrecision.YEAR)
    if precision is DatePrecision.DAY and d:
        return first.isoformat(), first.isoformat(), precision
    if precision is DatePrecision.WEEK and d:
        return (first - timedelta(_WEEK_DAYS)).isoformat(), (first + timedelta(_WEEK_DAYS)).isoformat(), precision
    if precision is DatePrecision.YEAR or not m:
        return f"{y:04d}-01-01", f"{y:04d}-12-31", DatePrecision.YEAR
    following = date(y + m // 12, m % 12 + 1, 1)
    return first.replace(day=1).isoformat(), (following - timedelta(1)).isoformat(), DatePrecision.MONTH


def _number(text: str, largest: float, name: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not abs(value) <= largest:
        unit = "kilometres" if name == "radius_km" else "decimal degrees (WGS84)"
        raise InputError(f"{where}: {name} {text!r} is no number from -{largest:g} to {largest:g}; give {unit}")
    return value


def _choice(value: str, known: type[_Word], name: str, where: str) -> _Word:
    try:
        return known(value)
    except ValueError as error:
        raise InputError(f"{where}: {name} {value!r} is none of {', '.join(k.value for k in known)}") from error


def _fact(r: dict[str, str], where: str) -> Fact | None:
    """The fact of a row; None where its status says that it speaks of nothing that happened."""
    status = _STATUS.get(r.get("status", "").lower())
    if status is None:
        raise InputError(f"{where}: status {r['status']!r} is none of {', '.join(k for k in _STATUS if k)}")
    if status == "left out":
        return None
    if not r["place"] or not r["side"]:
        raise InputError(f"{where}: a fact needs a place and a side; fill in {'place' if not r['place'] else 'side'}")
    given = r.get("date_precision", "")
    precision = _choice(given, DatePrecision, "date_precision", where) if given else None
    start, end, precision = period_of(r["date"], precision, where)
    told = _choice(r["precision"], Precision, "precision", where) if r.get("precision") else Precision.EXACT
    radius = _number(r["radius_km"], 1000, "radius_km", where) if r.get("radius_km") else None
    kind = r.get("kind", "") or (ControlKind.CHANGE if r.get("from") else ControlKind.STATE)
    return Fact(
        r["place"], _number(r["longitude"], 180, "longitude", where), _number(r["latitude"], 90, "latitude", where), r["side"], start,
        end, r["source"], _choice(kind, ControlKind, "kind", where), r.get("from") or None, precision, status,
        r.get("place_id") or None, r.get("source_side") or None, r.get("quote", ""), r.get("basis") or r.get("check") or "", where, told, radius,
    )  # fmt: skip


def facts_from_csv(data: bytes, shown: str) -> tuple[Fact, ...]:
    """Facts of a table as bytes; columns and errors as in `read_facts`, `shown` names the table in messages."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{shown}: byte {error.start} is no UTF-8; save the table as UTF-8") from error
    lines = text.splitlines(keepends=True)
    head = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    reader = csv.DictReader(io.StringIO("".join(lines[head:]), newline=""), strict=True)
    facts: list[Fact] = []
    try:
        missing = [c for c in _REQUIRED if c not in (reader.fieldnames or ())]
        if missing:
            raise InputError(f"{shown}: no column {', '.join(missing)}; facts need {', '.join(_REQUIRED)}")
        for row in reader:
            where = f"{shown}, line {head + reader.line_num}"
            if (row[reader.fieldnames[0]] or "").startswith("#"):  # type: ignore[index]  # a header without a column was refused above
                continue
            if None in row:
                raise InputError(f"{where}: more fields than columns; quote a field that holds a comma")
            fact = _fact({k: (v or "").strip() for k, v in row.items()}, where)
            if fact is not None:
                facts.append(fact)
    except csv.Error as error:
        raise InputError(f"{shown}, near line {head + reader.line_num}: {error}; check the quotes") from error
    return tuple(facts)


def fact_of(coded: ControlFact, quote: str = "", source_side: str | None = None) -> Fact | None:
    """A fact from one coded from an article; claimed until a person accepts it.

    Parameters
    ----------
    coded : ControlFact
    quote : str
        The sentence.
    source_side : str, optional
        Side of the one who says so.

    Returns
    -------
    Fact or None
        None where the fact has no point, no day, was rejected by a person, or speaks of nothing that happened.
    """
    where, when = coded.where, coded.period
    if coded.review is Review.REJECTED:
        return None
    status = ASSESSED if coded.review in (Review.ACCEPTED, Review.EDITED) else CLAIMED
    if where.longitude is None or where.latitude is None or when.date_start is None or _STATUS.get(coded.status) == "left out":
        return None
    return Fact(
        where.place or "", where.longitude, where.latitude, coded.side, when.date_start, when.date_end or when.date_start,
        coded.source or coded.claimant or coded.article or "", coded.kind, coded.side_from, when.date_precision, status, where.place_id,
        source_side, quote, "accepted by a person" if status == ASSESSED else "", coded.article or "", where.precision or Precision.EXACT, where.radius_km,
    )  # fmt: skip


def read_facts(path: Path, limits: Limits = DEFAULT) -> tuple[Fact, ...]:
    """Read facts from a table or from what a run coded.

    Parameters
    ----------
    path : Path
        CSV with the columns place, longitude, latitude, date, side, source and, optional, from, kind, date_precision, status,
        place_id, source_side, quote, basis, precision, radius_km; lines that begin with ``#`` are comments. Or a ``control_facts.jsonl``.
    limits : Limits
        `table_bytes` caps the file.

    Returns
    -------
    tuple of Fact
        In the order of the file; planned, threatened, denied and historical ones are left out.

    Raises
    ------
    InputError
        The file cannot be read, lacks a column, or holds a value that is none.
    """
    if path.suffix == ".jsonl":
        return tuple(f for f in map(fact_of, read_control_facts(path)) if f is not None)
    try:
        size = path.stat().st_size
        if size > limits.table_bytes:
            raise InputError(f"{path}: {size} bytes, more than the cap table_bytes = {limits.table_bytes}; raise it under [limits]")
        return facts_from_csv(path.read_bytes(), path.name)
    except OSError as error:
        raise InputError(f"facts {path}: cannot be read ({error.strerror}); check the path") from error
