"""The places of the library: all pictures, ratings, boards, tags, imported folders."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QIcon,
    QKeyEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
)

from glm_studio.library.edits import Imported
from glm_studio.state.offer import Offer
from glm_studio.state.studio import StudioState
from glm_studio.ui import icons
from glm_studio.ui.controls import quoting_tip
from glm_studio.ui.name_picker import LONGEST_NAME
from glm_studio.ui.theme import Theme
from glm_studio.ui.unreadable_sheet import UnreadableSheet
from glm_studio.ui.wording import number

FAVOURITE = 4
"""The least rating of a favourite."""


class Kind(Enum):
    ALL = auto()
    FAVOURITES = auto()
    BOARD = auto()
    TAG = auto()
    FOLDER = auto()
    NEW_BOARD = auto()
    IMPORT = auto()
    SECTION = auto()


class Place(NamedTuple):
    """What a row stands for; `name` is that of a board or tag, or a folder's path."""

    kind: Kind
    name: str = ""


_ROLE = Qt.ItemDataRole.UserRole
_ICONS = {
    Kind.ALL: "images",
    Kind.FAVOURITES: "star",
    Kind.BOARD: "layout-dashboard",
    Kind.TAG: "tag",
    Kind.FOLDER: "folder-open",
    Kind.NEW_BOARD: "plus",
    Kind.IMPORT: "folder-plus",
}
_MOST_TAGS = 60


