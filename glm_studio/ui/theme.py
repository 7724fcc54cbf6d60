"""Themes: token files rendered into one style sheet and one palette."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from string import Template
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from glm_studio.resources import resource
from glm_studio.state.appearance import AppearanceState
from glm_studio.ui import icons, memory_files

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

    def __init__(self, appearance: AppearanceState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._base_pt = QApplication.font().pointSizeF()
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
        """Style sheets take images as files alone, so it gets some in the theme's colours."""
        scheme = self._tokens.scheme
        _serve_drawn(scheme)
        return {name.replace("-", "_"): f":/{scheme}/{name}.svg" for name in _DRAWN}


@cache
def _serve_drawn(scheme: str) -> None:
    colours = read_tokens(scheme).colours
    files = {f"{name}.svg": icons.svg(name, colours[role]) for name, role in _DRAWN.items()}
    memory_files.serve(scheme, files)


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
