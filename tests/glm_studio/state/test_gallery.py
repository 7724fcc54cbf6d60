"""The list of pictures, as the library changes it."""

from __future__ import annotations

from glm_studio.state.picture_list import new_in_front
from support.fakes import FakeLibrary, some_picture
from support.listings import listed


def test_the_library_fills_the_list_newest_first(states, qtbot):
    library = FakeLibrary([some_picture(1), some_picture(2)])
    states.gallery.open(library)
    qtbot.waitUntil(lambda: len(states.gallery.pictures) == 2)
    library.add(some_picture(0))
    qtbot.waitUntil(lambda: len(states.gallery.pictures) == 3)
    assert [picture.seed for picture in states.gallery.pictures] == [1000, 1001, 1002]


def test_only_what_is_new_in_front_is_announced_as_such():
    old = [some_picture(n) for n in range(3, 6)]
    assert new_in_front(listed(old), listed([some_picture(2), *old])) == 1
    assert new_in_front(listed(old), listed(old)) == 0
    assert new_in_front(listed(old), listed(old[1:])) == -1
    assert new_in_front(listed(old), listed([*old, some_picture(9)])) == -1


def test_a_library_that_fails_is_an_error_with_a_way_to_retry(states, qtbot):
    library = FakeLibrary([some_picture()])
    readable = library.pictures

    def unreadable():
        raise OSError("no such disk")

    library.pictures = unreadable
    states.gallery.open(library)
    qtbot.waitUntil(lambda: states.failures.problem is not None)
    assert "no such disk" in states.failures.problem.why
    library.pictures = readable
    states.failures.retry()
    qtbot.waitUntil(lambda: len(states.gallery.pictures) == 1)


def test_a_closed_gallery_no_longer_listens(states, qtbot):
    library = FakeLibrary()
    states.gallery.open(library)
    qtbot.waitUntil(lambda: states.gallery.known)
    states.gallery.close()
    with qtbot.assertNotEmitted(states.gallery.changed, wait=50):
        library.add(some_picture())
