"""The engine's vocabulary: requests and events; `engine.recipe` has what a picture keeps.

Everything here is frozen, can be pickled, becomes JSON by `to_json`, and does without torch.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from engine.errors import Problem
from engine.hardware import DeviceStatus
from engine.plan import Plan
from engine.recipe import NOT_IN_JSON, Box, ModelIdentity, PriorCodes, Recipe, plain

MAX_SEED = 2**53 - 1
"""Largest seed: every JSON reader keeps whole numbers exact up to here."""

MAX_REFERENCES = 4
"""Reference pictures a request may have: each costs memory and time in every step."""


MOST_TOGETHER = 4
"""Compositions that are written in the same passes; each has a cache of its own."""


class Stage(StrEnum):
    """What a running job is doing; the order is the order of the stages."""

    LOAD = "load"
    REFERENCES = "references"
    """Reference pictures are read and encoded; a job without any has no such stage."""

    PRIOR = "prior"
    DENOISE = "denoise"
    DECODE = "decode"


class PreviewKind(StrEnum):
    """What a preview was made from."""

    CODES = "codes"
    """The codes that the prior has written so far, each painted with its colours."""

    COMPOSITION = "composition"
    """A few steps at low size from the small grid: the whole picture, before the big grid."""

    LATENTS = "latents"
    """The clean picture that the transformer predicts at this step."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """An RGB picture: `data` holds height x width x 3 owned bytes, row by row from the top left."""

    width: int
    height: int
    data: bytes = field(repr=False, metadata=NOT_IN_JSON)


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A reference picture for image-to-image. The file is read when the job runs.

    `crop` is the part of it that counts, as the picture stands upright; None stands for all of it.
    """

    path: str
    crop: Box | None = None


