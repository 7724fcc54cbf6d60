"""What the editor's context menu says about a word that no dictionary knows, and about checking."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from glm_studio.prompting.drawn_text import Edit
from glm_studio.prompting.spelling import AUTOMATIC, Dictionary, Word
from glm_studio.state.preferences import SPELLING, SPELLING_DICTIONARY
from glm_studio.state.prompt import to_text
from glm_studio.state.studio import StudioState


class SpellingMenu(QObject):
    """Fills menus of the editor that it belongs to. Without a dictionary it adds nothing."""

    def __init__(self, editor: QPlainTextEdit, states: StudioState) -> None:
        super().__init__(editor)
        self._prompt = states.prompt
        self._spelling = states.prompt_tools.spelling
        self._preferences = states.preferences
        self._menu: QMenu | None = None
        self._looking: QAction | None = None
        self._word: Word | None = None

    def fill(self, menu: QMenu, position: int) -> None:
        """Add to a menu what there is for a place of the document."""
        if not self._spelling.dictionaries:
            return
        first = menu.actions()[0] if menu.actions() else None
        word = self._spelling.wrong_at(to_text(self._prompt.text, position))
        if word is not None and first is not None:
            self._offer(menu, first, word)
        menu.addSeparator()
        menu.addMenu(self._options(menu))

    def _offer(self, menu: QMenu, before: QAction, word: Word) -> None:
        """Suggestions take a moment: until then their place says so."""
        self._menu, self._word = menu, word
        self._looking = QAction(self.tr("Looking for suggestions…"), menu)
        self._looking.setEnabled(False)
        add = QAction(self.tr("Add “{word}” to the dictionary").format(word=word.text), menu)
        add.triggered.connect(lambda: self._spelling.add(word.text))
        for action in (self._looking, add):
            menu.insertAction(before, action)
        menu.insertSeparator(before)
        menu.destroyed.connect(self._forget)
        self._spelling.suggest(word, self._suggest, self)

    def _suggest(self, suggestions: list[str]) -> None:
        menu, looking, word = self._menu, self._looking, self._word
        if menu is None or looking is None or word is None:
            return
        if not suggestions:
            looking.setText(self.tr("No suggestions"))
            return
        for suggestion in suggestions:
            action = QAction(suggestion, menu)
            font = action.font()
            font.setBold(True)
            action.setFont(font)
            action.triggered.connect(lambda _=False, text=suggestion: self._replace(word, text))
            menu.insertAction(looking, action)
        menu.removeAction(looking)
        self._looking = None

    def _replace(self, word: Word, text: str) -> None:
        if word in self._spelling.wrong:  # nothing was typed meanwhile
            self._prompt.edit([Edit(word.start, word.start + len(word.text), text)])

    def _forget(self) -> None:
        self._menu = self._looking = self._word = None

    def _options(self, parent: QMenu) -> QMenu:
        menu = QMenu(self.tr("Spelling"), parent)
        preferences = self._preferences
        check = menu.addAction(self.tr("Check spelling"))
        check.setCheckable(True)
        check.setChecked(preferences.get(SPELLING))
        check.toggled.connect(lambda on: preferences.set(SPELLING, on))
        menu.addSeparator()
        chosen = preferences.get(SPELLING_DICTIONARY)
        names = [(AUTOMATIC, self.tr("Automatic"))]
        names += [(d.name, language_name(d)) for d in self._spelling.dictionaries]
        for name, shown in names:
            action = menu.addAction(shown)
            action.setCheckable(True)
            action.setChecked(name == chosen)
            action.triggered.connect(
                lambda _=False, name=name: preferences.set(SPELLING_DICTIONARY, name)
            )
        return menu


def language_name(dictionary: Dictionary) -> str:
    """A dictionary's language in its own words, for example “English (United Kingdom)”."""
    locale = QLocale(dictionary.name)
    if locale.language() is QLocale.Language.C:
        return dictionary.name
    name = locale.nativeLanguageName()
    name = name[:1].upper() + name[1:]
    has_territory = len(dictionary.name) > len(dictionary.language)
    return f"{name} ({locale.nativeTerritoryName()})" if has_territory else name
