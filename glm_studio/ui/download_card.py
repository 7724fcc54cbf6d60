"""One download: how far it is, how fast, what stands in its way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from glm_studio.state.downloads import Download, Step
from glm_studio.state.studio import StudioState
from glm_studio.ui import icons
from glm_studio.ui.controls import (
    ElidedLabel,
    card_head,
    dress,
    label,
    paragraph,
    push_button,
    quoting_tip,
)
from glm_studio.ui.model_words import download_words, source_name
from glm_studio.ui.sparkline import Meter
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said

_ICON_SIDE = 26
_PILL = {Step.FAILED: "failed", Step.PAUSED: "idle", Step.DONE: "idle"}


class DownloadCard(QFrame):
    """Shows a `Download`; `discard` asks before what has arrived is deleted."""

    def __init__(
        self,
        download: Download,
        states: StudioState,
        discard: Callable[[Download], None],
        theme: Theme,
    ) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.download, self._states, self._theme = download, states, theme
        self._icon = QLabel()
        self._title = ElidedLabel("heading")
        self._where = ElidedLabel("muted")
        self._state = label("", "state")
        self._meter = Meter(theme, warns=False)
        self._progress = label("", "value")
        self._why = paragraph("muted")
        self._remedy = paragraph("value")
        self.toggle = push_button(theme, "")
        self._dressed = ""
        self.discard = push_button(theme, self.tr("Discard…"), "", "trash-2")
        self.discard.setToolTip(self.tr("Delete what has arrived, and forget the download"))
        self._lay_out()
        self.toggle.clicked.connect(self._on_toggle)
        self.discard.clicked.connect(lambda: discard(download))
        theme.changed.connect(self._paint_icon)
        self._paint_icon()
        self.show_state()

    def text(self) -> str:
        """All that the card says."""
        parts = (self._title, self._where, self._state, self._progress, self._why, self._remedy)
        return " ".join(part.text() for part in parts if part.isVisibleTo(self))

    def show_state(self) -> None:
        """How it is now."""
        download = self.download
        source = source_name(download.order.source)
        titled = self.tr("{name} from {source}")
        self._title.setText(titled.format(name=download.order.repository, source=source))
        self._where.setText(str(download.folder))
        self._where.setToolTip(quoting_tip(str(download.folder)))
        self._show_pill()
        total = download.total_bytes
        self._meter.show_part(download.done_bytes / total if total else 0.0)
        self._progress.setText(download_words(download))
        self._meter.setAccessibleName(self._progress.text())
        self._show_trouble()
        running = download.running
        self.toggle.setText(self.tr("Pause") if running else self.tr("Continue"))
        self.toggle.setToolTip(
            self.tr("Stop; what has arrived is kept")
            if running
            else self.tr("Go on with what has not arrived yet")
        )
        icon_name = "pause" if running else "play"
        if icon_name != self._dressed:
            self._dressed = icon_name
            dress(self._theme, self.toggle, icon_name, "text")

    def _lay_out(self) -> None:
        space = self._theme.space
        top = card_head(self._theme, self._icon, (self._title, self._where), self._state)
        buttons = QHBoxLayout()
        buttons.setSpacing(space("small"))
        buttons.addWidget(self.toggle)
        buttons.addWidget(self.discard)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[space("large")] * 4)
        column.setSpacing(space("small"))
        column.addLayout(top)
        column.addSpacing(space("tight"))
        for widget in (self._meter, self._progress, self._why, self._remedy):
            column.addWidget(widget)
        column.addSpacing(space("tight"))
        column.addLayout(buttons)

    def _show_pill(self) -> None:
        words = {
            Step.ASKING: self.tr("Beginning"),
            Step.ARRIVING: self.tr("Downloading"),
            Step.LOST: self.tr("Connecting again"),
            Step.PAUSED: self.tr("Paused"),
            Step.FAILED: self.tr("Stopped"),
            Step.DONE: self.tr("Done"),
        }
        step = self.download.step
        self._state.setText(words[step])
        pill = _PILL.get(step, "busy")
        if self._state.property("state") != pill:
            for widget in (self, self._state):
                widget.setProperty("state", pill)
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        self.setAccessibleName(f"{self._title.text()}, {words[step]}")

    def _show_trouble(self) -> None:
        download, problem = self.download, self.download.problem
        lost = download.step in (Step.LOST, Step.ASKING) and bool(download.lost)
        self._why.setVisible(lost or problem is not None)
        self._remedy.setVisible(problem is not None)
        if problem is not None:
            self._why.setText(f"{said(problem.what)} {said(problem.why)}")
            self._remedy.setText(said(problem.remedy))
        elif lost:
            lost_words = self.tr("The connection is gone, and is tried again. It said: {why}")
            self._why.setText(lost_words.format(why=download.lost))

    def _on_toggle(self) -> None:
        downloads = self._states.downloads
        if self.download.running:
            downloads.pause(self.download)
        else:
            downloads.resume(self.download)

    def _paint_icon(self) -> None:
        colour = self._theme.tokens.colours["accent"]
        self._icon.setPixmap(icons.pixmap("download", colour, _ICON_SIDE, self.devicePixelRatioF()))
