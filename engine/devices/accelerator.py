"""What devices behind ``torch.<kind>`` have in common; their families say what is their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import torch

from engine.devices.base import PRECISIONS
from engine.devices.speed import WORTHWHILE, Speeds, measure_speeds_on, remembered
from engine.errors import DeviceError, DeviceFaultError
from engine.hardware import Fingerprint, Kind, Telemetry
from engine.texts import say

_LONGEST_WORDS = 240


@dataclass(frozen=True, slots=True)
class FaultMark:
    """A pattern in an error's text that tells of a fault, what it means, and what helps. What its
    group matches, or else all that it matches, is shown with the meaning.

    An empty `remedy` stands for the family's own, see `Accelerator.fault_remedy`.
    """

    pattern: str
    meaning: str
    remedy: str = ""


class Accelerator:
    """See `engine.devices.base.Device`. A family names `kind` and its marks, and overrides what its
    cards can say better. What was measured is kept in `cache_dir`, if any.

    `candidates` are the precisions that are worth trying, the preferred one first.
    """

    kind: ClassVar[Kind]
    memory_marks: ClassVar[tuple[str, ...]] = ()
    """Words in the text of an error that mean that the device's memory ran out."""

    fault_marks: ClassVar[tuple[FaultMark, ...]] = ()
    """Tried in turn; the first one found counts."""

    is_asynchronous = True

    def __init__(
        self,
        index: int,
        title: str,
        *,
        candidates: tuple[str, ...] = tuple(PRECISIONS),
        saturates: bool = False,
        attention: str | None = None,
        cache_dir: Path | None = None,
    ) -> None:
        self.index, self.title = index, title
        self.saturates, self.attention = saturates, attention
        self._candidates = candidates
        self._speeds_file = cache_dir / "speeds.json" if cache_dir else None

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.index}"

    @property
    def torch_device(self) -> torch.device:
        return torch.device(self.kind.value, self.index)

    @property
    def torch_module(self) -> Any:
        """``torch.<kind>``: what torch or its extension offers for these devices."""
        return torch.get_device_module(self.kind.value)

    def enter(self) -> None:
        self.torch_module.set_device(self.index)

    def usable_precisions(self) -> dict[str, float]:
        """The candidates that this card multiplies in, right and without an error. The first is the
        family's preferred one, unless another is much faster; the others follow by speed.

        Raises `DeviceError` where it multiplies in none.
        """
        speeds = remembered(self._speeds_file, self.machine(), self._candidates, self._measured)
        usable = {name: speed for name in self._candidates if (speed := speeds[name]) > 0}
        least = max(usable.values()) / WORTHWHILE
        first = next(name for name, speed in usable.items() if speed >= least)
        return dict(sorted(usable.items(), key=lambda item: (item[0] != first, -item[1])))

    def memory(self) -> tuple[int, int]:
        """Free and total bytes; what torch holds for this process but does not use is free."""
        free, total = self.torch_module.mem_get_info(self.index)
        return min(free + self._held_unused(), total), total

    def release_caches(self) -> None:
        self.torch_module.empty_cache()

    def synchronise(self) -> None:
        self.torch_module.synchronize(self.index)

    def is_out_of_memory(self, error: BaseException) -> bool:
        if isinstance(error, torch.OutOfMemoryError):
            return True
        text = str(error)
        return isinstance(error, RuntimeError) and any(mark in text for mark in self.memory_marks)

    def fault_of(self, error: BaseException) -> DeviceFaultError | None:
        """A `RuntimeError` with one of the family's marks; running out of memory is no fault."""
        if isinstance(error, DeviceFaultError):
            return error
        if not isinstance(error, RuntimeError) or self.is_out_of_memory(error):
            return None
        text = str(error)
        for mark in self.fault_marks:
            if found := re.search(mark.pattern, text):
                return self._fault(mark, _line_around(text, found), found[found.lastindex or 0])
        return None

    def fault_remedy(self) -> str:
        """What the user can do about a fault of this card: whole sentences."""
        return say("Close the program and start it again.")

    def telemetry(self) -> Telemetry:
        try:
            free, total = self.torch_module.mem_get_info(self.index)
        except (RuntimeError, AssertionError, AttributeError):  # it failed, or does not say
            return Telemetry()
        return Telemetry(used_bytes=total - free, total_bytes=total)

    def fingerprint(self) -> Fingerprint:
        return {
            "torch": torch.__version__,
            "fp32 products": torch.get_float32_matmul_precision(),
            "deterministic": str(torch.are_deterministic_algorithms_enabled()).lower(),
            **self.versions(),
        }

    def versions(self) -> Mapping[str, str]:
        """The toolkit, extension and driver that decide how fast and how exactly it computes, by
        name: as far as files tell, for a program of the maker's may not answer in time."""
        return {}

    def machine(self) -> str:
        """What stands for all cards that are as fast as this one: the same at each start."""
        told = [f"{name} {version}" for name, version in self.versions().items()]
        return "\n".join([self.title, torch.__version__, *told])

    def _measured(self) -> Speeds:
        """GFLOP/s of each candidate, 0 for one that fails; no answer if it fails in all."""
        with self._as_current():
            return self._measured_here()

    def _measured_here(self) -> Speeds:
        speeds: Speeds = {}
        said: list[str] = []
        for name in self._candidates:
            try:
                speeds[name] = measure_speeds_on(self.torch_device, name, self.synchronise)
            except (RuntimeError, TypeError, ArithmeticError) as error:
                if fault := self.fault_of(error):
                    raise fault from error
                if self.is_out_of_memory(error):
                    raise
                speeds[name] = 0.0
                said.append(f"{name}: {_short(str(error))}")
        if any(speeds.values()):
            return speeds
        raise DeviceError(
            say("The card {name} ({title}) cannot multiply.", name=self.name, title=self.title),
            say("It was tried in each precision, and said: {said}.", said="; ".join(said)),
            say("See whether its driver and toolkit belong together: glm-studio doctor."),
        )

    @contextmanager
    def _as_current(self) -> Iterator[None]:
        """Within, it is the calling thread's device; a thread that computes on another one, and
        asks what this one can do, is back there afterwards."""
        before = self.torch_module.current_device()
        self.enter()
        try:
            yield
        finally:
            if before != self.index:
                self.torch_module.set_device(before)

    def _held_unused(self) -> int:
        module = self.torch_module
        reserved, used = module.memory_reserved(self.index), module.memory_allocated(self.index)
        return max(int(reserved) - int(used), 0)

    def _fault(self, mark: FaultMark, line: str, found: str) -> DeviceFaultError:
        return DeviceFaultError(
            say("The card {name} ({title}) failed.", name=self.name, title=self.title),
            say(
                "It said: {short} ({found}: {meaning}).",
                short=_short(line),
                found=found,
                meaning=mark.meaning,
            ),
            mark.remedy or self.fault_remedy(),
        )


def _line_around(text: str, found: re.Match[str]) -> str:
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    return text[start : end if end >= 0 else None]


def _short(text: str) -> str:
    words = " ".join(text.split()).rstrip(".")
    return words if len(words) <= _LONGEST_WORDS else words[:_LONGEST_WORDS].rstrip() + " …"
