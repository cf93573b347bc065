"""Events of other collections as articles and reports: ACLED, UCDP GED, and any CSV with coordinates.

Each row becomes one article (its notes are the text) and one report, so that imported events can be mapped, compared and merged like
our own, and lead back to their row.
"""

import csv
import io
import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from geomap.errors import InputError
from geomap.io.flat_csv import unguard
from geomap.limits import DEFAULT, Limits
from geomap.model import (
    EVENT_TYPE_OF,
    Admin,
    Article,
    DatePrecision,
    Loss,
    LossSide,
    Period,
    Precision,
    Provenance,
    Report,
    Span,
    SubEventType,
    Where,
    content_id,
    sha256_hex,
)  # fmt: skip
from geomap.model.report import YEARS
from geomap.tables.actors import Actors, load_actors
from geomap.text.folding import fold

__all__ = ["Imported", "read_foreign"]

_ROW = Mapping[str, str]
# ACLED's and UCDP's scales to ours, with the radius that a point of that precision stands for.
_ACLED_WHERE = {"1": (Precision.EXACT, 3.0), "2": (Precision.NEAR, 12.0), "3": (Precision.ADMIN1, 60.0)}
_UCDP_WHERE = {
    "1": (Precision.EXACT, 3.0), "2": (Precision.NEAR, 25.0), "3": (Precision.ADMIN2, 30.0), "4": (Precision.ADMIN1, 60.0),
    "5": (Precision.LINE, 60.0), "6": (Precision.COUNTRY, 300.0), "7": (Precision.AREA, 100.0),
}  # fmt: skip
_UCDP_DATE = {"1": DatePrecision.DAY, "2": DatePrecision.DAY, "3": DatePrecision.WEEK, "4": DatePrecision.MONTH, "5": DatePrecision.YEAR}
_PLAIN = {
    "longitude": ("longitude", "lon", "lng", "long", "x"), "latitude": ("latitude", "lat", "y"), "date": ("date", "date_start", "event_date", "day"),
    "date_end": ("date_end", "end_date"), "place": ("place", "location", "name", "town"), "actor1": ("actor1", "actor", "perpetrator"),
    "actor2": ("actor2", "target"), "type": ("sub_event_type", "type", "event_type"), "deaths": ("fatalities", "deaths", "killed", "deaths_min"),
    "notes": ("notes", "description", "text"), "source": ("source", "outlet", "outlets"), "id": ("id", "event_id"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file of another collection gave."""

    kind: str
    """acled, ucdp or plain."""
    articles: tuple[Article, ...]
    reports: tuple[Report, ...]
    rejected: tuple[tuple[int, str], ...]
    """Line number and reason of every row that could not be taken."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row's content on the way to a report."""

    id: str
    text: str
    source: str
    sub_type: SubEventType
    period: Period
    where: Where
    names: tuple[str, str]
    deaths: tuple[Loss, ...]


_YEARS = re.compile(r"\((\d{4})-\d{0,4}\)")


def _spellings(name: str) -> Iterator[str]:
    """A name as other collections extend it, from the most to the least exact: years, an abbreviation before it, a unit, the country."""
    years = _YEARS.sub(r"(\1-)", name)  # "(2000-2024)" was "(2000-)" while it lasted
    yield from (name, years)
    short, colon, rest = name.partition(": ")
    if colon:  # "HTS: Hayat Tahrir al Sham"
        yield from (rest, short)
    found = _YEARS.search(years)
    if found:  # "Military Forces of Russia (2000-) Air Force"
        yield from (years[: found.end()], years[: found.start()])
    if name.endswith(")"):
        yield name.rpartition(" (")[0]


class _Names:
    """Ids of actors by any of their names, and by date where several share one."""

    def __init__(self, actors: Actors) -> None:
        self._actors = actors
        self._ids: dict[str, list[str]] = {}
        for actor in actors.by_id.values():
            for alias in (actor.name, *actor.aliases):
                for key in dict.fromkeys((fold(alias), fold(_YEARS.sub(r"(\1-)", alias)), fold(_YEARS.sub("", alias)))):
                    self._ids.setdefault(key, []).append(actor.id)

    def id_of(self, name: str, day: str | None) -> str | None:
        """The actor of a name that was active on a day; else any of the name; else None."""
        found = next((ids for n in _spellings(name) if n and (ids := self._ids.get(fold(n).strip()))), [])
        active = [i for i in found if (a := self._actors.get(i)) and a.active_on(day)]
        return next(iter(active or found), None)


def _number(row: _ROW, key: str) -> int:
    text = row.get(key, "").strip()
    value = int(float(text)) if text else 0
    if value < 0:
        raise ValueError(f"{key} = {text}: below 0")
    return value


def _point(longitude: str, latitude: str) -> tuple[float, float]:
    lon, lat = float(longitude), float(latitude)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"longitude {longitude}, latitude {latitude}: out of range; are the two swapped?")
    return lon, lat


def _day(text: str) -> date:
    day = date.fromisoformat(text.strip()[:10])
    if day.year not in YEARS:
        raise ValueError(f"date {text}: not from {YEARS[0]} to {YEARS[-1]}")
    return day


def _sub_type(text: str, default: SubEventType) -> SubEventType:
    wanted = text.strip().casefold()
    return next((s for s in SubEventType if s.value.casefold() == wanted), default)


def _acled(row: _ROW) -> _Draft:
    lon, lat = _point(row["longitude"], row["latitude"])
    precision, radius = _ACLED_WHERE[row["geo_precision"].strip() or "3"]
    day, fatalities = _day(row["event_date"]), _number(row, "fatalities")
    admin = Admin(*(row.get(f"admin{n}", "") or None for n in (1, 2, 3)))
    where = Where(f"acled:{row['location']}", row["location"], lon, lat, radius, precision, "SY", admin, None, "as ACLED codes it")
    deaths = (Loss(LossSide.UNKNOWN, fatalities, fatalities, str(fatalities)),) if fatalities else ()
    return _Draft(
        row["event_id_cnty"], row.get("notes", ""), row.get("source", ""), _sub_type(row["sub_event_type"], SubEventType.OTHER),
        _acled_period(day, row["time_precision"].strip()), where, (row["actor1"], row.get("actor2", "")), deaths,
    )  # fmt: skip


def _acled_period(day: date, precision: str) -> Period:
    if precision == "1":
        return Period(day.isoformat(), day.isoformat(), DatePrecision.DAY)
    if precision == "2":  # ACLED gives the middle of the week
        return Period((day - timedelta(days=3)).isoformat(), (day + timedelta(days=3)).isoformat(), DatePrecision.WEEK)
    last = monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1).isoformat(), day.replace(day=last).isoformat(), DatePrecision.MONTH)


