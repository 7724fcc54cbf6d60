"""The index's schema as a row of steps. Add a step at the end; never change one that was released.

`PRAGMA user_version` says how many of them a database has behind it.
"""

from __future__ import annotations

import sqlite3

MIGRATIONS = (
    """
    CREATE TABLE pictures (
        id INTEGER PRIMARY KEY,
        path BLOB NOT NULL UNIQUE,      -- the file system's bytes, which need not be UTF-8
        mtime_ns INTEGER NOT NULL,      -- with bytes: has the file changed since it was read?
        bytes INTEGER NOT NULL,
        created_us INTEGER NOT NULL,    -- since 1970, UTC
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        prompt TEXT NOT NULL,
        seed INTEGER,
        steps INTEGER,
        guidance REAL,
        model TEXT NOT NULL
    );
    CREATE INDEX pictures_by_time ON pictures (created_us);
    """,
)


class NewerSchemaError(sqlite3.DatabaseError):
    """A newer version of the program wrote the database."""


def migrate(connection: sqlite3.Connection) -> None:
    """Take the missing steps, each in a transaction. Raises sqlite3.Error."""
    (done,) = connection.execute("PRAGMA user_version").fetchone()
    if done > len(MIGRATIONS):
        raise NewerSchemaError(f"schema {done} is newer than {len(MIGRATIONS)}")
    for number, script in enumerate(MIGRATIONS[done:], start=done + 1):
        connection.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")
