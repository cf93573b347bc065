"""Find the files to read: folders in order, the user's ``articles.csv`` beside them, and what must not be opened."""

import csv
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from geomap.articles.decoding import decode
from geomap.errors import InputError, LimitError
from geomap.model import Rejection

__all__ = ["ARTICLES_TABLE", "Found", "find_inputs", "read_rows", "safe_bytes"]

ARTICLES_TABLE = "articles.csv"
"""Reserved name: what a user knows of the articles beside it."""
_ROW_COLUMNS = ("file", "published", "outlet", "title", "url", "archive_url")
_ROW_BYTES = 50_000_000
_IRREGULAR = "no regular file (a pipe, socket or device); geomap opens files only"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read."""

    path: Path
    file: str
    """Path relative to the input folder, with forward slashes."""
    row: Mapping[str, str] = field(default_factory=dict)
    """The user's row of ``articles.csv``; its key ``_row`` tells where it stands."""


def find_inputs(inputs: Sequence[Path]) -> tuple[list[Found], list[Rejection]]:
    """Find the files of inputs, each once, sorted by the path shown.

    Parameters
    ----------
    inputs : sequence of Path
        Files and folders; folders are searched to any depth.

    Returns
    -------
    tuple
        Files, and what is refused with the reason. Hidden files and the ``_files`` folder of a page saved complete belong to
        neither: they are no inputs.

    Raises
    ------
    InputError
        An input does not exist.
    """
    found: list[Found] = []
    rejected: list[Rejection] = []
    for path in sorted(set(inputs)):
        if not path.exists():
            raise InputError(f"{path}: no such file or folder")
        if path.is_dir():
            _folder(path, found, rejected)
        elif path.name != ARTICLES_TABLE:
            rows = _rows_beside(path.parent, rejected)
            _file(path, path.name, rows.get(path.name, {}), found, rejected)
    return _distinct(found), sorted(rejected, key=lambda r: (r.file, r.reason))


def _distinct(found: list[Found]) -> list[Found]:
    """Each file once; where two folders hold the same relative path, the folder's name goes before it."""
    by_path = {f.path.resolve(): f for f in sorted(found, key=lambda f: (len(f.file), f.file, str(f.path)), reverse=True)}
    once = list(by_path.values())
    names = [f.file for f in once]
    named = [
        Found(f.path, f"{f.path.parents[f.file.count('/')].resolve().name}/{f.file}", f.row) if names.count(f.file) > 1 else f for f in once
    ] if len(set(names)) < len(names) else once  # fmt: skip
    return sorted(named, key=lambda f: (f.file, str(f.path)))


def _folder(root: Path, found: list[Found], rejected: list[Rejection]) -> None:
    inside = root.resolve()
    for folder, folders, files in os.walk(root, onerror=lambda e: rejected.append(_unreadable(root, e))):
        here = Path(folder)
        saved = {name.rsplit(".", 1)[0] for name in files}
        linked = (here / name for name in folders if (here / name).is_symlink())
        rejected.extend(Rejection(_shown(root, p), "a link to a folder is not followed; name the folder itself as an input") for p in linked)
        folders[:] = sorted(
            d for d in folders if not d.startswith(".") and not (d.endswith(("_files", "_fichiers")) and d.rsplit("_", 1)[0] in saved)
        )
        rows = _rows_beside(here, rejected, root) if ARTICLES_TABLE in files else {}
        for name in sorted(files):
            if name.startswith(".") or name == ARTICLES_TABLE:
                continue
            path = here / name
            if path.is_symlink() and not path.resolve().is_relative_to(inside):
                rejected.append(Rejection(_shown(root, path), "a link that leads out of the folder; name the file itself as an input"))
                continue
            _file(path, _shown(root, path), rows.get(name, {}), found, rejected)
        rejected.extend(
            Rejection(_shown(root, here / name), f"{row['_row']} names this file, and it is not there")
            for name, row in sorted(rows.items()) if not (here / name).exists() and "!" not in name and "#" not in name
        )  # fmt: skip


