"""What must hold when the program has been killed, and what when it has been started again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from .announcements import Line
from .home import Home
from .ledger import FAILED, HERE, RATING, Deed, Fact, Known, Names, Possible, deeds_of
from .reading import (
    Marks,
    Pictures,
    files_below,
    marks_beside,
    marks_in,
    pictures_below,
    read_index,
    sidecar_of,
)
from .requests import Request, Requests

_HALF = (".part", ".new")
"""How names of temporary files end."""

_DUE = ("There is no such file.", "The program ended")
"""What is rightly said of a picture that was deleted before it was exported or shown, and of one in
which the program has been killed twice."""


class Inspector:
    """Looks at one home after each run, and remembers what it saw. Its methods tell faults."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._pictures = Pictures()
        self._known: dict[Path, Known] = {}
        self._exported: set[Path] = set()
        self._names = Names()
        self._requests = Requests()
        self.recorded = self.edited = self.deleted = self.restored = 0
        """How many pictures, changes of marks, deletions, restorations were announced."""
        for folder in home.others:
            self._meet(pictures_below(folder))

    # After the end -------------------------------------------------------------------------------

    def after_the_end(self, runs: Iterable[list[Line]]) -> Iterator[str]:
        """What is on the disk against what one program, or two at once, have announced."""
        runs = list(runs)
        lines = [line for run in runs for line in run]
        deeds_of_each = [deeds_of(run, self._names) for run in runs]
        deeds = [deed for one in deeds_of_each for deed in one]
        self._count(deeds)
        self._requests.may_return |= _deleted_by_another(deeds_of_each)
        if len(runs) == 1:
            yield from self._what_was_said(lines)
        yield from self._all_whole()
        yield from self._as_announced(deeds)
        yield from self._copies(lines)
        yield from self._settings(runs)
        yield from self._readable_files()
        self._requests.hear(lines)
        self._settle()

    def _count(self, deeds: Iterable[Deed]) -> None:
        done = [deed for deed in deeds if deed.done < float("inf")]
        self.recorded += sum(deed.kind == "record" for deed in done)
        self.edited += sum(deed.kind in ("edit", "mark") for deed in done)
        self.deleted += sum(deed.kind == "delete" for deed in done)
        self.restored += sum(deed.kind == "restore" for deed in done)

    def _what_was_said(self, lines: list[Line]) -> Iterator[str]:
        """On a sound disk, and without another program, nothing is refused."""
        for line in lines:
            if line.kind in (FAILED, "problem", "no picture", "user failed") and not _is_due(line):
                yield f"the program said: {line.kind} {line.told}"
            for path, why in line.told.get("refused", ()):
                yield f"the program said: {path} was refused: {why}"

    def _all_whole(self) -> Iterator[str]:
        for file in (*self._library_pictures(), *pictures_below(self._home.exports)):
            if fault := self._pictures.look(file).fault:
                yield f"{file} is no whole picture: {fault}"
        for sidecar in self._sidecars():
            try:
                marks_in(sidecar)
            except ElementTree.ParseError as error:
                yield f"{sidecar} is no whole sidecar: {error}"

    def _as_announced(self, deeds: list[Deed]) -> Iterator[str]:
        possible = Possible(deeds)
        requests = {
            path: tuple(deed.told["request"])
            for deed in deeds if deed.kind == "record"
            for path, _fact in deed.sets
        }  # fmt: skip
        trashed = [self._pictures.look(file) for file in self._trash_files()]
        trash = {seen.sha256 for seen in trashed} | {seen.request for seen in trashed}
        for path in possible.paths | set(self._known):
            known = self._known.get(path)
            here = possible.values(path, HERE, known.here if known else None)
            if path.exists():
                yield from self._is_right(path, known, here, possible)
            elif here == {True}:
                yield f"{path} was announced and is gone"
            elif not trash & {known.sha256 if known else None, requests.get(path)} - {None}:
                yield f"{path} was deleted and is not in the trash"
            elif HERE in possible.facts(path):
                yield from self._marks_are_kept(path, known, possible)

    def _is_right(
        self, path: Path, known: Known | None, here: set[object], possible: Possible
    ) -> Iterator[str]:
        if True not in here:
            yield f"{path} was deleted, and is there"
        if known and self._pictures.look(path).sha256 != known.sha256:
            yield f"{path} was written to"
        with suppress(ElementTree.ParseError):  # which was said
            if wrong := _unlike(marks_beside(path), path, known, possible):
                yield f"{path}: {wrong}"

    def _marks_are_kept(self, path: Path, known: Known | None, possible: Possible) -> Iterator[str]:
        """What was said about a deleted picture, somewhere in the trash or where it was."""
        places = [*self._trash_files(".xmp"), sidecar_of(path)]
        for place in (place for place in places if place.exists()):
            with suppress(ElementTree.ParseError):
                if not _unlike(marks_in(place), path, known, possible):
                    return
        if _unlike(Marks(), path, known, possible):
            yield f"{path} was deleted, and its rating, tags and boards are not in the trash"

    def _copies(self, lines: list[Line]) -> Iterator[str]:
        told = {Path(f) for line in lines if line.kind == "exported" for f in line.told["files"]}
        self._exported |= told
        yield from (f"the copy {file} is gone" for file in self._exported if not file.exists())

    def _settings(self, runs: list[list[Line]]) -> Iterator[str]:
        """Each option is as it was last set. Of two programs, the later writes what it knows."""
        if len(runs) != 1:
            return
        asked: dict[str, list[dict[str, Any]]] = {}
        done: dict[str, dict[str, Any]] = {}
        for line in runs[0]:
            if line.kind == "setting":
                asked.setdefault(line.told["name"], []).append(line.told)
            elif line.kind == "set":
                done[line.told["name"]] = line.told
        kept = self._window_settings().get("preferences", {}) if done else {}
        for name, told in done.items():
            found = kept.get(name, told["default"])
            possible = {x["value"] for x in asked[name] if x["change"] >= told["change"]}
            if found not in possible:
                yield f"the option {name} is {found}, and was set to {told['value']}"

    def _readable_files(self) -> Iterator[str]:
        """What is neither a picture nor a database."""
        for file in files_below(self._home.root):
            if file.name.endswith(".broken"):
                yield f"{file}: the program found that file broken"
            if file.suffix == ".json" and self._home.cache not in file.parents:
                try:
                    json.loads(file.read_text("utf-8"))
                except ValueError as error:
                    yield f"{file} is not readable: {error}"

    def _settle(self) -> None:
        """From here on, what is there is what was there before."""
        for path, known in self._known.items():
            known.here = path.exists()
        self._meet(self._library_pictures())

    def _meet(self, files: Iterable[Path]) -> None:
        for file in files:
            with suppress(ElementTree.ParseError):
                sha256 = self._pictures.look(file).sha256
                self._known[file] = Known(sha256, True, marks_beside(file))

    # After the start -----------------------------------------------------------------------------

    def after_the_start(self, runs: Iterable[list[Line]]) -> Iterator[str]:
        """What programs show that were just opened, and hold still; by all that they have said."""
        lines = [line for run in runs for line in run]
        opened = [line.told for line in lines if line.kind == "opened"]
        shown = {Path(path): Marks.of(*marks) for path, *marks in opened[0]["shown"]}
        files = {
            path: marks_beside(path)
            for folder in self._home.picture_folders()
            for path in pictures_below(folder)
        }
        yield from _differences("the gallery", shown, files)
        rows = read_index(self._home.data / "library.sqlite3")
        yield from _differences("the index", {path: row.marks for path, row in rows.items()}, files)
        self._requests.hear(lines)
        waiting = [request for told in opened for request in told["waiting"]]
        yield from self._requests.after_the_start(waiting, self._made())
        for path, row in rows.items():
            if path in files and row.stamp != _stamp(path):
                yield f"the index has another state of {path}"

    def left_behind(self) -> list[str]:
        """Temporary files that nobody will need; the caller looks again, for a start takes them
        away while it goes on."""
        home = self._home
        left = [file for file in files_below(home.root) if file.name.endswith(_HALF)]
        left += home.temporary.iterdir()
        return [f"left behind: {path.relative_to(home.root)}" for path in left]

    def after_the_close(self) -> Iterator[str]:
        """A program that has ended as it should has taken along what belongs to its session."""
        for file in files_below(self._home.data / "sessions"):
            yield f"left behind by a session that was closed: {file.name}"
        yield from self.left_behind()

    # The disk ------------------------------------------------------------------------------------

    def _library_pictures(self) -> list[Path]:
        """Those of all folders that may be shown, whether they are now or not."""
        home = self._home
        folders = (home.pictures, home.data / "rescued", *home.others)
        return [file for folder in folders for file in pictures_below(folder)]

    def _sidecars(self) -> list[Path]:
        folders = (self._home.pictures, *self._home.others)
        return [file for f in folders for file in files_below(f) if file.suffix == ".xmp"]

    def _trash_files(self, suffix: str = "") -> list[Path]:
        folders = (self._home.trash / "files", self._home.data / "deleted")
        return [file for f in folders for file in files_below(f) if suffix in file.name]

    def _made(self) -> Counter[Request]:
        """The requests of which there are pictures, in the library or deleted, and how many.

        Whoever ends the program while it brings back a picture has it in the trash as well, which
        is the same one with every byte. Of pictures that were made twice no two are the same.
        """
        shown = [self._pictures.look(file) for file in self._library_pictures()]
        deleted = {self._pictures.look(file) for file in self._trash_files()}
        looked = (*shown, *(deleted - set(shown)))
        return Counter(seen.request for seen in looked if seen.request is not None)

    def _window_settings(self) -> dict[str, Any]:
        file = self._home.config / "window.json"
        with suppress(FileNotFoundError, ValueError):  # what is not readable is told as such
            return json.loads(file.read_text("utf-8"))
        return {}


