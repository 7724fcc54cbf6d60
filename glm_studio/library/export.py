"""Copies of pictures for others: under other names, in other formats, smaller, without texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import EngineError
from engine.texts import say
from glm_studio.library.atomic import make_folder, publish, remove_orphans, temporary_file
from glm_studio.library.copying import CopyOptions, copy_of_file
from glm_studio.library.decode import decode
from glm_studio.library.edits import Failure
from glm_studio.library.formats import DEFAULT_QUALITY, Format
from glm_studio.library.headers import read_header
from glm_studio.library.labels import ALL_LABELS, Keep, Labelling
from glm_studio.library.metadata import UnreadablePictureError
from glm_studio.library.naming import DEFAULT_PATTERN, free_names, names, numbered
from glm_studio.library.picture import Picture
from glm_studio.library.presence import is_folder
from glm_studio.library.store import explain, try_folder


@dataclass(frozen=True, slots=True)
class Export:
    """How copies are made. `quality` is 1 to 100, `longest_side` in px or None for as it is."""

    folder: Path
    pattern: str = DEFAULT_PATTERN
    kind: Format = Format.PNG
    quality: int = DEFAULT_QUALITY
    keep: Keep = Keep.EVERYTHING
    longest_side: int | None = None

    @property
    def options(self) -> CopyOptions:
        """How each copy is written."""
        return CopyOptions(self.kind, self.quality, self.keep, self.longest_side)


@dataclass(frozen=True, slots=True)
class Exported:
    """The files that were made, in order, and what failed; `cancelled` if it was stopped."""

    files: tuple[Path, ...] = ()
    failed: tuple[Failure, ...] = ()
    cancelled: bool = False


class ExportError(EngineError):
    """A folder takes no copies, or a contact sheet cannot be made."""

    kind = "export"

    def __init__(self, place: Path, why: str, remedy: str) -> None:
        super().__init__(say("Nothing can be exported to {place}.", place=place), why, remedy)

    @classmethod
    def refused(cls, place: Path, error: OSError) -> ExportError:
        """The disk or the system said no."""
        why, remedy = explain(error, place if is_folder(place) else place.parent)
        return cls(place, why, say("{remedy}. Then export again.", remedy=remedy))


def file_names(pictures: Sequence[Picture], export: Export) -> list[str]:
    """The names that `run` would give now: no two the same, and none that the folder has.

    Raises `PatternError`. Looks into the folder: call it off the window's thread.
    """
    return free_names(names(pictures, export.pattern, export.kind.suffix), export.folder)


def run(
    pictures: Sequence[Picture],
    export: Export,
    on_progress: Callable[[int], None] = lambda done: None,
    cancelled: Callable[[], bool] = lambda: False,
    labelling: Labelling = ALL_LABELS,
) -> Exported:
    """Export; blocks, so call it off the window's thread. `on_progress` hears how many are done.

    Never overwrites. Raises `PatternError`, and `ExportError` if the folder takes no files. A
    picture that cannot be read fails alone; when the disk refuses, so do all that are left.
    """
    wished = file_names(pictures, export)
    _check_folder(export.folder)
    files: list[Path] = []
    failed: list[Failure] = []
    for done, (picture, name) in enumerate(zip(pictures, wished, strict=True)):
        if cancelled():
            return Exported(tuple(files), tuple(failed), cancelled=True)
        try:
            files.append(_write(_content(picture.path, export, labelling), export.folder, name))
        except UnreadablePictureError as error:
            failed.append(Failure(picture.path, error.problem))
        except OSError as error:
            problem = ExportError.refused(export.folder / name, error).problem
            failed += [Failure(left.path, problem) for left in pictures[done:]]
            break
        on_progress(done + 1)
    return Exported(tuple(files), tuple(failed))


def _check_folder(folder: Path) -> None:
    try:
        make_folder(folder)
        remove_orphans(folder)
        try_folder(folder)
    except OSError as error:
        raise ExportError.refused(folder, error) from error


def _write(content: bytes, folder: Path, name: str) -> Path:
    """Under the first free name; another program may have taken one since. Raises OSError."""
    make_folder((folder / name).parent)
    with temporary_file(folder, content) as temporary:
        for free in numbered(name):
            try:
                publish(temporary, folder / free)
            except FileExistsError:
                continue
            return folder / free
    raise AssertionError("numbers never end")


def _content(path: Path, export: Export, labelling: Labelling) -> bytes:
    """A copy's bytes. Raises `UnreadablePictureError`."""
    try:
        texts = read_header(path).texts
        return copy_of_file(path, texts, lambda: decode(path), export.options, labelling)
    except FileNotFoundError as error:
        raise UnreadablePictureError(path, say("There is no such file.")) from error
    except Exception as error:  # a broken file may break Pillow in any way
        why = say("{cause}.", cause=str(error).rstrip("."))
        raise UnreadablePictureError(path, why) from error
