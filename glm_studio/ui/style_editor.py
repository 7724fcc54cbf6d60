"""A style of the user's own: its name, its text, and what is sent with it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from glm_studio.prompting.pieces import Piece
from glm_studio.prompting.styles import PLACE, styled
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import label, paragraph
from glm_studio.ui.prompt_view import PromptView
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_TEXT_HEIGHT = 90


class StyleEditor(Sheet):
    """Changes the given style if it is the user's own; else it makes a new one like it."""

    def __init__(self, states: StudioState, style: Piece | None, theme: Theme) -> None:
        super().__init__(theme, tr("Style"), 600)
        self._states = states
        self._own = style if style is not None and style.file is not None else None
        language = states.prompt_kit.styles.spoken
        self.name = QLineEdit(style.name_in(language) if style else "")
        self.name.setAccessibleName(self.tr("The style's name"))
        self.text = PromptView(theme, self.tr("The style's text"))
        self.text.setReadOnly(False)
        self.text.setPlainText(style.text_in(language) if style else f"{PLACE}. ")
        self.preview = PromptView(theme, self.tr("What is sent"))
        for view in (self.text, self.preview):
            view.setMinimumHeight(_TEXT_HEIGHT)
        told = paragraph("small")
        told.setText(
            self.tr("Sentences that go around the prompt; {prompt} stands for the prompt itself.")
        )
        for widget in (
            label(self.tr("Name"), "section"),
            self.name,
            label(self.tr("Text"), "section"),
            self.text,
            told,
            label(self.tr("What is sent"), "section"),
            self.preview,
        ):
            self.content.addWidget(widget)
        self._save = self.add_button(self.tr("Save"), self.save, "primary")
        self.name.returnPressed.connect(self.save)
        self.name.textChanged.connect(self._show_state)
        self.text.textChanged.connect(self._show_state)
        self._show_state()

    def save(self) -> None:
        """Keep it, if it has a name and a text."""
        name, text = self.name.text().strip(), self.text.toPlainText().strip()
        if name and text:
            self._states.prompt_kit.files.save_style(name, text, self._own)
            self._states.noticed.emit(self.tr("The style {name} is saved.").format(name=name))
            self.close_sheet()

    def _show_state(self) -> None:
        text = self.text.toPlainText().strip()
        self._save.setEnabled(bool(self.name.text().strip() and text))
        prompt = self._states.prompt.text.strip() or self.tr("a red fox in the snow")
        self.preview.show_text(styled(prompt, text) if text else prompt)
