"""The row of reference pictures: drop files on it, or click; the order counts."""

from __future__ import annotations

import itertools
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from engine.api import MAX_REFERENCES
from glm_studio.state.incoming import FORMATS
from glm_studio.state.references import ReferencesState, Slot
from glm_studio.ui.picture_data import picture_files
from glm_studio.ui.reference_tile import AddTile, ReferenceTile
from glm_studio.ui.theme import Theme


class ReferenceSlots(QWidget):
    """Binds to `ReferencesState`: a tile a reference, and one to add another."""

    overflowed = Signal(str)
    """Says in words that not all dropped files found room."""

    def __init__(self, references: ReferencesState, theme: Theme) -> None:
        super().__init__()
        self._references, self._theme = references, theme
        self._tiles: dict[Slot, ReferenceTile] = {}
        self._dialog: QFileDialog | None = None
        self.setAcceptDrops(True)
        self.add = AddTile(theme)
        self.add.clicked.connect(lambda: self.choose(None))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space("small"))
        self._row.addWidget(self.add, 1)
        self._rest = QWidget()  # what four tiles leave of a wide panel
        self._row.addWidget(self._rest, 1)
        references.changed.connect(self._show_state)
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

    def take(self, paths: list[Path]) -> None:
        """Add files, and say so if not all of them find room."""
        left_out = self._references.add(paths)
        if left_out:
            said = self.tr("Only {n} reference pictures can be used at a time.")
            self.overflowed.emit(said.format(n=MAX_REFERENCES))

    # Qt's events ---------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if picture_files(event.mimeData()):
            event.acceptProposedAction()
            self.add.light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.add.light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.add.light(False)
        event.acceptProposedAction()
        self.take(picture_files(event.mimeData()))

    # Showing the state ---------------------------------------------------------------------------

    def _show_state(self) -> None:
        slots = self._references.slots
        for slot in [slot for slot in self._tiles if slot not in slots]:
            self._drop_tile(slot)
        for place, slot in enumerate(slots):
            if slot not in self._tiles:
                self._tiles[slot] = ReferenceTile(slot, self._references, self._theme)
                self._tiles[slot].clicked.connect(lambda _=False, slot=slot: self.choose(slot))
            if self._row.indexOf(self._tiles[slot]) != place:
                self._row.insertWidget(place, self._tiles[slot])
            self._tiles[slot].show_place(place, len(slots))
        self.add.setVisible(len(slots) < MAX_REFERENCES)
        self._rest.setVisible(len(slots) == MAX_REFERENCES)
        self.add.show_words(not slots)
        self._order_tabs()

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
