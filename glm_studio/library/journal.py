"""What a session is making, on disk for the case that it ends badly.

A folder holds three files for each session that runs: its journal, its lock, and what Python wrote
when it was ended by a fault. A session that ends as it should takes them away. What is left belongs
to one that did not, unless its lock is still held: then it runs beside this one.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from engine.api import GenerationRequest
from engine.parsing import parse_json
from glm_studio.library.atomic import make_folder, remove_orphans, write_file
from glm_studio.library.requests import request_from_json, request_to_json
from glm_studio.library.session_lock import SessionLock, begin_session, remove_stale

log = logging.getLogger(__name__)

_LOG_TAIL_BYTES = 64 << 10
_LOG_LINES = 40
_MOST_FAULT_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class Making:
    """A picture under way: where, and in which stage; empty while that is not known."""

    request: GenerationRequest
    device: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """What a journal says. `environment` is what a report names, by its words."""

    started: datetime
    model: str
    making: tuple[Making, ...] = ()
    environment: Mapping[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "started": self.started.isoformat(),
            "model": self.model,
            "making": [
                {
                    "request": request_to_json(each.request),
                    "device": each.device,
                    "stage": each.stage,
                }
                for each in self.making
            ],
            "environment": dict(self.environment or {}),
        }

    @classmethod
    def from_json(cls, data: Any) -> Session:
        """Raises ValueError, KeyError, TypeError or AttributeError for anything else."""
        return cls(
            datetime.fromisoformat(data["started"]),
            str(data["model"]),
            tuple(
                Making(request_from_json(each["request"]), str(each["device"]), str(each["stage"]))
                for each in data["making"]
            ),
            {str(name): str(said) for name, said in data["environment"].items()},
        )


class Remains:
    """What a session left that did not end as it should. Its lock is held, so that no other
    program tells of it as well; the next start does, unless it is discarded."""

    def __init__(
        self,
        session: Session,
        ended: datetime,
        faults: str,
        log_lines: Sequence[str],
        files: _Files,
    ) -> None:
        self.session, self.faults, self.log_lines = session, faults, tuple(log_lines)
        self.ended = ended
        """When it was last heard of."""
        self._files = files

    def discard(self) -> None:
        """Take its files away."""
        self._files.remove()

    def report(self) -> str:
        """All that is known, for a report to the program's makers; as text, in English."""
        session = self.session
        requests = [request_to_json(making.request) for making in session.making]
        for request in requests:
            request.pop("prior", None)  # thousands of codes, which tell nobody anything
        parts = [
            ("What happened", "GLM Studio ended without being closed."),
            ("Started", session.started.isoformat(timespec="seconds")),
            ("Last heard of", self.ended.isoformat(timespec="seconds")),
            ("Model", session.model),
            *(session.environment or {}).items(),
        ]
        text = "\n".join(f"{name}: {said}" for name, said in parts)
        for making, request in zip(session.making, requests, strict=True):
            where = ", ".join(filter(None, [making.stage, making.device]))
            text += f"\n\nIt was making ({where or 'not begun'}):\n"
            text += json.dumps(request, indent=2, ensure_ascii=False)
        if self.faults:
            text += f"\n\nWhat Python wrote when it ended:\n{self.faults.rstrip()}"
        if self.log_lines:
            text += "\n\nThe last lines of the log:\n" + "\n".join(self.log_lines)
        return text + "\n"


