"""The prompt editor: plain text with marks, whose every change can be undone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QFocusEvent,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QMenu,
    QPlainTextDocumentLayout,
    QPlainTextEdit,
    QSizePolicy,
    QTextEdit,
)
from shiboken6 import isValid

from glm_studio.state.prompt import places_in_document, to_text
from glm_studio.state.studio import StudioState
from glm_studio.ui.picture_data import has_picture
from glm_studio.ui.prompt_marks import Mark, MarkKind, look_of, marks_of
from glm_studio.ui.snippet_popup import SnippetPopup
from glm_studio.ui.spelling_menu import SpellingMenu
from glm_studio.ui.theme import Theme

_LINES = 4
_MOST_LINES = 14
_PADDING = 28


class PromptEditor(QPlainTextEdit):
    """Shows the document of `PromptState`, which outlives it."""

    picture_pasted = Signal(QMimeData)
    snippet_asked = Signal()
    """The selection is to be kept as a snippet."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._prompt, self._theme = states.prompt, theme
        self._history = states.prompt_tools.history
        self._spelling = states.prompt_tools.spelling
        self._menu: QMenu | None = None
        self._lines = 1
        self._looks: dict[MarkKind, QTextCharFormat] = {}
        self._shown_misspelled: list[Mark] = []
        self._name()
        self._show_document(states.prompt.document)
        states.prompt.destroyed.connect(self._leave_document)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(self._height_of(_MOST_LINES))
        self.snippets = SnippetPopup(
            self, states.prompt_tools.snippets, states.prompt_kit.files, theme
        )
        self.spelling_menu = SpellingMenu(self, states)
        states.prompt.changed.connect(self._on_text)
        self._spelling.changed.connect(self._mark)
        theme.changed.connect(self._on_theme)
        self.cursorPositionChanged.connect(self._on_cursor)
        self._on_theme()

    def _name(self) -> None:
        self.setPlaceholderText(
            self.tr("What should the picture show? Put words to be written in it in “quotes”.")
        )
        self.setToolTip(
            self.tr(
                "Describe the picture in sentences: subject, place, light, style.\n"
                "Text in “quotes” is drawn as text.  Ctrl+Enter generates.\n"
                "Ctrl+Up brings back earlier prompts, / writes a snippet."
            )
        )
        self.setAccessibleName(self.tr("Prompt"))

    @property
    def place(self) -> int:
        """Where the cursor is, in characters of the prompt."""
        return to_text(self._prompt.text, self.textCursor().position())

    def select(self, start: int, end: int) -> None:
        """Select characters of the prompt and bring them into sight."""
        cursor, place = self.textCursor(), places_in_document(self._prompt.text)
        cursor.setPosition(place(start))
        cursor.setPosition(place(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.setFocus()

    def older(self) -> None:
        """The prompt before this one, with the cursor behind it."""
        if self._history.older():
            self.moveCursor(QTextCursor.MoveOperation.End)

    def newer(self) -> None:
        if self._history.newer():
            self.moveCursor(QTextCursor.MoveOperation.End)

    # Qt's events ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        lines = min(max(self._lines + 1, _LINES), _MOST_LINES)
        return QSize(240, self._height_of(lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height_of(3))

    def event(self, event: QEvent) -> bool:
        # The window's own keys must not act while the list of snippets waits for them.
        listing = event.type() is QEvent.Type.ShortcutOverride and self.snippets.isVisible()
        if listing and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.snippets.take_key(event) or self._step(event):
            event.accept()
            return
        super().keyPressEvent(event)
        self.snippets.follow(event.text())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.snippets.follow(event.commitString())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab belongs to the list of snippets while that is open."""
        return not self.snippets.isVisible() and super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.snippets.hide()
        self._mark()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self._menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.spelling_menu.fill(menu, self.cursorForPosition(event.pos()).position())
        menu.addSeparator()
        keep = menu.addAction(self.tr("Save as a snippet…"))
        keep.setEnabled(self.textCursor().hasSelection())
        keep.triggered.connect(self.snippet_asked)
        menu.popup(event.globalPos())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or has_picture(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if has_picture(source):
            self.picture_pasted.emit(source)
        else:
            super().insertFromMimeData(source)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # Files dropped here are meant for the window, which offers what can be done with them.
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragMoveEvent(event)

    # Showing the state ---------------------------------------------------------------------------

    def _show_document(self, document: QTextDocument) -> None:
        if not isinstance(document.documentLayout(), QPlainTextDocumentLayout):
            document.setDocumentLayout(QPlainTextDocumentLayout(document))
        self.setDocument(document)

    def _leave_document(self) -> None:
        """It is about to go, which Qt's editor would not survive."""
        self.blockSignals(True)
        self._show_document(QTextDocument(self))

    def _height_of(self, lines: int) -> int:
        return QFontMetrics(self.font()).lineSpacing() * lines + _PADDING

    def _grow(self) -> None:
        """As many lines as the prompt has, at its present width."""
        if self.document().lineCount() != self._lines:
            self._lines = self.document().lineCount()
            self.updateGeometry()

    def _on_text(self) -> None:
        self._grow()
        self._mark()

    def _on_cursor(self) -> None:
        """The word that is being typed has no mark yet; one that is left may get it."""
        if self._misspelled() != self._shown_misspelled:
            self._mark()

    def _on_theme(self) -> None:
        self._looks = {kind: look_of(kind, self._theme) for kind in MarkKind}
        self._mark()

    def _mark(self) -> None:
        """Marks of the text lie under the lines of the spelling."""
        if not isValid(self._prompt):
            return
        prompt = self._prompt.text
        self._shown_misspelled = self._misspelled()
        place = places_in_document(prompt)
        self.setExtraSelections(
            [
                self._selection(place(mark.start), place(mark.start + mark.length), mark.kind)
                for mark in (*marks_of(prompt), *self._shown_misspelled)
            ]
        )

    def _selection(self, start: int, end: int, kind: MarkKind) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.format, selection.cursor = self._looks[kind], cursor
        return selection

    def _misspelled(self) -> list[Mark]:
        """Not the word that is being typed: it is wrong until it is done."""
        here = self.place if self.hasFocus() else -1
        return [
            Mark(word.start, len(word.text), MarkKind.MISSPELLED)
            for word in self._spelling.wrong
            if word.start + len(word.text) != here
        ]

    def _step(self, event: QKeyEvent) -> bool:
        """Up before the text and Down behind it, or anywhere with Ctrl, go through the history."""
        if event.key() not in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return False
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        up, cursor = event.key() == Qt.Key.Key_Up, self.textCursor()
        with_ctrl = modifiers == Qt.KeyboardModifier.ControlModifier
        edge = cursor.atStart() or self._history.stepping if up else cursor.atEnd()
        plainly = modifiers == Qt.KeyboardModifier.NoModifier and not cursor.hasSelection()
        if not with_ctrl and not (plainly and edge and self._on_edge_line(up)):
            return False
        (self.older if up else self.newer)()
        return True

    def _on_edge_line(self, first: bool) -> bool:
        cursor = self.textCursor()
        move = QTextCursor.MoveOperation
        return not cursor.movePosition(move.Up if first else move.Down)
