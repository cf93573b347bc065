"""Look at a store without changing it: no migration, no log, no lock kept."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from geomap.errors import StoreError
from geomap.store.database import APPLICATION_ID
from geomap.store.migrations import SCHEMA_VERSION

__all__ = ["StoreLook", "look_at_store"]


@dataclass(frozen=True, slots=True)
class StoreLook:
    """What a store is, as it lies on disk."""

    schema: int
    """Version of its schema; a run brings an older one up to `geomap.store.migrations.SCHEMA_VERSION`."""
    articles: int
    """Articles whose coding it keeps."""


def look_at_store(path: Path) -> StoreLook:
    """Check a store read-only.

    Parameters
    ----------
    path : Path
        Of an existing file.

    Returns
    -------
    StoreLook

    Raises
    ------
    StoreError
        It is no store, was written by a newer geomap, is damaged, or cannot be read.
    """
    # A closed store has no log beside it: then SQLite need not make one to read, nor leave one behind.
    closed = not path.with_name(path.name + "-wal").exists()
    try:
        db = sqlite3.connect(f"file:{quote(str(path.resolve()))}?{'immutable=1' if closed else 'mode=ro'}", uri=True)
        try:
            return _look(db, path)
        finally:
            db.close()
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be read as a store ({error}); name another file with --store, or remove it and run again") from error


def _look(db: sqlite3.Connection, path: Path) -> StoreLook:
    schema, owner = (int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("user_version", "application_id"))
    if owner != APPLICATION_ID:
        raise StoreError(f"{path}: no store of geomap (application id {owner:#x}, not {APPLICATION_ID:#x}); name another file with --store")
    if schema > SCHEMA_VERSION:
        raise StoreError(
            f"{path}: written by a newer geomap (schema {schema}, this one knows {SCHEMA_VERSION}); upgrade geomap or name another file with --store"
        )
    answer = db.execute("PRAGMA integrity_check").fetchone()[0]
    if answer != "ok":
        raise StoreError(f"{path}: damaged ({answer}); remove it and run again, it is made anew from the articles")
    return StoreLook(schema, int(db.execute("SELECT count(*) FROM coded").fetchone()[0]))
