"""Making pictures in the window, as a user does it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from engine.api import JobFailed, Stage, StageStarted
from engine.errors import Problem, RequestError
from engine.sizes import prior_tokens
from glm_studio.bridge import Bridge
from glm_studio.state.canvas import Kind
from support.fakes import FakeEngine, run_script, some_picture

PROBLEM = Problem(
    "out_of_memory", "It ran out of memory.", "3 GiB were missing.", "Make it smaller."
)


@pytest.fixture
def typed(window, bridge, qtbot):
    """A window with a prompt in it."""
    qtbot.keyClicks(window.body.panel.prompt, "a red circle")
    return window


def press(qtbot, widget, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(widget, key, modifier)


def generate(loop, qtbot, window) -> None:
    """Ctrl+Enter in the prompt, on the running loop."""

    async def act() -> None:
        press(
            qtbot, window.body.panel.prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )

    loop.run_until_complete(act())


def test_ctrl_enter_submits_exactly_what_the_panel_shows(typed, engine, states, loop, wait, qtbot):
    panel = typed.body.panel
    panel.size_picker.chips[1].click()
    panel.steps.field.setValue(7)
    panel.guidance.field.setValue(2.5)
    states.parameters.set_seed(77)
    generate(loop, qtbot, typed)
    (request,) = engine.requests
    assert (request.prompt, request.seed) == ("a red circle", 77)
    assert (request.width, request.height) == panel.size_picker.chips[1].size_px
    assert (request.steps, request.guidance) == (7, 2.5)


def test_a_number_that_is_still_being_typed_counts(typed, engine, states, loop, qtbot):
    field = typed.body.panel.steps.field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "23")
    assert states.parameters.value.steps != 23

    async def act() -> None:
        typed.body.generate()

    loop.run_until_complete(act())
    assert engine.requests[0].steps == 23


def test_three_pictures_run_one_seed_after_the_other(typed, engine, states, loop, wait, qtbot):
    states.parameters.set_seed(5)
    typed.body.panel.count.setValue(3)
    generate(loop, qtbot, typed)
    wait(lambda: len(states.gallery.pictures) == 3)
    assert [request.seed for request in engine.requests] == [5, 6, 7]


def test_an_empty_prompt_asks_for_words_instead(window, bridge, engine, loop, qtbot):
    generate(loop, qtbot, window)
    assert engine.requests == []
    assert "what the picture should show" in window.body.toast.text()


def test_preview_then_picture_then_saved(typed, engine, states, loop, wait, qtbot):
    engine.script = run_script(hold_at=Stage.DENOISE)
    generate(loop, qtbot, typed)
    wait(lambda: states.canvas.frame.kind is Kind.PREVIEW)
    wait(lambda: typed.body.progress.text().startswith("Painting"))
    engine.release()
    wait(lambda: states.canvas.frame.picture is not None)
    assert states.gallery.selection is states.canvas.frame.picture
    assert "a red circle" in typed.body.gallery.details.text()
    assert "Saved" in typed.body.toast.text()
    toast, bar = typed.body.toast, typed.body.centre.bar
    below = bar.mapTo(typed.body.pages, bar.rect().topLeft()).y()
    qtbot.waitUntil(lambda: toast.geometry().bottom() < below)  # what can be done stays in reach


def test_the_button_becomes_cancel_while_a_picture_is_made(typed, engine, loop, wait, qtbot):
    bar = typed.body.panel.generate_bar
    engine.script = run_script(hold_at=Stage.PRIOR)
    generate(loop, qtbot, typed)
    assert bar.cancel.isVisible()
    assert not bar.generate.isVisible()
    engine.release()
    wait(bar.generate.isVisible)
    assert not bar.cancel.isVisible()


def test_escape_cancels_the_running_picture(typed, engine, states, loop, wait, qtbot):
    engine.script = run_script(hold_at=Stage.PRIOR)
    generate(loop, qtbot, typed)
    wait(lambda: states.canvas.frame.kind is Kind.COMPOSING)
    press(qtbot, typed, Qt.Key.Key_Escape)
    assert engine.jobs[-1].cancelled
    wait(lambda: not states.queue.busy)
    assert states.canvas.frame.kind is Kind.EMPTY
    assert len(states.gallery.pictures) == 0


def test_shift_escape_cancels_the_waiting_ones_too(typed, engine, states, loop, wait, qtbot):
    engine.script = run_script(hold_at=Stage.PRIOR)
    states.parameters.set_count(4)
    generate(loop, qtbot, typed)
    wait(lambda: states.queue.current.progress)
    press(qtbot, typed, Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    wait(lambda: not states.queue.busy)
    assert all(job.cancelled for job in engine.jobs[1:])


def test_a_failure_says_what_why_and_what_to_do(typed, engine, states, loop, wait, qtbot):
    engine.script = (StageStarted("", Stage.PRIOR, 9), JobFailed("", Stage.PRIOR, PROBLEM))
    generate(loop, qtbot, typed)
    wait(typed.body.banner.isVisible)
    banner = typed.body.banner
    for sentence in (PROBLEM.what, PROBLEM.why, PROBLEM.remedy):
        assert any(sentence == label.text() for label in banner.sentences)
    banner.copy.click()
    assert PROBLEM.remedy in QGuiApplication.clipboard().text()


def test_a_failed_picture_can_be_tried_again(typed, engine, states, loop, wait, qtbot):
    engine.script = (JobFailed("", Stage.PRIOR, PROBLEM),)
    generate(loop, qtbot, typed)
    wait(typed.body.banner.isVisible)
    engine.script = run_script()

    async def retry() -> None:
        typed.body.banner.retry.click()

    loop.run_until_complete(retry())
    assert not typed.body.banner.isVisible()
    wait(lambda: len(states.gallery.pictures) == 1)
    assert engine.requests[0] == engine.requests[1]


def test_a_refused_request_is_shown_in_place(typed, engine, states, loop, qtbot):
    engine.refuse = lambda request: RequestError("prompt", "It is too long.", "Shorten it.")
    generate(loop, qtbot, typed)
    assert typed.body.banner.isVisible()
    assert "Shorten it." in [label.text() for label in typed.body.banner.sentences]
    assert not states.queue.busy


def test_a_picture_that_could_not_be_saved_is_saved_again(
    typed, engine, library, states, loop, wait, qtbot
):
    library.failing = OSError("disk full")
    generate(loop, qtbot, typed)
    wait(typed.body.banner.isVisible)
    # The pixels are not lost: they stay on the canvas and are what the retry writes.
    assert states.canvas.frame.kind is Kind.PICTURE

    async def retry() -> None:
        typed.body.banner.retry.click()

    loop.run_until_complete(retry())
    wait(lambda: states.canvas.frame.picture is not None)
    assert len(engine.requests) == 1


def test_the_progress_line_says_stage_how_far_how_fast_and_how_long(
    typed, engine, states, loop, wait, qtbot
):
    line = typed.body.progress
    states.parameters.set_count(2)
    codes = prior_tokens(256, 256)
    for stage, words in (
        (Stage.PRIOR, ("Composing", f"{codes // 2} of {codes} codes", "40 codes/s")),
        (Stage.DENOISE, ("Painting", "step 6 of 12", "2.0 steps/s")),
    ):
        engine.script = run_script(256, 256, hold_at=stage)
        generate(loop, qtbot, typed)
        wait(lambda words=words: words[0] in line.text() and "left" in line.text())
        said = line.text()
        assert [word for word in (*words, "picture 1 of 2", "1 waiting") if word not in said] == []
        states.queue.cancel_all()
        wait(lambda: not states.queue.busy)


@pytest.mark.parametrize(
    ("stage", "words"),
    [(Stage.REFERENCES, "turning references into codes"), (Stage.DECODE, "Finishing")],
)
def test_a_stage_without_a_count_says_that_it_is_alive(
    typed, engine, states, loop, wait, qtbot, stage, words
):
    engine.script = run_script(hold_at=stage)
    generate(loop, qtbot, typed)
    wait(lambda: words in typed.body.progress.text())
    assert "so far" in typed.body.progress.text()
    engine.release()
    wait(lambda: typed.body.progress.text().startswith("Ready"))


def test_pictures_can_be_asked_for_before_the_engine_is_there(window, states, loop, wait, library):
    bridge, engine = Bridge(states, library), FakeEngine(run_script())
    states.prompt.set_text("early")
    states.generate()
    assert states.queue.busy

    async def attach() -> None:
        bridge.attach(engine)

    loop.run_until_complete(attach())
    wait(lambda: not states.queue.busy)
    assert [request.prompt for request in engine.requests] == ["early"]
    assert library.pictures()[0].prompt == "early"
    loop.run_until_complete(bridge.drain())


def test_a_hidden_running_picture_is_one_click_away(typed, engine, states, loop, wait, qtbot):
    engine.script = run_script(hold_at=Stage.DENOISE)
    generate(loop, qtbot, typed)
    wait(lambda: states.canvas.frame.kind is Kind.PREVIEW)
    states.canvas.show_picture(some_picture(4), QImage(8, 8, QImage.Format.Format_RGB32))
    assert typed.body.centre.bar.live.isVisible()
    typed.body.centre.bar.live.click()
    assert states.canvas.frame.kind is Kind.PREVIEW
