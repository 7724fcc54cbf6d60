"""The window's pages, each built when it is first opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from glm_studio.state.pages import Page, PagesState


class PageStack(QStackedWidget):
    """Binds to the open page."""

    def __init__(self, pages: PagesState) -> None:
        super().__init__()
        self._pages = pages
        self._factories: dict[Page, Callable[[], QWidget]] = {}
        self._built: dict[Page, QWidget] = {}
        pages.changed.connect(self._show_state)

    def register(self, page: Page, factory: Callable[[], QWidget]) -> None:
        """How to make a page. The one that is open now is made at once."""
        self._factories[page] = factory
        if page is self._pages.current:
            self._show_state()

    @property
    def known(self) -> tuple[Page, ...]:
        """The pages that there are, in their order."""
        return tuple(page for page in Page if page in self._factories)

    def page(self, page: Page) -> QWidget:
        """A page's widget, which is made if it has not been open yet."""
        if page not in self._built:
            self._built[page] = self._factories[page]()
            self.addWidget(self._built[page])
        return self._built[page]

    def _show_state(self) -> None:
        """The keyboard goes with the page, so that it can be scrolled and tabbed through."""
        if self._pages.current not in self._factories:
            return
        shown = self.page(self._pages.current)
        if shown is not self.currentWidget():
            self.setCurrentWidget(shown)
            shown.setFocus()
