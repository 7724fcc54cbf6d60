"""The enhancer: the prompt as it is beside the one that a chat model makes of it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glm_studio.prompting.word_diff import changed
from glm_studio.state.enhancer import EnhancerState, Phase
from glm_studio.state.pages import Page
from glm_studio.state.preferences import ENHANCER_ADDRESS, ENHANCER_KEY, ENHANCER_MODEL
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import label, paragraph, push_button
from glm_studio.ui.preference_fields import field_for
from glm_studio.ui.preference_texts import texts_of
from glm_studio.ui.prompt_view import PromptView
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_VIEW_HEIGHT = 250


class EnhancerSheet(Sheet):
    """Binds to the enhancer. It is told where the prompt goes, and sends it at a press alone."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__(theme, tr("Rewrite the prompt"), 980)
        self._states, self._enhancer = states, states.prompt_kit.enhancer
        self.setup = _SetUp(states, theme)
        self._setting_up = not self._enhancer.is_set_up
        """Until the first answer, for a model and a key come after the address."""
        self.where = paragraph("muted")
        self.old = PromptView(theme, self.tr("The prompt as it is"))
        self.new = PromptView(theme, self.tr("The rewritten prompt"))
        self.new.setPlaceholderText(self.tr("What the model writes appears here."))
        self.state = paragraph("value")
        self.complaint = paragraph("complaint")
        self.findings = _Findings(self._enhancer, theme)
        self._arrange()
        self.settings = self.add_button(self.tr("Settings"), self._to_settings, "", "settings")
        self.discard = self.add_button(self.tr("Discard"), self.close_sheet)
        self.stop = self.add_button(self.tr("Stop"), self._enhancer.stop, "", "circle-stop")
        self.again = self.add_button(
            self.tr("Rewrite again"), self._enhancer.start, "", "refresh-cw"
        )
        self.send = self.add_button(self.tr("Rewrite"), self._enhancer.start, "primary", "send")
        self.accept = self.add_button(self.tr("Use it"), self._accept, "primary")
        for button in (self.stop, self.again, self.send, self.accept):
            button.setAutoDefault(True)  # Enter presses it, as in a dialog
        self.new.textChanged.connect(self._on_typed)
        self._enhancer.changed.connect(self._show_state)
        self.setup.typed.connect(self._show_state)
        self.closed.connect(self._enhancer.discard)
        self._show_state()

    def focus_first(self) -> None:
        """Enter sends; the address comes first where there is none."""
        if self._enhancer.is_set_up:
            self.send.setFocus()
        else:
            super().focus_first()

    def _arrange(self) -> None:
        space = self._theme.space
        panes = QGridLayout()
        panes.setHorizontalSpacing(space("large"))
        panes.setVerticalSpacing(space("tight"))
        for column, (name, view) in enumerate(
            ((self.tr("Now"), self.old), (self.tr("Rewritten"), self.new))
        ):
            panes.addWidget(label(name, "section"), 0, column)
            panes.addWidget(view, 1, column)
            panes.setColumnStretch(column, 1)
            view.setMinimumHeight(_VIEW_HEIGHT)
        self.content.addWidget(self.setup)
        self.content.addWidget(self.where)
        self.content.addLayout(panes)
        self.content.addWidget(self.state)
        self.content.addWidget(self.complaint)
        self.content.addWidget(self.findings)

    def _accept(self) -> None:
        self._enhancer.accept()
        self.close_sheet()

    def _to_settings(self) -> None:
        self.close_sheet()
        self._states.pages.show(Page.SETTINGS)

    def _on_typed(self) -> None:
        self._enhancer.write(self.new.toPlainText())

    def _show_state(self) -> None:
        enhancer = self._enhancer
        had_focus = any(b.hasFocus() for b in (self.send, self.stop, self.again, self.accept))
        begun, busy = enhancer.phase is not Phase.IDLE, enhancer.busy
        done = bool(enhancer.new.strip()) and not busy
        self._setting_up = (self._setting_up and not begun) or not enhancer.is_set_up
        self.setup.setVisible(self._setting_up)
        self.where.setVisible(enhancer.is_set_up)
        said = self.tr("The prompt is sent to {server} when you press “Rewrite”, and not before.")
        self.where.setText(said.format(server=enhancer.server))
        self._show_texts(done)
        self.state.setText(self._words())
        self.state.setVisible(bool(self.state.text()))
        self.complaint.setText(str(enhancer.problem or ""))
        self.complaint.setVisible(enhancer.problem is not None)
        self.new.setReadOnly(not done)
        self.stop.setVisible(busy)
        self.send.setVisible(not begun)
        address = enhancer.is_set_up or self.setup.has_address
        self.send.setEnabled(address and self._states.prompt.ready)
        self.again.setVisible(begun and not busy)
        self.accept.setVisible(begun)
        self.accept.setEnabled(done)
        if had_focus:
            target = self.stop if busy else self.accept if done else self.again
            target.setFocus()

    def _show_texts(self, done: bool) -> None:
        enhancer = self._enhancer
        old = enhancer.old or self._states.prompt.text
        self.old.show_text(old)
        if enhancer.new != self.new.toPlainText():
            with QSignalBlocker(self.new):
                self.new.show_text(enhancer.new)
            self.new.moveCursor(QTextCursor.MoveOperation.End)
        gone, come = changed(old, enhancer.new) if done else ([], [])
        self.old.mark_gone(gone)
        self.new.mark_come(come)

    def _words(self) -> str:
        enhancer = self._enhancer
        return {
            Phase.IDLE: "" if self._states.prompt.ready else self.tr("Write a prompt first."),
            Phase.WAITING: self.tr("Waiting for {server}…").format(server=enhancer.server),
            Phase.THINKING: self.tr("The model is thinking…"),
            Phase.WRITING: self.tr("The model is writing…"),
            Phase.STOPPED: self.tr("Stopped. What had come is here."),
            Phase.FAILED: "",
            Phase.DONE: self._outcome(),
        }[enhancer.phase]

    def _outcome(self) -> str:
        if not self._enhancer.new.strip():
            return self.tr("The model answered nothing. Try again, or another model.")
        if self._enhancer.cut:
            return self.tr("The server cut the answer off: its end may be missing.")
        return ""


