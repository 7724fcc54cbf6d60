"""How busy, hot and hungry the processor is, where Linux lets this process read it. No torch."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from engine.devices.files import number_of, text_of

_THERMOMETERS = ("coretemp", "k10temp", "zenpower", "cpu_thermal", "soc_thermal", "x86_pkg_temp")
"""Drivers and zones that measure the processor, by the beginning of their names."""

_SHORTEST_S = 0.05
"""Between two readings that a rate is made of."""


class Sensors:
    """Utilisation and power are of the time since they were last asked for, of the whole machine.

    The first answer may be None. Never raises; any thread may ask.
    """

    def __init__(self, root: Path = Path("/")) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._ticks = self._read_ticks()
        self._energy = (time.monotonic(), self._read_energy())

    def utilisation_percent(self) -> float | None:
        """Of all cores together."""
        with self._lock:
            before, now = self._ticks, self._read_ticks()
            if before is None or now is None or now[1] <= before[1]:
                return None
            self._ticks = now
        return round(100 * (now[0] - before[0]) / (now[1] - before[1]), 1)

    def power_w(self) -> float | None:
        """Of all packages, by their energy counters, which most systems let only root read."""
        with self._lock:
            (then, before), (now, after) = self._energy, (time.monotonic(), self._read_energy())
            if now - then < _SHORTEST_S or not after or before.keys() != after.keys():
                return None
            self._energy = (now, after)
        if any(after[zone] < before[zone] for zone in after):  # a counter began anew
            return None
        joules = sum(after[zone] - before[zone] for zone in after) / 1e6
        return round(joules / (now - then), 1)

    def temperature_c(self) -> float | None:
        """The hottest of what measures the processor."""
        system = self._root / "sys/class"
        chips = [(chip / "name", chip.glob("temp*_input")) for chip in system.glob("hwmon/hwmon*")]
        zones = [
            (zone / "type", iter([zone / "temp"])) for zone in system.glob("thermal/thermal_zone*")
        ]
        found = [
            number_of(file)
            for name, files in [*chips, *zones]
            if text_of(name).replace("-", "_").startswith(_THERMOMETERS)
            for file in files
        ]
        degrees = [value / 1000 for value in found if value]
        return max(degrees, default=None)

    def _read_ticks(self) -> tuple[int, int] | None:
        """Ticks that cores were busy, and all that have passed, since the system's start."""
        words = text_of(self._root / "proc/stat").partition("\n")[0].split()
        if words[:1] != ["cpu"] or len(words) < 6:
            return None
        ticks = [int(word) for word in words[1:9]]  # what follows is counted among these already
        idle = ticks[3] + ticks[4]  # idle, and waiting for a disk
        return sum(ticks) - idle, sum(ticks)

    def _read_energy(self) -> dict[str, int]:
        """Microjoules by package."""
        zones = (self._root / "sys/class/powercap").glob("intel-rapl:*")
        values = {
            zone.name: number_of(zone / "energy_uj")
            for zone in zones
            if text_of(zone / "name").startswith("package")
        }
        return {name: value for name, value in values.items() if value is not None}
