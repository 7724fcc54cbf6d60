"""Files that appear whole or not at all, whenever the program or the machine stops.

The bytes go into a hidden temporary file of the same folder, are flushed to the disk, and only then
get their name. What a killed program leaves behind are temporary files; they carry the number of
their process, so that `remove_orphans` can tell them from those of a living one.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from glm_studio.library.presence import is_there

log = logging.getLogger(__name__)

_PROCESS = secrets.token_hex(4)
"""Tells this process from an earlier one of the same number, as in a container."""

_TEMPORARY = re.compile(r"\.([0-9]+)-([0-9a-f]{8})-[0-9a-f]{8}\.part")
_SYNCHRONIZE, _ACCESS_DENIED, _WAIT_TIMEOUT = 0x100000, 5, 0x102
"""What Windows calls a right, an error and an answer."""
_NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
_LOST = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.ESTALE, errno.ENODEV)
"""What a disk says that has not kept a name. Others only say that they flush no folders."""


def write_file(target: Path, content: bytes, mode: int | None = None) -> None:
    """Write a file whole or not at all, in the place of any other, on the disk when this returns.

    Its folder is made if need be. Raises OSError; then the old one is as it was.
    """
    make_folder(target.parent)
    with temporary_file(target.parent, content, mode=mode) as temporary:
        replace(temporary, target)


@contextmanager
def temporary_file(
    folder: Path, content: bytes, durable: bool = True, mode: int | None = None
) -> Iterator[Path]:
    """A hidden file in `folder` with `content`, removed at the end. Raises OSError.

    `durable` waits until the bytes are on the disk; `mode` says who may read them.
    """
    path = folder / f".{os.getpid()}-{_PROCESS}-{secrets.token_hex(4)}.part"
    try:
        with path.open("xb") as file:
            if mode is not None:
                path.chmod(mode)  # before there is anything to read
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        yield path
    finally:
        with suppress(OSError):  # then it is an orphan for the next start
            path.unlink(missing_ok=True)


def publish(temporary: Path, target: Path, durable: bool = True) -> None:
    """Give the file its name. Raises FileExistsError rather than overwrite, or OSError: then there
    is no file of that name, as far as the disk still does what it is told.

    Whoever does that with many files of a folder flushes the folder once: `sync_folder`.
    """
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        # FAT and some network drives: nothing here both renames and refuses to overwrite.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        temporary.rename(target)
    if not durable:
        return
    try:
        sync_folder(target.parent)
    except OSError:
        with suppress(OSError):  # whoever is told that it failed makes another
            target.unlink() if is_there(temporary) else target.rename(temporary)
        raise


def replace(temporary: Path, target: Path, durable: bool = True) -> None:
    """Give the file its name in the place of any other of that name. Raises OSError.

    Whoever does that with many files of a folder flushes the folder once: `sync_folder`.
    """
    temporary.replace(target)
    if durable:
        sync_folder(target.parent)


def duplicate(source: Path, target: Path, durable: bool = True) -> None:
    """Have a file under another name as well, also on another disk; where there are no hard links,
    under that name alone. Raises FileExistsError rather than overwrite, or OSError.
    """
    try:
        publish(source, target, durable)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        status = source.stat()
        with temporary_file(target.parent, source.read_bytes()) as temporary:
            os.utime(temporary, ns=(status.st_atime_ns, status.st_mtime_ns))
            publish(temporary, target, durable)


def move(source: Path, target: Path) -> None:
    """Move a file, also to another disk, where it is on before it leaves this one.

    Raises FileExistsError rather than overwrite, or OSError; `source` is still there then.
    """
    duplicate(source, target)
    try:
        source.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):  # not in two places
            target.unlink()
        raise


def make_folder(folder: Path) -> None:
    """Make a folder and its parents so that they outlast a power failure. Raises OSError."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        sync_folder(path.parent)


def remove_orphans(folder: Path) -> None:
    """Remove temporary files in `folder` whose process is gone; leaves what it may not remove."""
    with suppress(OSError):
        for path in orphans(folder):
            path.unlink(missing_ok=True)
            log.info("removed what an interrupted save left: %s", path)


def orphans(folder: Path) -> Iterator[Path]:
    """Temporary files in `folder` whose process is gone. Raises OSError."""
    for path in folder.iterdir():
        match = _TEMPORARY.fullmatch(path.name)
        if match and not _is_writing(int(match[1]), match[2]):
            yield path


def _is_writing(process_id: int, process: str) -> bool:
    if process_id == os.getpid():
        return process == _PROCESS
    return is_alive(process_id)


def is_alive(process_id: int) -> bool:
    """Whether there is a process of that number, of whichever user."""
    if process_id <= 0:  # a whole group of processes
        return False
    if sys.platform == "win32":  # there, `os.kill` ends it whatever the signal
        return _is_alive_on_windows(process_id)
    try:
        os.kill(process_id, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # another user's
        return True
    return True


def _is_alive_on_windows(process_id: int) -> bool:
    import ctypes  # noqa: PLC0415 - there alone

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - none for the type checker here
    handle = kernel.OpenProcess(_SYNCHRONIZE, False, process_id & 0xFFFFFFFF)
    if not handle:
        return int(kernel.GetLastError()) == _ACCESS_DENIED
    running = kernel.WaitForSingleObject(handle, 0) == _WAIT_TIMEOUT
    kernel.CloseHandle(handle)
    return bool(running)


def sync_folder(folder: Path) -> None:
    """Make names in a folder outlast a power failure, where the file system can do that.

    Raises OSError where it can and the disk failed.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno in _LOST:
            raise
        log.info("the folder %s cannot be flushed: %s", folder, error)
