"""What can be done with a picture that was dropped on the window or pasted into it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from engine.api import MAX_REFERENCES
from glm_studio.state.incoming import Incoming
from glm_studio.state.pages import Page
from glm_studio.state.studio import StudioState
from glm_studio.ui import wording
from glm_studio.ui.controls import ElidedLabel, paragraph, push_button, quoting_tip
from glm_studio.ui.sheet import Sheet
from glm_studio.ui.theme import Theme

_THUMBNAIL = 168
_LONGEST = 360
"""Characters of the prompt that are shown."""


class DropOffer(Sheet):
    """The picture, what it says, and a button for each use. The likeliest one has the keyboard."""

    def __init__(self, states: StudioState, incoming: Incoming, theme: Theme) -> None:
        super().__init__(theme, self.tr("What is this picture for?"), 580)
        self._states, self._incoming = states, incoming
        self._wanted = False
        """Whether its file is needed."""
        self.uses: dict[str, QPushButton] = {}
        self._show_picture()
        self._add_uses()
        self.closed.connect(self._on_closed)

    def focus_first(self) -> None:
        next(iter(self.uses.values())).setFocus(Qt.FocusReason.PopupFocusReason)

    def give_way_to(self, newer: Incoming) -> Incoming:
        """Close; what was pasted twice is one file, which goes with the newer offer from now on."""
        own = self._incoming
        if own.is_new and not self._wanted and own.picture.path == newer.picture.path:
            self._wanted, newer = True, dataclasses.replace(newer, is_new=True)
        self.close_sheet()
        return newer

    def _show_picture(self) -> None:
        theme, picture = self._theme, self._incoming.picture
        row = QHBoxLayout()
        row.setSpacing(theme.space("large"))
        row.addWidget(_Thumbnail(self._incoming, theme), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.space("tight"))
        name = self.tr("From the clipboard") if self._incoming.stored else picture.path.name
        heading = ElidedLabel("body")
        heading.setText(name)
        heading.setToolTip(quoting_tip(str(picture.path)))
        column.addWidget(heading)
        column.addWidget(self._facts())
        prompt = paragraph("muted")
        text = picture.prompt.strip()
        prompt.setText(text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…")
        prompt.setVisible(bool(text))
        column.addWidget(prompt)
        column.addStretch(1)
        row.addLayout(column, 1)
        self.content.addLayout(row)

    def _facts(self) -> QWidget:
        facts = wording.facts(self._incoming.picture)
        said = paragraph("small")
        said.setText("  ·  ".join(f"{name} {value}" for name, value in facts))
        return said

    def _add_uses(self) -> None:
        incoming = self._incoming
        count = min(1 + len(incoming.others), MAX_REFERENCES)
        if incoming.has_prompt and incoming.has_settings:
            self._add_use(
                "settings", self.tr("Use all its settings"), "rotate-ccw", self._use_settings
            )
        if incoming.has_prompt:
            self._add_use("prompt", self.tr("Use its prompt"), "type", self._use_prompt)
        self._add_use(
            "reference",
            self.tr("Use %n picture(s) as reference", "", count)
            if count > 1
            else self.tr("Use it as a reference"),
            "images",
            self._use_as_reference,
        )
        self._add_use("canvas", self.tr("Open it on the canvas"), "image", self._open)

    def _add_use(self, name: str, text: str, icon_name: str, run: Callable[[], None]) -> None:
        first = not self.uses
        colour = "accent_text" if first else "text"
        button = push_button(self._theme, text, "primary" if first else "tall", icon_name, colour)
        button.clicked.connect(lambda: self._do(run))
        self.uses[name] = button
        self.content.addWidget(button)

    def _do(self, run: Callable[[], None]) -> None:
        run()
        self._states.pages.show(Page.CREATE)
        self.close_sheet()

    def _use_settings(self) -> None:
        self._states.reuse.use_settings(self._incoming.picture)

    def _use_prompt(self) -> None:
        self._states.reuse.use_prompt(self._incoming.picture.prompt)

    def _use_as_reference(self) -> None:
        self._wanted = True
        paths = [self._incoming.picture.path, *self._incoming.others]
        if self._states.references.add(paths):
            said = self.tr("Only {n} reference pictures can be used at a time.")
            self._states.noticed.emit(said.format(n=MAX_REFERENCES))

    def _open(self) -> None:
        self._wanted = True
        self._states.stage.show_picture(self._incoming.picture)

    def _on_closed(self) -> None:
        if not self._wanted:
            self._states.prompt_tools.incoming.let_go(self._incoming)


class _Thumbnail(QWidget):
    def __init__(self, incoming: Incoming, theme: Theme) -> None:
        super().__init__()
        self._image, self._theme = incoming.image, theme
        self.setAccessibleName(incoming.picture.path.name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        box = QSize(_THUMBNAIL, _THUMBNAIL)
        return self._image.size().scaled(box, Qt.AspectRatioMode.KeepAspectRatio)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape, radius = QPainterPath(), self._theme.tokens.radius["small"]
        shape.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(shape)
        painter.drawImage(self.rect(), self._image)
