"""Two programs with one library: what both say about a picture is kept."""

from __future__ import annotations

from collections.abc import Callable

from engine.api import ImageReady
from glm_studio.library.library import Library
from glm_studio.library.sidecar import read_marks, sidecar_of

OpenLibrary = Callable[..., Library]
MakeImage = Callable[..., ImageReady]

WAIT_S = 20.0
TAGS = 20


def test_tags_from_both_are_kept_although_they_come_at_once(
    open_library: OpenLibrary, make_image: MakeImage
) -> None:
    one = open_library()
    picture = one.record(make_image()).result(WAIT_S)
    other = open_library()
    edits = [
        library.tag([picture.path], [f"{name} {number}"])
        for number in range(TAGS)
        for name, library in (("one", one), ("other", other))
    ]
    assert all(not edit.result(WAIT_S).failed for edit in edits)
    assert len(read_marks(picture.path).tags) == 2 * TAGS


def test_a_picture_that_the_other_has_deleted_gets_no_rating_and_says_why(
    open_library: OpenLibrary, make_image: MakeImage
) -> None:
    one = open_library()
    picture = one.record(make_image()).result(WAIT_S)
    picture.path.unlink()
    edit = one.rate([picture.path], 5).result(WAIT_S)
    assert "is not there any more" in edit.failed[0].problem.why
    assert not sidecar_of(picture.path).exists()
