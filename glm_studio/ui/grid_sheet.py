"""Ask for a grid: which two parameters, and which values of each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QVBoxLayout

from glm_studio.parameter_grid import (
    Amiss,
    Kind,
    ParameterGrid,
    ValuesError,
    adapter_name,
    suggestion,
)
from glm_studio.state.grid import Draft
from glm_studio.state.grid_words import axis_name, titles
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import ElidedLabel, label, quoting_tip
from glm_studio.ui.grid_preview import GridPreview
from glm_studio.ui.queue_words import size_and_seeds
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import seconds
from glm_studio.words import tr

_DOT = "  ·  "


class GridSheet(Sheet):
    """Binds to the drafts of `GridState`."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__(theme, self.tr("Vary two parameters"), width=680)
        self._states, self._grid = states, states.grid
        self.columns = AxisFields(
            states, self._grid.x, self.tr("Columns"), theme, may_be_none=False
        )
        self.rows = AxisFields(states, self._grid.y, self.tr("Rows"), theme, may_be_none=True)
        self.preview = GridPreview(theme)
        self._sum = label("", "muted")
        self._add_fields()
        self.add_button(self.tr("Cancel"), self.close_sheet)
        self.queue = self.add_button("", self._queue_it, "primary", "play")
        for fields in (self.columns, self.rows):
            fields.changed.connect(self._write)
        self._grid.changed.connect(self._show_state)
        states.finish_times.changed.connect(self._show_state)
        self._show_state()

    def _add_fields(self) -> None:
        base = self._grid.base
        about = ElidedLabel("value")
        about.setText(" ".join(base.prompt.split()))
        about.setToolTip(quoting_tip(base.prompt))
        fixed = label(_DOT.join(size_and_seeds(base)), "small")
        fixed.setToolTip(self.tr("What all pictures of the grid have in common"))
        head = QVBoxLayout()
        head.setSpacing(self._theme.space("tight"))
        head.addWidget(about)
        head.addWidget(fixed)
        self.content.addLayout(head)
        for part in (self.columns, self.rows, self.preview, self._sum):
            self.content.addWidget(part)
        self.content.addStretch(1)

    def _write(self) -> None:
        self._grid.write(self.columns.draft, self.rows.draft)

    def _show_state(self) -> None:
        self.columns.complain("")
        self.rows.complain("")
        grid = None
        try:
            grid = self._grid.grid()
        except ValuesError as error:
            self._at_fault().complain(complaint(error))
        self.queue.setEnabled(grid is not None)
        count = grid.columns * grid.rows if grid else 0
        some = self.tr("Queue %n picture(s)", "", count)
        self.queue.setText(some if count else self.tr("Queue"))
        self._show_preview(grid)

    def _at_fault(self) -> AxisFields:
        """The axis whose own values cannot be used; else the two do not go together."""
        try:
            self._grid.axis(self._grid.x)
        except ValuesError:
            return self.columns
        return self.rows

    def _show_preview(self, grid: ParameterGrid | None) -> None:
        if grid is None:
            self.preview.show_titles((), (), 1, 1)
            self._sum.setText("")
            return
        base = grid.base
        rows = titles(grid.y) if grid.y else []
        self.preview.show_titles(titles(grid.x), rows, base.width, base.height)
        parts = [self.tr("%n picture(s)", "", grid.columns * grid.rows)]
        expected = self._states.finish_times.all_of(grid.requests, self._states.queue.at_once)
        if expected is not None:
            parts.append(self.tr("about {time}").format(time=seconds(expected)))
        self._sum.setText(_DOT.join(parts))

    def _queue_it(self) -> None:
        self._grid.queue_it()
        self.close_sheet()
        self._states.stage.follow()


