"""What is said at the start after a session that ended badly: calmly, with a way on."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from engine.api import Stage
from glm_studio.library.journal import Making, Remains
from glm_studio.state.progress import Progress
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import label, paragraph, tool_button
from glm_studio.ui.queue_words import clock, size_and_seeds
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said, stage

_DOT = "  ·  "
_SHOWN = 3
"""So many pictures are shown one by one; the report has them all."""
_REPORT_LINES = 9
_LONGEST = 300


class CrashSheet(Sheet):
    """Shows what the latest session left. Closed without an answer, it is shown at the next start
    again."""

    def __init__(self, states: StudioState, remains: Remains, theme: Theme) -> None:
        super().__init__(theme, self.tr("GLM Studio ended unexpectedly"), width=640)
        self._states, self._remains = states, remains
        self._entries = states.crash.taken_over(remains)
        self._saver: QFileDialog | None = None
        self._add_words()
        self._add_report()
        self._add_buttons()

    def text(self) -> str:
        """The report, as it is copied."""
        return self.report.toPlainText()

    def _add_words(self) -> None:
        making, when = self._remains.session.making, clock(self._remains.ended)
        intro = paragraph("value")
        if making:
            said = self.tr("It was making %n picture(s) at {time}. Nothing that was saved is lost.",
                           "", len(making))  # fmt: skip
        else:
            said = self.tr("It was last heard of at {time}. Nothing that was saved is lost.")
        intro.setText(said.format(time=when))
        self.content.addWidget(intro)
        for each in making[:_SHOWN]:
            self.content.addWidget(self._card(each))
        if fate := self._fate():
            words = paragraph("value")
            words.setText(fate)
            self.content.addWidget(words)
        if not self._remains.faults:
            guess = paragraph("muted")
            guess.setText(
                self.tr(
                    "It left no word of why. The system ends programs like this when memory runs "
                    "out, when a driver fails, or when the machine is switched off."
                )
            )
            self.content.addWidget(guess)

    def _fate(self) -> str:
        """What becomes of the pictures by itself; empty where nothing does."""
        going = [entry for entry in self._entries if entry is not None and entry.over is None]
        if going and self._states.queue.flows:
            return self.tr("The queue goes on from where it was.")
        if going:
            return self.tr("What was being made waits in the queue.")
        problems = [entry.problem for entry in self._entries if entry and entry.problem]
        return said(problems[0].why) if problems else ""

    def _card(self, making: Making) -> QFrame:
        """A picture that was made, with how far it was."""
        card, space = QFrame(), self._theme.space
        card.setObjectName("Card")
        column = QVBoxLayout(card)
        column.setContentsMargins(*[space("medium")] * 4)
        column.setSpacing(space("tight"))
        prompt = paragraph("value")
        prompt.setText(_short(making.request.prompt))
        facts = [*size_and_seeds(making.request), _where(making), making.device]
        below = paragraph("small")
        below.setText(_DOT.join(filter(None, facts)))
        column.addWidget(prompt)
        column.addWidget(below)
        return card

    def _add_report(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(self._theme.space("hair"))
        top.addWidget(label(self.tr("Report"), "section"), 1)
        self.copy = tool_button(self._theme, "copy", self.tr("Copy report"))
        self.copy.clicked.connect(self._copy)
        self.save = tool_button(self._theme, "save", self.tr("Save report…"))
        self.save.clicked.connect(self._save)
        top.addWidget(self.copy)
        top.addWidget(self.save)
        self.content.addLayout(top)
        self.report = QPlainTextEdit(self._remains.report())
        self.report.setObjectName("Report")
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setAccessibleName(self.tr("Report"))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self._theme.font("small").pointSizeF())
        self.report.setFont(font)
        lines = self.report.fontMetrics().lineSpacing() * _REPORT_LINES
        self.report.setMinimumHeight(lines)
        self.content.addWidget(self.report, 1)
        note = label(
            self.tr("It is sent nowhere. It holds the prompt: read it before you give it away."),
            "small",
        )
        note.setWordWrap(True)
        self.content.addWidget(note)

    def _add_buttons(self) -> None:
        self.add_button(self.tr("Dismiss"), self._dismiss)
        if not self._remains.session.making:
            return
        self.add_button(self.tr("Put into the panel"), self._edit, icon_name="pencil")
        if any(entry is None or entry.over is not None for entry in self._entries):
            self.add_button(self.tr("Run it again"), self._run, "primary", "play")
        elif self._states.queue.flows:
            self.add_button(self.tr("Stop"), self._stop, icon_name="pause")
        else:
            self.add_button(self.tr("Go on"), self._go_on, "primary", "play")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self._states.noticed.emit(self.tr("Copied"))

    def _save(self) -> None:
        """The system's own dialog, which does not stop the window."""
        saver = self._saver = QFileDialog(self, self.tr("Save report"))
        saver.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        saver.setDefaultSuffix("txt")
        saver.selectFile("glm-studio-report.txt")
        saver.fileSelected.connect(self._write)
        saver.open()

    def _write(self, file: str) -> None:
        self._states.save_text(file, self.text())

    def _run(self) -> None:
        """What the queue has not taken over, and what it has not begun again."""
        making = self._remains.session.making
        lost = [m.request for m, e in zip(making, self._entries, strict=True) if e is None]
        held = [entry for entry in self._entries if entry is not None and entry.over is not None]
        self._dismiss()
        self._states.queue_edits.retry(held, front=True)
        if lost:
            self._states.queue.add(lost, front=True)
        self._states.stage.follow()

    def _stop(self) -> None:
        self._dismiss()
        self._states.queue_edits.stop()

    def _go_on(self) -> None:
        self._dismiss()
        self._states.queue_edits.set_paused(False)

    def _edit(self) -> None:
        request = self._remains.session.making[0].request
        self._dismiss()
        self._states.reuse.use_request(request)

    def close_sheet(self) -> None:
        """Not now: nothing more is told of until the next start."""
        super().close_sheet()
        self._states.crash.postpone()

    def _dismiss(self) -> None:
        super().close_sheet()
        self._states.crash.discard()


def _where(making: Making) -> str:
    """The stage that it was in, in the window's words."""
    return stage(Progress(Stage(making.stage))) if making.stage in set(Stage) else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
