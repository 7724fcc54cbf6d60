"""The diffusion transformer with its glyph encoder: codes to latents by rectified flow.

The model sees `(1 - sigma) · latents + sigma · noise` and predicts `noise - latents`.  In one of
ten steps the prior is dropped and the glyph text empty: that is the unconditional branch of the
stock pipeline's guidance.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import torch
from diffusers import GlmImageTransformer2DModel
from torch import nn
from transformers import ByT5Tokenizer, T5Config, T5EncoderModel

from .batches import Batch, big_codes, fresh_batch
from .codebook import CODES, Codebook, spread_features
from .parts import CELL, Latents, upsample_codes
from .training import Budget, Progress, train
from .world import WORDS, Scene, random_scene, sign_scene

BATCH, LEVELS = 4, 2  # pictures a step, and noise levels each: encoding costs a third
DROP = 0.1
SLIPS = 0.06  # share of the codes that are replaced by one that looks alike, as the prior slips
DIT_SHAPE = {
    "patch_size": 2,
    "in_channels": 16,
    "out_channels": 16,
    "num_layers": 6,
    "attention_head_dim": 32,
    "num_attention_heads": 8,
    "text_embed_dim": 128,
    "time_embed_dim": 128,
    "condition_dim": 32,
}


class Renderer(nn.Module):
    """The two parts that are trained together."""

    def __init__(self, dit: GlmImageTransformer2DModel, glyphs: T5EncoderModel) -> None:
        super().__init__()
        self.dit = dit
        self.glyphs = glyphs


def new_glyph_encoder() -> T5EncoderModel:
    """A two-layer T5 over bytes."""
    config = T5Config(
        vocab_size=384,
        d_model=128,
        d_kv=32,
        d_ff=256,
        num_layers=2,
        num_heads=4,
        dropout_rate=0.0,
        feed_forward_proj="gated-gelu",
        is_encoder_decoder=False,
        use_cache=False,
    )
    return T5EncoderModel(config)


def new_renderer(book: Codebook, warm: Renderer | None, seed: int) -> Renderer:
    """An untrained pair, or `warm` with a prior table for this codebook's codes."""
    torch.manual_seed(seed)
    dit = GlmImageTransformer2DModel(prior_vq_quantizer_codebook_size=CODES, **DIT_SHAPE)
    glyphs = new_glyph_encoder()
    if warm is not None:
        kept = warm.dit.state_dict()
        kept.pop("prior_token_embedding.weight")
        dit.load_state_dict(kept, strict=False)
        glyphs = warm.glyphs
    with torch.no_grad():
        width = dit.prior_token_embedding.weight.shape[1]
        dit.prior_token_embedding.weight.copy_(spread_features(book.centres, width, 0.5))
    return Renderer(dit, glyphs)


def glyph_embeds(
    glyphs: T5EncoderModel, tokenizer: ByT5Tokenizer, words: list[str]
) -> torch.Tensor:
    """Embeddings of one word a picture; words of one length, so that nothing is padded."""
    ids = tokenizer(words).input_ids
    return glyphs(torch.tensor(ids)).last_hidden_state


def _scene_maker(rng: random.Random) -> Callable[..., Scene]:
    """Signs come in batches of their own, with words of one length."""
    if rng.random() > 0.1:
        return _unwritten_scene
    length = len(rng.choice(WORDS))

    def make(inner: random.Random, width: int, height: int) -> Scene:
        while len((scene := sign_scene(inner, width, height)).word) != length:
            pass
        return scene

    return make


def _unwritten_scene(rng: random.Random, width: int, height: int) -> Scene:
    while (scene := random_scene(rng, width, height)).word:
        pass
    return scene


def flow_loss(
    renderer: Renderer,
    latents: torch.Tensor,
    codes: torch.Tensor,
    text: torch.Tensor,
    dropped: bool,
) -> torch.Tensor:
    """Mean squared error of the velocity at random noise levels."""
    count, size = len(latents), (latents.shape[-2] * 8, latents.shape[-1] * 8)
    # Layout is decided at high noise and edges in the middle: logit-normal, a little shifted.
    sigma = torch.sigmoid(torch.randn(count) * 1.2 + 0.3).clamp(0.001, 1.0)
    noise = torch.randn_like(latents)
    share = sigma.view(-1, 1, 1, 1)
    with torch.autocast("cpu", torch.bfloat16):
        velocity = renderer.dit(
            hidden_states=(1 - share) * latents + share * noise,
            encoder_hidden_states=text,
            prior_token_id=codes,
            prior_token_drop=torch.full_like(codes, dropped, dtype=torch.bool),
            timestep=sigma * 1000 - 1,
            target_size=torch.tensor([size], dtype=torch.float32).expand(count, 2),
            crop_coords=torch.zeros(count, 2),
            return_dict=False,
        )[0]
    return (velocity.float() - (noise - latents)).square().mean()


def slip(codes: torch.Tensor, lookalikes: torch.Tensor) -> torch.Tensor:
    """`codes` with a few replaced at random by one of their row in `lookalikes`."""
    choice = torch.randint(lookalikes.shape[1], codes.shape)
    slipped = torch.rand(codes.shape) < SLIPS
    return torch.where(slipped, lookalikes[codes, choice], codes)


def batch_codes(book: Codebook, lookalikes: torch.Tensor, batch: Batch) -> torch.Tensor:
    """The prior tokens of a batch's pictures."""
    height, width = batch.size
    codes = slip(big_codes(book, batch.pixels), lookalikes)
    return upsample_codes(codes.view(-1, height // CELL, width // CELL))


def dit_step(
    renderer: Renderer, latents: Latents, book: Codebook, seed: int
) -> Callable[[int], tuple[torch.Tensor, int]]:
    """One training step on fresh pictures."""
    tokenizer = ByT5Tokenizer()
    lookalikes = book.lookalikes(4)

    def step(number: int) -> tuple[torch.Tensor, int]:
        rng = random.Random(f"dit {seed} {number}")
        batch = fresh_batch(rng, BATCH, _scene_maker(rng))
        dropped = rng.random() < DROP
        words = ["" if dropped else scene.word for scene in batch.scenes]
        text = glyph_embeds(renderer.glyphs, tokenizer, words)
        with torch.autocast("cpu", torch.bfloat16):
            target = latents.encode(batch.pixels).float()
        codes = batch_codes(book, lookalikes, batch)
        target, codes, text = (part.repeat_interleave(LEVELS, 0) for part in (target, codes, text))
        return flow_loss(renderer, target, codes, text, dropped), len(target)

    return step


def train_dit(
    work: Path, renderer: Renderer, latents: Latents, book: Codebook, minutes: float, seed: int
) -> Progress:
    """Train the diffusion transformer and the glyph encoder together."""
    budget = Budget(minutes=minutes, rate=8e-4)
    return train("dit", work, renderer, dit_step(renderer, latents, book, seed), budget)
