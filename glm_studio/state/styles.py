"""The styles that are put around the prompt, apart from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from glm_studio.prompting.styles import styled_by, taken_apart
from glm_studio.state.language import LanguageState
from glm_studio.state.memory import Memory
from glm_studio.state.prompt_files import PromptFilesState

if TYPE_CHECKING:
    from glm_studio.prompting.pieces import Piece

_MEMORY = "styles"


class StylesState(QObject):
    """The chosen styles in their order, the nearest to the prompt first."""

    changed = Signal()

    def __init__(
        self,
        files: PromptFilesState,
        language: LanguageState,
        memory: Memory,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._files, self._language, self._memory = files, language, memory
        self._keys: tuple[str, ...] = ()
        files.changed.connect(self.changed)
        language.changed.connect(self.changed)

    @property
    def known(self) -> tuple[Piece, ...]:
        return self._files.styles

    @property
    def chosen(self) -> tuple[Piece, ...]:
        """Only those that there are: a style whose file is gone says nothing."""
        known = {_key(style): style for style in self.known}
        return tuple(known[key] for key in self._keys if key in known)

    @property
    def spoken(self) -> str:
        """The language whose texts are used."""
        return self._language.effective.value

    def recall(self) -> None:
        """Take over what was chosen when the program was left."""
        self._put(tuple(filter(None, self._memory.text(_MEMORY).split("\n"))))

    def toggle(self, style: Piece) -> None:
        """Add a style behind the others, or leave it out."""
        key, keys = _key(style), self._keys
        self._put(tuple(k for k in keys if k != key) if key in keys else (*keys, key))

    def move(self, style: Piece, steps: int) -> None:
        """Bring a style nearer to the prompt (-1) or further from it (1)."""
        keys = [_key(each) for each in self.chosen]
        if _key(style) not in keys:  # left out, or its file went, while a menu was open
            return
        here = keys.index(_key(style))
        there = min(max(here + steps, 0), len(keys) - 1)
        keys.insert(there, keys.pop(here))
        self._put(tuple(keys))

    def choose(self, styles: list[Piece]) -> None:
        """These and no others."""
        self._put(tuple(map(_key, styles)))

    def around(self, prompt: str) -> str:
        """What is sent for a prompt."""
        return styled_by(prompt, self.chosen, self.spoken)

    def take_from(self, sent: str) -> str:
        """Choose the styles that stand around a prompt that was sent; returns it without them."""
        rest, found = taken_apart(sent, self.known)
        self.choose(found)
        return rest

    def without(self, sent: str) -> str:
        """A prompt that was sent, without the styles around it."""
        return taken_apart(sent, self.known)[0]

    def _put(self, keys: tuple[str, ...]) -> None:
        if keys != self._keys:
            self._keys = keys
            self._memory.put(_MEMORY, "\n".join(keys))
            self.changed.emit()


def _key(style: Piece) -> str:
    """The user's own may have a bundled one's name."""
    return f"own/{style.key}" if style.file else style.key
