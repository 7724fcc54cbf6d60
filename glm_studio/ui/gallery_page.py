"""The gallery's page: where to look, what was found, and what is known of the marked pictures."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from glm_studio.state.studio import StudioState
from glm_studio.ui.compare_view import CompareView
from glm_studio.ui.filter_bar import FilterBar
from glm_studio.ui.gallery_details import GalleryDetails
from glm_studio.ui.gallery_notes import GalleryNotes
from glm_studio.ui.gallery_sidebar import GallerySidebar, folders_and_files
from glm_studio.ui.gallery_view import GalleryView
from glm_studio.ui.picture_actions import PictureActions
from glm_studio.ui.search_row import SearchRow
from glm_studio.ui.selection_actions import SelectionActions
from glm_studio.ui.selection_bar import SelectionBar
from glm_studio.ui.theme import Theme

_MEMORY = "gallery"
_FIRST_TILE = 160
_FIRST_SPLIT = (200, 720, 290)


class GalleryPage(QStackedWidget):
    """Binds to the search, which is kept fresh while this is shown; or compares pictures."""

    def __init__(
        self,
        states: StudioState,
        actions: PictureActions,
        selection: SelectionActions,
        theme: Theme,
    ) -> None:
        super().__init__()
        self.setObjectName("GalleryPage")
        self.setAcceptDrops(True)
        self._states, self._theme = states, theme
        self._search = states.search
        self.view = GalleryView(self._search, states.thumbnails, theme)
        self.sidebar = GallerySidebar(states, theme)
        self.row = SearchRow(self._search, self.view, theme)
        self.filters = FilterBar(self._search, theme)
        self.notes = GalleryNotes(states, self.sidebar.import_folder, theme)
        self.bar = SelectionBar(self._search, selection, theme)
        self.details = GalleryDetails(states, self._search, actions, selection, theme)
        self._selection = selection
        self._asked = False
        self._compare: CompareView | None = None
        self.stage = QStackedWidget()
        """Where pictures are, between the bars."""
        self._zones = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._recall()
        selection.listen(self.view)
        self.view.opened.connect(selection.open_picture)
        self.view.menu_asked.connect(selection.open_menu)
        self.row.whole.toggled.connect(self.view.set_whole)
        self._search.changed.connect(self._show_state)
        self._search.query_changed.connect(self._on_query)
        states.gallery.changed.connect(self._show_state)
        states.comparison.changed.connect(self._show_comparison)
        self._show_state()
        self._show_comparison()

    @property
    def compare(self) -> CompareView:
        """Made when pictures are first compared."""
        if self._compare is None:
            self._compare = CompareView(self._states, self._selection, self._theme)
            self.addWidget(self._compare)
        return self._compare

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """To the pictures, so that they can be walked through at once."""
        (self.compare if self._comparing else self._shown).setFocus(reason)

    def to_search(self) -> None:
        """Give the keyboard to the search field."""
        self._states.comparison.close()
        self.row.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.row.field.selectAll()

    # Qt's events ---------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._search.set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._search.set_active(False)
        self._remember()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders can be dropped anywhere here; what else there is goes to the window."""
        if folders_and_files(event)[0]:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._states.folders.add(folders_and_files(event)[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the search field, Down and Enter lead to what was found."""
        down = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if down and self.row.field.hasFocus():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._search.selection is None and self._search.pictures:
                self._search.mark([range(1)])
        else:
            super().keyPressEvent(event)

    # Laying out ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        space = self._theme.space
        middle = QFrame()
        middle.setObjectName("GalleryMiddle")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(space("medium"), space("small"), space("medium"), space("small"))
        head.setSpacing(space("small"))
        head.addWidget(self.row)
        head.addWidget(self.filters)
        column.addLayout(head)
        self.stage.addWidget(self.notes)
        self.stage.addWidget(self.view)
        inset = QVBoxLayout()
        inset.setContentsMargins(space("small"), 0, 0, 0)
        inset.addWidget(self.stage)
        column.addLayout(inset, 1)
        column.addWidget(self.bar)
        self.sidebar.setMinimumWidth(150)
        self.details.setMinimumWidth(220)
        middle.setMinimumWidth(340)
        for zone, stretch in ((self.sidebar, 0), (middle, 1), (self.details, 0)):
            self._zones.addWidget(zone)
            self._zones.setStretchFactor(self._zones.indexOf(zone), stretch)
        self._zones.setChildrenCollapsible(False)
        self._zones.setHandleWidth(1)
        self._zones.setSizes(list(_FIRST_SPLIT))
        self.addWidget(self._zones)

    def _on_query(self) -> None:
        """What is found for something else is looked at from its beginning."""
        self._asked = True
        self._show_state()

    def _show_state(self) -> None:
        """The keyboard goes along between the pictures and the note that there are none."""
        shown, here = self.view if self._search.pictures else self.notes, self._shown
        if shown is not here:
            had_focus = here.hasFocus()
            self.stage.setCurrentWidget(shown)
            if had_focus:
                shown.setFocus()
        if self._asked and self._search.answered:
            self._asked = False
            self.view.show_beginning()

    @property
    def _shown(self) -> QWidget:
        return self.view if self.stage.currentWidget() is self.view else self.notes

    @property
    def _comparing(self) -> bool:
        return bool(self._states.comparison.pictures)

    def _show_comparison(self) -> None:
        shown = self.compare if self._comparing else self._zones
        if shown is not self.currentWidget():
            self.setCurrentWidget(shown)
            self.setFocus()

    # Memory --------------------------------------------------------------------------------------

    def _recall(self) -> None:
        kept = self._states.memory.group(_MEMORY)
        tile, zones = kept.get("tile"), kept.get("zones")
        self.view.set_tile_px(tile if isinstance(tile, int) else _FIRST_TILE)
        self.row.whole.setChecked(kept.get("whole") is True)
        self.view.set_whole(self.row.whole.isChecked())
        if isinstance(zones, str):
            self._zones.restoreState(QByteArray.fromBase64(zones.encode()))

    def _remember(self) -> None:
        zones = bytes(self._zones.saveState().toBase64().data()).decode()
        kept = {"tile": self.view.tile_px, "whole": self.row.whole.isChecked(), "zones": zones}
        self._states.memory.put(_MEMORY, kept)
