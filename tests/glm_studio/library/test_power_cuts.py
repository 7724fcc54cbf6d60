"""The power may go at any byte: afterwards the old file is there or the new one, whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.api import ImageReady, Pixels
from glm_studio.library import atomic, imports
from glm_studio.library.export import Export, run
from glm_studio.library.folders import Folders
from glm_studio.library.journal import Journal, Session
from glm_studio.library.metadata import read_picture
from glm_studio.library.reach import Reach
from glm_studio.library.scan import NOTHING_KNOWN, scan
from glm_studio.library.sidecar import Marks, read_marks, sidecar_of, write_marks
from glm_studio.library.store import save_as, save_picture
from glm_studio.library.trash import bring_back, empty_of, throw_away
from glm_studio.prompting.pieces import read_pieces, save_piece
from glm_studio.prompting.snippets import Snippet, read_snippets, write_snippets
from glm_studio.prompting.spelling import read_words, write_words
from glm_studio.state.memory import Memory
from support.power import Disk, Recording, disks

MakeImage = Callable[..., ImageReady]
Check = Callable[[Path, Disk], None]


@pytest.fixture
def small(make_image: MakeImage) -> ImageReady:
    return _plain(make_image(width=32, height=32))


def _plain(image: ImageReady) -> ImageReady:
    """Of one colour, so that its file is short: each byte of it is a power cut."""
    pixels = image.pixels
    flat = Pixels(pixels.width, pixels.height, bytes(pixels.width * pixels.height * 3))
    return replace(image, pixels=flat)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


@pytest.fixture
def cut(
    root: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> Callable[..., int]:
    """Do something with every possible power cut in it, and check each disk that is left."""

    def cut(act: Callable[[Recording], object], check: Check, every: int = 1) -> int:
        with Recording(root) as recording:
            act(recording)
        left, count = tmp_path / "left", 0
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(atomic, "_PROCESS", "0" * 8)  # the next start is another process
            for disk in disks(recording, every):
                disk.make(left)
                check(left, disk)
                count += 1
        record_property("disks", count)
        print(f"{count} disks after {len(recording.calls)} calls")
        return count

    return cut


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def _library_is_whole(content: dict[str, bytes] | None = None) -> Check:
    """What the gallery would show is whole, what was announced is there, and nothing else is."""

    def check(root: Path, disk: Disk) -> None:
        folder = root / "pictures"
        changes = list(scan(folder, NOTHING_KNOWN, Reach(root.parent / "mounts.json", (folder,))))
        assert not [failed for step in changes for failed in step.failed], disk.moment
        shown = {entry[0].path.name for step in changes for entry in step.read}
        assert set(disk.told) <= shown, disk.moment
        left = [name for name in _names(root / "pictures") if not name.endswith(".xmp")]
        assert set(left) == shown, f"an orphan: {disk.moment}"
        for name in shown:
            whole = (root / "pictures" / name).read_bytes()
            assert content is None or whole == content[name], disk.moment

    return check


def _save(folder: Path, *images: ImageReady) -> Callable[[Recording], None]:
    def act(recording: Recording) -> None:
        for image in images:
            recording.tell(save_picture(image, folder).name)

    return act


def test_every_announced_picture_is_there_whole(cut, root, small) -> None:
    assert cut(_save(root / "pictures", small), _library_is_whole()) > 1500


def test_a_picture_is_saved_beside_others(cut, root, small, make_image) -> None:
    (root / "pictures").mkdir()
    first = save_picture(small, root / "pictures")

    def check(left: Path, disk: Disk) -> None:
        assert (left / "pictures" / first.name).read_bytes() == first.read_bytes()
        _library_is_whole()(left, disk)

    cut(_save(root / "pictures", _plain(make_image(width=32, height=32, seed=7))), check)


@pytest.mark.parametrize("broken", ["no fsync", "no flushed folder", "written in place"])
def test_the_model_sees_what_is_wrong(cut, root, small, monkeypatch, broken) -> None:
    """A test of the test: each of these writers is caught."""
    if broken == "no fsync":
        real = atomic.temporary_file
        monkeypatch.setattr(
            "glm_studio.library.store.temporary_file",
            lambda folder, content: real(folder, content, durable=False),
        )
    elif broken == "no flushed folder":
        monkeypatch.setattr(atomic, "sync_folder", lambda folder: None)

    def in_place(recording: Recording) -> None:
        content = save_picture(small, root.parent / "aside").read_bytes()
        target = root / "pictures" / "a.png"
        target.parent.mkdir()
        target.write_bytes(content)
        recording.tell(target.name)

    act = in_place if broken == "written in place" else _save(root / "pictures", small)
    with pytest.raises(AssertionError):
        cut(act, _library_is_whole())


def test_saving_over_a_file_leaves_the_old_or_the_new(cut, root, small, make_image) -> None:
    (root / "pictures").mkdir()
    target = save_as(make_image(width=32, height=32, seed=7), root / "pictures" / "mine.png", False)

    def check(left: Path, disk: Disk) -> None:
        _library_is_whole()(left, disk)
        seed = read_picture(left / "pictures" / "mine.png").picture.seed
        assert seed in ((42,) if disk.told else (7, 42))

    def act(recording: Recording) -> None:
        recording.tell(save_as(small, target, True).name)

    cut(act, check)


OLD, NEW = Marks(2, ("old",), ()), Marks(5, ("new", "新"), ("Moods",))


@pytest.mark.parametrize(("old", "new"), [(Marks(), NEW), (OLD, NEW), (OLD, Marks())])
def test_marks_are_the_old_or_the_new(cut, root, small, old, new) -> None:
    picture = save_picture(small, root / "pictures")
    write_marks(picture, old)

    def act(recording: Recording) -> None:
        write_marks(picture, new)
        atomic.sync_folder(picture.parent)  # as the library does, once for several
        recording.tell(picture.name)

    def check(left: Path, disk: Disk) -> None:
        _library_is_whole()(left, disk)
        assert read_marks(left / "pictures" / picture.name) in ([new] if disk.told else [old, new])
        assert {*_names(left / "pictures")} <= {picture.name, sidecar_of(picture).name}

    cut(act, check)


def _memory(file: Path, value: str) -> Memory:
    memory = Memory(file)
    memory.put("prompt", value)
    return memory


def _read_memory(file: Path) -> str:
    memory = Memory(file)
    memory.read()
    assert not file.with_suffix(".broken").exists()
    return memory.text("prompt")


def _read_piece(folder: Path) -> object:
    pieces, unread = read_pieces(folder, own=True)
    assert not unread
    return [piece.text for piece in pieces]


def _read_sessions(folder: Path) -> object:
    """No journal that is cut, which would be thrown away with what it was making."""
    return [
        Session.from_json(json.loads(f.read_text("utf-8"))).model for f in folder.glob("*.json")
    ]


def _session(model: str) -> Session:
    return Session(datetime(2026, 11, 25, tzinfo=UTC), model)


@pytest.mark.parametrize(
    ("write", "read"),
    [
        (lambda root, value: _memory(root / "window.json", value).write(),
         lambda root: _read_memory(root / "window.json")),
        (lambda root, value: imports.write_folders(root / "folders.json", [Path(value)]),
         lambda root: imports.read_folders(root / "folders.json")),
        (lambda root, value: write_snippets(root / "snippets.json", [Snippet("a", value)]),
         lambda root: read_snippets(root / "snippets.json")),
        (lambda root, value: write_words(root / "words.txt", [value]),
         lambda root: read_words(root / "words.txt")),
        (lambda root, value: save_piece(root, "name", value, root / "a.toml"),
         _read_piece),
    ],
    ids=["window", "folders", "snippets", "words", "style"],
)  # fmt: skip
def test_a_file_of_the_studio_is_the_old_or_the_new(cut, root, write, read) -> None:
    write(root, "/old")
    old = read(root)
    (root.parent / "new").mkdir()
    write(root.parent / "new", "/new")
    new = read(root.parent / "new")
    files = _names(root)

    def act(recording: Recording) -> None:
        write(root, "/new")
        recording.tell("new")

    def check(left: Path, disk: Disk) -> None:
        atomic.remove_orphans(left)
        assert _names(left) == files
        assert read(left) in ([new] if disk.told else [old, new]), disk.moment

    cut(act, check)


def test_a_journal_is_never_cut(cut, root) -> None:
    journal = Journal(root / "sessions", root / "log")

    def act(recording: Recording) -> None:
        journal.open(_session("first"), catch_faults=False)
        recording.tell("first")
        journal.write(_session("second"))
        recording.tell("second")

    def check(left: Path, disk: Disk) -> None:
        models = _read_sessions(left / "sessions")
        if disk.told:
            assert models in (["first"], ["second"]), disk.moment
            assert disk.told[-1] != "second" or models == ["second"]

    cut(act, check)
    journal.close()


@pytest.fixture
def own_trash(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's is Qt's, whose calls nobody sees here; it renames within one disk."""
    monkeypatch.setattr("glm_studio.library.trash._to_the_system_s", lambda _path: None)