def _deleted_by_another(deeds_of_each: list[list[Deed]]) -> set[Request]:
    """Requests whose pictures one program has recorded, and another deleted."""
    deleted = [{path for d in one if d.kind == "delete" for path, _ in d.sets}
               for one in deeds_of_each]  # fmt: skip
    return {
        tuple(deed.told["request"])
        for number, one in enumerate(deeds_of_each)
        for deed in one if deed.kind == "record"
        for path, _fact in deed.sets
        if any(path in those for n, those in enumerate(deleted) if n != number)
    }  # fmt: skip


def _is_due(line: Line) -> bool:
    return any(said in line.told.get("problem", "") for said in _DUE)


def _unlike(marks: Marks, path: Path, known: Known | None, possible: Possible) -> str:
    """What is not as it can be by what was announced; empty if all is."""
    before = known.marks if known else Marks()
    names: set[Fact] = {("tag", tag) for tag in marks.tags | before.tags}
    names |= {("board", board) for board in marks.boards | before.boards}
    for fact in {RATING} | names | (possible.facts(path) - {HERE}):
        found, can_be = _value(marks, fact), possible.values(path, fact, _value(before, fact))
        if found not in can_be:
            return f"{' '.join(fact)} is {found} and can be {can_be}"
    return ""


def _value(marks: Marks, fact: Fact) -> object:
    kind, name = fact
    match kind:
        case "rating":
            return marks.rating
        case "tag":
            return name in marks.tags
        case _:
            return name in marks.boards


def _differences(what: str, said: dict[Path, Marks], files: dict[Path, Marks]) -> Iterator[str]:
    yield from (f"{what} does not have {path}" for path in files.keys() - said.keys())
    yield from (f"{what} has {path}, which is gone" for path in said.keys() - files.keys())
    for path in said.keys() & files.keys():
        if said[path] != files[path]:
            yield f"{what} says {said[path]} of {path}, the sidecar {files[path]}"


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size
