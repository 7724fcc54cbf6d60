"""Small widgets that all panels are made of."""

from __future__ import annotations

import itertools
from html import escape

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from glm_studio.ui import icons
from glm_studio.ui.theme import Theme

_LONGEST_TIP = 400
"""Characters: no more than can be read in passing."""
_LONGEST_LINE = 60
"""Of a tool tip that need not wrap."""


def label(text: str, role: str, parent: QWidget | None = None) -> QLabel:
    """A label in one of the roles of the style sheet."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)  # they quote files and libraries
    made.setText(text)
    made.setProperty("role", role)
    return made


def paragraph(role: str) -> QLabel:
    """A label for sentences: wraps, and can be selected and copied."""
    made = label("", role)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def quoting_tip(text: str) -> str:
    """A tool tip that quotes what somebody else wrote, at its beginning, as it is written.

    Qt takes a text with a tag in it for HTML, and would open the pictures that it names; and only
    rich text wraps in a tool tip.
    """
    if len(text) <= _LONGEST_LINE and "<" not in text:
        return text
    short = text if len(text) <= _LONGEST_TIP else text[:_LONGEST_TIP].rstrip() + "…"
    return f'<p style="white-space: pre-wrap">{escape(short)}</p>'


def menu_words(text: str) -> str:
    """A name as the text of a button or an entry of a menu, where `&` announces a key."""
    return text.replace("&", "&&")


class ElidedLabel(QLabel):
    """One line of text that gives up its end, never the window's width."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        mode = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(self.text(), mode, self.width())
        painter.drawText(self.rect(), int(self.alignment()), text)


def card_head(theme: Theme, icon: QLabel, names: tuple[QLabel, ...], state: QLabel) -> QHBoxLayout:
    """A card's first lines: its icon, what it is, and its state at the right."""
    lines = QVBoxLayout()
    lines.setSpacing(0)
    for name in names:
        lines.addWidget(name)
    row = QHBoxLayout()
    row.setSpacing(theme.space("medium"))
    row.addWidget(icon)
    row.addLayout(lines, 1)
    row.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
    return row


def tool_button(theme: Theme, icon_name: str, tip: str) -> QToolButton:
    """A flat button with an icon; `tip` is also what a screen reader says."""
    made = QToolButton()
    made.setToolTip(quoting_tip(tip))  # it may name a file, or a tag
    made.setAccessibleName(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    dress(theme, made, icon_name)
    return made


def text_button(text: str, tip: str) -> QToolButton:
    """A flat button with a word or two."""
    made = QToolButton()
    made.setText(text)
    made.setToolTip(quoting_tip(tip))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def push_button(
    theme: Theme, text: str, role: str = "", icon_name: str = "", colour: str = "text"
) -> QPushButton:
    """A button with words, in one of the roles of the style sheet."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if icon_name:
        dress(theme, made, icon_name, colour)
    return made


def dress(
    theme: Theme, button: QAbstractButton, icon_name: str, colour: str = "text_muted"
) -> None:
    """Give a button an icon that follows the theme; called again, it changes the icon."""
    for old in button.findChildren(_Dress):
        old.setParent(None)
        old.deleteLater()
    _Dress(theme, button, icon_name, colour)


class _Dress(QObject):
    """Paints a button's icon anew after every change of theme; lives and dies with the button."""

    def __init__(self, theme: Theme, button: QAbstractButton, name: str, colour: str) -> None:
        super().__init__(button)
        self._theme, self._button, self._name, self._colour = theme, button, name, colour
        theme.changed.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        tokens = self._theme.tokens
        side = tokens.size["icon"]
        disabled = tokens.colours["disabled"]
        self._button.setIconSize(QSize(side, side))
        self._button.setIcon(icons.icon(self._name, tokens.colours[self._colour], disabled, side))


def tab_through(*parts: QWidget) -> None:
    """Let Tab go through these widgets and what is in them, in this order."""
    stops = [
        widget
        for part in parts
        for widget in (part, *part.findChildren(QWidget))
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    for first, second in itertools.pairwise(stops):
        QWidget.setTabOrder(first, second)


def stop_before(widget: QWidget, within: QWidget) -> QWidget | None:
    """Where Tab stops before `widget`, what is inside `within` left out."""
    before = widget.previousInFocusChain()
    while before is not None and before is not widget:
        stops = bool(before.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if stops and not within.isAncestorOf(before):
            return before
        before = before.previousInFocusChain()
    return None
