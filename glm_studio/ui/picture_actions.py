"""What can be done with a picture, wherever it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QUrl
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QMenu

from engine.errors import problem_of
from glm_studio.library.copies import encode_copy, labelled_copy
from glm_studio.library.copying import CopyOptions
from glm_studio.library.labels import Shown
from glm_studio.library.picture import Picture
from glm_studio.state.parameters import Draw
from glm_studio.state.saving import pixels_of
from glm_studio.state.studio import StudioState
from glm_studio.ui.reveal import reveal


class PictureActions(QObject):
    """Actions on one picture."""

    def __init__(self, states: StudioState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._states = states

    def use_settings(self, picture: Picture) -> None:
        self._states.reuse.use_settings(picture)

    def use_as_reference(self, picture: Picture) -> None:
        if self._states.references.add([picture.path]):
            self._states.noticed.emit(self.tr("There is no room for another reference"))

    def compare(self, picture: Picture) -> None:
        """With what the canvas shows, and shows next."""
        self._states.stage.compare_with(picture)

    def vary_detail(self, picture: Picture) -> None:
        self._states.reuse.vary(picture, Draw.DETAIL)

    def vary_layout(self, picture: Picture) -> None:
        self._states.reuse.vary(picture, Draw.LAYOUT)

    def vary_in_grid(self, picture: Picture) -> None:
        self._states.reuse.vary_in_grid(picture)

    def copy_prompt(self, picture: Picture) -> None:
        QGuiApplication.clipboard().setText(picture.prompt)
        self._states.noticed.emit(self.tr("Prompt copied"))

    def copy_picture(self, picture: Picture) -> None:
        """Copy the file's own bytes, with all that they say, and where the file is.

        Where copies get a label that can be seen, the file, which has none, stays out of it.
        """
        path, labelling = picture.path, self._states.labelling.current
        if labelling.visible.shown is not Shown.COPIES:
            self._copy(path.read_bytes, [QUrl.fromLocalFile(str(path))])
            return
        self._copy(lambda: labelled_copy(path, labelling), [])

    def copy_pixels(self, image: QImage) -> None:
        """Copy what has no file yet."""
        labelling = self._states.labelling.current
        self._copy(lambda: encode_copy(pixels_of(image), None, CopyOptions(), labelling), [])

    def show_in_folder(self, picture: Picture) -> None:
        self.reveal([picture.path])

    def reveal(self, paths: Sequence[Path]) -> None:
        """Show files in the file manager, selected where it can do that."""
        reveal(paths, self, self._say_unopened)

    def _say_unopened(self, folder: Path) -> None:
        self._states.noticed.emit(self.tr("No file manager opened {folder}").format(folder=folder))

    def _copy(self, read: Callable[[], bytes], urls: list[QUrl]) -> None:
        """As PNG: given pixels, Qt would encode them on the window's thread at every paste."""

        def put(png: bytes) -> None:
            data = QMimeData()
            data.setData("image/png", png)
            if urls:
                data.setUrls(urls)
            QGuiApplication.clipboard().setMimeData(data)
            self._states.noticed.emit(self.tr("Picture copied"))

        def fail(error: Exception) -> None:
            self._states.failures.show(problem_of(error))

        self._states.background.run(read, put, fail, self)

    def fill_menu(self, menu: QMenu, picture: Picture) -> None:
        """What can be done with one picture alone, as entries of a menu."""
        for name, action in (
            (self.tr("Use these settings"), self.use_settings),
            (self.tr("Same layout, new detail"), self.vary_detail),
            (self.tr("New layout"), self.vary_layout),
            (self.tr("Vary two parameters…"), self.vary_in_grid),
            (self.tr("Compare with the shown picture"), self.compare),
            (self.tr("Copy the prompt"), self.copy_prompt),
            (self.tr("Copy the picture"), self.copy_picture),
        ):
            entry = QAction(name, menu)
            entry.triggered.connect(lambda _=False, action=action: action(picture))
            menu.addAction(entry)
