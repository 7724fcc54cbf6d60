"""The queue from one session to the next, over the real bridge: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.api import CompositionReady, GenerationRequest, JobFailed, Stage, StageStarted
from engine.errors import Problem
from engine.recipe import PriorCodes
from engine.sizes import big_grid
from glm_studio.bridge import Bridge
from glm_studio.library.folders import Folders
from glm_studio.library.library import Library
from glm_studio.library.metadata import read_recipe
from glm_studio.library.queue_file import QueueFile
from glm_studio.library.store import SaveError
from glm_studio.parameter_grid import Axis, Kind, ParameterGrid
from glm_studio.resources import resource
from glm_studio.state.entry import ModelRef
from glm_studio.state.memory import Memory
from glm_studio.state.offer import Offer
from glm_studio.state.options import Resume
from glm_studio.state.preferences import RESUME
from glm_studio.state.queue import Standing
from glm_studio.state.studio import StudioState
from support.fakes import Cue, FakeEngine, FakeLibrary, run_script

NANO = resource("models", "nano")
FOX = GenerationRequest("a fox", 256, 256, 12, 1.5, 7)
GRID = big_grid(256, 256)


def codes(seed: int) -> PriorCodes:
    return PriorCodes(GRID, (seed,) * GRID.codes)


def painting(*seeds: int) -> list[object]:
    """A run that stays in its denoise stage, with the codes that its prior wrote."""
    together = {seed: codes(seed) for seed in seeds}
    return [
        StageStarted("", Stage.PRIOR, GRID.codes),
        CompositionReady("", codes(seeds[0]), seeds[0], False, together),
        StageStarted("", Stage.DENOISE, 12),
        Cue.HOLD,
        Cue.PICTURE,
    ]


class Session:
    """A program without its window. It dies like one that is killed, or is closed."""

    def __init__(
        self,
        home: Path,
        loop,
        wait,
        model: Path = NANO,
        library=None,
        quick: FakeEngine | None = None,
    ) -> None:
        self.loop, self.wait = loop, wait
        self.states = StudioState(model, Memory(home / "window.json"))
        self.states.memory.read()
        self.states.recall()
        self.queue, self.engine = self.states.queue, FakeEngine(run_script())
        self.library = library or FakeLibrary()
        self.bridge = Bridge(self.states, self.library)
        self.offers: list[Offer] = []
        self.states.offered.connect(self.offers.append)
        self.failed: list[Problem] = []
        self.queue.failed.connect(self._on_failed)
        self.file = QueueFile(home / "data" / "queue", (home / "pictures",))
        self._restored = False
        self.states.queue_keeper.restored.connect(self._on_restored)
        if quick is not None:  # it is there before the disk has said what was left
            self.engine = quick
            self.begin()
        self.do(lambda: self.states.queue_keeper.open(self.file, NANO))
        wait(lambda: self._restored)

    def _on_failed(self, _entry: object, problem: Problem) -> None:
        self.failed.append(problem)

    def _on_restored(self) -> None:
        self._restored = True

    def do(self, act: Callable[[], object]) -> None:
        async def session() -> None:
            act()
            for _ in range(40):
                await asyncio.sleep(0)

        self.loop.run_until_complete(session())

    def begin(self, script: list[object] | None = None) -> Session:
        self.engine.script = script if script is not None else self.engine.script
        self.do(lambda: self.bridge.attach(self.engine))
        return self

    def settle(self) -> None:
        self.loop.run_until_complete(self.states.queue_keeper.settle())

    def kill(self) -> None:
        """What is not on disk by now is lost."""
        self.settle()
        self.file._closed = True
        self.file._lock._lock.release(force=True)
        self.loop.run_until_complete(self.bridge.drain())
        self.states.close()

    def close(self) -> None:
        """In the order in which the program does it."""
        self.states.remember()
        self.states.memory.write()
        self.states.queue_keeper.freeze()
        self.loop.run_until_complete(self.bridge.drain())
        assert self.states.queue_keeper.finish().wait(5)
        self.states.close()

    @property
    def seeds(self) -> list[int]:
        return [entry.request.seed for entry in self.queue.entries]


@pytest.fixture
def start(qapp, tmp_path, loop, wait) -> Iterator[Callable[..., Session]]:
    sessions = []

    def start(**values: object) -> Session:
        sessions.append(Session(tmp_path, loop, wait, **values))
        return sessions[-1]

    yield start
    if not sessions[-1].file._closed:
        sessions[-1].close()


def fox(*seeds: int, **values: object) -> list[GenerationRequest]:
    return [replace(FOX, seed=seed, **values) for seed in seeds]


def test_what_is_asked_for_is_on_disk_a_moment_later(start, tmp_path):
    session = start()
    for seed in (7, 8):
        session.do(lambda seed=seed: session.queue.add(fox(seed)))
        session.wait(
            lambda seed=seed: any(
                f'"seed":{seed}' in path.read_text("utf-8")
                for path in (tmp_path / "data" / "queue").glob("*.jsonl")
            )
        )


# After a crash -----------------------------------------------------------------------------------


def test_after_a_kill_the_interrupted_picture_is_first_and_made_from_its_codes(start):
    session = start().begin(painting(7))
    session.do(lambda: session.queue.add(fox(7)))
    session.do(lambda: session.queue.add(fox(8, 9)))
    session.do(lambda: session.queue.move([session.queue.entries[2]], session.queue.entries[1]))
    session.kill()

    session = start().begin(run_script())
    session.wait(lambda: not session.queue.entries)
    first, *rest = session.engine.requests
    assert first == replace(FOX, prior=codes(7), composition_seed=7)
    assert rest == fox(9, 8)
    assert len(session.library.pictures()) == 3
    (offer,) = session.offers
    assert (offer.text, offer.action) == ("The last session's queue goes on: 3 picture(s).", "Stop")
    session.close()
    assert start().queue.entries == []


def test_codes_that_were_written_together_are_kept_for_all_that_share_the_passes(start):
    together = [replace(r, composed_with=(7, 8)) for r in fox(7, 8)]
    session = start().begin(painting(7, 8))
    session.do(lambda: session.queue.add(together))
    session.kill()
    session = start().begin([Cue.PICTURE])
    session.wait(lambda: not session.queue.entries)
    assert [request.prior for request in session.engine.requests] == [codes(7), codes(8)]
    assert [request.composed_with for request in session.engine.requests] == [(7, 8)] * 2


def test_a_stop_lets_what_runs_wait_and_it_goes_on_from_its_codes(start):
    session = start().begin(painting(7))
    session.do(lambda: session.queue.add(fox(7, 8)))
    session.kill()
    session = start().begin(painting(7))
    assert session.queue.running
    session.do(session.offers[0].run)
    assert not session.queue.running
    assert session.seeds == [7, 8]
    assert [entry.standing for entry in session.queue.entries] == [Standing.WAITING] * 2
    session.engine.script = [Cue.PICTURE]
    session.do(lambda: session.states.queue_edits.set_paused(False))
    session.wait(lambda: not session.queue.entries)
    assert [request.seed for request in session.engine.requests[-2:]] == [7, 8]
    assert session.engine.requests[-2].prior == codes(7)


def test_a_picture_in_which_the_program_ended_twice_is_held_and_the_rest_goes_on(start):
    session = start().begin(painting(7))
    session.do(lambda: session.queue.add(fox(7, 8)))
    session.kill()
    session = start().begin(painting(7))
    session.kill()

    session = start()
    assert session.seeds == [8]
    (problem,) = session.failed
    assert problem.why == "The program ended 2 times while it was being made."
    assert session.states.failures.can_retry
    session.begin([Cue.PICTURE])
    session.wait(lambda: not session.queue.entries)
    session.close()

    session = start().begin([Cue.PICTURE])  # where it is listed with its reason, and its codes
    (held,) = session.queue.over
    assert held.problem == problem
    session.do(lambda: session.states.queue_edits.retry([held]))
    session.wait(lambda: len(session.library.pictures()) == 1)
    assert session.engine.requests[0].prior == codes(7)


def test_an_engine_that_is_quicker_than_the_disk_begins_nothing_that_is_held_back(start):
    session = start().begin(painting(7))
    session.do(lambda: session.queue.add(fox(7, 8)))
    session.kill()
    start().begin(painting(7)).kill()
    session = start(quick=FakeEngine([Cue.PICTURE]))
    session.wait(lambda: not session.queue.entries)
    assert [request.seed for request in session.engine.requests] == [8]
    session.states.preferences.set(RESUME, Resume.NEVER.value)
    session.close()

    session = start()
    session.do(session.states.queue_edits.retry_failed)
    session.kill()
    session = start(quick=FakeEngine([Cue.PICTURE]))
    assert session.seeds == [7]
    assert not session.engine.requests


def test_a_picture_that_is_on_disk_is_not_made_twice(start, tmp_path, monkeypatch):
    folders = Folders(*(tmp_path / name for name in ("pictures", "data", "cache", "config")))
    library = Library(folders)
    library.open()
    session = start(library=library).begin(run_script())
    # The session ends after the picture has its name, and before anybody says so.
    monkeypatch.setattr(session.queue, "finish", lambda *_: None)
    session.do(lambda: session.queue.add(fox(7)))
    session.wait(lambda: list(folders.pictures.glob("*.png")))
    session.kill()
    library.close()
    session = start().begin(run_script())
    assert session.queue.entries == []
    assert session.engine.requests == []


def test_pixels_that_no_disk_took_are_made_again(start):
    session = start().begin([*painting(7)[:2], Cue.PICTURE])
    session.library.failing = SaveError(Path("/pictures"), OSError(28, "No space left on device"))
    session.do(lambda: session.queue.add(fox(7)))
    session.wait(lambda: session.queue.unsaved)
    session.kill()
    session = start().begin([Cue.PICTURE])
    session.wait(session.library.pictures)
    assert session.engine.requests[0].prior == codes(7)


def test_what_was_cancelled_stays_so_even_while_it_is_being_stopped(start):
    session = start().begin(painting(7))
    session.do(lambda: session.queue.add(fox(7, 8, 9)))
    waiting = session.queue.entries[1]
    session.do(lambda: session.states.queue_edits.cancel([waiting]))
    session.queue.cancel([session.queue.entries[0]])  # of which the engine says nothing yet
    session.kill()
    assert start().seeds == [9]


def test_an_undone_cancel_is_as_lasting(start):
    session = start()
    session.do(lambda: session.queue.add(fox(7, 8, 9)))
    session.do(lambda: session.states.queue_edits.cancel([session.queue.entries[0]]))
    session.settle()
    session.do(session.states.undo.undo)
    session.kill()
    assert start().seeds == [7, 8, 9]


def test_a_session_that_ends_before_its_first_word_is_on_disk_has_lost_no_word_of_others(start):
    session = start()
    session.do(lambda: session.queue.add(fox(7)))
    session.kill()
    session = start()
    session.queue.add(fox(8))  # asked for, and killed in the same moment
    session.file._lock._lock.release(force=True)
    session.file._closed = True
    session.states.close()
    assert start().seeds == [7]


# After a close -----------------------------------------------------------------------------------


def test_after_a_close_the_queue_goes_on_with_the_interrupted_picture_from_its_codes(start):
    session = start().begin(painting(7))
    session.do(lambda: session.queue.add(fox(7, 8)))
    session.close()
    session = start().begin([Cue.PICTURE])
    session.wait(lambda: not session.queue.entries)
    assert [request.prior for request in session.engine.requests] == [codes(7), None]
    assert session.queue.over[-1].ended == 0


def test_a_picture_that_is_just_made_at_the_close_is_not_made_again(start):
    session = start().begin(painting(7))
    session.do(lambda: session.queue.add(fox(7, 8)))
    session.states.queue_keeper.freeze()
    session.do(session.engine.jobs[1].release)
    session.wait(session.library.pictures)
    session.close()
    assert start().seeds == [8]


def test_a_paused_queue_waits_with_an_offer_to_go_on(start):
    session = start().begin()
    session.do(lambda: session.states.queue_edits.set_paused(True))
    session.do(lambda: session.queue.add(fox(7, 8)))
    session.close()
    session = start().begin([Cue.PICTURE])
    assert not session.queue.flows
    (offer,) = session.offers
    assert offer.text == "2 picture(s) of the last session wait in the queue."
    session.do(offer.run)
    session.wait(lambda: len(session.library.pictures()) == 2)


@pytest.mark.parametrize(
    ("choice", "crash", "goes_on"),
    [
        (Resume.ALWAYS, False, True),
        (Resume.AFTER_CRASH, True, True),
        (Resume.AFTER_CRASH, False, False),
        (Resume.NEVER, True, False),
    ],
)
def test_the_user_chooses_when_a_queue_goes_on_by_itself(start, choice, crash, goes_on):
    session = start()
    session.states.preferences.set(RESUME, choice.value)
    session.do(lambda: session.queue.add(fox(7)))
    session.kill() if crash else session.close()
    session = start()
    assert session.queue.flows is goes_on
    assert session.seeds == [7]
    session.close()
    assert not session.states.memory.flag("queue_paused", False)  # that is another wish


# Other models, and what fails --------------------------------------------------------------------


def test_pictures_of_another_model_wait_for_it_and_the_rest_goes_on(start, tmp_path):
    other = tmp_path / "models" / "glm-image"
    session = start(model=other)
    session.do(lambda: session.queue.add(fox(7)))
    session.close()
    session = start().begin([Cue.PICTURE])
    (entry,) = session.queue.entries
    assert entry.waits_for == "glm-image"
    assert not session.queue.busy  # so that the model can be changed
    assert session.offers[0].text == "1 picture(s) of the last session wait for glm-image."
    session.do(lambda: session.queue.add(fox(8)))
    session.wait(lambda: len(session.library.pictures()) == 1)
    assert session.seeds == [7]
    session.close()

    session = start().begin([Cue.PICTURE])
    session.do(session.offers[0].run)  # "Make them with this model"
    session.wait(lambda: len(session.library.pictures()) == 1)
    session.close()
    assert start().seeds == []


def test_whoever_changes_the_model_finds_the_pictures_of_the_other_waiting(start, tmp_path):
    session = start().begin([Cue.PICTURE])
    session.do(session.queue.pause)
    session.do(lambda: session.queue.add(fox(7)))
    session.do(lambda: session.queue.use_model(ModelRef(tmp_path / "other", "other")))
    session.do(session.queue.resume)
    assert session.queue.strangers
    edits, undo = session.states.queue_edits, session.states.undo
    session.do(session.queue.pause)
    session.do(lambda: edits.make_with_present(session.queue.entries))
    assert not session.queue.strangers
    session.do(undo.undo)
    assert session.queue.entries[0].waits_for == session.states.model.name
    session.do(session.queue.resume)
    session.do(lambda: session.queue.use_model(ModelRef(NANO, "nano")))
    session.wait(session.library.pictures)


def test_what_failed_is_listed_with_its_reason_until_it_is_forgotten(start):
    gone = Problem("request", "The reference cannot be used.", "No such file.", "Choose another.")
    session = start().begin([JobFailed("", None, gone)])
    session.do(lambda: session.queue.add(fox(7)))
    session.kill()
    session = start().begin([Cue.PICTURE])
    (entry,) = session.queue.over
    assert entry.problem == gone
    assert session.engine.requests == []
    session.do(lambda: session.queue.forget([entry]))
    session.close()
    assert start().queue.over == []


def test_a_grid_that_was_interrupted_ends_on_a_sheet_of_all_its_pictures(start, tmp_path):
    folders = Folders(*(tmp_path / name for name in ("pictures", "data", "cache", "config")))
    library = Library(folders)
    library.open()
    grid = ParameterGrid(FOX, Axis(Kind.STEPS, (4, 8, 12, 16)), None)
    session = start(library=library).begin([Cue.HOLD, Cue.PICTURE])
    session.do(lambda: session.queue.add(grid.requests, grid=grid))
    session.do(lambda: session.queue.cancel([session.queue.entries[3]]))
    session.do(session.engine.jobs[1].release)
    session.wait(lambda: len(session.queue.entries) == 2)
    session.kill()

    session = start(library=library)
    group = session.queue.entries[0].group
    assert group.grid == grid
    assert [e.standing for e in group.entries] == [
        Standing.DONE, Standing.WAITING, Standing.WAITING, Standing.CANCELLED,
    ]  # fmt: skip
    sheets: list[Path] = []
    session.states.grid.written.connect(sheets.append)
    session.begin([Cue.PICTURE])
    session.wait(lambda: sheets)
    pictures = sorted(folders.pictures.glob("*seed7*.png"))
    assert sorted(read_recipe(path).steps for path in pictures) == [4, 8, 12]
    session.close()
    library.close()
    assert start().queue.entries == []


# Two windows, and the disk -----------------------------------------------------------------------


def test_a_second_window_has_a_queue_of_its_own(start):
    first = start()
    first.do(lambda: first.queue.add(fox(7)))
    second = start()
    assert second.queue.entries == []
    second.do(lambda: second.queue.add(fox(8)))
    first.kill()
    second.close()
    assert sorted(start().seeds) == [7, 8]


def test_a_queue_that_cannot_be_kept_is_said_once_and_pictures_are_made(start, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "queue").write_text("a file is in the way")
    session = start().begin([Cue.PICTURE])
    problem = session.states.failures.problem
    assert problem.kind == "queue"
    session.do(lambda: session.queue.add(fox(7)))
    session.wait(session.library.pictures)


def test_a_damaged_queue_is_said_and_what_can_be_read_is_there(start, tmp_path):
    session = start()
    session.do(lambda: session.queue.add(fox(7)))
    session.do(lambda: session.queue.add(fox(8)))
    session.kill()
    (path,) = (tmp_path / "data" / "queue").glob("*.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    spoilt = [line.replace(b'"seed":7', b'"seed":"x"') for line in lines]
    path.write_bytes(b"".join(spoilt))
    session = start()
    assert session.seeds == [8]
    assert str(path.with_suffix(".broken")) in session.states.failures.problem.why
