"""Asked when the window is closed while finished pictures are in memory alone."""

from __future__ import annotations

from collections.abc import Callable

from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import paragraph
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said

_TEXT_WIDTH = 400


class UnsavedSheet(Sheet):
    """Goes by itself once everything is saved; `leave` closes the window all the same."""

    def __init__(self, states: StudioState, theme: Theme, leave: Callable[[], object]) -> None:
        super().__init__(theme, self.tr("Close without saving?"))
        self._states, self._leave = states, leave
        self._what, self.why = paragraph("value"), paragraph("muted")
        for part in (self._what, self.why):
            part.setMinimumWidth(_TEXT_WIDTH)  # or they ask for the height of narrow columns
            self.content.addWidget(part)
        self.close_anyway = self.add_button(self.tr("Close and lose them"), self._go)
        self.stay = self.add_button(self.tr("Stay"), self.close_sheet)
        self.save = self.add_button(
            self.tr("Save again"), states.queue.save_again, "primary", "save"
        )
        states.queue.changed.connect(self._show_state)
        self._show_state()

    def focus_first(self) -> None:
        """Nothing is lost by whoever presses Return without reading."""
        self.save.setFocus()

    def _show_state(self) -> None:
        queue = self._states.queue
        if not queue.unsaved and not queue.saving:
            if not self.isHidden():
                self.close_sheet()
            return
        self._what.setText(
            self.tr("%n finished picture(s) could not be written to any disk, and would be lost.",
                    "", queue.unsaved)
        )  # fmt: skip
        if queue.refusal is not None:
            self.why.setText(f"{said(queue.refusal.why)} {said(queue.refusal.remedy)}")
        self.save.setEnabled(queue.unsaved > 0)

    def _go(self) -> None:
        self.close_sheet()
        self._leave()
