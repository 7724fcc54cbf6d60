"""Hashes of files, remembered as long as a file stays what it was: 35 GB take a minute to read."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from engine.caches import alone, write_cache
from engine.parsing import parse_json

OnBytes = Callable[[int], None]
"""Hears of each block's size; may raise to stop."""

_BLOCK_BYTES = 4 << 20
_WORTH_BYTES = 16 << 20
"""Smaller files are read each time, which costs nothing."""

_MOST = 1000


def hash_file(path: Path, on_bytes: OnBytes | None = None) -> str:
    """SHA-256 of a file as hexadecimal text."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
            if on_bytes:
                on_bytes(len(block))
    return digest.hexdigest()


class KnownHashes:
    """Hashes by path, size and times, kept in a JSON file that may be deleted.

    Several processes and threads may ask at once: a file is read by the first, and the others wait.

    Beside the time of its content a file has one of its last change of any kind, which the system
    sets and no program can turn back: what was written to since is read again.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._known = self._read()

    def knows(self, path: Path) -> bool:
        """Whether `of` would answer at once. A file that cannot be looked at is not known."""
        try:
            state = path.stat()
        except OSError:
            return False
        return state.st_size < _WORTH_BYTES or _key(path, state) in self._known

    def of(self, path: Path, on_bytes: OnBytes | None = None) -> str:
        """The hash of a file, read only if it is not known; `on_bytes` then hears of all at once.

        Raises OSError, and what `on_bytes` raises.
        """
        state = path.stat()
        if state.st_size < _WORTH_BYTES:
            return hash_file(path, on_bytes)
        key = _key(path, state)
        if key not in self._known:
            with alone(self._store, while_waiting=lambda: on_bytes(0) if on_bytes else None):
                self._known = self._read() | self._known
                if key not in self._known:
                    self._known[key] = hash_file(path, on_bytes)
                    self._write()
                    return self._known[key]
        if on_bytes:
            on_bytes(state.st_size)
        return self._known[key]

    def _read(self) -> dict[str, str]:
        try:
            stored = parse_json(self._store.read_text("utf-8"))
            return {str(key): str(value) for key, value in stored.items()}
        except (OSError, ValueError, AttributeError):
            return {}

    def _write(self) -> None:
        newest = dict(list(self._known.items())[-_MOST:])
        write_cache(self._store, json.dumps(newest).encode(), "read the model's files once more")


def _key(path: Path, state: os.stat_result) -> str:
    return f"{path.resolve()}|{state.st_size}|{state.st_mtime_ns}|{state.st_ctime_ns}"
