"""The line under the prompt: how long it is, and the doors to earlier prompts and snippets."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from glm_studio.prompting.limits import PromptSize
from glm_studio.state.prompt import PromptState
from glm_studio.state.prompt_size import PromptSizeState
from glm_studio.ui.controls import ElidedLabel, label, tool_button
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import number


class PromptFooter(QWidget):
    """Binds to the prompt's size. The counter is quiet until the prompt is nearly too long."""

    def __init__(self, prompt: PromptState, size: PromptSizeState, theme: Theme) -> None:
        super().__init__()
        self._prompt, self._size = prompt, size
        self.counter = ElidedLabel("small")
        self.warning = label("", "hint")
        self.warning.setWordWrap(True)
        self.history: QToolButton = tool_button(
            theme, "history", self.tr("Earlier prompts (Ctrl+H)")
        )
        self.snippets: QToolButton = tool_button(
            theme, "bookmark", self.tr("Snippets: pieces of prompts to be used again (Ctrl+Space)")
        )
        self._tools = row = QHBoxLayout()
        row.setSpacing(theme.space("hair"))
        row.addWidget(self.counter, 1)
        row.addWidget(self.history)
        row.addWidget(self.snippets)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("hair"))
        column.addLayout(row)
        column.addWidget(self.warning)
        prompt.changed.connect(self._show_state)
        size.changed.connect(self._show_state)
        self._show_state()

    def add_tools(self, *buttons: QToolButton) -> None:
        """Put more doors behind the counter."""
        for button in buttons:
            self._tools.addWidget(button)

    def _show_state(self) -> None:
        size = self._size.value if self._prompt.ready else None
        self.counter.setText(self._counted(size))
        self.counter.setToolTip(self._explained(size))
        said, state = self._complaint(size)
        self.warning.setText(said)
        self.warning.setVisible(bool(said))
        _say_state(self.warning, state)
        _say_state(self.counter, state)

    def _counted(self, size: PromptSize | None) -> str:
        if not self._prompt.ready:
            return ""
        if size is not None and size.tokens is not None:
            said = self.tr("%n token(s) · {share} %", "", size.tokens)
            return said.format(share=number(100 * size.bytes / size.most_bytes))
        return self.tr("%n character(s)", "", len(self._prompt.text))

    def _explained(self, size: PromptSize | None) -> str:
        if size is None:
            return ""
        return self.tr(
            "The prompt is {bytes} of {most} bytes long that the model reads at this size and "
            "beside these references.\nAn English letter is one byte, a Cyrillic one two, a "
            "Chinese character three; a token is a word or a part of one."
        ).format(bytes=number(size.bytes), most=number(size.most_bytes))

    def _complaint(self, size: PromptSize | None) -> tuple[str, str]:
        """What is wrong with the length, and how bad it is."""
        if size is None:
            return "", ""
        if size.commands:
            said = self.tr("{token} is a command to the model: take its brackets away.")
            return said.format(token=size.commands[0]), "danger"
        if size.too_long:
            said = self.tr(
                "Too long by {n} bytes, so that no picture can be made: shorten it, or choose a "
                "smaller size or fewer references."
            )
            return said.format(n=number(-size.left_bytes)), "danger"
        if size.nearly:
            said = self.tr("Nearly all that the model reads: {n} bytes are left.")
            return said.format(n=number(size.left_bytes)), "warning"
        return "", ""


def _say_state(widget: QLabel, state: str) -> None:
    """The style sheet colours by it."""
    if widget.property("state") != state:
        widget.setProperty("state", state)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
