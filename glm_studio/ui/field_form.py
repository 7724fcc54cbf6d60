"""A form for the fields of a template or a prompt: Tab walks through them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from glm_studio.prompting.expansion import fields, fill, parse
from glm_studio.prompting.pieces import Piece
from glm_studio.ui.controls import label
from glm_studio.ui.theme import Theme

_COLUMNS = 2


class FieldForm(QWidget):
    """One line for each field; what is left empty keeps the default that stands in it greyed."""

    changed = Signal()
    finished = Signal()
    """Enter in the last line."""

    def __init__(self, theme: Theme, after: QWidget | None = None) -> None:
        super().__init__()
        self._source = ""
        self._after = after
        """From here Tab comes to the lines; lines that are made later would else come last."""
        self.edits: dict[str, QLineEdit] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space("medium"))
        self._grid.setVerticalSpacing(theme.space("tight"))
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    @property
    def filled(self) -> str:
        """The source with what was typed."""
        return fill(self._source, {name: edit.text() for name, edit in self.edits.items()})

    def show_source(self, source: str, template: Piece | None = None, language: str = "") -> None:
        """Make the lines for another text; a template knows what its fields are called."""
        if source == self._source:
            return  # what was typed stays
        self._source = source
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.edits = {}
        for place, field in enumerate(fields(parse(source))):
            said = field.name
            name = template.label_of(said, language) if template else said[:1].upper() + said[1:]
            edit = QLineEdit()
            edit.setAccessibleName(name)
            edit.setPlaceholderText(source[slice(*field.default_span)])
            edit.setToolTip(edit.placeholderText())
            edit.textChanged.connect(self.changed)
            edit.returnPressed.connect(self._go_on)
            self.edits[said] = edit
            row, column = divmod(place, _COLUMNS)
            self._grid.addWidget(label(name, "small"), 2 * row, column)
            self._grid.addWidget(edit, 2 * row + 1, column)
        self._in_order()
        self.setVisible(bool(self.edits))
        self.changed.emit()

    def focus_first(self) -> None:
        for edit in list(self.edits.values())[:1]:
            edit.setFocus()

    def _in_order(self) -> None:
        before = self._after
        for edit in self.edits.values():
            if before is not None:
                QWidget.setTabOrder(before, edit)
            before = edit

    def _go_on(self) -> None:
        edits = list(self.edits.values())
        here = next((at for at, edit in enumerate(edits) if edit.hasFocus()), len(edits) - 1)
        if here + 1 < len(edits):
            edits[here + 1].setFocus()
        else:
            self.finished.emit()
