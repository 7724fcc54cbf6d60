"""Deleting templates and styles of the user's own, which can be undone."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand

from glm_studio.prompting.pieces import Piece
from glm_studio.state.prompt_files import PromptFilesState


class Deletion(QUndoCommand):
    """Deletes the file; undone, it is written back."""

    def __init__(self, said: str, files: PromptFilesState, piece: Piece) -> None:
        super().__init__(said)
        self._files, self._piece = files, piece

    def redo(self) -> None:
        self._files.delete(self._piece)

    def undo(self) -> None:
        self._files.restore(self._piece)
