"""The prompt's part of the panel: the editor, what it will draw, what is amiss, how long it is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from glm_studio.state.studio import StudioState
from glm_studio.ui.commands import Command, Group
from glm_studio.ui.drawn_texts import DrawnTexts
from glm_studio.ui.picture_data import take_in
from glm_studio.ui.prompt_editor import PromptEditor
from glm_studio.ui.prompt_footer import PromptFooter
from glm_studio.ui.prompt_hints import PromptHints
from glm_studio.ui.prompt_kit_panel import PromptKitPanel
from glm_studio.ui.theme import Theme

if TYPE_CHECKING:  # these are made when they are first asked for
    from glm_studio.ui.history_popover import HistoryPopover
    from glm_studio.ui.snippets_popover import SnippetsPopover


class PromptSection(QWidget):
    """Puts the parts together; each binds to its own state."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._states, self._theme = states, theme
        tools = states.prompt_tools
        self.editor = PromptEditor(states, theme)
        self.drawn = DrawnTexts(states.prompt, theme)
        self.hints = PromptHints(states.prompt, lambda: self.editor.place, theme)
        self.footer = PromptFooter(states.prompt, tools.size, theme)
        self.kit = PromptKitPanel(states, self.editor, theme)
        self.footer.add_tools(*self.kit.buttons)
        self._lay_out()
        self.drawn.chosen.connect(self.editor.select)
        self.hints.shown.connect(self.editor.select)
        self.footer.history.clicked.connect(self.show_history)
        self.footer.snippets.clicked.connect(self.show_snippets)
        self.editor.picture_pasted.connect(self._on_pasted)
        self.editor.snippet_asked.connect(self.save_snippet)

    @cached_property
    def history(self) -> HistoryPopover:
        """The list of earlier prompts, made when it is first asked for."""
        from glm_studio.ui.history_popover import HistoryPopover  # noqa: PLC0415 - the same

        made = HistoryPopover(self._states, self._theme)
        made.setParent(self)
        made.taken.connect(self._on_taken)
        return made

    @cached_property
    def snippets(self) -> SnippetsPopover:
        """The list of snippets, made when it is first asked for."""
        from glm_studio.ui.snippets_popover import SnippetsPopover  # noqa: PLC0415 - the same

        made = SnippetsPopover(self._states, self.editor, self._theme)
        made.setParent(self)
        return made

    def show_history(self) -> None:
        """Open the list of earlier prompts, or close it."""
        if self.history.isVisible():
            self.history.close_popover()
        else:
            self.history.open_at(self.footer.history)

    def show_snippets(self) -> None:
        """Open the list of snippets, or close it."""
        if self.snippets.isVisible():
            self.snippets.close_popover()
        else:
            self.snippets.open_at(self.footer.snippets)

    def write_snippet(self) -> None:
        """Choose a snippet at the cursor; without any, say how they come to be."""
        self.editor.setFocus()
        if not self.editor.snippets.open():
            self.show_snippets()

    def save_snippet(self) -> None:
        """Keep what is selected, or the whole prompt."""
        from glm_studio.ui.snippets_popover import ask_to_save  # noqa: PLC0415 - when asked for

        ask_to_save(self._states, self.editor, self._theme)

    def commands(self) -> list[Command]:
        """What the keyboard and the palette can do with the prompt."""
        group, history = Group.PROMPT, self._states.prompt_tools.history
        return [
            Command(
                "prompt.older",
                self.tr("Earlier prompt"),
                self.editor.older,
                group,
                hint="Ctrl+Up",
                enabled=lambda: bool(history.prompts),
            ),
            Command(
                "prompt.newer",
                self.tr("Later prompt"),
                self.editor.newer,
                group,
                hint="Ctrl+Down",
                enabled=lambda: history.stepping,
            ),
            Command(
                "prompt.history",
                self.tr("Search in earlier prompts"),
                self.show_history,
                group,
                ("Ctrl+H",),
            ),
            Command(
                "prompt.snippet",
                self.tr("Write a snippet"),
                self.write_snippet,
                group,
                ("Ctrl+Space",),
            ),
            Command(
                "prompt.snippets",
                self.tr("Look through the snippets"),
                self.show_snippets,
                group,
            ),
            Command(
                "prompt.save_snippet",
                self.tr("Save the prompt as a snippet"),
                self.save_snippet,
                group,
                ("Ctrl+Shift+K",),
                enabled=lambda: self._states.prompt.ready,
            ),
            *self.kit.commands(),
        ]

    def _on_taken(self) -> None:
        self.editor.setFocus()

    def _on_pasted(self, mime: QMimeData) -> None:
        take_in(mime, self._states.prompt_tools.incoming)

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("tight"))
        column.addWidget(self.editor, 1)
        column.addWidget(self.footer)
        column.addWidget(self.kit)
        column.addWidget(self.hints)
        column.addWidget(self.drawn)
