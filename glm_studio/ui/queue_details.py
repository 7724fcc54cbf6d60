"""What is to be said of the selected picture of the queue, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from glm_studio.state.entry import Entry, Standing
from glm_studio.state.parameters import Draw
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import paragraph, push_button
from glm_studio.ui.flow_layout import FlowLayout
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said

_LONGEST = 300


class QueueDetails(QFrame):
    """Shows one entry; hidden without one."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("Details")
        self._states = states
        self._entry: Entry | None = None
        self._prompt = paragraph("value")
        self._why = paragraph("muted")
        self._remedy = paragraph("value")
        self._buttons: list[tuple[QPushButton, Callable[[Entry], bool]]] = []
        row = FlowLayout(gap=theme.space("tight"))
        for text, tip, icon, act, fits in self._actions():
            button = push_button(theme, text, icon_name=icon)
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, act=act: self._act(act))
            row.addWidget(button)
            self._buttons.append((button, fits))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.space("medium")] * 4)
        column.setSpacing(theme.space("small"))
        for part in (self._prompt, self._why, self._remedy):
            column.addWidget(part)
        column.addLayout(row)
        self.show_entry(None)

    def text(self) -> str:
        """All that is said."""
        parts = (self._prompt, self._why, self._remedy)
        return " ".join(part.text() for part in parts if part.isVisibleTo(self))

    def button(self, text: str) -> QPushButton:
        """A button by its words; raises StopIteration if there is none that can be pressed."""
        return next(
            button
            for button, _ in self._buttons
            if button.text() == text and button.isVisibleTo(self)
        )

    def show_entry(self, entry: Entry | None) -> None:
        self._entry = entry
        self.setVisible(entry is not None)
        if entry is None:
            return
        problem = entry.problem
        words = entry.request.prompt if problem is None else said(problem.what)
        self._prompt.setText(_short(words))
        self._why.setText(_short(said(problem.why)) if problem else "")
        self._remedy.setText(said(problem.remedy) if problem else "")
        for part in (self._why, self._remedy):
            part.setVisible(bool(part.text()))
        for button, fits in self._buttons:
            button.setVisible(fits(entry))

    def _actions(
        self,
    ) -> list[tuple[str, str, str, Callable[[Entry], object], Callable[[Entry], bool]]]:
        """Words, tip, icon, what it does, and for whom."""
        edits, states = self._states.queue_edits, self._states
        return [
            (
                self.tr("Try again"),
                self.tr("Make this picture after all, with the same settings (R)"),
                "rotate-ccw",
                lambda entry: edits.retry([entry]),
                lambda entry: entry.standing in (Standing.FAILED, Standing.CANCELLED),
            ),
            (
                self.tr("First"),
                self.tr("Make this picture before all others that wait (Alt+Home)"),
                "arrow-up",
                lambda entry: edits.to_front([entry]),
                lambda entry: entry.standing is Standing.WAITING,
            ),
            (
                self.tr("Use its model"),
                self.tr("Load the model that this picture was asked of, and make it with that"),
                "package",
                self._use_its_model,
                lambda entry: bool(entry.waits_for),
            ),
            (
                self.tr("Use this model"),
                self.tr("Make this picture with the model that is used now, with its own layout"),
                "play",
                lambda entry: edits.make_with_present([entry]),
                lambda entry: bool(entry.waits_for),
            ),
            (
                self.tr("Edit"),
                self.tr("Put this picture's settings into the panel, to change them"),
                "pencil",
                lambda entry: states.reuse.use_request(entry.request),
                lambda _: True,
            ),
            (
                self.tr("New seeds"),
                self.tr("Queue the same again with another layout and other detail"),
                "dice-5",
                lambda entry: edits.again([entry]),
                lambda entry: entry.request.prior is None,
            ),
            (
                self.tr("New detail"),
                self.tr("Make it again with the same layout, painted anew"),
                "dice-5",
                lambda entry: _vary(states, entry, Draw.DETAIL),
                lambda entry: entry.standing is not Standing.FAILED,
            ),
            (
                self.tr("New layout"),
                self.tr("Make it again with another layout"),
                "dice-5",
                lambda entry: _vary(states, entry, Draw.LAYOUT),
                lambda entry: entry.standing is not Standing.FAILED,
            ),
        ]

    def _use_its_model(self, entry: Entry) -> None:
        if entry.model is not None:
            self._states.shelf.choose(entry.model.folder)

    def _act(self, act: Callable[[Entry], object]) -> None:
        if self._entry is not None:
            act(self._entry)


def _vary(states: StudioState, entry: Entry, draw: Draw) -> None:
    """From the file where there is one: it has the codes, whatever the engine still remembers."""
    if entry.picture is not None:
        states.reuse.vary(entry.picture, draw)
    else:
        states.reuse.vary_request(entry.request, draw)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
