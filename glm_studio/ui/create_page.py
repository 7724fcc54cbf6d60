"""The page on which pictures are made: the panel, the canvas, and the lists beside them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter

from glm_studio.state.studio import StudioState
from glm_studio.ui.centre import Centre
from glm_studio.ui.control_panel import ControlPanel
from glm_studio.ui.gallery_panel import GalleryPanel
from glm_studio.ui.picture_actions import PictureActions
from glm_studio.ui.queue_panel import QueuePanel
from glm_studio.ui.selection_actions import SelectionActions
from glm_studio.ui.side_panel import SidePanel
from glm_studio.ui.theme import Theme

_FIRST_SPLIT = (344, 730, 286)


class CreatePage(QSplitter):
    """Three zones with widths that the user may change."""

    def __init__(
        self,
        states: StudioState,
        actions: PictureActions,
        selection: SelectionActions,
        theme: Theme,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._gallery_state, self._queue_state = states.gallery, states.queue
        self.panel = ControlPanel(states, theme)
        self.centre = Centre(states, actions, theme)
        self.gallery = GalleryPanel(states, actions, selection, theme)
        self.side = SidePanel(theme)
        self.side.add_tab(
            self.gallery, self.tr("Gallery"), self.tr("All pictures, the newest first")
        )
        self.queue = QueuePanel(states, theme)
        self.side.add_tab(
            self.queue, self.tr("Queue"), self.tr("What is made, what waits, and what became of it")
        )
        self._lay_out()
        states.queue.changed.connect(self._count_jobs)
        states.gallery.changed.connect(self._count_pictures)
        self._count_pictures()
        self._count_jobs()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Whoever comes here comes to write."""
        self.panel.prompt.setFocus(reason)

    def recall(self, zones: QByteArray) -> None:
        """Take over the zones' widths as `saveState` gave them."""
        self.restoreState(zones)

    def _lay_out(self) -> None:
        self.panel.setMinimumWidth(300)
        self.side.setMinimumWidth(230)
        for zone, stretch in ((self.panel, 0), (self.centre, 1), (self.side, 0)):
            self.addWidget(zone)
            self.setStretchFactor(self.indexOf(zone), stretch)
        self.setChildrenCollapsible(False)  # the header's buttons hide and show them
        self.setHandleWidth(1)
        self.setSizes(list(_FIRST_SPLIT))

    def _count_jobs(self) -> None:
        self.side.count(self.queue, len(self._queue_state.entries))

    def _count_pictures(self) -> None:
        self.side.count(self.gallery, len(self._gallery_state.pictures))
