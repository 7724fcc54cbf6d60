"""The sheet that saves a copy of the shown picture: format, quality, and what it costs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from glm_studio.library.formats import Format, format_of
from glm_studio.state.canvas import Frame
from glm_studio.state.studio import StudioState
from glm_studio.ui.choice_row import ChoiceRow
from glm_studio.ui.controls import label
from glm_studio.ui.keep_row import KeepRow
from glm_studio.ui.number_field import NumberField
from glm_studio.ui.picture_preview import PicturePreview
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import dimensions, size_of
from glm_studio.words import tr

_PREVIEW_HEIGHT = 168


class SaveSheet(Sheet):
    """Binds to `states.saving`."""

    def __init__(self, states: StudioState, frame: Frame, theme: Theme) -> None:
        super().__init__(theme, tr("Save the picture as"))
        self._states = states
        self._saving = states.saving
        self._frame = frame
        assert frame.image is not None  # noqa: S101 - only what has pixels is saved
        self._image = frame.image
        self.formats: ChoiceRow[Format] = ChoiceRow(self.tr("Format"), self._formats())
        self.quality = NumberField(
            self.tr("Quality"),
            self.tr("Less makes the file smaller and the picture coarser"),
            theme,
            allowed=(1, 100),
            usual=(40, 100),
            whole=True,
        )
        self.keep = KeepRow(theme)
        self.cost = label("", "muted")
        self._dialog: QFileDialog | None = None
        self._fill()
        self.add_button(self.tr("Cancel"), self.close_sheet)
        self.add_button(self.tr("Choose a place…"), self.choose_place, "primary", "save")
        self._saving.changed.connect(self._show_state)
        self._saving.begin(frame)
        self.formats.group.idClicked.connect(self._choose_format)
        self.quality.bind(lambda value: self._saving.choose(quality=int(value)))
        self.keep.chosen.connect(lambda keep: self._saving.choose(keep=keep))
        self.closed.connect(self._saving.end)

    def choose_place(self) -> None:
        """Ask for the file with the desktop's own dialog; it also asks before it replaces one."""
        suffix = self._saving.options.kind.suffix
        dialog = self._dialog = QFileDialog(self, self.tr("Save the picture as"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        pattern = f"*{suffix}" if suffix != ".jpg" else "*.jpg *.jpeg"
        dialog.setNameFilter(f"{self._saving.options.kind.value} ({pattern})")
        dialog.setDirectory(str(self._saving.folder))
        dialog.selectFile(self._saving.name(suffix))
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def save(self, name: str) -> None:
        """Write the copy and close; whether it worked is said over the canvas."""
        target = Path(name)
        if format_of(target) is not self._saving.options.kind:
            target = target.with_name(target.name + self._saving.options.kind.suffix)
        self._saving.save(target)
        self.close_sheet()

    def _fill(self) -> None:
        space = self._theme.space
        background = self._states.background
        self.content.addWidget(
            PicturePreview(self._image, background, self._theme, _PREVIEW_HEIGHT)
        )
        self.content.addWidget(self.cost)
        row = QHBoxLayout()
        row.setSpacing(space("medium"))
        row.addWidget(label(self.tr("Format"), "section"))
        row.addWidget(self.formats)
        row.addStretch(1)
        self.content.addLayout(row)
        self.content.addWidget(self.quality)
        kept = QHBoxLayout()
        kept.setSpacing(space("medium"))
        caption = label(self.tr("In the file"), "section")
        caption.setMinimumHeight(self.keep.row.sizeHint().height())
        kept.addWidget(caption, 0, Qt.AlignmentFlag.AlignTop)
        kept.addWidget(self.keep, 1)
        self.content.addLayout(kept)

    def _formats(self) -> list[tuple[Format, str, str]]:
        tips = {
            Format.PNG: self.tr("Every pixel as it is; the largest file"),
            Format.JPEG: self.tr(
                "Small, and every program opens it; fine edges get a little noise"
            ),
            Format.WEBP: self.tr("Smaller than JPEG; browsers and most programs open it"),
            Format.AVIF: self.tr(
                "The smallest; newer programs open it, and writing it takes longer"
            ),
        }
        return [(kind, kind.value, tip) for kind, tip in tips.items()]

    def _choose_format(self, index: int) -> None:
        self._saving.choose(kind=self.formats.value_of(index))

    def _show_state(self) -> None:
        options = self._saving.options
        self.formats.choose(options.kind)
        for kind in Format:
            self.formats.button(kind).setEnabled(kind in self._saving.formats)
        self.quality.show_value(options.quality)
        self.quality.setEnabled(options.kind.lossy)
        self.keep.choose(options.keep)
        self.cost.setText(self._words())

    def _words(self) -> str:
        size = dimensions(self._image.width(), self._image.height())
        count = self._saving.byte_count
        cost = self.tr("measuring the file…") if count is None else size_of(count)
        return f"{size}  ·  {cost}"
