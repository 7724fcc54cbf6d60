"""What brings pictures onto the canvas: of the gallery, of files, and to compare with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from engine.errors import Problem, problem_of
from engine.recipe import Recipe
from engine.texts import say
from glm_studio.library.edits import Deletion, Restoration
from glm_studio.library.metadata import PictureFile, read_picture, read_recipe
from glm_studio.library.picture import Picture
from glm_studio.library.reach import AwayError
from glm_studio.state.canvas import Frame, Kind
from glm_studio.state.decode import decode
from glm_studio.state.offer import Offer
from glm_studio.state.pages import Page
from glm_studio.words import tr

if TYPE_CHECKING:
    from glm_studio.state.studio import StudioState


class Stage(QObject):
    """Opens pictures one at a time: only the last one that was asked for is shown."""

    looked_into = Signal(object, object)
    """The selected `Picture` and its `Recipe`, once its file has been read."""

    def __init__(self, states: StudioState) -> None:
        super().__init__(states)
        self._states = states
        self.recipe: Recipe | None = None
        """The selected picture's, once its file has been read."""
        self._opening = 0
        self._comparing = 0
        """Counts the pictures that were to be compared with; only the last one's count."""
        self._unreadable: Problem | None = None
        """What is said about the file in whose place the canvas shows a placeholder."""
        self._deleted: frozenset[Path] = frozenset()
        """What was deleted last: the canvas may still show it."""
        states.gallery.selected.connect(self._look_into)
        states.search.selected.connect(self._look_into)
        states.gallery.changed.connect(self._leave_deleted)
        states.curation.deleted.connect(self._on_deleted)
        states.curation.restored.connect(self._on_restored)
        states.grid.shown.connect(self.show_file)

    def follow(self) -> None:
        """Show what is being made, whatever picture is still being opened."""
        self._opening += 1
        self._forget_unreadable()
        self._states.canvas.follow()

    def show_picture(self, picture: Picture) -> None:
        """Select a picture of the gallery and bring it onto the canvas."""
        self._states.gallery.select(picture)
        self._opening += 1
        opening = self._opening

        def open_it() -> QImage | None:
            # Whoever walks through the gallery with the arrow keys is ahead of the decoder.
            return decode(picture.path) if opening == self._opening else None

        def show(image: QImage | None) -> None:
            if image is not None and opening == self._opening:
                self._forget_unreadable()
                self._states.canvas.show_picture(picture, image, self._states.queue.busy)

        def fail(error: Exception) -> None:
            if opening == self._opening:
                self._show_unreadable(picture, error)

        self._states.background.run(open_it, show, fail)

    def show_file(self, path: Path) -> None:
        """Bring a picture's file onto the canvas."""

        def show(file: PictureFile) -> None:
            self._states.pages.show(Page.CREATE)
            self.show_picture(file.picture)

        def fail(error: Exception) -> None:
            self._states.failures.show(problem_of(error))

        self._states.background.run(lambda: read_picture(path), show, fail)

    def compare_with(self, picture: Picture) -> None:
        """Compare what the canvas shows, now and later, with a picture of the gallery."""
        self._comparing += 1
        comparing = self._comparing

        def pin(image: QImage) -> None:
            if comparing == self._comparing:
                size = image.width(), image.height()
                self._states.pairing.pin(Frame(Kind.PICTURE, *size, image=image, picture=picture))
                self._states.pages.show(Page.CREATE)

        def fail(error: Exception) -> None:
            self._states.failures.show(_unreadable(picture.path, error))

        self._states.background.run(lambda: decode(picture.path), pin, fail)

    def compare_with_previous(self) -> None:
        """Compare the shown picture with the one that was made before it."""
        pictures, shown = self._states.gallery.pictures, self._states.canvas.picture_frame.picture
        # What is being made, or not on disk yet, is newer than all of them.
        row = pictures.row_of(shown.path) + 1 if shown is not None else 0
        if row < len(pictures):
            self.compare_with(pictures[row])
        else:
            self._states.noticed.emit(tr("There is no earlier picture to compare with."))

    def _show_unreadable(self, picture: Picture, error: Exception) -> None:
        """Not the picture before it: the details are those of the one that cannot be read."""
        gone = isinstance(error, FileNotFoundError)
        complaint = say("Missing file") if gone else say("Unreadable file")
        self._unreadable = _unreadable(picture.path, error)
        watching = self._states.watching
        if (folder := watching.folder_away(picture.path)) is not None:
            complaint = say("Not reachable")
            self._unreadable = AwayError(folder, watching.away[folder]).problem
        self._states.canvas.show_unreadable(picture, complaint, self._states.queue.busy)
        self._states.failures.show(self._unreadable)

    def _forget_unreadable(self) -> None:
        """The canvas shows something else: what was said about the file is of the past."""
        if self._unreadable is not None and self._states.failures.problem is self._unreadable:
            self._states.failures.dismiss()
        self._unreadable = None

    def _look_into(self, picture: Picture | None) -> None:
        """Read the recipe of the selected picture, which the index does not hold."""
        self.recipe = None

        lists = self._states.gallery, self._states.search

        def wanted() -> bool:
            return any(picture == one.selection for one in lists)

        def read() -> Recipe | None:
            return read_recipe(picture.path) if picture and wanted() else None

        def tell(recipe: Recipe | None) -> None:
            if recipe is not None and wanted():
                self.recipe = recipe
                self.looked_into.emit(picture, recipe)

        if picture is not None:
            self._states.background.run(read, tell, lambda _: None)  # the canvas says what is wrong

    def _on_deleted(self, deletion: Deletion, take_back: Callable[[], None]) -> None:
        self._deleted = frozenset(gone.picture.path for gone in deletion.trashed)
        for path in self._deleted:
            self._states.thumbnails.forget(path)
        said = tr("Deleted: %n picture(s)", count=len(self._deleted))
        self._states.offered.emit(Offer(said, tr("Undo"), take_back))
        self._leave_deleted()

    def _leave_deleted(self) -> None:
        """The canvas does not go on showing what was deleted: the next picture takes its place.

        Whether the list or the news of the deletion comes first is not known.
        """
        shown, chosen = self._states.canvas.frame.picture, self._states.gallery.selection
        if shown is None or shown.path not in self._deleted:
            return
        if chosen is not None and chosen.path in self._deleted:
            return
        self._deleted = frozenset()
        if chosen is not None:
            self.show_picture(chosen)
        else:
            self._opening += 1
            self._states.canvas.clear()

    def _on_restored(self, restoration: Restoration) -> None:
        """Their thumbnails may have been asked for while there was no file."""
        for picture in restoration.pictures:
            self._states.thumbnails.forget(picture.path)

    def superseded_by(self, picture: Picture) -> None:
        """The canvas shows another picture by itself, whatever is still being opened."""
        self._opening += 1
        self._states.gallery.select(picture)


def _unreadable(path: Path, error: Exception) -> Problem:
    return Problem(
        "unreadable",
        say("{name} cannot be shown.", name=path.name),
        f"{error}".rstrip(".") + ".",
        say("It may have been moved or deleted, or it is damaged; look in the pictures folder."),
    )
