"""What is done to pictures, and undone, however long the disk takes."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

import pytest

from engine.errors import Problem
from glm_studio.library.edits import Deletion, Edit, Failure, Restoration, Trashed
from glm_studio.library.listing import Files
from support.fakes import some_picture

PICTURES = [some_picture(number) for number in range(3)]
PATHS = [picture.path for picture in PICTURES]


class SlowLibrary:
    """Says what it was asked, and answers when the test wants it to."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.futures: list[Future] = []

    def __getattr__(self, name: str):
        def ask(*args, **kwargs) -> Future:
            said = (list(it) if isinstance(it, Files) else it for it in args)
            self.asked.append((name, *said, *kwargs.values()))
            self.futures.append(Future())
            return self.futures[-1]

        return ask


@pytest.fixture
def library(states) -> SlowLibrary:
    made = SlowLibrary()
    states.curation.open(made)
    return made


def test_a_rating_is_undone_to_what_was_before(states, library, qtbot):
    states.curation.rate(PICTURES, 4)
    assert library.asked == [("rate", PATHS, 4)]
    edit = Edit(tuple(PICTURES), tuple(PICTURES))
    library.futures[0].set_result(edit)
    states.undo.undo()
    qtbot.waitUntil(lambda: len(library.asked) == 2)
    assert library.asked[1] == ("mark", edit.before)


def test_undo_waits_for_what_it_undoes(states, library, qtbot):
    states.curation.delete(PICTURES)
    states.undo.undo()
    qtbot.wait(20)
    assert [asked[0] for asked in library.asked] == ["delete"]
    deletion = Deletion(tuple(Trashed(p, Path("/trash")) for p in PICTURES))
    library.futures[0].set_result(deletion)
    qtbot.waitUntil(lambda: len(library.asked) == 2)
    assert library.asked[1] == ("restore", deletion)


def test_redo_deletes_again_and_undo_brings_that_back(states, library, qtbot):
    states.curation.delete(PICTURES)
    library.futures[0].set_result(Deletion())
    states.undo.undo()
    qtbot.waitUntil(lambda: len(library.asked) == 2)
    library.futures[1].set_result(Restoration())
    states.undo.redo()
    second = Deletion(in_own_trash=1)
    library.futures[2].set_result(second)
    states.undo.undo()
    qtbot.waitUntil(lambda: len(library.asked) == 4)
    assert library.asked[3] == ("restore", second)


def test_the_offered_undo_brings_back_that_deletion_whatever_was_done_since(states, library, qtbot):
    offers = []
    states.offered.connect(offers.append)
    states.curation.delete(PICTURES[:1])
    library.futures[0].set_result(Deletion((Trashed(PICTURES[0], Path("/trash")),)))
    qtbot.waitUntil(lambda: bool(offers))
    states.curation.rate(PICTURES[1:], 3)
    offers[0].run()
    qtbot.waitUntil(lambda: len(library.asked) == 3)
    assert library.asked[2][0] == "restore"
    states.undo.undo()  # the rating
    states.undo.undo()  # passes over the deletion, which is undone already
    library.futures[1].set_result(Edit())
    qtbot.waitUntil(lambda: len(library.asked) == 4)
    assert library.asked[3][0] == "mark"


def test_the_offered_undo_does_nothing_once_it_was_undone(states, library, qtbot):
    offers = []
    states.offered.connect(offers.append)
    states.curation.delete(PICTURES[:1])
    library.futures[0].set_result(Deletion((Trashed(PICTURES[0], Path("/trash")),)))
    qtbot.waitUntil(lambda: bool(offers))
    states.undo.undo()
    qtbot.waitUntil(lambda: len(library.asked) == 2)
    states.curation.rate(PICTURES[1:], 3)  # takes the place of the deletion
    offers[0].run()
    qtbot.wait(20)
    assert [asked[0] for asked in library.asked] == ["delete", "restore", "rate"]


def test_an_answer_for_a_step_that_was_replaced_is_passed_over(states, library, qtbot):
    states.curation.tag(PICTURES, add=["a"])
    states.undo.undo()
    states.curation.tag(PICTURES, add=["b"])
    with qtbot.captureExceptions() as raised:
        library.futures[0].set_result(Edit())
        library.futures[1].cancel()
        qtbot.wait(20)
    assert not raised
    assert states.failures.problem is None


def test_a_thumbnail_that_failed_while_the_file_was_away_is_tried_again(states, library, qtbot):
    picture = PICTURES[0]
    states.thumbnails._take(picture.path, 320, None)
    assert states.thumbnails.broken(picture.path)
    states.curation.delete([picture])
    deletion = Deletion((Trashed(picture, Path("/trash")),))
    library.futures[0].set_result(deletion)
    states.undo.undo()
    qtbot.waitUntil(lambda: len(library.asked) == 2)
    states.thumbnails._take(picture.path, 320, None)
    library.futures[1].set_result(Restoration((picture,)))
    qtbot.waitUntil(lambda: not states.thumbnails.broken(picture.path))


def test_what_failed_is_told_with_its_reason(states, library, qtbot):
    said = []
    states.noticed.connect(said.append)
    problem = Problem("delete", "It is still there.", "Writing is not allowed.", "Allow it.")
    states.curation.delete(PICTURES)
    failed = tuple(Failure(path, problem) for path in PATHS[:2])
    library.futures[0].set_result(Deletion(failed=failed))
    qtbot.waitUntil(lambda: states.failures.problem is problem)
    assert any("2" in text for text in said)


def test_what_changes_nothing_leaves_nothing_to_undo(states, library, qtbot):
    states.curation.tag(PICTURES, add=["a"])
    library.futures[0].set_result(Edit())
    qtbot.waitUntil(lambda: states.undo.command(0).isObsolete())


def test_nothing_is_told_after_the_window_is_closed(states, library, qtbot):
    states.curation.rate(PICTURES, 2)
    states.curation.close()
    library.futures[0].set_exception(OSError("too late"))
    qtbot.wait(20)
    assert states.failures.problem is None
