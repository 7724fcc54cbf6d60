"""Which cores compute, on machines that are not here and on this one."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from engine.devices.cpu import CpuDevice
from engine.devices.memory_policy import interleave
from engine.devices.threads import Threads, choose_threads
from engine.devices.topology import read_topology, this_machine
from support.machines import GIB, big_little, epyc_with_smt, kunpeng_920, laptop


def chosen(machine, root, allowed=None, wish=None, **settings) -> Threads:
    return choose_threads(read_topology(machine.write(root), allowed), wish, settings)


@pytest.mark.parametrize(("cores", "nodes"), [(128, 4), (96, 4), (48, 2)])
def test_a_kunpeng_computes_on_all_nodes_but_one_core_and_spreads_its_memory(
    cores, nodes, tmp_path
):
    threads = chosen(kunpeng_920(cores), tmp_path)
    assert threads == Threads(cores - 1, tuple(range(cores - 1)), tuple(range(nodes)))


def test_a_kunpeng_s_sockets_and_nodes_are_seen(tmp_path):
    topology = read_topology(kunpeng_920(96).write(tmp_path))
    assert [node.memory_bytes for node in topology.nodes] == [64 * GIB] * 4
    assert {(core.node, core.package) for core in topology.cores} == {
        (0, 0), (1, 0), (2, 1), (3, 1),
    }  # fmt: skip


def test_cores_that_share_a_thread_s_units_get_one_thread(tmp_path):
    threads = chosen(epyc_with_smt(), tmp_path)
    assert threads == Threads(31, tuple(range(31)))  # one node: nothing to spread


def test_slow_cores_compute_only_where_they_are_no_brake(tmp_path):
    few = chosen(laptop(performance=4, efficiency=8), tmp_path / "four")
    assert few == Threads(4, (0, 2, 4, 6))  # eleven would be as fast as 3.98
    many = chosen(laptop(performance=2, efficiency=8), tmp_path / "two")
    assert many.count == 9  # two alone would wait for nobody, and be slower
    assert chosen(big_little(), tmp_path / "board") == Threads(4, (4, 5, 6, 7))


def test_a_container_s_cores_are_all_there_are(tmp_path):
    assert chosen(kunpeng_920(), tmp_path, allowed={40, 41, 42}) == Threads(3, (40, 41, 42))


def test_a_node_that_the_user_chose_is_not_left(tmp_path):
    threads = chosen(kunpeng_920(), tmp_path, allowed=range(32, 64))
    assert threads == Threads(31, tuple(range(32, 63)))


@pytest.mark.parametrize(
    ("quota", "count"), [("150000 100000", 1), ("50000 100000", 1), ("800000 100000", 8)]
)
def test_a_container_s_share_of_time_limits_the_threads_not_the_cores(quota, count, tmp_path):
    machine = kunpeng_920()
    machine.files |= {
        "proc/self/cgroup": "0::/box/inner",
        "sys/fs/cgroup/box/cpu.max": quota,
        "sys/fs/cgroup/box/inner/cpu.max": "max 100000",
    }
    threads = chosen(machine, tmp_path)
    assert (threads.count, len(threads.cpus)) == (count, 127)


def test_the_older_way_to_limit_time_counts_too(tmp_path):
    machine = kunpeng_920()
    machine.files |= {
        "proc/self/cgroup": "4:cpu,cpuacct:/docker/abc\n3:memory:/docker/abc",
        "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "250000",
        "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
    }
    assert chosen(machine, tmp_path).count == 2


def test_the_user_s_number_wins(tmp_path):
    assert chosen(kunpeng_920(), tmp_path, wish=16).count == 16
    assert chosen(epyc_with_smt(), tmp_path / "smt", wish=64) == Threads(64)
    assert chosen(epyc_with_smt(), tmp_path / "more", wish=1000).count == 64
    assert chosen(epyc_with_smt(), tmp_path / "both", wish=8, OMP_NUM_THREADS="4").count == 8


def test_settings_of_openmp_stay_as_they_are(tmp_path):
    assert chosen(epyc_with_smt(), tmp_path, OMP_NUM_THREADS="8") == Threads()
    assert chosen(epyc_with_smt(), tmp_path, OMP_PROC_BIND="close") == Threads(31)
    spread = chosen(kunpeng_920(), tmp_path / "nodes", OMP_NUM_THREADS="8")
    assert spread == Threads(None, (), (0, 1, 2, 3))


def test_a_system_that_tells_nothing_keeps_torch_s_own_choice(tmp_path):
    assert choose_threads(read_topology(tmp_path)) == Threads()
    assert choose_threads(read_topology(tmp_path), wish=3) == Threads(3)


def test_this_machine_is_read():
    topology = this_machine()
    cpus = {cpu for core in topology.cores for cpu in core.cpus}
    assert cpus == os.sched_getaffinity(0)
    assert sum(node.memory_bytes for node in topology.nodes) > GIB
    assert all(core.speed == 1.0 or 0 < core.speed < 1 for core in topology.cores)


def run_in_thread(work) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_the_worker_s_threads_are_where_they_should_be_and_the_window_s_are_not():
    """In a process of its own: OpenMP keeps its threads."""
    code = """
import os, threading, torch
from engine.devices.cpu import CpuDevice
from engine.devices.threads import Threads
device, seen = CpuDevice(), []
first = min(os.sched_getaffinity(0))
device._threads = Threads(2, (first,))
def work():
    before = set(os.listdir('/proc/self/task'))
    device.enter()
    torch.ones(600, 600) @ torch.ones(600, 600)
    torch.ones(4_000_000).add_(1)
    new = set(os.listdir('/proc/self/task')) - before | {str(threading.get_native_id())}
    seen.extend(os.sched_getaffinity(int(task)) for task in new)
    print(torch.get_num_threads())
thread = threading.Thread(target=work); thread.start(); thread.join()
assert len(seen) > 1, seen
assert all(cpus == {first} for cpus in seen), seen
print(len(os.sched_getaffinity(0)))
"""
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["2", str(len(os.sched_getaffinity(0)))]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has memory policies by thread")
def test_memory_is_spread_for_the_worker_alone_and_a_set_policy_stays():
    answers: list[bool] = []

    def work() -> None:
        nodes = [node.number for node in this_machine().nodes]
        answers.extend([interleave(nodes), interleave(nodes)])

    run_in_thread(work)
    if answers == [False, False]:
        pytest.skip("this system refuses set_mempolicy")
    assert answers == [True, False]  # the second time one is set already
    run_in_thread(lambda: answers.append(interleave([0])))
    assert answers[2]  # another thread was not touched by it


def test_spreading_over_nodes_that_are_not_there_is_refused_without_harm():
    answers: list[bool] = []
    run_in_thread(lambda: answers.append(interleave([777])))
    assert answers == [False]


def test_the_processor_tells_what_decides_pixels():
    fingerprint = CpuDevice(threads=1).fingerprint()
    assert fingerprint["threads"] == "1"
    assert fingerprint["processor"] == CpuDevice().title != ""
    assert all(isinstance(value, str) for value in fingerprint.values())
