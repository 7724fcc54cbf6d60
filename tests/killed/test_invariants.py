"""The ledger and the inspector see each kind of loss, and none where there is none."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from killed.announcements import Line
from killed.home import Home
from killed.invariants import Inspector
from killed.ledger import RATING, Deed, Names, Possible, deeds_of
from killed.requests import Requests

PICTURE = Path("p.png")
SIDECAR = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="{rating}"/></rdf:RDF></x:xmpmeta>"""


def rating(value: int, asked: int, done: float = float("inf")) -> Deed:
    return Deed("edit", asked, done, {(PICTURE, RATING): value})


@pytest.mark.parametrize(
    ("deeds", "possible"),
    [
        ([], {0}),
        ([rating(3, 1, 2)], {3}),
        ([rating(3, 1)], {0, 3}),
        ([rating(3, 1, 2), rating(4, 3, 4)], {4}),
        ([rating(3, 1, 2), rating(4, 3)], {3, 4}),
        ([rating(3, 1, 5), rating(4, 2, 4)], {3, 4}),  # two programs at once
        ([rating(3, 1), rating(4, 2), rating(5, 3, 4)], {3, 4, 5}),
    ],
)
def test_what_a_rating_may_be(deeds, possible):
    assert Possible(deeds).values(PICTURE, RATING, 0) == possible


def test_marks_that_are_set_as_a_whole_clear_the_others():
    lines = [
        Line(1, "asked", {"number": 1, "deed": "edit", "paths": ["p.png"], "tags": ["sea"]}),
        Line(2, "done", {"number": 1, "after": [["p.png", 0, ["sea"], []]]}),
        Line(3, "asked", {"number": 2, "deed": "mark", "pictures": [["p.png", 2, [], []]]}),
        Line(4, "done", {"number": 2, "after": [["p.png", 2, [], []]]}),
    ]
    possible = Possible(deeds_of(lines, Names()))
    assert possible.values(PICTURE, ("tag", "sea"), False) == {False}
    assert possible.values(PICTURE, RATING, 0) == {2}


# The inspector: a home with one announced picture, and what may become of it ---------------------


class Story:
    """A home, and what a program has said there."""

    def __init__(self, folder: Path, caches: Path) -> None:
        self.home = Home(folder).furnish(caches)
        self.inspector = Inspector(self.home)
        self.lines: list[Line] = []
        self.file = self.home.pictures / "one.png"
        self.trashed = self.home.trash / "files" / "one.png"
        self.trashed.parent.mkdir(parents=True)
        self.home.pictures.mkdir()
        self.paint(self.file)
        self.tell("record", {"request": ["sea", 1, 2]}, {"path": str(self.file)})

    def paint(self, file: Path) -> None:
        texts = PngInfo()
        recipe = {"prompt": "sea", "seed": 1, "composition_seed": 2}
        texts.add_itxt("glm-studio", json.dumps(recipe))
        Image.effect_noise((64, 64), 50).save(file, pnginfo=texts)

    def tell(self, deed: str, asked: dict, done: dict | None = None) -> None:
        number = len(self.lines) + 1
        self.lines.append(Line(number, "asked", {"number": number, "deed": deed, **asked}))
        if done is not None:
            self.lines.append(Line(number + 1, "done", {"number": number, **done}))

    def rate(self, stars: int, done: bool = True) -> None:
        name = str(self.file)
        after = {"after": [[name, stars, [], []]]} if done else None
        self.tell("edit", {"paths": [name], "rating": stars}, after)

    def delete(self, done: bool = True) -> None:
        name = str(self.file)
        self.tell("delete", {"paths": [name]}, {"trashed": [name]} if done else None)

    def write_sidecar(self, stars: int, file: Path | None = None) -> None:
        file = file or self.file
        file.with_name(f"{file.name}.xmp").write_text(SIDECAR.format(rating=stars))

    def end(self) -> list[str]:
        lines, self.lines = self.lines, []
        return list(self.inspector.after_the_end([lines]))


@pytest.fixture
def story(tmp_path: Path) -> Story:
    (tmp_path / "caches").mkdir()
    return Story(tmp_path / "home", tmp_path / "caches")


def test_a_whole_picture_is_no_fault(story):
    assert story.end() == []
    story.rate(3)
    story.write_sidecar(3)
    assert story.end() == []
    story.rate(4, done=False)
    assert story.end() == []
    story.delete()
    story.file.rename(story.trashed)
    story.file.with_name("one.png.xmp").rename(story.trashed.with_name("one.png.xmp"))
    assert story.end() == []


def gone(story: Story) -> None:
    story.file.unlink()


def cut(story: Story) -> None:
    story.file.write_bytes(story.file.read_bytes()[:-2000])


def painted_anew(story: Story) -> None:
    story.end()
    story.paint(story.file)


def rating_lost(story: Story) -> None:
    story.rate(3)


def other_rating(story: Story) -> None:
    story.rate(3)
    story.write_sidecar(5)


def half_a_sidecar(story: Story) -> None:
    story.file.with_name("one.png.xmp").write_text(SIDECAR[:80])


def deleted_and_nowhere(story: Story) -> None:
    story.delete(done=False)
    story.file.unlink()


def deleted_and_here(story: Story) -> None:
    story.delete()


def deleted_without_its_rating(story: Story) -> None:
    story.rate(3)
    story.delete()
    story.file.rename(story.trashed)


def half_settings(story: Story) -> None:
    story.home.config.mkdir(parents=True)
    (story.home.config / "window.json").write_text('{"prompt": "a li')


def copy_gone(story: Story) -> None:
    story.lines.append(Line(9, "exported", {"files": [str(story.home.exports / "copy.jpg")]}))


