"""Templates: chosen from a list, filled in beside a preview, written as one change."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from glm_studio.prompting.pieces import Piece
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import label, paragraph, quoting_tip
from glm_studio.ui.deletion import Deletion
from glm_studio.ui.field_form import FieldForm
from glm_studio.ui.prompt_view import PromptView
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_LIST_WIDTH = 230
_PREVIEW_HEIGHT = 150
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class TemplateSheet(Sheet):
    """Typing searches; Tab goes from the list through the fields to the button."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__(theme, tr("Templates"), 920)
        self._states = states
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search the templates"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Templates"))
        self.list.setObjectName("TemplateList")
        self.list.setMinimumWidth(_LIST_WIDTH)
        self.unread = paragraph("complaint")
        self.about = paragraph("muted")
        self.form = FieldForm(theme, after=self.list)
        self.preview = PromptView(theme, self.tr("What is written into the prompt"))
        self.preview.setMinimumHeight(_PREVIEW_HEIGHT)
        self._arrange()
        self._delete = self.add_button(self.tr("Delete"), self._delete_own, "", "trash-2")
        self._use = self.add_button(self.tr("Use this template"), self.use, "primary")
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._show_list)
        self.list.currentItemChanged.connect(self._show_template)
        self.form.changed.connect(self._show_preview)
        self.form.finished.connect(self.use)
        states.prompt_kit.files.changed.connect(self._show_list)
        self._show_list()

    @property
    def template(self) -> Piece | None:
        item = self.list.currentItem()
        piece = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return piece if isinstance(piece, Piece) else None

    def use(self) -> None:
        """Write what the preview shows; one step of the editor takes it back."""
        if self.template is not None:
            self._states.prompt.set_text(self.form.filled)
            self.close_sheet()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows go through what was found while one types."""
        pressed = watched is self.search and event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in _STEPS:
            row = self.list.currentRow() + _STEPS[Qt.Key(event.key())]
            self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
            return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        space = self._theme.space
        left, right, row = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.setSpacing(space("small"))
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        left.addWidget(self.unread)
        right.setSpacing(space("medium"))
        right.addWidget(self.about)
        right.addWidget(self.form)
        right.addWidget(self.preview, 1)
        row.setSpacing(space("large"))
        row.addLayout(left, 1)
        row.addLayout(right, 3)
        self.content.addLayout(row)

    def _show_list(self) -> None:
        kit, words = self._states.prompt_kit, self.search.text().casefold().split()
        language, chosen = kit.styles.spoken, self.template
        self.list.clear()
        for piece in kit.files.templates:
            said = f"{piece.name_in(language)} {piece.about_in(language)}".casefold()
            if all(word in said for word in words):
                item = QListWidgetItem(piece.name_in(language))
                item.setToolTip(quoting_tip(piece.about_in(language) or piece.text_in(language)))
                item.setData(Qt.ItemDataRole.UserRole, piece)
                self.list.addItem(item)
                if chosen is not None and (piece.key, piece.file) == (chosen.key, chosen.file):
                    self.list.setCurrentItem(item)
        if self.list.currentItem() is None:
            self.list.setCurrentRow(0)
        self._show_template()
        unread = [
            self.tr("{file} cannot be read: {reason}").format(file=path.name, reason=reason)
            for path, reason in kit.files.unread
            if path.parent.name == "templates"
        ]
        self.unread.setText("\n".join(unread))
        self.unread.setVisible(bool(unread))

    def _show_template(self) -> None:
        piece, language = self.template, self._states.prompt_kit.styles.spoken
        self._use.setEnabled(piece is not None)
        self._delete.setVisible(piece is not None and piece.file is not None)
        if piece is None:
            self.about.setText(self.tr("No template has these words."))
            self.form.show_source("")
            return
        own = self.tr("Your own template.") if piece.file else ""
        self.about.setText(piece.about_in(language) or own)
        self.form.show_source(piece.text_in(language), piece, language)

    def _show_preview(self) -> None:
        self.preview.show_text(self.form.filled)

    def _delete_own(self) -> None:
        piece = self.template
        if piece is not None and piece.file is not None:
            files = self._states.prompt_kit.files
            self._states.undo.push(Deletion(tr("Delete template"), files, piece))


class FillSheet(Sheet):
    """The fields of the prompt that stands in the editor."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__(theme, tr("Fill in"), 640)
        self._states = states
        self.form = FieldForm(theme)
        self.form.show_source(states.prompt.text)
        self.preview = PromptView(theme, self.tr("The filled prompt"))
        self.preview.setMinimumHeight(_PREVIEW_HEIGHT)
        self.content.addWidget(self.form)
        self.content.addWidget(self.preview, 1)
        self.add_button(self.tr("Fill in"), self.fill, "primary")
        self.form.changed.connect(self._show_preview)
        self.form.finished.connect(self.fill)
        self._show_preview()

    def focus_first(self) -> None:
        self.form.focus_first()

    def fill(self) -> None:
        """Write the filled prompt; one step of the editor takes it back."""
        self._states.prompt.set_text(self.form.filled)
        self.close_sheet()

    def _show_preview(self) -> None:
        self.preview.show_text(self.form.filled)


class SaveSheet(Sheet):
    """Keeps the prompt as a template of the user's own."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__(theme, tr("Save as a template"), 560)
        self._states = states
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("The template's name"))
        self.name.returnPressed.connect(self.save)
        self.name.textChanged.connect(self._show_state)
        self.text = PromptView(theme, self.tr("The template's text"))
        self.text.setReadOnly(False)
        self.text.setPlainText(states.prompt.text.strip())
        self.text.setMinimumHeight(_PREVIEW_HEIGHT)
        self.text.textChanged.connect(self._show_state)
        told = paragraph("small")
        told.setText(
            self.tr(
                "Write {name} where something is to be filled in, or {name:default} to have "
                "something stand there until then."
            )
        )
        self.content.addWidget(label(self.tr("Name"), "section"))
        self.content.addWidget(self.name)
        self.content.addWidget(label(self.tr("Text"), "section"))
        self.content.addWidget(self.text, 1)
        self.content.addWidget(told)
        self._save = self.add_button(self.tr("Save"), self.save, "primary")
        self._show_state()

    def save(self) -> None:
        """Keep it, if it has a name and a text."""
        name, text = self.name.text().strip(), self.text.toPlainText().strip()
        if name and text:
            self._states.prompt_kit.files.save_template(name, text)
            self._states.noticed.emit(self.tr("Saved as a template: {name}").format(name=name))
            self.close_sheet()

    def _show_state(self) -> None:
        ready = bool(self.name.text().strip() and self.text.toPlainText().strip())
        self._save.setEnabled(ready)
