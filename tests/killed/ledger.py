"""What the program has said that it did, and what may therefore be on the disk.

What is said about a picture is taken apart into facts: whether it is in the library, its rating,
each of its tags and boards. A deed sets facts, at some moment between being asked for and being
told of as done. So a fact may be what a deed has set unless another deed, begun after that one was
done, has set it otherwise; and of a deed that was never told of as done nobody knows whether it has
taken place. The same rule serves for two programs at once, since their lines have one clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .announcements import Line
from .reading import Marks

Fact = tuple[str, str]
"""Of which kind, and its name: ("tag", "sea"); the name is empty where there is but one."""

HERE, RATING = ("here", ""), ("rating", "")
ASKED, DONE, FAILED = "asked", "done", "failed"


@dataclass(slots=True)
class Deed:
    """`done` is infinity for what was never told of as done."""

    kind: str
    asked: int
    done: float = float("inf")
    sets: dict[tuple[Path, Fact], object] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Known:
    """A picture as it was when it was last looked at, all being still."""

    sha256: str
    here: bool
    marks: Marks


class Names:
    """All tags and boards that there are, so that marks that are set as a whole clear the rest."""

    def __init__(self) -> None:
        self._names: set[Fact] = set()

    def facts(self, rating: int, tags: Iterable[str], boards: Iterable[str]) -> dict[Fact, object]:
        """Marks as facts."""
        true = {("tag", tag) for tag in tags} | {("board", board) for board in boards}
        self._names |= true
        return {RATING: rating} | {name: name in true for name in self._names}

    def add(self, *names: Fact) -> None:
        self._names |= set(names)


def deeds_of(lines: Iterable[Line], names: Names) -> list[Deed]:
    """The deeds of one program."""
    lines = list(lines)
    _learn(lines, names)
    deeds: dict[int, Deed] = {}
    for line in lines:
        number = line.told.get("number", 0)
        if line.kind == ASKED:
            deeds[number] = Deed(line.told["deed"], line.at, told=line.told)
            deeds[number].sets = dict(_asked(line.told, names))
        elif line.kind == DONE:
            deed = deeds[number]
            refused = {Path(path) for path, _why in line.told.get("refused", ())}
            # With these it went wrong: in part, perhaps.
            sets = {key: value for key, value in deed.sets.items() if key[0] in refused}
            deeds[-number] = Deed(deed.kind, deed.asked, sets=sets)
            deed.done, deed.sets = line.at, dict(_done(deed, line.told, names))
    return list(deeds.values())


def _learn(lines: Iterable[Line], names: Names) -> None:
    for line in lines:
        for key, kind in (("tags", "tag"), ("no_tags", "tag"), ("boards", "board"),
                          ("no_boards", "board")):  # fmt: skip
            names.add(*((kind, name) for name in line.told.get(key, ())))
        for told in (*line.told.get("after", ()), *line.told.get("pictures", ())):
            names.facts(*told[1:])


def _asked(told: dict[str, Any], names: Names) -> Iterator[tuple[tuple[Path, Fact], object]]:
    """What a deed would set."""
    for path in map(Path, told.get("paths", ())):
        match told["deed"]:
            case "edit":
                if "rating" in told:
                    yield (path, RATING), told["rating"]
                for key, kind, value in (("tags", "tag", True), ("no_tags", "tag", False),
                                         ("boards", "board", True), ("no_boards", "board", False),
                                         ):  # fmt: skip
                    yield from (((path, (kind, name)), value) for name in told.get(key, ()))
            case "delete":
                yield (path, HERE), False
            case "restore":
                yield (path, HERE), True
    yield from _marked(told.get("pictures", ()), names)


def _done(
    deed: Deed, told: dict[str, Any], names: Names
) -> Iterator[tuple[tuple[Path, Fact], object]]:
    """What it has set, as it says itself: nothing where all was as wished."""
    match deed.kind:
        case "record":
            yield (Path(told["path"]), HERE), True
        case "delete":
            yield from (((Path(path), HERE), False) for path in told["trashed"])
        case "restore":
            yield from (((Path(path), HERE), True) for path, *_ in told["after"])
    yield from _marked(told.get("after", ()), names)


def _marked(
    pictures: Iterable[list[Any]], names: Names
) -> Iterator[tuple[tuple[Path, Fact], object]]:
    for path, *marks in pictures:
        yield from (((Path(path), fact), v) for fact, v in names.facts(*marks).items())


class Possible:
    """What each fact may be after some deeds, from what was known before them."""

    def __init__(self, deeds: Iterable[Deed]) -> None:
        self._deeds: dict[tuple[Path, Fact], list[Deed]] = defaultdict(list)
        for deed in deeds:
            for key in deed.sets:
                self._deeds[key].append(deed)

    @property
    def paths(self) -> set[Path]:
        """Those that anything was done to."""
        return {path for path, _fact in self._deeds}

    def values(self, path: Path, fact: Fact, before: object) -> set[object]:
        """What a fact can be now, if it was `before` before all of them."""
        deeds = self._deeds.get((path, fact), [])
        first = Deed("before", -1, -1, {(path, fact): before})
        return {
            deed.sets[path, fact]
            for deed in (first, *deeds)
            if not any(later.done < float("inf") and later.asked > deed.done for later in deeds)
        }

    def facts(self, path: Path) -> set[Fact]:
        """Those that any of them has to do with."""
        return {fact for one, fact in self._deeds if one == path}
