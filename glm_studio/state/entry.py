"""One picture of the queue, and those that were asked for together with it."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum, auto
from pathlib import Path

from engine.api import Event, GenerationRequest, PreviewReady, Stage
from engine.errors import Problem
from engine.recipe import PriorCodes
from glm_studio.library.picture import Picture
from glm_studio.parameter_grid import ParameterGrid
from glm_studio.state.progress import Progress

_UNFOLDED = 4
"""So many of a set are listed one by one unless the user wants it otherwise."""

_NUMBERS = itertools.count(1)
_SESSION = secrets.token_hex(6)


@dataclass(frozen=True, slots=True)
class ModelRef:
    """The checkpoint that a picture was asked of: its folder, and what it is called."""

    folder: Path
    name: str


class Standing(Enum):
    """Where a picture is on its way."""

    WAITING = auto()
    RUNNING = auto()
    SAVING = auto()
    """The pixels are there, and go to the disk."""
    UNSAVED = auto()
    """The disk refused them. They are kept until it takes them."""
    DONE = auto()
    FAILED = auto()
    CANCELLED = auto()

    @property
    def is_over(self) -> bool:
        return self in (Standing.DONE, Standing.FAILED, Standing.CANCELLED)


@dataclass(slots=True, eq=False)
class JobSet:
    """Pictures that were asked for together; a `grid` shows how its two parameters act."""

    entries: list[Entry] = field(default_factory=list)
    grid: ParameterGrid | None = None
    sheet: Path | None = None
    """A grid's contact sheet."""
    unfolded: bool = True
    """Whether the queue's list shows each of them."""
    key: str = field(default_factory=lambda: f"{_SESSION}-{next(_NUMBERS)}")
    """Its name on disk."""

    @property
    def is_over(self) -> bool:
        return all(entry.standing.is_over for entry in self.entries)

    def count(self, standing: Standing) -> int:
        return sum(entry.standing is standing for entry in self.entries)


@dataclass(slots=True, eq=False)
class Entry:
    """One picture under way: the `index`-th `of` those that were asked for together."""

    request: GenerationRequest
    index: int = 1
    of: int = 1
    progress: Progress | None = None
    """None while it waits."""
    device: str = ""
    """Where it is made, once that is known."""
    preview: PreviewReady | None = None
    """The newest one."""
    cancelling: bool = False
    made: bool = False
    """The pixels are there; the entry stays until they are on disk."""
    refusal: Problem | None = None
    """Why the disk refused them, while that is so. They are kept until it takes them."""
    group: JobSet = field(default_factory=JobSet)
    picture: Picture | None = None
    """The file, once it is on disk."""
    problem: Problem | None = None
    """Why there will be none."""
    over: datetime | None = None
    """When it was done, failed or was cancelled."""
    number: int = field(default_factory=lambda: next(_NUMBERS))
    """Its name within this session."""
    key: str = ""
    """Its name on disk, which no other picture has in any session."""
    model: ModelRef | None = None
    """None stands for any."""
    waits_for: str = ""
    """The name of its model, while another one is used."""
    prior: PriorCodes | None = None
    """Its codes, once they are written: whatever ends the attempt, the next goes on from them."""
    job: str = ""
    """The engine's name of the latest attempt."""
    ended: int = 0
    """How many sessions ended badly while it was made."""
    set_aside: bool = False
    """The attempt is being stopped, and the picture then waits again."""

    def __post_init__(self) -> None:
        self.key = self.key or f"{_SESSION}-{self.number}"

    @property
    def to_make(self) -> GenerationRequest:
        """What the engine is asked for: the same picture, from its codes if they are there."""
        if self.prior is None or self.request.prior is not None:
            return self.request
        seed = self.request.drawn_composition_seed
        return replace(self.request, prior=self.prior, composition_seed=seed)

    @property
    def unsaved(self) -> bool:
        """Whether the disk refused the pixels."""
        return self.refusal is not None

    @property
    def begun(self) -> bool:
        """Whether a device has taken it."""
        return self.progress is not None or bool(self.device)

    @property
    def standing(self) -> Standing:
        if self.over is not None:
            if self.picture is not None:
                return Standing.DONE
            return Standing.FAILED if self.problem is not None else Standing.CANCELLED
        if self.made:
            return Standing.UNSAVED if self.unsaved else Standing.SAVING
        return Standing.RUNNING if self.progress is not None else Standing.WAITING

    def other_model_than(self, present: ModelRef | None) -> str:
        """The name of its model, if that is another one; else empty."""
        wanted = self.model
        if wanted is None or present is None or wanted.folder == present.folder:
            return ""
        return wanted.name

    def end(self, picture: Picture | None = None, problem: Problem | None = None) -> None:
        """Nothing more will come of it."""
        self.picture, self.problem, self.over = picture, problem, datetime.now(UTC)
        self.preview = None  # of the many that stay listed


def entries_of(
    requests: Sequence[GenerationRequest],
    grid: ParameterGrid | None = None,
    model: ModelRef | None = None,
) -> list[Entry]:
    """A set of entries for pictures that are asked for together."""
    group = JobSet(grid=grid, unfolded=len(requests) <= _UNFOLDED)
    group.entries = [
        Entry(request, index, len(requests), group=group, model=model)
        for index, request in enumerate(requests, start=1)
    ]
    return list(group.entries)


def first_progress(event: Event) -> Progress | None:
    """Where a job is after the first event that says so."""
    progress = Progress(Stage.LOAD).after(event)
    return progress if progress.total else None


def composition_of(request: GenerationRequest) -> tuple[object, ...]:
    """What a composition depends on: two requests with the same need it written once."""
    return (
        request.prompt, request.width, request.height, request.references,
        request.written_together,
    )  # fmt: skip


def share_codes(
    request: GenerationRequest, together: Mapping[int, PriorCodes], entries: Iterable[Entry]
) -> None:
    """Give the codes that were written in a request's passes, by their seeds, to those that wish
    for them."""
    wanted = composition_of(request)
    for entry in entries:
        seed = entry.request.drawn_composition_seed
        if seed is not None and entry.prior is None and composition_of(entry.request) == wanted:
            entry.prior = together.get(seed)
