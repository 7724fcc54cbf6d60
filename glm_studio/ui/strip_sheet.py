"""The sheet that saves a run's previews: as an animation or as single pictures."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from glm_studio.state.film import PLAY_INTERVAL_MS
from glm_studio.state.studio import StudioState
from glm_studio.ui.choice_row import ChoiceRow
from glm_studio.ui.controls import label
from glm_studio.ui.motion import reduced
from glm_studio.ui.picture_preview import PicturePreview
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import tr

_PREVIEW_HEIGHT = 260


class Kind(Enum):
    WEBP = auto()
    GIF = auto()
    FRAMES = auto()


class StripSheet(Sheet):
    """Takes the previews that there are when it opens, and the picture if it is finished."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__(theme, tr("Save the previews"))
        self._states = states
        self._images = _images(states)
        self._shown = len(self._images) - 1
        self.kinds: ChoiceRow[Kind] = ChoiceRow(self.tr("Kind of file"), self._kinds())
        self.kinds.choose(Kind.WEBP)
        self.preview = PicturePreview(self._images[-1], states.background, theme, _PREVIEW_HEIGHT)
        self.count = label(self.tr("%n picture(s)", "", len(self._images)), "muted")
        self._dialog: QFileDialog | None = None
        row = QHBoxLayout()
        row.setSpacing(theme.space("medium"))
        row.addWidget(label(self.tr("Save as"), "section"))
        row.addWidget(self.kinds)
        row.addStretch(1)
        row.addWidget(self.count)
        self.content.addWidget(self.preview)
        self.content.addLayout(row)
        self.add_button(self.tr("Cancel"), self.close_sheet)
        self.add_button(self.tr("Choose a place…"), self.choose_place, "primary", "save")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._play_on)
        if not reduced(states.preferences):
            self._timer.start(PLAY_INTERVAL_MS)

    @property
    def kind(self) -> Kind:
        return self.kinds.value_of(self.kinds.group.checkedId())

    def choose_place(self) -> None:
        """Ask for a file, or for a folder where there will be several."""
        dialog = self._dialog = QFileDialog(self, self.tr("Save the previews"))
        dialog.setDirectory(str(self._states.saving.folder))
        if self.kind is Kind.FRAMES:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            suffix = f".{self.kind.name.lower()}"
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(suffix)
            dialog.setNameFilter(f"{self.kind.name} (*{suffix})")
            dialog.selectFile(self._name() + suffix)
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def save(self, name: str) -> None:
        if self.kind is Kind.FRAMES:
            self._states.saving.save_frames(self._images, Path(name))
        else:
            suffix = f".{self.kind.name.lower()}"
            target = Path(name if name.lower().endswith(suffix) else name + suffix)
            self._states.saving.save_animation(self._images, target)
        self.close_sheet()

    def _kinds(self) -> list[tuple[Kind, str, str]]:
        return [
            (Kind.WEBP, "WebP", self.tr("An animation in all colours; browsers play it")),
            (Kind.GIF, "GIF", self.tr("An animation in 256 colours that everything plays")),
            (Kind.FRAMES, self.tr("Frames"), self.tr("Each preview as a PNG file of its own")),
        ]

    def _name(self) -> str:
        picture = self._states.canvas.picture_frame.picture
        return picture.path.stem if picture is not None else self.tr("previews")

    def _play_on(self) -> None:
        self._shown = (self._shown + 1) % len(self._images)
        self.preview.show_image(self._images[self._shown])


def _images(states: StudioState) -> list[QImage]:
    """The previews, and the finished picture."""
    found = [still.frame.image for still in states.film.stills]
    last = states.canvas.picture_frame.image if states.film.finished else None
    if last is not None:
        found.append(last)
    return [image for image in found if image is not None]
