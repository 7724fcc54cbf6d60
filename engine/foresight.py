"""What a checkpoint would do on this machine, before anybody loads it. Imports torch when asked.

Less than an examination: nothing is entered but the processor, and that is measured once.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_cache_path

from engine.checkpoint import open_checkpoint
from engine.examination import Measurement, Outlook, Question
from engine.expectations import expectations, sizes_to_expect
from engine.plan import Plan


@dataclass(slots=True)
class Foresight:
    """Remembers what it has measured."""

    cache_dir: Path = field(default_factory=lambda: user_cache_path("glm-studio"))
    _measured: dict[tuple[str, str], Measurement] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def outlook(
        self,
        question: Question,
        held: Mapping[str, int] | None = None,
        known: Sequence[Measurement] = (),
    ) -> Outlook:
        """Plan for the size that people compare where the model can draw it, else for its own.

        Plans that an engine follows already are taken as they are; `held` are the bytes of each
        device that this program would give back for another model. A card has a time only if it is
        among the `known` measurements: measuring it takes a process that may hang.

        Raises `CheckpointError`, `DeviceError` or `PlanError`.
        """
        from engine.engine import make_plans  # noqa: PLC0415 - imports torch

        checkpoint = open_checkpoint(question.model)
        plans = dict(question.follows) or make_plans(
            question.model,
            sizes_to_expect(checkpoint)[-1],
            device=question.device,
            precision=question.precision,
            plan=question.plan,
            cache_dir=self.cache_dir,
            held=held,
        )
        with self._lock:
            measured = [*known, *self._measure(question, plans, known)]
        told = expectations(checkpoint, {name: (plan,) for name, plan in plans.items()}, measured)
        return Outlook(plans, told)

    def _measure(
        self, question: Question, plans: Mapping[str, Plan], known: Sequence[Measurement]
    ) -> list[Measurement]:
        """The processor in the plan's precision, a second and a half the first time."""
        from engine.devices.discover import find_teams  # noqa: PLC0415 - imports torch
        from engine.devices.throughput import measure_rates  # noqa: PLC0415

        had = {(each.device, each.precision) for each in known}
        found = []
        for name, plan in plans.items():
            key = (name, plan.precision)
            if key in had:
                continue
            if key not in self._measured:
                ((device,),) = find_teams(name, self.cache_dir, question.threads)
                if device.is_asynchronous:
                    continue
                device.enter()
                rates = measure_rates(device, plan.precision)
                device.release_caches()
                self._measured[key] = Measurement(*key, rates, chosen=True)
            found.append(self._measured[key])
        return found
