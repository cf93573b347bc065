"""Two dates of control on one interactive page: a divider to swipe, a slider of dates, the changes as a list; one file, no request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from geomap.errors import InputError
from geomap.maps.basemap import ATTRIBUTION, disclaimer
from geomap.maps.control_colours import looks_of
from geomap.maps.inline import data_block, leaflet_css, leaflet_js, script_safe
from geomap.maps.outlines import outlines, pack_line
from geomap.maps.page import Page, write_page

__all__ = ["DateMap", "compare_page"]

Json = Mapping[str, Any]
_NEVER_GZIP = 1 << 40  # plain JSON can be read in every browser; a date of 5,000 places takes about a megabyte


@dataclass(frozen=True, slots=True)
class DateMap:
    """One date: areas (features with ``side``) and what lies over them (features with ``layer``), both GeoJSON collections."""

    date: str
    areas: Json
    layers: Json


@lru_cache(maxsize=4)
def _asset(name: str) -> str:
    return resources.files("geomap.maps").joinpath("assets_compare", name).read_text("utf-8")


def _rings(geometry: Json) -> list[list[int]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    packed = (pack_line(ring) for polygon in polygons for ring in polygon)
    return [ring for ring in packed if len(ring) >= 6]


def _layer(collection: Json, name: str) -> list[Json]:
    return [f for f in collection["features"] if f["properties"].get("layer") == name]


def _place(feature: Json) -> dict[str, Any]:
    p, (longitude, latitude) = feature["properties"], feature["geometry"]["coordinates"]
    names = ("place", "side", "why", "implied", "contested", "sources", "dissent", "quote")
    return {"lon": longitude, "lat": latitude, "age": p["age_days"], **{n: p.get(n) for n in names}}


def _date(shown: DateMap) -> dict[str, Any]:
    return {
        "date": shown.date,
        "about": dict(shown.areas.get("geomap", {})),
        "areas": [{"side": f["properties"]["side"], "rings": _rings(f["geometry"])} for f in shown.areas["features"]],
        "doubt": [r for f in _layer(shown.layers, "doubtful") for r in _rings(f["geometry"])],
        "far": [r for f in _layer(shown.layers, "far") for r in _rings(f["geometry"])],
        "band": [r for f in _layer(shown.layers, "front-band") for r in _rings(f["geometry"])],
        "vague": [r for f in _layer(shown.layers, "front-vague") for r in _rings(f["geometry"])],
        "places": [_place(f) for f in _layer(shown.layers, "place")],
    }


def _change(feature: Json) -> dict[str, Any]:
    p = feature["properties"]
    longitude, latitude = feature["geometry"]["coordinates"] if feature["geometry"] else (None, None)  # an area told as a whole
    when = p["date_start"] if p["date_start"] == p["date_end"] else f"{p['date_start']} to {p['date_end']}"
    names = ("place", "kind", "from", "to", "status", "sources", "quote", "basis", "precision", "radius_km", "later_holder")
    return {"lon": longitude, "lat": latitude, "date": when, **{n: p.get(n) for n in names}}


def _patch(feature: Json) -> dict[str, Any]:
    p = feature["properties"]
    return {
        "from": p["side_from"], "to": p["side_to"], "by": p.get("taken_by") or "", "rings": _rings(feature["geometry"]), "measurable": p["measurable"], "km2": p["km2"],
        "low": p["low_km2"], "high": p["high_km2"], "depth": p["depth_km"], "pocket": p["new_pocket"],
    }  # fmt: skip


def _looks(dates: Sequence[dict[str, Any]], changes: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    used = {str(a["side"]) for d in dates for a in d["areas"]} | {str(p["side"]) for d in dates for p in d["places"]}
    used |= {str(c[k]) for c in changes for k in ("from", "to", "later_holder") if c[k]}
    return {side: [look.name, look.colour] for side, look in looks_of(used).items()}


def compare_page(dates: Sequence[DateMap], change: Json, *, title: str = "Control in Syria on two dates") -> str:
    """Write the page.

    Parameters
    ----------
    dates : sequence of DateMap
        At least one, in order of time; the slider goes through them.
    change : mapping
        The comparison as written to ``change.geojson``; its two dates are shown first.
    title : str

    Returns
    -------
    str
        HTML that makes no request and runs no script but its own (policy by hash); texts travel as JSON and are shown as text.

    Raises
    ------
    InputError
        No date, or the dates compared are not among them.
    """
    about = change["geomap"]
    days = [d.date for d in dates]
    for wanted in (about["date_from"], about["date_to"]):
        if wanted not in days:
            raise InputError(f"compare page: no map of {wanted}; it has {', '.join(days) or 'none'}")
    shown = [_date(d) for d in dates]
    changes = [_change(f) for f in change["features"] if f["properties"]["layer"] in ("place", "area")]
    base = outlines()
    payload = {
        "title": title, "subtitle": f"{about['date_from']} (left) and {about['date_to']} (right)", "warnings": list(about["warnings"]),
        "notice": about["notice"], "credits": f"{ATTRIBUTION}. {disclaimer('un')}", "left": days.index(about["date_from"]),
        "right": days.index(about["date_to"]), "dates": shown, "changes": changes, "looks": _looks(shown, changes),
        "patches": [_patch(f) for f in _layer(change, "patch")],
        "arrows": [{"line": pack_line(f["geometry"]["coordinates"])} for f in _layer(change, "arrow")],
        "base": {
            name: [{"name": f["name"], "rings": f["rings"]} for f in base[name]] for name in ("countries", "lakes", "rivers", "coast")
        },
    }  # fmt: skip
    page = Page(
        title, _asset("compare.html"), [leaflet_css(), _asset("compare.css")], [leaflet_js(), script_safe(_asset("compare.js"))],
        [data_block(payload, "compare-data", _NEVER_GZIP)], description=f"Control on {about['date_from']} and {about['date_to']}",
    )  # fmt: skip
    return write_page(page)
