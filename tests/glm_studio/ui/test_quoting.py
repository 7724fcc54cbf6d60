"""Texts of others are shown as they were written, wherever they are shown."""

import dataclasses

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from glm_studio.ui.controls import ElidedLabel, label, menu_words, quoting_tip
from glm_studio.ui.filter_chip import add_choice
from glm_studio.ui.gallery_model import tip
from support.fakes import some_picture

HOSTILE = '<img src="//elsewhere/share/picture.png"> & <b>so on</b>'


def test_labels_take_nothing_for_html(qtbot):
    for shown in (label(HOSTILE, "small"), ElidedLabel("value")):
        qtbot.addWidget(shown)
        shown.setText(HOSTILE)
        assert shown.textFormat() is Qt.TextFormat.PlainText
        assert shown.text() == HOSTILE


def test_a_tool_tip_quotes():
    said = quoting_tip(HOSTILE)
    assert "<img" not in said
    assert "&lt;img" in said
    assert quoting_tip("/home/me/owl.png") == "/home/me/owl.png"
    assert quoting_tip("") == ""
    assert len(quoting_tip("word " * 10_000)) < 600


def test_a_picture_s_tip_quotes_its_prompt():
    said = tip(dataclasses.replace(some_picture(1), prompt=HOSTILE))
    assert "<img" not in said
    assert "so on" in said


def test_an_ampersand_in_a_name_stays(qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    assert add_choice(menu, "R&B", False, lambda: None).text() == menu_words("R&B") == "R&&B"
