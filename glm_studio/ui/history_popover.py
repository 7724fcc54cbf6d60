"""The history of prompts: searched as one types."""

from __future__ import annotations

from datetime import UTC, datetime

from glm_studio.prompting.history import UsedPrompt
from glm_studio.state.studio import StudioState
from glm_studio.state.undo import offer_to_undo
from glm_studio.ui import wording
from glm_studio.ui.controls import text_button
from glm_studio.ui.list_popover import ListPopover, Row
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import one_line
from glm_studio.words import tr


class HistoryPopover(ListPopover):
    """Binds to the history; what is taken goes into the editor."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__(theme, tr("Earlier prompts"), tr("Search in earlier prompts"))
        self._states = states
        self._history = states.prompt_tools.history
        self._clear = text_button(
            self.tr("Clear"), self.tr("Forget all earlier prompts; can be undone")
        )
        self._clear.clicked.connect(self._forget_all)
        self.foot.addWidget(self._clear)
        self.taken.connect(self._use)
        self.delete_asked.connect(self._forget)
        self._history.changed.connect(self.refresh_if_open)

    def refresh(self) -> None:
        typed = self.field.text()
        found = self._history.search(typed)
        empty = (
            self.tr("No earlier prompt has these words.")
            if typed
            else self.tr("Prompts that pictures were made of gather here.")
        )
        self.show_things(found, _row, empty)
        self._clear.setEnabled(bool(found))

    def _use(self, prompt: UsedPrompt) -> None:
        self._history.use(prompt)

    def _forget(self, prompt: UsedPrompt) -> None:
        self._history.remove([prompt])
        self._offer_undo(1)

    def _forget_all(self) -> None:
        count = len(self._history.prompts)
        self._history.clear()
        self._offer_undo(count)

    def _offer_undo(self, count: int) -> None:
        said = self.tr("%n prompt(s) forgotten", "", count)
        self._states.offered.emit(offer_to_undo(self._states.undo, said))


def _row(prompt: UsedPrompt) -> Row:
    used = datetime.fromtimestamp(prompt.used_us / 1e6, UTC)
    return Row(one_line(prompt.text), wording.when(used), prompt.text)
