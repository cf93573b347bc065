"""Download GeoNames country files. The only module of the package that opens a connection, and only when asked by name."""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import IO

from geomap.errors import GazetteerError
from geomap.io.atomic import atomic_path
from geomap.limits import DEFAULT, Limits
from geomap.model import sha256_hex

__all__ = ["GEONAMES_URL", "Fetched", "fetch_geonames"]

GEONAMES_URL = "https://download.geonames.org/export/dump/"
"""Daily dumps, CC BY 4.0. Alternate names of a country stand in the folder ``alternatenames``."""

_TIMEOUT_SECONDS = 60
_CHUNK = 1 << 16
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_ZIP_MAGIC = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A downloaded file with what to write down about it."""

    path: Path
    url: str
    sha256: str
    bytes: int
    modified: str | None
    """The server's date of the file."""


class _OnlyHttps(urllib.request.HTTPRedirectHandler):
    """Follows no redirect away from https: the file would come from whom nobody checked."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> urllib.request.Request | None:
        _checked(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]  # the base class's type


def _checked(url: str) -> str:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return url
    raise GazetteerError(f"{url}: only https addresses are fetched; download it yourself and add the file")


def fetch_geonames(
    target: Path, country: str = "SY", *, alternate_names: bool = False, base_url: str = GEONAMES_URL, limits: Limits = DEFAULT
) -> Fetched:
    """Download the current GeoNames file of a country.

    Parameters
    ----------
    target : Path
        File to write, whole or not at all.
    country : str
        ISO 3166-1 alpha-2.
    alternate_names : bool
        Whether to fetch the alternate names instead of the places.
    base_url : str
        Another mirror; https, or a server on this machine.
    limits : Limits
        `archive_bytes` caps the download.

    Returns
    -------
    Fetched

    Raises
    ------
    GazetteerError
        No country code, no https, no answer, no zip, or more bytes than the cap.
    """
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise GazetteerError(f"country {country!r}: give two capital letters (ISO 3166-1), as SY")
    url = _checked(urllib.parse.urljoin(base_url, f"{'alternatenames/' if alternate_names else ''}{country}.zip"))
    opener = urllib.request.build_opener(_OnlyHttps)
    try:
        with opener.open(url, timeout=_TIMEOUT_SECONDS) as answer:
            modified = answer.headers.get("Last-Modified")
            data = _capped(answer, url, limits)
    except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError) as error:
        raise GazetteerError(f"{url}: cannot be fetched ({getattr(error, 'reason', None) or error}); try again, or download it by hand") from error
    if not data.startswith(_ZIP_MAGIC):
        raise GazetteerError(f"{url}: the answer is no zip file; is there a log-in page between? Download it by hand and add the file")
    with atomic_path(target) as part:
        part.write_bytes(data)
    return Fetched(target, url, sha256_hex(data), len(data), modified)


def _capped(answer: IO[bytes], url: str, limits: Limits) -> bytes:
    data = bytearray()
    while chunk := answer.read(_CHUNK):
        data += chunk
        if len(data) > limits.archive_bytes:
            raise GazetteerError(f"{url}: more than {limits.archive_bytes} bytes; raise [limits] archive_bytes if it is sound")
    return bytes(data)
