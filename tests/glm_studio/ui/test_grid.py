"""Asking for a grid, and the sheet that comes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.api import Adapter, GenerationRequest
from engine.errors import EngineError
from engine.sizes import SizeLimits
from glm_studio.library.store import save_picture
from glm_studio.parameter_grid import Kind
from glm_studio.state.grid import Draft, GridState
from glm_studio.ui.grid_sheet import GridSheet
from support.fakes import picture_of


@pytest.fixture
def sheets(monkeypatch) -> list:
    """The contact sheets that are written, with their targets."""
    written = []

    def write(sheet, target: Path, *_: object) -> bool:
        written.append((sheet, target))
        return True

    monkeypatch.setattr("glm_studio.library.contact_sheet.write_sheet", write)
    return written


@pytest.fixture
def sheet(window, bridge, states) -> GridSheet:
    states.prompt.set_text("a red fox")
    window.body.commands.find("run.grid").run()
    return window.body.findChild(GridSheet)


def fill(sheet: GridSheet, kind: Kind, text: str, axis: str = "columns") -> None:
    fields = getattr(sheet, axis)
    places = [fields.kind.itemData(n).kind for n in range(fields.kind.count())]
    fields.kind.setCurrentIndex(places.index(kind))
    fields.values.setText(text)


def press(sheet: GridSheet, loop) -> None:
    async def click() -> None:
        sheet.queue.click()

    loop.run_until_complete(click())


def test_two_parameters_become_pictures_and_then_a_labelled_sheet(
    sheet, sheets, states, engine, loop, wait
):
    fill(sheet, Kind.STEPS, "4, 8")
    fill(sheet, Kind.PROMPT, "fox; owl; crow", "rows")
    assert sheet.queue.text() == "Queue 6 picture(s)"
    press(sheet, loop)
    wait(lambda: sheets)
    assert [(r.steps, r.prompt) for r in engine.requests] == [
        (4, "a red fox"), (8, "a red fox"), (4, "a red owl"), (8, "a red owl"),
        (4, "a red crow"), (8, "a red crow"),
    ]  # fmt: skip
    (made, target), = sheets  # fmt: skip
    assert (made.columns, made.title) == (2, "a red fox")
    assert (list(made.column_titles), list(made.row_titles)) == (
        ["Steps 4", "Steps 8"], ["fox", "owl", "crow"],
    )  # fmt: skip
    assert [cell.path.name for cell in made.cells] == [f"0000{n}.png" for n in range(6)]
    assert target.parent == Path("/pictures")


def test_a_failed_cell_is_marked_and_made_good_on_the_same_sheet(
    sheet, sheets, states, engine, loop, wait, window
):
    class BrokenError(EngineError):
        kind = "device"

    engine.refuse = lambda r: BrokenError("No.", "Why.", "Do this.") if r.steps == 8 else None
    fill(sheet, Kind.STEPS, "4, 8, 12")
    press(sheet, loop)
    wait(lambda: sheets)
    assert [(c.path is None, c.lines) for c in sheets[0][0].cells] == [
        (False, ()), (True, ("failed",)), (False, ()),
    ]  # fmt: skip
    wait(lambda: "missing" in window.body.toast.text())
    engine.refuse = lambda r: None

    async def again() -> None:
        states.queue_edits.retry_failed()

    loop.run_until_complete(again())
    wait(lambda: len(sheets) == 2)
    assert all(cell.path for cell in sheets[1][0].cells)
    assert sheets[1][1] == sheets[0][1]


def test_values_that_cannot_be_used_are_told_where_they_stand(sheet):
    fill(sheet, Kind.STEPS, "4, four")
    assert sheet.columns._help.text() == "“four” is no value of this parameter."
    assert not sheet.queue.isEnabled()
    fill(sheet, Kind.STEPS, "4")
    fill(sheet, Kind.PROMPT, "owl; crow", "rows")
    assert "not in the prompt" in sheet.rows._help.text()
    assert "Numbers with commas" in sheet.columns._help.text()
    fill(sheet, Kind.STEPS, "5", "rows")
    assert "twice" in sheet.rows._help.text()
    fill(sheet, Kind.STEPS, "1..30")
    fill(sheet, Kind.GUIDANCE, "1..3 step 0.1", "rows")
    assert "too many" in sheet.rows._help.text()


def test_a_fresh_grid_is_ready_and_blames_nobody(sheet, states):
    steps = states.grid.base.steps
    assert f", {steps}, " in sheet.columns.values.text()
    assert sheet.queue.isEnabled()
    fill(sheet, Kind.PROMPT, "")
    assert "A word of the prompt" in sheet.columns._help.text()
    assert sheet.columns._help.property("role") == "small"
    assert not sheet.queue.isEnabled()


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.WEIGHT])
def test_a_chosen_parameter_brings_values_to_begin_with(sheet, kind):
    places = [sheet.columns.kind.itemData(n).kind for n in range(sheet.columns.kind.count())]
    sheet.columns.kind.setCurrentIndex(places.index(Kind.STEPS))
    sheet.columns.kind.setCurrentIndex(places.index(kind))
    assert sheet.queue.isEnabled() is (kind is not Kind.PROMPT)


def test_drawn_seeds_stay_while_the_other_field_is_written(sheet, states):
    fill(sheet, Kind.LAYOUT_SEED, "x3 random")
    before = states.grid.grid().x.values
    fill(sheet, Kind.STEPS, "4, 8", "rows")
    assert states.grid.grid().x.values == before
    assert len(set(before)) == 3


def test_the_latest_grid_is_remembered(sheet, states, loop, window):
    fill(sheet, Kind.GUIDANCE, "1, 2")
    press(sheet, loop)
    later = GridState(states.queue, states.failures, states.labelling, states.memory, lambda: 1)
    assert later.x == Draft(Kind.GUIDANCE, "1, 2")
    assert later.y == Draft(None)


def test_an_adapter_that_is_gone_leaves_no_axis_behind(states):
    states.grid.x = Draft(Kind.WEIGHT, "0, 1", "gone.safetensors")
    states.grid.ask(GenerationRequest("x", 256, 256, 4, 1.5, 0), SizeLimits())
    assert states.grid.x == Draft(Kind.STEPS, "2, 4, 8")
    base = GenerationRequest("x", 256, 256, 4, 1.5, 0, adapters=(Adapter("a.safetensors"),))
    states.grid.x = Draft(Kind.WEIGHT, "0, 1", "a.safetensors")
    states.grid.ask(base, SizeLimits())
    assert states.grid.grid().x.values == (0.0, 1.0)


def test_without_a_prompt_it_asks_for_words(window, bridge, states):
    window.body.commands.find("run.grid").run()
    assert window.body.findChild(GridSheet) is None
    assert "what the picture should show" in window.body.toast.text()


def test_a_choice_in_the_prompt_is_made_once_for_all_of_a_grid(
    window, bridge, states, loop, engine
):
    states.prompt.set_text("a {red|blue} fox")
    window.body.commands.find("run.grid").run()
    sheet = window.body.findChild(GridSheet)
    assert states.grid.base.prompt in ("a red fox", "a blue fox")
    fill(sheet, Kind.STEPS, "4, 8")
    press(sheet, loop)
    assert {entry.request.prompt for entry in states.queue.entries} == {states.grid.base.prompt}


def test_the_keyboard_alone_asks_for_a_grid(sheet, states, loop, qtbot):
    sheet.columns.values.setFocus()
    sheet.columns.values.selectAll()
    QTest.keyClicks(sheet.columns.values, "4, 8")
    assert sheet.queue.isEnabled()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert states.queue.entries == []


def made_files(folder: Path, requests) -> list[Path]:
    return [save_picture(picture_of(request), folder) for request in requests]


def test_a_sheet_is_made_later_from_the_pictures_alone(states, sheets, tmp_path, qtbot):
    base = GenerationRequest("a fox", 64, 64, 4, 1.5, 7)
    steps = made_files(tmp_path, [replace(base, steps=n) for n in (8, 4, 12)])
    states.grid.remake_sheet(steps)
    qtbot.waitUntil(lambda: bool(sheets))
    made, _ = sheets[0]
    assert list(made.column_titles) == ["Steps 4", "Steps 8", "Steps 12"]
    assert [cell.path for cell in made.cells] == [steps[1], steps[0], steps[2]]


def test_a_picture_s_own_settings_are_varied_with_its_composition(
    window, bridge, states, tmp_path, wait
):
    from datetime import UTC, datetime

    from glm_studio.library.picture import Picture

    (path,) = made_files(tmp_path, [GenerationRequest("an owl", 64, 96, 4, 2.0, 7)])
    states.stage.show_picture(Picture(path, datetime.now(UTC), 64, 96, "an owl", 7, 4, 2.0, "nano"))
    wait(lambda: states.canvas.frame.picture is not None)
    window.body.commands.find("picture.grid").run()
    wait(lambda: window.body.findChild(GridSheet) is not None)
    base = states.grid.base
    assert (base.prompt, base.width, base.height, base.guidance) == ("an owl", 64, 96, 2.0)
    assert base.prior is not None


def test_pictures_that_make_no_grid_say_why(states, sheets, tmp_path, qtbot):
    base = GenerationRequest("a fox", 64, 64, 4, 1.5, 7)
    states.grid.remake_sheet(made_files(tmp_path, [base, base]))
    qtbot.waitUntil(lambda: states.failures.problem is not None)
    assert "the same settings" in states.failures.problem.why
    assert sheets == []


@pytest.mark.nano
def test_a_grid_of_the_nano_writes_each_composition_once_and_ends_on_a_sheet(
    qapp, loop, tmp_path, wait
):
    """With the real engine: steps and guidance leave the composition as it is."""
    import asyncio

    from PySide6.QtGui import QImage

    from engine.engine import Engine
    from glm_studio.app import Studio
    from glm_studio.library.folders import Folders
    from glm_studio.library.metadata import read_recipe
    from glm_studio.state.model import Phase
    from support.checkpoints import NANO

    folders = Folders(*(tmp_path / name for name in ("pictures", "data", "cache", "config")))
    reused: list[bool] = []

    async def until(condition) -> None:
        async with asyncio.timeout(60):
            while not condition():
                await asyncio.sleep(0.01)

    async def session() -> None:
        studio = Studio(
            NANO, lambda: Engine(NANO, precision="fp32", cache_dir=folders.cache), folders
        )
        running = asyncio.ensure_future(studio.run())
        states = studio.states
        await until(lambda: states.model.phase is Phase.READY)
        states.queue.made.connect(lambda _, event: reused.append("prior" not in event.seconds))
        states.prompt.set_text("a red circle")
        states.grid.x, states.grid.y = Draft(Kind.STEPS, "2, 3"), Draft(Kind.GUIDANCE, "1, 2")
        states.ask_for_grid()
        written = []
        states.grid.written.connect(written.append)
        states.grid.queue_it()
        await until(lambda: written)
        await until(lambda: len(states.gallery.pictures) == 5)
        studio.window.close()
        await running
        assert not QImage(str(written[0])).isNull()

    loop.run_until_complete(session())
    files = sorted(folders.pictures.glob("*seed*.png"))
    recipes = [read_recipe(file) for file in files]
    assert len({recipe.prior.codes for recipe in recipes}) == 1
    assert sorted((r.steps, r.guidance) for r in recipes) == [
        (2, 1.0), (2, 2.0), (3, 1.0), (3, 2.0),
    ]  # fmt: skip
    assert reused == [False, True, True, True]
