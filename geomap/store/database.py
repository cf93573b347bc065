"""The embedded store: one SQLite file that keeps what each article says, and every event id ever given out.

A daily feed codes only what changed: the key of an article covers its bytes, its row in ``articles.csv`` and the hashes of every
table, option and version. A kill at any moment loses at most the article in work.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from geomap.errors import InputError, StoreError
from geomap.io.jsonl import dump_line
from geomap.io.records import (
    article_from,
    article_record,
    control_fact_from,
    control_fact_record,
    mention_from,
    mention_record,
    report_from,
    report_record,
)  # fmt: skip
from geomap.model import Article, ControlFact, Fate, Mention, Report, Trace, sha256_hex
from geomap.store.migrations import MIGRATIONS, SCHEMA_VERSION
from geomap.store.network import network_file_system

__all__ = ["Kept", "Store", "cache_key"]

APPLICATION_ID = 0x67656F6D  # "geom": says that a SQLite file is a store of geomap and not somebody's GeoPackage
_BUSY_SECONDS = 10.0
_BATCH = 500
_LOG_BYTES = 100_000  # SQLite's shared memory takes 32 KB, its log grows by pages of 4 KB


@dataclass(frozen=True, slots=True)
class Kept:
    """What one article says, as it is kept."""

    article: Article
    mentions: tuple[Mention, ...]
    reports: tuple[Report, ...]
    control_facts: tuple[ControlFact, ...]


def cache_key(article: Article, *, tables: Mapping[str, str], options: Mapping[str, Any], versions: Mapping[str, str]) -> str:
    """The key of everything that shapes what an article says.

    Parameters
    ----------
    article : Article
        With what its row in ``articles.csv`` gave it.
    tables : mapping of str to str
        Hash of every table and data file, by name.
    options : mapping
        Options that shape the coding of one article; plain values.
    versions : mapping of str to str
        Of geomap and of the packages whose version shows in the result.

    Returns
    -------
    str
        64 hex digits. The same for the same article under the same tables, whatever the order of the mappings.
    """
    parts = [article_record(article), dict(sorted(tables.items())), dict(sorted(options.items())), dict(sorted(versions.items()))]
    return sha256_hex(dump_line({"key": parts}).encode())


def _dump(records: Iterable[Mapping[str, Any]]) -> str:
    return "\n".join(map(dump_line, records))


def _load(text: str) -> Iterator[Any]:
    # Not splitlines: a text may hold U+2028, which is a line end to Python but not to JSON.
    return (json.loads(line) for line in text.split("\n") if line)


class Store:
    """An open store. Use it as a context manager, or close it.

    Parameters
    ----------
    path : Path
        Made if it is not there.
    warn : callable, optional
        Told in one sentence if the file lies on a network folder, where SQLite's locks cannot be trusted.

    Raises
    ------
    StoreError
        The file is no store, was written by a newer geomap, is damaged, in use or cannot be written.
    """

    def __init__(self, path: Path, *, warn: Callable[[str], None] | None = None) -> None:
        self.path = path
        kind = network_file_system(path.parent)
        if kind and warn:
            warn(f"{path}: lies on a network folder ({kind}); another computer writing at the same time may damage it. Keep the store on a local disk")
        with self._guard():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            with self._guard():
                self._prepare()
        except StoreError:
            self._db.close()
            raise

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{self.path}: {self._advice(error)}") from error

    def _advice(self, error: Exception) -> str:
        text = str(error)
        full = "the disk is full; free some space and run again, nothing kept so far is lost"
        if "disk I/O error" in text:  # how SQLite says that it could not make the log beside the file
            room = shutil.disk_usage(self.path.parent).free
            return full if room < _LOG_BYTES else "the disk reports an error; check the disk and run again"
        known = {
            "database is locked": "in use by another geomap; wait until it has finished",
            "file is not a database": "no store of geomap; name another file with --store",
            "attempt to write a readonly database": "cannot be written: read-only; name another file with --store",
            "unable to open database file": "cannot be opened; check that the folder is there and can be written",
            "database or disk is full": full,
            "database disk image is malformed": "damaged; remove it and run again, it is made anew from the articles",
        }
        return next((advice for key, advice in known.items() if key in text), f"cannot be used ({text}); remove it and run again")

    def _prepare(self) -> None:
        version = self._number("user_version")
        if version > SCHEMA_VERSION:
            raise StoreError(f"{self.path}: written by a newer geomap (schema {version}, this one knows {SCHEMA_VERSION}); upgrade geomap or name another file with --store")
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if (tables or version) and self._number("application_id") != APPLICATION_ID:
            raise StoreError(f"{self.path}: a SQLite file, but no store of geomap; name another file with --store")
        self._db.execute("PRAGMA journal_mode = WAL")
        # In WAL mode a kill never loses what was committed at NORMAL; FULL also holds when the power fails.
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA foreign_keys = ON")
        for step in range(version, SCHEMA_VERSION):
            with self._transaction():
                if self._number("user_version") > step:
                    continue  # another run made it between our look and our turn
                for statement in MIGRATIONS[step]:
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                self._db.execute(f"PRAGMA user_version = {step + 1}")

    def _number(self, pragma: str) -> int:
        return int(self._db.execute(f"PRAGMA {pragma}").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            # A full disk rolls back by itself; asking again would hide the reason.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the store; the write-ahead log is folded into the file, so that the one file is all there is to hand on."""
        self._db.close()

    def get(self, key: str) -> Kept | None:
        """What is kept under a key, or None.

        Parameters
        ----------
        key : str
            As from `cache_key`.

        Returns
        -------
        Kept or None

        Raises
        ------
        StoreError
            The store is damaged.
        """
        with self._guard():
            row = self._db.execute("SELECT article, mentions, reports, control_facts FROM coded WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        try:
            (article,) = map(article_from, _load(row[0]))
            return Kept(
                article, tuple(map(mention_from, _load(row[1]))), tuple(map(report_from, _load(row[2]))),
                tuple(map(control_fact_from, _load(row[3]))),
            )  # fmt: skip
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{self.path}: the entry {key} cannot be read ({error}); remove the store and run again") from error

    def put(self, key: str, kept: Kept) -> None:
        """Keep what an article says; durable when this returns.

        Parameters
        ----------
        key : str
            As from `cache_key`; what stood under it is replaced.
        kept : Kept

        Raises
        ------
        StoreError
            The store cannot be written; it is as it was before.
        """
        row = (
            key, kept.article.sha256, _dump([article_record(kept.article)]), _dump(map(mention_record, kept.mentions)),
            _dump(map(report_record, kept.reports)), _dump(map(control_fact_record, kept.control_facts)),
        )  # fmt: skip
        with self._guard(), self._transaction():
            self._db.execute("INSERT OR REPLACE INTO coded VALUES (?, ?, ?, ?, ?, ?)", row)

    def known(self, keys: Sequence[str]) -> frozenset[str]:
        """Which of some keys are kept.

        Parameters
        ----------
        keys : sequence of str

        Returns
        -------
        frozenset of str
        """
        found: set[str] = set()
        with self._guard():
            for start in range(0, len(keys), _BATCH):  # SQLite caps the number of parameters
                batch = list(keys[start : start + _BATCH])
                marks = ", ".join("?" * len(batch))
                found |= {k for (k,) in self._db.execute(f"SELECT key FROM coded WHERE key IN ({marks})", batch)}  # noqa: S608  # marks only
        return frozenset(found)

    def prune(self, keep: Sequence[str]) -> int:
        """Drop what is kept under other keys: articles that are gone, codings by older tables.

        Parameters
        ----------
        keep : sequence of str

        Returns
        -------
        int
            Number of entries dropped. Event ids are never dropped.
        """
        with self._guard(), self._transaction():
            self._db.execute("CREATE TEMP TABLE keep (key TEXT PRIMARY KEY) WITHOUT ROWID")
            self._db.executemany("INSERT OR IGNORE INTO keep VALUES (?)", ((k,) for k in keep))
            count = self._db.execute("DELETE FROM coded WHERE key NOT IN (SELECT key FROM keep)").rowcount
            self._db.execute("DROP TABLE keep")
        return count

    def remember(self, traces: Iterable[Trace], fates: Iterable[Fate]) -> None:
        """Remember the events of a run, and what became of all earlier ids.

        Parameters
        ----------
        traces : iterable of Trace
            Of the run's events.
        fates : iterable of Fate
            Of ids remembered before; those of the run's own events are known.

        Raises
        ------
        StoreError
            The store cannot be written; it is as it was before.
        """
        current = list(traces)
        with self._guard(), self._transaction():
            self._db.executemany(
                "INSERT OR REPLACE INTO event_ids VALUES (?, ?, ?, ?, ?, ?)",
                ((t.id, json.dumps(t.reports), t.anchor, t.article, t.start, t.end) for t in current),
            )
            rows = [(f.id, json.dumps(f.became), f.kind, f.reason) for f in fates]
            rows += [(t.id, json.dumps([t.id]), "same", "") for t in current]
            self._db.executemany("INSERT OR REPLACE INTO fates VALUES (?, ?, ?, ?)", rows)

    def traces(self) -> tuple[Trace, ...]:
        """Every event id ever given out, sorted, with what finds it again.

        Returns
        -------
        tuple of Trace
            In order of the ids.
        """
        with self._guard():
            rows = self._db.execute("SELECT id, reports, anchor, article, start, end FROM event_ids ORDER BY id").fetchall()
        return tuple(Trace(i, tuple(json.loads(r)), a, s, start, end) for i, r, a, s, start, end in rows)

    def fate(self, event_id: str) -> Fate | None:
        """What became of an event id, or None where it was never given out.

        Parameters
        ----------
        event_id : str

        Returns
        -------
        Fate or None
        """
        with self._guard():
            row = self._db.execute("SELECT id, became, kind, reason FROM fates WHERE id = ?", (event_id,)).fetchone()
        return Fate(row[0], tuple(json.loads(row[1])), row[2], row[3]) if row else None

    def counts(self) -> dict[str, int]:
        """How much the store holds: articles, event ids, withdrawn ids, schema version.

        Returns
        -------
        dict of str to int
            Keys ``articles``, ``event_ids``, ``withdrawn``, ``schema``.
        """
        with self._guard():
            articles = self._db.execute("SELECT count(*) FROM coded").fetchone()[0]
            ids = self._db.execute("SELECT count(*) FROM event_ids").fetchone()[0]
            gone = self._db.execute("SELECT count(*) FROM fates WHERE kind = 'withdrawn'").fetchone()[0]
        return {"articles": articles, "event_ids": ids, "withdrawn": gone, "schema": SCHEMA_VERSION}

    def check(self) -> None:
        """Check the file from end to end.

        Raises
        ------
        StoreError
            It is damaged.
        """
        with self._guard():
            answer = self._db.execute("PRAGMA integrity_check").fetchone()[0]
        if answer != "ok":
            raise StoreError(f"{self.path}: damaged ({answer}); remove it and run again, it is made anew from the articles")

    def hand_on(self, target: Path) -> None:
        """Write a copy with a plain journal: one file, which any SQLite can open read-only.

        Parameters
        ----------
        target : Path

        Raises
        ------
        InputError
            The copy cannot be written.
        """
        from geomap.io.atomic import atomic_path

        with atomic_path(target) as part:
            copy = sqlite3.connect(part, isolation_level=None)
            try:
                self._db.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            except sqlite3.Error as error:
                raise InputError(f"{target}: the copy cannot be written ({error}); check the free space and the folder's permissions") from error
            finally:
                copy.close()
