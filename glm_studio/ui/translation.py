"""The window's language: Qt's own texts, ours, and how numbers and dates are written."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from glm_studio.resources import resource
from glm_studio.state.language import LanguageState
from glm_studio.state.options import Language

log = logging.getLogger(__name__)


class Translation:
    """Applies the language that is chosen. What is shown already must be made anew by its owner."""

    def __init__(self, language: LanguageState) -> None:
        self._language = language
        self._installed: list[QTranslator] = []

    def apply(self) -> None:
        """Translate from now on; no text is made anew here."""
        self.remove()
        language = self._language.effective
        system = self._language.choice is Language.SYSTEM
        QLocale.setDefault(QLocale.system() if system else QLocale(language.value))
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language is not Language.ENGLISH:
            self._install(f"qtbase_{language.value}", folder)
        ours = str(resource("translations"))
        self._install(f"studio_{language.value}", ours)

    def remove(self) -> None:
        """Back to the texts as they stand in the code."""
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed = []
        QLocale.setDefault(QLocale.system())

    def _install(self, name: str, folder: str) -> None:
        translator = QTranslator()
        if not translator.load(name, folder):
            log.warning("there are no translations %s in %s", name, folder)
            return
        QCoreApplication.installTranslator(translator)
        self._installed.append(translator)
