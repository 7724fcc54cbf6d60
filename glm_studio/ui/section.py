"""A section of a panel: a heading that folds it away, and an arrow that resets what is in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from glm_studio.state.memory import Memory
from glm_studio.ui.controls import ElidedLabel, dress, text_button, tool_button
from glm_studio.ui.theme import Theme

_MEMORY = "sections"


class Section(QWidget):
    """Folded, it says in a few words what is in it. Whether it is folded is remembered by `name`.

    `reset_asked` is sent by the arrow, which is there only where `show_reset` says that something
    differs from what the model has.
    """

    reset_asked = Signal()
    folded = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        memory: Memory,
        name: str,
        title: str,
        body: QWidget,
        is_folded: bool = False,
    ) -> None:
        super().__init__()
        self._theme, self._memory, self._name, self._title = theme, memory, name, title
        self.body = body
        self.head: QToolButton = text_button(title, "")
        self.head.setProperty("role", "disclosure")
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setCheckable(True)
        self._text = ""
        self._summary = ElidedLabel("small")
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        reset = self.tr("{section}: back to the model's own settings").format(section=title)
        self.reset = tool_button(theme, "rotate-ccw", reset)
        self.reset.setProperty("role", "reset")
        self.reset.clicked.connect(self.reset_asked)
        keep = self.reset.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(keep)
        self.reset.hide()
        self._lay_out()
        self.head.toggled.connect(self._on_toggled)
        kept = memory.group(_MEMORY).get(name)
        self.head.setChecked(not (kept if isinstance(kept, bool) else is_folded))
        self._show_fold()

    @property
    def is_folded(self) -> bool:
        return not self.head.isChecked()

    def unfold(self) -> None:
        self.head.setChecked(True)

    def show_summary(self, text: str) -> None:
        """What is in it, for when it is folded."""
        self._text = text
        self._show_fold()

    def show_reset(self, differs: bool) -> None:
        had_focus = self.reset.hasFocus()
        self.reset.setVisible(differs)
        if had_focus and not differs:
            self.head.setFocus()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(self._theme.space("small"))
        top.addWidget(self.head)
        top.addWidget(self._summary, 1)
        top.addStretch(0)
        top.addWidget(self.reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("hair"))
        column.addLayout(top)
        column.addWidget(self.body)

    def _on_toggled(self, unfolded: bool) -> None:
        kept = self._memory.group(_MEMORY)
        kept[self._name] = not unfolded
        self._memory.put(_MEMORY, kept)
        self._show_fold()
        self.folded.emit(not unfolded)

    def _show_fold(self) -> None:
        is_folded = self.is_folded
        self.body.setVisible(not is_folded)
        self._summary.setText(self._text if is_folded else "")
        dress(self._theme, self.head, "chevron-right" if is_folded else "chevron-down")
        tip = self.tr("Show {section}") if is_folded else self.tr("Hide {section}")
        self.head.setToolTip(tip.format(section=self._title))
        self.head.setAccessibleName(self._title)
        self.head.setAccessibleDescription(self.tr("folded") if is_folded else self.tr("open"))
