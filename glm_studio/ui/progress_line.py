"""The line at the window's foot: the stage, how far, how fast, and how long yet."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from glm_studio.state.model import Phase
from glm_studio.state.queue import Entry
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import ElidedLabel, label, push_button
from glm_studio.ui.progress_track import ProgressTrack
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import how_far, how_long, number, stage

_SEPARATOR = "  ·  "
_TICK_MS = 250


class ProgressLine(QFrame):
    """Binds to the model and the queue."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("ProgressLine")
        self._states = states
        self._track = ProgressTrack(theme)
        self._stage = label("", "stage")
        self._numbers = ElidedLabel("muted")
        self._left = label("", "muted")
        self._queue = label("", "muted")
        self._cancel_all = push_button(theme, self.tr("Cancel all"))
        self._cancel_all.setToolTip(
            self.tr("Stop what is being made and forget those that wait (Shift+Esc)")
        )
        self.save_again = push_button(theme, self.tr("Save again"))
        self.save_again.setToolTip(self.tr("Try to save the pictures that the disk refused"))
        self._lay_out(theme)
        # Between two events time passes all the same: the seconds left must run.
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._show_state)
        self._cancel_all.clicked.connect(states.queue_edits.cancel_all)
        self.save_again.clicked.connect(states.queue.save_again)
        states.queue.changed.connect(self._show_state)
        states.model.changed.connect(self._show_state)
        self._show_state()

    def text(self) -> str:
        """All that the line says now."""
        labels = (self._stage, self._numbers, self._left, self._queue)
        return "".join(part.text() + _SEPARATOR for part in labels if part.text())

    def showEvent(self, event: QShowEvent) -> None:
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()

    def _lay_out(self, theme: Theme) -> None:
        row = QHBoxLayout()
        side, gap = theme.space("large"), theme.space("tight")
        row.setContentsMargins(side, gap, side, gap)
        row.setSpacing(0)
        row.addWidget(self._stage)
        row.addSpacing(theme.space("medium"))
        row.addWidget(self._numbers)
        row.addWidget(self._left)  # when it is narrow, the time left is the last to go
        row.addStretch(1)
        row.addWidget(self._queue)
        for button in (self._cancel_all, self.save_again):
            row.addSpacing(theme.space("medium"))
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._track)
        column.addLayout(row)
        self.setMinimumHeight(theme.space("huge") + theme.space("large"))

    def _show_state(self) -> None:
        queue, model = self._states.queue, self._states.model
        entry = queue.current
        running = entry.progress if entry else None
        if running is None and model.phase is Phase.LOADING:
            running = model.progress
        self._track.show_progress(running)
        if entry is not None and entry.cancelling:
            self._say(self.tr("Stopping"), [])
        elif running is not None:
            self._say(stage(running), [*how_far(running), *self._where(entry)], how_long(running))
        else:
            self._say(*self._resting(entry))
        self._show_queue(entry)

    def _resting(self, entry: Entry | None) -> tuple[str, list[str], str]:
        """What to say while nothing is counted."""
        model = self._states.model
        if model.phase is Phase.READY:
            return self._at_rest(entry)
        words = {
            Phase.OPENING: self.tr("Opening the model"),
            Phase.STARTING: self.tr("Starting the engine"),
            Phase.LOADING: self.tr("Loading the model"),
            Phase.UNLOADED: self.tr("The next picture loads the model"),
            Phase.FAILED: self.tr("The model is not loaded; the next picture tries again"),
        }
        counted = model.phase is Phase.STARTING
        return words[model.phase], [], how_long(model.progress) if counted else ""

    def _at_rest(self, entry: Entry | None) -> tuple[str, list[str], str]:
        loaded = self._states.model.loaded
        if entry is not None:
            return self.tr("Waiting for its turn"), [], ""
        if self._states.queue.waiting:
            return self.tr("Paused"), [], ""
        if self._states.queue.saving:
            return self.tr("Saving"), [], ""
        return self.tr("Ready"), [loaded.device, loaded.precision] if loaded else [], ""

    def _where(self, entry: Entry | None) -> list[str]:
        """The device, where there is more than one to tell apart."""
        several = len(self._states.queue.devices) > 1
        return [entry.device] if entry is not None and entry.device and several else []

    def _say(self, stage_text: str, parts: list[str], left: str = "") -> None:
        self._stage.setText(stage_text)
        self._numbers.setText(_SEPARATOR.join(parts))
        self._left.setText(_SEPARATOR + left if parts and left else left)

    def _show_queue(self, entry: Entry | None) -> None:
        parts = []
        if entry is not None and entry.of > 1:
            parts.append(self.tr("picture {i} of {n}").format(i=entry.index, n=entry.of))
        at_once, waiting = len(self._states.queue.running), self._states.queue.waiting
        if at_once > 1:
            parts.append(self.tr("{n} at once").format(n=number(at_once)))
        if waiting:
            parts.append(self.tr("{n} waiting").format(n=number(waiting)))
        unsaved = self._states.queue.unsaved
        if unsaved:
            parts.append(self.tr("{n} not saved").format(n=number(unsaved)))
        self._queue.setText(", ".join(parts))
        self._cancel_all.setVisible(waiting > 0 or at_once > 1)
        self.save_again.setVisible(unsaved > 0)
