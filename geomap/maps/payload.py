"""Events as columns of small numbers with dictionaries: the one block of data that an interactive map carries.

Every text travels here, as JSON, and is shown by the viewer with ``textContent``. Dates are days since 1970-01-01; missing
numbers are null. The order of the rows of the input does not matter: events are sorted by first day, then id.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.maps.actornodes import ActorNodes, actor_nodes
from geomap.maps.columns import (
    Coded,
    coded,
    coded_json,
    coded_rows,
    coded_values,
    days,
    first_rows,
    json_list,
    number_all,
    numbers,
    texts,
)  # fmt: skip
from geomap.maps.reportcolumns import ReportColumns, read_reports, reports_of
from geomap.tables.actors import Actors

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["HOME_COUNTRY", "PLACEMENTS", "event_columns", "placement"]

HOME_COUNTRY = ("SY", "Syria")
PLACEMENTS = ("point", "governorate", "country", "outside", "none")
"""Where an event is drawn: on a point (with its radius), on a governorate, or only listed, for one of three reasons."""

_DICTIONARY_COLUMNS = {
    "type": "event_type", "sub": "sub_event_type", "status": "status", "basis": "basis", "review": "review", "object": "object",
    "weapon": "weapon", "dateprec": "date_precision",
}  # fmt: skip
_PLACE_COLUMNS = ("place", "longitude", "latitude", "radius_km", "precision", "admin1", "admin2", "admin3", "country", "place_id")
_LOSS_KINDS = ("deaths", "wounded", "captured")


def _sorted_events(events: "pd.DataFrame") -> "pd.DataFrame":
    import pandas as pd

    frame = pd.DataFrame(events)
    if "id" not in frame:
        raise InputError(f"events have no column 'id'; they have {', '.join(map(str, frame.columns))[:200]}; give each event an id")
    if "longitude" not in frame and "geometry" in frame:
        points = events.geometry
        frame = frame.assign(longitude=points.x.to_numpy(), latitude=points.y.to_numpy())
    frame = frame.drop(columns="geometry", errors="ignore")
    ids = texts(frame, "id")
    twice = sorted(i for i, n in Counter(ids).items() if n > 1)
    if twice:
        raise InputError(f"events hold the id {twice[0]!r} more than once; ids are unique: keep one row of it")
    order = _by_day_and_id(frame, ids)
    return frame if order == list(range(len(ids))) else frame.iloc[order].reset_index(drop=True)


def _by_day_and_id(frame: "pd.DataFrame", ids: list[str]) -> list[int]:
    """Rows by first day, undated ones last, then id."""
    import numpy as np

    index, starts = coded(frame, "date_start")
    by_start = sorted(range(len(starts)), key=lambda n: starts[n] or "9999")
    rank = np.empty(len(starts), dtype=np.int64)
    rank[by_start] = np.arange(len(starts))
    by_id = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    return list(by_id[np.argsort(rank[index[by_id]], kind="stable")].tolist())


def placement(longitude: float | None, latitude: float | None, precision: str, admin1: str, country: str) -> int:
    """Index into `PLACEMENTS` of where an event is drawn."""
    if country and country not in HOME_COUNTRY:
        return 3
    if precision == "country":
        return 2
    if precision == "admin1" and admin1:
        return 1
    return 4 if longitude is None or latitude is None else 0


def _places(frame: "pd.DataFrame") -> tuple[list[int], dict[str, list[Any]]]:
    digits = {"longitude": 5, "latitude": 5, "radius_km": 2}
    index, rows = coded_rows(
        [coded_values(numbers(frame, name, digits[name])) if name in digits else coded(frame, name) for name in _PLACE_COLUMNS]
    )
    table: dict[str, list[Any]] = {name: [row[i] for row in rows] for i, name in enumerate(_PLACE_COLUMNS)}
    table["on"] = [placement(r[1], r[2], r[4], r[5], r[8]) for r in rows]
    return index.tolist(), table


def _losses(frame: "pd.DataFrame", ids: list[str], name_of: Callable[[Any], str]) -> dict[str, Any]:
    columns = [coded_json(frame, f"{kind}_json") for kind in _LOSS_KINDS]

    def read(cells: tuple[Any, ...], row_id: str) -> tuple[Any, ...]:
        return tuple(
            (kind, str(r.get("side") or "unknown"), _whole(r.get("min")), _whole(r.get("max")), str(r.get("words") or ""),
             name_of(r.get("claimant")), len(r.get("joint_with") or ()))
            for kind, cell in zip(_LOSS_KINDS, cells, strict=True)
            for r in json_list(cell, f"{kind}_json", row_id) if isinstance(r, Mapping)
        )  # fmt: skip

    return _each_once(coded_rows(columns), ids, read)


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, (int, float)) and value == value and abs(value) < 2**53 else None


def _each_once(cells: Coded, ids: list[str], read: Callable[[Any, str], tuple[Any, ...]]) -> dict[str, Any]:
    """Read each distinct cell once."""
    index, distinct = cells
    rows = [ids[row] for row in first_rows(index).tolist()]
    number, values = number_all([read(cell, row_id) for cell, row_id in zip(distinct, rows, strict=True)])
    return {"index": [number[n] for n in index.tolist()], "values": values}


def _lists(frame: "pd.DataFrame", column: str, ids: list[str], shown: Callable[[Any], str]) -> dict[str, Any]:
    return _each_once(coded_json(frame, column), ids, lambda cell, row_id: tuple(shown(v) for v in json_list(cell, column, row_id)))


def _dictionary(cells: Coded) -> dict[str, Any]:
    index, distinct = cells
    values = sorted(distinct)
    number = {value: n for n, value in enumerate(values)}
    own = [number[value] for value in distinct]
    return {"index": [own[n] for n in index.tolist()], "values": values}


def _change(value: Any) -> str:
    """A control change or a correction in words: its fields in a fixed order."""
    if not isinstance(value, Mapping):
        return str(value)
    return "; ".join(f"{key.replace('_', ' ')}: {value[key]}" for key in sorted(value) if value[key] not in (None, ""))


def _control_change(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    before, after = value.get("from") or value.get("side_from"), value.get("to") or value.get("side_to")
    where = str(value.get("place") or "")
    held = f"from {before or 'unknown'} to {after or 'unknown'}"
    return f"{where}: {held} ({value.get('kind') or 'change'})" if where else f"{held} ({value.get('kind') or 'change'})"


_OF_ARTICLE = ("article", "outlet", "title", "url", "archive_url", "published")


def _reports(told: ReportColumns, name_of: Callable[[Any], str]) -> dict[str, Any]:
    """Reports column by column, with the texts that repeat written once."""
    article, articles = coded_rows([told.coded[name] for name in _OF_ARTICLE])
    quote, quotes = told.coded["quote"]
    index, claimants = told.coded["claimant"]
    columns = {
        "spans": told.coded["spans"], "claimant": (index, [name_of(claimant) for claimant in claimants]), "status": told.coded["status"],
        "rule": told.coded["rule"], "why": told.coded["why_here"],
    }  # fmt: skip
    number, words = number_all(chain.from_iterable(distinct for _, distinct in columns.values()))
    out: dict[str, Any] = {"n": told.n, "id": told.id, "article": article.tolist(), "quote": quote.tolist()}
    at = 0
    for name, (index, distinct) in columns.items():
        own = number[at : at + len(distinct)]
        out[name] = [own[i] for i in index.tolist()]
        at += len(distinct)
    return {**out, "articles": [list(row) for row in articles], "quotes": quotes, "words": words}


def event_columns(
    events: "pd.DataFrame", actors: Actors, reports: Mapping[str, Sequence[Mapping[str, Any]]] | None = None
) -> dict[str, Any]:
    """Turn events into the columns that the viewer reads.

    Parameters
    ----------
    events : GeoDataFrame or DataFrame
        One row an event, flat columns as in ``events.geojson`` (see `docs/map.md`). Missing columns count as unknown.
    actors : Actors
        Names and parents of organisations.
    reports : mapping, optional
        Event id to its reports, in place of the column ``reports_json``.

    Returns
    -------
    dict
        Ready for `json.dumps`; the same events in any order give the same dict.

    Raises
    ------
    InputError
        No column ``id``, an id twice, or a ``*_json`` cell that is no JSON.
    """
    frame = _sorted_events(events)
    ids = texts(frame, "id")
    name_of = _names(actors)
    place_index, places = _places(frame)
    nodes: ActorNodes = actor_nodes(
        *((coded(frame, f"side{n}"), coded(frame, f"actor{n}"), coded(frame, f"actor{n}_name")) for n in (1, 2)), actors=actors
    )
    if reports is not None:
        told = reports_of([list(reports.get(i, ())) for i in ids])
    else:
        told = read_reports(frame["reports_json"].tolist() if "reports_json" in frame else [None] * len(ids), ids)
    return {
        "id": ids, "place": place_index, "places": places, **_period(frame),
        "actor1": nodes.first, "actor2": nodes.second, "actors": nodes.table(),
        "sources": numbers(frame, "n_sources"), "camps": numbers(frame, "n_camps"), "confidence": numbers(frame, "confidence", 2),
        "deaths_min": numbers(frame, "deaths_min"), "deaths_max": numbers(frame, "deaths_max"),
        "losses": _losses(frame, ids, name_of),
        "with1": _lists(frame, "actor1_associates_json", ids, name_of),
        "with2": _lists(frame, "actor2_associates_json", ids, name_of),
        "change": _lists(frame, "control_change_json", ids, _control_change),
        "corrections": _lists(frame, "corrections_json", ids, _change),
        **{key: _dictionary(coded(frame, column)) for key, column in _DICTIONARY_COLUMNS.items()},
        "reports": _reports(told, name_of),
    }  # fmt: skip


def _names(actors: Actors) -> Callable[[Any], str]:
    """Name of an actor by id, looked up once each; what is no id stays as it is."""

    @cache
    def name_of(key: str) -> str:
        return str(actors.name(key) or key)

    return lambda actor: name_of(str(actor or ""))


def _period(frame: "pd.DataFrame") -> dict[str, Any]:
    """First and last days; an end before the start is no end."""
    start, end = days(frame, "date_start"), days(frame, "date_end")
    ongoing, said = coded(frame, "ongoing")
    yes = [int(t.lower() in ("true", "1", "1.0")) for t in said]
    return {
        "start": start,
        "end": [max(s, e) if s is not None and e is not None else s for s, e in zip(start, end, strict=True)],
        "ongoing": [yes[n] for n in ongoing.tolist()],
    }
