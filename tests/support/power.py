"""A disk that loses its power: what may be on it then, for every call and every byte of a write.

`Recording` watches what the program really asks of the system below a folder. `disks` says what a
disk may hold whose power goes at any moment of that: POSIX promises the bytes of a file after its
`fsync`, and a name after the `fsync` of its folder, and nothing else. So bytes that were not
flushed may be missing, cut or zeros, and names may be there or not, in any combination.
"""

# What is done here is done thousands of times, and below `pathlib`.
# ruff: noqa: PTH100, PTH103, PTH106, PTH108, PTH118, PTH120, PTH123

from __future__ import annotations

import builtins
import io
import itertools
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Fault = Callable[[int, str], int | None]
"""From the number and the kind of a call to the `errno` with which it fails; None lets it pass."""

_MOST_FREE_NAMES = 6
"""Of so many changes of names all combinations are tried; of more, each one alone and missing."""


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that was asked of the disk. Paths are relative to the recorded folder.

    `inode` numbers files as they were made; `source` is the other name of a link or a rename.
    """

    kind: str
    path: str = ""
    inode: int = -1
    data: bytes = b""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Disk:
    """What may be there after the power went: files by path, folders, and what was told by then."""

    files: tuple[tuple[str, bytes], ...]
    folders: tuple[str, ...]
    told: tuple[str, ...]
    moment: str = field(compare=False)

    def make(self, root: Path) -> None:
        """Put it on a real disk, in the place of whatever is in `root`."""
        wanted = dict(self.files)
        for folder, _folders, names in os.walk(root, topdown=False):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.relpath(path, root) not in wanted:
                    os.unlink(path)
            if os.path.relpath(folder, root) not in (".", *self.folders):
                os.rmdir(folder)
        for folder in ("", *self.folders):
            os.makedirs(os.path.join(root, folder), exist_ok=True)
        for name, content in self.files:
            with open(os.path.join(root, name), "wb") as file:
                file.write(content)


class _File(io.FileIO):
    """A file whose writes are recorded when they reach the system, not the buffer above it."""

    recording: Recording
    inode: int

    def write(self, data: Any) -> int:
        content = bytes(data)
        self.recording.ask("write", lambda: super(_File, self).write(content[: len(content) // 2]))
        self.recording.calls.append(Call("write", inode=self.inode, data=content))
        return super().write(content)

    def close(self) -> None:
        if not self.closed:
            self.recording.closed(self.fileno())
        super().close()


class Recording:
    """While it is entered, all that is done below `root` is recorded, and may be made to fail."""

    def __init__(self, root: Path, fault: Fault = lambda number, kind: None) -> None:
        self.root = root
        self.fault = fault
        self.calls: list[Call] = []
        self.asked = 0
        self._before = self._look()
        self._inodes: dict[str, int] = {}
        self._opened: dict[int, str] = {}
        self._undo: list[Callable[[], None]] = []

    def tell(self, what: str) -> None:
        """From now on the user believes in it."""
        self.calls.append(Call("told", what))

    def ask(self, kind: str, half: Callable[[], object] = lambda: None) -> None:
        """Count a call; raises OSError if it is to fail, a write when half of it is done."""
        self.asked += 1
        code = self.fault(self.asked, kind)
        if code is not None:
            half()
            raise OSError(code, os.strerror(code))

    def closed(self, descriptor: int) -> None:
        """The number will be another file's."""
        self._opened.pop(descriptor, None)

    def _look(self) -> Disk:
        names = sorted(self.root.rglob("*"))
        return Disk(
            tuple((self._name(p), p.read_bytes()) for p in names if p.is_file()),
            tuple(self._name(p) for p in names if p.is_dir()),
            (),
            "before",
        )

    @property
    def before(self) -> Disk:
        return self._before

    def _name(self, path: Any) -> str:
        """Relative to the root; empty for what is elsewhere, "." for the root."""
        try:
            return os.path.relpath(os.path.abspath(path), self.root) if self._is_in(path) else ""
        except (TypeError, ValueError):
            return ""

    def _is_in(self, path: Any) -> bool:
        return f"{os.path.abspath(os.fspath(path))}/".startswith(f"{self.root}/")

    def _inode(self, name: str, new: bool = False) -> int:
        if new or name not in self._inodes:
            self._inodes[name] = len(self._inodes) + len(self.calls) * 1000
        return self._inodes[name]

    # What is watched -----------------------------------------------------------------------------

    def __enter__(self) -> Recording:
        for number, (name, _content) in enumerate(self._before.files):
            self._inodes[name] = -2 - number
        names = ("fsync", "link", "unlink", "mkdir", "rmdir", "close")
        for name in names:
            self._put(os, name, getattr(self, f"_{name}")(getattr(os, name)))
        self._put(os, "remove", os.unlink)
        for name in ("rename", "replace"):
            self._put(os, name, self._rename(getattr(os, name)))
        self._put(os, "open", self._os_open(os.open))
        watched = self._open(builtins.open)
        self._put(builtins, "open", watched)
        self._put(io, "open", watched)
        return self

    def __exit__(self, *_error: object) -> None:
        while self._undo:
            self._undo.pop()()

    def _put(self, owner: Any, name: str, value: Any) -> None:
        old = getattr(owner, name)
        setattr(owner, name, value)
        self._undo.append(lambda: setattr(owner, name, old))

    def _open(self, real: Any) -> Any:
        def watched(
            file: Any, mode: str = "r", buffering: int = -1, *args: Any, **more: Any
        ) -> Any:
            name = "" if isinstance(file, int) else self._name(file)
            if not name or not set(mode) & set("wxa+"):
                return real(file, mode, buffering, *args, **more)
            new = not os.path.lexists(file)
            self.ask("open")
            opener = more.pop("opener", None)
            raw = _File(file, mode.replace("b", "").replace("t", ""), opener=opener)
            raw.recording, raw.inode = self, self._begin(name, new, "w" in mode)
            self._opened[raw.fileno()] = name
            if buffering == 0:
                return raw
            stream = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
            return stream if "b" in mode else io.TextIOWrapper(stream, *args, **more)

        return watched

    def _begin(self, name: str, new: bool, cut: bool) -> int:
        inode = self._inode(name, new)
        if new:
            self.calls.append(Call("create", name, inode))
        elif cut:
            self.calls.append(Call("cut", name, inode))
        return inode

    def _os_open(self, real: Any) -> Any:
        def watched(path: Any, flags: int, *args: Any, **more: Any) -> int:
            name = self._name(path)
            new = bool(name and flags & os.O_CREAT and not os.path.lexists(path))
            descriptor: int = real(path, flags, *args, **more)
            if name:
                self._opened[descriptor] = name
                if new and not _is_within_open():
                    self._begin(name, True, False)
            return descriptor

        return watched

    def _close(self, real: Any) -> Any:
        def watched(descriptor: int) -> None:
            self.closed(descriptor)
            real(descriptor)

        return watched

    def _fsync(self, real: Any) -> Any:
        def watched(descriptor: int) -> None:
            name = self._opened.get(descriptor, "")
            if name:
                self.ask("fsync")
                is_folder = (self.root / name).is_dir()
                inode = -1 if is_folder else self._inode(name)
                self.calls.append(Call("sync folder" if is_folder else "sync", name, inode))
            real(descriptor)

        return watched

    def _link(self, real: Any) -> Any:
        def watched(source: Any, target: Any, **more: Any) -> None:
            if name := self._name(target):
                self.ask("link")
            real(source, target, **more)
            if name:
                self._inodes[name] = self._inode(self._name(source))
                self.calls.append(Call("link", name, self._inodes[name]))

        return watched

    def _rename(self, real: Any) -> Any:
        def watched(source: Any, target: Any, **more: Any) -> None:
            if name := self._name(target):
                self.ask("rename")
            real(source, target, **more)
            if name:
                old = self._name(source)
                self._inodes[name] = inode = self._inodes.pop(old)
                self.calls.append(Call("rename", name, inode, source=old))

        return watched

    def _unlink(self, real: Any) -> Any:
        def watched(path: Any, **more: Any) -> None:
            if name := self._name(path):
                self.ask("unlink")
            real(path, **more)
            if name:
                self._inodes.pop(name, None)
                self.calls.append(Call("unlink", name))

        return watched

    def _mkdir(self, real: Any) -> Any:
        def watched(path: Any, *args: Any, **more: Any) -> None:
            if name := self._name(path):
                self.ask("mkdir")
            real(path, *args, **more)
            if name:
                self.calls.append(Call("mkdir", name))

        return watched

    def _rmdir(self, real: Any) -> Any:
        def watched(path: Any, **more: Any) -> None:
            real(path, **more)
            if name := self._name(path):
                self.calls.append(Call("rmdir", name))

        return watched


