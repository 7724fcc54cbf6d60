"""The main window: three zones, its shortcuts, dropping, and its place on the screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from glm_studio.state.studio import StudioState
from glm_studio.ui.centre import Centre
from glm_studio.ui.control_panel import ControlPanel
from glm_studio.ui.gallery_panel import GalleryPanel
from glm_studio.ui.header import Header
from glm_studio.ui.picture_actions import PictureActions
from glm_studio.ui.theme import Theme

_FIRST_SIZE = (1360, 860)
_SMALLEST = (1024, 640)
_FRAME = 40
"""Room for the window's title, whose height nobody knows before the window is shown."""
_FIRST_SPLIT = (344, 730, 286)
_REPEATING = ("Ctrl++", "Ctrl+=", "Ctrl+-")
"""Held down, these go on; another key held down must not queue or cancel thirty pictures."""


class MainWindow(QMainWindow):
    """Shows a `StudioState`. `closing` is sent once, when the user has closed it."""

    first_painted = Signal()
    closing = Signal()

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._states = states
        self._painted = False
        self._closing = False
        actions = PictureActions(states, self)
        self.header = Header(states, theme)
        self.panel = ControlPanel(states, theme)
        self.centre = Centre(states, actions, theme)
        self.gallery = GalleryPanel(states, actions, theme)
        self._zones = QSplitter(Qt.Orientation.Horizontal)
        self.setWindowTitle("GLM Studio")
        self.setAcceptDrops(True)
        self._lay_out()
        self._bind()
        self._add_shortcuts()
        self._recall()
        self.panel.prompt.setFocus()

    def generate(self) -> None:
        """Queue what the panel shows, including a number that is still being typed."""
        field = QApplication.focusWidget()
        if field is not None and self.panel.isAncestorOf(field):
            field.clearFocus()
            field.setFocus()
        self._states.generate()

    # Qt's events ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closing:
            self._closing = True
            self._remember()
            self.closing.emit()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event, ".png") or _dropped(event, ".safetensors"):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        pictures, adapters = _dropped(event, ".png"), _dropped(event, ".safetensors")
        if pictures or adapters:
            event.acceptProposedAction()
        if adapters:
            self._states.add_adapters(adapters)
        elif pictures:
            self._states.open_dropped(pictures[0])

    # Laying out and binding ----------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.panel.setMinimumWidth(300)
        self.gallery.setMinimumWidth(230)
        for zone, stretch in ((self.panel, 0), (self.centre, 1), (self.gallery, 0)):
            self._zones.addWidget(zone)
            self._zones.setStretchFactor(self._zones.indexOf(zone), stretch)
        self._zones.setChildrenCollapsible(False)  # the header's buttons hide and show them
        self._zones.setHandleWidth(1)
        self._zones.setSizes(list(_FIRST_SPLIT))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._zones, 1)
        self.setCentralWidget(body)

    def _bind(self) -> None:
        self.panel.generate_bar.generate_asked.connect(self.generate)
        self.centre.empty.chosen.connect(self.panel.prompt.setFocus)
        self.gallery.view.chosen.connect(lambda _: self._states.hardware.show(False))
        self.header.left_toggled.connect(self.panel.setVisible)
        self.header.right_toggled.connect(self.gallery.setVisible)
        self._states.queue.changed.connect(self._show_title)
        # A new failure must not be heard of only by who happens to look at the window.
        self._states.failures.changed.connect(self._alert)

    def _add_shortcuts(self) -> None:
        view, queue = self.centre.canvas, self._states.queue
        for keys, act in (
            ("Ctrl+Return", self.generate),
            ("Ctrl+Enter", self.generate),
            ("Escape", self._escape),
            ("Shift+Escape", queue.cancel_all),
            ("Ctrl+0", view.fit),
            ("Ctrl+1", lambda: view.zoom_to(1.0)),
            ("Ctrl++", view.zoom_in),
            ("Ctrl+=", view.zoom_in),
            ("Ctrl+-", view.zoom_out),
            ("Ctrl+Shift+C", self.centre.bar.copy_picture),
            ("Ctrl+L", self._to_prompt),
            ("F8", self.header.left.click),
            ("F9", self.header.right.click),
            ("F10", self.header.chip.click),
            ("Ctrl+Q", self.close),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(keys in _REPEATING)
            shortcut.activated.connect(act)

    def _to_prompt(self) -> None:
        if not self.panel.isVisible():
            self.header.left.click()
        self.panel.prompt.setFocus()

    def _escape(self) -> None:
        """Close the hardware's page; else cancel what runs, or put an error away."""
        if self._states.hardware.shown:
            self._states.hardware.show(False)
        elif self._states.queue.busy:
            self._states.queue.cancel_current()
        else:
            self._states.failures.dismiss()

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

    def _recall(self) -> None:
        self._fit(QSize(*_FIRST_SIZE))
        memory = self._states.memory
        if self.restoreGeometry(_bytes(memory.text("geometry"))):
            self._fit(self.size())
        self._zones.restoreState(_bytes(memory.text("zones")))
        for name, button, zone in self._toggles():
            shown = memory.flag(name, True)
            button.setChecked(shown)
            zone.setVisible(shown)

    def _fit(self, wanted: QSize) -> None:
        """Nothing may lie off the screen, whatever screen a size was remembered from."""
        room = self.screen().availableGeometry().size() - QSize(0, _FRAME)
        self.setMinimumSize(QSize(*_SMALLEST).boundedTo(room))
        self.resize(wanted.boundedTo(room))

    def _remember(self) -> None:
        memory = self._states.memory
        memory.put("geometry", _text(self.saveGeometry()))
        memory.put("zones", _text(self._zones.saveState()))
        for name, button, _ in self._toggles():
            memory.put(name, button.isChecked())

    def _toggles(self) -> tuple[tuple[str, QAbstractButton, QWidget], ...]:
        return (
            ("left_shown", self.header.left, self.panel),
            ("right_shown", self.header.right, self.gallery),
        )


def _dropped(event: QDropEvent, suffix: str) -> list[Path]:
    """Files of a kind from elsewhere; a tile that was dragged a little and let go is not meant."""
    if event.source() is not None:
        return []
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() == suffix]


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode())


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode()
