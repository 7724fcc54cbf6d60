"""When the pictures of the queue should be done: from what earlier ones took and what is left."""

from __future__ import annotations

import heapq
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from engine.api import GenerationRequest, ImageReady, Stage
from engine.sizes import TOKEN_PX, prior_tokens
from glm_studio.state.background import Background
from glm_studio.state.entry import Entry, composition_of, entries_of
from glm_studio.state.progress import Progress

_NEWEST = 0.5
"""How much the newest picture counts against those before it."""

_BESIDE = 0.2
"""What each further composition in the same passes costs of one alone (`engine/forecast.py`)."""

_REMEMBERED = 64
"""So many compositions the engine remembers (`engine/glm_image/compositions.py`)."""

_STAGES = (Stage.REFERENCES, Stage.PRIOR, Stage.DENOISE, Stage.DECODE)

Seconds = Mapping[str, float]
"""By stage."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Seconds from now until each is done, as far as that can be said; and until all are."""

    left_s: Mapping[Entry, float]
    all_s: float | None


class FinishTimes(QObject):
    """Learns what a code, a token's step and a pixel take in this session. Before the first picture
    is made it asks the engine, in the background."""

    changed = Signal()
    """The engine has answered."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background("finish times", self)
        self._ask: Callable[[GenerationRequest], Seconds] | None = None
        self._told: dict[tuple[object, ...], Seconds | None] = {}
        """What the engine said, by what decides it; None while it was asked and has not answered,
        or does not know."""
        self._rates: dict[Stage, float] = {}
        self._written: OrderedDict[tuple[object, ...], None] = OrderedDict()

    def attach(self, ask: Callable[[GenerationRequest], Seconds]) -> None:
        """An engine is there: `ask` says what a picture should take, empty where it cannot."""
        self._ask = ask
        self._told.clear()

    def detach(self) -> None:
        """The engine goes: of the next one, on other devices, nothing is known."""
        self._ask = None
        self._told.clear()
        self._rates.clear()
        self._written.clear()

    def close(self) -> None:
        self._background.close()

    def learn(self, request: GenerationRequest, image: ImageReady) -> None:
        """What a picture took. Stages that were spared (a composition that was there) say
        nothing."""
        work = _work(request, composed=False)
        spared = request.prior is not None or composition_of(request) in self._written
        for stage in _STAGES:
            took = image.seconds.get(stage.value, 0.0)
            if not work.get(stage) or took <= 0 or (stage is Stage.PRIOR and spared):
                continue
            rate, old = took / work[stage], self._rates.get(stage)
            self._rates[stage] = rate if old is None else old + _NEWEST * (rate - old)
        composition = composition_of(request)
        self._written[composition] = None
        self._written.move_to_end(composition)
        while len(self._written) > _REMEMBERED:
            self._written.popitem(last=False)

    def seconds(self, request: GenerationRequest, composed: bool = False) -> Seconds | None:
        """By stage; None while nobody can say."""
        return self._seconds(request, composed or composition_of(request) in self._written)

    def _seconds(self, request: GenerationRequest, composed: bool) -> Seconds | None:
        work = _work(request, composed)
        if all(stage in self._rates for stage in work):
            return {stage: amount * self._rates[stage] for stage, amount in work.items()}
        told = self._expected(request)
        return None if not told else {s: told.get(s, 0.0) for s in _STAGES if s in work}

    def _expected(self, request: GenerationRequest) -> Seconds | None:
        """What the engine has said; asked once for all pictures of a kind."""
        ask, key = self._ask, _kind(request)
        if ask is None or key in self._told:
            return self._told.get(key)
        self._told[key] = None

        def take(told: Seconds) -> None:
            if self._ask is ask:
                self._told[key] = told
                self.changed.emit()

        self._background.run(lambda: ask(request), take)
        return None

    def forecast(self, entries: Sequence[Entry], at_once: int) -> Forecast:
        """Of those under way, in their order, with so many devices. A made one takes no time, and
        one that waits for another model is not made.

        What comes after a picture of which nothing is known has no time, either.
        """
        lanes: list[float] = []
        left: dict[Entry, float] = {}
        composed: set[tuple[object, ...]] = set()
        costs: dict[tuple[object, ...], float | None] = {}
        for entry in entries:
            if entry.made or entry.waits_for:
                continue
            if entry.begun:
                spent = self._left(entry)
                start = 0.0
            else:
                start = heapq.heappop(lanes) if len(lanes) >= at_once else 0.0
                spent = self._whole(entry.to_make, composed, costs)
            composed.add(composition_of(entry.request))
            if spent is None:
                return Forecast(left, None)
            left[entry] = start + spent
            heapq.heappush(lanes, left[entry])
        return Forecast(left, max(left.values(), default=None))

    def _whole(
        self,
        request: GenerationRequest,
        composed: set[tuple[object, ...]],
        costs: dict[tuple[object, ...], float | None],
    ) -> float | None:
        """Of a picture that waits. A queue may be long, and most of it alike: `costs` keeps what
        was found, by what decides it."""
        composition = composition_of(request)
        known = composition in composed or composition in self._written
        key = (*_kind(request), known)
        if key not in costs:
            told = self._seconds(request, known)
            costs[key] = None if told is None else sum(told.values())
        return costs[key]

    def all_of(self, requests: Sequence[GenerationRequest], at_once: int) -> float | None:
        """Seconds that pictures take which nobody has asked for yet; None where nobody knows."""
        return self.forecast(entries_of(requests), at_once).all_s

    def _left(self, entry: Entry) -> float | None:
        """Of a picture that is made: the rest of its stage, and those after it."""
        progress = entry.progress
        told = self.seconds(entry.to_make)
        if progress is None or progress.stage is Stage.LOAD:
            rest = (progress.left_now_s or 0.0) if progress else 0.0
            return None if told is None else rest + sum(told.values())
        now = progress.left_now_s
        if now is None and told is not None:
            now = max(told.get(progress.stage, 0.0) - progress.spent_s, 0.0)
        later = self._later(progress, told)
        return None if now is None or later is None else now + later

    def _later(self, progress: Progress, told: Seconds | None) -> float | None:
        """What the stages after the present one take."""
        later = _STAGES[_STAGES.index(progress.stage) + 1 :]
        if told is not None:
            return sum(told.get(stage, 0.0) for stage in later)
        return 0.0 if progress.stage is Stage.DECODE else None


def _kind(request: GenerationRequest) -> tuple[object, ...]:
    """What decides how long a picture takes."""
    return (
        request.width, request.height, request.steps, request.guidance > 1,
        len(request.references), len(request.composed_with), request.prior is None,
    )  # fmt: skip


def _work(request: GenerationRequest, composed: bool) -> dict[Stage, float]:
    """How much each stage has to do, in units of its own."""
    pixels = request.width * request.height
    references = len(request.references)
    work: dict[Stage, float] = {}
    if references:
        work[Stage.REFERENCES] = references
    if not composed and request.prior is None:
        codes = prior_tokens(request.width, request.height, from_references=bool(references))
        work[Stage.PRIOR] = codes * (1 + _BESIDE * (len(request.written_together) - 1))
    passes = request.steps * (2 if request.guidance > 1 else 1)
    work[Stage.DENOISE] = passes * pixels / TOKEN_PX**2
    work[Stage.DECODE] = pixels
    return work
