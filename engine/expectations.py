"""Which pictures the doctor says a time for, and with what. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.checkpoint import Checkpoint, Defaults
from engine.estimate import RELEASED, SMALL_BYTES, estimate, shape_of
from engine.examination import Expectation, Measurement
from engine.plan import Place, Plan
from engine.planner import PRIOR, TRANSFORMER, VALUE_BYTES

COMPARED = (1024, 1024)
"""The size that people compare, in pixels: the default of the released model."""

_RELEASED_NAME = "GLM-Image"
_RELEASED_NUMBERS = (10.1e9, 6.93e9)
"""Of the released model's prior and transformer."""

_SPARE = 1.15
"""Memory beside the weights, as a factor."""


def sizes_to_expect(checkpoint: Checkpoint) -> list[tuple[int, int]]:
    """The model's own size, and the one that people compare where the model can draw it."""
    sizes = [checkpoint.defaults.size]
    if checkpoint.limits.complaint(*COMPARED) is None:
        sizes.append(COMPARED)
    return list(dict.fromkeys(sizes))


def expectations(
    checkpoint: Checkpoint,
    plans: Mapping[str, Sequence[Plan]],
    measurements: Sequence[Measurement],
) -> tuple[Expectation, ...]:
    """For each device that makes whole pictures, in the precision of its plan. Beside a stand-in
    the released model's time for `COMPARED` is said, where that would fit."""
    found: list[Expectation] = []
    for measured in measurements:
        for plan in plans.get(measured.device, ()):
            whole = plan.has(PRIOR) and plan.has(TRANSFORMER)  # else two devices share a picture
            if whole and plan.precision == measured.precision:
                found += _of_plan(checkpoint, plan, measured)
                if checkpoint.stand_in:
                    found += _of_released(plan, measured)
    return tuple(found)


def _of_plan(checkpoint: Checkpoint, plan: Plan, measured: Measurement) -> Iterator[Expectation]:
    prior = plan.component(PRIOR)
    if prior.place is Place.STREAMED:
        return  # as fast as the disk, which was not measured
    defaults = checkpoint.defaults
    stages = estimate(
        shape_of(checkpoint),
        measured.rates,
        (plan.width, plan.height),
        defaults.steps,
        value_bytes=VALUE_BYTES[plan.precision],
        prior_bytes_a_parameter=SMALL_BYTES.get(prior.storage),
        guided=defaults.guidance > 1,
    )
    yield Expectation(
        checkpoint.name, measured.device, plan.precision,
        plan.width, plan.height, defaults.steps, stages,
    )  # fmt: skip


def _of_released(plan: Plan, measured: Measurement) -> Iterator[Expectation]:
    """With the prior whole where the memory that is free now would hold it, else as int8."""
    value_bytes = VALUE_BYTES[plan.precision]
    prior, transformer = _RELEASED_NUMBERS
    room = plan.budget_bytes / _SPARE
    stored = next((b for b in (float(value_bytes), 1.0) if prior * b <= room), None)
    if stored is None or transformer * value_bytes > room:
        return
    steps = Defaults().steps
    stages = estimate(
        RELEASED, measured.rates, COMPARED, steps,
        value_bytes=value_bytes, prior_bytes_a_parameter=stored,
    )  # fmt: skip
    yield Expectation(_RELEASED_NAME, measured.device, plan.precision, *COMPARED, steps, stages)
