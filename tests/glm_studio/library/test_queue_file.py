"""What was asked for outlasts the program, whatever becomes of the file."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from engine.api import Adapter, GenerationRequest, ImageRef
from engine.errors import Problem
from engine.recipe import PriorCodes
from engine.sizes import Grid
from engine.texts import Text, say
from glm_studio.library import atomic
from glm_studio.library.folders import Folders
from glm_studio.library.queue_file import Found, QueueFile
from glm_studio.library.queue_log import read_log
from glm_studio.library.queue_notes import (
    Asked,
    AskedSet,
    Begun,
    Changes,
    Composed,
    Done,
    Failed,
    SetAside,
)
from glm_studio.library.rescue import rescue, saved_folders
from glm_studio.library.store import SaveError, save_picture
from support.fakes import picture_of

CODES = PriorCodes(Grid(8, 8), tuple(range(64)))
WHY = Problem("save", say("In {place}.", place=say("A place")), "Why\ud800.", "Do this.")


def asked(key: str, seed: int = 0, **values: object) -> Asked:
    request = GenerationRequest(
        f"a fox {key} \ud800 \n", 256, 256, 12, 1.5, seed,
        references=(ImageRef("/r.png", (0, 0, 5, 5)),), adapters=(Adapter("/a", 0.5),),
        composed_with=(seed, seed + 1),
    )  # fmt: skip
    return Asked(key, request, "set", model=("bundled", "nano"), **values)


class Sessions:
    """Programs that start one after the other on one folder."""

    def __init__(self, home: Path) -> None:
        self.folder, self.pictures = home / "queue", home / "pictures"

    def start(self) -> tuple[QueueFile, Found]:
        file = QueueFile(self.folder, (self.pictures,))
        return file, file.open()

    @staticmethod
    def kill(file: QueueFile) -> None:
        """As the system lets go of what a dead process held."""
        file._lock._lock.release(force=True)

    def after(self, *changes: Changes, closed: bool = False) -> Found:
        """What the next start finds after a session that wrote these."""
        file, _ = self.start()
        for change in changes:
            file.write(change)
        file.close() if closed else self.kill(file)
        return self.start()[1]


@pytest.fixture
def sessions(tmp_path: Path) -> Sessions:
    return Sessions(tmp_path)


def keys(found: Found) -> list[str]:
    return [each.key for each in found.entries]


def test_all_that_is_known_of_a_picture_comes_back(sessions):
    full = asked("a", prior=CODES, jobs=("1", "2"), ended=1, problem=WHY, index=2, of=3)
    grid = AskedSet("set", {"x": [1, "ü"]}, unfolded=False)
    found = sessions.after(Changes((grid, full, asked("b"))))
    assert found.entries == (full, asked("b"))
    assert found.sets == {"set": grid}
    what = found.entries[0].problem.what
    assert isinstance(what, Text)
    assert isinstance(what.values["place"], Text)  # and so it is shown in any language
    assert found.crashed
    assert not found.damaged


def test_every_change_outlasts_a_kill_at_once(sessions):
    found = sessions.after(
        Changes((asked("a"), asked("b"), asked("c"), asked("d"))),
        Changes((Begun("a", "job"), Composed("a", CODES)), gone=("b",)),
        Changes(order=("d", "a", "c")),
        Changes((asked("e"), Failed("c", WHY))),
    )
    assert [(each.key, each.prior, each.problem) for each in found.entries] == [
        ("d", None, None), ("a", CODES, None), ("c", None, WHY), ("e", None, None),
    ]  # fmt: skip
    assert found.entries[1].jobs == ("job",)
    assert [each.ended for each in found.entries] == [0, 1, 0, 0]


def test_only_a_session_that_ends_badly_counts_against_the_picture_it_was_making(sessions):
    made = Changes((asked("a"), Begun("a", "1")))
    assert sessions.after(made, closed=True).entries[0].ended == 0


def test_a_picture_that_was_stopped_to_wait_is_not_what_the_session_ended_in(sessions):
    found = sessions.after(Changes((asked("a"), Begun("a", "1"))), Changes((SetAside("a"),)))
    assert found.entries[0].ended == 0


def test_endings_are_counted_over_sessions(sessions):
    file, _ = sessions.start()
    file.write(Changes((asked("a"), Begun("a", "1"))))
    sessions.kill(file)
    file, found = sessions.start()
    assert found.entries[0].ended == 1
    file.write(Changes((Begun("a", "2"),)))
    sessions.kill(file)
    assert sessions.start()[1].entries[0].ended == 2


def test_a_closed_queue_waits_for_the_next_start_and_an_empty_one_leaves_nothing(sessions):
    found = sessions.after(Changes((asked("a"),)), closed=True)
    assert keys(found) == ["a"]
    assert not found.crashed


def test_an_empty_queue_leaves_nothing(sessions):
    file, _ = sessions.start()
    file.write(Changes((asked("a"),)))
    file.write(Changes(gone=("a",)))
    file.close()
    assert list(sessions.folder.iterdir()) == []


def test_a_queue_whose_last_picture_is_made_while_it_is_closed_leaves_nothing(sessions):
    file, _ = sessions.start()
    file.write(Changes((asked("a"),)))
    file.write(Changes((Done("a", sessions.pictures / "a.png"),)))
    file.close()
    assert list(sessions.folder.iterdir()) == []


def test_the_queue_of_a_program_that_runs_is_left_alone(sessions):
    first, _ = sessions.start()
    first.write(Changes((asked("a"),)))
    second, found = sessions.start()
    assert found.entries == ()
    second.write(Changes((asked("b"),)))
    sessions.kill(first)
    sessions.kill(second)
    assert sorted(keys(sessions.start()[1])) == ["a", "b"]


def test_a_dead_queue_is_taken_over_once(sessions):
    file, _ = sessions.start()
    file.write(Changes((asked("a"),)))
    sessions.kill(file)
    _, first = sessions.start()
    _, second = sessions.start()
    assert (keys(first), keys(second)) == (["a"], [])


def test_a_start_that_is_killed_while_it_takes_over_neither_doubles_nor_loses(
    sessions, monkeypatch
):
    file, _ = sessions.start()
    file.write(Changes((asked("a"), asked("b"))))
    sessions.kill(file)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(OSError("killed")))
        half, found = sessions.start()  # its own file is there, and so is the other
    half.write(Changes(gone=("a",)))
    sessions.kill(half)
    for left in half._left:
        left.lock._lock.release(force=True)
    assert len(list(sessions.folder.glob("*.jsonl"))) == 2
    assert keys(sessions.start()[1]) == ["b"]
    assert keys(found) == ["a", "b"]


def test_one_that_was_rescued_where_nobody_wanted_it_is_not_made_again(
    tmp_path, monkeypatch
) -> None:
    folders = Folders(*(tmp_path / name for name in ("pictures", "data", "cache", "config")))
    for taken in (folders.pictures, folders.rescued):
        taken.parent.mkdir(exist_ok=True)
        taken.write_text("in the way")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    image = picture_of(asked("a").request)
    saved = rescue(image, SaveError(folders.pictures, OSError()), folders.rescued).rescued
    assert saved is not None
    file = QueueFile(tmp_path / "queue", ())
    file.open()
    file.write(Changes((asked("a"), Begun("a", image.job_id))))
    Sessions.kill(file)
    assert not QueueFile(tmp_path / "queue", saved_folders(folders)).open().entries


def test_a_picture_that_reached_the_disk_is_not_made_again(sessions):
    one, two = asked("a", seed=5), replace(asked("b", seed=5), group="another")
    saved = save_picture(picture_of(one.request, "job-1"), sessions.pictures)
    found = sessions.after(Changes((one, two, Begun("a", "job-1"), Begun("b", "job-2"))))
    assert keys(found) == ["b"]  # which is another, though it looks the same
    assert saved.exists()


def test_what_is_done_of_a_set_comes_back_with_the_rest_of_it(sessions):
    one, two, three = (asked(key, n, index=n, of=3) for n, key in enumerate("abc", start=1))
    saved = save_picture(picture_of(one.request, "job-1"), sessions.pictures)
    told = save_picture(picture_of(two.request, "job-2"), sessions.pictures)
    found = sessions.after(
        Changes((AskedSet("set"), one, two, three, Begun("a", "job-1"), Done("b", told)))
    )
    assert [(each.key, each.picture) for each in found.entries] == [
        ("a", saved), ("b", told), ("c", None),
    ]  # fmt: skip


def test_a_picture_of_a_set_that_was_moved_is_found_again(sessions):
    one, two = (asked(key, n, index=n, of=2) for n, key in enumerate("ab", start=1))
    saved = save_picture(picture_of(one.request, "job-1"), sessions.pictures)
    elsewhere = Done("a", sessions.folder / "rescued" / saved.name)
    found = sessions.after(Changes((AskedSet("set"), one, two, Begun("a", "job-1"), elsewhere)))
    assert [each.picture for each in found.entries] == [saved, None]


def test_a_set_whose_last_picture_reached_the_disk_is_over(sessions):
    one, two = (asked(key, n, index=n, of=2) for n, key in enumerate("ab", start=1))
    for each, job in ((one, "1"), (two, "2")):
        save_picture(picture_of(each.request, job), sessions.pictures)
    done = Done("a", sessions.pictures / "gone.png")
    assert sessions.after(Changes((one, two, Begun("b", "2"), done))).entries == ()


def test_a_start_leaves_no_lock_of_a_session_that_died_before_it_had_a_file(sessions):
    file, _ = sessions.start()
    (path,) = sessions.folder.glob("*.jsonl")
    sessions.kill(file)
    path.unlink()
    other, _ = sessions.start()
    assert len(list(sessions.folder.iterdir())) == 2
    other.close()
    assert list(sessions.folder.iterdir()) == []


# Damage ------------------------------------------------------------------------------------------


def written(sessions: Sessions) -> tuple[Path, bytes]:
    """The file of a session that was killed, and what it says."""
    file, _ = sessions.start()
    file.write(Changes((asked("a"), asked("b"))))
    file.write(Changes((Begun("a", "1"), Composed("a", CODES))))
    file.write(Changes((asked("c"),), gone=("b",)))
    sessions.kill(file)
    (path,) = sessions.folder.glob("*.jsonl")
    return path, path.read_bytes()


def test_a_file_that_is_cut_anywhere_says_what_was_written_until_then(sessions):
    _, whole = written(sessions)
    ends = [n + 1 for n, byte in enumerate(whole) if byte == 10]
    before: list[str] = []
    for length in range(ends[0], len(whole)):
        log = read_log(whole[:length])
        assert not log.damaged
        if length in ends:
            before = list(log.entries)
        assert list(log.entries) == before


def test_of_a_damaged_file_all_lines_are_taken_that_can_be_read(sessions):
    path, whole = written(sessions)
    lines = whole.splitlines(keepends=True)
    lines[1] = b'{"add": {"key": 7}}\n'
    lines[3:3] = [b"\xff\xfe\n", b"[]\n", b"[" * 100_000 + b"\n", b'{"codes":{"key":"b"}}\n']
    path.write_bytes(b"".join(lines))
    _, found = sessions.start()
    assert keys(found) == ["c"]
    assert [each.read_bytes() for each in found.damaged] == [b"".join(lines)]
    assert keys(sessions.start()[1]) == []


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 4096, b"no\n", b'{"queue": {"version": 99, "adopted": []}}\n', b"[]\n"]
)
def test_a_file_that_nobody_understands_is_set_aside(sessions, content):
    path, _ = written(sessions)
    path.write_bytes(content)
    _, found = sessions.start()
    assert found.entries == ()
    assert found.damaged[0].read_bytes() == content


def test_a_later_version_may_say_more(sessions):
    path, whole = written(sessions)
    path.write_bytes(whole + b'{"coloured":{"key":"a","colour":"red"}}\n')
    _, found = sessions.start()
    assert keys(found) == ["a", "c"]
    assert not found.damaged


# The disk ----------------------------------------------------------------------------------------


def test_what_the_disk_refused_is_written_with_the_next_change(sessions, monkeypatch):
    file, _ = sessions.start()
    file.write(Changes((asked("a"),)))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("glm_studio.library.queue_file.os.fsync", full)
        patch.setattr(atomic, "temporary_file", full)
        with pytest.raises(OSError, match="No space"):
            file.write(Changes((asked("b"),)))
    file.write(Changes((asked("c"),)))
    sessions.kill(file)
    assert keys(sessions.start()[1]) == ["a", "b", "c"]


def test_where_no_file_can_be_made_what_was_left_stays_and_is_made_all_the_same(
    sessions, monkeypatch
):
    file, _ = sessions.start()
    file.write(Changes((asked("a"),)))
    sessions.kill(file)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "temporary_file", full)
        file, found = sessions.start()
    assert keys(found) == ["a"]
    assert found.refused is not None
    file.write(Changes(gone=("a",)))
    sessions.kill(file)
    assert keys(sessions.start()[1]) == []


def test_a_file_that_somebody_took_away_is_written_anew(sessions):
    file, _ = sessions.start()
    file.write(Changes((asked("a"),)))
    next(sessions.folder.glob("*.jsonl")).unlink()
    file.write(Changes((asked("b"),)))
    sessions.kill(file)
    assert keys(sessions.start()[1]) == ["a", "b"]


def test_a_change_to_a_long_queue_costs_what_it_says_and_the_file_stays_bounded(sessions):
    file, _ = sessions.start()
    file.write(Changes(tuple(asked(f"{n}") for n in range(2000))))
    (path,) = sessions.folder.glob("*.jsonl")
    before = path.stat().st_size
    file.write(Changes((Begun("0", "1"),)))
    assert path.stat().st_size - before < 100
    for _ in range(100):
        file.write(Changes(order=tuple(f"{n}" for n in reversed(range(2000)))))
    assert path.stat().st_size < 3 * before
    names = [next(iter(json.loads(line))) for line in path.read_bytes().splitlines()]
    assert names.count("add") == 2000
    sessions.kill(file)
    assert keys(sessions.start()[1])[:2] == ["1999", "1998"]
