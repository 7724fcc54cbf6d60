"""Small things that spoil a day: each was seen once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QFocusEvent, QImage, QShortcut, QWheelEvent
from PySide6.QtWidgets import QApplication, QSplitter

from engine.api import GenerationRequest, JobCancelled, Loading, Stage
from engine.errors import Problem
from glm_studio.library.metadata import read_picture
from glm_studio.library.store import SaveError, save_picture
from glm_studio.state.canvas import Kind
from glm_studio.state.model import Phase
from support.fakes import FakeEngine, picture_of, run_script, some_picture
from support.listings import listed


@pytest.fixture
def act(loop):
    """Do something on the running loop."""

    def act(work) -> None:
        async def now() -> None:
            work()

        loop.run_until_complete(now())

    return act


@pytest.fixture
def typed(window, bridge, states):
    states.prompt.set_text("a red circle")
    return window


def refuse_once(library, rescued: Path | None = None) -> None:
    library.failing = SaveError(Path("/full"), OSError(28, "No space left"), rescued)


# Pictures that the disk refuses -----------------------------------------------------------------


def test_refused_pictures_stay_until_the_disk_takes_them(typed, engine, library, states, act, wait):
    refuse_once(library)
    act(states.generate)
    wait(lambda: states.queue.unsaved == 1)
    states.failures.dismiss()  # the banner may go, the picture may not
    act(states.generate)
    wait(lambda: len(library.pictures()) == 1)
    assert states.queue.unsaved == 1
    assert typed.body.progress.save_again.isVisible()
    assert "1 not saved" in typed.body.progress.text()
    act(typed.body.progress.save_again.click)
    wait(lambda: len(library.pictures()) == 2)
    assert states.queue.unsaved == 0
    assert len(engine.requests) == 2


def test_a_refused_picture_is_shown_as_not_saved_and_nothing_seems_to_run(
    typed, library, states, act, wait
):
    refuse_once(library)
    act(states.generate)
    wait(lambda: states.queue.unsaved == 1)
    states.failures.dismiss()
    assert "not saved" in typed.body.centre.bar._words()
    assert typed.body.panel.generate_bar.generate.isVisible()
    states.canvas.show_picture(some_picture(1), QImage(8, 8, QImage.Format.Format_RGB32))
    assert not states.canvas.live_hidden


def test_closing_tries_once_more(typed, bridge, library, states, act, wait, loop):
    refuse_once(library)
    act(states.generate)
    wait(lambda: states.queue.unsaved == 1)
    loop.run_until_complete(bridge.drain())
    assert len(library.pictures()) == 1


def test_a_rescued_picture_is_on_disk_and_only_told(typed, library, states, act, wait, tmp_path):
    request = GenerationRequest("a red circle", 256, 256, 12, 1.5, 3)
    rescued = save_picture(picture_of(request), tmp_path)
    refuse_once(library, rescued)
    act(states.generate)
    wait(lambda: states.canvas.frame.picture is not None)
    assert states.canvas.frame.picture.path == rescued
    assert states.queue.entries == []
    assert str(rescued) in states.failures.problem.what
    assert states.failures.action == "Move it there now"  # and not written a second time


# Following and choosing -------------------------------------------------------------------------


def test_cancelling_one_of_several_shows_the_next_not_an_old_picture(
    typed, engine, library, states, act, wait, tmp_path
):
    request = GenerationRequest("old", 256, 256, 12, 1.5, 3)
    old = read_picture(save_picture(picture_of(request), tmp_path)).picture
    library.add(old)
    states.gallery.select(old)
    engine.script = run_script(hold_at=Stage.DENOISE)
    states.parameters.set_count(2)
    act(states.generate)
    wait(lambda: states.canvas.frame.kind is Kind.PREVIEW)
    first = states.queue.current
    act(states.queue.cancel_current)
    wait(lambda: states.queue.current is not first and states.canvas.frame.kind is Kind.PREVIEW)
    wait(states.background._work.empty)
    assert not states.canvas.live_hidden
    act(states.queue.cancel_all)
    wait(lambda: not states.queue.busy)


def test_an_old_picture_that_opens_late_does_not_hide_the_new_one(
    typed, engine, states, act, wait, tmp_path
):
    request = GenerationRequest("old", 256, 256, 12, 1.5, 3)
    old = read_picture(save_picture(picture_of(request), tmp_path)).picture
    engine.script = run_script(hold_at=Stage.PRIOR)

    def choose_then_generate() -> None:
        states.stage.show_picture(old)
        states.generate()

    act(choose_then_generate)
    wait(lambda: states.canvas.frame.kind is Kind.COMPOSING)
    wait(states.background._work.empty)
    assert states.canvas.frame.kind is Kind.COMPOSING
    act(states.queue.cancel_all)
    wait(lambda: not states.queue.busy)


def test_a_click_opens_a_picture_once(window, bridge, library, states, qtbot, wait):
    library.add(some_picture(1))
    wait(lambda: window.body.gallery.view.model().rowCount() == 1)
    chosen = []
    window.body.gallery.view.chosen.connect(chosen.append)
    view = window.body.gallery.view
    spot = view.visualRect(view.model().index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert len(chosen) == 1
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert len(chosen) == 2  # and again, to come back to it


# Hands that are quicker than meant ----------------------------------------------------------------


def test_a_double_click_makes_a_picture_and_does_not_cancel_it(typed, engine, act, wait, states):
    engine.script = run_script(hold_at=Stage.PRIOR)
    bar = typed.body.panel.generate_bar
    wait(lambda: not bar._just_swapped())
    act(bar.generate.click)
    act(bar.cancel.click)
    assert not engine.jobs[-1].cancelled
    wait(lambda: not bar._just_swapped())
    act(bar.cancel.click)
    assert engine.jobs[-1].cancelled
    wait(lambda: not states.queue.busy)


def test_a_held_key_does_not_queue_or_cancel_again_and_again(window):
    for shortcut in window.findChildren(QShortcut):
        zooms = shortcut.key().toString() in ("Ctrl++", "Ctrl+=", "Ctrl+-")
        assert shortcut.autoRepeat() is zooms


def test_a_tile_let_go_over_the_window_changes_nothing(window, bridge, states, tmp_path):
    class InnerDrop(QDropEvent):
        def source(self):
            return window.body.gallery.view

    path = save_picture(picture_of(GenerationRequest("old", 256, 256, 9, 1.5, 3)), tmp_path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    states.prompt.set_text("mine")
    drop = InnerDrop(
        QPointF(300, 300), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(drop)
    assert states.prompt.text == "mine"
    assert not drop.isAccepted()


def test_scrolling_past_a_field_leaves_it_alone(window, bridge, states):
    field = window.body.panel.steps.field
    window.body.panel.prompt.setFocus()
    before = field.value()
    middle = QPointF(field.rect().center())
    wheel = QWheelEvent(
        middle, field.mapToGlobal(middle), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field, wheel)
    assert field.value() == before


# Numbers ----------------------------------------------------------------------------------------


def test_an_emptied_seed_shows_the_seed_that_is_used(window, bridge, states):
    states.parameters.set_seed(77)
    field = window.body.panel.seed._field
    field.clear()
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut))
    assert field.text() == "77"


def test_the_guidance_that_is_shown_is_the_one_that_is_used(window, bridge, states):
    states.parameters.set_guidance(2.37)
    assert window.body.panel.guidance.field.value() == 2.37
    assert window.body.panel.guidance.field.text().replace(",", ".") == "2.37"
    states.parameters.set_guidance(1.5)
    assert window.body.panel.guidance.field.text().replace(",", ".") == "1.5"


def test_trying_the_model_again_keeps_what_was_set_meanwhile(states, bridge):
    states.parameters.set_steps(33)
    states.model.describe(states.model.checkpoint)
    assert states.parameters.value.steps == 33


def test_closing_before_a_model_was_found_forgets_nothing(qapp, tmp_path):
    from glm_studio.state.memory import Memory
    from glm_studio.state.studio import StudioState

    memory = Memory(tmp_path / "window.json")
    memory.put("model", "GLM-Image")
    memory.put("parameters", {"steps": 44})
    states = StudioState(tmp_path, memory)
    states.remember()
    assert (memory.text("model"), memory.group("parameters")) == ("GLM-Image", {"steps": 44})
    states.close()


# The line and the banner ------------------------------------------------------------------------


def test_the_time_left_is_seen_even_where_the_rest_is_shortened(make_window, states, bridge):
    window = make_window((1024, 640))
    gib = 1 << 30
    states.model.load()
    states.model.apply(Loading("", "vision_language_encoder", 12 * gib, 35 * gib))
    line = window.body.progress
    line._left.setText("  ·  12 min 34 s left")
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert line._left.width() >= line._left.sizeHint().width()
    assert line._left.geometry().right() <= line.width()


def test_pages_of_an_error_leave_its_buttons_in_reach(make_window, states, bridge):
    window = make_window((1024, 640))
    states.failures.show(Problem("x", "It broke.", "a long story " * 400, "Mend it."), print)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    banner = window.body.banner
    assert banner.geometry().bottom() < banner.parentWidget().height()
    assert banner.rect().contains(banner.retry.geometry())


def test_markup_in_an_error_is_text(window, states):
    states.failures.show(Problem("x", "<b>bold</b>.png cannot be read.", "y", "z"))
    assert window.body.banner.sentences[0].textFormat() is Qt.TextFormat.PlainText


def test_cancelling_the_load_does_not_look_like_loading(window, bridge, states):
    states.model.load()
    states.model.apply(JobCancelled("", Stage.LOAD))
    assert states.model.phase is Phase.UNLOADED
    assert "next picture" in window.body.progress.text()


def test_a_panel_cannot_be_dragged_out_of_existence(window):
    zones = window.findChildren(QSplitter)[0]
    zones.setSizes([0, 1000, 0])
    assert min(zones.sizes()) > 200


def test_ctrl_l_brings_a_hidden_panel_back(window, qtbot):
    window.body.header.left.click()
    assert not window.body.panel.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.body.panel.isVisible()


# Odd files --------------------------------------------------------------------------------------


def test_a_picture_of_the_year_9999_has_details(window, bridge, states):
    import dataclasses

    late = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    states.gallery.select(dataclasses.replace(some_picture(1), created=late))
    assert "9999" in window.body.gallery.details.text()


def test_a_prompt_of_megabytes_does_not_stop_the_window(window, bridge, states, wait):
    import dataclasses

    long = dataclasses.replace(some_picture(1), prompt="word " * 400_000)
    states.gallery.select(long)
    states.reuse.use_settings(long)
    wait(lambda: states.prompt.text)
    assert len(window.body.gallery.details.text()) < 20_000
    assert len(states.prompt.text) <= 50_000


@pytest.mark.parametrize("content", ["[" * 5000, '{"parameters": {"seed": 1' + "0" * 400 + "}}"])
def test_odd_settings_files_do_not_keep_the_window_closed(qapp, tmp_path, content):
    from glm_studio.state.memory import Memory
    from glm_studio.state.studio import StudioState

    file = tmp_path / "window.json"
    file.write_text(content)
    memory = Memory(file)
    memory.read()
    states = StudioState(tmp_path, memory)
    states.recall()
    states.parameters.restore(memory.group("parameters"))
    states.close()


def test_a_full_disk_does_not_keep_the_window_closed(make_window, monkeypatch):
    import tempfile

    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryDirectory", full)
    assert make_window().isVisible()


def test_a_large_gallery_finds_a_picture_quickly(qapp, states):
    from glm_studio.ui.gallery_model import GalleryModel

    pictures = [some_picture(number) for number in range(3000)]
    states.gallery._pictures = listed(pictures)
    model = GalleryModel(states.gallery)
    for row in (0, 1, 1499, 2998, 2999):
        assert model.row_of(pictures[row]) == row
    assert model.row_of(some_picture(5000)) == -1


def test_the_gallery_says_that_it_still_looks(window, states, library, bridge, wait):
    library.scanned = False
    for listener in list(library._listeners):
        listener()
    wait(lambda: "Looking through" in window.body.gallery._empty.text())


def test_a_picture_asked_for_after_a_failed_start_tries_the_model_again(loop, qapp, tmp_path):
    import asyncio

    from engine.errors import CheckpointError
    from glm_studio.app import Studio
    from glm_studio.library.folders import Folders
    from glm_studio.resources import resource

    tries = []

    def make():
        tries.append(1)
        if len(tries) == 1:
            raise CheckpointError(Path("weights"), "a file", "none")
        return FakeEngine(run_script())

    async def session() -> None:
        folders = Folders(*(tmp_path / name for name in "abcd"))
        studio = Studio(resource("models", "nano"), make, folders)
        running = asyncio.ensure_future(studio.run())
        async with asyncio.timeout(20):
            while studio.states.model.phase is not Phase.FAILED:
                await asyncio.sleep(0.01)
            studio.states.failures.dismiss()
            studio.states.prompt.set_text("a red circle")
            studio.states.generate()
            while not studio.states.gallery.pictures:
                await asyncio.sleep(0.01)
        studio.window.close()
        await running

    loop.run_until_complete(session())
    assert len(tries) == 2
