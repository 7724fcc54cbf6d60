"""The list of snippets, or of wildcards, that opens at the cursor, while the keyboard stays in the
text."""

from __future__ import annotations

import re

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QPlainTextEdit

from glm_studio.prompting.expansion import Wildcard, nodes, parse
from glm_studio.prompting.snippets import Snippet, matching
from glm_studio.state.prompt_files import PromptFilesState
from glm_studio.state.snippets import SnippetsState
from glm_studio.ui.controls import quoting_tip
from glm_studio.ui.theme import Theme

_TYPED = re.compile(r"(?:^|\s)(/)([^\s/]*)$")
_TYPED_WILDCARD = re.compile(r"(?<![A-Za-z0-9_])(__)((?:(?!__)\S)*)$")
_WIDTH = 260
_MOST_ROWS = 7
_SNIPPET = Qt.ItemDataRole.UserRole + 1


class SnippetPopup(QListView):
    """Opened by a slash, or by two underscores for a wildcard, and letters of a name, or by `open`.
    Enter or Tab writes what is chosen."""

    def __init__(
        self,
        editor: QPlainTextEdit,
        snippets: SnippetsState,
        files: PromptFilesState,
        theme: Theme,
    ) -> None:
        super().__init__(editor)
        self._editor, self._snippets, self._theme = editor, snippets, theme
        self._files = files
        self._typed = ""
        """What the snippet replaces."""
        self._rows = QStandardItemModel(self)
        self.setObjectName("SnippetPopup")
        self.setAccessibleName(self.tr("Snippets"))
        self.setModel(self._rows)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.clicked.connect(self._write)
        snippets.changed.connect(self.hide)
        self.hide()

    def open(self) -> bool:
        """List all snippets, or those whose name is being typed; False if there are none."""
        typed = self._typed_name()
        self._list(*(typed or ("", "")))
        return self.isVisible()

    def follow(self, typed: str) -> None:
        """After a key: a sign opens the list, letters narrow it down, anything else closes it."""
        name = self._typed_name()
        if name is None:
            self.hide()
        elif typed in ("/", "_") or self.isVisible():
            self._list(*name)

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key was meant for the list."""
        if not self.isVisible():
            return False
        match event.key():
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_Down:
                self._move(+1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab:
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    return False
                self._write(self.currentIndex())
            case Qt.Key.Key_Escape:
                self.hide()
            case _:
                return False
        return True

    def _typed_name(self) -> tuple[str, str] | None:
        """The sign with the letters behind it, and these letters alone."""
        cursor = self._editor.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        if cursor.hasSelection():
            return None
        wildcard = _TYPED_WILDCARD.search(before)
        if wildcard and _ends_a_name(before[: wildcard.end(1)]):
            return None
        match = wildcard or _TYPED.search(before)
        return (match[0].lstrip(), match[2]) if match else None

    def _list(self, typed: str, name: str) -> None:
        found = self._wildcards(name) if typed.startswith("_") else self._snippets.search(name)
        self._typed = typed
        self._rows.clear()
        for snippet in found:
            item = QStandardItem(snippet.name)
            item.setData(snippet, _SNIPPET)
            item.setToolTip(quoting_tip(snippet.text))
            self._rows.appendRow(item)
        if found:
            self.setCurrentIndex(self._rows.index(0, 0))
            self._place()
        self.setVisible(bool(found))

    def _wildcards(self, typed: str) -> list[Snippet]:
        names = sorted(self._files.wildcards)
        return matching([Snippet(name, f"__{name}__") for name in names], typed)

    def _place(self) -> None:
        """Under the cursor's line, or over it where there is more room; never off the window."""
        window = self._editor.window()
        window = getattr(window, "body", window)
        if self.parent() is not window:
            self.setParent(window)
        cursor = self._editor.cursorRect()
        viewport = self._editor.viewport()
        under = viewport.mapTo(window, cursor.bottomLeft() + QPoint(0, self._theme.space("hair")))
        over = viewport.mapTo(window, cursor.topLeft())
        rows = min(self._rows.rowCount(), _MOST_ROWS)
        height = rows * self.sizeHintForRow(0) + 2 * self.frameWidth() + self._theme.space("small")
        top = under.y() if under.y() + height <= window.height() else over.y() - height
        left = min(under.x(), window.width() - _WIDTH)
        self.setGeometry(max(left, 0), max(top, 0), _WIDTH, height)
        self.raise_()

    def _move(self, by: int) -> None:
        row = (self.currentIndex().row() + by) % self._rows.rowCount()
        self.setCurrentIndex(self._rows.index(row, 0))

    def _write(self, index: QModelIndex) -> None:
        snippet = index.data(_SNIPPET)
        self.hide()
        if isinstance(snippet, Snippet):
            cursor = self._editor.textCursor()
            cursor.beginEditBlock()
            for _ in self._typed:
                cursor.deletePreviousChar()
            cursor.insertText(snippet.text)
            cursor.endEditBlock()
            self._editor.setTextCursor(cursor)


def _ends_a_name(text: str) -> bool:
    """Whether the last underscores are those behind a wildcard's name."""
    return any(isinstance(n, Wildcard) and n.span[1] == len(text) for n in nodes(parse(text)))
