"""Facts side by side: a small name over what there is to say. They wrap as words do."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from glm_studio.ui.controls import label
from glm_studio.ui.flow_layout import FlowLayout
from glm_studio.ui.theme import Theme


class Facts(QWidget):
    """Shows names and values in their order."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pairs: list[tuple[QLabel, QLabel]] = []
        self._shown: dict[str, str] = {}
        self._flow = FlowLayout(self, theme.space("huge"))

    def text(self) -> str:
        """All that is shown."""
        return " ".join(f"{name}: {value}" for name, value in self._shown.items())

    def show_facts(self, facts: Mapping[str, str]) -> None:
        """Widgets are made anew only where their number changes."""
        if self._shown == facts:
            return
        self._shown = dict(facts)
        while len(self._pairs) < len(facts):
            self._add()
        while len(self._pairs) > len(facts):
            self._remove()
        for (name, value), told in zip(self._pairs, facts.items(), strict=True):
            name.setText(told[0])
            value.setText(told[1])
        self._flow.invalidate()
        self.updateGeometry()

    def _add(self) -> None:
        pair = label("", "small"), label("", "value")
        pair[1].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("hair"))
        for part in pair:
            column.addWidget(part)
        self._flow.addWidget(holder)
        self._pairs.append(pair)

    def _remove(self) -> None:
        self._pairs.pop()
        item = self._flow.takeAt(self._flow.count() - 1)
        holder = item.widget() if item is not None else None
        if holder is not None:
            holder.hide()
            holder.deleteLater()
