"""A window over a library whose every text is markup: all of it is shown as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QMenu,
    QPushButton,
    QTextEdit,
    QWidget,
)

from engine.api import GenerationRequest
from engine.checkpoint import open_checkpoint
from engine.errors import Problem
from engine.recipe import ModelIdentity
from glm_studio.library.atomic import make_folder
from glm_studio.library.folders import Folders
from glm_studio.library.library import Library
from glm_studio.library.metadata import encode_png
from glm_studio.library.sidecar import Marks, write_marks
from glm_studio.state.pages import Page
from glm_studio.ui.controls import menu_words, quoting_tip
from support.fakes import picture_of
from support.gallery import gallery_page

MARK = "intruder"
MARKUP = f'<h1>{MARK}</h1><img src="file:///etc/{MARK}"><a href="file:///{MARK}">&{MARK}</a>'
NAME = f"<b>{MARK}<b>&file"
"""As far as a file system takes it."""

ROLES = (
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
)
"""What Qt itself shows, and takes for HTML where it looks like it."""


def faults(window: QWidget) -> list[str]:
    """Texts in a window that Qt would take for something else than what was written."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        where = f"{type(widget).__name__} {widget.objectName()}"
        found += [f"tip of {where}: {tip}" for tip in _tips(widget) if _is_taken_for_html(tip)]
        if isinstance(widget, QLabel) and _is_interpreted(widget):
            found.append(f"{where}: {widget.text()}")
        if isinstance(widget, QAbstractButton):
            found += _mnemonics(widget.text(), where)
        if isinstance(widget, QTextEdit):
            found.append(f"{where} takes rich text")
        if isinstance(widget, QComboBox):
            found += _of_model(widget.model(), where)
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            found += _of_model(widget.model(), where)
        if isinstance(widget, QMenu):
            found += _of_menu(widget, where)
    return found


def _tips(widget: QWidget) -> tuple[str, ...]:
    return widget.toolTip(), widget.statusTip(), widget.whatsThis()


def _is_taken_for_html(text: str) -> bool:
    return any(tag in text for tag in ("<h1", "<img", "<a ", "<b>"))


def _is_interpreted(label: QLabel) -> bool:
    """A label either shows plain text, or rich text in which everything foreign is escaped."""
    if label.textFormat() is Qt.TextFormat.RichText:
        return any(tag in label.text() for tag in ("<h1", "<img", "<a ", f"<b>{MARK}"))
    return bool(label.text()) and label.textFormat() is not Qt.TextFormat.PlainText


def _mnemonics(text: str, where: str) -> list[str]:
    return [f"{where} announces a key: {text}"] if MARK in text and _one_ampersand(text) else []


def _one_ampersand(text: str) -> bool:
    return "&" in text.replace("&&", "")


def _of_model(model: QAbstractItemModel, where: str) -> Iterator[str]:
    for index in _indexes(model, QModelIndex()):
        for role in ROLES:
            text = index.data(role)
            if isinstance(text, str) and _is_taken_for_html(text):
                yield f"{where}, {role}: {text}"


def _indexes(model: QAbstractItemModel, above: QModelIndex) -> Iterator[QModelIndex]:
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        yield index
        yield from _indexes(model, index)


def _of_menu(menu: QMenu, where: str) -> Iterator[str]:
    menu.aboutToShow.emit()  # some are filled only then
    for action in menu.actions():
        assert isinstance(action, QAction)
        yield from _mnemonics(action.text(), where)
        if menu.toolTipsVisible() and _is_taken_for_html(action.toolTip()):
            yield f"tip in {where}: {action.toolTip()}"


