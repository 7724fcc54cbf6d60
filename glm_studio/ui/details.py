"""The selected picture's prompt and parameters, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from engine.recipe import Recipe
from glm_studio.library.label_report import Report
from glm_studio.library.picture import Picture
from glm_studio.state.picture_list import PictureList
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import (
    ElidedLabel,
    label,
    paragraph,
    push_button,
    quoting_tip,
    tool_button,
)
from glm_studio.ui.flow_layout import FlowLayout
from glm_studio.ui.label_words import label_rows
from glm_studio.ui.picture_actions import PictureActions
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import facts

_MOST_LINES = 4
_LONGEST = 10_000
"""Characters; laying out the megabytes that some files carry would stop the window."""
_LONGEST_LABEL = 200


class PromptText(QPlainTextEdit):
    """A prompt to read and copy from: as high as it is long, up to a few lines."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("DetailsPrompt")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # A plain text document measures its height in lines.
        lines = min(max(round(self.document().size().height()), 1), _MOST_LINES)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2)


class Details(QFrame):
    """Binds to the picture that is looked at in a list; hidden while there is none.

    `marks`, what the user says about it, stands between its prompt and its parameters.
    """

    def __init__(
        self,
        states: StudioState,
        pictures: PictureList,
        actions: PictureActions,
        marks: QWidget,
        theme: Theme,
    ) -> None:
        super().__init__()
        self.setObjectName("Details")
        self._states = states
        self._actions = actions
        self._theme = theme
        self._marks = marks
        self._picture: Picture | None = None
        self._prompt = PromptText(self.tr("The picture's prompt"))
        self._away = paragraph("warning")
        self._facts = QGridLayout()
        self._values: list[QLabel] = []
        self._rows: list[tuple[str, str]] = []
        self._label_rows: list[tuple[str, str]] = []
        self.use = push_button(theme, self.tr("Use these settings"), icon_name="rotate-ccw")
        self.use.setToolTip(self.tr("Put this prompt and these parameters into the panel"))
        self.new_detail = push_button(theme, self.tr("New detail"), icon_name="dice-5")
        self.new_detail.setToolTip(self.tr("Make it again with the same layout, painted anew"))
        self.new_layout = push_button(theme, self.tr("New layout"), icon_name="dice-5")
        self.new_layout.setToolTip(self.tr("Make it again with another layout"))
        self._copy_prompt = tool_button(theme, "text-quote", self.tr("Copy the prompt"))
        self._copy_picture = tool_button(theme, "copy", self.tr("Copy the picture"))
        self._folder = tool_button(theme, "folder-open", self.tr("Show in the file manager"))
        self._lay_out()
        for button, action in (
            (self.use, actions.use_settings),
            (self.new_detail, actions.vary_detail),
            (self.new_layout, actions.vary_layout),
            (self._copy_prompt, actions.copy_prompt),
            (self._copy_picture, actions.copy_picture),
            (self._folder, actions.show_in_folder),
        ):
            button.clicked.connect(lambda _=False, action=action: self._act(action))
        pictures.selected.connect(self._show_picture)
        states.stage.looked_into.connect(self._show_recipe)
        states.watching.changed.connect(self._show_away)
        states.picture_labels.read.connect(self._show_labels)
        self._show_picture(pictures.selection)

    def text(self) -> str:
        """All that is said about the picture."""
        return " ".join(
            [
                self._away.text(),
                self._prompt.toPlainText(),
                *(value.text() for value in self._values),
            ]
        )

    def _lay_out(self) -> None:
        space = self._theme.space
        self._facts.setHorizontalSpacing(space("medium"))
        self._facts.setVerticalSpacing(space("hair"))
        self._facts.setColumnStretch(1, 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(space("hair"))
        for button in (self._copy_prompt, self._copy_picture, self._folder):
            buttons.addWidget(button)
        buttons.addStretch(1)
        middle = QHBoxLayout()
        middle.addLayout(self._facts, 1)
        middle.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[space("medium")] * 4)
        column.setSpacing(space("small"))
        column.addWidget(self._away)
        column.addWidget(self._prompt)
        column.addWidget(self._marks)
        column.addLayout(middle)
        column.addWidget(self.use)
        again = QWidget()
        flow = FlowLayout(again, space("small"), even=True)
        flow.addWidget(self.new_detail)
        flow.addWidget(self.new_layout)
        column.addWidget(again)

    def _show_away(self) -> None:
        why = self._states.watching.why_away(self._picture.path) if self._picture else ""
        self._away.setText(why)
        self._away.setVisible(bool(why))

    def _show_picture(self, picture: Picture | None) -> None:
        self._picture = picture
        self.setVisible(picture is not None)
        self._show_away()
        if picture is None:
            return
        self._prompt.setPlainText(
            _shortened(picture.prompt, _LONGEST) or self.tr("This picture carries no prompt.")
        )
        reports = self._states.picture_labels.latest_of(picture)  # before this body was made
        self._label_rows = label_rows(reports) if reports else []
        self._show_facts(facts(picture))

    def _show_recipe(self, picture: Picture, recipe: Recipe) -> None:
        """The file has been read, and may say more than the gallery's index."""
        if picture is self._picture and facts(picture, recipe) != facts(picture):
            self._show_facts(facts(picture, recipe))

    def _show_labels(self, picture: Picture, reports: list[Report]) -> None:
        """What the file says about its origin; verifying that takes longer than reading it."""
        if picture == self._picture:
            self._label_rows = label_rows(reports)
            self._show_facts(self._rows)

    def _show_facts(self, rows: list[tuple[str, str]]) -> None:
        self._rows = rows
        while (item := self._facts.takeAt(0)) is not None:
            _discard(item.widget())
        self._values.clear()
        for name, value in rows:
            self._add_fact(name, value, ElidedLabel("value"))
        for name, value in self._label_rows:  # sentences, whose end says what is the matter
            sentence = paragraph("value")
            sentence.setMinimumWidth(1)  # a long word of theirs is not to widen the panel
            self._add_fact(name, _shortened(value, _LONGEST_LABEL), sentence)

    def _add_fact(self, name: str, value: str, shown: QLabel) -> None:
        row = len(self._values)
        shown.setText(value)
        shown.setToolTip(quoting_tip(value))
        self._values.append(shown)
        self._facts.addWidget(label(name, "small"), row, 0, Qt.AlignmentFlag.AlignTop)
        self._facts.addWidget(shown, row, 1)

    def _act(self, action: object) -> None:
        if self._picture is not None and callable(action):
            action(self._picture)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _discard(widget: QWidget | None) -> None:
    if widget is not None:
        widget.hide()
        widget.deleteLater()
