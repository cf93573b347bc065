"""The areas behind imprecise events: a point would pretend to know more than the text says."""

from typing import TYPE_CHECKING, Any

from geomap.model import Precision

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely import MultiPolygon

__all__ = ["AREA_COLUMNS", "circle", "event_areas"]

AREA_COLUMNS = (
    "id", "event_type", "sub_event_type", "date_start", "date_end", "date_precision", "actor1_name", "actor2_name", "side1", "side2",
    "place", "precision", "radius_km", "admin1", "admin2", "admin3", "status", "basis", "review",
)  # fmt: skip
_STEPS = 64  # corners of a circle: its area is 0.2 % below a true one


def circle(longitude: float, latitude: float, radius_km: float) -> "MultiPolygon":
    """The circle around a point on the ellipsoid, counter-clockwise as RFC 7946 asks.

    Parameters
    ----------
    longitude, latitude : float
        WGS84 degrees.
    radius_km : float

    Returns
    -------
    MultiPolygon
        With one polygon of 64 corners, rounded to six decimals (0.1 m), so that the last digit of a machine's sine does not show.
    """
    from pyproj import Geod
    from shapely import MultiPolygon, Polygon

    bearings = [-360 * i / _STEPS for i in range(_STEPS)]
    lon, lat, _ = Geod(ellps="WGS84").fwd([longitude] * _STEPS, [latitude] * _STEPS, bearings, [radius_km * 1000] * _STEPS)
    ring = [(round(x, 6), round(y, 6)) for x, y in zip(lon, lat, strict=True)]
    return MultiPolygon([Polygon(ring)])


def event_areas(events: "GeoDataFrame") -> "GeoDataFrame":
    """The areas of events that are not known to a point.

    Parameters
    ----------
    events : GeoDataFrame
        As from `geomap.io.frames.events_frame`.

    Returns
    -------
    GeoDataFrame
        One row for each event with a point, a radius and a precision other than exact or country; a circle of the radius that
        holds the true point in 90 % of cases. Columns `AREA_COLUMNS`, WGS84.
    """
    import geopandas as gpd

    known = events["longitude"].notna() & events["latitude"].notna() & (events["radius_km"] > 0)
    imprecise = events["precision"].notna() & ~events["precision"].isin([Precision.EXACT, Precision.COUNTRY])
    rows = events[known & imprecise]
    shapes: list[Any] = [circle(*xyr) for xyr in zip(rows["longitude"], rows["latitude"], rows["radius_km"], strict=True)]
    return gpd.GeoDataFrame(rows[list(AREA_COLUMNS)].reset_index(drop=True), geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"))
