"""What the selected picture's file says about its origin, and whether that still holds."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from glm_studio.library.label_report import Report, read_labels
from glm_studio.library.metadata import read_picture
from glm_studio.library.picture import Picture
from glm_studio.library.verdict import report, verify
from glm_studio.state.background import Background
from glm_studio.state.labelling import LabellingState


class PictureLabels(QObject):
    """Reads one file at a time, the last one that was selected; on a thread of its own, for a
    label is verified by decoding the picture."""

    read = Signal(object, object)
    """A `Picture` and the list of its `Report`s."""

    def __init__(self, labelling: LabellingState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._labelling = labelling
        self._background = Background("labels", self)
        self._wanted: Picture | None = None

    def look_into(self, picture: Picture | None) -> None:
        """Somebody looks at this picture now."""
        self._wanted = picture
        if picture is None:
            return

        def work() -> list[Report] | None:
            # Whoever walks through the gallery with the arrow keys is ahead of this.
            if picture is not self._wanted:
                return None
            labels = read_labels(read_picture(picture.path))
            # Of another process, which takes a fifth of a second if there are any.
            return [*labels, report(verify(picture.path, self._labelling.signing))]

        def tell(reports: list[Report] | None) -> None:
            if reports is not None and picture is self._wanted:
                self.read.emit(picture, reports)

        self._background.run(work, tell, lambda _: None)  # the canvas says what is wrong

    def close(self) -> None:
        self._background.close()
