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

log = logging.getLogger(__name__)

_PROCESS = secrets.token_hex(4)
"""Tells this process from an earlier one of the same number, as in a container."""

_TEMPORARY = re.compile(r"\.([0-9]+)-([0-9a-f]{8})-[0-9a-f]{8}\.part")
_SYNCHRONIZE, _ACCESS_DENIED, _WAIT_TIMEOUT = 0x100000, 5, 0x102
"""What Windows calls a right, an error and an answer."""
_NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


@contextmanager
def temporary_file(folder: Path, content: bytes, durable: bool = True) -> Iterator[Path]:
    """A hidden file in `folder` with `content`, removed at the end. Raises OSError.

    `durable` waits until the bytes are on the disk.
    """
    path = folder / f".{os.getpid()}-{_PROCESS}-{secrets.token_hex(4)}.part"
    try:
        with path.open("xb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        yield path
    finally:
        with suppress(OSError):  # then it is an orphan for the next start
            path.unlink(missing_ok=True)


def publish(temporary: Path, target: Path) -> None:
    """Give the file its name. Raises FileExistsError rather than overwrite, or OSError."""
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
    sync_folder(target.parent)


def replace(temporary: Path, target: Path, durable: bool = True) -> None:
    """Give the file its name in the place of any other of that name. Raises OSError.

    Whoever does that with many files of a folder flushes the folder once: `sync_folder`.
    """
    temporary.replace(target)
    if durable:
        sync_folder(target.parent)


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
    """Make names in a folder outlast a power failure, where the file system can do that."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        log.warning("the folder %s could not be flushed: %s", folder, error)