@pytest.fixture
def hostile_shelf(states, tmp_path: Path) -> Iterator[Library]:
    """Four pictures, in whose files and names all is markup."""
    home = tmp_path / "home"
    folders = Folders(*(home / name for name in ("pictures", "data", "cache", "config")))
    inner = folders.pictures / NAME
    make_folder(inner)
    for number in range(4):
        image = picture_of(GenerationRequest(MARKUP, 64, 64, 4 + number, 1.5, number))
        recipe = replace(
            image.recipe,
            model=ModelIdentity(MARKUP, MARKUP),
            device=MARKUP,
            precision=MARKUP,
            versions={MARKUP: MARKUP},
            hardware={MARKUP: {MARKUP: MARKUP}},
        )
        path = inner / f"{NAME}{number}.png"
        path.write_bytes(encode_png(replace(image, recipe=recipe)))
        write_marks(path, Marks(3, (MARKUP[:150],), (f"board {MARKUP[:150]}",)))
    (inner / f"{NAME}.jpg").write_bytes(b"no picture")
    library = Library(folders)
    library.open()
    assert library.wait_scanned(10)
    states.open_library(library)
    yield library
    library.close()


@pytest.fixture
def full(window, hostile_shelf, states, qtbot, tmp_path: Path) -> QWidget:
    """The window, with markup in all that it can show at once."""
    prompts = tmp_path / "prompts"
    for kind in ("templates", "styles"):
        make_folder(prompts / kind)
        quoted = MARKUP.replace('"', '\\"')
        text = f'name = "{quoted}"\ntext = "{quoted} {{field}}"\nabout = "{quoted}"\n'
        (prompts / kind / "mine.toml").write_text(text)
    make_folder(prompts / "wildcards")
    (prompts / "wildcards" / f"{NAME}.txt").write_text(f"{MARKUP}\n{MARK}\n")
    (prompts / "snippets.json").write_text('[{"name": "<b>intruder<b>&x", "text": "<img src=a>"}]')
    states.model.describe(open_checkpoint(states.model.folder))
    states.prompt_tools.open(prompts)
    states.prompt_kit.open(prompts)
    states.presets.save(MARKUP[:40], with_size=True)
    states.prompt.set_text(MARKUP)
    states.references.add([tmp_path / "home" / "pictures" / NAME / f"{NAME}0.png"])
    states.adapters.add([tmp_path / f"{NAME}.safetensors"])
    states.failures.show(Problem("engine", MARKUP, MARKUP, MARKUP))
    states.noticed.emit(MARKUP)
    qtbot.waitUntil(lambda: len(states.gallery.pictures) == 4)
    return window


def test_no_page_takes_a_text_for_anything_but_text(full, states, qtbot):
    picture = states.gallery.pictures[0]
    states.stage.show_picture(picture)
    qtbot.waitUntil(lambda: states.canvas.frame.picture == picture)
    assert any(MARK in label.text() for label in full.findChildren(QLabel) if label.isVisible())
    for page in Page:
        states.pages.show(page)
        states.gallery.select(picture)
        qtbot.wait(20)
        assert faults(full) == [], page


def test_neither_do_compared_pictures_and_the_queue(full, states, qtbot):
    gallery_page(full)
    states.comparison.open(states.gallery.pictures)
    compared = states.comparison.compared
    qtbot.waitUntil(lambda: all(compared(picture) for picture in states.comparison.pictures))
    assert faults(full) == []
    states.pages.show(Page.CREATE)
    states.queue_edits.set_paused(True)
    states.generate()
    full.body.open_queue()
    qtbot.wait(20)
    assert faults(full) == []
    states.queue.cancel_all()


def test_the_walk_sees_what_qt_would_take_for_html(qtbot):
    """Without this, a walk that looks at nothing would pass."""
    window = QWidget()
    qtbot.addWidget(window)
    made = QLabel(MARKUP, window)
    made.setToolTip(MARKUP)
    button = QPushButton(f"&{MARK}", window)
    assert len(faults(window)) == 3
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setToolTip(quoting_tip(MARKUP))
    button.setText(menu_words(f"&{MARK}"))
    assert faults(window) == []
