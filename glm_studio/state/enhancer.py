"""The prompt enhancer: a chat model, at an address that the user entered, rewrites the prompt."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from engine.errors import Problem
from glm_studio.prompting.answers import unwrapped
from glm_studio.prompting.chat import ChatError, Question, Said, server_of
from glm_studio.prompting.keeping import Kept, compare, repaired, restored
from glm_studio.state.conversation import Conversation
from glm_studio.state.enhancer_problems import problem_with
from glm_studio.state.preferences import (
    ENHANCER_ADDRESS,
    ENHANCER_INSTRUCTION,
    ENHANCER_KEY,
    ENHANCER_MODEL,
    ENHANCER_TEMPERATURE,
    PreferencesState,
)
from glm_studio.state.prompt import PromptState


class Phase(Enum):
    """How far a rewriting is."""

    IDLE = auto()
    WAITING = auto()
    """Nothing has come yet."""
    THINKING = auto()
    """The model talks to itself."""
    WRITING = auto()
    DONE = auto()
    STOPPED = auto()
    """By the user; what had come stays."""
    FAILED = auto()


class EnhancerState(QObject):
    """One rewriting at a time. Nothing is sent but by `start`."""

    changed = Signal()

    def __init__(
        self, prompt: PromptState, preferences: PreferencesState, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._prompt, self._preferences = prompt, preferences
        self._talk = Conversation(self)
        self._talk.said.connect(self._on_said)
        self._talk.ended.connect(self._on_ended)
        self._talk.failed.connect(self._on_failed)
        self._phase, self._cut = Phase.IDLE, False
        self._old = self._new = ""
        self._error: ChatError | None = None
        preferences.changed.connect(self._on_preference)

    @property
    def is_set_up(self) -> bool:
        """Whether there is an address to send to."""
        return bool(self._preferences.get(ENHANCER_ADDRESS).strip())

    @property
    def server(self) -> str:
        """Where the prompt goes; the address as it was entered if it is none."""
        address = self._preferences.get(ENHANCER_ADDRESS).strip()
        try:
            return server_of(address)
        except ChatError:
            return address

    @property
    def phase(self) -> Phase:
        return self._phase

    @property
    def busy(self) -> bool:
        return self._phase in (Phase.WAITING, Phase.THINKING, Phase.WRITING)

    @property
    def old(self) -> str:
        return self._old

    @property
    def new(self) -> str:
        return self._new

    @property
    def cut(self) -> bool:
        """Whether the server ended the answer before the model had."""
        return self._cut

    @property
    def problem(self) -> Problem | None:
        """What went wrong, in the window's language."""
        return None if self._error is None else problem_with(self._error, self.server)

    @property
    def kept(self) -> Kept:
        """How the new text stands to the old one's exact words; while it comes, all is well."""
        if self.busy or not self._new.strip():
            return Kept()
        return compare(self._old, self._new)

    def start(self) -> None:
        """Send the prompt as it stands now."""
        if self.busy or not self.is_set_up or not self._prompt.ready:
            return
        self._forget()
        self._old, self._phase = self._prompt.text, Phase.WAITING
        get = self._preferences.get
        self._talk.begin(
            Question(
                get(ENHANCER_ADDRESS),
                get(ENHANCER_MODEL).strip(),
                get(ENHANCER_KEY).strip(),
                get(ENHANCER_INSTRUCTION),
                self._old,
                get(ENHANCER_TEMPERATURE),
            )
        )
        self.changed.emit()

    def stop(self) -> None:
        """Hang up; what has come stays to be looked at."""
        if self.busy:
            self._talk.hang_up()
            self._finish(Phase.STOPPED)

    def write(self, text: str) -> None:
        """What the user makes of the new prompt."""
        if text != self._new and not self.busy:
            self._new = text
            self.changed.emit()

    def put_back(self, missing: str) -> None:
        """Write a text to be drawn that the new prompt lacks behind it."""
        self.write(restored(self._old, self._new, missing))

    def accept(self) -> None:
        """The new prompt takes the old one's place; one step takes it back."""
        if not self.busy and self._new.strip():
            self._prompt.set_text(self._new.strip())
            self.discard()

    def discard(self) -> None:
        """Forget the rewriting, and hang up if it is still under way."""
        self._talk.hang_up()
        self._forget()
        self.changed.emit()

    def close(self) -> None:
        self._talk.close()

    def _forget(self) -> None:
        self._phase, self._cut = Phase.IDLE, False
        self._old = self._new = ""
        self._error = None

    def _on_said(self, pieces: list[Said]) -> None:
        self._new += "".join(piece.text for piece in pieces)
        self._cut = self._cut or any(piece.cut for piece in pieces)
        self._phase = Phase.WRITING if self._new.strip() else Phase.THINKING
        self.changed.emit()

    def _on_ended(self) -> None:
        self._finish(Phase.DONE)

    def _on_failed(self, error: ChatError) -> None:
        self._error = error
        self._finish(Phase.FAILED)

    def _finish(self, phase: Phase) -> None:
        self._phase = phase
        text = unwrapped(self._new, self._old)
        self._new = repaired(self._old, text) if phase is Phase.DONE else text
        self.changed.emit()

    def _on_preference(self, name: str) -> None:
        if name == ENHANCER_ADDRESS.name:
            self.changed.emit()
