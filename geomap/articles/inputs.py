"""Find the files to read: folders in order, the user's ``articles.csv`` beside them, and what must not be opened."""

import csv
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from geomap.articles.decoding import decode
from geomap.errors import InputError, LimitError
from geomap.model import Rejection

__all__ = ["ARTICLES_TABLE", "Found", "article_estimate", "check_size", "find_inputs", "open_regular", "read_rows", "rows_of", "safe_bytes"]

ARTICLES_TABLE = "articles.csv"
"""Reserved name: what a user knows of the articles beside it."""
_RESERVED = (ARTICLES_TABLE, "corrections.csv")
"""No articles: what a user knows, and what people decided of what was coded."""
_ROW_COLUMNS = ("file", "published", "outlet", "title", "url", "archive_url")
_SAVED_FOLDERS = ("_files", "_fichiers", "_dosyalar", "_файлы")
_OF_MANY = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".zip")
_ROW_USUALLY = 4_000
_ROW_BYTES = 50_000_000
_IRREGULAR = "no regular file (a pipe, socket or device); geomap opens files only: save it as one"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read."""

    path: Path
    file: str
    """Path relative to the input folder, with forward slashes."""
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The user's rows of ``articles.csv``: under the empty text that of the file itself, else of a part of it (``!inner.html``, ``#12``).
    The key ``_row`` of each tells where it stands."""

    def row(self, document_file: str) -> Mapping[str, str]:
        """The row of an article of this file, what is said of the part going before what is said of the whole."""
        part = document_file.removeprefix(self.file)
        return {**self.rows.get("", {}), **{k: v for k, v in self.rows.get(part, {}).items() if v}} if part else self.rows.get("", {})


def find_inputs(inputs: Sequence[Path]) -> tuple[list[Found], list[Rejection]]:
    """Find the files of inputs, each once, sorted by the path shown.

    Parameters
    ----------
    inputs : sequence of Path
        Files and folders; folders are searched to any depth.

    Returns
    -------
    tuple
        Files, and what is refused with the reason, an input that does not exist among them. Hidden files and the ``_files`` folder of a page saved complete belong to
        neither: they are no inputs.
    """
    found: list[Found] = []
    rejected: list[Rejection] = []
    for path in sorted(set(inputs)):
        if not path.exists():
            rejected.append(Rejection(path.name, "no such file or folder; check the path"))
        elif path.is_dir():
            _folder(path, found, rejected)
        elif path.name not in _RESERVED:
            rows = _rows_beside(path.parent, rejected)
            _file(path, path.name, _rows_for(path.name, rows), found, rejected)
    return _distinct(found), sorted(rejected, key=lambda r: (r.file, r.reason))


