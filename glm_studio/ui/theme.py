"""Themes: token files rendered into one style sheet and one palette."""

from __future__ import annotations

import logging
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import Template
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from glm_studio.library.atomic import replace, temporary_file
from glm_studio.resources import resource
from glm_studio.state.appearance import AppearanceState
from glm_studio.ui import icons

log = logging.getLogger(__name__)

_DRAWN = {"chevron-up": "text_muted", "chevron-down": "text_muted", "check": "accent_text"}
"""The icons of the style sheet, and the colours that they take."""


@dataclass(frozen=True)
class Tokens:
    """One theme's colours as ``#rrggbb`` by name, and the measures that all themes share."""

    scheme: str
    colours: dict[str, str]
    space: dict[str, int]
    radius: dict[str, int]
    type: dict[str, float]
    size: dict[str, int]


def read_tokens(scheme: str) -> Tokens:
    """The tokens of ``resources/themes/<scheme>.toml`` with the shared measures."""
    theme, metrics = _read_toml(scheme), _read_toml("metrics")
    return Tokens(scheme, theme["colours"], **metrics)


class Theme(QObject):
    """The application's look; `changed` after every switch, for what paints itself."""

    changed = Signal()

    def __init__(
        self,
        appearance: AppearanceState,
        drawn: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`drawn` is the folder for the style sheet's icons; without one they stay black."""
        super().__init__(parent)
        self._appearance = appearance
        self._base_pt = QApplication.font().pointSizeF()
        self._folder = drawn
        self._tokens = read_tokens(appearance.effective)
        appearance.changed.connect(self.apply)

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    @cached_property
    def _sheet(self) -> Template:
        return Template(resource("themes", "studio.qss").read_text("utf-8"))

    def apply(self) -> None:
        """Dress the whole application in the theme that is chosen now."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - themes are applied to windows
        self._tokens = read_tokens(self._appearance.effective)
        app.setPalette(palette(self._tokens))
        app.setStyleSheet(self._sheet.substitute(self._values()))
        self.changed.emit()

    def colour(self, name: str) -> QColor:
        return QColor(self._tokens.colours[name])

    def space(self, name: str) -> int:
        """A distance in logical pixels."""
        return self._tokens.space[name]

    def font(self, role: str) -> QFont:
        """The system's font in one of the sizes of the type scale."""
        font = QFont(QApplication.font())
        font.setPointSizeF(self._base_pt * self._tokens.type[role])
        return font

    def _values(self) -> dict[str, Any]:
        tokens = self._tokens
        points = {role: f"{self._base_pt * ratio:.2f}" for role, ratio in tokens.type.items()}
        radii = {f"radius_{name}": value for name, value in tokens.radius.items()}
        return tokens.colours | tokens.space | points | radii | self._drawn_files()

    def _drawn_files(self) -> dict[str, str]:
        """Style sheets take images as files alone, so its recoloured icons are written out."""
        return {name.replace("-", "_"): _quotable(self._drawn_file(name)) for name in _DRAWN}

    def _drawn_file(self, name: str) -> Path:
        """With a full disk they stay black; that must not keep the window from opening."""
        plain = resource("icons", f"{name}.svg")
        if self._folder is None:
            return plain
        file = self._folder / f"{name}-{self._tokens.scheme}.svg"
        content = icons.svg(name, self._tokens.colours[_DRAWN[name]])
        try:
            if not file.is_file() or file.read_bytes() != content:
                self._folder.mkdir(parents=True, exist_ok=True)
                with temporary_file(self._folder, content, durable=False) as temporary:
                    replace(temporary, file, durable=False)
        except OSError as error:
            log.warning("the style sheet's icons keep their own colour: %s", error)
            return plain
        return file


def _quotable(file: Path) -> str:
    """As it stands between quotation marks in a style sheet: folders are named after users."""
    return file.as_posix().replace("\\", "\\\\").replace('"', '\\"')


def palette(tokens: Tokens) -> QPalette:
    """For what style sheets do not reach: placeholders, links, painted items."""
    role, colour = QPalette.ColorRole, {n: QColor(v) for n, v in tokens.colours.items()}
    made = QPalette(colour["raised"], colour["window"])
    for target, name in (
        (role.WindowText, "text"),
        (role.Text, "text"),
        (role.ButtonText, "text"),
        (role.Base, "field"),
        (role.AlternateBase, "panel"),
        (role.PlaceholderText, "text_faint"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "accent_text"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "text"),
        (role.Link, "accent"),
    ):
        made.setColor(target, colour[name])
    return made


def _read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("themes", f"{name}.toml").read_text("utf-8"))
