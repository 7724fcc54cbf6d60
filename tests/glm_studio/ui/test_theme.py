"""The theme's icons are seen wherever the user's folders are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QCheckBox

from glm_studio.ui.theme import Theme

NAMES = ["Jane Doe", "Jürgen", "李雷", "O'Neil (work)", *([] if os.name == "nt" else ['"x"\\'])]


def _ticked(states, drawn: Path | None) -> QImage:
    theme = Theme(states.appearance, drawn)
    app = QApplication.instance()
    before = app.styleSheet(), app.palette()
    try:
        theme.apply()
        box = QCheckBox()
        box.setChecked(True)
        box.ensurePolished()
        return box.grab().toImage()
    finally:
        states.appearance.changed.disconnect(theme.apply)
        app.setStyleSheet(before[0])
        app.setPalette(before[1])


@pytest.mark.parametrize("name", NAMES)
def test_ticks_are_in_the_colour_of_the_theme_whatever_the_folder_is_called(
    qapp, states, tmp_path, name
) -> None:
    image = _ticked(states, tmp_path / name)
    assert image == _ticked(states, tmp_path / "plain")
    assert image != _ticked(states, None)  # as it comes, which is black
