"""Annotations made by hand: one JSON file an article, every toponym and every event (the format is told in docs/accuracy.md)."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.model import EVENT_TYPE_OF, Span, SubEventType

__all__ = ["GoldArticle", "GoldEvent", "GoldPlace", "read_gold"]

_SPREAD_KM = {"governorate": 60.0, "desert": 100.0, "region": 40.0, "mountain": 20.0, "district": 15.0}
_EVENT_KM = {1: 5.0, 2: 15.0, 3: 60.0}
_POINT_KM = 5.0


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """An annotated mention of a place."""

    span: Span
    kind: str
    literal: bool
    in_syria: bool
    point: tuple[float, float] | None
    """Longitude, latitude (WGS84)."""
    tolerance_km: float


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An annotated act. The sets hold every acceptable value, the annotator's own first among `sub_types` and `statuses`."""

    id: str
    types: frozenset[str]
    sub_types: tuple[str, ...]
    evidence: tuple[Span, ...]
    points: tuple[tuple[float, float], ...]
    tolerance_km: float
    actors1: tuple[str | None, ...]
    actors2: tuple[str | None, ...]
    starts: tuple[dt.date | None, ...]
    ends: tuple[dt.date | None, ...]
    date_precision: str
    statuses: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """The annotations of an article."""

    id: str
    sha256: str | None
    places: tuple[GoldPlace, ...] = field(default=())
    events: tuple[GoldEvent, ...] = field(default=())


def read_gold(folder: Path) -> tuple[GoldArticle, ...]:
    """Read a folder of annotations.

    Parameters
    ----------
    folder : Path
        With one ``<article>.json`` for each article, named like the article's file.

    Returns
    -------
    tuple of GoldArticle
        In the order of their names.

    Raises
    ------
    InputError
        No annotation there, no JSON, or a field that is missing or of the wrong kind; the message names file and event.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise InputError(f"{folder}: no annotations; one JSON file an article is expected, named like the article")
    return tuple(_article(path) for path in paths)


def _article(path: Path) -> GoldArticle:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: no JSON that can be read ({error}); check the file") from error
    if not isinstance(data, dict):
        raise InputError(f"{path}: no JSON object; places and events of one article are expected")
    return GoldArticle(path.stem, data.get("sha256"), _each(path, data, "places", _place), _each(path, data, "events", _event))


def _each(path: Path, data: Mapping[str, Any], key: str, convert: Any) -> tuple[Any, ...]:
    values = []
    for number, item in enumerate(data.get(key) or [], 1):
        try:
            values.append(convert(item))
        except KeyError as error:
            raise InputError(f"{path}: {key}, number {number}: no {error}; see the format in docs/accuracy.md") from error
        except (TypeError, ValueError, AttributeError, IndexError) as error:
            raise InputError(f"{path}: {key}, number {number}: {error}; see the format in docs/accuracy.md") from error
    return tuple(values)


def _place(item: Mapping[str, Any]) -> GoldPlace:
    kind = str(item["kind"])
    point = None if item["lat"] is None or item["lon"] is None else (float(item["lon"]), float(item["lat"]))
    tolerance = item.get("tolerance_km")
    if not tolerance and kind in ("river", "road"):
        point = None  # a line has no one point
    return GoldPlace(
        Span(int(item["start"]), int(item["end"])), kind, bool(item.get("literal", True)), bool(item["in_syria"]), point,
        float(tolerance or _SPREAD_KM.get(kind, _POINT_KM)),
    )  # fmt: skip


def _event(item: Mapping[str, Any]) -> GoldEvent:
    alt = item.get("alt") or {}

    def all_of(key: str) -> tuple[Any, ...]:
        return (item.get(key), *(alt.get(key) or []))

    sub_types = tuple(str(s) for s in all_of("sub_type"))
    types = {str(t) for t in all_of("type")} | {str(EVENT_TYPE_OF[SubEventType(s)]) for s in sub_types[1:]}
    points = [] if item["lat"] is None else [(float(item["lon"]), float(item["lat"]))]
    points += [(float(lon), float(lat)) for lat, lon in alt.get("point") or []] if points else []
    return GoldEvent(
        str(item["id"]), frozenset(types), sub_types, tuple(Span(int(a), int(b)) for a, b in item["evidence"]), tuple(points),
        float(item.get("tolerance_km") or _EVENT_KM.get(item.get("geo_precision") or 1, _POINT_KM)), all_of("actor1"), all_of("actor2"),
        tuple(_day(d) for d in all_of("date")), tuple(_day(d, last=True) for d in all_of("date_end")), str(item["date_precision"]),
        tuple(str(s) for s in all_of("status")), item.get("confidence") != "judgement",
    )  # fmt: skip


def _day(text: str | None, *, last: bool = False) -> dt.date | None:
    """A day of ISO text that may stop at year or month: the first day it holds, or the last."""
    if text is None:
        return None
    year, month, day = ([int(p) for p in str(text)[:10].split("-")] + [0, 0])[:3]
    if day:
        return dt.date(year, month, day)
    if not last:
        return dt.date(year, month or 1, 1)
    return dt.date(year + 1, 1, 1) - dt.timedelta(1) if month in (0, 12) else dt.date(year, month + 1, 1) - dt.timedelta(1)
