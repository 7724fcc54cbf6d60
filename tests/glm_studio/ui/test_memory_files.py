"""Files in memory: Qt reads them as it reads files, and there is nothing on the disk."""

from __future__ import annotations

import string

import pytest
from PySide6.QtCore import QFile, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QCheckBox

from glm_studio.state.preferences import APPEARANCE
from glm_studio.ui.memory_files import serve
from glm_studio.ui.theme import Theme


def read(name: str) -> bytes:
    file = QFile(name)
    assert file.open(QIODevice.OpenModeFlag.ReadOnly), file.errorString()
    return file.readAll().data()


def test_every_file_is_found_by_its_name():
    files = {f"{a}{b}.txt": f"{a} {b}".encode() for a in string.ascii_letters for b in "x-9é"}
    serve("many", files)
    serve("others", {"aé.txt": b""})
    assert {name: read(f":/many/{name}") for name in files} == files
    assert read(":/others/aé.txt") == b""


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_a_ticked_box_shows_its_tick_in_the_theme_s_colour(states, qtbot, appearance):
    states.preferences.set(APPEARANCE, appearance)
    theme = Theme(states.appearance)
    theme.apply()
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setChecked(True)
    image: QImage = box.grab().toImage()
    for wanted in (theme.colour("accent"), theme.colour("accent_text")):
        assert any(
            _is_near(image.pixelColor(x, y), wanted)
            for x in range(image.width())
            for y in range(image.height())
        ), wanted.name()


def _is_near(found: QColor, wanted: QColor) -> bool:
    """But for what smooth edges mix into a line of two pixels."""
    return all(
        abs(one - other) <= 4 for one, other in zip(found.toTuple(), wanted.toTuple(), strict=True)
    )
