"""Whether a session still runs: it holds a lock for as long as its process lives.

Neither a process's number nor its start tells that as surely: both come again.
"""

from __future__ import annotations

import logging
import os
import secrets
from contextlib import suppress
from pathlib import Path

from glm_studio.library.atomic import is_alive

log = logging.getLogger(__name__)

_ATTEMPTS = 3


class SessionLock:
    """The lock of the session whose files have the name `stem`, the process's number first."""

    def __init__(self, stem: Path) -> None:
        from filelock import FileLock  # noqa: PLC0415 - the window's start does without

        self._stem = stem
        self._lock = FileLock(stem.with_suffix(".lock"), thread_local=False)

    def take(self) -> bool:
        """Take it; False if it is held, so that the session is alive.

        Where the disk knows no locks, its process is looked for.
        """
        from filelock import Timeout  # noqa: PLC0415 - the same

        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        except (OSError, NotImplementedError) as error:
            log.warning("no lock for %s: %s", self._stem, error)
            return not is_alive(_process_of(self._stem))
        return True

    def release(self) -> None:
        """Let go of it, with its file: whatever the session left is settled.

        The file goes while the lock is held, so that whoever waits for it is not left with a lock
        on a file that the next one does not find. Windows removes no file that is open.
        """
        file, gone = Path(self._lock.lock_file), False
        with suppress(OSError):
            file.unlink(missing_ok=True)
            gone = True
        with suppress(OSError, NotImplementedError):
            self._lock.release(force=True)
        if not gone:
            with suppress(OSError):
                file.unlink(missing_ok=True)


def begin_session(folder: Path) -> tuple[Path, SessionLock]:
    """A name for the files of this session in a folder, which no other has, and its lock, held."""
    for _ in range(_ATTEMPTS):
        stem = folder / f"{os.getpid()}-{secrets.token_hex(4)}"
        lock = SessionLock(stem)
        if lock.take():
            break  # else another start is just looking whether it is stale, or there are no locks
    return stem, lock


def remove_stale(folder: Path, suffix: str) -> None:
    """Remove locks of sessions that were killed before they had a file with `suffix`."""
    for path in folder.glob("*.lock"):
        if not path.with_suffix(suffix).exists():
            lock = SessionLock(path.with_suffix(""))
            if lock.take():
                lock.release()


def _process_of(stem: Path) -> int:
    number = stem.name.partition("-")[0]
    return int(number) if number.isdecimal() else 0
