"""Devices that are here and cannot be used: which, why, and what mends it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from engine.errors import Problem
from engine.hardware import Sighting
from glm_studio.state.studio import StudioState
from glm_studio.ui import icons
from glm_studio.ui.controls import label, paragraph, tool_button
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said

_ICON_SIDE = 26


class AmissCard(QFrame):
    """Shows the sightings that have one problem: eight cards without their driver are one card."""

    def __init__(self, sightings: Sequence[Sighting], states: StudioState, theme: Theme) -> None:
        super().__init__()
        problem = sightings[0].problem
        assert problem is not None  # noqa: S101 - they are amiss
        self.setObjectName("Card")
        self.setProperty("state", "failed")
        self._states, self._theme = states, theme
        self._icon = QLabel()
        titles = ", ".join(dict.fromkeys(seen.title for seen in sightings))
        names = ", ".join(seen.name for seen in sightings)
        self._words = [paragraph(role) for role in ("heading", "muted", "muted", "mends")]
        texts = (titles, names, f"{said(problem.what)} {said(problem.why)}", said(problem.remedy))
        for part, text in zip(self._words, texts, strict=True):
            part.setText(text)
        self._lay_out(problem)
        spoken = self.tr("{title}, {name}, not usable")
        self.setAccessibleName(spoken.format(title=titles, name=names))
        theme.changed.connect(self._paint_icon)
        self._paint_icon()

    def text(self) -> str:
        """All that the card says."""
        return " ".join(part.text() for part in self._words)

    def _lay_out(self, problem: Problem) -> None:
        space = self._theme.space
        title, name, why, remedy = self._words
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(title)
        names.addWidget(name)
        state = label(self.tr("Not usable"), "state")
        state.setProperty("state", "failed")
        top = QHBoxLayout()
        top.setSpacing(space("medium"))
        top.addWidget(self._icon)
        top.addLayout(names, 1)
        top.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
        self.copy = tool_button(self._theme, "copy", self.tr("Copy what mends it"))
        self.copy.clicked.connect(lambda: self._copy(problem.remedy.removeprefix("Run: ")))
        bottom = QHBoxLayout()
        bottom.setSpacing(space("medium"))
        bottom.addWidget(remedy, 1)
        bottom.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[space("large")] * 4)
        column.setSpacing(space("small"))
        column.addLayout(top)
        column.addWidget(why)
        column.addLayout(bottom)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._states.noticed.emit(self.tr("Copied"))

    def _paint_icon(self) -> None:
        colour = self._theme.tokens.colours["danger"]
        self._icon.setPixmap(
            icons.pixmap("triangle-alert", colour, _ICON_SIDE, self.devicePixelRatioF())
        )
