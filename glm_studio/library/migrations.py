"""The index's schema as a row of steps. Add a step at the end; never change one that was released.

`PRAGMA user_version` says how many of them a database has behind it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

MIGRATIONS = (  # each statement ends with a semicolon
    # 2026-11-24, version 0.1
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
    # 2026-11-25, version 0.2: ratings, tags, boards, other programs' pictures, search in texts.
    # What the old rows do not know is read from the files at the next scan: no file has mtime -1.
    """
    ALTER TABLE pictures ADD COLUMN sidecar_mtime_ns INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE pictures ADD COLUMN sidecar_bytes INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE pictures ADD COLUMN reference_count INTEGER;
    ALTER TABLE pictures ADD COLUMN program TEXT NOT NULL DEFAULT '';
    ALTER TABLE pictures ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE pictures ADD COLUMN tags TEXT NOT NULL DEFAULT '';      -- one a line
    ALTER TABLE pictures ADD COLUMN boards TEXT NOT NULL DEFAULT '';    -- one a line
    ALTER TABLE pictures ADD COLUMN searched TEXT NOT NULL DEFAULT '';  -- folded
    UPDATE pictures SET mtime_ns = -1, searched = lower(prompt);

    CREATE INDEX pictures_by_seed ON pictures (seed);
    CREATE INDEX pictures_by_size ON pictures (width, height);
    CREATE INDEX pictures_by_model ON pictures (model);
    CREATE INDEX pictures_rated ON pictures (rating) WHERE rating > 0;
    CREATE INDEX pictures_tagged ON pictures (tags) WHERE tags <> '';
    CREATE INDEX pictures_on_boards ON pictures (boards) WHERE boards <> '';

    -- words
    CREATE VIRTUAL TABLE words USING fts5 (
        searched, content='pictures', content_rowid='id', columnsize=0,
        tokenize='trigram case_sensitive 1'  -- parts of words, in any script
    );
    INSERT INTO words (words) VALUES ('rebuild');
    CREATE TRIGGER words_in AFTER INSERT ON pictures BEGIN
        INSERT INTO words (rowid, searched) VALUES (new.id, new.searched);
    END;
    CREATE TRIGGER words_out AFTER DELETE ON pictures BEGIN
        INSERT INTO words (words, rowid, searched) VALUES ('delete', old.id, old.searched);
    END;
    CREATE TRIGGER words_changed AFTER UPDATE OF searched ON pictures
    WHEN old.searched IS NOT new.searched BEGIN
        INSERT INTO words (words, rowid, searched) VALUES ('delete', old.id, old.searched);
        INSERT INTO words (rowid, searched) VALUES (new.id, new.searched);
    END;
    """,
    # 2026-11-25, version 0.2: every order and every count from an index alone, for a table of a
    # million rows is a gigabyte. (An index holds the id as well.) And ids that are never given
    # again: lists that are shown must not find another picture in the place of one that is gone.
    """
    DROP INDEX pictures_rated;
    DROP INDEX pictures_tagged;
    DROP INDEX pictures_on_boards;
    CREATE INDEX pictures_by_rating ON pictures (rating, created_us);
    CREATE INDEX pictures_by_area ON pictures (width * height, created_us);
    CREATE INDEX pictures_by_prompt ON pictures (
        prompt = '', substr(searched, 1, 64), created_us DESC
    );
    CREATE INDEX pictures_by_program ON pictures (program, reference_count);
    CREATE INDEX pictures_tagged ON pictures (tags, created_us) WHERE tags <> '';
    CREATE INDEX pictures_on_boards ON pictures (boards, created_us) WHERE boards <> '';

    CREATE TABLE numbers (highest INTEGER NOT NULL);  -- of the ids that were there once
    INSERT INTO numbers VALUES (0);
    CREATE TRIGGER numbers_are_not_given_again AFTER DELETE ON pictures BEGIN
        UPDATE numbers SET highest = max(highest, old.id);
    END;
    """,
)


_WORDS = "-- words"
"""What follows in a step is left out where SQLite is too old for it: texts are searched slowly."""


class NewerSchemaError(sqlite3.DatabaseError):
    """A newer version of the program wrote the database."""


def migrate(connection: sqlite3.Connection) -> None:
    """Take the missing steps, all or none. Raises sqlite3.Error.

    Another program may be at it: then this one waits, and finds them taken.
    """
    if not _missing(connection):
        return
    has_trigrams = _has_trigrams(connection)
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        for number, step in _missing(connection):
            script = step if has_trigrams else step.partition(_WORDS)[0]
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")


def _missing(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """The steps that the database does not have behind it, with their numbers."""
    (done,) = connection.execute("PRAGMA user_version").fetchone()
    if done > len(MIGRATIONS):
        raise NewerSchemaError(f"schema {done} is newer than {len(MIGRATIONS)}")
    return list(enumerate(MIGRATIONS[done:], start=done + 1))


def _statements(script: str) -> Iterator[str]:
    """One by one: what runs a script as a whole would end the transaction first."""
    statement = ""
    for part in script.split(";")[:-1]:  # the last one ends with it
        statement += f"{part};"
        if sqlite3.complete_statement(statement):  # not within a trigger
            yield statement
            statement = ""


def _has_trigrams(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.tried USING fts5 (x, tokenize='trigram')")
    except sqlite3.OperationalError:
        return False
    connection.execute("DROP TABLE temp.tried")
    return True
