"""Events as rows of ACLED: 31 columns, one row a day.

Rules of the ACLED codebook that are applied: one row a day, deaths divided over the days, the first taking the remainder; the lowest
figure told, and set numbers for vague words; shelling and strikes inside a battle of the same day, place and parties are part of it;
an inexact date stands at the middle of its week or month; events known only to a year or to the country have no row.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from geomap.io.foreign import Exported, NotHeld, unusable
from geomap.io.geojson import flat_rows
from geomap.model import EventType, SubEventType
from geomap.tables.actors import Actors, load_actors

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["ACLED_COLUMNS", "INTER_LABELS", "acled_rows", "fatalities"]

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "assoc_actor_1",
    "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2",
    "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
INTER_LABELS = {
    0: "", 1: "State forces", 2: "Rebel group", 3: "Political militia", 4: "Identity militia", 5: "Rioters", 6: "Protesters", 7: "Civilians",
    8: "External/Other forces",
}  # fmt: skip
_UNIDENTIFIED = "Unidentified Armed Group (Syria)"
# ACLED's numbers for words; "several" and "few" are 3 below the scale of a battle, "many" 10. "Heavy casualties" is no number.
_VAGUE = {"hundreds": 100, "dozens": 12, "scores": 10, "tens": 10, "many": 10, "several": 3, "some": 3, "few": 3, "number of": 3}
_LONGEST_DAYS = 31  # "for three months" is no 90 events
_DEMONSTRATION = (EventType.PROTESTS, EventType.RIOTS)
_PROTEST_SUBS = (SubEventType.PEACEFUL_PROTEST, SubEventType.PROTEST_INTERVENTION, SubEventType.VIOLENT_DEMONSTRATION)


def fatalities(row: Mapping[str, Any]) -> int:
    """ACLED's single number of deaths.

    Parameters
    ----------
    row : mapping
        A flat row of events.

    Returns
    -------
    int
        The lowest figure told; else ACLED's number for the vague word; else 0.
    """
    if row["deaths_min"] is not None:
        return int(row["deaths_min"])
    words = " ".join(claim["words"].lower() for claim in json.loads(row["deaths_json"] or "[]"))
    return next((number for word, number in _VAGUE.items() if word in words), 0)


def _disorder(row: Mapping[str, Any]) -> str:
    sub, kind = row["sub_event_type"], row["event_type"]
    if sub == SubEventType.EXCESSIVE_FORCE:
        return "Political violence; Demonstrations"
    if kind in _DEMONSTRATION and sub != SubEventType.MOB_VIOLENCE:
        return "Demonstrations"
    return "Strategic developments" if kind == EventType.STRATEGIC else "Political violence"


def _days(row: Mapping[str, Any]) -> tuple[list[date], int] | NotHeld:
    """The days of an event's rows with ACLED's time precision, or why there is none."""
    precision = row["date_precision"]
    if row["date_start"] is None or precision not in ("day", "week", "month"):
        return NotHeld(row["id"], "event", row["date_start"] or "", "no date within a month is known")
    start = date.fromisoformat(row["date_start"])
    end = max(start, date.fromisoformat(row["date_end"] or row["date_start"]))
    length = (end - start).days + 1
    if precision == "day" and length <= _LONGEST_DAYS:
        return [start + timedelta(days=n) for n in range(length)], 1
    if precision == "month":
        return [start.replace(day=16) if length in (1, *range(28, 32)) else start + timedelta(days=length // 2)], 3
    if precision == "week":
        return [start + timedelta(days=(length if length > 1 else 7) // 2)], 2
    return [start + timedelta(days=length // 2)], 3


def _inter(actor: str | None, name: str | None, actors: Actors) -> int:
    known = actors.get(actor)
    if known and known.acled_code is not None:
        return known.acled_code
    return 3 if actor or name else 0


def _interaction(one: int, two: int, *, labels: bool) -> str | int:
    if labels:
        low, high = min(one, two), max(one, two)
        return f"{INTER_LABELS[low]}-{INTER_LABELS[high]}" if two else f"{INTER_LABELS[one]} only"
    return min(one, two) * 10 + max(one, two) if two else one * 10


def _names(text: str | None, actors: Actors) -> str:
    return "; ".join(actors.name(a) or a for a in json.loads(text or "[]"))


def _who(row: Mapping[str, Any], actors: Actors, *, labels: bool) -> dict[str, Any]:
    name1 = actors.name(row["actor1"]) or row["actor1_name"]
    name2 = actors.name(row["actor2"]) or row["actor2_name"]
    one, two = _inter(row["actor1"], row["actor1_name"], actors), _inter(row["actor2"], row["actor2_name"], actors)
    if not name1:
        name1, one = _UNIDENTIFIED, 3
    civilian = two == 7 and row["event_type"] != EventType.BATTLES and row["sub_event_type"] not in _PROTEST_SUBS
    return {
        "actor1": name1, "assoc_actor_1": _names(row["actor1_associates_json"], actors),
        "inter1": INTER_LABELS[one] if labels else one, "actor2": name2 or "",
        "assoc_actor_2": _names(row["actor2_associates_json"], actors), "inter2": INTER_LABELS[two] if labels else two,
        "interaction": _interaction(one, two, labels=labels), "civilian_targeting": "Civilian targeting" if civilian else "",
    }  # fmt: skip


def _rows_of(row: Mapping[str, Any], days: Sequence[date], precision: int, who: Mapping[str, Any]) -> list[dict[str, Any]]:
    deaths = fatalities(row)
    share, rest = divmod(deaths, len(days))
    told = f"{row['sub_event_type']}: {who['actor1']}" + (f" against {who['actor2']}" if who["actor2"] else "")
    return [
        {
            "event_id_cnty": row["id"] if len(days) == 1 else f"{row['id']}-{n + 1}", "event_date": day.isoformat(), "year": day.year,
            "time_precision": precision, "disorder_type": _disorder(row), "event_type": row["event_type"],
            "sub_event_type": row["sub_event_type"], **who, "iso": 760, "region": "Middle East", "country": "Syria",
            "admin1": row["admin1"], "admin2": row["admin2"], "admin3": row["admin3"], "location": row["place"],
            "latitude": round(row["latitude"], 4), "longitude": round(row["longitude"], 4), "geo_precision": row["geo_precision"],
            "source": row["outlets"], "source_scale": "", "notes": f"{told}, at {row['place']}. {row['n_reports']} report(s), {row['status']}.",
            "fatalities": share + (rest if n == 0 else 0), "tags": f"status={row['status']}; basis={row['basis']}; coded by machine; review={row['review'] or 'unreviewed'}",
            "timestamp": "",
        }
        for n, day in enumerate(days)
    ]  # fmt: skip


def _lost(row: Mapping[str, Any]) -> Iterable[NotHeld]:
    for column, why in (
        ("wounded_min", "ACLED counts no wounded"), ("captured_min", "ACLED counts no captured"),
        ("control_change_json", "ACLED has no column for who holds a place afterwards"), ("weapon", "ACLED has the sub-type only"),
        ("object", "ACLED has no column for what was hit"),
        ("part_of", "ACLED has no column for the period that an event lies within"),
    ):  # fmt: skip
        if row[column] is not None:
            yield NotHeld(row["id"], column, str(row[column]), why)
    if row["deaths_max"] is not None and row["deaths_max"] != row["deaths_min"]:
        yield NotHeld(row["id"], "deaths_max", str(row["deaths_max"]), "ACLED holds the lowest figure only")
    if row["deaths_json"] not in (None, "[]"):
        yield NotHeld(row["id"], "deaths_json", row["deaths_json"], "ACLED's deaths have neither side nor claimant")


def _folded(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[NotHeld]]:
    """Put shelling and strikes into the battle of the same day, place and parties."""
    battles: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if row["event_type"] == EventType.BATTLES:
            battles.setdefault(_encounter(row), row)
    kept, folded = [], []
    for row in rows:
        battle = battles.get(_encounter(row))
        if row["event_type"] != EventType.EXPLOSIONS or battle is None or row["interaction"] != battle["interaction"]:
            kept.append(row)
            continue
        battle["fatalities"] += row["fatalities"]
        battle["notes"] += f" With {row['sub_event_type']}."
        folded.append(NotHeld(row["event_id_cnty"], "event", row["sub_event_type"], f"part of the battle {battle['event_id_cnty']}"))
    return kept, folded


def _encounter(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["event_date"], row["location"], row["latitude"], row["longitude"], tuple(sorted((row["actor1"], row["actor2"])))


def acled_rows(events: "GeoDataFrame", *, actors: Actors | None = None, labels: bool = True) -> Exported:
    """Events as rows of ACLED.

    Parameters
    ----------
    events : GeoDataFrame
        As from `geomap.io.frames.events_frame`.
    actors : Actors, optional
        Gives names and ACLED's kinds of actors; the bundled table by default.
    labels : bool
        Kinds of actors as words, as ACLED's interface gives them since 2025; else as numbers.

    Returns
    -------
    Exported
        ``source_scale`` and ``timestamp`` are empty: nothing tells them.
    """
    table = actors or load_actors()
    by_event: dict[str, list[dict[str, Any]]] = defaultdict(list)
    not_held: list[NotHeld] = []
    for row in flat_rows(events):
        days = _days(row)
        reason = unusable(row) or (days if isinstance(days, NotHeld) else None)
        if reason or isinstance(days, NotHeld):
            not_held += [reason] if reason else []
            continue
        not_held += _lost(row)
        by_event[row["id"]] = _rows_of(row, *days, _who(row, table, labels=labels))
    kept, folded = _folded([r for rows in by_event.values() for r in rows])
    kept.sort(key=lambda r: (r["event_date"], r["event_id_cnty"]))
    return Exported(ACLED_COLUMNS, tuple(kept), tuple(sorted((*not_held, *folded), key=lambda n: (n.event, n.what, n.why))))
