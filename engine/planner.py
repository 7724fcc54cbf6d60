"""From a checkpoint's headers and the free memory to a plan, before anything is loaded. Pure.

Candidates are tried from the best picture and the shortest run to the smallest memory; the first
that fits is the plan, and the others say why they were refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from engine.api import Stage
from engine.blocks import INT4_GROUP, block_of, is_shrinkable
from engine.checkpoint import Checkpoint, Component
from engine.errors import PlanError
from engine.needs import Demand, Dimensions, needs, read_dimensions
from engine.plan import (
    AUTO,
    GIB,
    NO_WISH,
    ComponentPlan,
    Place,
    Plan,
    PlanUse,
    PlanWish,
    Refusal,
    Share,
    StageNeed,
    Storage,
)
from engine.texts import joined, say
from engine.weights import TensorInfo

VALUE_BYTES = {"fp32": 4, "bf16": 2, "fp16": 2}
"""Bytes of a number in each precision."""

LOADING_BYTES = 48 << 20
"""A piece of the file and what it is turned into, while weights are read."""

PRIOR, GLYPHS, TRANSFORMER, VAE = (
    "vision_language_encoder",
    "text_encoder",
    "transformer",
    "vae",
)

STAGES = {
    Stage.REFERENCES: (PRIOR, VAE),
    Stage.PRIOR: (PRIOR,),
    Stage.DENOISE: (GLYPHS, TRANSFORMER),
    Stage.DECODE: (VAE,),
}

COMPONENTS = {
    Share.ALL: (PRIOR, GLYPHS, TRANSFORMER, VAE),
    Share.COMPOSE: (PRIOR,),
    Share.DRAW: (GLYPHS, TRANSFORMER, VAE),
}
"""What a device needs for its share of a picture."""


_RESERVE_PART, _RESERVE_OF_FREE = 16, 4

_WITH_EASE = 0.9
"""Free memory comes and goes. A plan that just fits again is not worth loading anew, for it may not
fit for the next picture."""


Part: TypeAlias = tuple[Storage, Place]

_FULL, _FILE, _INT8, _INT4 = Storage.FULL, Storage.FILE, Storage.INT8, Storage.INT4
_HERE, _SWAP, _STREAM = Place.RESIDENT, Place.SWAPPED, Place.STREAMED

_LADDER: tuple[tuple[Part, Part], ...] = (
    ((_FULL, _HERE), (_FULL, _HERE)),
    ((_FULL, _HERE), (_FILE, _HERE)),
    ((_FULL, _SWAP), (_FULL, _SWAP)),
    ((_FULL, _SWAP), (_FILE, _SWAP)),
    ((_INT8, _HERE), (_FULL, _HERE)),
    ((_INT8, _HERE), (_FILE, _HERE)),
    ((_INT8, _SWAP), (_FULL, _SWAP)),
    ((_INT8, _SWAP), (_FILE, _SWAP)),
    ((_INT8, _HERE), (_INT8, _HERE)),
    ((_INT8, _SWAP), (_INT8, _SWAP)),
    ((_INT4, _SWAP), (_INT8, _SWAP)),
    ((_INT8, _SWAP), (_FULL, _STREAM)),
    ((_INT4, _SWAP), (_FULL, _STREAM)),
    ((_FULL, _SWAP), (_FULL, _STREAM)),
    ((_FULL, _STREAM), (_FULL, _STREAM)),
)
"""Storage and place of the prior and of the transformer, best first: the pixels of whole weights
before other pixels, weights that stay before weights that are fetched for each picture. The prior
is made small first: it decodes one code at a time, where small weights are also the faster ones.
The last rung reads all of the prior for each code: hours, but it needs hardly any memory."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rung of the ladder, with or without decoding in tiles."""

    prior: Part
    transformer: Part
    tiled: bool = False

    @property
    def small_ones(self) -> Place:
        """Where the VAE and the glyph encoder are."""
        return _HERE if self.prior[1] is _HERE else _SWAP

    def name(self, share: Share) -> str:
        if share is Share.COMPOSE:
            name = f"prior {_words(self.prior)}"
        elif share is Share.DRAW:
            name = f"transformer {_words(self.transformer)}"
        elif self.prior == self.transformer:
            name = _words(self.prior)
        else:
            name = f"prior {_words(self.prior)}, transformer {_words(self.transformer)}"
        return f"{name}, decoded in tiles" if self.tiled else name


