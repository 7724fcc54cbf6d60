"""The row of reference pictures: drop files on it, or click; drag them into another order."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from engine.api import MAX_REFERENCES
from glm_studio.state.incoming import FORMATS
from glm_studio.state.parameters import ParametersState
from glm_studio.state.references import ReferencesState, Slot
from glm_studio.ui.controls import paragraph
from glm_studio.ui.picture_data import picture_files
from glm_studio.ui.reference_tile import AddTile, ReferenceTile
from glm_studio.ui.reference_words import concern_text
from glm_studio.ui.theme import Theme

if TYPE_CHECKING:
    from glm_studio.ui.crop_sheet import CropSheet

_MARK = 3
"""Width of the line where a tile would go, in logical pixels."""


class ReferenceSlots(QWidget):
    """Binds to `ReferencesState`: a tile a reference, and one to add another."""

    overflowed = Signal(str)
    """Says in words that not all dropped files found room."""

    def __init__(
        self, references: ReferencesState, parameters: ParametersState, theme: Theme
    ) -> None:
        super().__init__()
        self._references, self._parameters, self._theme = references, parameters, theme
        self._tiles: dict[Slot, ReferenceTile] = {}
        self._dialog: QFileDialog | None = None
        self._sheet: CropSheet | None = None
        self._goes_to: int | None = None
        self.setAcceptDrops(True)
        self.add = AddTile(theme)
        self.add.clicked.connect(lambda: self.choose(None))
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.space("small"))
        self._row.addWidget(self.add, 1)
        self._rest = QWidget()  # what four tiles leave of a wide panel
        self._row.addWidget(self._rest, 1)
        self._concerns = paragraph("warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("tight"))
        column.addLayout(self._row)
        column.addWidget(self._concerns)
        references.changed.connect(self._show_state)
        parameters.model_changed.connect(self._show_state)
        self._show_state()

    @property
    def tiles(self) -> list[ReferenceTile]:
        """In order."""
        return [self._tiles[slot] for slot in self._references.slots]

    def choose(self, slot: Slot | None) -> None:
        """Ask for files: for a slot's place, or to be added where that is None."""
        dialog = self._dialog = QFileDialog(self, self.tr("Choose reference pictures"))
        several, one = QFileDialog.FileMode.ExistingFiles, QFileDialog.FileMode.ExistingFile
        dialog.setFileMode(several if slot is None else one)
        patterns = " ".join(f"*.{suffix}" for suffix in FORMATS)
        dialog.setNameFilter(self.tr("Pictures") + f" ({patterns})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self._on_chosen(slot, list(map(Path, names))))
        dialog.open()  # unlike exec, leaves the one event loop alone

    def crop(self, slot: Slot) -> None:
        """Look at a slot's picture, and choose a part of it."""
        if slot.size is not None:
            from glm_studio.ui.crop_sheet import CropSheet  # noqa: PLC0415 - when asked for

            self._sheet = CropSheet(slot, self._references, self._parameters, self._theme)
            self._sheet.replace_asked.connect(self.choose)
            self._sheet.open_over(self)

    def take(self, paths: list[Path]) -> None:
        """Add files, and say so if not all of them find room."""
        left_out = self._references.add(paths)
        if left_out:
            said = self.tr("Only {n} reference pictures can be used at a time.")
            self.overflowed.emit(said.format(n=MAX_REFERENCES))

    # Qt's events ---------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._moved_slot(event) is not None:
            event.acceptProposedAction()
        elif picture_files(event.mimeData()):
            event.acceptProposedAction()
            self.add.light(True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._moved_slot(event) is not None:
            self._mark(self._gap_at(event.position()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.add.light(False)
        self._mark(None)

    def dropEvent(self, event: QDropEvent) -> None:
        self.add.light(False)
        self._mark(None)
        event.acceptProposedAction()
        slot = self._moved_slot(event)
        if slot is None:
            self.take(picture_files(event.mimeData()))
            return
        place, here = self._gap_at(event.position()), self._references.slots.index(slot)
        self._references.move_to(slot, place - 1 if place > here else place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Where the tile that is held would go."""
        if self._goes_to is None or not self.tiles:
            return
        tiles = self.tiles
        gap = self._row.spacing()
        first = tiles[0].geometry()
        x = first.left() - gap / 2 if self._goes_to == 0 else (
            tiles[self._goes_to - 1].geometry().right() + gap / 2
        )  # fmt: skip
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        line = QRectF(max(x - _MARK / 2, 0), first.top(), _MARK, first.height())
        painter.drawRoundedRect(line, 1.5, 1.5)

    def _moved_slot(self, event: QDropEvent) -> Slot | None:
        """The row's own tile that is dragged, if it is one."""
        source = event.source()
        return next((slot for slot, tile in self._tiles.items() if tile is source), None)

    def _gap_at(self, at: QPointF) -> int:
        """Before which tile a place in the row is."""
        return sum(tile.geometry().center().x() < at.x() for tile in self.tiles)

    def _mark(self, gap: int | None) -> None:
        if gap != self._goes_to:
            self._goes_to = gap
            self.update()

    # Showing the state ---------------------------------------------------------------------------

    def _show_state(self) -> None:
        slots = self._references.slots
        for slot in [slot for slot in self._tiles if slot not in slots]:
            self._drop_tile(slot)
        for place, slot in enumerate(slots):
            if slot not in self._tiles:
                self._tiles[slot] = ReferenceTile(slot, self._references, self._theme)
                self._tiles[slot].clicked.connect(lambda _=False, slot=slot: self.crop(slot))
                self._tiles[slot].replace_asked.connect(self.choose)
            if self._row.indexOf(self._tiles[slot]) != place:
                self._row.insertWidget(place, self._tiles[slot])
            self._tiles[slot].show_place(place, len(slots))
        self.add.setVisible(len(slots) < MAX_REFERENCES)
        self._rest.setVisible(len(slots) == MAX_REFERENCES)
        self.add.show_words(not slots)
        self._show_concerns()
        self._order_tabs()

    def _show_concerns(self) -> None:
        slots = self._references.slots
        said = [(n, concern_text(self._references.use_of(s))) for n, s in enumerate(slots, 1)]
        told = [(n, text) for n, text in said if text]
        named = self.tr("{n}. {text}")
        lines = [text if len(slots) == 1 else named.format(n=n, text=text) for n, text in told]
        self._concerns.setText("\n".join(lines))
        self._concerns.setVisible(bool(lines))

    def _drop_tile(self, slot: Slot) -> None:
        """The keyboard's focus goes to a neighbour, else it would leave the row."""
        tile = self._tiles.pop(slot)
        at = self._row.indexOf(tile)
        left = [self._tiles[slot] for slot in self._references.slots if slot in self._tiles]
        if tile.hasFocus():
            (left[min(at, len(left) - 1)] if left else self.add).setFocus()
        self._row.removeWidget(tile)
        tile.hide()
        tile.deleteLater()

    def _order_tabs(self) -> None:
        """From what is before the row through the tiles to the last one, which adds."""
        before = self.add.previousInFocusChain()
        while before is not None and before is not self.add and self.isAncestorOf(before):
            before = before.previousInFocusChain()
        widgets = [before, *self.tiles, self.add] if before else []
        for first, second in itertools.pairwise(widgets):
            QWidget.setTabOrder(first, second)

    def _on_chosen(self, slot: Slot | None, paths: list[Path]) -> None:
        if slot is None:
            self.take(paths)
        elif paths:
            self._references.replace(slot, paths[0])
