"""The gazetteer as a geopy geocoder, and geopy's online geocoders as a marked second resort.

`SyrianGeocoder` answers offline. `OnlineFallback` asks a geocoder of geopy's (Nominatim, say) for what the gazetteer cannot resolve: only if
a caller makes one, slowly, each name once, and every answer says that it came from outside. Mind the service's terms.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geomap.errors import GazetteerError
from geomap.model import Place
from geomap.places.gazetteer import Gazetteer
from geomap.places.geometry import distance_km

__all__ = ["OnlineFallback", "SyrianGeocoder"]

_REVERSE_KM = 10.0
_MIN_DELAY_SECONDS = 1.0  # Nominatim's terms allow one question a second


def _address(place: Place) -> str:
    return ", ".join(dict.fromkeys(a for a in (place.name, place.admin.admin2, place.admin.admin1, place.country) if a))


def _location(place: Place, **facts: object) -> Location:
    raw = {
        "place_id": place.place_id, "feature_code": place.feature_code, "radius_km": place.radius_km, "admin1_pcode": place.admin.admin1_pcode,
        "admin2_pcode": place.admin.admin2_pcode, "source": place.source, "basis": place.basis, "online": False, **facts,
    }  # fmt: skip
    return Location(_address(place), Point(place.latitude, place.longitude), raw)


class SyrianGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Geocode Syrian place names offline with geopy's interface.

    Parameters
    ----------
    gazetteer : Gazetteer, optional
        The bundled one by default.

    Examples
    --------
    >>> SyrianGeocoder().geocode("Kinsabba").raw["admin1_pcode"]
    'SY06'
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        super().__init__(user_agent="geomap")
        self._gazetteer = gazetteer or Gazetteer.bundled()

    def geocode(
        self, query: str, *, exactly_one: bool = True, within: str | None = None, near: tuple[float, float] | None = None,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002  # geopy's interface; nothing here takes time
    ) -> Location | list[Location] | None:  # fmt: skip
        """Find a place by name.

        Parameters
        ----------
        query : str
        exactly_one : bool
            Whether to return the best only.
        within : str, optional
            Governorate or district.
        near : tuple of float, optional
            Longitude, latitude of a point of reference.
        timeout : object
            Ignored.

        Returns
        -------
        Location, list of Location, or None
            As geopy has it; ``raw`` holds the row, the match type, the score and the reason.
        """
        found = self._gazetteer.candidates(query, within=within, near=near)
        places = [
            _location(c.place, match_type=str(c.match_type), score=c.score, reason=c.reason, rank=rank) for rank, c in enumerate(found, 1)
        ]  # fmt: skip
        if exactly_one:
            return places[0] if places else None
        return places or None

    def reverse(
        self, query: Point | tuple[float, float] | str, *, exactly_one: bool = True, radius_km: float = _REVERSE_KM,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002  # geopy's interface; nothing here takes time
    ) -> Location | list[Location] | None:  # fmt: skip
        """Places around a point, the nearest first.

        Parameters
        ----------
        query : Point, tuple or str
            Latitude, longitude: geopy's order, not geomap's.
        exactly_one : bool
        radius_km : float
            How far to look.
        timeout : object
            Ignored.

        Returns
        -------
        Location, list of Location, or None
            ``raw`` holds the distance in km.
        """
        point = Point(query)
        near = self._gazetteer.around(point.longitude, point.latitude, radius_km)
        places = [_location(p, distance_km=round(distance_km(point.longitude, point.latitude, p.longitude, p.latitude), 3)) for p in near]
        if exactly_one:
            return places[0] if places else None
        return places or None


class OnlineFallback:
    """Ask an online geocoder for names that the gazetteer cannot resolve.

    Parameters
    ----------
    offline : SyrianGeocoder
    online : Callable
        ``geocode`` of a geopy geocoder: takes the query, returns a Location or None.
    cache : Path
        JSON file with what was answered; each name is asked once, also over runs.
    min_delay_seconds : float
        Between two questions.

    Raises
    ------
    GazetteerError
        The cache is there and cannot be read.
    """

    def __init__(
        self, offline: SyrianGeocoder, online: Callable[[str], Location | None], cache: Path, *, min_delay_seconds: float = _MIN_DELAY_SECONDS
    ) -> None:
        self._offline = offline
        self._online = RateLimiter(online, min_delay_seconds=min_delay_seconds, max_retries=1, swallow_exceptions=False)
        self._cache_path = cache
        self._cache = _read_cache(cache)

    def geocode(self, query: str, **context: Any) -> Location | None:
        """Find a place, offline first.

        Parameters
        ----------
        query : str
        **context
            ``within`` and ``near``, for the gazetteer.

        Returns
        -------
        Location or None
            ``raw["online"]`` tells an answer from outside, which has no radius and no p-code.
        """
        found = self._offline.geocode(query, **context)
        if isinstance(found, Location):
            return found
        within = context.get("within")
        asked = ", ".join(part for part in (query, within if isinstance(within, str) else None, "Syria") if part)
        if asked not in self._cache:
            answer = self._online(asked)
            self._cache[asked] = None if answer is None else {"address": answer.address, "longitude": answer.longitude, "latitude": answer.latitude}
            _write_cache(self._cache_path, self._cache)
        known = self._cache[asked]
        if known is None:
            return None
        raw = {"online": True, "asked": asked, "match_type": "none", "reason": "answer of an online geocoder; check it"}
        return Location(known["address"], Point(known["latitude"], known["longitude"]), raw)


def _read_cache(path: Path) -> dict[str, dict[str, Any] | None]:
    if not path.is_file():
        return {}
    try:
        cache = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GazetteerError(f"cache {path}: cannot be read ({error}); remove it to ask again") from error
    if not isinstance(cache, dict):
        raise GazetteerError(f"cache {path}: no table of answers; remove it to ask again")
    return cache


def _write_cache(path: Path, cache: dict[str, dict[str, Any] | None]) -> None:
    from geomap.io.atomic import write_text

    write_text(path, json.dumps(cache, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
