"""The library: the user's pictures, newest first, kept in step with the files on disk."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from engine.api import ImageReady
from glm_studio.library.atomic import remove_orphans
from glm_studio.library.edits import Deletion, Edit, Restoration
from glm_studio.library.folders import Folders
from glm_studio.library.index import Index, open_index, stamp_of
from glm_studio.library.metadata import read_picture
from glm_studio.library.picture import Picture
from glm_studio.library.query import Facets, Query, facets_of
from glm_studio.library.scan import Changes, scan
from glm_studio.library.store import SaveError, rescue, save_picture

log = logging.getLogger(__name__)

_SCAN_PUBLISH_S = 1.0
"""How often a scan that goes on shows what it has found."""


class Library:
    """One writer thread does all work; methods may be called from any thread.

    `_by_path` and `_index` belong to that thread; `_newest_first` is replaced, never changed.
    """

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="library")
        self._lock = threading.Lock()
        self._closed = False
        self._listeners: list[Callable[[], None]] = []
        self._newest_first: tuple[Picture, ...] = ()
        self._by_path: dict[Path, Picture] = {}
        self._index: Index | None = None
        self._published = 0.0
        self._scanned = threading.Event()
        self._finished = threading.Event()

    def open(self) -> None:
        """Show what the index knows, then compare it with the files. Returns at once."""
        self._submit(self._open)

    def pictures(self) -> list[Picture]:
        """All pictures, newest first."""
        return list(self._newest_first)

    def record(self, image: ImageReady) -> Future[Picture]:
        """Save a picture. The future raises `SaveError`, which says where the picture is instead.

        Nothing cancels it: a task that gives up waiting must not take the picture along.
        """
        future: Future[Picture] = Future()
        future.set_running_or_notify_cancel()
        if not self._submit(lambda: self._fulfil(future, image)):
            self._fulfil(future, image)  # after the close: the caller waits, but nothing is lost
        return future

    def search(self, query: Query) -> Sequence[Picture]:
        """The pictures that `query` finds, in its order. Call it off the window's thread."""
        return [picture for picture in self._newest_first if query.matches(picture)]

    def facets(self) -> Facets:
        """What there is to filter by. Call it off the window's thread."""
        return facets_of(self._newest_first)

    def rate(self, paths: Iterable[Path], rating: int) -> Future[Edit]:
        """Give pictures 0 (none) to 5 stars."""
        raise NotImplementedError

    def tag(
        self, paths: Iterable[Path], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> Future[Edit]:
        """Add tags to pictures, and remove some."""
        raise NotImplementedError

    def put_on_board(self, paths: Iterable[Path], board: str) -> Future[Edit]:
        """Put pictures on a board, which is there as long as pictures are on it."""
        raise NotImplementedError

    def take_off_board(self, paths: Iterable[Path], board: str) -> Future[Edit]:
        """Take pictures off a board."""
        raise NotImplementedError

    def rename_board(self, board: str, name: str) -> Future[Edit]:
        """Rename a board; where there is one of that name, the two become one."""
        raise NotImplementedError

    def delete_board(self, board: str) -> Future[Edit]:
        """Take all pictures off a board. The pictures stay."""
        raise NotImplementedError

    def mark(self, pictures: Iterable[Picture]) -> Future[Edit]:
        """Give files the rating, tags and boards that `pictures` say; undoes an `Edit`."""
        raise NotImplementedError

    def delete(self, paths: Iterable[Path]) -> Future[Deletion]:
        """Move pictures and their sidecars to the system's trash.

        Never raises for a single picture; what failed is in the result.
        """
        raise NotImplementedError

    def restore(self, deletion: Deletion) -> Future[Restoration]:
        """Bring deleted pictures back, with rating, tags and boards."""
        raise NotImplementedError

    @property
    def folders(self) -> tuple[Path, ...]:
        """The imported folders, beside the studio's own."""
        raise NotImplementedError

    def add_folder(self, path: Path) -> Future[int]:
        """Show the pictures of a folder, where they are, from now on.

        The future's result, once the folder is read, is how many it holds. Raises `FolderError`.
        """
        raise NotImplementedError

    def remove_folder(self, path: Path) -> Future[None]:
        """Show an imported folder's pictures no longer; the files stay as they are."""
        raise NotImplementedError

    @property
    def scanned(self) -> bool:
        """Whether every file has been compared since `open`."""
        return self._scanned.is_set()

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call on the library's thread after each change, until the returned function is called."""
        with self._lock:
            self._listeners.append(on_change)

        def unsubscribe() -> None:
            with self._lock:
                if on_change in self._listeners:
                    self._listeners.remove(on_change)

        return unsubscribe

    def wait_scanned(self, timeout_s: float) -> bool:
        """Wait until `open` has compared every file; True if that is so within `timeout_s`."""
        return self._scanned.wait(timeout_s)

    def close(self, timeout_s: float = 3.0) -> bool:
        """Finish what was recorded and drop the rest of the scan; True if within `timeout_s`.

        If not, the interpreter finishes it before it exits.
        """
        self._submit(self._close_index, last=True)
        self._worker.shutdown(wait=False)
        if not self._finished.wait(timeout_s):
            return False
        self._worker.shutdown()
        return True

    def _submit(self, task: Callable[[], None], last: bool = False) -> bool:
        with self._lock:
            if self._closed:
                return False
            self._closed = last
            self._worker.submit(_logged, task)
            return True

    # From here on: on the library's own thread --------------------------------------------------

    def _open(self) -> None:
        folders = (self._folders.pictures, self._folders.rescued)
        for folder in folders:
            remove_orphans(folder)
        self._index, entries = open_index(self._folders.index)
        self._by_path |= {picture.path: picture for picture, _stamp in entries}
        self._publish()
        self._scan_on(scan(folders, {picture.path: stamp for picture, stamp in entries}))

    def _scan_on(self, steps: Iterator[Changes]) -> None:
        """One step, then to the end of the queue, so that a finished picture need not wait."""
        changes = next(steps, None)
        if changes is None:
            self._scanned.set()
            self._publish()
            return
        if changes:
            self._store(changes)
            # Each time the whole gallery is sorted and laid out anew.
            if time.monotonic() - self._published > _SCAN_PUBLISH_S:
                self._publish()
        self._submit(lambda: self._scan_on(steps))

    def _fulfil(self, future: Future[Picture], image: ImageReady) -> None:
        try:
            future.set_result(self._save(image))
        except Exception as error:  # noqa: BLE001 - whoever holds the future is told
            future.set_exception(error)

    def _save(self, image: ImageReady) -> Picture:
        try:
            return self._take_in(save_picture(image, self._folders.pictures))
        except SaveError as error:
            failure = rescue(image, error, self._folders.rescued)
            if failure.rescued:
                self._take_in(failure.rescued)
            raise failure from error

    def _take_in(self, path: Path) -> Picture:
        stamp = stamp_of(path.stat())
        picture = read_picture(path).picture
        self._apply(Changes(read=[(picture, stamp)]))
        return picture

    def _apply(self, changes: Changes) -> None:
        self._store(changes)
        self._publish()

    def _store(self, changes: Changes) -> None:
        for picture, _stamp in changes.read:
            self._by_path[picture.path] = picture
        for path in changes.gone:
            self._by_path.pop(path, None)
        try:
            if self._index:
                self._index.update(changes.read, changes.gone)
        except sqlite3.Error as error:  # the next scan makes up for it
            log.warning("the index could not be written: %s", error)

    def _publish(self) -> None:
        self._published = time.monotonic()
        newest_first = sorted(self._by_path.values(), key=lambda p: p.age, reverse=True)
        self._newest_first = tuple(newest_first)
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            _logged(listener)

    def _close_index(self) -> None:
        try:
            if self._index:
                self._index.close()
        finally:
            self._index = None
            self._finished.set()


def _logged(task: Callable[[], None]) -> None:
    """Run a task whose failure nobody waits for."""
    try:
        task()
    except Exception:
        log.exception("the library's work failed")
