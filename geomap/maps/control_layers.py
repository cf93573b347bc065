"""Areas and lines of control as the viewer draws them beneath the events."""

from typing import TYPE_CHECKING, Any

from geomap.errors import RenderError
from geomap.maps.outlines import pack_line

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["control_columns"]


def control_columns(control: "gpd.GeoDataFrame | None") -> list[dict[str, Any]]:
    """Pack areas and lines of control.

    Parameters
    ----------
    control : GeoDataFrame or None
        Columns ``side``, optionally ``date`` (ISO day from which the picture holds; the viewer shows the latest one not after
        the last day shown) and ``status`` (claimed, contested, assessed ...). Geometry: polygons or lines, WGS84.

    Returns
    -------
    list of dict
        ``side``, ``date``, ``status``, ``kind`` (area or line) and ``rings`` (see `geomap.maps.outlines.pack_line`), by date
        and side.

    Raises
    ------
    RenderError
        No column ``side``, or coordinates that are no degrees.
    """
    if control is None or len(control) == 0:
        return []
    if "side" not in control:
        raise RenderError(f"control has no column 'side'; it has {', '.join(map(str, control.columns))[:200]}; give what `geomap control areas` wrote, or rename the column")
    west, south, east, north = control.total_bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise RenderError(f"control lies at {west:.0f}, {south:.0f} .. {east:.0f}, {north:.0f}: not degrees; use .to_crs(4326)")
    out: list[dict[str, Any]] = []
    for row in control.to_dict("records"):
        geometry = row["geometry"]
        if geometry is None or geometry.is_empty:
            continue
        parts = [p for p in getattr(geometry, "geoms", [geometry]) if p.geom_type in ("Polygon", "LineString")]
        area = any(p.geom_type == "Polygon" for p in parts)
        rings = [pack_line([list(c[:2]) for c in line.coords]) for p in parts for line in ([p.exterior, *p.interiors] if area else [p])]
        out.append(
            {"side": str(row["side"]), "date": _text(row.get("date")), "status": _text(row.get("status")),
             "kind": "area" if area else "line", "rings": rings}
        )  # fmt: skip
    return sorted(out, key=lambda c: (c["date"], c["side"], c["kind"], c["status"], c["rings"]))


def _text(value: Any) -> str:
    return value[:10] if isinstance(value, str) else ("" if value is None or value != value else str(value)[:10])  # NaN is not itself
