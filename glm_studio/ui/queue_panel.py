"""The queue beside the canvas: what is made, what waits, what became of the others."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from glm_studio.state.entry import Entry, Standing
from glm_studio.state.studio import StudioState
from glm_studio.ui.commands import Command, Group
from glm_studio.ui.controls import ElidedLabel, dress, label, paragraph, push_button, tool_button
from glm_studio.ui.queue_details import QueueDetails
from glm_studio.ui.queue_model import QueueModel, Row, RowKind, entries_of
from glm_studio.ui.queue_view import QueueView
from glm_studio.ui.queue_words import summary
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said

_TOGETHER_MS = 80
"""Events come in flocks: the list is made anew once for all of them."""
_TICK_MS = 1000


class QueuePanel(QFrame):
    """Binds to the queue; at rest while it is not seen."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("QueuePanel")
        self._states, self._theme = states, theme
        self.model = QueueModel(states.queue, states.queue_edits, self)
        self.view = QueueView(self.model, states.queue_edits, states.thumbnails, theme)
        self.details = QueueDetails(states, theme)
        self._summary = ElidedLabel("muted")
        self.pause = tool_button(theme, "pause", "")
        self._more = tool_button(theme, "ellipsis", self.tr("More that can be done with the queue"))
        self._held = QFrame()
        self._held_words = paragraph("value")
        self.resume = push_button(theme, self.tr("Go on"), icon_name="play")
        self._empty = label(
            self.tr("Pictures that you ask for line up here, and stay listed when they are done."),
            "muted",
        )
        self._pages = QStackedLayout()
        self._menu: QMenu | None = None
        self._stale = True
        """Other pictures are listed, or in another order, since the list was made."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TOGETHER_MS)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._lay_out()
        self._bind()
        self._show_state()

    def commands(self) -> list[Command]:
        """What can be done with the queue; keys without a modifier act in its list alone."""
        edits, queue, view = self._states.queue_edits, self._states.queue, self.view
        group = Group.QUEUE
        return [
            Command(
                "queue.pause",
                self.tr("Pause the queue, or go on"),
                edits.toggle,
                group,
                ("Ctrl+Shift+J",),
            ),
            Command(
                "queue.retry_failed",
                self.tr("Try all failed pictures again"),
                edits.retry_failed,
                group,
                enabled=self._has_failed,
            ),
            Command(
                "queue.clear_finished",
                self.tr("Clear the finished pictures from the queue"),
                lambda: queue.forget(queue.over),
                group,
                enabled=lambda: bool(queue.over),
            ),
            Command(
                "queue.up",
                self.tr("Queue: earlier"),
                lambda: view.shift_selected(-1),
                group,
                hint="Alt+Up",
            ),
            Command(
                "queue.down",
                self.tr("Queue: later"),
                lambda: view.shift_selected(+1),
                group,
                hint="Alt+Down",
            ),
            Command(
                "queue.cancel",
                self.tr("Queue: cancel the selected"),
                view.cancel_selected,
                group,
                hint="Del",
            ),
            Command(
                "queue.retry",
                self.tr("Queue: try the selected again"),
                view.retry_selected,
                group,
                hint="R",
            ),
        ]

    # Qt's events ---------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        self._clock.start()
        self._show_times()
        self._show_state()

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.view.setFocus(reason)

    # Laying out and binding ----------------------------------------------------------------------

    def _lay_out(self) -> None:
        space = self._theme.space
        side, gap = space("medium"), space("tight")
        top = QHBoxLayout()
        top.setContentsMargins(side, 0, space("small"), gap)
        top.setSpacing(space("hair"))
        top.addWidget(self._summary, 1)
        top.addWidget(self.pause)
        top.addWidget(self._more)
        self._held.setObjectName("Notice")
        held = QVBoxLayout(self._held)
        held.setContentsMargins(side, gap * 2, side, gap * 2)
        held.setSpacing(gap)
        held.addWidget(self._held_words)
        held.addWidget(self.resume, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._held)
        column.addLayout(self._pages, 1)
        column.addWidget(self.details)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing = QWidget()
        centre = QVBoxLayout(nothing)
        centre.setContentsMargins(side, side, side, side)
        centre.addWidget(self._empty)
        self._pages.addWidget(nothing)
        self._pages.addWidget(self.view)

    def _bind(self) -> None:
        queue = self._states.queue
        queue.changed.connect(self._show_soon)
        queue.reordered.connect(self._on_reordered)
        self._soon.timeout.connect(self._show_if_seen)
        self._clock.timeout.connect(self._show_times)
        self._states.finish_times.changed.connect(self._show_times)
        self.pause.clicked.connect(self._states.queue_edits.toggle)
        self.resume.clicked.connect(self._resume)
        self._more.clicked.connect(self._open_more)
        self.view.activated_row.connect(self._activate)
        self.view.chosen.connect(self._show_details)
        self.view.menu_asked.connect(self._open_menu)
        self.view.forget_asked.connect(queue.forget)

    def _resume(self) -> None:
        self._states.queue_edits.set_paused(False)

    def _show_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _show_if_seen(self) -> None:
        if self.isVisible():
            self._show_state()

    def _on_reordered(self) -> None:
        self._stale = True

    def _show_state(self) -> None:
        """The list is made anew only where it has changed: events come by the dozen a second."""
        if self._stale:
            self._stale = False
            self.model.refresh()
            self._pages.setCurrentIndex(1 if self.model.rowCount() else 0)
            self._show_flow()
            self._show_times()
        self.view.viewport().update()
        self._show_details()

    def _show_times(self) -> None:
        """When pictures should be done, and how many there are."""
        queue = self._states.queue
        under_way = queue.entries
        coming = [entry for entry in under_way if entry.begun or queue.flows]
        self.model.forecast = self._states.finish_times.forecast(coming, queue.at_once)
        running = len(queue.running)
        waiting = sum(entry.standing is Standing.WAITING for entry in under_way)
        left_s = self.model.forecast.all_s if queue.flows else None
        self._summary.setText(summary(running, waiting, left_s))
        self.view.viewport().update()

    def _show_flow(self) -> None:
        queue = self._states.queue
        flows = queue.flows
        dress(self._theme, self.pause, "pause" if flows else "play")
        tip = (
            self.tr("Begin no more pictures; those that run are finished (Ctrl+Shift+J)")
            if flows
            else self.tr("Go on with the pictures that wait (Ctrl+Shift+J)")
        )
        self.pause.setToolTip(tip)
        self.pause.setAccessibleName(tip)
        self._held.setVisible(not flows)
        if queue.held is not None:
            words = self.tr("The queue waits, for the next pictures would fail as well: {why}")
            self._held_words.setText(words.format(why=said(queue.held.what)))
        else:
            self._held_words.setText(self.tr("The queue is paused. Nothing more begins."))

    def _show_details(self) -> None:
        rows = [row for row in self.view.selected if row.kind is RowKind.ENTRY]
        self.details.show_entry(rows[0].entry if len(rows) == 1 else None)

    # Acting --------------------------------------------------------------------------------------

    def _has_failed(self) -> bool:
        return any(entry.standing is Standing.FAILED for entry in self._states.queue.over)

    def _activate(self, row: Row) -> None:
        """A finished picture is shown, the running one followed, a set folded or unfolded."""
        if row.kind is RowKind.SET:
            self.model.set_unfolded(row, not row.group.unfolded)
        elif row.kind is RowKind.ENTRY:
            self._show_entry(row.entry)

    def _show_entry(self, entry: Entry) -> None:
        if entry.picture is not None:
            self._states.stage.show_picture(entry.picture)
        elif entry.standing is Standing.RUNNING:
            self._states.queue.watch(entry)
            self._states.stage.follow()

    def _open_more(self) -> None:
        """What concerns all of the queue."""
        queue, edits = self._states.queue, self._states.queue_edits
        menu = self._menu = QMenu()
        for text, run, possible in (
            (self.tr("Try all failed again"), edits.retry_failed, self._has_failed()),
            (
                self.tr("Clear the finished"),
                lambda: queue.forget(queue.over),
                bool(queue.over),
            ),
            (self.tr("Cancel all"), edits.cancel_all, bool(queue.entries)),
        ):
            menu.addAction(text, run).setEnabled(possible)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _sheet_actions(self, entries: list[Entry]) -> list[tuple[str, Callable[[], object], bool]]:
        """What can be done with a grid as a whole."""
        group, grid = entries[0].group, self._states.grid
        if group.grid is None:
            return []
        done = group.count(Standing.DONE) > 0
        return [
            (
                self.tr("Show the contact sheet"),
                lambda: grid.shown.emit(group.sheet),
                group.sheet is not None,
            ),
            (self.tr("Make the contact sheet again"), lambda: grid.make_sheet(group), done),
        ]

    def _open_menu(self, at: QPoint) -> None:
        """What can be done with the selected."""
        edits = self._states.queue_edits
        entries = entries_of(self.view.selected)
        waiting = any(entry.standing is Standing.WAITING for entry in entries)
        again = any(e.standing in (Standing.FAILED, Standing.CANCELLED) for e in entries)
        over = [entry for entry in entries if entry.over is not None]
        menu = self._menu = QMenu()
        for text, run, possible in (
            (self.tr("Make first"), lambda: edits.to_front(entries), waiting),
            (self.tr("Make last"), lambda: edits.to_back(entries), waiting),
            (self.tr("Try again"), lambda: edits.retry(entries), again),
            (self.tr("Queue again with new seeds"), lambda: edits.again(entries), True),
            (
                self.tr("Put into the panel, to change it"),
                lambda: self._states.reuse.use_request(entries[0].request),
                len(entries) == 1,
            ),
            (
                self.tr("Cancel"),
                lambda: edits.cancel(entries),
                any(entry.over is None for entry in entries),
            ),
            *self._sheet_actions(entries),
            (
                self.tr("Clear from the list"),
                lambda: self._states.queue.forget(over),
                bool(over),
            ),
        ):
            menu.addAction(text, run).setEnabled(possible)
        menu.popup(at)