@dataclass(frozen=True, slots=True)
class Adapter:
    """A LoRA file for the transformer, and how strongly it counts."""

    path: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class PreviewPolicy:
    """Whether previews are made, and the largest part of the run's seconds that they may cost.

    `composition` asks for an early picture of the small grid: None makes it where it is cheap.
    """

    enabled: bool = True
    max_fraction: float = 0.02
    composition: bool | None = None


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """One picture to make. `width` and `height` are in pixels, multiples of 32.

    `seed` draws the detail (the transformer's noise), `composition_seed` the prior's codes; None
    stands for the same number. A `prior` is a composition that is there already: no codes are
    drawn then, and `composition_seed` is only what it was drawn with, or None if nobody knows.
    `composed_with` are the composition seeds, this one's among them, whose codes are written in the
    same passes of the prior: a quarter of the time each, and a rounding of their own. Empty stands
    for this one alone; other requests with the same value find their codes written.
    Whether all of it fits the checkpoint is checked by `Engine.submit`.
    """

    prompt: str
    width: int
    height: int
    steps: int
    guidance: float
    seed: int
    preview: PreviewPolicy = PreviewPolicy()
    composition_seed: int | None = None
    prior: PriorCodes | None = None
    references: tuple[ImageRef, ...] = ()
    adapters: tuple[Adapter, ...] = ()
    composed_with: tuple[int, ...] = ()

    @property
    def drawn_composition_seed(self) -> int | None:
        """The seed of the prior's draws; None if a given `prior` does not say."""
        if self.prior is None and self.composition_seed is None:
            return self.seed
        return self.composition_seed

    @property
    def written_together(self) -> tuple[int, ...]:
        """The seeds whose codes the prior writes for this request."""
        seed = self.drawn_composition_seed
        return self.composed_with or (() if seed is None else (seed,))


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one picture should take, said before it is made; nothing is computed for it.

    `device` is named as a recipe names it, `title` for people. `seconds` are by stage, with the
    model in memory, and empty while too little is known. It needs `peak_bytes` of `budget_bytes`,
    both 0 before the device has planned for the first time. `composed` says that its codes are
    there already; `at_once` counts the pictures that are made at the same time. `problem` is why it
    cannot be made as it is.
    """

    device: str
    title: str
    seconds: Mapping[str, float] = field(default_factory=dict)
    peak_bytes: int = 0
    budget_bytes: int = 0
    composed: bool = False
    at_once: int = 1
    problem: Problem | None = None

    @property
    def total_s(self) -> float | None:
        """None while too little is known."""
        return sum(self.seconds.values()) if self.seconds else None

    @property
    def fits(self) -> bool:
        return self.problem is None


# Events, in the order in which a job sends them -------------------------------------------------


@dataclass(frozen=True, slots=True)
class Queued:
    """The job waits; `ahead` jobs must end before it begins, none where a device is free."""

    job_id: str
    ahead: int


@dataclass(frozen=True, slots=True)
class Planned:
    """How this job uses the memory of `device`, before anything is loaded for it."""

    job_id: str
    plan: Plan
    device: str = ""


@dataclass(frozen=True, slots=True)
class Replanned:
    """Memory ran out, in the words of `why`. All was freed; the job starts anew with `plan`."""

    job_id: str
    why: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class Moved:
    """`device` failed and was taken out, or is too small for this job, in the words of `why`; the
    job goes on on another."""

    job_id: str
    device: str
    why: str


@dataclass(frozen=True, slots=True)
class Loading:
    """Weights are read: `done_bytes` of `total_bytes` in all, now in `component`.

    At the start, and before a stage whose component is brought in for it alone. The component
    ``hash`` stands for the files' check sum, where that takes longer than the weights.
    """

    job_id: str
    component: str
    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """The model is ready on `device` with `precision`."""

    job_id: str
    model: ModelIdentity
    device: str
    precision: str
    seconds: float


@dataclass(frozen=True, slots=True)
class StageStarted:
    """A stage began; `total` counts its codes, steps or pictures."""

    job_id: str
    stage: Stage
    total: int


@dataclass(frozen=True, slots=True)
class TokensDone:
    """The prior wrote `done` of `total` codes, `rate` codes a second, `left_s` seconds to go.

    The first one follows the second code: how long a code takes is not known before.
    """

    job_id: str
    done: int
    total: int
    rate: float
    left_s: float


@dataclass(frozen=True, slots=True)
class CompositionReady:
    """The prior is there: given to another request, it makes the same layout without this stage.

    `seed` drew it; None if nobody knows. `reused` says that it was not written in this job.
    `together` are those that were written in the same passes, by their seeds, this one among them.
    """

    job_id: str
    prior: PriorCodes
    seed: int | None
    reused: bool
    together: Mapping[int, PriorCodes] = field(
        default_factory=dict, repr=False, metadata=NOT_IN_JSON
    )


@dataclass(frozen=True, slots=True)
class StepDone:
    """`done` of `total` denoise steps, `rate` steps a second, `left_s` seconds to go."""

    job_id: str
    done: int
    total: int
    rate: float
    left_s: float


@dataclass(frozen=True, slots=True)
class PreviewReady:
    """A preview after `step` of `total` steps; it may be smaller than the picture will be."""

    job_id: str
    kind: PreviewKind
    step: int
    total: int
    pixels: Pixels


@dataclass(frozen=True, slots=True)
class ImageReady:
    """The picture. `seconds` maps stages to how long they took."""

    job_id: str
    pixels: Pixels
    recipe: Recipe
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class JobCancelled:
    """The job was cancelled in `stage`, or in the queue if that is None."""

    job_id: str
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class JobFailed:
    """The job failed in `stage`, or in the queue if that is None."""

    job_id: str
    stage: Stage | None
    problem: Problem


Event: TypeAlias = (
    Queued
    | Planned
    | Replanned
    | Moved
    | Loading
    | Loaded
    | StageStarted
    | TokensDone
    | CompositionReady
    | StepDone
    | PreviewReady
    | ImageReady
    | JobCancelled
    | JobFailed
)

FINAL_EVENTS = (ImageReady, JobCancelled, JobFailed)
"""After one of these a generation job sends nothing more; a load job ends with `Loaded`."""


class JobLike(Protocol):
    """What a caller holds of a job. One reader iterates over it, once, on an asyncio loop."""

    @property
    def id(self) -> str: ...

    def cancel(self) -> None:
        """Ask the job to stop: returns at once, from any thread, twice is harmless."""

    def withdraw(self) -> bool:
        """Take the job back if it still waits: it ends as cancelled. False if it has begun, which
        then goes on."""

    def __aiter__(self) -> AsyncIterator[Event]: ...


class EngineLike(Protocol):
    """What the studio asks of an engine; `engine.engine.Engine` is the real one."""

    @property
    def passed_over(self) -> tuple[Problem, ...]:
        """What kept it from better devices that are here, if it was left to choose."""

    @property
    def at_once(self) -> int:
        """How many jobs it can work on at the same time, at least one."""

    def load(self) -> JobLike:
        """Load the model now instead of at the first job; ends with `Loaded` or `JobFailed`."""

    def submit(self, request: GenerationRequest) -> JobLike:
        """Check and queue a request; raises `RequestError` and returns at once."""

    def expect(self, request: GenerationRequest) -> Forecast:
        """What a request would take now, queue left out. From any thread, in some milliseconds; the
        memory is that of the device's latest plan. Raises nothing that can be said in it."""

    def hardware(self) -> tuple[DeviceStatus, ...]:
        """The devices in use and how they are doing; may take a tenth of a second each."""

    def close(self, timeout_s: float = 3.0) -> bool:
        """Cancel everything and stop the workers; True if they stopped within `timeout_s`."""


def to_json(value: Any) -> Any:
    """Events, requests, forecasts and problems as JSON's own types.

    An event's name goes under ``event``.

    Pixels are left out but for their size: they are pictures, and pictures go into files.
    """
    named = {"event": type(value).__name__} if isinstance(value, Event) else {}
    return named | plain(value) if named else plain(value)
