"""The prompts that pictures were made of: to step through like a shell's, and to search."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from glm_studio.prompting.history import MOST, PromptHistory, UsedPrompt, open_history
from glm_studio.state.background import Background
from glm_studio.state.prompt import PromptState
from glm_studio.words import tr

log = logging.getLogger(__name__)


class PromptHistoryState(QObject):
    """Newest first. Before `open`, and where the disk refuses, it lasts as long as the program."""

    changed = Signal()

    def __init__(
        self, prompt: PromptState, undo: QUndoStack, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._prompt, self._undo = prompt, undo
        self._prompts: dict[str, UsedPrompt] = {}
        """Oldest first, so that one used again goes to the end."""
        self._background: Background | None = None
        self._store: PromptHistory | None = None
        self._draft = ""
        self._at = -1
        """Which of `prompts` the editor holds; -1 for what the user wrote."""
        self._stepping = False
        prompt.changed.connect(self._on_typed)

    @property
    def prompts(self) -> list[UsedPrompt]:
        return list(reversed(self._prompts.values()))

    @property
    def stepping(self) -> bool:
        """Whether the editor holds one of these, and a draft waits for it to be left."""
        return self._at >= 0

    def open(self, file: Path, background: Background) -> None:
        """Read what is kept; it comes later, behind what was added meanwhile."""
        self._background = background

        def put(opened: tuple[PromptHistory, list[UsedPrompt]]) -> None:
            self._store, kept = opened
            added = list(self._prompts.values())
            self._prompts = {}
            self._put([*reversed(kept), *added])
            self._write(lambda store: store.put(added))

        background.run(lambda: _read(file), put)

    def add(self, text: str) -> None:
        """A picture was made of this prompt."""
        if text.strip():
            self._keep([UsedPrompt.now(text)])

    def search(self, typed: str) -> list[UsedPrompt]:
        """Those that hold all words that were typed, in any order."""
        words = typed.casefold().split()
        return [p for p in self.prompts if all(word in _folded(p.text) for word in words)]

    def older(self) -> bool:
        """Put the next older prompt into the editor; False where there is none."""
        prompts = self.prompts
        if self._at < 0:
            self._draft = self._prompt.text
        at = self._at + 1
        while at < len(prompts) and prompts[at].text == self._prompt.text:
            at += 1
        return self._step(at, prompts)

    def newer(self) -> bool:
        """Back to the next newer prompt, in the end to what the user had written."""
        if self._at < 0:
            return False
        return self._step(self._at - 1, self.prompts)

    def use(self, prompt: UsedPrompt) -> None:
        """Put a prompt into the editor."""
        self._prompt.set_text(prompt.text)

    def remove(self, prompts: Iterable[UsedPrompt]) -> None:
        """Forget prompts, which can be undone."""
        gone = [prompt for prompt in prompts if prompt.text in self._prompts]
        if gone:
            self._undo.push(_Forget(self._keep, self._forget, gone))

    def clear(self) -> None:
        self.remove(self.prompts)

    def close(self) -> None:
        """Let go of the file, after what is still to be written."""
        self._write(lambda store: store.close())

    def _step(self, at: int, prompts: list[UsedPrompt]) -> bool:
        if at >= len(prompts):
            return False
        self._stepping = True
        self._prompt.set_text(self._draft if at < 0 else prompts[at].text)
        self._stepping = False
        self._at = at
        return True

    def _on_typed(self) -> None:
        if not self._stepping:
            self._at = -1

    def _keep(self, prompts: Iterable[UsedPrompt]) -> None:
        new = list(prompts)
        self._put(new)
        self._write(lambda store: store.put(new))

    def _put(self, prompts: Iterable[UsedPrompt]) -> None:
        for prompt in prompts:
            self._prompts.pop(prompt.text, None)
            self._prompts[prompt.text] = prompt
        in_order = sorted(self._prompts.values(), key=lambda prompt: prompt.used_us)
        self._prompts = {prompt.text: prompt for prompt in in_order[-MOST:]}
        self._say_changed()

    def _forget(self, prompts: Iterable[UsedPrompt]) -> None:
        gone = list(prompts)
        for prompt in gone:
            self._prompts.pop(prompt.text, None)
        self._write(lambda store: store.remove(gone))
        self._say_changed()

    def _say_changed(self) -> None:
        """The places are others now; who steps through them goes on from where the text is."""
        texts = [prompt.text for prompt in self.prompts] if self.stepping else []
        self._at = texts.index(self._prompt.text) if self._prompt.text in texts else -1
        self.changed.emit()

    def _write(self, work: Callable[[PromptHistory], None]) -> None:
        store = self._store
        if store is not None and self._background is not None:
            self._background.run(lambda: work(store), lambda _: None, _log)


class _Forget(QUndoCommand):
    def __init__(
        self,
        keep: Callable[[Iterable[UsedPrompt]], None],
        forget: Callable[[Iterable[UsedPrompt]], None],
        prompts: list[UsedPrompt],
    ) -> None:
        super().__init__(tr("Forget %n prompt(s)", count=len(prompts)))
        self._keep, self._forget, self._prompts = keep, forget, prompts

    def redo(self) -> None:
        self._forget(self._prompts)

    def undo(self) -> None:
        self._keep(self._prompts)


@lru_cache(maxsize=MOST)
def _folded(text: str) -> str:
    return text.casefold()


def _read(file: Path) -> tuple[PromptHistory, list[UsedPrompt]]:
    store = open_history(file)
    return store, store.prompts()


def _log(error: Exception) -> None:
    log.warning("the history of prompts could not be written: %s", error)
