"""The top bar: the program's name, which model is loaded, the panels and the theme."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton

from glm_studio.state.model import Phase
from glm_studio.state.options import Appearance
from glm_studio.state.studio import StudioState
from glm_studio.ui import icons
from glm_studio.ui.controls import dress, label, quoting_tip, tool_button
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import size_of

_LOGO_SIDE = 22
_APPEARANCE_ICONS = {
    Appearance.SYSTEM: "monitor",
    Appearance.DARK: "moon",
    Appearance.LIGHT: "sun",
}


class ModelBadge(QFrame):
    """Says plainly which model is loaded, and when it is only a stand-in; a click tells more."""

    clicked = Signal()

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("Badge")
        self._model = states.model
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        side = theme.space("medium")
        row.setContentsMargins(side, theme.space("hair"), side, theme.space("hair"))
        row.addWidget(self._text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._model.changed.connect(self._show_state)
        self._show_state()

    def text(self) -> str:
        return self._text.text()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside:
            self.clicked.emit()

    def _show_state(self) -> None:
        model = self._model
        self._text.setText(self._words())
        self.setToolTip(quoting_tip(self._details()))
        if self.property("standin") != model.stand_in:
            self.setProperty("standin", model.stand_in)
            for widget in (self, self._text):
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def _words(self) -> str:
        if self._model.stand_in:
            return self.tr("{name}: a small stand-in, not GLM-Image's quality").format(
                name=self._model.name
            )
        if self._model.phase is Phase.FAILED:
            return self.tr("{name}: not loaded").format(name=self._model.name)
        return self._model.name

    def _details(self) -> str:
        checkpoint, loaded = self._model.checkpoint, self._model.loaded
        lines = [str(self._model.folder)]
        if checkpoint is not None:
            lines.append(self.tr("Weights: {size}").format(size=size_of(checkpoint.bytes)))
        if loaded is not None:
            lines.append(self.tr("Device: {name}").format(name=loaded.device))
            lines.append(self.tr("Precision: {name}").format(name=loaded.precision))
        plan = self._model.plan
        if plan is not None:
            lines.append(self.tr("Memory plan: {name}").format(name=plan.name))
            lines.append(
                self.tr("Memory: at most {need} of {budget}").format(
                    need=size_of(plan.peak_bytes), budget=size_of(plan.budget_bytes)
                )
            )
        return "\n".join(lines)


class Header(QFrame):
    """Binds to the model and the appearance; the panels are the window's."""

    left_toggled = Signal(bool)
    right_toggled = Signal(bool)

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("Header")
        self._appearance = states.appearance
        self._theme = theme
        self._logo = QLabel()
        self.badge = ModelBadge(states, theme)
        self.left = tool_button(theme, "panel-left", self.tr("Prompt and parameters (F8)"))
        self.right = tool_button(theme, "panel-right", self.tr("Gallery (F9)"))
        self.search = tool_button(theme, "search", self.tr("Search the commands (Ctrl+K)"))
        self.look = tool_button(theme, "monitor", self.tr("Theme"))
        self._look_menu = QMenu(self)
        self._lay_out()
        self._fill_look_menu()
        for button, toggled in ((self.left, self.left_toggled), (self.right, self.right_toggled)):
            button.setCheckable(True)
            button.setChecked(True)
            button.clicked.connect(toggled)
        theme.changed.connect(self._show_theme)
        self._show_theme()

    def _lay_out(self) -> None:
        space = self._theme.space
        row = QHBoxLayout(self)
        row.setContentsMargins(space("large"), space("small"), space("small"), space("small"))
        row.setSpacing(space("small"))
        row.addWidget(self._logo)
        row.addWidget(label("GLM Studio", "wordmark"))
        row.addSpacing(space("small"))
        row.addWidget(self.badge)
        row.addStretch(1)
        for button in (self.search, self.look, self.left, self.right):
            row.addWidget(button)

    def _fill_look_menu(self) -> None:
        names = {
            Appearance.SYSTEM: self.tr("Follow the system"),
            Appearance.DARK: self.tr("Dark"),
            Appearance.LIGHT: self.tr("Light"),
        }
        group = QActionGroup(self)
        for look, name in names.items():
            action = QAction(name, self)
            action.setCheckable(True)
            action.setChecked(look is self._appearance.choice)
            action.triggered.connect(lambda _=False, look=look: self._appearance.choose(look))
            group.addAction(action)
            self._look_menu.addAction(action)
        self.look.setMenu(self._look_menu)
        self.look.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def show_panel_buttons(self, shown: bool) -> None:
        """They act on one page alone."""
        self.left.setVisible(shown)
        self.right.setVisible(shown)

    def _show_theme(self) -> None:
        accent = self._theme.tokens.colours["accent"]
        scale = self.devicePixelRatioF()
        self._logo.setPixmap(icons.pixmap("studio", accent, _LOGO_SIDE, scale))
        dress(self._theme, self.look, _APPEARANCE_ICONS[self._appearance.choice])
        for look, action in zip(Appearance, self._look_menu.actions(), strict=True):
            action.setChecked(look is self._appearance.choice)
