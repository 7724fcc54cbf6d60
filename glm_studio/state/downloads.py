"""Downloads of models: the one that runs, and those that wait to go on."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.errors import Problem
from glm_studio.models.catalog import Found
from glm_studio.models.errors import DownloadError
from glm_studio.models.order import Arrived, Failed, Finished, Listed, Lost, Order, Report
from glm_studio.models.sources import Route, Source
from glm_studio.state.download_process import DownloadProcess
from glm_studio.state.preferences import (
    HUGGING_FACE_MIRROR,
    MODELSCOPE_MIRROR,
    OFFLINE,
    PROXY,
    PreferencesState,
)

_RATE_S = 15.0
"""The speed is that of so many seconds: long enough to stand still, short enough to be true."""

MIRROR = {Source.HUGGING_FACE: HUGGING_FACE_MIRROR, Source.MODELSCOPE: MODELSCOPE_MIRROR}
"""The preference that has another address of a source."""


class Step(Enum):
    """How it is with a download."""

    ASKING = auto()
    """The source is asked what there is."""
    ARRIVING = auto()
    LOST = auto()
    """The connection broke, and is tried again."""
    PAUSED = auto()
    FAILED = auto()
    DONE = auto()


@dataclass(slots=True, eq=False)
class Download:
    """One download. The token is kept for as long as the program runs, and written nowhere."""

    order: Order
    step: Step = Step.PAUSED
    done_bytes: int = 0
    total_bytes: int = 0
    problem: Problem | None = None
    lost: str = ""
    """What the client said when the connection broke."""
    token: str = field(default="", repr=False)
    recalled: bool = False
    """Whether it was found on the disk, where an earlier run of the program had left it."""
    _past: deque[tuple[float, int]] = field(default_factory=deque)

    @property
    def running(self) -> bool:
        return self.step in (Step.ASKING, Step.ARRIVING, Step.LOST)

    @property
    def folder(self) -> Path:
        return self.order.target

    @property
    def name(self) -> str:
        return self.order.repository.rpartition("/")[2]

    @property
    def rate(self) -> float:
        """Bytes a second; 0 while that cannot be said."""
        if len(self._past) < 2:
            return 0.0
        (then, before), (now, done) = self._past[0], self._past[-1]
        return max((done - before) / (now - then), 0.0) if now - then >= 1 else 0.0

    @property
    def left_s(self) -> float | None:
        """Seconds that it still takes at this rate."""
        rate = self.rate
        return (self.total_bytes - self.done_bytes) / rate if rate else None

    def arrived(self, done_bytes: int, now: float) -> None:
        """So much is there now."""
        self.done_bytes = done_bytes
        self._past.append((now, done_bytes))
        while now - self._past[0][0] > _RATE_S:
            self._past.popleft()

    def pause(self) -> None:
        """Nothing comes any more; the speed from here on is another one."""
        self._past.clear()


class DownloadsState(QObject):
    """One runs at a time; the others are paused, done or failed."""

    changed = Signal()
    arrived = Signal(object)
    """A `Download` has come to its end: its folder is a checkpoint now."""

    def __init__(self, preferences: PreferencesState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._all: list[Download] = []
        self._process: DownloadProcess | None = None
        preferences.changed.connect(self._on_preference)

    @property
    def all(self) -> tuple[Download, ...]:
        """The newest first."""
        return tuple(self._all)

    @property
    def running(self) -> Download | None:
        return next((download for download in self._all if download.running), None)

    @property
    def offline(self) -> bool:
        """Whether nothing may go to the network."""
        return self._preferences.get(OFFLINE)

    def of(self, folder: Path) -> Download | None:
        return next((download for download in self._all if download.folder == folder), None)

    def route(self, source: Source) -> Route:
        """How to get to a source, as the settings say it."""
        return Route(
            self._preferences.get(MIRROR[source]).strip(), self._preferences.get(PROXY).strip()
        )

    def start(
        self,
        source: Source,
        repository: str,
        folder: Path,
        token: str = "",
        recheck: bool = False,
    ) -> Download:
        """Download into a folder, or go on with what is there, which is compared with its checksums
        if it is to `recheck`; what runs is paused for it."""
        known = self.of(folder)
        if known is not None:
            self._all.remove(known)
        download = Download(Order(source, repository, folder, recheck=recheck), token=token)
        if known is not None:
            download.done_bytes, download.total_bytes = known.done_bytes, known.total_bytes
        self._all.insert(0, download)
        self.resume(download)
        return download

    def resume(self, download: Download) -> None:
        """Go on where it was paused, by the route that the settings say now."""
        running = self.running
        if running is not None:
            self.pause(running)
        download.order = replace(download.order, route=self.route(download.order.source))
        download.problem, download.lost, download.recalled = None, "", False
        if self.offline:
            self._fail(download, DownloadError.offline().problem)
            return
        download.step = Step.ASKING
        self._process = DownloadProcess(
            lambda report: self._on_report(download, report),
            lambda code: self._on_end(download, code),
            self,
        )
        self._process.start(download.order, download.token)
        self.changed.emit()

    def pause(self, download: Download) -> None:
        """Stop; what has arrived is kept."""
        if not download.running:
            return
        self._let_go()
        download.pause()
        download.step = Step.PAUSED
        self.changed.emit()

    def drop(self, download: Download) -> None:
        """Take it off the list, and stop it if it runs. Its files stay."""
        self.pause(download)
        if download in self._all:
            self._all.remove(download)
            self.changed.emit()

    def recall(self, found: Iterable[Found]) -> None:
        """Take over downloads that an earlier run of the program has left unfinished, and forget
        those of them that are gone."""
        left = {each.folder: each for each in found if each.incomplete}
        gone = [d for d in self._all if d.recalled and not d.running and d.folder not in left]
        new = [each for folder, each in left.items() if self.of(folder) is None]
        self._all = [d for d in self._all if d not in gone]
        self._all += [_left_from(each) for each in new]
        if gone or new:
            self.changed.emit()

    def close(self) -> None:
        """Nothing is downloaded any more; the next run of the program can go on."""
        if self._process is not None:
            self._process.close()

    # What the process says -----------------------------------------------------------------------

    def _on_report(self, download: Download, report: Report) -> None:
        now = time.monotonic()
        match report:
            case Listed():
                download.total_bytes = report.total_bytes
                download.arrived(report.there_bytes, now)
                download.step = Step.ARRIVING
            case Arrived():
                download.arrived(report.done_bytes, now)
                download.step = Step.ARRIVING
            case Lost():
                if download.step is not Step.ASKING:
                    download.step = Step.LOST
                download.lost = report.why
            case Finished():
                download.done_bytes, download.step = download.total_bytes, Step.DONE
                self._let_go()
                self.arrived.emit(download)
            case Failed():
                self._fail(download, report.problem)
                return
        self.changed.emit()

    def _on_end(self, download: Download, code: int | None) -> None:
        if download.running:
            self._fail(download, DownloadError.ended(code).problem)

    def _fail(self, download: Download, problem: Problem) -> None:
        download.pause()
        download.step, download.problem = Step.FAILED, problem
        self._let_go()
        self.changed.emit()

    def _let_go(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._process = None

    def _on_preference(self, name: str) -> None:
        """Being offline is meant at once."""
        running = self.running
        if name == OFFLINE.name and self.offline and running is not None:
            self.pause(running)
        self.changed.emit()


def _left_from(found: Found) -> Download:
    manifest = found.manifest
    assert manifest is not None  # noqa: S101 - what is incomplete has one
    order = Order(manifest.source, manifest.repository, found.folder)
    return Download(order, Step.PAUSED, found.there_bytes, manifest.bytes, recalled=True)
