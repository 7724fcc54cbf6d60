"""Other machines, as the files in which Linux describes them: composed after real ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

GIB = 2**30


@dataclass
class Machine:
    """A tree under construction; `write` puts it on the disk.

    `nodes` are the CPUs of each NUMA node as the kernel lists them, `siblings` the hardware threads
    of a core, `capacity` and `mhz` what single CPUs say of themselves.
    """

    nodes: list[str]
    packages: int = 1
    node_gib: int = 64
    siblings: dict[int, str] = field(default_factory=dict)
    capacity: dict[int, int] = field(default_factory=dict)
    mhz: dict[int, int] = field(default_factory=dict)
    cpuinfo: str = ""
    files: dict[str, str] = field(default_factory=dict)

    def write(self, root: Path) -> Path:
        from engine.devices.topology import read_list

        system = "sys/devices/system"
        tree = {
            "proc/cpuinfo": self.cpuinfo,
            f"{system}/cpu/online": ",".join(self.nodes),
            f"{system}/node/online": f"0-{len(self.nodes) - 1}" if len(self.nodes) > 1 else "0",
        }
        for node, cpus in enumerate(self.nodes):
            tree[f"{system}/node/node{node}/cpulist"] = cpus
            total = f"Node {node} MemTotal:       {self.node_gib << 20} kB"
            tree[f"{system}/node/node{node}/meminfo"] = total
            for cpu in read_list(cpus):
                folder = f"{system}/cpu/cpu{cpu}"
                package = node * self.packages // len(self.nodes)
                tree[f"{folder}/topology/physical_package_id"] = str(package)
                siblings = self.siblings.get(cpu, str(cpu))
                tree[f"{folder}/topology/thread_siblings_list"] = siblings
                if cpu in self.capacity:
                    tree[f"{folder}/cpu_capacity"] = str(self.capacity[cpu])
                if cpu in self.mhz:
                    tree[f"{folder}/cpufreq/cpuinfo_max_freq"] = str(1000 * self.mhz[cpu])
        for name, text in (tree | self.files).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text + "\n")
        return root


TAISHAN_V110 = """\
processor\t: 0
BogoMIPS\t: 200.00
Features\t: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm jscvt \
fcma dcpop asimddp asimdfhm ssbs
CPU implementer\t: 0x48
CPU architecture: 8
CPU variant\t: 0x1
CPU part\t: 0xd01
CPU revision\t: 0
"""


def kunpeng_920(cores: int = 128) -> Machine:
    """Two sockets with two nodes each (the 48-core one: one socket), no hardware threads."""
    nodes = 2 if cores == 48 else 4
    each = cores // nodes
    return Machine(
        [f"{node * each}-{(node + 1) * each - 1}" for node in range(nodes)],
        packages=max(1, nodes // 2),
        mhz=dict.fromkeys(range(cores), 2600),
        cpuinfo=TAISHAN_V110,
    )


def epyc_with_smt() -> Machine:
    """32 cores and 64 hardware threads on one node; the second thread of core n is CPU n + 32."""
    siblings = {cpu: f"{cpu % 32},{cpu % 32 + 32}" for cpu in range(64)}
    name = "processor\t: 0\nmodel name\t: AMD EPYC 9354 32-Core Processor\n"
    flags = "flags\t\t: fpu sse2 avx2 fma avx512f avx512_bf16 avx512_vnni"
    return Machine(["0-63"], siblings=siblings, cpuinfo=name + flags)


def laptop(performance: int = 4, efficiency: int = 8) -> Machine:
    """A hybrid Intel: performance cores of two hardware threads each, then efficiency cores."""
    first = 2 * performance
    fast = {cpu: f"{cpu // 2 * 2}-{cpu // 2 * 2 + 1}" for cpu in range(first)}
    slow = range(first, first + efficiency)
    return Machine(
        [f"0-{first + efficiency - 1}"],
        siblings=fast,
        mhz=dict.fromkeys(range(first), 4700) | dict.fromkeys(slow, 3400),
        cpuinfo="processor\t: 0\nmodel name\t: 12th Gen Intel(R) Core(TM) i7-1260P",
        files={
            "sys/devices/cpu_core/cpus": f"0-{first - 1}",
            "sys/devices/cpu_atom/cpus": f"{first}-{first + efficiency - 1}",
        },
    )


def big_little() -> Machine:
    """A small Arm board: four little cores first, then four big ones."""
    capacity = dict.fromkeys(range(4), 414) | dict.fromkeys(range(4, 8), 1024)
    little = "CPU implementer\t: 0x41\nCPU part\t: 0xd05\n"
    big = "CPU implementer\t: 0x41\nCPU part\t: 0xd0c\n"
    return Machine(["0-7"], capacity=capacity, cpuinfo=4 * little + 4 * big)
