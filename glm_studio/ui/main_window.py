"""The main window: its place on the screen, its title, dropping, and its body."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow, QWidget

from glm_studio.state.incoming import Incoming
from glm_studio.state.studio import StudioState
from glm_studio.ui.body import Body
from glm_studio.ui.drop_veil import DropVeil
from glm_studio.ui.picture_data import has_picture, take_in
from glm_studio.ui.theme import Theme

_FIRST_SIZE = (1360, 860)
_SMALLEST = (1024, 640)
_FRAME = 40
"""Room for the window's title, whose height nobody knows before the window is shown."""


class MainWindow(QMainWindow):
    """Shows a `StudioState`. `closing` is sent once, when the user has closed it."""

    first_painted = Signal()
    closing = Signal()

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._states = states
        self._theme = theme
        self._painted = False
        self._closing = self._leaving = False
        self.setWindowTitle("GLM Studio")
        self.setAcceptDrops(True)
        states.queue.changed.connect(self._show_title)
        # A new failure must not be heard of only by who happens to look at the window.
        states.failures.changed.connect(self._alert)
        self._veil = DropVeil(theme)
        states.prompt_tools.incoming.offered.connect(self._offer)
        self.body = self._make_body()
        self._recall_place()

    def rebuild(self) -> None:
        """Make all that is shown anew, in the language that is chosen now."""
        self._remember_zones()
        self.body = self._make_body()  # Qt deletes the old one
        self.body.show()
        self.body.pages.page(self._states.pages.current).setFocus()

    def leave(self) -> None:
        """Close without asking: the system wants it, or the user was asked."""
        self._leaving = True
        self.close()

    # Qt's events ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._states.queue.unsaved and not (self._leaving or self._closing):
            event.ignore()
            self._ask_about_unsaved()
            return
        if not self._closing:
            self._closing = True
            self._states.memory.put("geometry", _text(self.saveGeometry()))
            self._remember_zones()
            self.closing.emit()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not _from_elsewhere(event):
            return
        is_picture, adapters = has_picture(event.mimeData()), _adapters(event)
        if is_picture or adapters:
            event.acceptProposedAction()
            self._veil.show_over(
                self,
                self.tr("Drop to use as an adapter")
                if adapters
                else self.tr("Drop to use its settings, its prompt, or as a reference"),
            )

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.hide()
        if not _from_elsewhere(event):
            return
        is_picture, adapters = has_picture(event.mimeData()), _adapters(event)
        if is_picture or adapters:
            event.acceptProposedAction()
        if adapters:
            self._states.add_adapters(adapters)
        elif is_picture:
            take_in(event.mimeData(), self._states.prompt_tools.incoming)

    # The body ------------------------------------------------------------------------------------

    def _make_body(self) -> Body:
        body = Body(self._states, self._theme)
        body.close_asked.connect(self.close)
        self.setCentralWidget(body)
        body.create_page.recall(_bytes(self._states.memory.text("zones")))
        for name, button, zone in _toggles(body):
            shown = self._states.memory.flag(name, True)
            button.setChecked(shown)
            zone.setVisible(shown)
        body.pages.page(self._states.pages.current).setFocus()
        return body

    def _offer(self, incoming: Incoming) -> None:
        from glm_studio.ui.drop_offer import DropOffer  # noqa: PLC0415 - not before the first paint

        for earlier in self.findChildren(DropOffer):
            incoming = earlier.give_way_to(incoming)
        DropOffer(self._states, incoming, self._theme).open_over(self)

    def _ask_about_unsaved(self) -> None:
        from glm_studio.ui.unsaved_sheet import UnsavedSheet  # noqa: PLC0415 - rarely needed

        if all(sheet.isHidden() for sheet in self.findChildren(UnsavedSheet)):
            UnsavedSheet(self._states, self._theme, self.leave).open_over(self)

    def _show_title(self) -> None:
        current = self._states.queue.current
        if current is None or current.progress is None:
            self.setWindowTitle("GLM Studio")
            return
        percent = round(current.progress.whole_fraction * 100)
        self.setWindowTitle(self.tr("{n} % – GLM Studio").format(n=percent))

    def _alert(self) -> None:
        if self._states.failures.problem is not None:
            QApplication.alert(self)

    # Memory --------------------------------------------------------------------------------------

    def _recall_place(self) -> None:
        self._fit(QSize(*_FIRST_SIZE))
        if self.restoreGeometry(_bytes(self._states.memory.text("geometry"))):
            self._fit(self.size())

    def _fit(self, wanted: QSize) -> None:
        """Nothing may lie off the screen, whatever screen a size was remembered from."""
        room = self.screen().availableGeometry().size() - QSize(0, _FRAME)
        self.setMinimumSize(QSize(*_SMALLEST).boundedTo(room))
        self.resize(wanted.boundedTo(room))

    def _remember_zones(self) -> None:
        memory = self._states.memory
        memory.put("zones", _text(self.body.create_page.saveState()))
        for name, button, _ in _toggles(self.body):
            memory.put(name, button.isChecked())


def _toggles(body: Body) -> tuple[tuple[str, QAbstractButton, QWidget], ...]:
    page, header = body.create_page, body.header
    return (("left_shown", header.left, page.panel), ("right_shown", header.right, page.side))


def _from_elsewhere(event: QDropEvent) -> bool:
    """A tile that was dragged a little and let go is not meant."""
    return event.source() is None


def _adapters(event: QDropEvent) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() == ".safetensors"]


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode())


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode()
