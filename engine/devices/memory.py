"""How much memory this process may still take: the system's word, and its container's."""

from __future__ import annotations

from pathlib import Path

from engine.devices.cgroups import control_groups
from engine.devices.files import number_of, text_of

_UNLIMITED = 1 << 60

_FILES = {
    1: ("memory.limit_in_bytes", "memory.usage_in_bytes"),
    2: ("memory.max", "memory.current"),
}
"""What holds a control group's limit and use, by its version."""


def host_memory(root: Path = Path("/")) -> tuple[int, int]:
    """Free and total bytes. Free is what the system can give without swapping: files that it keeps
    in memory count, for it drops them.

    A container's limit counts where it is the smaller one (cgroup v2, and v1 where that is in use).
    """
    meminfo = _meminfo(root / "proc/meminfo")
    total = meminfo.get("MemTotal", 0)
    free = meminfo.get("MemAvailable", meminfo.get("MemFree", 0))
    for limit, used in _cgroups(root):
        total = min(total, limit)
        free = min(free, max(limit - used, 0))
    return free, total


def _meminfo(file: Path) -> dict[str, int]:
    values = {}
    for line in file.read_text().splitlines():
        name, _, rest = line.partition(":")
        words = rest.split()
        if words and words[0].isdigit():
            values[name] = int(words[0]) * 1024
    return values


def _cgroups(root: Path) -> list[tuple[int, int]]:
    """Limit and use in bytes of this process's control groups, their parents included."""
    found = []
    for folder, version in control_groups(root, "memory"):
        limit, used = (number_of(folder / name) for name in _FILES[version])
        if limit is not None and used is not None and limit < _UNLIMITED:
            found.append((limit, used - _droppable(folder / "memory.stat")))
    return found


def _droppable(stat: Path) -> int:
    """Bytes of files that the kernel keeps for the group and drops when memory is short."""
    lines = text_of(stat).splitlines()
    values = dict(line.split() for line in lines if len(line.split()) == 2)
    return int(values.get("inactive_file", 0))