class GallerySidebar(QTreeWidget):
    """Binds to what can be searched for. Pictures dropped on a board or tag get it."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._states, self._theme = states, theme
        self._search = states.search
        self._filling = False
        self._menu: QMenu | None = None
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._configure()
        self.currentItemChanged.connect(self._on_current)
        self.itemClicked.connect(self._on_click)
        self.itemChanged.connect(self._on_renamed)
        self.customContextMenuRequested.connect(self._on_menu)
        states.search.facets_changed.connect(self._fill)
        states.search.query_changed.connect(self._show_query)
        states.folders.changed.connect(self._fill)
        states.watching.changed.connect(self._fill)
        states.folders.imported.connect(self._on_imported)
        theme.changed.connect(self._fill)
        self._fill()

    def import_folder(self) -> None:
        """Ask for a folder whose pictures are to be shown."""
        start = str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Import a folder"), start)
        if chosen:
            self._states.folders.add([Path(chosen)])

    def place_of(self, item: QTreeWidgetItem | None) -> Place:
        place = item.data(0, _ROLE) if item is not None else None
        return place if isinstance(place, Place) else Place(Kind.SECTION)

    def row_of(self, place: Place) -> QTreeWidgetItem | None:
        """The row that stands for a place."""
        return next((item for item in self._items() if self.place_of(item) == place), None)

    # Qt's events ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.place_of(self.currentItem())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_click(self.currentItem())
        elif event.key() == Qt.Key.Key_Delete and place.kind in (Kind.BOARD, Kind.FOLDER):
            self._remove(place)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls at the edges
        if self._dropped(event):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        folders, files = folders_and_files(event)
        target = self._target(event)
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()
        event.acceptProposedAction()
        if folders:
            self._states.folders.add(folders)
        elif target.kind is Kind.BOARD:
            self._states.curation.put_files_on_board(files, target.name)
        elif target.kind is Kind.TAG:
            self._states.curation.tag_files(files, target.name)
        elif target.kind is Kind.NEW_BOARD:
            self._states.curation.put_files_on_board(files, self._free_name())

    def _target(self, event: QDropEvent) -> Place:
        return self.place_of(self.itemAt(event.position().toPoint()))

    def _dropped(self, event: QDropEvent) -> bool:
        """Whether what is dragged would be taken where it is."""
        folders, files = folders_and_files(event)
        takes = (Kind.BOARD, Kind.TAG, Kind.NEW_BOARD)
        return bool(folders) or (bool(files) and self._target(event).kind in takes)

    # Rows ----------------------------------------------------------------------------------------

    def _configure(self) -> None:
        self.setObjectName("Places")
        self.setAccessibleName(self.tr("Places"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        side = self._theme.tokens.size["icon"]
        self.setIconSize(QSize(side, side))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)

    def _fill(self) -> None:
        """All rows anew: there are few, and what they count has changed."""
        if self.state() is QAbstractItemView.State.EditingState:
            return  # the name that is being typed is told when it is done
        facets, self._filling = self._search.facets, True
        at = self.verticalScrollBar().value()
        self.clear()
        favourites = sum(n for rating, n in facets.ratings.items() if rating >= FAVOURITE)
        self._add(Place(Kind.ALL), self.tr("All pictures"), facets.pictures)
        self._add(Place(Kind.FAVOURITES), self.tr("Favourites"), favourites).setToolTip(
            0, self.tr("Pictures with four or five stars")
        )
        self._section(self.tr("Boards"))
        for name in sorted(facets.boards, key=str.casefold):
            item = self._add(Place(Kind.BOARD, name), name, facets.boards[name])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self._add(Place(Kind.NEW_BOARD), self.tr("New board…"))
        if facets.tags:
            self._section(self.tr("Tags"))
            most = sorted(facets.tags, key=lambda name: -facets.tags[name])[:_MOST_TAGS]
            for name in sorted(most, key=str.casefold):
                self._add(Place(Kind.TAG, name), name, facets.tags[name])
        self._section(self.tr("Folders"))
        for folder in self._states.folders.folders:
            words, away = "{name}", self._states.watching.why_away(folder)
            if folder in self._states.folders.reading:
                words = self.tr("{name} – reading…")
            elif away:
                words = self.tr("{name} – not reachable")
            item = self._add(Place(Kind.FOLDER, str(folder)), words.format(name=folder.name))
            failed = len(self._states.folders.failed(folder))
            unread = self.tr("%n file(s) cannot be read", "", failed) if failed else ""
            tip = "\n".join(part for part in (str(folder), away, unread) if part)
            item.setToolTip(0, quoting_tip(tip))
        self._add(Place(Kind.IMPORT), self.tr("Import a folder…"))
        self._filling = False
        self._show_query()
        self.verticalScrollBar().setValue(at)

    def _section(self, text: str) -> None:
        item = QTreeWidgetItem([text])
        item.setData(0, _ROLE, Place(Kind.SECTION))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(0, self._theme.font("small"))
        item.setForeground(0, QBrush(self._theme.colour("text_muted")))
        item.setFirstColumnSpanned(True)
        self.addTopLevelItem(item)

    def _add(self, place: Place, text: str, count: int | None = None) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text, number(count) if count else ""])
        item.setData(0, _ROLE, place)
        item.setIcon(0, self._icon(_ICONS[place.kind]))
        item.setForeground(1, QBrush(self._theme.colour("text_faint")))
        item.setFont(1, self._theme.font("small"))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(0, quoting_tip(place.name))
        self.addTopLevelItem(item)
        item.setFirstColumnSpanned(count is None)  # a long text may use the place of the number
        return item

    def _icon(self, name: str) -> QIcon:
        """Drawn once a theme: a hundred drawings take a tenth of a second."""
        colours, side = self._theme.tokens.colours, self._theme.tokens.size["icon"]
        key = name, colours["text_muted"]
        if key not in self._icons:
            self._icons[key] = icons.icon(name, key[1], colours["disabled"], side)
        return self._icons[key]

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(row) for row in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]

    # Choosing ------------------------------------------------------------------------------------

    def _show_query(self) -> None:
        """Mark the place that is shown, if what is searched for is one."""
        query, folder = self._search.query, self._search.folder
        if folder is not None:
            place = Place(Kind.FOLDER, str(folder))
        elif query.board:
            place = Place(Kind.BOARD, query.board)
        elif len(query.tags) == 1:
            place = Place(Kind.TAG, query.tags[0])
        else:
            place = Place(Kind.FAVOURITES if query.least_rating >= FAVOURITE else Kind.ALL)
        self._filling = True
        row = self.row_of(place)
        if row is None:
            self.clearSelection()
        else:
            self.setCurrentItem(row)
        self._filling = False

    def _on_current(self, item: QTreeWidgetItem | None) -> None:
        if not self._filling:
            self._go(self.place_of(item))

    def _on_click(self, item: QTreeWidgetItem | None) -> None:
        place = self.place_of(item)
        if place.kind is Kind.IMPORT:
            self.import_folder()
        elif place.kind is Kind.NEW_BOARD:
            self._make_board()
        else:
            self._go(place)

    def _go(self, place: Place) -> None:
        match place.kind:
            case Kind.ALL:
                self._search.place()
            case Kind.FAVOURITES:
                self._search.place(rating=FAVOURITE)
            case Kind.BOARD:
                self._search.place(board=place.name)
            case Kind.TAG:
                self._search.place(tags=(place.name,))
            case Kind.FOLDER:
                self._search.show_folder(Path(place.name))
            case _:
                return

    # Boards and folders --------------------------------------------------------------------------

    def _make_board(self) -> None:
        """A board is there as long as pictures are on it: it begins with those that are marked."""
        self._show_query()
        chosen = self._search.marked_pictures()
        if chosen:
            self._states.curation.put_on_board(chosen, self._free_name())
        else:
            self._states.noticed.emit(self.tr("Select the pictures that go on the new board."))

    def _free_name(self) -> str:
        base, boards = self.tr("New board"), self._search.facets.boards
        number_, name = 1, base
        while name in boards:
            number_ += 1
            name = f"{base} {number_}"
        return name

    def _on_renamed(self, item: QTreeWidgetItem) -> None:
        place, name = self.place_of(item), " ".join(item.text(0).split())[:LONGEST_NAME]
        if not self._filling and place.kind is Kind.BOARD and name != place.name:
            if name:
                self._states.curation.rename_board(place.name, name)
                if self._search.query.board == place.name:
                    self._search.place(board=name)
            else:
                item.setText(0, place.name)

    def _rename(self, place: Place) -> None:
        """The rows may have been made anew since the menu was opened."""
        row = self.row_of(place)
        if row is not None:
            self.editItem(row)

    def _remove(self, place: Place) -> None:
        if place.kind is Kind.BOARD:
            self._states.curation.delete_board(place.name)
            if self._search.query.board == place.name:
                self._search.place()
        else:
            self._states.folders.remove(Path(place.name))
            if self._search.folder == Path(place.name):
                self._search.place()

    def _on_imported(self, folder: Path, imported: Imported) -> None:
        """What was found, and a way to what could not be read."""
        found = self.tr("Found in {folder}: %n picture(s)", "", imported.pictures)
        words = found.format(folder=folder.name or folder)
        if not imported.failed:
            self._states.noticed.emit(words)
            return
        unread = self.tr("%n file(s) cannot be read", "", len(imported.failed))
        show = partial(self._show_unread, folder)
        both = self.tr("{found}. {unread}.").format(found=words, unread=unread)
        self._states.offered.emit(Offer(both, self.tr("Show which"), show))

    def _show_unread(self, folder: Path) -> None:
        failed = self._states.folders.failed(folder)
        UnreadableSheet(self._theme, folder.name or str(folder), failed).open_over(self)

    def _on_menu(self, at: QPoint) -> None:
        place = self.place_of(self.itemAt(at))
        menu = self._menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if place.kind is Kind.BOARD:
            menu.addAction(self.tr("Rename")).triggered.connect(lambda: self._rename(place))
            remove = menu.addAction(self.tr("Delete the board, keep its pictures"))
            remove.triggered.connect(lambda: self._remove(place))
        elif place.kind is Kind.FOLDER:
            if self._states.folders.failed(Path(place.name)):
                unread = menu.addAction(self.tr("What could not be read…"))
                unread.triggered.connect(lambda: self._show_unread(Path(place.name)))
            remove = menu.addAction(self.tr("Show this folder no longer, keep its files"))
            remove.triggered.connect(lambda: self._remove(place))
        else:
            return
        menu.popup(self.viewport().mapToGlobal(at))


def folders_and_files(event: QDropEvent) -> tuple[list[Path], Sequence[Path]]:
    """Folders from other programs, or else files."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    folders = [] if event.source() is not None else [path for path in paths if path.is_dir()]
    return folders, [] if folders else paths
