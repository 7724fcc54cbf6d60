"""The library: the user's pictures, kept in step with the files on disk, found and changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path

from engine.api import ImageReady
from glm_studio.library import marks
from glm_studio.library.catalogue import Catalogue
from glm_studio.library.edits import (
    Deletion,
    Edit,
    Homecoming,
    Imported,
    Restoration,
    Sighting,
)
from glm_studio.library.folders import Folders
from glm_studio.library.index import Stamp
from glm_studio.library.labels import Labelling
from glm_studio.library.listing import Listing
from glm_studio.library.picture import Picture
from glm_studio.library.query import Facets, Query
from glm_studio.library.reach import innermost
from glm_studio.library.sidecar import Marks
from glm_studio.library.work import Work
from glm_studio.library.worker import Worker


class Library:
    """One writer thread does all work; methods may be called from any thread.

    Futures are done on that thread, when the change is on the disk and shown.
    """

    def __init__(self, folders: Folders, labelling: Callable[[], Labelling] = Labelling) -> None:
        """`labelling` says how pictures that are saved are labelled; asked on the thread."""
        self._worker = Worker()
        self._catalogue = Catalogue()
        self._work = Work(folders, self._catalogue, labelling)
        self._finished = threading.Event()

    def open(self) -> None:
        """Show what the index knows, then compare it with the files. Returns at once."""
        self._worker.run(self._work.opening(), may_stop=True)

    def rescan(self, folder: Path | None = None) -> Future[None]:
        """Compare all files once more, or those of a folder: others may have changed them."""
        work = self._work
        steps = work.rescanning() if folder is None else work.comparing(folder)
        return self._worker.run(steps, may_stop=True)

    def look(self) -> Future[Sighting]:
        """Take over what other programs, and other windows, have changed since the last look.

        Meant to be called every few seconds. Costs a call to the disk for each folder, and no more
        than a tenth of the time however slow the disk is: it then does nothing.
        """
        return self._worker.run(self._work.looking(), may_stop=True)

    # What is there ------------------------------------------------------------------------------

    def pictures(self) -> Listing:
        """All pictures, newest first. Call it off the window's thread."""
        return self._catalogue.find(Query())

    def search(self, query: Query) -> Listing:
        """The pictures that `query` finds, in its order. Call it off the window's thread."""
        return self._catalogue.find(query)

    def facets(self) -> Facets:
        """What there is to filter by. Call it off the window's thread."""
        return self._catalogue.facets()

    @property
    def scanned(self) -> bool:
        """Whether every file has been compared since `open`."""
        return self._work.scanned.is_set()

    def wait_scanned(self, timeout_s: float) -> bool:
        """Wait until `open` has compared every file; True if that is so within `timeout_s`."""
        return self._work.scanned.wait(timeout_s)

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call on the library's thread after each change, until the returned function is called."""
        return self._catalogue.subscribe(on_change)

    # Changing it --------------------------------------------------------------------------------

    def record(self, image: ImageReady) -> Future[Picture]:
        """Save a picture. The future raises `SaveError`, which says where the picture is instead.

        Nothing cancels it: a task that gives up waiting must not take the picture along.
        """
        future: Future[Picture] = Future()
        future.set_running_or_notify_cancel()
        if not self._worker.submit(lambda: self._fulfil(future, image)):
            self._fulfil(future, image)  # after the close: the caller waits, but nothing is lost
        return future

    def rescued(self) -> Future[tuple[Path, ...]]:
        """The pictures that wait elsewhere because the pictures folder did not take them."""
        return self._worker.run(self._work.looking_for_rescued(), may_stop=True)

    def bring_home(self) -> Future[Homecoming]:
        """Move them into the pictures folder, with what was said about them."""
        return self._worker.run(self._work.bringing_home())

    def rate(self, paths: Iterable[Path], rating: int) -> Future[Edit]:
        """Give pictures 0 (none) to 5 stars. Raises ValueError for any other number."""
        return self._change(paths, marks.rating(rating))

    def tag(
        self, paths: Iterable[Path], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> Future[Edit]:
        """Add tags to pictures, and remove some."""
        return self._change(paths, marks.tags(add, remove))

    def put_on_board(self, paths: Iterable[Path], board: str) -> Future[Edit]:
        """Put pictures on a board, which is there as long as pictures are on it."""
        return self._change(paths, marks.boards([board], []))

    def take_off_board(self, paths: Iterable[Path], board: str) -> Future[Edit]:
        """Take pictures off a board."""
        return self._change(paths, marks.boards([], [board]))

    def rename_board(self, board: str, name: str) -> Future[Edit]:
        """Rename a board; where there is one of that name, the two become one."""
        return self._worker.run(self._work.changing_board(board, marks.board_renamed(board, name)))

    def delete_board(self, board: str) -> Future[Edit]:
        """Take all pictures off a board. The pictures stay."""
        return self._worker.run(self._work.changing_board(board, marks.boards([], [board])))

    def mark(self, pictures: Iterable[Picture]) -> Future[Edit]:
        """Give files the rating, tags and boards that `pictures` say; undoes an `Edit`."""
        wishes = ((picture.path, _always(Marks.of(picture))) for picture in pictures)
        return self._worker.run(self._work.changing(wishes))

    def delete(self, paths: Iterable[Path]) -> Future[Deletion]:
        """Move pictures and their sidecars to the system's trash.

        `paths` is gone through on the library's thread, as with all changes.

        The future raises nothing for single pictures: what failed is in the result.
        """
        return self._worker.run(self._work.deleting(paths))

    def restore(self, deletion: Deletion) -> Future[Restoration]:
        """Bring deleted pictures back, with rating, tags and boards."""
        return self._worker.run(self._work.restoring(deletion))

    # Folders of other programs ------------------------------------------------------------------

    @property
    def folders(self) -> tuple[Path, ...]:
        """The imported folders, beside the studio's own; known once the library is open."""
        return self._work.roots.imported

    @property
    def away(self) -> Mapping[Path, str]:
        """Folders that cannot be reached, with why, as a sentence. Their pictures are shown."""
        return self._work.roots.away

    def last_seen(self, path: Path) -> Stamp | None:
        """The stamp of a file that cannot be reached now; None of others. For any thread."""
        away = self.away
        return self._catalogue.stamp(path) if away and innermost(path, away) else None

    def add_folder(self, path: Path) -> Future[Imported]:
        """Show the pictures of a folder, where they are, from now on.

        The result is there once the folder is read. The future raises `FolderError`.
        """
        return self._worker.run(self._work.adding(path), may_stop=True)

    def remove_folder(self, path: Path) -> Future[None]:
        """Show an imported folder's pictures no longer; the files stay as they are.

        The future raises `FolderError`.
        """
        return self._worker.run(self._work.removing(path))

    def close(self, timeout_s: float = 3.0) -> bool:
        """Finish what was asked for and drop the rest of the scan; True if within `timeout_s`.

        If not, the interpreter finishes it before it exits.
        """
        self._worker.close(self._close)
        if not self._finished.wait(timeout_s):
            return False
        self._worker.join()
        return True

    def _change(self, paths: Iterable[Path], change: marks.Change) -> Future[Edit]:
        return self._worker.run(self._work.changing((path, change) for path in paths))

    def _fulfil(self, future: Future[Picture], image: ImageReady) -> None:
        try:
            future.set_result(self._work.save(image))
        except Exception as error:  # noqa: BLE001 - whoever holds the future is told
            future.set_exception(error)

    def _close(self) -> None:
        try:
            self._catalogue.close()
        finally:
            self._finished.set()


def _always(wish: Marks) -> marks.Change:
    return lambda _marks: wish
