"""The process that downloads, from the window's side: an order in, reports out."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QObject, QProcess

from glm_studio.models.order import Order, Report, from_line

log = logging.getLogger(__name__)

OnReport = Callable[[Report], None]
OnEnd = Callable[[int | None], None]
"""Hears, once, with which code the process ended; None if it was ended, or never began."""


class DownloadProcess(QObject):
    """Runs for as long as this lives; `stop` ends it at once, and nothing more is heard then."""

    def __init__(self, on_report: OnReport, on_end: OnEnd, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_report, self._on_end = on_report, on_end
        self._rest = b""
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._read_errors)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._not_started)

    def start(self, order: Order, token: str) -> None:
        """The token goes through a pipe: arguments and environments can be read by others."""
        self._process.start(sys.executable, ["-m", "glm_studio.download"])
        told = json.dumps({"order": order.to_json(), "token": token})
        self._process.write(f"{told}\n".encode())

    def stop(self) -> None:
        self._on_report, self._on_end = _ignore, _ignore
        if self._process.state() is QProcess.ProcessState.NotRunning:
            self.deleteLater()
        else:
            self._process.finished.connect(self.deleteLater)
            self._process.kill()

    def close(self) -> None:
        """At the window's end: it is waited for, which takes no longer than ending takes."""
        self._on_report, self._on_end = _ignore, _ignore
        self._process.kill()
        self._process.waitForFinished(500)

    def _read(self) -> None:
        said = self._rest + _bytes(self._process.readAllStandardOutput())
        *lines, self._rest = said.split(b"\n")
        for line in lines:
            report = from_line(line.decode("utf-8", "replace"))
            if report is not None:
                self._on_report(report)

    def _read_errors(self) -> None:
        said = _bytes(self._process.readAllStandardError()).decode("utf-8", "replace")
        log.info("the download said: %s", said.rstrip())

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        crashed = status is QProcess.ExitStatus.CrashExit
        self._on_end(None if crashed else code)

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._on_end(None)


def _bytes(data: QByteArray) -> bytes:
    return bytes(data.data())


def _ignore(_: object) -> None:
    pass