class AxisFields(QFrame):
    """A parameter and its values."""

    changed = Signal()

    def __init__(
        self, states: StudioState, draft: Draft, name: str, theme: Theme, may_be_none: bool
    ) -> None:
        super().__init__()
        self._base = states.grid.base
        self.kind = QComboBox()
        self.kind.setAccessibleName(name)
        self.kind.setToolTip(tr("What changes from one picture to the next"))
        if may_be_none:
            self.kind.addItem(tr("Nothing"), Draft(None))
        for kind in Kind:
            if kind is Kind.WEIGHT:
                for adapter in self._base.adapters:
                    said = tr("Weight of {adapter}").format(adapter=adapter_name(adapter.path))
                    self.kind.addItem(said, Draft(kind, "", adapter.path))
            else:
                self.kind.addItem(axis_name(kind), Draft(kind))
        self.values = QLineEdit(draft.text)
        self.values.setAccessibleName(tr("Values"))
        self._help = label("", "small")
        self._help.setWordWrap(True)
        self._choose(draft)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space("medium"))
        grid.setVerticalSpacing(theme.space("tight"))
        grid.addWidget(label(name, "section"), 0, 0)
        grid.addWidget(self.kind, 1, 0)
        grid.addWidget(self.values, 1, 1)
        grid.addWidget(self._help, 2, 1)
        grid.setColumnStretch(1, 1)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.values.textChanged.connect(self.changed)

    @property
    def draft(self) -> Draft:
        chosen: Draft = self.kind.currentData()
        return Draft(chosen.kind, self.values.text(), chosen.adapter)

    def complain(self, complaint: str) -> None:
        """Say what is wrong, or else how values are written."""
        chosen: Draft = self.kind.currentData()
        self._help.setText(complaint or _help(chosen.kind))
        role = "complaint" if complaint else "small"
        if self._help.property("role") != role:
            self._help.setProperty("role", role)
            self._help.style().unpolish(self._help)
            self._help.style().polish(self._help)

    def _choose(self, draft: Draft) -> None:
        for place in range(self.kind.count()):
            offered: Draft = self.kind.itemData(place)
            if (offered.kind, offered.adapter) == (draft.kind, draft.adapter):
                self.kind.setCurrentIndex(place)
        self.values.setEnabled(draft.kind is not None)

    def _on_kind(self) -> None:
        """Values of another parameter mean nothing for this one, which begins with its own."""
        chosen: Draft = self.kind.currentData()
        self.values.blockSignals(True)
        self.values.setText(suggestion(chosen.kind, self._base) if chosen.kind else "")
        self.values.blockSignals(False)
        self.values.setEnabled(chosen.kind is not None)
        self.changed.emit()


def _help(kind: Kind | None) -> str:
    """How the values of a parameter are written."""
    match kind:
        case None:
            return ""
        case Kind.PROMPT:
            return tr("A word of the prompt, then what takes its place: fox; owl; red squirrel")
        case Kind.SIZE:
            return tr("Sizes with commas: 1024x1024, 1280x768")
        case Kind.DETAIL_SEED | Kind.LAYOUT_SEED:
            return tr("Seeds with commas; x4 counts four up, x4 random draws four")
        case Kind.STEPS:
            return tr("Numbers with commas, or a range: 8, 16, 30 or 10..50 step 10")
        case Kind.GUIDANCE | Kind.WEIGHT:
            return tr("Numbers with commas, or a range: 1, 1.5, 3 or 1..3 step 0.5")


def complaint(error: ValuesError) -> str:
    """What is wrong with values, in words."""
    match error.amiss:
        case Amiss.EMPTY:
            return ""  # whoever has not begun to write has made no mistake
        case Amiss.NO_VALUE:
            return tr("“{part}” is no value of this parameter.").format(part=error.part)
        case Amiss.OUTSIDE:
            return tr("“{part}” is beyond what the model can do.").format(part=error.part)
        case Amiss.NOT_IN_PROMPT:
            return tr("“{part}” is not in the prompt, so nothing can take its place.").format(
                part=error.part
            )
        case Amiss.TOO_MANY:
            return tr("These are too many pictures to compare.")
        case Amiss.TWICE:
            return tr("“{part}” is there twice.").format(part=error.part)
