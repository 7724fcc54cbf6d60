"""From what the user writes to devices: nothing is looked at twice, or that nobody asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.devices import discover
from engine.devices.cpu import CpuDevice
from engine.devices.discover import find, find_teams
from engine.errors import DeviceError
from engine.hardware import Kind, Sighting


@dataclass
class MadeUp:
    """A family whose cards have the processor's device, and that counts how often it looks."""

    kind: Kind
    usable: int = 0
    ill: int = 0
    looks: int = 0
    opened: list[str] = field(default_factory=list)

    def sightings(self) -> tuple[Sighting, ...]:
        self.looks += 1
        problem = DeviceError(f"A {self.kind} is ill.", "It coughs.", "Wait.").problem
        problems = [*[problem] * self.ill, *[None] * self.usable]
        return tuple(
            Sighting(f"{self.kind}:{index}", self.kind, "Card", problem=each)
            for index, each in enumerate(problems)
        )

    def open(self, name: str, cache_dir: Path | None, threads: int | None = None) -> CpuDevice:
        self.opened.append(name)
        return CpuDevice(cache_dir, threads)


@pytest.fixture
def families(monkeypatch):
    found = {
        "npu": MadeUp(Kind.NPU, usable=2, ill=1),
        "cuda": MadeUp(Kind.CUDA, usable=1),
        "cpu": MadeUp(Kind.CPU, usable=1),
    }
    monkeypatch.setattr(discover, "FAMILIES", tuple(found.values()))
    return found


def test_only_the_kinds_that_are_named_are_looked_at(families):
    find_teams("npu:1+npu:2")
    assert families["npu"].opened == ["npu:1", "npu:2"]
    assert [family.looks for family in families.values()] == [1, 0, 0]


def test_what_is_not_here_is_said_with_all_that_is(families):
    with pytest.raises(DeviceError, match="Found here: npu:1, npu:2, cuda:0, cpu:0"):
        find_teams("npu:9")
    with pytest.raises(DeviceError, match="There is no device 'tpu'"):
        find_teams("tpu")


@pytest.mark.parametrize("wish", ["npu,npu:1", "npu:1+npu"])
def test_two_names_of_one_device_are_refused(families, wish):
    with pytest.raises(DeviceError, match="names a device twice"):
        find_teams(wish)
    assert families["npu"].opened == []


def test_what_auto_passed_over_is_known_from_the_first_look(families):
    found = find("auto")
    assert families["npu"].opened == ["npu:1"]
    assert [problem.what for problem in found.passed_over] == ["A npu is ill."]
    assert [family.looks for family in families.values()] == [1, 1, 1]


def test_all_says_which_of_its_kind_it_does_without_wherever_that_stands(families):
    npu = families["npu"]
    first, *others = npu.sightings()
    npu.sightings = lambda: (*others, first)  # the ill one last
    found = find("all")
    assert npu.opened == ["npu:1", "npu:2"]
    (problem,) = found.passed_over
    assert "without npu:0" in problem.why


def test_a_named_device_passes_nothing_over(families):
    assert find("cpu").passed_over == ()
