"""The rail at the window's left edge: which page is open, and the way to the others."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout

from glm_studio.state.pages import Page
from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import tool_button
from glm_studio.ui.theme import Theme
from glm_studio.words import tr

_ICONS = {
    Page.CREATE: "wand-sparkles",
    Page.GALLERY: "images",
    Page.MODELS: "package",
    Page.HARDWARE: "cpu",
    Page.SETTINGS: "settings",
}
PAGE_KEYS = {
    Page.CREATE: "Alt+1",
    Page.GALLERY: "Alt+2",
    Page.MODELS: "Alt+3",
    Page.HARDWARE: "F10",
    Page.SETTINGS: "Ctrl+,",
}


def page_name(page: Page) -> str:
    """What a page is called in the window."""
    match page:
        case Page.CREATE:
            return tr("Create")
        case Page.GALLERY:
            return tr("Gallery")
        case Page.MODELS:
            return tr("Models")
        case Page.HARDWARE:
            return tr("Hardware")
        case Page.SETTINGS:
            return tr("Settings")


class Rail(QFrame):
    """Binds to the open page; has buttons for the `pages` that there are."""

    def __init__(self, states: StudioState, pages: tuple[Page, ...], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("Rail")
        self._pages = states.pages
        self.buttons: dict[Page, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.space("tight")] * 4)
        column.setSpacing(theme.space("tight"))
        for page in pages:
            column.addWidget(self._button(page, theme))
        foot = pages.index(Page.SETTINGS) if Page.SETTINGS in pages else len(pages)
        column.insertStretch(foot, 1)
        self._pages.changed.connect(self._show_state)
        self._show_state()

    def _button(self, page: Page, theme: Theme) -> QToolButton:
        named = tr("{name} ({key})").format(name=page_name(page), key=PAGE_KEYS[page])
        button = tool_button(theme, _ICONS[page], named)
        button.setObjectName("RailButton")
        button.setAccessibleName(page_name(page))
        button.setCheckable(True)
        button.clicked.connect(lambda: self._go(page))
        self.buttons[page] = button
        return button

    def _go(self, page: Page) -> None:
        self._pages.show(page)
        self._show_state()  # a click on the open page's button must not let go of it

    def _show_state(self) -> None:
        for page, button in self.buttons.items():
            button.setChecked(page is self._pages.current)
