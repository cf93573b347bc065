"""The gazetteer behind geopy's interface; online answers are asked once and marked."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from geopy.geocoders import Nominatim
from geopy.location import Location
from geopy.point import Point

from geomap.errors import GazetteerError
from geomap.places.geocoder import OnlineFallback, SyrianGeocoder

GEOCODER = SyrianGeocoder()


def test_geocode_gives_a_location_with_its_provenance() -> None:
    found = GEOCODER.geocode("Kinsabba", within="Latakia")
    assert found.address == "Kinsabba, Al-Haffah, Latakia, SY"
    assert (round(found.latitude, 1), round(found.longitude, 1)) == (35.7, 36.2)
    assert found.raw["admin1_pcode"] == "SY06"
    assert found.raw["reason"]


def test_all_candidates_can_be_had() -> None:
    several = GEOCODER.geocode("Salihiyah", exactly_one=False)
    assert len(several) > 1
    assert [loc.raw["rank"] for loc in several] == list(range(1, len(several) + 1))
    assert GEOCODER.geocode("Zzyzzyx") is None
    assert GEOCODER.geocode("Zzyzzyx", exactly_one=False) is None


def test_reverse_takes_latitude_first_as_geopy_does() -> None:
    assert GEOCODER.reverse((34.6951, 40.8314)).raw["place_id"] == "dez-hajin"
    near = GEOCODER.reverse(Point(34.6951, 40.8314), exactly_one=False, radius_km=8)
    distances = [loc.raw["distance_km"] for loc in near]
    assert distances == sorted(distances)
    assert GEOCODER.reverse((0.0, 0.0)) is None


def test_online_answers_are_marked_asked_once_and_kept(tmp_path: Path) -> None:
    asked = []

    def online(query: str) -> Location | None:
        asked.append(query)
        return Location("Somewhere", Point(35.1, 38.1), {}) if "Zzyzzyx" in query else None

    cache = tmp_path / "cache.json"
    both = OnlineFallback(GEOCODER, online, cache, min_delay_seconds=0)
    assert both.geocode("Kinsabba").raw["online"] is False
    assert both.geocode("Zzyzzyx", within="Homs").raw["online"] is True
    assert both.geocode("Qqqqqq") is None
    again = OnlineFallback(GEOCODER, online, cache, min_delay_seconds=0)
    assert again.geocode("Zzyzzyx", within="Homs").latitude == 35.1
    assert again.geocode("Qqqqqq") is None
    assert asked == ["Zzyzzyx, Homs, Syria", "Qqqqqq, Syria"]


def test_a_damaged_cache_is_named(tmp_path: Path) -> None:
    cache = tmp_path / "cache.json"
    cache.write_text("[]", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"cache\.json"):
        OnlineFallback(GEOCODER, lambda _: None, cache)


class _Answers(BaseHTTPRequestHandler):
    """Answers as Nominatim does: a list of places, empty where it knows none."""

    asked: list[str]

    def do_GET(self) -> None:
        query = parse_qs(urlparse(self.path).query)["q"][0]
        self.asked.append(query)
        known = [{"lat": "35.1", "lon": "38.1", "display_name": "Zzyzzyx, Homs, Syria"}] if query.startswith("Zzyzzyx") else []
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(known).encode())

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def nominatim() -> Iterator[tuple[Nominatim, list[str]]]:
    asked: list[str] = []
    handler = type("Answers", (_Answers,), {"asked": asked})
    with HTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield Nominatim(domain=f"127.0.0.1:{running.server_port}", scheme="http", user_agent="geomap-test"), asked
        running.shutdown()
        thread.join()


def test_a_geocoder_of_geopy_s_is_asked_over_the_wire_only_for_what_is_unknown(nominatim: tuple[Nominatim, list[str]], tmp_path: Path) -> None:
    geocoder, asked = nominatim
    both = OnlineFallback(GEOCODER, geocoder.geocode, tmp_path / "cache.json", min_delay_seconds=0)
    assert both.geocode("Hajin").raw["place_id"] == "dez-hajin"
    assert asked == []
    found = both.geocode("Zzyzzyx", within="Homs")
    assert (found.latitude, found.longitude, found.raw["online"]) == (35.1, 38.1, True)
    assert both.geocode("Qqqqqq") is None
    again = OnlineFallback(GEOCODER, geocoder.geocode, tmp_path / "cache.json", min_delay_seconds=0)
    assert again.geocode("Zzyzzyx", within="Homs").address == "Zzyzzyx, Homs, Syria"
    assert asked == ["Zzyzzyx, Homs, Syria", "Qqqqqq, Syria"]
