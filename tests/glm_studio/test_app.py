"""The whole window: opening, making a picture with the real engine, closing."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.api import EngineLike, Stage
from engine.errors import CheckpointError, DeviceError, Problem
from glm_studio import app
from glm_studio.app import Studio
from glm_studio.library.folders import Folders
from glm_studio.library.metadata import read_picture
from glm_studio.state.canvas import Kind
from glm_studio.state.model import Phase
from glm_studio.state.pages import Page
from support.checkpoints import NANO
from support.fakes import LOADING, Cue, FakeEngine, run_script


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(*(tmp_path / name for name in ("pictures", "data", "cache", "config")))


@pytest.fixture
def run(loop, qapp, folders) -> Callable[..., None]:
    """Run a studio over an engine while a script of a user goes on in it, then close it."""
    qapp.setStyle("Fusion")

    def run(make_engine: Callable[[], EngineLike], user, model: Path | None = NANO) -> None:
        async def session() -> None:
            studio = Studio(model, make_engine, folders)
            running = asyncio.ensure_future(studio.run())
            try:
                async with asyncio.timeout(120):
                    await user(studio)
            finally:
                studio.window.close()
                async with asyncio.timeout(10):
                    await running

        loop.run_until_complete(session())

    return run


async def until(condition: Callable[[], object]) -> None:
    while not condition():
        await asyncio.sleep(0.01)


def test_a_card_that_cannot_be_used_is_told_although_the_processor_can(run):
    engine = FakeEngine(run_script())
    engine.passed_over = (Problem("device", "CANN is missing.", "It computes on cpu.", "Run: x y"),)

    async def user(studio):
        await until(lambda: studio.states.failures.problem is not None)
        assert studio.states.failures.problem == engine.passed_over[0]
        await until(lambda: studio.states.model.phase is Phase.READY)
        assert studio.states.failures.problem is not None  # it stays until it is put away

    run(lambda: engine, user)


def test_the_window_is_there_before_the_engine_is_even_made(run):
    seen = []

    def make() -> EngineLike:
        seen.append("engine")
        return FakeEngine(run_script())

    async def user(studio: Studio) -> None:
        studio.window.first_painted.connect(lambda: seen.append("painted"))
        await until(lambda: studio.states.model.phase is Phase.READY)

    run(make, user)
    assert seen == ["painted", "engine"]


def test_pictures_of_earlier_are_there_and_new_ones_are_files(run, folders):
    async def user(studio: Studio) -> None:
        states = studio.states
        await until(lambda: states.model.phase is Phase.READY)
        states.prompt.set_text("a red circle")
        states.parameters.set_count(2)
        states.generate()
        await until(lambda: len(states.gallery.pictures) == 2)

    run(lambda: FakeEngine(run_script()), user)
    assert len(list(folders.pictures.glob("*.png"))) == 2

    async def later(studio: Studio) -> None:
        await until(lambda: len(studio.states.gallery.pictures) == 2)
        assert studio.states.prompt.text == "a red circle"

    run(lambda: FakeEngine(run_script()), later)


def test_what_was_typed_outlives_a_program_that_is_killed(run, folders, monkeypatch):
    monkeypatch.setattr(app, "_REMEMBER_MS", 20)

    async def user(studio: Studio) -> None:
        await until(lambda: studio.states.model.phase is Phase.READY)
        studio.states.prompt.set_text("half a thought")
        file = folders.config / "window.json"
        await until(lambda: file.is_file() and "half a thought" in file.read_text("utf-8"))

    run(lambda: FakeEngine(run_script()), user)


def test_closing_while_a_picture_is_made_takes_less_than_three_seconds(run, folders):
    start = 0.0

    async def user(studio: Studio) -> None:
        nonlocal start
        await until(lambda: studio.states.model.phase is Phase.READY)
        studio.states.prompt.set_text("a red circle")
        studio.states.generate()
        await until(lambda: studio.states.canvas.frame.kind is Kind.PREVIEW)
        start = time.monotonic()

    run(lambda: FakeEngine(run_script(hold_at=Stage.DENOISE)), user)
    assert time.monotonic() - start < 3
    assert list(folders.pictures.glob("*")) == []


def test_an_engine_that_hangs_does_not_hold_the_window(run):
    start = 0.0

    class Hanging(FakeEngine):
        def close(self, timeout_s: float = 3.0) -> bool:
            time.sleep(timeout_s + 5)
            return False

    async def user(studio: Studio) -> None:
        nonlocal start
        await until(lambda: studio.states.model.phase is Phase.READY)
        start = time.monotonic()

    run(lambda: Hanging(run_script()), user)
    assert time.monotonic() - start < 4


def test_a_model_that_cannot_be_opened_says_why_and_can_be_tried_again(run, tmp_path):
    model = tmp_path / "model"
    model.mkdir()

    async def user(studio: Studio) -> None:
        states = studio.states
        await until(lambda: states.failures.problem)
        assert "model_index.json" in states.failures.problem.what
        for source in NANO.iterdir():
            (model / source.name).symlink_to(source)
        states.failures.retry()
        await until(lambda: states.model.phase is Phase.READY)

    run(lambda: FakeEngine(run_script()), user, model)


def test_an_engine_that_cannot_start_says_why_and_can_be_tried_again(run):
    tries = []

    def make() -> EngineLike:
        tries.append(1)
        if len(tries) == 1:
            raise CheckpointError(Path("weights"), "a file", "none")
        return FakeEngine(run_script())

    async def user(studio: Studio) -> None:
        await until(lambda: studio.states.failures.problem)
        studio.states.failures.retry()
        await until(lambda: studio.states.model.phase is Phase.READY)

    run(make, user)
    assert len(tries) == 2


def test_garbage_is_collected_but_only_on_the_window_s_thread(run):
    """Elsewhere the collector might destroy a widget, which crashes."""
    collected_on: list[str] = []

    class Cycle:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            collected_on.append(threading.current_thread().name)

    def litter() -> None:
        for _ in range(20):
            Cycle()
            _ballast = [[] for _ in range(2000)]

    async def user(studio: Studio) -> None:
        await until(lambda: studio.states.model.phase is Phase.READY)
        await asyncio.to_thread(litter)
        assert collected_on == []
        kept = [[] for _ in range(5000)]
        await until(lambda: collected_on)
        assert kept

    run(lambda: FakeEngine(run_script()), user)
    assert set(collected_on) == {threading.main_thread().name}


# Other devices -----------------------------------------------------------------------------------


class Factory:
    """Makes a fake engine for what the window wishes; `refused` wishes raise."""

    def __init__(self, **script) -> None:
        self.script = script
        self.studio: Studio | None = None
        self.wishes: list[str] = []
        self.engines: list[FakeEngine] = []
        self.refused: set[str] = set()

    def __call__(self) -> EngineLike:
        wish = self.studio.states.hardware.wish
        self.wishes.append(wish)
        if wish in self.refused:
            raise DeviceError(f"There is no device {wish}.", "Found here: cpu.", "Use another.")
        self.engines.append(FakeEngine(run_script(), **self.script))
        return self.engines[-1]


def test_choosing_other_devices_opens_another_engine_with_them(run):
    factory = Factory()

    async def user(studio: Studio) -> None:
        factory.studio, states = studio, studio.states
        await until(lambda: states.model.phase is Phase.READY)
        states.choose_devices("npu:1")
        assert states.model.phase is Phase.OPENING
        assert states.keeps_devices
        states.prompt.set_text("a red circle")
        states.generate()  # meanwhile: the next engine makes it
        await until(lambda: len(states.gallery.pictures) == 1)
        assert states.model.phase is Phase.READY

    run(factory, user)
    assert factory.wishes == ["auto", "npu:1"]
    first, second = factory.engines
    assert first.closed
    assert first.requests == []
    assert len(second.requests) == 1


def test_devices_can_be_chosen_while_the_model_loads_on_others(run):
    factory = Factory(loading=[LOADING[0], Cue.HOLD, *LOADING[1:]])

    async def user(studio: Studio) -> None:
        factory.studio, states, phases = studio, studio.states, []
        await until(lambda: states.model.phase is Phase.LOADING)
        factory.script = {}
        states.model.changed.connect(lambda: phases.append(states.model.phase))
        states.choose_devices("npu:1")
        await until(lambda: states.model.phase is Phase.READY)
        assert list(dict.fromkeys(phases)) == [
            Phase.OPENING, Phase.STARTING, Phase.LOADING, Phase.READY,
        ]  # fmt: skip

    run(factory, user)
    assert factory.wishes == ["auto", "npu:1"]


def test_devices_that_cannot_be_used_say_why_and_others_can_be_chosen(run):
    factory = Factory()
    factory.refused = {"npu:7"}

    async def user(studio: Studio) -> None:
        factory.studio, states = studio, studio.states
        await until(lambda: states.model.phase is Phase.READY)
        states.pages.show(Page.HARDWARE)
        states.choose_devices("npu:7")
        await until(lambda: states.model.phase is Phase.FAILED)
        assert "no device npu:7" in states.failures.problem.what
        assert "no device npu:7" in studio.window.body.pages.page(Page.HARDWARE)._empty_text.text()
        states.prompt.set_text("a red circle")
        states.generate()  # tries it once more, and waits
        await until(lambda: factory.wishes.count("npu:7") == 2)
        await until(lambda: states.model.phase is Phase.FAILED)
        assert studio.window.body.pages.page(Page.HARDWARE).choice.box.isEnabled()
        states.choose_devices("cpu")
        await until(lambda: len(states.gallery.pictures) == 1)
        assert states.failures.problem is None

    run(factory, user)
    assert factory.wishes == ["auto", "npu:7", "npu:7", "cpu"]


def test_an_engine_that_cannot_be_closed_is_left_behind(run):
    factory = Factory()

    async def user(studio: Studio) -> None:
        factory.studio, states = studio, studio.states
        await until(lambda: states.model.phase is Phase.READY)

        def fail(timeout_s: float = 3.0) -> bool:
            raise RuntimeError("the card hangs")

        factory.engines[0].close = fail
        states.choose_devices("npu:1")
        await until(lambda: states.model.phase is Phase.READY)

    run(factory, user)
    assert factory.wishes == ["auto", "npu:1"]


def test_the_window_closes_while_an_engine_makes_way_for_another(run):
    factory, start = Factory(), 0.0

    async def user(studio: Studio) -> None:
        nonlocal start
        factory.studio, states = studio, studio.states
        await until(lambda: states.model.phase is Phase.READY)
        factory.engines[0].close = lambda timeout_s=3.0: time.sleep(timeout_s) or False
        states.choose_devices("npu:1")
        start = time.monotonic()

    run(factory, user)
    assert time.monotonic() - start < 3.5
    assert factory.wishes == ["auto"]


def test_the_command_line_s_devices_win_over_those_that_were_chosen(loop, qapp, folders):
    def session(named: str | None, choice: str | None = None) -> list[str]:
        factory = Factory()

        async def user() -> None:
            studio = factory.studio = Studio(NANO, factory, folders, device=named)
            running = asyncio.ensure_future(studio.run())
            await until(lambda: studio.states.model.phase is Phase.READY)
            if choice is not None:
                studio.states.choose_devices(choice)
                await until(lambda: len(factory.wishes) == 2)
            studio.window.close()
            await running

        loop.run_until_complete(asyncio.wait_for(user(), 30))
        return factory.wishes

    assert session(None, "npu:1") == ["auto", "npu:1"]
    assert session("cpu") == ["cpu"]
    assert session(None) == ["npu:1"]


@pytest.mark.slow
def test_a_prompt_becomes_a_picture_with_the_real_engine(run, folders):
    from engine.engine import Engine
    from glm_studio.resources import calibration_pictures

    kinds: list[Kind] = []

    def make() -> EngineLike:
        return Engine(
            NANO, precision="fp32", calibration=calibration_pictures(), cache_dir=folders.cache
        )

    async def user(studio: Studio) -> None:
        states = studio.states
        states.canvas.changed.connect(lambda: kinds.append(states.canvas.frame.kind))
        await until(lambda: states.model.phase is Phase.READY)
        states.prompt.set_text("a red circle on a white background")
        states.parameters.set_seed(4)
        states.generate()
        await until(lambda: states.canvas.frame.picture is not None)
        await until(lambda: states.canvas.frame.picture in states.gallery.pictures)

    run(make, user)
    shown = list(dict.fromkeys(kinds))
    assert shown[-3:] == [Kind.COMPOSING, Kind.PREVIEW, Kind.PICTURE]
    (file,) = folders.pictures.glob("*.png")
    recipe = read_picture(file).recipe
    assert (recipe.prompt, recipe.seed) == ("a red circle on a white background", 4)
    assert recipe.model.name == "GLM-Image nano"


def test_another_model_is_used_without_a_restart_and_at_the_next_start(run, folders):
    other = Path(shutil.copytree(NANO, folders.data / "models" / "Another"))
    made: list[tuple[Path, FakeEngine]] = []
    studios: list[Studio] = []

    def make() -> EngineLike:
        made.append((studios[-1].states.model.folder, FakeEngine(run_script())))
        return made[-1][1]

    async def choose(studio: Studio) -> None:
        studios.append(studio)
        await until(lambda: studio.states.model.phase is Phase.READY)
        await until(lambda: studio.states.models.of(other) is not None)
        studio.states.parameters.set_steps(9)
        studio.states.shelf.choose(other)
        await until(lambda: len(made) == 2 and studio.states.model.phase is Phase.READY)
        assert studio.states.model.name == studio.states.model.checkpoint.name
        assert studio.states.parameters.value.steps == 12

    async def look(studio: Studio) -> None:
        studios.append(studio)
        await until(lambda: studio.states.model.phase is Phase.READY)

    run(make, choose, model=None)
    assert [folder for folder, _ in made] == [NANO, other]
    assert made[0][1].closed
    run(make, look, model=None)
    assert made[-1][0] == other
    run(make, look, model=NANO)  # the command line's, for this run
    assert made[-1][0] == NANO
    run(make, look, model=None)
    assert made[-1][0] == other
