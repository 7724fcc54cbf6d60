"""Cores, NUMA nodes and limits of the machine, as Linux tells them. No torch.

Everything is read below `root`, so that another machine's files can be looked at.
"""

from __future__ import annotations

import math
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from engine.devices.cgroups import control_groups
from engine.devices.files import number_of, text_of

_NARROW = 0.5
"""What an efficiency core of a hybrid Intel processor does in a cycle, beside a performance core:
its vector units are half as wide (128 bits against 256)."""


@dataclass(frozen=True, slots=True)
class Core:
    """A physical core. `cpus` are its hardware threads that this process may use; `speed` is
    beside the fastest core of the machine, 1 where nothing is known."""

    cpus: tuple[int, ...]
    node: int = 0
    package: int = 0
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Node:
    """A NUMA node: its number, and the memory that hangs on it in bytes."""

    number: int
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Topology:
    """What this process may use. `cores` are in the order of node and number, and empty where the
    system says nothing; `quota` is how many cores' time a container gives, if it limits that."""

    cores: tuple[Core, ...] = ()
    nodes: tuple[Node, ...] = ()
    quota: float | None = None


def read_topology(root: Path = Path("/"), allowed: Collection[int] | None = None) -> Topology:
    """The machine below `root`, as far as the CPUs in `allowed` go; None stands for all.

    Never raises: what cannot be read is left out.
    """
    system = root / "sys/devices/system"
    online = read_list(text_of(system / "cpu/online"))
    cpus = [cpu for cpu in online if allowed is None or cpu in allowed]
    node_of = {cpu: node for node in _node_numbers(system) for cpu in _node_cpus(system, node)}
    speeds = _speeds(root, online)
    groups: dict[tuple[int, ...], list[int]] = {}
    for cpu in cpus:
        groups.setdefault(_siblings(system, cpu), []).append(cpu)
    cores = [
        Core(tuple(group), node_of.get(group[0], 0), _package(system, group[0]), speeds[group[0]])
        for group in groups.values()
    ]
    cores.sort(key=lambda core: (core.node, core.cpus))
    used = sorted({core.node for core in cores})
    nodes = tuple(Node(number, _node_memory(system, number)) for number in used)
    return Topology(tuple(cores), nodes, _quota(root))


def this_machine() -> Topology:
    """Where this process may run; with no core but on Linux, which alone tells."""
    if not hasattr(os, "sched_getaffinity"):
        return Topology()
    # Of the process, not of the calling thread, which may be bound to a part of it already.
    return read_topology(allowed=os.sched_getaffinity(os.getpid()))


def read_list(text: str) -> list[int]:
    """Numbers from the kernel's way to write them: ``0-3,8,10-11``."""
    numbers: list[int] = []
    for part in text.strip().split(","):
        first, _, last = part.partition("-")
        if first.isdigit():
            numbers += range(int(first), int(last or first) + 1)
    return numbers


def _siblings(system: Path, cpu: int) -> tuple[int, ...]:
    """All hardware threads of this one's core."""
    folder = system / f"cpu/cpu{cpu}/topology"
    text = text_of(folder / "core_cpus_list") or text_of(folder / "thread_siblings_list")
    return tuple(read_list(text)) or (cpu,)


def _package(system: Path, cpu: int) -> int:
    return number_of(system / f"cpu/cpu{cpu}/topology/physical_package_id") or 0


def _node_numbers(system: Path) -> list[int]:
    return read_list(text_of(system / "node/online"))


def _node_cpus(system: Path, node: int) -> list[int]:
    return read_list(text_of(system / f"node/node{node}/cpulist"))


def _node_memory(system: Path, node: int) -> int:
    for line in text_of(system / f"node/node{node}/meminfo").splitlines():
        words = line.split()  # Node 0 MemTotal: 24683656 kB
        if len(words) > 3 and words[2] == "MemTotal:":
            return int(words[3]) * 1024
    return 0


def _speeds(root: Path, cpus: list[int]) -> dict[int, float]:
    """By `cpu_capacity`, which Arm's kernels measure, or else by the highest clock."""
    system = root / "sys/devices/system/cpu"
    known = {cpu: number_of(system / f"cpu{cpu}/cpu_capacity") for cpu in cpus}
    narrow: set[int] = set()
    if len(set(known.values())) < 2:
        known = {cpu: number_of(system / f"cpu{cpu}/cpufreq/cpuinfo_max_freq") for cpu in cpus}
        narrow = set(read_list(text_of(root / "sys/devices/cpu_atom/cpus")))
    fastest = max((value for value in known.values() if value), default=0)
    if not fastest or not all(known.values()):
        return {cpu: _NARROW if cpu in narrow else 1.0 for cpu in cpus}
    return {
        cpu: (value or 0) / fastest * (_NARROW if cpu in narrow else 1.0)
        for cpu, value in known.items()
    }


def _quota(root: Path) -> float | None:
    """The smallest limit of all control groups above this process, in cores."""
    quotas = [_quota_of(folder, version) for folder, version in control_groups(root, "cpu")]
    least = min((quota for quota in quotas if quota), default=math.inf)
    return None if math.isinf(least) else least


def _quota_of(folder: Path, version: int) -> float | None:
    if version == 2:
        words = text_of(folder / "cpu.max").split()  # "150000 100000", or "max 100000"
    else:
        words = [text_of(folder / f"cpu.cfs_{name}_us") for name in ("quota", "period")]
    if len(words) != 2 or not all(word.isdigit() and int(word) for word in words):
        return None
    return int(words[0]) / int(words[1])
