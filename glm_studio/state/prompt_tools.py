"""What helps with writing prompts: what was written before, what is kept, counted and spelled."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from glm_studio.prompting.lexicon import Lexicon
from glm_studio.state.background import Background
from glm_studio.state.failures import FailureState
from glm_studio.state.incoming import IncomingState
from glm_studio.state.model import ModelState
from glm_studio.state.parameters import ParametersState
from glm_studio.state.preferences import PreferencesState
from glm_studio.state.prompt import PromptState
from glm_studio.state.prompt_history import PromptHistoryState
from glm_studio.state.prompt_size import PromptSizeState
from glm_studio.state.references import ReferencesState
from glm_studio.state.snippets import SnippetsState
from glm_studio.state.spelling import SpellingState


class PromptTools(QObject):
    """Holds the states around the prompt, and the threads that they share."""

    def __init__(
        self,
        prompt: PromptState,
        parameters: ParametersState,
        references: ReferencesState,
        model: ModelState,
        preferences: PreferencesState,
        failures: FailureState,
        undo: QUndoStack,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._files = Background("prompts", self)
        self._counting = Background("lexicon", self)
        self._lexicon = Lexicon()
        self.history = PromptHistoryState(prompt, undo, self)
        self.snippets = SnippetsState(undo, failures, self)
        self.size = PromptSizeState(prompt, parameters, references, model, self)
        self.spelling = SpellingState(prompt, preferences, undo, self)
        self.incoming = IncomingState(failures, self)

    def open(self, folder: Path) -> None:
        """From now on prompts are remembered, counted and spelled; `folder` is for their files."""
        self.history.open(folder / "history.sqlite3", self._files)
        self.snippets.open(folder / "snippets.json", self._files)
        self.size.open(self._lexicon, self._counting)
        self.spelling.open(self._lexicon, folder / "words.txt", self._counting)
        self.incoming.open(folder / "pasted")

    def close(self) -> None:
        """Write what is still to be written, and end the threads and the process."""
        self.history.close()
        self._files.close()
        self._counting.close()
        self._lexicon.close()
        self.incoming.close()
