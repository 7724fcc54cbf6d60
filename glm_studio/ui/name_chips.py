"""Names that pictures carry, each with a cross, and a way to more: tags and boards."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from glm_studio.ui.controls import label, quoting_tip, tool_button
from glm_studio.ui.flow_layout import FlowLayout
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_LONGEST_PX = 160


class NameChips(QWidget):
    """`dropped` carries a name whose cross was pressed, `more_asked` where the plus is."""

    dropped = Signal(str)
    more_asked = Signal(QRect)

    def __init__(self, theme: Theme, title: str, more: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(title)
        self.plus = tool_button(theme, "plus", more)
        self.plus.clicked.connect(self._ask)
        self._none = label(title, "small")
        self._names: tuple[str, ...] = ()
        self._chips: list[QFrame] = []
        self._flow = FlowLayout(self, theme.space("tight"))
        self._flow.addWidget(self._none)
        self._flow.addWidget(self.plus)

    @property
    def names(self) -> tuple[str, ...]:
        return self._names

    def show_names(self, names: Sequence[str]) -> None:
        """Without names, the title says what could be here."""
        if tuple(names) == self._names:
            return
        self._names = tuple(names)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in (self.plus, self._none):
                widget.hide()
                widget.deleteLater()
        self._chips = [self._chip(name) for name in self._names]
        self._none.setVisible(not self._chips)
        for shown in (*self._chips, *(() if self._chips else (self._none,)), self.plus):
            self._flow.addWidget(shown)
        self._flow.invalidate()
        self.updateGeometry()

    def _chip(self, name: str) -> QFrame:
        made = QFrame(self)
        made.setObjectName("NameChip")
        words = label("", "small", made)
        words.ensurePolished()
        mode = Qt.TextElideMode.ElideRight
        words.setText(words.fontMetrics().elidedText(name, mode, _LONGEST_PX))
        words.setToolTip(quoting_tip(name))
        cross = tool_button(self._theme, "x", tr("Take away: {name}").format(name=name))
        cross.setObjectName("NameCross")
        cross.clicked.connect(partial(self.dropped.emit, name))
        row = QHBoxLayout(made)
        row.setContentsMargins(self._theme.space("small"), 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(words)
        row.addWidget(cross)
        made.show()
        return made

    def _ask(self) -> None:
        at = self.plus.mapToGlobal(self.plus.rect().topLeft())
        self.more_asked.emit(QRect(at, self.plus.size()))
