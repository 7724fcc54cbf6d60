"""Under the prompt's editor: styles, what choices become, and the doors to templates, wildcards
and the enhancer."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from glm_studio.state.studio import StudioState
from glm_studio.ui.choices_row import ChoicesRow
from glm_studio.ui.commands import Command, Group
from glm_studio.ui.controls import menu_words, tool_button
from glm_studio.ui.style_chips import StyleChips
from glm_studio.ui.theme import Theme

_MOST_WILDCARDS = 40
"""In the menu; who has more knows their names."""


class PromptKitPanel(QWidget):
    """Binds its parts to the states; `buttons` belong into the line under the editor."""

    def __init__(self, states: StudioState, editor: QPlainTextEdit, theme: Theme) -> None:
        super().__init__()
        self._states, self._editor, self._theme = states, editor, theme
        self._kit = states.prompt_kit
        self.styles = StyleChips(states, theme)
        self.choices = ChoicesRow(self._kit.choices, theme)
        self.templates: QToolButton = tool_button(
            theme, "layout-template", self.tr("Templates: prompts to be filled in (Ctrl+Shift+T)")
        )
        self.variants: QToolButton = tool_button(
            theme, "braces", self.tr("Choices and wildcards: one prompt that becomes several")
        )
        self.enhance: QToolButton = tool_button(
            theme, "wand-sparkles", self.tr("Have a chat model rewrite the prompt (Ctrl+Shift+R)")
        )
        self.buttons = (self.templates, self.variants, self.enhance)
        self.menu = QMenu(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("tight"))
        column.addWidget(self.choices)
        column.addWidget(self.styles)
        self.templates.clicked.connect(self.show_templates)
        self.variants.clicked.connect(self.open_menu)
        self.enhance.clicked.connect(self.show_enhancer)
        self.choices.fill_asked.connect(self.fill_in)
        self.choices.folder_asked.connect(self.open_folder)

    def show_templates(self) -> None:
        from glm_studio.ui.template_sheet import TemplateSheet  # noqa: PLC0415 - sheets are made when asked for

        TemplateSheet(self._states, self._theme).open_over(self)

    def save_template(self) -> None:
        from glm_studio.ui.template_sheet import SaveSheet  # noqa: PLC0415 - the same

        SaveSheet(self._states, self._theme).open_over(self)

    def fill_in(self) -> None:
        """Ask for the fields of the prompt."""
        from glm_studio.ui.template_sheet import FillSheet  # noqa: PLC0415 - the same

        FillSheet(self._states, self._theme).open_over(self)

    def show_enhancer(self) -> None:
        from glm_studio.ui.enhancer_sheet import EnhancerSheet  # noqa: PLC0415 - the same

        EnhancerSheet(self._states, self._theme).open_over(self)

    def open_folder(self) -> None:
        """Show the folder of the wildcard files in the desktop's file manager."""
        folder = self._kit.files.wildcard_folder
        if folder is None or not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            said = self.tr("The wildcard files are in {folder}.")
            self._states.noticed.emit(said.format(folder=folder or ""))

    def write_choice(self) -> None:
        """Make what is selected the first of several options, or begin with two empty ones."""
        cursor = self._editor.textCursor()
        chosen = cursor.selection().toPlainText()
        cursor.insertText(f"{{{chosen}|}}")
        cursor.movePosition(cursor.MoveOperation.Left, n=1 if chosen else 2)
        self._editor.setTextCursor(cursor)
        self._editor.setFocus()

    def open_menu(self) -> None:
        """Offer what can be written that becomes something else."""
        menu = self.fill_menu()
        menu.popup(self.variants.mapToGlobal(self.variants.rect().bottomLeft()))

    def fill_menu(self) -> QMenu:
        """The menu as it is now."""
        menu = self.menu
        menu.clear()
        menu.addAction(self.tr("A choice: {red|blue}")).triggered.connect(self.write_choice)
        names = sorted(self._kit.files.wildcards)
        wildcards = menu.addMenu(self.tr("A line of a wildcard file"))
        wildcards.setEnabled(bool(names))
        for name in names[:_MOST_WILDCARDS]:
            action = wildcards.addAction(menu_words(f"__{name}__"))
            action.triggered.connect(lambda _=False, name=name: self._write(f"__{name}__"))
        menu.addSeparator()
        folder = menu.addAction(self.tr("Open the folder of the wildcard files"))
        folder.setEnabled(self._kit.files.wildcard_folder is not None)
        folder.triggered.connect(self.open_folder)
        return menu

    def commands(self) -> list[Command]:
        group, kit, ready = Group.PROMPT, self._kit, lambda: self._states.prompt.ready
        choices = kit.choices
        return [
            Command(
                "prompt.template",
                self.tr("Begin with a template"),
                self.show_templates,
                group,
                ("Ctrl+Shift+T",),
            ),
            Command(
                "prompt.save_template",
                self.tr("Save the prompt as a template"),
                self.save_template,
                group,
                enabled=ready,
            ),
            Command(
                "prompt.fill_in",
                self.tr("Fill in the prompt's fields"),
                self.fill_in,
                group,
                enabled=lambda: bool(choices.fields),
            ),
            Command("prompt.style", self.tr("Add a style"), self.styles.open_menu, group),
            Command("prompt.choice", self.tr("Write a choice"), self.write_choice, group),
            Command(
                "prompt.reroll",
                self.tr("Choose others by chance"),
                choices.roll,
                group,
                enabled=lambda: choices.present,
            ),
            Command(
                "prompt.all_combinations",
                self.tr("Make all combinations, or some by chance"),
                lambda: choices.make_all(not choices.all),
                group,
                enabled=lambda: choices.present,
            ),
            Command(
                "prompt.wildcards",
                self.tr("Open the folder of the wildcard files"),
                self.open_folder,
                group,
                enabled=lambda: kit.files.wildcard_folder is not None,
            ),
            Command(
                "prompt.enhance",
                self.tr("Have a chat model rewrite the prompt"),
                self.show_enhancer,
                group,
                ("Ctrl+Shift+R",),
            ),
        ]

    def _write(self, text: str) -> None:
        self._editor.textCursor().insertText(text)
        self._editor.setFocus()
