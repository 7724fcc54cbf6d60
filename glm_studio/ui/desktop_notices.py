"""Notices on the desktop: with the picture, and a click that leads back to it."""

from __future__ import annotations

import asyncio
import importlib
import logging
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImageReader
from PySide6.QtWidgets import QApplication, QWidget

from glm_studio.resources import resource
from glm_studio.state.notices import Notice
from glm_studio.state.pages import Page
from glm_studio.state.studio import StudioState
from glm_studio.ui.wording import said

log = logging.getLogger(__name__)

_SIDE = 256
_KEPT = 8
_LONGEST = 120


class DesktopNotices(QObject):
    """Binds to `NoticesState`. A desktop that takes no notices still shows the alert in the
    taskbar, and the number of new pictures on the program's icon where it can."""

    def __init__(self, states: StudioState, window: QWidget, folder: Path) -> None:
        super().__init__(window)
        self._states, self._window = states, window
        self._small = folder / "notice.png"
        self._notifier: Any = None
        self._tasks: set[asyncio.Task[None]] = set()
        states.notices.wanted.connect(self._on_notice)
        states.notices.unseen_changed.connect(self._on_unseen)
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state)

    def open(self, notice: Notice) -> None:
        """A notice was clicked: come to the front and show what it is about."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        self._states.pages.show(Page.CREATE)
        if notice.picture is not None:
            self._states.stage.show_picture(notice.picture)

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._states.notices.look()

    def _on_unseen(self, count: int) -> None:
        """On Linux Qt makes a D-Bus path of the desktop file's name, and complains of a hyphen."""
        app = QApplication.instance()
        named = sys.platform != "linux" or QGuiApplication.desktopFileName().isidentifier()
        if isinstance(app, QGuiApplication) and named:
            app.setBadgeNumber(count)

    def _on_notice(self, notice: Notice) -> None:
        QApplication.alert(self._window)
        task = asyncio.get_running_loop().create_task(self._send(notice))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, notice: Notice) -> None:
        """What the desktop makes of it is its own affair: nothing here may trouble the window."""
        try:
            small = await asyncio.to_thread(self._shrink, notice)
            library = await asyncio.to_thread(importlib.import_module, "desktop_notifier")
            if self._notifier is None:
                self._notifier = library.DesktopNotifier(
                    app_name="GLM Studio",
                    app_icon=library.Icon(path=resource("icons", "studio.svg").absolute()),
                    notification_limit=_KEPT,
                )
            await self._notifier.send(
                title=notice.title,
                message=_short(said(notice.text)),
                attachment=None if small is None else library.Attachment(path=small),
                on_clicked=lambda: self.open(notice),
            )
        except Exception as error:  # noqa: BLE001 - a desktop without notices, in whatever way
            log.info("the desktop took no notice: %s", error)

    def _shrink(self, notice: Notice) -> Path | None:
        """A small copy of the picture; some desktops refuse the large one."""
        if notice.picture is None:
            return None
        reader = QImageReader(str(notice.picture.path))
        size = reader.size()
        if size.isValid():
            reader.setScaledSize(
                size.scaled(QSize(_SIDE, _SIDE), Qt.AspectRatioMode.KeepAspectRatio)
            )
        self._small.parent.mkdir(parents=True, exist_ok=True)
        return self._small if reader.read().save(str(self._small)) else None


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"
