"""How many threads compute, on which cores, and over which nodes' memory. No torch.

All cores compute, and the weights lie spread over all nodes. The prior reads every weight for each
code, so it is as fast as memory is: a Kunpeng 920 has two nodes and 188 GB/s a socket, and weights
that one thread has read would all lie on that thread's node, behind a quarter of the machine's
channels. The transformer computes, and takes all cores in any case. Threads are given a set of
cores and not one core each: no thread owns a part of the weights, and one that finds its core taken
by another program moves on instead of keeping all others waiting.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from engine.devices.topology import Core, Topology

_COUNTS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS")
_BINDINGS = ("OMP_PROC_BIND", "OMP_PLACES", "GOMP_CPU_AFFINITY", "KMP_AFFINITY")
"""The user's own settings, which win."""

_SPARE_FROM = 4
"""From so many cores on, one is left to the window and the desktop."""


@dataclass(frozen=True, slots=True)
class Threads:
    """`count` None leaves torch's own; empty `cpus` leave the threads where the system puts them;
    memory is spread over `nodes`, if there are any."""

    count: int | None = None
    cpus: tuple[int, ...] = ()
    nodes: tuple[int, ...] = ()


def choose_threads(
    topology: Topology, wish: int | None = None, settings: Mapping[str, str] | None = None
) -> Threads:
    """For this machine. `wish` is the user's number, `settings` the environment.

    The same for the window and for commands, though only the window needs the spare core: how many
    threads share a sum may decide its last bit.
    """
    settings = settings or {}
    cores = _best_cores(topology.cores)
    count: int | None = len(cores)
    if not cores or (wish is None and any(settings.get(name) for name in _COUNTS)):
        count = None
    elif topology.quota is not None:
        count = max(1, min(len(cores), math.floor(topology.quota)))
    if wish is not None:  # OpenMP ends the process if the system refuses it a thread
        count = min(wish, sum(len(core.cpus) for core in topology.cores) or wish)
    bound = (
        count is not None
        and count <= len(cores)
        and not any(settings.get(name) for name in _BINDINGS)
    )
    where = cores if bound else topology.cores
    memory = {node.number for node in topology.nodes if node.memory_bytes}
    nodes = tuple(sorted(memory & {core.node for core in where}))
    return Threads(
        count,
        tuple(core.cpus[0] for core in cores) if bound else (),
        nodes if len(nodes) > 1 else (),
    )


def _best_cores(cores: tuple[Core, ...]) -> tuple[Core, ...]:
    """Products are cut into equal shares, so cores are together as fast as their number times the
    slowest: the fastest of all sets that begin with the fast cores, one core left out."""
    choices = []
    for slowest in sorted({core.speed for core in cores}, reverse=True):
        chosen = tuple(core for core in cores if core.speed >= slowest)
        if len(chosen) == len(cores) >= _SPARE_FROM:
            spare = min(reversed(chosen), key=lambda core: core.speed)
            chosen = tuple(core for core in chosen if core is not spare)
        choices.append((len(chosen) * slowest, chosen))
    return max(choices, key=lambda choice: choice[0])[1] if choices else ()
