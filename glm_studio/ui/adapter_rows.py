"""The adapters of the next pictures: a row each, in a section that is there only if any are."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from glm_studio.state.adapters import WEIGHT, AdapterSlot, AdaptersState
from glm_studio.ui.controls import ElidedLabel, label, quoting_tip, tab_through, tool_button
from glm_studio.ui.number_field import DecimalField
from glm_studio.ui.theme import Theme


class AdapterRow(QWidget):
    """An adapter's name, its weight, and a cross that removes it."""

    def __init__(self, slot: AdapterSlot, adapters: AdaptersState, theme: Theme) -> None:
        super().__init__()
        self._slot = slot
        name = slot.path.stem
        self.name = ElidedLabel("value")
        self.name.setText(name)
        self.name.setToolTip(quoting_tip(str(slot.path)))
        self.weight = DecimalField(self.tr("Weight of {name}").format(name=name), *WEIGHT)
        self.weight.setMinimumWidth(theme.tokens.size["number"])
        self.weight.setToolTip(
            self.tr("How strongly this adapter changes the painting; 1 is as it was trained.")
        )
        tip = self.tr("Make the next pictures without {name}").format(name=name)
        self.cross = tool_button(theme, "x", tip)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("tight"))
        row.addWidget(self.name, 1)
        row.addWidget(self.weight)
        row.addWidget(self.cross)
        self.show_weight()
        self.weight.valueChanged.connect(lambda value: adapters.set_weight(slot, value))
        self.cross.clicked.connect(lambda: adapters.remove(slot))

    def show_weight(self) -> None:
        self.weight.blockSignals(True)
        self.weight.setValue(self._slot.weight)
        self.weight.blockSignals(False)


class AdapterRows(QWidget):
    """Binds to `AdaptersState`. `corrected` says what weights are allowed."""

    corrected = Signal(str)

    def __init__(self, adapters: AdaptersState, theme: Theme) -> None:
        super().__init__()
        self._adapters, self._theme = adapters, theme
        self._rows: dict[AdapterSlot, AdapterRow] = {}
        self.follows: QWidget | None = None
        """Where Tab comes from to the first row."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, theme.space("medium"))
        self._column.setSpacing(theme.space("tight"))
        self._column.addWidget(label(self.tr("Adapters"), "section"))
        adapters.changed.connect(self._show_state)
        self._show_state()

    @property
    def rows(self) -> list[AdapterRow]:
        """In order."""
        return [self._rows[slot] for slot in self._adapters.slots]

    def _show_state(self) -> None:
        slots = self._adapters.slots
        for slot in [slot for slot in self._rows if slot not in slots]:
            row = self._rows.pop(slot)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for slot in slots:
            if slot in self._rows:
                self._rows[slot].show_weight()
            else:
                row = self._rows[slot] = AdapterRow(slot, self._adapters, self._theme)
                row.weight.corrected.connect(self.corrected)
                self._column.addWidget(row)
        self.setVisible(bool(slots))
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Rows come later than the rest of the panel, and belong behind what is above them."""
        tab_through(*([self.follows] if self.follows else []), *self.rows)
