"""What was asked for and is neither made nor given up must wait in the queue of the next start."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from .announcements import Line

Request = tuple[Any, ...]
"""Prompt and seeds: no two that are asked for here have the same."""


class Requests:
    """Those that a program has said to have on disk, or has shown at its start, and of which it has
    told no end.

    Whoever cancels a picture that is being made gives it up at once: the program may be ended
    before its engine has stopped, and then the picture neither waits nor is made.
    """

    def __init__(self) -> None:
        self._open: set[Request] = set()
        self.may_return: set[Request] = set()
        """Whose picture was deleted by another program than the one that made it: if that one was
        ended before it had written down that the picture is made, nobody knows of it any more."""

    def hear(self, lines: Iterable[Line]) -> None:
        """What programs have said until their end, in the order of time."""
        for line in sorted(lines, key=lambda line: line.at):
            match line.kind:
                case "kept":
                    self._open.add(tuple(line.told["request"]))
                case "saved" | "cancelled" | "given up by the user" | "no picture" | "given up":
                    self._open.discard(tuple(line.told["request"]))

    def after_the_start(self, waiting: list[list[Any]], made: Counter[Request]) -> Iterator[str]:
        """What waits in a program that was just opened, against what there are pictures of."""
        queued = Counter(map(tuple, waiting))
        for request in self._open - queued.keys() - made.keys():
            yield f"was asked for, and neither waits nor is made: {request}"
        for request in queued.keys() & made.keys() - self.may_return:
            yield f"is there, and waits to be made again: {request}"
        for request, count in (*queued.items(), *made.items()):
            if count > 1:
                yield f"is there {count} times: {request}"
        self._open = set(queued)