def _ucdp(row: _ROW) -> _Draft:
    lon, lat = _point(row["longitude"], row["latitude"])
    precision, radius = _UCDP_WHERE[row["where_prec"].strip()]
    start, end = _day(row["date_start"]), _day(row["date_end"])
    if end < start:
        raise ValueError(f"date_end {end} before date_start {start}")
    period = Period(start.isoformat(), end.isoformat(), _UCDP_DATE[row["date_prec"].strip()])
    name = row.get("where_coordinates", "") or row.get("where_description", "")
    where = Where(f"ucdp:{name}", name, lon, lat, radius, precision, "SY", Admin(row.get("adm_1") or None, row.get("adm_2") or None), None, "as UCDP codes it")
    sides = (("deaths_a", LossSide.ACTOR1), ("deaths_b", LossSide.ACTOR2), ("deaths_civilians", LossSide.CIVILIANS), ("deaths_unknown", LossSide.UNKNOWN))
    deaths = tuple(Loss(side, n, n, str(n)) for key, side in sides if (n := _number(row, key)))
    sub_type = SubEventType.ATTACK if row["type_of_violence"].strip() == "3" else SubEventType.ARMED_CLASH
    text = row.get("source_headline") or row.get("source_article", "")
    return _Draft(row["id"], text, row.get("source_office", ""), sub_type, period, where, (row["side_a"], row["side_b"]), deaths)


def _plain(row: _ROW) -> _Draft:
    cells = {key: next((row[n] for n in names if row.get(n, "").strip()), "") for key, names in _PLAIN.items()}
    lon, lat = _point(cells["longitude"], cells["latitude"])
    period = Period(None, None, DatePrecision.UNKNOWN)
    if cells["date"]:
        start = _day(cells["date"])
        period = Period(start.isoformat(), max(start, _day(cells["date_end"] or cells["date"])).isoformat(), DatePrecision.DAY)
    place = cells["place"] or f"{lat:.4f}, {lon:.4f}"
    deaths = _number(cells, "deaths")
    return _Draft(
        cells["id"], cells["notes"], cells["source"], _sub_type(cells["type"], SubEventType.OTHER), period,
        Where(f"csv:{place}", place, lon, lat, 1.0, Precision.EXACT, "SY", Admin(), None, "as the table gives it"),
        (cells["actor1"], cells["actor2"]), (Loss(LossSide.UNKNOWN, deaths, deaths, str(deaths)),) if deaths else (),
    )  # fmt: skip


