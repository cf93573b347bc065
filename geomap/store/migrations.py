"""The schema of the store, as ordered steps: each brings a store from one version to the next."""

__all__ = ["MIGRATIONS", "SCHEMA_VERSION"]

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # What one article says, under the key of everything that shaped it. The article's own record goes along, so that a
        # run can be put together again from the store alone.
        """CREATE TABLE coded (
            key TEXT PRIMARY KEY, article_sha256 TEXT NOT NULL, article TEXT NOT NULL, mentions TEXT NOT NULL, reports TEXT NOT NULL,
            control_facts TEXT NOT NULL
        ) WITHOUT ROWID""",
        "CREATE INDEX coded_article ON coded (article_sha256)",
        # Every event id that was ever given out, and where it led when it was last looked for.
        """CREATE TABLE event_ids (
            id TEXT PRIMARY KEY, reports TEXT NOT NULL, anchor TEXT NOT NULL, article TEXT NOT NULL, start INTEGER NOT NULL,
            end INTEGER NOT NULL
        ) WITHOUT ROWID""",
        """CREATE TABLE fates (
            id TEXT PRIMARY KEY REFERENCES event_ids (id), became TEXT NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL
        ) WITHOUT ROWID""",
    ),
)
"""Step n, counted from 0, leads from version n to n + 1. Steps that were released are never changed, only followed by others."""

SCHEMA_VERSION = len(MIGRATIONS)
