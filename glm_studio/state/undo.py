"""Steps that can be taken back beyond a text field: for `StudioState.undo`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand


class Change(QUndoCommand):
    """A change that has been made already, by its two directions.

    `redo` and `undo` must not hold widgets: a step outlives them.
    """

    def __init__(self, text: str, redo: Callable[[], None], undo: Callable[[], None]) -> None:
        super().__init__(text)
        self._redo, self._undo = redo, undo
        self._made = True

    def redo(self) -> None:
        """Once more; a stack also calls this when the step is pushed."""
        made, self._made = self._made, False
        if not made:
            self._redo()

    def undo(self) -> None:
        self._undo()