class Journal:
    """This session's journal in a folder. All of it blocks on the disk; call it from one thread
    that is not the window's, but for `close`, which any may call."""

    def __init__(self, folder: Path, log_file: Path) -> None:
        self._folder, self._log_file = folder, log_file
        self._own: _Files | None = None
        self._faults: TextIO | None = None
        self._guard = threading.Lock()
        self._closed = False

    def open(self, session: Session, catch_faults: bool) -> list[Remains]:
        """Begin this session's journal, and read what earlier ones left, the newest first.

        With `catch_faults` Python writes there where each thread was, if a fault ends it. Raises
        OSError where the folder takes no files.
        """
        with self._guard:
            if self._closed:
                return []
            make_folder(self._folder)
            remove_orphans(self._folder)
            remove_stale(self._folder, ".json")
            self._own = _Files(*begin_session(self._folder))
            self._write(session)
            if catch_faults:
                self._faults = self._own.faults.open("w", encoding="utf-8")
                faulthandler.enable(self._faults)
        left = [self._read(path) for path in sorted(self._folder.glob("*.json"))]
        found = [remains for remains in left if remains is not None]
        return sorted(found, key=lambda remains: remains.ended, reverse=True)

    def write(self, session: Session) -> None:
        """What is made now. A disk that does not take it costs the report, nothing else."""
        with self._guard:
            if self._own is None or self._closed:
                return
            try:
                self._write(session)
            except OSError as error:
                log.warning("the session's journal could not be written: %s", error)

    def close(self) -> None:
        """The session ends as it should."""
        with self._guard:
            self._closed = True
            if self._faults is not None:
                faulthandler.disable()
                self._faults.close()
            if self._own is not None:
                self._own.remove()

    def _write(self, session: Session) -> None:
        assert self._own is not None  # noqa: S101 - `open` comes first
        content = json.dumps(session.to_json()).encode()  # a prompt may hold half a character
        write_file(self._own.journal, content)

    def _read(self, journal: Path) -> Remains | None:
        """None for a session that runs, and for one that was making nothing when it ended: of a
        machine that was switched off there is nothing to tell."""
        if self._own is not None and journal == self._own.journal:
            return None
        files = _Files(journal.with_suffix(""))
        if not files.take():
            return None
        try:
            session = Session.from_json(parse_json(journal.read_text("utf-8")))
            ended = datetime.fromtimestamp(journal.stat().st_mtime, UTC)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("the journal %s cannot be read: %s", journal, error)
            files.remove()
            return None
        faults = _tail(files.faults, _MOST_FAULT_BYTES)
        if not session.making and not faults.strip():
            files.remove()
            return None
        return Remains(session, ended, faults, self._lines_since(session.started), files)

    def _lines_since(self, started: datetime) -> list[str]:
        """The log's last lines, from that session on."""
        begin = (started.astimezone() - timedelta(seconds=1)).strftime("%Y-%m-%d %H:%M:%S")
        lines = _tail(self._log_file, _LOG_TAIL_BYTES).splitlines()
        first = next((n for n, line in enumerate(lines) if _is_since(line, begin)), len(lines))
        return lines[first:][-_LOG_LINES:]


class _Files:
    """The files of one session, and its lock once that is taken."""

    def __init__(self, stem: Path, lock: SessionLock | None = None) -> None:
        self.journal = stem.with_suffix(".json")
        self.faults = stem.with_suffix(".faults")
        self._lock = lock or SessionLock(stem)

    def take(self) -> bool:
        """Take the session's lock; False if it is held, so that the session is alive."""
        return self._lock.take()

    def remove(self) -> None:
        """The journal last: by it the next start finds what a kill in between has left."""
        with suppress(OSError):
            self.faults.unlink(missing_ok=True)
        with suppress(OSError):
            self.journal.unlink(missing_ok=True)
        self._lock.release()


def _tail(file: Path, most_bytes: int) -> str:
    """A text file's end; empty if there is none."""
    try:
        with file.open("rb") as opened:
            opened.seek(max(opened.seek(0, os.SEEK_END) - most_bytes, 0))
            return opened.read(most_bytes).decode("utf-8", "replace")
    except OSError:
        return ""


def _is_since(line: str, begin: str) -> bool:
    """Whether a line begins with a time that is not before `begin`."""
    stamp = line[: len(begin)]
    return len(stamp) == len(begin) and stamp[:4].isdigit() and stamp >= begin
