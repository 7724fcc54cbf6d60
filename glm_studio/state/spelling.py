"""Which words of the prompt no dictionary knows, and what they may have been meant to be."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from glm_studio.prompting.lexicon import Lexicon
from glm_studio.prompting.spelling import (
    Dictionary,
    Word,
    choose,
    find_dictionaries,
    read_words,
    words_of,
    write_words,
)
from glm_studio.state.background import Background
from glm_studio.state.preferences import SPELLING, SPELLING_DICTIONARY, PreferencesState
from glm_studio.state.prompt import PromptState
from glm_studio.words import tr

log = logging.getLogger(__name__)

_PAUSE_MS = 300
_MOST_KNOWN = 20_000
"""Words whose answer is remembered; then it is asked anew."""


class SpellingState(QObject):
    """Without a dictionary, and before `open`, no word is wrong and nothing is said."""

    changed = Signal()

    def __init__(
        self,
        prompt: PromptState,
        preferences: PreferencesState,
        undo: QUndoStack,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._prompt, self._preferences, self._undo = prompt, preferences, undo
        self._lexicon: Lexicon | None = None
        self._background: Background | None = None
        self._file: Path | None = None
        self._dictionaries: tuple[Dictionary, ...] = ()
        self._own: frozenset[str] = frozenset()
        """The user's words, as they were added."""
        self._ready = False
        """Those of the file are among them, so that it may be written."""
        self._answers: dict[str, bool] = {}
        """Words that have been asked for, by whether they are wrong."""
        self._wrong: tuple[Word, ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._check)
        prompt.changed.connect(self._on_typed)
        preferences.changed.connect(self._on_preference)

    @property
    def dictionaries(self) -> tuple[Dictionary, ...]:
        """All that this machine has."""
        return self._dictionaries

    @property
    def wrong(self) -> tuple[Word, ...]:
        """The words that nobody knows, with their places in the prompt as it is now."""
        return self._wrong

    def wrong_at(self, place: int) -> Word | None:
        """The wrong word around a place, its ends included."""
        around = (w for w in self._wrong if w.start <= place <= w.start + len(w.text))
        return next(around, None)

    def open(self, lexicon: Lexicon, words: Path, background: Background) -> None:
        """Look for dictionaries, and read the user's own words from a file with one a line.

        A file that cannot be read is left as it is.
        """
        self._lexicon, self._background, self._file = lexicon, background, words

        def put(found: tuple[list[Dictionary], frozenset[str]]) -> None:
            dictionaries, kept = found
            added, self._ready = self._own - kept, True
            self._dictionaries, self._own = tuple(dictionaries), self._own | kept
            if added:
                self._keep()
            self._check()

        background.run(lambda: (find_dictionaries(), read_words(words)), put, _log)

    def suggest(self, word: Word, then: Callable[[list[str]], None], owner: QObject) -> None:
        """Call with what the word may have been meant to be; with nothing if nobody knows.

        Once the `owner` is gone, nobody is told.
        """
        background, lexicon = self._background, self._lexicon
        stems = self._stems(self._chosen(), word)
        if background is None or lexicon is None or not stems:
            then([])
            return

        def fail(error: Exception) -> None:
            _log(error)
            then([])

        background.run(lambda: lexicon.suggest(word.text, stems), then, fail, owner)

    def add(self, word: str) -> None:
        """It is right from now on, in every prompt; can be undone."""
        if word not in self._own:
            self._undo.push(_AddWord(word, self._put_own))

    def _put_own(self, word: str, known: bool) -> None:
        self._own = self._own | {word} if known else self._own - {word}
        self._keep()
        self._check()

    def _keep(self) -> None:
        own, file, background = self._own, self._file, self._background
        if file is not None and background is not None and self._ready:
            background.run(lambda: write_words(file, own), lambda _: None, _log)

    def _chosen(self) -> list[Dictionary]:
        wish = self._preferences.get(SPELLING_DICTIONARY)
        locales = [QLocale().name(), *QLocale.system().uiLanguages()]
        return choose(self._dictionaries, wish, locales)

    def _on_typed(self) -> None:
        """Words keep their marks while others are typed, at their new places."""
        self._show()
        self._pause.start()

    def _on_preference(self, name: str) -> None:
        if name in (SPELLING.name, SPELLING_DICTIONARY.name):
            self._answers.clear()
            self._check()

    def _check(self) -> None:
        """Ask for the words that have not been asked for yet."""
        background, lexicon = self._background, self._lexicon
        self._show()
        if background is None or lexicon is None or not self._preferences.get(SPELLING):
            return
        chosen = self._chosen()
        words = {word.text: self._stems(chosen, word) for word in words_of(self._prompt.text)}
        new = {w: stems for w, stems in words.items() if stems and w not in self._answers}
        if not new:
            return

        def put(wrong: set[str]) -> None:
            if chosen != self._chosen():
                return
            if len(self._answers) > _MOST_KNOWN:
                self._answers.clear()
            self._answers |= {word: word in wrong for word in new}
            self._show()

        background.run(lambda: lexicon.unknown_words(new), put, _log)

    def _show(self) -> None:
        on = self._preferences.get(SPELLING)
        words = words_of(self._prompt.text) if on and self._dictionaries else []
        wrong = tuple(w for w in words if self._answers.get(w.text) and w.text not in self._own)
        if wrong != self._wrong:
            self._wrong = wrong
            self.changed.emit()

    @staticmethod
    def _stems(dictionaries: list[Dictionary], word: Word) -> list[str]:
        """The dictionaries of the word's script."""
        return [d.stem for d in dictionaries if d.script == word.script]


class _AddWord(QUndoCommand):
    def __init__(self, word: str, put: Callable[[str, bool], None]) -> None:
        super().__init__(tr("Add “{word}” to the dictionary").format(word=word))
        self._word, self._put = word, put

    def redo(self) -> None:
        self._put(self._word, True)

    def undo(self) -> None:
        self._put(self._word, False)


def _log(error: Exception) -> None:
    log.warning("spelling: %s", error)
