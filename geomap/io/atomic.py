"""Write a file whole or not at all: a temporary file in the same folder, synced, then renamed over the old one.

A run killed half-way leaves the old file as it was, and beside it at most one hidden ``.NAME.part`` file, which the next run
replaces.
"""

import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from geomap.errors import InputError

__all__ = ["atomic_path", "atomic_set", "output_error", "write_bytes", "write_text"]

_STAGE = ".part"


def output_error(path: Path, error: OSError) -> InputError:
    """Say why a file could not be written and what to do.

    Parameters
    ----------
    path : Path
        The file that was to be written.
    error : OSError
        What the system answered.

    Returns
    -------
    InputError
        With the file, the reason and the next step; the old file is whole.
    """
    advice = {
        errno.ENOSPC: "the disk is full; free some space and run again",
        errno.EDQUOT: "the disk quota is used up; free some space and run again",
        errno.EROFS: "the folder is read-only; choose another with -o",
        errno.EACCES: "no permission to write there; choose another folder with -o",
        errno.ENOENT: "the folder is not there; make it first",
        errno.EISDIR: "a folder has that name; choose another name with -o",
    }.get(error.errno or 0, f"{error.strerror or 'unknown error'}; choose another folder with -o")
    return InputError(f"{path}: cannot be written: {advice}. What stood there before is unchanged")


def _sync_folder(folder: Path) -> None:
    # The rename itself is on disk only when the folder is; Windows cannot open folders and needs no such step.
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Give a temporary path to write to; on leaving without an error it takes the place of `path`.

    Parameters
    ----------
    path : Path
        The file to write. Its folder is made if it is not there.

    Yields
    ------
    Path
        A file in the same folder, with the same ending, not yet there. For writers that want a name (GDAL, openpyxl).

    Raises
    ------
    InputError
        The folder cannot be written, or the disk is full. The old file is unchanged.
    """
    part = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        yield part
        with part.open("rb") as handle:
            os.fsync(handle.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise output_error(path, error) from error
    finally:
        # Gone after a rename; after any failure a half-written file must not stay. A folder that cannot be written holds none.
        if path.parent.is_dir() and os.access(path.parent, os.W_OK):
            part.unlink(missing_ok=True)


@contextmanager
def atomic_set(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """Give a folder to write several files to; on leaving without an error they take the place of those in `folder`, all together.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    names : sequence of str
        The files that will be written. The last one vouches for the others: it is taken away before the first of them is
        replaced and put there when all are, so that it never stands beside files of another set.

    Yields
    ------
    Path
        An empty folder inside `folder`.

    Raises
    ------
    InputError
        The folder cannot be written, or the disk is full. The old files are unchanged, as long as nothing could be written.
    """
    stage = folder / _STAGE
    try:
        shutil.rmtree(stage, ignore_errors=True)  # of a run that was killed
        stage.mkdir(parents=True)
    except OSError as error:
        raise output_error(folder, error) from error
    try:
        yield stage
        (folder / names[-1]).unlink(missing_ok=True)
        for name in names:
            (stage / name).replace(folder / name)
        _sync_folder(folder)
    except InputError as error:
        raise InputError(str(error).replace(f"{_STAGE}{os.sep}", "")) from error
    except OSError as error:
        raise output_error(folder, error) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Write bytes whole or not at all.

    Parameters
    ----------
    path : Path
    data : bytes

    Raises
    ------
    InputError
        The file cannot be written; what stood there is unchanged.
    """
    with atomic_path(path) as part:
        # O_EXCL with the unlink before it: never through a link that somebody else put there.
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8, line ends as they are, whole or not at all.

    Parameters
    ----------
    path : Path
    text : str

    Raises
    ------
    InputError
        The file cannot be written; what stood there is unchanged.
    """
    write_bytes(path, text.encode("utf-8"))
