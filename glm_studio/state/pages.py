"""Which of the window's pages is open."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal


class Page(StrEnum):
    """What can fill the window; the order is that of the rail."""

    CREATE = "create"
    """Panel, canvas and the pictures beside them."""
    GALLERY = "gallery"
    MODELS = "models"
    HARDWARE = "hardware"
    SETTINGS = "settings"


class PagesState(QObject):
    """The open page, and the one to go back to."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current = self._before = Page.CREATE

    @property
    def current(self) -> Page:
        return self._current

    def show(self, page: Page) -> None:
        if page is not self._current:
            self._before, self._current = self._current, page
            self.changed.emit()

    def toggle(self, page: Page) -> None:
        """Open a page, or leave it if it is open."""
        if page is self._current:
            self.back()
        else:
            self.show(page)

    def back(self) -> None:
        """To the page that was open before; from there to where pictures are made."""
        self.show(Page.CREATE if self._before is self._current else self._before)
        self._before = Page.CREATE
