"""What is done to pictures of the library: rated, tagged, put on boards, deleted; all undone."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from engine.errors import problem_of
from glm_studio.library.edits import Deletion, Edit, Failure, Restoration
from glm_studio.library.listing import Files
from glm_studio.library.picture import Picture
from glm_studio.state.failures import FailureState
from glm_studio.state.undo import take_back
from glm_studio.words import tr


class Curator(Protocol):
    """What curation asks of the library. Futures are fulfilled on its thread."""

    def rate(self, paths: Iterable[Path], rating: int) -> Future[Edit]: ...

    def tag(
        self, paths: Iterable[Path], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> Future[Edit]: ...

    def put_on_board(self, paths: Iterable[Path], board: str) -> Future[Edit]: ...

    def take_off_board(self, paths: Iterable[Path], board: str) -> Future[Edit]: ...

    def rename_board(self, board: str, name: str) -> Future[Edit]: ...

    def delete_board(self, board: str) -> Future[Edit]: ...

    def mark(self, pictures: Iterable[Picture]) -> Future[Edit]: ...

    def delete(self, paths: Iterable[Path]) -> Future[Deletion]: ...

    def restore(self, deletion: Deletion) -> Future[Restoration]: ...


Outcome = Edit | Deletion | Restoration
Begin = Callable[[Curator], Future[Any]]


class CurationState(QObject):
    """Carries out and undoes. `deleted` carries a `Deletion` and what undoes it, `restored` a
    `Restoration`, `said` a line."""

    deleted = Signal(object, object)
    restored = Signal(object)
    said = Signal(str)
    _ended = Signal(object)

    def __init__(
        self, undo: QUndoStack, failures: FailureState, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._undo = undo
        self._failures = failures
        self._curator: Curator | None = None
        self._lock = threading.Lock()
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def ready(self) -> bool:
        return self._curator is not None

    def open(self, curator: Curator) -> None:
        self._curator = curator

    def close(self) -> None:
        with self._lock:
            self._curator = None

    def rate(self, pictures: Sequence[Picture], rating: int) -> None:
        files = Files(pictures)
        self._edit(tr("Rating"), pictures, lambda c: c.rate(files, rating))

    def tag(
        self, pictures: Sequence[Picture], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> None:
        files, add, remove = Files(pictures), tuple(add), tuple(remove)
        self._edit(tr("Tags"), pictures, lambda c: c.tag(files, add, remove))

    def tag_files(self, paths: Sequence[Path], tag: str) -> None:
        """Tag files that were dropped on a tag; those of no library are left out."""
        self._edit(tr("Tags"), paths, lambda c: c.tag(paths, (tag,)))
        self.said.emit(tr("Tagged {tag}: %n picture(s)", count=len(paths)).format(tag=tag))

    def put_on_board(self, pictures: Sequence[Picture], board: str) -> None:
        self._put_on_board(Files(pictures), len(pictures), board)

    def put_files_on_board(self, paths: Sequence[Path], board: str) -> None:
        """Put files on a board; those of no library are left out."""
        self._put_on_board(paths, len(paths), board)

    def _put_on_board(self, files: Iterable[Path], count: int, board: str) -> None:
        if count:
            self._push(tr("Put on a board"), lambda c: c.put_on_board(files, board), _unmark)
        self.said.emit(tr("On the board {board}: %n picture(s)", count=count).format(board=board))

    def take_off_board(self, pictures: Sequence[Picture], board: str) -> None:
        files = Files(pictures)
        self._edit(tr("Take off a board"), pictures, lambda c: c.take_off_board(files, board))

    def rename_board(self, board: str, name: str) -> None:
        if name and name != board:
            self._push(tr("Rename a board"), lambda c: c.rename_board(board, name), _unmark)

    def delete_board(self, board: str) -> None:
        self._push(tr("Delete a board"), lambda c: c.delete_board(board), _unmark)

    def delete(self, pictures: Sequence[Picture]) -> None:
        """Move to the trash at once; `deleted` says when, and how to bring them back."""
        if pictures:
            files = Files(pictures)
            self._push(tr("Delete"), lambda c: c.delete(files), lambda c, d: c.restore(d))

    def _edit(self, text: str, chosen: Sequence[object], begin: Begin) -> None:
        if chosen:
            self._push(text, begin, _unmark)

    def _push(self, text: str, begin: Begin, back: Callable[[Curator, Any], Future[Any]]) -> None:
        if self._curator is not None:
            self._undo.push(_Step(text, self, begin, back))

    # For the steps -------------------------------------------------------------------------------

    def run(self, begin: Begin, step: _Step | None = None) -> Future[Any]:
        """Begin something; its outcome is told when it is there."""
        if self._curator is None:  # the window is closing
            return Future()
        future = begin(self._curator)
        future.add_done_callback(functools.partial(self._on_done, step))
        return future

    def after(self, future: Future[Any], begin: Callable[[Curator, Any], Future[Any]]) -> None:
        """Once a future is there, begin what needs its result."""

        def go_on(ended: Future[Any]) -> None:
            if not ended.cancelled() and ended.exception() is None:
                self._emit(lambda: self.run(lambda curator: begin(curator, ended.result())))

        future.add_done_callback(go_on)

    def _on_done(self, step: _Step | None, future: Future[Any]) -> None:
        """On the library's thread."""
        self._emit(functools.partial(self._tell, step, future))

    def _emit(self, deliver: Callable[[], object]) -> None:
        # Under the lock: after `close` this object may be gone, and a late emit would crash.
        with self._lock:
            if self._curator is not None:
                self._ended.emit(deliver)

    def _deliver(self, deliver: Callable[[], object]) -> None:
        if self._curator is not None:
            deliver()

    def _tell(self, step: _Step | None, future: Future[Any]) -> None:
        if future.cancelled():  # the library is closing
            return
        error = future.exception()
        if error is not None:
            self._failures.show(problem_of(error))
            return
        if step is not None and not isValid(step):  # undone, and another took its place
            step = None
        outcome: Outcome = future.result()
        if outcome.failed:
            self._tell_failures(outcome.failed)
        if isinstance(outcome, Edit) and not outcome.before and step is not None:
            step.setObsolete(True)  # all was as wished already
        elif isinstance(outcome, Deletion) and outcome.trashed and step is not None:
            self.deleted.emit(outcome, step.take_back)
        elif isinstance(outcome, Restoration) and outcome.pictures:
            self.restored.emit(outcome)
            self.said.emit(tr("Brought back: %n picture(s)", count=len(outcome.pictures)))

    def _tell_failures(self, failed: Sequence[Failure]) -> None:
        self._failures.show(failed[0].problem)
        if len(failed) > 1:
            self.said.emit(tr("It did not work with %n picture(s)", count=len(failed)))

    def take_back(self, step: QUndoCommand) -> None:
        """Undo one step, whatever was done since."""
        take_back(self._undo, step)


class _Step(QUndoCommand):
    """Something that begins at once, and whose undoing waits for how it ended."""

    def __init__(
        self,
        text: str,
        curation: CurationState,
        begin: Begin,
        back: Callable[[Curator, Any], Future[Any]],
    ) -> None:
        super().__init__(text)
        self._curation = curation
        self._begin, self._back = begin, back
        self._outcome: Future[Any] = Future()

    def redo(self) -> None:
        self._outcome = self._curation.run(self._begin, self)

    def undo(self) -> None:
        self._curation.after(self._outcome, self._back)

    def take_back(self) -> None:
        """Undo this step alone."""
        self._curation.take_back(self)


def _unmark(curator: Curator, edit: Edit) -> Future[Edit]:
    return curator.mark(edit.before)
