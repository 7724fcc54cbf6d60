"""The gallery page's last line: how many pictures there are, and what to do with the marked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from glm_studio.state.search import SearchState
from glm_studio.ui.controls import ElidedLabel, tool_button
from glm_studio.ui.selection_actions import SelectionActions
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import number, tr


class SelectionBar(QFrame):
    """Binds to what the search has found. Always there, so that marking moves nothing."""

    def __init__(self, search: SearchState, actions: SelectionActions, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("SelectionBar")
        self._search, self._actions = search, actions
        self.words = ElidedLabel("small")
        self.tags = tool_button(theme, "tag", tr("Tag the selected pictures (T)"))
        self.boards = tool_button(
            theme, "layout-dashboard", tr("Put the selected pictures on a board (B)")
        )
        self.compare = tool_button(theme, "columns-2", tr("Compare 2 to 8 selected pictures (C)"))
        self.references = tool_button(
            theme, "image-plus", tr("Make the next pictures from the selected ones (R)")
        )
        self.export = tool_button(
            theme, "download", tr("Export copies of the selected pictures (Ctrl+Shift+E)")
        )
        self.reveal = tool_button(theme, "folder-open", tr("Show in the file manager (F)"))
        self.delete = tool_button(theme, "trash-2", tr("Move to the trash (Del)"))
        self.none = tool_button(theme, "x", tr("Select nothing"))
        self._buttons: tuple[tuple[QToolButton, Callable[[], object]], ...] = (
            (self.tags, lambda: actions.pick_tags(_place(self.tags))),
            (self.boards, lambda: actions.pick_boards(_place(self.boards))),
            (self.compare, actions.compare),
            (self.references, actions.use_as_references),
            (self.export, actions.export),
            (self.reveal, actions.reveal),
            (self.delete, actions.delete),
            (self.none, lambda: search.select(None)),
        )
        row = QHBoxLayout(self)
        side, gap = theme.space("medium"), theme.space("tight")
        row.setContentsMargins(side, gap, theme.space("small"), gap)
        row.setSpacing(theme.space("hair"))
        row.addWidget(self.words, 1)
        for button, act in self._buttons:
            button.clicked.connect(act)
            row.addWidget(button)
        search.marked.connect(self._show_state)
        search.changed.connect(self._show_state)
        self._show_state()

    def _show_state(self) -> None:
        found, marked = len(self._search.pictures), self._search.marked_count
        self.words.setText(
            tr("{marked} of %n picture(s) selected", "", found).format(marked=number(marked))
            if marked
            else (tr("%n picture(s)", "", found) if found else "")
        )
        for button, _ in self._buttons:
            button.setEnabled(marked > 0)
        self.compare.setEnabled(self._actions.comparable_in(self._search))


def _place(button: QToolButton) -> QRect:
    """Where a button is on the screen."""
    return QRect(button.mapToGlobal(button.rect().topLeft()), button.size())
