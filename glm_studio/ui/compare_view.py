"""Two to eight pictures beside each other: the same part of each, and in what they differ."""

from __future__ import annotations

from functools import partial
from html import escape

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from glm_studio.library.picture import HIGHEST_RATING, Picture
from glm_studio.state.studio import StudioState
from glm_studio.ui.compare_facts import Fact, differences, marked_prompt
from glm_studio.ui.compare_pane import ComparePane
from glm_studio.ui.controls import (
    ElidedLabel,
    label,
    push_button,
    quoting_tip,
    text_button,
    tool_button,
)
from glm_studio.ui.selection_actions import SelectionActions
from glm_studio.ui.stars import RatingStars
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import number
from glm_studio.words import tr

_COLUMNS = {2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4}
_ZOOM_STEP = 1.44
_PROMPT_LINES = 2


class CompareView(QFrame):
    """Binds to the comparison. Escape closes it; what was marked in the gallery stays marked."""

    def __init__(self, states: StudioState, actions: SelectionActions, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("CompareView")
        self._states, self._actions, self._theme = states, actions, theme
        self._comparison = states.comparison
        self.panes: list[ComparePane] = []
        self.cells: list[CompareCell] = []
        self._title = label("", "section")
        self.shared = ElidedLabel("small")
        self._zoom = label("", "small")
        self._grid_host = QWidget()
        self._grid = QGridLayout(self._grid_host)
        self._lay_out()
        self._comparison.changed.connect(self._build)
        self._comparison.moved.connect(self._show_zoom)
        self._comparison.loaded.connect(self._show_facts)
        states.gallery.changed.connect(self._renew)
        theme.changed.connect(self._show_facts)
        self._build()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        if self.panes:
            self.panes[0].setFocus(reason)
        else:
            super().setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits rate, Delete deletes the picture whose pane has the keyboard."""
        pane = next((one for one in self.panes if one.hasFocus()), None)
        digit = event.key() - Qt.Key.Key_0
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or pane is None:
            super().keyPressEvent(event)
        elif 0 <= digit <= HIGHEST_RATING:
            self._states.curation.rate([pane.picture], digit)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._actions.open_picture(pane.picture)
        elif event.key() == Qt.Key.Key_Delete:
            self._states.curation.delete([pane.picture])
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(_ZOOM_STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_by(1 / _ZOOM_STEP)
        else:
            super().keyPressEvent(event)

    def fit(self) -> None:
        self._comparison.look(None, QPointF())

    def zoom_by(self, factor: float) -> None:
        if self.panes:
            self.panes[0].zoom_to(self.panes[0].zoom * factor)

    def actual(self) -> None:
        if self.panes:
            self.panes[0].zoom_to(1.0)

    # Laying out ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        space = self._theme.space
        top = QFrame()
        top.setObjectName("CanvasBar")
        row = QHBoxLayout(top)
        row.setContentsMargins(space("medium"), space("tight"), space("small"), space("tight"))
        row.setSpacing(space("tight"))
        back = push_button(self._theme, tr("Back to the gallery"), icon_name="chevron-left")
        back.setToolTip(tr("Close the comparison (Esc)"))
        back.clicked.connect(self._comparison.close)
        row.addWidget(back)
        row.addWidget(self._title)
        row.addWidget(self.shared, 1)
        row.addWidget(self._zoom)
        out = tool_button(self._theme, "minus", tr("Zoom out of all (−)"))
        into = tool_button(self._theme, "plus", tr("Zoom into all (+)"))
        fit = tool_button(self._theme, "maximize", tr("Fit all pictures"))
        one = text_button("1:1", tr("Actual pixels of all pictures"))
        out.clicked.connect(lambda: self.zoom_by(1 / _ZOOM_STEP))
        into.clicked.connect(lambda: self.zoom_by(_ZOOM_STEP))
        fit.clicked.connect(self.fit)
        one.clicked.connect(self.actual)
        for button in (out, into, fit, one):
            row.addWidget(button)
        self._grid.setContentsMargins(*[space("small")] * 4)
        self._grid.setSpacing(space("small"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self._grid_host, 1)

    def _build(self) -> None:
        """A cell for each picture; those whose picture stays keep theirs."""
        pictures = self._comparison.pictures
        kept = {cell.picture.path: cell for cell in self.cells}
        while self._grid.count():
            self._grid.takeAt(0)
        self.cells = [kept.pop(p.path) if p.path in kept else self._cell(p) for p in pictures]
        for gone in kept.values():
            gone.hide()
            gone.deleteLater()
        self.panes = [cell.pane for cell in self.cells]
        columns = _COLUMNS.get(len(pictures), 1)
        for place, (cell, picture) in enumerate(zip(self.cells, pictures, strict=True)):
            cell.show_picture(picture)
            self._grid.addWidget(cell, place // columns, place % columns)
        for line in range(HIGHEST_RATING):
            self._grid.setRowStretch(line, 1 if line * columns < len(pictures) else 0)
            self._grid.setColumnStretch(line, 1 if line < min(columns, len(pictures)) else 0)
        self._title.setText(tr("Comparing %n picture(s)", "", len(pictures)))
        self._show_facts()
        self._show_zoom()

    def _cell(self, picture: Picture) -> CompareCell:
        return CompareCell(self._states, self._actions, picture, self._theme)

    def _show_facts(self) -> None:
        pictures = self._comparison.pictures
        if not pictures:
            return
        compared = [self._comparison.compared(picture) for picture in pictures]
        told = differences(pictures, [one.recipe if one else None for one in compared])
        words = [tr("{name} {value}").format(name=f.name, value=f.value) for f in told.shared]
        self.shared.setText(tr("All: {facts}").format(facts=" · ".join(words)) if words else "")
        self.shared.setToolTip(quoting_tip(self.shared.text()))
        prompts = [picture.prompt for picture in pictures]
        for cell, own in zip(self.cells, told.own, strict=True):
            cell.show_facts(own, [] if told.same_prompt else prompts)

    def _show_zoom(self) -> None:
        shown = self._comparison.zoom is not None and bool(self.panes)
        percent = number(self.panes[0].zoom * 100) if shown else ""
        self._zoom.setText(tr("{n} %").format(n=percent) if shown else "")

    def _renew(self) -> None:
        """Ratings may have changed, or a picture is gone."""
        shown, listed = self._comparison.pictures, self._states.gallery.pictures
        if shown:
            rows = [listed.row_of(picture.path) for picture in shown]
            self._comparison.renew([listed[row] for row in rows if row >= 0])


class CompareCell(QFrame):
    """A picture with what is special about it, its stars, and ways to take it or leave it."""

    def __init__(
        self, states: StudioState, actions: SelectionActions, picture: Picture, theme: Theme
    ) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._theme = theme
        self.picture = picture
        self.pane = ComparePane(states.comparison, picture, theme)
        self.stars = RatingStars(theme, 14)
        self.facts = QLabel()
        self.facts.setProperty("role", "value")
        self.facts.setTextFormat(Qt.TextFormat.RichText)
        self.facts.setWordWrap(True)
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        take = tool_button(theme, "maximize", tr("Open on the canvas (Enter)"))
        drop = tool_button(theme, "x", tr("Leave out of the comparison"))
        take.clicked.connect(lambda: actions.open_picture(self.picture))
        drop.clicked.connect(lambda: states.comparison.drop(self.picture))
        self.stars.rated.connect(partial(self._rate, states))
        space = theme.space
        foot = QHBoxLayout()
        foot.setSpacing(space("hair"))
        foot.addWidget(self.stars)
        foot.addStretch(1)
        foot.addWidget(take)
        foot.addWidget(drop)
        below = QVBoxLayout()
        below.setContentsMargins(space("tight"), 0, 0, 0)
        below.setSpacing(space("hair"))
        below.addLayout(foot)
        below.addWidget(self.facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[space("tight")] * 4)
        column.setSpacing(space("tight"))
        column.addWidget(self.pane, 1)
        column.addLayout(below)

    def show_picture(self, picture: Picture) -> None:
        self.picture = self.pane.picture = picture
        self.stars.set_rating(picture.rating)

    def show_facts(self, own: tuple[Fact, ...], prompts: list[str]) -> None:
        """What differs, in colour; the prompt too where not all are alike."""
        colours = self._theme.tokens.colours
        accent, muted = colours["accent"], colours["text_muted"]
        lines = []
        if own:
            lines.append(
                " &nbsp; ".join(
                    f'<span style="color:{muted}">{escape(fact.name)}</span> '
                    f'<span style="color:{accent}"><b>{escape(fact.value or "–")}</b></span>'
                    for fact in own
                )
            )
        if prompts:
            lines.append(marked_prompt(self.picture.prompt, prompts, accent))
        if not lines:
            lines.append(
                f'<span style="color:{muted}">{escape(tr("No parameter differs."))}</span>'
            )
        self.facts.setText("<br>".join(lines))
        self.facts.setToolTip(quoting_tip(self.picture.prompt))
        metrics = self.facts.fontMetrics()
        self.facts.setMaximumHeight(metrics.lineSpacing() * (_PROMPT_LINES + 2))

    def _rate(self, states: StudioState, rating: int) -> None:
        states.curation.rate([self.picture], rating)
