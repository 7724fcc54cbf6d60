"""What prompts are made with beside typing: templates, styles, choices, and the enhancer."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from glm_studio.prompting.expansion import escaped
from glm_studio.state.background import Background
from glm_studio.state.choices import ChoicesState
from glm_studio.state.failures import FailureState
from glm_studio.state.language import LanguageState
from glm_studio.state.memory import Memory
from glm_studio.state.parameters import ParametersState
from glm_studio.state.preferences import PreferencesState
from glm_studio.state.prompt import PromptState
from glm_studio.state.prompt_files import PromptFilesState
from glm_studio.state.styles import StylesState

if TYPE_CHECKING:  # made when it is first asked for
    from glm_studio.state.enhancer import EnhancerState


class PromptKit(QObject):
    """Holds the states and the thread that reads their files."""

    def __init__(
        self,
        prompt: PromptState,
        parameters: ParametersState,
        preferences: PreferencesState,
        language: LanguageState,
        failures: FailureState,
        memory: Memory,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = Background("prompt-files", self)
        self.files = PromptFilesState(failures, self)
        self.styles = StylesState(self.files, language, memory, self)
        self.choices = ChoicesState(prompt, self.files, self.styles, parameters, self)
        self._prompt, self._preferences = prompt, preferences

    @cached_property
    def enhancer(self) -> EnhancerState:
        """Has a chat model rewrite the prompt; made when it is first asked for."""
        from glm_studio.state.enhancer import EnhancerState  # noqa: PLC0415 - the same

        return EnhancerState(self._prompt, self._preferences, self)

    def open(self, folder: Path) -> None:
        """Read the bundled files, and the user's in `folder`."""
        self.files.open(folder, self._background)

    def source_of(self, sent: str) -> str:
        """What was written to have this prompt sent: with its choices, if that is still known, and
        without the styles around it."""
        known = self.choices.source_of(sent)
        return known if known is not None else escaped(self.styles.without(sent))

    def take_over(self, sent: str) -> str:
        """Choose the styles of a prompt that was sent; returns what to write into the editor."""
        return escaped(self.styles.take_from(sent))

    def close(self) -> None:
        if "enhancer" in self.__dict__:
            self.enhancer.close()
        self._background.close()
