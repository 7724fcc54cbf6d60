"""What can be done with a picture, wherever it is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QMenu

from glm_studio.library.picture import Picture
from glm_studio.state.studio import StudioState, decode


class PictureActions(QObject):
    """Actions on one picture. Each says in a line that it was done."""

    def __init__(self, states: StudioState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._states = states
        self._menu: QMenu | None = None

    def use_settings(self, picture: Picture) -> None:
        self._states.use_settings(picture)

    def copy_prompt(self, picture: Picture) -> None:
        QGuiApplication.clipboard().setText(picture.prompt)
        self._states.noticed.emit(self.tr("Prompt copied"))

    def copy_picture(self, picture: Picture) -> None:
        """Decode on the background thread; the clipboard takes the pixels when they are there."""

        def put(image: QImage) -> None:
            QGuiApplication.clipboard().setImage(image)
            self._states.noticed.emit(self.tr("Picture copied"))

        self._states.background.run(lambda: decode(picture.path), put)

    def show_in_folder(self, picture: Picture) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(picture.path.parent)))

    def open_menu(self, picture: Picture, at: QPoint) -> None:
        """A context menu at a point of the screen."""
        menu = self._menu = QMenu()
        for name, action in (
            (self.tr("Use these settings"), self.use_settings),
            (self.tr("Copy the prompt"), self.copy_prompt),
            (self.tr("Copy the picture"), self.copy_picture),
            (self.tr("Show in the file manager"), self.show_in_folder),
        ):
            entry = QAction(name, menu)
            entry.triggered.connect(lambda _=False, action=action: action(picture))
            menu.addAction(entry)
        menu.popup(at)
