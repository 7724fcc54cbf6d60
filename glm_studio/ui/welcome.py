"""What a new user sees first: the hardware and the models that were found, and a first picture one
click away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.hardware import Kind
from glm_studio.models.catalog import Found
from glm_studio.state.model import Phase
from glm_studio.state.pages import Page
from glm_studio.state.studio import StudioState
from glm_studio.ui import icons
from glm_studio.ui.controls import label, paragraph, push_button
from glm_studio.ui.download_sheet import DownloadSheet
from glm_studio.ui.model_words import origin_name
from glm_studio.ui.offer_card import OfferCard
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import size_of

_WIDEST = 600
_LOGO_SIDE, _ICON_SIDE = 48, 24
_LOW = 640
"""A height in which the room is needed for more than the logo."""


class _Row(QFrame):
    """A thing that was found: icon, name, words, and what can be done with it."""

    def __init__(self, theme: Theme, icon_name: str, button: QPushButton) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._theme, self._icon_name = theme, icon_name
        self._icon = QLabel()
        self.title = label("", "heading")
        self.title.setWordWrap(True)
        self.words = paragraph("muted")
        self.button = button
        names = QVBoxLayout()
        names.setSpacing(theme.space("hair"))
        names.addWidget(self.title)
        names.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.space("medium")] * 4)
        row.setSpacing(theme.space("medium"))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(names, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self._paint_icon)
        self._paint_icon()

    def show_words(self, title: str, words: str) -> None:
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def _paint_icon(self) -> None:
        colour = self._theme.tokens.colours["accent"]
        scale = self.devicePixelRatioF()
        self._icon.setPixmap(icons.pixmap(self._icon_name, colour, _ICON_SIDE, scale))


class Welcome(QScrollArea):
    """Binds to the hardware and the models. `first_picture` asks for one."""

    first_picture = Signal()

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("Welcome")
        self._states, self._theme = states, theme
        self._logo = QLabel()
        self._logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hardware = _Row(theme, "cpu", push_button(theme, self.tr("Hardware")))
        self.model = _Row(theme, "package", push_button(theme, self.tr("Models")))
        self.offer = OfferCard(states, theme, urges=False)
        self.make = push_button(
            theme, self.tr("Make a first picture"), "primary", "wand-sparkles", "accent_text"
        )
        self.make.setToolTip(self.tr("Draws one of the model's examples"))
        self._note = paragraph("muted")
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._outer = QVBoxLayout()
        self._lay_out()
        self._bind()
        self._paint_logo()
        self._show_state()

    def leave_room(self, top: int) -> None:
        """Keep clear of what floats over the upper `top` pixels."""
        self._top = top
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        space = self._theme.space("large")
        width = min(self.viewport().width() - 2 * space, _WIDEST)
        side = max((self.viewport().width() - width) // 2, 0)
        self._outer.setContentsMargins(side, space + self._top, side, space)
        self._logo.setVisible(not self._top and self.height() > _LOW)

    def _lay_out(self) -> None:
        self._top = 0
        space = self._theme.space
        title = label(self.tr("Welcome to GLM Studio"), "title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title.setWordWrap(True)
        private = paragraph("muted")
        private.setAlignment(Qt.AlignmentFlag.AlignCenter)
        private.setText(
            self.tr("Pictures are made on this machine alone. This is what was found on it:")
        )
        body = QWidget()
        body.setObjectName("WelcomeBody")
        outer = self._outer
        body.setLayout(outer)
        outer.setSpacing(space("medium"))
        outer.addStretch(1)
        first: tuple[QWidget, ...] = (self._logo, title, self.make, self._note)
        found: tuple[QWidget, ...] = (private, self.hardware, self.model, self.offer)
        for widget in first:
            outer.addWidget(widget)
        outer.addSpacing(space("small"))
        for widget in found:
            outer.addWidget(widget)
        outer.addStretch(2)
        body.setMinimumHeight(1)  # else it counts as high as in the narrowest column
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _bind(self) -> None:
        states, pages = self._states, self._states.pages
        self.make.clicked.connect(self.first_picture)
        self.hardware.button.clicked.connect(lambda: pages.show(Page.HARDWARE))
        self.model.button.clicked.connect(self._on_model)
        self.offer.get.clicked.connect(self._download)
        states.hardware.changed.connect(self._show_state)
        states.models.changed.connect(self._show_state)
        states.downloads.changed.connect(self._show_state)
        states.model.changed.connect(self._show_state)
        self._theme.changed.connect(self._paint_logo)

    def _show_state(self) -> None:
        self._show_hardware()
        self._show_models()
        self.offer.show_state()
        named = self.tr("With {model}. Or write what you want to see on the left.")
        self._note.setText(named.format(model=self._states.model.name))
        self.make.setEnabled(self._states.model.phase is not Phase.FAILED)

    def _show_hardware(self) -> None:
        usable = [seen for seen in self._states.hardware.sightings if seen.usable]
        if not usable:
            self.hardware.show_words(self.tr("Looking at the hardware …"), "")
            return
        best = usable[0]
        cards = [seen for seen in usable if seen.kind is best.kind and seen.kind is not Kind.CPU]
        title = best.title
        if len(cards) > 1:
            title = self.tr("{n} × {name}").format(n=len(cards), name=best.title)
        memory = best.telemetry.total_bytes
        words = self.tr("{size} of memory").format(size=size_of(memory)) if memory else ""
        if best.kind is Kind.CPU:
            alone = self.tr("No card was found: pictures are made on the processor.")
            words = f"{alone} {words}".strip()
        self.hardware.show_words(title, words)

    def _show_models(self) -> None:
        whole = self._whole()
        if whole is not None:
            self.model.show_words(whole.name, origin_name(whole))
            self.model.button.setText(self.tr("Use it"))
            self.model.button.setEnabled(not self._states.keeps_devices)
            return
        ready = self._states.model.phase is Phase.READY
        state = self.tr("Ready.") if ready else self.tr("It is loading.")
        stand_in = self.tr("A small stand-in that comes with the studio, for trying out.")
        words = f"{stand_in} {state}" if self._states.model.stand_in else state
        self.model.show_words(self._states.model.name, words)
        self.model.button.setText(self.tr("Models"))
        self.model.button.setEnabled(True)

    def _whole(self) -> Found | None:
        """A full model that is here and not in use."""
        for found in self._states.models.found:
            full = found.checkpoint is not None and not found.checkpoint.stand_in
            if full and not found.incomplete and found.folder != self._states.model.folder:
                return found
        return None

    def _on_model(self) -> None:
        whole = self._whole()
        if whole is not None:
            self._states.shelf.choose(whole.folder)
        else:
            self._states.pages.show(Page.MODELS)

    def _download(self) -> None:
        DownloadSheet(self._states, self._theme).open_over(self)

    def _paint_logo(self) -> None:
        colour = self._theme.tokens.colours["accent"]
        scale = self.devicePixelRatioF()
        self._logo.setPixmap(icons.pixmap("studio", colour, _LOGO_SIDE, scale))
