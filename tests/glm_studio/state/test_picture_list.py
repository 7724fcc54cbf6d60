"""What is marked in a list stays marked while the list changes."""

from __future__ import annotations

import dataclasses

import pytest

from glm_studio.state.picture_list import carried, new_in_front, spans_of, tidy
from support.fakes import FakeLibrary, some_picture
from support.listings import listed

OLD = [some_picture(number) for number in range(10)]


@pytest.fixture
def gallery(states, qtbot):
    library = FakeLibrary(OLD)
    states.gallery.open(library)
    qtbot.waitUntil(lambda: len(states.gallery.pictures) == len(OLD))
    return states.gallery, library


def change(library: FakeLibrary, pictures) -> None:
    library._pictures = list(pictures)
    library._listeners[0]()


def test_spans_are_sorted_and_joined():
    assert tidy([range(5, 7), range(2), range(1, 3), range(4, 4)]) == (range(3), range(5, 7))
    assert spans_of([1, 2, 3, 7, 9, 10]) == (range(1, 4), range(7, 8), range(9, 11))


def test_a_picture_is_found_by_its_file():
    assert [listed(OLD).row_of(picture.path) for picture in OLD] == list(range(10))
    assert listed(OLD[:4]).row_of(OLD[4].path) == -1
    assert listed(OLD).row_of(some_picture(44).path) == -1


def test_what_is_said_of_a_picture_may_change_where_it_stands():
    rated = [*OLD[:3], dataclasses.replace(OLD[3], rating=5), *OLD[4:]]
    assert new_in_front(listed(OLD), listed(rated)) == 0
    assert new_in_front(listed(OLD), listed([some_picture(-1), *rated])) == 1
    assert new_in_front(listed(OLD), listed([OLD[1], OLD[0], *OLD[2:]])) == -1


def test_marked_pictures_are_found_in_another_order():
    spans, current = carried(listed(OLD), (range(2, 4),), OLD[3], listed(OLD[::-1]), neighbour=True)
    assert (spans, current) == ((range(6, 8),), OLD[3])


def test_after_a_deletion_the_next_picture_is_looked_at():
    rest = OLD[:3] + OLD[5:]
    assert carried(listed(OLD), (range(3, 5),), OLD[4], listed(rest), neighbour=True) == (
        (range(3, 4),),
        OLD[5],
    )
    last = carried(listed(OLD), (range(9, 10),), OLD[9], listed(OLD[:9]), neighbour=True)
    assert last == ((range(8, 9),), OLD[8])


def test_another_search_marks_nothing_in_the_place_of_what_it_does_not_find():
    assert carried(listed(OLD), (range(1),), OLD[0], listed(OLD[5:]), neighbour=False) == ((), None)


def test_a_new_picture_in_front_moves_what_is_marked(gallery, qtbot):
    state, library = gallery
    state.mark([range(2, 4), range(7, 8)], 7)
    library.add(some_picture(-1))
    qtbot.waitUntil(lambda: len(state.pictures) == 11)
    assert state.marked_pictures() == [OLD[2], OLD[3], OLD[7]]
    assert state.selection == OLD[7]


def test_a_rating_shows_in_the_marked_picture(gallery, qtbot):
    state, library = gallery
    state.mark([range(3, 5)], 4)
    rated = dataclasses.replace(OLD[4], rating=5)
    change(library, [*OLD[:4], rated, *OLD[5:]])
    qtbot.waitUntil(lambda: state.selection is not None and state.selection.rating == 5)
    assert state.marked_pictures() == [OLD[3], rated]


def test_marking_while_the_library_is_read_is_not_lost(gallery, qtbot):
    state, library = gallery
    change(library, OLD[5:])
    state._read()  # on its way with what is marked now: nothing
    state.mark([range(6, 8)])
    qtbot.waitUntil(lambda: len(state.pictures) == 5)
    assert state.marked_pictures() == [OLD[6], OLD[7]]


def test_all_are_marked_as_one_span(gallery):
    state, _library = gallery
    state.mark_all()
    assert state.spans == (range(10),)
    assert state.marked_count == 10


def test_a_picture_that_is_just_saved_is_marked_once_the_library_knows_it(gallery, qtbot):
    state, library = gallery
    new = some_picture(-1)
    state.select(new)
    assert state.marked_count == 0
    assert state.marked_pictures() == [new]
    library.add(new)
    qtbot.waitUntil(lambda: state.spans == (range(1),))


def test_what_is_looked_at_is_found_by_its_file_where_its_number_changed():
    old, new = listed(OLD[:5]), listed(OLD[:5])
    old.ids[2] = -1  # it waits for the index
    assert carried(old, (range(2, 3),), OLD[2], new, True) == ((range(2, 3),), OLD[2])
