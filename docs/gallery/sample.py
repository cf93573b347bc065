"""Events for the pictures of the gallery, from ``events.csv`` beside this file."""

import calendar
import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

HERE = Path(__file__).resolve().parent


def _row(number: int, raw: dict[str, str]) -> dict[str, Any]:
    start, end, precision = raw["date"], raw["date_end"], "day"
    if len(start) == 7:
        year, month = (int(p) for p in start.split("-"))
        start, end, precision = f"{start}-01", f"{start}-{calendar.monthrange(year, month)[1]}", "month"
    if raw["date_end"]:
        precision = "week"
    kept = {k: raw[k] for k in ("place", "admin1", "event_type", "sub_event_type", "side1", "side2", "status")}
    return kept | {
        "id": f"e{number:03}", "date_start": start, "date_end": end or start, "date_precision": precision,
        "longitude": float(raw["longitude"]), "latitude": float(raw["latitude"]), "precision": raw["precision"] or "exact",
        "radius_km": float(raw["radius_km"] or 1.5), "country": "SY", "review": "unreviewed", "outlets": "general knowledge",
        "actor1": raw["side1"], "actor2": raw["side2"], "actor1_name": raw["side1"], "actor2_name": raw["side2"],
        "deaths_min": int(raw["deaths_min"]) if raw["deaths_min"] else None,
        "deaths_max": int(raw["deaths_max"]) if raw["deaths_max"] else None,
    }  # fmt: skip


def sample_events() -> "GeoDataFrame":
    """The events as a table with the columns of ``events.geojson`` that maps read."""
    import geopandas as gpd

    with (HERE / "events.csv").open(encoding="utf-8", newline="") as handle:
        lines = [line for line in handle if not line.startswith("#")]
    rows = [_row(n, raw) for n, raw in enumerate(csv.DictReader(lines), 1)]
    points = gpd.points_from_xy([r["longitude"] for r in rows], [r["latitude"] for r in rows], crs=4326)
    return gpd.GeoDataFrame(rows, geometry=points)
