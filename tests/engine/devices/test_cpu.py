"""The CPU as a device: what it measures stays said, and its memory is the container's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.devices import cpu
from engine.devices.cpu import CpuDevice
from engine.devices.discover import choose_precision
from engine.devices.memory import host_memory
from engine.devices.speed import measure_speeds

GIB = 2**30


@pytest.fixture
def measured(monkeypatch):
    """Answers of the measurement, one after the other; an answer that is not asked for stays."""
    answers: list[dict[str, float]] = []
    monkeypatch.setattr(cpu, "_measured", lambda: answers.pop(0))
    return answers


def test_auto_is_the_same_precision_at_every_start_though_the_machine_is_busy(tmp_path, measured):
    measured += [
        {"fp32": 50.0, "bf16": 61.0, "fp16": 2.0},
        {"fp32": 50.0, "bf16": 55.0, "fp16": 2.0},  # the neighbours computed: not worthwhile
    ]
    first, second = (choose_precision(CpuDevice(tmp_path), "auto")[0] for _ in range(2))
    assert first == second == "bf16"
    assert len(measured) == 1


def test_another_processor_is_measured_anew(tmp_path, measured, monkeypatch):
    measured += [
        {"fp32": 50.0, "bf16": 61.0, "fp16": 2.0},
        {"fp32": 50.0, "bf16": 20.0, "fp16": 2.0},
    ]
    assert choose_precision(CpuDevice(tmp_path), "auto")[0] == "bf16"
    monkeypatch.setattr(cpu, "_machine", lambda: "another")
    assert choose_precision(CpuDevice(tmp_path), "auto")[0] == "fp32"


@pytest.mark.parametrize("content", ["", "[]", '{"a": {"fp32": 1}}', '{"a": 3}'])
def test_a_damaged_memory_of_speeds_is_replaced(tmp_path, measured, content):
    (tmp_path / "speeds.json").write_text(content)
    measured.append({"fp32": 50.0, "bf16": 99.0, "fp16": 2.0})
    assert choose_precision(CpuDevice(tmp_path), "auto")[0] == "bf16"
    assert json.loads((tmp_path / "speeds.json").read_text())


def test_a_cache_that_cannot_be_written_costs_the_memory_not_the_start(tmp_path, measured):
    blocked = tmp_path / "file"
    blocked.write_text("")
    measured.append({"fp32": 50.0, "bf16": 99.0, "fp16": 2.0})
    assert choose_precision(CpuDevice(blocked / "cache"), "auto")[0] == "bf16"


def test_speeds_are_plausible():
    speeds = measure_speeds()
    assert set(speeds) == {"fp32", "bf16", "fp16"}
    assert all(speed > 0 for speed in speeds.values())


def machine(root: Path, cgroup: str = "", files: dict[str, str] | None = None) -> Path:
    """A tree that says what Linux says about memory: 24 GiB, 20 of them free."""
    files = {
        "proc/meminfo": f"MemTotal: {24 << 20} kB\nMemAvailable: {20 << 20} kB\n",
        "proc/self/cgroup": cgroup,
    } | (files or {})
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_memory_is_what_the_system_can_give(tmp_path):
    assert host_memory(machine(tmp_path)) == (20 * GIB, 24 * GIB)
    free, total = host_memory()
    assert 0 < free < total


@pytest.mark.parametrize(
    ("cgroup", "files"),
    [
        (
            "0::/box/inner\n",
            {
                "sys/fs/cgroup/box/memory.max": str(8 * GIB),
                "sys/fs/cgroup/box/memory.current": str(5 * GIB),
                "sys/fs/cgroup/box/memory.stat": f"anon 1\ninactive_file {GIB}\n",
                "sys/fs/cgroup/box/inner/memory.max": "max\n",
                "sys/fs/cgroup/box/inner/memory.current": str(5 * GIB),
            },
        ),
        (
            "4:cpu:/box\n3:memory:/box\n",
            {
                "sys/fs/cgroup/memory/box/memory.limit_in_bytes": str(8 * GIB),
                "sys/fs/cgroup/memory/box/memory.usage_in_bytes": str(5 * GIB),
                "sys/fs/cgroup/memory/box/memory.stat": f"inactive_file {GIB}\n",
                "sys/fs/cgroup/memory/memory.limit_in_bytes": str(2**63 - 4096),
                "sys/fs/cgroup/memory/memory.usage_in_bytes": str(9 * GIB),
            },
        ),
    ],
)
def test_a_container_s_limit_counts_not_the_machine_s_memory(tmp_path, cgroup, files):
    assert host_memory(machine(tmp_path, cgroup, files)) == (4 * GIB, 8 * GIB)
