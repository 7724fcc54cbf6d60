"""Ratings, tags and boards: in the files, for other programs too, and never at their expense."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.api import ImageReady
from glm_studio.library.edits import Edit
from glm_studio.library.folders import Folders
from glm_studio.library.library import Library
from glm_studio.library.query import Query
from glm_studio.library.sidecar import Marks, SidecarError, clean_names, read_marks, write_marks

OpenLibrary = Callable[..., Library]
MakeImage = Callable[..., ImageReady]

WAIT_S = 10.0

DIGIKAM = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:digiKam="http://www.digikam.org/ns/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
   digiKam:ColorLabel="3"
   xmp:Rating="2"
   photoshop:Urgency="1">
   <digiKam:TagsList>
    <rdf:Seq>
     <rdf:li>Places/Paris</rdf:li>
     <rdf:li>Draft</rdf:li>
    </rdf:Seq>
   </digiKam:TagsList>
   <dc:subject>
    <rdf:Bag>
     <rdf:li>Paris</rdf:li>
     <rdf:li>Draft</rdf:li>
    </rdf:Bag>
   </dc:subject>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Tower &amp; fox</rdf:li></rdf:Alt></dc:title>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return tmp_path / "picture.png"


def _sidecar(picture: Path) -> Path:
    return picture.with_name(f"{picture.name}.xmp")


def test_marks_come_back(picture: Path) -> None:
    marks = Marks(4, ('<b> & "c"', "人物", "夜景"), ("Spring’s campaign",))
    write_marks(picture, marks)
    assert read_marks(picture) == marks
    write_marks(picture, Marks(0, ("a",)))
    assert read_marks(picture) == Marks(0, ("a",))


def test_sidecar_goes_with_the_last_mark(picture: Path) -> None:
    write_marks(picture, Marks(4))
    write_marks(picture, Marks())
    assert not list(picture.parent.iterdir())


def test_another_program_s_sidecar_is_read(picture: Path) -> None:
    _sidecar(picture).write_text(DIGIKAM, "utf-8")
    assert read_marks(picture) == Marks(2, ("Draft", "Paris"))


def test_another_program_s_sidecar_keeps_what_is_not_ours(picture: Path) -> None:
    sidecar = _sidecar(picture)
    sidecar.write_text(DIGIKAM, "utf-8")
    write_marks(picture, Marks(5, ("New", "Paris"), ("Moods",)))
    assert read_marks(picture) == Marks(5, ("New", "Paris"), ("Moods",))
    root = ElementTree.fromstring(sidecar.read_bytes())  # noqa: S314
    names = {
        "digiKam": "http://www.digikam.org/ns/1.0/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    }
    assert [item.text for item in root.findall(".//digiKam:TagsList//rdf:li", names)] == [
        "Places/Paris",
        "New",
    ]
    text = sidecar.read_text("utf-8")
    assert text.count(":Rating") == 2  # where it begins and ends
    for kept in ('digiKam:ColorLabel="3"', "Tower &amp; fox", 'photoshop:Urgency="1"', "x-default"):
        assert kept in text
    write_marks(picture, Marks())
    assert read_marks(picture) == Marks()
    assert "Tower &amp; fox" in sidecar.read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "marks"),
    [
        (DIGIKAM.replace('"2"', '"-1"'), Marks(0, ("Draft", "Paris"))),
        (DIGIKAM.replace('"2"', '"3.0"'), Marks(3, ("Draft", "Paris"))),
        (DIGIKAM.replace('"2"', '"many"'), Marks(0, ("Draft", "Paris"))),
        (DIGIKAM.replace('"2"', '"1e999"'), Marks(0, ("Draft", "Paris"))),
        ("<a/>", Marks()),
    ],
)
def test_strange_values_say_nothing_wrong(picture: Path, content: str, marks: Marks) -> None:
    _sidecar(picture).write_text(content, "utf-8")
    assert read_marks(picture) == marks


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'>&b;</x:xmpmeta>"
)


@pytest.mark.parametrize(
    "content",
    [b"", b"<x", b"\xff\xfe<\0", BOMB.encode(), b"<a/>" + b" " * 2**23, b"<a>" * 10**5],
    ids=["empty", "cut", "UTF-16", "bomb", "huge", "deep"],
)
def test_sidecar_that_is_not_understood_is_told_and_left_alone(
    picture: Path, content: bytes
) -> None:
    _sidecar(picture).write_bytes(content)
    with pytest.raises(SidecarError) as caught:
        read_marks(picture)
    assert str(_sidecar(picture)) in caught.value.problem.what
    with pytest.raises(SidecarError):
        write_marks(picture, Marks(5))
    assert _sidecar(picture).read_bytes() == content


def test_names_are_cleaned() -> None:
    assert clean_names(["👩\u200d🚀"]) == ("👩\u200d🚀",)
    assert clean_names([" b\tc ", "B C", "", "\n", "a\0\x1b", "x" * 999]) == ("a", "b c", "x" * 200)


# The library --------------------------------------------------------------------------------------


@pytest.fixture
def library(open_library: OpenLibrary, make_image: MakeImage) -> Library:
    """A library of three pictures."""
    opened = open_library()
    for seed in (1, 2, 3):
        opened.record(make_image(seed=seed)).result(WAIT_S)
    return opened


def _paths(library: Library) -> list[Path]:
    return [picture.path for picture in library.pictures()]


def _change(library: Library, paths: list[Path]) -> tuple[Edit, ...]:
    return (
        library.rate(paths[:2], 5).result(WAIT_S),
        library.tag(paths, add=["approved", "人物"]).result(WAIT_S),
        library.tag(paths[1:], remove=["APPROVED"]).result(WAIT_S),
        library.put_on_board(paths[:1], "Moods").result(WAIT_S),
    )


def test_marks_are_shown_found_and_there_at_the_next_start(
    library: Library, open_library: OpenLibrary, folders: Folders
) -> None:
    paths = _paths(library)
    _change(library, paths)
    for again in (False, True):
        marked = [(p.rating, p.tags, p.boards) for p in library.pictures()]
        assert marked == [
            (5, ("approved", "人物"), ("Moods",)),
            (5, ("人物",), ()),
            (0, ("人物",), ()),
        ]
        assert len(library.search(Query(tags=("人物",)))) == 3
        assert len(library.search(Query(text="appr"))) == 1
        assert len(library.search(Query(board="Moods"))) == 1
        if not again:
            library.close(WAIT_S)
            folders.index.unlink()  # the files are the truth
            library = open_library()


def test_pictures_themselves_are_never_written(library: Library) -> None:
    path = _paths(library)[0]
    content, status = path.read_bytes(), path.stat()
    _change(library, [path])
    assert path.read_bytes() == content
    assert path.stat().st_mtime_ns == status.st_mtime_ns


def test_edit_is_undone_by_what_was_before(library: Library, folders: Folders) -> None:
    paths = _paths(library)
    library.rate(paths[:1], 3).result(WAIT_S)
    before = list(library.pictures())
    edits = _change(library, paths)
    assert [len(edit.after) for edit in edits] == [2, 3, 2, 1]
    for edit in reversed(edits):
        library.mark(edit.before).result(WAIT_S)
    assert library.pictures() == before
    assert len(list(folders.pictures.glob("*.xmp"))) == 1


def test_what_is_as_wished_is_no_edit(library: Library) -> None:
    paths = _paths(library)
    library.rate(paths, 2).result(WAIT_S)
    assert library.rate(paths, 2).result(WAIT_S) == Edit()
    assert library.tag(paths, remove=["never there"]).result(WAIT_S) == Edit()


def test_boards_are_renamed_joined_and_deleted(library: Library) -> None:
    paths = _paths(library)
    library.put_on_board(paths[:2], "Moods").result(WAIT_S)
    library.put_on_board(paths[2:], "Catalogue").result(WAIT_S)
    library.rename_board("Moods", "Colours").result(WAIT_S)
    assert library.facets().boards == {"Colours": 2, "Catalogue": 1}
    library.rename_board("Catalogue", "Colours").result(WAIT_S)
    assert library.facets().boards == {"Colours": 3}
    library.take_off_board(paths[:1], "Colours").result(WAIT_S)
    edit = library.delete_board("Colours").result(WAIT_S)
    assert library.facets().boards == {}
    assert len(library.pictures()) == 3
    library.mark(edit.before).result(WAIT_S)
    assert library.facets().boards == {"Colours": 2}


@pytest.mark.parametrize("rating", [-1, 6])
def test_rating_that_there_is_not(library: Library, rating: int) -> None:
    with pytest.raises(ValueError, match=str(rating)):
        library.rate(_paths(library), rating)


def test_sidecar_changed_by_another_program_is_noticed(
    library: Library, open_library: OpenLibrary
) -> None:
    newest, second, _third = _paths(library)
    library.rate([newest, second], 1).result(WAIT_S)
    _sidecar(newest).write_text(DIGIKAM, "utf-8")
    _sidecar(second).unlink()
    library.rescan().result(WAIT_S)
    assert [(p.rating, p.tags) for p in library.pictures()] == [
        (2, ("Draft", "Paris")),
        (0, ()),
        (0, ()),
    ]
    library.close(WAIT_S)
    _sidecar(newest).unlink()
    assert [p.rating for p in open_library().pictures()] == [0, 0, 0]


def test_mark_of_another_program_survives_one_of_ours(library: Library) -> None:
    newest = _paths(library)[0]
    _sidecar(newest).write_text(DIGIKAM, "utf-8")
    library.rate([newest], 4).result(WAIT_S)
    assert (library.pictures()[0].rating, library.pictures()[0].tags) == (4, ("Draft", "Paris"))


def test_picture_whose_sidecar_is_broken_fails_alone(library: Library) -> None:
    newest, second, third = _paths(library)
    _sidecar(second).write_text("<broken")
    edit = library.rate([newest, second, third], 5).result(WAIT_S)
    assert [p.path for p in edit.after] == [newest, third]
    ((path, problem),) = [(f.path, f.problem) for f in edit.failed]
    assert path == second
    assert problem.kind == "sidecar"
    assert [p.rating for p in library.pictures()] == [5, 0, 5]


def test_folder_that_takes_no_sidecar_is_told(
    open_library: OpenLibrary, make_image: MakeImage, folders: Folders, small_disk: Path
) -> None:
    library = open_library()
    path = library.record(make_image()).result(WAIT_S).path
    (small_disk / "full").write_bytes(bytes(4096))  # a link leads to the picture; nothing else fits
    (small_disk / "linked.png").symlink_to(path)
    library.add_folder(small_disk).result(WAIT_S)
    edit = library.rate([small_disk / "linked.png"], 5).result(WAIT_S)
    assert [failure.problem.kind for failure in edit.failed] == ["sidecar"]
    assert "full" in edit.failed[0].problem.why
    assert {path.name for path in small_disk.iterdir()} == {"full", "linked.png"}


def test_many_marks_let_a_finished_picture_pass(
    library: Library, make_image: MakeImage, folders: Folders
) -> None:
    original = _paths(library)[0]
    for number in range(100):
        os.link(original, folders.pictures / f"{number}.png")
    library.rescan().result(WAIT_S)
    marking = library.tag(_paths(library), add=["all"])
    saving = library.record(make_image(seed=9))
    saving.result(WAIT_S)
    assert not marking.done()
    assert len(marking.result(WAIT_S).after) == 103


def test_marks_that_were_asked_for_are_written_before_the_close(
    library: Library, folders: Folders
) -> None:
    marking = library.tag(_paths(library), add=["last"])
    library.close(WAIT_S)
    assert len(marking.result(0).after) == 3
    assert len(list(folders.pictures.glob("*.xmp"))) == 3
    assert library.rate([], 1).cancelled()
