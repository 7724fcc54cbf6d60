"""The prompts that pictures were made of, on disk: each once, the newest first, the oldest go."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

MOST = 2000
"""Prompts that are kept."""

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS prompts (
        text TEXT PRIMARY KEY,
        used_us INTEGER NOT NULL     -- since 1970: when a picture was last made of it
    ) WITHOUT ROWID
"""
_BROKEN = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@dataclass(frozen=True, slots=True)
class UsedPrompt:
    """A prompt, and when a picture was last made of it, in microseconds since 1970."""

    text: str
    used_us: int

    @classmethod
    def now(cls, text: str) -> UsedPrompt:
        return cls(text, time.time_ns() // 1000)


class PromptHistory:
    """The open database. For one thread alone; methods raise sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def prompts(self) -> list[UsedPrompt]:
        """All, the newest first."""
        rows = self._connection.execute("SELECT text, used_us FROM prompts ORDER BY used_us DESC")
        return [UsedPrompt(*row) for row in rows]

    def put(self, prompts: Iterable[UsedPrompt]) -> None:
        """Add prompts, or say that they were used again; beyond `MOST` the oldest are dropped."""
        with self._connection as connection:
            connection.executemany(
                "INSERT INTO prompts VALUES (?, ?) "
                "ON CONFLICT (text) DO UPDATE SET used_us = excluded.used_us",
                [(prompt.text, prompt.used_us) for prompt in prompts],
            )
            connection.execute(
                "DELETE FROM prompts WHERE text NOT IN "
                "(SELECT text FROM prompts ORDER BY used_us DESC LIMIT ?)",
                (MOST,),
            )

    def remove(self, prompts: Iterable[UsedPrompt]) -> None:
        with self._connection as connection:
            connection.executemany(
                "DELETE FROM prompts WHERE text = ?", [(prompt.text,) for prompt in prompts]
            )

    def close(self) -> None:
        self._connection.close()


def open_history(file: Path) -> PromptHistory:
    """Open or make the database. A broken one is put aside; where none can be, it is in memory."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _open(str(file))
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _BROKEN:
                raise
            log.warning("the history of prompts %s begins anew: %s", file, error)
            file.replace(file.with_name(f"{file.name}.broken"))
            return _open(str(file))
    except (OSError, sqlite3.Error) as error:
        log.warning("the history of prompts %s is not kept: %s", file, error)
        return _open(":memory:")


def _open(database: str) -> PromptHistory:
    # Opened and used on a thread of the window's, closed on the same.
    connection = sqlite3.connect(database, timeout=5.0)
    try:
        connection.execute(_SCHEMA)
        history = PromptHistory(connection)
        history.prompts()  # a file that is broken further in says so here
    except BaseException:
        connection.close()
        raise
    return history
