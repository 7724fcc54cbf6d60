"""Offers the released model: what it takes, and what this machine can do with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout

from engine.examination import Outlook
from glm_studio.models.sources import RELEASED_BYTES
from glm_studio.state.downloads import Step
from glm_studio.state.studio import StudioState
from glm_studio.ui import icons
from glm_studio.ui.controls import label, paragraph, push_button
from glm_studio.ui.model_words import download_time, expected_of, gigabytes, time_words
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import tr

_ICON_SIDE = 26
_NARROW = 620
RELEASED = "GLM-Image"


class OfferCard(QFrame):
    """Shown while every model that was found is a stand-in, and none is on its way. `urges` where
    there is nothing else to press."""

    def __init__(self, states: StudioState, theme: Theme, urges: bool = True) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._states, self._theme = states, theme
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._icon = QLabel()
        self._facts = paragraph("value")
        role, colour = ("go", "accent_text") if urges else ("", "text")
        self.get = push_button(theme, self.tr("Download…"), role, "download", colour)
        self.get.setToolTip(self.tr("Asks from where, and into which folder"))
        self._lay_out()
        theme.changed.connect(self._paint_icon)
        self._paint_icon()
        self.show_state()

    def text(self) -> str:
        """What it says of the model."""
        return self._facts.text()

    def show_state(self) -> None:
        """Whether there is something to offer, and in which words."""
        models = self._states.models
        whole = [f for f in models.found if f.checkpoint and not f.checkpoint.stand_in]
        arriving = [d for d in self._states.downloads.all if d.step is not Step.DONE]
        self.setVisible(models.looked and not whole and not arriving)
        self._facts.setText("\n".join(offer_lines(self._states)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the button stands below the words."""
        direction, side = QBoxLayout.Direction, Qt.AlignmentFlag
        narrow = event.size().width() < _NARROW
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._row.setAlignment(self.get, side.AlignLeft if narrow else side.AlignVCenter)

    def _lay_out(self) -> None:
        space = self._theme.space
        words = QVBoxLayout()
        words.setSpacing(space("tight"))
        words.addWidget(label(RELEASED, "heading"))
        words.addWidget(self._facts)
        told = QHBoxLayout()
        told.setSpacing(space("medium"))
        told.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        told.addLayout(words, 1)
        row = self._row
        self.setLayout(row)
        row.setContentsMargins(*[space("large")] * 4)
        row.setSpacing(space("medium"))
        row.addLayout(told, 1)
        row.addWidget(self.get, 0, Qt.AlignmentFlag.AlignVCenter)

    def _paint_icon(self) -> None:
        colour = self._theme.tokens.colours["accent"]
        self._icon.setPixmap(icons.pixmap("sparkles", colour, _ICON_SIDE, self.devicePixelRatioF()))


def offer_lines(states: StudioState) -> list[str]:
    """What the released model is, what it takes to get it, and what it would do here."""
    size = tr("{size} to download: {time}.").format(
        size=gigabytes(RELEASED_BYTES), time=download_time()
    )
    lines = [tr("The full model: legible text, rich detail, up to 2048 pixels."), size]
    outlooks = [states.models.outlook(found.folder) for found in states.models.found]
    for outlook in outlooks:
        if isinstance(outlook, Outlook):
            lines.append(_here(outlook))
            break
    return lines


def _here(outlook: Outlook) -> str:
    for device in outlook.plans:
        expected = expected_of(outlook, RELEASED, device)
        if expected is not None:
            said = tr("On this machine ({device}, {precision}) a picture takes {time}.")
            return said.format(
                device=device, precision=expected.precision, time=time_words(expected)
            )
    return tr(
        "This machine has too little free memory to hold it: it would be read from the disk layer "
        "by layer, which takes long."
    )