_KINDS: dict[str, tuple[frozenset[str], Callable[[_ROW], _Draft]]] = {
    "acled": (frozenset({"event_id_cnty", "event_date", "time_precision", "sub_event_type", "geo_precision", "location"}), _acled),
    "ucdp": (frozenset({"id", "type_of_violence", "where_prec", "date_prec", "date_start", "side_a", "side_b"}), _ucdp),
}


def _kind(columns: frozenset[str], path: Path) -> tuple[str, Callable[[_ROW], _Draft]]:
    for kind, (needed, read) in _KINDS.items():
        if needed <= columns:
            return kind, read
    if not (columns & set(_PLAIN["longitude"]) and columns & set(_PLAIN["latitude"])):
        shown = ", ".join(sorted(columns)[:12])
        raise InputError(f"{path}: neither ACLED nor UCDP GED, and no columns longitude and latitude; it has {shown or 'no header'}")
    return "plain", _plain


def _rows(path: Path, limits: Limits) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        if path.stat().st_size > limits.table_bytes:
            raise InputError(f"{path}: larger than the cap table_bytes = {limits.table_bytes}; raise it under [limits]")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start} is no UTF-8; save the table as UTF-8") from error
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        reader.fieldnames = [name.strip().casefold() for name in reader.fieldnames or ()]  # reads the first row
        yield 1, dict.fromkeys(reader.fieldnames, "")
        for row in reader:
            yield reader.line_num, {k: unguard(v or "") for k, v in row.items() if isinstance(k, str) and not isinstance(v, list)}
    except csv.Error as error:
        raise InputError(f"{path}, near line {reader.line_num}: {error}; check the quotes") from error


def _report(draft: _Draft, path: Path, line: int, kind: str, known: _Names) -> tuple[Article, Report]:
    text = draft.text or f"{draft.sub_type.value}, {draft.where.place}"
    name = f"{path.stem}-{draft.id or line}"
    article = Article(
        id=name, file=path.name, sha256=sha256_hex(f"{kind}\x1f{name}\x1f{text}".encode()), text=text, outlet=draft.source or kind, language="en",
        published_reason="an imported row says when the act was, not when it was told",
    )  # fmt: skip
    day = draft.period.date_start
    whole = Span(0, len(text))
    one, two = (known.id_of(n, day) for n in draft.names)
    rule = {"row": Provenance((whole,), f"imported from {kind}", f"{path.name}:{line}")}
    report = Report(
        id=content_id("r", article.sha256, 0, draft.where.place_id, draft.sub_type), article=name, evidence=(whole,), trigger=whole,
        event_type=EVENT_TYPE_OF[draft.sub_type], sub_event_type=draft.sub_type, period=draft.period, where=draft.where, actor1=one, actor2=two,
        actor1_name=draft.names[0] or None, actor2_name=draft.names[1] or None, deaths=draft.deaths, confidence=1.0, provenance=rule,
    )  # fmt: skip
    return article, report


def read_foreign(path: Path, *, actors: Actors | None = None, limits: Limits = DEFAULT) -> Imported:
    """Read events of another collection.

    Parameters
    ----------
    path : Path
        CSV of ACLED, of UCDP GED, or with columns for longitude and latitude (and, where there are any, date, place, type, actors,
        deaths, notes, source, id). Commas or semicolons; the kind is told by the header.
    actors : Actors, optional
        Turns names into ids; the bundled table by default. A name that it does not hold is kept as a name.
    limits : Limits
        `table_bytes` caps the file.

    Returns
    -------
    Imported
        Rows without coordinates, with a date that is none or a number below 0 are rejected by line.

    Raises
    ------
    InputError
        The file cannot be read, or its columns fit no kind.
    """
    known = _Names(actors or load_actors())
    rows = _rows(path, limits)
    _, header = next(rows)
    kind, read = _kind(frozenset(header), path)
    articles, reports, rejected = [], [], []
    taken: set[str] = set()
    for line, row in rows:
        try:
            article, report = _report(read(row), path, line, kind, known)
        except (ValueError, KeyError, OverflowError) as error:  # a number may be infinite
            rejected.append((line, str(error)))
            continue
        if article.id in taken:
            rejected.append((line, f"the id {article.id!r} stands twice"))
            continue
        taken.add(article.id)
        articles.append(article)
        reports.append(report)
    return Imported(kind, tuple(articles), tuple(reports), tuple(rejected))
