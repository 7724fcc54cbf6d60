"""A page that is one column, scrolled, and no wider than its lines read well."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from glm_studio.ui.theme import Theme


class ColumnPage(QScrollArea):
    """What is added to `column` stands in the middle, at most `widest` logical pixels wide."""

    def __init__(self, theme: Theme, widest: int) -> None:
        super().__init__()
        self.setObjectName("ColumnPage")
        self._theme = theme
        self._widest = widest
        body = QWidget()
        body.setObjectName("ColumnBody")
        body.setMinimumHeight(1)  # else it counts as high as in the narrowest column
        self.column = QVBoxLayout(body)
        self.column.setSpacing(theme.space("large"))
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def column_width(self) -> int:
        """How wide the column is now."""
        return min(self.viewport().width() - 2 * self._theme.space("huge"), self._widest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        huge = self._theme.space("huge")
        side = (self.viewport().width() - self.column_width) // 2
        self.column.setContentsMargins(side, huge, side, huge)
