"""The label that can be seen, as it will stand on pictures: a sample in the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from glm_studio.library.decode import decode
from glm_studio.library.labels import Shown, VisibleLabel
from glm_studio.library.visible_label import labelled
from glm_studio.resources import calibration_pictures
from glm_studio.state.labelled_image import image_of
from glm_studio.state.studio import StudioState
from glm_studio.ui.picture_preview import PicturePreview
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_SAMPLE = "landscape.png"
_SIZE = (640, 360)
_HEIGHT = 200


class LabelPreview(QWidget):
    """Binds to `states.labelling`; hidden while no label is drawn."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._states = states
        self._shown: VisibleLabel | None = None
        self.picture = PicturePreview(QImage(), states.background, theme, _HEIGHT)
        self.picture.setAccessibleName(tr("A sample of the label"))
        self.picture.setToolTip(tr("So the label stands on pictures"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space("small"), 0, theme.space("small"))
        column.addWidget(self.picture)
        states.labelling.changed.connect(self._show_state)
        self._show_state()

    def _show_state(self) -> None:
        visible = self._states.labelling.current.visible
        self.setVisible(visible.shown is not Shown.NOWHERE)
        if visible == self._shown or visible.shown is Shown.NOWHERE:
            return
        self._shown = visible
        sample = next(path for path in calibration_pictures() if path.name == _SAMPLE)

        def take(image: QImage) -> None:
            if visible == self._shown:
                self.picture.show_image(image)

        self._states.background.run(lambda: _sample(sample, visible), take, owner=self)


def _sample(file: Path, visible: VisibleLabel) -> QImage:
    return image_of(labelled(decode(file).convert("RGB").resize(_SIZE), visible))
