"""Asks how copies of pictures are to be made, shows their names as one types, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QWidget,
)

from glm_studio.library.export import Export, Exported
from glm_studio.library.formats import Format
from glm_studio.library.naming import DEFAULT_PATTERN, FIELDS
from glm_studio.library.picture import Picture
from glm_studio.state.exporting import Names, SheetWish
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import ElidedLabel, label, push_button, quoting_tip, tool_button
from glm_studio.ui.flow_layout import FlowLayout
from glm_studio.ui.keep_row import KeepRow
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import number
from glm_studio.words import tr

_SHOWN_NAMES = 4
_SIDES = (None, 512, 1024, 1536, 2048)
_WIDTH = 640


class ExportSheet(Sheet):
    """For the pictures that it was opened with. Closed while it runs, the export goes on."""

    def __init__(self, states: StudioState, theme: Theme, pictures: Sequence[Picture]) -> None:
        super().__init__(theme, tr("Export %n picture(s)", "", len(pictures)), _WIDTH)
        self._state, self._pictures = states.export, pictures
        kept = states.export.remembered(_first_folder())
        self._folder = kept.folder
        self.pattern = QLineEdit(kept.pattern)
        self.folder = ElidedLabel("value")
        self.kind = _combo([(kind.value, kind) for kind in Format], kept.kind)
        self.quality = QSlider(Qt.Orientation.Horizontal)
        self.quality.setRange(1, 100)
        self.quality.setValue(kept.quality)
        self.side = _combo([(_said_side(side), side) for side in _SIDES], kept.longest_side)
        self.keep = KeepRow(theme)
        self.keep.choose(kept.keep)
        self.sheet = QCheckBox(tr("Contact sheet beside them, as"))
        self.sheet_kind = _combo([("PDF", ".pdf"), ("PNG", ".png")], ".pdf")
        self.columns = QSpinBox()
        self.columns.setRange(1, 12)
        self.columns.setValue(4)
        self.names = [ElidedLabel("small") for _ in range(_SHOWN_NAMES + 1)]
        self.complaint = label("", "complaint")
        self.complaint.setWordWrap(True)
        self.bar = QProgressBar()
        self._quality_words = label("", "small")
        self._lay_out_form()
        self.cancel = self.add_button(tr("Cancel"), self._cancel)
        self.start = self.add_button(tr("Export"), self._start, "primary", "download")
        self._describe()
        self._bind()
        self._changed()
        self._show_progress(0, 0)

    def focus_first(self) -> None:
        self.pattern.setFocus(Qt.FocusReason.PopupFocusReason)

    # Laying out ----------------------------------------------------------------------------------

    def _lay_out_form(self) -> None:
        space = self._theme.space
        form = QGridLayout()
        form.setHorizontalSpacing(space("medium"))
        form.setVerticalSpacing(space("small"))
        form.setColumnStretch(1, 1)
        choose = tool_button(self._theme, "folder-open", tr("Choose another folder"))
        choose.clicked.connect(self._choose_folder)
        quality = _row(self._theme, self.quality, self._quality_words)
        sheet = _row(self._theme, self.sheet, self.sheet_kind, self.columns)
        rows: tuple[tuple[str, QWidget], ...] = (
            (tr("Into"), _row(self._theme, self.folder, choose)),
            (tr("Named"), self.pattern),
            ("", self._fields()),
            ("", self._previews()),
            (tr("Format"), self.kind),
            (tr("Quality"), quality),
            (tr("Longest side"), self.side),
            (tr("In the files"), self.keep),
            ("", sheet),
        )
        for line, (words, widget) in enumerate(rows):
            if words:
                form.addWidget(label(words, "small"), line, 0)
            form.addWidget(widget, line, 1)
        self.content.addLayout(form)
        self.content.addWidget(self.bar)
        self.content.addStretch(1)

    def _fields(self) -> QWidget:
        """A button for each field: nobody has to know their names."""
        host = _as_high_as_needed()
        flow = FlowLayout(host, self._theme.space("tight"))
        for field in FIELDS:
            words = "{n:04}" if field == "n" else "{" + field + "}"
            button = push_button(self._theme, words, "chip")
            button.setToolTip(tr("Put {field} into the name").format(field=words))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._insert, words))
            flow.addWidget(button)
        return host

    def _previews(self) -> QWidget:
        """Of one height, whatever they say: nothing below may jump while one types."""
        host = QWidget()
        column = QGridLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("hair"))
        for line, words in enumerate((*self.names, self.complaint)):
            column.addWidget(words, line, 0)
        column.setRowStretch(len(self.names) + 1, 1)
        lines = len(self.names)
        host.setFixedHeight(lines * (self.fontMetrics().height() + self._theme.space("hair")))
        return host

    def _describe(self) -> None:
        for widget, name, tip in (
            (self.pattern, tr("Named"), tr("How the copies are called; fields are in braces")),
            (self.kind, tr("Format"), tr("PNG keeps every pixel; the others make smaller files")),
            (self.quality, tr("Quality"), tr("Higher looks better and makes larger files")),
            (self.side, tr("Longest side"), tr("Larger pictures are made smaller, never larger")),
            (self.sheet, self.sheet.text(), tr("All pictures small on one sheet, with names")),
            (self.sheet_kind, tr("Format of the contact sheet"), ""),
            (self.columns, tr("Columns"), tr("Pictures beside each other on the sheet")),
            (self.bar, tr("Progress"), ""),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(tip)

    # Binding -------------------------------------------------------------------------------------

    def _bind(self) -> None:
        self.pattern.textChanged.connect(self._changed)
        self.kind.currentIndexChanged.connect(self._changed)
        self.quality.valueChanged.connect(self._changed)
        self.side.currentIndexChanged.connect(self._changed)
        self.sheet.toggled.connect(self._changed)
        self._state.named.connect(self._show_names)
        self._state.progressed.connect(self._show_progress)
        self._state.ended.connect(self._on_ended)

    def export(self) -> Export:
        """What is chosen now."""
        return Export(
            self._folder,
            self.pattern.text().strip() or DEFAULT_PATTERN,
            Format(self.kind.currentData()),  # Qt gives text for it
            self.quality.value(),
            self.keep.value,
            self.side.currentData(),
        )

    def _changed(self) -> None:
        lossy = self.export().kind.lossy
        self.quality.setEnabled(lossy)
        self._quality_words.setText(number(self.quality.value()) if lossy else tr("every pixel"))
        self.sheet_kind.setEnabled(self.sheet.isChecked())
        self.columns.setEnabled(self.sheet.isChecked())
        self.folder.setText(str(self._folder))
        self.folder.setToolTip(quoting_tip(str(self._folder)))
        self._state.name(self._pictures, self.export())

    def _show_names(self, names: Names) -> None:
        rest = len(self._pictures) - _SHOWN_NAMES
        shown = list(names.names[:_SHOWN_NAMES])
        if shown and rest > 0:
            shown.append(tr("and %n more", "", rest))
        for line, words in enumerate(self.names):
            words.setText(shown[line] if line < len(shown) else "")
            words.setVisible(line < len(shown))
        self.complaint.setText(names.complaint)
        self.complaint.setVisible(bool(names.complaint))
        self.start.setEnabled(not names.complaint and not self._state.busy)

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setVisible(total > 0)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.start.setEnabled(total == 0)

    def _on_ended(self, exported: Exported) -> None:
        self._show_progress(0, 0)
        if exported.files and not exported.cancelled:
            self.close_sheet()
        else:
            self._changed()  # the names that are left

    # What is asked -------------------------------------------------------------------------------

    def _insert(self, words: str) -> None:
        self.pattern.insert(words)
        self.pattern.setFocus()

    def _choose_folder(self) -> None:
        title = tr("Export into")
        chosen = QFileDialog.getExistingDirectory(self, title, str(self._folder))
        if chosen:
            self._folder = Path(chosen)
            self._changed()

    def _start(self) -> None:
        sheet = SheetWish(self.sheet_kind.currentData(), self.columns.value())
        self._state.start(self._pictures, self.export(), sheet if self.sheet.isChecked() else None)

    def _cancel(self) -> None:
        if self._state.busy:
            self._state.cancel()
        else:
            self.close_sheet()


def _first_folder() -> Path:
    """Not inside of the library's own: it would show the copies as well."""
    place = QStandardPaths.StandardLocation.PicturesLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home()) / "GLM Studio export"


def _as_high_as_needed() -> QWidget:
    host = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    policy.setHeightForWidth(True)
    host.setSizePolicy(policy)
    return host


def _said_side(side: int | None) -> str:
    return tr("As it is") if side is None else tr("{n} px").format(n=side)


def _combo(choices: Sequence[tuple[str, object]], chosen: object) -> QComboBox:
    made = QComboBox()
    for words, data in choices:
        made.addItem(words, data)
    made.setCurrentIndex(max(made.findData(chosen), 0))
    made.setMinimumWidth(QFontMetrics(made.font()).horizontalAdvance("0") * 14)
    return made


def _row(theme: Theme, *widgets: QWidget) -> QWidget:
    host = _as_high_as_needed()
    row = QHBoxLayout(host)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.space("small"))
    for place, widget in enumerate(widgets):
        row.addWidget(widget, 1 if place == 0 else 0)
    return host
