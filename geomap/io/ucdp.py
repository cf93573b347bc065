"""Events as rows of UCDP GED: 49 columns, lethal events only, by dyad."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from math import floor
from typing import TYPE_CHECKING, Any

from geomap.io.foreign import Exported, NotHeld, unusable
from geomap.io.geojson import flat_rows
from geomap.io.tolls import views
from geomap.model import UCDP_DATE_PRECISION, UCDP_WHERE_PRECISION, DatePrecision, Loss, LossSide, Precision
from geomap.tables.actors import Actors, load_actors

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["UCDP_COLUMNS", "priogrid", "ucdp_rows"]

UCDP_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name",
    "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country",
    "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
_NAMES = {
    "government": "Government of Syria", "new-government": "Government of Syria", "russia": "Government of Russia (Soviet Union)",
    "turkey": "Government of Turkey", "israel": "Government of Israel", "iraq": "Government of Iraq",
    "coalition": "Government of United States of America", "isis": "IS", "sdf": "SDF", "hts": "Hay'at Tahrir al-Sham",
    "opposition": "Syrian insurgents", "turkish-backed": "Syrian insurgents", "civilians": "Civilians",
}  # fmt: skip
# Gleditsch and Ward's numbers of states.
_STATES = {"government": 652, "new-government": 652, "russia": 365, "turkey": 640, "israel": 666, "iraq": 645, "coalition": 2}
_INSURGENTS = frozenset({"opposition", "turkish-backed", "hts"})
_SYRIA = 652
_WEEK_DAYS = 7


def priogrid(longitude: float, latitude: float) -> int:
    """Cell of PRIO-GRID (half a degree, counted from the south-west; Tollefsen, Strand, Buhaug 2012).

    Parameters
    ----------
    longitude, latitude : float
        WGS84 degrees.

    Returns
    -------
    int
    """
    row = min(359, floor((latitude + 90) * 2))
    column = min(719, floor((longitude + 180) * 2))
    return row * 720 + column + 1


def _name(side: str | None, actor: str | None, shown: str | None, actors: Actors, *, coarse: bool) -> str:
    if side and coarse and side in _INSURGENTS:
        return "Syrian insurgents"
    return _NAMES.get(side or "") or actors.name(actor) or shown or "XXX"


def _sides(row: Mapping[str, Any], actors: Actors, *, coarse: bool) -> dict[str, Any]:
    """Side a and b, the state first as in GED, civilians last; with the type of violence."""
    one = (row["side1"], _name(row["side1"], row["actor1"], row["actor1_name"], actors, coarse=coarse), LossSide.ACTOR1)
    two = (row["side2"], _name(row["side2"], row["actor2"], row["actor2_name"], actors, coarse=coarse), LossSide.ACTOR2)
    first, second = sorted((one, two), key=lambda x: (x[0] == "civilians", x[0] not in _STATES, x[0] not in ("government", "new-government")))
    kind = 3 if second[0] == "civilians" else 1 if first[0] in _STATES else 2
    dyad = f"{first[1]} - {second[1]}"
    return {
        "type_of_violence": kind, "conflict_name": dyad, "dyad_name": dyad, "side_a": first[1], "side_b": second[1],
        "gwnoa": _STATES.get(first[0] or "", ""), "gwnob": _STATES.get(second[0] or "", ""), "order": (first[2], second[2]),
    }  # fmt: skip


def _losses(row: Mapping[str, Any]) -> tuple[Loss, ...]:
    return tuple(Loss(LossSide(c["side"]), c["min"], c["max"], c["words"], c["claimant"]) for c in json.loads(row["deaths_json"] or "[]"))


def _deaths(row: Mapping[str, Any], order: tuple[LossSide, LossSide]) -> dict[str, int]:
    losses = _losses(row)
    told = views(losses).representative
    best = sum(told.values())
    return {
        "deaths_a": told.get(order[0], 0), "deaths_b": told.get(order[1], 0), "deaths_civilians": told.get(LossSide.CIVILIANS, 0),
        "deaths_unknown": told.get(LossSide.UNKNOWN, 0), "best": best, "low": min(best, row["deaths_min"] or 0),
        "high": max(best, row["deaths_max"] or 0),
    }  # fmt: skip


def _date_precision(row: Mapping[str, Any]) -> int:
    precision = DatePrecision(row["date_precision"])
    if precision is not DatePrecision.DAY or row["date_end"] in (None, row["date_start"]):
        return UCDP_DATE_PRECISION[precision]
    length = (date.fromisoformat(row["date_end"]) - date.fromisoformat(row["date_start"])).days + 1
    return 2 if length < _WEEK_DAYS else 3 if length == _WEEK_DAYS else 4 if length <= 31 else 5  # GED's scale


def _sources(row: Mapping[str, Any]) -> dict[str, Any]:
    told = json.loads(row["reports_json"] or "[]")

    def listed(key: str) -> str:
        return ";".join(dict.fromkeys(str(r[key]) for r in told if r[key]))

    return {
        "number_of_sources": row["n_sources"], "source_article": ";".join(f'"{r["outlet"] or ""},{r["published"] or ""},{r["title"] or ""}"' for r in told),
        "source_office": listed("outlet"), "source_date": listed("published"), "source_headline": listed("title"),
        "source_original": listed("claimant"),
    }  # fmt: skip


def _row(row: Mapping[str, Any], actors: Actors, *, coarse: bool) -> dict[str, Any]:
    sides = _sides(row, actors, coarse=coarse)
    order = sides.pop("order")
    lon, lat = row["longitude"], row["latitude"]
    return {
        **dict.fromkeys(UCDP_COLUMNS, ""), "id": row["id"], "relid": row["id"], "year": int(row["date_start"][:4]), "code_status": f"Machine, {row['review'] or 'unreviewed'}",
        **sides, **_sources(row), "where_prec": UCDP_WHERE_PRECISION[Precision(row["precision"])], "where_coordinates": row["place"],
        "where_description": row["place_reason"], "adm_1": row["admin1"], "adm_2": row["admin2"], "latitude": lat, "longitude": lon,
        "geom_wkt": f"POINT ({lon} {lat})", "priogrid_gid": priogrid(lon, lat), "country": "Syria", "country_id": _SYRIA,
        "region": "Middle East", "event_clarity": 2 if row["deaths_joint"] else 1, "date_prec": _date_precision(row),
        "date_start": row["date_start"], "date_end": row["date_end"] or row["date_start"], **_deaths(row, order),
    }  # fmt: skip


def _lost(row: Mapping[str, Any]) -> Iterable[NotHeld]:
    for column, why in (
        ("wounded_min", "GED counts no wounded"), ("captured_min", "GED counts no captured"), ("weapon", "GED has no weapon"),
        ("control_change_json", "GED has no column for who holds a place afterwards"), ("sub_event_type", "GED has three types of violence"),
        ("part_of", "GED has no column for the period that an event lies within"),
    ):  # fmt: skip
        if row[column] is not None:
            yield NotHeld(row["id"], column, str(row[column]), why)
    if row["status"] == "claimed":
        yield NotHeld(row["id"], "status", "claimed", "GED has no status; the claimant stands in source_original")


def ucdp_rows(events: "GeoDataFrame", *, actors: Actors | None = None, coarse: bool = False) -> Exported:
    """Events as rows of UCDP GED.

    Parameters
    ----------
    events : GeoDataFrame
        As from `geomap.io.frames.events_frame`.
    actors : Actors, optional
        The bundled table by default.
    coarse : bool
        Name every opposition group "Syrian insurgents", as GED does.

    Returns
    -------
    Exported
        Lethal events only. Ids of conflicts, dyads and sides are UCDP's to give and are empty. ``best`` is the sum of the four
        counts, all of one teller; ``low`` and ``high`` are the lowest and highest total of any.
    """
    table = actors or load_actors()
    rows, not_held = [], []
    for row in flat_rows(events):
        reason = unusable(row)
        if reason is None and not row["deaths_min"]:
            reason = NotHeld(row["id"], "event", "", "no deaths in numbers are told")
        if reason is None and (row["date_start"] is None or row["date_precision"] == DatePrecision.UNKNOWN):
            reason = NotHeld(row["id"], "event", "", "no date is known")
        if reason:
            not_held.append(reason)
            continue
        not_held += _lost(row)
        rows.append(_row(row, table, coarse=coarse))
    rows.sort(key=lambda r: (r["date_start"], r["id"]))
    return Exported(UCDP_COLUMNS, tuple(rows), tuple(sorted(not_held, key=lambda n: (n.event, n.what, n.why))))