def article_estimate(inputs: Sequence[Path]) -> int:
    """About how many articles inputs hold, from names and sizes alone.

    Parameters
    ----------
    inputs : sequence of Path

    Returns
    -------
    int
        Each file counts as one; tables and archives for one in every 4,000 bytes, the usual size of an article in a table.
    """
    return sum(max(1, f.path.stat().st_size // _ROW_USUALLY) if f.path.suffix.lower() in _OF_MANY else 1 for f in find_inputs(inputs)[0])


def _distinct(found: list[Found]) -> list[Found]:
    """Each file once. Where several inputs hold the same relative path, the folder's name goes before it, numbered if need be."""
    once: dict[Path, Found] = {}
    for f in sorted(found, key=lambda f: (-len(f.file), f.file, str(f.path))):
        once.setdefault(f.path.resolve(), f)
    shared: dict[str, list[Found]] = {}
    for f in sorted(once.values(), key=lambda f: str(f.path)):
        shared.setdefault(f.file, []).append(f)
    named = [_named(f, same) for same in shared.values() for f in same]
    names = [f.file for f in named]
    numbered = [replace(f, file=_numbered(f.file, names[:i].count(f.file))) for i, f in enumerate(named)]
    return sorted(numbered, key=lambda f: f.file)


def _named(found: Found, same: list[Found]) -> Found:
    if len(same) == 1:
        return found
    folder = found.path.resolve().parents[found.file.count("/")].name
    return replace(found, file=f"{folder}/{found.file}")


def _numbered(file: str, before: int) -> str:
    head, _, rest = file.partition("/")
    return f"{head}-{before + 1}/{rest}" if before else file


def _folder(root: Path, found: list[Found], rejected: list[Rejection]) -> None:
    inside = root.resolve()
    rows: dict[str, dict[str, str]] = {}
    paths: dict[str, Path] = {}
    for folder, folders, files in os.walk(root, onerror=lambda e: rejected.append(_unreadable(root, e))):
        here = Path(folder)
        linked = (here / name for name in folders if (here / name).is_symlink())
        rejected.extend(Rejection(_shown(root, p), "a link to a folder is not followed; name the folder itself as an input") for p in linked)
        folders[:] = _entered(folders, files)
        if ARTICLES_TABLE in files:
            prefix = "" if here == root else here.relative_to(root).as_posix() + "/"
            rows.update({prefix + name: row for name, row in _rows_beside(here, rejected, root).items()})
        for name in files:
            if name.startswith(".") or name in _RESERVED:
                continue
            path = here / name
            if path.is_symlink() and _leads_out(path, inside):
                rejected.append(Rejection(_shown(root, path), "a link that leads out of the folder; name the file itself as an input"))
            else:
                paths[path.relative_to(root).as_posix()] = path
    for name in sorted(paths):
        _file(paths[name], _shown(root, paths[name]), _rows_for(name, rows), found, rejected)
    lost = sorted(name for name in rows if _outer(name) not in paths)
    rejected.extend(Rejection(name, f"{rows[name]['_row']} names this file, and it is not there; correct the name or remove the row") for name in lost)


def _leads_out(path: Path, inside: Path) -> bool:
    try:
        return not path.resolve().is_relative_to(inside)
    except (OSError, RuntimeError):  # a link that leads to itself: it is refused when it is looked at
        return False


def _entered(folders: list[str], files: list[str]) -> list[str]:
    """Folders to search, in order: no hidden ones, and none that belongs to a page saved complete beside it."""
    saved = {name.rsplit(".", 1)[0] for name in files}
    return sorted(d for d in folders if not d.startswith(".") and not (d.endswith(_SAVED_FOLDERS) and d.rsplit("_", 1)[0] in saved))


def _outer(name: str) -> str:
    return name.split("!", 1)[0].split("#", 1)[0]


def _rows_for(name: str, rows: Mapping[str, Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    """Rows of a file, by what follows its name: nothing, or the part of a container (``!inner.html``, ``#12``)."""
    return {key.removeprefix(name): row for key, row in rows.items() if _outer(key) == name}


def _unreadable(root: Path, error: OSError) -> Rejection:
    return Rejection(_shown(root, Path(str(error.filename))), f"the folder cannot be read ({error.strerror}); check its permissions")


def _shown(root: Path, path: Path) -> str:
    """Relative path with forward slashes; bytes that are no text, and control characters, replaced."""
    text = path.relative_to(root).as_posix().encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else "?" for c in text)


def _file(path: Path, shown: str, rows: Mapping[str, Mapping[str, str]], found: list[Found], rejected: list[Rejection]) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        rejected.append(Rejection(shown, f"cannot be read ({error.strerror}); check the file and its permissions"))
        return
    if stat.S_ISREG(mode):
        found.append(Found(path, shown, rows))
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
    return rows_of(safe_bytes(table, _ROW_BYTES))


def rows_of(data: bytes) -> dict[str, dict[str, str]]:
    """Rows of the bytes of an ``articles.csv`` (see `read_rows`)."""
    text = decode(data, ARTICLES_TABLE)
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
