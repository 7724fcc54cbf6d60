"""Asks how much a copy says about its picture: everything, the labels, or nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from glm_studio.library.labels import Keep
from glm_studio.ui.choice_row import ChoiceRow
from glm_studio.ui.controls import paragraph
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_LINES = 2
"""So high is the longest of the explanations: nothing below may jump."""


class KeepRow(QWidget):
    """The choice, and below it in words what it means for whoever gets the copy."""

    chosen = Signal(object)
    """The `Keep` that somebody has clicked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.row: ChoiceRow[Keep] = ChoiceRow(
            tr("In the file"),
            [
                (Keep.EVERYTHING, tr("Everything"), tr("Prompt, settings, recipe and labels")),
                (
                    Keep.LABELS,
                    tr("Only the labels"),
                    tr("That it was generated, and by whom; neither prompt nor settings"),
                ),
                (Keep.NOTHING, tr("Nothing"), tr("The pixels alone")),
            ],
        )
        self.told = paragraph("small")
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told.setMinimumHeight(_LINES * self.told.fontMetrics().lineSpacing())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("hair"))
        column.addWidget(self.row)
        column.addWidget(self.told)
        self.row.group.idClicked.connect(self._on_clicked)
        self.choose(Keep.EVERYTHING)

    @property
    def value(self) -> Keep:
        return self.row.value_of(self.row.group.checkedId())

    def choose(self, keep: Keep) -> None:
        """Show a value as the chosen one; nobody is told."""
        self.row.choose(keep)
        self._show(keep)

    def _on_clicked(self, index: int) -> None:
        keep = self.row.value_of(index)
        self._show(keep)
        self.chosen.emit(keep)

    def _show(self, keep: Keep) -> None:
        self.told.setText(_told(keep))
        self.told.setProperty("warns", keep is Keep.NOTHING)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)


def _told(keep: Keep) -> str:
    match keep:
        case Keep.EVERYTHING:
            return tr("Whoever has the file can read the prompt and make the picture again.")
        case Keep.LABELS:
            return tr("The file says that the picture was generated, and by whom. No prompt.")
        case Keep.NOTHING:
            return tr(
                "Nobody can tell that the picture was generated. Rules for generated content, in "
                "China and in the EU, may forbid publishing it like this."
            )
