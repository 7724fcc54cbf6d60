"""A file manager that writes down what it is asked to show; asks itself through `reveal`.

Run inside of a D-Bus session of its own: `dbus-run-session -- python file_manager.py FILE…`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, QTimer, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from glm_studio.ui.reveal import reveal


@ClassInfo({"D-Bus Interface": "org.freedesktop.FileManager1"})
class FileManager(QObject):
    @Slot(QDBusMessage)
    def ShowItems(self, message: QDBusMessage) -> None:
        uris, _startup_id = message.arguments()
        print(message.signature(), *uris, sep="\n", flush=True)
        os._exit(0)


def main() -> None:
    app = QCoreApplication(sys.argv)
    bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, "file-manager")
    manager = FileManager()
    flags = QDBusConnection.RegisterOption.ExportAllSlots
    assert bus.registerObject("/org/freedesktop/FileManager1", manager, flags)
    assert bus.registerService("org.freedesktop.FileManager1")
    files = [Path(name) for name in sys.argv[1:]]
    QTimer.singleShot(0, lambda: reveal(files, app, lambda _: os._exit(1)))
    QTimer.singleShot(5000, lambda: os._exit(2))
    app.exec()


if __name__ == "__main__":
    main()
