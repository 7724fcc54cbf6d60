"""The gallery page's first line: what is searched for, in which order, and how large tiles are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSlider, QToolButton, QWidget

from glm_studio.library.query import Order
from glm_studio.state.search import SearchState
from glm_studio.ui import icons
from glm_studio.ui.controls import tool_button
from glm_studio.ui.gallery_view import LARGEST_TILE, LEAST_TILE, GalleryView
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_SLIDER = 100


class SearchRow(QWidget):
    """Binds to the search; sets the view's tiles."""

    def __init__(self, search: SearchState, view: GalleryView, theme: Theme) -> None:
        super().__init__()
        self._search, self._view, self._theme = search, view, theme
        self.field = QLineEdit(search.query.text)
        self.field.setPlaceholderText(tr("Search in prompts, tags and file names"))
        self.field.setToolTip(
            tr('Words are found anywhere, also inside of others; "words in quotes" in their order')
        )
        self.field.setAccessibleName(tr("Search"))
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self._glass = QAction(self.tr("Search"), self)
        self.field.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.order = tool_button(theme, "arrow-down-wide-narrow", tr("Order"))
        self.order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.whole = tool_button(theme, "crop", tr("Show pictures whole, or fill their tiles"))
        self.whole.setCheckable(True)
        self.tiles = QSlider(Qt.Orientation.Horizontal)
        self.tiles.setRange(LEAST_TILE, LARGEST_TILE)
        self.tiles.setMinimumWidth(_SLIDER // 2)
        self.tiles.setMaximumWidth(_SLIDER)
        self.tiles.setToolTip(tr("How large the pictures are shown (Ctrl+wheel)"))
        self.tiles.setAccessibleName(tr("Size of the tiles"))
        self._make_orders()
        self._lay_out()
        self.field.textEdited.connect(lambda text: search.change(text=text))
        self.tiles.valueChanged.connect(view.set_tile_px)
        view.tile_changed.connect(self.tiles.setValue)
        search.query_changed.connect(self._show_query)
        theme.changed.connect(self._paint_glass)
        self._paint_glass()
        self._show_query()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape empties the field; from an empty one it is the window's."""
        keys = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if not isinstance(event, QKeyEvent) or event.type() not in keys:
            return False
        if event.key() != Qt.Key.Key_Escape or not self.field.text():
            return False
        event.accept()  # the shortcut of the window does not see it then
        if event.type() is QEvent.Type.KeyPress:
            self._search.change(text="")
        return True

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space("tight"))
        row.addWidget(self.field, 1)
        row.addSpacing(self._theme.space("tight"))
        for widget in (self.order, self.whole, self.tiles):
            row.addWidget(widget)

    def _make_orders(self) -> None:
        menu, group = QMenu(self.order), QActionGroup(self)
        for order in Order:
            action = menu.addAction(_said_order(order))
            action.setCheckable(True)
            action.setData(order)
            group.addAction(action)
        group.triggered.connect(lambda action: self._search.change(order=action.data()))
        self._orders = group
        self.order.setMenu(menu)

    def _show_query(self) -> None:
        """Not into the field while it says the same but for spaces that are being typed."""
        query = self._search.query
        if self.field.text() != query.text:
            self.field.setText(query.text)
        for action in self._orders.actions():
            action.setChecked(action.data() == query.order)
        said = tr("Order: {order}").format(order=_said_order(query.order))
        self.order.setToolTip(said)
        self.order.setAccessibleName(said)

    def _paint_glass(self) -> None:
        colours = self._theme.tokens.colours
        self._glass.setIcon(icons.icon("search", colours["text_muted"], colours["disabled"]))


def _said_order(order: Order) -> str:
    match order:
        case Order.NEWEST:
            return tr("Newest first")
        case Order.OLDEST:
            return tr("Oldest first")
        case Order.BEST_RATED:
            return tr("Best rated first")
        case Order.LARGEST:
            return tr("Largest first")
        case Order.PROMPT:
            return tr("By prompt")
