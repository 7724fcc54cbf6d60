"""Steps that can be taken back beyond a text field: for `StudioState.undo`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand, QUndoStack

from glm_studio.state.offer import Offer
from glm_studio.words import tr


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


def offer_to_undo(stack: QUndoStack, said: str) -> Offer:
    """Tell of what was just done, with a button that takes that back and nothing else."""
    step = stack.command(stack.index() - 1)
    return Offer(said, tr("Undo"), lambda: take_back(stack, step))


def take_back(stack: QUndoStack, step: QUndoCommand) -> None:
    """Undo one step, whatever was done since; nothing if it was undone already."""
    place = next((n for n in range(stack.index()) if stack.command(n) is step), None)
    if place is None or step.isObsolete():
        return
    if place == stack.index() - 1:
        stack.undo()
    else:
        step.undo()
        step.setObsolete(True)  # undoing the steps before it passes it over
