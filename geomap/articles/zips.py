"""Archives: members read as streams under caps, so that no bomb unpacks."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator

from geomap.errors import InputError, LimitError
from geomap.limits import Limits
from geomap.model import Rejection

__all__ = ["member_bytes", "members"]

_CHUNK = 1 << 16
_SMALL = 1_000_000
"""Up to this many bytes the ratio of sizes says nothing: short repetitive text packs very well."""


def member_bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, limits: Limits) -> bytes:
    """Unpack one member, stopping at the caps whatever its header claims.

    Raises
    ------
    LimitError
        It unpacks to more than `article_bytes`, or is packed tighter than `archive_ratio`.
    """
    shown = f"{where}!{info.filename}"
    if info.file_size > limits.article_bytes:
        raise LimitError(f"{shown}: {info.file_size:,} bytes unpacked; the cap is {limits.article_bytes:,} (article_bytes); split it, or raise the cap under [limits] in geomap.toml")
    unpacked = bytearray()
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += chunk
            if len(unpacked) > limits.article_bytes:
                raise LimitError(f"{shown}: unpacks to more than {limits.article_bytes:,} bytes (article_bytes); split it, or raise the cap under [limits] in geomap.toml")
            if len(unpacked) > max(_SMALL, limits.archive_ratio * max(info.compress_size, 1)):
                raise LimitError(f"{shown}: packed tighter than 1 to {limits.archive_ratio} (archive_ratio), which no text is; unpack it and name the file itself")
    return bytes(unpacked)


def members(data: bytes, where: str, limits: Limits) -> Iterator[tuple[str, bytes] | Rejection]:
    """Give the files of an archive in the order of their names, tables of what a user knows first.

    Parameters
    ----------
    data : bytes
    where : str
        Name of the archive, for messages.
    limits : Limits

    Yields
    ------
    tuple or Rejection
        Name and bytes; or a member that was refused, with the reason. Folders, hidden files, a system's own folders and the
        ``_files`` folder of a page saved complete are left out.

    Raises
    ------
    InputError
        It is no archive.
    LimitError
        It holds more members or bytes than `limits` allow.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError(f"{where}: no archive, or a damaged one ({error}); pack it again") from error
    infos = sorted(archive.infolist(), key=lambda i: (not i.filename.endswith("articles.csv"), i.filename))
    if len(infos) > limits.archive_members:
        raise LimitError(f"{where}: {len(infos):,} files; the cap is {limits.archive_members:,} (archive_members); split the archive, or raise the cap under [limits] in geomap.toml")
    pages = {i.filename.rsplit(".", 1)[0] for i in infos}
    left = limits.archive_bytes
    for info in infos:
        if info.filename.endswith("/") or _skipped(info.filename, pages):
            continue
        shown = f"{where}!{_printable(info.filename)}"
        content = _content(archive, info, where, limits)
        if isinstance(content, str):
            yield Rejection(shown, content)
            continue
        left -= len(content)
        if left < 0:
            raise LimitError(f"{where}: unpacks to more than {limits.archive_bytes:,} bytes (archive_bytes); split it, or raise the cap under [limits] in geomap.toml")
        yield _printable(info.filename), content


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, limits: Limits) -> bytes | str:
    """Bytes of a member, or the reason why it is refused."""
    if reason := _refusal(info):
        return reason
    try:
        return member_bytes(archive, info, where, limits)
    except LimitError as error:
        return str(error).removeprefix(f"{where}!{info.filename}: ")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        return f"damaged ({error}); pack it again"


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name)


def _skipped(name: str, pages: set[str]) -> bool:
    parts = name.split("/")
    saved = any(f.endswith("_files") and "/".join([*parts[:i], f.removesuffix("_files")]) in pages for i, f in enumerate(parts[:-1]))
    return saved or parts[0] == "__MACOSX" or any(p.startswith(".") and p not in (".", "..") for p in parts)


def _refusal(info: zipfile.ZipInfo) -> str | None:
    name = info.filename
    if not name:
        return "it has no name; pack it again"
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or (len(name) > 1 and name[1] == ":"):
        return "its name leads out of the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link; geomap reads files only"
    if info.flag_bits & 1:
        return "encrypted; unpack it first"
    return None
