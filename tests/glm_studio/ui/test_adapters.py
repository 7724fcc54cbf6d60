"""LoRA adapters in the window: brought back with settings, dropped, weighed, removed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from engine.adapters import MAX_ADAPTERS
from engine.api import Adapter, GenerationRequest
from engine.recipe import AdapterUse, Fit, ReferenceUse
from glm_studio.library.metadata import read_picture
from glm_studio.library.picture import Picture
from glm_studio.library.store import save_as
from glm_studio.state.appearance import Appearance
from support.fakes import picture_of
from support.layout import faults, overlapping_zones
from support.references import save


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    files = [tmp_path / f"style {number}.safetensors" for number in range(MAX_ADAPTERS + 1)]
    for file in files:
        file.touch()
    return files


@pytest.fixture
def rows(window, bridge):
    return window.body.panel.adapters


@pytest.fixture
def act(loop):
    """Do something on the running loop."""

    def act(work) -> None:
        async def now() -> None:
            work()

        loop.run_until_complete(now())

    return act


def made_with(
    folder: Path, adapters: dict[Path, float], references: tuple[Path, ...] = (), layout: int = 1
) -> Picture:
    """A saved picture whose recipe names these files."""
    image = picture_of(GenerationRequest("a fox", 256, 256, 1, 1.5, 1, composition_seed=layout))
    uses = tuple(AdapterUse(str(path), "0" * 64, weight) for path, weight in adapters.items())
    refs = tuple(
        ReferenceUse(str(path), "0" * 64, 256, 320, 256, 320, Fit.AS_IT_IS) for path in references
    )
    recipe = dataclasses.replace(image.recipe, adapters=uses, references=refs)
    path = save_as(dataclasses.replace(image, recipe=recipe), folder / "made.png", True)
    return read_picture(path).picture


def drop(window, paths: list[Path]) -> bool:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(window.rect().center(), copy, mime, *nothing)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, mime, *nothing))
    return enter.isAccepted()


def test_use_these_settings_brings_the_adapters_back_and_they_are_sent(
    rows, states, engine, act, wait, files, tmp_path
):
    assert not rows.isVisible()
    gone = tmp_path / "gone.safetensors"
    heard = []
    states.noticed.connect(heard.append)
    states.reuse.use_settings(made_with(tmp_path, {files[0]: 0.5, gone: 1.0, files[1]: -2.0}))
    wait(rows.isVisible)
    assert [(row.name.text(), row.weight.value()) for row in rows.rows] == [
        ("style 0", 0.5),
        ("style 1", -2.0),
    ]
    assert any("gone.safetensors" in line for line in heard)
    act(states.generate)
    wait(lambda: engine.requests)
    assert engine.requests[0].adapters == (
        Adapter(str(files[0]), 0.5),
        Adapter(str(files[1]), -2.0),
    )
    wait(lambda: not states.queue.busy)
    states.reuse.use_settings(made_with(tmp_path, {}))
    wait(lambda: not rows.isVisible())


def test_dropped_files_are_weighed_and_removed(window, rows, states, qtbot, files):
    assert drop(window, files[:2])
    qtbot.waitUntil(rows.isVisible)
    assert drop(window, files[:1])  # it is there already
    first, second = rows.rows
    first.weight.lineEdit().selectAll()
    qtbot.keyClicks(first.weight, "-1.5")
    qtbot.keyClick(first.weight, Qt.Key.Key_Return)
    assert [adapter.weight for adapter in states.adapters.adapters] == [-1.5, 1.0]
    qtbot.mouseClick(second.cross, Qt.MouseButton.LeftButton)
    assert states.adapters.adapters == (Adapter(str(files[0]), -1.5),)


def test_tab_goes_through_the_panel_from_top_to_bottom(window, rows, states, qtbot, files):
    drop(window, files[:1])
    drop(window, files[1:2])
    qtbot.waitUntil(lambda: all(row.isVisible() for row in rows.rows))
    parts = [part for row in rows.rows for part in (row.weight, row.cross)]
    window.body.panel.references.add.setFocus()
    for expected in parts:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.body.panel.size_section.head
    for _ in window.body.panel.size_picker.chips:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.body.panel.size_picker.chips[-1]


def test_a_weight_beyond_the_limits_becomes_the_nearest_and_says_so(
    window, rows, states, qtbot, files
):
    drop(window, files[:1])
    qtbot.waitUntil(rows.isVisible)
    heard = []
    states.noticed.connect(heard.append)
    field = rows.rows[0].weight
    field.lineEdit().selectAll()
    qtbot.keyClicks(field, "-9")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert states.adapters.adapters[0].weight == -4.0
    assert "-4 to 4" in heard[0]


def test_more_files_than_there_is_room_for(window, rows, states, files):
    heard = []
    states.noticed.connect(heard.append)
    drop(window, files)
    assert len(rows.rows) == MAX_ADAPTERS
    assert str(MAX_ADAPTERS) in heard[0]


def test_generate_right_after_use_these_settings_makes_what_those_say(
    window, bridge, states, engine, act, wait, files, tmp_path
):
    reference = Path(save(tmp_path, 256, 320, 1))
    states.prompt.set_text("something else")
    states.adapters.add(files[2:3])
    picture = made_with(tmp_path, {files[0]: 0.5}, (reference,), layout=7)

    def at_once() -> None:
        states.reuse.use_settings(picture)
        window.body.generate()

    act(at_once)
    wait(lambda: engine.requests)
    (request,) = engine.requests
    assert (request.prompt, request.seed, request.composition_seed) == ("a fox", 1, 7)
    assert request.adapters == (Adapter(str(files[0]), 0.5),)
    assert [ref.path for ref in request.references] == [str(reference)]
    wait(lambda: not states.queue.busy)


def test_only_the_settings_that_were_asked_for_last_count(window, bridge, states, wait, tmp_path):
    (tmp_path / "other").mkdir()
    first, last = made_with(tmp_path, {}, layout=7), made_with(tmp_path / "other", {}, layout=8)
    values = []
    states.parameters.changed.connect(lambda: values.append(states.parameters.value))
    states.reuse.use_settings(first)
    states.reuse.use_settings(last)
    wait(lambda: values)
    assert {value.composition_seed for value in values} == {8}


def test_the_details_tell_what_only_the_file_knows(window, bridge, states, wait, files, tmp_path):
    reference = Path(save(tmp_path, 256, 320, 1))
    picture = made_with(tmp_path, {files[0]: 0.5, files[1]: 1.0}, (reference,), layout=7)
    details = window.body.gallery.details
    states.gallery.select(picture)
    wait(lambda: "style 0 0.5, style 1 1" in details.text())
    assert reference.name in details.text()
    names = [details._facts.itemAtPosition(row, 0).widget().text() for row in range(8)]
    assert names[1:3] == ["Layout seed", "Detail seed"]
    assert [value.text() for value in details._values[1:3]] == ["7", "1"]


@pytest.mark.parametrize("look", [Appearance.DARK, Appearance.LIGHT])
@pytest.mark.parametrize("size", [(1024, 640), (1920, 1080)])
def test_nothing_is_cut_off_with_all_adapters(
    make_window, bridge, states, wait, files, tmp_path, size, look
):
    window = make_window(size, look)
    states.add_adapters(files[:MAX_ADAPTERS])
    states.gallery.select(made_with(tmp_path, dict.fromkeys(files, 0.5), layout=7))
    wait(lambda: "style 0 0.5" in window.body.gallery.details.text())
    assert faults(window) == []
    assert overlapping_zones(window) == []
