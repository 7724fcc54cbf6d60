"""Showing files in the desktop's file manager, selected where it can do that."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDir, QObject, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

log = logging.getLogger(__name__)

_SERVICE = "org.freedesktop.FileManager1"
_PATH = "/org/freedesktop/FileManager1"


def reveal(paths: Sequence[Path], parent: QObject, on_failure: Callable[[Path], None]) -> None:
    """Show files in their folder. `on_failure` is called with the folder that nothing opened."""

    def open_folder() -> None:
        folder = paths[0].parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            on_failure(folder)

    if sys.platform == "win32":
        # The comma is part of Explorer's own syntax; it takes one file.
        file = QDir.toNativeSeparators(str(paths[0]))
        started = QProcess.startDetached("explorer.exe", ["/select,", file])
    elif sys.platform == "darwin":
        started = QProcess.startDetached("open", ["-R", *map(str, paths)])
    else:
        started = _ask_file_manager(paths, parent, open_folder)
    if not started:
        open_folder()


def _ask_file_manager(
    paths: Sequence[Path], parent: QObject, on_failure: Callable[[], None]
) -> bool:
    """Ask over D-Bus; False if there is none, and `on_failure` later if nobody answers."""
    if not _has_bus():
        return False
    from PySide6.QtDBus import (  # noqa: PLC0415 - the window opens without
        QDBusConnection,
        QDBusMessage,
        QDBusPendingCallWatcher,
    )

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    call = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SERVICE, "ShowItems")
    uris = [bytes(QUrl.fromLocalFile(str(path)).toEncoded().data()).decode() for path in paths]
    call.setArguments([uris, ""])
    watcher = QDBusPendingCallWatcher(bus.asyncCall(call), parent)

    def told() -> None:
        watcher.deleteLater()
        if watcher.isError():
            log.info("no file manager answers over D-Bus: %s", watcher.error().message())
            on_failure()

    watcher.finished.connect(told)
    return True


def _has_bus() -> bool:
    """Looked for first: without a bus Qt would start one, and wait for it."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return bool(runtime) and Path(runtime or "", "bus").exists()