def _is_within_open() -> bool:
    """Whether `open` asks for the descriptor, which then says itself what it makes."""
    frame, deep = sys._getframe(2), 0
    while frame is not None and deep < 4:
        if frame.f_code.co_filename == __file__ and frame.f_code.co_name == "watched":
            return True
        frame, deep = frame.f_back, deep + 1  # type: ignore[assignment]
    return False


# What a power cut leaves -------------------------------------------------------------------------


def disks(recording: Recording, every: int = 1) -> Iterator[Disk]:
    """Every disk that a power cut during the recording may leave, each once.

    Of what is written, each byte is cut at, or one of `every` so many.
    """
    seen: set[Disk] = set()
    for number, call in enumerate(recording.calls):
        cuts = range(0, len(call.data), every) if call.kind == "write" else ()
        before = recording.calls[:number]
        moments = [[*before, Call("write", inode=call.inode, data=call.data[:b])] for b in cuts]
        for calls in [*moments, [*before, call]]:
            for disk in _left(recording.before, calls, f"call {number}: {call.kind} {call.path}"):
                if disk not in seen:
                    seen.add(disk)
                    yield disk


def _left(before: Disk, calls: list[Call], moment: str) -> Iterator[Disk]:
    told = tuple(call.path for call in calls if call.kind == "told")
    contents = _contents(before, calls)
    unsettled = sorted(inode for inode, some in contents.items() if len(some) > 1)
    changes = [(n, c) for n, c in enumerate(calls) if c.kind in _NAMES]
    free = [n for n, call in changes if not _is_flushed(call, calls[n + 1 :])]
    for lost in _subsets(free):
        kept = [call for n, call in changes if n not in lost]
        files, folders = _names(before, kept)
        shown = set(files.values())
        loose = [inode for inode in unsettled if inode in shown]
        for choice in itertools.product(*(contents[inode] for inode in loose)):
            held = {inode: some[0] for inode, some in contents.items()}
            held.update(zip(loose, choice, strict=True))
            yield Disk(
                tuple(sorted((name, held[inode]) for name, inode in files.items())),
                tuple(sorted(folders)),
                told,
                moment,
            )


