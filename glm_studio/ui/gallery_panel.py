"""The right panel: all pictures, and the details of the selected one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import label
from glm_studio.ui.details import Details
from glm_studio.ui.gallery_view import GalleryView
from glm_studio.ui.marks import Marks
from glm_studio.ui.picture_actions import PictureActions
from glm_studio.ui.selection_actions import SelectionActions
from glm_studio.ui.theme import Theme


class GalleryPanel(QFrame):
    """Binds to the gallery."""

    def __init__(
        self,
        states: StudioState,
        actions: PictureActions,
        selection: SelectionActions,
        theme: Theme,
    ) -> None:
        super().__init__()
        self.setObjectName("GalleryPanel")
        self._gallery = states.gallery
        self._empty = label("", "muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view = GalleryView(states.gallery, states.thumbnails, theme)
        marks = Marks(states, states.gallery, selection, theme, short=True)
        self.details = Details(states, states.gallery, actions, marks, theme)
        self._pages = QStackedWidget()
        self._lay_out(theme)
        self.view.chosen.connect(states.stage.show_picture)
        self.view.opened.connect(states.stage.show_picture)
        self.view.menu_asked.connect(selection.open_menu)
        selection.listen(self.view)
        states.gallery.changed.connect(self._show_state)
        self._show_state()

    def _lay_out(self, theme: Theme) -> None:
        side = theme.space("medium")
        nothing = QWidget()
        centre = QVBoxLayout(nothing)
        centre.setContentsMargins(side, side, side, side)
        centre.addWidget(self._empty)
        self._pages.addWidget(nothing)
        self._pages.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        body = QVBoxLayout()
        body.setContentsMargins(theme.space("small"), 0, 0, 0)
        body.addWidget(self._pages)
        column.addLayout(body, 1)
        column.addWidget(self.details)

    def _show_state(self) -> None:
        count = len(self._gallery.pictures)
        self._empty.setText(
            self.tr("Your pictures will gather here.")
            if self._gallery.known
            else self.tr("Looking through your pictures…")
        )
        self._pages.setCurrentIndex(1 if count else 0)
