"""A picture, from the prompt to the pixels, in three stages, or four with reference pictures."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from engine.api import CompositionReady, ImageReady, Loading, Stage
from engine.glm_image.adapters import adapted
from engine.glm_image.compositions import Wish
from engine.glm_image.decode import decode
from engine.glm_image.denoise import denoise
from engine.glm_image.early_picture import Costs
from engine.glm_image.model import Model
from engine.glm_image.previews import Previews
from engine.glm_image.prior import write_priors
from engine.glm_image.references import Reference, encode_references
from engine.glm_image.run import Run
from engine.jobs import Composed
from engine.plan import Plan, PlanUse
from engine.planner import PRIOR, STAGES
from engine.recipe import AdapterUse, PriorCodes, Recipe, Trace
from engine.trace import digest
from engine.versions import installed


def make_picture(model: Model, run: Run) -> ImageReady:
    """Run the stages, sending their progress; raises `Cancelled` when the job's token says so."""
    run.turn.stage = Stage.LOAD
    with adapted(model, run) as adapters:
        return _run_stages(model, run, adapters)


def compose(model: Model, run: Run) -> None:
    """Run the first stages alone, and leave in the job what another device needs to draw it."""
    run.turn.stage = Stage.LOAD
    _first_stages(model, run, Previews(model, run))


def _first_stages(
    model: Model, run: Run, previews: Previews
) -> tuple[tuple[Reference, ...], Composed]:
    with ExitStack() as kept:
        if run.request.references and not (run.request.prior or run.turn.composed):
            kept.enter_context(_brought_in(model, run, Stage.PRIOR))  # once for two stages
        # 0. Reference pictures, if there are any, become codes for the prior and latents.
        references = _encode_references(model, run)
        # 1. The prior writes the composition as codes, unless it is there already.
        return references, _compose(model, run, references, previews)


def _run_stages(model: Model, run: Run, adapters: tuple[AdapterUse, ...]) -> ImageReady:
    previews = Previews(model, run)
    references, composed = _first_stages(model, run, previews)
    # 2. The transformer turns noise into latents, and tells what they will look like.
    with _brought_in(model, run, Stage.DENOISE):
        latents = denoise(model.parts, composed.prior, run, previews.on_clean, references)
    # 3. The VAE turns latents into pixels.
    with _brought_in(model, run, Stage.DECODE), model.parts.decoding(model.plan.tiled):
        pixels = decode(model.parts, latents, run)
    model.costs = Costs.of(run.request, run.seconds)
    recipe = replace(
        _recipe(model, run, composed),
        references=tuple(reference.use for reference in references),
        adapters=adapters,
        trace=Trace(tuple(run.trace), digest(pixels.data)),
    )
    return ImageReady(run.turn.id, pixels, recipe, dict(run.seconds))


@contextmanager
def _brought_in(model: Model, run: Run, stage: Stage) -> Iterator[None]:
    """The stage's components can compute within; what the plan does not keep is loaded for it.

    The seconds that loading takes count as ``load``, not as the stage's.
    """
    start = time.perf_counter()

    def on_loading(component: str, done: int, total: int) -> None:
        run.check()
        run.turn.stage = Stage.LOAD
        run.emit(Loading, component, done, total)
        spent = time.perf_counter() - start
        run.seconds[Stage.LOAD] = before + spent

    before = run.seconds.get(Stage.LOAD, 0.0)
    model.require_room(stage)
    with model.parts.using(STAGES[stage], on_loading):
        run.turn.stage = stage
        yield
    model.device.release_caches()


def _encode_references(model: Model, run: Run) -> tuple[Reference, ...]:
    if not run.request.references:
        return ()
    with _brought_in(model, run, Stage.REFERENCES):
        encoded: tuple[Reference, ...] = encode_references(
            model.parts, model.checkpoint.limits, run
        )
        return encoded


def _compose(
    model: Model, run: Run, references: Sequence[Reference], previews: Previews
) -> Composed:
    """The composition that is given or there already, or else a new one."""
    handed_on = run.turn.composed
    if handed_on is not None:
        for stage, seconds in handed_on.seconds.items():
            run.seconds[stage] = run.seconds.get(stage, 0.0) + seconds
        if not model.parts.has(PRIOR):
            return handed_on  # the device that composed has announced it
    known = handed_on or _known(model, run, references)
    composed = known or _write_composition(model, run, references, previews)
    if known:
        previews.on_composition(known.prior)
    run.turn.composed = composed
    seed = run.request.drawn_composition_seed
    together = {} if known else _together(model, run, references)
    run.emit(CompositionReady, composed.prior, seed, composed.reused, together)
    return composed


def _known(model: Model, run: Run, references: Sequence[Reference]) -> Composed | None:
    prior = run.request.prior or model.compositions.get(_wish(run, references))
    return _composed(model, run, references, prior, reused=True) if prior else None


def _together(model: Model, run: Run, references: Sequence[Reference]) -> dict[int, PriorCodes]:
    """What was just written in the same passes, by the seeds."""
    wish = _wish(run, references)
    written = {seed: model.compositions.get(wish.with_seed(seed)) for seed in wish.together}
    return {seed: prior for seed, prior in written.items() if prior is not None}


def _composed(
    model: Model, run: Run, references: Sequence[Reference], prior: PriorCodes, reused: bool
) -> Composed:
    part = model.plan.component(PRIOR) if model.plan.has(PRIOR) else None
    return Composed(
        prior,
        reused,
        part.storage if part else None,
        part.place if part else None,
        tuple(reference.codes for reference in references),
        dict(run.seconds),
        {model.device.name: model.fingerprint} if part else {},
    )


def _wish(run: Run, references: Sequence[Reference]) -> Wish:
    return Wish.of(run.request, [reference.use.sha256 for reference in references])


def _write_composition(
    model: Model, run: Run, references: Sequence[Reference], previews: Previews
) -> Composed:
    """Write the one wished for, and those that belong into the same passes."""
    wish = _wish(run, references)
    own = wish.together.index(wish.seed)
    with _brought_in(model, run, Stage.PRIOR):
        priors: list[PriorCodes] = write_priors(
            model.parts,
            model.checkpoint.codebook_size,
            run,
            wish.together,
            references,
            lambda written: previews.on_codes(written[own]),
        )
    for seed, prior in zip(wish.together, priors, strict=True):
        model.compositions.put(wish.with_seed(seed), prior)
    return _composed(model, run, references, priors[own], reused=False)


def _recipe(model: Model, run: Run, composed: Composed) -> Recipe:
    request = run.request
    hardware = {**composed.hardware, model.device.name: model.fingerprint}
    return Recipe(
        prompt=request.prompt,
        width=request.width,
        height=request.height,
        steps=request.steps,
        guidance=float(request.guidance),
        seed=request.seed,
        precision=model.precision,
        device="+".join(hardware),
        model=model.identity,
        prior=composed.prior,
        versions=installed(),
        composition_seed=request.drawn_composition_seed,
        plan=_plan_use(model.plan, composed),
        composed_with=request.composed_with,
        hardware=hardware,
    )


def _plan_use(plan: Plan, composed: Composed) -> PlanUse:
    """The prior is stored as it was in the attempt, or on the device, which wrote the codes."""
    use = plan.use()
    if composed.storage is None or composed.place is None:
        return use
    return replace(
        use,
        storage={**use.storage, PRIOR: composed.storage},
        places={PRIOR: composed.place, **use.places},
    )
