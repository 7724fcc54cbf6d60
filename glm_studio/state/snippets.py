"""The user's snippets: pieces of prompts by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from engine.errors import Problem
from engine.texts import say
from glm_studio.prompting.snippets import (
    Snippet,
    in_order,
    matching,
    read_snippets,
    write_snippets,
)
from glm_studio.state.background import Background
from glm_studio.state.failures import FailureState
from glm_studio.words import tr

_LONGEST_NAME = 60


class SnippetsState(QObject):
    """In order of their names. Every change can be undone, and is written at once."""

    changed = Signal()

    def __init__(
        self, undo: QUndoStack, failures: FailureState, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._undo, self._failures = undo, failures
        self._snippets: tuple[Snippet, ...] = ()
        self._file: Path | None = None
        self._background: Background | None = None
        self._ready = False

    @property
    def snippets(self) -> tuple[Snippet, ...]:
        return self._snippets

    def open(self, file: Path, background: Background) -> None:
        """Read the file. One that cannot be read is left as it is, and said; none is written."""
        self._file, self._background = file, background

        def put(kept: tuple[Snippet, ...]) -> None:
            self._ready = True
            added, self._snippets = self._snippets, kept
            self._put(*added)

        def complain(error: Exception) -> None:
            self._failures.show(_unreadable(file, error))

        background.run(lambda: read_snippets(file), put, complain)

    def search(self, typed: str) -> list[Snippet]:
        return matching(self._snippets, typed)

    def add(self, name: str, text: str) -> Snippet:
        """Keep a text; where the name is taken, it gets a number."""
        snippet = Snippet(self._free(_shortened(name)), text)
        self._change(tr("Save snippet"), (*self._snippets, snippet))
        return snippet

    def rename(self, snippet: Snippet, name: str) -> None:
        """An empty name changes nothing, nor does its own."""
        name = _shortened(name)
        if name and name != snippet.name and snippet in self._snippets:
            new = Snippet(self._free(name), snippet.text)
            others = (other for other in self._snippets if other != snippet)
            self._change(tr("Rename snippet"), (*others, new))

    def remove(self, snippet: Snippet) -> None:
        others = tuple(other for other in self._snippets if other != snippet)
        if others != self._snippets:
            self._change(tr("Delete snippet"), others)

    def _free(self, name: str) -> str:
        taken = {snippet.name.casefold() for snippet in self._snippets}
        number, free = 1, name
        while free.casefold() in taken:
            number += 1
            free = f"{name} {number}"
        return free

    def _change(self, said: str, snippets: tuple[Snippet, ...]) -> None:
        self._undo.push(_Change(said, self._replace, self._snippets, in_order(snippets)))

    def _put(self, *added: Snippet) -> None:
        known = {snippet.name: snippet for snippet in (*self._snippets, *added)}
        snippets = in_order(known.values())
        if added:
            self._replace(snippets)
        else:
            self._snippets = snippets
            self.changed.emit()

    def _replace(self, snippets: tuple[Snippet, ...]) -> None:
        self._snippets = snippets
        self.changed.emit()
        file, background = self._file, self._background
        if file is not None and background is not None and self._ready:
            background.run(
                lambda: write_snippets(file, snippets),
                lambda _: None,
                lambda error: self._failures.show(_unwritable(file, error)),
            )


class _Change(QUndoCommand):
    def __init__(
        self,
        said: str,
        put: Callable[[tuple[Snippet, ...]], None],
        before: tuple[Snippet, ...],
        after: tuple[Snippet, ...],
    ) -> None:
        super().__init__(said)
        self._put, self._before, self._after = put, before, after

    def redo(self) -> None:
        self._put(self._after)

    def undo(self) -> None:
        self._put(self._before)


def _shortened(name: str) -> str:
    return " ".join(name.split())[:_LONGEST_NAME].strip()


def _unreadable(file: Path, error: Exception) -> Problem:
    return Problem(
        "snippets",
        say("The snippets cannot be read: {file}.", file=file),
        f"{error}".rstrip(".") + ".",
        say("Mend the file or move it away, and start again; until then it is left as it is."),
    )


def _unwritable(file: Path, error: Exception) -> Problem:
    return Problem(
        "snippets",
        say("The snippets cannot be written: {file}.", file=file),
        f"{error}".rstrip(".") + ".",
        say("Check the folder and the disk, then change a snippet again; until then all are here."),
    )
