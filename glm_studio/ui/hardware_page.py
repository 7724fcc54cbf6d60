"""The page about the hardware: what computes, a card for each device, the check of the machine."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
)

from engine.hardware import Sighting
from glm_studio.state.model import Phase
from glm_studio.state.studio import StudioState
from glm_studio.ui import icons
from glm_studio.ui.amiss_card import AmissCard
from glm_studio.ui.column_page import ColumnPage
from glm_studio.ui.controls import label, paragraph
from glm_studio.ui.device_card import DeviceCard
from glm_studio.ui.device_choice import DeviceChoice
from glm_studio.ui.examination_view import ExaminationView
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said

_WIDEST = 880
_CARD_WIDTH = 330
"""The narrowest that a card looks well in."""


class HardwarePage(ColumnPage):
    """Binds to the hardware; as wide as its lines read well."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__(theme, _WIDEST)
        self._states, self._hardware = states, states.hardware
        self.cards: dict[str, DeviceCard] = {}
        self.choice = DeviceChoice(states, theme)
        self.amiss: list[AmissCard] = []
        self._shown_amiss: tuple[Sighting, ...] = ()
        self._amiss_column = QVBoxLayout()
        self._grid = QGridLayout()
        self._columns = 1
        self._grow = QTimer(self)
        self._grow.setSingleShot(True)
        self._grow.setInterval(0)
        self._grow.timeout.connect(self._add_card)
        self._empty = self._make_empty()
        self.examination = ExaminationView(states, theme)
        self._lay_out()
        self._hardware.changed.connect(self._show_state)
        states.model.changed.connect(self._show_state)
        self._show_state()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = max(self.column_width // _CARD_WIDTH, 1)
        if columns != self._columns:
            self._columns = columns
            self._place_cards()

    def _lay_out(self) -> None:
        space = self._theme.space
        self._grid.setSpacing(space("medium"))
        self._amiss_column.setSpacing(space("medium"))
        column = self.column
        column.addWidget(label(self.tr("Hardware"), "title"))
        column.addWidget(self.choice)
        column.addWidget(self._empty)
        column.addLayout(self._grid)
        column.addLayout(self._amiss_column)
        column.addSpacing(space("small"))
        column.addWidget(self.examination)
        column.addStretch(1)

    def _make_empty(self) -> QFrame:
        card = QFrame()
        card.setObjectName("Card")
        space = self._theme.space
        self._empty_icon = QLabel()
        self._empty_text = paragraph("muted")
        row = QHBoxLayout(card)
        row.setContentsMargins(*[space("large")] * 4)
        row.setSpacing(space("medium"))
        row.addWidget(self._empty_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._empty_text, 1)
        self._theme.changed.connect(self._paint_icon)
        self._paint_icon()
        return card

    def _paint_icon(self) -> None:
        colour = self._theme.tokens.colours["text_faint"]
        self._empty_icon.setPixmap(icons.pixmap("cpu", colour, 26, self.devicePixelRatioF()))

    def _show_state(self) -> None:
        devices = self._hardware.devices if self._hardware.ready else ()
        self._empty.setVisible(not devices)
        if not devices:
            self._empty_text.setText(self._why_empty())
        if [device.name for device in devices][: len(self.cards)] != list(self.cards):
            self._remove_cards()
        for device in devices:
            if device.name in self.cards:
                self.cards[device.name].show_device(device, self._hardware.past(device.name))
        if len(self.cards) < len(devices):
            self._grow.start()
        if self._hardware.amiss != self._shown_amiss:
            self._show_amiss(self._hardware.amiss)

    def _show_amiss(self, sightings: tuple[Sighting, ...]) -> None:
        """A card for each reason; none, and no room for any, where nothing is amiss."""
        for card in self.amiss:
            self._amiss_column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._shown_amiss = sightings
        alike = [
            [seen for seen in sightings if seen.problem == problem]
            for problem in dict.fromkeys(seen.problem for seen in sightings)
        ]
        self.amiss = [AmissCard(group, self._states, self._theme) for group in alike]
        for card in self.amiss:
            self._amiss_column.addWidget(card)

    def _add_card(self) -> None:
        """One at a time: eight take longer to make than a frame lasts."""
        devices = self._hardware.devices[len(self.cards) :]
        if not devices:
            return
        device = devices[0]
        card = DeviceCard(self._theme)
        card.show_device(device, self._hardware.past(device.name))
        self.cards[device.name] = card
        self._place_cards()
        if len(devices) > 1:
            self._grow.start()

    def _why_empty(self) -> str:
        if self._hardware.ready:
            return self.tr("Reading the devices …")
        problem = self._states.model.problem
        if self._states.model.phase is Phase.FAILED and problem is not None:
            words = self.tr(
                "There is no engine. {what} Other devices can be chosen above, and the check below "
                "works all the same."
            )
            return words.format(what=said(problem.what))
        return self.tr("The engine is starting. Its devices are shown here once it is there.")

    def _remove_cards(self) -> None:
        for card in self.cards.values():
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = {}

    def _place_cards(self) -> None:
        columns = min(self._columns, max(len(self.cards), 1))
        for number, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, *divmod(number, columns))
        for column in range(max(self._grid.columnCount(), columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
