"""Stage 2, denoise: a diffusion transformer turns noise into latents, guided by the codes."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
import torch
from diffusers.models.transformers.transformer_glm_image import GlmImageKVCache

from engine.api import GenerationRequest, Stage, StepDone
from engine.drawn_text import drawn_texts
from engine.glm_image.follower import Follower, OnDone
from engine.glm_image.glyphs import encode_glyphs
from engine.glm_image.load import Models
from engine.glm_image.references import Reference
from engine.glm_image.run import Run
from engine.glm_image.soundness import Extremes
from engine.jobs import Pace
from engine.recipe import PriorCodes
from engine.sizes import LATENT_PX
from engine.trace import digest

OnClean: TypeAlias = Callable[[int, torch.Tensor], None]
"""Hears after each step of the clean latents (channels, height/8, width/8) that it predicts."""

_KEEP_PRIOR, _DROP_PRIOR = slice(0, 0), slice(None)
"""Which places of the prior the transformer sets to 0: none, all. It only uses this as an index,
for which its own mask of booleans would do the same; but how many places a mask names is known when
the device has counted them, and each pass would wait for that."""


@torch.inference_mode()
def denoise(
    models: Models,
    prior: PriorCodes,
    run: Run,
    on_clean: OnClean,
    references: Sequence[Reference] = (),
) -> torch.Tensor:
    """Latents (1, channels, height/8, width/8), normalised as the transformer sees them."""
    request = run.request
    with run.stage(Stage.DENOISE, request.steps, *models.transformer.transformer_blocks):
        scheduler = make_schedule(models, request)
        latents = initial_noise(models, request)
        run.trace.append(_digest(latents))
        sigmas = scheduler.sigmas[:-1].tolist()
        predict = _Prediction(models, request, prior, references)
        follower = Follower(models.home, _teller(run, on_clean))
        for step, (timestep, sigma) in enumerate(
            zip(scheduler.timesteps, sigmas, strict=True), start=1
        ):
            velocity = predict(latents, timestep)
            # Flow matching: the noisy latents lie on the straight line from clean to noise.
            clean = latents.float() - sigma * velocity
            latents = scheduler.step(velocity, timestep, latents, return_dict=False)[0]
            follower.after(step, latents, clean)
        follower.catch_up()
        predict.require_sound()
    return latents


def _teller(run: Run, on_clean: OnClean) -> OnDone:
    """Tells the job of each step, and the previews."""
    total = run.request.steps
    pace = Pace(total)

    def tell(step: int, latents: torch.Tensor, clean: torch.Tensor) -> None:
        on_clean(step, clean[0])
        run.trace.append(_digest(latents))
        run.emit(StepDone, step, total, pace.tick(), pace.left_s(step))

    return tell


def _digest(latents: torch.Tensor) -> str:
    """Of the values in fp32, which holds those of every precision."""
    return digest(latents.float().cpu().numpy().tobytes())


@torch.inference_mode()
def draw_latents(models: Models, request: GenerationRequest, prior: PriorCodes) -> torch.Tensor:
    """As `denoise`, of a request that is no job: without a stage, progress or previews."""
    predict = _Prediction(models, request, prior, ())
    scheduler = make_schedule(models, request)
    latents = initial_noise(models, request)
    for timestep in scheduler.timesteps:
        velocity = predict(latents, timestep)
        latents = scheduler.step(velocity, timestep, latents, return_dict=False)[0]
    return latents


def initial_noise(models: Models, request: GenerationRequest) -> torch.Tensor:
    """The noise that the stock pipeline draws with a CPU generator of the same seed."""
    channels = models.transformer.config.in_channels
    shape = (1, channels, request.height // LATENT_PX, request.width // LATENT_PX)
    generator = torch.Generator("cpu").manual_seed(request.seed)
    return torch.randn(shape, generator=generator).to(models.device, models.dtype)


def make_schedule(models: Models, request: GenerationRequest) -> Any:
    """A scheduler of the job's own, set to the request's steps.

    Dynamic linear shift: mu = sqrt(tokens / base_image_seq_len) x max_shift + base_shift.
    """
    scheduler = copy.deepcopy(models.scheduler)
    config = scheduler.config
    pixels_per_token = (LATENT_PX * models.transformer.config.patch_size) ** 2
    tokens = request.width * request.height // pixels_per_token
    shift = (tokens / config.get("base_image_seq_len", 256)) ** 0.5
    mu = shift * config.get("max_shift", 0.75) + config.get("base_shift", 0.25)
    timesteps = np.linspace(config.num_train_timesteps, 1.0, request.steps + 1)[:-1]
    timesteps = timesteps.astype(np.int64).astype(np.float32)
    sigmas = timesteps / config.num_train_timesteps
    scheduler.set_timesteps(timesteps=timesteps, sigmas=sigmas, device=models.device, mu=mu)
    scheduler.set_begin_index(0)  # or it would ask the device at which timestep it begins
    return scheduler


class _Prediction:
    """The guided velocity. What stays the same through all steps is made once, here."""

    def __init__(
        self,
        models: Models,
        request: GenerationRequest,
        prior: PriorCodes,
        references: Sequence[Reference],
    ) -> None:
        self._models, self._guidance = models, request.guidance
        codes = upsample_codes(prior).to(models.device)
        size = torch.tensor(
            [[request.height, request.width]], dtype=models.dtype, device=models.device
        )
        self._shared = {
            "prior_token_id": codes,
            "target_size": size,
            "crop_coords": torch.zeros_like(size),
            "image_rotary_emb": rotary_tables(models, request.height, request.width),
            "return_dict": False,
        }
        self._extremes = Extremes(models.home)
        self._glyphs = encode_glyphs(models, drawn_texts(request.prompt))
        self._no_glyphs = encode_glyphs(models, [])
        self._cache = write_cache(models, references)

    def __call__(self, latents: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        """Velocity (1, channels, height/8, width/8) in fp32; two passes if guidance is on."""
        self._cache.set_mode("read")
        conditional = self._pass(latents, timestep, self._glyphs, _KEEP_PRIOR)
        if self._guidance <= 1:
            return conditional
        self._cache.set_mode("skip")
        unconditional = self._pass(latents, timestep, self._no_glyphs, _DROP_PRIOR)
        return unconditional + self._guidance * (conditional - unconditional)

    def _pass(
        self,
        latents: torch.Tensor,
        timestep: torch.Tensor,
        glyphs: torch.Tensor,
        drop: slice,
    ) -> torch.Tensor:
        # The training counts timesteps from 0, the scheduler from 1.
        predicted: torch.Tensor = self._models.transformer(
            hidden_states=latents.to(self._models.dtype),
            encoder_hidden_states=glyphs,
            prior_token_drop=drop,
            timestep=timestep.expand(latents.shape[0]) - 1,
            kv_caches=self._cache,
            **self._shared,
        )[0]
        self._extremes.see(predicted)
        return predicted.float()

    def require_sound(self) -> None:
        """Raise `BlackPictureError` if a pass came to what only a saturating device makes."""
        self._extremes.require_sound("the transformer")


def rotary_tables(models: Models, height: int, width: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Cosines and sines (tokens, head width) in fp32 of where each token is, for sides in pixels.

    The transformer would make them on the CPU in each pass, and copy them to the device twice a
    block. It takes them from its caller, too, and copies nothing that is there already.
    """
    rope = models.transformer.rope
    latents = torch.empty(1, 1, height // LATENT_PX, width // LATENT_PX, device="meta")
    cosines, sines = rope(latents)  # which asks for nothing but the shape
    return cosines.to(models.device), sines.to(models.device)


def write_cache(models: Models, references: Sequence[Reference]) -> GlmImageKVCache:
    """The keys and values of the references, one after the other, as at timestep 0: no noise.

    `engine.sizes.reference_cache_bytes` says how large it is; empty without references.
    """
    transformer, device = models.transformer, models.device
    cache = GlmImageKVCache(transformer.config.num_layers)
    cache.set_mode("write")
    no_text = torch.zeros(
        1, 0, transformer.config.text_embed_dim, device=device, dtype=models.dtype
    )
    for reference in references:
        codes = upsample_codes(reference.codes).to(device)
        size = reference.use.used_height, reference.use.used_width
        transformer(
            hidden_states=reference.latents,
            encoder_hidden_states=no_text,
            prior_token_id=codes,
            prior_token_drop=_KEEP_PRIOR,
            timestep=torch.zeros(1, device=device),
            target_size=torch.tensor([size], device=device),
            crop_coords=torch.zeros(1, 2, device=device),
            image_rotary_emb=rotary_tables(models, *size),
            kv_caches=cache,
        )
    return cache


def upsample_codes(prior: PriorCodes) -> torch.Tensor:
    """Codes (1, 4 x rows x columns), one a 16x16-pixel token: each code covers 2x2 tokens."""
    codes = torch.tensor(prior.codes).view(prior.grid.rows, prior.grid.columns)
    return codes.repeat_interleave(2, dim=0).repeat_interleave(2, dim=1).view(1, -1)
