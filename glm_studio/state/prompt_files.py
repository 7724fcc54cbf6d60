"""Templates, styles and wildcards: the bundled ones, and those in the user's folder."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from engine.errors import Problem
from glm_studio.library.atomic import make_folder, write_file
from glm_studio.prompting.combinations import Combinations
from glm_studio.resources import resource
from glm_studio.state.background import Background
from glm_studio.state.failures import FailureState
from glm_studio.words import tr

if TYPE_CHECKING:  # files are read after the first paint
    from glm_studio.prompting.pieces import Piece
    from glm_studio.prompting.wildcards import Wildcards

log = logging.getLogger(__name__)

_SETTLE_MS = 150
"""Programs write a file in several steps; it is read when they are through."""
_MOST_WATCHED = 500
"""The system has not many of its watches to give away."""


@dataclass(frozen=True)
class _Read:
    templates: tuple[Piece, ...] = ()
    styles: tuple[Piece, ...] = ()
    wildcards: Wildcards | None = None
    combinations: Combinations = field(default_factory=lambda: Combinations({}))
    unread: tuple[tuple[Path, str], ...] = ()


class PromptFilesState(QObject):
    """What prompts can be made of; read in the background, and again when a file changes."""

    changed = Signal()

    def __init__(self, failures: FailureState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._failures = failures
        self._read = _Read()
        self._folder: Path | None = None
        self._background: Background | None = None
        self._deleted: dict[Path, bytes] = {}
        """For the background's thread alone."""
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._read_all)
        self._watcher.fileChanged.connect(self._settle.start)
        self._watcher.directoryChanged.connect(self._settle.start)

    @property
    def templates(self) -> tuple[Piece, ...]:
        """The user's own first, each part in the order of its files."""
        return self._read.templates

    @property
    def styles(self) -> tuple[Piece, ...]:
        return self._read.styles

    @property
    def wildcards(self) -> tuple[str, ...]:
        """The names of the wildcard files."""
        return tuple(self._read.wildcards.options) if self._read.wildcards else ()

    @property
    def combinations(self) -> Combinations:
        """Expands prompts with the wildcards that there are now."""
        return self._read.combinations

    @property
    def unread(self) -> tuple[tuple[Path, str], ...]:
        """Files that could not be read, and why."""
        return self._read.unread

    def reason_of(self, wildcard: str) -> str:
        """Why a wildcard file cannot be read; empty if it is not there, or is."""
        folder = self.wildcard_folder
        if folder is None:
            return ""
        file = folder / f"{wildcard}.txt"
        return next((reason for path, reason in self.unread if path == file), "")

    @property
    def wildcard_folder(self) -> Path | None:
        return None if self._folder is None else self._folder / "wildcards"

    def open(self, folder: Path, background: Background) -> None:
        """Read the bundled files and those in the user's folder, which is made if need be."""
        self._folder, self._background = folder, background
        self._read_all()

    def save_template(self, name: str, text: str) -> None:
        self._save("templates", name, text, None)

    def save_style(self, name: str, text: str, style: Piece | None = None) -> None:
        """Keep a style; `style` is the one of the user's own that it replaces."""
        self._save("styles", name, text, style.file if style else None)

    def delete(self, piece: Piece) -> None:
        """Delete one of the user's own."""
        file = piece.file
        if file is not None:
            self._change(lambda: self._take_away(file), file)

    def restore(self, piece: Piece) -> None:
        """Write back one that was deleted, to the letter."""
        file = piece.file
        if file is not None:
            self._change(lambda: self._put_back(file), file)

    def _take_away(self, file: Path) -> None:
        self._deleted[file] = file.read_bytes()
        file.unlink()

    def _put_back(self, file: Path) -> None:
        write_file(file, self._deleted[file])

    def _save(self, kind: str, name: str, text: str, file: Path | None) -> None:
        if self._folder is not None:
            folder = self._folder / kind
            self._change(lambda: _save(folder, name, text, file), folder)

    def _change(self, work: Callable[[], object], place: Path) -> None:
        assert self._background is not None  # noqa: S101 - there are own files: it was opened
        self._background.run(
            work,
            lambda _: self._read_all(),
            lambda error: self._failures.show(_unwritable(place, error)),
        )

    def _read_all(self) -> None:
        folder, background = self._folder, self._background
        if folder is not None and background is not None:
            background.run(lambda: _read(folder), self._take)

    def _take(self, read: _Read) -> None:
        for path, reason in read.unread:
            if (path, reason) not in self._read.unread:
                log.warning("%s is left out: %s", path, reason)
        self._read = read
        self._watch()
        self.changed.emit()

    def _watch(self) -> None:
        """Folders for files that come and go, files for those that are written in place."""
        assert self._folder is not None  # noqa: S101 - it was opened
        wildcards = self._folder / "wildcards"
        files = [wildcards / f"{name}.txt" for name in self.wildcards]
        files += [piece.file for piece in (*self.templates, *self.styles) if piece.file]
        files += [path for path, _ in self.unread]
        read = self._read.wildcards
        folders = [
            *(read.folders if read else ()),
            self._folder / "templates",
            self._folder / "styles",
        ]
        wanted = {str(path) for path in [*folders, *files][:_MOST_WATCHED]}
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if watched - wanted:
            self._watcher.removePaths(sorted(watched - wanted))
        if wanted - watched:
            self._watcher.addPaths(sorted(wanted - watched))


def _save(folder: Path, name: str, text: str, file: Path | None) -> None:
    from glm_studio.prompting.pieces import save_piece  # noqa: PLC0415 - the same

    save_piece(folder, name, text, file)


def _read(folder: Path) -> _Read:
    from glm_studio.prompting.wildcards import read_wildcards  # noqa: PLC0415 - the same

    for name in ("templates", "styles", "wildcards"):
        try:
            make_folder(folder / name)
        except OSError as error:
            log.warning("the folder %s cannot be made: %s", folder / name, error)
    templates, unread = _both("templates", folder)
    styles, more = _both("styles", folder)
    wildcards = read_wildcards(folder / "wildcards")
    combinations = Combinations(wildcards.options)
    combinations.warm()
    unread += [*more, *wildcards.unread]
    return _Read(templates, styles, wildcards, combinations, tuple(unread))


def _both(kind: str, folder: Path) -> tuple[tuple[Piece, ...], list[tuple[Path, str]]]:
    from glm_studio.prompting.pieces import read_pieces  # noqa: PLC0415 - the same

    own, unread = read_pieces(folder / kind, own=True)
    bundled, _ = read_pieces(resource("prompts", kind), own=False)
    return (*own, *bundled), unread


def _unwritable(place: Path, error: Exception) -> Problem:
    return Problem(
        "prompt_files",
        tr("This cannot be written: {place}.").format(place=place),
        f"{error}".rstrip(".") + ".",
        tr("Check the folder and the disk, then try again."),
    )
