"""A field for one seed, inside of a menu."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, QTimer, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import tr


class SeedField(QWidget):
    """`chosen` carries the seed at each change that makes one, or None; `done` is Enter."""

    chosen = Signal(object)
    done = Signal()

    def __init__(self, seed: int | None, theme: Theme) -> None:
        super().__init__()
        self.field = QLineEdit("" if seed is None else str(seed))
        self.field.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,19}")))
        self.field.setPlaceholderText(tr("A seed, whole"))
        self.field.setAccessibleName(tr("Seed"))
        self.field.setClearButtonEnabled(True)
        self.field.textEdited.connect(self._say)
        self.field.returnPressed.connect(self.done)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.space("small")] * 4)
        row.addWidget(self.field)

    def take_focus(self) -> None:
        """The menu gives its first entry the keyboard when it shows; this comes after."""
        QTimer.singleShot(0, self.field, self._focus)

    def _focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _say(self, text: str) -> None:
        self.chosen.emit(int(text) if text else None)