def refused(story: Story) -> None:
    story.lines.append(Line(9, "failed", {"number": 1, "problem": "SaveError"}))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (gone, "was announced and is gone"),
        (cut, "is no whole picture"),
        (painted_anew, "was written to"),
        (rating_lost, "rating  is 0 and can be {3}"),
        (other_rating, "rating  is 5 and can be {3}"),
        (half_a_sidecar, "is no whole sidecar"),
        (deleted_and_nowhere, "is not in the trash"),
        (deleted_and_here, "was deleted, and is there"),
        (deleted_without_its_rating, "its rating, tags and boards are not in the trash"),
        (half_settings, "window.json is not readable"),
        (copy_gone, "copy.jpg is gone"),
        (refused, "the program said: failed"),
    ],
)
def test_each_loss_is_told(story, harm, said):
    harm(story)
    found = story.end()
    assert len(found) == 1
    assert said in found[0]


def opened(shown: list[Path]) -> list[Line]:
    marked = [[str(path), 0, [], []] for path in shown]
    return [Line(1, "opened", {"shown": marked, "waiting": []})]


@pytest.fixture
def index(story) -> Iterator[sqlite3.Connection]:
    story.home.data.mkdir(parents=True)
    with sqlite3.connect(story.home.data / "library.sqlite3") as database:
        database.execute("CREATE TABLE pictures (path, rating, tags, boards, mtime_ns, bytes)")
        status = story.file.stat()
        row = (bytes(story.file), 0, "", "", status.st_mtime_ns, status.st_size)
        database.execute("INSERT INTO pictures VALUES (?, ?, ?, ?, ?, ?)", row)
        database.commit()
        yield database
    database.close()


def test_what_is_shown_and_indexed_is_what_the_files_say(story, index):
    assert list(story.inspector.after_the_start([opened([story.file])])) == []
    missing = list(story.inspector.after_the_start([opened([])]))
    assert missing == [f"the gallery does not have {story.file}"]
    index.execute("UPDATE pictures SET rating = 2")
    index.commit()
    (other,) = story.inspector.after_the_start([opened([story.file])])
    assert other.startswith("the index says")
    index.execute("DELETE FROM pictures")
    index.commit()
    (none,) = story.inspector.after_the_start([opened([story.file])])
    assert none == f"the index does not have {story.file}"


def test_temporary_files_and_sessions_are_left_behind(story):
    assert story.inspector.left_behind() == []
    (story.home.pictures / ".1-2-3.part").touch()
    (story.home.temporary / "anything").mkdir()
    assert len(story.inspector.left_behind()) == 2
    (story.home.data / "sessions").mkdir(parents=True)
    (story.home.data / "sessions" / "1-a.lock").touch()
    assert len(list(story.inspector.after_the_close())) == 3


def test_what_was_asked_for_waits_is_made_or_is_missed():
    requests = Requests()
    requests.hear([Line(n, "kept", {"request": ["sea", n, n]}) for n in range(4)])
    requests.hear([Line(9, "cancelled", {"request": ["sea", 3, 3]})])
    made = Counter({("sea", 1, 1): 1})
    assert list(requests.after_the_start([["sea", 2, 2], ["sea", 0, 0]], made)) == []
    assert list(requests.after_the_start([["sea", 2, 2]], made)) == [
        "was asked for, and neither waits nor is made: ('sea', 0, 0)"
    ]
    twice = list(requests.after_the_start([["sea", 1, 1], ["sea", 2, 2], ["sea", 2, 2]], made))
    assert twice == [
        "is there, and waits to be made again: ('sea', 1, 1)",
        "is there 2 times: ('sea', 2, 2)",
    ]


def test_what_waited_at_a_start_is_not_lost_after_the_next():
    requests = Requests()
    assert list(requests.after_the_start([["sea", 1, 1]], Counter())) == []
    (lost,) = requests.after_the_start([], Counter())
    assert lost.startswith("was asked for")


@pytest.mark.usefixtures("index")
def test_a_picture_that_another_program_has_deleted_may_be_made_again(story):
    made, story.lines = story.lines, []
    story.delete()
    story.file.rename(story.trashed)
    assert list(story.inspector.after_the_end([made, story.lines])) == []
    waits = [Line(1, "opened", {"shown": [], "waiting": [["sea", 1, 2]]})]
    assert not [x for x in story.inspector.after_the_start([waits]) if "waits" in x]


@pytest.mark.usefixtures("index")
def test_a_picture_that_was_deleted_is_not_made_again(story):
    story.delete()
    story.file.rename(story.trashed)
    assert story.end() == []
    waits = [Line(1, "opened", {"shown": [], "waiting": [["sea", 1, 2]]})]
    assert [x for x in story.inspector.after_the_start([waits]) if "waits to be made again" in x]


@pytest.mark.usefixtures("index")
def test_a_picture_whose_return_was_cut_short_is_one_picture(story):
    """It is in the library again, and not yet out of the trash; twice in the trash, if deleted
    once more."""
    story.trashed.hardlink_to(story.file)
    assert list(story.inspector.after_the_start([opened([story.file])])) == []
    story.file.rename(story.trashed.with_name("one 2.png"))
    assert not [x for x in story.inspector.after_the_start([opened([])]) if "times" in x]


@pytest.mark.usefixtures("index")
def test_pictures_that_were_made_twice_are_two_wherever_they_are(story):
    twice = "is there 2 times: ('sea', 1, 2)"
    story.paint(story.trashed)
    assert list(story.inspector.after_the_start([opened([story.file])])) == [twice]
    story.trashed.rename(story.file.with_name("two.png"))
    assert twice in list(story.inspector.after_the_start([opened([story.file])]))
