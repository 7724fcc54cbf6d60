"""Somebody who uses the program, by a seed, through the states as its widgets do."""

from __future__ import annotations

import asyncio
import itertools
import random
import select
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glm_studio.library.export import Export, Exported
from glm_studio.library.formats import Format
from glm_studio.library.picture import Picture
from glm_studio.series import Vary
from glm_studio.state.model import Phase
from glm_studio.state.preferences import KEEP_AWAKE, NOTIFY, PREVIEWS, SPELLING
from glm_studio.state.queue import Entry

from .announcements import Announcer
from .queue_told import QueueTold, named
from .striking import Strike

if TYPE_CHECKING:
    from glm_studio.app import Studio

_TAGS = ("sea", "night", "draft", "für Kunden", "灯塔")
_BOARDS = ("best", "print", "展览")
_MOST_WAITING = 6
_POLL_S = 0.005
_WRITTEN_S = 5.0
"""Within which an option is on the disk, on a machine that has other things to do."""
_PAUSE_S = 0.06
"""Between two deeds, on average: people are slower, but each of them is to meet its end."""


class User:
    """Waits for the program to be open, says what it shows, and uses it once the harness says so.

    The harness says "go on" when it has seen that, and then "use", or for a program that is to end
    as it should "close", or "load" for the same once the model is there.
    """

    def __init__(
        self,
        studio: Studio,
        announcer: Announcer,
        orders: socket.socket,
        wish: dict[str, Any],
        strike: Strike | None,
    ) -> None:
        self._studio, self._announcer, self._orders = studio, announcer, orders
        self._strike = strike
        self._states = studio.states
        self._random = random.Random(wish["seed"])
        self._name: str = wish["name"]
        self._exports = Path(wish["exports"])
        self._others = [Path(folder) for folder in wish["others"]]
        self._numbers = itertools.count(1)
        self._saving = False
        self._deeds = {
            self._ask_for_pictures: 5, self._ask_for_details: 6, self._type: 2,
            self._rate: 6, self._tag: 5, self._put_on_board: 4, self._take_off: 2,
            self._rename_board: 1, self._delete: 4, self._undo: 5, self._redo: 1,
            self._cancel: 2, self._reorder: 2, self._pause: 2, self._try_again: 1,
            self._import: 1, self._let_go: 1, self._export: 2, self._save_as: 2,
            self._set: 2, self._keep_snippet: 1, self._look: 2,
        }  # fmt: skip
        self._queue_is_there = False
        self._states.queue_keeper.restored.connect(self._on_queue)
        self._told = QueueTold(self._states.queue, self._states.queue_keeper, announcer)
        self._states.export.ended.connect(self._on_exported)
        self._states.saving.saved.connect(self._on_saved)
        self._states.failures.changed.connect(self._on_failure)

    def on_painted(self) -> None:
        self._announcer.say("painted")

    async def use(self) -> None:
        """Until the harness ends it."""
        try:
            await self._until(self._is_open)
            self._say_opened()
            self._hold_still()
            match await self._order():
                case "use":
                    await self._act()
                case "close":
                    await self._close()
                case "load":
                    await self._until(lambda: self._states.model.phase is Phase.READY)
                    await self._close()
        except Exception as error:  # noqa: BLE001 - a fault of the user's, not of the program's
            self._announcer.say("user failed", why=repr(error))

    async def _act(self) -> None:
        if self._strike is not None:
            self._strike.arm()
        deeds, weights = list(self._deeds), list(self._deeds.values())
        while True:
            if self._ordered:  # to close
                await self._close()
                return
            self._random.choices(deeds, weights)[0]()
            await asyncio.sleep(self._random.expovariate(1 / _PAUSE_S))

    async def _close(self) -> None:
        """End as people do, after looking at what earlier sessions left."""
        for _ in range(50):
            while self._states.crash.remains is not None:
                self._states.crash.discard()
            await asyncio.sleep(0.01)
        self._studio.window.close()

    async def _until(self, condition: Callable[[], object]) -> None:
        while not condition():
            await asyncio.sleep(_POLL_S)

    def _hold_still(self) -> None:
        """The whole window does, until it has been looked at."""
        self._orders.recv(len(b"go on\n"))

    async def _order(self) -> str:
        await self._until(lambda: self._ordered)
        return self._orders.recv(64).decode().strip()

    @property
    def _ordered(self) -> bool:
        """Whether the harness has said something. What is said to it goes the same way, so that the
        way must not be made one that does not block."""
        readable, _, _ = select.select([self._orders], [], [], 0)
        return bool(readable)

    # What is told --------------------------------------------------------------------------------

    def _is_open(self) -> bool:
        """All is read, and nothing on its way: the queue of the last session may go on by now."""
        states, library = self._states, self._studio._library
        if not (states.gallery.known and self._queue_is_there) or states.queue.saving:
            return False
        return len(states.gallery.pictures) == len(library.pictures())

    def _say_opened(self) -> None:
        shown = [
            [str(p.path), p.rating, list(p.tags), list(p.boards)]
            for p in self._states.gallery.pictures
        ]
        waiting = [named(entry) for entry in self._states.queue.entries]
        self._announcer.say("opened", shown=shown, waiting=waiting)

    def _on_queue(self) -> None:
        self._queue_is_there = True

    def _on_exported(self, exported: Exported) -> None:
        files = [str(file) for file in exported.files]
        self._announcer.say("exported", files=files)

    def _on_saved(self, file: Path) -> None:
        self._saving = False
        self._announcer.say("exported", files=[str(file)])

    def _on_failure(self) -> None:
        self._saving = False
        if (problem := self._states.failures.problem) is not None:
            self._announcer.say("problem", problem=str(problem), of=problem.kind)

    # What is done --------------------------------------------------------------------------------

    def _some(self, most: int = 4) -> list[Picture]:
        pictures = self._states.gallery.pictures
        # Newer ones are used more: an old library is large, and each picture is to be used often.
        newest = self._random.choice((5, 20, len(pictures) or 1))
        return some_of(pictures, newest, self._random.randint(1, most), self._random)

    def _prompt(self) -> str:
        return f"{self._name} {next(self._numbers)}"

    def _ask(self, count: int, vary: Vary) -> None:
        states = self._states
        if states.model.phase is Phase.FAILED:
            raise RuntimeError(str(states.model.problem))
        if len(states.queue.entries) < _MOST_WAITING:
            states.prompt.set_text(self._prompt())
            states.parameters.set_count(count)
            states.parameters.set_vary(vary)
            states.generate()

    def _ask_for_pictures(self) -> None:
        self._ask(self._random.randint(1, 3), self._random.choice((Vary.ALL, Vary.LAYOUT)))

    def _ask_for_details(self) -> None:
        """Pictures of one composition, which are made much quicker."""
        self._ask(self._random.randint(2, 4), Vary.DETAIL)

    def _type(self) -> None:
        self._states.prompt.set_text(f"half a thought {self._random.random()}")

    def _rate(self) -> None:
        self._states.curation.rate(self._some(), self._random.randint(0, 5))

    def _tag(self) -> None:
        add, remove = self._random.sample(_TAGS, 2)
        self._states.curation.tag(self._some(), [add], [remove])

    def _put_on_board(self) -> None:
        self._states.curation.put_on_board(self._some(), self._random.choice(_BOARDS))

    def _take_off(self) -> None:
        self._states.curation.take_off_board(self._some(), self._random.choice(_BOARDS))

    def _rename_board(self) -> None:
        self._states.curation.rename_board(*self._random.sample(_BOARDS, 2))

    def _delete(self) -> None:
        self._states.curation.delete(self._some(3))

    def _undo(self) -> None:
        self._states.undo.undo()

    def _redo(self) -> None:
        self._states.undo.redo()

    def _entry(self) -> list[Entry]:
        entries = self._states.queue.entries
        return [self._random.choice(entries)] if entries else []

    def _cancel(self) -> None:
        self._states.queue_edits.cancel(self._entry())

    def _reorder(self) -> None:
        self._states.queue_edits.shift(self._entry(), self._random.choice((-1, 1)))

    def _pause(self) -> None:
        """For a moment: whoever finds it paused lets it go on."""
        self._states.queue_edits.toggle()

    def _try_again(self) -> None:
        over = [entry for entry in self._states.queue.over if entry.picture is None]
        self._states.queue_edits.retry(over[:1])

    def _import(self) -> None:
        self._states.folders.add([self._random.choice(self._others)])

    def _let_go(self) -> None:
        folder = self._random.choice(self._others)
        if folder in self._states.folders.folders:
            self._states.folders.remove(folder)

    def _export(self) -> None:
        kind = self._random.choice(list(Format))
        self._states.export.start(self._some(), Export(self._exports, kind=kind))

    def _save_as(self) -> None:
        states = self._states
        frame = states.canvas.frame
        if frame.image is None or self._saving:
            return
        self._saving = True
        kind = self._random.choice(list(Format))
        states.saving.begin(frame)
        states.saving.choose(kind)
        states.saving.save(self._exports / f"copy {self._random.randint(1, 9)}{kind.suffix}")

    def _set(self) -> None:
        """Change an option, which is on the disk some moments later."""
        option = self._random.choice((PREVIEWS, KEEP_AWAKE, SPELLING, NOTIFY))
        value = self._random.choice((True, False))
        told = {"name": option.name, "value": value, "default": option.default}
        told["change"] = next(self._numbers)
        self._announcer.say("setting", **told)
        self._states.preferences.set(option, value)
        loop = asyncio.get_running_loop()
        loop.call_later(_WRITTEN_S, lambda: self._announcer.say("set", **told))

    def _keep_snippet(self) -> None:
        self._states.prompt_tools.snippets.add(f"snippet {self._random.random()}", "soft light")

    def _look(self) -> None:
        if some := self._some(1):
            self._states.stage.show_picture(some[0])


def some_of(
    pictures: Sequence[Picture], newest: int, count: int, rng: random.Random
) -> list[Picture]:
    """At most so many of the newest ones, as far as they are there: a list that was read before a
    picture was deleted still counts it."""
    near = list(pictures[:newest])
    return rng.sample(near, min(count, len(near)))