class _SetUp(QFrame):
    """The first time: what this is, and the fields that it takes. What is typed counts as soon as
    the keyboard leaves its field, for example for the button."""

    typed = Signal()

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._fields: list[QLineEdit] = []
        told = paragraph("value")
        told.setText(
            self.tr(
                "A chat model can make a fuller prompt of yours. Enter the address of any "
                "OpenAI-compatible server, for example a model of your own behind vLLM. Nothing is "
                "sent until you ask for it."
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space("medium"))
        grid.setVerticalSpacing(theme.space("small"))
        examples = {
            ENHANCER_ADDRESS.name: "http://localhost:8000/v1",
            ENHANCER_MODEL.name: self.tr("the first one that the server lists"),
            ENHANCER_KEY.name: self.tr("none"),
        }
        for row, preference in enumerate((ENHANCER_ADDRESS, ENHANCER_MODEL, ENHANCER_KEY)):
            texts = texts_of(preference)
            field = field_for(states.preferences, preference, theme)
            field.setAccessibleName(texts.label)
            field.setToolTip(texts.help)
            if isinstance(field, QLineEdit):
                field.setPlaceholderText(examples[preference.name])
                field.textChanged.connect(self.typed)
                self._fields.append(field)
            grid.addWidget(label(texts.label, "value"), row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.space("large")] * 4)
        column.setSpacing(theme.space("medium"))
        column.addWidget(told)
        column.addLayout(grid)

    @property
    def has_address(self) -> bool:
        return bool(self._fields[0].text().strip())


class _Findings(QWidget):
    """What of the exact words is not as it was, a line each."""

    def __init__(self, enhancer: EnhancerState, theme: Theme) -> None:
        super().__init__()
        self._enhancer, self._theme = enhancer, theme
        self.buttons: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("tight"))
        self._said: list[tuple[str, str]] = []
        enhancer.changed.connect(self._show_state)
        self._show_state()

    @property
    def sentences(self) -> list[str]:
        return [sentence for sentence, _ in self._said]

    def _show_state(self) -> None:
        kept = self._enhancer.kept
        missing = self.tr("“{text}” is no longer drawn.")
        lost = self.tr("This is missing: {text}")
        added = self.tr("“{text}” would be drawn as well.")
        said = [(missing.format(text=text), text) for text in kept.missing]
        said += [(lost.format(text=text), "") for text in kept.lost]
        said += [(added.format(text=text), "") for text in kept.added]
        if said != self._said:
            self._said = said
            self._fill()
        self.setVisible(bool(said))

    def _fill(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for sentence, missing in self._said:
            self._column.addWidget(self._row(sentence, missing))

    def _row(self, sentence: str, missing: str) -> QFrame:
        frame = QFrame()
        frame.setObjectName("PromptHint")
        told = paragraph("hint")
        told.setText(sentence)
        row = QHBoxLayout(frame)
        row.setContentsMargins(self._theme.space("small"), *[self._theme.space("tight")] * 3)
        row.addWidget(told, 1)
        if missing:
            button = push_button(self._theme, self.tr("Put it back"), "link")
            button.setToolTip(self.tr("Write it, in its quotes, behind the new prompt"))
            button.clicked.connect(lambda: self._enhancer.put_back(missing))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self.buttons.append(button)
        return frame
