"""What the window remembers from one start to the next, in one small JSON file."""

from __future__ import annotations

import contextlib
import json
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.parsing import parse_json
from glm_studio.library.atomic import write_file

_FOR_THE_USER_ALONE = 0o600
"""Preferences may hold keys."""

log = logging.getLogger(__name__)


class Memory:
    """Named values; whatever is missing or of another type reads as the caller's default."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._values: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._asked = 0
        """How often somebody wanted it to be written."""
        self._unread: OSError | None = None
        """Why what the file says is not known: it is not to be written over then."""

    def read(self) -> None:
        """Read the file. A damaged one is forgotten: the window must open all the same."""
        try:
            values = parse_json(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return
        except OSError as error:
            self._unread = error
            return
        except ValueError as error:
            self._put_aside(error)
            return
        self._values = values if isinstance(values, dict) else {}

    def _put_aside(self, error: Exception) -> None:
        """The user's presets and sizes may still be found in it."""
        aside = self._file.with_suffix(".broken")
        log.warning("forgetting the window's settings, now in %s: %s", aside, error)
        with contextlib.suppress(OSError):
            self._file.replace(aside)

    def write(self, patience_s: float | None = None) -> None:
        """Write the file, and wait for the disk; for no longer than that, if it is given."""
        self.write_soon().join(patience_s)

    def write_soon(self) -> threading.Thread:
        """Write what the values are now, on a thread of its own: a disk may take its time."""
        thread = threading.Thread(target=self._writing(), name="memory", daemon=True)
        thread.start()
        return thread

    def _writing(self) -> Callable[[], None]:
        """What writes the values of now, unless newer ones are to be written already."""
        content = json.dumps(self._values, indent=2).encode()
        self._asked += 1
        number = self._asked

        def write() -> None:
            with self._lock:
                if number != self._asked:
                    return
                if self._unread is not None:
                    self._put_aside(self._unread)
                    self._unread = None
                try:
                    write_file(self._file, content, _FOR_THE_USER_ALONE)
                except OSError as error:
                    log.warning("could not remember the window's settings: %s", error)

        return write

    def text(self, name: str, default: str = "") -> str:
        value = self._values.get(name)
        return value if isinstance(value, str) else default

    def flag(self, name: str, default: bool) -> bool:
        value = self._values.get(name)
        return value if isinstance(value, bool) else default

    def group(self, name: str) -> dict[str, Any]:
        value = self._values.get(name)
        return dict(value) if isinstance(value, dict) else {}

    def drop(self, name: str) -> None:
        """Forget a value, so that it reads as the default."""
        self._values.pop(name, None)

    def put(self, name: str, value: str | bool | dict[str, Any]) -> None:
        self._values[name] = value
