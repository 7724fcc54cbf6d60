"""The queue's panel: what is listed, what it says, and how it is put into order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest

from engine.api import GenerationRequest, Stage
from engine.errors import EngineError
from glm_studio.parameter_grid import Axis, Kind, ParameterGrid
from glm_studio.state.entry import ModelRef, entries_of
from glm_studio.state.pages import Page
from glm_studio.state.queue import Standing
from glm_studio.ui.queue_model import RowKind
from glm_studio.ui.queue_panel import QueuePanel
from support.fakes import run_script

ONE = GenerationRequest("a fox", 256, 256, 12, 1.5, 0)


class BrokenError(EngineError):
    kind = "device"


@pytest.fixture
def panel(window, bridge, engine) -> QueuePanel:
    """The panel over an engine whose pictures stop while they are painted."""
    engine.script = run_script(hold_at=Stage.DENOISE)
    window.body.open_queue()
    return window.body.create_page.queue


@pytest.fixture
def ask(states, loop, wait, panel) -> Callable[..., None]:
    """Queue pictures that count up their seeds, and let the panel show them."""

    def ask(count: int = 1, first: int = 0, **values) -> None:
        requests = [replace(ONE, seed=first + n, **values) for n in range(count)]

        async def add() -> None:
            states.queue.add(requests)

        loop.run_until_complete(add())
        shown(panel, states, wait)

    return ask


@pytest.fixture
def act(loop, states, wait, panel) -> Callable[[Callable[[], object]], None]:
    def act(do: Callable[[], object]) -> None:
        async def run() -> None:
            do()

        loop.run_until_complete(run())
        shown(panel, states, wait)

    return act


def shown(panel, states, wait) -> None:
    """Until what runs is on its way and the panel says so."""
    queue = states.queue
    wait(lambda: not queue.flows or not queue.pending or queue.running)
    wait(lambda: not panel._soon.isActive())


def lines(panel: QueuePanel) -> list[str]:
    """What a screen reader says of the rows."""
    role = Qt.ItemDataRole.AccessibleTextRole
    return [panel.model.index(n).data(role) for n in range(panel.model.rowCount())]


def test_an_empty_queue_says_what_it_is_for(panel):
    assert panel._empty.isVisible()
    assert "line up here" in panel._empty.text()


def test_rows_say_where_each_picture_is(panel, ask, engine, states, wait):
    engine.refuse = lambda request: (
        BrokenError("The card is gone.", "Why.", "Do this.") if request.seed == 5 else None
    )
    ask()
    ask(first=5)
    ask(first=7, prompt="an owl")
    engine.jobs[1].release()
    wait(lambda: any(entry.standing is Standing.DONE for entry in states.queue.over))
    ask(first=8)
    wait(lambda: len(states.queue.running) == 1)
    wait(lambda: any("Painting" in line for line in lines(panel)))
    said = lines(panel)
    assert said[0].startswith("an owl, Painting")
    assert "256 × 256" in said[1]
    assert "seed 8" in said[1]
    assert said[2] == "Finished"
    assert any("Failed: The card is gone." in line for line in said[3:])
    assert panel._summary.text().startswith("1 running  ·  1 waiting")


def test_a_long_series_is_one_row_until_it_is_unfolded(panel, ask):
    ask(8)
    assert [row.kind for row in panel.model.rows] == [RowKind.SET]
    assert lines(panel)[0] == "a fox, Series of 8  ·  0 done"
    panel.view.choose(panel.model.rows[0].entry)
    QTest.keyClick(panel.view, Qt.Key.Key_Right)
    assert len(panel.model.rows) == 9
    assert "Picture 2 of 8" in lines(panel)[2]
    panel.view.choose(panel.model.rows[3].entry)
    QTest.keyClick(panel.view, Qt.Key.Key_Left)
    assert len(panel.model.rows) == 1
    assert panel.view.selected == panel.model.rows
    for click in (QTest.mouseClick, QTest.mouseDClick):
        click(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(150, 20))
    assert len(panel.model.rows) == 9


def test_a_grid_s_cells_are_called_by_their_values(panel, act, states):
    grid = ParameterGrid(ONE, Axis(Kind.STEPS, (4, 8)), Axis(Kind.GUIDANCE, (1.0, 2.5)))
    act(lambda: states.queue.add(grid.requests, grid=grid))
    assert "Grid 2 × 2" in lines(panel)[0]
    assert lines(panel)[4].startswith("Steps 8  ·  Guidance 2.5,")


def test_the_keyboard_reorders_cancels_and_takes_back(panel, ask, act, states, engine):
    for seed in range(4):
        ask(first=seed)
    zero, one, two, three = states.queue.entries
    panel.view.choose(three)
    act(lambda: QTest.keyClick(panel.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier))
    assert states.queue.entries == [zero, one, three, two]
    assert [row.entry for row in panel.view.selected] == [three]  # it stays selected
    act(lambda: QTest.keyClick(panel.view, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier))
    assert states.queue.entries == [zero, three, one, two]
    act(lambda: QTest.keyClick(panel.view, Qt.Key.Key_Delete))
    assert states.queue.entries == [zero, one, two]
    assert [row.entry for row in panel.view.selected] == [one]  # for the next press
    act(panel.window().body.toast.take)
    assert states.queue.entries == [zero, three, one, two]


def test_a_dragged_picture_is_made_where_it_is_dropped(panel, ask, act, states):
    for seed in range(4):
        ask(first=seed)
    zero, one, two, three = states.queue.entries
    data = panel.model.mimeData([panel.model.index(3)])
    act(lambda: drop(panel, data, 1))
    assert states.queue.entries == [zero, three, one, two]
    act(lambda: drop(panel, data, 0))  # not before the one that runs
    assert states.queue.entries == [zero, three, one, two]
    act(lambda: drop(panel, data, -1))
    assert states.queue.entries == [zero, one, two, three]
    flags = panel.model.flags(panel.model.index(0))
    assert not flags & Qt.ItemFlag.ItemIsDragEnabled


def drop(panel: QueuePanel, data: QMimeData, row: int) -> None:
    panel.model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, QModelIndex())


def test_a_row_s_own_button_cancels_and_tries_again(panel, ask, act, states, engine, wait):
    ask()
    ask(first=1)

    def press(row: int) -> None:
        rect = panel.view.visualRect(panel.model.index(row))
        at = panel.view._delegate.button_rect(rect.toRectF()).center().toPoint()
        QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    act(lambda: press(1))
    assert len(states.queue.entries) == 1
    act(lambda: press(0))
    wait(lambda: [e.standing for e in states.queue.over] == [Standing.CANCELLED])
    wait(lambda: len(panel.model.rows) == 2)
    act(lambda: press(1))
    assert states.queue.over == []
    assert len(states.queue.entries) == 1


def test_a_failure_is_told_with_what_to_do_and_can_be_tried_again(panel, ask, states, engine, act):
    engine.refuse = lambda request: BrokenError(
        "The card is gone.", "It was pulled.", "Put it back."
    )
    ask()
    panel.view.choose(states.queue.over[0])
    assert panel.details.text() == "The card is gone. It was pulled. Put it back."
    engine.refuse = lambda request: None
    act(panel.details.button("Try again").click)
    assert len(states.queue.running) == 1


def test_settings_of_the_queue_come_into_the_panel(panel, ask, states, window):
    ask(prompt="an owl", steps=7, guidance=3.0)
    panel.view.choose(states.queue.entries[0])
    panel.details.button("Edit").click()
    assert states.prompt.text == "an owl"
    assert (states.parameters.value.steps, states.parameters.value.guidance) == (7, 3.0)
    assert states.pages.current is Page.CREATE


def test_new_seeds_and_other_details_are_one_click_away(panel, ask, states, act):
    ask(composition_seed=4)
    panel.view.choose(states.queue.entries[0])
    act(panel.details.button("New detail").click)
    act(panel.details.button("New layout").click)
    act(panel.details.button("New seeds").click)
    detail, layout, both = [entry.request for entry in states.queue.entries[1:]]
    assert (detail.composition_seed, detail.seed == 0) == (4, False)
    assert (layout.composition_seed == 4, layout.seed) == (False, 0)
    assert (both.composition_seed == 4, both.seed == 0) == (False, False)


def test_pausing_says_so_and_goes_on(panel, ask, states, act, engine, wait, window):
    ask()
    ask(first=1)
    act(panel.pause.click)
    assert panel._held.isVisible()
    engine.release()
    wait(lambda: len(states.queue.over) == 1)
    assert not states.queue.running
    wait(lambda: window.body.progress.text().startswith("Paused"))
    act(panel.resume.click)
    wait(lambda: states.queue.running)
    assert not panel._held.isVisible()


def test_a_finished_picture_is_shown_and_a_running_one_followed(
    panel, ask, states, engine, wait, act
):
    engine.at_once = 2
    ask()
    ask(first=1)
    wait(lambda: len(states.queue.running) == 2)
    first, second = states.queue.entries
    assert states.queue.current is first
    panel.view.choose(second)
    act(lambda: QTest.keyClick(panel.view, Qt.Key.Key_Return))
    assert states.queue.current is second
    engine.release()
    wait(lambda: len(states.queue.over) == 2)


def test_what_is_over_can_be_cleared(panel, ask, states, engine, wait, window):
    ask()
    engine.release()
    wait(lambda: len(states.queue.over) == 1)
    clear = window.body.commands.find("queue.clear_finished")
    assert clear.enabled()
    clear.run()
    assert states.queue.over == []
    assert not clear.enabled()


def test_the_tab_counts_what_is_under_way(panel, ask, window):
    ask(3)
    assert window.body.side._buttons[panel].text() == "Queue  3"


def test_a_picture_of_another_model_says_so_and_can_be_made_with_either(
    panel, ask, act, states, engine, window, tmp_path
):
    ask()  # one that runs, and one of another model behind it
    other = ModelRef(tmp_path / "glm-image", "GLM-Image")
    act(lambda: states.queue.restore(entries_of([ONE], model=other), []))
    stranger = states.queue.entries[-1]
    panel.view.choose(stranger)
    row = panel.model.index(panel.model.row_of(stranger))
    assert "Waits for GLM-Image" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert panel.details.button("Use its model").toolTip()
    act(panel.details.button("Use this model").click)
    assert not stranger.waits_for
    assert "Waits for" not in row.data(Qt.ItemDataRole.AccessibleTextRole)
