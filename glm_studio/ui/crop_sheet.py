"""The sheet in which a part of a reference is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from engine.recipe import Box
from glm_studio.state.parameters import ParametersState
from glm_studio.state.references import ReferencesState, Slot
from glm_studio.ui.controls import label, paragraph
from glm_studio.ui.crop_view import CropView
from glm_studio.ui.cropping import largest
from glm_studio.ui.reference_words import concern_text
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import dimensions

_SHAPES = ((1, 1), (4, 3), (3, 4), (3, 2), (2, 3), (16, 9), (9, 16))
_WIDTH = 720


class CropSheet(Sheet):
    """Nothing is changed before "Use this part". `replace_asked` wants another picture."""

    replace_asked = Signal(object)

    def __init__(
        self, slot: Slot, references: ReferencesState, parameters: ParametersState, theme: Theme
    ) -> None:
        super().__init__(theme, self.tr("Part of {name}").format(name=slot.path.name), _WIDTH)
        assert slot.size is not None  # noqa: S101 - who opens it has looked
        self._slot, self._references, self._size = slot, references, slot.size
        self.view = CropView(slot.size, slot.crop or (0, 0, *slot.size), theme)
        if slot.image is not None:
            self.view.show_image(slot.image)  # blurred, until the large one is there
        self.shape = QComboBox()
        self.shape.setAccessibleName(self.tr("Shape"))
        self.shape.setToolTip(self.tr("The ratio of the part's sides, kept while you drag."))
        value = parameters.value
        self.shape.addItem(self.tr("Free"), None)
        self.shape.addItem(self.tr("As the new picture"), value.width / value.height)
        self.shape.addItem(self.tr("As the reference"), slot.size[0] / slot.size[1])
        for width, height in _SHAPES:
            self.shape.addItem(f"{width}:{height}", width / height)
        self._told = label("", "muted")
        self._concern = paragraph("warning")
        row = QHBoxLayout()
        row.setSpacing(theme.space("medium"))
        row.addWidget(label(self.tr("Shape"), "section"))
        row.addWidget(self.shape)
        row.addStretch(1)
        row.addWidget(self._told)
        self.content.addWidget(self.view, 1)
        self.content.addLayout(row)
        self.content.addWidget(self._concern)
        self.add_button(self.tr("Choose another…"), self._replace, icon_name="folder-open")
        self.whole = self.add_button(self.tr("Whole picture"), self._reset)
        self.use = self.add_button(self.tr("Use this part"), self._use, "primary", "crop")
        self.view.changed.connect(self._show_box)
        self.shape.activated.connect(self._on_shape)
        references.enlarged.connect(self._on_enlarged)
        references.enlarge(slot)
        self._show_box(self.view.box)

    def focus_first(self) -> None:
        self.view.setFocus()

    def _on_enlarged(self, slot: Slot, image: QImage) -> None:
        if slot is self._slot:
            self.view.show_image(image)

    def _on_shape(self) -> None:
        """A shape that is chosen while all of the picture is in the frame takes as much of it as
        it can."""
        ratio = self.shape.currentData()
        if ratio is not None and self.view.box == (0, 0, *self._size):
            self.view.set_box(largest(ratio, self._size))
        self.view.set_ratio(ratio)

    def _show_box(self, box: Box) -> None:
        use = self._references.use_of(self._slot, box)
        part = self.tr("{part} of {whole} pixels").format(
            part=dimensions(box[2], box[3]), whole=dimensions(*self._size)
        )
        if use is not None and use.size is not None:
            part = self.tr("{part}, used as {size}").format(part=part, size=dimensions(*use.size))
        self._told.setText(part)
        text = concern_text(use)
        self._concern.setText(text)
        self._concern.setVisible(bool(text))
        self.use.setEnabled(use is not None and use.size is not None)
        self.whole.setEnabled(box != (0, 0, *self._size))

    def _reset(self) -> None:
        self.shape.setCurrentIndex(0)
        self.view.set_ratio(None)
        self.view.set_box((0, 0, *self._size))

    def _use(self) -> None:
        self._references.set_crop(self._slot, self.view.box)
        self.close_sheet()

    def _replace(self) -> None:
        self.close_sheet()
        self.replace_asked.emit(self._slot)
