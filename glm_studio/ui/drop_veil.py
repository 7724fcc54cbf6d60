"""What lies over the window while a file is held over it: what letting go would do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from glm_studio.ui.theme import Theme

_OPACITY = 0.55


class DropVeil(QWidget):
    """Takes neither clicks nor drops: what is under it still does what it does with files."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._text = theme, ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_over(self, window: QWidget, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.setParent(window)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(_OPACITY)
        painter.fillRect(self.rect(), theme.colour("window"))
        painter.setOpacity(1)
        margin, radius = theme.space("small"), theme.tokens.radius["large"]
        frame = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        painter.setPen(QPen(theme.colour("focus"), 2))
        painter.drawRoundedRect(frame, radius, radius)
        painter.setFont(theme.font("heading"))
        gap, flags = theme.space("huge"), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        room = self.rect().adjusted(4 * gap, gap, -4 * gap, -gap)
        text = painter.boundingRect(room, flags, self._text)
        card = QRectF(text).adjusted(-gap, -gap / 2, gap, gap / 2)
        painter.setBrush(theme.colour("raised"))
        painter.drawRoundedRect(card, radius, radius)
        painter.setPen(theme.colour("text"))
        painter.drawText(room, flags, self._text)
