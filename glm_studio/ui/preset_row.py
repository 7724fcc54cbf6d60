"""Draft, normal or fine, and the user's own presets behind a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from glm_studio.state.presets import Grade, Preset, PresetsState
from glm_studio.ui.controls import menu_words, quoting_tip, tool_button
from glm_studio.ui.segments import Segment, Segments
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import preset_values

if TYPE_CHECKING:
    from glm_studio.ui.preset_sheet import PresetSheet

_LONGEST = 14
"""Characters of a preset's name beside the segments."""


class PresetRow(QWidget):
    """Binds to `PresetsState`. A dot says that the panel differs from what was chosen."""

    def __init__(self, presets: PresetsState, theme: Theme) -> None:
        super().__init__()
        self._presets, self._theme = presets, theme
        self._menu: QMenu | None = None
        self._sheet: PresetSheet | None = None
        self.segments = Segments(
            self.tr("Quality"),
            [Segment(grade, self._name(grade), "") for grade in Grade],
        )
        self.more: QToolButton = tool_button(theme, "sliders-horizontal", self.tr("Your presets"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("small"))
        row.addWidget(self.segments, 1)
        row.addWidget(self.more)
        self.segments.chosen.connect(self._on_graded)
        self.more.clicked.connect(self.open_menu)
        presets.changed.connect(self._show_state)
        self._show_state()

    def open_menu(self) -> None:
        """The user's presets, and what can be done with them."""
        presets = self._presets
        menu = self._menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for preset in presets.own:
            action = menu.addAction(menu_words(preset.name))
            action.setToolTip(quoting_tip(_said(preset)))
            action.setCheckable(True)
            action.setChecked(preset == presets.chosen)
            action.triggered.connect(lambda _=False, preset=preset: presets.apply(preset))
        menu.addSeparator()
        own = presets.find(presets.chosen.name) if presets.chosen else None
        if own is not None and presets.differs:
            text = self.tr("Update “{name}”").format(name=menu_words(own.name))
            menu.addAction(text).triggered.connect(lambda: presets.update(own))
        menu.addAction(self.tr("Save and edit presets…")).triggered.connect(self.edit)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def edit(self) -> None:
        """The sheet with all of them."""
        from glm_studio.ui.preset_sheet import PresetSheet  # noqa: PLC0415 - when asked for

        self._sheet = PresetSheet(self._presets, self._theme)
        self._sheet.open_over(self)

    def _on_graded(self, grade: Grade) -> None:
        self._presets.apply(self._presets.graded(grade))

    def _show_state(self) -> None:
        presets = self._presets
        chosen, grade = presets.chosen, presets.grade
        self.segments.show_value(grade)
        self.segments.mark(grade if presets.differs else None)
        for each in Grade:
            tip = f"{self._meaning(each)}\n{_said(presets.graded(each))}"
            if each is grade and presets.differs:
                tip += "\n" + self.tr("The panel was changed since; click to set it again.")
            self.segments.buttons[each].setToolTip(tip)
        own = chosen if chosen is not None and grade is None else None
        name = own.name if own else ""
        short = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.more.setToolButtonStyle(beside if own else Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.more.setText(menu_words(short) + (" •" if own and presets.differs else ""))
        self.more.setProperty("chosen", own is not None)
        self.more.style().polish(self.more)
        tip = self.tr("Your presets: keep what the panel shows, and come back to it.")
        if own is not None:
            tip = f"{own.name}: {_said(own)}\n{tip}"
        self.more.setToolTip(quoting_tip(tip))

    def _name(self, grade: Grade) -> str:
        return {
            Grade.DRAFT: self.tr("Draft"),
            Grade.NORMAL: self.tr("Normal"),
            Grade.FINE: self.tr("Fine"),
        }[grade]

    def _meaning(self, grade: Grade) -> str:
        return {
            Grade.DRAFT: self.tr(
                "Few steps: quick and a little rough. The size stays, so that a layout that "
                "pleases is the finished picture's."
            ),
            Grade.NORMAL: self.tr("As the model's authors use it."),
            Grade.FINE: self.tr(
                "More steps: finer texture and edges. A layout that was written before is "
                "painted anew, not composed anew."
            ),
        }[grade]


def _said(preset: Preset) -> str:
    return preset_values(preset.steps, preset.guidance, preset.size)