_NAMES = ("create", "link", "rename", "unlink", "mkdir", "rmdir")


def _contents(before: Disk, calls: list[Call]) -> dict[int, list[bytes]]:
    """What each file may hold: what was flushed, and beyond that all, nothing, or zeros."""
    flushed = {-2 - number: content for number, (_name, content) in enumerate(before.files)}
    asked, waiting = dict(flushed), dict.fromkeys(flushed, False)
    for call in calls:
        if call.kind in ("create", "cut"):
            asked[call.inode] = b""
            waiting[call.inode] = call.kind == "cut"
            flushed.setdefault(call.inode, b"")
        elif call.kind == "write":
            asked[call.inode] += call.data
            waiting[call.inode] = True
        elif call.kind == "sync":
            flushed[call.inode], waiting[call.inode] = asked[call.inode], False
    some: dict[int, list[bytes]] = {}
    for inode, content in asked.items():
        old = flushed[inode]
        same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, content, strict=False))
        kept = sum(1 for _ in same)
        zeros = content[:kept] + bytes(len(content) - kept)
        some[inode] = list(dict.fromkeys([content, old, zeros] if waiting[inode] else [content]))
    return some


def _is_flushed(change: Call, later: list[Call]) -> bool:
    folders = {os.path.dirname(name) or "." for name in (change.path, change.source) if name}
    return any(call.kind == "sync folder" and call.path in folders for call in later)


def _subsets(free: list[int]) -> Iterator[frozenset[int]]:
    if len(free) <= _MOST_FREE_NAMES:
        for count in range(len(free) + 1):
            yield from map(frozenset, itertools.combinations(free, count))
        return
    for number in range(len(free) + 1):
        yield frozenset(free[number:])
        yield frozenset(free[:number])
    for one in free:
        yield frozenset({one})
        yield frozenset(free) - {one}


def _names(before: Disk, kept: list[Call]) -> tuple[dict[str, int], set[str]]:
    """Which names there are when these changes came to the disk, and no others."""
    files = {name: -2 - number for number, (name, _content) in enumerate(before.files)}
    folders = {".", *before.folders}
    for call in kept:
        if call.kind in ("create", "link", "rename", "mkdir"):
            if (os.path.dirname(call.path) or ".") not in folders:
                continue
            if call.kind == "mkdir":
                folders.add(call.path)
                continue
            files.pop(call.source, None)
            files[call.path] = call.inode
        elif call.kind == "rmdir":
            if not any(name.startswith(f"{call.path}/") for name in files):
                folders.discard(call.path)
        else:
            files.pop(call.path, None)
    return files, folders - {"."}
