"""Lines of a gazetteer file, plain or packed, with caps on what comes out of a small file."""

import codecs
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from geomap.errors import GazetteerError
from geomap.limits import Limits

__all__ = ["text_lines"]

_CHUNK = 1 << 20
_RATIO_FROM_BYTES = 1 << 24  # small files may pack well by chance; below 16 MB unpacked the ratio says nothing
_LINE_CHARS = 1 << 20


def text_lines(path: Path, limits: Limits) -> Iterator[str]:
    """Lines of a table without their ends.

    Parameters
    ----------
    path : Path
        Plain text, ``.gz``, or ``.zip`` with one table.
    limits : Limits

    Yields
    ------
    str

    Raises
    ------
    GazetteerError
        The file cannot be read, is no UTF-8, or unpacks to more than the caps allow.
    """
    try:
        packed = path.stat().st_size
        with path.open("rb") as raw:
            magic = raw.read(4)
        if magic[:2] == b"\x1f\x8b":
            with gzip.open(path, "rb") as stream:  # measured before a row is made of it: rows take a hundred times the bytes
                for _ in _capped(path, stream, packed, limits):
                    pass
            with gzip.open(path, "rb") as stream:
                yield from _decoded(path, _capped(path, stream, packed, limits))
        elif magic == b"PK\x03\x04":
            yield from _zipped(path, limits)
        else:
            with path.open("rb") as stream:
                yield from _decoded(path, iter(lambda: stream.read(_CHUNK), b""))
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise GazetteerError(f"gazetteer {path}: cannot be read ({getattr(error, 'strerror', None) or error}); check the path and its permissions") from error


def _zipped(path: Path, limits: Limits) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.filename.endswith("/")]  # a name can be empty, on which is_dir() breaks
        if len(members) > limits.archive_members:
            raise GazetteerError(f"gazetteer {path}: {len(members)} files in the archive, at most {limits.archive_members} are read; unpack it and name the table in it")
        tables = [m for m in members if m.filename.lower().endswith((".txt", ".csv", ".tsv")) and "readme" not in m.filename.lower()]
        # GeoNames packs the list of language codes with the alternate names.
        tables = [m for m in tables if "languagecodes" not in m.filename.lower()] or tables
        if len(tables) != 1:
            raise GazetteerError(f"gazetteer {path}: {len(tables)} tables in the archive; unpack it and name the one to read")
        with archive.open(tables[0]) as stream:
            for _ in _capped(path, stream, tables[0].compress_size, limits):
                pass
        with archive.open(tables[0]) as stream:
            yield from _decoded(path, _capped(path, stream, tables[0].compress_size, limits))


def _capped(path: Path, stream: "IO[bytes] | gzip.GzipFile", packed: int, limits: Limits) -> Iterator[bytes]:
    total = 0
    while chunk := stream.read(_CHUNK):
        total += len(chunk)
        if total > limits.archive_bytes:
            raise GazetteerError(f"gazetteer {path}: unpacks to more than {limits.archive_bytes} bytes; raise [limits] archive_bytes if it is sound")
        if total > _RATIO_FROM_BYTES and total > limits.archive_ratio * max(packed, 1):
            raise GazetteerError(f"gazetteer {path}: unpacks to more than {limits.archive_ratio} times its size, which no table of places does; unpack it and name the table in it")
        yield chunk


def _decoded(path: Path, chunks: Iterator[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    rest, number = "", 0
    for data in chunks:
        try:
            rest += decoder.decode(data)
        except UnicodeDecodeError as error:
            raise GazetteerError(f"gazetteer {path}: after line {number} a byte is no UTF-8 ({error.reason}); save the file as UTF-8") from error
        *lines, rest = rest.split("\n")
        for line in lines:
            number += 1
            yield line.removesuffix("\r")
        if len(rest) > _LINE_CHARS:
            raise GazetteerError(f"gazetteer {path}, line {number + 1}: longer than {_LINE_CHARS} characters, which no table of places has; check its line ends")
    if rest:
        yield rest.removesuffix("\r")
