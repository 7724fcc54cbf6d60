"""The program, with somebody who announces to the harness what it is asked for and has done.

What is done is announced where the program's promise is fulfilled, on the thread that fulfils it:
when a future of the library is, when a signal says that an export has ended. All of the program is
as it is, but for these listeners.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import socket
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from engine.api import ImageReady
from glm_studio import app, window
from glm_studio.__main__ import main
from glm_studio.library.edits import Deletion, Edit, Imported, Restoration
from glm_studio.library.library import Library
from glm_studio.library.picture import Picture

from .announcements import Announcer
from .breakages import BREAKAGES
from .striking import Strike
from .user import User

_NUMBERS = itertools.count(1)


def run(announcer: Announcer, orders: socket.socket, wish: dict[str, Any]) -> int:
    """Be the program until it ends by itself; returns its exit code."""
    with open(wish["stderr"], "ab", 0) as file:  # noqa: PTH123 - a plain descriptor
        os.dup2(file.fileno(), sys.stderr.fileno())
    if wish["breakage"]:
        BREAKAGES[wish["breakage"]]()
    strike = Strike(announcer, **wish["strike"]) if wish["strike"] else None
    if strike is not None:
        strike.install()
    _observe(announcer, orders, wish, strike)
    sys.argv = ["glm-studio", "--model", wish["model"], "--device", "cpu"]
    return main()


def _observe(
    announcer: Announcer, orders: socket.socket, wish: dict[str, Any], strike: Strike | None
) -> None:
    class ObservedLibrary(AnnouncingLibrary):
        say = announcer.say

    class UsedStudio(app.Studio):
        """With a user in front of it."""

        async def run(self) -> None:
            user = User(self, announcer, orders, wish, strike)
            self.window.first_painted.connect(user.on_painted)
            using = asyncio.ensure_future(user.use())
            await super().run()
            using.cancel()
            announcer.say("closed")

    app.Library = ObservedLibrary
    window.Studio = UsedStudio


def marked(picture: Picture) -> list[Any]:
    """A picture with what is said about it."""
    return [str(picture.path), picture.rating, list(picture.tags), list(picture.boards)]


class AnnouncingLibrary(Library):
    """Says what it is asked for, before, and how it ended, at once."""

    say: Callable[..., None]

    def record(self, image: ImageReady) -> Future[Picture]:
        recipe = image.recipe
        request = [recipe.prompt, recipe.seed, recipe.composition_seed]
        number = self._ask("record", request=request)
        return self._follow(number, super().record(image), lambda p: {"path": str(p.path)})

    def rate(self, paths: Iterable[Path], rating: int) -> Future[Edit]:
        paths = list(paths)
        number = self._ask("edit", paths=_names(paths), rating=rating)
        return self._follow(number, super().rate(paths, rating), _edited)

    def tag(
        self, paths: Iterable[Path], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> Future[Edit]:
        paths, add, remove = list(paths), list(add), list(remove)
        number = self._ask("edit", paths=_names(paths), tags=add, no_tags=remove)
        return self._follow(number, super().tag(paths, add, remove), _edited)

    def put_on_board(self, paths: Iterable[Path], board: str) -> Future[Edit]:
        paths = list(paths)
        number = self._ask("edit", paths=_names(paths), boards=[board])
        return self._follow(number, super().put_on_board(paths, board), _edited)

    def take_off_board(self, paths: Iterable[Path], board: str) -> Future[Edit]:
        paths = list(paths)
        number = self._ask("edit", paths=_names(paths), no_boards=[board])
        return self._follow(number, super().take_off_board(paths, board), _edited)

    def rename_board(self, board: str, name: str) -> Future[Edit]:
        on_it = [picture.path for picture in self.pictures() if board in picture.boards]
        number = self._ask("edit", paths=_names(on_it), boards=[name], no_boards=[board])
        return self._follow(number, super().rename_board(board, name), _edited)

    def mark(self, pictures: Iterable[Picture]) -> Future[Edit]:
        pictures = list(pictures)
        number = self._ask("mark", pictures=[marked(picture) for picture in pictures])
        return self._follow(number, super().mark(pictures), _edited)

    def delete(self, paths: Iterable[Path]) -> Future[Deletion]:
        paths = list(paths)
        number = self._ask("delete", paths=_names(paths))
        return self._follow(number, super().delete(paths), _deleted)

    def restore(self, deletion: Deletion) -> Future[Restoration]:
        number = self._ask("restore", paths=[str(t.picture.path) for t in deletion.trashed])
        return self._follow(number, super().restore(deletion), _restored)

    def add_folder(self, path: Path) -> Future[Imported]:
        number = self._ask("folder", path=str(path), shown=True)
        return self._follow(number, super().add_folder(path), lambda _: {})

    def remove_folder(self, path: Path) -> Future[None]:
        number = self._ask("folder", path=str(path), shown=False)
        return self._follow(number, super().remove_folder(path), lambda _: {})

    def _ask(self, deed: str, **asked: Any) -> int:
        number = next(_NUMBERS)
        self.say("asked", number=number, deed=deed, **asked)
        return number

    def _follow(
        self, number: int, future: Future[Any], told: Callable[[Any], dict[str, Any]]
    ) -> Future[Any]:
        def on_done(ended: Future[Any]) -> None:
            if ended.cancelled():  # the library is closed
                self.say("gave up", number=number)
            elif error := ended.exception():
                self.say("failed", number=number, problem=f"{type(error).__name__}: {error}")
            else:
                self.say("done", number=number, **told(ended.result()))

        future.add_done_callback(on_done)
        return future


def _names(paths: Iterable[Path]) -> list[str]:
    return [str(path) for path in paths]


def _edited(edit: Edit) -> dict[str, Any]:
    return {
        "after": [marked(picture) for picture in edit.after],
        "refused": [[str(f.path), str(f.problem.what)] for f in edit.failed],
    }


def _deleted(deletion: Deletion) -> dict[str, Any]:
    return {
        "trashed": [str(part.picture.path) for part in deletion.trashed],
        "refused": [[str(f.path), str(f.problem.what)] for f in deletion.failed],
    }


def _restored(restoration: Restoration) -> dict[str, Any]:
    return {
        "after": [marked(picture) for picture in restoration.pictures],
        "refused": [[str(f.path), str(f.problem.what)] for f in restoration.failed],
    }
