"""What the prompt's choices become, shown before it is sent."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from glm_studio.prompting.combinations import Expansion
from glm_studio.state.choices import ChoicesState
from glm_studio.ui.controls import (
    ElidedLabel,
    label,
    paragraph,
    push_button,
    quoting_tip,
    text_button,
    tool_button,
)
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import number, one_line
from glm_studio.words import tr

_SHOWN = 3
_UNCOUNTED = 10**9


class ChoicesRow(QFrame):
    """Binds to the choices. Nothing is to be seen as long as the prompt has none."""

    fill_asked = Signal()
    folder_asked = Signal()

    def __init__(self, choices: ChoicesState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("Choices")
        self._choices, self._theme = choices, theme
        self.count = paragraph("small")
        self.all: QToolButton = text_button(
            self.tr("All"),
            self.tr("Make every combination, all with the same seeds, so that only words differ"),
        )
        self.all.setCheckable(True)
        self.dice: QToolButton = tool_button(theme, "dice-5", self.tr("Choose others by chance"))
        self.list: QToolButton = tool_button(
            theme, "list", self.tr("Read the prompts that come next")
        )
        self.lines = [ElidedLabel("value") for _ in range(_SHOWN)]
        self.more = label("", "small")
        self.complaint: QLabel = paragraph("hint")
        self.fill: QPushButton = push_button(theme, self.tr("Fill in…"), "link")
        self.fill.setToolTip(self.tr("Fill in the fields of the prompt one by one"))
        self.folder: QPushButton = push_button(theme, self.tr("Open the folder"), "link")
        self.folder.setToolTip(self.tr("Show the folder of the wildcard files"))
        self._lay_out()
        self.all.toggled.connect(choices.make_all)
        self.dice.clicked.connect(choices.roll)
        self.list.clicked.connect(self.show_all)
        self.fill.clicked.connect(self.fill_asked)
        self.folder.clicked.connect(self.folder_asked)
        choices.changed.connect(self._show_state)
        self._show_state()

    def show_all(self) -> None:
        """Open a sheet with every prompt that comes next, whole."""
        from glm_studio.ui.expansions_sheet import ExpansionsSheet  # noqa: PLC0415 - when asked for

        ExpansionsSheet(self._choices, self._theme).open_over(self)

    def _lay_out(self) -> None:
        space = self._theme.space
        top = QHBoxLayout()
        top.setSpacing(space("hair"))
        top.addWidget(self.count, 1)
        for button in (self.all, self.list, self.dice):
            top.addWidget(button)
        foot = QHBoxLayout()
        foot.setSpacing(space("medium"))
        foot.addWidget(self.more)
        foot.addStretch(1)
        foot.addWidget(self.folder)
        foot.addWidget(self.fill)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("small"), *[space("tight")] * 3)
        column.setSpacing(space("hair"))
        column.addLayout(top)
        column.addWidget(self.complaint)
        for line in self.lines:
            column.addWidget(line)
        column.addLayout(foot)

    def _show_state(self) -> None:
        choices = self._choices
        self.setVisible(choices.present)
        if not choices.present:
            return
        trouble = choices.trouble
        self.complaint.setText(trouble)
        self.complaint.setVisible(bool(trouble))
        self.fill.setVisible(bool(choices.fields))
        self.folder.setVisible(bool(trouble) and choices.names_wildcards)
        expansions = [] if trouble else choices.next
        several = not trouble and choices.total > 1
        for widget in (self.count, self.dice, self.all):
            widget.setVisible(several)
        self.list.setVisible(bool(expansions))
        self.all.setChecked(choices.all)
        if several:
            self._show_count(len(expansions))
        self._show_lines(expansions)

    def _show_count(self, shown: int) -> None:
        total = self._choices.total
        many = tr("more than {n}").format(n=number(_UNCOUNTED)) if total > _UNCOUNTED else ""
        possible = many or number(total)
        if not self._choices.all:
            said = self.tr("%n of {total} possible prompt(s)", "", shown)
        elif shown < total:
            said = self.tr("%n of {total} prompts by chance: more are not made at once", "", shown)
        else:
            said = self.tr("All %n prompt(s)", "", shown)
        self.count.setText(said.format(total=possible))

    def _show_lines(self, expansions: list[Expansion]) -> None:
        for line, one in zip(self.lines, expansions, strict=False):
            line.setText(_chosen(one))
            line.setToolTip(quoting_tip(self._choices.sent(one)))
        for at, line in enumerate(self.lines):
            line.setVisible(at < len(expansions))
        rest = len(expansions) - len(self.lines)
        self.more.setText(self.tr("and %n more", "", rest))
        self.more.setVisible(rest > 0)


def _chosen(one: Expansion) -> str:
    """What was chosen, in the order of the prompt; that is all that differs."""
    chosen = [one_line(text) or tr("nothing") for text in one.chosen]
    return " · ".join(chosen)