def _unreadable(root: Path, error: OSError) -> Rejection:
    return Rejection(_shown(root, Path(str(error.filename))), f"the folder cannot be read ({error.strerror})")


def _shown(root: Path, path: Path) -> str:
    """Relative path with forward slashes; bytes that are no text, and control characters, replaced."""
    text = path.relative_to(root).as_posix().encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else "?" for c in text)


def _file(path: Path, shown: str, row: Mapping[str, str], found: list[Found], rejected: list[Rejection]) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        rejected.append(Rejection(shown, f"cannot be read ({error.strerror})"))
        return
    if stat.S_ISREG(mode):
        found.append(Found(path, shown, row))
    else:
        rejected.append(Rejection(shown, _IRREGULAR))


def _rows_beside(folder: Path, rejected: list[Rejection], root: Path | None = None) -> dict[str, dict[str, str]]:
    table = folder / ARTICLES_TABLE
    if not table.is_file():
        return {}
    try:
        return read_rows(table)
    except InputError as error:
        rejected.append(Rejection(_shown(root, table) if root else ARTICLES_TABLE, str(error)))
        return {}


def read_rows(table: Path) -> dict[str, dict[str, str]]:
    """Read an ``articles.csv``: rows by the file they name.

    Parameters
    ----------
    table : Path

    Returns
    -------
    dict
        Name of the file (relative to the table's folder) to the row; ``_row`` holds the table's name and the line.

    Raises
    ------
    InputError
        The table cannot be read, has no column ``file``, or names a file twice.
    """
    text = decode(safe_bytes(table, _ROW_BYTES), ARTICLES_TABLE)
    reader = csv.DictReader(text.splitlines(keepends=True))
    if "file" not in (reader.fieldnames or ()):
        raise InputError(f"{ARTICLES_TABLE}: no column file; its columns are {', '.join(_ROW_COLUMNS)}")
    rows: dict[str, dict[str, str]] = {}
    try:
        for row in reader:
            values = {k: _unguarded((row.get(k) or "").strip()) for k in _ROW_COLUMNS}
            name = values["file"].replace("\\", "/").removeprefix("./")
            if name in rows:
                raise InputError(f"{ARTICLES_TABLE}, line {reader.line_num}: {name!r} stands twice; keep one row")
            if name:
                rows[name] = {**values, "_row": f"{ARTICLES_TABLE}, line {reader.line_num}"}
    except csv.Error as error:
        raise InputError(f"{ARTICLES_TABLE}, line {reader.line_num}: {error}; check the quotes") from error
    return rows


def _unguarded(cell: str) -> str:
    """Without the apostrophe by which a spreadsheet's formulas are kept from running."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def open_regular(path: Path) -> IO[bytes]:
    """Open a regular file for reading; a pipe that took its place meanwhile does not block.

    Raises
    ------
    InputError
        It is no regular file, or cannot be opened.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read ({error.strerror}); check its permissions") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise InputError(f"{path.name}: {_IRREGULAR}")
    return os.fdopen(descriptor, "rb")


def check_size(stream: IO[bytes], file: str, cap: int) -> None:
    """Refuse a file that is larger than a cap before it is read.

    Raises
    ------
    LimitError
        It is larger.
    """
    size = os.fstat(stream.fileno()).st_size
    if size > cap:
        raise LimitError(f"{file}: {size:,} bytes; the cap is {cap:,}; split the file or raise the cap in [limits] of geomap.toml")


def safe_bytes(path: Path, cap: int) -> bytes:
    """Read a regular file under a cap.

    Raises
    ------
    InputError
        It cannot be read.
    LimitError
        It is larger than the cap.
    """
    with open_regular(path) as stream:
        check_size(stream, path.name, cap)
        try:
            return stream.read(cap + 1)
        except OSError as error:
            raise InputError(f"{path.name}: cannot be read ({error.strerror}); check the disk") from error
