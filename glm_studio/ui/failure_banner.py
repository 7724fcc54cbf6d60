"""An error where the user looks: what happened, why, what to do; retry, copy, dismiss."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from glm_studio.state.studio import StudioState
from glm_studio.ui import icons
from glm_studio.ui.controls import dress, paragraph, push_button, tool_button
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said

_LONGEST = 400
"""Characters of the cause that are shown: some libraries write pages. Copy takes all of them."""


class FailureBanner(QFrame):
    """Binds to `FailureState`; hidden while there is nothing to say. Never modal."""

    def __init__(self, states: StudioState, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Failure")
        self._states = states
        self._theme = theme
        self._icon = QLabel()
        self._what = paragraph("what")
        self._why = paragraph("muted")
        self._remedy = paragraph("value")
        self.retry = push_button(theme, self.tr("Try again"), icon_name="rotate-ccw")
        self.copy = push_button(theme, self.tr("Copy"), icon_name="copy")
        self.copy.setToolTip(self.tr("Copy these sentences, for a report"))
        self._close = tool_button(theme, "x", self.tr("Dismiss"))
        self._lay_out()
        self.retry.clicked.connect(states.failures.retry)
        self.copy.clicked.connect(self._copy_text)
        self._close.clicked.connect(states.failures.dismiss)
        states.failures.changed.connect(self._show_state)
        theme.changed.connect(self._paint_icon)
        self._paint_icon()
        self._show_state()

    @property
    def sentences(self) -> tuple[QLabel, ...]:
        """What, why, remedy."""
        return self._what, self._why, self._remedy

    def _lay_out(self) -> None:
        space = self._theme.space
        words = QVBoxLayout()
        words.setSpacing(space("tight"))
        for part in self.sentences:
            words.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(space("small"))
        buttons.addWidget(self.retry)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        words.addSpacing(space("small"))
        words.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[space("large")] * 4)
        row.setSpacing(space("medium"))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._icon, 0, top)
        row.addLayout(words, 1)
        row.addWidget(self._close, 0, top)

    def _show_state(self) -> None:
        failures = self._states.failures
        problem = failures.problem
        if problem is not None:
            self._what.setText(said(problem.what))
            self._why.setText(_short(said(problem.why)))
            self._remedy.setText(said(problem.remedy))
            self.retry.setText(failures.action or self.tr("Try again"))
            dress(self._theme, self.retry, "save" if failures.action else "rotate-ccw", "text")
            self.retry.setVisible(failures.can_retry)
        self.setVisible(problem is not None)

    def _copy_text(self) -> None:
        problem = self._states.failures.problem
        if problem is not None:
            QGuiApplication.clipboard().setText(f"[{problem.kind}] {problem}")
            self._states.noticed.emit(self.tr("Copied"))

    def _paint_icon(self) -> None:
        colour = self._theme.tokens.colours["danger"]
        self._icon.setPixmap(icons.pixmap("triangle-alert", colour, 22, self.devicePixelRatioF()))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
