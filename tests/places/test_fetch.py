"""Fetching takes a zip from where it was told to, over https, within the cap, whole or not at all."""

import http.server
import io
import threading
import zipfile
from pathlib import Path

import pytest

from geomap.errors import GazetteerError
from geomap.limits import Limits
from geomap.places.fetch import fetch_geonames


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("SY.txt", "x")
    return out.getvalue()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/away/SY.zip":
            self.send_response(302)
            self.send_header("Location", "http://example.invalid/SY.zip")
            self.end_headers()
            return
        body = {"/SY.zip": packed(), "/alternatenames/SY.zip": packed(), "/IQ.zip": b"<html>log in</html>"}.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT")
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


def test_the_file_is_written_with_its_hash_and_date(server: str, tmp_path: Path) -> None:
    got = fetch_geonames(tmp_path / "SY.zip", base_url=server)
    assert got.path.read_bytes()[:2] == b"PK"
    assert (got.bytes, len(got.sha256), got.modified) == (got.path.stat().st_size, 64, "Mon, 01 Jan 2024 00:00:00 GMT")
    assert fetch_geonames(tmp_path / "a.zip", base_url=server, alternate_names=True).url.endswith("alternatenames/SY.zip")


@pytest.mark.parametrize(("country", "message"), [("IQ", "no zip"), ("XX", "cannot be fetched"), ("../etc", "two capital letters")])
def test_other_answers_leave_no_file(server: str, tmp_path: Path, country: str, message: str) -> None:
    with pytest.raises(GazetteerError, match=message):
        fetch_geonames(tmp_path / "x.zip", country, base_url=server)
    assert list(tmp_path.iterdir()) == []


def test_plain_http_and_redirects_to_it_are_refused(server: str, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="only https"):
        fetch_geonames(tmp_path / "x.zip", base_url="http://example.invalid/")
    with pytest.raises(GazetteerError, match="only https"):
        fetch_geonames(tmp_path / "x.zip", base_url=f"{server}away/")
    with pytest.raises(GazetteerError, match="only https"):
        fetch_geonames(tmp_path / "x.zip", base_url="file:///tmp/")


def test_the_download_is_capped(server: str, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="more than 10 bytes"):
        fetch_geonames(tmp_path / "x.zip", base_url=server, limits=Limits(archive_bytes=10))
