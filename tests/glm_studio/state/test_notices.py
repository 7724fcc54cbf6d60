"""What is said to who looks elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.api import GenerationRequest, JobCancelled, Stage, StageStarted
from engine.errors import Problem
from glm_studio.state.memory import Memory
from glm_studio.state.notices import NoticesState
from glm_studio.state.preferences import NOTIFY, PreferencesState
from glm_studio.state.queue import Entry, QueueState
from support.fakes import some_picture

BROKEN = Problem("device", "The card is gone.", "Why.", "Do this.")
FOX = GenerationRequest("a fox", 256, 256, 12, 1.5, 0)


class Desk:
    """A queue, what is said of it, and whether somebody looks."""

    def __init__(self, folder: Path) -> None:
        self.queue, self.looking = QueueState(), False
        self.preferences = PreferencesState(Memory(folder / "window.json"))
        self.notices = NoticesState(self.queue, self.preferences, is_looked_at=lambda: self.looking)
        self.said: list[str] = []
        self.unseen: list[int] = []
        self.notices.wanted.connect(lambda notice: self.said.append(notice.title))
        self.notices.unseen_changed.connect(self.unseen.append)

    def ask(self, count: int) -> list[Entry]:
        return self.queue.add([replace(FOX, seed=seed) for seed in range(count)])

    def make(self, *entries: Entry) -> None:
        for entry in entries:
            self.queue.finish(entry, some_picture(entry.number))


@pytest.fixture
def desk(qapp, tmp_path) -> Desk:
    return Desk(tmp_path)


def test_the_last_picture_of_the_queue_is_told_and_those_before_it_are_not(desk):
    (first,), (second,) = desk.ask(1), desk.ask(1)
    desk.make(first)
    assert desk.said == []
    desk.make(second)
    assert desk.said == ["The picture is done"]


def test_each_set_is_told_with_what_became_of_it(desk):
    one, two, three = desk.ask(3)
    desk.ask(1)
    desk.make(one, two)
    desk.queue.fail(three, BROKEN)
    assert desk.said == ["2 of 3 pictures are done, 1 failed"]


def test_a_failure_is_told_at_once_but_not_each_of_many(desk):
    entries = desk.ask(3)
    for entry in entries[:2]:
        desk.queue.fail(entry, BROKEN)
    assert desk.said == ["A picture failed"]


def test_nothing_is_said_to_who_looks_or_does_not_want_it(desk):
    desk.looking = True
    desk.make(*desk.ask(1))
    desk.looking = False
    desk.preferences.set(NOTIFY, False)
    desk.make(*desk.ask(1))
    assert desk.said == []


def test_who_cancels_is_told_nothing(desk):
    (entry,) = desk.ask(1)
    desk.queue.apply(entry, StageStarted("", Stage.PRIOR, 100))
    desk.queue.cancel_all()
    desk.queue.apply(entry, JobCancelled("", Stage.PRIOR))
    assert desk.said == []


def test_new_pictures_are_counted_until_somebody_looks(desk):
    desk.make(*desk.ask(2))
    desk.notices.look()
    desk.notices.look()
    assert desk.unseen == [1, 2, 0]
