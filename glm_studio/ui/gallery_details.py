"""The gallery page's right side: the marked picture, what is said about it, how it was made."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from glm_studio.library.picture import Picture
from glm_studio.state.picture_list import PictureList
from glm_studio.state.studio import StudioState
from glm_studio.state.thumbnails import SIDES_PX, ThumbnailState
from glm_studio.ui.controls import label
from glm_studio.ui.details import Details
from glm_studio.ui.marks import Marks
from glm_studio.ui.picture_actions import PictureActions
from glm_studio.ui.selection_actions import SelectionActions
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import tr

_HIGHEST = 320


class GalleryDetails(QFrame):
    """Binds to a list; says what to do while nothing is marked."""

    def __init__(
        self,
        states: StudioState,
        pictures: PictureList,
        actions: PictureActions,
        selection: SelectionActions,
        theme: Theme,
    ) -> None:
        super().__init__()
        self.setObjectName("GalleryDetails")
        self._list = pictures
        self.preview = Preview(states.thumbnails, theme)
        self.marks = Marks(states, pictures, selection, theme)
        self.details = Details(states, pictures, actions, self.marks, theme)
        self.heading = label("", "section")
        self.heading.setWordWrap(True)
        self._hint = label(tr("Select a picture to see how it was made."), "muted")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._lay_out(theme)
        pictures.marked.connect(self._show_state)
        pictures.changed.connect(self._show_state)
        self._show_state()

    def _lay_out(self, theme: Theme) -> None:
        side = theme.space("medium")
        inside = QWidget()
        inside.setObjectName("PanelBody")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, side, 0, 0)
        column.setSpacing(theme.space("small"))
        head = QVBoxLayout()
        head.setContentsMargins(side, 0, side, 0)
        head.setSpacing(theme.space("small"))
        head.addWidget(self.heading)
        head.addWidget(self.preview)
        column.addLayout(head)
        column.addWidget(self.details)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("PanelScroll")
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        nothing = QWidget()
        middle = QVBoxLayout(nothing)
        middle.setContentsMargins(side, side, side, side)
        middle.addWidget(self._hint)
        self._pages.addWidget(nothing)
        self._pages.addWidget(scroll)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _show_state(self) -> None:
        picture, marked = self._list.selection, self._list.marked_count
        self._pages.setCurrentIndex(1 if picture is not None else 0)
        self.heading.setVisible(marked > 1)
        self.heading.setText(tr("%n picture(s) selected", "", marked))
        self.preview.show_picture(picture)


class Preview(QWidget):
    """One picture whole, as wide as there is room."""

    def __init__(self, thumbnails: ThumbnailState, theme: Theme) -> None:
        super().__init__()
        self._thumbnails, self._theme = thumbnails, theme
        self._picture: Picture | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        thumbnails.ready.connect(self.update)

    def show_picture(self, picture: Picture | None) -> None:
        self._picture = picture
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = self._picture
        image = self._thumbnails.image(picture.path, SIDES_PX[-1]) if picture else None
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if image is None or picture is None:
            radius = self._theme.tokens.radius["small"]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("field"))
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
            return
        room = QRectF(self.rect())
        shown = QRectF(image.rect())
        shown.setSize(shown.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio))
        shown.moveCenter(room.center())
        painter.drawImage(shown, image)

    def _fit(self) -> None:
        if self._picture is not None:
            ratio = self._picture.height / max(self._picture.width, 1)
            self.setFixedHeight(min(max(round(self.width() * ratio), 40), _HIGHEST))