def _words(part: Part) -> str:
    return f"{part[0]} {part[1]}"


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes of a device. `held` are weights of this program that a new plan may give back."""

    free: int
    total: int
    held: int = 0

    def budget(self, wish: int | None) -> int:
        """What a plan may use: the user's word, or what is free, less a reserve.

        The reserve is a sixteenth of all memory, and never more than a quarter of what is free: the
        desktop and other programs breathe, and a system that must swap is slower than any plan.
        """
        if wish is not None:
            return wish
        free = self.free + self.held
        return free - min(self.total // _RESERVE_PART, free // _RESERVE_OF_FREE)


class Planner:
    """Makes plans for one checkpoint in one precision. Reads configurations once, when made."""

    def __init__(
        self, checkpoint: Checkpoint, precision: str, wish: PlanWish, share: Share = Share.ALL
    ) -> None:
        self.checkpoint = checkpoint
        self._components = [c for c in checkpoint.components if c.name in COMPONENTS[share]]
        self._share = share
        self._shape: Dimensions = read_dimensions(checkpoint)
        self._precision, self._wish = precision, wish
        self._weights: dict[tuple[str, Storage], int] = {}
        self._streamed: dict[tuple[str, Storage], int] = {}
        self._widest: dict[str, int] = {}
        """What was added up already, by component: the released model has thousands of tensors."""

    def plan(
        self, demand: Demand, memory: Memory, after: str | None = None, now: Plan | None = None
    ) -> Plan:
        """The best plan that fits.

        `after` names a plan that ran out of memory: only smaller ones, further down, are tried.
        `now` is what is in memory: it stays where it fits, unless a better plan fits with ease.
        Raises `PlanError` with what each candidate would need.
        """
        budget = memory.budget(self._wish.memory_bytes)
        plans = list(self.candidates(demand, memory.free + memory.held, budget))
        names = [plan.name for plan in plans]
        start = names.index(after) + 1 if after in names else 0
        limit = min(budget, plans[start - 1].peak_bytes - 1) if start else budget
        fitting = [plan for plan in plans[start:] if plan.peak_bytes <= limit]
        if not fitting:
            raise self._nothing_fits(demand, limit, plans)
        best = fitting[0]
        if best.peak_bytes > _WITH_EASE * budget and now is not None:
            best = next((plan for plan in fitting if plan.same_weights(now)), best)
        refused = [
            Refusal(plan.name, plan.dearest.stage, plan.peak_bytes)
            for plan in plans[: plans.index(best)]
        ]
        return replace(best, refused=tuple(refused))

    def candidates(self, demand: Demand, free: int, budget: int) -> Iterator[Plan]:
        """All plans that the wish leaves open, best first, whether they fit or not."""
        widened = any(self._bytes(c, Storage.FILE) < self._bytes(c, Storage.FULL)
                      for c in self._components)  # fmt: skip
        for candidate in _candidates(self._wish, widened, self._share):
            components = tuple(self._component(c, candidate) for c in self._components)
            yield Plan(
                name=candidate.name(self._share),
                precision=self._precision,
                width=demand.width,
                height=demand.height,
                references=len(demand.references),
                components=components,
                stages=tuple(self._stages(components, candidate, demand)),
                tiled=candidate.tiled,
                free_bytes=free,
                budget_bytes=budget,
            )

    def _component(self, component: Component, candidate: Candidate) -> ComponentPlan:
        storage, place = {
            PRIOR: candidate.prior,
            TRANSFORMER: candidate.transformer,
        }.get(component.name, (Storage.FULL, candidate.small_ones))
        weights = self._bytes(component, storage)
        held = self._streamed_bytes(component, storage) if place is Place.STREAMED else weights
        return ComponentPlan(component.name, storage, place, component.bytes, weights, held)

    def _stages(
        self, components: Sequence[ComponentPlan], candidate: Candidate, demand: Demand
    ) -> Iterator[StageNeed]:
        resident = sum(c.held_bytes for c in components if c.place is Place.RESIDENT)
        adapters = demand.adapter_values * VALUE_BYTES[self._precision]
        yield StageNeed(Stage.LOAD, resident, LOADING_BYTES, 0)
        beside = needs(self._shape, demand, VALUE_BYTES[self._precision], candidate.tiled)
        for stage, names in STAGES.items():
            own = [c for c in components if c.name in names]
            if (
                not own
                or (stage is Stage.REFERENCES and not demand.references)
                or (stage is Stage.PRIOR and not demand.compositions)
            ):
                continue
            brought_in = [c for c in own if c.place is not Place.RESIDENT]
            activations = beside[stage].activations + self._widening(components, names)
            if brought_in:
                activations = max(activations, LOADING_BYTES)
            weights = resident + adapters + sum(c.held_bytes for c in brought_in)
            yield StageNeed(stage, weights, activations, beside[stage].cache)

    def _widening(self, components: Sequence[ComponentPlan], names: Sequence[str]) -> int:
        """The largest matrix in the compute precision, where matrices are stored small."""
        small = {c.name for c in components if c.name in names and c.storage is not Storage.FULL}
        widest = [self._widest_matrix(c) for c in self._components if c.name in small]
        return max(widest, default=0) * VALUE_BYTES[self._precision]

    def _widest_matrix(self, component: Component) -> int:
        """Values of the largest matrix that may be stored small."""
        if component.name not in self._widest:
            self._widest[component.name] = max(
                (
                    info.values
                    for name, info in _tensors(component)
                    if is_shrinkable(component.name, name, info)
                ),
                default=0,
            )
        return self._widest[component.name]

    def _bytes(self, component: Component, storage: Storage) -> int:
        key = component.name, storage
        if key not in self._weights:
            self._weights[key] = sum(
                self._stored(component, name, i, storage) for name, i in _tensors(component)
            )
        return self._weights[key]

    def _stored(self, component: Component, name: str, info: TensorInfo, storage: Storage) -> int:
        value_bytes = VALUE_BYTES[self._precision]
        if storage is Storage.FULL or not is_shrinkable(component.name, name, info):
            return info.values * value_bytes if info.is_floating else info.bytes
        if storage is Storage.FILE:
            return min(info.bytes, info.values * value_bytes)
        outputs, inputs = info.shape
        if storage is Storage.INT8:
            return info.values + outputs * value_bytes
        return info.values // 2 + outputs * (inputs // INT4_GROUP) * 2 * value_bytes

    def _streamed_bytes(self, component: Component, storage: Storage) -> int:
        """What is in no block, one block that computes and one that is read ahead."""
        key = component.name, storage
        if key in self._streamed:
            return self._streamed[key]
        blocks: dict[str | None, int] = {}
        for name, info in _tensors(component):
            block = block_of(component.name, name)
            size = self._stored(component, name, info, storage)
            blocks[block] = blocks.get(block, 0) + size
        rest = blocks.pop(None, 0)
        self._streamed[key] = rest + sum(sorted(blocks.values())[-2:])
        return self._streamed[key]

    def _nothing_fits(self, demand: Demand, budget: int, plans: Sequence[Plan]) -> PlanError:
        # That tiles do not help is not worth a line each.
        refused = [Refusal(p.name, p.dearest.stage, p.peak_bytes) for p in plans if not p.tiled]
        lowest = min(plan.peak_bytes for plan in plans) / GIB
        remedies = [say("Close programs that use much memory"), say("make a smaller picture")]
        if self._wish != NO_WISH:
            remedies.append(say("leave --memory, --place and --store to the program"))
        return PlanError(
            say(
                "A picture of {width}x{height} does not fit into {budget:.1f} GiB of memory.",
                width=demand.width,
                height=demand.height,
                budget=budget / GIB,
            ),
            say(
                "At least {lowest:.1f} GiB are needed. Tried: {refused}.",
                lowest=lowest,
                refused=joined("; ", refused),
            ),
            say("{remedies}.", remedies=joined(say("; or "), remedies)),
        )


def _tensors(component: Component) -> Iterator[tuple[str, TensorInfo]]:
    for file in component.files:
        yield from file.tensors.items()


def _candidates(wish: PlanWish, widened: bool, share: Share) -> Iterator[Candidate]:
    """The rungs of the ladder that the wish leaves open, each once."""
    if wish.storage == Storage.FILE and not widened:
        wish = replace(wish, storage=Storage.FULL)  # which is the same then
    for prior, transformer in dict.fromkeys(_for_share(rung, share) for rung in _rungs(wish)):
        if Storage.FILE in (prior[0], transformer[0]) and not widened:
            continue
        candidate = Candidate(prior, transformer)
        decodes = share is not Share.COMPOSE and candidate.small_ones is Place.SWAPPED
        tiled = [False, True] if decodes else [False]
        for choice in (replace(candidate, tiled=tiles) for tiles in tiled):
            if wish.like is None or _has_pixels_of(choice, wish.like, share):
                yield choice


def _for_share(rung: tuple[Part, Part], share: Share) -> tuple[Part, Part]:
    """A rung where a part that another device has stands for nothing of its own."""
    prior, transformer = rung
    if share is Share.COMPOSE:
        return prior, prior
    return (transformer, transformer) if share is Share.DRAW else rung


def _has_pixels_of(candidate: Candidate, use: PlanUse, share: Share) -> bool:
    """What is stored as in the file computes as what is stored whole. Of a part that the picture
    was made without, its plan says nothing."""

    def pixels(storage: Storage) -> Storage:
        return Storage.FULL if storage is Storage.FILE else storage

    stored = {PRIOR: candidate.prior[0], TRANSFORMER: candidate.transformer[0]}
    alike = all(
        pixels(storage) is pixels(use.storage.get(name, storage))
        for name, storage in stored.items()
        if name in COMPONENTS[share]
    )
    return alike and (share is Share.COMPOSE or candidate.tiled == use.tiled)


def _rungs(wish: PlanWish) -> Iterator[tuple[Part, Part]]:
    ladder = list(_LADDER)
    if wish.storage != AUTO:
        kept = Storage(wish.storage)
        ladder = [((kept, place), (kept, place)) for place in (Place.RESIDENT, Place.SWAPPED)]
        if kept is Storage.FULL:
            ladder += [rung for rung in _LADDER if {storage for storage, _ in rung} == {kept}][2:]
    for rung in ladder:
        if wish.place == AUTO or {place for _, place in rung} == {Place(wish.place)}:
            yield rung


def check_wish(wish: PlanWish) -> None:
    """Raise `PlanError` unless there is a plan that could be called so, whatever the memory."""
    for name, value, known in (("--place", wish.place, Place), ("--store", wish.storage, Storage)):
        if value != AUTO and value not in list(known):
            names = ", ".join([AUTO, *known])
            raise PlanError(
                say("{name} {value} is not known.", name=name, value=value),
                say("Known: {names}.", names=names),
                say("Use {name} {auto}.", name=name, auto=AUTO),
            )
    if wish.memory_bytes is not None and wish.memory_bytes <= 0:
        raise PlanError(
            say("No memory may be used."), say("--memory is not above 0."), say("Give more of it.")
        )
    if next(_rungs(wish), None) is None:
        raise PlanError(
            say(
                "There is no plan with --place {place} and --store {storage}.",
                place=wish.place,
                storage=wish.storage,
            ),
            say(
                "What is streamed comes as it is in the file: making it small each time "
                "takes longer."
            ),
            say("Use --store {full} or another place.", full=Storage.FULL),
        )
