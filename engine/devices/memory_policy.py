"""Where Linux puts a thread's new pages: spread over NUMA nodes instead of on the nearest one.

By the system calls themselves, for neither Python nor the C library has them.
"""

from __future__ import annotations

import ctypes
import logging
import os
import platform
from collections.abc import Collection

log = logging.getLogger(__name__)

_CALLS = {"x86_64": (238, 239), "aarch64": (237, 236)}
"""Numbers of set_mempolicy and get_mempolicy, by architecture."""

_DEFAULT, _INTERLEAVE = 0, 3
_BITS = 8 * ctypes.sizeof(ctypes.c_ulong)


def interleave(nodes: Collection[int]) -> bool:
    """Have new pages of the calling thread, and of those it starts, go round among `nodes`.

    A policy that somebody set already stays (`numactl`). True if pages are spread by `nodes` now;
    False where the system has no such thing or refuses it, as containers often do.
    """
    calls = _CALLS.get(platform.machine())
    if calls is None or not nodes:
        return False
    policy = _policy(calls[1])
    if policy not in (None, _DEFAULT):
        log.info("a memory policy is set already, and stays: %s", policy)
        return False
    words = max(nodes) // _BITS + 1
    mask = (ctypes.c_ulong * words)()
    for node in nodes:
        mask[node // _BITS] |= 1 << node % _BITS
    # The kernel takes one bit off the length that it is told.
    length = ctypes.c_ulong(words * _BITS + 1)
    if _call(calls[0], ctypes.c_int(_INTERLEAVE), mask, length) != 0:
        log.info("memory stays where it is first touched: %s", os.strerror(ctypes.get_errno()))
        return False
    return True


def _policy(number: int) -> int | None:
    """The calling thread's; None where it is not told."""
    mode = ctypes.c_int(-1)
    no_mask, no_address, nothing = None, None, ctypes.c_ulong(0)
    done = _call(number, ctypes.byref(mode), no_mask, nothing, no_address, nothing)
    return mode.value if done == 0 else None


def _call(number: int, *arguments: object) -> int:
    syscall = ctypes.CDLL(None, use_errno=True).syscall
    syscall.restype = ctypes.c_long
    return int(syscall(ctypes.c_long(number), *arguments))
