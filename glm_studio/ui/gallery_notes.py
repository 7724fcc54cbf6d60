"""What the gallery's page says where there are no pictures to show, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from glm_studio.state.pages import Page
from glm_studio.state.studio import StudioState
from glm_studio.ui import icons
from glm_studio.ui.controls import label, push_button
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import tr

_ICON_SIDE = 48


class GalleryNotes(QWidget):
    """Binds to the search: no pictures yet, still looking, or nothing that matches."""

    def __init__(
        self, states: StudioState, import_folder: Callable[[], None], theme: Theme
    ) -> None:
        super().__init__()
        self._states, self._theme = states, theme
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = label("", "heading")
        self.hint = label("", "muted")
        for words in (self.title, self.hint):
            words.setWordWrap(True)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clear = push_button(theme, tr("Clear filters"), icon_name="x")
        self.make = push_button(theme, tr("Make a picture"), icon_name="wand-sparkles")
        self.imports = push_button(theme, tr("Import a folder…"), icon_name="folder-plus")
        self.clear.clicked.connect(states.search.clear)
        self.make.clicked.connect(lambda: states.pages.show(Page.CREATE))
        self.imports.clicked.connect(import_folder)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.clear, self.make, self.imports):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.space("huge")] * 4)
        column.setSpacing(theme.space("medium"))
        column.addStretch(2)
        for widget in (self._icon, self.title, self.hint):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addStretch(3)
        for signal in (
            states.search.changed,
            states.search.query_changed,
            states.gallery.changed,
            states.folders.changed,
            theme.changed,
        ):
            signal.connect(self._show_state)
        self._show_state()

    def _show_state(self) -> None:
        search, known = self._states.search, self._states.gallery.known
        busy = not known or bool(self._states.folders.reading)
        nothing = search.narrowed and bool(self._states.gallery.pictures)
        if nothing:
            title = tr("No picture matches") if search.answered else tr("Searching…")
            hint = tr("Try fewer words, or clear the filters.")
        elif busy or not search.answered:
            title = tr("Looking through your pictures…")
            hint = tr("They appear here as they are found.")
        else:
            title = tr("No pictures yet")
            hint = tr("What you make gathers here. Folders of other programs can be shown as well.")
        self.title.setText(title)
        self.hint.setText(hint)
        self.clear.setVisible(nothing)
        self.make.setVisible(not nothing and not busy)
        self.imports.setVisible(not nothing and not busy)
        colour = self._theme.tokens.colours["text_faint"]
        name = "search" if nothing else "images"
        scale = self.devicePixelRatioF()
        self._icon.setPixmap(icons.pixmap(name, colour, _ICON_SIDE, scale))
