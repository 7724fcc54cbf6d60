"""Templates, styles and wildcards: the bundled ones, and those in the user's folder."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QFileSystemWatcher, QObject, QTimer, Signal

from engine.errors import Problem
from glm_studio.library.atomic import make_folder
from glm_studio.prompting.combinations import Combinations
from glm_studio.prompting.pieces import Piece, read_pieces, save_piece
from glm_studio.prompting.wildcards import Wildcards, read_wildcards
from glm_studio.resources import resource
from glm_studio.state.background import Background
from glm_studio.state.failures import FailureState

log = logging.getLogger(__name__)

_SETTLE_MS = 150
"""Programs write a file in several steps; it is read when they are through."""
_MOST_WATCHED = 500
"""The system has not many of its watches to give away."""


@dataclass(frozen=True)
class _Read:
    templates: tuple[Piece, ...] = ()
    styles: tuple[Piece, ...] = ()
    wildcards: Wildcards = field(default_factory=Wildcards)
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
    def wildcards(self) -> Wildcards:
        return self._read.wildcards

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
            self._change(lambda: file.unlink(missing_ok=True), file)

    def restore(self, piece: Piece) -> None:
        """Write back one that was deleted."""
        file = piece.file
        if file is not None:
            name, text = piece.name_in(""), piece.text_in("")
            self._change(lambda: save_piece(file.parent, name, text, file), file)

    def _save(self, kind: str, name: str, text: str, file: Path | None) -> None:
        if self._folder is not None:
            folder = self._folder / kind
            self._change(lambda: save_piece(folder, name, text, file), folder)

    def _change(self, work: object, place: Path) -> None:
        assert callable(work) and self._background is not None  # noqa: S101, PT018 - it was opened
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
        files = [wildcards / f"{name}.txt" for name in self.wildcards.options]
        files += [piece.file for piece in (*self.templates, *self.styles) if piece.file]
        folders = [*self.wildcards.folders, self._folder / "templates", self._folder / "styles"]
        wanted = {str(path) for path in [*folders, *files][:_MOST_WATCHED]}
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if watched - wanted:
            self._watcher.removePaths(sorted(watched - wanted))
        if wanted - watched:
            self._watcher.addPaths(sorted(wanted - watched))


def _read(folder: Path) -> _Read:
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
    own, unread = read_pieces(folder / kind, own=True)
    bundled, _ = read_pieces(resource("prompts", kind), own=False)
    return (*own, *bundled), unread


def _unwritable(place: Path, error: Exception) -> Problem:
    return Problem(
        "prompt_files",
        _tr("This cannot be written: {place}.").format(place=place),
        f"{error}".rstrip(".") + ".",
        _tr("Check the folder and the disk, then try again."),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("PromptFiles", text)
