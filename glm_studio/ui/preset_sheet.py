"""The sheet in which presets are kept, renamed, put in order and deleted."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from glm_studio.state.presets import Preset, PresetsState
from glm_studio.ui.controls import label, paragraph, tool_button
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import preset_values


class PresetSheet(Sheet):
    """Binds to `PresetsState`. What is done here can be undone."""

    def __init__(self, presets: PresetsState, theme: Theme) -> None:
        super().__init__(theme, self.tr("Presets"))
        self._presets = presets
        self._rows: list[PresetLine] = []
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name of a new preset"))
        self.name.setAccessibleName(self.tr("Name of a new preset"))
        self.with_size = QCheckBox(self.tr("With the size"))
        self.with_size.setToolTip(
            self.tr("The preset sets the picture's size as well. Without, the size stays.")
        )
        self.complaint = paragraph("complaint")
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space("small"))
        self._empty = paragraph("muted")
        self._empty.setText(
            self.tr("None yet. A preset keeps steps and guidance, and the size if you like.")
        )
        self.content.addWidget(label(self.tr("Keep what the panel shows"), "section"))
        row = QHBoxLayout()
        row.setSpacing(theme.space("medium"))
        row.addWidget(self.name, 1)
        row.addWidget(self.with_size)
        self.content.addLayout(row)
        self.content.addWidget(self.complaint)
        self.content.addWidget(label(self.tr("Your presets"), "section"))
        self.content.addWidget(self._empty)
        self.content.addLayout(self._list)
        self.content.addStretch(1)
        self.add_button(self.tr("Close"), self.close_sheet)
        self.save = self.add_button(self.tr("Save preset"), self._save, "primary", "bookmark")
        self.name.textChanged.connect(self._show_save)
        self.name.returnPressed.connect(self._save)
        presets.changed.connect(self._show_state)
        self._show_state()
        self._show_save()

    @property
    def rows(self) -> list[PresetLine]:
        """In the presets' order."""
        return list(self._rows)

    def _save(self) -> None:
        if self._presets.problem_with(self.name.text()):
            return
        self._presets.save(self.name.text(), self.with_size.isChecked())
        self.name.clear()
        self.close_sheet()

    def _show_save(self) -> None:
        """A name that nobody has begun to write needs no complaint."""
        problem = self._presets.problem_with(self.name.text())
        self.save.setEnabled(not problem)
        self.complaint.setText(problem if self.name.text().strip() else "")
        self.complaint.setVisible(bool(self.complaint.text()))

    def _show_state(self) -> None:
        shown = [row.preset for row in self._rows]
        if shown != list(self._presets.own):
            for row in self._rows:
                self._list.removeWidget(row)
                row.hide()
                row.deleteLater()
            self._rows = [PresetLine(preset, self._presets, self._theme) for preset in
                          self._presets.own]  # fmt: skip
            for row in self._rows:
                self._list.addWidget(row)
        last = len(self._rows) - 1
        for place, row in enumerate(self._rows):
            row.show_place(place, last)
        self._empty.setVisible(not self._rows)


class PresetLine(QWidget):
    """A preset: its name, which can be edited, what it sets, and what can be done with it."""

    def __init__(self, preset: Preset, presets: PresetsState, theme: Theme) -> None:
        super().__init__()
        self.preset, self._presets = preset, presets
        self.name = QLineEdit(preset.name)
        self.name.setAccessibleName(self.tr("Name of {preset}").format(preset=preset.name))
        self.complaint = label("", "complaint")
        self.complaint.hide()
        values = label(preset_values(preset.steps, preset.guidance, preset.size), "small")
        self.up = self._button(theme, "arrow-up", self.tr("Move {preset} up"))
        self.down = self._button(theme, "arrow-down", self.tr("Move {preset} down"))
        self.update_it = self._button(
            theme, "refresh-cw", self.tr("Let {preset} be what the panel shows now")
        )
        self.delete = self._button(theme, "trash-2", self.tr("Delete {preset}"))
        row = QHBoxLayout()
        row.setSpacing(theme.space("tight"))
        row.addWidget(self.name, 1)
        for button in (self.up, self.down, self.update_it, self.delete):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("hair"))
        column.addLayout(row)
        column.addWidget(values)
        column.addWidget(self.complaint)
        self.name.editingFinished.connect(self._rename)
        self.up.clicked.connect(lambda: presets.move(preset, -1))
        self.down.clicked.connect(lambda: presets.move(preset, +1))
        self.update_it.clicked.connect(lambda: presets.update(preset))
        self.delete.clicked.connect(lambda: presets.delete(preset))

    def show_place(self, place: int, last: int) -> None:
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < last)

    def _rename(self) -> None:
        if self.name.text().strip() == self.preset.name:
            return
        problem = self._presets.problem_with(self.name.text(), self.preset)
        self.complaint.setText(problem)
        self.complaint.setVisible(bool(problem))
        if problem:
            self.name.setText(self.preset.name)
        else:
            self._presets.rename(self.preset, self.name.text())

    def _button(self, theme: Theme, icon: str, tip: str) -> QToolButton:
        return tool_button(theme, icon, tip.format(preset=self.preset.name))