@pytest.mark.parametrize("back", [False, True], ids=["deleted", "brought back"])
def test_what_is_deleted_or_brought_back_is_somewhere(cut, root, small, own_trash, back) -> None:
    folders = Folders(root / "pictures", root / "data", root / "cache", root / "config")
    path = save_picture(small, folders.pictures)
    write_marks(path, NEW)
    content, marks = path.read_bytes(), sidecar_of(path).read_bytes()
    picture = read_picture(path).picture
    trashed = throw_away(picture, folders.deleted) if back else None

    def act(recording: Recording) -> None:
        if trashed is None:
            throw_away(picture, folders.deleted)
        else:
            places = bring_back(trashed)
            atomic.sync_folder(folders.pictures)
            recording.tell(path.name)
            empty_of(places)

    def check(left: Path, disk: Disk) -> None:
        _library_is_whole()(left, disk)
        for whole in (content, marks):
            assert whole in [held for _name, held in disk.files], disk.moment

    cut(act, check, every=20)


def test_an_exported_copy_is_whole_or_not_there(cut, root, small) -> None:
    picture = read_picture(save_picture(small, root.parent / "aside")).picture
    content = picture.path.read_bytes()

    def act(recording: Recording) -> None:
        (copy,) = run([picture], Export(root / "pictures")).files
        recording.tell(copy.name)

    def check(left: Path, disk: Disk) -> None:
        _library_is_whole()(left, disk)
        for path in (left / "pictures").glob("*.png"):
            assert path.read_bytes() == content

    cut(act, check, every=20)
