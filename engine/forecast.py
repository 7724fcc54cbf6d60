"""What a picture should take, before it is made: shapes and rates, corrected by earlier pictures.

No torch, and nothing is computed or loaded for it: plans come from headers, rates from a file that
the first load on a device has left, corrections from the seconds of pictures that were made.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.api import GenerationRequest, ImageReady, Stage
from engine.caches import write_cache
from engine.checkpoint import Checkpoint
from engine.demands import demand_of
from engine.estimate import SMALL_BYTES, Rates, Shape, estimate, shape_of
from engine.parsing import parse_json
from engine.plan import Place, PlanUse, Storage
from engine.planner import PRIOR, TRANSFORMER, VALUE_BYTES
from engine.sizes import TOKEN_PX, prior_tokens

log = logging.getLogger(__name__)

_NOMINAL = Rates(product_flops=1e12, read_bytes=1e11, copy_bytes=1e11, operator_s=1e-5)
"""Where nothing was measured. What it says alone is not said to anyone; corrected by one picture it
tells how long others take."""

_BESIDE = 0.2
"""What each further composition in the same passes costs of one alone: a third to less than half
of four were measured (`ARCHITECTURE.md`)."""

_ENCODE = 0.6
"""A reference picture's vision tower and VAE encoder, to the decoder of a picture of its size."""

_NEWEST = 0.5
"""How much the newest picture counts against those before it."""

_MOST = 200

Seconds = Mapping[str, float]
"""By stage."""


