"""What the selected picture's file says about its origin, and whether that still holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from glm_studio.library.label_report import Report, read_labels
from glm_studio.library.metadata import read_picture
from glm_studio.library.picture import Picture
from glm_studio.library.verdict import report, verify
from glm_studio.state.background import Background
from glm_studio.state.labelling import LabellingState
from glm_studio.state.picture_list import PictureList


class PictureLabels(QObject):
    """Reads one file at a time, as long as it is selected in one of the lists; on a thread of its
    own, for a label is verified by decoding the picture."""

    read = Signal(object, object)
    """A `Picture` and the list of its `Report`s."""

    def __init__(
        self,
        labelling: LabellingState,
        lists: Sequence[PictureList],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._labelling, self._lists = labelling, lists
        self._background = Background("labels", self)
        self._latest: tuple[Picture, list[Report]] | None = None

    def look_into(self, picture: Picture | None) -> None:
        """Somebody has selected this picture."""
        if picture is None:
            return

        def work() -> list[Report] | None:
            # Whoever walks through the gallery with the arrow keys is ahead of this.
            if not self._is_wanted(picture):
                return None
            labels = read_labels(read_picture(picture.path))
            # Of another process, which takes a fifth of a second if there are any.
            return [*labels, report(verify(picture.path, self._labelling.signing))]

        def tell(reports: list[Report] | None) -> None:
            if reports is not None and self._is_wanted(picture):
                self._latest = picture, reports
                self.read.emit(picture, reports)

        self._background.run(work, tell, lambda _: None)  # the canvas says what is wrong

    def latest_of(self, picture: Picture) -> list[Report]:
        """What was read last, if that was this picture."""
        return self._latest[1] if self._latest is not None and self._latest[0] == picture else []

    def close(self) -> None:
        self._background.close()

    def _is_wanted(self, picture: Picture) -> bool:
        return any(picture == one.selection for one in self._lists)