@dataclass(frozen=True, slots=True)
class Work:
    """A picture as far as its time goes. `compositions` are written in the same passes, 0 where the
    codes are there already; `references` are sizes in pixels, as the model sees them."""

    width: int
    height: int
    steps: int
    guided: bool
    compositions: int
    references: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, request: GenerationRequest, checkpoint: Checkpoint, composed: bool) -> Work:
        """Raises `RequestError` for references that cannot be used."""
        demand = demand_of(request, checkpoint)
        return cls(
            request.width,
            request.height,
            request.steps,
            request.guidance > 1,
            0 if composed else demand.compositions,
            demand.references,
        )

    @classmethod
    def of_made(cls, image: ImageReady) -> Work:
        recipe = image.recipe
        return cls(
            recipe.width,
            recipe.height,
            recipe.steps,
            recipe.guidance > 1,
            max(len(recipe.composed_with), 1),
            tuple((use.used_width, use.used_height) for use in recipe.references),
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """What a picture is made with: `device` as the recipe names it, precision and plan."""

    device: str
    precision: str
    use: PlanUse

    @property
    def streams_prior(self) -> bool:
        """Its time is the disk's, which nobody has measured."""
        return self.use.places.get(PRIOR) is Place.STREAMED

    def key(self, stage: str) -> str:
        """Under which a stage's pace is remembered: of the plan what that stage feels."""
        felt = {Stage.PRIOR: (PRIOR,), Stage.DENOISE: (TRANSFORMER,)}.get(Stage(stage))
        names = felt if felt is not None else sorted(self.use.storage)
        parts = [f"{n} {self.use.storage.get(n)} {self.use.places.get(n)}" for n in names]
        if stage == Stage.DECODE and self.use.tiled:
            parts.append("tiled")
        return "|".join([stage, self.device, self.precision, *parts])


def expected(shape: Shape, rates: Rates, work: Work, setting: Setting) -> dict[str, float]:
    """Seconds by stage of a picture, by rates alone; see `engine.estimate.estimate`.

    References are read once, add their tokens to what each conditional pass looks at, and leave the
    prior the big grid alone to write.
    """
    value_bytes = VALUE_BYTES[setting.precision]
    size = work.width, work.height
    told = estimate(
        shape,
        rates,
        size,
        work.steps,
        value_bytes=value_bytes,
        prior_bytes_a_parameter=SMALL_BYTES.get(setting.use.storage.get(PRIOR, Storage.FULL)),
        guided=work.guided,
    )
    seconds = {
        Stage.DENOISE: told.denoise_s * (1 + _looked_at(shape, work)),
        Stage.DECODE: told.decode_s,
    }
    if work.compositions:
        part = prior_tokens(*size, from_references=bool(work.references)) / prior_tokens(*size)
        seconds[Stage.PRIOR] = told.prior_s * part * (1 + _BESIDE * (work.compositions - 1))
    if work.references:
        seconds[Stage.REFERENCES] = _ENCODE * sum(
            estimate(shape, rates, each, 0, value_bytes=value_bytes).decode_s
            for each in work.references
        )
    return {stage.value: seconds[stage] for stage in Stage if stage in seconds}


def _looked_at(shape: Shape, work: Work) -> float:
    """What attention to the references adds to a pass, as a part of it; half if the other pass of
    a step does not see them."""
    tokens = work.width * work.height // TOKEN_PX**2
    others = sum(width * height for width, height in work.references) // TOKEN_PX**2
    wide = 4 * shape.denoise_hidden * shape.denoise_layers
    whole = 2 * shape.denoise_parameters * tokens + wide * tokens**2
    return wide * tokens * others / whole / (2 if work.guided else 1)


class Paces:
    """What stages took of what was expected of them, by `Setting.key`; kept in a file.

    A stage that nobody expects seconds of, the loading of what a plan does not keep, is kept as the
    seconds that it took.
    """

    def __init__(self, file: Path, model: str) -> None:
        self._file, self._model = file, model
        self._known: dict[str, float] = {}
        with suppress(OSError, ValueError, AttributeError, TypeError, OverflowError):
            stored = parse_json(file.read_text("utf-8"))
            told = {str(key): float(value) for key, value in stored.items()}
            self._known = {key: pace for key, pace in told.items() if 0 < pace < math.inf}

    def get(self, key: str) -> float | None:
        return self._known.get(self._own(key))

    def learn(self, found: Mapping[str, float]) -> None:
        """New ratios, or seconds, by key: each moves what is known half the way."""
        for key, value in found.items():
            own = self._own(key)
            old = self._known.pop(own, value)
            # Ratios are averaged as such: twice and half as long come to what was expected.
            self._known[own] = math.exp(_NEWEST * math.log(value) + (1 - _NEWEST) * math.log(old))
        newest = dict(list(self._known.items())[-_MOST:])
        write_cache(self._file, json.dumps(newest, indent=1).encode(), "expect as if it were new")

    def _own(self, key: str) -> str:
        return f"{self._model}|{key}"


class Forecaster:
    """Says seconds for one checkpoint, and learns from what is made. Any thread, one at a time."""

    def __init__(self, checkpoint: Checkpoint, cache_dir: Path) -> None:
        self._checkpoint, self._cache_dir = checkpoint, cache_dir
        self._shape: Shape | None = None
        self._rates: dict[tuple[str, str], Rates] = {}
        self._paces = Paces(cache_dir / "paces.json", f"{checkpoint.name} {checkpoint.bytes}")

    def seconds(
        self, work: Work, setting: Setting, titles: Sequence[str], loads: bool
    ) -> dict[str, float]:
        """By stage; empty as long as too little is known to say anything true.

        `titles` are the devices' names for people, that of the prior's and of the transformer's;
        `loads` says that the plan brings components in for their stages.
        """
        guessed, is_known = self._expected(work, setting, titles)
        told: dict[str, float] = {}
        for stage, seconds in guessed.items():
            ratio = self._paces.get(self._key(stage, setting, is_known))
            unknown = not is_known or (stage == Stage.PRIOR and setting.streams_prior)
            if ratio is None and unknown:
                return {}
            told[stage] = seconds * (ratio or 1.0)
        load_s = self._paces.get(setting.key(Stage.LOAD)) if loads else None
        return told if load_s is None else {Stage.LOAD.value: load_s, **told}

    def learn(self, image: ImageReady, titles: Sequence[str]) -> None:
        """A picture was made: what its stages took corrects what is said of the next ones."""
        recipe = image.recipe
        if recipe.plan is None:
            return
        setting = Setting(recipe.device, recipe.precision, recipe.plan)
        guessed, is_known = self._expected(Work.of_made(image), setting, titles)
        found = {
            self._key(stage, setting, is_known): took / guessed[stage]
            for stage, took in image.seconds.items()
            if took > 0 and guessed.get(stage, 0) > 0
        }
        if (load_s := image.seconds.get(Stage.LOAD, 0.0)) > 0:
            found[setting.key(Stage.LOAD)] = load_s
        self._paces.learn(found)

    def _key(self, stage: str, setting: Setting, is_known: bool) -> str:
        """A ratio to measured rates says nothing beside nominal ones."""
        return setting.key(stage) + ("" if is_known else "|unmeasured")

    def _expected(
        self, work: Work, setting: Setting, titles: Sequence[str]
    ) -> tuple[dict[str, float], bool]:
        """By rates alone, and whether those were measured. Of a pair the first device writes the
        codes, and the second does the rest."""
        if self._shape is None:
            self._shape = shape_of(self._checkpoint)
        rates = [self._rates_of(title, setting.precision) for title in titles]
        known = [each or _NOMINAL for each in rates]
        seconds = expected(self._shape, known[-1], work, setting)
        if len(known) > 1 and Stage.PRIOR in seconds:
            first = expected(self._shape, known[0], work, setting)
            seconds[Stage.PRIOR.value] = first[Stage.PRIOR]
        return seconds, all(rates)

    def _rates_of(self, title: str, precision: str) -> Rates | None:
        """Looked up until they are there: the device may be about to be measured."""
        key = title, precision
        if key not in self._rates:
            rates = read_rates(self._cache_dir, title, precision)
            if rates is None:
                return None
            self._rates[key] = rates
        return self._rates[key]


# What devices were measured to do --------------------------------------------------------------


def read_rates(cache_dir: Path, title: str, precision: str) -> Rates | None:
    """What a device of this title was measured to do; None if it was not."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        told = _all_rates(cache_dir)[f"{title}|{precision}"]
        rates = Rates(
            told["product_flops"], told["read_bytes"], told["copy_bytes"], told["operator_s"],
            bool(told["is_asynchronous"]),
        )  # fmt: skip
        speeds = (rates.product_flops, rates.read_bytes, rates.copy_bytes)
        sound = all(0 < speed < math.inf for speed in speeds) and 0 <= rates.operator_s < math.inf
        return rates if sound else None
    return None


def keep_rates(cache_dir: Path, title: str, precision: str, rates: Rates) -> None:
    """For `read_rates`, here and in later starts."""
    everyone = {}
    with suppress(OSError, ValueError, TypeError):
        everyone = _all_rates(cache_dir)
    told = {name: getattr(rates, name) for name in Rates.__dataclass_fields__}
    everyone[f"{title}|{precision}"] = told
    file = _rates_file(cache_dir)
    write_cache(file, json.dumps(everyone, indent=1).encode(), "measure the device again")


def _all_rates(cache_dir: Path) -> dict[str, dict[str, float]]:
    stored = parse_json(_rates_file(cache_dir).read_text("utf-8"))
    return dict(stored)


def _rates_file(cache_dir: Path) -> Path:
    return cache_dir / "rates.json"
